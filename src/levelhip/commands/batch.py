"""Many recordings into three tables: `levelhip batch DIR`."""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from levelhip.commands.options import ColumnOption, ColumnsOption, FrameOption, SideOption

if TYPE_CHECKING:
    from levelhip.ports import ReadOptions

NOTHING_FOUND: Final = 1


@dataclass(frozen=True, slots=True)
class _How:
    """How each recording is measured: as `levelhip analyze` would."""

    exercise: str
    side: Literal["left", "right"] | None
    options: ReadOptions
    hold_s: float | None
    best_press_n: float | None


def batch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Every recording in it, and in the folders in it.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the tables go (DIR/levelhip-batch).")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, max=256, help="So many at a time (one a core).")
    ] = None,
    exercise: Annotated[
        str, typer.Option("--exercise", "-e", metavar="KEY", help="See `levelhip exercises`.")
    ] = "isometric_hip_abduction",
    side: SideOption = None,
    column: ColumnOption = None,
    columns: ColumnsOption = None,
    frame: FrameOption = None,
    rigging: Annotated[
        Literal["strand", "inline"] | None, typer.Option("--rigging", help="Where the load cell sat (foreign files).")
    ] = None,
    hold: Annotated[
        float | None, typer.Option("--hold", metavar="S", min=0.1, max=600, help="Prescribed hold in seconds.")
    ] = None,
    best_press: Annotated[
        float | None, typer.Option("--best-press", metavar="N", min=1, max=5000, help="Own best press, N net.")
    ] = None,
) -> None:
    r"""Measure every recording of a folder: reps.csv, recordings.csv, and failures.csv with what was not, and why.

    Each is measured as `levelhip analyze` does. Several at a time with levelhip[cohort], else one after another.

    \b
    levelhip batch study --jobs 4
    levelhip batch thighs --columns t_s,ax_g,ay_g,az_g --exercise clamshell --out tables
    """
    from levelhip.commands.reading_options import read_options
    from levelhip.commands.waiting import progress_bar
    from levelhip.exercise.library import UnknownExerciseError, load_exercise
    from levelhip.recordings import READERS
    from levelhip.services.batch import TABLES_FOLDER, find_recordings, measure_all, write_tables

    if not folder.is_dir():
        raise ValueError(f"{folder}: there is no such folder")
    try:
        load_exercise(exercise)
    except UnknownExerciseError as error:
        raise ValueError(str(error)) from None
    suffixes = sorted({suffix for reader in READERS for suffix in reader.suffixes})
    tables = out or folder / TABLES_FOLDER
    paths = find_recordings(folder, suffixes, tables)
    if not paths:
        raise ValueError(f"{folder}: there is no recording in it; they end in {' '.join(suffixes)}")
    how = _How(exercise, side, read_options(column, columns, frame, side, rigging), hold, best_press)
    with progress_bar(f"measuring {len(paths)} recordings") as progress:
        tally = write_tables(measure_all(folder, paths, partial(_measured, how), _jobs(jobs), progress), tables)
    print(f"{tally.measured} of {len(paths)} recordings measured, {tally.reps} repetitions, {tally.failed} failed")
    print(f"Written to {tables}: reps.csv, recordings.csv, failures.csv")
    if not tally.reps:
        raise typer.Exit(NOTHING_FOUND)


def _jobs(wanted: int | None) -> int:
    """How many at a time: as many as were asked for, or one a core; one where joblib is not installed."""
    if importlib.util.find_spec("joblib") is None:
        if wanted is not None and wanted > 1:
            print(
                "levelhip: one at a time; several need levelhip[cohort]: pip install 'levelhip[cohort]'",
                file=sys.stderr,
            )
        return 1
    return wanted or os.cpu_count() or 1


def _measured(how: _How, path: Path) -> dict[str, object]:
    """The record of one recording; runs in a process of its own."""
    from levelhip.exercise.library import load_exercise
    from levelhip.exercise.protocol import prescribe
    from levelhip.recordings import open_recording
    from levelhip.services.measure import measure, with_dose

    prescription = with_dose(prescribe(load_exercise(how.exercise)), how.hold_s)
    recording = open_recording(path, how.options)
    return measure(recording, prescription, side=how.side, best_press_n=how.best_press_n).record.as_dict()
