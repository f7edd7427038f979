"""What is kept of plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from levelhip.ports.common import Json


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan as it is kept, and what made it, on the person's `day`: verdict, rule, reasons and sources.

    `own_text`: the programme as a therapist wrote it; None: it is one of those shipped. `moved`: the dose changed.
    """

    programme: str
    plan: Json
    own_text: str | None
    day: date
    verdict: str
    rule: str
    reasons: Sequence[Json]
    evidence: Sequence[str]
    moved: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan that is kept; a later one has a higher number."""

    id: int
    made: NewPlan


class PlanStore(Protocol):
    """Keeps what is to be done, and why. Rows are only added; the newest is in force."""

    def add(self, new: NewPlan, after: int | None) -> bool:
        """Keep one more after the row `after` (None: the first); False where another came in between."""
        ...

    def latest(self, programme: str | None = None, *, rule: str | None = None) -> KeptPlan | None:
        """The newest, or the newest of a programme, or that a rule made."""
        ...

    def moves(self) -> list[KeptPlan]:
        """Those with which the dose changed, in the order of keeping."""
        ...

    def all(self) -> list[KeptPlan]:
        """Every one, in the order of keeping."""
        ...
