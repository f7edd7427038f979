"""Muscle channels of laboratory files: found by their names, in microvolts, at their own times."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from levelhip.ports import ColumnSource, ReadOptions, RecordingError
from levelhip.recordings import open_recording, read_table
from levelhip.recordings.muscles import microvolts, muscle_column

EXAMPLES = Path(__file__).parent / "examples"


@pytest.mark.parametrize(
    ("label", "kind", "ours"),
    [
        ("EMG gmed", "", "emg_gmed_uv"),
        ("emg_tfl_uv", "", "emg_tfl_uv"),
        ("EMG Gluteus med. R", "", "emg_gluteus_med_r_uv"),
        ("R GMED sEMG", "", "emg_r_gmed_uv"),
        ("gmed", "EMG", "emg_gmed_uv"),
        ("EMG", "", "emg_1_uv"),
        ("EMG1", "", "emg_1_uv"),
        ("ECG", "", None),
        ("gmed", "", None),
        ("segment", "", None),
    ],
)
def test_names_of_muscles(label: str, kind: str, ours: str | None) -> None:
    assert muscle_column(label, kind=kind) == ours


@pytest.mark.parametrize(("unit", "factor"), [("uV", 1), ("µV", 1), ("mV", 1e3), ("V", 1e6), ("N", None), ("", None)])
def test_units(unit: str, factor: float | None) -> None:
    assert microvolts(unit) == factor


@pytest.mark.parametrize("name", ["muscle.edf", "muscle.bdf"])
def test_edf_is_what_another_reader_says(name: str) -> None:
    pyedflib = pytest.importorskip("pyedflib")
    table = read_table(EXAMPLES / name)
    with pyedflib.EdfReader(str(EXAMPLES / name)) as other:
        assert np.array(table["emg_gmed_uv"]) == pytest.approx(other.readSignal(0), abs=1e-9)
        force = [value for value in table["force_n"] if isinstance(value, float) and math.isfinite(value)]
        assert np.array(force) == pytest.approx(other.readSignal(1), abs=1e-9)
    assert table["t_s"][:3] == pytest.approx([0.0, 0.001, 0.002])
    assert math.isfinite(float(table["force_n"][10]))
    assert math.isnan(float(table["force_n"][1]))


def test_edf_in_millivolts(tmp_path: Path) -> None:
    whole = (EXAMPLES / "muscle.edf").read_bytes()
    place = 256 + 2 * (16 + 80)
    path = tmp_path / "mv.edf"
    path.write_bytes(whole[:place] + b"mV      " + whole[place + 8 :])
    usual = np.array(read_table(EXAMPLES / "muscle.edf")["emg_gmed_uv"])
    assert np.array(read_table(path)["emg_gmed_uv"]) == pytest.approx(1000 * usual)


def test_xdf_streams_share_their_clock() -> None:
    table = read_table(EXAMPLES / "muscle.xdf")
    assert set(table) == {"t_s", "emg_gmed_uv", "emg_tfl_uv", "force_n"}
    assert len(table["t_s"]) == 600
    there = np.flatnonzero(np.isfinite(np.array(table["force_n"], dtype=float))).tolist()
    assert there == list(range(0, 600, 10))


def test_opensignals_swings_about_zero() -> None:
    table = read_table(EXAMPLES / "opensignals.txt")
    edf = read_table(EXAMPLES / "muscle.edf")
    assert np.array(table["emg_gmed_uv"]) == pytest.approx(np.array(edf["emg_gmed_uv"][:800]), abs=0.1)
    assert table["t_s"][-1] == pytest.approx(0.799)


def test_opensignals_with_a_damaged_head(tmp_path: Path) -> None:
    lines = (EXAMPLES / "opensignals.txt").read_text("utf-8").splitlines()
    for number, head in ((1, "# {"), (1, "# []"), (1, '# {"a": {"sampling rate": 0}}'), (2, "# nothing")):
        path = tmp_path / "damaged.txt"
        path.write_text("\n".join([*lines[:number], head, *lines[number + 1 :]]), "utf-8")
        with pytest.raises(RecordingError, match="head of the OpenSignals file"):
            list(open_recording(path).chunks)


def test_c3d_has_markers_or_muscles_as_is_asked_for() -> None:
    path = EXAMPLES / "analog.c3d"
    assert "emg_gmed_uv" not in read_table(path)
    table = read_table(path, ReadOptions(muscles=True))
    assert len(table["t_s"]) == 600
    assert np.std(np.array(table["emg_gmed_uv"], dtype=float)) == pytest.approx(20, rel=0.2)
    force = ReadOptions(muscles=True, sources={"force_n": ColumnSource("Force.Fz", "N")})
    assert set(read_table(path, force)["force_n"]) == {1.0}
    with pytest.raises(RecordingError, match="no analog channel"):
        read_table(EXAMPLES / "markers.c3d", replace(force, sources={}))


def discontinuous_edf() -> bytes:
    """Two records of one second, the second of which begins at 5 s; 250 samples and an annotation each."""
    labels = (b"EMG gmed", b"EDF Annotations")
    fields = [
        b"".join(each.ljust(size) for each in pair)
        for size, pair in (
            (16, labels), (80, (b"", b"")), (8, (b"uV", b"")), (8, (b"-100", b"-1")), (8, (b"100", b"1")),
            (8, (b"-32768", b"-32768")), (8, (b"32767", b"32767")), (80, (b"", b"")), (8, (b"250", b"10")),
            (32, (b"", b"")),
        )
    ]  # fmt: skip
    head = b"0".ljust(8) + b"".ljust(160) + b"20.11.2610.30.00" + b"768".ljust(8) + b"EDF+D".ljust(44)
    head += b"2".ljust(8) + b"1".ljust(8) + b"2".ljust(4) + b"".join(fields)
    samples = (np.arange(250) * 100).astype("<i2").tobytes()
    return head + b"".join(samples + told.ljust(20, b"\0") for told in (b"+0\x14\x14", b"+5\x14\x14"))


def test_edf_with_gaps_tells_the_times_of_its_records(tmp_path: Path) -> None:
    path = tmp_path / "gaps.edf"
    path.write_bytes(discontinuous_edf())
    recording = open_recording(path)
    times = [t_s for chunk in recording.chunks for t_s in chunk.t_s]
    assert recording.started_at == "2026-11-20T10:30:00"
    assert (times[0], times[249], times[250]) == pytest.approx((0.0, 0.996, 5.0))
    path.write_bytes(discontinuous_edf().replace(b"+5\x14", b"+x\x14"))
    with pytest.raises(RecordingError, match="time of record 2"):
        list(open_recording(path).chunks)
