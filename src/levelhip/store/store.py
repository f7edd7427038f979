"""The store over the file. Every writing method is one transaction; what it returns from is on the disk."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from levelhip.ports import (
    ClearanceAnswers,
    Json,
    KeptSession,
    Morning,
    NewRecord,
    NewSession,
    PainStop,
    PartLimits,
    TooMuchError,
)
from levelhip.store.check_stops import SqlCheckStops
from levelhip.store.clinicians import SqlClinicians
from levelhip.store.failures import told_plainly
from levelhip.store.opening import open_engine, writing
from levelhip.store.outcomes import SqlOutcomes
from levelhip.store.plans import SqlPlans
from levelhip.store.rows import kept_session, new_record, record_values, select_sessions, session_values
from levelhip.store.tables import (
    afterwards_table,
    clearance_table,
    metadata,
    mornings_table,
    pain_stops_table,
    parts_table,
    records_table,
    sessions_table,
    settings_table,
)

SETTINGS_VERSION: Final = 1
_MEBI: Final = 1024 * 1024
_GIVEN: Final = select(clearance_table.c.answers, clearance_table.c.times, clearance_table.c.answered_at)


class SqlStore:
    """Keeps everything in one SQLite file. Raises StoreError where that fails, and nothing has changed then."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = open_engine(path)
        self._writing = writing(self._engine)
        self._clinicians = SqlClinicians(self._read, self._write)
        self._outcomes = SqlOutcomes(self._read, self._write)
        self._plans = SqlPlans(self._read, self._write)
        self._check_stops = SqlCheckStops(self._read, self._write)

    @property
    def clinicians(self) -> SqlClinicians:
        """Who may open gates of clearance, in the same file."""
        return self._clinicians

    @property
    def outcomes(self) -> SqlOutcomes:
        """Questionnaires and what others measured, in the same file."""
        return self._outcomes

    @property
    def plans(self) -> SqlPlans:
        """What is to be done, and why, in the same file."""
        return self._plans

    @property
    def check_stops(self) -> SqlCheckStops:
        """Stops for pain in a check, in the same file; `pain_stops` gives them too."""
        return self._check_stops

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with told_plainly(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with told_plainly(self.path), self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # -- the person ------------------------------------------------------------------------------------------------

    def settings(self) -> Json:
        """The person's settings as last saved; empty at first."""
        with self._read() as connection:
            return _settings(connection)

    def change_settings(self, merge: Callable[[Json], Json]) -> Json:
        """Replace the settings by `merge` of the old ones, with nobody in between; gives the new ones."""
        with self._write() as connection:
            body = merge(_settings(connection))
            values = {"version": SETTINGS_VERSION, "body": body}
            added = upsert(settings_table).values(id=1, **values)
            connection.execute(added.on_conflict_do_update(index_elements=["id"], set_=values))
            return body

    def add_clearance(self, merge: Callable[[ClearanceAnswers | None], ClearanceAnswers]) -> None:
        """Add what `merge` makes of the answers given last, with nobody in between; older ones stay."""
        with self._write() as connection:
            connection.execute(insert(clearance_table).values(asdict(merge(_clearance(connection, None)))))

    def clearance(self, *, at: datetime | None = None) -> ClearanceAnswers | None:
        """The answers given last, or last before `at`. "Last" is the order of giving, whatever the clock said."""
        with self._read() as connection:
            return _clearance(connection, at)

    def all_clearance(self) -> list[ClearanceAnswers]:
        """Every set of answers, oldest first."""
        with self._read() as connection:
            return [ClearanceAnswers(*row) for row in connection.execute(_GIVEN.order_by(clearance_table.c.id))]

    def set_morning(self, morning: Morning) -> None:
        """Keep a morning's rating, in the place of an earlier one of that date."""
        values = {"rating": morning.rating, "answered_at": morning.answered_at}
        added = upsert(mornings_table).values(day=morning.day, **values)
        with self._write() as connection:
            connection.execute(added.on_conflict_do_update(index_elements=["day"], set_=values))

    def mornings(self, first: date, last: date) -> list[Morning]:
        """The mornings from `first` to `last`, both included, in order."""
        columns = mornings_table.c
        asked = select(columns.day, columns.rating, columns.answered_at).where(columns.day.between(first, last))
        with self._read() as connection:
            return [Morning(*row) for row in connection.execute(asked.order_by(columns.day))]

    def all_mornings(self) -> list[Morning]:
        """Every morning, in order."""
        return self.mornings(date.min, date.max)

    # -- sessions --------------------------------------------------------------------------------------------------

    def add_session(self, new: NewSession) -> bool:
        """Register a session; False where its id is known already (then nothing changes)."""
        added = upsert(sessions_table).values(session_values(new)).on_conflict_do_nothing(index_elements=["id"])
        with self._write() as connection:
            return connection.execute(added).rowcount == 1

    def session(self, session_id: str) -> KeptSession | None:
        """One session."""
        with self._read() as connection:
            row = connection.execute(select_sessions().where(sessions_table.c.id == session_id)).one_or_none()
        return None if row is None else kept_session(row)

    def sessions(
        self, *, since: datetime | None = None, before: datetime | None = None, limit: int | None = None
    ) -> list[KeptSession]:
        """Sessions that started in [since, before), newest first."""
        started = sessions_table.c.started_at
        asked = select_sessions().order_by(started.desc(), sessions_table.c.id).limit(limit)
        if since is not None:
            asked = asked.where(started >= since)
        if before is not None:
            asked = asked.where(started < before)
        with self._read() as connection:
            return [kept_session(row) for row in connection.execute(asked)]

    def put_part(self, session_id: str, n: int, body: bytes, limits: PartLimits) -> Literal["kept", "same", "other"]:
        """Keep part `n`, once. Gives "same" where it is there already, "other" where something else is: that stays.

        Raises KeyError for an unknown session, TooMuchError beyond the limits.
        """
        _check_part(n, len(body), limits)
        digest = hashlib.sha256(body).hexdigest()
        compressed = zlib.compress(body)
        columns = parts_table.c
        with self._write() as connection:
            _must_exist(connection, session_id)
            there = select(columns.digest).where(columns.session_id == session_id, columns.n == n)
            found = connection.execute(there).scalar()
            if found is not None:
                return "same" if found == digest else "other"
            total = select(func.coalesce(func.sum(columns.size), 0)).where(columns.session_id == session_id)
            if connection.execute(total).scalar_one() + len(body) > limits.bytes_all:
                raise TooMuchError(f"a session may bring {limits.bytes_all // _MEBI} MB in all; this one is full")
            connection.execute(
                insert(parts_table).values(session_id=session_id, n=n, size=len(body), digest=digest, body=compressed)
            )
        return "kept"

    def part_numbers(self, session_id: str) -> list[int]:
        """Which parts are there, in order."""
        asked = select(parts_table.c.n).where(parts_table.c.session_id == session_id).order_by(parts_table.c.n)
        with self._read() as connection:
            return list(connection.execute(asked).scalars())

    def parts(self, session_id: str, count: int | None = None) -> Iterator[bytes]:
        """The bodies of parts 0 to `count` - 1, or of all, in order, one in memory at a time."""
        for n in self.part_numbers(session_id):
            if count is not None and n >= count:
                return
            asked = select(parts_table.c.body).where(parts_table.c.session_id == session_id, parts_table.c.n == n)
            with self._read() as connection:
                body = connection.execute(asked).scalar()
            if body is not None:  # erased in the meantime
                yield zlib.decompress(body)

    def add_record(self, new: NewRecord) -> None:
        """Keep what came of a session, once; earlier records of it stay. Raises KeyError for an unknown session."""
        added = upsert(records_table).values(record_values(new)).on_conflict_do_nothing()
        with self._write() as connection:
            _must_exist(connection, new.session_id)
            connection.execute(added)

    def records(self, session_id: str) -> list[NewRecord]:
        """Every record of a session, newest first."""
        asked = select(records_table).where(records_table.c.session_id == session_id)
        with self._read() as connection:
            return [new_record(row) for row in connection.execute(asked.order_by(records_table.c.id.desc()))]

    def set_afterwards(self, session_id: str, answers: Json, answered_at: datetime) -> None:
        """Keep what was said after a session, in the place of what was said before. Raises KeyError if unknown."""
        values = {key: answers.get(key) for key in ("pain", "effort", "stop_answers")} | {"answered_at": answered_at}
        added = upsert(afterwards_table).values(session_id=session_id, **values)
        with self._write() as connection:
            _must_exist(connection, session_id)
            connection.execute(added.on_conflict_do_update(index_elements=["session_id"], set_=values))

    def note_pain_stop(self, session_id: str, at: datetime) -> None:
        """Keep when it was first told that a session was stopped for pain. Raises KeyError for an unknown session."""
        added = upsert(pain_stops_table).values(session_id=session_id, told_at=at).on_conflict_do_nothing()
        with self._write() as connection:
            _must_exist(connection, session_id)
            connection.execute(added)

    def pain_stops(self, *, at: datetime | None = None) -> list[PainStop]:
        """Every stop for pain there has been, or was told of up to `at`, oldest first."""
        stops, said = pain_stops_table.c, afterwards_table.c
        both = pain_stops_table.outerjoin(afterwards_table, said.session_id == stops.session_id)
        asked = select(stops.told_at, said.stop_answers).select_from(both).order_by(stops.told_at)
        with self._read() as connection:
            rows = connection.execute(asked if at is None else asked.where(stops.told_at <= at))
            in_sessions = [PainStop(*row) for row in rows]
        return sorted([*in_sessions, *self._check_stops.all(at=at)], key=lambda stop: stop.told_at)

    def pain_stopped(self) -> frozenset[str]:
        """The sessions that were stopped for pain."""
        with self._read() as connection:
            return frozenset(connection.execute(select(pain_stops_table.c.session_id)).scalars())

    # -- the end ---------------------------------------------------------------------------------------------------

    def erase(self) -> dict[str, int]:
        """Remove everything, also from the file's free space and its log; gives how many of each there were."""
        with self._write() as connection:
            tables = list(reversed(metadata.sorted_tables))
            counts = {table.name: connection.execute(delete(table)).rowcount for table in tables}
        with told_plainly(self.path), self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if raw is None:
                raise RuntimeError("a connection without a connection")
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        return counts


def _settings(connection: Connection) -> Json:
    return connection.execute(select(settings_table.c.body).where(settings_table.c.id == 1)).scalar() or {}


def _clearance(connection: Connection, at: datetime | None) -> ClearanceAnswers | None:
    asked = _GIVEN if at is None else _GIVEN.where(clearance_table.c.answered_at <= at)
    row = connection.execute(asked.order_by(clearance_table.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else ClearanceAnswers(*row)


def _must_exist(connection: Connection, session_id: str) -> None:
    if connection.execute(select(sessions_table.c.id).where(sessions_table.c.id == session_id)).scalar() is None:
        raise KeyError(session_id)


def _check_part(n: int, size: int, limits: PartLimits) -> None:
    if not 0 <= n < limits.count:
        raise TooMuchError(f"parts are numbered 0 to {limits.count - 1}, not {n}")
    if size > limits.bytes_each:
        raise TooMuchError(f"a part may have {limits.bytes_each // _MEBI} MB; this one has {size / _MEBI:.1f} MB")
