"""A therapist makes a programme in the page."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.exercise.library.programme_parsing import parse_programme
from tests.web.page_world import Browser, World, make_world
from tests.web.test_plan import page_of

WHO = {"name": "Back on the bike", "prescribed_by": "R. Okafor"}
BELT = {"gain-1-exercise": "isometric_hip_abduction", "gain-1-per_day": "2", "gain-1-days_a_week": "7",
        "gain-1-reps": "5", "gain-1-hold_s": "6"}  # fmt: skip
MORE = {"gain-2-exercise": "isometric_hip_abduction", "gain-2-per_day": "2", "gain-2-days_a_week": "7",
        "gain-2-reps": "8", "gain-2-hold_s": "6"}  # fmt: skip
BRIDGE = {"gain-3-exercise": "bridge", "gain-3-per_day": "1", "gain-3-days_a_week": "3"}
KEEP = {"keep-1-exercise": "isometric_hip_abduction", "keep-1-per_day": "1", "keep-1-days_a_week": "3"}


@pytest.fixture
def new(tmp_path: Path) -> World:
    return make_world(tmp_path)


def test_a_programme_is_made_and_begun(new: World) -> None:
    new.clear()
    answer = Browser(new.app).post("/plan/make", {**WHO, **BELT, **MORE, **BRIDGE, **KEEP, "then": "begin"})
    assert answer.status_code == 200
    plan = page_of(new, "/plan")
    assert "Back on the bike." in plan.text
    assert "Prescribed by R. Okafor" in plan.text
    assert "5 holds of 6 s, twice a day, every day" in plan.text
    assert "To stay strong" in plan.text


def test_it_can_be_kept_as_a_file(new: World) -> None:
    answer = Browser(new.app).post("/plan/make", {**WHO, **BELT, **BRIDGE, "then": "file"})
    assert answer.headers["content-disposition"] == 'attachment; filename="programme.toml"'
    programme = parse_programme(answer.text, "own.toml")
    assert [step.item.exercise for step in programme.steps] == ["isometric_hip_abduction", "bridge"]
    assert page_of(new, "/plan").text.count("Back on the bike") == 0


@pytest.mark.parametrize(("changes", "said"), [
    ({"name": ""}, "give the programme a name"),
    ({"prescribed_by": ""}, "write who prescribed it"),
    ({"gain-1-exercise": ""}, "choose at least one exercise"),
    ({"gain-1-exercise": "headstand"}, "must follow each other"),
    ({"gain-1-reps": "many"}, "Row 1: please write whole numbers"),
    ({"gain-1-per_day": "0"}, "Row 1: please write whole numbers"),
    ({"gain-1-days_a_week": "8"}, "Row 1: please write whole numbers"),
    ({"gain-1-hold_s": "-6"}, "Row 1: please write whole numbers"),
    ({**MORE, "gain-2-reps": "4"}, "Row 2 must ask more a week"),
    ({**BRIDGE, **{key.replace("2", "4"): value for key, value in MORE.items()}}, "must follow each other"),
])  # fmt: skip
def test_what_cannot_be_meant_is_said_and_nothing_is_lost(new: World, changes: dict[str, str], said: str) -> None:
    answer = Browser(new.app).post("/plan/make", {**WHO, **BELT, **changes, "then": "begin"})
    assert answer.status_code == 422
    assert said in answer.text
    typed = {**WHO, **BELT, **changes}
    assert f'value="{typed["gain-1-reps"]}"' in answer.text
    assert "Back on the bike" not in page_of(new, "/plan").text
