"""Forward kinematics of the drawn figure: from joint angles to points in the room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from levelhip.exercise.figure_pose import (
    FEMUR_CM,
    FOREARM_CM,
    HALF_PELVIS_CM,
    HALF_SHOULDERS_CM,
    JOINTS,
    SHANK_CM,
    SPINE_CM,
    UPPER_ARM_CM,
    Pose,
    StandsOn,
)
from levelhip.exercise.protocol import Position
from levelhip.exercise.vectors import Matrix, Vector, added, applied, rotation, times

Skeleton = Mapping[str, Vector]
"""Points of the body in the room, cm."""

WORKING: Final = "working"
OTHER: Final = "other"
Half = StandsOn
_OUTWARDS: Final[dict[Half, float]] = {"working": -1.0, "other": 1.0}
"""The working leg is the right one, and the right is at negative x of the body."""

_LYING: Final[dict[Position, Matrix]] = {
    "side_lying": ((0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
    "supine": ((0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (-1.0, 0.0, 0.0)),
    "standing": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "on_forearm": ((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
}
"""How the body lies in the room: on the left side with the face to the viewer, on the back with the right side to
the viewer, standing with the face to the viewer, or on the right forearm with the face to the viewer."""

_RESTS: Final[dict[Position, tuple[str, Vector]]] = {
    "side_lying": ("pelvis", (0.0, 18.0, 0.0)),
    "supine": ("shoulders", (0.0, 10.5, 0.0)),
    "on_forearm": ("working_elbow", (0.0, 4.0, 0.0)),
}
"""Which point of a lying body stays where it is while the others move: what the body rests on."""
_ANKLE_CM: Final = 7.7
"""How high the ankle of a flat foot is."""

_FOOT: Final[dict[str, Vector]] = {"heel": (0.0, -4.5, -4.2), "ball": (0.0, -5.2, 9.5), "toe": (0.0, -5.7, 15.5)}
_SHIRT: Final = (("flank", 4.6, 17.0), ("rib", 7.0, 32.0))
_HAND_CM: Final = 8.0


def skeleton(position: Position, pose: Pose, stands_on: StandsOn = "other", stands_cm: float = 0.0) -> Skeleton:
    """Return the points of a body in `pose` (degrees by joint), whose right leg works, resting in its position.

    A standing body stands on the foot of `stands_on`, `stands_cm` above the ground, and higher where the pose rises.
    """
    bends = dict.fromkeys(JOINTS, 0.0) | dict(pose)
    points = {"pelvis": (0.0, 0.0, 0.0), **_trunk(bends)}
    for half in _OUTWARDS:
        points |= _leg(bends, half) | _arm(bends, half)
    turn = times(_LYING[position], rotation("x", -bends["body_pitch"]), rotation("z", bends["body_side"]))
    turned = {name: applied(turn, point) for name, point in points.items()}
    anchor, (x, y, z) = _stands(stands_on, stands_cm) if position == "standing" else _RESTS[position]
    shift = added((x, y + bends["body_rise_cm"], z), turned[anchor], -1.0)
    return {name: added(point, shift) for name, point in turned.items()}


def _stands(half: StandsOn, above_cm: float) -> tuple[str, Vector]:
    return f"{half}_ankle", (_OUTWARDS[half] * HALF_PELVIS_CM, _ANKLE_CM + above_cm, 0.0)


def _trunk_turn(bends: Pose) -> Matrix:
    side = rotation("z", bends["trunk_side"])
    return times(side, rotation("y", -bends["trunk_roll"]), rotation("x", bends["trunk_flexion"]))


def _trunk(bends: Pose) -> dict[str, Vector]:
    turn = _trunk_turn(bends)
    neck = applied(turn, (0.0, SPINE_CM + 3, 0.0))
    head = times(turn, rotation("x", bends["neck_flexion"]), rotation("z", bends["neck_side"]))
    shirt = {
        f"{half}_{name}": applied(turn, (out * width, height, 0.0))
        for half, out in _OUTWARDS.items()
        for name, width, height in _SHIRT
    }
    return {
        **shirt,
        "waist": applied(turn, (0.0, 17.0, 0.0)),
        "chest": applied(turn, (0.0, 34.0, 0.0)),
        "shoulders": applied(turn, (0.0, SPINE_CM, 0.0)),
        "neck": neck,
        "chin": added(neck, applied(head, (0.0, 11.5, 3.0))),
        "head": added(neck, applied(head, (0.0, 17.5, 0.8))),
        "hair": added(neck, applied(head, (0.0, 19.0, -1.4))),
        "nape": added(neck, applied(head, (0.0, 13.0, -3.0))),
    }


def _leg(bends: Pose, half: Half) -> dict[str, Vector]:
    out = _OUTWARDS[half]
    thigh = times(
        rotation("x", -bends[f"{half}_hip_flexion"]),
        rotation("z", out * bends[f"{half}_hip_abduction"]),
        rotation("y", out * bends[f"{half}_hip_rotation"]),
    )
    shank = times(thigh, rotation("x", bends[f"{half}_knee_flexion"]))
    foot = times(shank, rotation("x", bends[f"{half}_ankle_plantarflexion"]))
    hip = (out * HALF_PELVIS_CM, 0.0, 0.0)
    knee = added(hip, applied(thigh, (0.0, -FEMUR_CM, 0.0)))
    ankle = added(knee, applied(shank, (0.0, -SHANK_CM, 0.0)))
    return {
        f"{half}_hip": hip,
        f"{half}_thigh": added(hip, applied(thigh, (0.0, -0.45 * FEMUR_CM, 0.8))),
        f"{half}_knee": knee,
        f"{half}_calf": added(knee, applied(shank, (0.0, -0.3 * SHANK_CM, -1.4))),
        f"{half}_ankle": ankle,
        **{f"{half}_{name}": added(ankle, applied(foot, place)) for name, place in _FOOT.items()},
    }


def _arm(bends: Pose, half: Half) -> dict[str, Vector]:
    out = _OUTWARDS[half]
    turn = _trunk_turn(bends)
    upper = times(
        turn,
        rotation("x", -bends[f"{half}_shoulder_flexion"]),
        rotation("z", out * bends[f"{half}_shoulder_abduction"]),
        rotation("y", out * bends[f"{half}_shoulder_rotation"]),
    )
    fore = times(upper, rotation("x", -bends[f"{half}_elbow_flexion"]))
    shoulder = applied(turn, (out * HALF_SHOULDERS_CM, SPINE_CM - 1.5, 0.0))
    elbow = added(shoulder, applied(upper, (0.0, -UPPER_ARM_CM, 0.0)))
    wrist = added(elbow, applied(fore, (0.0, -FOREARM_CM, 0.0)))
    return {
        f"{half}_shoulder": shoulder,
        f"{half}_elbow": elbow,
        f"{half}_wrist": wrist,
        f"{half}_hand": added(wrist, applied(fore, (0.0, -_HAND_CM, 0.0))),
    }
