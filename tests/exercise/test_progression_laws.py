"""Laws of progression: total, stable, never harder for more pain, never beyond what was prescribed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from levelhip.exercise.days import Day
from levelhip.exercise.plan import Plan
from levelhip.exercise.progression import Decision, decide, rule_of
from levelhip.exercise.strength import StrengthResult
from tests.exercise.progression_factories import (
    BELT,
    CHECKS,
    HISTORIES,
    RATINGS,
    TODAY,
    WEEK,
    ago,
    good,
    plan_at,
    plans,
)


def hardness(decision: Decision) -> int:
    """The step that is asked for today; nothing at all is less than any."""
    return -1 if decision.pauses else decision.plan.step


@given(plans(), HISTORIES, st.dates(), CHECKS)
def test_there_is_always_a_decision_with_its_reason(
    plan: Plan, days: list[Day], today: object, checks: list[StrengthResult]
) -> None:
    for when in (TODAY, today):
        decision = decide(plan, days, when, checks)  # type: ignore[arg-type] # a date
        rule = rule_of(decision.rule)
        assert rule is not None
        assert decision.verdict == rule.verdict
        assert decision.reasons
        assert all("{" not in reason.said() for reason in decision.reasons)
        assert decision.evidence


@given(plans(), HISTORIES, CHECKS, st.randoms())
def test_the_order_of_the_days_means_nothing(
    plan: Plan, days: list[Day], checks: list[StrengthResult], rng: random.Random
) -> None:
    shuffled, checked = list(days), list(checks)
    rng.shuffle(shuffled)
    rng.shuffle(checked)
    one, other = decide(plan, days, TODAY, checks), decide(plan, shuffled, TODAY, checked)
    assert one == other
    assert one == decide(plan, [*days, *days], TODAY, checks)


@given(plans(), HISTORIES, CHECKS)
def test_asked_again_it_moves_no_further(plan: Plan, days: list[Day], checks: list[StrengthResult]) -> None:
    first = decide(plan, days, TODAY, checks)
    second = decide(first.plan, days, TODAY, checks)
    assert second.plan == first.plan
    assert first.plan == plan or second.verdict not in {"raise", "lower"}


@given(plans(), HISTORIES, CHECKS)
def test_days_to_come_mean_nothing(plan: Plan, days: list[Day], checks: list[StrengthResult]) -> None:
    known = [day for day in days if day.day <= TODAY]
    assert decide(plan, days, TODAY, checks) == decide(plan, known, TODAY, checks)


@given(plans(), HISTORIES, st.data(), CHECKS)
def test_more_pain_never_gives_a_harder_dose(
    plan: Plan, days: list[Day], data: st.DataObject, checks: list[StrengthResult]
) -> None:
    assume(days)
    index = data.draw(st.integers(0, len(days) - 1))
    day = days[index]
    stopped = day.stopped or data.draw(st.booleans())
    worse = replace(day, stopped=stopped, pain=_more(day.pain, data), morning=_more(day.morning, data))
    after = [*days[:index], worse, *days[index + 1 :]]
    less, more = decide(plan, days, TODAY, checks), decide(plan, after, TODAY, checks)
    assert hardness(more) <= hardness(less)
    assert more.plan.step <= less.plan.step


def _more(rating: float | None, data: st.DataObject) -> float | None:
    """As much or more; what is not known stays so."""
    return None if rating is None else data.draw(st.floats(rating, 10))


@given(plans(), HISTORIES, st.data())
def test_to_answer_less_never_raises(plan: Plan, days: list[Day], data: st.DataObject) -> None:
    """Unknown is never zero: whoever is not raised with all the answers is not raised without some of them."""
    calm = all(not day.stopped and (day.pain or 0) <= 3 and (day.morning or 0) <= 2 for day in days)
    assume(calm and decide(plan, days, TODAY).verdict != "raise")
    hidden = [_hidden(day, data) for day in days]
    assert decide(plan, hidden, TODAY).verdict != "raise"


def _hidden(day: Day, data: st.DataObject) -> Day:
    """The day with some of its answers left out."""
    pain, morning, effort = (None if data.draw(st.booleans()) else each for each in (day.pain, day.morning, day.effort))
    return replace(day, pain=pain, morning=morning, effort=effort)


@given(plans(), HISTORIES, CHECKS)
@example(plan_at(BELT), list(WEEK), [])
def test_a_raise_is_earned(plan: Plan, days: list[Day], checks: list[StrengthResult]) -> None:
    decision = decide(plan, days, TODAY, checks)
    if decision.verdict != "raise":
        assert decision.plan.step <= plan.step
        return
    assert decision.plan.step == plan.step + 1 <= plan.most
    assert (TODAY - plan.since).days >= 7
    counted = [day for day in days if max(plan.since, ago(7)) <= day.day <= TODAY]
    assert all(not day.stopped and (day.pain or 0) <= 3 for day in counted)
    limit = max(2, plan.usual_morning or 0)
    assert all((day.morning or 0) <= limit for day in counted if day.day > max(plan.since, ago(7)))


@given(plans(), st.lists(st.tuples(RATINGS, RATINGS, RATINGS, st.booleans()), min_size=20, max_size=40))
def test_over_weeks_it_stays_in_its_range_and_rises_once_a_week(
    plan: Plan, lived: list[tuple[float | None, float | None, float | None, bool]]
) -> None:
    _lives(plan, [good(0, morning=m, pain=p, effort=e, stopped=s) for m, p, e, s in lived])


@given(plans(), st.integers(0, 3), st.integers(0, 2))
def test_good_weeks_raise_once_a_week_within_the_range(plan: Plan, pain: int, morning: int) -> None:
    _lives(plan, [good(0, pain=pain, morning=morning)] * 40)


def _lives(plan: Plan, lived: list[Day]) -> None:
    """Live these days from today on, deciding each morning."""
    days: list[Day] = []
    raised_on = []
    for number, each in enumerate(lived):
        day = replace(each, day=TODAY + timedelta(days=number))
        decision = decide(plan, [*days, Day(day.day, morning=day.morning)], day.day)
        if decision.verdict == "raise":
            raised_on.append(day.day)
        plan = decision.plan
        assert plan.least <= plan.step <= plan.most
        days.append(day)
    assert all((later - earlier).days >= 7 for earlier, later in pairwise(raised_on))


@given(plans(), HISTORIES, st.integers(1, 20))
def test_more_than_asked_raises_no_faster(plan: Plan, days: list[Day], extra: int) -> None:
    def eager(day: Day) -> Day:
        sides = tuple(
            (name, replace(side, attempted=side.attempted + extra, complete=side.complete + extra))
            for name, side in day.sides
            if side.complete == side.prescribed and side.attempted
        )
        rest = tuple(pair for pair in day.sides if pair[0] not in dict(sides))
        return replace(day, sides=(*sides, *rest), sessions_done=day.sessions_done and day.sessions_done + extra)

    days = [replace(day, sides=tuple((n, replace(s, faulty=None)) for n, s in day.sides)) for day in days]
    assert decide(plan, [eager(day) for day in days], TODAY) == decide(plan, days, TODAY)
