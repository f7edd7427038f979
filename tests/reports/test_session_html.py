from __future__ import annotations

import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.signals import Quantity
from levelhip.reports.session_facts import INTENDED_USE
from levelhip.reports.session_html import render_session_html, write_session_html
from levelhip.session.record import Rep, SessionRecord, Trace
from tests.reports.factories import make_empty, make_session, make_side, parse, unknown_measures
from tests.reports.test_trace_svg import odd_sessions


class Reader(HTMLParser):
    """Collects what a person reads, and every tag and attribute."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def text_of(session: tuple[SessionRecord, Trace]) -> str:
    return Reader(render_session_html(*session)).text


def test_the_page_holds_everything() -> None:
    text = text_of(make_session(warnings=("Something was odd.",)))
    for words in (
        "13 of 14 holds lasted the full 6 s.",
        "monday_morning.csv",
        "22 November 2026, 8:15",
        "What to do better next time",
        "Each repetition against its target",
        "pressed too hard",
        "The two sides",
        "no verdict",
        "It cannot see",
        "Something was odd.",
        "levelhip.session/1",
        "belt_press",
        "50 samples a second",
        INTENDED_USE,
    ):
        assert words in text


def test_no_script_and_no_request() -> None:
    page = render_session_html(*make_session())
    reader = Reader(page)
    assert "default-src 'none'" in page
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "a", "image", "use"}
    assert not [name for name, _ in reader.attributes if name in {"src", "href", "xlink:href", "onload", "onclick"}]
    assert "@import" not in page
    assert set(re.findall(r"url\(([^)]*)", page)) == {
        name for name in re.findall(r"url\(([^)]*)", page) if name[0] == "#"
    }
    assert set(re.findall(r"https?://[^\"\s]*", page)) == {"http://www.w3.org/2000/svg"}


def test_it_is_well_formed_with_unique_ids_and_headings_in_order() -> None:
    page = render_session_html(*make_session(per_side=20))
    root = parse(page)
    assert root.get("lang") == "en"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    levels = [int(tag[1]) for tag in re.findall(r"<(h[1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert page.count("<table") == page.count("<caption")


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity.LANDMARKS, "camera"),
        (Quantity.ACCELERATION, "rolling the whole body"),
        (Quantity.FORCE, "not the strength of one hip"),
        (Quantity.STRAND_TENSION, "one strand"),
        (Quantity.CLOCK, "only a clock"),
    ],
)
def test_what_the_sensor_cannot_see_is_said(quantity: Quantity, words: str) -> None:
    assert words in text_of(make_session(quantity=quantity))


def test_unknown_side_and_told_repetitions_are_said() -> None:
    text = text_of(make_session(sides=(None,), provenance="self-reported", started_at=None))
    assert "Nothing in the recording told which side" in text
    assert "no sensor saw them" in text
    assert "as you told it" in text
    assert "date not recorded" in text


def test_what_only_the_clock_paced_is_neither_praised_nor_corrected() -> None:
    record, trace = make_session(provenance="self-reported")
    side = record.sides[0]
    unknown = replace(side.reps[6], measures=replace(side.reps[6].measures, valid_hold_s=math.nan))
    told = replace(side, reps=(*side.reps[:6], replace(unknown, faults=("short_hold",))), complete_count=6)
    text = text_of((replace(record, sides=(told, *record.sides[1:])), trace))
    assert "7 repetitions, 6 full, as you told it; no sensor saw them." in text
    for words in ("let go early", "not the full time", "next time", "keep it like this"):
        assert words not in text


def test_a_movement_is_judged_by_its_range() -> None:
    text = text_of(make_session(kind="movement", quantity=Quantity.LANDMARKS))
    assert "14 repetitions, about" in text
    assert "Held, of" not in text
    assert "Full hold" not in text


@pytest.mark.parametrize("points", [True, False])
def test_nothing_found_helps(*, points: bool) -> None:
    text = text_of(make_empty(points=points))
    assert "No repetition was found" in text
    assert "What would be seen here" in text
    assert "A repetition rises at least 5" in text or not points
    assert "2 too low, 1 too brief" in text


def test_unknown_numbers_are_called_unknown() -> None:
    record, trace = make_session(per_side=1)
    side = make_side("left", [Rep("left", 1, unknown_measures(), ())], record.prescription)
    text = text_of((replace(record, sides=(side,)), trace))
    assert "not known" in text
    assert not re.search(r"\bnan\b|\bNone\b (?!of)", text)


def test_a_file_name_cannot_become_markup_or_turn_the_line() -> None:
    page = render_session_html(*make_session(source="<script>alert(1)</script>\u202egnp.csv", name="<b>&\"'"))
    assert "<script" not in page
    assert "<b>" not in page
    assert "\u202e" not in page


def test_writing_is_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_session_html(*make_session(), target)
    assert target.read_text(encoding="utf-8") == render_session_html(*make_session())
    with pytest.raises(OSError, match=r"."):
        write_session_html(*make_session(), tmp_path / "missing" / "report.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@given(st.text(), st.text(), st.lists(st.text(), max_size=3), st.text(), st.none() | st.text())
def test_hostile_words(source: str, name: str, warnings: list[str], fault: str, started_at: str | None) -> None:
    record, trace = make_session(
        per_side=1, source=source, name=name, warnings=warnings, started_at=started_at, step_s=1.0
    )
    side = replace(record.sides[0], reps=(replace(record.sides[0].reps[0], faults=(fault,)),), missed=(fault,))
    record = replace(record, sides=(side,), signal=replace(record.signal, unit=fault, feature=name), engine=source)
    page = render_session_html(record, trace)
    parse(page)
    assert not Reader(page).tags & {"script", "img", "b"}
    page.encode("utf-8")


@given(odd_sessions())
def test_odd_numbers(session: tuple[SessionRecord, Trace]) -> None:
    page = render_session_html(*session)
    parse(page)
    assert not re.search(r"\b(nan|inf|None)\b(?! of)", Reader(page).text)
    assert not re.search(r'"[^"]*\b(nan|inf)\b[^"]*"', page)
