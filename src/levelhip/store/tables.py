"""The tables. A change here comes with a migration beside it (`migrations/versions`); a test compares the two."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    Named,
    PrimaryKeyConstraint,
    String,
    Table,
    TypedColumns,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as ISO text in UTC so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - not ours
        """To text, always with microseconds."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - not ours
        """From text."""
        return None if value is None else datetime.fromisoformat(value)


_JSON: Final[TypeEngine[Any]] = JSON(none_as_null=True)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class SettingsColumns(TypedColumns):
    """What the person set, one row. `version`: of the form of `body`."""

    id: Named[int] = Column(primary_key=True)
    version: Named[int]
    body: Named[dict[str, Any]] = Column(_JSON)


class ClearanceColumns(TypedColumns):
    """What was answered, after each time of answering; rows are only added. `times`: when each question was."""

    id: Named[int] = Column(primary_key=True)
    answers: Named[dict[str, Any]] = Column(_JSON)
    times: Named[dict[str, str]] = Column(_JSON)
    answered_at: Named[datetime] = Column(Moment)


class SessionColumns(TypedColumns):
    """A session as it was begun."""

    id: Named[str] = Column(String(36), primary_key=True)
    config: Named[dict[str, Any]] = Column(_JSON)
    exercise: Named[str]
    way: Named[str]
    language: Named[str]
    engine: Named[str]
    started_at: Named[datetime] = Column(Moment, index=True)
    registered_at: Named[datetime] = Column(Moment)
    clearance_held: Named[bool]
    assessment: Named[dict[str, Any]] = Column(_JSON)
    late: Named[bool]


class PartColumns(TypedColumns):
    """Recorded inputs, as they came, compressed. `size`: bytes before that; `digest`: SHA-256 of them."""

    session_id: Named[str] = Column(String(36), ForeignKey("sessions.id", ondelete="CASCADE"))
    n: Named[int]
    size: Named[int]
    digest: Named[str] = Column(String(64))
    body: Named[bytes] = Column(LargeBinary)


class RecordColumns(TypedColumns):
    """What came of a session, by the client and by ourselves; the newest of a session is shown."""

    id: Named[int] = Column(primary_key=True)
    session_id: Named[str] = Column(String(36), ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    parts: Named[int]
    client_digest: Named[str] = Column(String(64))
    client_record: Named[dict[str, Any]] = Column(_JSON)
    own_record: Named[dict[str, Any] | None] = Column(_JSON)
    client_engine: Named[str]
    own_engine: Named[str]
    agrees: Named[bool | None]
    differences: Named[list[str]] = Column(_JSON)
    numbers: Named[dict[str, Any]] = Column(_JSON)
    finished_at: Named[datetime] = Column(Moment)


class AfterwardsColumns(TypedColumns):
    """What was said after a session. Null is not known, never 0."""

    session_id: Named[str] = Column(String(36), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    pain: Named[int | None]
    effort: Named[int | None]
    stop_answers: Named[dict[str, Any] | None] = Column(_JSON)
    answered_at: Named[datetime] = Column(Moment)


class MorningColumns(TypedColumns):
    """How the hip was in the morning. Null: asked, and skipped."""

    day: Named[date] = Column(Date, primary_key=True)
    rating: Named[int | None]
    answered_at: Named[datetime] = Column(Moment)


class PainStopColumns(TypedColumns):
    """That a session was stopped for pain, and when that was first told."""

    session_id: Named[str] = Column(String(36), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    told_at: Named[datetime] = Column(Moment)


class CheckStopColumns(TypedColumns):
    """A stop for pain in a check. `stop_answers` null: nothing was answered."""

    id: Named[int] = Column(primary_key=True)
    told_at: Named[datetime] = Column(Moment)
    stop_answers: Named[dict[str, Any] | None] = Column(_JSON)


class DeviceColumns(TypedColumns):
    """The device, one row: whose it is, and the latest moment it has seen."""

    id: Named[int] = Column(primary_key=True)
    patient_code: Named[str | None]
    latest: Named[datetime | None] = Column(Moment)


class ClinicianKeyColumns(TypedColumns):
    """A clinician's key, once for each pairing; rows are only added and marked. The letters are as they were signed."""

    id: Named[int] = Column(primary_key=True)
    key_id: Named[str] = Column(String(64), index=True)
    card: Named[dict[str, Any]] = Column(_JSON)
    challenge: Named[str]
    asked_at: Named[datetime] = Column(Moment)
    wrong_tries: Named[int]
    answer: Named[dict[str, Any] | None] = Column(_JSON)
    paired_at: Named[datetime | None] = Column(Moment)
    removed_at: Named[datetime | None] = Column(Moment)
    revocation: Named[dict[str, Any] | None] = Column(_JSON)
    revoked_at: Named[datetime | None] = Column(Moment)


class ReleaseColumns(TypedColumns):
    """A release as it was signed, and the pairing under which it came; rows are only added and marked."""

    id: Named[str] = Column(String(36), primary_key=True)
    pairing_id: Named[int] = Column(ForeignKey("clinician_keys.id"))
    letter: Named[dict[str, Any]] = Column(_JSON)
    imported_at: Named[datetime] = Column(Moment, index=True)
    withdrawn_at: Named[datetime | None] = Column(Moment)


class OutcomeColumns(TypedColumns):
    """What was answered to a questionnaire, or measured by somebody."""

    id: Named[int] = Column(primary_key=True)
    measure: Named[str] = Column(String(64))
    answers: Named[dict[str, Any]] = Column(_JSON)
    answered_at: Named[datetime] = Column(Moment)


class PlanColumns(TypedColumns):
    """A plan, and what made it: the person's `day`, verdict, rule, reasons, sources. `moved`: the dose changed with it.

    `own_text`: the programme as a therapist wrote it; null: it is one of those shipped.
    """

    id: Named[int] = Column(primary_key=True)
    programme: Named[str] = Column(String(64))
    plan: Named[dict[str, Any]] = Column(_JSON)
    own_text: Named[str | None]
    day: Named[date] = Column(Date)
    verdict: Named[str] = Column(String(16))
    rule: Named[str] = Column(String(64))
    reasons: Named[list[Any]] = Column(_JSON)
    evidence: Named[list[str]] = Column(_JSON)
    moved: Named[bool]
    made_at: Named[datetime] = Column(Moment)


def _scale(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN 0 AND 10", name=f"{column}_scale")


settings_table: Final = Table("settings", metadata, SettingsColumns)
clearance_table: Final = Table("clearance_answers", metadata, ClearanceColumns)
sessions_table: Final = Table("sessions", metadata, SessionColumns)
parts_table: Final = Table("session_parts", metadata, PartColumns, PrimaryKeyConstraint("session_id", "n"))
records_table: Final = Table(
    "session_records",
    metadata,
    RecordColumns,
    UniqueConstraint("session_id", "parts", "client_digest", name="uq_session_records_client"),
)
afterwards_table: Final = Table("session_afterwards", metadata, AfterwardsColumns, _scale("pain"), _scale("effort"))
mornings_table: Final = Table("mornings", metadata, MorningColumns, _scale("rating"))
pain_stops_table: Final = Table("pain_stops", metadata, PainStopColumns)
device_table: Final = Table("device", metadata, DeviceColumns)
keys_table: Final = Table("clinician_keys", metadata, ClinicianKeyColumns)
releases_table: Final = Table("releases", metadata, ReleaseColumns)
outcomes_table: Final = Table("outcomes", metadata, OutcomeColumns)
plans_table: Final = Table("plans", metadata, PlanColumns)
check_stops_table: Final = Table("check_stops", metadata, CheckStopColumns)
