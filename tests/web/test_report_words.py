"""A session's report in the reader's language: whatever it may say is drawn, and no English is left in it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import unescape

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.exercise.signals import Quantity
from levelhip.reports.session_html import render_session_html
from levelhip.session.record import SessionRecord, Trace
from levelhip.web.language import language
from levelhip.web.report_words import translated
from tests.reports.factories import make_empty, make_session
from tests.web.catalogues import compile_all

ENGLISH = re.compile(r"\b(the|of|and|with|not|was|were|is|side|hold|holds|rest|above|repetitions?|full)\b")
OURS = re.compile(r"Belt press, lying on the side|No column said.*|levelhip\.session/1|monday_morning\.csv")


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_all()


a_session = partial(make_session, name="Isometric hip abduction with a belt")


def empty(*, points: bool = True) -> tuple[SessionRecord, Trace]:
    record, trace = make_empty(points=points)
    return replace(record, prescription=a_session()[0].prescription), trace


def left_in_english(record: SessionRecord, trace: Trace) -> list[str]:
    page = translated(render_session_html(record, trace), language("es"))
    assert '<html lang="es">' in page
    texts = re.findall(r">([^<>]+)<", re.sub(r"(?s)<style.*?</style>", "", page))
    return [text for text in map(unescape, texts) if ENGLISH.search(OURS.sub("", text))]


@pytest.mark.parametrize(
    "quantity", [Quantity.FORCE, Quantity.STRAND_TENSION, Quantity.ACCELERATION, Quantity.LANDMARKS]
)
@pytest.mark.parametrize("kind", ["hold", "movement"])
def test_a_measured_session(quantity: Quantity, kind: str) -> None:
    assert left_in_english(*a_session(quantity=quantity, kind=kind)) == []


@pytest.mark.parametrize("per_side", [1, 2, 60])
def test_few_and_many(per_side: int) -> None:
    assert left_in_english(*a_session(per_side=per_side)) == []
    assert left_in_english(*a_session(per_side=per_side, sides=(None,), segments=1, faulty=False)) == []


def test_what_was_told() -> None:
    told, trace = a_session(quantity=Quantity.CLOCK, provenance="self-reported", started_at=None)
    assert left_in_english(told, trace) == []


def test_nothing_found() -> None:
    assert left_in_english(*empty()) == []
    assert left_in_english(*empty(points=False)) == []


def test_in_english_nothing_is_touched() -> None:
    page = render_session_html(*a_session())
    assert translated(page, language("en")) == page


def test_a_text_of_somebody_elses_stays_as_it_is() -> None:
    page = translated("<p>Mrs Over &amp; sons; 3 of 4, and so on: all the rest.</p>", language("es"))
    assert "Mrs Over &amp; sons" in page
