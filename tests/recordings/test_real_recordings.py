"""Recordings other people made of real people: read as their makers describe them."""

from __future__ import annotations

import math
import statistics
from pathlib import Path

import pytest

from levelhip.ports import ColumnSource, ReadOptions, RecordingError
from levelhip.recordings import open_recording, read_table
from levelhip.testing.real_recordings import SKIP_REASON, recordings_folder


@pytest.fixture
def folder() -> Path:
    found = recordings_folder()
    if found is None:
        pytest.skip(SKIP_REASON)
    return found


def test_mex_accelerations(folder: Path) -> None:
    options = ReadOptions(header=("time", "ax_g", "ay_g", "az_g"))
    files = sorted(folder.glob("mex_*/*.csv.gz"))
    assert files
    for path in files:
        recording = open_recording(path, options)
        chunks = list(recording.chunks)
        times = [time for chunk in chunks for time in chunk.t_s]
        assert recording.started_at is not None
        assert recording.started_at.startswith("201")
        assert not recording.warnings
        assert 90 < (len(times) - 1) / (times[-1] - times[0]) < 115
        axes = (chunks[0].numbers[name] for name in ("ax_g", "ay_g", "az_g"))
        assert 0.9 < statistics.median(map(math.hypot, *axes)) < 1.1
        with pytest.raises(RecordingError, match="--columns t_s,ax_g,ay_g,az_g"):
            open_recording(path)


def test_grip_force(folder: Path) -> None:
    for path in sorted(folder.glob("grip_force/*.csv.gz")):
        with pytest.raises(RecordingError, match="Grip_Force"):
            open_recording(path)
        table = read_table(path, ReadOptions(sources={"force_n": ColumnSource("Grip_Force", "N")}))
        assert set(table) == {"t_s", "force_n"}
        assert len(table["t_s"]) > 1000
        assert max(map(float, table["force_n"])) < 200


def test_functional_hip_markers(folder: Path) -> None:
    path = folder / "functional_hip_c3d" / "FunctionalLHip.c3d"
    table = read_table(path)
    times = [float(time) for time in table["t_s"]]
    assert len(times) == 1577
    assert times[0] == 0
    assert times[-1] - times[0] == pytest.approx(1576 / 120)
    heights = [float(value) for value in table["LASI_z_mm"]]
    assert 800 < sorted(value for value in heights if not math.isnan(value))[len(heights) // 2] < 1200
    assert sum(math.isnan(float(value)) for value in table["LANK_x_mm"]) < len(times) / 2


def test_opencap_angles(folder: Path) -> None:
    path = folder / "opencap" / "squats1_videoAndMocap.mot.gz"
    left = read_table(path, ReadOptions(side="left"))
    right = read_table(path, ReadOptions(side="right"))
    assert len(left["t_s"]) == len(right["t_s"]) == 801
    assert set(left["side"]) == {"left"}
    assert left["abduction_deg"] != right["abduction_deg"]
    assert all(-45 < float(angle) < 60 for angle in left["abduction_deg"])
    with pytest.raises(RecordingError, match="no column is known"):
        open_recording(folder / "opencap" / "walk_GRF.mot.gz")


def test_muscle_and_phone_tables(folder: Path) -> None:
    sources = {"emg_gmed_uv": ColumnSource("ME", "uV")}
    emg = read_table(folder / "gmed_emg" / "ID0012_TW_01_emg.csv.gz", ReadOptions(sources=sources))
    assert (len(emg["t_s"]), emg["t_s"][0], emg["emg_gmed_uv"][0]) == (7618, 0.014, 0.201416)
    sources = {"left_hip_x_px": ColumnSource("hip_test_x", "px"), "left_hip_y_px": ColumnSource("hip_test_y")}
    phone = read_table(folder / "trendelenburg_phone" / "result.csv", ReadOptions(sources=sources))
    assert phone["left_hip_x_px"][0] == 412.5
