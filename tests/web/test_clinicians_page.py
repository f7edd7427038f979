"""Your clinicians, as a browser without a script shows it: from a closed exercise to an open one, and back."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.services.releasing import CHALLENGE_LASTS
from levelhip.services.signing import Order, Signer
from tests.exercise.clinician_factories import card_letter, signer
from tests.services.releasing_world import spoken
from tests.web.page_reading import Page, read
from tests.web.page_world import EXERCISE, Browser, World, make_world

CARD = json.dumps(card_letter())


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.clear(abductor_repair="yes")
    return made


@pytest.fixture
def person(world: World) -> Browser:
    return Browser(world.app)


def field(page: Page, name: str) -> str:
    """The value of a hidden field."""
    values = [page.attributes[at + 1][2] for at, each in enumerate(page.attributes) if each == ("input", "name", name)]
    return values[0]


def bring(person: Browser, text: str) -> Page:
    return read(person.post("/clinicians", {"text": text}).text)


def pair(world: World, person: Browser, by: Signer | None = None) -> Page:
    by = by or signer()
    page = bring(person, json.dumps(by._letter))
    pairing = world.services.releasing.pairings()[-1]
    assert pairing.challenge in page.text
    answer = json.dumps(by.answer(pairing.challenge, world.clock.now()))
    return read(person.post(f"/clinicians/pair/{pairing.id}", {"digits": spoken(by), "text": answer}).text)


def release(world: World, by: Signer, *gates: str, days: float = 30, note: str = "") -> str:
    now, code = world.clock.now(), world.services.releasing.patient_code()
    return json.dumps(by.release(Order(code, [EXERCISE], gates, now + timedelta(days=days), note), now))


def test_what_is_closed_leads_here_and_says_whose_word_opens_it(world: World, person: Browser) -> None:
    assert "/clinicians" in read(person.get("/clearance/result").text).links
    assert "/clinicians" in read(person.get("/").text).links
    assert "/clinicians" in read(person.get("/settings").text).links
    page = read(person.get("/clinicians").text)
    assert world.services.releasing.patient_code() in page.text
    assert "abductor_repair" in page.text
    assert "only a surgeon's word opens it" in page.text
    assert "Nobody's yet." in page.text


def test_from_the_card_to_the_start_and_back(world: World, person: Browser) -> None:
    assert "count from now on" in pair(world, person).text
    page = bring(person, release(world, signer(), "abductor_repair", note="Gently, <b>please</b>."))
    assert "The release is in." in page.text
    assert "in force until the end of 18 December 2026" in page.text
    assert "Gently, <b>please</b>." in page.text
    assert ("form", "action", "/session") in read(person.get("/").text).attributes
    assert (
        "Allowed by Dr. B. Surgeon until the end of 18 December 2026."
        in read(person.get("/clearance/result").text).text
    )
    key = field(read(person.get("/clinicians").text), "key")
    page = read(person.post("/clinicians/remove", {"key": key}).text)
    assert "Removed." in page.text
    assert "its key is trusted no longer" in page.text
    assert "removed by you on 18 November 2026" in page.text
    assert ("form", "action", "/session") not in read(person.get("/").text).attributes


def test_a_release_is_ended(world: World, person: Browser) -> None:
    pair(world, person)
    page = bring(person, release(world, signer(), "abductor_repair"))
    page = read(person.post("/clinicians/withdraw", {"release": field(page, "release")}).text)
    assert "ended by you" in page.text
    assert not world.services.clearing.assessment(EXERCISE).may_start


def test_the_end_of_a_key_is_brought_in(world: World, person: Browser) -> None:
    pair(world, person)
    bring(person, release(world, signer(), "abductor_repair"))
    page = bring(person, json.dumps(signer().revocation(world.clock.now())))
    assert "The key has ended." in page.text
    assert "ended by its owner" in page.text
    assert "cannot be added any more" in bring(person, CARD).text


def test_the_last_digits_are_not_shown(person: Browser) -> None:
    page = bring(person, CARD)
    assert not [group for group in spoken(signer()).split() if group in page.text]
    assert "Dr. B. Surgeon" in page.text
    assert "Register 12345" in page.text
    assert "Go on" in read(person.get("/clinicians").text).text


def test_wrong_digits_are_told_and_then_end_it(world: World, person: Browser) -> None:
    bring(person, CARD)
    path = f"/clinicians/pair/{world.services.releasing.pairings()[-1].id}"
    for _ in range(4):
        response = person.post(path, {"digits": "12345 <b>", "text": "{}"})
        assert response.status_code == 422
        assert "not the last digits" in read(response.text).text
        assert 'value="12345 &lt;b&gt;"' in response.text
    page = read(person.post(path, {"digits": "1", "text": "{}"}).text)
    assert "begin again with the card" in page.text
    assert "not completed" in page.text


def test_a_key_that_was_removed_is_not_taken_back_silently(world: World, person: Browser) -> None:
    pair(world, person)
    world.services.releasing.remove(signer().card.key_id)
    page = bring(person, CARD)
    assert "You know this key: removed by you on 18 November 2026." in page.text


def test_who_is_pregnant_reads_when_to_stop(world: World, person: Browser) -> None:
    world.clear(pregnant="yes")
    doctor = signer("clinician")
    pair(world, person, doctor)
    bring(person, release(world, doctor, "pregnant"))
    for address in ("/", "/clearance/result"):
        assert "Stop at once with bleeding" in read(person.get(address).text).text


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"schema": "levelhip.key-answer/1"}', "[" * 5000])
def test_what_is_no_letter_is_told(world: World, person: Browser, text: str) -> None:
    response = person.post("/clinicians", {"text": text})
    assert response.status_code == 422
    assert ("section", "role", "alert") not in read(response.text).attributes
    assert 'role="alert"' in response.text
    assert world.services.releasing.pairings() == []


def test_a_file_is_as_good_as_pasting(world: World, person: Browser) -> None:
    response = person.upload("/clinicians", "file", b"\xef\xbb\xbf" + CARD.encode())
    assert "Is this your clinician?" in response.text
    assert person.upload("/clinicians", "file", b"\xff\xfe{\x00").status_code == 422
    assert len(world.services.releasing.pairings()) == 1


@pytest.mark.parametrize("address", ["/clinicians/pair/1", "/clinicians/pair/99999999999999999999"])
def test_a_pairing_that_is_none_leads_back(person: Browser, address: str) -> None:
    response = person.get(address)
    assert response.status_code == 404
    assert "begin again with the card" in response.text


def test_a_pairing_waits_for_a_while(world: World, person: Browser) -> None:
    bring(person, CARD)
    address = f"/clinicians/pair/{world.services.releasing.pairings()[-1].id}"
    world.clock.moment += CHALLENGE_LASTS - timedelta(seconds=1)
    assert person.get(address).status_code == 200
    world.clock.moment += timedelta(seconds=1)
    assert person.get(address).status_code == 404


def test_a_clock_that_was_ahead_is_told(world: World, person: Browser) -> None:
    pair(world, person)
    world.clock.moment += timedelta(days=400)
    person.get("/")
    world.clock.moment -= timedelta(days=400)
    assert "once showed 23 December 2027" in read(person.get("/clinicians").text).text


def test_forms_with_nothing_in_them_change_nothing(world: World, person: Browser) -> None:
    pair(world, person)
    for path in ("/clinicians/remove", "/clinicians/withdraw"):
        assert person.post(path, {}).status_code == 200
    assert [each.is_trusted for each in world.services.releasing.pairings()] == [True]
