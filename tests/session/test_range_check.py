"""The range check against simulated patients: the best of three lifts, within the error that is told of its route."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from levelhip.exercise.active_range import ROUTE_SD_DEG
from levelhip.exercise.library import load_exercise
from levelhip.services.demonstrate import SimulationRequest, measure_simulated, simulate
from levelhip.session.range_check import (
    FEW,
    MOVED,
    NOT_SEEN,
    PELVIS_MOVED,
    RANGE_EXERCISES,
    RangeCheck,
    range_check,
    range_prescription,
)
from levelhip.simulation import SimulatedSession
from tests.session.range_factories import record_of

LYING = range_prescription(load_exercise("side_lying_hip_abduction"))


@pytest.fixture(scope="module")
def session() -> SimulatedSession:
    return simulate(SimulationRequest(3, "everyday", ()))


def checked(session: SimulatedSession, kind: str) -> RangeCheck:
    return range_check(measure_simulated(session, kind, LYING, kind).record)


@pytest.mark.parametrize("kind", ["shin", "camera", "markers"])
def test_the_best_of_three_is_near_the_truth(session: SimulatedSession, kind: str) -> None:
    found = checked(session, kind)
    assert found.route == kind
    assert found.sd_deg == ROUTE_SD_DEG[found.route]
    assert [each.side for each in found.sides] == ["right", "left"]
    for each in found.sides:
        assert each.side is not None
        true = [attempt.lift_deg for attempt in session.truth.attempts_of(each.side)[:3]]
        assert each.angle_deg == pytest.approx(max(true), abs=3 * found.sd_deg)
        assert each.angle_deg in each.lifts_deg
        assert len(each.lifts_deg) == 3


def test_who_does_not_see_the_pelvis_says_so(session: SimulatedSession) -> None:
    for kind, unseen in (("shin", True), ("camera", True), ("markers", False)):
        said = [note.text for each in checked(session, kind).sides for note in each.notes]
        assert (NOT_SEEN in said) == unseen


def test_a_check_for_programs(session: SimulatedSession) -> None:
    told = json.loads(json.dumps(checked(session, "shin").as_dict()))
    assert told["schema"] == "levelhip.range/1"
    assert told["smallest_change_deg"] == pytest.approx(2.77 * 2.0)
    assert {each["side"] for each in told["sides"]} == {"left", "right"}


def test_the_lift_done_best_counts_before_the_highest() -> None:
    found = range_check(record_of(LYING, [(40.0, (PELVIS_MOVED,)), (31.0, ()), (33.0, ()), (50.0, ())]))
    (side,) = found.sides
    assert side.angle_deg == 33.0
    assert side.lifts_deg == (40.0, 31.0, 33.0)
    assert [note.text for note in side.notes] == [MOVED]


def test_a_pelvis_that_markers_saw_is_known() -> None:
    for lifts, stayed in (([(31.0, ()), (33.0, ())], True), ([(31.0, (PELVIS_MOVED,))], False)):
        (side,) = range_check(record_of(LYING, lifts)).sides  # type: ignore[arg-type]
        assert side.pelvis_stayed is stayed


def test_a_side_in_one_line_and_how_far_off_it_is() -> None:
    check = range_check(record_of(LYING, [(31.2, ()), (33.4, ())]))
    assert str(check.sides[0].line) == "Left: 33° from rest, the best of 31°, 33°."
    assert str(replace(check.sides[0], side=None).line).startswith("Side not known: 33°")
    assert "Measured by optical markers: off by less than 1° two times in three" in str(check.error_line)
    assert str(replace(check, route="angle").error_line) == (
        "Measured by another device: how far off that is, is not known."
    )


def test_what_only_a_clock_paced_is_no_lift() -> None:
    record = record_of(LYING, [(31.0, ()), (33.0, ())])
    (side,) = record.sides
    told = replace(side, reps=tuple(replace(rep, provenance="self-reported") for rep in side.reps))
    assert range_check(replace(record, sides=(told,))).sides == ()


def test_fewer_lifts_are_told_of() -> None:
    (side,) = range_check(record_of(LYING, [(30.0, ("hip_drift",))])).sides
    assert side.notes[0].text == FEW
    assert "Take the leg back a little" in str(side.notes[1])
    assert range_check(record_of(LYING, [])).sides == ()


def test_only_movements_without_a_belt_show_the_range() -> None:
    with pytest.raises(ValueError, match="isometric_hip_abduction does not show the range; these do: side_lying"):
        range_prescription(load_exercise("isometric_hip_abduction"))
    for key in RANGE_EXERCISES:
        checks = range_prescription(load_exercise(key)).exercise.form_checks
        assert checks[-1].key == PELVIS_MOVED
        assert len({check.feature for check in checks}) == len(checks)
