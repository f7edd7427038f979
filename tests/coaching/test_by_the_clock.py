"""What the clock asks, and a way of measuring that fails and leaves it to the clock."""

from __future__ import annotations

import pytest

from tests.coaching.conversing import counts
from tests.coaching.figures import Body
from tests.coaching.live_people import camera_room, clock_room, put_samples
from tests.coaching.lying import Lying, lying_ready

pytestmark = pytest.mark.usefixtures("cleared_for_all")


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
