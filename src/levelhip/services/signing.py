"""The clinician's side of releases: what an opened key signs. Each letter is read again as a patient's device will."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from levelhip.exercise.clinicians import (
    ANSWER,
    MAY_OPEN,
    REVOCATION,
    Profession,
    check_answer,
    read_card,
    read_revocation,
)
from levelhip.exercise.codes import CHALLENGE, PATIENT_CODE
from levelhip.exercise.letters import SIGNATURE, signed_bytes, written
from levelhip.exercise.library import load_clearance, load_exercise
from levelhip.exercise.library.tables import suggestion
from levelhip.exercise.releases import LONGEST, Release, check_release, read_release
from levelhip.ports import Json


class SigningError(ValueError):
    """What cannot be signed, or a key that cannot be used. The message is one line."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a release is to say. `until`: the first moment in which it holds no more."""

    patient: str
    exercises: Sequence[str]
    gates: Sequence[str]
    until: datetime
    note: str = ""


class Signer:
    """A clinician's key, opened. Raises LetterError where the card is not this key's."""

    def __init__(self, key: Ed25519PrivateKey, card: Json) -> None:
        self._key = key
        self._letter = card
        self.card = read_card(card)

    def release(self, order: Order, now: datetime) -> Json:
        """Sign a release. Raises SigningError, CodeError, LetterError, UnknownExerciseError."""
        signed_at, until = now.replace(microsecond=0), order.until.replace(microsecond=0)
        if not signed_at < until <= signed_at + LONGEST:
            raise SigningError(f"until: must be after now, and at most {LONGEST.days} days away")
        for exercise in order.exercises:
            load_exercise(exercise)
        release = Release(
            id=str(uuid.uuid4()),
            name=self.card.name,
            profession=self.card.profession,
            registration=self.card.registration,
            key_id=self.card.key_id,
            patient=PATIENT_CODE.read(order.patient),
            exercises=tuple(sorted(set(order.exercises))),
            gates=checked_gates(order.gates, self.card.profession),
            signed_at=signed_at,
            until=until,
            note=order.note.strip(" "),
        )
        letter = signed(release.as_letter(), self._key)
        check_release(read_release(letter), self.card)
        return letter

    def answer(self, challenge: str, now: datetime) -> Json:
        """Answer a patient's challenge. Raises CodeError."""
        asked = CHALLENGE.read(challenge)
        told = {"schema": ANSWER, "key_id": self.card.key_id, "challenge": asked, "signed_at": written(now)}
        letter = signed(told, self._key)
        check_answer(letter, self.card, asked)
        return letter

    def revocation(self, now: datetime) -> Json:
        """End the key: whoever takes this in trusts it no longer, ever."""
        letter = signed({"schema": REVOCATION, "card": self._letter, "signed_at": written(now)}, self._key)
        read_revocation(letter)
        return letter


def gates_of(profession: Profession) -> list[str]:
    """The gates that somebody of this profession may open."""
    gates = load_clearance().gates()
    return [gate for gate, words in gates.items() if not MAY_OPEN[profession].isdisjoint(words)]


def checked_gates(wanted: Sequence[str], profession: Profession) -> tuple[str, ...]:
    """The gates in their order. Raises SigningError where one is none, or not this profession's to open."""
    known, mine = load_clearance().gates(), gates_of(profession)
    for gate in wanted:
        if gate not in mine:
            why = f"is not for a {profession} to open" if gate in known else f"is no gate{suggestion(gate, mine)}"
            raise SigningError(f"gate {gate!r} {why}; there are: {', '.join(mine)}")
    return tuple(sorted(set(wanted)))


def signed(letter: Json, key: Ed25519PrivateKey) -> Json:
    """The letter with its signature."""
    return {**letter, SIGNATURE: key.sign(signed_bytes(letter)).hex()}
