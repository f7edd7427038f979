"""Whole sessions, word for word, and the faults that are told in them."""

from __future__ import annotations

import pytest

from tests.coaching.conversing import SECONDS, SET_UP, TURN, counts, rules_hold, set_lines, without_breathing
from tests.coaching.live_people import (
    Room,
    camera_room,
    clock_room,
    play_patient,
    recorded_rows,
    shin_room,
    simulated_room,
    watch,
)

pytestmark = pytest.mark.usefixtures("cleared_for_all")


@pytest.fixture(scope="module")
def simulated() -> Room:
    room = simulated_room(seed=4)
    play_patient(room)
    return room


def test_a_simulated_session_word_for_word(simulated: Room) -> None:
    assert without_breathing(simulated.texts) == [
        SET_UP + "I'll start when you lie still.",
        *set_lines("Right"),
        TURN + "I'll start when you lie still.",
        *set_lines("Left"),
        "Done. All fourteen held the full six seconds. Take the belt off before you get up.",
    ]
    assert counts(simulated) == [("right", 7, 7), ("left", 7, 7)]
    rules_hold(simulated)


def test_breathing_is_mentioned_now_and_then(simulated: Room) -> None:
    assert 2 <= simulated.texts.count("Keep breathing.") <= 6


def test_the_count_is_in_time(simulated: Room) -> None:
    """Every second is said within a tenth of a second of when the tick is due."""
    counting: dict[str, float] = {}
    checked = 0
    for out in simulated.outputs:
        if out.get("count"):
            counting = out["count"]
        elif "say" in out and out["say"]["rank"] == "count":
            due_s = counting["start_s"] + SECONDS.index(out["say"]["text"]) + 1 - counting["from_s"]
            assert out["say"]["t_s"] == pytest.approx(due_s, abs=0.1)
            checked += 1
    assert checked == 84


def test_the_lift_comes_after_the_rest(simulated: Room) -> None:
    down = [event["t_s"] for event in simulated.events if event.get("phase") == "lowering"]
    lifts = [say["t_s"] for say in simulated.said if say["key"] == "lift"]
    for lift_s in lifts:
        assert not any(0 < lift_s - down_s < 3 for down_s in down)


def test_the_screen_follows(simulated: Room) -> None:
    states = [out["state"] for out in simulated.outputs if "state" in out]
    stages = [state["stage"] for state in states]
    changes = [stage for i, stage in enumerate(stages) if i == 0 or stages[i - 1] != stage]
    assert changes == ["set_up", "ready", "exercise", "side_change", "ready", "exercise", "done"]
    assert max(state["held_s"] for state in states) == pytest.approx(6.0, abs=0.11)
    assert {state["number"] for state in states} == set(range(1, 8))
    assert states[0]["side"] == "right"
    assert (states[-1]["asks"], states[-1]["ended"]) == ("afterwards", "done")
    assert any(state["clock_runs"] and (state["level"] or 0) > 5 for state in states)
    (shown,) = [[c["key"] for c in state["set_up"]] for state in states[:1]]
    assert shown == ["signal", "belt", "still"]


def test_the_camera_watches_a_session() -> None:
    room = camera_room()
    watch(room, recorded_rows("camera", 3))
    record = room.live.record()
    assert record["ended"] == "done"
    assert counts(room) == [("right", 7, 7), ("left", 7, 7)]
    assert room.texts[0] == SET_UP + "I'll start when you lie still."
    turn = next(say["text"] for say in room.said if say["key"] == "side_done")
    assert "so that you still face me" in turn
    assert room.texts[-1].startswith("Done. All fourteen held")
    ready = next(out["state"] for out in room.outputs if out.get("state", {}).get("stage") == "ready")
    assert ready["level"] is None or ready["level"] < 4
    rules_hold(room)


def test_the_shins_phone_measures_a_session() -> None:
    room = shin_room()
    watch(room, recorded_rows("shin", 3))
    assert counts(room) == [("right", 7, 7), ("left", 7, 7)]
    assert room.live.record()["ended"] == "done"
    rules_hold(room)


def test_the_clock_alone_word_for_word() -> None:
    room = clock_room()
    room.run_clock(600)
    assert without_breathing(room.texts) == [
        SET_UP + "I'll start in ten seconds.",
        *set_lines("Right"),
        TURN + "I'll start in 30 seconds.",
        "How many did you hold the full six seconds?",
        *set_lines("Left"),
        "Done. Take the belt off before you get up.",
        "How many did you hold the full six seconds?",
    ]
    assert room.state["asks"] == "corrections"
    rules_hold(room)
    record = room.live.record()
    reps = [rep for side in record["record"]["sides"] for rep in side["reps"]]
    assert {rep["provenance"] for rep in reps} == {"self-reported"}
    assert record["corrections"] == {"right": None, "left": None}
    assert len(record["record"]["warnings"]) == 2
    assert "say how many" in record["summary"]


@pytest.mark.parametrize("key", ["side_lying_hip_abduction", "clamshell", "bridge", "standing_hip_abduction"])
def test_other_exercises_by_the_clock(key: str) -> None:
    sides = ["right"] if key == "bridge" else ["right", "left"]
    room = clock_room(exercise=key, hold_s=5 if key == "bridge" else 0, reps=3, sides=sides, clearance=None)
    room.run_clock(600)
    assert room.live.record()["ended"] == "done"
    assert all("belt" not in text.lower() for text in room.texts)
    assert sum(count for _, count, _ in counts(room)) == 3 * len(sides)
    assert room.state["asks"] == ("corrections" if key == "bridge" else "afterwards")


def test_let_go_early_and_broken_and_too_hard() -> None:
    faults = [["early_release", "right", 3, 3.0], ["broken", "right", 5, 1.5], ["too_hard", "right", 6, 2.5]]
    room = simulated_room(faults, seed=4, sides=["right"])
    play_patient(room)
    rules_hold(room)
    by_key: dict[str, list[float]] = {}
    for say in room.said:
        by_key.setdefault(say["key"], []).append(say["t_s"])
    assert len(by_key["press_on"]) == 2
    assert len(by_key["a_little_less"]) >= 1
    assert room.texts[-1] == ("Done. Six of seven held the full six seconds. Take the belt off before you get up.")
    broken = [out["count"] for out in room.outputs if "count" in out]
    resumed = [each for each in broken if each and each["from_s"] > 1]
    assert len(resumed) == 1, "taken up again, the count goes on from where it was"


def test_a_mended_fault_is_praised() -> None:
    rows = recorded_rows("shin", 3)
    room = shin_room()
    watch(room, rows)
    keys = room.keys
    assert keys.count("fix_fast_release") >= 1
    assert keys.count("thats_it") >= 1
    assert keys.index("fix_fast_release") < keys.index("thats_it")
