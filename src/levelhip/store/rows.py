"""Rows of the tables as the house's own types, and back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, Select, func, select

from levelhip.ports import Json, KeptSession, NewRecord, NewSession
from levelhip.store.tables import afterwards_table, records_table, sessions_table


def session_values(new: NewSession) -> Json:
    """A session as its row."""
    return asdict(new)


def record_values(new: NewRecord) -> Json:
    """A record as its row. Not `asdict`: that would copy every number of it."""
    values = {name: getattr(new, name) for name in NewRecord.__slots__}
    text = json.dumps(new.client_record, sort_keys=True, separators=(",", ":"))
    return values | {"differences": list(new.differences), "client_digest": hashlib.sha256(text.encode()).hexdigest()}


def new_record(row: Row[*tuple[Any, ...]]) -> NewRecord:
    """A row as the record it is."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    del values["id"], values["client_digest"]
    return NewRecord(**values)


def select_sessions() -> Select[*tuple[Any, ...]]:
    """Sessions with their newest record's numbers and what was said afterwards; nothing large is read."""
    newest = (
        select(records_table.c.session_id, func.max(records_table.c.id).label("id"))
        .group_by(records_table.c.session_id)
        .subquery()
    )
    records, said = records_table.c, afterwards_table.c
    return (
        select(
            *sessions_table.c,
            records.parts,
            records.agrees,
            records.differences,
            records.numbers,
            records.finished_at,
            said.session_id.label("said"),
            said.pain,
            said.effort,
            said.stop_answers,
        )
        .select_from(sessions_table)
        .outerjoin(newest, newest.c.session_id == sessions_table.c.id)
        .outerjoin(records_table, records.id == newest.c.id)
        .outerjoin(afterwards_table, said.session_id == sessions_table.c.id)
    )


def kept_session(row: Row[*tuple[Any, ...]]) -> KeptSession:
    """A row of `select_sessions` as the session it is."""
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return KeptSession(
        started=NewSession(**{name: values[name] for name in NewSession.__slots__}),
        parts=values["parts"],
        agrees=values["agrees"],
        differences=values["differences"] or (),
        numbers=values["numbers"],
        finished_at=values["finished_at"],
        afterwards=None if values["said"] is None else {key: values[key] for key in ("pain", "effort", "stop_answers")},
    )
