"""The configuration of a live session: plain data in, checked, and everything it names looked up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from levelhip.coaching.measuring import WAYS, Way
from levelhip.exercise.library import UnknownExerciseError, load_exercise
from levelhip.exercise.protocol import Exercise, Prescription, RepSignal, prescribe
from levelhip.exercise.signals import SIDES, Side
from levelhip.session.load_cell import RIGGINGS, Rigging
from levelhip.session.range_check import RANGE_WAYS, range_prescription

SCHEMA: Final = "levelhip.live/1"
LARGEST_PX: Final = 16_384
BESIDE: Final = ("camera", "shin")
"""What may show how high the leg is while the belt counts."""
RANGE: Final = "range"
"""A session's purpose where it is a range check, and no exercise."""


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """What is settled before a session begins. `signal`: what drives the count, None with the clock alone.

    `rigging`: how the load cell sits in the belt, None where none measures. `beside`: a second way that shows how high
    the leg is while the belt counts, and `beside_signal`, what it brings.
    """

    id: str
    prescription: Prescription
    way: Way
    signal: RepSignal | None
    language: str
    engine: str
    started_at: datetime
    frame_px: tuple[float, float] | None
    clearance: object
    rigging: Rigging | None = None
    beside: Way | None = None
    beside_signal: RepSignal | None = None


def read_config(config: Mapping[str, Any]) -> LiveConfig:
    """Read a configuration. Raises ValueError with one clear line where it is not one."""
    if config.get("schema") != SCHEMA:
        raise ValueError(f"a live session's configuration has the schema {SCHEMA!r}")
    way = WAYS.get(_text(config, "way"))
    if way is None:
        raise ValueError(f"way must be one of {', '.join(WAYS)}, not {config['way']!r}")
    is_range = _is_range(config)
    if is_range and way.name not in RANGE_WAYS:
        raise ValueError(f"a range check is measured by {' or '.join(RANGE_WAYS)}, not by {way.name}")
    prescription = _range_prescription(config) if is_range else _prescription(config)
    signal = prescription.exercise.signal_for(way.quantity)
    if way.measured and signal is None:
        raise ValueError(f"{prescription.exercise.key} is not measured by {way.name}")
    beside = _beside(config) if way.name == "belt" else None
    return LiveConfig(
        id=_uuid(config),
        prescription=prescription,
        way=way,
        signal=signal,
        language=_text(config, "language"),
        engine=_text(config, "engine"),
        started_at=_time(config),
        frame_px=read_frame(config.get("frame_px")),
        clearance=config.get("clearance"),
        rigging=_rigging(config) if way.name == "belt" else None,
        beside=beside,
        beside_signal=prescription.exercise.signal_for(beside.quantity) if beside else None,
    )


def _beside(config: Mapping[str, Any]) -> Way | None:
    """What watches the leg while the belt counts. An exercise in which it sees nothing does without."""
    given = config.get("beside")
    if given is None:
        return None
    if given not in BESIDE:
        raise ValueError(f"beside must be {' or '.join(BESIDE)}, or null, not {given!r}")
    return WAYS[str(given)]


def _rigging(config: Mapping[str, Any]) -> Rigging:
    """How the load cell sits in the belt: nobody guesses that, for it doubles what is read, or does not."""
    given = config.get("rigging")
    rigging = next((known for known in RIGGINGS if known == given), None)
    if rigging is None:
        raise ValueError(f"measured by the belt, rigging must be {' or '.join(RIGGINGS)}, not {given!r}")
    return rigging


def _is_range(config: Mapping[str, Any]) -> bool:
    purpose = config.get("purpose")
    if purpose not in (None, RANGE):
        raise ValueError(f"purpose must be {RANGE!r}, or null, not {purpose!r}")
    return purpose == RANGE


def _range_prescription(config: Mapping[str, Any]) -> Prescription:
    """What a range check asks; its dose is always the same."""
    checked = range_prescription(_exercise(config))
    if (config.get("reps"), config.get("hold_s")) != (checked.reps, checked.hold_s):
        raise ValueError(f"a range check is {checked.reps} lifts a side, none of them held")
    return replace(checked, sides=_sides(config))


def _exercise(config: Mapping[str, Any]) -> Exercise:
    try:
        return load_exercise(_text(config, "exercise"))
    except UnknownExerciseError as error:
        raise ValueError(str(error)) from None


def _prescription(config: Mapping[str, Any]) -> Prescription:
    exercise = _exercise(config)
    reps = config.get("reps")
    if not isinstance(reps, int) or isinstance(reps, bool):
        raise ValueError(f"reps must be a whole number, not {reps!r}")  # noqa: TRY004 - one kind of error for nonsense
    prescription = prescribe(exercise, hold_s=read_number(config.get("hold_s"), "hold_s"), reps=reps)
    if exercise.kind == "hold" and prescription.hold_s < 1:
        raise ValueError(f"{exercise.key} is held for at least 1 s, not {prescription.hold_s:g}")
    return replace(prescription, sides=_sides(config))


def _sides(config: Mapping[str, Any]) -> tuple[Side, ...]:
    given = config.get("sides")
    names: list[object] = given if isinstance(given, list) else []
    sides: tuple[Side, ...] = tuple(side for name in names for side in SIDES if side == name)
    if not sides or len(sides) != len(names) or len(set(sides)) != len(sides):
        raise ValueError(f"sides must be left, right or both, each once, not {given!r}")
    return sides


def read_frame(frame_px: object) -> tuple[float, float] | None:
    """The size of a picture, px; None where it is not given. Raises ValueError."""
    if frame_px is None:
        return None
    if isinstance(frame_px, list | tuple) and len(frame_px) == 2:  # noqa: PLR2004 - width and height
        width, height = (read_number(size, "frame_px") for size in frame_px)
        if 0 < width <= LARGEST_PX and 0 < height <= LARGEST_PX:
            return width, height
    raise ValueError(f"frame_px must be width and height, not {frame_px!r}")


def read_number(value: object, name: str) -> float:
    """A finite number. Raises ValueError."""
    if isinstance(value, int | float) and not isinstance(value, bool) and -math.inf < value < math.inf:
        with suppress(OverflowError):
            return float(value)
    raise ValueError(f"{name} must be a number, not {value!r}")


def _text(config: Mapping[str, Any], name: str) -> str:
    value = config.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} must be a text, not {value!r}")
    return value


def _uuid(config: Mapping[str, Any]) -> str:
    text = _text(config, "id")
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError(f"id must be a UUID, not {text!r}") from None


def _time(config: Mapping[str, Any]) -> datetime:
    text = _text(config, "started_at")
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"started_at must be an ISO time, not {text!r}") from None
    if time.tzinfo is None:
        raise ValueError(f"started_at must tell its time zone: {text!r}")
    return time
