"""Where a leg is, as a sensor on it or a camera shows it, without any zero; how far two places are apart.

An angle is a number. An accelerometer shows the direction of gravity in itself: between two of those lies the rotation,
whichever way the sensor is strapped on, but for a turn about the vertical, which nothing shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from levelhip.exercise.protocol import RepSignal
from levelhip.exercise.signals import Quantity, Sample
from levelhip.session.features import LimbRotation, make_feature
from levelhip.session.hold_clock import GAP_S
from levelhip.session.measures import median

Pose = tuple[float, ...]
"""One angle in degrees, or the direction of gravity as a unit vector."""
Seen = tuple[float, Pose]
"""A time (s) and where the leg was then."""

BESIDE: Final = (Quantity.LANDMARKS, Quantity.ACCELERATION, Quantity.ABDUCTION)
"""What may show the leg beside another signal."""


class PoseReader:
    """Samples of one sensor -> poses, the filter's lag taken off the time."""

    def __init__(self, signal: RepSignal) -> None:
        self._feature = make_feature(signal.feature, signal.quantity, None)
        self._t_s = -math.inf

    def is_next(self, t_s: float) -> bool:
        """Whether a sample of this time comes after the last one."""
        return self._t_s < t_s < math.inf

    def push(self, t_s: float, sample: Sample) -> Seen | None:
        """Take one sample; None where it tells nothing, or its time does not go forward."""
        if not self.is_next(t_s):
            return None
        self._t_s = t_s
        found = self._feature.push(t_s, sample)
        if found is None:
            return None
        if isinstance(self._feature, LimbRotation):
            return found[0], _unit(self._feature.gravity)
        return found[0], (found[1],)


def away_deg(one: Pose, other: Pose) -> float:
    """How far two poses are apart, degrees, never negative."""
    if len(one) == 1:
        return abs(one[0] - other[0])
    across = _cross(one, other)
    return math.degrees(math.atan2(math.sqrt(_dot(across, across)), _dot(one, other)))


def height_above(rest: Pose, up: Pose) -> Callable[[Pose], float]:
    """What tells how far a leg is lifted from `rest` on its way to `up`, degrees; below rest it is negative."""
    if len(rest) == 1:
        sign = math.copysign(1.0, up[0] - rest[0])
        return lambda pose: sign * (pose[0] - rest[0])
    axis = _unit(_cross(rest, up))
    return lambda pose: math.degrees(math.atan2(_dot(axis, _cross(rest, pose)), _dot(rest, pose)))


def middle(poses: Iterable[Pose]) -> Pose:
    """The median pose of at least one."""
    found = tuple(median(values) for values in zip(*poses, strict=True))
    return found if len(found) == 1 else _unit(found)


class StillPose:
    """For how long a leg has stayed within `tolerance` degrees of where it was."""

    def __init__(self, tolerance: float) -> None:
        self._tolerance = tolerance
        self._anchor: Pose | None = None
        self._since_s = self._t_s = math.nan

    def push(self, t_s: float, pose: Pose) -> float:
        """Take one pose, give the seconds the leg has been still. A gap begins anew."""
        is_gap = t_s - self._t_s > GAP_S
        self._t_s = t_s
        if self._anchor is None or is_gap or away_deg(pose, self._anchor) > self._tolerance:
            self._anchor, self._since_s = pose, t_s
        return t_s - self._since_s


def still_poses(seen: Sequence[Seen], tolerance: float, least_s: float) -> list[Pose]:
    """The middle of each stretch in which the leg was still for at least `least_s`, in order."""
    still = StillPose(tolerance)
    found: list[Pose] = []
    stretch: list[Pose] = []
    lasted_s = 0.0
    for t_s, pose in seen:
        still_s = still.push(t_s, pose)
        if still_s == 0.0:
            if lasted_s >= least_s:
                found.append(middle(stretch))
            stretch = []
        stretch.append(pose)
        lasted_s = still_s
    return [*found, middle(stretch)] if lasted_s >= least_s else found


def _unit(a: Sequence[float]) -> Pose:
    size = math.sqrt(_dot(a, a))
    return tuple(value / size for value in a) if size > 0 else (math.nan,) * len(a)


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Sequence[float], b: Sequence[float]) -> Pose:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
