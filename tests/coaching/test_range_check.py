"""The range check as a session: what may be one, what is said, and that each side's range is near the truth."""

from __future__ import annotations

from typing import Any

import pytest

from levelhip.coaching.cues import Script
from levelhip.coaching.live import LiveSession
from levelhip.exercise.library import load_exercise
from levelhip.services.rebuilding import rebuilt
from levelhip.session.range_check import BODY_SAY, LIFT_SAY, RangeCheck, range_check, range_prescription
from tests.coaching.live_people import Room
from tests.coaching.range_people import LYING, STANDING, checked, lifts, range_config


def found(room: Room) -> RangeCheck:
    return range_check(rebuilt(room.live.record())[0])


@pytest.fixture(scope="module")
def by_shin() -> Room:
    return checked("shin")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"way": "clock"}, "a range check is measured by camera or shin, not by clock"),
        ({"way": "belt", "rigging": "inline"}, "not by belt"),
        ({"way": "simulated"}, "not by simulated"),
        ({"exercise": "clamshell"}, "clamshell does not show the range"),
        ({"exercise": "no_such_thing"}, "no_such_thing"),
        ({"reps": 2}, "a range check is 3 lifts a side, none of them held"),
        ({"hold_s": 6}, "a range check is 3 lifts a side, none of them held"),
        ({"sides": []}, "sides must be"),
        ({"purpose": "training"}, "purpose must be 'range', or null, not 'training'"),
    ],
)
def test_what_cannot_be_a_range_check_is_refused(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        LiveSession({**range_config(), **changed})


def test_it_goes_to_its_end_on_either_sensor(by_shin: Room) -> None:
    for room in (by_shin, checked("camera")):
        assert room.live.record()["ended"] == "done", room.texts[-5:]


def test_each_sides_range_is_near_the_truth(by_shin: Room) -> None:
    check = found(by_shin)
    assert (check.route, check.position) == ("shin", "side_lying")
    assert [each.side for each in check.sides] == ["right", "left"]
    for each in check.sides:
        assert each.side is not None
        assert len(each.lifts_deg) == 3
        assert each.angle_deg == pytest.approx(lifts("shin").best_deg[each.side], abs=3)
        assert each.pelvis_stayed is None


def test_the_camera_is_as_near_as_its_error_says() -> None:
    check = found(checked("camera"))
    assert check.sd_deg is not None
    for each in check.sides:
        assert each.side is not None
        assert each.angle_deg == pytest.approx(lifts("camera").best_deg[each.side], abs=3 * check.sd_deg)


def test_it_is_asked_for_as_high_as_is_comfortable_and_of_no_belt_is_spoken(by_shin: Room) -> None:
    said = by_shin.texts
    assert said.count(LIFT_SAY["side_lying"]) == 6
    assert len([text for text in said if BODY_SAY["side_lying"] in text]) == 2
    assert not [text for text in said if "belt" in text.lower() or "press" in text.lower()]
    assert "paused" not in by_shin.keys


def test_the_phone_moves_with_the_leg_that_lifts(by_shin: Room) -> None:
    told = [text for text in by_shin.texts if "strapped to your" in text]
    assert "right shin" in told[0]
    assert "left shin" in told[1]


def test_the_words_fit_the_position() -> None:
    room = Room(range_config(exercise=STANDING))
    room.command("begin", 0.0)
    assert "Stand tall" in room.texts[0]
    assert LIFT_SAY["standing"] != LIFT_SAY["side_lying"]


def test_what_is_not_held_is_not_said_to_be_held_too_short() -> None:
    script = Script(range_prescription(load_exercise(LYING)), "shin", None)
    assert script.correction("short_hold") is None
    assert script.correction("touch") is None
    assert script.correction("partial") is not None


def test_what_is_not_measured_is_no_range() -> None:
    """Who goes on by the clock has lifted, but nobody saw how far."""
    room = Room(range_config(exercise=LYING))
    room.command("begin", 0.0)
    room.command("way", 5.0, way="clock")
    room.run_clock(300)
    assert room.live.record()["ended"] == "done"
    assert found(room).sides == ()
