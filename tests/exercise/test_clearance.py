"""Clearance, row by row of its table: what each answer leads to, and for which exercises."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.clearance import (
    CLOCK_TOLERANCE,
    IN_THE_FUTURE,
    MAY_BEGIN,
    NO_TIME,
    NOT_ANSWERED,
    NOT_KNOWN,
    NOT_UNDERSTOOD,
    NOTHING_ANSWERED,
    AnsweredAt,
    Assessment,
    assess,
    assess_stop,
    groups,
    questions,
    stop_questions,
    texts,
)
from levelhip.exercise.clearance_kept import assess_kept, read_times
from levelhip.exercise.library import UnknownExerciseError, exercise_keys, load_exercise
from tests.exercise.clearance_factories import BELT, NOW, harmless, harmless_answer
from tests.exercise.clearance_table import ROWS


def judged(changes: dict[str, object], exercise: str = BELT, *, answered_at: AnsweredAt = NOW) -> Assessment:
    return assess({**harmless(exercise), **changes}, exercise, answered_at=answered_at, now=NOW)


@pytest.mark.parametrize(
    ("changes", "outcome"), ROWS, ids=lambda each: " ".join(each) if isinstance(each, dict) else each
)
def test_every_row_of_the_table(changes: dict[str, object], outcome: str) -> None:
    assessment = judged(changes)
    assert assessment.outcome == outcome
    assert assessment.may_start == (outcome == "cleared")
    assert assessment.reasons or outcome == "cleared"
    if outcome == "emergency":
        assert "112" in assessment.do_now
        assert assessment.do_now == assessment.reasons[0].do


def test_harmless_answers_clear() -> None:
    for exercise in exercise_keys():
        assessment = judged({}, exercise)
        assert (assessment.outcome, assessment.reasons, assessment.do_now) == ("cleared", (), MAY_BEGIN)
        assert assessment.as_dict()["may_start"] is True


def test_i_do_not_know_never_goes_on() -> None:
    for exercise in exercise_keys():
        for question in questions(exercise):
            assert not judged({question.key: "unknown"}, exercise).may_start
    for question in stop_questions():
        assert question.finding("unknown") is not None


def test_lying_and_the_belt_matter_only_where_one_lies_and_wears_it() -> None:
    for exercise in exercise_keys():
        known = load_exercise(exercise)
        lying = known.position in {"side_lying", "on_forearm"}
        asked = {question.key for question in questions(exercise)}
        assert ("lying_on_side_hurts" in asked) == lying
        assert ("ankle_trouble" in asked) == (known.belt == "ankles" or "weight" in known.figure.props)
        redirected = assess(
            {**harmless(exercise), "lying_on_side_hurts": "yes", "ankle_trouble": "yes"},
            exercise,
            answered_at=NOW,
            now=NOW,
        )
        assert redirected.may_start != lying


def test_the_first_thing_said_is_the_worst() -> None:
    assessment = judged({"weight_loss": "yes", "numb_saddle": "yes", "resting_pain": 9})
    assert [reason.outcome for reason in assessment.reasons] == ["emergency", "clinician", "not_today"]
    assert assessment.as_dict()["reasons"] == [reason.as_dict() for reason in assessment.reasons]


def test_a_maximal_press_has_questions_of_its_own_and_needs_a_word() -> None:
    more = {question.key for question in questions(BELT, maximal=True)} - {question.key for question in questions(BELT)}
    assert more == {"maximal_blood_pressure", "maximal_heart", "maximal_hernia", "maximal_eye_surgery"}
    answers = harmless(maximal=True)
    assessment = assess(answers, BELT, answered_at=NOW, now=NOW, maximal=True)
    assert (assessment.outcome, assessment.reasons[0].key) == ("clinician", "therapist_word")
    for key in more:
        assert assess({**answers, key: "yes"}, BELT, answered_at=NOW, now=NOW, maximal=True).outcome == "clinician"
    assert {question.key for question in questions(maximal=True)} - {question.key for question in questions()} == more


# --- answers that are none --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [question.key for question in questions(BELT)])
def test_a_missing_answer_is_asked_for(key: str) -> None:
    answers = harmless()
    del answers[key]
    assessment = assess(answers, BELT, answered_at=NOW, now=NOW)
    assert (assessment.outcome, assessment.to_answer) == ("not_today", (key,))
    assert assessment.reasons[0].text == NOT_ANSWERED


@pytest.mark.parametrize("value", [None, True, False, 1, 0, "", "No", "NO ", "maybe", [], {}, float("nan")])
def test_a_strange_answer_is_no_answer(value: object) -> None:
    assessment = judged({"pregnant": value})
    assert (assessment.outcome, assessment.reasons[0].text) == ("not_today", NOT_UNDERSTOOD)


@pytest.mark.parametrize("value", [True, "3", -1, 11, float("nan"), float("inf"), 10**400, None, "yes", [3]])
def test_a_strange_number_is_no_answer(value: object) -> None:
    assert judged({"resting_pain": value}).reasons[0].text == NOT_UNDERSTOOD


def test_an_answer_to_a_question_nobody_asked_stops() -> None:
    assessment = judged({"chest_pain_of_a_newer_version": "yes"})
    assert (assessment.outcome, assessment.reasons[0].text) == ("not_today", NOT_KNOWN)
    assert assessment.to_answer == ()


@pytest.mark.parametrize("answers", [None, [], "yes", 3])
def test_what_holds_no_answers_clears_nobody(answers: object) -> None:
    assert not assess(answers, BELT, answered_at=NOW, now=NOW).may_start  # type: ignore[arg-type]
    assert not assess_stop(answers).may_start  # type: ignore[arg-type]
    assert not assess_kept(answers, BELT, now=NOW).may_start
    assert not assess_kept({"answers": answers, "answered_at": NOW.isoformat()}, BELT, now=NOW).may_start


def test_there_is_no_clearance_for_no_exercise() -> None:
    with pytest.raises(UnknownExerciseError):
        assess({}, "clearance", answered_at=NOW, now=NOW)


# --- time -------------------------------------------------------------------------------------------------------


def test_answers_of_the_day_hold_a_day_and_the_others_four_weeks() -> None:
    daily = {question.key for question in questions(BELT) if question.group == "today"}
    rest = {question.key for question in questions(BELT)} - daily
    assert {"resting_pain", "calf_swollen"} <= daily
    assert {"pregnant", "blood_pressure"} <= rest
    a_day, a_month = timedelta(days=1), timedelta(days=28)
    second = timedelta(seconds=1)
    assert judged({}, answered_at=NOW - a_day).may_start
    assert set(judged({}, answered_at=NOW - a_day - second).to_answer) == daily
    times = {**dict.fromkeys(daily, NOW), **dict.fromkeys(rest, NOW - a_month)}
    assert judged({}, answered_at=times).may_start
    assert set(judged({}, answered_at={**times, **dict.fromkeys(rest, NOW - a_month - second)}).to_answer) == rest
    assert judged({}, answered_at={key: at for key, at in times.items() if key != "pregnant"}).to_answer == (
        "pregnant",
    )


def test_answers_of_the_day_end_with_the_calendar_day_and_fail_closed() -> None:
    daily = {question.key for question in questions(BELT) if question.group == "today"}
    hour = timedelta(hours=1)
    began, ends = NOW - 9 * hour, NOW + 15 * hour
    day = {"began": began.isoformat(), "ends": ends.isoformat()}

    def asked(at: datetime, now: datetime, day: object) -> set[str]:
        kept = {"answers": harmless(), "answered_at": at.isoformat(), "day": day}
        return set(assess_kept(kept, BELT, now=now).to_answer)

    second = timedelta(seconds=1)
    assert not asked(began, NOW, day)
    assert not asked(NOW, ends - second, day)
    assert asked(began - second, NOW, day) == daily, "told yesterday"
    assert asked(ends - second, ends, day) == daily, "the day is over"
    long_day = {**day, "ends": (NOW + 100 * hour).isoformat()}
    assert asked(NOW, NOW + 25 * hour, long_day) == daily, "never longer than their hours"
    for none in (None, 3, {}, {"began": "today"}, {**day, "ends": "2026-03-29T12:00"}, {"ends": day["ends"]}):
        assert asked(NOW, NOW, none) == daily


def test_an_old_warning_still_warns() -> None:
    assert judged({"numb_saddle": "yes"}, answered_at=NOW - timedelta(days=300)).outcome == "emergency"


@pytest.mark.parametrize("at", [None, NOW.replace(tzinfo=None), "2026-03-29T09:00:00+00:00", 3])
def test_a_time_that_is_none_clears_nobody(at: object) -> None:
    assessment = judged({}, answered_at=at)  # type: ignore[arg-type]
    assert (assessment.outcome, assessment.reasons[0].text) == ("not_today", NO_TIME)


def test_now_must_be_known() -> None:
    assert not assess(harmless(), BELT, answered_at=NOW, now=NOW.replace(tzinfo=None)).may_start


def test_the_future_clears_nobody() -> None:
    assert judged({}, answered_at=NOW + CLOCK_TOLERANCE).may_start
    for ahead in (CLOCK_TOLERANCE + timedelta(seconds=1), timedelta(days=9999)):
        assert judged({}, answered_at=NOW + ahead).reasons[0].text == IN_THE_FUTURE


def test_a_stop_for_pain_ends_the_answers_of_the_day() -> None:
    daily = {question.key for question in questions(BELT) if question.group == "today"}
    answers, second = harmless(), timedelta(seconds=1)
    for at, is_asked in ((NOW - second, True), (NOW, True), (NOW + second, False)):
        assessment = assess(answers, BELT, answered_at=at, now=NOW + second, stopped_at=NOW)
        assert set(assessment.to_answer) == (daily if is_asked else set())
        assert assessment.may_start != is_asked
        assert not is_asked or "stopped because of pain" in assessment.reasons[0].text
    warned = assess({**answers, "numb_saddle": "yes"}, BELT, answered_at=NOW, now=NOW + second, stopped_at=NOW)
    assert warned.outcome == "emergency", "it still warns"
    naive = NOW.replace(tzinfo=None)
    assert not assess(answers, BELT, answered_at=NOW, now=NOW, stopped_at=naive).may_start


def test_a_change_of_the_clock_of_the_year_changes_nothing() -> None:
    winter, summer = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
    at = datetime(2026, 3, 28, 10, 30, tzinfo=winter)
    assert assess(harmless(), BELT, answered_at=at, now=datetime(2026, 3, 29, 11, 30, tzinfo=summer)).may_start
    assert not assess(harmless(), BELT, answered_at=at, now=datetime(2026, 3, 29, 11, 31, tzinfo=summer)).may_start


# --- after a stop -----------------------------------------------------------------------------------------------

CALM: Final[dict[str, object]] = {
    **{question.key: harmless_answer(question) for question in stop_questions()},
    "stop_where": "side_of_hip",
}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "redirected"),
        ({"stop_pain": 5}, "redirected"),
        ({"stop_pain": 6}, "not_today"),
        ({"stop_pain": "unknown"}, "not_today"),
        ({"stop_where": "unknown"}, "not_today"),
        ({"stop_numb": "yes"}, "clinician"),
        ({"stop_calf_pain": "yes"}, "same_day"),
        ({"stop_where": "calf"}, "same_day"),
        ({"stop_dizzy": "yes"}, "same_day"),
        ({"stop_breathless": "yes"}, "emergency"),
        ({"stop_chest_pain": "yes"}, "emergency"),
        ({"stop_chest_pain": "unknown"}, "emergency"),
        ({"stop_where": "chest"}, "emergency"),
        ({"stop_pregnant_signs": "yes"}, "emergency"),
        ({"stop_pain": None}, "not_today"),
        ({"stop_where": "head"}, "not_today"),
    ],
)
def test_after_a_stop(changes: dict[str, object], outcome: str) -> None:
    assessment = assess_stop({**CALM, **changes})
    assert assessment.outcome == outcome
    assert not assessment.may_start
    assert assessment.do_now == assessment.reasons[0].do


@pytest.mark.parametrize("changes", [{"stop_calf_pain": "yes", "stop_where": "calf"}, {"stop_chest_pain": "yes"}])
def test_where_a_doctor_is_named_nothing_milder_is_said_and_each_reason_once(changes: dict[str, object]) -> None:
    said = [reason.text for reason in assess_stop({**CALM, "stop_pain": 6, **changes}).reasons]
    assert len(said) == len(set(said)) == 2
    assert not any("begin again" in reason.do for reason in assess_stop({**CALM, **changes}).reasons)
    assert any("begin again" in reason.do for reason in assess_stop(CALM).reasons)


@given(st.dictionaries(st.sampled_from([question.key for question in stop_questions()]), st.sampled_from(["yes", "x"])))
def test_after_a_stop_what_is_open_stays_to_be_asked(answers: dict[str, object]) -> None:
    assessment = assess_stop(answers)
    by_key = {question.key: question for question in stop_questions()}
    open_ones = {key for key in by_key if by_key[key].understood(answers.get(key)) is None}
    assert set(assessment.to_answer) == open_ones
    assert (assessment.reasons[0].text == NOTHING_ANSWERED) == (len(open_ones) == len(by_key))


def test_who_answers_nothing_after_a_stop_is_told_what_to_watch_for() -> None:
    assessment = assess_stop({})
    assert assessment.reasons[0].text == NOTHING_ANSWERED
    assert not any(reason.ask_again for reason in assessment.reasons)
    assert assessment.outcome == "not_today"
    assert "emergency number" in assessment.do_now


# --- what pages need --------------------------------------------------------------------------------------------


def test_answers_are_read_off_forms() -> None:
    by_key = {question.key: question for question in (*questions(), *stop_questions())}
    assert by_key["pregnant"].from_text("no") == "no"
    assert by_key["pregnant"].from_text("3") is None
    assert by_key["resting_pain"].from_text("3") == 3
    assert by_key["resting_pain"].from_text("unknown") == "unknown"
    assert by_key["resting_pain"].from_text("11") is None
    assert by_key["stop_where"].from_text("groin") == "groin"
    assert by_key["stop_where"].as_dict()["options"]


def test_times_are_read_from_json() -> None:
    assert read_times(NOW.isoformat()) == NOW
    assert read_times({"pregnant": NOW.isoformat(), "weight_loss": "soon", "breathless": 3}) == {"pregnant": NOW}
    assert read_times("soon") is None
    assert read_times(None) is None
    kept = {"answers": harmless(), "answered_at": dict.fromkeys(harmless(), NOW.isoformat())}
    assert assess_kept(kept, BELT, now=NOW).may_start


def test_every_sentence_is_there_to_be_translated() -> None:
    sentences = set(texts())
    for question in (*questions(maximal=True), *stop_questions()):
        assert {question.text, question.help} <= sentences
    for changes, _ in ROWS:
        assessment = judged(changes)
        assert {assessment.do_now, *(reason.text for reason in assessment.reasons)} <= sentences
    assert {group.title for group in groups()} <= sentences
    assert all(sentence.isprintable() for sentence in sentences)
