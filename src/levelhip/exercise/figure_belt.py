"""What is strapped to the drawn legs: a belt round the ankles or above the knees, or a weight at one ankle."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from levelhip.exercise.figure_pose import Belt
from levelhip.exercise.figure_shape import Camera, Point, flesh, spot
from levelhip.exercise.figure_skeleton import OTHER, WORKING, Half, Skeleton
from levelhip.exercise.vectors import Vector, added, distance

_SLACK_TO: Final[Vector] = (-0.75, -0.35, 0.56)
_SLACK_WIDE: Final[Vector] = (0.0, 0.5, 0.0)
"""Where a slack belt falls: towards the feet, down and to the front; and how wide its loop gapes."""
_WEIGHT: Final = (("low", 0.06, 5.4), ("high", 0.27, 6.2))
"""The ends of a weight's cuff: shares of the way from the ankle to the knee, and radii (cm)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a belt lies: `share` of the way `along` a bone, and how thick the limb is there (cm)."""

    along: tuple[str, str]
    share: float
    leaves_cm: float
    round_cm: float

    def on(self, body: Skeleton, half: Half) -> Vector:
        """Return the middle of the limb under the belt."""
        start, end = (body[f"{half}_{name}"] for name in self.along)
        return added(start, added(end, start, -1.0), self.share)

    def ends(self, body: Skeleton) -> tuple[Vector, Vector]:
        """Return where the strand leaves the working leg, and where it reaches the other one."""
        first, second = (self.on(body, half) for half in (WORKING, OTHER))
        inwards = added(second, first, -1.0)
        apart = distance(first, second) or 1.0
        return added(first, inwards, self.leaves_cm / apart), added(second, inwards, -self.leaves_cm / apart)

    def band(self, body: Skeleton, half: Half, camera: Camera) -> str:
        """Return the belt's turn round one leg, as seen on the limb: across it, and a little bent."""
        start, end = (camera.seen(body[f"{half}_{name}"]) for name in self.along)
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = math.hypot(dx, dy) or 1.0
        ux, uy = dx / length, dy / length
        x, y = start[0] + self.share * dx, start[1] + self.share * dy
        radius, bend = self.round_cm, 1.2
        first, last = (x - uy * radius, y + ux * radius), (x + uy * radius, y - ux * radius)
        return f"M{spot(first)}Q{spot((x - ux * bend * 2, y - uy * bend * 2))} {spot(last)}"


PLACES: Final[dict[Belt, Place]] = {
    "ankles": Place(("ankle", "knee"), 0.17, 4.0, 4.5),
    "knees": Place(("knee", "hip"), 0.17, 5.0, 6.4),
}


def belt_paths(place: Place, body: Skeleton, camera: Camera, strand_cm: float) -> Iterator[str]:
    """Give the strand between the legs and the turn round each. A belt above the knees is never slack."""
    ends = place.ends(body)
    apart_cm = distance(*ends)
    strand = hanging(*ends, apart_cm if place is PLACES["knees"] else max(strand_cm, apart_cm))
    yield _line([camera.seen(point) for point in strand])
    for half in (OTHER, WORKING):
        yield place.band(body, half, camera)


def weight_path(body: Skeleton, camera: Camera) -> str:
    """Return the cuff of a weight at the working ankle."""
    ankle, knee = body[f"{WORKING}_ankle"], body[f"{WORKING}_knee"]
    cuff = {name: added(ankle, added(knee, ankle, -1.0), share) for name, share, _ in _WEIGHT}
    return flesh(cuff, [tuple((name, radius) for name, _, radius in _WEIGHT)], camera)


def hanging(start: Vector, end: Vector, length_cm: float, pieces: int = 12) -> list[Vector]:
    """Return a strand of `length_cm` between two points: straight where it is just long enough, else slack."""
    low, high = 0.0, 2 * length_cm
    for _ in range(40):
        sag = (low + high) / 2
        if _length(_curve(start, end, sag, pieces)) > length_cm:
            high = sag
        else:
            low = sag
    return _curve(start, end, low, pieces)


def _curve(start: Vector, end: Vector, sag: float, pieces: int) -> list[Vector]:
    along = added(end, start, -1.0)
    curve = []
    for index in range(pieces + 1):
        step = index / pieces
        straight = added(start, along, step)
        fallen = added(straight, _SLACK_TO, 4 * step * (1 - step) * sag)
        curve.append(added(fallen, _SLACK_WIDE, math.sin(math.tau * step) * sag))
    return curve


def _length(points: list[Vector]) -> float:
    return math.fsum(distance(first, second) for first, second in pairwise(points))


def _line(points: list[Point]) -> str:
    return "M" + "L".join(map(spot, points))
