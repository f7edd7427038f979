"""A report speaks its reader's language: every sentence goes through their words, every number has their point."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.reports.session_html import render_session_html
from levelhip.reports.trace_svg import render_trace_svg
from levelhip.reports.wording import ENGLISH, Wording
from tests.reports.factories import make_session, parse
from tests.reports.many_sessions import SESSIONS, own_words, texts_of

UNITS = {"s", "min", "h", "N", "V"}


class Foreign(Mapping[str, str]):
    """A language that writes every letter as ж: what is left in Latin letters was never said in it."""

    def __getitem__(self, sentence: str) -> str:
        return re.sub(r"\{\w+\}|[A-Za-z]", lambda found: found[0] if len(found[0]) > 1 else "ж", sentence)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 1


FOREIGN = Wording(Foreign(), "xx", ",")


@pytest.mark.parametrize("name", SESSIONS)
def test_every_sentence_is_said_in_the_readers_words(name: str) -> None:
    record, trace = SESSIONS[name]()
    page, picture = render_session_html(record, trace, FOREIGN), render_trace_svg(record, trace, wording=FOREIGN)
    assert parse(page).get("lang") == "xx"
    for text in (*texts_of(page), *texts_of(picture)):
        left = own_words(text, record)
        assert set(re.findall(r"[A-Za-z_]+", left)) <= UNITS, left
        assert not re.search(r"\d\.\d", left), left


def test_english_is_said_where_nobody_asks() -> None:
    assert render_session_html(*make_session()) == render_session_html(*make_session(), ENGLISH)
    assert render_session_html(*make_session()) == render_session_html(*make_session(), Wording({"Nothing": "else"}))


def test_a_translation_whose_places_do_not_fit_is_not_used() -> None:
    wrong = Wording({"Held, of {number} s": "{seconds} s"}, "xx")
    assert "Held, of 6 s" in render_session_html(*make_session(), wrong)


@given(st.floats(), st.integers(0, 3), st.sampled_from(["", "N", "deg", "s"]))
def test_a_number_differs_by_its_point_alone(value: float, digits: int, unit: str) -> None:
    ours, theirs = ENGLISH.number(value, digits, unit), Wording(decimal_point=",").number(value, digits, unit)
    assert theirs == ours.replace(".", ",")
    assert not re.match("\N{MINUS SIGN}[0.]+([^0-9.]|$)", ours)  # never minus nothing
    if ours != "not known":
        digits_said = re.sub("[^0-9.-]", "", ours.replace("\N{MINUS SIGN}", "-"))
        assert math.isclose(float(digits_said), value, abs_tol=0.51 * 10**-digits)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(5.46, "5,5 s"), (6.0, "6 s"), (59.6, "1 min"), (200, "3 min 20 s"), (3720, "1 h 2 min"), (math.nan, "not known")],
)
def test_lengths_of_time(seconds: float, said: str) -> None:
    assert Wording(decimal_point=",").clock(seconds).replace("\u00a0", " ") == said


def test_one_and_many() -> None:
    assert ENGLISH.counted(1, "1 hold", "{count} holds") == "1 hold"
    assert ENGLISH.counted(0, "1 hold", "{count} holds") == "0 holds"
