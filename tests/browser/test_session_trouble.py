"""What may go wrong in a session, and what is then said and kept."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EXERCISE, READY_MS, Server, Watched
from tests.browser.session_page import SessionPage, sides_of

pytestmark = pytest.mark.browser

CALM = {"seed": 1, "population": "everyday", "faults": []}
SHORT = {"reps": 2, "hold_s": 2, "sides": ["right"]}


def simulated(page: Page, server: Server, **changes: object) -> SessionPage:
    return SessionPage(page, server.origin).with_config(simulated=CALM, **changes).open("simulated")


def test_a_denied_camera_is_said_plainly_and_the_clock_leads(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(), cleared.origin).with_config(**SHORT).open("camera")
    live.start()
    expect(live.page.locator("#notices")).to_contain_text("the clock leads", ignore_case=True)
    live.page.click("#skip")
    live.until(lambda data: data["stage"] == "done", 60, "done")
    live.page.click("#corrections button:text-is('2')")
    live.page.click("#afterwards-skip")
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["way"] == "clock"
    assert session["provenance"] == "self-reported"


def test_no_motion_sensor_is_said_plainly_and_the_clock_leads(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(), cleared.origin).with_config(**SHORT).open("shin").start()
    expect(live.page.locator("#notices")).to_contain_text("no motion sensor", timeout=10_000)
    live.until_said("clock_from_here", 10)
    live.page.click("#skip")
    live.until(lambda data: data["stage"] == "done", 60, "done")


MOTION = """
setInterval(() => {
  const felt = new Event("devicemotion");
  Object.defineProperty(felt, "accelerationIncludingGravity", { value: { x: 0.3, y: 9.6, z: 1.9 } });
  dispatchEvent(felt);
}, 16);
"""


def test_a_phone_on_the_shin_is_felt(cleared: Server, watched: Watched) -> None:
    page = watched.page()
    page.add_init_script(MOTION)
    live = SessionPage(page, cleared.origin).open("shin").start()
    expect(page.locator("#set-up li[data-is=met]")).not_to_have_count(0, timeout=15_000)
    live.until_said("lift", 40)
    page.keyboard.press("Escape")
    live.until_phase("stopped")


def test_a_stop_that_is_taken_back_finds_its_sensor_again(cleared: Server, watched: Watched) -> None:
    page = watched.page()
    page.add_init_script(MOTION)
    live = SessionPage(page, cleared.origin).open("shin").start()
    live.until_said("lift", 60)
    page.keyboard.press(" ")
    live.until_phase("paused")
    page.click("#stop")
    page.click("#stop-take-back")
    live.until_phase("set_up")
    live.until_phase("exercise", timeout_s=60)
    page.keyboard.press("Escape")


ESCAPE_AT = """at => new MutationObserver((_, observer) => {
    const { stage, phase } = document.body.dataset;
    if (stage !== at && !(stage === "exercise" && phase === at)) return;
    observer.disconnect();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    window.stoppedAtOnce = document.body.dataset.stage === "stopped";
}).observe(document.body, { attributes: true })"""
"""Some moments are too short to be met from outside."""


@pytest.mark.parametrize("at", ["set_up", "lifting", "holding", "lowering", "side_change", "paused"])
def test_pain_stops_at_once_at_any_moment_and_asks(at: str, cleared: Server, watched: Watched) -> None:
    live = simulated(watched.page(), cleared, reps=1)
    if at == "paused":
        live.start(rate=2).until_phase("set_up")
        live.page.keyboard.press(" ")
        live.until_phase("paused")
        live.page.keyboard.press("Escape")
    else:
        live.page.evaluate(ESCAPE_AT, at)
        live.page.check(f'input[name=speed][value="{1 if at == "lifting" else 4}"]')
        live.page.click("#start")
    live.until_phase("stopped", timeout_s=90)
    assert at == "paused" or live.page.evaluate("() => window.stoppedAtOnce")
    expect(live.page.locator("#stop-questions")).to_be_visible()
    live.until_said("stopped", 10)
    live.page.locator("#stop-fields fieldset").first.wait_for()
    for field in live.page.locator("#stop-fields fieldset").all():
        field.locator("label").nth(1).click()
    live.page.click("#stop-form button:not([type])")
    expect(live.page.locator("#assessment")).to_be_visible()
    expect(live.page.locator("#assessment-do")).not_to_be_empty()
    live.page.click("#assessment-read")
    live.answer_afterwards(pain=6, effort=3)
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["ended"] == "pain"
    assert session["pain"] == 6
    assert session["stop_answers"]


def test_any_key_or_tap_pauses_and_space_goes_on(cleared: Server, watched: Watched) -> None:
    live = simulated(watched.page(), cleared).start(rate=2)
    live.until_phase("exercise", "holding")
    live.page.keyboard.press("PageDown")
    live.until_phase("paused", timeout_s=2)
    live.page.keyboard.press(" ")
    live.until_phase("exercise", timeout_s=60)
    live.page.click("#phase")
    live.until_phase("paused", timeout_s=2)
    expect(live.page.locator("#pause")).to_have_text("Go on")
    live.page.click("#stop")
    expect(live.page.locator("#stop-questions")).to_be_visible()
    live.page.click("#no-pain")
    live.page.click("#afterwards-skip")
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["ended"] == "stopped"


@pytest.mark.slow
def test_a_reload_in_the_middle_loses_nothing(cleared: Server, watched: Watched) -> None:
    live = simulated(watched.page(), cleared, reps=2).start(rate=4)
    live.until_said("side_done", 60)
    before = len(live.said)
    live.page.wait_for_timeout(400)
    live.page.reload()
    live.until_ready()
    expect(live.page.locator("#recover")).to_be_visible()
    live.page.click("#recover-go-on")
    live.until_phase("paused")
    assert live.page.inner_text("#side") == "Left hip"
    live.page.click("#pause")
    live.until_view("afterwards", 120)
    live.answer_afterwards(effort=4)
    sides = sides_of(cleared.ask("GET", f"/api/sessions/{live.until_sent()}"))
    assert [len(sides[side]) for side in ("right", "left")] == [2, 2]
    assert before > 10
    assert len(cleared.ask("GET", "/api/sessions")["sessions"]) == 1


def test_what_was_broken_off_can_be_finished_instead(cleared: Server, watched: Watched) -> None:
    live = simulated(watched.page(), cleared, reps=2).start(rate=4)
    live.until_said("last_one", 60)
    live.page.wait_for_timeout(400)
    live.page.goto(f"{cleared.origin}/")
    link = live.page.locator("[data-unfinished] a").first
    expect(link).to_be_visible(timeout=10_000)
    link.click()
    live.until_ready()
    live.page.click("#recover-finish")
    expect(live.page.locator("#stop-questions")).to_be_visible(timeout=20_000)
    live.page.click("#no-pain")
    live.page.click("#afterwards-skip")
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["ended"] == "stopped"
    assert len(sides_of(session)["right"]) == 1


def test_the_server_may_die_in_the_middle_and_come_back(cleared: Server, watched: Watched) -> None:
    live = simulated(watched.page(), cleared, reps=2, sides=["right"]).start(rate=4)
    live.until_phase("exercise", "holding")
    cleared.kill()
    live.until_view("afterwards", 90)
    live.answer_afterwards(pain=0)
    expect(live.page.locator("#sending")).to_contain_text("Kept on this device")
    assert len(live.stored()) == 1
    cleared.start()
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent(70)}")
    assert session["agrees"] is True
    assert session["pain"] == 0
    assert len(cleared.ask("GET", "/api/sessions")["sessions"]) == 1
    assert live.stored() == []


SLOW_UPLOAD = """
const request = navigator.locks.request.bind(navigator.locks);
let before = 0;
navigator.locks.request = (name, options, work) => request(name, options, async (lock) => {
  const first = name === "levelhip-upload" && lock && before++ === 0;
  while (first && document.body.dataset.view !== "finished") await new Promise((resolve) => setTimeout(resolve, 20));
  return work(lock);
});
"""
"""What is sent while the session runs is under way when the session ends."""


def test_an_upload_under_way_at_the_end_leaves_the_end_to_be_told(cleared: Server, watched: Watched) -> None:
    page = watched.page()
    page.add_init_script(SLOW_UPLOAD)
    live = simulated(page, cleared, **SHORT).start(rate=8)
    live.until_view("afterwards", 60)
    page.click("#afterwards-skip")
    live.until_sent()


def test_a_page_closed_without_an_answer_is_sent_from_any_page(cleared: Server, watched: Watched) -> None:
    live = simulated(watched.page(), cleared, reps=1, sides=["right"]).start(rate=8)
    live.until_view("afterwards", 90)
    live.page.wait_for_timeout(400)
    live.page.goto(f"{cleared.origin}/")
    live.until(lambda _: live.stored() == [], 30, "sent")
    [session] = cleared.ask("GET", "/api/sessions")["sessions"]
    assert session["ended"] == "done"
    assert session["pain"] is None


def test_a_second_tab_says_that_a_session_is_running(cleared: Server, watched: Watched) -> None:
    context = watched.context()
    first = simulated(context.new_page(), cleared).start(rate=1)
    second = context.new_page()
    second.goto(f"{cleared.origin}/session?exercise={EXERCISE}&way=clock")
    expect(second.locator("#notices")).to_contain_text("another tab or window")
    expect(second.locator("#start")).to_be_hidden()
    first.page.close()
    second.close()


def test_a_full_disk_is_said_and_the_session_goes_on(cleared: Server, watched: Watched) -> None:
    context = watched.context()
    live = simulated(context.new_page(), cleared, reps=2, sides=["right"])
    tools = context.new_cdp_session(live.page)
    tools.send("Storage.overrideQuotaForOrigin", {"origin": cleared.origin, "quotaSize": 1})
    live.start(rate=4)
    expect(live.page.locator("#notices")).to_contain_text("storage is full", timeout=30_000)
    live.until_view("afterwards", 90)
    live.answer_afterwards()
    with live.page.expect_download() as download:
        live.page.click("#download")
    assert download.value.suggested_filename.endswith(".json")
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert len(sides_of(session)["right"]) == 2


@pytest.mark.slow
def test_a_session_starts_and_ends_without_the_server(cleared: Server, watched: Watched) -> None:
    page = watched.page(service_workers="allow")
    live = SessionPage(page, cleared.origin).open("simulated")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    kept = "async () => Boolean(await caches.match(`/api/config${location.search}`))"
    page.wait_for_function(kept)
    cleared.kill()
    page.reload()
    live.until_ready()
    live.start(rate=8)
    live.until_view("afterwards", 150)
    live.answer_afterwards(pain=0, effort=2)
    expect(page.locator("#sending")).to_contain_text("Kept on this device")
    cleared.start()
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent(70)}")
    assert session["ended"] == "done"
    assert session["agrees"] is True


def test_after_a_stop_for_pain_nothing_starts_without_the_server(cleared: Server, watched: Watched) -> None:
    page = watched.page(service_workers="allow")
    live = SessionPage(page, cleared.origin).open("clock")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    kept = "async () => Boolean(await caches.match(`/api/config${location.search}`))"
    page.wait_for_function(kept)
    live.start()
    cleared.kill()
    page.keyboard.press("Escape")
    live.until_phase("stopped")
    page.wait_for_function(kept.replace("Boolean(", "!("))
    page.click("#stop-form button:not([type])")
    page.click("#assessment-read")
    live.answer_afterwards()
    expect(page.locator("#sending")).to_contain_text("Kept on this device")
    page.reload()
    expect(page.locator("#notices")).to_contain_text("before that has been saved", timeout=30_000)
    expect(page.locator("#start")).to_be_hidden()
    cleared.start()
    page.reload()
    expect(page.locator("#notices")).to_contain_text("Not today", timeout=30_000)
    assert live.stored() == []
    assert cleared.ask("GET", "/api/clearance")["assessment"]["outcome"] == "not_today"


def test_it_is_ready_soon_and_sooner_the_second_time(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(), cleared.origin).open("clock", ready_ms=READY_MS)
    first_ms = int(live.data["readyMs"])
    kept = "async () => (await (await caches.open('levelhip-snapshots')).keys()).length > 0"
    live.page.wait_for_function(kept)  # the interpreter's memory is kept in the background
    live.page.reload()
    second_ms = int(live.until_ready().data["readyMs"])
    print(f"ready after {first_ms} ms, the second time after {second_ms} ms")
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # other work on this machine is not ours to answer for
    assert first_ms < 10_000 * busy
    assert second_ms < 5_000 * busy
