"""The repetitions of a session as its page shows them: a row for what a sensor saw, a sentence for what was told.

A clock sees nothing: which repetition of a side was not held in full, and what was wrong with it, nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.protocol import COMPLETE_FRACTION
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.web.language import Language
from levelhip.web.page_words import SIDES, decimal, fault_words
from levelhip.web.record_reading import list_of, number_of, object_of

_LOST_S: Final = 0.05
_LONGEST: Final = 1.5
"""How far a bar may go beyond its target."""


@dataclass(frozen=True, slots=True)
class RepRow:
    """One repetition: its bar in per cent of the bar's length, its seconds in words, what is to note."""

    number: str
    held: str
    fill: float
    lost: float
    target: float
    notes: str
    noted: bool


@dataclass(frozen=True, slots=True)
class SideRows:
    """One side: its measured repetitions, and in `told` a sentence on those that only the clock paced, or ""."""

    key: str
    name: str
    line: str
    rows: list[RepRow]
    told: str


@dataclass(frozen=True, slots=True)
class Paced:
    """Repetitions of which only the person knows. `full`: how many were full ones; None where nobody said."""

    count: int
    full: int | None


def reps_of(side: Json) -> list[Json]:
    """The repetitions of one side."""
    return [object_of(rep) for rep in list_of(side.get("reps"))]


def measured_reps(sides: Sequence[Json]) -> list[Json]:
    """The repetitions that a sensor saw."""
    return [rep for side in sides for rep in reps_of(side) if not _is_paced(rep)]


def paced_reps(sides: Sequence[Json], corrections: Json) -> Paced:
    """Those that only the clock paced. `corrections`: what was answered to "how many", a side."""
    paced = [(side, rep) for side in sides for rep in reps_of(side) if _is_paced(rep)]
    if any(corrections.get(str(side.get("side")), 0) is None for side, _ in paced):
        return Paced(len(paced), None)
    return Paced(len(paced), len([rep for _, rep in paced if "short_hold" not in list_of(rep.get("faults"))]))


def side_rows(side: Json, corrections: Json, hold_s: float, words: Language) -> SideRows:
    """One side's part of the page."""
    key, reps = str(side.get("side") or ""), measured_reps([side])
    return SideRows(
        key=key,
        name=words.say(SIDES.get(key, N_("Side not known"))),
        line=_line(reps, hold_s, words) if reps else "",
        rows=[_row(rep, hold_s, words) for rep in reps],
        told=told_line(paced_reps([side], corrections), words),
    )


def told_line(paced: Paced, words: Language) -> str:
    """6 of 7, as you told it."""
    if not paced.count:
        return ""
    if paced.full is None:
        return words.say(N_("{count} by the clock; how many were full ones is not known"), count=paced.count)
    return words.say(N_("{full} of {count}, as you told it"), full=paced.full, count=paced.count)


def _is_paced(rep: Json) -> bool:
    return rep.get("provenance") == "self-reported"


def _line(reps: Sequence[Json], hold_s: float, words: Language) -> str:
    if not hold_s:
        return words.count("{number} repetition", "{number} repetitions", len(reps))
    full = len([rep for rep in reps if is_full(rep, hold_s)])
    return words.say(N_("{complete} of {count} full"), complete=full, count=len(reps))


def is_full(rep: Json, hold_s: float) -> bool:
    """Say whether a measured hold lasted its time."""
    valid_s = number_of(rep.get("valid_hold_s"))
    return valid_s is not None and valid_s >= COMPLETE_FRACTION * hold_s - 1e-9


def _row(rep: Json, hold_s: float, words: Language) -> RepRow:
    valid_s = number_of(rep.get("valid_hold_s"))
    lost_s = number_of(rep.get("broken_s")) or 0.0
    longest = max(hold_s, 1e-6) * _LONGEST
    shown = min(valid_s or 0.0, longest) if hold_s else 0.0
    full = is_full(rep, hold_s)
    notes = _notes(rep, lost_s, hold_s, full=full, words=words)
    value = valid_s if hold_s else number_of(rep.get("peak"))
    return RepRow(
        number=str(rep.get("number", "")),
        held=words.say(N_("not known"))
        if value is None
        else f"{decimal(value, 1, words)}\u00a0{'s' if hold_s else '°'}",
        fill=round(100 * shown / longest, 1),
        lost=round(100 * min(lost_s, longest - shown) / longest, 1) if hold_s else 0.0,
        target=round(100 / _LONGEST, 1) if hold_s else 0.0,
        notes="; ".join(notes),
        noted=bool(list_of(rep.get("faults"))) or bool(hold_s and not full),
    )


def _notes(rep: Json, lost_s: float, hold_s: float, *, full: bool, words: Language) -> list[str]:
    notes = [fault_words(str(fault), words) for fault in dict.fromkeys(list_of(rep.get("faults")))]
    if hold_s and lost_s >= _LOST_S:
        notes.append(words.say(N_("{seconds} s lost"), seconds=decimal(lost_s, 1, words)))
    if hold_s and not full and not notes:
        notes.append(words.say(N_("not the full time")))
    return notes
