"""Exports of hand-held dynamometers, hanging scales and load cells: a column that says "force" and in which unit.

What such a cell read is all of the force or half of it, by where it sat in the belt, and no export tells that: it is
asked for. Columns that are a summary (a maximum, a mean, a target) are no signal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from levelhip.ports import ReadOptions
from levelhip.recordings.notes import Notes, listed, quoted, refusal
from levelhip.recordings.units import unit_factor

RIGGED: Final = {"strand": "strand_tension_n", "inline": "force_n"}
"""Where the cell sat -> which of our columns its readings are."""
_SAT: Final = {"strand": "in one strand of the loop: counted twice", "inline": "inline: all of the force"}

_WORDS: Final = "force|weight|load|tension|pull|fuerza|peso|carga|kraft|gewicht|poids"
_UNITS: Final = "n|kn|newtons?|kgf?|kilograms?|lbs?|lbf|pounds?"
_NAME: Final = re.compile(
    rf"(?P<before>.*?)\b_*(?:{_WORDS})(?:\s*[(\[]\s*(?P<in>{_UNITS})\s*[)\]]|[\s_:/.-]+(?P<behind>{_UNITS}))"
)
_SPELT: Final = {
    "n": "N", "kn": "kN", "newton": "N", "newtons": "N", "kilogram": "kg", "kilograms": "kg", "lbs": "lb",
    "pound": "lb", "pounds": "lb",
}  # fmt: skip
_SUMMARY: Final = re.compile(r"max|min|mean|average|avg|peak|target|goal|threshold|rate|best|total|mvc|body")


def cell_unit(name: str) -> str | None:
    """The unit of a column that is a force over time, by its name alone: `Force (N)`, `weight_kg`; None: it is none."""
    found = _NAME.fullmatch(name.strip().lower().replace("-", " "))
    if found is None or _SUMMARY.search(found["before"]):
        return None
    unit = found["in"] or found["behind"]
    return _SPELT.get(unit, unit)


def rigged_column(
    path: Path, names: Sequence[str], taken: Collection[int | None], options: ReadOptions, notes: Notes, *, needed: bool
) -> tuple[int, str, float] | None:
    """The place of a cell's column, which of ours it is, and its factor; None where there is none, or none is needed.

    Raises RecordingError where several could be it, or, where one is needed, nobody says how the cell was rigged.
    """
    cells = {place: unit for place, name in enumerate(names) if place not in taken and (unit := cell_unit(name))}
    if not cells or not (needed or options.rigging):
        return None
    if len(cells) > 1:
        which = listed(names[place] for place in cells)
        raise refusal(path, f"several columns could be the force: {which}", "say which: --column force_n=NAME:UNIT")
    ((place, unit),) = cells.items()
    if options.rigging is None:
        what = f"column {quoted(names[place])} is all of the force or half of it, by where the sensor sat"
        raise refusal(path, what, "say --rigging inline (between two cuffs) or --rigging strand (of the loop)")
    ours = RIGGED[options.rigging]
    notes.add(f"column {quoted(names[place])} is read as {ours}, in {unit}; the sensor sat {_SAT[options.rigging]}")
    return place, ours, unit_factor(ours, unit) or 1.0
