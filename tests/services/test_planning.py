"""The plan in daily life: begun, decided on once a day, never moved up but by its rule, and told from what was kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelhip.exercise.library import LibraryError
from levelhip.exercise.library.programme_files import UnknownProgrammeError
from levelhip.services.plan_rows import PlanningError
from tests.exercise.progression_factories import PROGRAMME_TEXT
from tests.services.planning_world import BELT, FIRST, World

_folders = itertools.count()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.services.store.close()


def rows(world: World) -> int:
    return len(world.services.store.plans.all())


def test_the_usual_programme_begins_at_first_use(world: World) -> None:
    planned = world.open()
    assert (planned.plan.programme.key, planned.plan.begun) == ("hip", FIRST)
    assert [(each.due.exercise, each.next, each.done) for each in planned.asked] == [(BELT, 1, 0)]
    (row,) = world.services.store.plans.all()
    assert (row.made.verdict, row.made.moved, row.made.programme) == ("begun", True, "hip")


def test_a_day_is_decided_once(world: World) -> None:
    world.open()
    world.day += timedelta(days=1)
    world.open()
    assert rows(world) == 1, "the morning is not told yet"
    world.morning(1)
    first = world.open()
    assert rows(world) == 2
    assert first.decision is not None
    for _ in range(3):
        again = world.open()
        assert (again.plan, again.decision) == (first.plan, first.decision)
    assert rows(world) == 2


def test_a_good_week_raises_and_the_reason_is_kept(world: World) -> None:
    begun = world.open().plan
    for _ in range(7):
        world.good_day()
    world.morning(0)
    planned = world.open()
    assert planned.plan.step == begun.step + 1
    row = world.services.store.plans.all()[-1]
    assert (row.made.rule, row.made.verdict, row.made.moved) == ("good_week", "raise", True)
    assert planned.asked[0].due.dose.per_day == 3


def test_a_raise_waits_for_the_mornings_answer(world: World) -> None:
    begun = world.open().plan
    for _ in range(7):
        world.good_day()
    waiting = world.open()
    assert (waiting.plan.step, waiting.decision) == (begun.step, None)
    world.morning(6)
    planned = world.open()
    assert planned.plan.step <= begun.step
    assert planned.decision is not None
    assert planned.decision.verdict != "raise"


def test_simulated_sessions_never_count(world: World) -> None:
    step = world.open().plan.step
    for _ in range(20):
        planned = world.good_day(way="simulated")
        assert planned.asked[0].done == 0
    assert world.open().plan.step <= step
    world.exercise(way="simulated", ended="pain", pain=9)
    assert not world.open().pauses


@pytest.mark.parametrize("said", [{"pain": None}, {"effort": None}])
def test_what_is_not_told_raises_nobody(world: World, said: dict[str, None]) -> None:
    step = world.open().plan.step
    for _ in range(15):
        world.good_day(**said)
    assert world.open().plan.step == step


def test_holds_that_nobody_told_neither_raise_nor_lower(world: World) -> None:
    """By the clock alone, the question how many were held left open: it is not known, neither full nor none."""
    step = world.open().plan.step
    for _ in range(21):
        planned = world.good_day(way="clock", told=False)
        assert planned.plan.step == step
    assert world.good_day(way="clock").plan.step == step
    for _ in range(14):
        planned = world.good_day(way="clock")
    assert planned.plan.step > step


def test_of_two_sessions_one_untold_pain_is_unknown_but_a_high_one_counts(world: World) -> None:
    step = world.open().plan.step
    for _ in range(10):
        world.morning()
        world.exercise()
        world.exercise(pain=None)
        world.open()
        world.day += timedelta(days=1)
    assert world.open().plan.step == step
    world.exercise(pain=None)
    world.exercise(pain=7)
    assert world.open().pauses


def test_pain_today_rests_and_lowers_from_the_next_day_on(world: World) -> None:
    begun = world.open().plan
    world.day += timedelta(days=1)
    world.exercise(pain=8)
    resting = world.open()
    assert (resting.pauses, resting.asked, resting.next) == (True, (), None)
    world.day += timedelta(days=1)
    assert world.open().plan.step == begun.step - 1, "less waits for no answer"
    lowered = world.services.store.plans.latest()
    assert lowered is not None
    assert lowered.made.moved
    assert "pain" in lowered.made.reasons[-1]["text"]


def test_a_morning_above_the_limit_rests_the_day_whatever_was_before(world: World) -> None:
    world.good_day()
    world.morning(6)
    planned = world.open()
    assert (planned.pauses, planned.asked) == (True, ())
    assert planned.decision is not None
    assert planned.decision.reason.said().startswith("Rest for today: 6 of 10 this morning")
    world.morning(5)
    assert not world.open().pauses


@pytest.mark.parametrize("said", [{"pain": 7}, {"ended": "pain", "pain": None}])
def test_after_much_pain_the_day_waits_for_the_morning_and_nobody_is_stuck(world: World, said: dict[str, Any]) -> None:
    world.open()
    world.exercise(**said)
    world.day += timedelta(days=1)
    assert world.open().pauses, "not asked yet"
    world.morning(None)
    assert world.open().pauses, "skipped is not known"
    world.morning(1)
    assert world.open().asked
    world.morning(None)
    world.day += timedelta(days=1)
    assert world.open().asked, "only that one day"


def test_the_easiest_dose_that_hurts_waits_until_they_have_spoken_and_again_when_it_hurts_again(world: World) -> None:
    planning = world.services.planning
    while world.open().plan.easier != world.open().plan.step:
        planning.step_back(UTC)
    world.day += timedelta(days=1)
    for _ in range(2):
        world.exercise(pain=7)
        world.day += timedelta(days=1)
        world.morning(1)
        planned = world.open()
        assert (planned.waits, planned.pauses, planned.asked) == (True, True, ())
        planning.spoken(UTC)
        planned = world.open()
        assert (planned.waits, planned.pauses, len(planned.asked)) == (False, False, 1)
        assert world.open() == planned
    assert all(each.rule != "spoken" for each in planning.moves()), "no change of dose"


def test_a_word_that_came_with_a_lower_dose_is_said_all_day(world: World) -> None:
    world.open()
    for _ in range(7):
        world.good_day()
    for step in (3, 2, 1, 0):
        world.morning(0)
        first, again = world.open(), world.open()
        assert again.plan.step == step
        world.exercise(pain=6)
        world.day += timedelta(days=1)
    assert first.decision is not None
    assert (first.decision.rule, first.waits, again.waits) == ("lowered_often", False, False)
    assert [each["text"] for each in again.told] == [reason.text for reason in first.decision.reasons]
    assert again.asked, "one may go on gently"


def test_a_clock_that_goes_back_decides_nothing(world: World) -> None:
    for _ in range(4):
        world.good_day()
    count, plan = rows(world), world.open().plan
    world.day = FIRST - timedelta(days=30)
    world.exercise(pain=9)
    planned = world.open()
    assert (planned.decision, planned.plan, rows(world)) == (None, plan, count)
    assert planned.asked, "something is due still"


def test_one_step_back_always_goes_and_forward_never(world: World) -> None:
    planning, plan = world.services.planning, world.open().plan
    while plan.easier != plan.step:
        before = plan.step
        plan = planning.step_back(None)
        assert plan.step < before
    with pytest.raises(PlanningError, match="easiest"):
        planning.step_back(None)
    assert world.open().plan.step == 0
    assert planning.choose("hip", "", None).step == 0, "a programme taken up again goes on where it was left"
    with pytest.raises(PlanningError, match="therapist"):
        planning.choose("easier_start", " self ", None)
    assert planning.choose("easier_start", "R. Okafor", None).prescribed_by == "R. Okafor"
    assert planning.choose("hip", "R. Okafor", None).step == 0
    with pytest.raises(UnknownProgrammeError):
        planning.choose("hop", "", None)


def test_a_therapists_own_programme_is_read_kept_and_refused_in_one_line(world: World) -> None:
    planning, count = world.services.planning, rows(world)
    for text in ("name = <", "", 'name = "x"', "x" * 70_000):
        with pytest.raises((LibraryError, PlanningError)) as refused:
            planning.bring_in(text, "R. Okafor", None)
        assert "\n" not in str(refused.value)
    with pytest.raises(PlanningError, match="who prescribed"):
        planning.bring_in(PROGRAMME_TEXT, " ", None)
    assert rows(world) == count
    planning.bring_in(PROGRAMME_TEXT, "R. Okafor", None)
    for _ in range(8):
        planned = world.good_day()
    assert (planned.plan.programme.name, planned.plan.prescribed_by) == ("Small", "R. Okafor")
    last = world.services.store.plans.latest()
    assert last is not None
    assert last.made.own_text == PROGRAMME_TEXT, "the text stays with every plan made of it"


def test_a_plan_that_cannot_be_read_begins_again_at_its_easiest(world: World) -> None:
    world.open()
    row = world.services.store.plans.latest()
    assert row is not None
    values = {name: getattr(row.made, name) for name in type(row.made).__slots__}
    broken = type(row.made)(**{**values, "plan": {"schema": "levelhip.plan/99"}})
    assert world.services.store.plans.add(broken, row.id)
    assert world.open().plan.step == 0
    assert rows(world) == 3


def test_a_day_is_measured_by_what_was_due_on_it(world: World) -> None:
    world.open()
    for _ in range(2):
        world.good_day()
    world.services.planning.step_back(UTC)
    week = world.services.today.today(UTC)["week"]
    assert [(each["done"], each["due"]) for each in week[:4]] == [(2, 2), (2, 2), (0, 1), (None, 1)]


def test_two_at_once_decide_once(world: World) -> None:
    world.open()
    row = world.services.store.plans.latest()
    assert row is not None
    assert world.services.store.plans.add(row.made, row.id)
    assert not world.services.store.plans.add(row.made, row.id)


def test_what_is_kept_up_on_some_days_is_due_until_it_was_done_on_them(world: World) -> None:
    world.services.planning.bring_in(PROGRAMME_TEXT, "R. Okafor", None)
    while world.open().plan.place.stage.key == "foundation":
        world.good_day()
    world.day += timedelta(days=7 - world.day.weekday())
    asked = []
    for _ in range(7):
        asked.append({each.due.exercise for each in world.open().asked})
        world.good_day()
    assert asked == [{"clamshell", BELT}] * 3 + [set()] * 4


def test_only_one_side_asks_and_counts_only_that_side(world: World) -> None:
    step = world.open().plan.step
    world.services.person.change({"sides": "left"})
    assert world.open().asked[0].due.sides == ("left",)
    for _ in range(7):
        world.good_day(sides=("left",))
    world.services.person.change({"sides": "both"})
    world.morning(0)
    assert world.open().plan.step == step + 1, "the right side was not asked for on those days"


DAYS = st.lists(
    st.tuples(
        st.sampled_from(["open", "good", "back", "choose", "sides", "skip", "clock back"]),
        st.sampled_from([0, 0, 0, 0, 4, 8, None]),
        st.sampled_from([0, 0, 0, 3, None]),
        st.sampled_from(["camera", "camera", "clock", "simulated"]),
    ),
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=DAYS)
def test_no_path_raises_without_the_rule(tmp_path: Path, days: list[tuple[str, int | None, int | None, str]]) -> None:
    folder = tmp_path / str(next(_folders))
    world = World(folder)
    planning, reached = world.services.planning, world.open().plan.step
    for what, pain, morning, way in days:
        if what == "good":
            world.morning(morning)
            world.exercise(times=3, pain=pain, way=way)
        elif what == "choose":
            planning.choose("hip", "", None)
        elif what == "sides":
            world.services.person.change({"sides": "left"})
        elif what == "back" and world.open().plan.easier < reached:
            planning.step_back(None)
        elif what == "clock back":
            world.day -= timedelta(days=9)
        planned, kept = world.open(), world.services.store.plans.latest()
        assert kept is not None
        if planned.plan.step > reached:
            assert (kept.made.rule, kept.made.day) == ("good_week", world.day)
            assert planned.plan.step == reached + 1
        count = rows(world)
        assert world.open().plan == planned.plan
        assert rows(world) == count, "the same day twice decides once"
        reached = planned.plan.step
        world.day += timedelta(days=1)
    world.services.store.close()
