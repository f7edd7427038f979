"""MEx (UCI): an accelerometer on the thigh of six people, side-lying clamshells and bridges."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from levelhip.ports import ReadOptions
from levelhip.services.measure import Measurement
from revalidation.rows import Row, matched, measured, repetitions

OPTIONS: Final = ReadOptions(header=("t_s", "ax_g", "ay_g", "az_g"))
COUNT_OFF: Final = 1
HOLD_OFF_S: Final = 0.35
DISPUTED: Final = "06_02_act_1"
"""The reference takes the short phases for the holds; docs/validation.md says what speaks for either reading."""

Hold = tuple[float, float]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# -- clamshell ---------------------------------------------------------------------------------------------------------


def clam_rows(folder: Path) -> Iterator[Row]:
    """A row a file that has a number."""
    for reference in _table(folder / "mex_clam" / "reference_counts.csv"):
        if reference["reps_min"]:
            yield clam_row(folder, reference["file"])


def clam_row(folder: Path, name: str) -> Row:
    """The count of one file, against the fewest and the most that were read off its plot."""
    reference = next(row for row in _table(folder / "mex_clam" / "reference_counts.csv") if row["file"] == name)
    least, most = int(float(reference["reps_min"])), int(float(reference["reps_max"]))
    record = measured(folder / "mex_clam" / f"{name}.gz", "clamshell", OPTIONS).record
    limit = f"{least}" if least == most else f"{least}-{most}"
    what = "clamshells counted" if most else "clamshells counted where the other leg moves"
    title = f"mex_clam {name.removesuffix('.csv')}"
    return Row(title, what, record.rep_count, "", limit, holds=least <= record.rep_count <= most)


# -- bridge ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BridgeFile:
    """One file, measured, beside its reference."""

    name: str
    measurement: Measurement
    holds: list[Hold]
    """The reference's complete holds: start, end (s)."""

    @property
    def found(self) -> list[Hold]:
        """Our holds."""
        return [(rep.measures.hold_start_s, rep.measures.hold_end_s) for rep in repetitions(self.measurement.record)]

    @property
    def differences_s(self) -> list[float]:
        """Of hold length, ours less the reference's, of the holds that share most time."""
        found = self.found
        pairs = matched(self.holds, found)
        return [found[j][1] - found[j][0] - (self.holds[i][1] - self.holds[i][0]) for i, j in pairs]


def bridge_file(folder: Path, name: str) -> BridgeFile:
    """Measure one file."""
    references = _table(folder / "mex_bridge" / "reference_holds.csv")
    reference = next(row for row in references if row["file"] == name)
    starts, ends = (map(float, reference[key].split()) for key in ("hold_starts_s", "hold_ends_s"))
    holds = list(zip(starts, ends, strict=True))
    return BridgeFile(name, measured(folder / "mex_bridge" / f"{name}.csv.gz", "bridge", OPTIONS), holds)


def bridge_rows(folder: Path) -> Iterator[Row]:
    """Two rows a file, two for all."""
    names = [row["file"] for row in _table(folder / "mex_bridge" / "reference_holds.csv")]
    files = [bridge_file(folder, name) for name in names]
    for file in files:
        yield from bridge_file_rows(file)
    yield _pooled("mex_bridge, all six", files)
    yield _pooled("mex_bridge, the five undisputed", [file for file in files if file.name != DISPUTED])


def bridge_file_rows(file: BridgeFile) -> Iterator[Row]:
    """Count and hold length of one file."""
    title = f"mex_bridge {file.name}"
    disputed = file.name == DISPUTED
    count, wanted = len(file.found), len(file.holds)
    limit = f"{wanted} +-{COUNT_OFF}"
    apart = [abs(each) for each in file.differences_s]
    apart_s = statistics.median(apart)
    note = "the reference counts the short phases, the engine the long ones" if disputed else ""
    yield Row(title, "holds counted", count, "", limit, abs(count - wanted) <= COUNT_OFF, note)
    note = note or f"largest {max(apart):.2f} s"
    what = "hold length, median absolute difference"
    yield Row(title, what, apart_s, "s", f"{HOLD_OFF_S} s", apart_s <= HOLD_OFF_S, note, known=disputed)


def _pooled(title: str, files: list[BridgeFile]) -> Row:
    apart_s = [abs(each) for file in files for each in file.differences_s]
    middle_s = statistics.median(apart_s)
    what = f"hold length, median absolute difference of {len(apart_s)} holds"
    return Row(title, what, middle_s, "s", f"{HOLD_OFF_S} s", middle_s <= HOLD_OFF_S)
