"""A live measurement and its recording tell the same; what is written is there whenever it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.exercise.signals import Quantity, Side
from levelhip.ports import RecordingError, SensorError, SensorNews, SensorState
from levelhip.recordings import open_recording, read_table
from levelhip.services.following import LiveRun, RunningFile, follow
from levelhip.services.measure import Measurement, measure
from levelhip.session.events import Event, HoldSecond
from levelhip.session.load_cell import Rigging
from tests.cli.conftest import press
from tests.sensors.scripted import ScriptedSensor, loose_then

BELT = prescribe(load_exercise("isometric_hip_abduction"))
PRESS = press(3)

Lines = list[tuple[SensorNews, Sequence[Event]]]


def followed(
    sensor: ScriptedSensor, rigging: Rigging, path: Path, side: Side | None = None, *, reps: int = 99
) -> tuple[Measurement, Lines]:
    told: Lines = []
    run = LiveRun(path.name, BELT, rigging, side)
    with RunningFile(path, run.quantity, side) as file:
        asyncio.run(follow(sensor, run, file, lambda *each: told.append(each), reps=reps))
    return run.finish(), told


def same(live: Measurement, path: Path) -> None:
    read = measure(open_recording(path), BELT)
    assert json.dumps(live.record.as_dict()) == json.dumps(read.record.as_dict())
    assert live.trace == read.trace


@pytest.mark.parametrize("rigging", ["strand", "inline"])
@pytest.mark.parametrize("side", ["left", None])
def test_the_recording_measured_again_is_the_live_measurement(tmp_path: Path, rigging: Rigging, side: Side) -> None:
    path = tmp_path / "live.csv"
    sensor = ScriptedSensor(loose_then(PRESS), rigging)
    live, told = followed(sensor, rigging, path, side)
    assert live.record.rep_count == 3
    assert sensor.was_let_go
    assert live.record.sides[0].side == side
    assert [each.state for each, _ in told if each.state is not SensorState.SAMPLES] == ["connected", "zeroed"]
    assert [each.second for _, said in told for each in said if isinstance(each, HoldSecond)][:6] == [1, 2, 3, 4, 5, 6]
    same(live, path)


def test_one_strand_feels_half_and_both_tell_the_same_press(tmp_path: Path) -> None:
    strand, _ = followed(ScriptedSensor(loose_then(PRESS), "strand"), "strand", tmp_path / "strand.csv")
    inline, _ = followed(ScriptedSensor(loose_then(PRESS), "inline"), "inline", tmp_path / "inline.csv")
    (one,), (other,) = strand.record.sides, inline.record.sides
    assert one.reps[0].measures.peak == pytest.approx(2 * other.reps[0].measures.peak, rel=0.01)
    half, whole = read_table(tmp_path / "strand.csv"), read_table(tmp_path / "inline.csv")
    assert half["strand_tension_n"] == pytest.approx(whole["force_n"])


def test_it_ends_after_the_repetitions_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "live.csv"
    live, _ = followed(ScriptedSensor(loose_then(PRESS)), "inline", path, reps=2)
    assert live.record.rep_count == 2
    same(live, path)


def test_lost_and_found_in_mid_hold_the_count_waits(tmp_path: Path) -> None:
    readings = [each for each in loose_then(PRESS) if not 9.0 < each[0] < 11.5]
    live, told = followed(ScriptedSensor(readings), "inline", tmp_path / "live.csv")
    assert [each.state for each, _ in told if each.state in {"lost", "found"}] == ["lost", "found"]
    (side,) = live.record.sides
    assert side.rep_count == 3
    assert "signal_lost" in side.reps[0].faults
    assert side.reps[1].measures.valid_hold_s - side.reps[0].measures.valid_hold_s == pytest.approx(2.5, abs=0.1)
    same(live, tmp_path / "live.csv")


def test_a_pulled_belt_is_waited_for_and_given_up_after_a_minute(tmp_path: Path) -> None:
    pulled = [(k / 20, 0.3 + 2.0 * (k % 2)) for k in range(40)]
    later = [(t_s + 2.0, kg) for t_s, kg in loose_then(PRESS)]
    live, told = followed(ScriptedSensor(pulled + later), "inline", tmp_path / "live.csv")
    assert live.record.rep_count == 3
    assert next(each.t_s for each, _ in told if each.state is SensorState.ZEROED) > 2.5
    run, sensor = LiveRun("live", BELT, "inline", None), ScriptedSensor([(k / 20, k % 2) for k in range(1500)])
    with pytest.raises(SensorError, match="the belt was pulled for 60 s"):
        asyncio.run(follow(sensor, run, None, lambda *_: None, reps=7))
    assert run.is_empty
    assert sensor.was_let_go
    with pytest.raises(RecordingError, match="no rows to measure"):
        run.finish()


def test_a_sensor_that_is_gone_for_good_leaves_what_came(tmp_path: Path) -> None:
    path = tmp_path / "live.csv"
    run = LiveRun(path.name, BELT, "inline", None)
    with RunningFile(path, run.quantity, None) as file, pytest.raises(SensorError, match="gone"):
        asyncio.run(follow(ScriptedSensor(loose_then(PRESS), end="gone"), run, file, lambda *_: None, reps=99))
    live = run.finish()
    assert live.record.rep_count == 3
    same(live, path)


def test_every_row_is_in_the_file_as_soon_as_it_came(tmp_path: Path) -> None:
    """Whoever is killed, at whatever moment, leaves a recording that can be read."""
    path = tmp_path / "live.csv"
    written: list[bool] = []

    def look(news: SensorNews, _: Sequence[Event]) -> None:
        if run.is_empty is False:
            lines = path.read_text("utf-8").splitlines()
            written.append(lines[-1].split(",")[0] == repr(news.t_s))

    run = LiveRun(path.name, BELT, "inline", None)
    with RunningFile(path, run.quantity, None) as file:
        asyncio.run(follow(ScriptedSensor(loose_then(press(1))), run, file, look, reps=99))
    assert len(written) > 100
    assert all(written)


def test_a_recording_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "live.csv"
    path.write_text("precious")
    with pytest.raises(RecordingError, match="is there already"), RunningFile(path, Quantity.FORCE, None):
        pass
    assert path.read_text() == "precious"
    with (
        pytest.raises(RecordingError, match="cannot be written: No such file"),
        RunningFile(tmp_path / "no" / "live.csv", Quantity.FORCE, None),
    ):
        pass


def test_where_nothing_came_there_is_no_file(tmp_path: Path) -> None:
    with RunningFile(tmp_path / "live.csv", Quantity.FORCE, None):
        assert (tmp_path / "live.csv").exists()
    assert not (tmp_path / "live.csv").exists()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_any_cutting_of_the_samples_gives_the_same_record(sizes: list[int]) -> None:
    samples = press(2)
    whole, cut = LiveRun("a", BELT, "strand", "left"), LiveRun("a", BELT, "strand", "left")
    whole.take(samples)
    at = turn = 0
    while at < len(samples):
        size = sizes[turn % len(sizes)]
        cut.take(samples[at : at + size])
        at, turn = at + size, turn + 1
    assert whole.finish().record == cut.finish().record
