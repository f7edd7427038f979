"""The server's check of a session: the same inputs through the same engine, and what differs from what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from levelhip import __version__
from levelhip.exercise.clearance import Assessment
from levelhip.ports import Json

ODD: tuple[type[Exception], ...] = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What data that no engine of ours has written may lead to. Anything of it is a difference, not a failure."""


@dataclass(frozen=True, slots=True)
class Check:
    """Our own record, where there is one, and how it compares: `agrees` is None where that cannot be said."""

    own_record: Json | None
    agrees: bool | None
    differences: list[str]


def check(config: Json, inputs: Sequence[Json], client_record: Json, messages: Mapping[str, str]) -> Check:
    """Replay a session and compare."""
    theirs = engine_of(config, client_record)
    if theirs != __version__:
        said = f"another engine: the session was counted by {theirs}, this is {__version__}; the two are not compared"
        return Check(None, None, [said])
    from levelhip.coaching.live import NotClearedError, compare_records, replay_live  # noqa: PLC0415 - Today needs none

    try:
        ours = replay_live(config, inputs, messages)
    except NotClearedError:
        said = "clearance did not hold: the engine does not count such a session, so the record sent was not checked"
        return Check(None, None, [said])
    except ODD as error:
        return Check(None, agrees=False, differences=[f"the engine could not follow what was recorded: {_line(error)}"])
    try:
        differences = compare_records(ours, client_record)
    except ODD as error:
        return Check(ours, agrees=False, differences=[f"the record sent cannot be read: {_line(error)}"])
    return Check(ours, not differences, differences)


def check_config(config: Json) -> Assessment | None:
    """What keeps the engine from beginning, None where nothing does. Raises ValueError where it is no configuration."""
    from levelhip.coaching.live import LiveSession, NotClearedError  # noqa: PLC0415 - Today needs none

    try:
        LiveSession(config)
    except NotClearedError as error:
        return error.assessment
    except ODD as error:
        raise ValueError(f"config: {_line(error)}") from error
    return None


def engine_of(config: Json, client_record: Json) -> str:
    """The engine that counted: as the record says, else the configuration."""
    said = client_record.get("engine")
    return said if isinstance(said, str) and said != config["engine"] else str(config["engine"])


def _line(error: Exception) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:300]
