"""The range checks over the weeks, drawn with the error of each, in the colour of the words around."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.reports.markup import Markup, el, join

_WIDTH, _HEIGHT = 340.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 12.0, 12.0, 30.0
_FONT: Final = 18
_ASIDE: Final = {"left": -4.0, "right": 4.0}
"""The sides stand beside each other, so that their bars do not hide one another."""
_STEP_DEG: Final = 20
_CAP: Final = 3.0


@dataclass(frozen=True, slots=True)
class RangePoint:
    """One side of one check. `half_deg`: what the angle may be off either way, None where nobody knows."""

    day: date
    side: Side
    angle_deg: float
    half_deg: float | None


def range_plot(points: Sequence[RangePoint], first: date, last: date, title: str, ends: tuple[str, str]) -> Markup:
    """Draw the points between two days: left a circle, right a square. `ends`: the words for the two days."""
    highest = max(point.angle_deg + (point.half_deg or 0.0) for point in points)
    top_deg = _STEP_DEG * (int(highest // _STEP_DEG) + 1)
    days = max(1, (last - first).days)

    def x(day: date) -> float:
        return _LEFT + 8 + (_WIDTH - _LEFT - _RIGHT - 16) * (day - first).days / days

    def y(angle_deg: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - max(0.0, angle_deg) / top_deg)

    lines = [_grid(y(angle), f"{angle}°") for angle in range(0, top_deg + 1, _STEP_DEG)]
    drawn = [_point(point, x(point.day) + _ASIDE[point.side], y) for point in points]
    words = join((_text(_LEFT, _HEIGHT - 6, ends[0], "start"), _text(_WIDTH - _RIGHT, _HEIGHT - 6, ends[1], "end")))
    return el(
        "svg",
        el("title", title),
        *lines,
        *drawn,
        words,
        viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}",
        width="100%",
        height=230,
        role="img",
        fill="none",
        stroke="currentColor",
    )


def _grid(at: float, words: str) -> Markup:
    line = el("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=at, y2=at, stroke_width=0.6, stroke_opacity=0.4)
    return join((line, _text(_LEFT - 6, at + 6, words, "end")))


def _point(point: RangePoint, at: float, y: Callable[[float], float]) -> Markup:
    middle = y(point.angle_deg)
    mark = (
        el("circle", cx=at, cy=middle, r=4, fill="currentColor")
        if point.side == "left"
        else el("rect", x=at - 3.5, y=middle - 3.5, width=7, height=7, stroke_width=1.6)
    )
    if point.half_deg is None:
        return mark
    low, high = y(point.angle_deg - point.half_deg), y(point.angle_deg + point.half_deg)
    caps = [el("line", x1=at - _CAP, x2=at + _CAP, y1=end, y2=end, stroke_width=1.2) for end in (low, high)]
    return join((el("line", x1=at, x2=at, y1=low, y2=high, stroke_width=1.2), *caps, mark))


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return el("text", words, x=x, y=y, font_size=_FONT, text_anchor=anchor, fill="currentColor", stroke="none")
