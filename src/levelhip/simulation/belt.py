"""The belt: a loop round both ankles, slack, then a spring that slowly stretches.

Geometry (bottom leg horizontal, hips one above the other, pelvis's frontal plane vertical): with L hip to ankle,
w distance of the hip centres and theta the top leg's angle from the horizontal, the ankles are
d = sqrt((L - Lx cos theta)^2 + (w + Lx sin theta)^2 + b^2) apart, where Lx = thigh + shank cos(knee) and
b = shank sin(knee) (Lx = L, b = 0 with a straight knee). A net force F on the ankle along the line between the
ankles has the moment F * arm about the hip, arm = d d/d theta = Lx (L sin theta + w cos theta) / d.
The loop is about 2 d + the circumference of an ankle long.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from levelhip.simulation.people import Person

_SOFT_M: Final = 0.005  # damping sets in over the first millimetres (Hunt and Crossley 1975): no jump at contact


@dataclass(frozen=True, slots=True)
class Belt:
    """What the loop is like. Net values: what the ankle feels, twice one strand's.

    `tight_deg`: leg angle at which the new loop is just tight (this sets the loop's length).
    `stiffness_n_per_m`, `damping_ns_per_m`: loop, cuffs and soft tissue of two ankles together.
    `creep_share`, `creep_s`: further stretch after a long pull, share of the elastic one, and its time constant.
    `set_m_per_ns`: lasting stretch a newton-second. `pretension_n`: of an elastic loop that never is slack.
    """

    tight_deg: float = 14.0
    stiffness_n_per_m: float = 1200.0
    damping_ns_per_m: float = 80.0
    creep_share: float = 0.15
    creep_s: float = 4.0
    set_m_per_ns: float = 1.0e-6
    pretension_n: float = 0.0

    def __post_init__(self) -> None:
        if not 4.0 <= self.tight_deg <= 40.0:
            raise ValueError(f"a belt that is tight at {self.tight_deg} deg is out of range 4..40")
        if self.stiffness_n_per_m <= 0.0 or self.creep_s <= 0.0:
            raise ValueError("a belt needs a positive stiffness and creep time")
        if min(self.damping_ns_per_m, self.creep_share, self.set_m_per_ns, self.pretension_n) < 0.0:
            raise ValueError("damping, creep, set and pretension of a belt are not negative")


def ankle_distance_m(person: Person, theta_rad: float, knee_rad: float = 0.0) -> float:
    """Distance between the ankle centres, m."""
    along = person.thigh_m + person.shank_m * math.cos(knee_rad)
    back = person.shank_m * math.sin(knee_rad)
    gap_x = person.leg_m - along * math.cos(theta_rad)
    gap_z = person.hip_width_m + along * math.sin(theta_rad)
    return math.sqrt(gap_x * gap_x + gap_z * gap_z + back * back)


def angle_at_distance_rad(person: Person, distance_m: float, knee_rad: float = 0.0) -> float:
    """Leg angle at which the ankles are `distance_m` apart: the inverse of `ankle_distance_m`, radians."""
    along = person.thigh_m + person.shank_m * math.cos(knee_rad)
    back = person.shank_m * math.sin(knee_rad)
    length, width = person.leg_m, person.hip_width_m
    top = length**2 + along**2 + width**2 + back**2 - distance_m**2
    cosine = top / (2.0 * along * math.hypot(length, width))
    return math.acos(min(1.0, max(-1.0, cosine))) - math.atan2(width, length)


def loop_length_m(person: Person, belt: Belt) -> float:
    """Length of the loop that is tight at the belt's angle, m."""
    return 2.0 * ankle_distance_m(person, math.radians(belt.tight_deg)) + person.ankle_circumference_m


class BeltState:
    """A belt on this person's ankles through the session: remembers creep and set."""

    __slots__ = ("_belt", "_lax_slope", "_viscous", "free_m", "lax_m", "stretch_m")

    def __init__(self, person: Person, belt: Belt) -> None:
        self._belt = belt
        self.free_m = ankle_distance_m(person, math.radians(belt.tight_deg))
        self.lax_m = ankle_distance_m(person, math.radians(person.rest_deg))
        self._lax_slope = 0.3 / max(0.02, self.free_m - self.lax_m)
        self._viscous = 0.0
        self.stretch_m = 0.0

    def lax_force_n(self, distance_m: float) -> float:
        """Pull of an elastic loop before it is really tight, N; 0 for an ordinary belt."""
        pretension = self._belt.pretension_n
        if pretension == 0.0:
            return 0.0
        gap = min(max(0.0, distance_m - self.lax_m), self.free_m + self.stretch_m - self.lax_m)
        return pretension * (1.0 + self._lax_slope * gap)

    def force_n(self, distance_m: float, rate_m_per_s: float, dt: float) -> float:
        """Net force on the ankle, N; stretches the belt by `dt` seconds of it."""
        belt = self._belt
        extension = distance_m - self.free_m - self.stretch_m - self._viscous
        spring = 0.0
        if extension > 0.0:
            grip = extension / (extension + _SOFT_M)
            spring = max(0.0, belt.stiffness_n_per_m * extension + grip * belt.damping_ns_per_m * rate_m_per_s)
        goal = belt.creep_share * spring / belt.stiffness_n_per_m
        self._viscous += (goal - self._viscous) * dt / belt.creep_s
        self.stretch_m += belt.set_m_per_ns * spring * dt
        return spring + self.lax_force_n(distance_m)

    def tight_m(self) -> float:
        """Distance of the ankles at which the belt is tight now, m."""
        return self.free_m + self.stretch_m + self._viscous

    def distance_at_m(self, force_n: float) -> float:
        """Distance of the ankles at which the belt now pulls with `force_n`, m."""
        spring = max(0.0, force_n - self.lax_force_n(self.free_m + self.stretch_m))
        return self.tight_m() + spring / self._belt.stiffness_n_per_m
