"""How far somebody lifts the leg by themselves, without the belt: as it was measured, with the error of that way.

The belt press shows the length of the loop, not the person's range; so the range is checked apart. There is no norm
here, and no good or bad value: only whether two that were measured alike differ by more than their own error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from levelhip.exercise.outcomes import NOT_KNOWN, SAME, Change
from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.signals import Quantity, Side
from levelhip.exercise.strength import CHANGED, NOT_CHANGED, OTHERWISE, PERHAPS_OTHERWISE
from levelhip.exercise.wording import N_

Route = Literal["camera", "shin", "markers", "angle"]
"""What measured it: a camera (leg against leg), a phone or sensor strapped to the leg, optical markers (thigh against
pelvis), or another device that gives an angle."""
RangePosition = Literal["side_lying", "standing"]

ROUTES: Final[Mapping[Quantity, Route]] = MappingProxyType(
    {
        Quantity.LANDMARKS: "camera",
        Quantity.ACCELERATION: "shin",
        Quantity.MARKERS: "markers",
        Quantity.ABDUCTION: "angle",
    }
)
ROUTE_SD_DEG: Final[Mapping[Route, float]] = MappingProxyType({"camera": 2.8, "shin": 2.0, "markers": 1.0})
"""Standard deviation of one check. Camera: 2 cm of noise on each point. Shin and markers: on simulated patients 1.6 and
0.6, rounded up. Another device's is not known."""
ROUTE_EVIDENCE: Final[Mapping[Route, tuple[str, ...]]] = MappingProxyType(
    {"camera": ("levelhip_models",), "shin": ("levelhip_engine",), "markers": ("levelhip_engine",)}
)
CHANGE_FACTOR: Final = 2.77
"""Times the standard deviation: the smallest real change, 1.96 times the root of 2."""
LIFTS: Final = 3
"""Lifts a side, the best of which counts (convention)."""
PELVIS_LIMIT_DEG: Final = 5.0
"""A pelvis that moves further than this in a lift is told of (convention)."""
CAMERA_TURN_DEG: Final = 20.0
CAMERA_TOO_MUCH_DEG: Final = 4.1
"""A camera that is turned so far shows so much too much, at 30 deg of range."""

UNKNOWN_ERROR: Final = N_("Not compared: how far this way of measuring is off is not known.")
ROUTE: Final = N_("what measured it")
POSITION: Final = N_("the position")
PELVIS_WENT: Final = N_("Not compared: in one of the two the pelvis went along with the leg.")
MESSAGES: Final = (UNKNOWN_ERROR, ROUTE, POSITION, PELVIS_WENT)


@dataclass(frozen=True, slots=True)
class RangeResult:
    """One side's active range from rest, in degrees. None is "not known" everywhere."""

    side: Side
    angle_deg: float | None
    route: Route | None
    position: RangePosition | None
    measured_on: date
    pelvis_stayed: bool | None = None
    """Whether the pelvis stayed where it was: seen by markers, or told afterwards."""


def smallest_change_deg(route: Route | None) -> float | None:
    """Return the smallest change beyond this route's own error, in degrees; None where its error is not known."""
    spread_deg = None if route is None else ROUTE_SD_DEG.get(route)
    return None if spread_deg is None else CHANGE_FACTOR * spread_deg


def range_change(before: RangeResult, after: RangeResult) -> Change:
    """Judge the change of one side's range: beyond the route's own error or not; nobody gives a number for more.

    Raises ValueError where the two are not of one side.
    """
    if before.side != after.side:
        raise ValueError(f"{after.side}: is compared with {before.side}")
    if (unlike := _unlike(before, after)) is not None:
        return Change("unknown", None, unlike)
    if before.angle_deg is None or after.angle_deg is None:
        return Change("unknown", None, sentence(NOT_KNOWN))
    error_deg = smallest_change_deg(after.route)
    if error_deg is None or after.route is None:
        return Change("unknown", None, sentence(UNKNOWN_ERROR))
    amount = abs(after.angle_deg - before.angle_deg)
    evidence, shown = ROUTE_EVIDENCE[after.route], round(error_deg, 1)
    if amount == 0:
        return Change("same", 0.0, sentence(SAME), evidence)
    if amount < error_deg:
        return Change("within_error", None, sentence(NOT_CHANGED, error=shown), evidence)
    return Change("not_judged", None, sentence(CHANGED, amount=amount, error=shown), evidence)


def _unlike(before: RangeResult, after: RangeResult) -> Sentence | None:
    """Why the two cannot be compared; None: they can."""
    for first, second, what in (
        (before.route, after.route, ROUTE),
        (before.position, after.position, POSITION),
    ):
        if first is None or second is None:
            return sentence(PERHAPS_OTHERWISE, what=Sentence(what))
        if first != second:
            return sentence(OTHERWISE, what=Sentence(what))
    return sentence(PELVIS_WENT) if False in (before.pelvis_stayed, after.pelvis_stayed) else None
