"""The version of the file: made anew from the tables, or brought up to date, or refused. Newer is never touched.

A new file is made and marked without Alembic, which takes long to import; only an older file needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect

from levelhip.ports import StoreError
from levelhip.store.tables import metadata

REVISIONS: tuple[str, ...] = ("0001", "0002", "0003", "0004", "0005")
"""Every version of the file there has been, oldest first: the names of the migrations."""
SCRIPTS: Path = Path(__file__).with_name("migrations")
_MARK: Final = "alembic_version"


def prepare(connection: Connection, path: Path) -> None:
    """Make, migrate or accept the file, inside the caller's transaction. Raises StoreError for what is not ours."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        _make(connection)
    elif _MARK not in tables:
        raise StoreError("unusable", f"{path}: is a database, but not one of Levelhip; choose another --data-dir")
    else:
        _bring_up_to_date(connection, path)


def _make(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.exec_driver_sql(
        f"CREATE TABLE {_MARK} (version_num VARCHAR(32) NOT NULL, CONSTRAINT {_MARK}_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"INSERT INTO {_MARK} VALUES (?)", (REVISIONS[-1],))  # noqa: S608 - a constant


def _bring_up_to_date(connection: Connection, path: Path) -> None:
    found = connection.exec_driver_sql(f"SELECT version_num FROM {_MARK}").scalar()  # noqa: S608 - a constant
    if found == REVISIONS[-1]:
        return
    if found is not None and found not in REVISIONS:
        raise StoreError(
            "newer", f"{path}: was written by a newer Levelhip (version {found} of the file); install that one again"
        )
    migrate(connection)


def migrate(connection: Connection, to: str = "head") -> None:
    """Run the migrations that are missing (up to the version `to`), inside the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - slow to import, and hardly ever needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
