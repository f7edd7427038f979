"""A browser that dies in mid-hold, an engine that changes under an open page, a clock that is set back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import EXERCISE, Server, Watched
from tests.browser.session_page import SessionPage, sides_of
from tests.conftest import QUIET_FLAGS

pytestmark = pytest.mark.browser

CALM = {"seed": 1, "population": "everyday", "faults": []}
DAY_MS = 86_400_000
LOST_S = 1.0

ENTRIES = """() => new Promise(resolve => {
    const opening = indexedDB.open("levelhip");
    opening.onsuccess = () => {
        const all = opening.result.transaction("entries").objectStore("entries").getAll();
        all.onsuccess = () => (opening.result.close(), resolve(all.result));
    };
})"""
DAY_BACK = f"{{ const now = Date.now.bind(Date); Date.now = () => now() - {DAY_MS}; }}\n"

Living = Callable[[], BrowserContext]


class Mortal:
    """Browsers of one profile, one after the other, each of which may be killed."""

    def __init__(self, browser: Browser, chromium: str, profile: Path) -> None:
        self._type = browser.browser_type
        self._chromium = chromium
        self._profile = profile
        self._living: BrowserContext | None = None

    def start(self) -> BrowserContext:
        self._living = self._type.launch_persistent_context(
            self._profile,
            executable_path=self._chromium,
            args=list(QUIET_FLAGS),
            service_workers="block",
            locale="en-GB",
        )
        return self._living

    def kill(self) -> float:
        """As the power goes: SIGKILL. When it was, s."""
        assert self._living is not None
        assert self._living.browser is not None
        told = self._living.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
        [number] = [int(process["id"]) for process in told["processInfo"] if process["type"] == "browser"]
        living, page = self._living.browser, self._living.pages[0]
        at_s = time.time()
        os.kill(number, signal.SIGKILL)
        while living.is_connected():
            self._wait(page)
        self._living = None
        return at_s

    @staticmethod
    def _wait(page: Page) -> None:
        try:
            page.wait_for_timeout(50)
        except Exception:  # noqa: BLE001 - the page is gone: that was awaited
            time.sleep(0.05)

    def close(self) -> None:
        if self._living is not None:
            self._living.close()


@pytest.fixture
def mortal(browser: Browser, chromium: str, tmp_path: Path) -> Iterator[Mortal]:
    browsers = Mortal(browser, chromium, tmp_path / "profile")
    yield browsers
    browsers.close()


def entries(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(ENTRIES)
    return found


def times(inputs: list[dict[str, Any]], *, samples: bool) -> list[float]:
    if samples:
        return [t_s for given in inputs if given["do"] == "samples" for t_s in given["t_s"]]
    return [given["t_s"] for given in inputs if given["do"] != "samples"]


def assert_time_goes_forward(inputs: list[dict[str, Any]]) -> None:
    for samples in (True, False):
        found = times(inputs, samples=samples)
        assert found == sorted(found)


def reopened(context: BrowserContext, server: Server) -> SessionPage:
    again = SessionPage(context.new_page(), server.origin)
    again.page.goto(f"{server.origin}/session?exercise={EXERCISE}&way=clock")
    again.until_ready()
    expect(again.page.locator("#recover")).to_be_visible()
    return again


def finished(live: SessionPage, server: Server) -> dict[str, Any]:
    live.until_view("afterwards", 150)
    live.answer_afterwards(pain=0)
    session: dict[str, Any] = server.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["agrees"] is True
    assert live.stored() == []
    assert len(server.ask("GET", "/api/sessions")["sessions"]) == 1
    return session


@pytest.mark.slow
def test_a_browser_killed_in_mid_hold_has_lost_less_than_a_second(cleared: Server, mortal: Mortal) -> None:
    live = SessionPage(mortal.start().new_page(), cleared.origin).with_config(simulated=CALM, reps=2)
    live.open("simulated").start()
    live.until_phase("exercise", "lowering", 90)
    live.until(lambda data: data["phase"] == "holding" and live.page.inner_text("#seconds") in tuple("345"), 60, "hold")
    assert live.page.inner_text("#number") == "2 of 2"
    killed_s = mortal.kill()

    live = reopened(mortal.start(), cleared)
    kept = entries(live.page)
    lost_s = killed_s - kept[-1]["wall_ms"] / 1000
    print(f"lost {lost_s:.2f} s of {kept[-1]['last_t_s']:.1f} s")
    assert lost_s < LOST_S
    live.page.click("#recover-go-on")
    live.until_phase("paused")
    assert live.page.inner_text("#side") == "Right hip"
    assert live.page.inner_text("#number") == "2 of 2"
    live.page.click("#pause")
    live.page.click("#live-speed [data-rate='4']")
    session = finished(live, cleared)
    reps = sides_of(session)
    assert [len(reps[side]) for side in ("right", "left")] == [2, 2]
    before = [given for entry in kept for given in entry["inputs"]]
    assert live.journal[: len(before)] == before
    assert_time_goes_forward(live.journal)


def test_a_clock_set_back_by_a_day_between_crash_and_resume(cleared: Server, mortal: Mortal) -> None:
    short = {"reps": 2, "hold_s": 2, "sides": ["right"]}
    live = SessionPage(mortal.start().new_page(), cleared.origin).with_config(**short).open("clock").start()
    live.page.click("#skip")
    live.until_said("last_one", 60)
    mortal.kill()

    context = mortal.start()
    context.add_init_script(DAY_BACK)

    def set_back(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=DAY_BACK + answer.text())

    context.route("**/worker.js", set_back)  # scripts added to a page do not run in its workers
    live = reopened(context, cleared)
    kept = entries(live.page)
    live.page.click("#recover-go-on")
    live.until_phase("paused")
    live.until(lambda _: len(entries(live.page)) > len(kept), 20, "the journal goes on")
    assert entries(live.page)[-1]["wall_ms"] < kept[-1]["wall_ms"] - DAY_MS / 2  # the clock is set back indeed
    live.page.click("#pause")
    live.until(lambda data: data["stage"] == "done", 60, "done")
    live.page.click("#corrections button:text-is('2')")
    session = finished(live, cleared)
    assert session["record"]["corrections"] == {"right": 2}
    before = [given for entry in kept for given in entry["inputs"]]
    assert live.journal[: len(before)] == before
    assert_time_goes_forward(live.journal)
    assert live.journal[-1]["t_s"] < kept[-1]["last_t_s"] + 120  # nor do they leap


NEWER = {"version": "999.0.0", "hash": "0" * 16, "url": f"/engine/999.0.0-{'0' * 16}.zip"}


def expect_a_new_version(page: Page) -> None:
    expect(page.locator("#notices")).to_contain_text("A new version of Levelhip is there", timeout=20_000)
    expect(page.locator("#notices button")).to_have_text("Load again")


def test_an_open_page_does_not_begin_with_an_older_engine(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(), cleared.origin).with_config(simulated=CALM, reps=1, sides=["right"])
    live.open("simulated")
    live.page.route("**/api/engine", lambda route: route.fulfill(json=NEWER))
    live.page.check('input[name=speed][value="8"]')
    live.page.click("#start")
    expect_a_new_version(live.page)
    expect(live.page.locator("#live")).to_be_hidden()
    assert live.stored() == []
    live.page.unroute("**/api/engine")
    live.page.click("#notices button")
    live.until(lambda data: data["view"] == "prepare" and "readyMs" not in data, 20, "loaded again")
    live.until_ready()
    live.start(rate=8)
    finished(live, cleared)


def test_a_session_is_not_taken_up_with_an_older_engine(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(), cleared.origin).with_config(simulated=CALM, reps=1, sides=["right"])
    live.open("simulated").start(rate=4)
    live.until_phase("exercise", "holding")
    live.page.wait_for_timeout(400)
    live.page.reload()
    live.until_ready()
    live.page.route("**/api/engine", lambda route: route.fulfill(json=NEWER))
    live.page.click("#recover-go-on")
    expect_a_new_version(live.page)
    expect(live.page.locator("#live")).to_be_hidden()
    assert len(live.stored()) == 1


BEGUN_BY_ANOTHER = """() => new Promise(resolve => {
    const opening = indexedDB.open("levelhip");
    opening.onsuccess = () => {
        const sessions = opening.result.transaction("sessions", "readwrite").objectStore("sessions");
        const all = sessions.getAll();
        all.onsuccess = () => {
            const [session] = all.result;
            sessions.put({...session, config: {...session.config, engine: "0.0.1"}});
            sessions.transaction.oncomplete = () => (opening.result.close(), resolve());
        };
    };
})"""


def test_a_session_begun_by_another_engine_can_only_be_finished(cleared: Server, watched: Watched) -> None:
    """And what this engine then counts of it says so, and the server's engine agrees."""
    live = SessionPage(watched.page(), cleared.origin).with_config(simulated=CALM, reps=2, sides=["right"])
    live.open("simulated").start(rate=4)
    live.until(lambda _: live.page.inner_text("#number") == "2 of 2", 60, "the second")
    live.page.goto(f"{cleared.origin}/about")
    live.page.evaluate(BEGUN_BY_ANOTHER)
    live.page.goto(f"{cleared.origin}/session?exercise={EXERCISE}&way=simulated")
    live.until_ready()
    expect(live.page.locator("#recover-note")).to_contain_text("Levelhip was renewed since")
    expect(live.page.locator("#recover-go-on")).to_be_hidden()
    live.page.click("#recover-finish")
    live.until_view("stop-questions", 30)
    live.page.click("#no-pain")
    session = finished(live, cleared)
    assert session["record"]["engine"] == cleared.ask("GET", "/api/engine")["version"]
    assert [len(reps) for reps in sides_of(session).values()] == [1]


@pytest.mark.parametrize("stale", ["version", "address"])
def test_a_stale_page_says_so_and_offers_to_load_again(stale: str, cleared: Server, watched: Watched) -> None:
    """A page kept from before: it names an engine that the server has no more."""
    page = watched.page()
    engine = cleared.ask("GET", "/api/engine")

    def older(route: Route) -> None:
        answer = route.fetch()
        was, now = (f'"version": "{engine["version"]}"', '"version": "0.0.0"')
        if stale == "address":
            was, now = engine["hash"], "0" * 16
        assert was in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(was, now))

    page.route("**/session?*", older)
    page.goto(f"{cleared.origin}/session?exercise={EXERCISE}&way=clock")
    expect(page.locator("#notices button")).to_have_text("Load again", timeout=60_000)
    expect(page.locator("#start")).to_be_disabled()
    watched.errors.clear()  # the page notes in the console what it has told the person
