"""`levelhip plan`: today's dose, the stage, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from levelhip.bootstrap import open_services
from levelhip.settings import Settings
from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data of somebody new."""
    open_services(Settings(tmp_path / "data"), lambda _: {}).store.close()
    return tmp_path / "data"


def test_where_nothing_is_kept_nothing_is_made(run: Run, tmp_path: Path) -> None:
    run("plan", "--data-dir", tmp_path / "mistyped").refused("mistyped: nothing is kept there yet")
    run("plan", "--json", "--data-dir", tmp_path).refused("nothing is kept there yet")
    assert not list(tmp_path.iterdir())


def test_the_plan_is_shown_with_its_reason(run: Run, folder: Path) -> None:
    ran = run("plan", "--data-dir", folder)
    assert ran.code == 0
    assert "7 holds of 6 s, twice a day, every day (0 of 2 done today)" in ran.out
    assert "Stage: Foundation." in ran.out
    assert "Why this dose:" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_the_plan_for_programs(run: Run, folder: Path) -> None:
    told = json.loads(run("plan", "--json", "--data-dir", folder).out)
    assert told["plan"]["programme"] == "hip"
    assert told["why"]["sentences"]


def test_a_folder_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    run("plan", "--data-dir", file).refused("choose another --data-dir")
