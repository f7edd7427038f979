"""A range check in words: each side, how far off it may be, and what has changed, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.active_range import RangePosition
from levelhip.exercise.sentence import Sentence
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.range_checking import PELVIS_SAID
from levelhip.session.range_check import NO_LIFT, RangeCheck, SideRange
from levelhip.web.language import Language
from levelhip.web.outcome_words import reason_words

SINCE_LAST: Final = N_("Since the last check: {said}")
SINCE_FIRST: Final = N_("Since the first: {said}")
FIRST_CHECK: Final = N_("This is the first check of its kind: the next one is set beside it.")
QUESTIONS: Final[dict[RangePosition, str]] = {
    "side_lying": N_("Did your hips stay one above the other?"),
    "standing": N_("Did your pelvis stay level?"),
}
ANSWERS: Final = (("yes", N_("Yes")), ("no", N_("No")), ("unknown", N_("I am not sure")))
_TOLD: Final = {
    "yes": N_("The pelvis stayed where it was: you said so, nothing saw it."),
    "no": N_("The pelvis went along with the leg, you said: part of the number is the pelvis, so it is not compared."),
    "unknown": N_("Whether the pelvis stayed where it was is not known."),
}


@dataclass(frozen=True, slots=True)
class SideWords:
    """One side: its line, what is to be noted, what has changed."""

    line: str
    notes: list[str]
    changes: list[str]


@dataclass(frozen=True, slots=True)
class RangeWords:
    """A check as the page shows it. `notes`: of every side. `pelvis`: what the person said of it, or empty."""

    sides: list[SideWords]
    notes: list[str]
    error: str
    question: str
    pelvis: str


def range_words(check: RangeCheck, words: Language, entry: Json | None = None) -> RangeWords:
    """The check. `entry`: what was kept of it."""
    said = None if entry is None else entry["answers"].get("detail", {}).get(PELVIS_SAID)
    common = [note for note in _notes_of_first(check) if all(note in each.notes for each in check.sides)]
    return RangeWords(
        sides=[_side(each, common, entry, words) for each in check.sides],
        notes=[say(note, words) for note in common],
        error=say(check.error_line, words) if check.sides else words.say(NO_LIFT),
        question=words.say(QUESTIONS[check.position]),
        pelvis=words.say(_TOLD[said]) if said in _TOLD else "",
    )


def _notes_of_first(check: RangeCheck) -> Sequence[Sentence]:
    return check.sides[0].notes if check.sides else ()


def say(line: Sentence, words: Language) -> str:
    """A sentence with its numbers as the reader writes them."""
    return reason_words(line.as_dict(), words)


def _side(side: SideRange, common: Sequence[Sentence], entry: Json | None, words: Language) -> SideWords:
    notes = [say(note, words) for note in side.notes if note not in common]
    return SideWords(say(side.line, words), notes, [] if entry is None else _changes(side, entry, words))


def _changes(side: SideRange, entry: Json, words: Language) -> list[str]:
    if side.side is None:
        return []
    first, last = entry["changes"][side.side], entry["since_last"][side.side]
    if last is None:
        return [words.say(FIRST_CHECK)]
    lines = [words.say(SINCE_LAST, said=reason_words(last["reason"], words))]
    if first is not None and first != last:
        lines.append(words.say(SINCE_FIRST, said=reason_words(first["reason"], words)))
    return lines
