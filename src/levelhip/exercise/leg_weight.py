"""The moment of the leg's own weight about the hip: from body mass by de Leva's segments, or weighed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from levelhip.exercise.plausible import plausible

GRAVITY_M_S2: Final = 9.80665
"""Standard gravity."""

Sex = Literal["female", "male"]

THIGH_MASS: Final[Mapping[Sex, float]] = MappingProxyType({"female": 0.1478, "male": 0.1416})
SHANK_MASS: Final[Mapping[Sex, float]] = MappingProxyType({"female": 0.0481, "male": 0.0433})
FOOT_MASS: Final[Mapping[Sex, float]] = MappingProxyType({"female": 0.0129, "male": 0.0137})
"""Shares of body mass (de Leva 1996, table 4)."""
THIGH_CENTRE: Final[Mapping[Sex, float]] = MappingProxyType({"female": 0.3612, "male": 0.4095})
"""Where the thigh's centre of mass lies, share of the way from hip to knee (de Leva 1996)."""
SHANK_CENTRE: Final[Mapping[Sex, float]] = MappingProxyType({"female": 0.4416, "male": 0.4459})
"""The same from knee to ankle bone (de Leva 1996)."""
THIGH_SHARE: Final[Mapping[Sex, float]] = MappingProxyType({"female": 0.4602, "male": 0.4931})
"""The thigh's share of the leg's length, hip to ankle bone: 368.5 of 800.8 mm, 422.2 of 856.2 mm (de Leva 1996)."""
FOOT_BEYOND: Final = 0.06
"""How far the relaxed foot's centre lies beyond the ankle, share of the leg's length: about 5 cm (convention). Twice
that changes the leg's moment by about 1 %."""

SEGMENTS_ERROR: Final = 0.07
"""Relative error of a moment about the hip whose leg comes from such segments: 5 to 7 %, in the worst case 15 %."""
SEGMENTS_WORST_ERROR: Final = 0.15
WEIGHED_ERROR: Final = 0.025
"""The same with a leg that was weighed."""


@dataclass(frozen=True, slots=True)
class LegWeight:
    """Moments of the level leg's weight, in Nm: of the whole leg about the hip, of what is below about the knee."""

    about_hip_nm: float
    about_knee_nm: float


def thigh_length_m(leg_length_m: float, sex: Sex) -> float:
    """Return the way from hip to knee, in m. Raises ValueError on what no body has."""
    plausible(leg_length_m=leg_length_m)
    return THIGH_SHARE[_known(sex)] * leg_length_m


def leg_weight(body_mass_kg: float, leg_length_m: float, sex: Sex) -> LegWeight:
    """Return the moments of a leg held level. `leg_length_m`: hip's centre to ankle bone.

    Raises ValueError on what no body has, and on a sex there are no segments of.
    """
    plausible(body_mass_kg=body_mass_kg)
    thigh_m = thigh_length_m(leg_length_m, sex)
    shank_m = leg_length_m - thigh_m
    shank_at_m, foot_at_m = SHANK_CENTRE[sex] * shank_m, shank_m + FOOT_BEYOND * leg_length_m  # from the knee
    weight_n = body_mass_kg * GRAVITY_M_S2
    thigh_n, shank_n, foot_n = (weight_n * share[sex] for share in (THIGH_MASS, SHANK_MASS, FOOT_MASS))
    below = (shank_n * shank_at_m, foot_n * foot_at_m)
    above = (thigh_n * THIGH_CENTRE[sex] * thigh_m, (shank_n + foot_n) * thigh_m)
    return LegWeight(math.fsum((*above, *below)), math.fsum(below))


def leg_gravity_moment_nm(body_mass_kg: float, leg_length_m: float, sex: Sex) -> float:
    """Return the moment of the level leg's weight about the hip, in Nm: thigh, shank and foot of de Leva 1996.

    0.54 to 0.66 Nm a kg of body mass in people. Raises ValueError on what no body has.
    """
    return leg_weight(body_mass_kg, leg_length_m, sex).about_hip_nm


def weighed_leg_moment_nm(scale_force_n: float, leg_length_m: float) -> float:
    """Return the same moment weighed: a strap scale at the ankle carries the relaxed, level leg with `scale_force_n`.

    Raises ValueError on what no body has.
    """
    plausible(scale_force_n=scale_force_n, leg_length_m=leg_length_m)
    return scale_force_n * leg_length_m


def _known(sex: Sex) -> Sex:
    if sex not in get_args(Sex):
        raise ValueError(f"sex: {' or '.join(get_args(Sex))} is wanted (there are no segments of another), not {sex!r}")
    return sex
