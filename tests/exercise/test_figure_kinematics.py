"""From joint angles to points: forward kinematics against plain trigonometry, and a body that stays in one piece."""

from __future__ import annotations

import math
from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.figure_pose import (
    FEMUR_CM,
    FOREARM_CM,
    HALF_PELVIS_CM,
    JOINTS,
    SHANK_CM,
    UPPER_ARM_CM,
    Figure,
)
from levelhip.exercise.figure_skeleton import Skeleton, skeleton
from levelhip.exercise.protocol import Position
from levelhip.exercise.vectors import applied, distance, rotation, times

LENGTHS: Final = [("hip", "knee", FEMUR_CM), ("knee", "ankle", SHANK_CM), ("shoulder", "elbow", UPPER_ARM_CM)]
POSITIONS: Final[tuple[Position, ...]] = get_args(Position)
ONE_SIDED: Final = {"body_side", "trunk_roll", "trunk_side", "neck_side"}
POSES: Final = st.fixed_dictionaries({}, optional={name: st.floats(*limits) for name, limits in JOINTS.items()})


def from_hip(body: Skeleton, name: str) -> tuple[float, float, float]:
    hip, point = body["working_hip"], body[f"working_{name}"]
    return point[0] - hip[0], point[1] - hip[1], point[2] - hip[2]


@pytest.mark.parametrize("angle", [-30, 0, 16, 60])
def test_abduction_turns_the_straight_leg_outwards(angle: float) -> None:
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    leg = FEMUR_CM + SHANK_CM
    standing = from_hip(skeleton("standing", {"working_hip_abduction": angle}), "ankle")
    assert standing == pytest.approx((-leg * sine, -leg * cosine, 0))
    lying = from_hip(skeleton("side_lying", {"working_hip_abduction": angle}), "ankle")
    assert lying == pytest.approx((-leg * cosine, leg * sine, 0))


@pytest.mark.parametrize(("hip", "knee"), [(0, 0), (50, 0), (90, 90), (30, 120)])
def test_hip_and_knee_bend_in_one_plane(hip: float, knee: float) -> None:
    body = skeleton("standing", {"working_hip_flexion": hip, "working_knee_flexion": knee})
    thigh, shank = math.radians(hip), math.radians(hip - knee)
    assert from_hip(body, "knee") == pytest.approx((0, -FEMUR_CM * math.cos(thigh), FEMUR_CM * math.sin(thigh)))
    forward = FEMUR_CM * math.sin(thigh) + SHANK_CM * math.sin(shank)
    down = FEMUR_CM * math.cos(thigh) + SHANK_CM * math.cos(shank)
    assert from_hip(body, "ankle") == pytest.approx((0, -down, forward))


def test_rotation_turns_the_toes_outwards_and_pointing_turns_them_down() -> None:
    straight, turned = skeleton("standing", {}), skeleton("standing", {"working_hip_rotation": 30})
    assert turned["working_toe"][0] < straight["working_toe"][0]
    pointed = skeleton("standing", {"working_ankle_plantarflexion": 30})
    assert pointed["working_toe"][1] < straight["working_toe"][1]


def test_an_arm_lifts_to_the_front_and_bends_at_the_elbow() -> None:
    body = skeleton("standing", {"working_shoulder_flexion": 90, "working_elbow_flexion": 90})
    shoulder, elbow, wrist = (body[f"working_{name}"] for name in ("shoulder", "elbow", "wrist"))
    assert distance(shoulder, elbow) == pytest.approx(UPPER_ARM_CM)
    assert elbow[2] - shoulder[2] == pytest.approx(UPPER_ARM_CM)
    assert wrist[1] - elbow[1] == pytest.approx(FOREARM_CM)


@given(st.sampled_from(POSITIONS), POSES)
def test_no_bone_ever_changes_its_length(position: Position, pose: dict[str, float]) -> None:
    body = skeleton(position, pose)
    for half in ("working", "other"):
        for start, end, length in LENGTHS:
            assert distance(body[f"{half}_{start}"], body[f"{half}_{end}"]) == pytest.approx(length)
    assert distance(body["working_hip"], body["other_hip"]) == pytest.approx(2 * HALF_PELVIS_CM)


@given(POSES)
def test_both_halves_bend_alike(pose: dict[str, float]) -> None:
    """Exchanging the two sides' angles mirrors the body."""
    swap = {"working": "other", "other": "working"}
    exchanged = {
        f"{swap[half]}_{rest}" if half in swap else joint: angle
        for joint, angle in pose.items()
        for half, _, rest in [joint.partition("_")]
        if joint not in ONE_SIDED
    }
    one = skeleton("standing", {joint: angle for joint, angle in pose.items() if joint not in ONE_SIDED})
    two = skeleton("standing", exchanged)
    for name in ("hip", "knee", "ankle", "toe", "elbow", "hand"):
        first = [a - b for a, b in zip(one[f"working_{name}"], one["pelvis"], strict=True)]
        second = [a - b for a, b in zip(two[f"other_{name}"], two["pelvis"], strict=True)]
        assert first == pytest.approx([-second[0], second[1], second[2]], abs=1e-9)


def test_a_pose_between_is_between() -> None:
    poses = (
        {"trunk_flexion": 0.0},
        {"trunk_flexion": 10.0, "neck_side": 4.0},
        {"trunk_flexion": 30.0, "neck_side": 4.0},
    )
    figure = Figure(0, 0, "none", ("floor",), "foot", poses)
    assert figure.pose(0.25) == {"trunk_flexion": 5, "neck_side": 2}
    assert figure.pose(0.5) == {"trunk_flexion": 10, "neck_side": 4}
    assert figure.pose(1) == figure.pose(7) == poses[2]
    assert figure.pose(-1)["trunk_flexion"] == 0


def test_rotations_are_rotations() -> None:
    turn = times(rotation("x", 30), rotation("y", -70), rotation("z", 200))
    back = times(rotation("z", -200), rotation("y", 70), rotation("x", -30))
    assert applied(back, applied(turn, (1.0, 2.0, 3.0))) == pytest.approx((1, 2, 3))
