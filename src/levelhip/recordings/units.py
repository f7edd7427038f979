"""Units of foreign columns: what a number is multiplied by to be in our column's unit."""

from __future__ import annotations

import math
from typing import Final

_NEWTON_PER_KG: Final = 9.80665
_NEWTON_PER_LB: Final = 4.4482216152605
_DEG_PER_RAD: Final = 180.0 / math.pi

_FORCE: Final = {
    "N": 1.0, "kN": 1000.0, "kg": _NEWTON_PER_KG, "kgf": _NEWTON_PER_KG, "g": _NEWTON_PER_KG / 1000.0,
    "gf": _NEWTON_PER_KG / 1000.0, "lb": _NEWTON_PER_LB, "lbf": _NEWTON_PER_LB,
}  # fmt: skip
_BY_ENDING: Final[tuple[tuple[str, dict[str, float]], ...]] = (
    ("_n", _FORCE),
    ("_deg", {"deg": 1.0, "rad": _DEG_PER_RAD}),
    ("_g", {"g": 1.0, "m/s2": 1.0 / _NEWTON_PER_KG, "mg": 0.001}),
    ("_dps", {"dps": 1.0, "deg/s": 1.0, "rad/s": _DEG_PER_RAD}),
    ("_mm", {"mm": 1.0, "cm": 10.0, "m": 1000.0}),
    ("_uv", {"uV": 1.0, "mV": 1000.0, "V": 1_000_000.0}),
    ("_px", {"px": 1.0}),
)
TIME_UNITS: Final = ("s", "ms", "us", "ns", "iso")
LENGTHS_MM: Final = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "millimeters": 1.0, "centimeters": 10.0, "meters": 1000.0}
DEG_PER_RAD: Final = _DEG_PER_RAD


def allowed_units(column: str) -> tuple[str, ...]:
    """Return the units a foreign source of our `column` may have; the first is the column's own."""
    if column == "t_s":
        return TIME_UNITS
    return next((tuple(units) for ending, units in _BY_ENDING if column.endswith(ending)), ())


def plain_unit(unit: str) -> str:
    """Return a unit as the tables spell it: `M/s²` and `m/s^2` are `m/s2`, `µs` is `us`."""
    return unit.strip().lower().replace("^", "").replace("²", "2").replace("µ", "u").replace("μ", "u")


def unit_factor(column: str, unit: str | None) -> float | None:
    """Return what numbers in `unit` are multiplied by to suit our `column`; None if the unit is not allowed."""
    if unit is None:
        return 1.0
    for ending, units in _BY_ENDING:
        if column.endswith(ending):
            return {name.lower(): factor for name, factor in units.items()}.get(plain_unit(unit))
    return None
