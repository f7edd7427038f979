"""What a measure of a body can be. All else is refused in one line: a slip of the unit must not become a number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

LIMITS: Final[Mapping[str, tuple[float, float, str]]] = {
    "leg_length_m": (0.5, 1.3, "m"),
    "ankle_circumference_m": (0.12, 0.5, "m"),
    "hip_separation_m": (0.08, 0.6, "m"),
    "loop_m": (0.2, 4.0, "m"),
    "thigh_length_m": (0.1, 1.3, "m"),
    "belt_at_m": (0.05, 1.3, "m"),
    "body_mass_kg": (20.0, 350.0, "kg"),
    "abduction_deg": (0.0, 90.0, "deg"),
    "net_force_n": (0.0, 5000.0, "N"),
    "tension_n": (0.0, 5000.0, "N"),
    "scale_force_n": (0.0, 1000.0, "N"),
    "leg_gravity_moment_nm": (0.0, 500.0, "Nm"),
    "lower_leg_gravity_moment_nm": (0.0, 500.0, "Nm"),
    "hip_moment_nm": (0.0, 5000.0, "Nm"),
}
"""Name -> least, most, unit: the widest that is accepted, as wide as the settings. Not what is usual."""


def plausible(**measures: object) -> None:
    """Check each measure by its name. Raises ValueError in one line: which, what it is, what it may be."""
    for name, value in measures.items():
        least, most, unit = LIMITS[name]
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if not least <= number <= most:
            raise ValueError(f"{name}: a number from {least:g} to {most:g} {unit} is wanted, not {value!r}")
