"""What is kept of questionnaires and checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from levelhip.ports.common import Json


@dataclass(frozen=True, slots=True)
class KeptOutcome:
    """What was answered to a questionnaire, or measured by somebody: `measure` says what, `answers` as it was told."""

    id: int
    measure: str
    answers: Json
    answered_at: datetime


class OutcomeStore(Protocol):
    """Keeps whether something has changed: rows are added, and removed where they were wrong."""

    def add(self, measure: str, answers: Json, answered_at: datetime) -> KeptOutcome:
        """Keep one more."""
        ...

    def add_once(
        self, measure: str, answers: Json, answered_at: datetime, is_same: Callable[[Json], bool]
    ) -> KeptOutcome:
        """Keep it unless one of this measure is the same, with nobody in between; gives the one that is there."""
        ...

    def change(self, number: int, merge: Callable[[Json], Json]) -> bool:
        """Replace what was told by `merge` of it, with nobody in between; False where there is none of this number."""
        ...

    def all(self) -> list[KeptOutcome]:
        """Every one, in the order of keeping."""
        ...

    def remove(self, number: int) -> bool:
        """Remove one; False where there is none of this number."""
        ...
