"""Laws of clearance: nothing but fresh and harmless answers to everything clears, and worse is never better."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.clearance import CLOCK_TOLERANCE, assess, assess_stop, questions, stop_questions
from levelhip.exercise.clearance_rules import SEVERITY, Question
from levelhip.exercise.library import exercise_keys, load_clearance
from tests.exercise.clearance_factories import NOW, harmless

EVERY: Final = (*questions(maximal=True), *stop_questions())
EXERCISES: Final = st.sampled_from(exercise_keys())
PLAIN: Final = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
HOSTILE: Final = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(st.text(max_size=3), PLAIN, max_size=2)
LIKELY: Final = st.sampled_from(["yes", "no", "unknown", 0, 3, 5, 5.5, 6, 10])
KEYS: Final = st.sampled_from([question.key for question in EVERY]) | st.text(max_size=5)
TIMES: Final = (
    st.none() | st.datetimes() | st.timedeltas(timedelta(days=-60), timedelta(days=60)).map(lambda d: NOW + d)
)


def is_fresh(question: Question, at: object) -> bool:
    if not isinstance(at, datetime) or at.tzinfo is None:
        return False
    valid = timedelta(hours=load_clearance().group(question.group).valid_h)
    return -CLOCK_TOLERANCE <= NOW - at <= valid


def is_harmless(question: Question, answer: object) -> bool:
    """Say it anew, not by the code under test: the one good word, or a number up to 5."""
    if question.kind == "scale":
        return type(answer) in {int, float} and 0 <= answer <= 5  # type: ignore[operator]
    return type(answer) is str and answer == ("yes" if question.key == "cannot_lift" else "no")


@given(EXERCISES, st.dictionaries(KEYS, LIKELY | HOSTILE, max_size=4), st.sets(KEYS, max_size=2), TIMES)
def test_only_fresh_harmless_answers_to_everything_clear(
    exercise: str, changes: dict[str, object], missing: set[str], at: datetime | None
) -> None:
    answers = {key: answer for key, answer in {**harmless(exercise), **changes}.items() if key not in missing}
    assessment = assess(answers, exercise, answered_at=at, now=NOW)
    known = {question.key for question in EVERY}
    good = all(
        is_harmless(question, answers.get(question.key)) and is_fresh(question, at) for question in questions(exercise)
    )
    assert assessment.may_start == (good and set(answers) <= known)
    assert assessment.may_start == (not assessment.reasons)


@given(EXERCISES, st.dictionaries(KEYS, HOSTILE | LIKELY), st.dictionaries(KEYS, TIMES), st.booleans())
def test_whatever_is_handed_in_is_assessed(
    exercise: str,
    answers: dict[str, object],
    times: dict[str, datetime],
    maximal: bool,  # noqa: FBT001
) -> None:
    assessment = assess(answers, exercise, answered_at=times, now=NOW, maximal=maximal)
    assert assessment.outcome in SEVERITY
    assert assessment.do_now
    assert not (maximal and assessment.may_start)
    assert not assess_stop(answers).may_start


@given(EXERCISES, TIMES)
def test_no_time_far_away_breaks_it(exercise: str, at: datetime | None) -> None:
    edges = (datetime.min.replace(tzinfo=NOW.tzinfo), datetime.max.replace(tzinfo=NOW.tzinfo))
    for now in edges:
        assert not assess(harmless(exercise), exercise, answered_at=at, now=now).may_start


def severity(question: Question, answer: object) -> int:
    understood = question.understood(answer)
    if understood is None:
        return SEVERITY["not_today"]
    finding = question.finding(understood)
    return 0 if finding is None else SEVERITY[finding.outcome]


@given(EXERCISES, st.dictionaries(KEYS, LIKELY, max_size=5), st.data())
def test_a_worse_answer_never_improves_the_outcome(
    exercise: str, changes: dict[str, object], draw: st.DataObject
) -> None:
    answers = {**harmless(exercise), **changes}
    question = draw.draw(st.sampled_from(questions(exercise)))
    worse = draw.draw(LIKELY)
    before, after = severity(question, answers[question.key]), severity(question, worse)
    first = assess(answers, exercise, answered_at=NOW, now=NOW)
    second = assess({**answers, question.key: worse}, exercise, answered_at=NOW, now=NOW)
    if after > before:
        assert SEVERITY[second.outcome] >= SEVERITY[first.outcome]


@given(EXERCISES, st.floats(0, 10), st.floats(0, 10))
def test_more_pain_never_helps(exercise: str, one: float, other: float) -> None:
    less, more = (
        assess({**harmless(exercise), "resting_pain": pain}, exercise, answered_at=NOW, now=NOW)
        for pain in sorted((one, other))
    )
    assert SEVERITY[less.outcome] <= SEVERITY[more.outcome]
