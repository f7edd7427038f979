"""The patient's side of releases: trusting a clinician's key, taking in what it signed, taking the trust away again.

Pairing is a deliberate act: the card is brought in, its fingerprint compared by voice, and the key's owner answers a
challenge of this device. Whoever has the whole device can play both parts; docs/decisions/0008 says what that means.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from levelhip.exercise.clearance import CLOCK_TOLERANCE
from levelhip.exercise.clinicians import (
    MAY_OPEN,
    SPOKEN_GROUPS,
    Card,
    check_answer,
    fingerprint,
    read_card,
    read_revocation,
)
from levelhip.exercise.codes import CHALLENGE
from levelhip.exercise.letters import Letter, LetterError, parse_letter
from levelhip.exercise.library import load_clearance
from levelhip.exercise.releases import Release, check_release, read_release
from levelhip.exercise.wording import N_
from levelhip.ports import ClinicianStore, Clock, Json, KeptRelease, Pairing
from levelhip.services.opening import Opening

Got = TypeVar("Got")

CHALLENGE_LASTS: Final = timedelta(days=7)
"""A pairing that was begun waits so long for its answer (levelhip_convention)."""
WRONG_TRIES: Final = 5
"""Ten digits are not guessed in five tries."""

NOT_READ: Final = N_("This could not be read. Copy the whole text, or choose the file that your clinician sent.")
NOT_A_CARD: Final = N_("This is not a clinician's card.")
NOT_AN_ANSWER: Final = N_("This is not the answer to the challenge shown here.")
NOT_A_RELEASE: Final = N_("This is not a release, or not of the clinician whose key it names.")
NOT_AN_END: Final = N_("This is not the end of a key.")
FORGED: Final = N_("The signature does not fit: something was changed on the way. Ask your clinician to send it again.")
TRUSTED_ALREADY: Final = N_("This key is among your clinicians already.")
REVOKED: Final = N_("The owner has ended this key. It cannot be added any more; ask for the card of the new one.")
NO_PAIRING: Final = N_("This is not waiting any more: begin again with the card.")
WRONG_DIGITS: Final = N_("These are not the last digits of the fingerprint. Let your clinician read them again.")
OTHER_PATIENT: Final = N_("This release is for another patient code. Yours is {code}.")
UNKNOWN_KEY: Final = N_("This release is signed with a key that is not among your clinicians. Add their card first.")
OVER: Final = N_("This release is no longer in force. Ask your clinician for a new one.")
KNOWN: Final = N_("This release was brought in before. One that has ended stays ended: ask for a new one.")
OPENS_NOTHING: Final = N_("This release opens nothing here: what it names is not theirs to open, or not known.")


class ReleasingError(ValueError):
    """Something that cannot be; nothing was changed. `sentence`: an English message id, its places in `values`."""

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values


class Releasing:
    """Whose releases count on this device. Every act raises ReleasingError where it cannot be."""

    def __init__(self, store: ClinicianStore, clock: Clock, opening: Opening) -> None:
        self._store, self._clock, self._opening = store, clock, opening

    def patient_code(self) -> str:
        """The code by which a release names this device's patient."""
        return self._opening.patient_code()

    def latest(self) -> datetime:
        """The latest moment this device has seen."""
        return self._opening.latest()

    def pairings(self) -> list[Pairing]:
        """Every pairing there has been, oldest first."""
        return self._store.pairings()

    def releases(self) -> list[KeptRelease]:
        """Every release there has been, oldest first."""
        return self._store.releases()

    # -- keys ------------------------------------------------------------------------------------------------------

    def begin(self, card: str) -> Pairing:
        """Take in a clinician's card: the pairing then waits for the digits and the answer to its challenge."""
        letter, read = _read(card, read_card, NOT_A_CARD)
        challenge = CHALLENGE.made(secrets.token_bytes(CHALLENGE.noise_bytes))
        begun = self._store.ask(read.key_id, letter, challenge, self._clock.now())
        if begun is None:
            ended = any(each.key_id == read.key_id and each.revoked_at for each in self._store.pairings())
            raise ReleasingError(REVOKED if ended else TRUSTED_ALREADY)
        return begun

    def waiting(self, pairing_id: int) -> Pairing:
        """A pairing that waits for its answer."""
        found = next((each for each in self._store.pairings() if each.id == pairing_id and each.is_asked), None)
        if found is None or not -CLOCK_TOLERANCE <= self._clock.now() - found.asked_at < CHALLENGE_LASTS:
            raise ReleasingError(NO_PAIRING)
        return found

    def pair(self, pairing_id: int, digits: str, answer: str) -> Card:
        """Trust a key: the last digits of its fingerprint as they were heard, and its owner's answer."""
        pairing = self.waiting(pairing_id)
        if _digits(digits) != "".join(fingerprint(pairing.key_id)[-SPOKEN_GROUPS:]):
            self._store.count_wrong(pairing.id, WRONG_TRIES, self._clock.now())
            raise ReleasingError(WRONG_DIGITS)
        card = read_card(pairing.card)
        letter, _ = _read(answer, lambda told: check_answer(told, card, pairing.challenge), NOT_AN_ANSWER)
        if not self._store.confirm(pairing.id, letter, self._clock.now()):
            raise ReleasingError(NO_PAIRING)
        return card

    def remove(self, key_id: str) -> bool:
        """Trust a key no longer: all it opened is closed at once. False where it was not trusted."""
        return self._store.remove(key_id, self._clock.now())

    def revoke(self, revocation: str) -> Card:
        """Take in its owner's word that a key has ended."""
        letter, read = _read(revocation, read_revocation, NOT_AN_END)
        self._store.revoke(read.card.key_id, letter["card"], letter, self._clock.now())
        return read.card

    # -- releases --------------------------------------------------------------------------------------------------

    def take_in(self, release: str) -> Release:
        """Take in a release. It counts from now on, as long as its time, its key and the patient let it."""
        _, read = _read(release, read_release, NOT_A_RELEASE)
        if read.patient != self.patient_code():
            raise ReleasingError(OTHER_PATIENT, code=self.patient_code())
        trusted = (each for each in self._store.pairings() if each.is_trusted and each.key_id == read.key_id)
        pairing = next(trusted, None)
        if pairing is None:
            raise ReleasingError(UNKNOWN_KEY)
        card = read_card(pairing.card)
        _checked(lambda: check_release(read, card), NOT_A_RELEASE)
        if read.until <= self._opening.latest():
            raise ReleasingError(OVER)
        if not openable(read):
            raise ReleasingError(OPENS_NOTHING)
        if not self._store.add_release(KeptRelease(read.id, pairing.id, read.as_letter(), self._clock.now())):
            raise ReleasingError(KNOWN)
        return read

    def withdraw(self, release_id: str) -> bool:
        """End a release for good. False where there is none that has not ended."""
        return self._store.withdraw(release_id, self._clock.now())


def openable(release: Release) -> list[str]:
    """The gates of a release that its signer's profession may open, as this version knows them."""
    gates = load_clearance().gates()
    return [gate for gate in release.gates if not MAY_OPEN[release.profession].isdisjoint(gates.get(gate, ()))]


def _read(text: str, read: Callable[[Letter], Got], other: str) -> tuple[Json, Got]:
    """A letter as it was pasted, and what it says; `other`: the sentence where it is another kind of letter."""

    def both() -> tuple[Json, Got]:
        letter = parse_letter(text)
        return letter, read(letter)

    return _checked(both, other)


def _checked(read: Callable[[], Got], other: str) -> Got:
    try:
        return read()
    except LetterError as error:
        sentences = {"unreadable": NOT_READ, "other": other, "forged": FORGED}
        raise ReleasingError(sentences[error.fault]) from error


def _digits(text: str) -> str:
    return "".join(char for char in text[:40] if char in "0123456789")
