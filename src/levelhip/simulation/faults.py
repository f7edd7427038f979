"""What may go wrong in a session, on demand: the kinds, their sizes, and one planned fault."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from typing import Final

from levelhip.exercise.signals import SIDES, Side

FAULT_SIZES: Final[dict[str, tuple[str, float, float]]] = {
    "early_release": ("s the hold lasts", 1.5, 4.5),
    "broken": ("s the press is lost", 0.6, 2.5),
    "no_press": ("N net left on the belt, about", 0.0, 1.5),
    "partial_lift": ("share of the way to the tight belt", 0.25, 0.45),
    "bent_knee": ("deg of knee flexion", 22.0, 30.0),
    "roll": ("deg of pelvis roll, backwards", 17.0, 24.0),
    "wrong_side": ("(none)", 1.0, 1.0),
    "dropout": ("s of silence", 0.3, 6.0),
    "too_hard": ("times the band's upper end", 2.5, 3.0),
    "fast_release": ("s from hold to rest", 0.2, 0.5),
    "starts_mid_rep": ("share of the hold already over", 0.3, 0.7),
    "stops_mid_rep": ("share of the hold over", 0.3, 0.7),
    "fidget": ("deg the leg shifts in the rest after", 1.0, 3.0),
    "cough": ("Nm of the jerk", 5.0, 20.0),
}
"""Kind -> what its size means, and the range it is drawn from where none is given."""

SAG_RANGE_DEG: Final = (0.5, 8.0)
"""How far the leg sinks in a "broken" hold, degrees, where `sag_deg` is not given."""

SENSORS: Final = ("all", "force", "strand", "camera", "shin", "thigh", "markers", "angle", "emg")


@dataclass(frozen=True, slots=True)
class Fault:
    """One planned fault of repetition `rep` (from 1) of the set announced for `side`.

    `size` in the unit of `FAULT_SIZES` (None: drawn). `sag_deg` only for "broken", `sensor` only for "dropout"
    ("all" silences every sensor). "wrong_side" concerns the whole set, "fidget" the rest after the repetition.
    A "dropout" begins between half its length (at most 3 s) before the lift and the start of the release, a "cough"
    happens between the start of the lift and the middle of the hold.
    """

    kind: str
    side: Side
    rep: int = 1
    size: float | None = None
    sag_deg: float | None = None
    sensor: str = "all"

    def __post_init__(self) -> None:
        if self.kind not in FAULT_SIZES:
            raise ValueError(f"no fault is called {self.kind!r}; there are {', '.join(FAULT_SIZES)}")
        if self.side not in SIDES:
            raise ValueError(f"side is {self.side!r}, not left or right")
        if self.rep < 1:
            raise ValueError(f"repetitions are counted from 1, not {self.rep}")
        if self.sensor not in SENSORS:
            raise ValueError(f"no sensor is called {self.sensor!r}; there are {', '.join(SENSORS)}")
        if self.size is not None and not self.size >= 0.0:
            raise ValueError(f"the size of a fault is {self.size}")
        if self.sag_deg is not None and not self.sag_deg >= 0.0:
            raise ValueError(f"the sag of a broken hold is {self.sag_deg}")

    def as_dict(self) -> dict[str, float | int | str | None]:
        """Return all fields, ready for JSON."""
        return asdict(self)


def sized(fault: Fault, rng: random.Random) -> Fault:
    """Return the fault with a size (and a sag for "broken") drawn where it has none."""
    _, low, high = FAULT_SIZES[fault.kind]
    size = rng.uniform(low, high)
    sag = rng.uniform(*SAG_RANGE_DEG)
    return Fault(
        fault.kind,
        fault.side,
        fault.rep,
        size if fault.size is None else fault.size,
        (sag if fault.sag_deg is None else fault.sag_deg) if fault.kind == "broken" else None,
        fault.sensor,
    )
