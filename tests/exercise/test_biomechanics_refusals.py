"""What the mechanics refuse: loops that are never tight, angles beyond the models, and bodies that are none."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise import biomechanics as bio
from levelhip.exercise.belt_load import Legs, belt_load
from tests.exercise.bodies import ANKLES, HIPS, LEGS

OUTSIDE: Final[list[Any]] = [math.nan, math.inf, -math.inf, -1.0, 1e9, None, "0.8", True]

CALLS: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    "angle": (bio.belt_angle_deg, [0.9, 0.24, 0.88, 0.16]),
    "loop": (bio.loop_length_m, [15.0, 0.24, 0.88, 0.16]),
    "apart": (bio.ankle_distance_m, [15.0, 0.88, 0.16]),
    "spread": (bio.belt_angle_sd_deg, [15.0, 0.24, 0.88, 0.16]),
    "hip": (bio.hip_abduction_moment_nm, [40.0, 15.0, 0.88, 0.16, 45.0]),
    "knee": (bio.knee_varus_moment_nm, [40.0, 15.0, 0.88, 0.16, 0.42, 9.0]),
    "lift-off": (bio.lift_off_force_n, [15.0, 0.88, 0.16, 45.0]),
    "muscle": (bio.gluteus_medius_force_n, [80.0, 15.0]),
    "leg": (bio.leg_weight, [70.0, 0.88]),
    "weighed": (bio.weighed_leg_moment_nm, [50.0, 0.88]),
    "thigh": (bio.thigh_length_m, [0.88]),
}


@given(ANKLES, LEGS, HIPS, st.floats(0, 1))
def test_a_loop_that_is_too_short_has_no_answer(ankle: float, leg: float, hips: float, share: float) -> None:
    shortest = 2 * hips + ankle
    loop = 0.2 + (shortest - 0.2) * share
    if loop > shortest - 1e-6:
        return
    with pytest.raises(ValueError, match="too short") as caught:
        bio.belt_angle_deg(loop, ankle, leg, hips)
    assert "\n" not in str(caught.value)


def test_a_loop_that_is_too_long_has_no_answer() -> None:
    with pytest.raises(ValueError, match=r"too long: beyond .* slack at every angle"):
        bio.belt_angle_deg(3.9, 0.24, 0.88, 0.16)


def test_a_level_leg_and_an_upright_one_have_their_loop() -> None:
    assert bio.belt_angle_deg(2 * 0.16 + 0.24, 0.24, 0.88, 0.16) == pytest.approx(0, abs=1e-9)
    assert bio.belt_angle_deg(bio.loop_length_m(90, 0.24, 0.88, 0.16), 0.24, 0.88, 0.16) == pytest.approx(90)


def test_beyond_thirty_degrees_nothing_is_said_of_the_muscle() -> None:
    with pytest.raises(ValueError, match="up to 30 deg"):
        bio.gluteus_medius_force_n(80, 30.1)
    assert belt_load(Legs(0.88, 0.24), 70, "male", 40, 31).muscle_n is None


@pytest.mark.parametrize("value", OUTSIDE, ids=str)
@pytest.mark.parametrize("name", CALLS)
def test_what_no_body_has_is_refused_in_one_line(name: str, value: Any) -> None:  # noqa: ANN401 - whatever comes
    function, right = CALLS[name]
    last = ("female",) if name in {"leg", "thigh"} else ()
    function(*right, *last)
    for place in range(len(right)):
        with pytest.raises(ValueError, match="wanted") as caught:
            function(*right[:place], value, *right[place + 1 :], *last)
        assert "\n" not in str(caught.value)


def test_there_are_segments_of_two_sexes_only() -> None:
    for sex in ("other", "", None):
        with pytest.raises(ValueError, match="female or male is wanted"):
            bio.leg_gravity_moment_nm(70, 0.88, sex)  # type: ignore[arg-type]


def test_a_belt_lies_on_the_leg() -> None:
    with pytest.raises(ValueError, match="beyond the ankle"):
        bio.hip_abduction_moment_nm(40, 15, 0.88, 0.16, 45, belt_at_m=0.9)
    with pytest.raises(ValueError, match="less than the leg's 0"):
        bio.knee_varus_moment_nm(40, 15, 0.88, 0.16, 0.9, 9)
    with pytest.raises(ValueError, match="ankles or knees"):
        belt_load(Legs(0.88, 0.24), 70, "male", 40, 15, "hips")  # type: ignore[arg-type]


def test_an_error_is_a_length() -> None:
    for wrong in (-0.01, math.nan, math.inf):
        with pytest.raises(ValueError, match="standard deviations in m"):
            bio.belt_angle_sd_deg(15, 0.24, 0.88, 0.16, bio.MeasureErrors(wrong, 0, 0, 0))
