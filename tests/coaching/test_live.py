"""A live session as plain data: what it refuses, and that the same inputs always give the same."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from levelhip import __version__
from levelhip.coaching.live import LiveSession, NotClearedError, compare_records, replay_live
from tests.coaching.figures import Body
from tests.coaching.live_people import (
    STARTED,
    Room,
    camera_room,
    clearance,
    clock_room,
    config,
    look,
    play_patient,
    recorded_rows,
    shin_room,
    simulated_room,
    watch,
)

Journal = list[dict[str, Any]]


@pytest.fixture(scope="module")
def simulated() -> Room:
    """A session with everything in it: faults, a pause, skipped waiting, answers afterwards."""
    room = simulated_room([["early_release", "right", 2, 2.0], ["broken", "left", 2, 1.5]], seed=7, reps=3)
    play_patient(room, until=lambda state: state.get("attempts") == 1)
    room.command("pause")
    room.advance(room.now_s + 7.0)
    room.command("resume")
    play_patient(room, until=lambda state: state.get("stage") == "side_change")
    room.command("skip_wait")
    play_patient(room)
    room.put({"do": "afterwards", "t_s": room.now_s + 9, "pain": 2, "effort": 4, "stop_answers": None})
    return room


@pytest.fixture(scope="module")
def paced() -> Room:
    room = clock_room(reps=2)
    room.run_clock(30)
    room.command("pause")
    room.command("resume", room.now_s + 20)
    room.run_clock(400)
    room.command("correct", side="right", complete=1)
    return room


@pytest.fixture(scope="module")
def watched() -> Room:
    room = camera_room(reps=3)
    watch(room, recorded_rows("camera", 5, reps=3), chunk=3)
    return room


# -- configuration --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "levelhip.live/0"}, "levelhip.live/1"),
        ({"id": "me"}, "UUID"),
        ({"id": 7}, "id must be"),
        ({"exercise": "handstand"}, "handstand"),
        ({"way": "scales"}, "clock, camera, shin, belt, simulated"),
        ({"way": "belt"}, "rigging must be strand or inline, not None"),
        ({"way": "belt", "rigging": "both"}, "not 'both'"),
        ({"way": "simulated", "exercise": "bridge"}, "not measured by simulated"),
        ({"hold_s": "6"}, "hold_s"),
        ({"hold_s": 0}, "at least 1 s"),
        ({"hold_s": 1e9}, "0-600"),
        ({"reps": 2.5}, "reps"),
        ({"reps": True}, "reps"),
        ({"reps": 0}, "reps"),
        ({"sides": []}, "sides"),
        ({"sides": ["left", "left"]}, "sides"),
        ({"sides": ["left", "up"]}, "sides"),
        ({"sides": "left"}, "sides"),
        ({"language": ""}, "language"),
        ({"engine": None}, "engine"),
        ({"started_at": "yesterday"}, "ISO"),
        ({"started_at": "2026-03-02T08:30:00"}, "time zone"),
        ({"frame_px": [640]}, "frame_px"),
        ({"frame_px": [640, 0]}, "frame_px"),
        ({"frame_px": [640, float("nan")]}, "frame_px"),
    ],
)
def test_a_configuration_that_is_none(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        LiveSession({**config(), **change})


# -- clearance ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", [None, {}, {"answers": {}, "answered_at": STARTED.isoformat()}, "yes", [1]])
def test_who_is_not_cleared_does_not_start(block: object) -> None:
    with pytest.raises(NotClearedError) as refused:
        LiveSession(config(clearance=block))
    assert not refused.value.assessment.may_start
    assert refused.value.assessment.as_dict()


def test_answers_from_the_future_or_long_ago_do_not_clear() -> None:
    for when in ("2026-03-03T08:30:00+00:00", "2020-03-02T08:30:00+00:00", "soon"):
        with pytest.raises(NotClearedError):
            LiveSession(config(clearance={**clearance(), "answered_at": when}))


def test_one_unknown_answer_does_not_clear() -> None:
    answers = clearance()["answers"]
    for key in answers:
        with pytest.raises(NotClearedError):
            LiveSession(config(clearance={**clearance(), "answers": {**answers, key: "unknown"}}))


# -- inputs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("begin", "object"),
        ({}, "do must be"),
        ({"do": "dance"}, "dance"),
        ({"do": "advance"}, "t_s"),
        ({"do": "advance", "t_s": float("nan")}, "t_s"),
        ({"do": "advance", "t_s": -1}, "t_s"),
        ({"do": "advance", "t_s": 1e6}, "t_s"),
        ({"do": "command", "t_s": 1, "command": "fly"}, "fly"),
        ({"do": "command", "t_s": 1, "command": "way", "way": "camera"}, "clock"),
        ({"do": "command", "t_s": 1, "command": "correct"}, "side"),
        ({"do": "command", "t_s": 1, "command": "correct", "side": "left", "complete": "2"}, "complete"),
        ({"do": "look", "t_s": 1, "brightness": "dark"}, "brightness"),
        ({"do": "look", "t_s": 1, "people": -1}, "people"),
        ({"do": "look", "t_s": 1, "frame_px": "640x480"}, "frame_px"),
        ({"do": "afterwards", "t_s": 1, "pain": 11}, "pain"),
        ({"do": "afterwards", "t_s": 1, "effort": 3.5}, "effort"),
        ({"do": "afterwards", "t_s": 1, "stop_answers": [1]}, "stop_answers"),
        ({"do": "afterwards", "t_s": 1, "stop_answers": {"a": {"b": 1}}}, "stop_answers"),
        ({"do": "samples", "quantity": "weight_kg", "t_s": [], "values": []}, "weight_kg"),
        ({"do": "samples", "quantity": "clock", "t_s": [1], "values": [1]}, "no samples of clock"),
        ({"do": "samples", "quantity": "landmarks_px", "t_s": [1, 2], "values": [1]}, "as many times"),
        ({"do": "samples", "quantity": "landmarks_px", "t_s": [1], "values": [[1, 2]]}, "99 numbers"),
        ({"do": "samples", "quantity": "landmarks_px", "t_s": [1], "values": [["x"] * 99]}, "numbers"),
        ({"do": "samples", "quantity": "acceleration_g", "t_s": [1], "values": [[0, 0, 1]]}, "measured by landmarks"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(given: object, words: str) -> None:
    room = camera_room()
    before = room.live.record()
    with pytest.raises(ValueError, match=words):
        room.live.take(given)  # type: ignore[arg-type] # nonsense
    assert room.live.record() == before
    assert room.live.take({"do": "advance", "t_s": 0.0}) == []


def test_what_is_missing_is_missing() -> None:
    """A frame in which nobody was found, a landmark that was not, numbers that are none."""
    room = camera_room()
    row = [None if i < 3 or math.isnan(value) else value for i, value in enumerate(Body().row())]
    out = room.put(
        {
            "do": "samples", "source": "camera", "quantity": "landmarks_px", "t_s": [0.1, 0.2, 0.3],
            "values": [None, row, [float("inf")] * 99],
        }
    )  # fmt: skip
    json.dumps([out, room.live.record()], allow_nan=False)


# -- the same inputs, the same session ------------------------------------------------------------------------------


def outputs_of(settings_: dict[str, Any], journal: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    live = LiveSession(settings_)
    return [out for given in journal for out in live.take(given)]


@pytest.mark.parametrize("name", ["simulated", "paced", "watched"])
def test_a_replay_says_and_records_the_same(name: str, request: pytest.FixtureRequest) -> None:
    room: Room = request.getfixturevalue(name)
    journal: Journal = json.loads(json.dumps(room.journal))
    assert outputs_of(room.config, journal) == room.outputs
    record = replay_live(room.config, journal)
    assert record == json.loads(json.dumps(room.live.record(), allow_nan=False))
    assert compare_records(room.live.record(), record) == []


def test_everything_is_json(simulated: Room, paced: Room, watched: Room) -> None:
    for room in (simulated, paced, watched):
        assert json.loads(json.dumps(room.outputs, allow_nan=False)) == room.outputs


def recut(journal: Journal, sizes: list[int]) -> Journal:
    """The same journal, its samples in other portions: neighbouring ones joined, then cut anew."""
    cut: Journal = []
    place = 0
    for given in joined(journal):
        if given["do"] != "samples":
            cut.append(given)
            continue
        start = 0
        while start < len(given["t_s"]):
            stop = start + sizes[place % len(sizes)]
            place += 1
            cut.append({**given, "t_s": given["t_s"][start:stop], "values": given["values"][start:stop]})
            start = stop
    return cut


def joined(journal: Journal) -> Journal:
    """Samples without anything between them in one input. The clock is read only where nothing else tells the time."""
    kept: Journal = []
    for given in journal:
        if given["do"] == "advance":
            continue
        if kept and given["do"] == kept[-1]["do"] == "samples":
            last = kept[-1]
            kept[-1] = {**last, "t_s": last["t_s"] + given["t_s"], "values": last["values"] + given["values"]}
        else:
            kept.append(given)
    return kept


def told(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was said, counted and told: the screen's states come once an input, so they hang on the cut."""
    return [out for out in outputs if "state" not in out]


@hypothesis.settings(max_examples=10)
@hypothesis.given(st.lists(st.integers(1, 500), min_size=1, max_size=6))
def test_however_the_samples_are_cut_the_same_is_said(simulated: Room, watched: Room, sizes: list[int]) -> None:
    for room in (simulated, watched):
        whole = told(outputs_of(room.config, joined(room.journal)))
        assert told(outputs_of(room.config, recut(room.journal, sizes))) == whole


@hypothesis.settings(max_examples=10)
@hypothesis.given(st.floats(0.0, 1.0), st.sampled_from(["simulated", "paced", "watched"]))
def test_a_journal_cut_off_anywhere_is_a_session_that_can_go_on(
    request: pytest.FixtureRequest, share: float, name: str
) -> None:
    """The tab crashed: what was recorded replays to an unfinished record, and "resume" goes on from there."""
    room: Room = request.getfixturevalue(name)
    part = room.journal[: int(share * len(room.journal))]
    record = replay_live(room.config, part)
    json.dumps(record, allow_nan=False)
    assert record["ended"] in ("unfinished", "done")
    after = Room(room.config)
    for given in part:
        after.put(given)
    after.now_s = _time_of(part) + 30.0
    said = len(after.said)
    after.command("resume")
    if record["ended"] == "done":
        assert len(after.said) == said
        return
    assert after.state["stage"] in ("set_up", "side_change", "ready", "exercise")
    finish(after, name)
    assert after.live.record()["ended"] == "done"
    counted = [side["rep_count"] for side in after.live.record()["record"]["sides"]]
    reps = room.config["reps"]
    assert all(reps - 1 <= count <= reps for count in counted), "what a crash cut short may be one that did not count"


def finish(room: Room, name: str) -> None:
    """The rest of the session, whoever was under way."""
    if name == "simulated":
        play_patient(room)
    elif name == "paced":
        room.run_clock(room.now_s + 600)
    else:
        for _ in range(4):
            if room.live.record()["ended"] == "unfinished":
                done = room.state["attempts"]
                later = room.now_s + 1.0
                side = room.state["side"]
                rows = recorded_rows("camera", 5, reps=room.config["reps"] - done, sides=(side,), settle_s=30.0)
                watch(room, [(round(t + later, 6), row) for t, row in rows], chunk=3)


def _time_of(journal: Journal) -> float:
    times = [given["t_s"] for given in journal]
    return max((time if isinstance(time, int | float) else max(time) for time in times), default=0.0)


# -- records --------------------------------------------------------------------------------------------------------


def test_the_record(simulated: Room) -> None:
    record = simulated.live.record()
    assert list(record) == [
        "schema", "config_id", "engine", "record", "sources", "belt", "lifts", "phases", "events", "trace", "ended",
        "pain", "effort", "stop_answers", "corrections", "summary",
    ]  # fmt: skip
    assert record["schema"] == "levelhip.live-record/1"
    assert record["config_id"] == simulated.config["id"]
    assert (record["ended"], record["pain"], record["effort"]) == ("done", 2, 4)
    inner = record["record"]
    assert (inner["schema"], inner["source"], inner["engine"]) == ("levelhip.session/1", "live: simulated", __version__)
    assert inner["signal"]["quantity"] == "force_n"
    assert inner["signal"]["rate_hz"] == pytest.approx(80, rel=0.03)
    assert inner["started_at"] == STARTED.isoformat()
    assert len(record["trace"]) > 500
    assert record["phases"][0][1] == "rest"
    assert all(a[0] <= b[0] + 2 for a, b in zip(record["phases"], record["phases"][1:], strict=False))
    assert record["summary"].count(".") >= 2
    assert "held the full six seconds" in record["summary"]


def test_nothing_done_is_a_record_too() -> None:
    for room in (Room(config()), Room(config("camera")), Room(config("shin"))):
        record = room.live.record()
        assert record["ended"] == "unfinished"
        assert record["record"]["sides"] == []
        assert record["summary"] == "No repetition was counted."
        json.dumps(record, allow_nan=False)


def test_asking_for_the_record_changes_nothing(watched: Room) -> None:
    live = LiveSession(watched.config)
    out = []
    for i, given in enumerate(watched.journal):
        out.extend(live.take(given))
        if i % 400 == 0:
            live.record()
    assert out == watched.outputs
    assert live.record() == watched.live.record()


def test_differences_in_words(simulated: Room) -> None:
    ours = simulated.live.record()
    theirs = json.loads(json.dumps(ours))
    theirs["summary"] = "In other words."
    theirs["record"]["sides"][0]["reps"][0]["start_s"] += 5e-7
    assert compare_records(ours, theirs) == []
    theirs["record"]["sides"][0]["reps"][0]["start_s"] += 1e-5
    theirs["record"]["sides"][1]["rep_count"] = 2
    theirs["phases"][3][1] = "rest of my life"
    theirs["pain"] = None
    del theirs["effort"]
    theirs["more"] = True
    theirs["events"].pop()
    words = compare_records(ours, theirs)
    assert len(words) == 7
    assert any("record.sides[0].reps[0].start_s" in each for each in words)
    assert "effort: only in ours" in words
    assert "more: only in theirs" in words
    assert any(each.startswith("events: ") for each in words)
    other = {**theirs, "events": [{**event, "kind": "x", "t_s": -1} for event in theirs["events"]]}
    assert compare_records(ours, other)[-1].startswith("and ")
    assert compare_records({"a": True}, {"a": 1}) == ["a: True in ours, 1 in theirs"]


def test_the_record_is_the_same_in_every_language(simulated: Room) -> None:
    spanish = {**simulated.config, "language": "es"}
    words = {"Lift.": "Suba.", "{number} to go.": "Faltan {number}."}
    live = LiveSession(spanish, words)
    texts = [out["say"]["text"] for given in simulated.journal for out in live.take(given) if "say" in out]
    assert "Suba." in texts
    assert compare_records(live.record(), replay_live(spanish, simulated.journal)) == []


# -- speed ----------------------------------------------------------------------------------------------------------


def test_a_frame_costs_little() -> None:
    """Well under a millisecond a frame; a generous limit, since other tests may be running."""
    rows = recorded_rows("camera", 5, reps=3)
    room = camera_room(reps=3)
    given = [
        {"do": "samples", "source": "camera", "quantity": "landmarks_px", "t_s": [t], "values": [row]}
        for t, row in rows
    ]
    look(room)
    start_s = time.perf_counter()
    for each in given:
        room.live.take(each)
    assert (time.perf_counter() - start_s) / len(given) < 2e-3


def test_the_phone_too() -> None:
    room = shin_room(reps=3)
    watch(room, recorded_rows("shin", 5, reps=3), chunk=10)
    assert room.live.record()["ended"] == "done"
    assert outputs_of(room.config, room.journal) == room.outputs
