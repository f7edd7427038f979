"""Bad usage and bad files: exit 2, one line on stderr that says what and where, never a traceback."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from levelhip.recordings import read_table, write_parquet
from tests.cli.conftest import Run, press, program, write_rows

EXAMPLES = Path(__file__).parents[1] / "recordings" / "examples"

# -- usage -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("measure",),
        ("analyze",),
        ("analyze", "a.csv", "b.csv"),
        ("analyze", "a.csv", "--speed", "9"),
        ("analyze", "a.csv", "--side", "up"),
        ("analyze", "a.csv", "--hold"),
        ("demo", "--seed", "one"),
        ("simulate",),
        ("--loud",),
    ],
)
def test_bad_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).refused()


@pytest.mark.parametrize("text", ["force_n", "=Weight", "force_n=", "force_n=:kg"])
def test_column_that_says_nothing(run: Run, session: Path, text: str) -> None:
    assert run("analyze", session, "--column", text).refused("--column", "force_n=Weight:kg")


def test_column_that_is_not_known(run: Run, session: Path) -> None:
    assert run("analyze", session, "--column", "forse_n=force_n").refused("force_n")
    assert run("analyze", session, "--column", "force_n=Weight").refused("Weight", "t_s")
    assert run("analyze", session, "--column", "force_n=force_n:furlong").refused("furlong", "kg")


# -- files that are no recordings --------------------------------------------------------------------------------------


def test_empty_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    assert run("analyze", path).refused("empty.csv", "empty")


def test_header_only(run: Run, tmp_path: Path) -> None:
    assert run("analyze", write_rows(tmp_path / "header.csv", [])).refused("header.csv")


def test_one_row(run: Run, tmp_path: Path) -> None:
    assert run("analyze", write_rows(tmp_path / "one.csv", [(0.0, 1.0)])).refused("one.csv")


def test_text_in_numbers(run: Run, tmp_path: Path) -> None:
    words = write_rows(tmp_path / "words.csv", [(t, "strong") for t, _ in press()])
    assert run("analyze", words).refused("words.csv")
    rows: list[tuple[object, object]] = list(press())
    rows[5] = (rows[5][0], "oops")
    ran = run("analyze", write_rows(tmp_path / "oops.csv", rows), "--json")
    assert ran.code == 0
    assert ran.record["sides"][0]["rep_count"] == 2
    assert ran.record["warnings"]


@pytest.mark.parametrize("missing", ["", "nan", "NaN", "NA", "inf"])
def test_no_number_at_all(run: Run, tmp_path: Path, missing: str) -> None:
    assert run("analyze", write_rows(tmp_path / "missing.csv", [(t, missing) for t, _ in press()])).refused(
        "missing.csv"
    )


def test_frozen_time(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "frozen.csv", [(1.5, n) for _, n in press()])
    assert run("analyze", path).refused("frozen.csv", "time")


@pytest.mark.parametrize("time", ["", "nan", "later", "inf"])
def test_time_nowhere_usable(run: Run, tmp_path: Path, time: str) -> None:
    assert run("analyze", write_rows(tmp_path / "timeless.csv", [(time, n) for _, n in press()])).refused(
        "timeless.csv"
    )


def test_time_jumps_back(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "twice.csv", [*press(2), *press(1)])
    ran = run("analyze", path, "--json")
    assert ran.code == 0
    assert ran.record["signal"]["segments"] == 2
    assert any("jumps back" in warning for warning in ran.record["warnings"])
    reps = ran.record["sides"][0]["reps"]
    assert [(rep["number"], rep["segment"]) for rep in reps] == [(1, 1), (2, 1), (3, 2)]
    assert run("analyze", path, "--report", tmp_path / "twice.html", "--trace", tmp_path / "twice.svg").code == 0


def test_time_only_goes_back(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "backwards.csv", [(-10 * t, n) for t, n in press()])
    assert run("analyze", path).refused("time")


def test_wrong_delimiter(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "pipes.csv", press(), delimiter="#")
    assert run("analyze", path).refused("pipes.csv", "t_s#force_n")


def test_missing_columns(run: Run, tmp_path: Path) -> None:
    """What was found and what is needed are both said."""
    path = write_rows(tmp_path / "flat.csv", [(t, n, n) for t, n in press()], ("t_s", "ax_g", "ay_g"))
    assert run("analyze", path).refused("ax_g", "ay_g", "az_g", "force_n")
    path = write_rows(tmp_path / "other.csv", press(), ("t_s", "pressure_pa"))
    assert run("analyze", path).refused("pressure_pa", "force_n")


def test_columns_the_exercise_has_no_use_for(run: Run, session: Path) -> None:
    assert run("analyze", session, "--exercise", "clamshell").refused("clamshell", "force_n", "ax_g")


def test_missing_file_names_the_nearest(run: Run, session: Path) -> None:
    assert run("analyze", session.with_name("sesion.csv")).refused("sesion.csv", "session.csv")


def test_a_folder(run: Run, tmp_path: Path) -> None:
    assert run("analyze", tmp_path).refused("folder")


def test_an_unknown_kind_of_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "session.docx"
    path.write_bytes(b"PK\x03\x04")
    assert run("analyze", path).refused("session.docx", ".csv", ".parquet")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(run: Run, session: Path) -> None:
    session.chmod(0)
    assert run("analyze", session).refused("session.csv", "may not read")


def test_truncated_gzip(run: Run, session: Path, tmp_path: Path) -> None:
    whole = gzip.compress(session.read_bytes())
    path = tmp_path / "cut.csv.gz"
    for keep in (1, 10, len(whole) // 2, len(whole) - 4):
        path.write_bytes(whole[:keep])
        assert run("analyze", path).refused("cut.csv.gz")


def test_truncated_parquet(run: Run, session: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.parquet"
    write_parquet(path, read_table(session))
    whole = path.read_bytes()
    for keep in (4, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:keep])
        assert run("analyze", path).refused("cut.parquet")


def test_truncated_c3d(run: Run, tmp_path: Path) -> None:
    whole = (EXAMPLES / "markers.c3d").read_bytes()
    path = tmp_path / "cut.c3d"
    for keep in (100, 600, len(whole) // 2):
        path.write_bytes(whole[:keep])
        assert run("analyze", path, "--exercise", "standing_hip_abduction", "--side", "left").refused("cut.c3d")


# -- what cannot be written --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("option", "name"), [("--report", "out.html"), ("--trace", "out.svg"), ("--trace", "out.png")])
def test_nothing_is_half_written(run: Run, session: Path, tmp_path: Path, option: str, name: str) -> None:
    assert run("analyze", session, option, tmp_path / "nowhere" / name).refused(name)
    taken = tmp_path / "taken" / name
    taken.mkdir(parents=True)
    assert run("analyze", session, option, taken).refused(name)
    assert not list(taken.iterdir())
    assert [path.name for path in taken.parent.iterdir()] == [name]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("option", ["--report", "--trace"])
def test_what_is_no_ordinary_file_is_not_replaced(run: Run, session: Path, tmp_path: Path, option: str) -> None:
    """A rename would put a file in the place of a device. A pipe stands for it: never name a real device here."""
    special = tmp_path / "special.svg"
    os.mkfifo(special)
    assert run("analyze", session, option, special).refused("special.svg")
    assert special.is_fifo()


def test_picture_of_another_kind(run: Run, session: Path, tmp_path: Path) -> None:
    assert run("analyze", session, "--trace", tmp_path / "out.gif").refused("out.gif", ".svg", ".png")
    assert not (tmp_path / "out.gif").exists()


def test_demo_and_simulate_into_a_file(run: Run, session: Path) -> None:
    assert run("demo", "--out", session).refused("session.csv")
    assert run("simulate", session, "--kind", "force").refused("session.csv")


def test_the_recording_is_not_written_over(run: Run, session: Path) -> None:
    """A slip of the hand must not cost the only recording there is."""
    before = session.read_bytes()
    assert run("analyze", session, "--report", session).refused("session.csv")
    assert session.read_bytes() == before


# -- pipes and names ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("head") is None, reason="no `head`")
@pytest.mark.parametrize("words", ["analyze session.csv --json", "exercises", "--help", "doctor --json"])
def test_broken_pipe(session: Path, words: str) -> None:
    """`levelhip ... | head -1` ends without a word."""
    script = f"{sys.executable} -m levelhip.cli {words} | head -n 1; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, cwd=session.parent, timeout=60
    )
    assert not ran.stderr
    assert len(ran.stdout.splitlines()) == 1


def test_a_pipe_that_is_closed_before_anything_is_said(session: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "levelhip.cli", "analyze", session.name, "--json"]
    ran = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, cwd=session.parent, timeout=60
    )
    os.close(writing)
    assert not ran.stderr


HOSTILE = (
    "two words.csv",
    "new\nline.csv",
    "<script>alert(1)<!--.csv",
    "quote\"'&amp;.csv",
    "grüße 日本 \u202e.csv",
    "$(touch x); `id`.csv",
    "[bold red]x[blink].csv",
    "\x1b[31mred.csv",
)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(run: Run, session: Path, tmp_path: Path, name: str) -> None:
    path = session.rename(tmp_path / name)
    page, svg = tmp_path / "out.html", tmp_path / "out.svg"
    ran = run("analyze", path, "--report", page, "--trace", svg, "--json")
    assert ran.code == 0, ran.err
    assert ran.record["source"] == name
    text = page.read_text("utf-8")
    assert "<script>alert" not in text
    assert "<script>alert" not in svg.read_text("utf-8")
    printed = run("analyze", path)
    assert printed.code == 0
    assert "\x1b[31m" not in printed.out
    path.write_bytes(b"")
    assert run("analyze", path).refused("empty")
    path.unlink()
    assert run("analyze", path).refused("no such file")


def test_a_leading_dash(session: Path) -> None:
    session.rename(session.with_name("-session.csv"))
    assert program("analyze", "--json", "--", "-session.csv", cwd=session.parent).code == 0
    assert program("analyze", "--json", "./-session.csv", cwd=session.parent).code == 0
    assert program("analyze", "-session.csv", cwd=session.parent).refused()


def test_no_traceback_from_the_program(tmp_path: Path) -> None:
    path = tmp_path / "noise.parquet"
    path.write_bytes(bytes(range(256)) * 20)
    assert program("analyze", path).refused("noise.parquet")
