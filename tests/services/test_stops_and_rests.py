"""A stop in a strength check counts as one in a session; what is done while the plan rests is kept, and said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from levelhip.exercise.sentence import read_sentence
from levelhip.ports import Json
from levelhip.services.coaching import IN_STEP, NotCleared
from tests.exercise.clearance_factories import harmless
from tests.services.planning_world import BELT, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.services.clearing.answer(harmless(), BELT)
    yield made
    made.services.store.close()


def test_a_stop_in_a_strength_check_rests_the_day_and_lowers_the_next(world: World) -> None:
    begun = world.open().plan
    world.day += timedelta(days=1)
    world.morning(0)
    assert not world.open().pauses
    world.services.strength.stop()
    resting = world.open()
    assert (resting.pauses, resting.asked) == (True, ())
    assert resting.decision is not None
    assert resting.decision.rule == "stopped_today"
    with pytest.raises(NotCleared):
        world.services.coaching.config(BELT, "clock", UTC)
    world.day += timedelta(days=1)
    world.morning(0)
    assert world.open().plan.step == begun.step - 1
    row = world.services.store.plans.latest()
    assert row is not None
    assert row.made.rule == "stopped"


def test_a_stop_in_a_check_before_the_plan_changes_nothing(world: World) -> None:
    world.services.strength.stop()
    world.day += timedelta(days=40)
    world.morning(0)
    assert not world.open().pauses


def rests(session_id: str, world: World) -> Json | None:
    found = world.services.history.session(session_id)["assessment"].get("plan_rests")
    assert found is None or read_sentence(found).said()
    return found if found is None else dict(found)


def test_a_session_of_an_older_configuration_is_kept_while_the_plan_rests_and_marked(world: World) -> None:
    before = world.services.coaching.config(BELT, "clock", UTC)
    shown = world.services.coaching.config(BELT, "simulated", UTC)
    world.morning(7)
    assert world.open().pauses
    done = world.services.coaching.register(before)
    assert done.created
    why = rests(before["id"], world)
    assert why is not None
    assert read_sentence(why).said().startswith("Rest for today: 7 of 10 this morning")
    world.services.coaching.register(shown)
    assert rests(shown["id"], world) is None, "a simulated patient may always be shown"


def test_one_told_of_late_is_marked_only_where_the_plan_rested_before_it(world: World) -> None:
    early, late = (world.services.coaching.config(BELT, "clock", UTC) for _ in range(2))
    early["started_at"] = (world.now() - timedelta(hours=2)).isoformat()
    world.morning(7)
    assert world.open().pauses
    late["started_at"] = (world.now() + timedelta(hours=2)).isoformat()
    for config in (early, late):
        assert abs(datetime.fromisoformat(config["started_at"]) - world.now()) > IN_STEP
        assert world.services.coaching.register(config).session.started.late
    assert rests(early["id"], world) is None
    assert rests(late["id"], world) is not None
