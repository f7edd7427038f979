"""The coach's conversation, by what is said: whole sessions, faults, pauses, stops, the clock alone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from levelhip.coaching.speaking import CORRECTIONS_APART_S
from tests.coaching.figures import NOBODY, Body, Row
from tests.coaching.live_people import (
    Room,
    camera_room,
    clock_room,
    config,
    look,
    play_patient,
    put_samples,
    recorded_rows,
    shin_room,
    simulated_room,
    watch,
)

SECONDS = ["one", "two", "three", "four", "five", "six"]
SET_UP = "Lie on your left side, right leg on top. Belt round both ankles, knees straight. "

TURN = "Well done. Slip the belt off one foot, then turn over. Belt on again, left hip on top. "


def set_lines(hip: str) -> list[str]:
    """What is said in a set of seven without a fault; breathing is mentioned now and then."""
    lines = [f"{hip} hip. Seven presses. Keep breathing."]
    left = ["Six", "Five", "Four", "Three", "Two"]
    for number in range(1, 8):
        lines.append("Lift until the belt is tight." if number < 3 else "Lift.")
        lines.extend(["Press gently.", *SECONDS, "Slowly down."])
        if number < 6:
            lines.append(f"{left[number - 1]} to go.")
        elif number == 6:
            lines.append("Last one.")
    return lines


def without_breathing(texts: list[str]) -> list[str]:
    return [text for text in texts if text != "Keep breathing."]


def rules_hold(room: Room) -> None:
    """The rules of the voice, on what came out."""
    lengths = {say["key"]: say for say in room.said}
    assert lengths
    for before, after in pairwise(room.said):
        assert before["t_s"] <= after["t_s"]
        assert not after["interrupts"] or after["rank"] == "safety"
    corrections = [say["t_s"] for say in room.said if say["rank"] == "correction"]
    assert all(later - earlier >= CORRECTIONS_APART_S for earlier, later in pairwise(corrections))
    in_hold = False
    for out in room.outputs:
        if "count" in out:
            in_hold = out["count"] is not None
        elif "say" in out and in_hold and out["say"]["rank"] not in ("count", "safety"):
            assert out["say"]["key"] in ("press_gently", "a_little_less", "press_on"), out
        in_hold = in_hold and out.get("say", {}).get("text") != "six"


def counts(room: Room) -> list[tuple[str, int, int]]:
    return [(s["side"], s["rep_count"], s["complete_count"]) for s in room.live.record()["record"]["sides"]]


# -- whole sessions -------------------------------------------------------------------------------------------------


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


@pytest.fixture(autouse=True)
def _cleared_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clearance has its own tests."""
    monkeypatch.setattr("levelhip.coaching.live.require_clearance", lambda _: None)


# -- faults ---------------------------------------------------------------------------------------------------------


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


# -- a leg drawn by hand --------------------------------------------------------------------------------------------


class Lying:
    """Somebody on the left side whom the camera watches; the right leg goes where it is told. 20 frames a second."""

    def __init__(self, **changes: object) -> None:
        self.room = camera_room(**changes)
        self.body = Body()
        self.deg = 0.0

    def stay(self, seconds: float, row: Row | None = None, *, brightness: float = 120.0, people: int = 1) -> Lying:
        return self.go(self.deg, seconds, row, brightness=brightness, people=people)

    def go(
        self, deg: float, seconds: float, row: Row | None = None, *, brightness: float = 120.0, people: int = 1
    ) -> Lying:
        """Move the leg evenly; `row`: what the camera sees instead."""
        start_s, from_deg = self.room.now_s, self.deg
        frames = round(20 * seconds)
        for i in range(1, frames + 1):
            self.deg = from_deg + (deg - from_deg) * i / frames
            t_s = round(start_s + i / 20, 6)
            body = Body(**{**self._as_dict(), "lift_deg": self.deg})
            put_samples(self.room, "landmarks_px", [(t_s, list(row or body.row()))])
            self.room.advance(t_s)
            if i % 10 == 0:
                look(self.room, brightness=brightness, people=people)
        return self

    def _as_dict(self) -> dict[str, Any]:
        return {name: getattr(self.body, name) for name in self.body.__dataclass_fields__}

    def until(self, stage: str, most_s: float = 60.0) -> Lying:
        end_s = self.room.now_s + most_s
        while self.room.state["stage"] != stage:
            assert self.room.now_s < end_s, (stage, self.room.texts[-3:])
            self.stay(0.5)
        return self

    def press(self, hold_s: float = 6.6, *, deg: float = 15.0, down_s: float = 2.5) -> Lying:
        return self.go(deg, 1.2).stay(hold_s).go(0.0, down_s)


def lying_ready(**changes: object) -> Lying:
    return Lying(**changes).stay(1.0).until("exercise")


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


# -- pauses and stops -----------------------------------------------------------------------------------------------


def test_paused_and_resumed() -> None:
    room = simulated_room(seed=4)
    play_patient(room, until=lambda state: state.get("attempts") == 2 and state["phase"] == "holding")
    room.command("pause")
    assert room.state["stage"] == "paused"
    assert not room.state["clock_runs"]
    assert room.said[-1]["text"] == "Paused. Take your time."
    room.advance(room.now_s + 100)
    assert room.said[-1]["text"] == "Paused. Take your time."
    room.command("pause")
    room.command("resume")
    assert room.state["stage"] == "set_up"
    play_patient(room)
    assert counts(room)[0][:2] == ("right", 7)
    assert "Going on." in " ".join(room.texts)
    assert room.live.record()["ended"] == "done"


def test_the_clock_drops_a_repetition_that_was_interrupted() -> None:
    room = clock_room(sides=["right"])
    room.run_clock(100, stop=lambda state: state.get("attempts") == 2 and state["clock_runs"])
    room.advance(room.now_s + 2.5)
    room.command("pause")
    room.advance(room.now_s + 60)
    room.command("resume")
    assert room.texts[-1] == "Going on. Five to go."
    room.run_clock(room.now_s + 300)
    assert counts(room) == [("right", 7, 7)]
    reps = room.live.record()["record"]["sides"][0]["reps"]
    assert reps[2]["start_s"] - reps[1]["end_s"] > 60


def test_a_clock_that_slept_counts_nothing_in_its_sleep() -> None:
    room = clock_room(sides=["right"])
    room.run_clock(100, stop=lambda state: state.get("attempts") == 2 and state["clock_runs"])
    room.advance(room.now_s + 500)
    assert room.state["attempts"] == 2
    assert room.texts[-1] == "Going on. Five to go."
    room.run_clock(room.now_s + 300)
    assert counts(room) == [("right", 7, 7)]


@pytest.mark.parametrize("when", ["before", "set_up", "ready", "exercise", "side_change", "paused", "done"])
def test_pain_stops_at_any_phase(when: str) -> None:
    room = Room(config("clock"))
    if when != "before":
        room.command("begin", 0.0)
    if when not in ("before", "set_up"):
        room.run_clock(600, stop=lambda state: state.get("stage") == ("exercise" if when == "paused" else when))
    if when == "paused":
        room.command("pause")
    out = room.command("pain", room.now_s + 0.2)
    says = [each["say"] for each in out if "say" in each]
    assert [say["text"] for say in says] == ["Stopped. Let the leg down. Where does it hurt, and how much?"]
    assert says[0]["t_s"] == pytest.approx(room.now_s)
    assert says[0]["rank"] == "safety"
    assert (room.state["stage"], room.state["asks"]) == ("stopped", "stop_questions")
    said = len(room.said)
    for command in ("resume", "begin", "skip_wait", "pause", "stop", "visible"):
        room.command(command)
        room.advance(room.now_s + 30)
    assert len(room.said) == said, "nothing starts again after pain"
    assert room.live.record()["ended"] == "pain"
    assert room.live.next_deadline_s() is None


def test_pain_interrupts_what_is_being_said() -> None:
    room = clock_room()
    out = room.command("pain", 1.0)
    assert next(each["say"] for each in out if "say" in each)["interrupts"]


def test_a_stop_without_pain_can_go_on() -> None:
    room = simulated_room(seed=4, sides=["right"])
    play_patient(room, until=lambda state: state.get("attempts") == 2)
    room.command("stop")
    assert room.state["stage"] == "stopped"
    assert room.live.record()["ended"] == "stopped"
    room.command("resume")
    play_patient(room)
    assert room.live.record()["ended"] == "done"


def test_after_a_stop_it_asks_and_then_asks_how_it_was() -> None:
    room = clock_room()
    room.command("pain", 3.0)
    assert room.state["asks"] == "stop_questions"
    room.put({"do": "afterwards", "t_s": 9.0, "pain": None, "effort": None, "stop_answers": {"calf_pain": "no"}})
    assert room.state["asks"] == "afterwards"
    room.put({"do": "afterwards", "t_s": 12.0, "pain": 6, "effort": None, "stop_answers": None})
    assert room.state["asks"] is None
    record = room.live.record()
    assert (record["pain"], record["effort"]) == (6, None), "what was skipped is unknown, not zero"
    assert record["stop_answers"] == {"calf_pain": "no"}


def test_in_the_background_a_camera_cannot_see() -> None:
    lying = lying_ready().press().stay(2.0)
    lying.room.command("hidden")
    assert lying.room.state["stage"] == "paused"
    assert "background" in lying.room.texts[-1]
    lying.room.advance(lying.room.now_s + 30)
    lying.room.command("visible")
    lying.until("exercise")
    assert "Going on. Six to go." in lying.room.texts


def test_in_the_background_the_clock_goes_on() -> None:
    room = clock_room(sides=["right"])
    room.command("hidden", 30.0)
    room.run_clock(300)
    assert room.live.record()["ended"] == "done"


def test_no_waiting_where_nobody_wants_to_wait() -> None:
    room = clock_room()
    room.command("skip_wait", 2.0)
    room.advance(2.0)
    assert room.state["stage"] == "ready"
    room.run_clock(300, stop=lambda state: state.get("stage") == "side_change")
    room.command("skip_wait")
    room.advance(room.now_s)
    assert room.state["stage"] == "ready"
    assert room.state["side"] == "left"


def test_more_rest_on_request() -> None:
    room = clock_room()
    room.run_clock(300, stop=lambda state: state.get("stage") == "side_change")
    room.command("pause", room.now_s + 5)
    room.advance(room.now_s + 200)
    assert room.state["stage"] == "paused"
    room.command("resume")
    room.run_clock(room.now_s + 400)
    assert room.live.record()["ended"] == "done"


# -- the clock's questions ------------------------------------------------------------------------------------------


def test_corrections() -> None:
    room = clock_room()
    room.run_clock(400, stop=lambda state: state.get("stage") == "side_change")
    assert (room.state["asks"], room.state["asks_side"]) == ("corrections", "right")
    with pytest.raises(ValueError, match="left"):
        room.live.take({"do": "command", "command": "correct", "t_s": room.now_s, "side": "left", "complete": 3})
    with pytest.raises(ValueError, match="8"):
        room.live.take({"do": "command", "command": "correct", "t_s": room.now_s, "side": "right", "complete": 8})
    room.command("correct", side="right", complete=5)
    assert room.state["asks"] is None
    room.run_clock(600)
    assert room.state["asks_side"] == "left"
    room.command("correct", side="left", complete=None)
    assert room.state["asks"] == "afterwards"
    assert counts(room) == [("right", 7, 5), ("left", 7, 7)]
    record = room.live.record()
    assert record["corrections"] == {"right": 5, "left": None}
    right = record["record"]["sides"][0]
    assert [rep["valid_hold_s"] for rep in right["reps"]] == [6.0] * 5 + [None] * 2
    assert right["valid_hold_total_s"] is None, "how long in all nobody knows"


def test_all_told_the_summary_counts() -> None:
    room = clock_room(sides=["right"], reps=3)
    room.run_clock(400)
    room.command("correct", side="right", complete=2)
    assert room.live.record()["summary"].startswith("Two of three held the full six seconds.")


# -- the way of measuring fails -------------------------------------------------------------------------------------


def test_the_camera_fails_in_mid_session() -> None:
    lying = lying_ready().press().stay(4.0).press().stay(2.0)
    room = lying.room
    room.command("way", way="clock")
    assert room.state["way"] == "clock"
    assert room.state["provenance"] == "self-reported"
    assert "clock_from_here" in room.keys[-3:]
    put_samples(room, "landmarks_px", [(room.now_s + 0.1, list(Body().row()))])
    room.run_clock(room.now_s + 600)
    record = room.live.record()
    assert record["ended"] == "done"
    told = [(s["side"], [rep["provenance"] for rep in s["reps"]]) for s in record["record"]["sides"]]
    assert told == [("right", ["measured"] * 2 + ["self-reported"] * 5), ("left", ["self-reported"] * 7)]
    room.command("correct", side="right", complete=3)
    assert counts(room)[0] == ("right", 7, 5)
    assert "could not measure to the end" in record["record"]["warnings"][0]


def test_the_camera_fails_before_it_began() -> None:
    lying = Lying().stay(3.0)
    lying.room.command("way", way="clock")
    lying.room.run_clock(500)
    assert counts(lying.room) == [("right", 7, 7), ("left", 7, 7)]


def test_the_camera_fails_at_the_last_repetition() -> None:
    lying = lying_ready(sides=["right"], reps=1).go(15.0, 1.2).stay(4.0)
    lying.room.command("way", way="clock")
    assert lying.room.live.record()["ended"] == "done"
    assert counts(lying.room) == [("right", 1, 0)]


def test_a_coach_is_told_only_its_own_samples() -> None:
    with pytest.raises(ValueError, match="landmarks_px, not by force_n"):
        put_samples(camera_room(), "force_n", [(1.0, 2.0)])
