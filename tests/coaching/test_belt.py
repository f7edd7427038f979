"""The way "belt": packets of a load cell in, the press counted; what is said, and what happens when it is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from levelhip.coaching.live import compare_records, replay_live
from levelhip.coaching.live_table import as_table
from levelhip.session.progressor import Weight, battery_packet, low_power_packet, weight_packet
from tests.coaching.belt_people import Wearer, belt_room, connected, put_packet
from tests.coaching.live_people import Room, config


def worn(rigging: Any = "strand", *, run: bool = True, reps: int = 2, **wearer: Any) -> tuple[Room, Wearer]:  # noqa: ANN401
    room = belt_room(rigging, reps=reps)
    connected(room)
    somebody = Wearer(room, **wearer)
    if run:
        somebody.run()
    return room, somebody


def lengths(room: Room) -> dict[str, list[float]]:
    sides = room.live.record()["record"]["sides"]
    return {side["side"]: [rep["hold_end_s"] - rep["hold_start_s"] for rep in side["reps"]] for side in sides}


def true_lengths(somebody: Wearer) -> dict[str, list[float]]:
    return {
        side: [true["hold_end_s"] - true["hold_start_s"] for true in truth] for side, truth in somebody.truth.items()
    }


@pytest.mark.parametrize("rigging", ["strand", "inline"])
@pytest.mark.parametrize("in_packet", [1, 8, 15])
def test_a_session_is_said_counted_and_timed_as_it_was(rigging: str, in_packet: int) -> None:
    room, somebody = worn(rigging, in_packet=in_packet)
    assert room.state["ended"] == "done"
    keys = room.keys
    first = ["hang_loose", "lie", "start", "lift", "press_gently", *(f"count_{n}" for n in range(1, 7)), "slowly_down"]
    assert keys[: len(first)] == first
    assert keys.count("hang_loose") == 1
    assert keys.count("side_done") == 1
    assert keys.count("count_6") == 4
    for side, true_s in true_lengths(somebody).items():
        assert lengths(room)[side] == pytest.approx(true_s, abs=0.1)


def test_a_replay_gives_the_same_record_and_the_recording_its_forces() -> None:
    room, _ = worn(faults=(("broken", "right", 2), ("too_hard", "left", 1)))
    record = room.live.record()
    journal = json.loads(json.dumps(room.journal))
    assert compare_records(record, replay_live(room.config, journal)) == []
    assert record["record"]["source"] == "live: belt, sensor in one strand of the loop, counted twice"
    assert record["sources"] == {"force_n": "belt"}
    assert record["belt"] == {
        "rigging": "strand", "zeroed": True, "battery_mv": None, "low_battery": False, "bad_packets": 0,
    }  # fmt: skip
    table = as_table(room.config, journal)
    assert list(table) == ["t_s", "force_n", "side"]
    columns = zip(table["force_n"], table["side"], strict=True)
    pressed = [force for force, side in columns if isinstance(force, float) and side == "right"]
    assert 10 < max(pressed) < 80, "net force on the ankle, zeroed"
    assert abs(sorted(pressed)[len(pressed) // 4]) < 5


def test_too_hard_is_told() -> None:
    room, _ = worn(faults=(("too_hard", "right", 1),), reps=1)
    assert "A little less." in room.texts
    assert room.state["press_band_n"] == [10, 40]


def test_lost_in_mid_hold_the_count_waits_and_goes_on_when_it_is_found() -> None:
    room, somebody = worn(run=False, reps=1)
    somebody.run(until=lambda state: state["held_s"] >= 2)
    lost_s, held_s = room.now_s, room.state["held_s"]
    somebody.plugged = lambda t_s: not lost_s < t_s < lost_s + 2.0
    somebody.run(until=lambda _: room.now_s >= lost_s + 1.9)
    assert room.texts[-1] == "I've lost the belt. The count waits."
    assert room.state["message"] == "I've lost the belt. The count waits."
    assert not room.state["clock_runs"]
    assert room.state["held_s"] <= held_s + 1
    somebody.run()
    assert room.state["ended"] == "done"
    record = room.live.record()["record"]
    assert [side["rep_count"] for side in record["sides"]] == [1, 1]
    assert lengths(room)["right"] == pytest.approx(true_lengths(somebody)["right"], abs=0.1)


def test_lost_at_rest_it_is_said_to_be_back() -> None:
    room, somebody = worn(run=False)
    somebody.run(until=lambda state: state["phase"] == "rest" and state["attempts"] == 1)
    lost_s = room.now_s
    somebody.plugged = lambda t_s: not lost_s < t_s < lost_s + 2.6
    somebody.run()
    assert "The belt is back." in room.texts


def test_lost_for_long_everything_is_set_up_again_without_another_zero_or_pull() -> None:
    room, somebody = worn(run=False)
    somebody.run(until=lambda state: state["phase"] == "rest" and state["attempts"] == 1)
    lost_s = room.now_s
    somebody.plugged = lambda t_s: not lost_s < t_s < lost_s + 30
    somebody.run()
    assert room.keys.count("lie_again") == 1
    assert room.keys.count("hang_loose") == 1
    assert "I get nothing from the sensor yet." in room.texts
    assert room.state["ended"] == "done"


# -- before it starts ------------------------------------------------------------------------------------------------


class Hand:
    """Pulls the belt as the test says, one reading at a time."""

    def __init__(self, room: Room) -> None:
        self.room, self.n = room, 0

    def pull(self, kg: float, seconds: float, jerk_kg: float = 0.0) -> None:
        for i in range(round(80 * seconds)):
            self.n += 1
            t_s = round(self.n / 80, 6)
            shaken = kg + (jerk_kg if i % 40 < 20 else 0.0)
            put_packet(self.room, weight_packet((Weight(shaken, self.n * 12_500),)), t_s)
            self.room.now_s = t_s

    def conditions(self) -> dict[str, bool | None]:
        return {each["key"]: each["ok"] for each in self.room.state["set_up"]}


def test_nothing_starts_before_the_belt_was_zeroed_pulled_and_let_go() -> None:
    hand = Hand(belt_room())
    hand.pull(0.5, 4, jerk_kg=0.4)
    assert hand.conditions() == {
        "signal": True, "zero": False, "belt": None, "pull": False, "slack": None, "still": None,
    }  # fmt: skip
    hand.pull(0.5, 9, jerk_kg=0.4)
    assert "Let the belt hang loose, and don't touch it." in hand.room.texts
    hand.pull(0.5, 4)
    assert hand.conditions()["zero"] is True
    hand.pull(0.5, 30)
    assert "Pull the belt tight once when you are ready." in hand.room.texts
    assert "start" not in hand.room.keys
    hand.pull(2.5, 10)  # and it stays tight
    assert hand.conditions()["pull"] is True
    assert "The belt is pulling already. Rest the leg until it is loose." in hand.room.texts
    assert "start" not in hand.room.keys
    hand.pull(0.5, 5)
    assert "start" in hand.room.keys


def test_who_says_ready_need_not_pull() -> None:
    hand = Hand(belt_room())
    hand.pull(0.5, 20)
    assert "start" not in hand.room.keys
    hand.room.command("skip_wait")
    hand.pull(0.5, 4)
    assert "start" in hand.room.keys


def test_a_zero_that_was_taken_while_somebody_pulled_is_taken_again() -> None:
    hand = Hand(belt_room())
    hand.pull(3.0, 12)
    assert hand.conditions()["zero"] is True
    hand.pull(0.5, 12)
    assert hand.room.keys.count("hang_loose") == 2
    assert hand.conditions()["zero"] is True
    assert hand.room.state["set_up"]


def test_zero_again_by_hand() -> None:
    hand = Hand(belt_room())
    hand.pull(0.5, 8)
    hand.room.command("zero")
    assert hand.conditions()["zero"] is False
    hand.pull(0.5, 12)
    assert hand.conditions()["zero"] is True


def test_a_low_battery_is_said_once_and_shown() -> None:
    room, somebody = worn(run=False, reps=1)
    put_packet(room, battery_packet(3100))
    assert not room.state["low_battery"]
    put_packet(room, low_power_packet())
    put_packet(room, low_power_packet())
    somebody.run()
    assert room.keys.count("battery_low") == 1
    assert room.state["low_battery"]
    assert room.live.record()["belt"]["battery_mv"] == 3100


def test_when_the_sensor_is_gone_for_good_the_clock_goes_on() -> None:
    room, somebody = worn(run=False)
    somebody.run(until=lambda state: state["attempts"] == 1)
    room.command("way", way="clock")
    assert room.keys[-1] == "clock_from_here"
    put_packet(room, low_power_packet())
    room.run_clock(400)
    room.command("correct", side="right", complete=1)
    room.run_clock(600)
    assert room.state["ended"] == "done"
    assert room.live.record()["sources"] == {"force_n": "belt"}


# -- what is none ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"do": "packet", "t_s": 1, "device": "scales", "hex": "00"}, "progressor"),
        ({"do": "packet", "t_s": 1, "device": "progressor"}, "hex"),
        ({"do": "packet", "t_s": 1, "device": "progressor", "hex": ""}, "hex"),
        ({"do": "packet", "t_s": 1, "device": "progressor", "hex": "0"}, "hex"),
        ({"do": "packet", "t_s": 1, "device": "progressor", "hex": "01 02"}, "hex"),
        ({"do": "packet", "t_s": 1, "device": "progressor", "hex": "zz"}, "hex"),
        ({"do": "packet", "t_s": 1, "device": "progressor", "hex": 7 * [1]}, "hex"),
        ({"do": "packet", "t_s": 1, "device": "progressor", "hex": "00" * 513}, "512"),
        ({"do": "packet", "t_s": -1, "device": "progressor", "hex": "00"}, "t_s"),
        ({"do": "connected", "t_s": 1}, "device"),
        ({"do": "connected", "t_s": None, "device": "progressor"}, "t_s"),
        ({"do": "samples", "quantity": "force_n", "t_s": [1], "values": [1.0]}, "packets"),
    ],
)
def test_an_input_that_is_none_changes_nothing(given: dict[str, Any], words: str) -> None:
    room = belt_room()
    before = room.live.record()
    with pytest.raises(ValueError, match=words):
        room.live.take(given)
    assert room.live.record() == before


@pytest.mark.parametrize("way", ["clock", "camera", "shin", "simulated"])
def test_a_session_without_a_belt_takes_no_packets(way: str) -> None:
    room = Room(config(way))
    for given in ({"do": "packet", "hex": "0100"}, {"do": "connected"}):
        with pytest.raises(ValueError, match="no sensor in the belt"):
            room.live.take({"t_s": 0.0, "device": "progressor", **given})
