"""The configuration of a live session: made for a start, and read when a client tells of one."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, get_args

from levelhip import __version__
from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Quantity
from levelhip.ports import Json
from levelhip.services.history import RANGE_CHECK
from levelhip.services.person import Way
from levelhip.session.load_cell import Rigging
from levelhip.session.range_check import RANGE_WAYS

SCHEMA: Final = "levelhip.live/1"
WAYS: Final[tuple[str, ...]] = get_args(Way)
_LONGEST_WORD: Final = 64
_SEEDS: Final = 2**31


class ConfigError(ValueError):
    """A configuration that cannot be. The message is one line."""


def new_config(
    dose: Prescription,
    way: str,
    *,
    language: str,
    now: datetime,
    clearance: Json,
    rigging: Rigging | None,
    beside: str | None,
    purpose: str | None = None,
) -> Json:
    """A configuration ready to start. Raises ConfigError.

    `rigging`: how the load cell sits in the belt, where it was told: without it the page asks, and nothing begins.
    `beside`: what shows how high the leg is while the belt counts.
    `purpose`: RANGE_CHECK where it is a check of the range, and no training.
    What a sensor cannot follow is paced by the clock; `instead_of` then names the way that was wanted. A range check
    is not: the clock measures nothing, and the belt the press.
    """
    if way not in WAYS:
        raise ConfigError(f"way {way[:_LONGEST_WORD]!r}: there are {', '.join(WAYS)}")
    if purpose == RANGE_CHECK and way not in RANGE_WAYS:
        raise ConfigError(f"way {way}: a range check is measured by {' or '.join(RANGE_WAYS)}")
    wanted, way = way, way if _can_follow(way, dose) else "clock"
    return {
        "schema": SCHEMA,
        "id": str(uuid.uuid4()),
        "exercise": dose.exercise.key,
        "hold_s": dose.hold_s,
        "reps": dose.reps,
        "sides": list(dose.sides),
        "way": way,
        "language": language,
        "engine": __version__,
        "started_at": now.astimezone(UTC).isoformat(timespec="milliseconds"),
        "frame_px": None,
        "simulated": _patient() if way == "simulated" else None,
        "clearance": clearance,
        "rigging": rigging if way == "belt" else None,
        "beside": beside if way == "belt" else None,
        "instead_of": wanted if wanted != way else None,
        "purpose": purpose,
    }


_BRINGS: Final = {"camera": Quantity.LANDMARKS, "shin": Quantity.ACCELERATION, "belt": Quantity.FORCE}
"""What each sensor measures. Who is only shown an exercise is not measured by any."""


def _can_follow(way: str, dose: Prescription) -> bool:
    return way not in _BRINGS or dose.exercise.signal_for(_BRINGS[way]) is not None


_SHOWN: Final = (("broken", "right", 3), ("early_release", "left", 5))
"""What goes wrong when a session is shown: a hold taken up again, and one let go too early."""


def _patient() -> Json:
    """Another simulated patient every time, the same again from the same seed."""
    return {"seed": secrets.randbelow(_SEEDS), "population": "everyday", "faults": [list(fault) for fault in _SHOWN]}


@dataclass(frozen=True, slots=True)
class Basics:
    """What is needed of any configuration to keep its session, also one of another version."""

    id: str
    exercise: str
    way: str
    language: str
    engine: str
    started_at: datetime


def read_basics(config: Json) -> Basics:
    """The basics of a client's configuration. Raises ConfigError; UnknownExerciseError."""
    exercise = _word(config, "exercise")
    load_exercise(exercise)
    return Basics(
        id=read_id(_word(config, "id")),
        exercise=exercise,
        way=_word(config, "way"),
        language=_word(config, "language"),
        engine=_word(config, "engine"),
        started_at=_moment(_word(config, "started_at")),
    )


def read_id(text: str) -> str:
    """The id in its one spelling. Raises ConfigError where it is no UUID."""
    try:
        plain = str(uuid.UUID(text))
    except ValueError:
        plain = ""
    if plain != text.lower():
        raise ConfigError(f"id {text[:_LONGEST_WORD]!r}: is no UUID")
    return plain


def _word(config: Json, key: str) -> str:
    value = config.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_WORD:
        raise ConfigError(f"config {key}: must be a text of 1 to {_LONGEST_WORD} letters")
    return value


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.utcoffset() is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ConfigError(f"config started_at {text!r}: write an ISO moment with its zone, like 2026-11-22T08:30:00+01:00")
