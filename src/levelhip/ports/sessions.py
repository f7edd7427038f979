"""What is kept of a person: answers, sessions, mornings and stops, and the store of it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from levelhip.ports.clinicians import ClinicianStore
from levelhip.ports.common import Json
from levelhip.ports.outcomes import OutcomeStore
from levelhip.ports.plans import PlanStore


@dataclass(frozen=True, slots=True)
class ClearanceAnswers:
    """What a person had answered by a moment; never changed, only followed by newer ones.

    `times`: ISO moment in which each question was answered. `answered_at`: the last of them.
    """

    answers: Json
    times: dict[str, str]
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session as it is registered. `late`: told of after the fact, for instance because it was begun offline."""

    id: str
    config: Json
    exercise: str
    way: str
    language: str
    engine: str
    started_at: datetime
    registered_at: datetime
    clearance_held: bool
    assessment: Json
    late: bool


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What came of a session: the client's record and the server's own replay of the same inputs, side by side.

    `agrees`: None where they could not be compared (another engine). `numbers`: the few that lists and plots need.
    """

    session_id: str
    parts: int
    client_record: Json
    own_record: Json | None
    client_engine: str
    own_engine: str
    agrees: bool | None
    differences: Sequence[str]
    numbers: Json
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as lists show it: how it began, the newest record's numbers, and what was said afterwards."""

    started: NewSession
    parts: int | None
    """Parts that the newest record is made of; None: the session has not been finished."""
    agrees: bool | None
    differences: Sequence[str]
    numbers: Json | None
    finished_at: datetime | None
    afterwards: Json | None


@dataclass(frozen=True, slots=True)
class Morning:
    """How the hip was in the morning of a date, 0-10; None: asked, and skipped."""

    day: date
    rating: int | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class PainStop:
    """That a session was stopped for pain: when it was first told, and what was answered then. None: nothing."""

    told_at: datetime
    answers: Json | None


@dataclass(frozen=True, slots=True)
class PartLimits:
    """How much a session may bring along."""

    count: int = 400
    bytes_each: int = 2 * 1024 * 1024
    bytes_all: int = 200 * 1024 * 1024


class TooMuchError(ValueError):
    """More than a session may bring along. The message says what the limit is."""


class CheckStopStore(Protocol):
    """Keeps stops for pain in a check."""

    def add(self, told_at: datetime) -> int:
        """Keep one more; gives its number."""
        ...

    def answer(self, number: int, merge: Callable[[Json | None], Json | None]) -> bool:
        """Replace what was answered by `merge` of it, with nobody in between; False where there is no such stop."""
        ...

    def all(self, *, at: datetime | None = None) -> list[PainStop]:
        """Every one, or those told of up to `at`, oldest first."""
        ...


class SessionStore(Protocol):
    """Keeps a person's data. Every writing method is one transaction: whole, or StoreError and nothing."""

    @property
    def clinicians(self) -> ClinicianStore:
        """Who may open gates of clearance, in the same file."""
        ...

    @property
    def outcomes(self) -> OutcomeStore:
        """Questionnaires and what others measured, in the same file."""
        ...

    @property
    def plans(self) -> PlanStore:
        """What is to be done, and why, in the same file."""
        ...

    @property
    def check_stops(self) -> CheckStopStore:
        """Stops for pain in a check, in the same file; `pain_stops` gives them too."""
        ...

    def settings(self) -> Json:
        """The person's settings as last saved; empty at first."""
        ...

    def change_settings(self, merge: Callable[[Json], Json]) -> Json:
        """Replace the settings by `merge` of the old ones, with nobody in between; gives the new ones."""
        ...

    def add_clearance(self, merge: Callable[[ClearanceAnswers | None], ClearanceAnswers]) -> None:
        """Add what `merge` makes of the answers given last, with nobody in between; older ones stay."""
        ...

    def clearance(self, *, at: datetime | None = None) -> ClearanceAnswers | None:
        """The answers given last, or last before `at`."""
        ...

    def all_clearance(self) -> list[ClearanceAnswers]:
        """Every set of answers, oldest first."""
        ...

    def add_session(self, new: NewSession) -> bool:
        """Register a session; False where its id is known already (then nothing changes)."""
        ...

    def session(self, session_id: str) -> KeptSession | None:
        """One session."""
        ...

    def sessions(
        self, *, since: datetime | None = None, before: datetime | None = None, limit: int | None = None
    ) -> list[KeptSession]:
        """Sessions that started in [since, before), newest first."""
        ...

    def put_part(self, session_id: str, n: int, body: bytes, limits: PartLimits) -> Literal["kept", "same", "other"]:
        """Keep part `n`, once. Gives "same" where it is there already, "other" where something else is: that stays.

        Raises KeyError for an unknown session, TooMuchError beyond the limits.
        """
        ...

    def part_numbers(self, session_id: str) -> list[int]:
        """Which parts are there, in order."""
        ...

    def parts(self, session_id: str, count: int | None = None) -> Iterator[bytes]:
        """The bodies of parts 0 to `count` - 1, or of all, in order."""
        ...

    def add_record(self, new: NewRecord) -> None:
        """Keep what came of a session, once; earlier, other records of it stay. Raises KeyError if unknown."""
        ...

    def records(self, session_id: str) -> list[NewRecord]:
        """Every record of a session, newest first."""
        ...

    def set_afterwards(self, session_id: str, answers: Json, answered_at: datetime) -> None:
        """Keep what was said after a session, in the place of what was said before."""
        ...

    def note_pain_stop(self, session_id: str, at: datetime) -> None:
        """Keep when it was first told that a session was stopped for pain. Raises KeyError if unknown."""
        ...

    def pain_stops(self, *, at: datetime | None = None) -> list[PainStop]:
        """Every stop for pain there has been, or was told of up to `at`, oldest first."""
        ...

    def pain_stopped(self) -> frozenset[str]:
        """The sessions that were stopped for pain."""
        ...

    def set_morning(self, morning: Morning) -> None:
        """Keep a morning's rating, in the place of an earlier one of that date."""
        ...

    def mornings(self, first: date, last: date) -> list[Morning]:
        """The mornings from `first` to `last`, both included, in order."""
        ...

    def all_mornings(self) -> list[Morning]:
        """Every morning, in order."""
        ...

    def erase(self) -> dict[str, int]:
        """Remove everything, also from the file's free space; gives how many of each there were."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...
