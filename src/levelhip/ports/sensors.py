"""What a live sensor must offer."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class SensorError(ValueError):
    """A sensor that cannot be had. The message is one line for a person: what is wrong, what to do."""


class SensorState(StrEnum):
    """What a live sensor tells about itself."""

    CONNECTED = "connected"
    SAMPLES = "samples"
    BATTERY = "battery"  # its voltage is known
    LOW_POWER = "low power"  # it is about to switch itself off
    LOST = "lost"
    FOUND = "found"  # again, after it was lost
    PACKET = "packet"  # it sent something else


@dataclass(frozen=True, slots=True)
class SensorNews:
    """What a live sensor told at `t_s` (session seconds). `samples`: times and net forces on the ankle, N.

    `packet`: what it sent, byte by byte, so that a session can be replayed from it; empty where it sent nothing.
    """

    state: SensorState
    t_s: float
    samples: tuple[tuple[float, float], ...] = ()
    battery_mv: int | None = None
    packet: bytes = b""


class Sensor(Protocol):
    """A force sensor that is there now. Its samples' times only go forward; a silence stays a gap."""

    name: str
    """What a person knows it by."""
    device: str
    """Whose packets it sends: `progressor` or `wh-c06`."""

    def news(self) -> AsyncGenerator[SensorNews, None]:
        """What it tells, from connecting on, for as long as somebody listens; closing it lets the sensor go.

        A connection that is lost is sought again. Raises SensorError where there is none, or it does not come back.
        """
        ...
