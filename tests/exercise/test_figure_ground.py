"""Nobody sinks into the floor or floats: every figure, in every pose, rests on what it lies or stands on."""

from __future__ import annotations

from typing import Final

import pytest

from levelhip.exercise.figure import scene_of
from levelhip.exercise.figure_pose import STEP_CM
from levelhip.exercise.figure_room import boxes
from levelhip.exercise.figure_scene import Scene
from levelhip.exercise.figure_shape import HAIR, HEAD, NECK, TRUNK, arm, leg
from levelhip.exercise.figure_skeleton import OTHER, WORKING, skeleton
from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.vectors import distance

KEYS: Final = exercise_keys()
SHARES: Final = [step / 20 for step in range(21)]
WITHIN_CM: Final = 1.0
JUMPS: Final = {"jump_landing"}
CHAINS: Final = [*TRUNK, *NECK, *HEAD, *HAIR, *(c for half in (WORKING, OTHER) for c in (*arm(half), *leg(half)))]
FLESH: Final = {name: radius for chain in CHAINS for name, radius in chain}


def scene(key: str) -> Scene:
    return scene_of(load_exercise(key), "right")


def above_cm(scene: Scene, share: float) -> dict[str, float]:
    """How far the skin at each point of the body is above what is under it: a box, or the ground."""
    body = scene.points(share)
    step = [box for box in boxes(scene) if box.top == STEP_CM]
    gaps = {}
    for name, radius in FLESH.items():
        x, y, z = body[name]
        on = any(box.left < x < box.right and box.back < z < box.front for box in step)
        gaps[name] = y - radius - (STEP_CM if on else 0.0)
    return gaps


@pytest.mark.parametrize("key", KEYS)
def test_nothing_goes_through_the_floor(key: str) -> None:
    for share in SHARES:
        name, gap_cm = min(above_cm(scene(key), share).items(), key=lambda each: each[1])
        assert gap_cm >= -WITHIN_CM, (name, share)


@pytest.mark.parametrize("key", KEYS)
def test_something_always_touches_the_floor(key: str) -> None:
    touching = [share for share in SHARES if min(above_cm(scene(key), share).values()) <= WITHIN_CM]
    if key in JUMPS:
        assert touching[0] == 0.0
        assert touching[-1] < 1.0
    else:
        assert touching == SHARES


@pytest.mark.parametrize("key", [key for key in KEYS if load_exercise(key).position == "standing" and key not in JUMPS])
def test_the_foot_that_stands_stays_flat_where_it_is(key: str) -> None:
    drawn = scene(key)
    half = drawn.figure.stands_on
    for share in SHARES:
        body = drawn.points(share)
        assert body[f"{half}_ankle"] == pytest.approx(drawn.points(0.0)[f"{half}_ankle"])
        assert abs(above_cm(drawn, share)[f"{half}_heel"]) < WITHIN_CM
        assert abs(above_cm(drawn, share)[f"{half}_toe"]) < WITHIN_CM


@pytest.mark.parametrize("key", ["bridge", "supine_isometric_abduction"])
def test_lying_on_the_back_both_feet_stay_where_they_are(key: str) -> None:
    rest = scene(key).points(0.0)
    for share in SHARES:
        body = scene(key).points(share)
        for half in (WORKING, OTHER):
            assert distance(body[f"{half}_ankle"], rest[f"{half}_ankle"]) < 1.5
            assert distance(body[f"{half}_toe"], rest[f"{half}_toe"]) < 2.0


@pytest.mark.parametrize("key", ["clamshell", "banded_clamshell"])
def test_the_feet_of_the_clamshell_stay_together(key: str) -> None:
    rest = scene(key).points(0.0)
    for share in SHARES:
        body = scene(key).points(share)
        assert distance(body["working_ankle"], rest["working_ankle"]) < 1.5
    assert body["working_knee"][1] > rest["working_knee"][1] + 15


@pytest.mark.parametrize("key", ["side_plank", "side_plank_with_abduction"])
def test_a_side_plank_stays_on_elbow_and_foot(key: str) -> None:
    rest, top = scene(key).points(0.0), scene(key).points(1.0)
    for share in SHARES:
        body, gaps = scene(key).points(share), above_cm(scene(key), share)
        assert abs(gaps["working_elbow"]) < WITHIN_CM
        assert abs(gaps["working_ankle"]) < 2 * WITHIN_CM
        assert distance(body["working_ankle"], rest["working_ankle"]) < 4.0
    assert top["pelvis"][1] > rest["pelvis"][1] + 10


@pytest.mark.parametrize(
    "key",
    [key for key in KEYS if "support" in load_exercise(key).figure.props],
)
def test_the_hand_stays_where_it_holds_on(key: str) -> None:
    held = scene(key).points(0.0)["other_hand"]
    for share in SHARES:
        assert distance(scene(key).points(share)["other_hand"], held) < 2.5


def test_a_step_lifts_who_stands_on_it() -> None:
    on_floor, on_step = skeleton("standing", {}, "working"), skeleton("standing", {}, "working", STEP_CM)
    for name, point in on_floor.items():
        assert on_step[name] == pytest.approx((point[0], point[1] + STEP_CM, point[2]))
    assert on_step["working_ankle"][0] < 0 < skeleton("standing", {}, "other")["other_ankle"][0]


def test_a_jump_rises_and_a_tilt_lowers_one_side_of_the_pelvis() -> None:
    assert skeleton("standing", {"body_rise_cm": 12})["head"][1] == pytest.approx(
        skeleton("standing", {})["head"][1] + 12
    )
    tilted = skeleton("standing", {"body_side": -10}, "working")
    assert tilted["other_hip"][1] < tilted["working_hip"][1] - 2
    upright = skeleton("standing", {"body_side": -10, "trunk_side": 10}, "working")
    assert upright["shoulders"][0] == pytest.approx(upright["pelvis"][0])
