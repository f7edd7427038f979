"""Plans, one after another: each with the decision that made it. Rows are only added."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from levelhip.ports import KeptPlan, NewPlan
from levelhip.store.tables import plans_table

Transaction = Callable[[], AbstractContextManager[Connection]]

_column = plans_table.c
_ROWS = select(*_column).order_by(_column.id)
_NEWEST = select(*_column).order_by(_column.id.desc()).limit(1)


class SqlPlans:
    """A part of the store, over its transactions."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._read, self._write = reading, writing

    def add(self, new: NewPlan, after: int | None) -> bool:
        """Keep one more after the row `after` (None: the first); False where another came in between."""
        with self._write() as connection:
            if connection.execute(select(func.max(_column.id))).scalar() != after:
                return False
            connection.execute(insert(plans_table).values(asdict(new)))
            return True

    def latest(self, programme: str | None = None, *, rule: str | None = None) -> KeptPlan | None:
        """The newest, or the newest of a programme, or that a rule made."""
        asked = _NEWEST if programme is None else _NEWEST.where(_column.programme == programme)
        return self._one(asked if rule is None else asked.where(_column.rule == rule))

    def moves(self) -> list[KeptPlan]:
        """Those with which the dose changed, in the order of keeping."""
        return self._all(_ROWS.where(_column.moved))

    def all(self) -> list[KeptPlan]:
        """Every one, in the order of keeping."""
        return self._all(_ROWS)

    def _one(self, asked: Select[*tuple[Any, ...]]) -> KeptPlan | None:
        return next(iter(self._all(asked)), None)

    def _all(self, asked: Select[*tuple[Any, ...]]) -> list[KeptPlan]:
        with self._read() as connection:
            return [_kept(row) for row in connection.execute(asked)]


def _kept(row: Row[*tuple[Any, ...]]) -> KeptPlan:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return KeptPlan(values.pop("id"), NewPlan(**values))
