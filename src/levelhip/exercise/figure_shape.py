"""The flesh on the drawn figure: rounded, tapered limbs as SVG path data, seen from where the exercise wants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from levelhip.exercise.figure_skeleton import Skeleton
from levelhip.exercise.vectors import Matrix, Vector, applied, rotation, times

Point = tuple[float, float]
"""In the picture: cm to the right, cm downwards."""

Chain = tuple[tuple[str, float], ...]
"""Points of the skeleton, one after the other, with the body's radius there (cm)."""

_MOST_TAPER: Final = 0.99
"""Keeps the two ends of an arc apart: one that ends where it begins is not drawn."""

_HIP, _THIGH, _KNEE, _CALF, _ANKLE = 9.4, 8.0, 6.1, 5.5, 3.7
_HEEL, _BALL, _TOE = 3.2, 2.5, 2.0


def leg(half: str) -> tuple[Chain, ...]:
    """The chains of one leg: thigh and shank, heel, sole."""
    return (
        tuple((f"{half}_{name}", radius) for name, radius in (
            ("hip", _HIP), ("thigh", _THIGH), ("knee", _KNEE), ("calf", _CALF), ("ankle", _ANKLE), ("ball", _BALL),
            ("toe", _TOE),
        )),
        ((f"{half}_ankle", _ANKLE), (f"{half}_heel", _HEEL), (f"{half}_ball", _BALL)),
    )  # fmt: skip


def arm(half: str) -> tuple[Chain, ...]:
    """The chain of one arm."""
    return (
        tuple((f"{half}_{name}", radius) for name, radius in (
            ("shoulder", 5.6), ("elbow", 4.0), ("wrist", 2.9), ("hand", 3.2),
        )),
    )  # fmt: skip


TRUNK: Final[tuple[Chain, ...]] = (
    (("pelvis", 10.0), ("waist", 10.0), ("chest", 11.0), ("shoulders", 6.0)),
    (("working_hip", 9.4), ("working_flank", 9.4), ("working_rib", 8.6), ("working_shoulder", 5.8)),
    (("other_hip", 9.4), ("other_flank", 9.4), ("other_rib", 8.6), ("other_shoulder", 5.8)),
    (("working_shoulder", 5.8), ("shoulders", 6.0), ("other_shoulder", 5.8)),
    (("working_rib", 8.6), ("chest", 11.0), ("other_rib", 8.6)),
    (("working_hip", 9.4), ("pelvis", 10.0), ("other_hip", 9.4)),
)
NECK: Final[tuple[Chain, ...]] = ((("shoulders", 5.6), ("neck", 4.8), ("chin", 4.6)),)
HEAD: Final[tuple[Chain, ...]] = ((("head", 8.4), ("chin", 6.0)),)
HAIR: Final[tuple[Chain, ...]] = ((("hair", 9.0), ("nape", 7.6)),)


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the figure is seen from, without perspective. `mirrored`: the left leg works."""

    yaw_deg: float
    pitch_deg: float
    mirrored: bool = False

    @property
    def turn(self) -> Matrix:
        """The rotation from the room to the viewer: x right, y up, z towards them."""
        return times(rotation("x", self.pitch_deg), rotation("y", self.yaw_deg))

    def seen(self, point: Vector) -> Point:
        """Return where a point of the room is in the picture."""
        x, y, _ = applied(self.turn, point)
        return (-x if self.mirrored else x), -y

    def nearness(self, points: Sequence[Vector]) -> float:
        """Return how near to the viewer the points are on average; more is nearer."""
        return math.fsum(applied(self.turn, point)[2] for point in points) / len(points)


def flesh(skeleton: Skeleton, chains: Sequence[Chain], camera: Camera) -> str:
    """Return the path data of the chains: the same commands whatever the pose, so that it can be animated."""
    parts: list[str] = []
    for chain in chains:
        circles = [(camera.seen(skeleton[name]), radius) for name, radius in chain]
        parts.extend(_capsule(*first, *second) for first, second in pairwise(circles))
    return "".join(parts)


def _capsule(start: Point, start_radius: float, end: Point, end_radius: float) -> str:
    """Return the outline of two circles and all between them. Where one lies inside the other: of the larger one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    ux, uy = (dx / length, dy / length) if length else (1.0, 0.0)
    thinner = start_radius - end_radius
    if length < abs(thinner):  # move the smaller circle until it touches the larger one from inside
        if thinner > 0:
            end = start[0] + ux * thinner, start[1] + uy * thinner
        else:
            start = end[0] + ux * thinner, end[1] + uy * thinner
        length = abs(thinner)
    taper = max(-_MOST_TAPER, min(_MOST_TAPER, thinner / length)) if length else 0.0
    middle, spread = math.atan2(uy, ux), math.acos(taper)
    left, right = middle - spread, middle + spread
    first, second = _on(start, start_radius, left), _on(end, end_radius, left)
    third, fourth = _on(end, end_radius, right), _on(start, start_radius, right)
    return (
        f"M{spot(first)}L{spot(second)}A{_arc(end_radius, large=thinner < 0)} {spot(third)}"
        f"L{spot(fourth)}A{_arc(start_radius, large=thinner > 0)} {spot(first)}Z"
    )


def _on(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _arc(radius: float, *, large: bool) -> str:
    return f"{short(radius)} {short(radius)} 0 {int(large)} 1"


def spot(point: Point) -> str:
    """Write a point of the picture."""
    return f"{short(point[0])} {short(point[1])}"


def short(number: float) -> str:
    """Write a length with two decimals at most, and no minus before zero."""
    return f"{round(number, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
