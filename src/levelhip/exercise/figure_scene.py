"""What is seen in the drawn figure, from back to front: things in the room, limbs, belt, arrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.figure_belt import PLACES, Place, belt_paths, weight_path
from levelhip.exercise.figure_pose import Figure
from levelhip.exercise.figure_shape import HAIR, HEAD, NECK, TRUNK, Camera, Chain, arm, flesh, leg
from levelhip.exercise.figure_skeleton import OTHER, WORKING, Skeleton, skeleton
from levelhip.exercise.protocol import Position
from levelhip.exercise.signals import Side
from levelhip.exercise.vectors import distance

UNDER_THE_SHIRT_CM: Final = 30.0
"""A straight leg is drawn under the shirt however near it is; one that bends at the hip (deg) where it is nearer."""
BENT_HIP_DEG: Final = 25.0
OVER_THE_SHIRT_CM: Final = 5.0
"""An arm that hangs at the side is drawn over the shirt."""


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
        return skeleton(self.position, self.figure.pose(share), self.figure.stands_on, self.figure.stands_cm)

    def parts(self, share: float) -> list[Part]:
        """Return the body and what it wears at `share`, from back to front. Their order never changes."""
        body, camera = self.points(share), self.camera
        parts = [Part(name, flesh(body, chains, camera)) for name, chains in self._order()]
        last_leg = max(index for index, part in enumerate(parts) if part.name in {"leg", "working"})
        parts[last_leg + 1 : last_leg + 1] = self._strapped(body)
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
        """Return how much longer the belt's strand is than the way between the legs: 0 where it is tight."""
        return self._strand_cm - distance(*self._belt.ends(self.points(share)))

    @property
    def _belt(self) -> Place:
        return PLACES[self.figure.belt]

    @property
    def _strand_cm(self) -> float:
        return distance(*self._belt.ends(self.points(1.0)))

    def _strapped(self, body: Skeleton) -> Iterator[Part]:
        if "weight" in self.figure.props:
            yield Part("weight", weight_path(body, self.camera))
        if self.figure.belt != "none":
            yield from (Part("belt", path) for path in belt_paths(self._belt, body, self.camera, self._strand_cm))
