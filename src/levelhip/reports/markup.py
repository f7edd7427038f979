"""A small writer of SVG and HTML: every text and attribute is escaped unless it is `Markup` already."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable
from typing import Final

_ILLEGAL: Final = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]"
)
"""What XML forbids, and the signs that turn the direction of writing (a file name could disguise itself)."""
_LEAVES: Final = frozenset({"rect", "path", "line", "circle", "use", "meta", "col"})


class Markup(str):
    """Text that is markup: it goes into the page as it is."""

    __slots__ = ()


Attribute = str | float | None


def escape(text: str) -> Markup:
    """`text` as it may stand in an element or, between double quotes, in an attribute.

    What XML cannot hold becomes a replacement sign.
    """
    return Markup(html.escape(_ILLEGAL.sub("\ufffd", text), quote=False).replace('"', "&quot;"))


def el(name: str, /, *children: str, **attributes: Attribute) -> Markup:
    """An element. `class_` is written as class, `stroke_width` as stroke-width; an attribute that is None is left out.

    Children that are not `Markup` are escaped.
    """
    opening = name + "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _LEAVES and not children:
        return Markup(f"<{opening}/>")
    inside = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup(f"<{opening}>{inside}</{name}>")


def join(parts: Iterable[str], between: str = "") -> Markup:
    """The parts after one another; those that are not `Markup` are escaped."""
    return Markup(between.join(part if isinstance(part, Markup) else escape(part) for part in parts))


def coordinate(value: float) -> str:
    """A number for a drawing: a tenth of a pixel, never in powers of ten, 0 where it is not finite."""
    if not math.isfinite(value):
        return "0"
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text not in ("-0.0", "0.0") else "0"


def _attribute(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else coordinate(value)
