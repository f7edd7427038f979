"""`levelhip emg`: quality first, the bursts, what they are a share of, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from bench.bursts import Electromyogram, Shape, electromyogram
from levelhip.recordings import write_csv
from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[1] / "recordings" / "examples"


def write_muscles(path: Path, drawn: Electromyogram, **more: np.ndarray) -> Path:
    t_s = np.arange(len(drawn.values_uv)) / drawn.rate_hz
    columns = {"t_s": t_s.tolist(), "emg_gmed_uv": drawn.values_uv.tolist()}
    write_csv(path, {**columns, **{name: values.tolist() for name, values in more.items()}})
    return path


@pytest.fixture(scope="module")
def drawn() -> Electromyogram:
    return electromyogram(1, Shape(), rate_hz=1000.0, duration_s=30.0, count=4)


@pytest.fixture
def muscle(tmp_path: Path, drawn: Electromyogram) -> Path:
    return write_muscles(tmp_path / "press.csv", drawn, emg_tfl_uv=0.5 * drawn.values_uv)


def test_bursts_as_json(run: Run, muscle: Path, drawn: Electromyogram) -> None:
    record = run("emg", muscle, "--json").record
    assert record["schema"] == "levelhip.emg/1"
    assert (record["muscle"], record["quality"]["verdict"]) == ("gmed", "good")
    found = [(burst["onset_s"], burst["offset_s"]) for burst in record["bursts"]]
    assert np.array(found) == pytest.approx(np.array(drawn.bursts_s), abs=0.05)
    assert record["summary"]["burst_count"] == 4
    assert record["co_activation"]["index"] == pytest.approx(1.0)
    assert record["method"]["normalisation"] is None
    refused = {each["metric"]: each["reason"] for each in record["refused"]}
    assert "force_n" in refused["electromechanical_delay"]
    assert "both sides" in refused["side_difference"]


def test_quality_comes_first_in_words(run: Run, muscle: Path) -> None:
    lines = run("emg", muscle).out.splitlines()
    assert lines[0].startswith("gluteus medius - press.csv")
    assert lines[1] == "Signal: good."
    assert "4 times in 30 s" in " ".join(lines)
    assert any(line.startswith("Not reported: ") for line in lines)


def test_percent_of_the_strongest(run: Run, muscle: Path, tmp_path: Path, drawn: Electromyogram) -> None:
    told = run("emg", muscle, "--mvic", "100", "--json").record
    assert told["bursts"][0]["rms_percent_mvic"] == pytest.approx(told["bursts"][0]["rms_uv"], abs=0.06)
    strongest = write_muscles(tmp_path / "mvic.csv", drawn, emg_tfl_uv=0.5 * drawn.values_uv)
    own = run("emg", muscle, "--mvic", strongest, "--json").record
    assert 50 < own["bursts"][0]["rms_percent_mvic"] < 101
    assert "mvic.csv" in own["method"]["normalisation"]
    assert "each by its MVIC" in own["co_activation"]["normalised"]
    for wrong in ("0", "-3", "nan"):
        run("emg", muscle, f"--mvic={wrong}").refused("above 0")
    run("emg", muscle, "--mvic", tmp_path / "none.csv").refused("none.csv")


def test_both_sides_need_a_reference(run: Run, tmp_path: Path, drawn: Electromyogram) -> None:
    t_s = np.arange(len(drawn.values_uv)) / drawn.rate_hz
    path = tmp_path / "sides.csv"
    sides = {"emg_gmed_left_uv": drawn.values_uv, "emg_gmed_right_uv": 0.8 * drawn.values_uv}
    write_csv(path, {"t_s": t_s.tolist(), **{name: values.tolist() for name, values in sides.items()}})
    without = run("emg", path, "--json").record
    assert without["muscle"] == "gmed_left"
    assert without["side_difference"] is None
    with_own = run("emg", path, "--mvic", path, "--json").record
    assert with_own["side_difference"]["difference_percent_of_stronger"] == pytest.approx(0.0, abs=0.2)


def test_the_report_is_one_page(run: Run, muscle: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert run("emg", muscle, "--report", page).code == 0
    text = page.read_text("utf-8")
    assert "Signal: good" in text
    assert text.count("lh-tint") > 4
    assert "<script" not in text
    assert run("emg", muscle, "--report", muscle).refused("recording itself")


@pytest.mark.parametrize("name", ["muscle.edf", "muscle.bdf", "muscle.xdf", "opensignals.txt", "analog.c3d"])
def test_other_files(run: Run, name: str) -> None:
    record = run("emg", EXAMPLES / name, "--json").record
    assert record["muscle"] == "gmed"
    assert record["signal"]["rate_hz"] == pytest.approx(1000.0, rel=0.001)


def test_what_is_not_installed_is_one_line(run: Run, muscle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    assert run("emg", muscle).refused("scipy", "pip install 'levelhip[emg]'")
    monkeypatch.setitem(sys.modules, "brainflow.board_shim", None)
    assert run("emg", "--live", "brainflow").refused("pip install 'levelhip[emg-live]'")
    assert run("emg").refused("--live")
    assert run("emg", muscle, "--live", "lsl").refused("one file")


@pytest.mark.slow
def test_live_from_the_synthetic_board(run: Run) -> None:
    ran = run("emg", "--live", "brainflow", "--channel", "3", "--seconds", "3")
    assert ran.code in (0, 1)
    assert ran.out.splitlines()[:2] == ["synthetic: channel 3, 250 Hz. Rest for 2 s.", "Ready."]


def test_nothing_found_is_exit_one(run: Run, tmp_path: Path) -> None:
    still = electromyogram(2, Shape(snr_db=-60.0), rate_hz=1000.0, duration_s=10.0, count=1)
    ran = run("emg", write_muscles(tmp_path / "still.csv", still))
    assert ran.code == 1
    assert "No burst" in ran.out


def test_what_cannot_be_read_is_one_line(run: Run, muscle: Path, session: Path, tmp_path: Path) -> None:
    run("emg", tmp_path / "no.csv").refused("no.csv")
    run("emg", session).refused("no muscle signal", "--column")
    run("emg", muscle, "--muscle", "gmax").refused("gmed, tfl")
    slow = electromyogram(3, Shape(), rate_hz=1000.0, duration_s=10.0, count=1)
    t_s = np.arange(len(slow.values_uv)) / 50.0
    write_csv(tmp_path / "slow.csv", {"t_s": t_s.tolist(), "emg_gmed_uv": slow.values_uv.tolist()})
    run("emg", tmp_path / "slow.csv").refused("too few")


def test_a_foreign_column_is_asked_for_as_a_muscle(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lab.csv"
    path.write_text("time,ME\n0,1\n0.001,2\n", "utf-8")
    assert "--column emg_gmed_uv=ME:uV" in run("emg", path).err
