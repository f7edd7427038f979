"""Codes read aloud: one spelling, slips found out, kinds never mistaken for each other."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.codes import ALPHABET, CHALLENGE, PATIENT_CODE, CodeError, CodeKind

KINDS = st.sampled_from([PATIENT_CODE, CHALLENGE])
NOISE = st.binary(min_size=12, max_size=12)


@given(KINDS, NOISE, st.data())
def test_a_code_is_read_however_it_was_typed(kind: CodeKind, noise: bytes, draw: st.DataObject) -> None:
    code = kind.made(noise)
    assert kind.is_one(code)
    assert len(code.replace("-", "")) == kind.letters
    typed = "".join(
        draw.draw(st.sampled_from([char, char.lower(), {"0": "O", "1": "l"}.get(char, char), f" {char}"]))
        for char in code
    )
    assert kind.read(typed) == code
    assert kind.read(code.replace("-", "")) == code
    assert not kind.is_one(code.lower()) or code.lower() == code


@given(KINDS, NOISE, st.integers(0, 19), st.sampled_from(ALPHABET))
def test_a_slip_is_found_out(kind: CodeKind, noise: bytes, place: int, letter: str) -> None:
    """A wrong letter fits the check once in 1024 times: then another code is meant, never this one."""
    plain = kind.made(noise).replace("-", "")
    slipped = plain[: place % len(plain)] + letter + plain[place % len(plain) + 1 :]
    if slipped == plain:
        return
    with contextlib.suppress(CodeError):
        assert kind.read(slipped) != kind.made(noise)


def test_most_slips_are_refused() -> None:
    code = PATIENT_CODE.made(b"0123456").replace("-", "")
    slips = [code[:at] + letter + code[at + 1 :] for at in range(12) for letter in ALPHABET if letter != code[at]]
    refused = 0
    for slip in slips:
        try:
            PATIENT_CODE.read(slip)
        except CodeError:
            refused += 1
    assert refused >= len(slips) - 3


@given(st.text(max_size=30))
def test_what_is_no_code_is_refused_in_a_line(text: str) -> None:
    for kind in (PATIENT_CODE, CHALLENGE):
        try:
            read, line = kind.read(text), kind.name
        except CodeError as error:
            read, line = None, str(error)
        assert read is None or kind.is_one(read)
        assert kind.name in line
        assert line.isprintable()


def test_a_challenge_is_no_patient_code() -> None:
    with pytest.raises(CodeError):
        PATIENT_CODE.read(CHALLENGE.made(b"0123456789ab"))


def test_there_is_noise_for_every_letter() -> None:
    assert (PATIENT_CODE.noise_bytes, CHALLENGE.noise_bytes) == (7, 12)
    for kind in (PATIENT_CODE, CHALLENGE):
        full = kind.made(b"\xff" * kind.noise_bytes).replace("-", "")
        assert full[: kind.letters - 2] == "Z" * (kind.letters - 2)


def test_different_noise_gives_different_codes() -> None:
    assert len({PATIENT_CODE.made(bytes([n, 0, 0, 0, 0, 0, n])) for n in range(256)}) == 256
