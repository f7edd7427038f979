"""Signed letters: read strictly, in one spelling; nothing but the key's owner's own words gets through."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.clinicians import (
    CARD,
    FINGERPRINT_GROUPS,
    MAY_OPEN,
    PROFESSIONS,
    check_answer,
    fingerprint,
    read_card,
    read_revocation,
)
from levelhip.exercise.codes import CHALLENGE
from levelhip.exercise.letters import LONGEST_LETTER, SIGNATURE, LetterError, parse_letter, signed_bytes, written
from levelhip.exercise.releases import LONGEST, check_release, read_release
from levelhip.services.signing import signed
from tests.exercise.clearance_factories import NOW
from tests.exercise.clinician_factories import PATIENT, card_letter, private_key, release_letter, signer

ASKED: Final = CHALLENGE.made(b"0123456789ab")
JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def all_letters() -> dict[str, dict[str, Any]]:
    return {
        "card": card_letter(),
        "answer": signer().answer(ASKED, NOW),
        "revocation": signer().revocation(NOW),
        "release": release_letter("hip_replacement", note="Gently. Ñandú"),
    }


def read(kind: str, letter: object) -> object:
    """Read a letter of this kind, with all its checks."""
    if kind == "card":
        return read_card(letter)
    if kind == "answer":
        check_answer(letter, signer().card, ASKED)
        return None
    if kind == "revocation":
        return read_revocation(letter)
    release = read_release(letter)
    check_release(release, signer().card)
    return release


LETTERS: Final = all_letters()
KINDS: Final = st.sampled_from(list(LETTERS))


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_is_read_as_it_was_signed(kind: str) -> None:
    letter = LETTERS[kind]
    text = json.dumps(letter, indent=3)
    assert parse_letter(f"\ufeff \n{text}\r\n") == letter
    read(kind, parse_letter(text))


def test_a_release_says_again_what_was_signed() -> None:
    letter = LETTERS["release"]
    assert read_release(letter).as_letter() == letter


@given(KINDS, st.data())
def test_nothing_in_a_letter_can_be_changed(kind: str, draw: st.DataObject) -> None:
    letter = copy.deepcopy(LETTERS[kind])
    name = draw.draw(st.sampled_from(list(letter)))
    letter[name] = draw.draw(JSON | st.sampled_from([other.get(name) for other in LETTERS.values()]))
    if letter == LETTERS[kind]:
        return
    with pytest.raises(LetterError) as refused:
        read(kind, letter)
    assert "\n" not in str(refused.value)


@given(KINDS, st.sampled_from(["name", "patient", "x", ""]), JSON)
def test_nothing_can_be_added_to_a_letter(kind: str, name: str, value: object) -> None:
    if name in LETTERS[kind]:
        return
    with pytest.raises(LetterError, match="no such field"):
        read(kind, {**LETTERS[kind], name: value})


@pytest.mark.parametrize("kind", LETTERS)
def test_nothing_can_be_left_out_of_a_letter(kind: str) -> None:
    for name in LETTERS[kind]:
        with pytest.raises(LetterError):
            read(kind, {key: value for key, value in LETTERS[kind].items() if key != name})


@pytest.mark.parametrize("kind", LETTERS)
def test_no_letter_passes_for_another(kind: str) -> None:
    for other in LETTERS:
        if other != kind:
            with pytest.raises(LetterError) as refused:
                read(other, LETTERS[kind])
            assert refused.value.fault == "other"


@given(JSON)
def test_whatever_is_handed_in_is_refused(value: object) -> None:
    for kind in LETTERS:
        with pytest.raises(LetterError):
            read(kind, value)


@given(st.text(max_size=60) | JSON.map(json.dumps))
def test_whatever_is_pasted_is_read_or_refused_in_a_line(text: str) -> None:
    try:
        assert isinstance(parse_letter(text), dict)
        fault, line = "unreadable", ""
    except LetterError as error:
        fault, line = error.fault, str(error)
    assert fault == "unreadable"
    assert "\n" not in line


@pytest.mark.parametrize(
    "text",
    [
        '{"schema": "a", "schema": "a"}',
        '{"card": {"name": "a", "name": "b"}}',
        "[" * 100_000,
        "1" * 10_000,
        " " * (LONGEST_LETTER + 1),
        '{"a": "\n"}',
        "[]",
        "",
    ],
    ids=lambda text: text[:12],
)
def test_what_is_no_letter_at_all(text: str) -> None:
    with pytest.raises(LetterError):
        parse_letter(text)


# What is wrong with a letter that is signed all the same, and the word that the line must have.
BADLY_SPELT: Final[list[tuple[dict[str, object], str]]] = [
    ({"id": "00000000-0000-4000-8000-00000000000A"}, "id"),
    ({"name": ""}, "name"),
    ({"name": " Ana"}, "name"),
    ({"name": "A" * 81}, "name"),
    ({"name": "Ana\u202egro.zelur"}, "name"),
    ({"name": "A\u200bna"}, "name"),
    ({"name": "A\ud800"}, "name"),
    ({"name": 3}, "name"),
    ({"profession": "nobody"}, "profession"),
    ({"profession": "wizard"}, "profession"),
    ({"key_id": "AB" * 32}, "key_id"),
    ({"patient": PATIENT.lower()}, "patient"),
    ({"patient": PATIENT.replace("-", "")}, "patient"),
    ({"patient": "*"}, "patient"),
    ({"exercises": []}, "exercises"),
    ({"exercises": "clamshell"}, "exercises"),
    ({"exercises": ["clamshell", "bridge"]}, "exercises"),
    ({"exercises": ["bridge", "bridge"]}, "exercises"),
    ({"exercises": ["Bridge"]}, "exercises"),
    ({"exercises": [None]}, "exercises"),
    ({"gates": ["*"]}, "gates"),
    ({"gates": [f"gate_{n:03}" for n in range(61)]}, "gates"),
    ({"signed_at": "2026-03-28T09:00:00+00:00"}, "signed_at"),
    ({"signed_at": "2026-03-28T09:00:00.5Z"}, "signed_at"),
    ({"signed_at": "2026-03-28T24:00:00Z"}, "signed_at"),
    ({"signed_at": "2026-02-30T09:00:00Z"}, "signed_at"),
    ({"signed_at": 1}, "signed_at"),
    ({"until": written(NOW - timedelta(days=1))}, "until"),
    ({"until": written(NOW - timedelta(days=2))}, "until"),
    ({"until": written(NOW - timedelta(days=1) + LONGEST + timedelta(seconds=1))}, "until"),
    ({"note": "x" * 501}, "note"),
    ({"note": "two\nlines"}, "note"),
    ({"signature": "00"}, "signature"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "word"), BADLY_SPELT, ids=lambda each: str(each)[:40])
def test_a_release_in_another_spelling_is_refused(changes: dict[str, object], word: str) -> None:
    letter = {**LETTERS["release"], **changes}
    if "signature" not in changes and "\ud800" not in str(changes):
        letter = signed(letter, private_key())
    with pytest.raises(LetterError, match=word) as refused:
        read("release", letter)
    assert refused.value.fault == "unreadable"


def test_a_release_may_hold_a_year() -> None:
    longest = release_letter("pregnant", signed_at=NOW, until=NOW + LONGEST)
    assert read_release(longest).until - NOW == LONGEST


def test_the_name_on_a_release_is_that_of_the_key() -> None:
    """The same key under another name, or as another profession, is not the one that was compared."""
    for changes in ({"name": "Somebody Else"}, {"profession": "therapist"}, {"registration": ""}):
        letter = signed({**LETTERS["release"], **changes}, private_key())
        with pytest.raises(LetterError) as refused:
            check_release(read_release(letter), signer().card)
        assert refused.value.fault == "other"


def test_another_keys_signature_is_none() -> None:
    letter = signed(LETTERS["release"], private_key(2))
    with pytest.raises(LetterError) as refused:
        check_release(read_release(letter), signer().card)
    assert refused.value.fault == "forged"


def test_an_answer_answers_one_challenge() -> None:
    other = CHALLENGE.made(b"another twelve")
    for letter, card, challenge in (
        (signer().answer(other, NOW), signer().card, ASKED),
        (signer().answer(ASKED, NOW), signer().card, other),
        (signer("surgeon", 2).answer(ASKED, NOW), signer().card, ASKED),
        (signer("therapist").answer(ASKED, NOW), signer("surgeon").card, ASKED),
    ):
        with pytest.raises(LetterError):
            check_answer(letter, card, challenge)


def test_a_key_is_another_under_another_name() -> None:
    ids = {read_card(card_letter(profession, seed)).key_id for profession in PROFESSIONS for seed in (1, 2)}
    assert len(ids) == 6
    renamed = signed({**card_letter(), "name": "Another"}, private_key())
    assert read_card(renamed).key_id not in ids


def test_a_fingerprint_is_digits_to_be_read_aloud() -> None:
    groups = fingerprint(signer().card.key_id)
    assert len(groups) == FINGERPRINT_GROUPS
    assert all(len(group) == 5 and group.isdecimal() for group in groups)
    assert groups != fingerprint(signer("therapist").card.key_id)


def test_what_is_signed_has_one_spelling() -> None:
    letter = {"schema": CARD, "b": "é", "a": ["x"], SIGNATURE: "00"}
    assert signed_bytes(letter) == b'{"a":["x"],"b":"\\u00e9","schema":"levelhip.card/1"}'
    assert signed_bytes(dict(reversed(letter.items()))) == signed_bytes(letter)


def test_a_moment_is_written_in_utc() -> None:
    assert written(datetime(2026, 11, 22, 8, 30, 0, 999, tzinfo=UTC)) == "2026-11-22T08:30:00Z"


def test_what_is_nobodys_is_in_nobodys_power() -> None:
    assert all("nobody" not in words for words in MAY_OPEN.values())
    assert MAY_OPEN["therapist"] < MAY_OPEN["clinician"] < MAY_OPEN["surgeon"]
