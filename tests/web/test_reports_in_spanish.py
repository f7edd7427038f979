"""A session's report and picture in Spanish: whatever they may say, no English is left in them."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.reports.session_html import render_session_html
from levelhip.reports.trace_svg import render_trace_svg
from levelhip.web.language import language
from tests.reports.factories import make_session
from tests.reports.many_sessions import SESSIONS, own_words, texts_of
from tests.web.catalogues import compile_all

ENGLISH = re.compile(
    r"\b(the|of|and|with|not|was|were|is|it|as|in|to|by|from|here|side|hold|holds|rest|above|repetitions?|full|signal"
    r"|lifts?|press|degrees|known|early|lost|low|brief|than|for|longer|seen)\b"
)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_all()


@pytest.mark.parametrize("name", SESSIONS)
def test_no_english_is_left(name: str) -> None:
    record, trace = SESSIONS[name]()
    wording = language("es").wording
    page, picture = render_session_html(record, trace, wording), render_trace_svg(record, trace, wording=wording)
    assert '<html lang="es">' in page
    said = [own_words(text, record) for text in (*texts_of(page), *texts_of(picture))]
    assert not [text for text in said if ENGLISH.search(text)]
    assert not [text for text in said if re.search(r"\d\.\d", text)]


def test_in_english_nothing_is_touched() -> None:
    assert render_session_html(*make_session(), language("en").wording) == render_session_html(*make_session())


def test_a_text_of_somebody_elses_stays_as_it_is() -> None:
    page = render_session_html(*make_session(source="Mrs Over & sons; 3 of 4.csv"), language("es").wording)
    assert "Mrs Over &amp; sons; 3 of 4.csv" in page
