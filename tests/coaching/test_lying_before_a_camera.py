"""From lying down to a set, before a camera: what is not ready, too low, kept down, lost and found."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.coaching.conversing import counts
from tests.coaching.figures import NOBODY, Body
from tests.coaching.lying import Lying, lying_ready

pytestmark = pytest.mark.usefixtures("cleared_for_all")


def test_it_starts_when_somebody_lies_still() -> None:
    lying = Lying().stay(5.0)
    assert lying.room.state["stage"] == "set_up"
    shown = {each["key"]: each["ok"] for each in lying.room.state["set_up"]}
    assert shown == {
        "whole_body": True, "only_you": True, "light": True, "facing": True, "side": True, "belt": None, "still": True,
    }  # fmt: skip
    lying.until("ready", 5.0)
    assert lying.room.texts[-1] == "Right hip. Seven presses. Keep breathing."


def test_who_does_not_lie_still_is_waited_for_and_told_later() -> None:
    lying = Lying()
    for _ in range(15):
        lying.go(6.0, 1.0).go(0.0, 1.0)
    assert lying.room.state["stage"] == "set_up"
    assert "Lie still for a moment." in lying.room.texts
    assert lying.room.state["message"] == "Lie still for a moment."


@pytest.mark.parametrize(
    ("body", "looks", "words"),
    [
        (Body(hips_px=(90.0, 260.0)), {}, "I can't see your feet. Move the screen back a little."),
        (Body(), {"people": 2}, "Somebody else is in the picture."),
        (Body(), {"brightness": 12.0}, "It is too dark. Turn on a light."),
        (Body(length_px=180.0), {}, "You look too small from here. Bring the screen closer."),
        (Body(turned_away=True), {}, "I see your back. Turn round to face the screen."),
        (Body(top="left"), {}, "That is the other side. Lie on your left side."),
        (Body(stacked=0.0), {}, "Lie on your left side, one hip above the other."),
        (Body(tilt_deg=90.0), {}, "Lie on your left side, one hip above the other."),
    ],
)
def test_not_ready(body: Body, looks: dict[str, Any], words: str) -> None:
    """One thing only, not more often than every six seconds; nothing starts."""
    lying = Lying()
    lying.body = body
    lying.stay(40.0, **looks)
    assert lying.room.state["stage"] == "set_up"
    assert set(lying.room.texts[1:]) == {words}
    times = [say["t_s"] for say in lying.room.said if say["key"] == "not_ready"]
    assert len(times) >= 4
    assert all(later - earlier >= 6 for earlier, later in pairwise(times))
    assert lying.room.state["message"] == words


def test_put_right_it_goes_on() -> None:
    lying = Lying()
    lying.body = Body(top="left")
    lying.stay(20.0)
    lying.body = Body()
    lying.until("ready", 10.0)


def test_a_whole_set_by_hand() -> None:
    lying = lying_ready(sides=["right"])
    for number in range(7):
        lying.press(6.6 if number else 3.0, down_s=0.4 if number == 3 else 2.5).stay(4.0)
    room = lying.room
    assert counts(room) == [("right", 7, 6)]
    keys = room.keys
    assert "fix_fast_release" in keys
    assert keys[-1] == "done"
    assert "Six of seven" in room.texts[-1]


def test_a_first_hold_let_go_early_is_an_attempt() -> None:
    """The engine judges it only beside the second; the coach counts it at once, and says what to do."""
    lying = lying_ready(sides=["right"]).press(2.0).stay(2.0)
    assert lying.room.state["attempts"] == 1
    assert "Six to go." in lying.room.texts
    lying.press().stay(2.0)
    assert lying.room.state["attempts"] == 2
    assert lying.room.texts.count("Five to go.") == 1


def test_too_low_is_said_and_counts_as_an_attempt() -> None:
    """Nobody is made to repeat until exhausted."""
    lying = lying_ready(sides=["right"]).press().stay(4.0)
    for _ in range(6):
        lying.go(5.0, 0.8).stay(0.6).go(0.0, 1.0).stay(5.0)
    room = lying.room
    assert "That one was too low. Lift until the belt is tight." in room.texts
    assert room.state["stage"] == "done"
    assert counts(room) == [("right", 1, 1)]
    assert "One of seven held" in room.texts[-1]


def test_the_leg_kept_down_pauses_and_lifting_goes_on() -> None:
    lying = lying_ready().stay(4.0)
    assert lying.room.state["stage"] == "exercise"
    lying.stay(2.0)
    assert lying.room.state["stage"] == "paused"
    assert lying.room.texts[-1] == "Paused. Lift when you are ready."
    lying.stay(60.0)
    assert lying.room.texts[-1] == "Paused. Lift when you are ready.", "nobody is pressed"
    lying.press().stay(1.0)
    assert lying.room.state["stage"] == "exercise"
    assert counts(lying.room) == [("right", 1, 1)]


def test_still_up_is_told_again() -> None:
    lying = lying_ready().press(12.0)
    assert lying.room.texts.count("Slowly down.") == 2


def test_lost_and_found() -> None:
    lying = lying_ready().go(15.0, 1.2).stay(3.0)
    lying.stay(3.0, NOBODY)
    assert lying.room.texts[-1] == "I've lost you. The count waits."
    assert lying.room.outputs[-1]
    assert not lying.room.state["clock_runs"]
    held_s = lying.room.state["held_s"]
    lying.stay(4.5)
    assert 2 < held_s < 4
    assert "I see you again." not in lying.room.texts, "the count that goes on says it"
    assert lying.room.texts[-2:] == ["six", "Slowly down."]
    lying.go(0.0, 2.5).stay(1.0)
    (rep,) = lying.room.live.record()["record"]["sides"][0]["reps"]
    assert "signal_lost" in rep["faults"]


def test_found_at_rest() -> None:
    lying = lying_ready().press().stay(1.0).stay(4.0, NOBODY).stay(2.0)
    assert lying.room.texts[-1] == "I see you again."
    lying.stay(3.0)
    assert lying.room.texts[-1] == "Lift until the belt is tight."


@pytest.mark.parametrize(
    ("looks", "words"),
    [({"people": 2}, "Somebody else is in the picture."), ({"brightness": 9.0}, "It is too dark. Turn on a light.")],
)
def test_why_it_cannot_count(looks: dict[str, Any], words: str) -> None:
    lying = lying_ready().go(15.0, 1.2).stay(2.0).stay(5.0, **looks)
    assert lying.room.texts[-1] == f"I've lost you. The count waits. {words}"
    assert not lying.room.state["clock_runs"]


def test_lost_for_good_is_set_up_again() -> None:
    lying = lying_ready().press().stay(2.0).stay(25.0, NOBODY)
    assert lying.room.state["stage"] == "set_up"
    assert lying.room.texts.count("I've lost you. The count waits.") == 3
    lying.until("exercise")
    assert "Going on. Six to go." in lying.room.texts
    lying.press().stay(1.0)
    assert counts(lying.room) == [("right", 2, 2)]


def test_who_gets_up_is_not_counted() -> None:
    lying = lying_ready().press().stay(1.0)
    lying.body = Body(tilt_deg=80.0, length_px=300.0)
    lying.stay(5.0)
    assert "one hip above the other" in lying.room.texts[-1]
    assert lying.room.state["level"] is not None
    assert counts(lying.room) == [("right", 1, 1)]


def test_a_raised_arm_stops() -> None:
    lying = lying_ready().go(15.0, 1.2).stay(2.0)
    lying.body = Body(arm_up=True)
    lying.stay(1.5)
    room = lying.room
    assert room.state["stage"] == "stopped"
    assert room.said[-1]["rank"] == "safety"
    assert room.state["asks"] == "stop_questions"
    assert room.live.record()["ended"] == "stopped"
    said = len(room.said)
    lying.stay(20.0)
    assert len(room.said) == said, "nothing more is said"
