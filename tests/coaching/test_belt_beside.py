"""The belt counts, and a camera or a phone shows the lift: it annotates, and where it is missing nothing changes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from levelhip.coaching.live import compare_records, replay_live
from levelhip.coaching.live_table import as_table
from tests.coaching.belt_people import Wearer, belt_room, connected
from tests.coaching.live_people import Room

TOLERANCE_DEG = {"camera": 3.0, "shin": 1.5}
"""A finder's own errors in a simulated picture; a shin's accelerometer."""


def watched(kind: str, **wearer: Any) -> tuple[Room, Wearer]:  # noqa: ANN401
    room = belt_room(reps=2, beside=kind)
    connected(room)
    somebody = Wearer(room, watched_by=kind, **wearer)
    somebody.run()
    assert room.state["ended"] == "done"
    return room, somebody


@pytest.mark.parametrize("kind", ["camera", "shin"])
def test_each_hold_tells_how_high_the_leg_was_and_which_sensor_says_so(kind: str) -> None:
    room, somebody = watched(kind)
    record = room.live.record()
    assert record["sources"] == {"force_n": "belt", "lift_deg": kind}
    for side in ("right", "left"):
        seen = [hold["lift_deg"] for hold in record["lifts"] if hold["side"] == side]
        assert seen == pytest.approx(somebody.lift_deg[side], abs=TOLERANCE_DEG[kind])
    assert compare_records(record, replay_live(room.config, json.loads(json.dumps(room.journal)))) == []
    assert list(as_table(room.config, room.journal)) == ["t_s", "force_n", "side"]
    shown = [out["state"]["lift_deg"] for out in room.outputs if "state" in out]
    assert max(deg for deg in shown if deg is not None) >= 5


@pytest.mark.parametrize("kind", ["camera", "shin"])
def test_it_changes_nothing_of_what_the_belt_counts(kind: str) -> None:
    alone = belt_room(reps=2)
    connected(alone)
    Wearer(alone).run()
    for until_s in (0.0, 30.0, 1e9):
        room, _ = watched(kind, watched=lambda t_s, until_s=until_s: t_s < until_s)
        ours, theirs = room.live.record()["record"], alone.live.record()["record"]
        assert ours["sides"] == theirs["sides"]
        assert ours["warnings"] == theirs["warnings"]


def test_a_sensor_that_stops_leaves_what_is_not_known_unknown() -> None:
    room, _ = watched("camera", watched=lambda _: False)
    assert [hold["lift_deg"] for hold in room.live.record()["lifts"]] == [None] * 4
    assert room.state["lift_deg"] is None


def test_a_leg_that_is_up_while_the_belt_hangs_is_told_to_go_on() -> None:
    room = belt_room(reps=2, beside="shin")
    connected(room)
    somebody = Wearer(room, watched_by="shin")
    somebody.run(until=lambda state: state["phase"] == "rest" and state["stage"] == "exercise")
    slack_s = room.now_s
    somebody.is_slack = True
    somebody.run(until=lambda _: room.now_s > slack_s + 7)
    keys = [say["key"] for say in room.said if say["t_s"] > slack_s]
    assert "until_tight" in keys
    assert keys.count("until_tight") == 1
    assert "paused" not in keys, "the leg is not kept down"


@pytest.mark.parametrize(
    ("given", "words"), [("markers", "beside must be camera or shin"), (["camera"], "beside must be")]
)
def test_what_cannot_watch(given: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        belt_room(beside=given)
