"""Pauses, stops for pain and without, a page in the background."""

from __future__ import annotations

import pytest

from tests.coaching.conversing import counts
from tests.coaching.live_people import Room, clock_room, config, play_patient, simulated_room
from tests.coaching.lying import lying_ready

pytestmark = pytest.mark.usefixtures("cleared_for_all")


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
