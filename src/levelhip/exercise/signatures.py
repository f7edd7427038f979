"""Ed25519 signatures, checked and never made: plain integers, so that browser and server judge alike.

RFC 8032, section 5.1.7, without the cofactor, and strict where it leaves a choice: a number in any but its one spelling
is refused (S below the order, y below the prime), and so is a key of small order, whose signature would fit many
messages. Nothing here is secret, so nothing needs constant time.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha512
from typing import Final

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64

_PRIME: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _PRIME) % _PRIME
_ROOT_OF_MINUS_ONE: Final = pow(2, (_PRIME - 1) // 4, _PRIME)

_Point = tuple[int, int, int, int]
"""X, Y, Z, T with x = X/Z, y = Y/Z, x y = T/Z (section 5.1.4)."""
_NEUTRAL: Final[_Point] = (0, 1, 1, 0)


@lru_cache(maxsize=256)
def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Say whether `signature` (64 bytes) is that of `public_key` (32 bytes) under `message`. Never raises."""
    if len(public_key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    key = _decoded(public_key)
    commitment, s = signature[:KEY_BYTES], int.from_bytes(signature[KEY_BYTES:], "little")
    if key is None or _has_small_order(key) or s >= _ORDER:
        return False
    k = int.from_bytes(sha512(commitment + public_key + message).digest(), "little") % _ORDER
    return _encoded(_combined(s, k, _negated(key))) == commitment


def _decoded(text: bytes) -> _Point | None:
    """The point that 32 bytes spell (section 5.1.3), None where they spell none, or spell it otherwise than agreed."""
    number = int.from_bytes(text, "little")
    y, is_odd = number & (2**255 - 1), number >> 255
    if y >= _PRIME:
        return None
    x2 = (y * y - 1) * pow(_D * y * y + 1, -1, _PRIME) % _PRIME
    if x2 == 0:
        return None if is_odd else (0, y, 1, 0)
    x = pow(x2, (_PRIME + 3) // 8, _PRIME)
    if (x * x - x2) % _PRIME:
        x = x * _ROOT_OF_MINUS_ONE % _PRIME
    if (x * x - x2) % _PRIME:
        return None
    if x & 1 != is_odd:
        x = _PRIME - x
    return x, y, 1, x * y % _PRIME


def _encoded(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _PRIME)
    return (y * inverse % _PRIME | (x * inverse % _PRIME & 1) << 255).to_bytes(KEY_BYTES, "little")


def _negated(point: _Point) -> _Point:
    x, y, z, t = point
    return _PRIME - x, y, z, _PRIME - t


def _added(one: _Point, other: _Point) -> _Point:
    """The sum; the formula holds for a point and itself too."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % _PRIME
    b = (y1 + x1) * (y2 + x2) % _PRIME
    c = 2 * _D * t1 * t2 % _PRIME
    d = 2 * z1 * z2 % _PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _PRIME, g * h % _PRIME, f * g % _PRIME, e * h % _PRIME


def _has_small_order(point: _Point) -> bool:
    for _ in range(3):  # eight times the point
        point = _added(point, point)
    return point[0] == 0 and point[1] == point[2]


def _combined(s: int, k: int, point: _Point) -> _Point:
    """S times the base and k times `point`, bit by bit of both at once."""
    steps = (None, _BASE, point, _added(_BASE, point))
    total = _NEUTRAL
    for bit in reversed(range(_ORDER.bit_length())):
        total = _added(total, total)
        step = steps[s >> bit & 1 | (k >> bit & 1) << 1]
        if step is not None:
            total = _added(total, step)
    return total


def _base() -> _Point:
    """The base point: y = 4/5, x even (section 5.1)."""
    point = _decoded((4 * pow(5, -1, _PRIME) % _PRIME).to_bytes(KEY_BYTES, "little"))
    assert point is not None  # noqa: S101 - it is a constant
    return point


_BASE: Final = _base()
