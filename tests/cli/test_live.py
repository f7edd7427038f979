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
from pathlib import Path

import pytest

from levelhip.bootstrap import open_services
from levelhip.commands import live
from levelhip.reports.live_text import NEEDLE_WIDTH, needle
from levelhip.sensors import finding
from levelhip.sensors.radio import Radio
from levelhip.settings import Settings
from tests.cli.conftest import Run, press
from tests.exercise.clearance_factories import BELT, harmless
from tests.sensors.scripted import ScriptedSensor, loose_then

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


def plug_in(monkeypatch: pytest.MonkeyPatch, sensor: ScriptedSensor) -> None:
    async def here(device: str | None, rigging: str) -> ScriptedSensor:
        assert (device, rigging) == (None, sensor.cell.rigging)
        return sensor

    monkeypatch.setattr(live, "_sensor", here)


def test_live_shows_what_analyze_shows_of_its_recording(
    run: Run, tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(monkeypatch, ScriptedSensor(loose_then(press(2)), "strand"))
    path = tmp_path / "live.csv"
    ran = run("live", "--rigging", "strand", "--side", "left", "--record", path, "--data-dir", data_dir)
    assert (ran.code, ran.err) == (0, "")
    for said in ("in one strand of the loop", "let the belt hang loose", "the zero is set", "repetition 2: held"):
        assert said in ran.out
    shown, _, written = ran.out.partition("Written to")
    assert "levelhip analyze" in written
    table = run("analyze", path, "--report", tmp_path / "report.html").out
    assert table in shown
    assert "Take the belt off before you get up." in shown
    assert "in one strand of the belt loop, counted twice" in (tmp_path / "report.html").read_text("utf-8")
    assert "one strand counted twice" in " ".join(table.split())
    assert path.read_text().splitlines()[0] == "t_s,strand_tension_n,side"


def test_nothing_found_is_exit_1(run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, ScriptedSensor([(k / 80, 0.3) for k in range(800)]))
    assert run("live", "--rigging", "inline", "--data-dir", data_dir).code == 1


def test_a_sensor_that_is_gone_for_good_ends_with_what_came(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(monkeypatch, ScriptedSensor(loose_then(press(1)), end="Scripted was lost"))
    ran = run("live", "--rigging", "inline", "--data-dir", data_dir)
    assert ran.code == 0
    assert "Ended: Scripted was lost" in ran.out
    plug_in(monkeypatch, ScriptedSensor([], end="Scripted was lost"))
    assert "Scripted was lost" in run("live", "--rigging", "inline", "--data-dir", data_dir).err


def test_who_is_not_cleared_may_not_start(run: Run, tmp_path: Path) -> None:
    unasked = run("live", "--rigging", "inline", "--data-dir", tmp_path / "none").refused("nothing is known yet")
    assert "run `levelhip`" in unasked
    assert not (tmp_path / "none").exists()
    blocked = answered(tmp_path / "blocked", ankle_trouble="yes")
    assert run("live", "--rigging", "inline", "--data-dir", blocked).refused("you may not start now")


def test_rigging_is_needed_and_the_exercise_must_have_a_use_for_force(run: Run, data_dir: Path) -> None:
    assert run("live", "--data-dir", data_dir).refused("--rigging", "strand, inline")
    assert run("live", "--rigging", "upside", "--data-dir", data_dir).refused("upside")
    assert run("live", "--rigging", "inline", "-e", "single_leg_bridge", "--data-dir", data_dir).refused(
        "cannot be measured"
    )
    assert run("live", "--rigging", "inline", "-e", "nonsense", "--data-dir", data_dir).refused("nonsense")


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
    import asyncio, sys
    sys.path.insert(0, {root!r})
    from levelhip import cli
    from levelhip.commands import live
    from tests.cli.conftest import press
    from tests.sensors.scripted import ScriptedSensor, loose_then

    class InRealTime(ScriptedSensor):
        async def news(self):
            async for each in super().news():
                yield each
                if each.t_s > {fast_until}:
                    await asyncio.sleep(0.0125)

    async def here(device, rigging):
        return InRealTime(loose_then(press(1) + [(13 + k / 80, 0.0) for k in range(9999)]))

    live._sensor = here
    sys.argv = ["levelhip", "live", "--rigging", "inline", "--record", {path!r}, "--data-dir", {data!r}]
    cli.main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_or_killed_it_leaves_a_recording(run: Run, tmp_path: Path, data_dir: Path, how: signal.Signals) -> None:
    path = tmp_path / "live.csv"
    script = ENDLESS.format(root=str(ROOT), path=str(path), data=str(data_dir), fast_until=16.0)
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until_s = time.monotonic() + 30
    while time.monotonic() < until_s and (not path.exists() or len(path.read_text().splitlines()) < 350):
        time.sleep(0.1)
    os.kill(process.pid, how)
    out, err = process.communicate(timeout=30)
    rows = path.read_text().splitlines()[1:]
    assert len(rows) > 300
    assert all(math.isfinite(float(cell)) for row in rows for cell in row.split(","))
    if how is signal.SIGINT:
        assert (process.returncode, err) == (0, "")
        assert "Stopped." in out
        assert run("analyze", path).out in out


def test_the_needle_shows_band_and_force() -> None:
    bar = needle(15.0, (10.0, 30.0))
    assert len(bar) == NEEDLE_WIDTH
    assert bar.index("█") > bar.index("═")
    assert needle(1e9, (10.0, 30.0))[-1] == needle(1e9, None)[-1] == "█"
    assert needle(-5.0, None)[0] == "█"
