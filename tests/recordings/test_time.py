"""Names, units and kinds of time."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from levelhip.ports import ColumnSource, ReadOptions, Recording, RecordingError
from levelhip.recordings import open_recording
from levelhip.recordings.time_column import recognise


def opened(
    folder: Path, name: str, times: list[str], options: ReadOptions | None = None
) -> tuple[Recording, list[float]]:
    path = folder / "a.csv"
    path.write_text(f"{name}\tforce_n\n" + "".join(f"{time}\t1\n" for time in times), encoding="utf-8")
    recording = open_recording(path, options or ReadOptions())
    return recording, [time for chunk in recording.chunks for time in chunk.t_s]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("t_s", "s"), ("T", None), ("time", None), ("Time", None), ("timestamp", None), ("t_ms", "ms"),
        ("t_us", "us"), ("timestamp_us", "us"), ("seconds", "s"), ("time(s)", "s"), ("Time [s]", "s"),
        ("time_ms", "ms"), ("Time (ms)", "ms"),
        ("seconds_elapsed", "s"), ("elapsed_ms", "ms"), ("Timestamp (µs)", "us"), ("time_ns", "ns"), ("epoch", None),
        ("ms", "ms"), ("Time/s", "s"), ("unixtime", None), ("ts", None),
    ],
)  # fmt: skip
def test_names_of_time(name: str, unit: str | None) -> None:
    assert recognise(name) == (True, unit)


@pytest.mark.parametrize(
    "name", ["force_n", "s", "times_up", "test", "tests", "thigh", "", "t_x", "time zone", "timer"]
)
def test_names_of_other_things(name: str) -> None:
    assert recognise(name) == (False, None)


@pytest.mark.parametrize(
    ("stamps", "started_at"),
    [
        (["2024-05-01T10:00:00Z", "2024-05-01T10:00:00.25Z"], "2024-05-01T10:00:00+00:00"),
        (["2024-05-01 10:00:00", "2024-05-01 10:00:00.250"], "2024-05-01T10:00:00"),
        (["2024-05-01T10:00:00.000000001+02:00", "2024-05-01T08:00:00.250000001Z"], "2024-05-01T10:00:00+02:00"),
        (["1714557600", "1714557600.25"], "2024-05-01T10:00:00+00:00"),
        (["1714557600000", "1714557600250"], "2024-05-01T10:00:00+00:00"),
        (["1714557600000000", "1714557600250000"], "2024-05-01T10:00:00+00:00"),
    ],
)
def test_dates_count_from_the_first_row(tmp_path: Path, stamps: list[str], started_at: str) -> None:
    recording, times = opened(tmp_path, "timestamp", stamps)
    assert times == [0.0, 0.25]
    assert recording.started_at == started_at


@pytest.mark.parametrize(
    ("name", "times", "seconds", "warned"),
    [
        ("time", ["3.5", "3.51"], [3.5, 3.51], ""),
        ("t_s", ["0", "10", "20"], [0.0, 10.0, 20.0], ""),
        ("time", ["0", "10", "20"], [0.0, 0.01, 0.02], "taken as ms"),
        ("time", ["0", "10000", "20000"], [0.0, 0.01, 0.02], "taken as us"),
        ("time_ms", ["100", "110", "50"], [0.1, 0.11, 0.05], ""),
    ],
)
def test_units_by_name_or_by_size(
    tmp_path: Path, name: str, times: list[str], seconds: list[float], warned: str
) -> None:
    recording, read = opened(tmp_path, name, times)
    assert read == seconds
    assert recording.started_at is None
    assert any(warned in warning for warning in recording.warnings) or not recording.warnings
    assert bool(recording.warnings) == bool(warned)


def test_a_told_unit_wins(tmp_path: Path) -> None:
    options = ReadOptions(sources={"t_s": ColumnSource("time", "s")})
    assert opened(tmp_path, "time", ["0", "10"], options)[1] == [0.0, 10.0]
    stamps = ["2024-05-01 10:00:00", "2024-05-01 10:00:01"]
    assert opened(tmp_path, "when", stamps, ReadOptions(sources={"t_s": ColumnSource("when", "iso")}))[1] == [0.0, 1.0]


def test_naive_and_aware_stamps_do_not_mix(tmp_path: Path) -> None:
    recording, times = opened(tmp_path, "time", ["2024-05-01 10:00:00", "2024-05-01 10:00:01Z", "2024-05-01 10:00:02"])
    assert times == [0.0, 2.0]
    assert "left out: 1" in recording.warnings[0]


def test_dates_nobody_can_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="ISO stamps"):
        opened(tmp_path, "time", ["05/04/24 10:00", "05/04/24 10:01"])


def test_the_better_of_two_time_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("time,seconds_elapsed,force_n\n1714557600000000000,0.5,1\n", encoding="utf-8")
    recording = open_recording(path)
    assert next(recording.chunks).t_s == [0.5]
    assert "not from time" in recording.warnings[0]


def test_huge_times_are_not_a_date(tmp_path: Path) -> None:
    recording, times = opened(tmp_path, "t_s", ["1e300", "1e300"])
    assert recording.started_at is None
    assert all(math.isfinite(time) for time in times)
