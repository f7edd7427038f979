"""Who may open gates of clearance, and what they opened: rows that are only added, and marked with when they ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from levelhip.ports import Json, KeptRelease, Pairing
from levelhip.store.tables import device_table, keys_table, releases_table

Transaction = Callable[[], AbstractContextManager[Connection]]

_key = keys_table.c
_DEVICE = select(device_table.c.patient_code, device_table.c.latest).where(device_table.c.id == 1)


class SqlClinicians:
    """A part of the store, over its transactions."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._read, self._write = reading, writing

    def patient_code(self, new: str) -> str:
        """The code of this device's patient: `new`, unless there is one already."""
        with self._read() as connection:
            found, _ = _device(connection)
        if found is not None:
            return found
        with self._write() as connection:
            found, _ = _device(connection)
            if found is None:
                _keep_device(connection, patient_code=new)
            return found or new

    def latest(self) -> datetime | None:
        """The latest moment that was ever noted."""
        with self._read() as connection:
            return _device(connection)[1]

    def note_moment(self, moment: datetime) -> None:
        """Note that it has been `moment`; an earlier one than the latest changes nothing."""
        with self._write() as connection:
            _, latest = _device(connection)
            if latest is None or latest < moment:
                _keep_device(connection, latest=moment)

    # -- keys ------------------------------------------------------------------------------------------------------

    def pairings(self) -> list[Pairing]:
        """Every pairing there has been, oldest first."""
        with self._read() as connection:
            return [_pairing(row) for row in connection.execute(select(*_key).order_by(_key.id))]

    def ask(self, key_id: str, card: Json, challenge: str, at: datetime) -> Pairing | None:
        """Begin a pairing; one that was begun before ends. None where the key is trusted already, or was revoked."""
        values = {"key_id": key_id, "card": card, "challenge": challenge, "asked_at": at, "wrong_tries": 0}
        with self._write() as connection:
            if _exists(connection, _key.key_id == key_id, _TRUSTED | _key.revoked_at.is_not(None)):
                return None
            connection.execute(update(keys_table).where(_key.key_id == key_id, _ASKED).values(removed_at=at))
            connection.execute(insert(keys_table).values(**values))
            return _pairing(connection.execute(select(*_key).order_by(_key.id.desc()).limit(1)).one())

    def count_wrong(self, pairing_id: int, most: int, at: datetime) -> None:
        """Count a wrong try; with the last of `most` the pairing ends."""
        one = update(keys_table).where(_key.id == pairing_id, _ASKED)
        with self._write() as connection:
            connection.execute(one.values(wrong_tries=_key.wrong_tries + 1))
            connection.execute(one.where(_key.wrong_tries >= most).values(removed_at=at))

    def confirm(self, pairing_id: int, answer: Json, at: datetime) -> bool:
        """Trust the key from now on; False where the pairing is not waiting any more."""
        waiting = update(keys_table).where(_key.id == pairing_id, _ASKED)
        with self._write() as connection:
            return connection.execute(waiting.values(answer=answer, paired_at=at)).rowcount == 1

    def remove(self, key_id: str, at: datetime) -> bool:
        """Trust the key no longer; False where it was not trusted."""
        trusted = update(keys_table).where(_key.key_id == key_id, _TRUSTED)
        with self._write() as connection:
            return connection.execute(trusted.values(removed_at=at)).rowcount > 0

    def revoke(self, key_id: str, card: Json, revocation: Json, at: datetime) -> None:
        """Never trust the key again, whether it was known or not."""
        marks = {"revocation": revocation, "revoked_at": at}
        new = {"key_id": key_id, "card": card, "challenge": "", "asked_at": at, "wrong_tries": 0, **marks}
        with self._write() as connection:
            standing = update(keys_table).where(_key.key_id == key_id, _key.revoked_at.is_(None))
            connection.execute(standing.values(**marks))
            if not _exists(connection, _key.key_id == key_id):
                connection.execute(insert(keys_table).values(**new))

    # -- releases --------------------------------------------------------------------------------------------------

    def add_release(self, new: KeptRelease) -> bool:
        """Keep a release; False where its id is known, or its pairing is trusted no longer."""
        with self._write() as connection:
            if not _exists(connection, _key.id == new.pairing_id, _TRUSTED):
                return False
            added = upsert(releases_table).values(asdict(new)).on_conflict_do_nothing()
            return connection.execute(added).rowcount == 1

    def withdraw(self, release_id: str, at: datetime) -> bool:
        """End a release for good; False where there is none that has not ended."""
        columns = releases_table.c
        standing = update(releases_table).where(columns.id == release_id, columns.withdrawn_at.is_(None))
        with self._write() as connection:
            return connection.execute(standing.values(withdrawn_at=at)).rowcount == 1

    def releases(self) -> list[KeptRelease]:
        """Every release there has been, oldest first."""
        columns = releases_table.c
        asked = select(*columns).order_by(columns.imported_at, columns.id)
        with self._read() as connection:
            return [KeptRelease(**row._mapping) for row in connection.execute(asked)]  # noqa: SLF001 - a public name


_STANDS = and_(_key.removed_at.is_(None), _key.revoked_at.is_(None))
_TRUSTED = and_(_key.paired_at.is_not(None), _STANDS)
_ASKED = and_(_key.paired_at.is_(None), _STANDS)


def _pairing(row: Row[*tuple[Any, ...]]) -> Pairing:
    return Pairing(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def _device(connection: Connection) -> tuple[str | None, datetime | None]:
    row = connection.execute(_DEVICE).one_or_none()
    return (None, None) if row is None else (row.patient_code, row.latest)


def _keep_device(connection: Connection, **values: object) -> None:
    added = upsert(device_table).values(id=1, **values)
    connection.execute(added.on_conflict_do_update(index_elements=["id"], set_=values))


def _exists(connection: Connection, *conditions: ColumnElement[bool]) -> bool:
    return connection.execute(select(_key.id).where(*conditions).limit(1)).scalar() is not None
