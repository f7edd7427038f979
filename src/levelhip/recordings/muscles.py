"""Muscle channels of laboratory files: what they are called here, and what brings their unit to microvolts."""

from __future__ import annotations

import re
from typing import Final

from levelhip.recordings.units import plain_unit

_VOLTS: Final = {
    "uv": 1.0, "microvolt": 1.0, "microvolts": 1.0, "mv": 1e3, "millivolt": 1e3, "millivolts": 1e3, "v": 1e6,
    "volt": 1e6, "volts": 1e6, "nv": 1e-3,
}  # fmt: skip
_EMG: Final = re.compile(r"^s?emg(?![a-z])[\s._:#-]*|[\s._:-]*\bs?emg$", re.IGNORECASE)
_OURS: Final = re.compile(r"emg_[a-z0-9_]+_uv")


def microvolts(unit: str) -> float | None:
    """What numbers in `unit` are multiplied by to be microvolts; None where it is no voltage."""
    return _VOLTS.get(plain_unit(unit))


def muscle_column(label: str, *, kind: str = "") -> str | None:
    """Our column of a muscle channel: `EMG Gluteus med. R` is `emg_gluteus_med_r_uv`; None where it is none.

    `kind`: what the file itself calls the channel or its stream, for instance EMG.
    """
    plain = label.strip()
    if _OURS.fullmatch(plain.lower()):
        return plain.lower()
    named = _EMG.search(plain)
    if named is None and not kind.strip().upper().startswith("EMG"):
        return None
    words = _EMG.sub("", plain) if named else plain
    slug = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_") or "1"
    return f"emg_{slug}_uv"


def aliases_of(labels: list[str], kinds: list[str], units: list[str]) -> dict[str, tuple[str, float]]:
    """Foreign label -> our column and 1.0 (units come as factors by place), for `Facts.aliases`; each of ours once."""
    found: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for label, kind, unit in zip(labels, kinds, units, strict=True):
        ours = muscle_column(label, kind=kind)
        if ours is None or ours in taken or (unit.strip() and microvolts(unit) is None):
            continue
        taken.add(ours)
        found[label] = (ours, 1.0)
    return found


def placed(count: int, rate_hz: float, own_rate_hz: float, values: list[float]) -> list[float]:
    """Values at a lower rate among rows at `rate_hz`: each in the row nearest to its time, NaN in the others."""
    rows = [float("nan")] * count
    for number, value in enumerate(values):
        row = round(number * rate_hz / own_rate_hz)
        if row < count:
            rows[row] = value
    return rows
