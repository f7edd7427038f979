"""The picture of a muscle signal: its envelope over time, the bursts behind it, each with its number."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.reports.drawing import FONT_PX, FONTS
from levelhip.reports.emg_words import muscle_name
from levelhip.reports.markup import Attribute, Markup, coordinate, el, join
from levelhip.reports.palette import Theme, drawing_css
from levelhip.reports.wording import ENGLISH, Wording
from levelhip.session.record import TracePoint

LEFT, RIGHT, TOP, BOTTOM = 64.0, 12.0, 34.0, 34.0
NARROW_PX: Final = 16.0
STEPS: Final = (1.0, 2.0, 5.0)
TIME_TICKS: Final = 6
LEVEL_TICKS: Final = 4
TICK_PX: Final = 90.0
"""So wide is a time's number, with room."""

Look = Mapping[str, Mapping[str, Attribute]]
STYLED: Final[Look] = {name: {"class_": f"lh-{name}"} for name in ("tint", "grid", "ink", "soft", "signal")}
PLAIN: Final[Look] = {
    "tint": {"fill": "currentColor", "fill_opacity": "0.12"},
    "grid": {"stroke": "currentColor", "stroke_opacity": "0.3", "stroke_width": 0.6},
    "ink": {"fill": "currentColor", "font_size": FONT_PX},
    "soft": {"fill": "currentColor", "font_size": FONT_PX},
    "signal": {"fill": "currentColor", "stroke": "currentColor", "stroke_width": 1.2, "stroke_linejoin": "round"},
}
"""How each part looks: by a style sheet in the picture, which a page's own rules may forbid, or without one."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: seconds [start_s, end_s) and 0 to `top_uv` on a sheet of so many pixels."""

    width: float
    height: float
    start_s: float
    end_s: float
    top_uv: float

    @property
    def right(self) -> float:
        return self.width - RIGHT

    @property
    def bottom(self) -> float:
        return self.height - BOTTOM

    def x(self, t_s: float | None, unknown_s: float = 0.0) -> float:
        """Where a moment stands; one that is not known at `unknown_s`, and none beyond the frame."""
        share = ((unknown_s if t_s is None else t_s) - self.start_s) / (self.end_s - self.start_s)
        return LEFT + (self.right - LEFT) * min(1.0, max(0.0, share))

    def y(self, uv: float) -> float:
        """How high a level stands."""
        return self.bottom - (self.bottom - TOP) * uv / self.top_uv


def draw_emg(
    record: Json,
    envelope: Sequence[TracePoint],
    *,
    width: float = 960,
    height: float = 300,
    theme: Theme = "auto",
    wording: Wording = ENGLISH,
) -> Markup:
    """The envelope in uV with its bursts, as a picture with colours of its own."""
    name, frame = _named(record, wording), _frame(record, envelope, width, height)
    css = Markup(f"text{{font:{FONT_PX}px {FONTS}}}" + drawing_css(theme))
    parts = [
        el("title", name),
        el("style", css),
        el("rect", x=0, y=0, width=width, height=height, class_="lh-page"),
        *_drawn(record, envelope, frame, STYLED),
    ]
    names = {"viewBox": _view(width, height), "xmlns": "http://www.w3.org/2000/svg"}
    return el("svg", *parts, role="img", aria_label=name, width=width, height=height, **names)


def emg_figure(record: Json, envelope: Sequence[TracePoint], wording: Wording) -> Markup:
    """The same for a page: in the colour of the words around it, and as wide as there is room."""
    width, height = 360.0, 250.0
    frame = _frame(record, envelope, width, height)
    drawn = _drawn(record, envelope, frame, PLAIN)
    names = {"viewBox": _view(width, height)}
    return el("svg", el("title", _named(record, wording)), *drawn, role="img", width="100%", height=300, **names)


def _named(record: Json, wording: Wording) -> str:
    """What the picture shows, for who cannot see it."""
    return wording.say(
        N_("{muscle}: its envelope over {seconds} s, and {count} bursts in it"),
        muscle=muscle_name(record["muscle"], wording),
        seconds=wording.number(record["signal"]["duration_s"]),
        count=len(record["bursts"]),
    )


def _view(width: float, height: float) -> str:
    return f"0 0 {coordinate(width)} {coordinate(height)}"


def _frame(record: Json, envelope: Sequence[TracePoint], width: float, height: float) -> _Frame:
    signal = record["signal"]
    start_s = signal["start_s"] or 0.0
    end_s = start_s + max(signal["duration_s"], 1e-3)
    top_uv = max((point.high for point in envelope if math.isfinite(point.high)), default=0.0) or 1.0
    return _Frame(width, height, start_s, end_s, top_uv)


def _drawn(record: Json, envelope: Sequence[TracePoint], frame: _Frame, look: Look) -> Iterator[Markup]:
    yield from _bursts(record, frame, look)
    yield from _axes(frame, look)
    yield _line(envelope, frame, look)


def _bursts(record: Json, frame: _Frame, look: Look) -> Iterator[Markup]:
    """A tinted stretch for each burst, and as many of their numbers as there is room for."""
    bursts = record["bursts"]
    shown = max(1, math.ceil(len(bursts) * 2 * NARROW_PX / (frame.right - LEFT)))
    for burst in bursts:
        left, right = frame.x(burst["onset_s"], frame.start_s), frame.x(burst["offset_s"], frame.end_s)
        width, height = max(1.0, right - left), frame.bottom - TOP
        yield el("rect", x=left, y=TOP, width=width, height=height, **look["tint"])
        if (burst["number"] - 1) % shown == 0:
            yield _text((left + right) / 2, TOP - 8, str(burst["number"]), "middle", look["ink"])


def _axes(frame: _Frame, look: Look) -> Iterator[Markup]:
    for tick in ticks(0.0, frame.top_uv, LEVEL_TICKS):
        y = frame.y(tick)
        yield el("line", x1=LEFT, x2=frame.right, y1=y, y2=y, **look["grid"])
        yield _text(LEFT - 8, y + 6, f"{tick:g}", "end", look["soft"])
    yield _text(4, TOP - 8, "µV", "start", look["soft"])
    for tick in ticks(frame.start_s, frame.end_s, min(TIME_TICKS, frame.width / TICK_PX)):
        near = frame.right - frame.x(tick) < 2 * NARROW_PX
        yield _text(frame.x(tick), frame.height - 8, f"{tick:g} s", "end" if near else "middle", look["soft"])


def _line(envelope: Sequence[TracePoint], frame: _Frame, look: Look) -> Markup:
    """The envelope as a band from its lowest to its highest value in each pixel."""
    inside = [point for point in envelope if math.isfinite(point.low) and math.isfinite(point.high)]
    if not inside:
        return join(())
    upper = [f"{coordinate(frame.x(point.t_s))},{coordinate(frame.y(point.high))}" for point in inside]
    lower = [f"{coordinate(frame.x(point.t_s))},{coordinate(frame.y(point.low))}" for point in reversed(inside)]
    return el("path", d=f"M{' L'.join([*upper, *lower])} Z", **look["signal"])


def _text(x: float, y: float, words: str, anchor: str, look: Mapping[str, Attribute]) -> Markup:
    return el("text", words, x=x, y=y, text_anchor=anchor, **look)


def ticks(low: float, high: float, about: float) -> list[float]:
    """Round numbers in (low, high], about so many."""
    span = (high - low) / about
    power = float(10.0 ** math.floor(math.log10(span)))
    step = next((each * power for each in STEPS if each * power >= span), 10 * power)
    first = math.floor(low / step) + 1
    return [round(number * step, 9) for number in range(first, math.floor(high / step) + 1)]
