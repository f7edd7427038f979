"""A recording of a strength check, given to its page: measured for anybody, kept only while one may press so."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from tests.exercise.press_people import three
from tests.web.page_reading import read
from tests.web.test_strength import Person

ORIGIN = {"origin": "http://testserver"}


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    one = Person(tmp_path)
    yield one
    one.device.close()


def presses(seed: int = 1) -> bytes:
    t_s, force_n = three(seed)
    return ("t_s,force_n\n" + "\n".join(f"{t:.4f},{n:.3f}" for t, n in zip(t_s, force_n, strict=True))).encode()


def send(person: Person, content: bytes, name: str = "check.csv", **fields: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(person.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            told = {"rigging": "inline", "side": "left", **fields}
            return await client.post("/strength/recording", data=told, files={"file": (name, content)}, headers=ORIGIN)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()


def waiting_in(response: httpx.Response) -> str:
    found = re.search(r'name="result" value="([^"]+)"', response.text)
    return found[1] if found else ""


def test_it_is_measured_and_kept_when_told(person: Person) -> None:
    person.allow()
    person.device.services.person.change({"leg_length_cm": 88, "mass_kg": 70, "sex": "female"})
    response = send(person, presses(), lever_cm="80,5")
    assert response.status_code == 200, response.text
    text = read(response.text).text
    assert "Strength of the hip, outwards" in text
    assert "(presses: 3)" in text
    assert "At the hip: mean" in text
    assert "RFD200, N/s" in text
    assert person.kept() == {}
    word = waiting_in(response)
    assert person.browser.post("/strength/recording/keep", {"result": word, "then": "keep"}).url.path == "/outcomes"
    answers = person.kept()["strength"][0]["answers"]
    assert (answers["unit"], answers["lever_m"], answers["right"]) == ("Nm/kg", 0.805, None)
    again = person.browser.post("/strength/recording/keep", {"result": word, "then": "keep"})
    assert "not here any more" in again.text
    assert len(person.kept()["strength"]) == 1


def test_without_clearance_it_is_measured_but_not_kept(person: Person) -> None:
    response = send(person, presses())
    assert "(presses: 3)" in read(response.text).text
    assert "It cannot be kept now" in response.text
    assert waiting_in(response) == ""
    person.allow()
    word = waiting_in(send(person, presses()))
    person.browser.post("/strength/stop", {})  # what allowed it does no more
    person.browser.post("/strength/recording/keep", {"result": word, "then": "keep"})
    assert person.kept() == {}


def test_in_a_belt_it_is_a_belt_press(person: Person) -> None:
    person.allow()
    response = send(person, presses(), rigging="belt-loop")
    assert "Belt press, as hard as possible" in response.text
    assert "At the hip" not in response.text
    word = waiting_in(response)
    assert person.browser.post("/strength/recording/keep", {"result": word, "then": "drop"}).url.path == "/strength"
    assert person.kept() == {}


@pytest.mark.parametrize(
    ("content", "fields", "words"),
    [
        (b"t_s,ax_g\n0,1\n1,2\n", {}, "a strength check needs force_n or strand_tension_n"),
        (presses(), {"side": ""}, "nothing in the file tells the side"),
        (presses(), {"rigging": ""}, "nobody guesses that"),
        (presses(), {"lever_cm": "far"}, "could not be understood"),
        (presses(), {"lever_cm": "850"}, "could not be understood"),
        (b"", {}, "the file is empty"),
    ],
)
def test_what_cannot_be_is_one_line(person: Person, content: bytes, fields: dict[str, str], words: str) -> None:
    response = send(person, content, **fields)
    assert response.status_code == 422, response.text
    assert words in read(response.text).text
    assert person.kept() == {}


def test_where_nothing_was_pressed_there_is_nothing_to_keep(person: Person) -> None:
    person.allow()
    flat = ("t_s,force_n\n" + "\n".join(f"{n / 80:.4f},0.1" for n in range(800))).encode()
    response = send(person, flat)
    assert "There is nothing to keep" in response.text
    assert waiting_in(response) == ""
