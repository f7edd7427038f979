"""A simulated year of each kind of person: nobody is stuck, nobody is harmed by the rules, and the page says so."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from levelhip.exercise.progression import RULES
from revalidation import simulated_year
from revalidation.simulated_year import LIVES, PAGE, WAYS, Life, live, written

pytestmark = pytest.mark.slow

SEEN_ONLY_BY_HAND: Final = {"plan_ended", "not_begun", "morning_not_told"}
"""Nobody in the simulation has a plan with an end, looks at it before it begins, or keeps the morning after much pain
to themselves: who tells of pain tells of mornings too."""


def the_page_has_these_tables(years: dict[str, list[Life]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulated_year, "live", lambda way, seed: years[way.name][seed])  # lived already
    page = PAGE.read_text("utf-8")
    assert page == written(page), "run `python -m revalidation.simulated_year --write`"


def whoever_exercises_without_pain_comes_to_maintain(years: dict[str, list[Life]]) -> None:
    for life in years["adherent"]:
        assert life.plan.place.stage.aim == "keep"


def nobody_goes_further_than_was_prescribed(years: dict[str, list[Life]]) -> None:
    for life in (life for lives in years.values() for life in lives):
        assert all(life.plan.least <= step <= life.plan.most for step in life.steps)
    for life in years["adherent, without a therapist"]:
        assert life.plan.place.stage.key == "build"
        assert life.rules["beyond_prescribed"] > 0


def more_than_asked_is_no_faster(years: dict[str, list[Life]]) -> None:
    eager, asked = (years[name] for name in ("over-eager", "adherent"))
    assert max(life.plan.step for life in eager) <= min(life.plan.step for life in asked)
    assert min(life.plan.step for life in eager) < min(life.plan.step for life in asked)


def who_is_not_raised_is_told_why(years: dict[str, list[Life]]) -> None:
    for name, rule in (("never answering", "pain_unknown"), ("careless of form", "many_faults"),
                       ("adherent, by the clock alone", "not_measured"), ("plateauing", "no_gain")):  # fmt: skip
        for life in years[name]:
            assert life.rules[rule] > 100


def pain_is_answered(years: dict[str, list[Life]]) -> None:
    flaring = years["flaring up"]
    assert any(change.after < change.before for life in flaring for change in life.plan.changes)
    assert all(life.verdicts["rest"] + life.rules["morning_felt"] > 0 for life in flaring)
    for life in years["always sore"]:
        assert life.plan.step == life.plan.least
        assert life.verdicts["therapist"] > 300


def every_rule_is_met_by_somebody(years: dict[str, list[Life]]) -> None:
    met = Counter[str]()
    for life in (life for lives in years.values() for life in lives):
        met += life.rules
        met += Counter(change.rule for change in life.plan.changes)
    assert {rule.key for rule in RULES} - set(met) <= SEEN_ONLY_BY_HAND


def test_a_year_of_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """One test, since living the years takes most of its time."""
    years = {way.name: [live(way, seed) for seed in range(LIVES)] for way in WAYS}
    the_page_has_these_tables(years, monkeypatch)
    whoever_exercises_without_pain_comes_to_maintain(years)
    nobody_goes_further_than_was_prescribed(years)
    more_than_asked_is_no_faster(years)
    who_is_not_raised_is_told_why(years)
    pain_is_answered(years)
    every_rule_is_met_by_somebody(years)


def test_the_same_seed_lives_the_same_life() -> None:
    one, other = live(WAYS[4], 0, days=60), live(WAYS[4], 0, days=60)
    assert one.days == other.days
    assert one.plan == other.plan
