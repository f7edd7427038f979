"""The session page for everybody: looked at, read out, by keyboard alone, enlarged, lying down, still, in Spanish.

Pictures of its states are written to the folder LEVELHIP_SCREENSHOTS names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Final, Literal

import pytest

pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Server, Watched
from tests.browser.session_page import SessionPage

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]

CALM: Final = {"seed": 1, "population": "everyday", "faults": []}
LONG: Final = {"simulated": CALM, "hold_s": 40, "reps": 2, "sides": ["right"]}
"""A hold long enough to be looked at from all sides."""
SERIOUS: Final = frozenset({"serious", "critical"})
SIZES: Final[dict[int, ViewportSize]] = {
    390: {"width": 390, "height": 844},
    1280: {"width": 1280, "height": 800},
}
LYING: Final[ViewportSize] = {"width": 844, "height": 390}
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")

TOO_WIDE: Final = """[...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && !e.closest('svg, .spoken'))
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
    .map(e => e.outerHTML.slice(0, 120))"""
MOVING: Final = """() => [
    ...document.getAnimations().map(each => String(each.animationName ?? each.transitionProperty ?? each.id)),
    ...[...document.querySelectorAll('svg')].filter(svg => svg.checkVisibility() && !svg.animationsPaused()
        && svg.querySelector('animate, animateTransform, animateMotion, set')).map(svg => svg.outerHTML.slice(0, 80)),
]"""
WORDS: Final = """() => [...document.querySelectorAll(
    'main :is(h1, h2, h3, p, li, legend, label, button, a, span, dt, dd)')]
    .filter(e => e.checkVisibility() && !e.closest('svg'))
    .flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()))
    .filter(text => /[a-z]{2}/i.test(text))"""
UNSTILL: Final = """
setInterval(() => {
  const felt = new Event("devicemotion");
  const [x, y, z] = [0.3, 9.6, 1.9].map((g) => g + 6 * (Math.random() - 0.5));
  Object.defineProperty(felt, "accelerationIncludingGravity", { value: { x, y, z } });
  dispatchEvent(felt);
}, 16);
"""
"""A phone on the shin of somebody who does not lie still: the set-up lasts."""

States = Iterator[tuple[str, SessionPage]]


def screenshots(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("LEVELHIP_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def through_a_session(page: Page, server: Server) -> States:
    """Every state of the page in turn, in one session."""
    live = SessionPage(page, server.origin).with_config(**LONG).open("simulated")
    yield "prepare", live
    live.start()
    live.until_phase("exercise", "holding")
    yield "holding", live
    live.page.keyboard.press(" ")
    live.until_phase("paused")
    yield "paused", live
    live.page.keyboard.press("p")
    live.until_view("stop-questions", 20)
    live.page.locator("#stop-fields fieldset").first.wait_for()
    yield "stop_questions", live
    for field in live.page.locator("#stop-fields fieldset").all():
        field.locator("label").nth(1).click()
    live.page.click("#stop-form button:not([type])")
    live.until_view("assessment", 20)
    yield "assessment", live
    live.page.click("#assessment-read")
    yield "afterwards", live
    live.answer_afterwards(pain=3)
    live.until_sent()
    yield "finished", live


def in_set_up(page: Page, server: Server) -> SessionPage:
    page.add_init_script(UNSTILL)
    live = SessionPage(page, server.origin).open("shin").start()
    expect(page.locator("#set-up li").first).to_be_visible(timeout=20_000)
    expect(page.locator("#caption")).not_to_be_empty()
    return live


def by_the_clock(page: Page, server: Server) -> SessionPage:
    """After the one side, the question how many were held."""
    live = SessionPage(page, server.origin).with_config(reps=1, hold_s=1).open("clock").start()
    page.click("#skip")
    live.until_phase("side_change")
    expect(page.locator("#corrections")).to_be_visible()
    return live


def from_all_sides(page: Page, look: Callable[[int, Scheme], None]) -> None:
    for (width, size), scheme in product(SIZES.items(), SCHEMES):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        look(width, scheme)


def serious_in(page: Page) -> dict[str, list[str]]:
    found = Axe().run(page).response["violations"]
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in found if each["impact"] in SERIOUS}


def look_at(name: str, live: SessionPage, folder: Path) -> dict[str, dict[str, list[str]]]:
    """Pictures of this state from all sides, and what axe finds in it; what must be in sight is, at every size."""
    found: dict[str, dict[str, list[str]]] = {}

    def look(width: int, scheme: Scheme) -> None:
        live.page.wait_for_timeout(150)
        live.page.screenshot(path=folder / f"live_{name}_{width}_{scheme}.png")
        if (width == 390) == (scheme == "light") and (serious := serious_in(live.page)):
            found[f"{name} {width} {scheme}"] = serious

    from_all_sides(live.page, look)
    for width in (640, 320):
        nothing_lost_enlarged(name, live, width)
    for size in (*SIZES.values(), LYING):
        in_sight_without_scrolling(name, live, size, folder)
    return found


def nothing_lost_enlarged(name: str, live: SessionPage, width: int) -> None:
    """In a window of 1280 at 200 % or 400 %."""
    live.page.set_viewport_size({"width": width, "height": 400})
    wide = live.page.evaluate(TOO_WIDE)
    assert wide == [], (name, width)
    assert live.page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    if live.data["view"] == "live":
        assert whole_in_sight(live.page, "#pain"), (name, width)


IN_SIGHT: Final = {
    "set_up": ("#phase", "#caption"),
    "holding": ("#side", "#number", "#ring", "#phase", "#caption"),
    "paused": ("#side", "#number", "#phase", "#caption"),
}
"""What is read without scrolling, beside the stop button, on a phone upright or lying and on a laptop."""


def in_sight_without_scrolling(name: str, live: SessionPage, size: ViewportSize, folder: Path) -> None:
    if name not in IN_SIGHT:
        return
    live.page.set_viewport_size(size)
    live.page.screenshot(path=folder / f"live_sight_{name}_{size['width']}x{size['height']}.png")
    assert whole_in_sight(live.page, "#pain"), (name, size)
    assert name != "paused" or whole_in_sight(live.page, "#stop"), size
    assert covered_by_the_controls(live.page, *IN_SIGHT[name]) == [], (name, size)


def whole_in_sight(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    assert box is not None, selector
    size = page.viewport_size
    assert size is not None
    scrolled = page.evaluate("() => scrollY")
    above = box["y"] >= 0 and box["y"] + box["height"] <= size["height"] + 0.5
    return bool(scrolled == 0 and above and box["x"] >= 0 and box["x"] + box["width"] <= size["width"] + 0.5)


def covered_by_the_controls(page: Page, *selectors: str) -> list[str]:
    """Which of these cannot be read because the buttons lie over them, or because they are below the screen."""
    controls = page.locator(".session-controls").bounding_box()
    assert controls is not None
    hidden = []
    for selector in selectors:
        box = page.locator(selector).bounding_box()
        if box is None or box["y"] + box["height"] > controls["y"] + 1:
            hidden.append(selector)
    return hidden


def test_every_state_is_for_all_fits_and_keeps_the_stop_in_sight(
    cleared: Server, watched: Watched, tmp_path: Path
) -> None:
    found: dict[str, dict[str, list[str]]] = {}
    for name, live in through_a_session(watched.page(), cleared):
        found |= look_at(name, live, screenshots(tmp_path))
    assert found == {}


def test_so_does_what_comes_before_and_between(cleared: Server, watched: Watched, tmp_path: Path) -> None:
    found = look_at("set_up", in_set_up(watched.page(), cleared), screenshots(tmp_path))
    watched.close()
    found |= look_at("corrections", by_the_clock(watched.page(), cleared), screenshots(tmp_path))
    assert found == {}


def test_who_asked_for_less_motion_sees_none(cleared: Server, watched: Watched) -> None:
    page = watched.page(reduced_motion="reduce")
    live = SessionPage(page, cleared.origin).with_config(**LONG).open("simulated")
    expect(page.locator("#prepare-figure svg")).to_be_visible(timeout=20_000)
    assert page.evaluate(MOVING) == []
    live.start()
    live.until_phase("exercise", "holding")
    expect(page.locator("#figure svg")).to_be_visible()
    assert page.evaluate(MOVING) == []
    drawn = page.eval_on_selector("#figure svg", "svg => svg.getCurrentTime()")
    page.wait_for_timeout(600)
    assert page.eval_on_selector("#figure svg", "svg => svg.getCurrentTime()") == drawn


def focused(page: Page) -> str:
    found: str = page.evaluate("() => document.activeElement.id || document.activeElement.name || ''")
    return found


def tab_to(page: Page, selector: str) -> None:
    """Tab until `selector` has the focus, seen by its ring."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"Tab does not reach {selector}; it ended on {focused(page)}")
    ring = """() => [document.activeElement, document.activeElement.nextElementSibling].some(
        e => e && getComputedStyle(e).outlineStyle === 'solid')"""
    assert page.evaluate(ring), selector


def test_a_session_by_keyboard_alone(cleared: Server, watched: Watched) -> None:
    page = watched.page()
    live = SessionPage(page, cleared.origin).with_config(**LONG).open("simulated")
    tab_to(page, "#start")
    page.keyboard.press("Enter")
    live.until_phase("exercise", "holding")
    page.keyboard.press("Space")
    live.until_phase("paused", timeout_s=5)
    page.keyboard.press("Space")
    live.until_phase("exercise", timeout_s=60)
    page.keyboard.press("p")
    live.until_view("stop-questions", 10)
    page.locator("#stop-fields fieldset").first.wait_for()
    questions = page.locator("#stop-fields fieldset")
    for number in range(questions.count()):
        name = questions.nth(number).locator("input").first.get_attribute("name")
        tab_to(page, f'[name="{name}"]')
        page.keyboard.press("ArrowRight")
        assert questions.nth(number).locator("input:checked").count() == 1
    tab_to(page, "#stop-form button:not([type])")
    page.keyboard.press("Enter")
    live.until_view("assessment", 10)
    tab_to(page, "#assessment-read")
    page.keyboard.press("Enter")
    live.until_view("afterwards", 10)
    for name in ("pain", "effort"):
        tab_to(page, f'[name="{name}"]')
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    tab_to(page, "#afterwards-form button:not([type])")
    page.keyboard.press("Enter")
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["ended"] == "pain"
    assert session["pain"] == session["effort"] == 2
    assert session["stop_answers"]
    tab_to(page, "#to-history")


def spoken_everywhere(page: Page, server: Server) -> dict[str, set[str]]:
    """The words to be seen in each state, without numbers, and all that was said."""
    seen: dict[str, set[str]] = {}
    for name, live in through_a_session(page, server):
        texts: list[str] = live.page.evaluate(WORDS)
        seen[name] = {re.sub(r"\d+", "#", text) for text in texts}
        said = {re.sub(r"\d+", "#", line["text"]) for line in live.said}
    seen["said"] = said
    return seen


SAME_IN_BOTH: Final = {"Levelhip", "No"}


@pytest.mark.slow
def test_in_spanish_nothing_is_left_in_english(cleared: Server, watched: Watched) -> None:
    english = spoken_everywhere(watched.page(), cleared)
    watched.close()
    cleared.ask("POST", "/api/erase", {"word": "erase"})  # who stopped for pain does not begin again that day
    cleared.clear_the_person()
    cleared.ask("PUT", "/api/settings", {"language": "es"})
    live = in_set_up(watched.page(), cleared)
    set_up: list[str] = live.page.locator("#set-up li").all_inner_texts()
    for line in set_up:
        assert not re.search(r"\b(the|your|you|still|belt|phone)\b", line), line
    watched.close()
    page = watched.page()
    spanish = spoken_everywhere(page, cleared)
    left = {name: (english[name] & spanish[name]) - SAME_IN_BOTH for name in english}
    assert {name: words for name, words in left.items() if words} == {}
    assert page.get_attribute("html", "lang") == "es"
    assert "Empezar" in spanish["prepare"]
    assert any(text.startswith("DOLOR") for text in spanish["holding"])
    assert len(english["said"]) == len(spanish["said"]) > 3
