"""Plans: what is due on a day, how far one goes by itself, how it is kept, and what is said of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.days import Day, History, SideDay
from levelhip.exercise.evidence import references
from levelhip.exercise.library.programme_files import load_programme
from levelhip.exercise.plan import SELF, Due, Plan, begin, due
from levelhip.exercise.plan_kept import PlanError, plan_as_dict, read_plan
from levelhip.exercise.plan_words import dose_in_words, explain
from levelhip.exercise.programme import Programme, Rung
from levelhip.exercise.progression import decide
from levelhip.exercise.sentence import Sentence, read_sentence, sentence
from tests.exercise.progression_factories import (
    BELT,
    CLAMS,
    DAYS,
    EASIEST,
    LAST,
    MAINTAIN,
    MORE_CLAMS,
    SMALL,
    TODAY,
    WEEK,
    ago,
    good,
    plan_at,
    plans,
)

HIP: Final = load_programme("hip")
ISOMETRIC: Final = "isometric_hip_abduction"


def found(key: str) -> Programme:
    return {"small": SMALL, "hip": HIP}[key]


# --- beginning, and how far -------------------------------------------------------------------------------------


def test_a_plan_of_ones_own_ends_where_a_therapist_is_needed() -> None:
    alone, prescribed = begin(SMALL, TODAY), begin(SMALL, TODAY, prescribed_by="R. Okafor")
    assert (alone.step, alone.least, alone.most, alone.prescribed_by) == (BELT, EASIEST, MORE_CLAMS, SELF)
    assert prescribed.most == LAST
    assert begin(SMALL, TODAY, most=CLAMS).most == CLAMS
    with pytest.raises(ValueError, match="more of small than a person may prescribe themselves"):
        begin(SMALL, TODAY, most=LAST)
    with pytest.raises(ValueError, match="easier_start: only a therapist can prescribe it"):
        begin(load_programme("easier_start"), TODAY)


@pytest.mark.parametrize(("step", "easier", "harder", "start"), [
    (EASIEST, EASIEST, BELT, EASIEST), (BELT, EASIEST, CLAMS, EASIEST), (CLAMS, BELT, MORE_CLAMS, CLAMS),
    (MORE_CLAMS, CLAMS, MAINTAIN, CLAMS), (MAINTAIN, MAINTAIN, LAST, MAINTAIN), (LAST, MAINTAIN, None, MAINTAIN),
])  # fmt: skip
def test_the_way_there_and_back(step: int, easier: int, harder: int | None, start: int) -> None:
    plan = plan_at(step)
    assert (plan.easier, plan.harder, plan.stage_start) == (easier, harder, start)
    assert plan.leaves_stage == (step in {BELT, MORE_CLAMS})


def test_the_way_back_ends_with_what_was_prescribed() -> None:
    plan = plan_at(MORE_CLAMS, least=MORE_CLAMS)
    assert plan.easier == plan.stage_start == MORE_CLAMS


@pytest.mark.parametrize(("changes", "words"), [
    ({"step": 6, "most": 6}, "in order and from 0 to 5"),
    ({"least": 3, "step": 2}, "in order"),
    ({"most": 0}, "in order"),
    ({"sides": ()}, "sides must be"),
    ({"sides": ("left", "left")}, "sides must be"),
    ({"sides": ("up",)}, "sides must be"),
    ({"prescribed_by": " "}, "prescribed_by is empty"),
    ({"prescribed_by": SELF}, "more of small than"),
    ({"since": ago(31)}, "since 2026-02-27 lies before its beginning"),
    ({"until": ago(30)}, "does not lie after its beginning"),
    ({"usual_morning": 5.5}, "usual_morning must be from 0 to 5, not 5.5"),
    ({"usual_morning": float("nan")}, "usual_morning must be"),
])  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        replace(plan_at(BELT), **changes)
    assert str(caught.value).startswith("plan: ")
    assert "\n" not in str(caught.value)


# --- what is due ------------------------------------------------------------------------------------------------


def dues(plan: Plan, day: date, done: dict[str, int] | None = None) -> list[tuple[str, int, bool]]:
    return [(each.exercise, each.dose.per_day, each.worked_on) for each in due(plan, day, done or {})]


def test_every_day_is_every_day() -> None:
    assert dues(plan_at(BELT), TODAY, {ISOMETRIC: 7}) == [(ISOMETRIC, 2, True)]
    assert due(plan_at(BELT), TODAY) == due(plan_at(BELT), ago(9))


def test_a_few_times_a_week_is_as_often_as_that() -> None:
    plan = plan_at(CLAMS)
    assert dues(plan, TODAY) == [("clamshell", 1, True), (ISOMETRIC, 1, False)]
    assert dues(plan, TODAY, {"clamshell": 2, ISOMETRIC: 3}) == [("clamshell", 1, True)]
    assert dues(plan, TODAY, {"clamshell": 3}) == [(ISOMETRIC, 1, False)]
    assert dues(plan, TODAY, {"clamshell": 3, ISOMETRIC: 4}) == []


def test_nothing_is_due_before_or_after_the_plan() -> None:
    plan = plan_at(BELT, until=ago(-2))
    assert [bool(due(plan, ago(days))) for days in (31, 30, 0, -1, -2)] == [False, True, True, True, False]


@given(plans(), st.dates(), st.dictionaries(st.sampled_from([ISOMETRIC, "clamshell"]), st.integers(-1, 9)))
def test_any_date_will_do(plan: Plan, day: date, done: dict[str, int]) -> None:
    for each in due(plan, day, done):
        prescription = each.prescription()
        assert prescription.exercise.key == each.exercise
        assert (prescription.hold_s, prescription.reps) == (each.dose.hold_s, each.dose.reps)
        assert prescription.sides == plan.sides


def test_both_hips_at_once_are_one_set() -> None:
    plan = begin(load_programme("easier_start"), TODAY, prescribed_by="R. Okafor", sides=("left",))
    assert [len(each.sides) for each in due(plan, TODAY)] == [1]
    assert Due("bridge", Rung(1, 7, 5, 10), ("right",), worked_on=True).prescription().sides == ("right",)


# --- kept as JSON, and back -------------------------------------------------------------------------------------


@given(plans())
def test_a_kept_plan_comes_back(plan: Plan) -> None:
    kept = json.loads(json.dumps(plan_as_dict(plan)))
    assert read_plan(kept, found) == plan


@pytest.mark.parametrize(("key", "value", "words"), [
    ("reason", {"text": 3}, "a sentence is a text with its values"), ("reason", None, "a sentence is"),
    ("before", ["build"], "before must be stage"), ("rule", 1, "rule must be a text"), ("day", "soon", "day must be"),
])  # fmt: skip
def test_a_change_that_does_not_fit_is_refused(key: str, value: object, words: str) -> None:
    kept = json.loads(json.dumps(plan_as_dict(decide(plan_at(BELT), WEEK, TODAY).plan)))
    kept["changes"][0][key] = value
    with pytest.raises(PlanError, match=f"^plan: changes: {words}"):
        read_plan(kept, found)


def test_a_change_comes_back_with_its_reason() -> None:
    plan = decide(plan_at(BELT), WEEK, TODAY).plan
    assert len(plan.changes) == 1
    assert read_plan(json.loads(json.dumps(plan_as_dict(plan))), found) == plan


JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(plans(), st.data())
def test_what_is_no_plan_is_refused_in_one_line(plan: Plan, data: st.DataObject) -> None:
    kept = plan_as_dict(plan)
    key = data.draw(st.sampled_from(sorted(kept)))
    broken = {**kept, key: data.draw(JSON)} if data.draw(st.booleans()) else {k: v for k, v in kept.items() if k != key}
    line = refusal(broken)
    assert line is None or (line.startswith("plan: ") and "\n" not in line)


def refusal(data: object) -> str | None:
    """The line with which it is refused; None: it is read."""
    try:
        read_plan(data, found)
    except PlanError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    "data", [None, [], "plan", {"schema": "levelhip.plan/9"}, {"schema": "levelhip.plan/1", "programme": "x"}]
)
def test_what_is_no_plan_at_all(data: object) -> None:
    with pytest.raises(PlanError, match=r"^plan: "):
        read_plan(data, found)


@pytest.mark.parametrize(("key", "value", "words"), [
    ("step", ["foundation", ISOMETRIC, 9], "step must be stage, exercise and rung of programme small"),
    ("sides", [1], "sides must be a list of texts"),
    ("sides", ["up"], "sides must be left, right or both"),
    ("begun", "yesterday", "begun must be a date"),
    ("usual_morning", True, "usual_morning must be a number"),
    ("changes", [{}], "changes: reason is missing"),
    ("changes", [3], "changes: is no JSON object"),
])  # fmt: skip
def test_a_field_that_does_not_fit_is_named(key: str, value: object, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        read_plan({**plan_as_dict(plan_at(BELT)), key: value}, found)


# --- in words ---------------------------------------------------------------------------------------------------


def test_a_plan_explains_itself() -> None:
    plan = decide(plan_at(BELT), WEEK, TODAY).plan
    told = explain(plan)
    stage, dose, why, ends = (each.said() for each in told.sentences)
    assert stage == "Stage: Build. To go on."
    assert dose == "Clamshell: 10 repetitions, once a day, 3 days a week."
    assert why.startswith("Since 30 March 2026: One step on: 7 good days in the last 7, little pain, and settled by")
    belt = "Isometric hip abduction with a belt: 7 holds of 6 s, once a day"
    assert f"Least: {belt}, every day. Most: {belt}, 4 days a week. More is for R. Okafor to say." in ends
    assert told.rule == "good_week"
    assert json.dumps(told.as_dict())


def test_a_plan_that_has_not_moved_explains_itself() -> None:
    said = [each.said() for each in explain(begin(SMALL, TODAY)).sentences]
    assert said[2] == "Your plan began with it on 30 March 2026."
    assert said[3].endswith("More is a therapist's.")
    assert explain(plan_at(BELT)).sentences[2].said() == "R. Okafor prescribed it from 28 February 2026 on."
    assert explain(plan_at(BELT)).rule is None


@given(st.integers(0, HIP.last_step))
def test_every_step_can_be_explained(step: int) -> None:
    told = explain(Plan(HIP, step, 0, HIP.last_step, ("left",), "R. Okafor", TODAY, TODAY))
    assert all("{" not in each.said() for each in told.sentences)
    assert told.evidence
    assert set(told.evidence) <= set(references())


@pytest.mark.parametrize(("dose", "words"), [
    (Rung(1, 7, 30, 1), "one hold of 30 s, once a day, every day"),
    (Rung(2, 1, 0, 1), "one repetition, twice a day, one day a week"),
    (Rung(4, 2, 0, 12), "12 repetitions, 4 times a day, 2 days a week"),
])  # fmt: skip
def test_doses_in_words(dose: Rung, words: str) -> None:
    assert dose_in_words(dose).said() == words


def test_sentences_are_translated_inside_out() -> None:
    told = sentence("{stage}: {when}, {share}", stage=Sentence("Build"), when=TODAY, share=0.5)
    spanish = {"Build": "Fortalecer", "{stage}: {when}, {share}": "{share}; {stage} {when}", "March": "marzo"}
    assert told.said(spanish) == "0.5; Fortalecer 30 marzo 2026"
    assert str(told) == "Build: 30 March 2026, 0.5"
    assert read_sentence(json.loads(json.dumps(told.as_dict()))).said() == told.said()


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"text": 1},
        {"text": "a", "values": 3},
        {"text": "a", "values": {"b": None}},
        {"text": "a", "values": {"b": {"day": "soon"}}},
        {"text": "a", "values": {"b": {"day": 3}}},
    ],
)
def test_what_is_no_sentence_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="a sentence is a text with its values"):
        read_sentence(data)


# --- days -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [
    lambda: SideDay(7, 7, 8), lambda: SideDay(7, 7, 7, 8), lambda: SideDay(-1, 0, 0), lambda: SideDay(7, 7, 0, -1),
    lambda: Day(TODAY, pain=11), lambda: Day(TODAY, morning=float("nan")), lambda: Day(TODAY, sessions_done=-1),
    lambda: Day(TODAY, (("left", SideDay(7, 0, 0)), ("left", SideDay(7, 0, 0)))),
])  # fmt: skip
def test_a_day_that_cannot_be_is_refused(make: Any) -> None:  # noqa: ANN401 - a function without arguments
    with pytest.raises(ValueError, match=r"cannot|must be|twice"):
        make()


@given(DAYS, DAYS)
def test_a_day_told_twice_is_taken_at_its_worst(one: Day, other: Day) -> None:
    other = replace(other, day=one.day)
    told = History([one, other], TODAY + timedelta(days=9)).day(one.day.toordinal())
    assert told is not None
    for name in ("pain", "morning", "effort"):
        known = [rating for day in (one, other) if (rating := getattr(day, name)) is not None]
        assert getattr(told, name) == max(known, default=None)
    assert told.stopped == (one.stopped or other.stopped)


def test_the_weaker_side_counts() -> None:
    day = good(1, sides=(("left", SideDay(14, 14, 14)), ("right", SideDay(14, 10, 7, 5))))
    assert day.share == 0.5
    assert day.faulty_share == 0.5
    assert Day(TODAY).share is None
    assert Day(TODAY).faulty_share is None
    assert Day(TODAY, sessions_done=1).exercised
    assert not Day(TODAY, sessions_done=1).tried
    assert SideDay(0, 3, 3).share is None
    assert SideDay(7, 9, 9).share == 1
