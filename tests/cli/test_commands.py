"""Every command, what it prints and writes, and its exit code."""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from levelhip import __version__
from levelhip.exercise.library import exercise_keys
from levelhip.recordings import read_table, write_parquet
from levelhip.services import doctor
from tests.cli.conftest import Run, press, program, write_rows

COMMANDS = ("analyze", "demo", "simulate", "exercises", "doctor")


# -- help --------------------------------------------------------------------------------------------------------------


def test_help_names_every_command_and_where_to_begin(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    assert all(command in ran.out for command in COMMANDS)
    assert "levelhip demo" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"levelhip {command}" in ran.out
    assert "--help" in ran.out
    assert r"\b" not in ran.out  # each example on a line of its own
    assert "\b" not in ran.out


def test_analyze_help_has_every_option_and_an_example(run: Run) -> None:
    out = run("analyze", "--help").out
    options = ("--exercise", "--side", "--column", "--columns", "--frame", "--hold", "--best-press", "--json")
    assert all(option in out for option in (*options, "--report", "--trace"))
    assert "levelhip analyze session.csv" in out


def test_version(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.out.strip()) == (0, f"levelhip {__version__}")


def test_help_starts_at_once() -> None:
    """Neither NumPy nor Arrow is loaded before a command needs it."""
    code = (
        "import sys; from levelhip import cli; sys.argv = ['levelhip', '--help']\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'pyarrow', 'ezc3d', 'resvg_py'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


# -- analyze -----------------------------------------------------------------------------------------------------------


def test_analyze_prints_what_was_done(run: Run, session: Path) -> None:
    ran = run("analyze", session, "--side", "left")
    assert ran.code == 0
    assert not ran.err
    assert "2 repetitions, 2 of them held the full 6 s" in " ".join(ran.out.split())


def test_analyze_json(run: Run, session: Path) -> None:
    ran = run("analyze", session, "--side", "right", "--json")
    record = ran.record
    assert ran.code == 0
    assert not ran.err
    assert set(record) == {
        "schema", "exercise", "source", "started_at", "signal", "engine", "prescription", "sides", "summary",
        "warnings",
    }  # fmt: skip
    assert record["schema"] == "levelhip.session/1"
    assert record["source"] == "session.csv"
    signal = record["signal"]
    assert (signal["quantity"], signal["unit"], signal["gaps"], signal["segments"]) == ("force_n", "N", 0, 1)
    assert signal["rate_hz"] == pytest.approx(20.0)
    assert signal["duration_s"] == pytest.approx(len(press()) / 20 - 0.05)
    (side,) = record["sides"]
    assert (side["side"], side["rep_count"], side["complete_count"], side["missed"]) == ("right", 2, 2, [])
    first = side["reps"][0]
    assert first["start_s"] == pytest.approx(3.0, abs=0.1)
    assert first["hold_start_s"] == pytest.approx(3.5, abs=0.1)
    assert first["hold_end_s"] == pytest.approx(11.5, abs=0.1)
    assert first["end_s"] == pytest.approx(12.5, abs=0.15)
    assert first["peak"] == pytest.approx(25.0, abs=0.5)
    assert first["provenance"] == "measured"


def test_nothing_found_is_exit_1_and_still_json(run: Run, tmp_path: Path) -> None:
    rest = write_rows(tmp_path / "rest.csv", [(i / 20, 0.1 * (i % 2)) for i in range(400)])
    ran = run("analyze", rest, "--json")
    assert ran.code == 1
    assert not ran.err
    assert ran.record["sides"] == []
    assert "No repetition" in ran.record["summary"]
    assert run("analyze", rest).code == 1


def test_what_is_not_known_is_null(run: Run, tmp_path: Path) -> None:
    """A recording cut off in mid-hold has no release."""
    rows = press(1)
    cut = write_rows(tmp_path / "cut.csv", rows[: 8 * 20])
    ran = run("analyze", cut, "--json")
    (rep,) = ran.record["sides"][0]["reps"]
    assert rep["release_s"] is None
    assert "cut_off" in rep["faults"]
    assert ran.record["sides"][0]["tempo_s"] is None
    assert ran.record["sides"][0]["side"] is None


def test_side_of_a_file_that_does_not_say(run: Run, session: Path) -> None:
    record = run("analyze", session, "--json").record
    assert record["sides"][0]["side"] is None
    assert any("--side" in warning for warning in record["warnings"])
    told = run("analyze", session, "--side", "left", "--json").record
    assert told["sides"][0]["side"] == "left"
    assert not told["warnings"]


def test_side_column(run: Run, tmp_path: Path) -> None:
    right = [(t, n, "right") for t, n in press(2)]
    left = [(t, n, "left") for t, n in press(3, start_s=60.0)]
    path = write_rows(tmp_path / "both.csv", [*right, *left], ("t_s", "force_n", "side"))
    sides = run("analyze", path, "--json").record["sides"]
    assert [(side["side"], side["rep_count"]) for side in sides] == [("right", 2), ("left", 3)]


def test_hold_changes_what_is_complete(run: Run, session: Path) -> None:
    asked = {hold: run("analyze", session, "--hold", hold, "--json").record for hold in ("6", "20")}
    assert asked["6"]["sides"][0]["complete_count"] == 2
    assert asked["20"]["prescription"]["hold_s"] == pytest.approx(20.0)
    assert asked["20"]["sides"][0]["complete_count"] == 0
    assert run("analyze", session, "--hold", "-1").refused("--hold")
    assert run("analyze", session, "--hold", "soon").refused("--hold")


def test_best_press_moves_the_band(run: Run, session: Path) -> None:
    """Gentle is 20-40 % of 30 N; twice its upper end is 24 N: 25 N are too hard."""
    plain = run("analyze", session, "--json").record
    record = run("analyze", session, "--best-press", "30", "--json").record
    assert not any("too_hard" in rep["faults"] for rep in plain["sides"][0]["reps"])
    assert any("too_hard" in rep["faults"] for rep in record["sides"][0]["reps"])


def test_a_press_that_is_too_hard_is_one_repetition(run: Run, session: Path) -> None:
    """Nobody let go in between."""
    record = run("analyze", session, "--best-press", "30", "--json").record
    reps = record["sides"][0]["reps"]
    assert len(reps) == 2
    assert all({"too_hard", "short_hold"} <= set(rep["faults"]) for rep in reps)


@pytest.mark.parametrize("best", ["-100", "0", "nan"])
def test_best_press_must_make_sense(run: Run, session: Path, best: str) -> None:
    assert run("analyze", session, "--best-press", best).refused()


def test_hold_must_be_a_number(run: Run, session: Path) -> None:
    assert run("analyze", session, "--hold", "nan").refused()


def test_csv_gz_and_parquet_give_the_same(run: Run, session: Path, tmp_path: Path) -> None:
    packed, parquet = tmp_path / "session.csv.gz", tmp_path / "session.parquet"
    packed.write_bytes(gzip.compress(session.read_bytes()))
    write_parquet(parquet, read_table(session))
    records = [run("analyze", path, "--json").record for path in (session, packed, parquet)]
    assert [record.pop("source") for record in records] == ["session.csv", "session.csv.gz", "session.parquet"]
    assert records[0] == records[1] == records[2]


def test_report_and_traces(run: Run, session: Path, tmp_path: Path) -> None:
    page, svg, png = (tmp_path / f"out.{ending}" for ending in ("html", "svg", "png"))
    assert run("analyze", session, "--report", page, "--trace", svg).code == 0
    assert run("analyze", session, "--trace", png).code == 0
    text = page.read_text("utf-8")
    assert text.lower().startswith("<!doctype html>")
    assert not re.search(r"""(?:src|href)=["']https?:""", text)
    assert ET.parse(svg).getroot().tag.endswith("svg")  # noqa: S314 - our own
    assert png.read_bytes().startswith(b"\x89PNG\r\n")


def test_a_report_of_nothing(run: Run, tmp_path: Path) -> None:
    rest = write_rows(tmp_path / "rest.csv", [(i / 20, 0.0) for i in range(400)])
    page, svg = tmp_path / "out.html", tmp_path / "out.svg"
    assert run("analyze", rest, "--report", page, "--trace", svg).code == 1
    assert page.exists()
    assert svg.exists()


# -- foreign files -----------------------------------------------------------------------------------------------------


def test_columns_without_a_header(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "bare.csv", press(), header=())
    assert run("analyze", path, "--columns", "t_s,force_n", "--json").record["sides"][0]["rep_count"] == 2
    assert run("analyze", path).refused("--columns")


def test_column_with_units(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "scale.csv", [(1000 * t, n / 9.80665) for t, n in press()], ("Time", "Weight"))
    record = run("analyze", path, "--column", "t_s=Time:ms", "--column", "force_n=Weight:kg", "--json").record
    (side,) = record["sides"]
    assert side["rep_count"] == 2
    assert side["reps"][0]["peak"] == pytest.approx(25.0, abs=0.5)
    assert record["signal"]["rate_hz"] == pytest.approx(20.0)


def test_acceleration_in_metres(run: Run, tmp_path: Path) -> None:
    rows = []
    for t, n in press():
        angle = math.radians(n)
        rows.append((t, 9.80665 * math.sin(angle), 0.0, 9.80665 * math.cos(angle)))
    path = write_rows(tmp_path / "phone.csv", rows, ("t_s", "X", "Y", "Z"))
    words = [
        word for ours, theirs in zip("xyz", "XYZ", strict=True) for word in ("--column", f"a{ours}_g={theirs}:m/s2")
    ]
    record = run("analyze", path, *words, "--json").record
    assert record["sides"][0]["rep_count"] == 2
    assert record["sides"][0]["range_median"] == pytest.approx(25.0, abs=1.0)
    plain = [word.removesuffix(":m/s2") for word in words]
    wrong = run("analyze", path, *plain, "--json").record
    assert any("m/s2" in warning for warning in wrong["warnings"])


def test_decimal_commas_and_semicolons(run: Run, session: Path, tmp_path: Path) -> None:
    rows = [[str(value).replace(".", ",") for value in row] for row in press()]
    path = write_rows(tmp_path / "excel.csv", rows, delimiter=";")
    wanted = run("analyze", session, "--json").record
    found = run("analyze", path, "--json").record
    assert found["sides"] == wanted["sides"]


def test_other_delimiters(run: Run, session: Path, tmp_path: Path) -> None:
    """A semicolon or a tab is read as what it is."""
    wanted = run("analyze", session, "--json").record["sides"]
    for name, delimiter in (("semicolon.csv", ";"), ("tab.csv", "\t")):
        path = write_rows(tmp_path / name, press(), delimiter=delimiter)
        assert run("analyze", path, "--json").record["sides"] == wanted


def test_frame_of_fractions(run: Run, tmp_path: Path) -> None:
    """Hips at a quarter of the width; the upper ankle goes up and down by the press's number, as degrees."""
    names = [f"{side}_{joint}" for side in ("left", "right") for joint in ("hip", "ankle")]
    header = ["t_s", *(f"{name}_{axis}" for name in names for axis in "xy"), *(f"{name}_visibility" for name in names)]
    rows = []
    for t, n in press():
        up = math.radians(n)
        pixels = (160, 200, 160 + 200 * math.cos(up), 200 - 200 * math.sin(up), 160, 240, 360, 240)
        rows.append((t, *(pixel / (640, 480)[i % 2] for i, pixel in enumerate(pixels)), *(1.0,) * 4))
    path = write_rows(tmp_path / "pose.csv", rows, header)
    record = run("analyze", path, "--frame", "640x480", "--json").record
    assert record["sides"][0]["rep_count"] == 2
    assert record["sides"][0]["range_median"] == pytest.approx(25.0, abs=0.5)
    assert run("analyze", path).refused("--frame")
    for wrong in ("640", "0x480", "axb", "640x", "-640x480"):
        assert run("analyze", path, f"--frame={wrong}").refused("640x480")


# -- the other commands ------------------------------------------------------------------------------------------------


def test_demo_writes_what_it_says(tmp_path: Path) -> None:
    ran = program("demo", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert not ran.err
    folder = tmp_path / "levelhip-demo"
    assert {path.name for path in folder.iterdir()} == {
        "report.html", "session_camera.csv", "session_force.csv", "session_shin.csv", "session_truth.json",
    }  # fmt: skip
    assert all(path.name in ran.out for path in folder.iterdir())
    again = program("analyze", "levelhip-demo/session_force.csv", "--json", cwd=tmp_path)
    assert [(side["side"], side["rep_count"]) for side in again.record["sides"]] == [("right", 7), ("left", 7)]


def test_demo_is_the_same_every_time(run: Run, tmp_path: Path) -> None:
    first = run("demo", "--out", tmp_path / "a", "--seed", "3")
    second = run("demo", "--out", tmp_path / "b", "--seed", "3")
    assert first.code == second.code == 0
    for path in sorted((tmp_path / "a").glob("session*")):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_simulate_is_deterministic(run: Run, tmp_path: Path) -> None:
    texts = []
    for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        ran = run("simulate", tmp_path / name, "--seed", seed, "--kind", "force", "--fault", "broken:right:2")
        assert ran.code == 0, ran.err
        files = [Path(line) for line in ran.out.splitlines()]
        assert [file.name for file in files] == [f"session{seed}_force.csv", f"session{seed}_truth.json"]
        texts.append([file.read_bytes() for file in files])
    assert texts[0] == texts[1] != texts[2]


def test_simulate_parquet_is_the_csv(run: Run, tmp_path: Path) -> None:
    run("simulate", tmp_path, "--kind", "shin", "--no-faults")
    assert run("simulate", tmp_path, "--kind", "shin", "--no-faults", "--parquet").code == 0
    assert read_table(tmp_path / "session1_shin.csv") == read_table(tmp_path / "session1_shin.parquet")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--population", "martian"), "everyday"),
        (("--kind", "sonar"), "force"),
        (("--fault", "sneeze:right:1"), "early_release"),
        (("--fault", "broken:up:1"), "broken"),
        (("--fault", "broken:right:x"), "KIND:SIDE:NUMBER"),
        (("--fault", "broken:right:99"), ""),
    ],
)
def test_simulate_refuses_what_it_cannot_do(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    assert run("simulate", tmp_path / "out", *words).refused(said)


def test_exercises_are_listed_and_explained(run: Run) -> None:
    listed = run("exercises")
    assert listed.code == 0
    for key in exercise_keys():
        assert key in listed.out
        explained = run("exercises", key)
        assert explained.code == 0
        assert len(explained.out) > 300
    assert "Measured by nothing; the clock alone paces it." in run("exercises", "side_plank").out
    assert "1. ready: Stand tall beside the wall" in run("exercises", "standing_isometric_abduction").out


def test_exercises_json(run: Run) -> None:
    every = json.loads(run("exercises", "--json").out)
    assert [each["key"] for each in every] == list(exercise_keys())
    one = json.loads(run("exercises", "clamshell", "--json").out)
    assert one == next(each for each in every if each["key"] == "clamshell")


def test_unknown_exercise_suggests_the_nearest(run: Run, session: Path) -> None:
    assert run("exercises", "clamshel").refused("clamshell")
    assert run("analyze", session, "--exercise", "clamshel").refused("clamshell")


def test_doctor(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0
    assert all(line.startswith("ok") for line in ran.out.splitlines())
    found = json.loads(run("doctor", "--json").out)
    assert {each["state"] for each in found} == {"ok"}
    assert "engine self-check" in {each["what"] for each in found}


def test_doctor_says_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PARTS", (("no_such_module", "nothing"),))
    ran = run("doctor")
    assert ran.code == 1
    assert "missing  no_such_module" in ran.out


def test_the_demo_recordings_open_in_a_spreadsheet(run: Run, tmp_path: Path) -> None:
    run("simulate", tmp_path, "--kind", "force")
    with (tmp_path / "session1_force.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(rows[0]) == {"t_s", "force_n", "side"}
