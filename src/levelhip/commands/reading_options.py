"""How a person says on the command line what is where in a file: `--column`, `--columns`, `--frame` and the rest."""

from __future__ import annotations

from levelhip.ports import ColumnSource, ReadOptions


def read_options(
    column: list[str] | None,
    columns: str | None,
    frame: str | None = None,
    side: str | None = None,
    rigging: str | None = None,
    *,
    muscles: bool = False,
) -> ReadOptions:
    """The options that read a file. Raises ValueError: one line shows how to write it."""
    sources: dict[str, ColumnSource] = {}
    for text in column or []:
        ours, equals, theirs = text.partition("=")
        name, _, unit = theirs.rpartition(":") if ":" in theirs else (theirs, "", "")
        if not equals or not ours or not name:
            message = f"--column {text!r}: write OURS=THEIRS or OURS=THEIRS:UNIT, for instance force_n=Weight:kg"
            raise ValueError(message)
        sources[ours.strip()] = ColumnSource(name, unit or None)
    return ReadOptions(
        header=tuple(name.strip() for name in columns.split(",")) if columns else (),
        sources=sources,
        frame_px=_frame(frame) if frame else None,
        side=side,
        rigging=rigging,
        muscles=muscles,
    )


def _frame(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) and int(height)):
        message = f"--frame {text!r}: write the picture's width and height in pixels, for instance 640x480"
        raise ValueError(message)
    return int(width), int(height)
