"""Measure a recording: `levelhip analyze FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from levelhip.commands.options import ColumnOption, ColumnsOption, FrameOption, JsonOption, SideOption
from levelhip.commands.prescribing import DEFAULT_EXERCISE, ExerciseOption

if TYPE_CHECKING:
    from levelhip.exercise.protocol import Prescription
    from levelhip.ports import ReadOptions
    from levelhip.services.measure import Measurement

NOTHING_FOUND: Final = 1


def analyze(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, CSV.gz, Parquet, C3D, TRC, MOT or STO.")],
    exercise: ExerciseOption = DEFAULT_EXERCISE,
    side: SideOption = None,
    column: ColumnOption = None,
    columns: ColumnsOption = None,
    frame: FrameOption = None,
    rigging: Annotated[
        Literal["strand", "inline"] | None,
        typer.Option(
            "--rigging", help="Where the load cell sat: in one strand of the loop, or inline (foreign files)."
        ),
    ] = None,
    hold: Annotated[
        float | None,
        typer.Option(
            "--hold", metavar="S", min=0.1, max=600, help="Prescribed hold in seconds, instead of the exercise's."
        ),
    ] = None,
    best_press: Annotated[
        float | None,
        typer.Option(
            "--best-press", metavar="N", min=1, max=5000, help="Own best press, N net: gentle is 20-40 % of it."
        ),
    ] = None,
    json_: JsonOption = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write a report, one self-contained page.")
    ] = None,
    trace: Annotated[
        Path | None, typer.Option("--trace", metavar="FILE.svg|.png", help="Write a picture of the signal.")
    ] = None,
) -> None:
    r"""Measure a recording: when the person lifted, pressed, held and let go, how often, and how well.

    \b
    levelhip analyze session.csv
    levelhip analyze thigh.csv.gz --columns t_s,ax_g,ay_g,az_g --exercise clamshell
    levelhip analyze export.csv --rigging strand
    levelhip analyze scale.csv --column t_s=Time:ms --column force_n=Weight:kg --report report.html
    """
    from levelhip.commands.measured import show, write_report, write_trace
    from levelhip.commands.prescribing import prescription_of
    from levelhip.commands.reading_options import read_options
    from levelhip.services.measure import with_dose

    _keep_apart(file, report, trace)
    options = read_options(column, columns, frame, side, rigging)
    prescription = with_dose(prescription_of(exercise), hold)
    measured = _measure_file(file, options, prescription, side, best_press)
    if report is not None:
        write_report(measured, report)
    if trace is not None:
        write_trace(measured, trace)
    show(measured, as_json=json_)
    if measured.record.rep_count == 0:
        raise typer.Exit(NOTHING_FOUND)


def _keep_apart(file: Path, *targets: Path | None) -> None:
    """A report never takes the place of the recording it is about."""
    for target in targets:
        if target is not None and target.exists() and file.exists() and target.samefile(file):
            message = f"{target}: that is the recording itself; give the report another name"
            raise ValueError(message)


def _measure_file(
    file: Path,
    options: ReadOptions,
    prescription: Prescription,
    side: Literal["left", "right"] | None,
    best_press_n: float | None,
) -> Measurement:
    from levelhip.commands.waiting import progress_bar
    from levelhip.recordings import open_recording
    from levelhip.services.measure import measure

    with progress_bar(f"measuring {file.name}") as progress:
        recording = open_recording(file, options)
        return measure(recording, prescription, side=side, best_press_n=best_press_n, progress=progress)
