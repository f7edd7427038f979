"""Releases: a clinician's signed word that opens gates of clearance, for one patient, some exercises, and a time.

A release counts where its key is trusted on this device, its signature fits, it names this patient, and it is in force.
It opens the gates it names, as far as its signer's profession may (`clinicians.MAY_OPEN`), and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from levelhip.exercise.clearance_rules import ReleasedBy
from levelhip.exercise.clinicians import (
    MAY_OPEN,
    NAME_LETTERS,
    PROFESSIONS,
    REGISTRATION_LETTERS,
    Card,
    Profession,
)
from levelhip.exercise.codes import PATIENT_CODE
from levelhip.exercise.letters import SIGNATURE, Fields, LetterError, check_signature, written

RELEASE: Final = "levelhip.release/1"
RELEASE_FIELDS: Final = (
    "id", "name", "profession", "registration", "key_id", "patient", "exercises", "gates", "signed_at", "until", "note",
)  # fmt: skip
LONGEST: Final = timedelta(days=366)
"""No release holds longer than a year (levelhip_convention): somebody looks at the patient again."""
MOST_NAMED: Final = 60
"""Exercises, or gates, in one release."""
NOTE_LETTERS: Final = 500

_ID: Final = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Gate = tuple[str, ReleasedBy]
"""What stands closed (the key of a question or rule), and whose word opens it."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it is signed. `gates`: keys of questions and rules. In force in [signed_at, until)."""

    id: str
    name: str
    profession: Profession
    registration: str
    key_id: str
    patient: str
    exercises: tuple[str, ...]
    gates: tuple[str, ...]
    signed_at: datetime
    until: datetime
    note: str
    signature: str = ""

    def as_letter(self) -> dict[str, Any]:
        """The release as JSON, as its signature is over."""
        told = {name: getattr(self, name) for name in RELEASE_FIELDS}
        lists = {name: list(told[name]) for name in ("exercises", "gates")}
        times = {name: written(told[name]) for name in ("signed_at", "until")}
        return {"schema": RELEASE, **told, **lists, **times, SIGNATURE: self.signature}

    def holds(self, patient: str, exercise: str, moment: datetime) -> bool:
        """Say whether it is about this patient and exercise, and in force at `moment`."""
        return self.patient == patient and exercise in self.exercises and self.signed_at <= moment < self.until


def read_release(letter: object) -> Release:
    """Read a release; its signature is not looked at yet (`check_release`). Raises LetterError."""
    fields = Fields(letter, RELEASE, RELEASE_FIELDS)
    release = Release(
        id=fields.text("id"),
        name=fields.text("name", NAME_LETTERS),
        profession=fields.choice("profession", PROFESSIONS),
        registration=fields.text("registration", REGISTRATION_LETTERS, least=0),
        key_id=fields.hexadecimal("key_id", 32),
        patient=fields.text("patient"),
        exercises=fields.words("exercises", MOST_NAMED),
        gates=fields.words("gates", MOST_NAMED),
        signed_at=fields.moment("signed_at"),
        until=fields.moment("until"),
        note=fields.text("note", NOTE_LETTERS, least=0),
        signature=fields.signature,
    )
    if not _ID.fullmatch(release.id):
        raise LetterError("unreadable", "id: must be a UUID in small letters")
    if not PATIENT_CODE.is_one(release.patient):
        raise LetterError("unreadable", "patient: is no patient code in its one spelling")
    if not timedelta(0) < release.until - release.signed_at <= LONGEST:
        raise LetterError("unreadable", f"until: must be after signed_at, by at most {LONGEST.days} days")
    return release


def check_release(release: Release, card: Card) -> None:
    """Raise LetterError unless the card's key signed the release, in the name and profession that the card gives."""
    if (release.key_id, *_who(release)) != (card.key_id, *_who(card)):
        raise LetterError("other", "this release is of another clinician's key")
    check_signature(release.as_letter(), card.public_key)


def _who(signer: Release | Card) -> tuple[str, str, str]:
    return signer.name, signer.profession, signer.registration


@dataclass(frozen=True, slots=True)
class Trust:
    """What a device goes by: its patient's code, the cards it trusts, the releases it was given.

    `latest`: the latest moment it has ever seen; a clock set back makes no release younger.
    """

    patient: str = ""
    cards: tuple[Card, ...] = ()
    releases: tuple[Release, ...] = ()
    latest: datetime | None = None

    def opened(self, exercise: str, now: datetime) -> Mapping[Gate, Release]:
        """Each gate that is open for this exercise now, with the release that holds it open longest."""
        if now.utcoffset() is None:
            return {}
        moment = now if self.latest is None else max(now, self.latest)
        cards = {card.key_id: card for card in self.cards}
        opened: dict[Gate, Release] = {}
        for release in sorted(self.releases, key=lambda each: each.until):
            card = cards.get(release.key_id)
            if card is not None and release.holds(self.patient, exercise, moment) and _is_by(release, card):
                opened |= {(gate, word): release for gate in release.gates for word in MAY_OPEN[card.profession]}
        return opened


NO_TRUST: Final = Trust()
"""A device that trusts nobody."""


def _is_by(release: Release, card: Card) -> bool:
    try:
        check_release(release, card)
    except LetterError:
        return False
    return True
