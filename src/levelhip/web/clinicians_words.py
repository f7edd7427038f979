"""Clinicians and releases in words, for their page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from levelhip.exercise.clearance_rules import ReleasedBy
from levelhip.exercise.clinicians import Profession, fingerprint
from levelhip.exercise.library import exercise_keys, load_clearance, load_exercise
from levelhip.exercise.wording import N_
from levelhip.web.clinicians_view import Force, Given, Key, Standing
from levelhip.web.language import Language
from levelhip.web.page_words import full_day, short_name
from levelhip.web.reading import ZONE

PROFESSIONS: Final[dict[Profession, str]] = {
    "therapist": N_("physical therapist"),
    "clinician": N_("doctor or other clinician"),
    "surgeon": N_("surgeon"),
}
WHOSE_WORD: Final[dict[ReleasedBy, str]] = {
    "nobody": N_("no release opens this"),
    "therapist": N_("the word of a physical therapist, clinician or surgeon opens it"),
    "clinician": N_("the word of a clinician or surgeon opens it"),
    "surgeon": N_("only a surgeon's word opens it"),
}
_FORCES: Final[dict[Force, str]] = {
    "in_force": N_("in force until the end of {day}"),
    "not_yet": N_("not in force yet: it was signed at a time that has not come here"),
    "over": N_("over since {day}"),
    "withdrawn": N_("ended by you"),
    "closed": N_("closed: its key is trusted no longer"),
}
_STANDINGS: Final[dict[Standing, str]] = {
    "asked": N_("waiting for the answer since {day}"),
    "trusted": N_("trusted since {day}"),
    "removed": N_("removed by you on {day}"),
    "revoked": N_("ended by its owner; brought in on {day}"),
    "given_up": N_("not completed; begun on {day}"),
}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as the page shows it."""

    key_id: str
    pairing: int
    name: str
    profession: str
    registration: str
    standing: str
    is_trusted: bool
    is_asked: bool
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release as the page shows it."""

    id: str
    name: str
    force: str
    exercises: str
    opens: list[str]
    note: str
    is_standing: bool


def key_line(key: Key, words: Language) -> KeyLine:
    """A key in words."""
    pairing = key.pairing
    moments = (
        pairing.revoked_at,
        pairing.removed_at if pairing.paired_at else None,
        pairing.paired_at,
        pairing.asked_at,
    )
    moment = next(each for each in moments if each is not None)
    return KeyLine(
        key_id=pairing.key_id,
        pairing=pairing.id,
        name=key.card.name,
        profession=words.say(PROFESSIONS[key.card.profession]),
        registration=key.card.registration,
        standing=words.say(_STANDINGS[key.standing], day=day_of(moment, words)),
        is_trusted=key.standing == "trusted",
        is_asked=key.standing == "asked",
        groups=fingerprint(pairing.key_id),
    )


def release_line(given: Given, words: Language) -> ReleaseLine:
    """A release in words."""
    release = given.release
    known = [key for key in release.exercises if key in exercise_keys()]
    last = release.until - timedelta(microseconds=1)
    return ReleaseLine(
        id=release.id,
        name=release.name,
        force=words.say(_FORCES[given.force], day=day_of(last, words)),
        exercises=", ".join(short_name(load_exercise(key), words) for key in known),
        opens=[words.say(text) for text in map(gate_text, given.opens)],
        note=release.note,
        is_standing=given.force in ("in_force", "not_yet"),
    )


def gate_text(gate: str) -> str:
    """What a gate is about: its question, or why it stands closed."""
    rules = load_clearance()
    asked = {question.key: question.text for question in rules.questions}
    beside = {rule.key: rule.finding.why for rule in rules.beside}
    return {**asked, **beside}[gate]


def day_of(moment: datetime, words: Language) -> str:
    """The day of a moment, here."""
    return full_day(moment.astimezone(ZONE).date(), words)
