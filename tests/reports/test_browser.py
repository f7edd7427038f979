"""The page in a real Chromium: nothing is fetched, nothing scrolls sideways, one sheet of paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from levelhip.exercise.signals import Quantity
from levelhip.reports.session_html import render_session_html
from levelhip.session.record import Rep, SessionRecord, Trace
from tests.reports.factories import make_empty, make_measures, make_session, make_side

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

FAULTS = ("too_hard", "broken_hold", "short_hold", "pelvis_roll", "fast_release")


def crowded(sides: tuple[str | None, ...], per_side: int) -> tuple[SessionRecord, Trace]:
    """The worst that is still believable: every repetition has every fault, and the warnings are long."""
    record, trace = make_session(sides=("left",), source="a very long name of a file " * 20, name="Belt press " * 20)
    sets = tuple(
        make_side(
            side,  # type: ignore[arg-type]
            [Rep(side, i, make_measures(12.0 * i, valid_s=3, broken_s=1), FAULTS) for i in range(1, per_side + 1)],  # type: ignore[arg-type]
            record.prescription,
            ("partial", "touch", "too_large", "no_return", "cut_off"),
        )
        for side in sides
    )
    return replace(record, sides=sets, warnings=("This is a long warning about the file. " * 10,) * 30), trace


SESSIONS = {
    "fourteen": make_session(warnings=("2 samples came too late and were left out.",)),
    "sixteen on one side": make_session(sides=("left",), per_side=16),
    "movement": make_session(kind="movement", quantity=Quantity.LANDMARKS),
    "a hundred": make_session(per_side=50),
    "one, side not known": make_session(sides=(None,), per_side=1, provenance="self-reported"),
    "nothing found": make_empty(),
    "crowded": crowded(("left", "right"), 7),
    "crowded, three sides": crowded(("left", "right", None), 5),
    "crowded, one side": crowded(("left",), 16),
}


@pytest.mark.parametrize("name", list(SESSIONS))
def test_one_sheet_and_no_sideways_scrolling(browser: Browser, tmp_path: Path, name: str) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_session_html(*SESSIONS[name]), encoding="utf-8")
    requests: list[str] = []
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert requests == [file.as_uri()]
    assert complaints == []


def test_dark_and_light_differ_and_paper_is_light(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_session_html(*SESSIONS["fourteen"]), encoding="utf-8")
    grounds, texts, paper = [], [], ""
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(file.as_uri())
        grounds.append(page.screenshot())
        texts.append(page.evaluate("getComputedStyle(document.querySelector('svg .lh-ink')).fill"))
        page.emulate_media(media="print", color_scheme=scheme)
        paper = page.evaluate("getComputedStyle(document.querySelector('svg .lh-ink')).fill")
        page.close()
        assert paper == texts[0]
    assert grounds[0] != grounds[1]
    assert texts[0] != texts[1]


def test_type_is_large_enough(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_session_html(*SESSIONS["fourteen"]), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(file.as_uri())
    sizes = page.evaluate(
        "[...document.querySelectorAll('header *, main *, footer *')]"
        ".filter(e => e.textContent.trim() && !e.closest('svg'))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    page.close()
    assert min(sizes) >= 18
