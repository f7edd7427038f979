"""A whole session on a virtual sensor in the belt, in a real browser: shown, said, lost, found, counted and kept."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from levelhip.session.chain import chain_sources
from tests.browser.conftest import Loose, Server, Watched
from tests.browser.session_page import SessionPage, sides_of
from tests.browser.test_session import played_again
from tests.browser.virtual_belt import HOLD_S, REPS, VirtualBelt

pytestmark = pytest.mark.browser

SHORT: Final[dict[str, Loose]] = {"reps": REPS, "hold_s": HOLD_S}


def with_belt(page: Page, origin: str, belt: VirtualBelt, **changes: Loose) -> SessionPage:
    page.add_init_script(belt.script)
    return SessionPage(page, origin).with_config(**SHORT, **changes).open("belt")


@pytest.mark.slow
def test_a_whole_session_lost_and_found_in_mid_hold(cleared: Server, watched: Watched) -> None:
    belt = VirtualBelt("strand")
    live = with_belt(watched.page(), cleared.origin, belt)
    page = live.page
    expect(page.locator("#rigging")).to_be_visible()
    expect(page.locator("#start")).to_be_disabled()
    page.check('input[name=rigging][value="strand"]')
    live.start()
    expect(page.locator("#set-up li").first).to_contain_text("Sensor heard")
    live.until_said("lie", 20)
    assert page.inner_text("#set-up li[data-is=met] >> nth=1").startswith("Loose belt taken as zero")
    live.until_phase("exercise", "holding", 40)
    expect(page.locator("#press")).to_be_visible()
    expect(page.locator("#angle")).to_be_hidden()
    live.until(lambda _: page.get_attribute("#press", "data-zone") == "gentle", 5, "a gentle press is shown as one")
    assert " N · " in page.inner_text("#press-value")
    assert page.inner_text("#press-zone") == "Gentle: 10 to 40 N"
    assert "Gentle" in (page.get_attribute("#press", "aria-valuetext") or "")

    live.until_phase("exercise", "lowering", 20)
    live.until_phase("exercise", "holding", 30)
    page.wait_for_timeout(1000)
    page.evaluate("virtualBelt.lose(2000)")
    live.until_said("lost", 10)
    assert page.inner_text("#message") == "I've lost the belt. The count waits."
    held = page.inner_text("#seconds")
    page.wait_for_timeout(300)
    assert page.inner_text("#seconds") == held
    live.until(lambda _: page.evaluate("virtualBelt.connections") == 2, 10, "connected again")

    live.until_view("afterwards", 150)
    said = live.said
    live.answer_afterwards(pain=1)
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert [(line["key"], line["text"]) for line in said] == played_again(live.config, live.journal)
    for side, true in belt.truth.items():
        held_s = [rep["hold_end_s"] - rep["hold_start_s"] for rep in sides_of(session)[side]]
        assert held_s == pytest.approx([each["hold_end_s"] - each["hold_start_s"] for each in true], abs=0.1)
    record = session["record"]
    assert record["sources"] == {"force_n": "belt"}
    assert record["belt"]["rigging"] == live.config["rigging"] == "strand"
    assert record["belt"]["battery_mv"] == 3994
    assert record["belt"]["bad_packets"] == 0
    assert session["provenance"] == "measured"
    assert cleared.ask("GET", "/api/settings")["rigging"] == "strand"
    live.until(lambda _: page.evaluate("virtualBelt.commands.at(-1)") == 0x66, 5, "the sensor was told to stop")
    page.goto(f"{cleared.origin}/history/{session['id']}")
    expect(page.locator("body")).to_contain_text("in one strand of the loop")


@pytest.mark.slow
def test_a_page_that_was_loaded_again_chooses_the_sensor_again_and_keeps_its_zero(
    cleared: Server, watched: Watched
) -> None:
    cleared.ask("PUT", "/api/settings", {"rigging": "strand"})
    live = with_belt(watched.page(), cleared.origin, VirtualBelt("strand"), sides=["right"])
    live.start()
    live.until(lambda _: live.page.inner_text("#number") == "2 of 2", 60, "one is done")
    live.page.wait_for_timeout(500)
    live.page.reload()
    live.until_ready()
    live.page.click("#recover-go-on")
    live.until_phase("paused")
    live.page.wait_for_timeout(1000)
    live.page.click("#pause")
    live.until_said("going_on", 30)
    live.until_view("afterwards", 60)
    assert "hang_loose" not in [line["key"] for line in live.said]
    live.answer_afterwards(pain=1)
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert len(sides_of(session)["right"]) == 2
    assert [given["do"] for given in live.journal].count("connected") == 2


@pytest.mark.parametrize(
    ("offered", "refused", "said"),
    [(True, "NotFoundError", "belt_denied"), (True, "SecurityError", "belt_denied"), (False, None, "belt_unsupported")],
)
def test_without_a_sensor_the_clock_leads_and_says_so(
    offered: bool,  # noqa: FBT001 - a parameter of the test
    refused: str | None,
    said: str,
    cleared: Server,
    watched: Watched,
) -> None:
    cleared.ask("PUT", "/api/settings", {"rigging": "inline"})
    belt = VirtualBelt("inline", offered=offered, refused=refused)
    live = with_belt(watched.page(), cleared.origin, belt)
    expect(live.page.locator('input[name=rigging][value="inline"]')).to_be_checked()
    live.start()
    expect(live.page.locator(f'#notices [data-key="{said}"]')).to_contain_text("the clock leads", ignore_case=True)
    live.until_said("lie", 10)
    assert live.data["stage"] == "set_up"
    live.until(lambda _: live.config.get("way") == "clock", 15, "told the server")


def test_a_sensor_that_does_not_come_back_leaves_it_to_the_clock(cleared: Server, watched: Watched) -> None:
    cleared.ask("PUT", "/api/settings", {"rigging": "inline"})
    page = watched.page()
    page.clock.install()
    live = with_belt(page, cleared.origin, VirtualBelt("inline"))
    live.start()
    page.clock.run_for(1_000)
    page.evaluate("virtualBelt.lose(1e9)")
    page.clock.run_for(70_000)
    expect(page.locator('#notices [data-key="belt_gone"]')).to_be_visible()
    live.until_said("clock_from_here", 10)


def test_the_gauge_and_the_stop_are_in_sight_together(cleared: Server, watched: Watched) -> None:
    cleared.ask("PUT", "/api/settings", {"rigging": "strand"})
    page = watched.page()
    live = with_belt(page, cleared.origin, VirtualBelt("strand"))
    live.start()
    live.until_phase("exercise", "holding", 60)
    for width, height in ((390, 844), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        for place in ("#press", "#phase", "#seconds", "#pain"):
            expect(page.locator(place)).to_be_in_viewport(ratio=0.99)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
def test_a_phone_on_the_shin_shows_the_lift_while_the_belt_counts(cleared: Server, watched: Watched) -> None:
    cleared.ask("PUT", "/api/settings", {"rigging": "inline"})
    belt = VirtualBelt("inline", worn=True, faults=(("fast_release", "right", 1),))
    live = with_belt(watched.page(), cleared.origin, belt, sides=["right"])
    live.page.check('input[name=beside][value="shin"]')
    live.start()
    live.until_phase("exercise", "holding", 60)
    expect(live.page.locator("#press")).to_be_visible()
    expect(live.page.locator("#angle")).to_contain_text("°")
    live.until_view("afterwards", 90)
    keys = [line["key"] for line in live.said]
    first, second = (i for i, key in enumerate(keys) if key == "lift")
    assert first < keys.index("fix_fast_release") < second, "the first leg fell: said before the second is lifted"
    live.page.wait_for_timeout(4500)  # the last leg comes down
    live.answer_afterwards(pain=1)
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["differences"] == []
    record = session["record"]
    assert record["sources"] == {"force_n": "belt", **chain_sources("belt", "shin")}
    assert [lift["lift_deg"] for lift in record["lifts"]] == pytest.approx(belt.lift_deg["right"], abs=3)
    assert [lift["faults"] for lift in record["lifts"]] == [["fast_release"], []]
    for lift in record["lifts"]:
        assert lift["lift_start_s"] < lift["tension_s"] < lift["hold_start_s"] < lift["hold_end_s"] < lift["lowered_s"]
    held_s = [rep["hold_end_s"] - rep["hold_start_s"] for rep in sides_of(session)["right"]]
    true_s = [each["hold_end_s"] - each["hold_start_s"] for each in belt.truth["right"]]
    assert held_s == pytest.approx(true_s, abs=0.1)
    live.page.goto(f"{cleared.origin}/history/{session['id']}")
    expect(live.page.locator("body")).to_contain_text("Leg held at, by the phone on the shin")
    expect(live.page.locator("section:has(#lifts) svg")).to_be_visible()
    expect(live.page.locator("section:has(#lifts)")).to_contain_text("Right, repetition 1: came down fast")


def test_without_what_was_to_watch_the_leg_the_belt_counts_alone(cleared: Server, watched: Watched) -> None:
    cleared.ask("PUT", "/api/settings", {"rigging": "inline", "beside": "camera"})
    live = with_belt(watched.page(), cleared.origin, VirtualBelt("inline"))
    expect(live.page.locator('input[name=beside][value="camera"]')).to_be_checked()
    live.start()
    expect(live.page.locator('#notices [data-key="beside_missing"]')).to_be_visible()
    live.until_phase("exercise", "holding", 60)
    live.until(lambda _: live.config.get("way") == "belt", 15, "told the server")
    assert live.config["beside"] is None
