"""`levelhip live` and `levelhip devices`: who may start, what is shown and written, and where there is no Bluetooth."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from levelhip.bootstrap import Services, open_services
from levelhip.commands import asking, live
from levelhip.ports import Json
from levelhip.reports.live_text import NEEDLE_WIDTH, needle
from levelhip.sensors import finding
from levelhip.sensors.radio import Radio
from levelhip.session.load_cell import Rigging
from levelhip.settings import Settings
from tests.cli.conftest import Run
from tests.exercise.clearance_factories import BELT, harmless
from tests.sensors.scripted import PlayedSensor, hanging_loose, worn

ROOT = Path(__file__).parents[2]


def answered(folder: Path, **changes: object) -> Path:
    """A data folder in which the questions are answered."""
    services = open_services(Settings(folder), lambda _: {})
    services.clearing.answer({**harmless(), **changes}, BELT)
    services.store.close()
    return folder


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return answered(tmp_path / "data")


def plug_in(monkeypatch: pytest.MonkeyPatch, sensor: PlayedSensor) -> None:
    async def here(device: str | None, rigging: str, _: Callable[[], float]) -> PlayedSensor:
        assert (device, rigging) == (None, sensor.cell.rigging)
        return sensor

    monkeypatch.setattr(live, "_sensor", here)


@contextmanager
def opened(folder: Path) -> Iterator[Services]:
    services = open_services(Settings(folder), lambda _: {})
    try:
        yield services
    finally:
        services.store.close()


def session_on(folder: Path, rigging: Rigging = "strand", **more: Any) -> list[Json]:  # noqa: ANN401
    """What the belt sends of a whole session, or of its first repetitions, on the left, with the dose of the plan."""
    with opened(folder) as services:
        return worn(services.live_sets.begin(BELT, rigging, "left", keeps=False).config, rigging, **more)


def kept_in(folder: Path) -> list[Json]:
    with opened(folder) as services:
        return services.history.sessions()


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Somebody sits at the terminal and types; gives the questions."""
    left, asked = list(answers), list[str]()

    def type_in(question: str) -> str:
        asked.append(question)
        return left.pop(0) if left else ""

    monkeypatch.setattr(asking, "somebody_is_there", lambda: True)
    monkeypatch.setattr("builtins.input", type_in)
    return asked


def test_live_shows_what_analyze_shows_of_its_recording_and_keeps_it(
    run: Run, tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(monkeypatch, PlayedSensor(session_on(data_dir)))
    path = tmp_path / "live.csv"
    ran = run("live", "--rigging", "strand", "--side", "left", "--record", path, "--data-dir", data_dir)
    assert (ran.code, ran.err) == (0, "")
    for said in ("in one strand of the loop", "connected", "repetition 2: held", "Kept in the history"):
        assert said in ran.out
    shown, _, written = ran.out.partition("Written to")
    again = written.partition("The same again: levelhip ")[2].splitlines()[0].split()
    table = run(*again, "--report", tmp_path / "report.html").out
    assert table[table.index("Left side:") :].strip() in shown
    assert "Take the belt off before you get up." in shown
    assert "in one strand of the belt loop, counted twice" in (tmp_path / "report.html").read_text("utf-8")
    assert path.read_text().splitlines()[0] == "t_s,strand_tension_n,side"
    (kept,) = kept_in(data_dir)
    assert (kept["ended"], kept["agrees"], kept["way"], kept["pain"]) == ("done", True, "belt", None)


def test_no_keep_leaves_no_trace(run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, PlayedSensor(session_on(data_dir, until_rep=1), end="gone"))
    ran = run("live", "--rigging", "strand", "--side", "left", "--no-keep", "--data-dir", data_dir)
    assert ran.code == 0
    assert "Kept" not in ran.out
    assert kept_in(data_dir) == []


def test_how_it_was_is_asked_and_what_is_skipped_is_not_known(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(monkeypatch, PlayedSensor(session_on(data_dir)))
    asked = answering(monkeypatch, "eleven", "2", "")
    assert run("live", "--rigging", "strand", "--side", "left", "--data-dir", data_dir).code == 0
    assert [question.split("?")[0] for question in asked] == ["Pain in it, at its worst"] * 2 + ["Effort"]
    (kept,) = kept_in(data_dir)
    assert (kept["pain"], kept["effort"], kept["agrees"]) == (2, None, True)


@pytest.mark.parametrize("keep", ["--keep", "--no-keep"])
def test_a_stop_for_pain_closes_the_day_kept_or_not(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    plug_in(monkeypatch, PlayedSensor(session_on(data_dir, until_rep=1), end="gone"))
    asked = answering(monkeypatch, "y", *["n"] * 20)
    ran = run("live", "--rigging", "strand", "--side", "left", keep, "--data-dir", data_dir)
    assert ran.code == 0
    assert asked[0].startswith("Did you stop because it hurt?")
    assert len(asked) > 3
    assert [each["ended"] for each in kept_in(data_dir)] == (["pain"] if keep == "--keep" else [])
    with opened(data_dir) as services:
        assert not services.clearing.assessment(BELT).may_start
        assert services.planning.today(None).pauses
        assert len(services.store.pain_stops()) == 1
    assert run("live", "--rigging", "inline", "--data-dir", data_dir).refused("you may not start now")


def test_nothing_found_is_exit_1(run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, PlayedSensor(hanging_loose(10), "inline"))
    assert run("live", "--rigging", "inline", "--data-dir", data_dir).code == 1


def test_a_sensor_that_is_gone_for_good_ends_with_what_came(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(monkeypatch, PlayedSensor(session_on(data_dir, "inline", until_rep=2), "inline", end="Played was lost"))
    ran = run("live", "--rigging", "inline", "--side", "left", "--data-dir", data_dir)
    assert ran.code == 0
    assert "Ended: Played was lost" in ran.out
    assert "If it hurt, do no more today" in ran.out
    assert [each["ended"] for each in kept_in(data_dir)] == ["stopped"]


def test_nothing_heard_is_one_line_and_nothing_is_kept(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(monkeypatch, PlayedSensor([], "inline", end="Played was lost"))
    assert "Played was lost" in run("live", "--rigging", "inline", "--data-dir", data_dir).err
    assert kept_in(data_dir) == []


def test_who_is_not_cleared_may_not_start(run: Run, tmp_path: Path) -> None:
    unasked = run("live", "--rigging", "inline", "--data-dir", tmp_path / "none").refused("nothing is known yet")
    assert "run `levelhip`" in unasked
    assert not (tmp_path / "none").exists()
    blocked = answered(tmp_path / "blocked", ankle_trouble="yes")
    assert run("live", "--rigging", "inline", "--data-dir", blocked).refused("you may not start now")


def test_rigging_is_needed_and_the_exercise_must_have_a_use_for_force(run: Run, data_dir: Path) -> None:
    assert run("live", "--data-dir", data_dir).refused("--rigging", "strand, inline")
    assert run("live", "--rigging", "upside", "--data-dir", data_dir).refused("upside")
    assert run("live", "--rigging", "inline", "-e", "nonsense", "--data-dir", data_dir).refused("nonsense")
    with opened(data_dir) as services:
        services.clearing.answer(harmless("single_leg_bridge"), "single_leg_bridge")
    assert run("live", "--rigging", "inline", "-e", "single_leg_bridge", "--data-dir", data_dir).refused(
        "cannot be measured"
    )


def no_bluetooth(monkeypatch: pytest.MonkeyPatch) -> None:
    async def find(*_: object, **__: object) -> list[finding.Found]:
        async with Radio().scanning(lambda _, __: None):
            return []

    async def start(_: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(finding, "find", find)
    monkeypatch.setattr("bleak.BleakScanner.start", start)


def test_no_bluetooth_is_one_line(run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_bluetooth(monkeypatch)
    run("devices").refused("no Bluetooth here")
    run("live", "--rigging", "inline", "--data-dir", data_dir).refused("no Bluetooth here")


def test_devices_lists_what_is_near(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    device = finding.Found("Tindeq Progressor", "Progressor_1", "C0:01", -55, None)  # type: ignore[arg-type]

    async def find(*_: object, **__: object) -> list[finding.Found]:
        return [device]

    async def battery(*_: object) -> int | None:
        return 3911

    monkeypatch.setattr(finding, "find", find)
    monkeypatch.setattr(finding, "battery_mv", battery)
    assert run("devices").out == "Progressor_1  C0:01  Tindeq Progressor, battery 3.91 V, -55 dBm\n"
    (told,) = json.loads(run("devices", "--json").out)
    assert told == {
        "name": "Progressor_1",
        "address": "C0:01",
        "kind": "Tindeq Progressor",
        "battery_mv": 3911,
        "strength_dbm": -55,
    }


def test_no_device_is_exit_1(run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def find(*_: object, **__: object) -> list[finding.Found]:
        return []

    monkeypatch.setattr(finding, "find", find)
    ran = run("devices")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("No load cell is near.")
    assert run("devices", "--json").out == "[]\n"
    assert run("live", "--rigging", "inline", "--data-dir", data_dir).refused("no load cell is near")


ENDLESS = """
    import asyncio, json, sys
    sys.path.insert(0, {root!r})
    from levelhip import cli
    from levelhip.commands import live
    from tests.sensors.scripted import PlayedSensor

    class Endless(PlayedSensor):
        async def news(self):
            async for each in super().news():
                yield each
            await asyncio.sleep(60)

    async def here(device, rigging, clock):
        return Endless(json.load(open({journal!r})))

    live._sensor = here
    how = "--rigging strand --side left".split()
    sys.argv = ["levelhip", "live", *how, "--record", {path!r}, "--data-dir", {data!r}]
    cli.main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_or_killed_nothing_is_lost(
    run: Run, tmp_path: Path, data_dir: Path, how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, journal = tmp_path / "live.csv", tmp_path / "journal.json"
    journal.write_text(json.dumps(session_on(data_dir, until_rep=2)))
    wanted = read_rows(journal)
    script = ENDLESS.format(root=str(ROOT), path=str(path), data=str(data_dir), journal=str(journal))
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until_s = time.monotonic() + 60
    while time.monotonic() < until_s and (not path.exists() or len(path.read_text().splitlines()) <= wanted):
        time.sleep(0.1)
    os.kill(process.pid, how)
    out, err = process.communicate(timeout=30)
    rows = path.read_text().splitlines()[1:]
    assert len(rows) == wanted
    assert all(math.isfinite(float(cell)) for row in rows for cell in row.split(",")[:2])
    if how is signal.SIGINT:
        assert (process.returncode, err) == (0, "")
        assert "Stopped." in out
        assert [each["ended"] for each in kept_in(data_dir)] == ["stopped"]
        return
    assert [each["state"] for each in kept_in(data_dir)] == ["open"]
    plug_in(monkeypatch, PlayedSensor([], "inline", end="gone"))
    ran = run("live", "--rigging", "inline", "--data-dir", data_dir)
    assert "was cut off; kept as far as it came" in ran.out
    (kept,) = kept_in(data_dir)
    assert (kept["ended"], kept["agrees"]) == ("unfinished", True)
    assert sum(side["rep_count"] for side in kept["sides"]) >= 1


def read_rows(journal: Path) -> int:
    """How many readings were sent."""
    packets = (each["hex"] for each in json.loads(journal.read_text()) if each["do"] == "packet")
    return sum(int(body[2:4], 16) // 8 for body in packets)


def test_the_needle_shows_band_and_force() -> None:
    bar = needle(15.0, (10.0, 30.0))
    assert len(bar) == NEEDLE_WIDTH
    assert bar.index("█") > bar.index("═")
    assert needle(1e9, (10.0, 30.0))[-1] == needle(1e9, None)[-1] == "█"
    assert needle(-5.0, None)[0] == "█"
