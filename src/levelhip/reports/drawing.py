"""What every part of a drawing shares: its measures, its patterns, its lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from levelhip.reports.markup import Markup, coordinate, el
from levelhip.reports.trace_layout import Scale, Strip
from levelhip.reports.wording import Wording
from levelhip.session.record import SessionRecord

FONT_PX: Final = 18
CHAR_PX: Final = 0.56 * FONT_PX
"""How wide a letter is, about."""
FONTS: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Levelhip Sans', 'DejaVu Sans', sans-serif"
AXIS_PX: Final = 28.0
LEGEND_PX: Final = 26.0


@dataclass(frozen=True, slots=True)
class Picture:
    """What every part of the drawing needs. `y_*`: the tops of the rows; `prefix`: makes ids unique in a page."""

    record: SessionRecord
    wording: Wording
    strips: list[Strip]
    scale: Scale
    width: float
    x0: float
    x1: float
    y_title: float
    y_side: float
    y_number: float
    y_target: float
    prefix: str

    def pattern(self, name: str) -> str:
        """The fill of a pattern."""
        return f"url(#{self.prefix}-{name})"


def text(x: float, y: float, words: str, *, anchor: str | None = None, class_: str = "lh-ink") -> Markup:
    """A line of text in the drawing."""
    return el("text", words, x=x, y=y, text_anchor=anchor, class_=class_)


def hatch(name: str, prefix: str, css: str, d: str, size: int = 6) -> Markup:
    """A pattern of strokes."""
    attributes = {"id": f"{prefix}-{name}", "patternUnits": "userSpaceOnUse"}
    return el("pattern", el("path", d=d, class_=css), width=size, height=size, **attributes)


def patterns(prefix: str) -> Markup:
    """The patterns of the phases; `prefix` makes their ids unique in a page."""
    rising, falling = "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", "M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2"
    return el(
        "defs",
        hatch("lift", prefix, "lh-hatch", rising),
        hatch("release", prefix, "lh-hatch", falling),
        hatch("broken", prefix, "lh-warning-line", f"{rising} {falling}"),
    )


def note_mark(x: float, y: float) -> Markup:
    """A small triangle: there is something to note about this repetition."""
    return el("path", d=f"M{coordinate(x)},{coordinate(y + 10)} h10 l-5,-10 Z", class_="lh-warning")
