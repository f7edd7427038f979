"""The page of the evidence is the registry: every number with its anchor, its value and its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.exercise.evidence import numbers, references
from tests.web.page_reading import Page, read
from tests.web.page_world import Browser, make_world


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    return Browser(make_world(tmp_path_factory.mktemp("data")).app)


@pytest.fixture(scope="module")
def page(client: Browser) -> Page:
    return read(client.get("/evidence").text)


def test_every_number_has_an_anchor_a_name_and_its_sources(page: Page) -> None:
    for key, number in numbers().items():
        assert key in page.ids
        assert number.topic.key in page.ids
        assert number.name in page.words
        assert number.decides in page.text
        for case in (*number.cases, *number.conflicts):
            assert number.shown(case).replace("\N{NO-BREAK SPACE}", " ") in page.words
            for source in case.evidence:
                assert (references()[source].doi or "") in page.text


def test_what_nobody_read_again_says_so(page: Page) -> None:
    assert "Bolgla and Uhl 2005, Journal of Orthopaedic & Sports Physical Therapy (unverified)" in page.text
    assert "commonly cited, but not read again here" in page.text
    assert "Other sources:" in page.text
    assert "Last reviewed: 22 November 2026" in page.text


def test_the_page_is_found_from_an_exercise_and_from_about(client: Browser) -> None:
    assert "/evidence#dose" in read(client.get("/exercises/clamshell").text).links
    assert "/evidence" in read(client.get("/about").text).links


def test_in_spanish_numbers_have_their_comma(tmp_path: Path) -> None:
    text = Browser(make_world(tmp_path).app).get("/evidence", "es").text
    assert "99,9" in text
    assert "99.9" not in text
