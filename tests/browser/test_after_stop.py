"""After a stop, and at a clock session's end: what is in sight, and what is held back."""

from __future__ import annotations

import json

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import EXERCISE, Server, Watched
from tests.browser.session_page import SessionPage

pytestmark = pytest.mark.browser

SHORT = {"reps": 2, "hold_s": 2, "sides": ["right", "left"]}
PHONE = {"width": 390, "height": 844}

KEEP_A_STOP = """config => new Promise(resolve => {
    const opening = indexedDB.open("levelhip", 1);
    opening.onupgradeneeded = () => {
        opening.result.createObjectStore("sessions", { keyPath: "id" });
        opening.result.createObjectStore("entries", { keyPath: ["session", "n"] });
    };
    opening.onsuccess = () => {
        const transaction = opening.result.transaction("sessions", "readwrite");
        const record = { engine: config.engine, ended: "pain", stop_answers: null };
        transaction.objectStore("sessions").put(
            { id: config.id, config, created_ms: Date.now(), record, closed: false });
        transaction.oncomplete = () => (opening.result.close(), resolve());
    };
})"""


def test_while_a_stop_is_not_sent_today_offers_no_start(cleared: Server, watched: Watched) -> None:
    page = watched.page(viewport=PHONE)
    page.goto(cleared.origin)
    start = page.locator('form[action="/session"]')
    held = page.locator("[data-stop-unsent]")
    expect(start).to_be_visible()
    expect(held).to_be_hidden()
    config = cleared.ask("GET", f"/api/config?exercise={EXERCISE}&way=clock")
    page.evaluate(KEEP_A_STOP, config)
    away = True

    def answer(route: Route) -> None:
        route.abort() if away else route.continue_()

    page.route("**/api/sessions**", answer)
    page.reload()
    expect(held).to_be_visible()
    expect(held).to_contain_text("One moment: the stop is being saved")
    expect(start).to_be_hidden()
    away = False
    expect(page.get_by_text("Do not exercise again today").first).to_be_visible(timeout=15_000)
    expect(page.locator('form[action="/session"]')).to_have_count(0)
    expect(held).to_be_hidden()


def test_on_a_stopped_day_the_sessions_page_sends_nobody_to_the_questions(cleared: Server, watched: Watched) -> None:
    config = cleared.ask("GET", f"/api/config?exercise={EXERCISE}&way=clock")
    cleared.ask("POST", "/api/sessions", {"config": config})
    pain = {"do": "command", "t_s": 1.0, "command": "pain"}
    part = f"{cleared.origin}/api/sessions/{config['id']}/parts/0"
    httpx.put(part, json={"inputs": [pain]}, headers={"X-Levelhip": "1"}).raise_for_status()
    page = watched.page(viewport=PHONE)
    page.goto(f"{cleared.origin}/session?exercise={EXERCISE}&way=clock")
    expect(page.locator("#notices")).to_contain_text("Not today", timeout=30_000)
    expect(page.locator("#notices")).not_to_contain_text("questions")
    expect(page.locator('#notices a[href="/"]')).to_be_visible()


def test_who_leaves_right_after_answering_leaves_nothing_that_differs(cleared: Server, watched: Watched) -> None:
    page = watched.page(viewport=PHONE)
    SessionPage(page, cleared.origin).with_config(**SHORT).open("clock").start()
    page.wait_for_timeout(2500)
    page.click("#pain")
    page.locator("#stop-fields fieldset").first.wait_for()
    page.click("#stop-form button:not([type])")
    expect(page.locator("#assessment")).to_be_visible()
    page.wait_for_timeout(500)
    page.click("header a")  # not "I have read this"
    expect(page.get_by_text("Do not exercise again today").first).to_be_visible(timeout=15_000)
    kept = cleared.ask("GET", "/api/sessions")["sessions"][0]
    assert (kept["ended"], kept["agrees"], kept["differences"]) == ("pain", True, [])


def in_sight(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]


def test_at_the_end_of_a_clock_session_the_question_is_in_sight(cleared: Server, watched: Watched) -> None:
    page = watched.page(viewport=PHONE)
    live = SessionPage(page, cleared.origin).with_config(**SHORT).open("clock")
    seen = page.locator("li[data-ways]:visible")
    expect(seen).to_have_count(1)
    expect(seen).to_contain_text("where you can see and hear it")
    live.start()
    live.page.click("#skip")
    live.until(lambda data: data["stage"] == "side_change", 60, "side_change")
    page.click("#skip")
    live.until(lambda data: data["stage"] == "done", 60, "done")
    for question, side in (("Right side", "Right hip"), ("Left side", "Left hip")):
        expect(page.locator("#corrections-question")).to_contain_text(question)
        expect(page.locator("#side")).to_have_text(side)
        assert page.evaluate("scrollY") == 0
        assert in_sight(page, "#corrections"), json.dumps(page.locator("#corrections").bounding_box())
        for gone in ("#ring", "#pause", "#number"):
            expect(page.locator(gone)).to_be_hidden()
        page.click("#corrections-numbers button >> nth=0")
    live.until_view("afterwards", 10)
