"""The WH-C06 hanging scale: never connected to, it says its weight in every advertisement, about eight a second.

The maker's data of company 0x0100 carry the weight in bytes 10 and 11, big-endian, in hundredths of a kilogram. Read
off public sources that listen to it; the company's number is another's, so that other things may advertise under it.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from levelhip.session.progressor import PacketError

COMPANY: Final = 0x0100
NAME: Final = "IF_B7"
"""What the scale's advertised name is, where it tells one."""
_WEIGHT: Final = struct.Struct(">H")
WEIGHT_AT: Final = 10
PER_KG: Final = 100


def is_crane_scale(name: str | None, makers_data: Mapping[int, bytes]) -> bool:
    """Whether an advertisement is a WH-C06's: by its maker's data, and by its name where it tells one."""
    return name in {None, "", NAME} and len(makers_data.get(COMPANY, b"")) >= WEIGHT_AT + _WEIGHT.size


def read_advertisement(makers_data: Mapping[int, bytes]) -> float:
    """Read the weight, kg, off an advertisement's data by company. Raises PacketError, and nothing else."""
    data = bytes(makers_data.get(COMPANY, b""))
    if len(data) < WEIGHT_AT + _WEIGHT.size:
        raise PacketError(f"{len(data)} bytes of maker's data are too short for a weight")
    hundredths: int = _WEIGHT.unpack_from(data, WEIGHT_AT)[0]
    return hundredths / PER_KG


def advertisement(kg: float) -> dict[int, bytes]:
    """The maker's data with which a scale tells a weight from 0 to 655.35 kg: for a virtual one, and for tests."""
    return {COMPANY: bytes(WEIGHT_AT) + _WEIGHT.pack(round(kg * PER_KG)) + bytes(WEIGHT_AT)}
