"""What a person types to measure how far the leg is lifted without the belt: `levelhip range FILE`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from levelhip.commands.options import ColumnOption, ColumnsOption, FrameOption, JsonOption, SideOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from levelhip.ports import ReadOptions
    from levelhip.session.range_check import RangeCheck

NOTHING_FOUND: Final = 1


def range_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A recording of three lifts a side, without the belt.")],
    side: SideOption = None,
    position: Annotated[Literal["lying", "standing"], typer.Option("--position", help="How it was done.")] = "lying",
    column: ColumnOption = None,
    columns: ColumnsOption = None,
    frame: FrameOption = None,
    json_: JsonOption = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it with your outcomes, and say what has changed.")] = False,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", metavar="DIR", help="Where --keep keeps it (LEVELHIP_DATA_DIR).")
    ] = None,
) -> None:
    r"""Measure how far the leg is lifted to the side without the belt: the best of three lifts, with its error.

    \b
    levelhip range lifts.c3d --side left --position standing
    levelhip range shin.csv --side right --keep
    """
    from levelhip.commands.reading_options import read_options

    found = _measured(file, read_options(column, columns, frame, side), position)
    changes = _kept(found, data_dir) if keep else []
    if json_:
        print(json.dumps(found.as_dict(), indent=1, ensure_ascii=False))
    else:
        print("\n".join([*_lines(found), *changes]))
    if not found.sides:
        raise typer.Exit(NOTHING_FOUND)


def _measured(file: Path, options: ReadOptions, position: str) -> RangeCheck:
    from levelhip.exercise.signals import SIDES
    from levelhip.recordings import open_recording
    from levelhip.services.range_checking import check_recording

    side = next((each for each in SIDES if each == options.side), None)
    return check_recording(open_recording(file, options), "standing" if position == "standing" else "side_lying", side)


def _lines(found: RangeCheck) -> Iterator[str]:
    from levelhip.session.range_check import NO_LIFT

    if not found.sides:
        yield NO_LIFT
        return
    for each in found.sides:
        yield f"{each.line}" if each.side else f"{each.line} (--side says it)"
        for note in each.notes:
            yield f"  {note}"
    yield str(found.error_line)


def _kept(found: RangeCheck, data_dir: Path | None) -> list[str]:
    """Keep what was found of either side; give what became of it since the first that compares."""
    from levelhip.bootstrap import open_services
    from levelhip.exercise.sentence import read_sentence
    from levelhip.ports import StoreError
    from levelhip.settings import Settings, usual_data_dir

    try:
        services = open_services(Settings(data_dir or usual_data_dir()), lambda _: {})
        try:
            entry = services.ranges.keep(found)
        finally:
            services.store.close()
    except StoreError as error:
        raise ValueError(error.line) from None
    changes = {each.side: entry["changes"][each.side] for each in found.sides if each.side}
    said = [f"{side.capitalize()}: {read_sentence(change['reason'])}" for side, change in changes.items() if change]
    return ["Kept.", *said]
