"""What is kept of clinicians: their keys and their releases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from levelhip.ports.common import Json


@dataclass(frozen=True, slots=True)
class Pairing:
    """A clinician's key on this device, from the import of its card on: asked, paired, removed or revoked, and when.

    `card`, `answer`, `revocation`: the signed letters, as they came. `challenge`: empty where nobody was asked.
    """

    id: int
    key_id: str
    card: Json
    challenge: str
    asked_at: datetime
    wrong_tries: int = 0
    answer: Json | None = None
    paired_at: datetime | None = None
    removed_at: datetime | None = None
    revocation: Json | None = None
    revoked_at: datetime | None = None

    @property
    def is_trusted(self) -> bool:
        """Whether its releases count."""
        return self.paired_at is not None and self.removed_at is None and self.revoked_at is None

    @property
    def is_asked(self) -> bool:
        """Whether the clinician's answer is still waited for."""
        return self.paired_at is None and self.removed_at is None and self.revoked_at is None


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """A release as it came in, and under which pairing: with that, it counts and ends."""

    id: str
    pairing_id: int
    letter: Json
    imported_at: datetime
    withdrawn_at: datetime | None = None


class ClinicianStore(Protocol):
    """Keeps who may open gates, and what they opened. Rows are only added, and marked with when they ended."""

    def patient_code(self, new: str) -> str:
        """The code of this device's patient: `new`, unless there is one already."""
        ...

    def latest(self) -> datetime | None:
        """The latest moment that was ever noted."""
        ...

    def note_moment(self, moment: datetime) -> None:
        """Note that it has been `moment`; an earlier one than the latest changes nothing."""
        ...

    def pairings(self) -> list[Pairing]:
        """Every pairing there has been, oldest first."""
        ...

    def ask(self, key_id: str, card: Json, challenge: str, at: datetime) -> Pairing | None:
        """Begin a pairing; one that was begun before ends. None where the key is trusted already, or was revoked."""
        ...

    def count_wrong(self, pairing_id: int, most: int, at: datetime) -> None:
        """Count a wrong try; with the last of `most` the pairing ends."""
        ...

    def confirm(self, pairing_id: int, answer: Json, at: datetime) -> bool:
        """Trust the key from now on; False where the pairing is not waiting any more."""
        ...

    def remove(self, key_id: str, at: datetime) -> bool:
        """Trust the key no longer; False where it was not trusted."""
        ...

    def revoke(self, key_id: str, card: Json, revocation: Json, at: datetime) -> None:
        """Never trust the key again, whether it was known or not."""
        ...

    def add_release(self, new: KeptRelease) -> bool:
        """Keep a release; False where its id is known, or its pairing is trusted no longer."""
        ...

    def withdraw(self, release_id: str, at: datetime) -> bool:
        """End a release for good; False where there is none that has not ended."""
        ...

    def releases(self) -> list[KeptRelease]:
        """Every release there has been, oldest first."""
        ...
