"""What was said after a stop for pain holds: for the day, and until somebody was asked about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.clearance import CLOCK_TOLERANCE, assess_stop, questions, stop_questions
from levelhip.exercise.clearance_kept import MOST_STOPS, assess_kept
from levelhip.exercise.clearance_rules import SEVERITY
from levelhip.exercise.clearance_stops import FOR_A_DOCTOR, SPOKE, Stop, carried, worst_answers
from tests.exercise.clearance_factories import BELT, NOW, harmless, harmless_answer

CALM: Final[dict[str, object]] = {
    **{question.key: harmless_answer(question) for question in stop_questions()},
    "stop_where": "side_of_hip",
}
HURTS: Final = {**CALM, "stop_pain": 8}
GRAVE: Final = {**CALM, "stop_calf_pain": "yes"}
EVENING: Final = NOW + timedelta(hours=13)
"""When the day of NOW ends."""
SECOND: Final = timedelta(seconds=1)


def told(answers: object = None, told_at: datetime = NOW, day_ends: datetime = EVENING) -> dict[str, Any]:
    return {"told_at": told_at.isoformat(), "day_ends": day_ends.isoformat(), "answers": answers or {}}


def kept(now: datetime, *stops: object, **changes: object) -> dict[str, Any]:
    """Everything answered again just now."""
    answers = {**harmless(), **changes}
    return {"answers": answers, "answered_at": now.isoformat(), "stopped_at": NOW.isoformat(), "stops": list(stops)}


@pytest.mark.parametrize(
    "answers", [{}, HURTS, GRAVE, {**CALM, "stop_chest_pain": "yes"}, {**CALM, "stop_numb": "yes"}]
)
def test_the_day_of_a_stop_stays_closed(answers: dict[str, object]) -> None:
    verdict = assess_stop(answers)
    for now in (NOW + SECOND, EVENING - SECOND, NOW - timedelta(days=1)):
        assessment = assess_kept(kept(now, told(answers), spoke_after_stop="yes"), BELT, now=now)
        assert assessment.outcome == verdict.outcome
        assert assessment.do_now == verdict.do_now, "it says again what was said"
    tomorrow = assess_kept(kept(EVENING, told(answers), spoke_after_stop="yes"), BELT, now=EVENING)
    assert tomorrow.may_start


def test_after_a_calm_stop_one_may_try_again() -> None:
    now = NOW + timedelta(hours=1)
    assert assess_kept(kept(now, told(CALM)), BELT, now=now).may_start


@given(st.sampled_from([None, "no", "unknown", "maybe", 3]), st.integers(0, 10_000))
def test_a_stop_for_a_doctor_waits_for_one(said: object, hours: int) -> None:
    now = EVENING + timedelta(hours=hours)
    assessment = assess_kept(kept(now, told(GRAVE), **({} if said is None else {SPOKE: said})), BELT, now=now)
    assert [reason.key for reason in assessment.reasons] == [SPOKE]
    assert (assessment.outcome == "clinician") == (said in ("no", "unknown"))
    assert not assess_kept(kept(now, told(HURTS)), BELT, now=now).reasons, "for pain alone nobody is waited for"


@given(st.timedeltas(timedelta(days=-3), timedelta(days=300)), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_only_a_yes_after_the_stop_counts_and_it_does_so_for_good(said: timedelta, later: timedelta) -> None:
    now = EVENING + later
    block = kept(now, told(GRAVE), spoke_after_stop="yes")
    block["answered_at"] = dict.fromkeys(harmless(), now.isoformat()) | {SPOKE: (NOW + said).isoformat()}
    was_after = timedelta(0) < said and NOW + said <= now + CLOCK_TOLERANCE
    assert assess_kept(block, BELT, now=now).may_start == was_after


def test_it_is_asked_only_after_such_a_stop() -> None:
    assert SPOKE not in {question.key for question in questions()} | {question.key for question in questions(BELT)}
    assert {question.key for question in questions(BELT, grave_stop=True)} == {*harmless(), SPOKE}
    assert assess_kept(kept(NOW + SECOND, spoke_after_stop="no"), BELT, now=NOW + SECOND).may_start


@pytest.mark.parametrize(
    "stops",
    [
        "none", {}, 3, [None], [[]], [{}], [{"told_at": "today"}], [{**told(CALM), "day_ends": None}],
        [{**told(CALM), "told_at": "2026-03-29T09:00"}], [{**told(), "answers": "calm"}],
        [told(CALM)] * (MOST_STOPS + 1),
    ],
)  # fmt: skip
def test_what_cannot_be_read_closes(stops: object) -> None:
    now = NOW + SECOND
    assert not assess_kept({**kept(now), "stops": stops}, BELT, now=now).may_start


def test_no_time_is_no_way_round() -> None:
    assert not assess_kept(kept(NOW, told(GRAVE)), BELT, now=NOW.replace(tzinfo=None)).may_start


ANSWERS = st.sampled_from([{}, CALM, HURTS, GRAVE, {**CALM, "stop_where": "chest"}])
STOPS = st.builds(
    lambda back, answers: Stop(NOW - back, answers, EVENING - timedelta(days=back.days)),
    st.timedeltas(timedelta(0), timedelta(days=9)),
    ANSWERS,
)


@given(st.lists(STOPS, max_size=6), st.timedeltas(timedelta(0), timedelta(days=40)), st.booleans())
def test_what_is_carried_decides_the_same(stops: list[Stop], later: timedelta, spoke: bool) -> None:  # noqa: FBT001
    now = NOW + later

    def outcome(some: list[Stop]) -> str:
        written = [told(dict(stop.answers), stop.told_at, stop.day_ends) for stop in some]
        block = kept(now + SECOND, *written, spoke_after_stop="yes" if spoke else "no")
        return assess_kept(block, BELT, now=now + SECOND).outcome

    few = carried(stops, now)
    assert outcome(few) == outcome(stops)
    assert len([stop for stop in few if not stop.closes(now)]) <= 1


@given(st.lists(ANSWERS | st.none(), max_size=4))
def test_the_worst_that_was_said_stays(every: list[dict[str, object] | None]) -> None:
    worst = worst_answers(*every)
    said = [SEVERITY[assess_stop(each).outcome] for each in every if each is not None]
    assert (worst is None) == (not said)
    assert worst is None or SEVERITY[assess_stop(worst).outcome] == max(said)


def test_whatever_needs_a_doctor_after_a_stop_waits_for_one() -> None:
    milder = {"cleared", "redirected", "not_today"}
    assert set(FOR_A_DOCTOR) == set(SEVERITY) - milder
