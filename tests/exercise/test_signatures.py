"""Ed25519: the RFC's own vectors, agreement with OpenSSL, and what a strict reader refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise import signatures
from levelhip.exercise.signatures import is_signed
from tests.exercise.clinician_factories import public_bytes

PRIME: Final = 2**255 - 19
ORDER: Final = 2**252 + 27742317777372353535851937790883648493

VECTORS: Final = json.loads(Path(__file__).with_name("rfc8032_ed25519.json").read_text("utf-8"))["vectors"]
KEYS: Final = st.binary(min_size=32, max_size=32).map(Ed25519PrivateKey.from_private_bytes)


def openssl_says(message: bytes, signature: bytes, public_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def vector(name: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(VECTORS[name][part]) for part in ("secret_key", "public_key", "message", "signature"))


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_of_the_rfc(name: str) -> None:
    secret, public, message, signature = vector(name)
    assert Ed25519PrivateKey.from_private_bytes(secret).sign(message) == signature, "the vector itself"
    assert is_signed(message, signature, public)
    assert not is_signed(message + b"x", signature, public)


@given(KEYS, st.binary(max_size=300))
def test_what_openssl_signs_is_signed(key: Ed25519PrivateKey, message: bytes) -> None:
    assert is_signed(message, key.sign(message), public_bytes(key))


@given(
    KEYS, KEYS, st.binary(max_size=40), st.integers(0, 511), st.sampled_from(["signature", "message", "key", "other"])
)
def test_openssl_and_we_judge_alike(
    key: Ed25519PrivateKey, other: Ed25519PrivateKey, message: bytes, bit: int, place: str
) -> None:
    signature, public = key.sign(message), public_bytes(key)
    if place == "signature":
        signature = flipped(signature, bit)
    elif place == "message":
        message = flipped(message or b"\x00", bit)
    elif place == "key":
        public = flipped(public, bit)
    else:
        public = public_bytes(other)
    assert is_signed(message, signature, public) == openssl_says(message, signature, public)


def flipped(content: bytes, bit: int) -> bytes:
    at = bit % (8 * len(content))
    return bytes(byte ^ (1 << at % 8) * (at // 8 == i) for i, byte in enumerate(content))


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64), st.binary(max_size=8))
def test_any_bytes_are_judged(public: bytes, signature: bytes, message: bytes) -> None:
    assert not is_signed(message, signature, public)


@given(KEYS, st.binary(max_size=40))
def test_a_signature_has_one_spelling(key: Ed25519PrivateKey, message: bytes) -> None:
    signature = key.sign(message)
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_signed(message, signature[:32] + s.to_bytes(32, "little"), public_bytes(key))


@pytest.mark.parametrize("length", [0, 31, 33, 63, 65])
def test_other_lengths_are_no_signature(length: int) -> None:
    _, public, message, signature = vector("1")
    assert not is_signed(message, (signature * 2)[:length], public)
    assert not is_signed(message, signature, (public * 3)[:length])


def small_points() -> list[bytes]:
    """The eight points whose order divides eight, found from one of order eight."""
    eighth = next(point for y in range(2, 200) if (point := of_order_eight(y)) is not None)
    points, point = [], signatures._NEUTRAL
    for _ in range(8):
        points.append(signatures._encoded(point))
        point = signatures._added(point, eighth)
    return points


def of_order_eight(y: int) -> signatures._Point | None:
    """The part of order eight of the point at height y, where there is one."""
    point = signatures._decoded(y.to_bytes(32, "little"))
    if point is None:
        return None
    total, rest, power = signatures._NEUTRAL, ORDER, point
    while rest:
        if rest & 1:
            total = signatures._added(total, power)
        power, rest = signatures._added(power, power), rest >> 1
    fourth = signatures._added(signatures._added(total, total), signatures._added(total, total))
    return total if signatures._encoded(fourth) != signatures._encoded(signatures._NEUTRAL) else None


def test_a_key_of_small_order_signs_nothing() -> None:
    """With such a key S = 0 and R = -kA, one of eight points: some signature would fit any message."""
    points = small_points()
    assert len(set(points)) == 8
    message_count, openssl_accepts = 40, 0
    for public in points:
        for commitment in points:
            signature = commitment + bytes(32)
            for n in range(message_count):
                message = b"%d" % n
                assert not is_signed(message, signature, public)
                openssl_accepts += openssl_says(message, signature, public)
    assert openssl_accepts, "these are forgeries that OpenSSL would take"


@pytest.mark.parametrize("y", range(19))
def test_a_key_has_one_spelling(y: int) -> None:
    """The numbers y and y + p are the same."""
    spelt = (y + PRIME).to_bytes(32, "little")
    assert signatures._decoded(spelt) is None
    assert not is_signed(b"", bytes(64), spelt)


def test_there_is_no_minus_zero() -> None:
    for y in (1, PRIME - 1):
        assert signatures._decoded(y.to_bytes(32, "little")) is not None
        assert signatures._decoded((y | 1 << 255).to_bytes(32, "little")) is None


@given(st.binary(min_size=32, max_size=32))
def test_a_point_is_spelt_as_it_was_read(spelt: bytes) -> None:
    point = signatures._decoded(spelt)
    assert point is None or signatures._encoded(point) == spelt
