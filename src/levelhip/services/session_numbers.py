"""The few numbers of a session that lists and plots need, from a record that anybody may have written."""

from __future__ import annotations

import math
from statistics import median

from levelhip.exercise.signals import SIDES
from levelhip.ports import Json

ENDS = ("done", "stopped", "pain", "unfinished")
PROVENANCES = ("measured", "self-reported")
_LONGEST_TEXT = 600
_NO_FORM = frozenset({"short_hold", "broken_hold", "signal_lost", "cut_off"})
"""Faults of what was not complete, or not seen: none of how it was done."""


def numbers_of(record: Json) -> Json:
    """How it ended, counts, held seconds and press a side, and the sentence. What cannot be read is null."""
    counted = _object(record.get("record"))
    is_force = _object(counted.get("signal")).get("unit") == "N"
    asked = _object(record.get("corrections"))
    sides = [_side(_object(side), asked, is_force=is_force) for side in _list(counted.get("sides"))]
    ended = record.get("ended")
    return {
        "ended": ended if ended in ENDS else None,
        "sides": [side for side in sides if side["side"] in (*SIDES, None)],
        "summary": _text(record.get("summary")),
    }


def scale_of(value: object) -> int | None:
    """A number from 0 to 10, or None for anything else."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and 0 <= value <= 10 else None  # noqa: PLR2004 - the scale


def _side(side: Json, asked: Json, *, is_force: bool) -> Json:
    """One side. `asked`: of a side that only the clock paced, how many were full ones; null where nobody told."""
    reps = [_object(rep) for rep in _list(side.get("reps"))]
    told = [each for each in PROVENANCES if any(rep.get("provenance") == each for rep in reps)]
    is_told = not ("self-reported" in told and asked.get(str(side.get("side")), 0) is None)
    held = ("measured", "self-reported") if is_told else ("measured",)
    return {
        "side": side.get("side"),
        "rep_count": _count(side.get("rep_count")),
        "complete_count": _count(side.get("complete_count")),
        "faulty_count": _faulty(reps),
        "held_s": _known(reps, *held),
        "provenance": told[0] if len(told) == 1 else ("mixed" if told else None),
        "measured_s": _held(reps, "measured"),
        "self_reported_s": _held(reps, "self-reported") if is_told else 0.0,
        "told": is_told,
        "press_n": _press_n(reps) if is_force else None,
    }


def _faulty(reps: list[Json]) -> int | None:
    """Repetitions with a fault in how they were done; None where nothing measured them."""
    measured = [_list(rep.get("faults")) for rep in reps if rep.get("provenance") == "measured"]
    told = [{fault for fault in faults if isinstance(fault, str)} - _NO_FORM for faults in measured]
    return len([faults for faults in told if faults]) if measured else None


def _press_n(reps: list[Json]) -> float | None:
    """How hard the holds were pressed: the median of what was measured; None where nothing was."""
    pressed = [_positive(rep.get("mean_hold")) for rep in reps if rep.get("provenance") == "measured"]
    known = [each for each in pressed if each is not None]
    return round(median(known), 3) if known else None


def _held(reps: list[Json], provenance: str) -> float:
    held = [_positive(rep.get("valid_hold_s")) for rep in reps if rep.get("provenance") == provenance]
    return round(math.fsum(each for each in held if each is not None), 6)


def _known(reps: list[Json], *provenances: str) -> float | None:
    """Held seconds as far as they are known; None where none are. One that nobody knows takes nothing from the rest."""
    held = [_positive(rep.get("valid_hold_s")) for rep in reps if rep.get("provenance") in provenances]
    known = [each for each in held if each is not None]
    return round(math.fsum(known), 6) if known else None


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6 else None


def _positive(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 10**7 else None


def _text(value: object) -> str | None:
    return value[:_LONGEST_TEXT] if isinstance(value, str) else None
