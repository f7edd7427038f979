"""Numbers, faults, sensors and dates as a person reads them. No number that is not known is ever printed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from levelhip.exercise.protocol import Exercise, Prescription
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import day_in_words
from levelhip.session.measures import median
from levelhip.session.record import Rep, SessionRecord

UNKNOWN: Final = "not known"
HUGE: Final = 1e9
"""Beyond this a number is an error of the file, not a measurement."""

_UNITS: Final = {"deg": "°", "N": "\u00a0N"}
_UNIT_NAMES: Final = {"deg": "degrees", "N": "N"}
_FAULTS: Final = {
    "too_hard": "pressed too hard",
    "broken_hold": "let go in between",
    "short_hold": "let go early",
    "sagged": "leg sank",
    "fast_release": "came down fast",
    "signal_lost": "signal lost",
    "cut_off": "cut off by the recording",
    "hip_drift": "leg drifted forward",
    "roll": "pelvis rolled",
    "pelvis_tilt": "pelvis tilted",
    "bent_knee": "knee bent",
}
_MISSED: Final = {
    "partial": "too low",
    "touch": "too brief",
    "too_large": "too large to be real",
    "no_return": "never back at rest",
    "cut_off": "cut off",
}


def known(value: float) -> bool:
    """Say whether `value` is a number a person can be shown."""
    return math.isfinite(value) and abs(value) < HUGE


def number(value: float, digits: int = 0, unit: str = "") -> str:
    """`value` rounded, with its unit; "not known" where it is not."""
    if not known(value):
        return UNKNOWN
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "\u2212") + _UNITS.get(unit, f"\u00a0{unit}" if unit else "")


def short(value: float) -> str:
    """`value` with a decimal only where it has one: 6, 5.5."""
    return number(value, 0 if not known(value) or abs(value - round(value)) < 0.05 else 1)  # noqa: PLR2004 - rounding


def plural(count: int, one: str, many: str | None = None) -> str:
    """The count and its noun: 1 hold, 2 holds."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def clock(seconds: float) -> str:
    """A duration as a person says it: 45 s, 3 min 20 s, 1 h 2 min."""
    if not known(seconds):
        return UNKNOWN
    whole = round(seconds)
    if whole < 60:  # noqa: PLR2004 - a minute
        return f"{short(seconds)}\u00a0s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes}\u00a0min" + (f" {rest}\u00a0s" if rest else "")
    hours, minutes = divmod(minutes, 60)
    return f"{hours}\u00a0h" + (f" {minutes}\u00a0min" if minutes else "")


def day(started_at: str | None) -> str:
    """The date and time of day as written; as it stands where it is not an ISO date; "date not recorded"."""
    if not started_at or not started_at.strip():
        return "date not recorded"
    try:
        when = datetime.fromisoformat(started_at.strip())
    except ValueError:
        return clip(started_at, 40)
    date = day_in_words(when)
    return date if len(started_at.strip()) <= len("2026-01-01") else f"{date}, {when.hour}:{when.minute:02d}"


def printable(text: str) -> str:
    """`text` on one line, without characters that could steer a terminal."""
    return "".join(each if each.isprintable() else "\ufffd" for each in " ".join(text.split()))


def clip(text: str, length: int) -> str:
    """`text` on one line, its middle left out where it is longer than `length`."""
    line = printable(text)
    if len(line) <= length:
        return line
    tail = length // 3
    return f"{line[: length - tail - 1]}…{line[-tail:]}"


def side_name(side: Side | None) -> str:
    """The side as a heading."""
    return f"{side.capitalize()} side" if side else "Side not known"


def fault_words(fault: str) -> str:
    """A fault of one repetition in two or three words."""
    return _FAULTS.get(fault) or clip(fault.replace("_", " "), 40) or "a fault without a name"


def missed_words(missed: Sequence[str]) -> str:
    """The lifts that did not count, by reason: 2 did not get high enough, 1 cut off ..."""
    return ", ".join(
        f"{count} {_MISSED.get(reason) or clip(reason.replace('_', ' '), 20)}" for reason, count in tally(missed)[:6]
    )


def tally(words: Iterable[str]) -> list[tuple[str, int]]:
    """Each word once with its count, the most frequent first."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items(), key=lambda item: -item[1])


def holds(prescription: Prescription) -> bool:
    """Say whether seconds of hold are asked for (else it is a movement: the range counts)."""
    return prescription.exercise.kind == "hold" and prescription.hold_s > 0


def is_complete(rep: Rep, prescription: Prescription) -> bool:
    """Say whether the repetition held its share of the prescribed seconds."""
    return rep.measures.valid_hold_s >= prescription.complete_hold_s - 1e-9


def self_reported(record: SessionRecord) -> int:
    """How many repetitions were told, not measured."""
    return sum(rep.provenance == "self-reported" for side in record.sides for rep in side.reps)


def headline(record: SessionRecord) -> str:
    """One sentence: what was done."""
    count, complete = record.rep_count, record.complete_count
    if not count:
        return "No repetition was found in this recording."
    told = self_reported(record)
    tail = ", as you told it (not measured)." if told == count else "."
    if not holds(record.prescription):
        ranges = [rep.measures.peak for side in record.sides for rep in side.reps if known(rep.measures.peak)]
        about = f", about {number(median(ranges), 0, record.signal.unit)} each" if ranges else ""
        return f"{plural(count, 'repetition')}{about}{tail}"
    target = f"{short(record.prescription.hold_s)} s"
    if count == 1:
        return f"One hold, {'the full' if complete else 'shorter than the'} {target}{tail}"
    if complete >= count:
        return f"All {count} holds lasted the full {target}{tail}"
    return f"{complete or 'None'} of {count} holds lasted the full {target}{tail}"


def subline(record: SessionRecord) -> str:
    """The headline by side."""
    asked = record.prescription.reps
    parts = []
    for side in (side for side in record.sides if side.rep_count):
        done = side.rep_count
        words = f"all {done} done" if done == asked else f"{done} of {asked} done" if done < asked else f"{done} done"
        full = f", {side.complete_count} full" if holds(record.prescription) else ""
        parts.append(f"{side_name(side.side)}: {words}{full}")
    return " · ".join(parts)


def unit_name(unit: str) -> str:
    """The unit as it stands beside an axis."""
    return _UNIT_NAMES.get(unit) or clip(unit, 12)


def signal_name(unit: str) -> str:
    """What the driving signal is to a person: the press (N) or the lift (deg)."""
    return {"N": "Press", "deg": "Lift"}.get(unit, "Signal")


def exercise_name(exercise: Exercise) -> str:
    """The exercise's name, short enough for a title."""
    return clip(exercise.name, 80) or clip(exercise.key, 80) or "Exercise"
