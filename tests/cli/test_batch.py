"""`levelhip batch`: the same numbers as `analyze`, for every file that can be measured; the others listed, with why."""

from __future__ import annotations

import csv
import os
import signal
from pathlib import Path

import pytest

from levelhip.services.batch import KILLED, measure_all
from tests.cli.conftest import Run, press, write_rows


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    (folder / "b").mkdir(parents=True)
    write_rows(folder / "two.csv", press(2))
    write_rows(folder / "b" / "three.csv", press(3))
    write_rows(folder / "rest.csv", [(i / 20, 0.0) for i in range(400)])
    (folder / "bad.csv").write_text("junk\n", "utf-8")
    (folder / "empty.csv").write_text("", "utf-8")
    (folder / "bad.parquet").write_bytes(b"\0" * 500)
    (folder / ".hidden.csv").write_text("junk\n", "utf-8")
    (folder / "notes.md").write_text("no recording", "utf-8")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_are_what_analyze_says(run: Run, study: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    ran = run("batch", study, "--out", out, "--jobs", "1")
    assert ran.code == 0
    assert "3 of 6 recordings measured, 5 repetitions, 3 failed" in ran.out
    recordings = rows(out / "recordings.csv")
    assert [row["recording"] for row in recordings] == ["b/three.csv", "rest.csv", "two.csv"]
    assert [row["rep_count"] for row in recordings] == ["3", "0", "2"]
    assert recordings[0]["left_rep_count"] == ""
    for row in recordings:
        record = run("analyze", study / row["recording"], "--json").record
        assert float(row["duration_s"]) == record["signal"]["duration_s"]
        mine = [each for each in rows(out / "reps.csv") if each["recording"] == row["recording"]]
        theirs = [rep for side in record["sides"] for rep in side["reps"]]
        assert [float(each["hold_start_s"]) for each in mine] == [rep["hold_start_s"] for rep in theirs]
        assert [float(each["peak"]) for each in mine] == [rep["peak"] for rep in theirs]
    failures = rows(out / "failures.csv")
    assert [row["recording"] for row in failures] == ["bad.csv", "bad.parquet", "empty.csv"]
    assert all(row["why"].isprintable() and row["why"] for row in failures)


@pytest.mark.slow
def test_several_at_a_time_give_the_same(run: Run, study: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        run("batch", study, "--out", tmp_path / jobs, "--jobs", jobs)
    for name in ("reps.csv", "recordings.csv", "failures.csv"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_the_tables_are_not_recordings_of_the_next_time(run: Run, study: Path) -> None:
    first = run("batch", study, "--jobs", "1")
    assert run("batch", study, "--jobs", "1").out == first.out
    assert run("batch", study, "--jobs", "1", "--out", study).out.splitlines()[0] == first.out.splitlines()[0]


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_names_of_files_may_be_anything(run: Run, study: Path) -> None:
    for name in (b"=1+1.csv", b"\xff\xfe.csv", b"two\nlines.csv"):
        Path(os.fsdecode(os.path.join(os.fsencode(study), name))).write_bytes((study / "two.csv").read_bytes())  # noqa: PTH118
    assert run("batch", study, "--jobs", "1").code == 0
    names = [row["recording"] for row in rows(study / "levelhip-batch" / "recordings.csv")]
    assert len(names) == 6
    assert "'=1+1.csv" in names


def test_exit_codes(run: Run, study: Path, tmp_path: Path) -> None:
    run("batch", tmp_path / "nowhere").refused("no such folder")
    (tmp_path / "void").mkdir()
    run("batch", tmp_path / "void").refused("no recording", ".csv")
    run("batch", study, "--exercise", "clamshel").refused("clamshell")
    for name in ("two.csv", "b/three.csv"):
        (study / name).unlink()
    assert run("batch", study, "--jobs", "1").code == 1


def _kills_itself(path: Path) -> dict[str, object]:
    if path.name == "bad.csv":
        os.kill(os.getpid(), signal.SIGKILL)
    return {"name": path.name}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_killed_process_stops_nothing(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.csv", "bad.csv", "c.csv", "d.csv")]
    found = list(measure_all(tmp_path, paths, _kills_itself, 2, lambda _: None))
    assert [each.recording for each in found] == ["a.csv", "bad.csv", "c.csv", "d.csv"]
    assert [each.why for each in found] == [None, KILLED, None, None]
