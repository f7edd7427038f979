"""Parquet: every kind of number, time and text a table may hold."""

from __future__ import annotations

import datetime
import decimal
import math
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from levelhip.ports import CHUNK_ROWS, ReadOptions, RecordingError
from levelhip.recordings import open_recording, read_table

TWO = [1.5, 2.0]


def written(folder: Path, columns: dict[str, object]) -> Path:
    path = folder / "a.parquet"
    parquet.write_table(pyarrow.table(columns), path)
    return path


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "Europe/Berlin"])
def test_stamps_of_any_unit(tmp_path: Path, unit: str, zone: str | None) -> None:
    start = datetime.datetime(2024, 5, 1, 10, tzinfo=datetime.UTC)
    stamps = pyarrow.array([start, start + datetime.timedelta(seconds=2)], pyarrow.timestamp("us", "UTC"))
    recording = open_recording(written(tmp_path, {"time": stamps.cast(pyarrow.timestamp(unit, zone)), "force_n": TWO}))
    assert next(recording.chunks).t_s == [0.0, 2.0]
    assert recording.started_at == "2024-05-01T10:00:00" + ("+00:00" if zone else "")


@pytest.mark.parametrize(
    "values",
    [
        pyarrow.array([1, None], pyarrow.int16()),
        pyarrow.array([1.0, None], pyarrow.float32()),
        pyarrow.array([decimal.Decimal("1.0"), None]),
        pyarrow.array(["1", None]),
        pyarrow.array(["1", "NA"]).dictionary_encode(),
        pyarrow.array([1.0, math.inf]),
        pyarrow.array([1.0, math.nan]).dictionary_encode(),
    ],
)  # fmt: skip
def test_numbers_of_any_kind(tmp_path: Path, values: object) -> None:
    first, second = read_table(written(tmp_path, {"t_s": [0.0, 0.5], "force_n": values}))["force_n"]
    assert first == 1.0
    assert math.isnan(float(second))


@pytest.mark.parametrize(
    "times",
    [
        pyarrow.array([0, 2], pyarrow.duration("s")),
        pyarrow.array([0, 2000], pyarrow.time32("ms")),
        pyarrow.array([0, 2_000_000_000], pyarrow.time64("ns")),
        pyarrow.array([0, 2]),
        pyarrow.array(["2024-05-01T10:00:00", "2024-05-01T10:00:02"]),
    ],
)  # fmt: skip
def test_times_of_any_kind(tmp_path: Path, times: object) -> None:
    assert read_table(written(tmp_path, {"time": times, "force_n": TWO}))["t_s"] == [0.0, 2.0]


def test_nanoseconds_keep_their_steps(tmp_path: Path) -> None:
    times = pyarrow.array([1_714_557_600_000_000_000, 1_714_557_600_000_000_001], pyarrow.int64())
    assert read_table(written(tmp_path, {"time_ns": times, "force_n": TWO}))["t_s"] == [0.0, 1e-9]


def test_side_and_chunks(tmp_path: Path) -> None:
    rows = CHUNK_ROWS + 3
    columns = {"t_s": [float(row) for row in range(rows)], "force_n": [1.0] * rows, "side": ["R"] * (rows - 1) + [None]}
    chunks = list(open_recording(written(tmp_path, columns)).chunks)
    assert [len(chunk.t_s) for chunk in chunks] == [CHUNK_ROWS, 3]
    assert chunks[1].side == ["right", "right", ""]


def test_what_is_not_numbers_is_refused(tmp_path: Path) -> None:
    for values in (pyarrow.array([[1.0], [2.0]]), pyarrow.array([{"a": 1.0}, {"a": 2.0}])):
        with pytest.raises(RecordingError, match="force_n"):
            list(open_recording(written(tmp_path, {"t_s": [0.0, 1.0], "force_n": values})).chunks)
    with pytest.raises(RecordingError, match="no row of data"):
        open_recording(written(tmp_path, {"t_s": pyarrow.array([], "double"), "force_n": pyarrow.array([], "double")}))


def test_doubled_names_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pyarrow.Table.from_arrays([pyarrow.array([1.0])] * 3, names=["t_s", "force_n", "force_n"])
    parquet.write_table(table, path)
    with pytest.raises(RecordingError, match="appear twice"):
        open_recording(path, ReadOptions())
