"""Stops for pain in a check: it is no session, but its pain counts as much."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from levelhip.ports import Json, PainStop
from levelhip.store.tables import check_stops_table

Transaction = Callable[[], AbstractContextManager[Connection]]

_column = check_stops_table.c


class SqlCheckStops:
    """A part of the store, over its transactions."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._read, self._write = reading, writing

    def add(self, told_at: datetime) -> int:
        """Keep one more; gives its number."""
        with self._write() as connection:
            values = insert(check_stops_table).values(told_at=told_at, stop_answers=None)
            return connection.execute(values.returning(_column.id)).scalar_one()

    def answer(self, number: int, merge: Callable[[Json | None], Json | None]) -> bool:
        """Replace what was answered by `merge` of it, with nobody in between; False where there is no such stop."""
        with self._write() as connection:
            row = connection.execute(select(_column.stop_answers).where(_column.id == number)).one_or_none()
            if row is None:
                return False
            changed = update(check_stops_table).where(_column.id == number).values(stop_answers=merge(row[0]))
            connection.execute(changed)
            return True

    def all(self, *, at: datetime | None = None) -> list[PainStop]:
        """Every one, or those told of up to `at`, oldest first."""
        asked = select(_column.told_at, _column.stop_answers).order_by(_column.told_at)
        with self._read() as connection:
            rows = connection.execute(asked if at is None else asked.where(_column.told_at <= at))
            return [PainStop(*row) for row in rows]
