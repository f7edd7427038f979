"""`levelhip belt`: the loop, its angle, and what it loads."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run

MEASURES = ("belt", "--leg", "88", "--ankle", "24", "--hips", "16")


def test_the_loop_for_an_angle(run: Run) -> None:
    ran = run(*MEASURES, "--angle", "15")
    assert ran.code == 0
    assert ran.out.startswith("A loop of 102 cm is tight with the leg 15° up.\nOff by less than 2° two times in three.")


def test_the_angle_of_a_loop_and_what_it_loads(run: Run) -> None:
    ran = run(*MEASURES, "--loop", "90", "--mass", "70", "--sex", "female", "--force", "20", "--rigging", "strand")
    assert "40 N on the ankle" in ran.out
    assert "It should be 10° to 20°" not in ran.out
    assert "the bottom leg lifts off from, N" in ran.out
    assert "it is no activation" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_hips_that_are_not_told(run: Run) -> None:
    assert "Hip width not told: 16 cm is taken" in run("belt", "--leg", "88", "--ankle", "24").out


def test_for_programs(run: Run) -> None:
    told = json.loads(run(*MEASURES, "--loop", "101.78368", "--json").out)
    assert told["fit"]["abduction_deg"] == pytest.approx(15, abs=1e-3)
    assert told["loads"] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--loop", "50"), "--loop: This loop is too short: with the leg level it needs 56 cm"),
        (("--loop", "390"), "--loop: This loop is too long"),
        (("--loop", "90", "--angle", "15"), "--angle: Tell either the loop or the angle, not both"),
        (("--mass", "heavy"), "--mass: Please write a number from 20 to 350"),
        (("--sex", "x"), "--sex: One of: other, female, male"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(run: Run, typed: tuple[str, ...], said: str) -> None:
    run(*MEASURES, *typed).refused(said)
