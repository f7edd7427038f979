"""Every exercise of the library by the clock alone, and what is said of position, belt and sides."""

from __future__ import annotations

from typing import Final

import pytest

from levelhip.coaching.cues import OTHER, Script
from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.exercise.signals import SIDES, Side
from tests.coaching.live_people import clock_room

KEYS: Final = exercise_keys()


def script(key: str) -> Script:
    return Script(prescribe(load_exercise(key)), "clock", None)


@pytest.mark.parametrize("key", KEYS)
def test_the_clock_alone_leads_through_it(key: str) -> None:
    exercise = load_exercise(key)
    dose = exercise.dose
    room = clock_room(exercise=key, hold_s=dose.hold_s, reps=2, sides=list(dose.sides))
    room.run_clock(600)
    record = room.live.record()
    assert record["ended"] == "done"
    done = [
        (side["side"], rep["number"], rep["valid_hold_s"]) for side in record["record"]["sides"] for rep in side["reps"]
    ]
    assert sorted(done) == [(side, number, dose.hold_s) for side in sorted(dose.sides) for number in (1, 2)]
    assert room.state["asks"] == ("corrections" if exercise.kind == "hold" else "afterwards")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("side", SIDES)
def test_how_to_get_ready(key: str, side: Side) -> None:
    exercise, said = load_exercise(key), script(key).lie(side, 10).text
    if exercise.ready:
        assert said.startswith(exercise.ready)
    lies_on = {"side_lying": OTHER[side], "on_forearm": side}.get(exercise.position)
    assert (f"on your {lies_on} side" in said) == (lies_on is not None)
    assert ("round both ankles" in said) == (exercise.belt == "ankles")
    assert ("above the knees" in said) == (exercise.belt == "knees")
    assert (f"{side.capitalize()} hip." in script(key).start(side, 5).text) != exercise.both_legs


@pytest.mark.parametrize("key", KEYS)
def test_what_goes_round_the_legs_comes_off(key: str) -> None:
    exercise = load_exercise(key)
    assert ("off before you" in script(key).done(None, 5).text) == (exercise.belt != "none")
    turn = script(key).side_done("left", 30).text
    if exercise.position == "side_lying" and exercise.belt != "none":
        assert "off" in turn.partition("turn over")[0]
    assert ("turn over" in turn.lower()) == (exercise.position == "side_lying")


def test_what_is_held_up_comes_down_and_what_is_pressed_is_let_go() -> None:
    assert script("bridge").slowly_down().text == "Slowly down."
    assert script("supine_isometric_abduction").slowly_down().text == "Let go slowly."
    assert script("pelvic_drop").slowly_down().text == "Lift it until the pelvis is level."
