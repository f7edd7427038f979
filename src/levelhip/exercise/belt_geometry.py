"""How long a loop is tight at which angle of the leg, and how far off that may be. Derived in docs/mechanics.md.

The bottom leg lies on the floor, both knees are straight, one hip stands above the other. L is hip to ankle, w the
distance of the hips' centres, theta the top leg's angle from the horizontal. The ankles are then d apart:
d^2 = (L - L cos theta)^2 + (w + L sin theta)^2, and the tight loop is 2 d + the circumference of an ankle long.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from levelhip.exercise.plausible import plausible

STRAIGHT_DEG: Final = 90.0
"""A loop that is not tight below this is too long for any leg."""
USUAL_HIP_SEPARATION_M: Final = 0.16
"""Distance of the hips' centres where nobody measured it. Two models' geometries have 0.155 and 0.167."""


class MeasureErrors(NamedTuple):
    """Standard deviations of what is measured, in m."""

    loop_m: float
    ankle_circumference_m: float
    leg_length_m: float
    hip_separation_m: float


CAREFULLY: Final = MeasureErrors(0.02, 0.01, 0.02, 0.03)
"""With a tape along the skin, twice, and the hips' distance from a therapist: the angle is then known to 2.2 deg."""
TYPICALLY: Final = MeasureErrors(0.05, 0.02, 0.04, 0.055)
"""Once, over clothes, buckle and slack included, the hips' distance guessed: 4.3 deg."""


def ankle_distance_m(abduction_deg: float, leg_length_m: float, hip_separation_m: float) -> float:
    """Return how far the ankles' centres are apart, in m. Raises ValueError on what no body has."""
    plausible(abduction_deg=abduction_deg, leg_length_m=leg_length_m, hip_separation_m=hip_separation_m)
    return _distance_m(abduction_deg, leg_length_m, hip_separation_m)


def loop_length_m(
    abduction_deg: float, ankle_circumference_m: float, leg_length_m: float, hip_separation_m: float
) -> float:
    """Return the length all the way round of a loop that is tight at `abduction_deg` (0 to 90), in m.

    The inverse of `belt_angle_deg`. Raises ValueError on what no body has.
    """
    plausible(ankle_circumference_m=ankle_circumference_m)
    return 2 * ankle_distance_m(abduction_deg, leg_length_m, hip_separation_m) + ankle_circumference_m


def belt_angle_deg(loop_m: float, ankle_circumference_m: float, leg_length_m: float, hip_separation_m: float) -> float:
    """Return the top leg's angle from the horizontal at which the loop is just tight, in deg (0 to 90).

    k = (d^2 - w^2) / 2 L; theta = acos((L - k) / sqrt(L^2 + w^2)) - atan(w / L). Raises ValueError where there is no
    such angle, and on what no body has. It is known to a few degrees only: `belt_angle_sd_deg`.
    """
    plausible(loop_m=loop_m, ankle_circumference_m=ankle_circumference_m)
    plausible(leg_length_m=leg_length_m, hip_separation_m=hip_separation_m)
    shortest_m = loop_length_m(0.0, ankle_circumference_m, leg_length_m, hip_separation_m)
    longest_m = loop_length_m(STRAIGHT_DEG, ankle_circumference_m, leg_length_m, hip_separation_m)
    told = f"loop_m: {loop_m:g} m is too"
    if loop_m < shortest_m and not math.isclose(loop_m, shortest_m):
        raise ValueError(f"{told} short: with the leg level the loop needs {shortest_m:.3f} m, so no angle is tight")
    if loop_m > longest_m and not math.isclose(loop_m, longest_m):
        raise ValueError(f"{told} long: beyond {longest_m:.3f} m it stays slack at every angle of the leg")
    distance_m = (loop_m - ankle_circumference_m) / 2
    rise_m = (distance_m**2 - hip_separation_m**2) / (2 * leg_length_m)
    cosine = (leg_length_m - rise_m) / math.hypot(leg_length_m, hip_separation_m)
    # Measured from the line of the two hips' far ends; rounding may carry a level leg a hair past the arc's end.
    angle_rad = math.acos(min(1.0, max(-1.0, cosine))) - math.atan2(hip_separation_m, leg_length_m)
    return min(STRAIGHT_DEG, max(0.0, math.degrees(angle_rad)))


def belt_angle_sd_deg(
    abduction_deg: float,
    ankle_circumference_m: float,
    leg_length_m: float,
    hip_separation_m: float,
    errors: MeasureErrors = CAREFULLY,
) -> float:
    """Return the standard deviation of the belt's angle, in deg: the measures' errors propagated to first order.

    The loop is the one that is tight at `abduction_deg`. Raises ValueError on what no body has, and on an error that
    is no length.
    """
    plausible(ankle_circumference_m=ankle_circumference_m)
    if not all(0 <= each < math.inf for each in errors):
        raise ValueError("errors: standard deviations in m, none of them negative")
    slopes = _slopes_rad_per_m(abduction_deg, leg_length_m, hip_separation_m)
    return math.degrees(math.hypot(*(slope * error for slope, error in zip(slopes, errors, strict=True))))


def _slopes_rad_per_m(abduction_deg: float, leg_length_m: float, hip_separation_m: float) -> tuple[float, ...]:
    """How much the angle moves with the loop, the ankle, the leg, the hips: by implicit derivatives of d."""
    distance_m = ankle_distance_m(abduction_deg, leg_length_m, hip_separation_m)
    sine, cosine = math.sin(math.radians(abduction_deg)), math.cos(math.radians(abduction_deg))
    along_m, up_m = leg_length_m - leg_length_m * cosine, hip_separation_m + leg_length_m * sine
    per_rad_m = leg_length_m * (leg_length_m * sine + hip_separation_m * cosine) / distance_m
    by_leg = (along_m * (1 - cosine) + up_m * sine) / distance_m
    by_hips = up_m / distance_m
    return 1 / (2 * per_rad_m), -1 / (2 * per_rad_m), -by_leg / per_rad_m, -by_hips / per_rad_m


def _distance_m(abduction_deg: float, leg_length_m: float, hip_separation_m: float) -> float:
    angle_rad = math.radians(abduction_deg)
    along_m = leg_length_m - leg_length_m * math.cos(angle_rad)
    return math.hypot(along_m, hip_separation_m + leg_length_m * math.sin(angle_rad))
