"""What the belt does to the legs: moments at hip and knee, the bottom leg, the muscle. Derived in docs/mechanics.md.

Names as in `belt_geometry`; F is the net force on the ankle, along the line between the ankles. All SI, angles in deg.
Every function raises ValueError in one line on what no body has.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final, Literal, NamedTuple, get_args

from levelhip.exercise.belt_geometry import (
    CAREFULLY,
    TYPICALLY,
    USUAL_HIP_SEPARATION_M,
    MeasureErrors,
    ankle_distance_m,
    belt_angle_deg,
    belt_angle_sd_deg,
    loop_length_m,
)
from levelhip.exercise.leg_weight import (
    LegWeight,
    Sex,
    leg_gravity_moment_nm,
    leg_weight,
    thigh_length_m,
    weighed_leg_moment_nm,
)
from levelhip.exercise.plausible import plausible

__all__ = (
    "CAREFULLY", "TYPICALLY", "USUAL_HIP_SEPARATION_M", "ForceInterval", "LegWeight", "MeasureErrors", "Rigging", "Sex",
    "ankle_distance_m", "belt_angle_deg", "belt_angle_sd_deg", "gluteus_medius_force_n", "hip_abduction_moment_nm",
    "knee_varus_moment_nm", "leg_gravity_moment_nm", "leg_weight", "lift_off_force_n", "loop_length_m",
    "net_force_from_tension_n", "thigh_length_m", "weighed_leg_moment_nm",
)  # fmt: skip

Rigging = Literal["strand", "inline"]
LOOP_FACTOR: Final[dict[Rigging, float]] = {"strand": 2.0, "inline": 1.0}
"""What the ankle feels, in readings of the gauge: in one strand of a closed loop two, between two cuffs one."""

MUSCLE_AT_DEG: Final = (0.0, 10.0, 20.0, 30.0)
MUSCLE_LOW_N_PER_NM: Final = (12.3, 10.9, 9.6, 7.7)
MUSCLE_HIGH_N_PER_NM: Final = (17.7, 16.2, 16.3, 16.0)
"""Gluteus medius force a Nm of hip moment at these angles, 5th and 95th percentile over musculoskeletal models."""


class ForceInterval(NamedTuple):
    """From where to where a force lies, in N. There is no single number in between to be told."""

    low_n: float
    high_n: float


def net_force_from_tension_n(tension_n: float, rigging: Rigging) -> float:
    """Return the net force on the ankle from what a gauge reads, in N.

    `rigging`: "strand", the gauge in one strand of a closed loop, both strands carrying the same (friction breaks it);
    "inline", between two cuffs or to an anchor. It has no default: it cannot be guessed.
    """
    plausible(tension_n=tension_n)
    if rigging not in get_args(Rigging):
        raise ValueError(f"rigging: {' or '.join(get_args(Rigging))} is wanted, not {rigging!r}")
    return LOOP_FACTOR[rigging] * tension_n


def hip_abduction_moment_nm(
    net_force_n: float,
    abduction_deg: float,
    leg_length_m: float,
    hip_separation_m: float,
    leg_gravity_moment_nm: float,
    *,
    belt_at_m: float | None = None,
) -> float:
    """Return the moment the top hip's abductors hold, in Nm: that of the belt and that of the leg's weight.

    M = F L (L sin theta + w cos theta) / d + M_leg cos theta. `belt_at_m`: from the hip to the belt, on both legs
    alike; None: at the ankles. `leg_gravity_moment_nm`: of the level leg.
    """
    plausible(abduction_deg=abduction_deg, hip_separation_m=hip_separation_m)
    plausible(net_force_n=net_force_n, leg_gravity_moment_nm=leg_gravity_moment_nm)
    arm_m = _arm_m(abduction_deg, _lever_m(leg_length_m, belt_at_m), hip_separation_m)
    return net_force_n * arm_m + leg_gravity_moment_nm * math.cos(math.radians(abduction_deg))


def knee_varus_moment_nm(
    net_force_n: float,
    abduction_deg: float,
    leg_length_m: float,
    hip_separation_m: float,
    thigh_length_m: float,
    lower_leg_gravity_moment_nm: float,
    *,
    belt_at_m: float | None = None,
) -> float:
    """Return the moment that bends the top knee sideways, inwards below (varus), in Nm. The belt adds none above it.

    F across the leg is F (L sin theta + w cos theta) / d; its arm is what lies between knee and belt.
    `lower_leg_gravity_moment_nm`: of the level shank and foot about the knee.
    """
    plausible(abduction_deg=abduction_deg, hip_separation_m=hip_separation_m)
    plausible(net_force_n=net_force_n, lower_leg_gravity_moment_nm=lower_leg_gravity_moment_nm)
    plausible(thigh_length_m=thigh_length_m)
    lever_m = _lever_m(leg_length_m, belt_at_m)
    if not thigh_length_m < leg_length_m:
        raise ValueError(f"thigh_length_m: less than the leg's {leg_length_m:g} m is wanted, not {thigh_length_m!r}")
    across_n = net_force_n * _arm_m(abduction_deg, lever_m, hip_separation_m) / lever_m
    weight_nm = lower_leg_gravity_moment_nm * math.cos(math.radians(abduction_deg))
    return across_n * max(0.0, lever_m - thigh_length_m) + weight_nm


def lift_off_force_n(
    abduction_deg: float,
    leg_length_m: float,
    hip_separation_m: float,
    leg_gravity_moment_nm: float,
    *,
    belt_at_m: float | None = None,
) -> float:
    """Return the net force above which the belt lifts the bottom leg, unless its own abductors press down, in N.

    F = M_leg d / (L (w + L sin theta)): from there on both hips work.
    """
    plausible(abduction_deg=abduction_deg, hip_separation_m=hip_separation_m)
    plausible(leg_gravity_moment_nm=leg_gravity_moment_nm)
    lever_m = _lever_m(leg_length_m, belt_at_m)
    up_m = hip_separation_m + lever_m * math.sin(math.radians(abduction_deg))
    return leg_gravity_moment_nm * _apart_m(abduction_deg, lever_m, hip_separation_m) / (lever_m * up_m)


def gluteus_medius_force_n(hip_moment_nm: float, abduction_deg: float) -> ForceInterval:
    """Return between which forces gluteus medius works at this moment, in N: 5th to 95th percentile over models.

    Only from 0 to 30 deg: beyond, the models part; then ValueError. A study informed by EMG (Collings 2023, unverified)
    finds about half of it. It is no activation, and no single number.
    """
    plausible(hip_moment_nm=hip_moment_nm, abduction_deg=abduction_deg)
    if abduction_deg > MUSCLE_AT_DEG[-1]:
        raise ValueError(f"abduction_deg: up to {MUSCLE_AT_DEG[-1]:g} deg is wanted; beyond, the models part company")
    low, high = (_between(abduction_deg, row) for row in (MUSCLE_LOW_N_PER_NM, MUSCLE_HIGH_N_PER_NM))
    return ForceInterval(low * hip_moment_nm, high * hip_moment_nm)


def _between(abduction_deg: float, row: tuple[float, ...]) -> float:
    """The row at this angle, straight between its entries."""
    steps = zip(pairwise(MUSCLE_AT_DEG), pairwise(row), strict=True)
    (start, end), (first, last) = next(step for step in steps if abduction_deg <= step[0][1])
    return first + (last - first) * (abduction_deg - start) / (end - start)


def _lever_m(leg_length_m: float, belt_at_m: float | None) -> float:
    plausible(leg_length_m=leg_length_m)
    if belt_at_m is None:
        return leg_length_m
    plausible(belt_at_m=belt_at_m)
    if belt_at_m > leg_length_m:
        raise ValueError(f"belt_at_m: {belt_at_m:g} m is beyond the ankle, {leg_length_m:g} m from the hip")
    return belt_at_m


def _arm_m(abduction_deg: float, lever_m: float, hip_separation_m: float) -> float:
    """The belt's arm about the hip, m: how fast it would lengthen with the angle, d' of theta."""
    angle_rad = math.radians(abduction_deg)
    across_m = lever_m * math.sin(angle_rad) + hip_separation_m * math.cos(angle_rad)
    return lever_m * across_m / _apart_m(abduction_deg, lever_m, hip_separation_m)


def _apart_m(abduction_deg: float, lever_m: float, hip_separation_m: float) -> float:
    """How far apart the two points of the legs are, m. Above the knees the lever is shorter than any leg."""
    angle_rad = math.radians(abduction_deg)
    return math.hypot(lever_m - lever_m * math.cos(angle_rad), hip_separation_m + lever_m * math.sin(angle_rad))
