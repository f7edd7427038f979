"""From a force at the ankle to the moment the hip's abductors held, in Nm and Nm/kg, the leg's own weight told apart.

The pull is taken to be square to the leg, to an anchor that does not move. Lying on one side the muscles lift the leg
besides: without its weight a strength would miss about half (docs/mechanics.md). Lying on the back the bed carries it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from levelhip.exercise.leg_weight import (
    SEGMENTS_ERROR,
    SEGMENTS_WORST_ERROR,
    WEIGHED_ERROR,
    Sex,
    leg_gravity_moment_nm,
    weighed_leg_moment_nm,
)
from levelhip.exercise.plausible import plausible
from levelhip.exercise.strength import Position

SEXES: Final[tuple[Sex, Sex]] = ("female", "male")
Weight = Literal["segments", "both sexes", "weighed", "carried", "not known"]
"""Where the leg's weight comes from: by the segments of one sex, or between those of both; weighed; the bed carries it;
not known, and then it is left out."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The leg that presses. None: not told.

    `lever_m`: from the hip to where the force was taken (None: at the ankle). `scale_force_n`: a strap scale at the
    ankle under the relaxed, level leg. `abduction_deg`: of the leg from level.
    """

    leg_length_m: float | None = None
    body_mass_kg: float | None = None
    sex: Sex | None = None
    lever_m: float | None = None
    scale_force_n: float | None = None
    abduction_deg: float = 0.0
    position: Position = "side_lying"

    def __post_init__(self) -> None:
        told = {
            "leg_length_m": self.leg_length_m,
            "body_mass_kg": self.body_mass_kg,
            "scale_force_n": self.scale_force_n,
            "belt_at_m": self.lever_m,
            "abduction_deg": self.abduction_deg,
        }
        plausible(**{name: value for name, value in told.items() if value is not None})
        if self.lever_m is not None and self.leg_length_m is not None and self.lever_m > self.leg_length_m:
            raise ValueError(f"lever_m: {self.lever_m:g} m is beyond the ankle, {self.leg_length_m:g} m from the hip")

    @property
    def arm_m(self) -> float | None:
        """From the hip to where the force was taken, m."""
        return self.leg_length_m if self.lever_m is None else self.lever_m


@dataclass(frozen=True, slots=True)
class HipMoment:
    """A moment about the hip. `gravity_nm`: of it the leg's weight; `error_share`: of the whole, None: not known."""

    nm: float
    nm_per_kg: float | None
    gravity_nm: float | None
    weight: Weight
    error_share: float | None

    @property
    def is_gravity_corrected(self) -> bool:
        """Whether the leg's own weight is accounted for."""
        return self.gravity_nm is not None


def hip_moment(force_n: float, leg: Leg) -> HipMoment | None:
    """Return the moment of a force square to the leg, and of the leg; None without a lever.

    Raises ValueError in one line on what no body has.
    """
    plausible(net_force_n=force_n)
    if leg.arm_m is None:
        return None
    gravity_nm, weight, error = _weight(leg)
    nm = force_n * leg.arm_m + (gravity_nm or 0.0)
    a_kg = None if leg.body_mass_kg is None else nm / leg.body_mass_kg
    return HipMoment(nm, a_kg, gravity_nm, weight, error)


def _weight(leg: Leg) -> tuple[float | None, Weight, float | None]:
    """What the leg's weight adds about the hip, Nm; how that is known; and the error of a moment with it."""
    if leg.position == "supine":
        return 0.0, "carried", None
    angle_rad = math.radians(leg.abduction_deg)
    share = math.cos(angle_rad) if leg.position == "side_lying" else math.sin(angle_rad)
    if leg.leg_length_m is None:
        return None, "not known", None
    if leg.scale_force_n is not None:
        return share * weighed_leg_moment_nm(leg.scale_force_n, leg.leg_length_m), "weighed", WEIGHED_ERROR
    if leg.body_mass_kg is None:
        return None, "not known", None
    mass_kg, length_m = leg.body_mass_kg, leg.leg_length_m
    if leg.sex is not None:
        return share * leg_gravity_moment_nm(mass_kg, length_m, leg.sex), "segments", SEGMENTS_ERROR
    both = math.fsum(leg_gravity_moment_nm(mass_kg, length_m, sex) for sex in SEXES) / len(SEXES)
    return share * both, "both sexes", SEGMENTS_WORST_ERROR
