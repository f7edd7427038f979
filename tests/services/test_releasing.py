"""Releases on a patient's device: what must be done before one opens anything, and everything that ends it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from levelhip.exercise.clearance_kept import assess_kept
from levelhip.exercise.codes import PATIENT_CODE
from levelhip.exercise.releases import LONGEST
from levelhip.ports import StoreError
from levelhip.services import releasing
from levelhip.services.releasing import CHALLENGE_LASTS, WRONG_TRIES, ReleasingError
from levelhip.services.signing import Order, signed
from tests.exercise.clearance_factories import BELT
from tests.exercise.clinician_factories import card_letter, signer
from tests.services.releasing_world import REPAIRED, Device, spoken


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    made = Device(tmp_path)
    made.answer(**REPAIRED)
    yield made
    made.close()


def refused(sentence: str) -> pytest.RaisesExc[ReleasingError]:
    return pytest.RaisesExc(ReleasingError, check=lambda error: error.sentence == sentence)


def test_from_the_card_to_the_start_and_back(device: Device) -> None:
    assert not device.may_start()
    surgeon = device.pair()
    assert not device.may_start()
    device.take_in(device.letter(surgeon, "abductor_repair"))
    assert device.may_start()
    assert not device.may_start("bridge")
    assert device.services.coaching.config(BELT, "clock")["clearance"]["releases"]
    assert device.services.releasing.remove(surgeon.card.key_id)
    assert not device.may_start()


def test_a_session_carries_what_the_engine_needs(device: Device) -> None:
    surgeon = device.pair()
    device.pair("therapist", 2)
    device.take_in(device.letter(surgeon, "abductor_repair"))
    device.take_in(device.letter(surgeon, "abductor_repair", exercises=("bridge",)))
    kept = json.loads(json.dumps(device.services.clearing.kept(BELT)))
    assert (len(kept["releases"]), kept["keys"]) == (1, [card_letter()]), "nobody else's business travels along"
    assert assess_kept(kept, BELT, now=device.clock.now()).may_start
    for missing in ("releases", "keys", "patient"):
        assert not assess_kept({**kept, missing: None}, BELT, now=device.clock.now()).may_start


# --- pairing ------------------------------------------------------------------------------------------------------


def test_a_card_alone_opens_nothing(device: Device) -> None:
    device.ask()
    letter = device.letter(signer(), "abductor_repair")
    with refused(releasing.UNKNOWN_KEY):
        device.take_in(letter)
    assert not device.may_start()


def test_the_digits_must_be_heard(device: Device) -> None:
    number, by = device.ask(), signer()
    answer = json.dumps(by.answer(device.services.releasing.waiting(number).challenge, device.clock.now()))
    for _ in range(WRONG_TRIES - 1):
        with refused(releasing.WRONG_DIGITS):
            device.services.releasing.pair(number, "00000 00000", answer)
    device.services.releasing.waiting(number)
    with refused(releasing.WRONG_DIGITS):
        device.services.releasing.pair(number, "", answer)
    with refused(releasing.NO_PAIRING):
        device.services.releasing.pair(number, spoken(by), answer)


def test_the_owner_must_answer_this_very_challenge(device: Device) -> None:
    first, by = device.ask(), signer()
    old = json.dumps(by.answer(device.services.releasing.waiting(first).challenge, device.clock.now()))
    number = device.ask()
    other = json.dumps(
        signer("surgeon", 2).answer(device.services.releasing.waiting(number).challenge, device.clock.now())
    )
    for answer, sentence in (
        (old, releasing.NOT_AN_ANSWER),
        (other, releasing.NOT_AN_ANSWER),
        (json.dumps(card_letter()), releasing.NOT_AN_ANSWER),
        ("", releasing.NOT_READ),
    ):
        with refused(sentence):
            device.services.releasing.pair(number, spoken(by), answer)
    letter = by.answer(device.services.releasing.waiting(number).challenge, device.clock.now())
    with refused(releasing.FORGED):
        device.services.releasing.pair(number, spoken(by), json.dumps({**letter, "signed_at": "2026-01-01T00:00:00Z"}))
    device.services.releasing.pair(number, spoken(by), json.dumps(letter))


@pytest.mark.parametrize("by", [CHALLENGE_LASTS, timedelta(minutes=-3)])
def test_a_challenge_does_not_wait_for_ever(device: Device, by: timedelta) -> None:
    number = device.ask()
    device.clock.moment += by
    with refused(releasing.NO_PAIRING):
        device.services.releasing.waiting(number)


def test_a_key_is_paired_once(device: Device) -> None:
    device.pair()
    with refused(releasing.TRUSTED_ALREADY):
        device.ask()


@pytest.mark.parametrize("text", ["", "hello", "{}", "[1]", json.dumps({**card_letter(), "name": "Other"})])
def test_what_is_no_card_is_refused(device: Device, text: str) -> None:
    with pytest.raises(ReleasingError):
        device.services.releasing.begin(text)
    assert device.services.releasing.pairings() == []


# --- releases -----------------------------------------------------------------------------------------------------


def test_a_release_is_refused_with_the_reason(device: Device) -> None:
    surgeon = device.pair()
    good = device.letter(surgeon, "abductor_repair")
    code, now = device.services.releasing.patient_code(), device.clock.now()
    other = surgeon.release(Order(PATIENT_CODE.made(b"another"), [BELT], ["abductor_repair"], now + LONGEST), now)
    cases = [
        (json.dumps(other), releasing.OTHER_PATIENT),
        (json.dumps(device.letter(signer("surgeon", 2), "abductor_repair")), releasing.UNKNOWN_KEY),
        (json.dumps({**good, "note": "x"}), releasing.FORGED),
        (json.dumps({**good, "name": "x"}), releasing.NOT_A_RELEASE),
        (json.dumps(card_letter()), releasing.NOT_A_RELEASE),
        ("?", releasing.NOT_READ),
    ]
    for text, sentence in cases:
        with refused(sentence) as told:
            device.services.releasing.take_in(text)
        assert "\n" not in str(told.value)
    with pytest.raises(ReleasingError, match=code):
        device.services.releasing.take_in(cases[0][0])
    device.take_in(good)
    with refused(releasing.KNOWN):
        device.take_in(good)
    soon = device.letter(surgeon, "abductor_repair", days=1)
    device.clock.move(days=1)
    with refused(releasing.OVER):
        device.take_in(soon)


def test_a_release_of_nothing_that_is_theirs_is_refused(device: Device) -> None:
    """A version of the program that asks other questions, or a signer that was tampered with."""
    therapist = device.pair("therapist")
    letter = device.letter(therapist, "cannot_lift")
    forced = signed({**letter, "gates": ["abductor_repair"]}, therapist._key)
    with refused(releasing.OPENS_NOTHING):
        device.take_in(forced)


def test_what_was_ended_stays_ended(device: Device) -> None:
    surgeon = device.pair()
    letter = device.letter(surgeon, "abductor_repair")
    name = device.take_in(letter)
    assert device.services.releasing.withdraw(name)
    assert not device.may_start()
    assert not device.services.releasing.withdraw(name)
    with refused(releasing.KNOWN):
        device.take_in(letter)


def test_trusting_again_revives_nothing(device: Device) -> None:
    surgeon = device.pair()
    letter = device.letter(surgeon, "abductor_repair")
    device.take_in(letter)
    device.services.releasing.remove(surgeon.card.key_id)
    device.pair()
    assert not device.may_start()
    with refused(releasing.KNOWN):
        device.take_in(letter)
    device.take_in(device.letter(surgeon, "abductor_repair"))
    assert device.may_start()


def test_a_key_that_was_ended_is_never_trusted_again(device: Device) -> None:
    surgeon = device.pair()
    device.take_in(device.letter(surgeon, "abductor_repair"))
    assert device.may_start()
    end = json.dumps(surgeon.revocation(device.clock.now()))
    device.services.releasing.revoke(end)
    device.services.releasing.revoke(end)
    assert not device.may_start()
    for _ in range(2):
        with refused(releasing.REVOKED):
            device.ask()
    stranger = signer("clinician", 3)
    device.services.releasing.revoke(json.dumps(stranger.revocation(device.clock.now())))
    with refused(releasing.REVOKED):
        device.ask("clinician", 3)
    with refused(releasing.NOT_AN_END):
        device.services.releasing.revoke(json.dumps(card_letter()))


# --- time ---------------------------------------------------------------------------------------------------------


def test_a_clock_set_back_revives_nothing(device: Device) -> None:
    surgeon = device.pair()
    device.take_in(device.letter(surgeon, "abductor_repair", days=0.5))
    device.clock.move(hours=11, minutes=59, seconds=59)
    assert device.may_start()
    device.clock.move(seconds=1)
    assert not device.may_start()
    for seconds in (1, 60, 3600):
        device.clock.move(seconds=-seconds)
        device.answer(**REPAIRED)
        assert not device.may_start()


def test_what_was_over_before_the_clock_was_set_back_does_not_come_in(device: Device) -> None:
    surgeon = device.pair()
    letter = device.letter(surgeon, "abductor_repair", days=1)
    device.clock.move(days=2)
    assert not device.may_start()
    device.clock.move(days=-2)
    with refused(releasing.OVER):
        device.take_in(letter)


def test_where_the_moment_cannot_be_kept_nothing_is_open(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    surgeon = device.pair()
    device.take_in(device.letter(surgeon, "abductor_repair"))
    device.clock.move(hours=1)

    def full(_: object) -> None:
        raise StoreError("full", "the disk is full")

    monkeypatch.setattr(device.services.store.clinicians, "note_moment", full)
    assert not device.may_start()
    monkeypatch.undo()
    assert device.may_start()


def test_a_release_that_cannot_be_read_any_more_opens_nothing(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    surgeon = device.pair()
    device.take_in(device.letter(surgeon, "abductor_repair"))
    kept = device.services.store.clinicians.releases()
    damaged = [replace(kept[0], letter={**kept[0].letter, "gates": "all"})]
    monkeypatch.setattr(device.services.store.clinicians, "releases", lambda: damaged)
    assert not device.may_start()


def test_a_session_told_of_late_is_judged_by_what_there_was(device: Device) -> None:
    surgeon, begun = device.pair(), device.clock.now()
    clearing = device.services.clearing
    device.clock.move(minutes=1)
    name = device.take_in(device.letter(surgeon, "abductor_repair"))
    in_between = device.clock.now()
    device.clock.move(minutes=1)
    assert not clearing.assessment_at(BELT, begun).may_start
    assert clearing.assessment_at(BELT, in_between).may_start
    device.services.releasing.withdraw(name)
    device.clock.move(minutes=1)
    assert clearing.assessment_at(BELT, in_between).may_start
    assert not clearing.assessment_at(BELT, device.clock.now()).may_start
    device.services.releasing.remove(surgeon.card.key_id)
    assert clearing.assessment_at(BELT, in_between).may_start
