"""The picture of a session as a file: SVG, or PNG for letters and chats. Always light, always with its own letters."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Final

from levelhip.files import replace_file
from levelhip.reports.trace_svg import Setting, draw_trace
from levelhip.reports.trace_words import heading_of
from levelhip.session.record import SessionRecord, Trace

WIDTH_PX: Final = 960
HEIGHT_PX: Final = 400
PNG_ZOOM: Final = 2
_UNCOVERED: Final = re.compile("[^\x00-\u045f\u2000-\u27ff\ufffd]")
_FONT_FAMILY: Final = "Levelhip Sans"


def write_trace_image(record: SessionRecord, trace: Trace, path: Path) -> None:
    """Write the picture to `path`, .svg or .png, whole or not at all.

    Raises ValueError for another ending, and ImportError where a .png is wanted without `resvg-py`.
    """
    suffix = path.suffix.lower()
    if suffix not in (".svg", ".png"):
        message = f"{path.name}: a picture is written as .svg or .png, not {suffix or 'without an ending'}"
        raise ValueError(message)
    svg = draw_trace(
        record, trace, width=WIDTH_PX, height=HEIGHT_PX, theme="light", setting=Setting(heading=heading_of(record))
    )
    data = svg.encode("utf-8") if suffix == ".svg" else _png(svg)
    replace_file(path, lambda file: file.write(data))


def _png(svg: str) -> bytes:
    try:
        import resvg_py  # noqa: PLC0415 - an extra: only who wants a PNG needs it
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("a .png needs the package resvg-py; a .svg needs nothing", name="resvg_py") from error

    font = resources.files("levelhip.reports").joinpath("fonts", "LevelhipSans.ttf")
    with resources.as_file(font) as font_path:
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=PNG_ZOOM,
            skip_system_fonts=_is_covered(svg),
            font_files=[str(font_path)],
            font_family=_FONT_FAMILY,
            sans_serif_family=_FONT_FAMILY,
        )


def _is_covered(text: str) -> bool:
    """Say whether our own font has the letters; else the machine's fonts are asked too (names in other scripts)."""
    return _UNCOVERED.search(text) is None
