"""A live session exported as a recording and measured as a file gives the very same repetitions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from levelhip.coaching.live_table import as_table
from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.ports import ReadOptions
from levelhip.recordings import open_recording, write_csv
from levelhip.services.measure import measure
from tests.coaching.figures import NOBODY
from tests.coaching.live_people import (
    Room,
    camera_room,
    clock_room,
    play_patient,
    recorded_rows,
    shin_room,
    simulated_room,
)
from tests.coaching.live_people import watch as watch_rows
from tests.coaching.lying import lying_ready


def analyzed(room: Room, folder: Path) -> dict[str, Any]:
    """What `levelhip analyze` makes of the exported session."""
    path = folder / "live.csv"
    write_csv(path, as_table(room.config, json.loads(json.dumps(room.journal))))
    exercise = load_exercise(room.config["exercise"])
    prescription = prescribe(exercise, hold_s=room.config["hold_s"], reps=room.config["reps"])
    return measure(open_recording(path, ReadOptions()), prescription).record.as_dict()


def same(room: Room, folder: Path, *, least: int) -> None:
    record, live = analyzed(room, folder), room.live.record()["record"]
    assert sum(side["rep_count"] for side in live["sides"]) >= least
    assert [(s["side"], s["rep_count"], s["complete_count"]) for s in record["sides"]] == [
        (s["side"], s["rep_count"], s["complete_count"]) for s in live["sides"]
    ]
    assert record["sides"] == live["sides"], "to the last digit that is kept"
    assert record["signal"] == live["signal"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_simulated(tmp_path: Path, seed: int) -> None:
    faults = [["early_release", "right", 1, 2.0], ["broken", "right", 3], ["partial_lift", "left", 2]]
    room = simulated_room([*faults, ["too_hard", "left", 1]] if seed > 1 else [], seed=seed, reps=4)
    play_patient(room)
    same(room, tmp_path, least=6)


def test_simulated_and_interrupted(tmp_path: Path) -> None:
    room = simulated_room(seed=4, reps=4)
    for attempts in (1, 2, 3):
        play_patient(room, until=lambda state, n=attempts: state.get("attempts") == n and state["held_s"] > 2)  # type: ignore[misc]
        room.command("pause")
        room.advance(room.now_s + 4.0)
        room.command("resume")
    play_patient(room)
    same(room, tmp_path, least=6)


def test_stopped_in_mid_hold(tmp_path: Path) -> None:
    """A hold that the end cuts off is judged the same here and there."""
    for command in ("pain", "stop", ""):
        room = simulated_room(seed=4, reps=4)
        play_patient(room, until=lambda state: state.get("attempts") == 2 and state["held_s"] > 3)
        if command:
            room.command(command)
        same(room, tmp_path, least=3)


@pytest.mark.parametrize("seed", [3, 5])
def test_camera(tmp_path: Path, seed: int) -> None:
    room = camera_room(reps=3)
    watch_rows(room, recorded_rows("camera", seed, reps=3))
    same(room, tmp_path, least=5)


def test_camera_lost_and_found(tmp_path: Path) -> None:
    lying = lying_ready(reps=4).press().stay(4.0).go(15.0, 1.2).stay(3.0).stay(1.5, NOBODY).stay(4.0).go(0.0, 2.0)
    lying.stay(4.0).go(15.0, 1.2).stay(2.0).stay(3.0, people=2).stay(5.0).go(0.0, 2.0).stay(5.0)
    same(lying.room, tmp_path, least=3)


def test_camera_that_fails(tmp_path: Path) -> None:
    """What was paced is in no recording."""
    lying = lying_ready(reps=3).press().stay(4.0).press().stay(2.0)
    lying.room.command("way", way="clock")
    lying.room.run_clock(lying.room.now_s + 200)
    (right,) = analyzed(lying.room, tmp_path)["sides"]
    measured = [
        rep
        for side in lying.room.live.record()["record"]["sides"]
        for rep in side["reps"]
        if rep["provenance"] == "measured"
    ]
    assert right["reps"] == measured


@pytest.mark.parametrize("seed", [3, 5])
def test_shin(tmp_path: Path, seed: int) -> None:
    room = shin_room(reps=3)
    watch_rows(room, recorded_rows("shin", seed, reps=3), chunk=5)
    same(room, tmp_path, least=5)


def test_samples_out_of_order_are_nobodys(tmp_path: Path) -> None:
    room = shin_room(reps=2)
    rows = recorded_rows("shin", 3, reps=2)
    for i in range(1000, len(rows), 1000):
        rows[i], rows[i - 60] = rows[i - 60], rows[i]
    watch_rows(room, rows, chunk=100)
    same(room, tmp_path, least=3)


def test_the_clock_alone_has_nothing_to_export() -> None:
    room = clock_room()
    room.run_clock(100)
    assert as_table(room.config, room.journal) == {"t_s": [], "side": []}


def test_the_side_is_told_only_where_it_counts() -> None:
    room = simulated_room(seed=1, reps=2)
    play_patient(room)
    table = as_table(room.config, room.journal)
    assert list(table) == ["t_s", "force_n", "side"]
    runs = [side for i, side in enumerate(table["side"]) if i == 0 or table["side"][i - 1] != side]
    assert runs == ["", "right", "", "left", ""]
