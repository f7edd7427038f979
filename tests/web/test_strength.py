"""The strength check in the browser: its own clearance, a scale, a clock, a sensor's packets, and a stop for pain."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.exercise.clearance import questions, stop_questions
from levelhip.services.strength_checking import Packet, Sensed
from levelhip.session.progressor import Weight, weight_packet
from levelhip.web.app import create_app
from tests.exercise.clearance_factories import BELT
from tests.exercise.press_people import three
from tests.services.releasing_world import Device
from tests.web.catalogues import compile_all
from tests.web.page_reading import Page, read
from tests.web.page_world import HOSTS, Browser

MAXIMAL: Final = [each.key for each in questions(BELT, maximal=True) if each.group == "maximal"]
KG: Final = 9.80665
STOP: Final = "PAIN \N{EN DASH} STOP"
SCALE: Final = {"left": "20", "right": "22,5", "unit": "kg", "lever_cm": "85"}


class Person:
    """A device and its browser. `allow` answers everything harmlessly; `release`: the therapist's word too."""

    def __init__(self, folder: Path) -> None:
        compile_all()
        self.device = Device(folder)
        self.app = create_app(self.device.services, HOSTS)
        self.browser = Browser(self.app)

    def allow(self, *, release: bool = True) -> None:
        self.device.answer()
        clearing = self.device.services.clearing
        clearing.answer(dict.fromkeys(MAXIMAL, "no"), BELT, maximal=True)
        if release:
            by = self.device.pair("therapist")
            self.device.take_in(self.device.letter(by, "therapist_word"))

    def tell(self, body: dict[str, Any]) -> httpx.Response:
        """What the page's script sends."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                return await client.post("/api/strength", json=body, headers={"X-Levelhip": "1"})

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(send())).result()

    @property
    def may_start(self) -> bool:
        return self.device.services.strength.assessment().may_start

    def page(self, address: str = "/strength", status: int = 200) -> Page:
        response = self.browser.get(address)
        assert response.status_code == status, response.text
        return read(response.text)

    def kept(self) -> dict[str, Any]:
        return {each["measure"]: each["entries"] for each in self.device.services.outcomes.history()}


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    one = Person(tmp_path)
    yield one
    one.device.close()


def test_nothing_begins_without_its_own_clearance(person: Person) -> None:
    for is_answered in (False, True):
        if is_answered:
            person.allow(release=False)
        page = person.page()
        assert not person.may_start
        assert "Step by step" not in page.text
        assert STOP not in page.text
        assert person.browser.get("/api/strength").json()["may_start"] is False
        response = person.browser.post("/strength/scale", SCALE)
        assert "Step by step" not in response.text
        person.browser.post("/strength/hold", {"hold_left": "30"})
        assert person.kept() == {}
    assert "pressing as hard as you can needs their signed release" in page.text
    assert "/clinicians" in {value for _, name, value in page.attributes if name == "href"}


def test_while_the_plan_rests_nobody_presses_as_hard_as_they_can(person: Person) -> None:
    person.allow()
    assert person.may_start
    person.device.services.today.note_morning(str(person.device.clock.now().astimezone().date()), 7, None)
    assert not person.may_start
    assert "your plan rests even from the gentle exercise" in person.page().text


def test_what_the_gentle_exercise_needs_is_not_enough_and_is_not_lost(person: Person) -> None:
    person.allow()
    assert person.may_start
    assert person.device.may_start()
    person.device.answer()  # the gentle exercise's questions, all anew
    assert person.may_start
    person.device.services.clearing.answer({"maximal_heart": "yes"}, BELT, maximal=True)
    assert not person.may_start
    assert person.device.may_start()


def test_its_questions_are_asked_and_lead_back(person: Person) -> None:
    person.device.answer()
    page = person.page(f"/clearance?exercise={BELT}&maximal=1")
    assert "blood pressure is high" in page.text
    assert ("input", "name", "maximal") in page.attributes
    sent = {"exercise": BELT, "maximal": "1", "keys": ",".join(MAXIMAL), "step": "0", **dict.fromkeys(MAXIMAL, "no")}
    response = person.browser.post("/clearance", sent)
    assert response.url.path == "/strength"
    assert person.device.services.clearing.assessment(BELT, maximal=True).to_answer == ()


def test_a_cleared_person_is_guided(person: Person) -> None:
    person.allow()
    page = person.page()
    assert STOP in page.text
    assert "Press 3 of 3" in page.text
    text = person.browser.get("/strength").text
    data = json.loads(text.split('id="page-data">')[1].split("</script>")[0])
    kinds = [step["kind"] for step in data["steps"]]
    assert kinds.count("press") == 6
    assert kinds[-1] == "end"
    assert {step["seconds"] for step in data["steps"] if step["kind"] == "press"} == {5}
    assert data["profile"]["start"] == 0x65


def test_a_scale_is_kept_as_strength_with_the_leg_itself(person: Person) -> None:
    person.allow()
    person.device.services.person.change({"leg_length_cm": 88, "mass_kg": 70, "sex": "female"})
    assert person.browser.post("/strength/scale", SCALE).url.path == "/outcomes"
    answers = person.kept()["strength"][0]["answers"]
    assert (answers["unit"], answers["lever_m"], answers["is_gravity_corrected"]) == ("Nm/kg", 0.85, True)
    assert answers["left"] == pytest.approx((20 * KG * 0.85 + 43) / 70, abs=0.02)
    shown = person.page("/outcomes")
    assert "Strength of the hip, outwards" in shown.text
    assert any(tag == "circle" for tag, _, _ in shown.attributes)


@pytest.mark.parametrize(
    "changed",
    [
        {"left": "much"},
        {"unit": "stone"},
        {"position": "sitting"},
        {"lever_cm": "850"},
        {"left": "-1", "right": "9999"},
    ],
)
def test_what_cannot_be_is_not_kept(person: Person, changed: dict[str, str]) -> None:
    person.allow()
    response = person.browser.post("/strength/scale", {**SCALE, **changed})
    assert response.status_code == 422
    assert "nothing was kept" in response.text
    assert person.kept() == {}
    assert person.browser.post("/strength/hold", {"hold_left": ""}).status_code == 422


def test_how_long_the_leg_stays_up_is_kept_in_seconds(person: Person) -> None:
    person.allow()
    person.browser.post("/strength/hold", {"hold_left": "41.5", "hold_right": "38"})
    answers = person.kept()["hold_to_failure"][0]["answers"]
    assert (answers["left"], answers["right"], answers["unit"]) == (41.5, 38, "s")


def packets(seed: int = 1, begins_s: float = 0.0) -> list[list[Any]]:
    """Three presses as a sensor sends them."""
    t_s, read_n = three(seed)
    rows = [Weight(force / KG, round(1e6 * (begins_s + t))) for t, force in zip(t_s, read_n, strict=True)]
    return [
        [begins_s + t_s[at], weight_packet(tuple(rows[at : at + 8])).hex()] for at in range(0, len(rows), 8)
    ]  # each comes when it is full


def test_a_sensors_packets_are_measured_and_kept(person: Person) -> None:
    person.allow()
    loose = [[0.1 * n, weight_packet((Weight(0.5, 100_000 * n),)).hex()] for n in range(1, 20)]
    body: dict[str, Any] = {
        "rigging": "inline",
        "loose": loose,
        "sides": [{"side": "left", "packets": packets(1, 10)}, {"side": "right", "packets": packets(9, 60)}],
    }
    response = person.tell(body)
    assert response.status_code == 201, response.text
    check = response.json()["check"]
    assert check["kind"] == "strength"
    for side in ("left", "right"):
        assert len(check["sides"][side]["presses"]) == 3
        assert check["sides"][side]["best_n"] == pytest.approx(200 - 0.5 * KG, rel=0.04)  # zeroed
        assert all("rfd_200" in press["rfd"] for press in check["sides"][side]["presses"])
    assert check["warnings"] == []
    body["sides"][0]["packets"] = body["sides"][0]["packets"][:200]
    assert person.tell(body).status_code == 201
    assert "Left: 2 of 3 presses were found: best and mean are of those." in person.page("/outcomes").text
    assert set(person.kept()) == {"strength"}
    assert person.tell({**body, "rigging": "strand"}).json()["measure"] == "belt_press"
    assert set(person.kept()) == {"strength", "belt_press"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rigging": "rope"}, "rigging: one of inline, strand, belt-loop"),
        ({"sides": []}, "no press was found"),
        ({"sides": [{"side": "up", "packets": []}]}, "left or right"),
        ({"loose": [[1]]}, "each is [seconds, hexadecimal digits]"),
        ({"loose": [[1, "zz"]]}, "each is [seconds, hexadecimal digits]"),
        ({"loose": 1}, "a list"),
    ],
)
def test_a_wrong_body_is_one_line(person: Person, changed: dict[str, Any], words: str) -> None:
    person.allow()
    body = {"rigging": "inline", "loose": [], "sides": [{"side": "left", "packets": []}], **changed}
    response = person.tell(body)
    assert response.status_code == 422
    assert words in response.json()["error"]
    assert person.kept() == {}


def test_a_stop_for_pain_is_kept_at_once_and_closes_the_day(person: Person) -> None:
    person.allow()
    response = person.browser.post("/strength/stop", {})
    address = response.url.path
    assert not person.may_start
    assert not person.device.may_start()  # the gentle exercise neither
    page = person.page(address)
    assert all(question.text in page.text for question in stop_questions())
    answers = {question.key: "no" for question in stop_questions()}
    worst = person.browser.post(address, {**answers, stop_questions()[0].key: "yes"}).text
    assert "result-stop" in worst
    assert "result-stop" in person.browser.post(address, answers).text  # not made milder afterwards
    (stop,) = person.device.services.store.pain_stops()
    assert (stop.answers or {})[stop_questions()[0].key] == "yes"
    assert person.browser.post("/strength/stop/77", answers).status_code == 404


def test_the_service_measures_what_a_sensor_sent_twice_only_once(person: Person) -> None:
    person.allow()
    sent = [Packet(t, bytes.fromhex(text)) for t, text in packets()]
    twice = tuple(packet for packet in sent for _ in range(2))
    once = person.device.services.strength.keep_sensed([Sensed("left", tuple(sent))], (), "inline")
    again = person.device.services.strength.keep_sensed([Sensed("left", twice)], (), "inline")
    assert once["check"]["sides"]["left"]["best_n"] == again["check"]["sides"]["left"]["best_n"]
    assert "not zeroed" in once["check"]["warnings"][0]
