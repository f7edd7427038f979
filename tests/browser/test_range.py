"""A whole range check in the page: three lifts a side, felt by a phone on the shin, measured, kept once, and shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Watched
from tests.browser.session_page import SessionPage
from tests.coaching.range_people import LYING, lifts
from tests.web.servers import harmless_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEEL = """
rows => {
  const feel = ([, g], at_ms) => {
    const [x, y, z] = g.map(each => each * 9.80665);
    const felt = new DeviceMotionEvent("devicemotion", { accelerationIncludingGravity: { x, y, z } });
    Object.defineProperty(felt, "timeStamp", { value: at_ms });
    dispatchEvent(felt);
  };
  let began_ms = null, sent = 0;
  setInterval(() => {
    const now_ms = performance.now();
    if (began_ms === null && !document.querySelector("#live").checkVisibility()) return feel(rows[0], now_ms);
    began_ms ??= now_ms;
    for (; sent < rows.length && 1000 * rows[sent][0] <= now_ms - began_ms; sent += 1) {
      feel(rows[sent], began_ms + 1000 * rows[sent][0]);
    }
  }, 20);
}
"""
"""The phone is there before the check begins; what it feels begins with it."""


def test_three_lifts_a_side_by_the_phone_on_the_shin(server: Server, watched: Watched) -> None:
    server.ask("PUT", f"/api/clearance?exercise={LYING}", {"answers": harmless_answers(LYING)})
    person = lifts("shin")
    page = watched.page(viewport={"width": 390, "height": 844})
    page.goto(f"{server.origin}/range")
    page.get_by_text("The phone on the shin").click()
    page.get_by_role("button", name="Get ready").click()
    live = SessionPage(page, server.origin).until_ready()
    expect(page.locator("#dose")).to_have_text("Range check: 3 lifts, each side, without the belt")
    assert "belt within reach" not in page.inner_text("#prepare")
    page.evaluate(FEEL, person.rows)
    live.start()
    live.until_phase("side_change", timeout_s=90)
    live.until(lambda data: data["stage"] == "done", 120, "done")
    said = " ".join(line["text"] for line in live.said)
    assert said.count("Without rolling, lift slowly, as high as is comfortable.") >= 4  # some lift before it
    assert "fix_" not in " ".join(line["key"] for line in live.said)
    assert "belt" not in said.lower()
    live.answer_afterwards(pain=0, effort=3)
    session = live.until_sent()
    expect(page.locator("#to-history")).to_have_text("See your range")
    page.click("#to-history")
    for side in ("left", "right"):
        found = re.search(rf"{side.capitalize()}: (\d+)° from rest", page.inner_text("main"))
        assert found is not None
        assert float(found[1]) == pytest.approx(person.best_deg[side], abs=3)
    page.get_by_role("button", name="I am not sure").click()
    expect(page.get_by_text("Whether the pelvis stayed where it was is not known.")).to_be_visible()
    (history,) = server.ask("GET", "/api/outcomes")["history"]
    (entry,) = history["entries"]
    assert entry["answers"]["from"] == session
    page.goto(f"{server.origin}/history")
    expect(page.get_by_text("Range, without the belt")).to_be_visible()
    expect(page.get_by_text("lifts without the belt")).to_be_visible()


def test_without_a_sensor_there_is_no_check(server: Server, watched: Watched) -> None:
    """No clock takes its place."""
    server.ask("PUT", f"/api/clearance?exercise={LYING}", {"answers": harmless_answers(LYING)})
    page = watched.page()
    page.goto(f"{server.origin}/session?exercise={LYING}&way=shin&purpose=range")
    live = SessionPage(page, server.origin).until_ready().start()
    expect(page.locator("#notices")).to_contain_text("the check stops here", timeout=10_000)
    live.until_phase("stopped", timeout_s=20)
