"""Opens the file: the folder, private to the person; the connection's settings; its version."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from levelhip.ports import StoreError
from levelhip.store.failures import told_plainly
from levelhip.store.schema import prepare

PATIENCE_S: Final = 10.0
"""How long to wait for another program that is writing."""
_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged survives the loss of power
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
)


def open_engine(path: Path) -> Engine:
    """Open the file at `path`, making it and its folder where they are not there. Raises StoreError."""
    _make_private(path)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": PATIENCE_S},
        json_serializer=lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    try:
        with told_plainly(path), writing(engine).begin() as connection:
            prepare(connection, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def writing(engine: Engine) -> Engine:
    """The engine for transactions that write: they take their turn at once instead of failing halfway."""
    return engine.execution_options(levelhip_begin="BEGIN IMMEDIATE")


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    for setting in _SETTINGS:
        connection.execute(setting)


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql(options.get("levelhip_begin", "BEGIN"))


def _make_private(path: Path) -> None:
    """Folder and file that nobody else may read. A folder that is there already stays as it is."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        reason = error.strerror or "no access"
        raise StoreError("unusable", f"{path}: cannot be written ({reason}); choose another --data-dir") from error
