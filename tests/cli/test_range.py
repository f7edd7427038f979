"""`levelhip range`: measured, told with its error, kept, and what has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from levelhip.recordings import write_csv
from levelhip.services.demonstrate import SimulationRequest, simulate
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def shin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("range") / "shin.csv"
    write_csv(path, simulate(SimulationRequest(3, "everyday", ())).recording("shin"))
    return path


def test_the_range_with_its_error(run: Run, shin: Path) -> None:
    ran = run("range", shin)
    assert ran.code == 0
    assert ran.out.startswith("Right: ")
    assert "from rest, the best of" in ran.out
    assert "does not see the pelvis" in ran.out
    assert "off by less than 2° two times in three; a change under 5.5° may be chance." in ran.out


def test_it_is_kept_and_set_against_the_first(run: Run, shin: Path, tmp_path: Path) -> None:
    first = run("range", shin, "--keep", "--data-dir", tmp_path)
    assert first.out.splitlines()[-1] == "Kept."
    again = run("range", shin, "--keep", "--data-dir", tmp_path)
    assert again.out.splitlines()[-1] in {"Left: The same as before.", "Right: The same as before."}
    measured = json.loads(run("export", "json", "--data-dir", tmp_path).out)
    assert "active_range" in json.dumps(measured)


def test_for_programs(run: Run, shin: Path) -> None:
    told = json.loads(run("range", shin, "--json").out)
    assert told["route"] == "shin"
    assert len(told["sides"]) == 2


def test_where_no_lift_is_found(run: Run, tmp_path: Path) -> None:
    flat = tmp_path / "flat.csv"
    rows = [f"{i / 50:.2f},0.0,0.0,{1 + (i % 2) / 1000}" for i in range(500)]
    flat.write_text("t_s,ax_g,ay_g,az_g\n" + "\n".join(rows) + "\n")
    ran = run("range", flat, "--side", "left")
    assert (ran.code, ran.out) == (1, "No lift was found.\n")
    run("range", flat, "--keep", "--data-dir", tmp_path).refused("nothing to keep")


def test_a_recording_of_a_press_is_refused(run: Run, tmp_path: Path) -> None:
    press = tmp_path / "press.csv"
    press.write_text("t_s,force_n\n0,1\n1,2\n2,3\n")
    run("range", press).refused("side_lying_hip_abduction cannot be measured")
