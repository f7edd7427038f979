"""What was answered to questionnaires and measured by others: rows that are added, and removed where wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from levelhip.ports import Json, KeptOutcome
from levelhip.store.tables import outcomes_table

Transaction = Callable[[], AbstractContextManager[Connection]]

_column = outcomes_table.c
_ROWS = select(_column.id, _column.measure, _column.answers, _column.answered_at)


class SqlOutcomes:
    """A part of the store, over its transactions."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._read, self._write = reading, writing

    def add(self, measure: str, answers: Json, answered_at: datetime) -> KeptOutcome:
        """Keep one more."""
        with self._write() as connection:
            return _added(connection, measure, answers, answered_at)

    def add_once(
        self, measure: str, answers: Json, answered_at: datetime, is_same: Callable[[Json], bool]
    ) -> KeptOutcome:
        """Keep it unless one of this measure is the same, with nobody in between; gives the one that is there."""
        with self._write() as connection:
            rows = connection.execute(_ROWS.where(_column.measure == measure).order_by(_column.id))
            kept = (KeptOutcome(*row) for row in rows)
            same = next((row for row in kept if is_same(row.answers)), None)
            return same or _added(connection, measure, answers, answered_at)

    def change(self, number: int, merge: Callable[[Json], Json]) -> bool:
        """Replace what was told by `merge` of it, with nobody in between; False where there is none of this number."""
        with self._write() as connection:
            row = connection.execute(select(_column.answers).where(_column.id == number)).one_or_none()
            if row is None:
                return False
            connection.execute(update(outcomes_table).where(_column.id == number).values(answers=merge(row[0])))
            return True

    def all(self) -> list[KeptOutcome]:
        """Every one, in the order of keeping."""
        with self._read() as connection:
            return [KeptOutcome(*row) for row in connection.execute(_ROWS.order_by(_column.id))]

    def remove(self, number: int) -> bool:
        """Remove one; False where there is none of this number."""
        with self._write() as connection:
            return connection.execute(delete(outcomes_table).where(_column.id == number)).rowcount == 1


def _added(connection: Connection, measure: str, answers: Json, answered_at: datetime) -> KeptOutcome:
    values = {"measure": measure, "answers": answers, "answered_at": answered_at}
    number = connection.execute(insert(outcomes_table).values(**values).returning(_column.id)).scalar_one()
    return KeptOutcome(number, measure, answers, answered_at)
