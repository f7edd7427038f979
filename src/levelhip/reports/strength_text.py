"""A strength check on the terminal: a table a side, what was refused and why, and what may not be made of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from levelhip.exercise.hip_moment import HipMoment
from levelhip.exercise.press import PEAK_WINDOW_S, Press
from levelhip.exercise.press_onset import Onset
from levelhip.exercise.press_rates import rfd_caveat
from levelhip.exercise.strength import HIDES
from levelhip.exercise.strength_check import SideCheck
from levelhip.exercise.strength_record import StrengthCheck
from levelhip.reports.words import clip, printable

_WIDTH: Final = 100
_RIGGED: Final = {
    "inline": "cell inline to a fixed anchor",
    "strand": "cell in one strand of a belt round both legs, counted twice",
    "belt-loop": "cell between both legs",
}
_WEIGHED: Final = {
    "segments": "leg's weight by body mass, sex and length",
    "both sexes": "leg's weight between that of both sexes, as none was told",
    "weighed": "leg weighed",
    "carried": "leg carried by the bed",
    "not known": "WITHOUT the leg's own weight: body mass and leg length were not told",
}
_SAID: Final = {"rfd_50": "RFD50", "rfd_100": "RFD100", "rfd_200": "RFD200"}


def print_strength(check: StrengthCheck, console: Console | None = None) -> None:
    """Print a check: what was measured, each side, what was refused, warnings."""
    console = console or Console(width=None if Console().is_terminal else _WIDTH, highlight=False, soft_wrap=False)
    name = "Strength check" if check.kind == "strength" else "Belt press (both hips press: not the strength of one)"
    console.print(Text(f"{name} - {clip(check.source, 50)} ({_RIGGED[check.rigging]})", style="bold"))
    for side, found in check.sides.items():
        console.print()
        console.print(Text(f"{side.capitalize()}: {_summary(found)}"))
        if found.presses:
            console.print(_table(found))
        for line in _moments(check.moments.get(side), check.best_moments.get(side)):
            console.print(Text(line), soft_wrap=True)
        for line in _refusals(found):
            console.print(Text(line), soft_wrap=True)
        for warning in found.warnings:
            console.print(Text(f"Note: {warning}", style="yellow"), soft_wrap=True)
    console.print()
    console.print(Text(f"Peak: the highest mean over {PEAK_WINDOW_S:g} s. {HIDES}"), soft_wrap=True)
    for line in check.warnings:
        console.print(Text(f"Note: {printable(line)}", style="yellow"), soft_wrap=True)


def _summary(found: SideCheck) -> str:
    if found.best_n is None or found.mean_n is None:
        return "nothing found"
    parts = [f"best {found.best_n:.0f} N, mean of {len(found.presses)} {found.mean_n:.0f} N"]
    if found.spread_n is not None and found.cv_percent is not None:
        parts.append(f"spread {found.spread_n:.0f} N (CV {found.cv_percent:.1f} %)")
    if math.isfinite(found.rate_hz):
        parts.append(f"{found.rate_hz:.0f} Hz")
    return ", ".join(parts)


def _table(found: SideCheck) -> Table:
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    for name in ("", "peak N", "onset s", "RFD100 N/s", "RFD200 N/s", "plateau N", "CV %", "CV detr. %"):
        table.add_column(name, justify="right")
    for number, press in enumerate(found.presses, 1):
        table.add_row(str(number), *_row(press))
    return table


def _row(press: Press) -> Iterator[str]:
    yield f"{press.peak_n:.0f}"
    yield _onset(press.onset)
    rates = {each.window_ms: each for each in press.rfd}
    for window_ms in (100, 200):
        rate = rates.get(window_ms)
        if rate is None:
            yield "-"
        else:
            yield f"{rate.n_per_s:.0f} ({rate.low_n_per_s:.0f}..{rate.high_n_per_s:.0f})"
    held = press.plateau
    yield from (
        ("-", "-", "-")
        if held is None
        else (f"{held.mean_n:.0f}", f"{held.cv_percent:.1f}", f"{held.cv_detrended_percent:.1f}")
    )


def _onset(onset: Onset | None) -> str:
    """The moment, or only between which two it is."""
    if onset is None:
        return "-"
    return f"{onset.t_s:.2f}" if onset.is_told else f"{onset.low_s:.2f}..{onset.high_s:.2f}"


def _moments(mean: HipMoment | None, best: HipMoment | None) -> Iterator[str]:
    if mean is None or best is None:
        return
    a_kg = "" if mean.nm_per_kg is None else f" = {mean.nm_per_kg:.2f} Nm/kg"
    off = "" if mean.error_share is None else f", off by about {100 * mean.error_share:.1f} %"
    weight = f"; of it {mean.gravity_nm:.0f} Nm the leg itself" if mean.gravity_nm else ""
    yield f"Hip moment of the mean {mean.nm:.0f} Nm{a_kg}, of the best {best.nm:.0f} Nm{weight}"
    yield f"  ({_WEIGHED[mean.weight]}{off})"


def _refusals(found: SideCheck) -> Iterator[str]:
    """What to heed; and each refusal once, with the presses it is about."""
    said: dict[tuple[str, str], list[str]] = {}
    for number, press in enumerate(found.presses, 1):
        for each in press.refusals:
            said.setdefault((_SAID.get(each.measure, each.measure), str(each.reason)), []).append(str(number))
    windows = sorted({each.window_ms for press in found.presses for each in press.rfd})
    for window_ms in windows:
        if (caveat := rfd_caveat(window_ms)) is not None:
            yield f"RFD{window_ms}: {caveat}."
    for (measure, reason), numbers in said.items():
        of = "" if len(numbers) == len(found.presses) else f" of press {', '.join(numbers)}"
        yield f"Not told: {measure}{of}: {reason}."
