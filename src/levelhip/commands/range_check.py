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
_ROUTES: Final = {
    "camera": "by camera",
    "shin": "by a phone or sensor on the leg",
    "markers": "by optical markers",
    "angle": "by another device",
}


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
    from levelhip.exercise.library import load_exercise
    from levelhip.exercise.signals import SIDES
    from levelhip.recordings import open_recording
    from levelhip.services.measure import measure
    from levelhip.session.range_check import range_check, range_prescription

    key = "standing_hip_abduction" if position == "standing" else "side_lying_hip_abduction"
    side = next((each for each in SIDES if each == options.side), None)
    recording = open_recording(file, options)
    return range_check(measure(recording, range_prescription(load_exercise(key)), side=side).record)


def _lines(found: RangeCheck) -> Iterator[str]:
    if not found.sides:
        yield "No lift was found."
        return
    for each in found.sides:
        lifts = ", ".join(f"{lift:.0f}°" for lift in each.lifts_deg)
        name = each.side.capitalize() if each.side else "Side not known (--side)"
        yield f"{name}: {each.angle_deg:.0f}° from rest, the best of {lifts}."
        for note in each.notes:
            yield f"  {note}"
    if found.sd_deg is None or found.smallest_change_deg is None:
        yield f"Measured {_ROUTES[found.route]}: how far off that is, is not known."
    else:
        yield (
            f"Measured {_ROUTES[found.route]}: off by less than {found.sd_deg:g}° two times in three; "
            f"a change under {found.smallest_change_deg:.1f}° may be chance."
        )


def _kept(found: RangeCheck, data_dir: Path | None) -> list[str]:
    """Keep what was found of either side; give what became of it since the first that compares."""
    from levelhip.bootstrap import open_services
    from levelhip.exercise.sentence import read_sentence
    from levelhip.ports import StoreError
    from levelhip.services.outcomes import RANGE
    from levelhip.settings import Settings, usual_data_dir

    angles = {each.side: round(each.angle_deg, 1) for each in found.sides if each.side is not None}
    if not angles:
        raise ValueError("nothing to keep: no lift of a side that is known (--side says which)")
    answers = {"left": angles.get("left"), "right": angles.get("right")}
    try:
        services = open_services(Settings(data_dir or usual_data_dir()), lambda _: {})
        try:
            kept = services.outcomes.keep(RANGE, {**answers, "route": found.route, "position": found.position}, None)
            history = next(each for each in services.outcomes.history() if each["measure"] == RANGE)
        finally:
            services.store.close()
    except StoreError as error:
        raise ValueError(error.line) from None
    entry = next(each for each in history["entries"] if each["id"] == kept["id"])
    changes = {side: entry["changes"][side] for side in angles}
    said = [f"{side.capitalize()}: {read_sentence(change['reason'])}" for side, change in changes.items() if change]
    return ["Kept.", *said]
