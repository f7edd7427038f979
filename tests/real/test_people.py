"""The figures of docs/validation.md, as tests: recordings of real people, measured as the command line does."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from revalidation.accelerations import (
    DISPUTED,
    OPTIONS,
    BridgeFile,
    bridge_file,
    bridge_file_rows,
    bridge_rows,
    clam_row,
)
from revalidation.forces import grip_file_rows
from revalidation.markers import functional_hip_measurement, functional_hip_rows, uiprmd_rows
from revalidation.pictures import bridge_svg
from revalidation.rows import Row, failures, measured, repetitions

PEOPLE = ("01", "02", "03", "04", "05", "06")
CLAMS = tuple(f"{person}_04_act_{act}.csv" for person in PEOPLE for act in (1, 2))
BRIDGES = tuple(f"{person}_02_act_1" for person in PEOPLE)
GRIPS = tuple(f"P1-{grasp}Grasp-ForceOnly-{how}-Trial3" for grasp in ("Pinch", "Power") for how in ("Easy", "Hard"))

pytestmark = pytest.mark.slow


def present(path: Path) -> Path:
    """The file, where this collection of recordings has it."""
    if not path.exists():
        pytest.skip(f"{path.name} is not in this folder of recordings")
    return path


def bridge(recordings: Path, name: str) -> BridgeFile:
    present(recordings / "mex_bridge" / f"{name}.csv.gz")
    return bridge_file(recordings, name)


def all_hold(rows: list[Row]) -> bool:
    wrong = failures(rows)
    assert not wrong, "\n".join(wrong)
    return bool(rows)


@pytest.mark.parametrize("name", CLAMS)
def test_clamshells(recordings: Path, name: str) -> None:
    present(recordings / "mex_clam" / f"{name}.gz")
    with (recordings / "mex_clam" / "reference_counts.csv").open(encoding="utf-8", newline="") as file:
        reference = next(row for row in csv.DictReader(file) if row["file"] == name)
    if not reference["reps_min"]:
        pytest.skip("nobody could count these from the plot")
    assert all_hold([clam_row(recordings, name)])


@pytest.mark.parametrize("name", BRIDGES)
def test_bridges(recordings: Path, name: str) -> None:
    assert all_hold(list(bridge_file_rows(bridge(recordings, name))))


def test_bridges_together(recordings: Path) -> None:
    assert all_hold(list(bridge_rows(recordings)))


def test_the_disagreement_is_the_one_that_is_described(recordings: Path) -> None:
    file = bridge(recordings, DISPUTED)
    assert [row.holds for row in bridge_file_rows(file)] == [True, False]
    assert all(5.0 < end_s - start_s < 7.0 for start_s, end_s in file.found)
    assert all(2.0 < end_s - start_s < 3.5 for start_s, end_s in file.holds)


def test_its_picture_shows_both(recordings: Path) -> None:
    file: BridgeFile = bridge(recordings, DISPUTED)
    picture = bridge_svg(file, "title")
    assert picture.count("<rect") == 1 + len(file.holds) + len(file.found)


def test_the_picture_in_the_docs_is_this_one(recordings: Path, root: Path) -> None:
    drawn = bridge_svg(bridge(recordings, DISPUTED), "Bridge, person 06: which phases are the holds?")
    assert (root / "docs" / "mex_bridge_06.svg").read_text("utf-8") == drawn, (
        "run `python -m revalidation.real_recordings --plots docs`"
    )


def test_abductions_and_circumductions(recordings: Path) -> None:
    assert all_hold(list(functional_hip_rows(recordings)))


def test_circumductions_are_told_as_drifting(recordings: Path) -> None:
    *_, third, fourth, fifth, sixth = repetitions(functional_hip_measurement(recordings).record)
    assert third.number == 3
    assert all("hip_drift" in rep.faults for rep in (fourth, fifth, sixth))


def test_sets_of_ten(recordings: Path) -> None:
    assert all_hold(list(uiprmd_rows(recordings)))


@pytest.mark.parametrize("name", GRIPS)
def test_bumps_are_no_holds(recordings: Path, name: str) -> None:
    assert all_hold(list(grip_file_rows(present(recordings / "grip_force" / f"{name}.csv.gz"))))


@pytest.mark.parametrize("name", BRIDGES)
def test_nothing_is_said_of_what_the_file_does_not_hold(recordings: Path, name: str) -> None:
    """Times lie in the file (a filter's lag apart), in order, and repetitions do not overlap."""
    record = measured(present(recordings / "mex_bridge" / f"{name}.csv.gz"), "bridge", OPTIONS).record
    last_s = -0.2
    for rep in repetitions(record):
        measures = rep.measures
        times = (measures.start_s, measures.hold_start_s, measures.hold_end_s, measures.end_s)
        assert list(times) == sorted(times)
        assert last_s <= times[0] + 1e-6
        last_s = times[3]
    assert last_s <= record.signal.duration_s
