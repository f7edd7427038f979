"""Pictures for the page on validation: drawn here, in a few lines of SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from levelhip.reports.trace_image import write_trace_image
from revalidation.accelerations import DISPUTED, BridgeFile, Hold, bridge_file
from revalidation.markers import functional_hip_measurement

WIDTH: Final = 960
HEIGHT: Final = 330
LEFT: Final = 84
RIGHT: Final = 16
TOP: Final = 92
BOTTOM: Final = 42
OURS: Final = "#0b5cad"
THEIRS: Final = "#a84300"
INK: Final = "#1c2430"
SOFT: Final = "#525c6a"
FONT: Final = 'font-family="system-ui, sans-serif" font-size="13"'
CAPTION: Final = "rotation of the thigh (deg) from what the engine takes for rest, over time (s)"


def write_pictures(folder: Path, out: Path) -> list[Path]:
    """Write every picture into `out`; gives the files."""
    out.mkdir(parents=True, exist_ok=True)
    files = [out / "mex_bridge_06.svg", out / "functional_hip.svg"]
    heading = "Bridge, person 06: which phases are the holds?"
    files[0].write_text(bridge_svg(bridge_file(folder, DISPUTED), heading), encoding="utf-8")
    functional = functional_hip_measurement(folder)
    write_trace_image(functional.record, functional.trace, files[1])
    return files


def bridge_svg(file: BridgeFile, heading: str) -> str:
    """The rotation of the thigh, and above it what the reference and what the engine take for holds."""
    points = [(point.t_s, (point.low + point.high) / 2) for point in file.measurement.trace.segments[0]]
    first_s, last_s = points[0][0], points[-1][0]
    low, high = min(x for _, x in points), max(x for _, x in points)

    def px(t_s: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (min(max(t_s, first_s), last_s) - first_s) / (last_s - first_s)

    def py(deg: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (deg - low) / (high - low)

    line = " ".join(f"{px(t):.1f},{py(x):.1f}" for t, x in points[:: max(1, len(points) // 1500)])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {FONT}>',
        f"<title>{heading}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="16" fill="{INK}">{heading}</text>',
        *_bars(file.holds, 34, THEIRS, "reference", px),
        *_bars(file.found, 62, OURS, "Levelhip", px),
        *(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{py(deg):.1f}" y2="{py(deg):.1f}" stroke="#d5dae1"/>'
            f'<text x="{LEFT - 6}" y="{py(deg) + 4:.1f}" text-anchor="end" fill="{SOFT}">{deg}</text>'
            for deg in _ticks(low, high, 10)
        ),
        *(
            f'<text x="{px(t):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="{SOFT}">{t}</text>'
            for t in _ticks(first_s, last_s, 10)
        ),
        f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="1.4"/>',
        f'<text x="{LEFT}" y="{HEIGHT - 6}" fill="{SOFT}">{CAPTION}</text></svg>',
    ]
    return "\n".join(parts) + "\n"


def _ticks(low: float, high: float, step: int) -> Iterable[int]:
    return range(int(-(-low // step)) * step, int(high // step) * step + 1, step)


def _bars(holds: Sequence[Hold], y: int, colour: str, name: str, px: Callable[[float], float]) -> Iterator[str]:
    yield f'<text x="{LEFT - 6}" y="{y + 15}" text-anchor="end" fill="{colour}">{name}</text>'
    for start_s, end_s in holds:
        left, right = px(start_s), px(end_s)
        yield f'<rect x="{left:.1f}" y="{y}" width="{right - left:.1f}" height="20" rx="3" fill="{colour}"/>'
        label = f"{end_s - start_s:.1f}"
        yield f'<text x="{(left + right) / 2:.1f}" y="{y + 15}" text-anchor="middle" fill="#ffffff">{label}</text>'
