"""The coach's small parts, where whole sessions do not reach into every corner."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from levelhip.coaching.attempts import Attempts
from levelhip.coaching.commenting import Comments
from levelhip.coaching.cues import Script
from levelhip.coaching.hold_count import HoldCount
from levelhip.coaching.voice import Voice, event_dict
from levelhip.exercise.signals import Side
from levelhip.session.events import (
    AttemptMissed,
    FormFault,
    HoldBroken,
    HoldResumed,
    HoldSecond,
    HoldStarted,
    RepCompleted,
)
from levelhip.session.measures import RepMeasures
from tests.coaching.conversing import counts
from tests.coaching.live_people import Room, clock_room, config, put_samples, shin_room
from tests.coaching.lying import Lying, lying_ready
from tests.session.people import task

NAN = math.nan
REP = RepMeasures(0.0, 1.0, 7.0, 9.0, 6.0, 0.0, 15.0, 14.0, NAN, 2.0)


def rep(*faults: str, side: Side = "right", number: int = 1) -> RepCompleted:
    return RepCompleted(9.0, side, number, replace(REP, faults=faults))


def voice() -> Voice:
    return Voice(Script(task(), "camera", None))


# -- attempts -------------------------------------------------------------------------------------------------------


def test_faults_of_form_belong_to_their_repetition() -> None:
    attempts = Attempts("right")
    for event in (FormFault(9.0, "right", 1, "roll", 20.0), rep("fast_release")):
        attempts.take(event)
    assert attempts.close(reached=True) == ("fast_release", "roll")
    attempts.take(rep(number=2))
    assert attempts.close(reached=True) == ()
    assert attempts.done == 2


def test_what_is_told_of_the_other_side_is_not_this_ones() -> None:
    attempts = Attempts("left")
    for event in (rep(), AttemptMissed(1.0, "right", "touch", 3.0), FormFault(1.0, "right", 1, "roll", 20.0)):
        attempts.take(event)
    assert (attempts.done, attempts.close(reached=False)) == (0, None)


def test_turning_over_is_no_attempt() -> None:
    attempts = Attempts("right")
    attempts.take(AttemptMissed(1.0, "right", "too_large", 80.0))
    assert attempts.done == 0


def test_a_doubtful_first_hold_is_counted_once() -> None:
    attempts = Attempts("right")
    assert attempts.close(reached=True) == ("short_hold",)
    assert attempts.done == 1
    attempts.take(AttemptMissed(1.0, "right", "touch", 5.0))
    assert attempts.close(reached=True) == ("touch",)
    assert attempts.done == 2
    for event in (rep("short_hold"), rep(number=2)):
        attempts.take(event)
    assert attempts.close(reached=True) == ()
    assert attempts.done == 3


def test_a_doubtful_hold_at_the_end_of_the_signal() -> None:
    attempts = Attempts("right")
    attempts.close(reached=True)
    attempts.take(rep("short_hold"))
    attempts.settle()
    attempts.settle()
    assert attempts.done == 1


def test_a_lift_that_a_pause_cut_off() -> None:
    attempts = Attempts("right")
    attempts.interrupted = True
    attempts.take(AttemptMissed(1.0, "right", "touch", 5.0))
    assert attempts.close(reached=True) is None
    assert attempts.done == 0


# -- comments -------------------------------------------------------------------------------------------------------


def said(which: Voice, now_s: float) -> list[str]:
    which.speak(now_s, now_s)
    while (due_s := which.next_deadline_s()) is not None:
        which.speak(due_s, due_s)
    return [out["say"]["key"] for out in which.take() if "say" in out]


def test_one_correction_the_gravest() -> None:
    speaks = voice()
    comments = Comments(speaks, ["roll", "bent_knee"])
    comments.between(("fast_release", "roll", "short_hold", "signal_lost"), 1, 6, 10.0)
    assert said(speaks, 10.0) == ["fix_short_hold", "to_go"]
    comments.between(("fast_release", "bent_knee"), 2, 5, 30.0)
    assert said(speaks, 30.0) == ["fix_bent_knee", "to_go"]
    comments.between((), 3, 4, 50.0)
    assert said(speaks, 50.0) == ["to_go", "thats_it"]
    comments.between(("signal_lost",), 3, 4, 70.0)
    assert said(speaks, 70.0) == ["to_go", "keep_breathing"]
    comments.between((), 7, 0, 90.0)
    assert said(speaks, 90.0) == []


def test_no_praise_for_what_was_never_corrected() -> None:
    speaks = voice()
    comments = Comments(speaks, [])
    comments.between(("short_hold",), 1, 6, 10.0)
    speaks.drop("fix_short_hold", "to_go")
    comments.between((), 2, 5, 20.0)
    assert said(speaks, 20.0) == ["to_go"]


# -- the count ------------------------------------------------------------------------------------------------------


def counts_out(which: Voice) -> list[object]:
    return [out["count"] for out in which.take() if "count" in out]


def test_the_count_waits_and_goes_on() -> None:
    speaks = voice()
    count = HoldCount(speaks, 2.5)
    count.begin(HoldStarted(10.0, "right"))
    assert count.held_s(10.4) == pytest.approx(0.4)
    assert not count.second(HoldSecond(11.0, 1), 11.0)
    count.wait(HoldBroken(11.5, 1.5))
    assert (count.runs, count.held_s(20.0)) == (False, 1.5)
    count.resume(HoldResumed(12.0, 1.5))
    assert not count.second(HoldSecond(12.5, 2), 12.5)
    assert count.second(HoldSecond(13.5, 3), 13.5), "two and a half seconds are over at the third"
    assert not count.second(HoldSecond(14.5, 4), 14.5)
    count.resume(HoldResumed(15.0, 4.0))
    count.take_up(15.0)
    assert not count.runs
    assert counts_out(speaks) == [
        {"start_s": 10.0, "from_s": 0.0, "to_s": 2.5},
        None,
        {"start_s": 12.0, "from_s": 1.5, "to_s": 2.5},
    ]


def test_an_old_second_is_not_said() -> None:
    speaks = voice()
    count = HoldCount(speaks, 6.0)
    count.begin(HoldStarted(10.0, "right"))
    count.second(HoldSecond(11.0, 1), 12.0)
    count.lose(12.2)
    assert said(speaks, 12.2) == []
    assert count.held_s(99.0) == pytest.approx(2.0)


def test_a_late_cue_is_left_out_but_never_safety() -> None:
    speaks = voice()
    speaks.say(speaks.script.lift(1), 1.0)
    speaks.speak(1.0, 9.0)
    speaks.say(speaks.script.stopped(pain=True), 1.0)
    speaks.speak(1.0, 9.0)
    assert [out["say"]["key"] for out in speaks.take()] == ["stopped"]


def test_an_event_is_plain_data() -> None:
    told = event_dict(rep("short_hold"))
    assert told["kind"] == "RepCompleted"
    assert told["measures"]["steadiness_cv"] is None
    assert told["measures"]["faults"] == ["short_hold"]


# -- whole sessions, other corners ----------------------------------------------------------------------------------


def test_a_movement_that_a_camera_counts() -> None:
    """There and back: no hold is counted, nobody is told to press."""
    lying = Lying(exercise="side_lying_hip_abduction", hold_s=0, reps=3, sides=["right"]).until("exercise")
    for _ in range(3):
        lying.go(30.0, 1.5).go(0.0, 1.5).stay(2.0)
    lying.stay(3.0)
    assert counts(lying.room) == [("right", 3, 3)]
    assert not any("count" in out for out in lying.room.outputs)
    assert "Press gently." not in lying.room.texts
    assert lying.room.texts[-1] == "Done."
    assert lying.room.live.record()["summary"].startswith("Three repetitions done.")


def test_a_silent_sensor_is_told() -> None:
    room = shin_room()
    room.run_clock(30.0)
    assert room.texts[1:] == ["I get nothing from the sensor yet."] * 3
    room = Room(config("camera"))
    room.command("begin", 0.0)
    room.run_clock(15.0)
    assert len(room.texts) == 1, "a camera takes its time"
    room.run_clock(30.0)
    assert room.texts[-1] == "I get nothing from the sensor yet."


def test_reminders_become_seldom() -> None:
    """Perhaps nobody is there."""
    room = shin_room()
    room.run_clock(600.0)
    times = [say["t_s"] for say in room.said if say["key"] == "not_ready"]
    assert len(times) < 30
    assert times[-1] - times[-2] >= 30


def test_samples_after_the_end_are_nobodys() -> None:
    lying = lying_ready(sides=["right"], reps=1).press().stay(2.0)
    assert lying.room.state["stage"] == "done"
    lying.press()
    assert counts(lying.room) == [("right", 1, 1)]


def test_the_way_can_change_only_once() -> None:
    room = clock_room()
    said_before = len(room.said)
    room.command("way", way="clock")
    assert len(room.said) == said_before


def test_paused_before_the_camera_failed() -> None:
    lying = lying_ready().press().stay(2.0)
    lying.room.command("pause")
    lying.room.command("way", way="clock")
    lying.room.run_clock(lying.room.now_s + 600)
    assert [count for _, count, _ in counts(lying.room)] == [7, 7]


def test_a_brief_first_hold_before_the_camera_failed() -> None:
    lying = lying_ready(sides=["right"]).press(2.0).stay(2.0)
    lying.room.command("way", way="clock")
    lying.room.run_clock(lying.room.now_s + 600)
    assert counts(lying.room) == [("right", 7, 6)]


def test_a_pause_in_the_rest_between_two_sides() -> None:
    lying = lying_ready(reps=1).press().stay(2.0)
    assert lying.room.state["stage"] == "side_change"
    lying.room.command("way", way="clock")
    lying.room.run_clock(lying.room.now_s + 100)
    assert [side for side, *_ in counts(lying.room)] == ["right", "left"]


def test_time_that_stands_still_is_left_out() -> None:
    room = shin_room()
    for _ in range(3):
        put_samples(room, "acceleration_g", [(1.0, [0.0, 0.0, 1.0])])
    assert room.live.record()["record"]["signal"]["duration_s"] == 0


@pytest.mark.parametrize("way", ["shin", "camera", "simulated"])
def test_a_page_loaded_again_before_it_began(way: str) -> None:
    room = Room(config(way))
    room.command("resume", 3.0)
    assert room.keys == ["lie"]
