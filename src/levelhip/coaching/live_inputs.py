"""What may be put into a live session: plain data, checked before anything acts on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from levelhip.coaching.live_config import read_frame, read_number
from levelhip.exercise.signals import COLUMNS, SIDES, Quantity, Sample, Side

COMMANDS: Final = (
    "begin", "skip_wait", "zero", "pause", "resume", "pain", "stop", "way", "correct", "hidden", "visible",
)  # fmt: skip
SCALE: Final = 10
MOST_PEOPLE: Final = 1000
LONGEST_S: Final = 86_400.0
"""A session does not last longer than a day."""
MOST_ANSWERS: Final = 200
LARGEST: Final = 1e100
"""No sensor says more than that; what does is taken as missing."""
DEVICES: Final = ("progressor", "wh-c06")
"""Whose packets are understood."""
LONGEST_PACKET: Final = 512
"""Bytes: a Bluetooth attribute is no longer."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples of one quantity, in the order in which they came; what is missing is NaN."""

    quantity: Quantity
    t_s: tuple[float, ...]
    values: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """What the belt's sensor has sent, as it came in; `t_s`: when."""

    t_s: float
    device: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Connected:
    """The belt's sensor was reached: for the first time, or again."""

    t_s: float
    device: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the picture itself shows."""

    t_s: float
    brightness: float | None
    people: int | None
    frame_px: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Advance:
    """The clock was read."""

    t_s: float


@dataclass(frozen=True, slots=True)
class Command:
    """Somebody wants something. `way`, `side` and `complete` where the command has them."""

    t_s: float
    command: str
    way: str | None = None
    side: Side | None = None
    complete: int | None = None


@dataclass(frozen=True, slots=True)
class Afterwards:
    """How it was; None is not known."""

    t_s: float
    pain: int | None
    effort: int | None
    stop_answers: dict[str, Any] | None


Input = Samples | Packet | Connected | Look | Advance | Command | Afterwards


def read_input(given: object) -> Input:
    """Read one input. Raises ValueError with one clear line on nonsense."""
    if not isinstance(given, Mapping):
        raise ValueError("an input is an object with its kind under `do`")  # noqa: TRY004 - one kind of error for nonsense
    match given.get("do"):
        case "samples":
            return _samples(given)
        case "packet" | "connected":
            return _of_device(given)
        case "look":
            return Look(_time(given), _brightness(given), _people(given), read_frame(given.get("frame_px")))
        case "advance":
            return Advance(_time(given))
        case "command":
            return _command(given)
        case "afterwards":
            return Afterwards(_time(given), _scale(given, "pain"), _scale(given, "effort"), _answers(given))
        case other:
            kinds = "samples, packet, connected, look, advance, command or afterwards"
            raise ValueError(f"do must be {kinds}, not {other!r}")


def _time(given: Mapping[str, Any]) -> float:
    return _time_of(given.get("t_s"))


def _time_of(value: object) -> float:
    t_s = read_number(value, "t_s")
    if not 0 <= t_s <= LONGEST_S:
        raise ValueError(f"t_s is {t_s:g}: a session's seconds go from 0 to {LONGEST_S:g}")
    return t_s


def _samples(given: Mapping[str, Any]) -> Samples:
    try:
        quantity = Quantity(given.get("quantity", ""))
    except ValueError:
        raise ValueError(f"quantity {given.get('quantity')!r} is not known") from None
    times, values = given.get("t_s"), given.get("values")
    if not isinstance(times, list | tuple) or not isinstance(values, list | tuple) or len(times) != len(values):
        raise ValueError("samples need as many times as values")
    width = len(COLUMNS[quantity])
    if not width:
        raise ValueError(f"there are no samples of {quantity}")
    return Samples(quantity, tuple(map(_time_of, times)), tuple(_sample(value, width) for value in values))


def _sample(value: object, width: int) -> Sample:
    if value is None:
        return math.nan if width == 1 else (math.nan,) * width
    if width == 1:
        return _measured(value)
    if not isinstance(value, list | tuple) or len(value) != width:
        raise ValueError(f"a sample has {width} numbers here")
    plain = -LARGEST, LARGEST  # nearly all are floats within: asked first, and without a call for each
    return tuple([n if type(n) is float and plain[0] < n < plain[1] else _measured(n) for n in value])


def _measured(value: object) -> float:
    """A number, NaN where there is none."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return float(value) if -LARGEST < value < LARGEST else math.nan
    if value is None:
        return math.nan
    raise ValueError(f"a sample is made of numbers, not {value!r}")


def _of_device(given: Mapping[str, Any]) -> Packet | Connected:
    device = given.get("device")
    if device not in DEVICES:
        raise ValueError(f"device must be {' or '.join(DEVICES)}, not {device!r}")
    if given["do"] == "connected":
        return Connected(_time(given), str(device))
    return Packet(_time(given), str(device), _bytes(given.get("hex")))


def _bytes(digits: object) -> bytes:
    """Two hexadecimal digits a byte."""
    if isinstance(digits, str) and len(digits) <= 2 * LONGEST_PACKET and digits.isalnum() and digits.isascii():
        with suppress(ValueError):
            return bytes.fromhex(digits)
    raise ValueError(f"hex must be 1 to {LONGEST_PACKET} bytes as hexadecimal digits")


def _brightness(given: Mapping[str, Any]) -> float | None:
    value = given.get("brightness")
    return None if value is None else read_number(value, "brightness")


def _people(given: Mapping[str, Any]) -> int | None:
    return _whole(given, "people", MOST_PEOPLE)


def _scale(given: Mapping[str, Any], name: str) -> int | None:
    return _whole(given, name, SCALE)


def _whole(given: Mapping[str, Any], name: str, most: int) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
        return value
    raise ValueError(f"{name} must be a whole number from 0 to {most}, or null, not {value!r}")


def _answers(given: Mapping[str, Any]) -> dict[str, Any] | None:
    answers = given.get("stop_answers")
    if answers is None:
        return None
    plain = (str, int, float, bool, type(None))
    if (
        isinstance(answers, Mapping)
        and len(answers) <= MOST_ANSWERS
        and all(isinstance(key, str) and isinstance(value, plain) for key, value in answers.items())
    ):
        return dict(answers)
    raise ValueError("stop_answers must be answers by question, or null")


def _command(given: Mapping[str, Any]) -> Command:
    command = given.get("command")
    if command not in COMMANDS:
        raise ValueError(f"command must be one of {', '.join(COMMANDS)}, not {command!r}")
    way, side = given.get("way"), given.get("side")
    if command == "way" and way != "clock":
        raise ValueError(f"in mid-session the way can only be changed to the clock, not to {way!r}")
    if command != "correct":
        return Command(_time(given), str(command), way=way if command == "way" else None)
    known = next((each for each in SIDES if each == side), None)
    if known is None:
        raise ValueError(f"a correction needs its side, left or right, not {side!r}")
    return Command(_time(given), "correct", side=known, complete=_whole(given, "complete", 1000))
