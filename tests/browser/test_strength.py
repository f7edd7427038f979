"""The strength check on a sensor behind `navigator.bluetooth`: guided, measured, kept; and a stop for pain."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Watched
from tests.web.test_strength import Person

pytestmark = pytest.mark.browser

SENSOR = """
// A Progressor of 80 Hz, 0.3 kg off its zero: pressed with 150 N while the page says "Now!".
let streams = false, force = 0, us = 0;
class Characteristic extends EventTarget {
  async startNotifications() { return this; }
  async writeValueWithResponse(bytes) { if (new Uint8Array(bytes.buffer ?? bytes)[0] === 0x65) stream(); }
}
const told = new Characteristic(), asked = new Characteristic();
function stream() {
  if (streams) return;
  streams = true;
  const began = performance.now();
  setInterval(() => {
    const target = document.querySelector("#line")?.textContent === "Now!" ? 150 : 0;
    while (us / 1000 < performance.now() - began - 100) {
      const view = new DataView(new ArrayBuffer(66));
      view.setUint8(0, 1);
      view.setUint8(1, 64);
      for (let at = 2; at < 66; at += 8) {
        force += (target - force) * (1 - Math.exp(-0.125));
        us += 12500;
        view.setFloat32(at, force / 9.80665 + 0.3 + 0.01 * Math.sin(us / 7000), true);
        view.setUint32(at + 4, us >>> 0, true);
      }
      told.value = view;
      told.dispatchEvent(new Event("characteristicvaluechanged"));
    }
  }, 50);
}
const device = new EventTarget();
device.gatt = {
  connected: false,
  async connect() { this.connected = true; return this; },
  disconnect() { this.connected = false; },
  async getPrimaryService() {
    return { async getCharacteristic(uuid) { return uuid.startsWith("7e4e1702") ? told : asked; } };
  },
};
Object.defineProperty(navigator, "bluetooth", { value: { async requestDevice() { return device; } } });
"""


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    one = Person(tmp_path)
    one.allow()
    yield one
    one.device.close()


@pytest.fixture
def origin(person: Person) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    running = uvicorn.Server(uvicorn.Config(person.app, port=port, log_level="error"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture
def watched(browser: Browser, origin: str) -> Iterator[Watched]:
    contexts = Watched(browser, origin)
    yield contexts
    contexts.close()
    contexts.check()


def shortened(route: Route) -> None:
    """One side, no warming up, short rests: the presses stay whole."""
    if "/api/" in route.request.url:
        route.continue_()
        return
    response = route.fetch()
    head, rest = response.text().split('id="page-data">')
    body, tail = rest.split("</script>", 1)
    data = json.loads(body)
    steps = data["steps"]
    first = next((at for at, step in enumerate(steps) if step["kind"] == "turn"), len(steps) - 1)
    pressed = [step for step in steps[:first] if step["kind"] in ("prepare", "press")]
    data["steps"] = [*pressed, steps[-1]]
    route.fulfill(response=response, body=f'{head}id="page-data">{json.dumps(data)}</script>{tail}')


def test_a_check_on_a_sensor_is_guided_measured_and_kept(person: Person, origin: str, watched: Watched) -> None:
    page: Page = watched.page(viewport={"width": 390, "height": 844})
    page.add_init_script(SENSOR)
    page.route("**/strength", shortened)
    page.goto(f"{origin}/strength")
    page.get_by_role("button", name="Connect the sensor").click()
    expect(page.get_by_text("The sensor is connected.")).to_be_visible()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Let the strap hang loose")).to_be_visible()
    page.get_by_role("button", name="I am ready").click(timeout=10_000)
    for number in (1, 2, 3):
        expect(page.locator("#line")).to_contain_text(f"Press {number} of 3", timeout=15_000)
        expect(page.locator("#line")).to_have_text("Now!", timeout=10_000)
    page.wait_for_url("**/outcomes?kept=1*", timeout=20_000)
    expect(page.get_by_role("heading", name="Strength of the hip, outwards")).to_be_visible()
    detail = person.kept()["strength"][0]["answers"]["detail"]
    ((peaks),) = detail["presses_n"].values()
    assert peaks == pytest.approx([150, 150, 150], rel=0.01)  # 0.3 kg was zeroed
    assert watched.errors == []


def test_pain_stops_it_at_once_and_asks(person: Person, origin: str, watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{origin}/strength")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="I am ready").click()
    page.get_by_role("button", name="PAIN").click()
    expect(page.get_by_role("heading", name="You stopped because of pain")).to_be_visible()
    assert not person.may_start
    page.goto(f"{origin}/strength")
    expect(page.get_by_role("button", name="Begin")).to_have_count(0)
