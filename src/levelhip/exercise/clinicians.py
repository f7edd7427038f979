"""A clinician's key as others know it: the card that names its owner, its fingerprint, its answer, its end.

A key's id is the SHA-256 of its whole card, so another name or another profession is another key: what one compares
by voice stands for all of it. A card is signed with its own key; that says whose it claims to be, not that it is true:
this is what meeting, or telephoning, is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final, Literal, get_args

from levelhip.exercise.clearance_rules import ReleasedBy
from levelhip.exercise.codes import CHALLENGE
from levelhip.exercise.letters import Fields, Letter, LetterError, check_signature, signed_bytes

Profession = Literal["therapist", "clinician", "surgeon"]
PROFESSIONS: Final[tuple[Profession, ...]] = get_args(Profession)

MAY_OPEN: Final[Mapping[Profession, frozenset[ReleasedBy]]] = MappingProxyType(
    {
        "therapist": frozenset({"therapist"}),
        "clinician": frozenset({"therapist", "clinician"}),
        "surgeon": frozenset({"therapist", "clinician", "surgeon"}),
    }
)
"""Whose word opens what (levelhip_convention): a surgeon is a clinician too; what is nobody's to open is in none."""

CARD: Final = "levelhip.card/1"
ANSWER: Final = "levelhip.key-answer/1"
REVOCATION: Final = "levelhip.key-revocation/1"
CARD_FIELDS: Final = ("name", "profession", "registration", "public_key", "made_at")
ANSWER_FIELDS: Final = ("key_id", "challenge", "signed_at")
REVOCATION_FIELDS: Final = ("card", "signed_at")

NAME_LETTERS: Final = 80
REGISTRATION_LETTERS: Final = 160
FINGERPRINT_GROUPS: Final = 8
SPOKEN_GROUPS: Final = 2
"""How many of its last groups are typed as they are heard; the others are compared by ear."""
_GROUP: Final = 100_000


@dataclass(frozen=True, slots=True)
class Card:
    """A key and who says that it is theirs. `public_key`, `key_id`: hexadecimal."""

    name: str
    profession: Profession
    registration: str
    public_key: str
    made_at: datetime
    key_id: str


@dataclass(frozen=True, slots=True)
class Revocation:
    """The owner's word that a key counts no longer."""

    card: Card
    signed_at: datetime


def read_card(letter: object) -> Card:
    """Read a card and check that its own key signed it. Raises LetterError."""
    fields = Fields(letter, CARD, CARD_FIELDS)
    card = Card(
        name=fields.text("name", NAME_LETTERS),
        profession=fields.choice("profession", PROFESSIONS),
        registration=fields.text("registration", REGISTRATION_LETTERS, least=0),
        public_key=fields.public_key("public_key"),
        made_at=fields.moment("made_at"),
        key_id=_key_id(fields.whole),
    )
    check_signature(fields.whole, card.public_key)
    return card


def _key_id(letter: Letter) -> str:
    return sha256(signed_bytes(letter)).hexdigest()


def fingerprint(key_id: str) -> tuple[str, ...]:
    """Eight groups of five digits: 133 of the id's 256 bits, to be read aloud."""
    raw = bytes.fromhex(key_id)
    size = len(raw) // FINGERPRINT_GROUPS
    groups = (raw[at : at + size] for at in range(0, len(raw), size))
    return tuple(f"{int.from_bytes(group, 'big') % _GROUP:05d}" for group in groups)


def check_answer(letter: object, card: Card, challenge: str) -> None:
    """Raise LetterError unless this is the key's own answer to `challenge`."""
    fields = Fields(letter, ANSWER, ANSWER_FIELDS)
    told = (fields.hexadecimal("key_id", 32), fields.text("challenge"))
    fields.moment("signed_at")
    if not CHALLENGE.is_one(told[1]) or told != (card.key_id, challenge):
        raise LetterError("other", "this answers another challenge, or comes from another key")
    check_signature(fields.whole, card.public_key)


def read_revocation(letter: object) -> Revocation:
    """Read the end of a key. Raises LetterError."""
    fields = Fields(letter, REVOCATION, REVOCATION_FIELDS)
    revocation = Revocation(read_card(fields.whole["card"]), fields.moment("signed_at"))
    check_signature(fields.whole, revocation.card.public_key)
    return revocation
