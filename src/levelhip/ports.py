"""The sockets of the house: what a reader, a live sensor, a store and a clock must offer.

A new reader is one file in `recordings/` that fulfils `RecordingReader`; `levelhip.testing` then tests it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal, Protocol, runtime_checkable

CHUNK_ROWS: Final = 4096
"""Rows a reader hands over at once: small enough for constant memory, large enough to cost nothing."""


class RecordingError(ValueError):
    """A recording that cannot be read. The message is one line for a person: what is wrong, where, what to do."""


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """Where a column comes from in a foreign file: its name there and, if it differs, its unit."""

    name: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a person says to read a file.

    `header`: names of the columns of a file without a header line (`--columns a,b,c`; `-` skips a column).
    `sources`: our column name -> where it is found (`--column force_n=Weight:kg`).
    `frame_px`: width and height of the picture, for landmarks given as fractions of it (`--frame 640x480`).
    `side`: 'left' or 'right', for files that hold both legs' angles in one table (`--side left`).
    `rigging`: 'strand' or 'inline', where the load cell sat that a foreign file is from (`--rigging strand`).
    `muscles`: of a file that holds markers and muscle signals at two rates, the muscle signals are meant.
    """

    header: tuple[str, ...] = ()
    sources: Mapping[str, ColumnSource] = field(default_factory=dict)
    frame_px: tuple[int, int] | None = None
    side: str | None = None
    rigging: str | None = None
    muscles: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive rows of a recording, column by column; all columns equally long, missing numbers NaN.

    `t_s`: seconds. `numbers`: our column name -> floats. `side`: 'left', 'right' or '' a row, None if not told.
    """

    t_s: list[float]
    numbers: dict[str, list[float]]
    side: list[str] | None = None


@dataclass(slots=True)
class Recording:
    """An opened recording. `chunks` is read once, front to back; `warnings` grows while it is."""

    source: str
    columns: tuple[str, ...]
    chunks: Iterator[Chunk]
    started_at: str | None = None
    warnings: list[str] = field(default_factory=list)
    progress: Callable[[], float | None] = lambda: None
    """Fraction of the file read so far, 0-1, or None where that is unknown."""


@runtime_checkable
class RecordingReader(Protocol):
    """Reads one kind of file."""

    suffixes: tuple[str, ...]
    """File name endings, lower case with the dot: `.csv`, `.csv.gz`."""

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Open `path`. Raises RecordingError, here or while the chunks are read, saying what and where."""
        ...


# -- live sensors ------------------------------------------------------------------------------------------------------


class SensorError(ValueError):
    """A sensor that cannot be had. The message is one line for a person: what is wrong, what to do."""


class SensorState(StrEnum):
    """What a live sensor tells about itself."""

    CONNECTED = "connected"
    SAMPLES = "samples"
    BATTERY = "battery"  # its voltage is known
    LOW_POWER = "low power"  # it is about to switch itself off
    ZEROED = "zeroed"  # what it felt is nothing from now on
    LOST = "lost"
    FOUND = "found"  # again, after it was lost


@dataclass(frozen=True, slots=True)
class SensorNews:
    """What a live sensor told at `t_s` (session seconds). `samples`: times and net forces on the ankle, N."""

    state: SensorState
    t_s: float
    samples: tuple[tuple[float, float], ...] = ()
    battery_mv: int | None = None


class Sensor(Protocol):
    """A force sensor that is there now. Its samples' times only go forward; a silence stays a gap."""

    name: str
    """What a person knows it by."""

    def news(self) -> AsyncGenerator[SensorNews, None]:
        """What it tells, from connecting on, for as long as somebody listens; closing it lets the sensor go.

        A connection that is lost is sought again. Raises SensorError where there is none, or it does not come back.
        """
        ...

    def zero(self) -> bool:
        """What it felt in the last second is nothing from now on; False where it felt nothing, or was pulled."""
        ...


# -- time, and what is kept --------------------------------------------------------------------------------------------

Json = dict[str, Any]
"""A JSON object."""


class Clock(Protocol):
    """Tells what time it is."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...


class StoreError(Exception):
    """Nothing was kept, and nothing half. `line` says in one line what is wrong and what to do."""

    def __init__(self, reason: Literal["full", "read_only", "busy", "damaged", "newer", "unusable"], line: str) -> None:
        super().__init__(line)
        self.reason = reason
        self.line = line


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

    def all(self) -> list[KeptOutcome]:
        """Every one, in the order of keeping."""
        ...

    def remove(self, number: int) -> bool:
        """Remove one; False where there is none of this number."""
        ...


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
