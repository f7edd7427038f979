"""The belt helper's two answers: how long the loop is, and what a press loads. Mechanics: `biomechanics`.

Where the sex is not told, the segments of both are computed and the span between them is given: unknown is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

from levelhip.exercise.biomechanics import (
    CAREFULLY,
    MUSCLE_AT_DEG,
    TYPICALLY,
    USUAL_HIP_SEPARATION_M,
    ForceInterval,
    belt_angle_deg,
    belt_angle_sd_deg,
    gluteus_medius_force_n,
    hip_abduction_moment_nm,
    knee_varus_moment_nm,
    lift_off_force_n,
    loop_length_m,
)
from levelhip.exercise.leg_weight import (
    SEGMENTS_ERROR,
    SEGMENTS_WORST_ERROR,
    WEIGHED_ERROR,
    LegWeight,
    Sex,
    leg_weight,
    thigh_length_m,
    weighed_leg_moment_nm,
)

Place = Literal["ankles", "knees"]
"""Where the belt lies: round both ankles, or just above both knees."""

WANTED_DEG: Final = (10.0, 20.0)
"""Angles of the leg at which the belt should be tight (convention)."""
ABOVE_KNEE_M: Final = 0.05
"""How far above the knees a belt lies there (convention)."""
USUAL_NET_FORCE_N: Final = 40.0
"""The press that is shown where none is told: the upper end of a gentle one."""


@dataclass(frozen=True, slots=True)
class Legs:
    """A person's legs, in m. `hip_separation_m` None: not measured, the usual one is taken and the error grows."""

    leg_length_m: float
    ankle_circumference_m: float
    hip_separation_m: float | None = None

    @property
    def hips_m(self) -> float:
        """The distance of the hips' centres that is computed with."""
        return USUAL_HIP_SEPARATION_M if self.hip_separation_m is None else self.hip_separation_m


@dataclass(frozen=True, slots=True)
class BeltFit:
    """A loop and the angle at which it is tight. `sd_deg`: standard deviation of the angle."""

    loop_m: float
    abduction_deg: float
    sd_deg: float
    apart_m: float
    """Between the ankles' centres."""

    @property
    def verdict(self) -> Literal["short", "good", "long"]:
        """Whether the loop is tight where it should be."""
        least, most = WANTED_DEG
        return "short" if self.abduction_deg < least else "long" if self.abduction_deg > most else "good"


class Span(NamedTuple):
    """From where to where a value lies."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BeltLoad:
    """What a press does at one angle with the belt at one place. Spans: over what is not told.

    `muscle_n` None: nothing can be said at this angle, or with the belt at this place. `error_share`: of `hip_nm`, and
    `worst_error_share` in the worst case.
    """

    place: Place
    net_force_n: float
    abduction_deg: float
    hip_nm: Span
    hip_nm_per_kg: Span
    leg_alone_nm: Span
    knee_nm: Span
    knee_nm_per_kg: Span
    lift_off_n: Span
    muscle_n: ForceInterval | None
    error_share: float
    worst_error_share: float


def fit_of_loop(legs: Legs, loop_m: float) -> BeltFit:
    """Find the angle at which the loop is tight. Raises ValueError where there is none, and on what no body has."""
    return _fit(legs, loop_m, belt_angle_deg(loop_m, legs.ankle_circumference_m, legs.leg_length_m, legs.hips_m))


def fit_of_angle(legs: Legs, abduction_deg: float) -> BeltFit:
    """Find the loop that is tight at an angle. Raises ValueError on what no body has."""
    loop_m = loop_length_m(abduction_deg, legs.ankle_circumference_m, legs.leg_length_m, legs.hips_m)
    return _fit(legs, loop_m, abduction_deg)


def belt_load(
    legs: Legs,
    body_mass_kg: float,
    sex: Sex | None,
    net_force_n: float,
    abduction_deg: float,
    place: Place = "ankles",
    scale_force_n: float | None = None,
) -> BeltLoad:
    """Compute what `net_force_n` at the belt's place loads. `scale_force_n`: of the weighed leg, None: not weighed.

    Raises ValueError on what no body has.
    """
    if place not in get_args(Place):
        raise ValueError(f"place: {' or '.join(get_args(Place))} is wanted, not {place!r}")
    sexes: tuple[Sex, ...] = get_args(Sex) if sex is None else (sex,)
    rows = [_one(legs, body_mass_kg, each, net_force_n, abduction_deg, place, scale_force_n) for each in sexes]
    hip, leg, knee, lift_off = (Span(min(column), max(column)) for column in zip(*rows, strict=True))
    muscle = None
    if place == "ankles" and abduction_deg <= MUSCLE_AT_DEG[-1]:  # elsewhere nobody computed it
        least, most = (gluteus_medius_force_n(moment, abduction_deg) for moment in hip)
        muscle = ForceInterval(least.low_n, most.high_n)
    weighed = scale_force_n is not None
    return BeltLoad(
        place=place,
        net_force_n=net_force_n,
        abduction_deg=abduction_deg,
        hip_nm=hip,
        hip_nm_per_kg=Span(hip.low / body_mass_kg, hip.high / body_mass_kg),
        leg_alone_nm=leg,
        knee_nm=knee,
        knee_nm_per_kg=Span(knee.low / body_mass_kg, knee.high / body_mass_kg),
        lift_off_n=lift_off,
        muscle_n=muscle,
        error_share=WEIGHED_ERROR if weighed else SEGMENTS_ERROR,
        worst_error_share=WEIGHED_ERROR if weighed else SEGMENTS_WORST_ERROR,
    )


def _fit(legs: Legs, loop_m: float, abduction_deg: float) -> BeltFit:
    measures = (legs.ankle_circumference_m, legs.leg_length_m, legs.hips_m)
    errors = TYPICALLY if legs.hip_separation_m is None else CAREFULLY
    sd_deg = belt_angle_sd_deg(abduction_deg, *measures, errors)
    return BeltFit(loop_m, abduction_deg, sd_deg, (loop_m - legs.ankle_circumference_m) / 2)


def _one(
    legs: Legs,
    body_mass_kg: float,
    sex: Sex,
    net_force_n: float,
    abduction_deg: float,
    place: Place,
    scale_force_n: float | None,
) -> tuple[float, float, float, float]:
    """Moment at the hip, of it the leg's, moment at the knee (Nm); lift-off force (N)."""
    length_m, hips_m = legs.leg_length_m, legs.hips_m
    thigh_m = thigh_length_m(length_m, sex)
    weight = _weight(body_mass_kg, length_m, sex, scale_force_n)
    at_m = None if place == "ankles" else thigh_m - ABOVE_KNEE_M
    about_hip, about_knee = weight.about_hip_nm, weight.about_knee_nm
    hip = hip_abduction_moment_nm(net_force_n, abduction_deg, length_m, hips_m, about_hip, belt_at_m=at_m)
    alone = hip_abduction_moment_nm(0.0, abduction_deg, length_m, hips_m, about_hip)
    knee = knee_varus_moment_nm(net_force_n, abduction_deg, length_m, hips_m, thigh_m, about_knee, belt_at_m=at_m)
    return hip, alone, knee, lift_off_force_n(abduction_deg, length_m, hips_m, about_hip, belt_at_m=at_m)


def _weight(body_mass_kg: float, leg_length_m: float, sex: Sex, scale_force_n: float | None) -> LegWeight:
    """The leg by its segments; weighed as a whole, where it was, with the part below the knee in proportion."""
    segments = leg_weight(body_mass_kg, leg_length_m, sex)
    if scale_force_n is None:
        return segments
    weighed_nm = weighed_leg_moment_nm(scale_force_n, leg_length_m)
    return LegWeight(weighed_nm, segments.about_knee_nm * weighed_nm / segments.about_hip_nm)
