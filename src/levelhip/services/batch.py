"""Measure every recording of a folder, several at a time; one that is bad, or kills its process, stops nothing."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final

from levelhip.cohort.rows import (
    FAILURE_COLUMNS,
    RECORDING_COLUMNS,
    REP_COLUMNS,
    Outcome,
    Row,
    failure_row,
    recording_row,
    rep_rows,
)

Measure = Callable[[Path], dict[str, object]]
"""One recording to its record; raises ValueError with one line where it cannot be measured. Must be picklable."""

A_JOB: Final = 8
"""Recordings a process is given before anything is written: keeps memory bounded, and the order."""
TABLES_FOLDER: Final = "levelhip-batch"
"""Where the tables go unless told otherwise; what is in a folder of this name is no recording."""
KILLED: Final = "the process that measured it was killed; it may need more memory than there is"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Tally:
    """How many recordings were measured, how many not, and the repetitions in them."""

    measured: int = 0
    failed: int = 0
    reps: int = 0


def find_recordings(folder: Path, suffixes: Sequence[str], leave_out: Path) -> list[Path]:
    """The recordings in a folder and the folders in it, in the order of their names; hidden ones are left out."""
    found = []
    leave_out = leave_out.resolve()
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each != TABLES_FOLDER)
        if here.resolve() == leave_out and leave_out != folder.resolve():
            folders.clear()
            continue
        own = {"reps.csv", "recordings.csv", "failures.csv"} if here.resolve() == leave_out else set()
        found += [
            here / name
            for name in files
            if name.lower().endswith(tuple(suffixes)) and not name.startswith(".") and name not in own
        ]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def measure_all(
    folder: Path, paths: Sequence[Path], measure: Measure, jobs: int, progress: Callable[[float | None], None]
) -> Iterator[Outcome]:
    """The outcome of each recording, in the order of `paths`, a few of them in memory at a time."""
    parallel = jobs > 1 and len(paths) > 1
    rest = iter(paths)
    done = 0
    while group := list(islice(rest, jobs * A_JOB if parallel else 1)):
        for outcome in (
            _together(folder, group, measure, jobs) if parallel else [measure_one(folder, group[0], measure)]
        ):
            done += 1
            progress(done / len(paths))
            yield outcome


def measure_one(folder: Path, path: Path, measure: Measure) -> Outcome:
    """Measure one recording, whatever is wrong with it."""
    name = path.relative_to(folder).as_posix()
    try:
        return Outcome(name, measure(path), None)
    except (ValueError, OSError) as error:
        return Outcome(name, None, one_line(error))
    except Exception as error:  # noqa: BLE001 - one bad file must not stop the others
        return Outcome(name, None, f"unexpected {type(error).__name__}: {one_line(error)}")


def one_line(error: BaseException) -> str:
    """What an error says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__


def _together(folder: Path, group: list[Path], measure: Measure, jobs: int) -> list[Outcome]:
    """Several at a time. Where a process is killed, those without an outcome are tried again, each on its own."""
    from joblib import Parallel, delayed  # noqa: PLC0415 - the extra `cohort`
    from joblib.externals.loky.process_executor import BrokenProcessPool  # noqa: PLC0415

    outcomes: list[Outcome] = []
    try:
        for outcome in Parallel(n_jobs=jobs, return_as="generator")(
            delayed(measure_one)(folder, path, measure) for path in group
        ):
            outcomes.append(outcome)  # noqa: PERF402 - what is there stays when the next one fails
    except BrokenProcessPool:
        for path in group[len(outcomes) :]:
            try:
                outcomes += Parallel(n_jobs=2)([delayed(measure_one)(folder, path, measure)])
            except BrokenProcessPool:
                outcomes.append(Outcome(path.relative_to(folder).as_posix(), None, KILLED))
    return outcomes


def write_tables(outcomes: Iterator[Outcome], out: Path) -> Tally:
    """Write reps.csv, recordings.csv and failures.csv into `out` as the outcomes come; they appear whole, at the end.

    Raises OSError where that cannot be; then none of them is there, and older ones stay.
    """
    out.mkdir(parents=True, exist_ok=True)
    names = {"reps.csv": REP_COLUMNS, "recordings.csv": RECORDING_COLUMNS, "failures.csv": FAILURE_COLUMNS}
    beside = {name: out / f".{name}.{os.getpid()}.part" for name in names}
    tally = Tally()
    try:
        files = {name: path.open("w", encoding="utf-8", newline="") for name, path in beside.items()}
        try:
            tables = {name: _table(files[name], columns) for name, columns in names.items()}
            for outcome in outcomes:
                reps = list(rep_rows(outcome))
                tables["reps.csv"].writerows(map(_plain, reps))
                for name, row in (("recordings.csv", recording_row(outcome)), ("failures.csv", failure_row(outcome))):
                    if row is not None:
                        tables[name].writerow(_plain(row))
                tally.reps += len(reps)
                tally.measured += outcome.record is not None
                tally.failed += outcome.record is None
        finally:
            for file in files.values():
                file.close()
        for name, path in beside.items():
            path.replace(out / name)
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)
    return tally


def _table(file: IO[str], columns: Sequence[str]) -> csv.DictWriter[str]:
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    return writer


def _plain(row: Row) -> dict[str, str | int | float]:
    """A row for a table: unknown is empty; a text that a spreadsheet would take for a formula is not one."""
    return {name: "" if value is None else _safe(value) for name, value in row.items()}


def _safe(value: str | float) -> str | int | float:
    if not isinstance(value, str):
        return value
    written = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # names of files may be any bytes
    return f"'{written}" if written.startswith(_FORMULA) else written
