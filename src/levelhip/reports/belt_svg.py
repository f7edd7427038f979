"""The belt helper's pictures, in the colour of the words around them: the legs to scale, and what loads the hip."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.belt_load import BeltFit, BeltLoad, Legs
from levelhip.reports.markup import Markup, coordinate, el, join

HEIGHT_PX: Final = 240.0
"""As high as they are at most; on a narrow screen the width decides."""
_CM: Final = 100.0
_MARGIN_CM: Final = 6.0
_FONT_CM: Final = 7.5
_FOOT_CM: Final = 14.0
_ARC_CM: Final = 34.0
"""How far from the hip the angle is drawn."""
_BAR_LEFT: Final = 4.0
_BAR_WIDTH: Final = 92.0
_ROW: Final = 17.0
_TEXT: Final = 4.8


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What the figure of the legs says. `title`: for who cannot see it."""

    title: str
    angle: str
    apart: str


def belt_figure(legs: Legs, fit: BeltFit, words: FigureWords) -> Markup:
    """Draw both legs from behind, one hip over the other, with the tight belt: everything to the same scale."""
    length, hips = legs.leg_length_m * _CM, legs.hips_m * _CM
    angle_rad = math.radians(fit.abduction_deg)
    radius = legs.ankle_circumference_m * _CM / math.tau
    floor = hips + length * math.sin(angle_rad) + radius + _MARGIN_CM + _FONT_CM
    hip, low_hip = (_MARGIN_CM, floor - hips), (_MARGIN_CM, floor)
    ankle = (_MARGIN_CM + length * math.cos(angle_rad), floor - hips - length * math.sin(angle_rad))
    low_ankle = (_MARGIN_CM + length, floor)
    width, height = length + _FOOT_CM + 3 * _FONT_CM, floor + radius + _MARGIN_CM + _FONT_CM
    return el(
        "svg",
        el("title", words.title),
        _line((0.0, floor + radius + 1), (width, floor + radius + 1), 0.6),
        _line(hip, low_hip, 5.0),
        _leg(low_hip, low_ankle, radius),
        _leg(hip, ankle, radius),
        _line(hip, (_MARGIN_CM + length, hip[1]), 0.5, dashed="2 2"),
        _arc(hip, fit.abduction_deg),
        _belt(ankle, low_ankle, radius),
        _words(hip[0] + _ARC_CM + 3, hip[1] - 2, words.angle),
        _words(max(ankle[0], low_ankle[0]) + radius + 2, (ankle[1] + low_ankle[1]) / 2 + 2, words.apart),
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        width="100%",
        height=HEIGHT_PX,
        role="img",
        fill="none",
        stroke="currentColor",
    )


def load_bars(loads: tuple[BeltLoad, ...], names: tuple[str, ...], words: FigureWords) -> Markup:
    """Draw the hip's moment for each place of the belt: grey is the leg alone, striped what the belt adds.

    `words.angle` names the grey part, `words.apart` the striped one.
    """
    most = max(load.hip_nm.high for load in loads)
    rows = [
        _bar(row, load.leg_alone_nm.high / most * _BAR_WIDTH, load.hip_nm.high / most * _BAR_WIDTH, name)
        for row, (load, name) in enumerate(zip(loads, names, strict=True))
    ]
    bottom = len(loads) * _ROW + 4
    stripes = el("path", d="M0,0 l3,3 M-1,2 l2,2 M2,-1 l2,2", stroke="currentColor", stroke_width=0.7)
    pattern = {"id": "belt-adds", "patternUnits": "userSpaceOnUse"}
    return el(
        "svg",
        el("title", words.title),
        el("defs", el("pattern", stripes, width=3, height=3, **pattern)),
        *rows,
        el("rect", x=_BAR_LEFT, y=bottom, width=5, height=5, fill="currentColor", fill_opacity=0.35, stroke="none"),
        _small(_BAR_LEFT + 7, bottom + 4.5, words.angle),
        el("rect", x=_BAR_LEFT, y=bottom + 8, width=5, height=5, fill="url(#belt-adds)", stroke_width=0.4),
        _small(_BAR_LEFT + 7, bottom + 12.5, words.apart),
        viewBox=f"0 0 100 {coordinate(bottom + 15)}",
        width="100%",
        height=HEIGHT_PX,
        role="img",
        fill="none",
        stroke="currentColor",
    )


def _bar(row: int, leg: float, whole: float, name: str) -> Markup:
    top = row * _ROW + 8.0
    return join(
        (
            _small(_BAR_LEFT, top - 2, name),
            el("rect", x=_BAR_LEFT, y=top, width=leg, height=6, fill="currentColor", fill_opacity=0.35, stroke="none"),
            el("rect", x=_BAR_LEFT + leg, y=top, width=whole - leg, height=6, fill="url(#belt-adds)", stroke_width=0.4),
        )
    )


def _small(x: float, y: float, words: str) -> Markup:
    return el("text", words, x=x, y=y, font_size=_TEXT, fill="currentColor", stroke="none")


def _words(x: float, y: float, words: str) -> Markup:
    return el("text", words, x=x, y=y, font_size=_FONT_CM, fill="currentColor", stroke="none")


def _line(start: tuple[float, float], end: tuple[float, float], width: float, dashed: str | None = None) -> Markup:
    (x1, y1), (x2, y2) = start, end
    return el("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=width, stroke_dasharray=dashed, stroke_linecap="round")


def _leg(hip: tuple[float, float], ankle: tuple[float, float], radius: float) -> Markup:
    """A hip, a leg to the ankle, the ankle as thick as it is."""
    return join(
        (
            _line(hip, ankle, 2.0),
            el("circle", cx=hip[0], cy=hip[1], r=2.5, fill="currentColor"),
            el("circle", cx=ankle[0], cy=ankle[1], r=radius, stroke_width=0.8),
        )
    )


def _arc(hip: tuple[float, float], angle_deg: float) -> Markup:
    x = hip[0] + _ARC_CM * math.cos(math.radians(angle_deg))
    y = hip[1] - _ARC_CM * math.sin(math.radians(angle_deg))
    start = f"M{coordinate(hip[0] + _ARC_CM)},{coordinate(hip[1])}"
    return el("path", d=f"{start} A{_ARC_CM:g},{_ARC_CM:g} 0 0 0 {coordinate(x)},{coordinate(y)}", stroke_width=0.8)


def _belt(top: tuple[float, float], low: tuple[float, float], radius: float) -> Markup:
    """The loop: two strands beside the ankles, and half a turn round each."""
    along = math.atan2(low[1] - top[1], low[0] - top[0])
    aside = (-radius * math.sin(along), radius * math.cos(along))
    ends = [
        (point[0] + sign * aside[0], point[1] + sign * aside[1])
        for point, sign in ((top, 1), (low, 1), (low, -1), (top, -1))
    ]
    a, b, c, d = (f"{coordinate(x)},{coordinate(y)}" for x, y in ends)
    turn = f"A{coordinate(radius)},{coordinate(radius)} 0 0 0"
    return el("path", d=f"M{a} L{b} {turn} {c} L{d} {turn} {a} Z", stroke_width=2.2)
