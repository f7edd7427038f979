"""Whole sessions in a real browser, by what is seen and heard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from levelhip.coaching.live import LiveSession
from levelhip.simulation.live import live_patient
from tests.browser.conftest import Server, Watched
from tests.browser.session_page import SessionPage, sides_of

pytestmark = pytest.mark.browser

CALM = {"seed": 1, "population": "everyday", "faults": []}
SHORT = {"reps": 2, "hold_s": 2}


def whole_text(page: SessionPage) -> list[str]:
    return [line["text"] for line in page.said]


@pytest.mark.slow
def test_a_simulated_session_is_said_shown_counted_and_kept(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(), cleared.origin)
    early = {**CALM, "faults": [["early_release", "left", 3]]}
    live.with_config(simulated=early).open("simulated").start(rate=8)
    expect(live.page.locator("#ring")).to_be_visible()
    live.until_phase("exercise", "holding")
    assert live.page.inner_text("#phase") == "Press gently"
    assert live.page.inner_text("#number") == "1 of 7"
    live.until_view("afterwards", 150)
    said = live.said
    live.answer_afterwards(pain=1)
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")

    outputs = played_again(live.config, live.journal)
    assert [(line["key"], line["text"]) for line in said] == outputs
    keys = [line["key"] for line in said]
    assert keys[0] == "lie"
    assert keys[-1] == "done"
    assert keys.count("lift") == keys.count("slowly_down") == 14
    assert keys.count("side_done") == 1
    assert keys.count("count_6") == 13
    assert [line["text"] for line in said if line["key"] in ("to_go", "last_one")] == 2 * [
        *(f"{number} to go." for number in ("Six", "Five", "Four", "Three", "Two")),
        "Last one.",
    ]
    assert_as_true(sides_of(session), early)
    assert session["pain"] == 1
    assert session["effort"] is None
    assert live.stored() == []


def played_again(config: dict[str, Any], journal: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What CPython's engine says to the same inputs."""
    again = LiveSession(config)
    outputs = [output for given in journal for output in again.take(given)]
    return [(output["say"]["key"], output["say"]["text"]) for output in outputs if "say" in output]


def assert_as_true(sides: dict[str, list[dict[str, Any]]], patient: dict[str, Any]) -> None:
    """Counted and timed as the simulated person's truth says, within 0.1 s."""
    for side in ("right", "left"):
        truth = live_patient(patient["seed"], patient["population"], patient["faults"], side).truth
        assert len(sides[side]) == len(truth) == 7
        for rep, true in zip(sides[side], truth, strict=True):
            held_s = rep["hold_end_s"] - rep["hold_start_s"]
            assert held_s == pytest.approx(true["hold_end_s"] - true["hold_start_s"], abs=0.1), (side, rep["number"])
            assert ("short_hold" in rep["faults"]) == ("early_release" in true["faults"])


@pytest.mark.slow
def test_by_the_clock_alone_it_asks_after_each_side(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(), cleared.origin).with_config(**SHORT).open("clock")
    expect(live.page.locator("#way-note")).to_contain_text("you say afterwards")
    live.start()
    live.page.click("#skip")
    live.until_phase("exercise", "holding", 20)
    live.until(lambda _: live.page.inner_text("#seconds") == "1", 10, "the ring counts")
    live.until_phase("side_change", timeout_s=40)
    live.page.click("#corrections button:text-is('1')")
    expect(live.page.locator("#corrections")).to_be_hidden()
    live.page.click("#skip")
    live.until(lambda data: data["stage"] == "done", 60, "done")
    expect(live.page.locator("#corrections-question")).to_contain_text("Left side")
    live.page.click("#corrections button:text-is('2')")
    live.page.click("#afterwards-skip")
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["provenance"] == "self-reported"
    assert session["record"]["corrections"] == {"right": 1, "left": 2}
    assert session["pain"] is None
    assert [(line["key"], line["text"]) for line in live.said] == played_again(live.config, live.journal)


VOICES = """
const spoken = (window.spokenLines = []);
const voice = (name, localService) => ({ name, lang: "en-GB", localService, default: false, voiceURI: name });
class Utterance { constructor(text) { this.text = text; } }
let current = null;
const speech = {
  getVoices: () => [voice("Cloud", false), voice("Here", true)],
  addEventListener: () => undefined,
  speak(utterance) {
    if (current) spoken.push({ text: "TWO AT ONCE", voice: "" });
    current = utterance;
    spoken.push({ text: utterance.text, voice: utterance.voice.name });
    setTimeout(() => { if (current === utterance) { current = null; utterance.onend(); } }, 120);
  },
  cancel() { current = null; },
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = Utterance;
"""


def test_the_voice_is_one_of_this_device_and_says_every_line_in_order(cleared: Server, watched: Watched) -> None:
    page = watched.page()
    page.add_init_script(VOICES)
    live = SessionPage(page, cleared.origin).with_config(**SHORT, sides=["right"]).open("clock")
    expect(page.locator("#voice-note")).to_have_text("Voice: Here, on this device.")
    live.start()
    page.click("#skip")
    live.until(lambda data: data["stage"] == "done", 60, "done")
    page.wait_for_timeout(800)
    spoken = page.evaluate("() => window.spokenLines")
    assert {line["voice"] for line in spoken} == {"Here"}
    heard = [line["text"] for line in spoken]
    captions = whole_text(live)
    assert heard == [text for text in captions if text in heard]
    assert set(captions) - set(heard) == set()


@pytest.mark.slow
def test_without_a_voice_it_says_so_and_tones_tell_the_meanings_apart(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(), cleared.origin).with_config(simulated=CALM).open("simulated")
    expect(live.page.locator("#voice-note")).to_contain_text("no voice of its own")
    live.start(rate=8)
    live.until_view("afterwards", 150)
    tones = {line["tone"] for line in live.said if "tone" in line}
    assert {"lift", "tick", "down", "done"} <= tones


def test_the_ring_fills_only_while_the_hold_clock_runs(cleared: Server, watched: Watched) -> None:
    live = SessionPage(watched.page(reduced_motion="reduce"), cleared.origin).with_config(simulated=CALM)
    live.open("simulated").start(rate=2)
    shares: list[tuple[str, float]] = []

    def note(_: dict[str, str]) -> bool:
        phase, dashes = live.page.evaluate(  # both of one moment
            """() => [document.body.dataset.phase ?? "",
                      document.querySelector("#ring .ring-fill").getAttribute("stroke-dasharray") ?? "0"]"""
        )
        shares.append((phase, float(dashes.split()[0])))
        return bool(phase == "lowering")

    live.until(note, 60, "one hold")
    held = [share for phase, share in shares if phase == "holding"]
    assert held == sorted(held)
    assert all(re.fullmatch(r"0|16\.67|33\.33|50|66\.67|83\.33|100", f"{share:g}") for share in held), held
    assert {share for phase, share in shares if phase in ("settling", "rest", "lifting")} == {0.0}
