"""Each rule on a history that it is for, its limits, and who goes before whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from levelhip.exercise.days import Day, SideDay
from levelhip.exercise.evidence import references
from levelhip.exercise.plan import Plan
from levelhip.exercise.progression import RULES, decide, rule_of
from levelhip.exercise.signals import Side
from tests.exercise.progression_factories import (
    BELT,
    CLAMS,
    EASIEST,
    LAST,
    MAINTAIN,
    MORE_CLAMS,
    SMALL,
    TODAY,
    WEEK,
    ago,
    good,
    good_days,
    holds,
    lowered,
    plan_at,
    strength,
)

Case = tuple[Plan, list[Day], int]
"""A plan, the days, and the step that follows."""

STEADY: Final = tuple(strength(days, "right", 100 + days % 3) for days in (100, 60, 10))


LEFT_OUT: Final[tuple[tuple[Side, SideDay], ...]] = (("right", SideDay(prescribed=14, attempted=0, complete=0)),)


def mornings(*levels: int) -> list[Day]:
    """Three weeks, each on one level, today the last morning."""
    return [Day(ago(7 * (2 - week) + day), morning=level) for week, level in enumerate(levels) for day in range(7)]


CASES: Final[dict[str, Case]] = {
    "pain_today": (plan_at(BELT), [*WEEK, good(0, pain=6)], BELT),
    "stopped_today": (plan_at(BELT), [*WEEK, good(0, pain=None, stopped=True)], BELT),
    "morning_today": (plan_at(BELT), [*WEEK[:-1], Day(TODAY, morning=6)], BELT),
    "not_settled_yet": (plan_at(BELT), [good(1, pain=7), Day(TODAY, morning=4)], EASIEST),
    "morning_not_told": (plan_at(BELT), [good(1, pain=7)], EASIEST),
    "plan_ended": (plan_at(BELT, until=TODAY), list(WEEK), BELT),
    "nothing_lower": (plan_at(EASIEST), [good(2, pain=6)], EASIEST),
    "lowered_often": (
        plan_at(CLAMS, changes=(lowered("stopped", 25), lowered("not_settled", 10))), [good(2, pain=6)], BELT,
    ),
    "pain_rising": (plan_at(BELT, since=8, begun=ago(8)), mornings(1, 2, 3), BELT),
    "no_gain": (plan_at(BELT, since=110), good_days(*range(1, 90)), BELT),
    "long_break": (plan_at(MORE_CLAMS, since=60), good_days(42), CLAMS),
    "stopped": (plan_at(BELT), [good(3, stopped=True, pain=None)], EASIEST),
    "pain_above_limit": (plan_at(BELT), [good(1, pain=6), Day(TODAY, morning=1)], EASIEST),
    "not_settled": (plan_at(BELT), [good(3), good(2, morning=3), good(1, morning=0), Day(TODAY, morning=3)], EASIEST),
    "half_done": (plan_at(BELT), [good(each, sides=holds(6)) for each in (1, 3, 7)], EASIEST),
    "short_break": (plan_at(MORE_CLAMS, since=60), good_days(14), CLAMS),
    "beyond_prescribed": (plan_at(BELT, most=BELT), list(WEEK), BELT),
    "not_measured": (plan_at(BELT), good_days(*range(1, 8), provenance="self_reported"), BELT),
    "good_week": (plan_at(BELT), list(WEEK), CLAMS),
    "not_begun": (plan_at(BELT, since=-3, begun=ago(-3)), list(WEEK), BELT),
    "last_step": (plan_at(LAST), list(WEEK), LAST),
    "too_soon": (plan_at(BELT, since=6), list(WEEK), BELT),
    "pain_felt": (plan_at(BELT), [*WEEK[:3], good(4, pain=4), *WEEK[4:]], BELT),
    "morning_felt": (plan_at(BELT), [*WEEK[:-1], Day(TODAY, morning=3)], BELT),
    "too_hard": (plan_at(BELT), good_days(*range(1, 8), effort=7), BELT),
    "many_faults": (plan_at(BELT), good_days(*range(1, 8), sides=holds(14, faulty=5)), BELT),
    "pain_unknown": (plan_at(BELT), good_days(*range(1, 8), pain=None), BELT),
    "morning_unknown": (plan_at(BELT), good_days(*range(1, 8), morning=None), BELT),
    "effort_unknown": (plan_at(BELT), good_days(*range(1, 8), effort=None), BELT),
    "few_good_days": (plan_at(BELT), good_days(1, 2, 3, 4), BELT),
}  # fmt: skip


def test_there_is_a_history_for_every_rule() -> None:
    assert list(CASES) == [rule.key for rule in RULES]


@pytest.mark.parametrize("key", CASES)
def test_the_rule_decides(key: str) -> None:
    plan, days, follows = CASES[key]
    decision = decide(plan, days, TODAY, STEADY)
    rule = rule_of(key)
    assert decision.rule == key
    assert rule is not None
    assert decision.verdict == rule.verdict
    assert decision.plan.step == follows
    assert decision.pauses == (rule.verdict == "rest")
    assert set(rule.evidence) <= set(decision.evidence)
    assert "{" not in decision.reason.said()
    if follows == plan.step:
        assert decision.plan == plan
    else:
        change = decision.plan.changes[-1]
        assert (change.day, change.before, change.after) == (TODAY, plan.step, follows)
        assert change.reason in decision.reasons
        assert decision.plan.since == TODAY


def test_what_is_unverified_never_raises() -> None:
    for rule in RULES:
        assert set(rule.evidence) <= set(references())
        assert any(references()[key].confidence != "M" for key in rule.evidence)
        if rule.verdict == "raise":
            assert all(references()[key].confidence != "M" for key in rule.evidence)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_rule_says_its_numbers(rule: Any) -> None:  # noqa: ANN401 - a rule
    assert "{" not in rule.condition.said()


# --- limits -----------------------------------------------------------------------------------------------------

ALMOST: Final[dict[str, Case]] = {
    "pain of 5 is no stop": (plan_at(BELT), [*WEEK[1:], good(1, pain=5)], BELT),
    "13 days are no break": (plan_at(MORE_CLAMS, since=60), good_days(13), MORE_CLAMS),
    "41 days are a short break": (plan_at(MORE_CLAMS, since=60), good_days(41), CLAMS),
    "one bad morning lowers nothing": (plan_at(BELT), [good(1), good(2), Day(TODAY, morning=3)], BELT),
    "a morning of 5 is no rest": (plan_at(BELT), [good(1), Day(TODAY, morning=5)], BELT),
    "two bad mornings far apart": (plan_at(BELT), [good(6), good(5, morning=3), good(1), Day(TODAY, morning=3)], BELT),
    "half is half": (plan_at(BELT), [good(each, sides=holds(7)) for each in (1, 3, 7)], BELT),
    "days left out are not days half done": (
        plan_at(BELT, since=8, begun=ago(8)), [Day(ago(each), sides=LEFT_OUT) for each in range(1, 8)], BELT,
    ),
    "80 % is enough": (plan_at(BELT), good_days(*range(1, 8), sides=holds(12, prescribed=15)), CLAMS),
    "79 % is not": (plan_at(BELT), good_days(*range(1, 8), sides=holds(11)), BELT),
    "five days are enough": (plan_at(BELT), good_days(1, 2, 4, 6, 7), CLAMS),
    "six days ago is too soon": (plan_at(BELT, since=6), good_days(*range(1, 7)), BELT),
    "what was before this dose is not counted": (plan_at(BELT, since=8), good_days(2, 3, 4, 5, 9, 10), BELT),
    "effort of 6": (plan_at(BELT), good_days(*range(1, 8), effort=6), CLAMS),
    "faults that nothing could see": (plan_at(BELT), good_days(*range(1, 8), sides=holds(14, faulty=None)), CLAMS),
    "more than asked": (plan_at(BELT), good_days(1, 2, 3, 4, sides=holds(14)), BELT),
    "told, within a stage": (plan_at(EASIEST), good_days(*range(1, 8), provenance="self_reported"), BELT),
    "a usual morning": (plan_at(BELT, usual_morning=4), good_days(*range(1, 8), morning=4), CLAMS),
    "three days a week, five of them": (plan_at(CLAMS), good_days(1, 4, 7, 10, 13), MORE_CLAMS),
    "three days a week, too long ago": (plan_at(CLAMS), good_days(1, 4, 7, 10, 18), CLAMS),
    "no way back out of keeping": (plan_at(MAINTAIN), [good(1, pain=6)], MAINTAIN),
    "a break does not leave the stage": (plan_at(CLAMS, since=60), good_days(50), CLAMS),
    "a rising that is settled": (plan_at(BELT, since=8, begun=ago(8)), mornings(0, 1, 2), BELT),
    "a rising with a step missing": (plan_at(BELT, since=8, begun=ago(8)), mornings(2, 2, 4)[:-2], BELT),
}  # fmt: skip


@pytest.mark.parametrize("name", ALMOST)
def test_limits(name: str) -> None:
    plan, days, follows = ALMOST[name]
    assert decide(plan, days, TODAY).plan.step == follows


def test_a_break_is_seen_to_once() -> None:
    plan, days, _ = CASES["short_break"]
    first = decide(plan, days, TODAY).plan
    later = replace(first, changes=(replace(first.changes[0], day=ago(5)),), since=ago(5))
    assert decide(later, [good(19)], TODAY).plan == later


def test_after_a_short_break_comes_a_long_one() -> None:
    plan = plan_at(LAST, since=10, begun=ago(100), changes=(replace(lowered("short_break", 30), day=ago(30)),))
    assert decide(plan, [good(50)], TODAY).rule == "long_break"
    assert decide(plan, [good(50)], TODAY).plan.step == MAINTAIN


def test_a_therapists_word_comes_with_the_lower_dose() -> None:
    plan, days, _ = CASES["lowered_often"]
    decision = decide(plan, days, TODAY)
    assert [reason.text for reason in decision.reasons] == [_says("lowered_often"), _says("pain_above_limit")]
    assert decision.as_dict()["pauses"] is False


@pytest.mark.parametrize("day", [good(1, pain=7), good(1, pain=None, stopped=True)])
def test_after_much_pain_the_morning_is_asked_first_and_only_on_that_one_day(day: Day) -> None:
    assert decide(plan_at(BELT), [day], TODAY).rule == "morning_not_told"
    assert not decide(plan_at(BELT), [day, Day(TODAY, morning=1)], TODAY).pauses
    assert not decide(plan_at(BELT), [replace(day, day=ago(2))], TODAY).pauses


def test_the_easiest_dose_that_hurts_waits_until_the_person_has_spoken_with_somebody() -> None:
    plan, days = plan_at(EASIEST), [good(3, pain=6)]
    assert decide(plan, days, TODAY).waits
    assert decide(plan, days, TODAY, spoken_on=ago(4)).waits, "that was before"
    assert decide(plan, days, TODAY, spoken_on=ago(-1)).waits, "a clock went back"
    assert not decide(plan, days, TODAY, spoken_on=ago(2)).waits
    assert decide(plan, [*days, good(2, pain=6)], TODAY, spoken_on=ago(2)).waits, "it hurts again"
    assert not any(decide(*CASES[key][:2], TODAY).waits for key in CASES if key != "nothing_lower")


def _says(key: str) -> str:
    rule = rule_of(key)
    assert rule is not None
    return rule.says


@pytest.mark.parametrize(
    ("value", "error", "expected"),
    [(107, 8, "no_gain"), (90, 8, "no_gain"), (109, 8, "good_week"), (None, 8, "good_week")],
)
def test_a_change_within_the_measuring_error_is_no_change(value: float, error: float, expected: str) -> None:
    checks = [strength(90, "right", 100, error), strength(2, "right", value, error)]
    plan = plan_at(EASIEST, since=100)
    assert decide(plan, good_days(*range(1, 90)), TODAY, checks).rule == expected
    assert decide(plan, good_days(*range(1, 60)), TODAY, checks).rule == "good_week"  # no regular exercise, no plateau


def test_a_gain_on_one_side_is_a_gain() -> None:
    checks = [check for at in (90, 2) for check in (strength(at, "left", 100 + at), strength(at, "right", 190 - at))]
    assert decide(plan_at(EASIEST, since=100), good_days(*range(1, 90)), TODAY, checks).rule == "good_week"


def test_keeping_is_no_plateau() -> None:
    assert decide(plan_at(MAINTAIN, since=110), good_days(*range(1, 90)), TODAY, STEADY).rule == "good_week"


def test_what_nothing_can_measure_may_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, days, _ = CASES["not_measured"]
    monkeypatch.setattr("levelhip.exercise.progression_up.load_exercise", lambda key: replace(_load(key), signals=()))
    assert decide(plan, days, TODAY).rule == "good_week"


def _load(key: str) -> Any:  # noqa: ANN401 - an exercise
    from levelhip.exercise.library import load_exercise  # noqa: PLC0415 - not the replaced one

    return load_exercise(key)


def test_the_beginning_of_time_and_its_end_are_days_too() -> None:
    for day in (date.min, date.max):
        plan = Plan(SMALL, BELT, 0, LAST, ("right",), "R. Okafor", begun=day, since=day)
        assert decide(plan, [Day(day, morning=0)], day).rule == "too_soon"
