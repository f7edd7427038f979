"""Checks of both sides over the weeks, each with how far off it may be, in the colour of the words around."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.reports.markup import Markup, el, join

_WIDTH, _HEIGHT = 340.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 12.0, 12.0, 30.0
_FONT: Final = 18
_ASIDE: Final = {"left": -4.0, "right": 4.0}
"""The sides stand beside each other, so that their bars do not hide one another."""
_LINES: Final = 4
_CAP: Final = 3.0
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """One side of one check. `half`: how far off the value may be either way, None where nobody knows."""

    day: date
    side: Side
    value: float
    half: float | None


def check_plot(
    points: Sequence[CheckPoint], span: tuple[date, date], title: str, ends: tuple[str, str], unit: str = ""
) -> Markup:
    """Draw the points from one day to another: left a dot, right a square. `ends`: words for the two days."""
    step = _step(max(point.value + (point.half or 0.0) for point in points))
    first, last = span
    days = (last - first).days

    def x(day: date) -> float:
        share = (day - first).days / days if days else 0.5
        return _LEFT + 10 + (_WIDTH - _LEFT - _RIGHT - 20) * share

    def y(value: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - max(0.0, value) / (_LINES * step))

    grid = [_grid(y(number * step), f"{number * step:g}{unit}") for number in range(_LINES + 1)]
    drawn = [_point(point, x(point.day) + _ASIDE[point.side], y) for point in points]
    words = [_text(_LEFT, _HEIGHT - 6, ends[0], "start")] if days else []
    words.append(_text(_WIDTH - _RIGHT, _HEIGHT - 6, ends[1], "end"))
    return el(
        "svg",
        el("title", title),
        *grid,
        *drawn,
        *words,
        viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}",
        width="100%",
        height=230,
        role="img",
        fill="none",
        stroke="currentColor",
    )


def _step(highest: float) -> float:
    """The round number of which a few reach the highest value."""
    if highest <= 0:
        return 1.0
    least = highest / _LINES
    scale = 10.0 ** math.floor(math.log10(least))
    return next(step * scale for step in (*_STEPS, 2 * _STEPS[-1]) if step * scale >= least)


def _grid(at: float, words: str) -> Markup:
    line = el("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=at, y2=at, stroke_width=0.6, stroke_opacity=0.4)
    return join((line, _text(_LEFT - 6, at + 6, words, "end")))


def _point(point: CheckPoint, at: float, y: Callable[[float], float]) -> Markup:
    middle = y(point.value)
    mark = (
        el("circle", cx=at, cy=middle, r=4, fill="currentColor")
        if point.side == "left"
        else el("rect", x=at - 3.5, y=middle - 3.5, width=7, height=7, stroke_width=1.6)
    )
    if point.half is None:
        return mark
    low, high = y(point.value - point.half), y(point.value + point.half)
    caps = [el("line", x1=at - _CAP, x2=at + _CAP, y1=end, y2=end, stroke_width=1.2) for end in (low, high)]
    return join((el("line", x1=at, x2=at, y1=low, y2=high, stroke_width=1.2), *caps, mark))


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return el("text", words, x=x, y=y, font_size=_FONT, text_anchor=anchor, fill="currentColor", stroke="none")
