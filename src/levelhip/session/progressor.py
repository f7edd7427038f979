"""The language of the Tindeq Progressor and of load cells built to speak it: bytes in, bytes out, no radio.

A reply is `[type][length][payload]`, little-endian. Type 0 answers a command, and only who asked knows which; type 1
carries weights, each a float32 (kg) and a uint32 (microseconds since the device began to measure, starting over after
71.6 minutes); type 4 says that the battery is almost empty. Read off public sources that talk to the device.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

SERVICE_UUID: Final = "7e4e1701-1ea6-40c9-9dcc-13d34ffead57"
NOTIFY_UUID: Final = "7e4e1702-1ea6-40c9-9dcc-13d34ffead57"
"""The characteristic that notifies of replies."""
WRITE_UUID: Final = "7e4e1703-1ea6-40c9-9dcc-13d34ffead57"
"""The characteristic that takes commands."""
NAME_PREFIX: Final = "Progressor"
"""What the device's advertised name begins with."""


class Command(IntEnum):
    """What the device can be asked. Its own tare works only while it streams."""

    TARE = 0x64
    START = 0x65
    STOP = 0x66
    START_RFD = 0x67
    START_RFD_SERIES = 0x68
    ADD_CALIBRATION = 0x69
    SAVE_CALIBRATION = 0x6A
    FIRMWARE = 0x6B
    ERROR = 0x6C
    CLEAR_ERROR = 0x6D
    SLEEP = 0x6E
    BATTERY = 0x6F
    ID = 0x70


class PacketError(ValueError):
    """A packet that is none; the message says in one line why."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One reading: kg, and the device's own microseconds (uint32)."""

    kg: float
    device_us: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Readings in the device's order; one packet carries one or many."""

    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class BatteryMv:
    """The battery's voltage, millivolt."""

    mv: int


@dataclass(frozen=True, slots=True)
class Text:
    """An answer in words: the firmware's version, the last error."""

    text: str


@dataclass(frozen=True, slots=True)
class DeviceId:
    """The device's own number, as hexadecimal digits."""

    digits: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a command nobody here remembers."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class Rfd:
    """A rate of force development that the device worked out by itself: not used, its method is not known."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class LowPower:
    """The battery is almost empty; the device is about to switch itself off."""


Reply = Weights | BatteryMv | Text | DeviceId | Answer | Rfd | LowPower

_ANSWER, _WEIGHT, _RFD, _RFD_SERIES, _LOW_POWER = range(5)
_READING: Final = struct.Struct("<fI")
_UINT32: Final = struct.Struct("<I")
HEADER_BYTES: Final = 2
PLAUSIBLE_MV: Final = (1000, 10_000)
"""An answer of four bytes in this span is a battery's voltage, whoever asked: a version's letters are far above."""


def command_bytes(command: Command) -> bytes:
    """What is written to `WRITE_UUID` for a command."""
    return bytes((command,))


def weight_packet(weights: tuple[Weight, ...]) -> bytes:
    """The packet a device sends for these readings: for a virtual one, and for tests. At most 31 readings."""
    payload = b"".join(_READING.pack(weight.kg, weight.device_us) for weight in weights)
    return bytes((_WEIGHT, len(payload))) + payload


def answer_packet(payload: bytes) -> bytes:
    """The packet a device sends in answer to a command. At most 255 bytes of payload."""
    return bytes((_ANSWER, len(payload))) + payload


def battery_packet(mv: int) -> bytes:
    """The answer to `Command.BATTERY`."""
    return answer_packet(_UINT32.pack(mv))


def low_power_packet() -> bytes:
    """What a device says before it switches itself off."""
    return bytes((_LOW_POWER, 0))


def read_reply(packet: bytes, asked: Command | None = None) -> Reply:
    """Read one notification; `asked` is the command it would answer, where that is known.

    Raises PacketError in one line for anything that is no reply, and nothing else, whatever the bytes are.
    """
    payload = _payload(packet)
    match packet[0]:
        case 0:  # _ANSWER
            return _answer(payload, asked)
        case 1:  # _WEIGHT
            return _weights(payload)
        case 2 | 3:  # _RFD, _RFD_SERIES
            return Rfd(payload)
        case 4:  # _LOW_POWER
            return LowPower()
        case kind:
            raise PacketError(f"a packet of type {kind} is not known (0 to {_LOW_POWER} are)")


def _payload(packet: bytes) -> bytes:
    """The bytes the length speaks of; some builds fill the packet up behind them."""
    if len(packet) < HEADER_BYTES:
        raise PacketError(f"a packet of {len(packet)} bytes is too short to have a type and a length")
    payload = bytes(packet[HEADER_BYTES : HEADER_BYTES + packet[1]])
    if len(payload) < packet[1]:
        raise PacketError(f"a packet announces {packet[1]} bytes and brings {len(payload)}")
    return payload


def _weights(payload: bytes) -> Weights:
    if not payload or len(payload) % _READING.size:
        raise PacketError(f"{len(payload)} bytes of weights are no multiple of {_READING.size}")
    weights = tuple(Weight(kg, device_us) for kg, device_us in _READING.iter_unpack(payload))
    if not all(math.isfinite(weight.kg) for weight in weights):
        raise PacketError("a weight is not a number")
    return Weights(weights)


def _answer(payload: bytes, asked: Command | None) -> Reply:
    match asked:
        case Command.BATTERY:
            if len(payload) != _UINT32.size:
                raise PacketError(f"a battery's voltage has {_UINT32.size} bytes, not {len(payload)}")
            return BatteryMv(*_UINT32.unpack(payload))
        case Command.FIRMWARE | Command.ERROR:
            return Text(payload.decode("ascii", "replace").rstrip("\0"))
        case Command.ID:
            return DeviceId(payload[::-1].hex())
        case None if len(payload) == _UINT32.size:
            mv: int = _UINT32.unpack(payload)[0]
            return BatteryMv(mv) if PLAUSIBLE_MV[0] <= mv < PLAUSIBLE_MV[1] else Answer(payload)
        case _:
            return Answer(payload)
