"""The belt counts, and a camera or a phone shows the lift: it annotates, and where it is missing nothing changes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from levelhip.coaching.commenting import LEG_S
from levelhip.coaching.live import compare_records, replay_live
from levelhip.coaching.live_table import as_table
from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.signals import COLUMNS, Quantity
from levelhip.recordings import open_recording, write_csv
from levelhip.services.measure import measure
from levelhip.session.chain import chain_sources
from tests.coaching.belt_people import Wearer, belt_room, connected
from tests.coaching.live_people import Room

TOLERANCE_DEG = {"camera": 3.0, "shin": 2.0}
"""A finder's own errors in a simulated picture; a shin's accelerometer."""


def task() -> Prescription:
    return prescribe(load_exercise("isometric_hip_abduction"))


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
    assert record["sources"] == {"force_n": "belt", **chain_sources("belt", kind)}
    for side in ("right", "left"):
        seen = [hold["lift_deg"] for hold in record["lifts"] if hold["side"] == side]
        assert seen == pytest.approx(somebody.lift_deg[side], abs=TOLERANCE_DEG[kind])
    assert compare_records(record, replay_live(room.config, json.loads(json.dumps(room.journal)))) == []
    shown = [out["state"]["lift_deg"] for out in room.outputs if "state" in out]
    highest_deg = max(deg for deg in shown if deg is not None)
    assert 5 <= highest_deg <= max(map(max, somebody.lift_deg.values())) + 5, "on the second side, too"


@cache
def alone() -> dict[str, Any]:
    room = belt_room(reps=2)
    connected(room)
    Wearer(room).run()
    record: dict[str, Any] = room.live.record()
    return record


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"watched": lambda _: False},
        {"watched": lambda t_s: t_s > 25.0},
        {"watched": lambda t_s: t_s < 20.0},
        {"watched": lambda t_s: not 19.0 < t_s < 27.0},
        {"blank": lambda t_s: int(10 * t_s) % 3 == 0},
        {"behind_s": 0.15},
    ],
    ids=["there", "never", "late", "dies", "back", "blank", "behind"],
)
@pytest.mark.parametrize("kind", ["camera", "shin"])
def test_it_changes_nothing_of_what_the_belt_counts(kind: str, how: dict[str, Any]) -> None:
    room, _ = watched(kind, **how)
    ours = room.live.record()
    for key in ("phases", "events", "trace", "corrections"):
        assert ours[key] == alone()[key]
    for key in ("sides", "warnings", "signal"):
        assert ours["record"][key] == alone()["record"][key]


def test_a_sensor_that_stops_leaves_what_is_not_known_unknown() -> None:
    room, _ = watched("camera", watched=lambda _: False)
    assert [hold["lift_deg"] for hold in room.live.record()["lifts"]] == [None] * 4
    assert room.state["lift_deg"] is None


@pytest.mark.parametrize("kind", ["camera", "shin"])
def test_the_chain_goes_from_the_lift_to_the_leg_at_rest(kind: str) -> None:
    room, somebody = watched(kind)
    assert "until_tight" not in room.keys, "a leg on its way down is not one that hangs"
    for lift in room.live.record()["lifts"]:
        if (lift["side"], lift["number"]) == ("left", 2):
            continue  # the session is over before that leg is down
        truth = somebody.truth[lift["side"]][lift["number"] - 1]
        assert lift["hold_end_s"] - lift["hold_start_s"] == pytest.approx(
            truth["hold_end_s"] - truth["hold_start_s"], abs=0.1
        )
        assert lift["lift_start_s"] < lift["tension_s"] < lift["hold_start_s"] < lift["hold_end_s"] < lift["lowered_s"]
        whole_s = truth["end_s"] - truth["start_s"]
        assert whole_s - 1.0 <= lift["lowered_s"] - lift["lift_start_s"] <= whole_s, "but for the ends of both ways"
        assert lift["faults"] == []


def test_a_leg_that_came_down_fast_is_told_before_the_next_lift() -> None:
    room = belt_room(reps=3, sides=["right"], beside="shin")
    connected(room)
    Wearer(room, watched_by="shin", faults=(("fast_release", "right", 1),)).run()
    keys = room.keys
    assert keys.count("fix_fast_release") == 1
    first, second, *_ = (i for i, key in enumerate(keys) if key == "lift")
    assert first < keys.index("fix_fast_release") < keys.index("to_go") < second
    assert next(say["text"] for say in room.said if say["key"] == "fix_fast_release") == "Slower next time."
    assert "thats_it" in keys, "mended in the second"
    record = room.live.record()
    assert [lift["faults"] for lift in record["lifts"]] == [["fast_release"], [], []]
    assert all("fast_release" not in rep["faults"] for side in record["record"]["sides"] for rep in side["reps"])


def test_what_the_belt_says_waits_a_moment_for_the_leg_and_not_for_a_sensor_that_is_gone() -> None:
    def told_after_s(**how: Any) -> list[float]:  # noqa: ANN401
        room = belt_room(reps=3, sides=["right"], beside="shin")
        connected(room)
        Wearer(room, watched_by="shin", **how).run()
        down_s = [t_s for t_s, phase in room.live.record()["phases"] if phase == "rest"]
        said_s = [say["t_s"] for say in room.said if say["key"] in ("to_go", "last_one")]
        return [min(s - d for d in down_s if d <= s) for s in said_s]

    alone, watched_ = told_after_s(watched=lambda _: False), told_after_s()
    assert len(alone) == len(watched_) == 2
    assert all(a <= w <= a + LEG_S + 0.1 for a, w in zip(alone, watched_, strict=True))
    assert max(watched_) > max(alone) + 0.3
    dies = told_after_s(watched=lambda t_s: t_s < 20.0)
    assert dies[-1] == pytest.approx(alone[-1], abs=0.2)


@pytest.mark.parametrize("kind", ["camera", "shin"])
def test_what_is_exported_is_measured_to_the_same(kind: str, tmp_path: Path) -> None:
    room = belt_room(reps=2, beside=kind)
    connected(room)
    Wearer(room, watched_by=kind, faults=(("fast_release", "right", 1), ("broken", "left", 1, 1.0))).run()
    table = as_table(room.config, room.journal)
    quantity = Quantity.LANDMARKS if kind == "camera" else Quantity.ACCELERATION
    assert list(table) == ["t_s", "force_n", *COLUMNS[quantity], "side"]
    path = tmp_path / "recording.csv"
    write_csv(path, table)
    record, live = measure(open_recording(path), task()).record.as_dict(), room.live.record()
    assert record["lifts"] == live["lifts"]
    assert record["sources"]["lift_deg"] == str(quantity)
    assert record["sides"] == live["record"]["sides"]
    assert record["warnings"] == live["record"]["warnings"]
    for key in ("rate_hz", "gaps"):
        assert record["signal"][key] == pytest.approx(live["record"]["signal"][key])


def test_a_leg_that_is_up_while_the_belt_hangs_is_told_to_go_on() -> None:
    room = belt_room(reps=2, beside="shin")
    connected(room)
    somebody = Wearer(room, watched_by="shin")
    somebody.run(until=lambda state: state["phase"] == "rest" and state["stage"] == "exercise")
    slack_s = room.now_s
    somebody.is_slack = True
    somebody.run(until=lambda state: state["message"] is not None or room.now_s > slack_s + 7)
    assert room.state["message"] == "A little higher, until the belt is tight."
    assert room.state["lift_deg"] >= 4
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
