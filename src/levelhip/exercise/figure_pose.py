"""How a figure is described: the angles of its joints, pose after pose, and what is drawn with it.

Body frame: x to the person's left, y towards the head, z to the front. Room: x to the viewer's right, y up, z towards
the viewer. Lengths in cm, of somebody 170 cm tall. The figure works with the right leg; the left is its mirror image.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

Pose = Mapping[str, float]
"""Degrees by the name of the joint; `body_rise_cm` alone is a length."""

_LEG: Final = {
    "hip_flexion": (-30, 120), "hip_abduction": (-40, 60), "hip_rotation": (-45, 60), "knee_flexion": (0, 140),
    "ankle_plantarflexion": (-25, 50),
}  # fmt: skip
_ARM: Final = {
    "shoulder_flexion": (-60, 180), "shoulder_abduction": (-45, 170), "shoulder_rotation": (-90, 90),
    "elbow_flexion": (0, 150),
}  # fmt: skip
JOINTS: Final[dict[str, tuple[float, float]]] = {
    "body_pitch": (-90, 90),
    "body_side": (-45, 45),
    "body_rise_cm": (0, 40),
    "trunk_flexion": (-30, 60),
    "trunk_roll": (-45, 45),
    "trunk_side": (-40, 40),
    "neck_flexion": (-45, 60),
    "neck_side": (-40, 40),
    **{f"{side}_{name}": limits for side in ("working", "other") for name, limits in {**_LEG, **_ARM}.items()},
}
"""The joints a figure may bend, each with the degrees a healthy body allows. Rotation: outwards. Roll: forwards. Side:
towards the working side. `body`: the pelvis, and all that hangs on it, in the room; its rise is a jump."""

Prop = Literal["mat", "floor", "pillow", "support", "hurdle", "step", "wall", "weight"]
"""What lies about. `step`: under the foot that stands. `wall`: beside the working leg. `weight`: at its ankle."""
Belt = Literal["none", "ankles", "knees"]
"""Round what the belt goes. Above the knees it lies snug, or is a band that stretches: it is never slack."""
Arrow = Literal["foot", "other_foot", "step", "knee", "press", "pelvis", "other_hip", "body", "trunk"]
"""What the arrow goes along with. `step` goes where the toes go, `press` from the knee outwards, `body` beside the
pelvis, the others a little further out."""
StandsOn = Literal["working", "other"]
"""The leg whose foot stays where it is while a standing body moves."""

STEP_CM: Final = 16.0
"""How high a step is drawn: that of a usual stair."""

FEMUR_CM: Final = 42.0
SHANK_CM: Final = 41.0
HALF_PELVIS_CM: Final = 8.5
HALF_SHOULDERS_CM: Final = 14.5
SPINE_CM: Final = 47.0
UPPER_ARM_CM: Final = 28.0
FOREARM_CM: Final = 25.0


@dataclass(frozen=True, slots=True)
class Figure:
    """How an exercise is drawn: from where it is seen, what lies about, and the poses from rest to the top."""

    yaw_deg: float
    pitch_deg: float
    belt: Belt
    props: tuple[Prop, ...]
    arrow: Arrow
    poses: tuple[Pose, ...]
    stands_on: StandsOn = "other"

    @property
    def stands_cm(self) -> float:
        """How high above the ground the standing foot is."""
        return STEP_CM if "step" in self.props else 0.0

    def pose(self, share: float) -> Pose:
        """Return the angles at `share` of the way from rest (0) to the top (1)."""
        last = len(self.poses) - 1
        place = min(max(share, 0.0), 1.0) * last
        before = min(int(place), last - 1)
        part = place - before
        start, end = self.poses[before], self.poses[before + 1]
        return {joint: start.get(joint, 0.0) * (1 - part) + end.get(joint, 0.0) * part for joint in {**start, **end}}

    def moves(self) -> bool:
        """Say whether any two poses differ."""
        return any(dict(first) != dict(second) for first, second in pairwise(self.poses))
