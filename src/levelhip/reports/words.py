"""Faults, sides, dates and what was done, as a person reads them. No number that is not known is ever printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from levelhip.exercise.protocol import Exercise, Prescription
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import N_, day_in_words
from levelhip.reports.wording import ENGLISH, Wording, known
from levelhip.session.measures import median
from levelhip.session.record import Rep, SessionRecord, SideRecord

_FAULTS: Final = {
    "too_hard": N_("pressed too hard"),
    "broken_hold": N_("let go in between"),
    "short_hold": N_("let go early"),
    "sagged": N_("leg sank"),
    "fast_release": N_("came down fast"),
    "signal_lost": N_("signal lost"),
    "cut_off": N_("cut off by the recording"),
    "hip_drift": N_("leg drifted forward"),
    "roll": N_("pelvis rolled"),
    "pelvis_tilt": N_("pelvis tilted"),
    "bent_knee": N_("knee bent"),
}
_MISSED: Final = {
    "partial": N_("{count} too low"),
    "touch": N_("{count} too brief"),
    "too_large": N_("{count} too large to be real"),
    "no_return": N_("{count} never back at rest"),
    "cut_off": N_("{count} cut off"),
}
_SIDES: Final[dict[Side | None, str]] = {
    "left": N_("Left side"),
    "right": N_("Right side"),
    None: N_("Side not known"),
}


def plural(count: int, one: str, many: str | None = None) -> str:
    """The count and its noun: 1 hold, 2 holds."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def day(started_at: str | None, wording: Wording) -> str:
    """The date and time of day as written; as it stands where it is not an ISO date; "date not recorded"."""
    if not started_at or not started_at.strip():
        return wording.say(N_("date not recorded"))
    try:
        when = datetime.fromisoformat(started_at.strip())
    except ValueError:
        return clip(started_at, 40)
    date = day_in_words(when, wording.messages)
    if len(started_at.strip()) <= len("2026-01-01"):
        return date
    return wording.say(N_("{day}, {time}"), day=date, time=f"{when.hour}:{when.minute:02d}")


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


def side_name(side: Side | None, wording: Wording = ENGLISH) -> str:
    """The side as a heading."""
    return wording.say(_SIDES.get(side, _SIDES[None]))


def fault_words(fault: str, wording: Wording = ENGLISH) -> str:
    """A fault of one repetition in two or three words."""
    if fault in _FAULTS:
        return wording.say(_FAULTS[fault])
    return clip(fault.replace("_", " "), 40) or wording.say(N_("a fault without a name"))


def missed_words(missed: Sequence[str], wording: Wording = ENGLISH) -> str:
    """The lifts that did not count, by reason: 2 too low, 1 cut off ..."""
    return ", ".join(_missed(reason, count, wording) for reason, count in tally(missed)[:6])


def _missed(reason: str, count: int, wording: Wording) -> str:
    if reason in _MISSED:
        return wording.say(_MISSED[reason], count=count)
    return f"{count} {clip(reason.replace('_', ' '), 20)}"


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


def repetitions_words(count: int, wording: Wording) -> str:
    """7 repetitions."""
    return wording.counted(count, N_("1 repetition"), N_("{count} repetitions"))


def headline(record: SessionRecord, wording: Wording) -> str:
    """One sentence: what was done."""
    count = record.rep_count
    if not count:
        return wording.say(N_("No repetition was found in this recording."))
    done = _held(record, wording) if holds(record.prescription) else _moved(record, wording)
    if self_reported(record) == count:
        done = wording.say(N_("{sentence}, as you told it (not measured)"), sentence=done)
    return f"{done}."


def _moved(record: SessionRecord, wording: Wording) -> str:
    ranges = [rep.measures.peak for side in record.sides for rep in side.reps if known(rep.measures.peak)]
    if not ranges:
        return repetitions_words(record.rep_count, wording)
    about = wording.number(median(ranges), 0, record.signal.unit)
    one, many = N_("1 repetition, about {range} each"), N_("{count} repetitions, about {range} each")
    return wording.counted(record.rep_count, one, many, range=about)


def _held(record: SessionRecord, wording: Wording) -> str:
    count, complete = record.rep_count, record.complete_count
    if count == 1:
        sentence = N_("One hold, the full {target}") if complete else N_("One hold, shorter than the {target}")
    elif complete >= count:
        sentence = N_("All {count} holds lasted the full {target}")
    elif complete:
        sentence = N_("{complete} of {count} holds lasted the full {target}")
    else:
        sentence = N_("None of {count} holds lasted the full {target}")
    target = f"{wording.short(record.prescription.hold_s)} s"
    return wording.say(sentence, count=count, complete=complete, target=target)


def subline(record: SessionRecord, wording: Wording) -> str:
    """The headline by side."""
    return " · ".join(_done(side, record.prescription, wording) for side in record.sides if side.rep_count)


def _done(side: SideRecord, prescription: Prescription, wording: Wording) -> str:
    done, asked = side.rep_count, prescription.reps
    if holds(prescription):
        if done == asked:
            sentence = N_("{side}: all {number} done, {full} full")
        elif done < asked:
            sentence = N_("{side}: {done} of {asked} done, {full} full")
        else:
            sentence = N_("{side}: {number} done, {full} full")
    elif done == asked:
        sentence = N_("{side}: all {number} done")
    elif done < asked:
        sentence = N_("{side}: {done} of {asked} done")
    else:
        sentence = N_("{side}: {number} done")
    name = side_name(side.side, wording)
    return wording.say(sentence, side=name, number=done, done=done, asked=asked, full=side.complete_count)


def signal_words(unit: str, press: str, lift: str, other: str, wording: Wording, /, **values: object) -> str:
    """The sentence for what the driving signal is to a person: the press (N), the lift (deg), or another `{unit}`."""
    return wording.say({"N": press, "deg": lift}.get(unit, other), unit=clip(unit, 12), **values)


def exercise_name(exercise: Exercise, wording: Wording) -> str:
    """The exercise's name, short enough for a title."""
    return clip(wording.say(exercise.name), 80) or clip(exercise.key, 80) or wording.say(N_("Exercise"))
