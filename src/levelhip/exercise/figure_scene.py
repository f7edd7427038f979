"""What is seen in the drawn figure, from back to front: things in the room, limbs, belt, arrow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from levelhip.exercise.figure_pose import Figure
from levelhip.exercise.figure_shape import HAIR, HEAD, NECK, TRUNK, Camera, Chain, arm, flesh, leg, spot
from levelhip.exercise.figure_skeleton import OTHER, WORKING, Skeleton, skeleton
from levelhip.exercise.protocol import Position
from levelhip.exercise.signals import Side
from levelhip.exercise.vectors import Vector, added, distance

UNDER_THE_SHIRT_CM: Final = 30.0
"""A straight leg is drawn under the shirt however near it is; one that bends at the hip (deg) where it is nearer."""
BENT_HIP_DEG: Final = 25.0
OVER_THE_SHIRT_CM: Final = 5.0
"""An arm that hangs at the side is drawn over the shirt."""
BELT_ABOVE_ANKLE: Final = 0.17
"""Where on the shank the belt lies, as a share of the way from the ankle to the knee."""
_SLACK_TO: Final[Vector] = (-0.75, -0.35, 0.56)
_SLACK_WIDE: Final[Vector] = (0.0, 0.5, 0.0)
"""Where a slack belt falls: towards the feet, down and to the front; and how wide its loop gapes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One shape: its class for styling, and its path at the moment that was asked for."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Scene:
    """An exercise's figure for one side, at any share of the way."""

    figure: Figure
    position: Position
    side: Side
    both: bool = False
    """Both legs work."""

    @property
    def camera(self) -> Camera:
        """From where it is seen; the left side is the right one in a mirror."""
        return Camera(self.figure.yaw_deg, self.figure.pitch_deg, mirrored=self.side == "left")

    def points(self, share: float) -> Skeleton:
        """Return the points of the body at `share` of the way, with the right leg working."""
        return skeleton(self.position, self.figure.pose(share))

    def parts(self, share: float) -> list[Part]:
        """Return the body and the belt at `share`, from back to front. Their order never changes."""
        body, camera = self.points(share), self.camera
        parts = [Part(name, flesh(body, chains, camera)) for name, chains in self._order()]
        if self.figure.belt != "none":
            last_leg = max(index for index, part in enumerate(parts) if part.name in {"leg", "working"})
            parts[last_leg + 1 : last_leg + 1] = self._belt(body)
        return parts

    def _order(self) -> list[tuple[str, tuple[Chain, ...]]]:
        """Sort the body's shapes by how near they are at the top, as a painter would."""
        placed = [
            (self._nearness(leg(OTHER)) - self._under_the_shirt(OTHER), "working" if self.both else "leg", leg(OTHER)),
            (self._nearness(leg(WORKING)) - self._under_the_shirt(WORKING), "working", leg(WORKING)),
            (self._nearness(arm(OTHER)) + OVER_THE_SHIRT_CM, "skin", arm(OTHER)),
            (self._nearness(arm(WORKING)) + OVER_THE_SHIRT_CM, "skin", arm(WORKING)),
            (self._nearness(TRUNK), "shirt", TRUNK),
            (min(self._nearness(TRUNK), self._nearness(HEAD)) - 0.1, "skin", NECK),
            (self._nearness(HEAD), "skin", HEAD),
            (self._nearness(HAIR), "hair", HAIR),
        ]
        return [(name, chains) for _, name, chains in sorted(placed, key=lambda each: each[0])]

    def _nearness(self, chains: Sequence[Chain]) -> float:
        body = self.points(1.0)
        return self.camera.nearness([body[name] for chain in chains for name, _ in chain])

    def _under_the_shirt(self, half: str) -> float:
        bent = max(pose.get(f"{half}_hip_flexion", 0.0) for pose in self.figure.poses)
        return 0.0 if bent > BENT_HIP_DEG else UNDER_THE_SHIRT_CM

    # -- the belt ------------------------------------------------------------------------------------------------------

    def belt_slack_cm(self, share: float) -> float:
        """Return how much longer the belt's strand is than the way between the ankles: 0 where it is tight."""
        return self._strand_cm - distance(*_belt_ends(self.points(share)))

    @property
    def _strand_cm(self) -> float:
        return distance(*_belt_ends(self.points(1.0)))

    def _belt(self, body: Skeleton) -> Iterator[Part]:
        ends = _belt_ends(body)
        strand = hanging(*ends, max(self._strand_cm, distance(*ends)))
        yield Part("belt", "M" + "L".join(spot(self.camera.seen(point)) for point in strand))
        for half in (OTHER, WORKING):
            ankle, knee = self.camera.seen(body[f"{half}_ankle"]), self.camera.seen(body[f"{half}_knee"])
            yield Part("belt", _band(ankle, knee))


def _belt_ends(body: Skeleton) -> tuple[Vector, Vector]:
    """Where the strand leaves the working ankle, and where it reaches the other one."""
    first, second = (_on_shank(body, half) for half in (WORKING, OTHER))
    apart = distance(first, second) or 1.0
    inwards = added(second, first, -1.0)
    radius = 4.0
    return added(first, inwards, radius / apart), added(second, inwards, -radius / apart)


def _on_shank(body: Skeleton, half: str) -> Vector:
    ankle = body[f"{half}_ankle"]
    return added(ankle, added(body[f"{half}_knee"], ankle, -1.0), BELT_ABOVE_ANKLE)


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


def _length(points: Sequence[Vector]) -> float:
    return math.fsum(distance(first, second) for first, second in pairwise(points))


def _band(ankle: tuple[float, float], knee: tuple[float, float]) -> str:
    """Return the belt's turn round one ankle, as seen on the limb: across it, and a little bent."""
    dx, dy = knee[0] - ankle[0], knee[1] - ankle[1]
    length = math.hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    middle = ankle[0] + BELT_ABOVE_ANKLE * dx, ankle[1] + BELT_ABOVE_ANKLE * dy
    radius, bend = 4.5, 1.2
    first = middle[0] - uy * radius, middle[1] + ux * radius
    last = middle[0] + uy * radius, middle[1] - ux * radius
    bent = middle[0] - ux * bend * 2, middle[1] - uy * bend * 2
    return f"M{spot(first)}Q{spot(bent)} {spot(last)}"
