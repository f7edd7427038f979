"""Days, times, numbers, and a session's page out of whatever was kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import chain

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.reports.words import _FAULTS as REPORTED_FAULTS
from levelhip.web import page_words
from levelhip.web.language import language
from levelhip.web.session_detail import session_page
from tests.web.catalogues import compile_all
from tests.web.page_world import live_record

ENGLISH = language("en")
DAY = date(2026, 11, 18)
AT = datetime(2026, 11, 18, 8, 20, tzinfo=UTC)
KEPT = {
    "id": "x",
    "exercise": "isometric_hip_abduction",
    "started_at": "2026-11-18T08:00:00+00:00",
    "way": "camera",
    "state": "finished",
    "provenance": "measured",
}


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    compile_all()


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (3, "evening"),
        (4, "morning"),
        (11, "morning"),
        (12, "afternoon"),
        (17, "afternoon"),
        (18, "evening"),
        (23, "evening"),
    ],
)
def test_the_greeting_goes_by_the_time_of_day(hour: int, said: str) -> None:
    assert page_words.greeting(AT.replace(hour=hour), "", ENGLISH) == f"Good {said}"
    assert page_words.greeting(AT.replace(hour=hour), "Ana", ENGLISH) == f"Good {said}, Ana"


def test_days() -> None:
    spanish = language("es")
    assert page_words.day_near(DAY, DAY, ENGLISH) == "Today"
    assert page_words.day_near(date(2026, 11, 17), DAY, ENGLISH) == "Yesterday"
    assert page_words.day_near(date(2026, 11, 16), DAY, ENGLISH) == "Monday 16 November"
    assert page_words.day_near(date(2025, 11, 16), DAY, ENGLISH) == "16 November 2025"
    assert page_words.day_near(date(2026, 11, 16), DAY, spanish) == "lunes, 16 de noviembre"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (59.4, "59 s"), (60, "1 min"), (95, "1 min 35 s"), (float("nan"), "not known")]
)
def test_durations(seconds: float, said: str) -> None:
    assert page_words.duration(seconds, ENGLISH).replace("\N{NO-BREAK SPACE}", " ") == said


def test_numbers_have_the_languages_own_point() -> None:
    assert page_words.decimal(5.44, 1, ENGLISH) == "5.4"
    assert page_words.decimal(5.44, 1, language("es")) == "5,4"
    assert page_words.brief(6.0, ENGLISH) == "6"
    assert page_words.brief(5.5, language("es")) == "5,5"
    assert page_words.ordinal(2, ENGLISH) == "2nd"
    assert page_words.ordinal(9, ENGLISH) == "9."


def test_every_fault_has_words() -> None:
    checks = chain.from_iterable(load_exercise(key).form_checks for key in exercise_keys())
    assert {*REPORTED_FAULTS, *(check.key for check in checks)} <= set(page_words.FAULTS)
    assert page_words.fault_words("some_new_fault", ENGLISH) == "some new fault"


def test_a_movement_has_no_seconds() -> None:
    live = live_record(2)
    movement = {
        **live,
        "record": {**live["record"], "prescription": {"hold_s": 0, "reps": 7, "sides": ["right", "left"]}},
    }
    page = session_page({**KEPT, "record": movement}, AT, ENGLISH)
    assert page.headline == "14 repetitions"
    assert all(row.target == 0 for side in page.sides for row in side.rows)


def test_a_session_that_has_not_arrived() -> None:
    page = session_page({**KEPT, "state": "open", "record": None, "provenance": None, "ended": "pain"}, AT, ENGLISH)
    assert page.headline == "No repetition was counted."
    assert page.sides == []
    assert not page.has_trace
    assert page.badges == ["stopped because of pain"]
    assert "not arrived completely" in page.warnings[0]


KEYS = st.sampled_from(["sides", "reps", "side", "faults", "rep_count", "complete_count", "valid_hold_s", "broken_s"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 20) | st.floats(0, 10) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner),
    max_leaves=6,
)


@given(JSON, JSON)
def test_a_record_of_any_form_makes_a_page(sides: object, reps: object) -> None:
    """What a browser sent is kept as it came; looking at it must never fail."""
    record = {"prescription": {"hold_s": 6}, "sides": [{"side": "left", "reps": reps}, sides]}
    assert session_page({**KEPT, "record": {"record": record}}, AT, ENGLISH).name == "Belt press"
