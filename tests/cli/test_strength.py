"""`levelhip strength`: a recording of presses measured, refused where it cannot carry a measure, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelhip.bootstrap import open_services
from levelhip.settings import Settings
from tests.cli.conftest import Run, write_rows
from tests.exercise.press_people import three

LEG = ("--leg-length", "88", "--mass", "70", "--sex", "female")


def recording(
    path: Path, hz: float = 80.0, column: str = "force_n", sides: tuple[str, ...] = ("left", "right")
) -> Path:
    rows: list[tuple[object, ...]] = []
    for number, side in enumerate(sides):
        t_s, read_n = three(10 * number + 1, hz)
        begins_s = float(str(rows[-1][0])) + 1 / hz if rows else 0.0
        rows += [(f"{begins_s + t:.5f}", side, f"{force:.3f}") for t, force in zip(t_s, read_n, strict=True)]
    return write_rows(path, rows, ("t_s", "side", column))


@pytest.fixture
def check(tmp_path: Path) -> Path:
    return recording(tmp_path / "check.csv")


def test_both_sides_in_a_table(run: Run, check: Path) -> None:
    ran = run("strength", check, "--rigging", "inline", *LEG)
    assert ran.code == 0
    assert ran.out.startswith("Strength check - check.csv (cell inline to a fixed anchor)")
    for words in ("Left: best 20", "Right: best 20", "Nm/kg", "43 Nm the leg itself", "Not told: RFD50", "80 Hz"):
        assert words in ran.out
    assert "hides a weakness on both sides" in ran.out


def test_json_says_what_was_refused_and_how_it_was_measured(run: Run, check: Path) -> None:
    found = run("strength", check, "--rigging", "inline", "--json", *LEG).record
    assert (found["schema"], found["kind"], found["is_kept"]) == ("levelhip.strength/1", "strength", False)
    left = found["sides"]["left"]
    assert left["best_n"] == pytest.approx(200, rel=0.03)
    assert left["moment_of_mean"]["nm"] == pytest.approx(left["mean_n"] * 0.88 + 43, abs=2)
    for press in left["presses"]:
        assert press["onset"]["method"] == "3 SD over the baseline, searched back"
        low, high = press["rfd"]["rfd_200"]["interval_n_per_s"]
        assert low < press["rfd"]["rfd_200"]["n_per_s"] < high
        assert press["rfd"]["rfd_200"]["caveat"] is None
        assert "far off" in press["rfd"]["rfd_100"]["caveat"]
        assert "about 1000 are needed" in press["refused"]["rfd_50"]


def test_ten_samples_a_second_carry_the_peak_alone(run: Run, tmp_path: Path) -> None:
    found = run("strength", recording(tmp_path / "slow.csv", 10), "--rigging", "inline", "--json").record
    for side in found["sides"].values():
        assert side["best_n"] == pytest.approx(200, rel=0.05)
        for press in side["presses"]:
            assert press["rfd"] == {}
            assert press["onset"] is press["plateau"] is None
            assert set(press["refused"]) == {"onset", "rfd_50", "rfd_100", "rfd_200", "steadiness"}


def test_with_a_belt_it_is_a_belt_press_without_moments(run: Run, tmp_path: Path) -> None:
    strand = recording(tmp_path / "strand.csv", column="strand_tension_n")
    found = run("strength", strand, "--rigging", "strand", "--json", *LEG).record
    assert found["kind"] == "belt_press"
    assert found["sides"]["left"]["best_n"] == pytest.approx(400, rel=0.03)
    assert found["sides"]["left"]["moment_of_mean"] is None
    assert "not the strength of one" in run("strength", strand, "--rigging", "strand").out
    run("strength", strand, "--rigging", "inline").refused("strand_tension_n is of a cell in one strand")


def test_a_foreign_export_is_read_by_its_columns(run: Run, tmp_path: Path) -> None:
    t_s, read_n = three(3)
    rows = [(f"{1000 * t:.2f}", f"{force / 9.80665:.4f}") for t, force in zip(t_s, read_n, strict=True)]
    export = write_rows(tmp_path / "export.csv", rows, ("Time", "Weight"))
    columns = ("--column", "t_s=Time:ms", "--column", "force_n=Weight:kg")
    found = run("strength", export, "--rigging", "inline", "--side", "left", *columns, "--json").record
    assert found["sides"]["left"]["best_n"] == pytest.approx(200, rel=0.03)


def test_kept_and_judged_against_the_next(run: Run, check: Path, tmp_path: Path) -> None:
    words = ("strength", check, "--rigging", "inline", *LEG, "--keep", "--data-dir", tmp_path / "data")
    assert "Kept" in run(*words).out
    assert run(*words, "--json").record["is_kept"] is True
    services = open_services(Settings(tmp_path / "data"), lambda _: {})
    (history,) = services.outcomes.history()
    newest, oldest = history["entries"]
    services.store.close()
    assert newest["changes"]["left"]["verdict"] == "same"
    assert newest["own_error"] == {"share": 0.069, "pairs": 2}
    assert newest["answers"]["unit"] == "Nm/kg"
    assert oldest["answers"]["detail"]["rigging"] == "inline"
    assert len(oldest["answers"]["detail"]["presses_n"]["left"]) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rigging", "inline", "--leg-length", "8"), "leg_length_m"),
        (("--rigging", "inline", "--mass", "7"), "body_mass_kg"),
        (("--rigging", "rope"), "rope"),
        ((), "--rigging"),
    ],
)
def test_bad_usage_is_one_line(run: Run, check: Path, words: tuple[str, ...], said: str) -> None:
    run("strength", check, *words).refused(said)


def test_what_is_no_check_is_refused(run: Run, tmp_path: Path) -> None:
    angle = write_rows(tmp_path / "angle.csv", [(0, 1), (1, 2)], ("t_s", "abduction_deg"))
    run("strength", angle, "--rigging", "inline").refused("needs force_n or strand_tension_n", "abduction_deg")
    sideless = write_rows(tmp_path / "sideless.csv", [(0, 1), (1, 2)])
    run("strength", sideless, "--rigging", "inline").refused("--side left or right")
    still = write_rows(tmp_path / "still.csv", [(n / 80, 0) for n in range(900)])
    ran = run("strength", still, "--rigging", "inline", "--side", "left")
    assert ran.code == 1
    assert "nothing found" in ran.out
