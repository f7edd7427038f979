"""The figure that shows where electrodes go, in the colour of the words around it; docs/emg_placement.svg is it too."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from levelhip.exercise.electrodes import (
    CREST,
    GMED_SHARE,
    MM_PER_M,
    PAIR,
    PAIR_APART_M,
    REFERENCE,
    TENSOR,
    TFL_SHARE,
    TITLE,
    TROCHANTER,
)
from levelhip.exercise.wording import Messages, translate
from levelhip.reports.drawing import FONT_PX, FONTS
from levelhip.reports.markup import Markup, coordinate, el, join
from levelhip.reports.palette import DARK, LIGHT

Point = tuple[float, float]

_WIDTH, _HEIGHT = 430.0, 420.0
_PX_PER_MM: Final = 1.25
_CREST: Final[Point] = (92.0, 86.0)
_TROCHANTER: Final[Point] = (92.0, 280.0)
_FRONT: Final[Point] = (151.0, 112.0)
_KNEE: Final[Point] = (120.0, 800.0)
"""Below the sheet: a thigh's length under the trochanter."""
_PAD_PX: Final = 9.0
_WORDS_X: Final = 206.0
_LETTERS: Final = 22
_LINE_PX: Final = 24.0
_GAP_PX: Final = 14.0
_SKIN: Final = (
    "M36 20 C24 70 6 120 10 190 C14 260 36 320 44 400 L162 400 C166 330 180 280 176 220 C172 150 156 90 158 20 Z"
)
_CREST_BONE: Final = "M36 110 C58 80 124 76 153 112 C128 98 62 96 36 110 Z"


def placement_figure(messages: Messages | None = None) -> Markup:
    """The figure for a page."""
    return _drawn(messages, width="100%")


def placement_file() -> str:
    """The figure as a file of its own, light or dark as its reader's system is."""
    css = f"svg{{color:{LIGHT.ink}}}text{{font-family:{FONTS}}}"
    css += f"@media screen and (prefers-color-scheme:dark){{svg{{color:{DARK.ink}}}}}"
    drawn = _drawn(None, el("style", Markup(css)), width=_WIDTH, xmlns="http://www.w3.org/2000/svg")
    return f"{drawn}\n"


def _drawn(messages: Messages | None, *first: Markup, width: str | float, xmlns: str | None = None) -> Markup:
    view = {"viewBox": f"0 0 {coordinate(_WIDTH)} {coordinate(_HEIGHT)}"}
    parts = (*_body(), *_electrodes(), *_labels(messages))
    return el(
        "svg",
        *first,
        el("title", translate(messages, TITLE)),
        *parts,
        xmlns=xmlns,
        width=width,
        height=_HEIGHT,
        role="img",
        fill="none",
        stroke="currentColor",
        **view,
    )


def _body() -> Iterator[Markup]:
    """The hip from its side, its two bones, and the lines to measure along."""
    yield el("path", d=_SKIN, stroke_width=2, fill="currentColor", fill_opacity="0.06")
    yield el("path", d=_CREST_BONE, stroke_width=2)
    yield el("circle", cx=_TROCHANTER[0], cy=_TROCHANTER[1], r=15, stroke_width=2)
    for start, end in ((_CREST, _TROCHANTER), (_FRONT, _along(_FRONT, _KNEE, 0.42))):
        d = f"M{_point(start)} L{_point(end)}"
        yield el("path", d=d, stroke_width=1.6, stroke_dasharray="7 6", stroke_opacity=0.7)


def _electrodes() -> Iterator[Markup]:
    """Both pairs: gluteus medius filled, tensor fasciae latae rings."""
    for x, y in _pair(_CREST, _TROCHANTER, GMED_SHARE):
        yield el("circle", cx=x, cy=y, r=_PAD_PX, fill="currentColor")
    for x, y in _pair(_FRONT, _KNEE, TFL_SHARE):
        yield el("circle", cx=x, cy=y, r=_PAD_PX, stroke_width=3)


def _labels(messages: Messages | None) -> Iterator[Markup]:
    """Words beside the body, each as high as what it names where there is room, and a line to that."""
    gmed, tensor = (_along(*line) for line in ((_CREST, _TROCHANTER, GMED_SHARE), (_FRONT, _KNEE, TFL_SHARE)))
    named: tuple[tuple[str, Point | None], ...] = (
        (translate(messages, CREST), (_CREST[0] + 10, _CREST[1] - 4)),
        (PAIR.said(messages), (gmed[0] + _PAD_PX + 3, gmed[1])),
        (translate(messages, TENSOR), (tensor[0] + _PAD_PX + 5, tensor[1])),
        (translate(messages, TROCHANTER), (_TROCHANTER[0] + 18, _TROCHANTER[1])),
        (translate(messages, REFERENCE), None),
    )
    top = 30.0
    for words, place in named:
        lines = textwrap.wrap(words, _LETTERS, break_on_hyphens=False)
        yield join(_text(_WORDS_X, top + number * _LINE_PX, line) for number, line in enumerate(lines))
        if place is not None:
            d = f"M{_point(place)} L{_point((_WORDS_X - 6, top - 6))}"
            yield el("path", d=d, stroke_width=1, stroke_opacity=0.7)
        top += len(lines) * _LINE_PX + _GAP_PX


def _text(x: float, y: float, words: str) -> Markup:
    return el("text", words, x=x, y=y, font_size=FONT_PX, fill="currentColor", stroke="none")


def _along(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _pair(start: Point, end: Point, share: float) -> tuple[Point, Point]:
    """The middles of two electrodes around a place on a line, along it, to scale."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    half = PAIR_APART_M * MM_PER_M * _PX_PER_MM / 2 / length
    return _along(start, end, share - half), _along(start, end, share + half)


def _point(place: Point) -> str:
    return f"{coordinate(place[0])} {coordinate(place[1])}"
