"""The strength check from a recording: `levelhip strength FILE --rigging inline`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from levelhip.commands.options import ColumnOption, ColumnsOption, DataDirOption, JsonOption, SideOption

if TYPE_CHECKING:
    from levelhip.exercise.strength_record import StrengthCheck

NOTHING_FOUND: Final = 1
CM_FROM: Final = 3.0
CM_PER_M: Final = 100.0
"""From this number on a length is in cm: nobody's leg is 3 m, or 3 cm, long."""


def strength(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A recording with force_n or strand_tension_n.")],
    rigging: Annotated[
        Literal["inline", "strand", "belt-loop"],
        typer.Option(
            "--rigging",
            help="Where the cell was: inline to a fixed anchor, in a strand of the belt, or between the legs. Needed.",
        ),
    ],
    side: SideOption = None,
    leg_length: Annotated[
        float | None, typer.Option("--leg-length", metavar="CM", help="Hip to ankle bone; a number below 3 is in m.")
    ] = None,
    lever: Annotated[
        float | None, typer.Option("--lever", metavar="CM", help="Hip to where the strap pulled (the ankle).")
    ] = None,
    mass: Annotated[float | None, typer.Option("--mass", metavar="KG", help="Body mass.")] = None,
    sex: Annotated[
        Literal["female", "male"] | None, typer.Option("--sex", help="For the leg's weight (between both).")
    ] = None,
    leg_scale: Annotated[
        float | None,
        typer.Option("--leg-scale", metavar="N", help="The level leg, weighed by a strap scale at the ankle."),
    ] = None,
    position: Annotated[
        Literal["side_lying", "supine", "standing"], typer.Option("--position", help="How the person was.")
    ] = "side_lying",
    column: ColumnOption = None,
    columns: ColumnsOption = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it with what has changed, in --data-dir.")] = False,
    data_dir: DataDirOption = None,
    json_: JsonOption = False,
) -> None:
    r"""Measure presses as hard as one can, three a side: peak, how fast it rises, how steady, Nm and Nm/kg.

    What the sampling rate cannot carry is refused, with the reason. It measures what was done; whether you may press as
    hard as you can is for your physical therapist to say: their signed release is needed.

    \b
    levelhip strength check.csv --rigging inline --leg-length 88 --mass 70 --sex female
    levelhip strength left.csv --rigging inline --side left --column t_s=Time:ms --column force_n=Weight:kg
    """
    from levelhip.commands.reading_options import read_options
    from levelhip.exercise.hip_moment import Leg
    from levelhip.recordings import open_recording
    from levelhip.services.strength import check_recording

    leg = Leg(_metres(leg_length), mass, sex, _metres(lever), leg_scale, position=position)
    options = read_options(column, columns, side=side, rigging="strand" if rigging == "strand" else "inline")
    check = check_recording(open_recording(file, options), rigging, leg, side=side)
    if keep and check.press_count:
        _keep(check, data_dir)
    if json_:
        print(json.dumps({**check.as_dict(), "is_kept": keep and check.press_count > 0}, indent=1, allow_nan=False))
    else:
        from levelhip.reports.strength_text import print_strength

        print_strength(check)
        if keep and check.press_count:
            print("Kept: see what has changed on the page Has something changed?")
    if not check.press_count:
        raise typer.Exit(NOTHING_FOUND)


def _metres(length: float | None) -> float | None:
    return length if length is None or length < CM_FROM else length / CM_PER_M


def _keep(check: StrengthCheck, data_dir: Path | None) -> None:
    """Keep it as an outcome. Raises ValueError in one line where it cannot be."""
    from levelhip.bootstrap import open_services
    from levelhip.ports import StoreError
    from levelhip.settings import Settings, usual_data_dir

    try:
        services = open_services(Settings(data_dir or usual_data_dir()), lambda _: {})
    except StoreError as error:
        raise ValueError(error.line) from None
    try:
        measure, answers, detail = check.outcome()
        services.outcomes.keep(measure, answers, None, detail)
    except StoreError as error:
        raise ValueError(error.line) from None
    finally:
        services.store.close()
