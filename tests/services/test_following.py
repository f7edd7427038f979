"""A session coached on the terminal: what the sensor sends is what a page would put in, written down as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from levelhip.coaching.live import compare_records, replay_live
from levelhip.ports import Json, RecordingError, SensorError, SensorNews, StoreError
from levelhip.recordings import open_recording, read_table
from levelhip.services.following import RunningFile, follow
from levelhip.services.live_sets import MADE_BY
from levelhip.services.measure import measure
from levelhip.services.rebuilding import rebuilt
from levelhip.services.running_set import RunningSet
from levelhip.session.crane_scale import COMPANY, advertisement
from levelhip.session.load_cell import Rigging
from tests.exercise.clearance_factories import harmless
from tests.sensors.scripted import PlayedSensor, hanging_loose, worn
from tests.services.planning_world import BELT, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.services.clearing.answer(harmless(), BELT)
    yield made
    made.services.store.close()


def begun(world: World, rigging: Rigging = "strand", *, keeps: bool = True) -> RunningSet:
    return world.services.live_sets.begin(BELT, rigging, "left", keeps=keeps)


def played(running: RunningSet, sensor: PlayedSensor) -> list[SensorNews]:
    """Follow to the end; gives what was heard of the sensor. One that ends is stopped, as the command does."""
    heard: list[SensorNews] = []

    def show(news: SensorNews | None, _: Sequence[Json]) -> None:
        heard.extend([news] if news else [])

    try:
        asyncio.run(follow(sensor, running, show, lambda: 0.0))
    except SensorError:
        running.take({"do": "command", "command": "stop", "t_s": 0.0})
    return heard


def test_a_session_is_kept_with_its_journal_and_counted_again(world: World) -> None:
    running = begun(world)
    sensor = PlayedSensor(worn(running.config))
    played(running, sensor)
    assert sensor.was_let_go
    record = running.finish()
    assert (record["ended"], running.trouble) == ("done", "")
    (kept,) = world.services.history.sessions()
    assert (kept["state"], kept["way"], kept["ended"], kept["agrees"]) == ("finished", "belt", "done", True)
    assert kept["provenance"] == "measured"
    found = world.services.history.session(kept["id"])
    assert found["config"]["made_by"] == MADE_BY
    assert found["record"]["record"]["rigging"] == "strand"
    inputs = world.services.history.inputs(kept["id"])
    assert compare_records(replay_live(running.config, inputs), record) == []
    assert world.services.today.today(None)["due"]["done_today"] == 1


def test_it_has_the_dose_of_the_plan(world: World) -> None:
    due = world.open().asked[0].due
    config = world.services.live_sets.begin(BELT, "inline", None, keeps=False).config
    assert (config["hold_s"], config["reps"]) == (due.dose.hold_s, due.dose.reps)
    assert config["sides"] == list(due.sides)


@pytest.mark.parametrize("rigging", ["strand", "inline"])
def test_its_recording_measured_again_is_the_same_session(world: World, tmp_path: Path, rigging: Rigging) -> None:
    path = tmp_path / "live.csv"
    running = begun(world, rigging)
    with RunningFile(path, rigging) as file:
        running.live.listen(file.add)
        played(running, PlayedSensor(worn(running.config, rigging), rigging))
    live = rebuilt(running.finish())[0]
    again = measure(open_recording(path), live.prescription).record
    assert again.as_dict()["sides"] == live.as_dict()["sides"]
    assert again.rigging == live.rigging == rigging
    assert again.rep_count == live.prescription.reps
    exported = tmp_path / "exported.csv"
    exported.write_bytes(world.services.files.recording_csv(running.config["id"]))
    assert measure(open_recording(exported), live.prescription).record.rigging == rigging
    column = "strand_tension_n" if rigging == "strand" else "force_n"
    assert set(read_table(path)) == {"t_s", column, "side"}


def test_cut_off_it_is_finished_at_the_next_start_as_far_as_it_came(world: World) -> None:
    running = begun(world)
    for given in worn(running.config, until_rep=2):
        running.take(given)
    assert [each["state"] for each in world.services.history.sessions()] == ["open"]
    (told,) = world.services.live_sets.finish_what_was_cut_off()
    assert (told["ended"], told["state"], told["agrees"]) == ("unfinished", "finished", True)
    assert sum(side["rep_count"] for side in told["sides"]) >= 1
    assert world.services.live_sets.finish_what_was_cut_off() == []


def test_a_stop_for_pain_is_kept_at_once(world: World) -> None:
    running = begun(world)
    for given in worn(running.config, until_rep=1):
        running.take(given)
    running.take({"do": "command", "command": "pain", "t_s": 0.0})
    assert len(world.services.store.pain_stops()) == 1


def test_where_it_cannot_be_kept_nobody_is_stopped_in_mid_hold(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    running, full = begun(world), StoreError("full", "the disk is full")

    def refuse(*_: object) -> bool:
        raise full

    monkeypatch.setattr(world.services.store, "put_part", refuse)
    played(running, PlayedSensor(worn(running.config)))
    assert running.finish()["ended"] == "done"
    assert running.trouble == "the disk is full"


def test_nothing_of_a_session_that_is_not_to_be_kept_stays(world: World) -> None:
    running = begun(world, keeps=False)
    played(running, PlayedSensor(worn(running.config)))
    assert running.finish()["ended"] == "done"
    assert world.services.history.sessions() == []


def test_a_sensor_that_nobody_pulls_counts_nothing(world: World) -> None:
    running = begun(world)
    heard = played(running, PlayedSensor(hanging_loose(20)))
    assert len(heard) > 100
    assert running.finish()["record"]["sides"] == []


def test_a_hanging_scale_is_followed_too(world: World) -> None:
    """It has no packets but advertisements; weights come from 0 kg on."""
    running = begun(world)
    journal: list[Json] = []
    cell = PlayedSensor([]).cell
    for each in worn(running.config):
        samples = cell.receive(bytes.fromhex(each["hex"]), each["t_s"]) if each["do"] == "packet" else []
        if samples:
            said = advertisement(max(0.0, samples[-1][1]) / 2 / 9.80665)[COMPANY]
            journal.append({"do": "packet", "t_s": each["t_s"], "device": "wh-c06", "hex": said.hex()})
    for given in ({"do": "command", "command": "begin", "t_s": 0.0}, *journal):
        running.take(given)
    record = running.finish()["record"]
    assert sum(side["rep_count"] for side in record["sides"]) == running.config["reps"]


def test_every_row_is_in_the_file_as_soon_as_it_came(world: World, tmp_path: Path) -> None:
    """Whoever is killed, at whatever moment, leaves a recording that can be read."""
    path, written = tmp_path / "live.csv", []
    running = begun(world, keeps=False)

    def show(news: SensorNews | None, _: Sequence[Json]) -> None:
        if news is not None and news.samples:
            last = path.read_bytes()[-200:].decode().splitlines()[-1]
            written.append(float(last.split(",")[0]) == pytest.approx(news.samples[-1][0], abs=1e-5))

    with RunningFile(path, "strand") as file:
        running.live.listen(file.add)
        with pytest.raises(SensorError):
            asyncio.run(follow(PlayedSensor(worn(running.config)[:400]), running, show, lambda: 0.0))
    assert len(written) > 100
    assert all(written)


def test_a_recording_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "live.csv"
    path.write_text("precious")
    with pytest.raises(RecordingError, match="is there already"), RunningFile(path, "inline"):
        pass
    assert path.read_text() == "precious"
    with (
        pytest.raises(RecordingError, match="cannot be written: No such file"),
        RunningFile(tmp_path / "no" / "live.csv", "inline"),
    ):
        pass


def test_where_nothing_came_there_is_no_file(tmp_path: Path) -> None:
    with RunningFile(tmp_path / "live.csv", "inline"):
        assert (tmp_path / "live.csv").exists()
    assert not (tmp_path / "live.csv").exists()
