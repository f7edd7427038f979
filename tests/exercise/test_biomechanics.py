"""The belt's mechanics against bodies solved numerically, their laws, and the ranges found with the models."""

from __future__ import annotations

import math
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from levelhip.exercise import biomechanics as bio
from levelhip.exercise.biomechanics import Sex
from levelhip.exercise.leg_weight import GRAVITY_M_S2
from tests.exercise.bodies import ANGLES, ANKLES, FORCES, HIPS, LEGS, MASSES, SEXES

PEOPLE: Final[list[tuple[Sex, float, float]]] = [
    ("female", 62.0, 0.80), ("male", 76.0, 0.88), ("male", 75.3, 0.85), ("male", 80.0, 0.90), ("female", 75.0, 0.78),
]  # fmt: skip


# -- an independent body: two bars on hinges, forces on points ---------------------------------------------------------


def points(angle_deg: float, lever_m: float, hips_m: float) -> tuple[complex, complex, complex]:
    """The top hip, the belt's end on the top leg and on the bottom leg; the bottom hip is 0, feet at the right."""
    return (
        1j * hips_m,
        1j * hips_m + lever_m * complex(math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))),
        lever_m + 0j,
    )


def turning(about: complex, at: complex, force: complex) -> float:
    """The moment of a force at a point, counter-clockwise."""
    arm = at - about
    return arm.real * force.imag - arm.imag * force.real


def pull(net_n: float, top: complex, bottom: complex) -> complex:
    """What the belt does to the top leg."""
    return net_n * (bottom - top) / abs(bottom - top)


def bar_moment(angle_deg: float, weight_nm: float) -> float:
    """A weight that has `weight_nm` about the hinge of the level bar, hung at 1 m."""
    return turning(0, complex(math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))), -1j * weight_nm)


def tight_angle_deg(loop_m: float, ankle_m: float, leg_m: float, hips_m: float) -> float:
    """The angle at which the way round both ankles is the loop's, by halving."""
    low, high = 0.0, 90.0
    for _ in range(80):
        middle = (low + high) / 2
        _, top, bottom = points(middle, leg_m, hips_m)
        low, high = (middle, high) if 2 * abs(top - bottom) + ankle_m < loop_m else (low, middle)
    return low


# -- forms against forces ----------------------------------------------------------------------------------------------


@given(FORCES, ANGLES, LEGS, HIPS, st.floats(0, 100), st.floats(0.4, 1.0))
def test_the_hips_moment_keeps_the_leg_still(
    net: float, angle: float, leg: float, hips: float, weight: float, share: float
) -> None:
    hip, top, bottom = points(angle, share * leg, hips)
    wanted = -turning(hip, top, pull(net, top, bottom)) - bar_moment(angle, weight)
    found = bio.hip_abduction_moment_nm(net, angle, leg, hips, weight, belt_at_m=share * leg)
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(FORCES, ANGLES, LEGS, HIPS, st.floats(0.2, 0.8), st.floats(0, 30))
def test_the_knees_moment_keeps_the_lower_leg_still(
    net: float, angle: float, leg: float, hips: float, share: float, weight: float
) -> None:
    hip, top, bottom = points(angle, leg, hips)
    knee = hip + share * (top - hip)
    wanted = -turning(knee, top, pull(net, top, bottom)) - bar_moment(angle, weight)
    found = bio.knee_varus_moment_nm(net, angle, leg, hips, share * leg, weight)
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(FORCES, ANGLES, LEGS, HIPS, st.floats(0, 30), st.floats(0.3, 0.99))
def test_a_belt_above_the_knee_loads_it_with_nothing(
    net: float, angle: float, leg: float, hips: float, weight: float, share: float
) -> None:
    thigh = 0.48 * leg
    loaded = bio.knee_varus_moment_nm(net, angle, leg, hips, thigh, weight, belt_at_m=share * thigh)
    assert loaded == bio.knee_varus_moment_nm(0, angle, leg, hips, thigh, weight)


@given(ANGLES, LEGS, HIPS, st.floats(1, 100))
def test_at_the_lift_off_force_the_bottom_leg_is_just_carried(
    angle: float, leg: float, hips: float, weight: float
) -> None:
    _, top, bottom = points(angle, leg, hips)
    net = bio.lift_off_force_n(angle, leg, hips, weight)
    assert turning(0, bottom, -pull(net, top, bottom)) == pytest.approx(weight)


@given(ANGLES, ANKLES, LEGS, HIPS)
def test_the_tight_loop_is_found_by_halving_too(angle: float, ankle: float, leg: float, hips: float) -> None:
    loop = bio.loop_length_m(angle, ankle, leg, hips)
    assert bio.belt_angle_deg(loop, ankle, leg, hips) == pytest.approx(
        tight_angle_deg(loop, ankle, leg, hips), abs=1e-6
    )


# -- laws --------------------------------------------------------------------------------------------------------------


@given(ANGLES, ANKLES, LEGS, HIPS)
def test_loop_and_angle_are_each_others_inverse(angle: float, ankle: float, leg: float, hips: float) -> None:
    loop = bio.loop_length_m(angle, ankle, leg, hips)
    back = bio.belt_angle_deg(loop, ankle, leg, hips)
    assert math.isclose(bio.loop_length_m(back, ankle, leg, hips), loop, abs_tol=1e-9)
    assert math.isclose(back, angle, abs_tol=1e-9)


@given(ANGLES, ANGLES, ANKLES, LEGS, HIPS)
def test_a_longer_loop_is_tight_higher(one: float, other: float, ankle: float, leg: float, hips: float) -> None:
    low, high = sorted((one, other))
    assume(high - low > 1e-6)
    assert bio.loop_length_m(low, ankle, leg, hips) < bio.loop_length_m(high, ankle, leg, hips)


@given(FORCES, st.floats(0.1, 50), ANGLES, LEGS, HIPS, st.floats(0, 100))
def test_pressing_harder_loads_more_and_in_proportion(
    net: float, more: float, angle: float, leg: float, hips: float, weight: float
) -> None:
    alone, once, twice = (
        bio.hip_abduction_moment_nm(force, angle, leg, hips, weight) for force in (0.0, net + more, 2 * (net + more))
    )
    assert alone < once
    assert twice - alone == pytest.approx(2 * (once - alone))
    assert alone == pytest.approx(weight * math.cos(math.radians(angle)), abs=1e-9)


@given(FORCES, ANGLES, LEGS, HIPS)
def test_the_belts_arm_is_how_fast_it_would_lengthen(net: float, angle: float, leg: float, hips: float) -> None:
    """Virtual work, and so it does not matter which leg is which: seen from the other hip the work is the same."""
    assume(0.01 < angle < 89.99)
    near = [bio.ankle_distance_m(angle + step, leg, hips) for step in (-1e-3, 1e-3)]
    slope = (near[1] - near[0]) / math.radians(2e-3)
    assert bio.hip_abduction_moment_nm(net, angle, leg, hips, 0) == pytest.approx(net * slope, rel=1e-5, abs=1e-6)


@given(MASSES, LEGS, SEXES)
def test_the_legs_weight_grows_with_mass_and_length(mass: float, leg: float, sex: Sex) -> None:
    moment = bio.leg_gravity_moment_nm(mass, leg, sex)
    assert bio.leg_gravity_moment_nm(2 * mass, leg, sex) == pytest.approx(2 * moment)
    assert bio.leg_gravity_moment_nm(mass, leg * 1.1, sex) == pytest.approx(1.1 * moment)
    assert 0 < bio.leg_weight(mass, leg, sex).about_knee_nm < moment


@given(st.floats(0, 300), st.floats(0, 30), st.floats(0.01, 100))
def test_the_muscles_force_is_an_interval_that_grows(moment: float, angle: float, more: float) -> None:
    low, high = bio.gluteus_medius_force_n(moment, angle)
    assert 0 <= low <= high
    assert low < high or moment == 0
    assert bio.gluteus_medius_force_n(moment + more, angle).low_n > low


@given(ANGLES, ANKLES, LEGS, HIPS)
def test_the_angles_error_is_that_of_small_changes(angle: float, ankle: float, leg: float, hips: float) -> None:
    """First order: each measure changed by a hair, one after the other."""
    assume(2 < angle < 80)
    measures = [bio.loop_length_m(angle, ankle, leg, hips), ankle, leg, hips]
    hair = 1e-6
    steps = [bio.belt_angle_deg(*(each + hair * (i == j) for j, each in enumerate(measures))) - angle for i in range(4)]
    errors = bio.MeasureErrors(0.02, 0.01, 0.03, 0.04)
    wanted = math.hypot(*(step / hair * error for step, error in zip(steps, errors, strict=True)))
    assert bio.belt_angle_sd_deg(angle, ankle, leg, hips, errors) == pytest.approx(wanted, rel=1e-3)


# -- the ranges of the models ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sex", "mass", "leg"), PEOPLE)
def test_the_figures_found_with_the_models(sex: Sex, mass: float, leg: float) -> None:
    weight = bio.leg_weight(mass, leg, sex)
    moment = bio.leg_gravity_moment_nm(mass, leg, sex)
    assert 0.54 <= moment / mass <= 0.66
    for angle in (10.0, 15.0, 20.0):
        assert 43 <= bio.lift_off_force_n(angle, leg, 0.16, moment) <= 63
    thigh = bio.thigh_length_m(leg, sex)
    varus = [bio.knee_varus_moment_nm(net, 15, leg, 0.16, thigh, weight.about_knee_nm) / mass for net in (0, 100)]
    assert 0.13 <= varus[0] <= 0.155
    assert 0.68 <= varus[1] <= 0.84


def test_the_error_of_the_angle_measured_carefully_and_typically() -> None:
    at = (15.0, 0.24, 0.85, 0.16)
    assert bio.belt_angle_sd_deg(*at) == pytest.approx(2.2, abs=0.1)
    assert bio.belt_angle_sd_deg(*at, bio.TYPICALLY) == pytest.approx(4.3, abs=0.1)
    loop = bio.loop_length_m(*at)
    wrong = bio.belt_angle_deg(loop, 0.24, 0.85, 0.19)
    assert 2.0 <= 15.0 - wrong <= 2.4


@pytest.mark.parametrize(
    ("angle", "low", "high"), [(0, 12.3, 17.7), (10, 10.9, 16.2), (15, 10.25, 16.25), (20, 9.6, 16.3), (30, 7.7, 16)]
)
def test_the_muscles_interval_a_newton_metre(angle: float, low: float, high: float) -> None:
    assert bio.gluteus_medius_force_n(1.0, angle) == pytest.approx((low, high))


def test_the_usual_short_cuts_are_wrong() -> None:
    """2 asin(gap / 2 L), with the gap between the centres: 10 to 14 degrees off."""
    for leg, hips in ((0.80, 0.155), (0.88, 0.167)):
        gap = bio.ankle_distance_m(15, leg, hips)
        assert 10 <= math.degrees(2 * math.asin(gap / 2 / leg)) - 15 <= 14


def test_a_weighed_leg() -> None:
    assert bio.weighed_leg_moment_nm(50, 0.88) == pytest.approx(44)
    assert bio.weighed_leg_moment_nm(0, 0.88) == 0


def test_a_gauge_in_one_strand_reads_half() -> None:
    assert bio.net_force_from_tension_n(20, "strand") == 40
    assert bio.net_force_from_tension_n(20, "inline") == 20
    with pytest.raises(TypeError):
        bio.net_force_from_tension_n(20)  # type: ignore[call-arg] # it cannot be guessed
    with pytest.raises(ValueError, match="strand or inline"):
        bio.net_force_from_tension_n(20, "loop")  # type: ignore[arg-type]


def test_the_foot_hardly_matters() -> None:
    """Said in `FOOT_BEYOND`: were it twice as far, about 1 %."""
    for sex, foot in (("female", 0.0129), ("male", 0.0137)):
        more = foot * 0.06 * 0.85 * GRAVITY_M_S2
        assert more / bio.leg_gravity_moment_nm(20, 0.85, sex) * 20 < 0.015  # type: ignore[arg-type]
