from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from levelhip.ports import StoreError
from levelhip.store import schema
from levelhip.store.store import SqlStore
from levelhip.store.tables import metadata

ADDED = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{last}"


def upgrade() -> None:
    op.create_table("added", sa.Column("id", sa.Integer(), primary_key=True))
    {more}
"""


def described(path: Path) -> dict[str, str]:
    """Every table and index as SQL, in one spelling: order of constraints and white space do not matter."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: ",".join(sorted(re.split(r",\s*(?![^(]*\))", re.sub(r"\s+", " ", sql)))) for name, sql in rows}


def migrated(path: Path) -> Path:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        schema.migrate(connection)
    engine.dispose()
    return path


def test_a_fresh_file_is_what_the_migrations_make(tmp_path: Path) -> None:
    SqlStore(tmp_path / "fresh.sqlite3").close()
    migrated(tmp_path / "migrated.sqlite3")
    fresh, other = described(tmp_path / "fresh.sqlite3"), described(tmp_path / "migrated.sqlite3")
    assert fresh.keys() == other.keys()
    for name, sql in fresh.items():
        assert sorted(re.findall(r"\w+", sql)) == sorted(re.findall(r"\w+", other[name])), name


def test_the_tables_are_what_the_migrations_make(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated(tmp_path / 'migrated.sqlite3')}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_every_migration_is_listed() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.SCRIPTS))
    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(found)) == schema.REVISIONS


def test_a_fresh_file_needs_no_migration_tool(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from levelhip.store.store import SqlStore; "
        "path = Path(sys.argv[1]); SqlStore(path).close(); SqlStore(path).close(); "
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path / "a.sqlite3"], check=True)


def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str = "pass") -> None:
    """Pretend that this Levelhip has one more version of the file."""
    scripts = tmp_path / "scripts"
    shutil.copytree(schema.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    added = ADDED.format(last=schema.REVISIONS[-1], more=more)
    (scripts / "versions" / "v9999_added.py").write_text(added, "utf-8")
    monkeypatch.setattr(schema, "SCRIPTS", scripts)
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))


def test_an_older_file_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.sqlite3"
    store = SqlStore(path)
    store.change_settings(lambda _: {"name": "Ana"})
    store.close()
    next_version(tmp_path, monkeypatch)
    store = SqlStore(path)
    assert store.settings() == {"name": "Ana"}
    store.close()
    assert "added" in described(path)
    SqlStore(path).close()


def test_a_stop_for_pain_is_taken_over(tmp_path: Path) -> None:
    """Of a file from before stops were kept apart."""
    path = tmp_path / "old.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        schema.migrate(connection, "0001")
        for name, ended in (("a", "pain"), ("b", "done")):
            connection.exec_driver_sql(
                "INSERT INTO sessions VALUES (?, '{}', 'bridge', 'clock', 'en', '0.1', '2026', '2026', 1, '{}', 0)",
                (name,),
            )
            connection.exec_driver_sql(
                "INSERT INTO session_records (session_id, parts, client_digest, client_record, client_engine,"
                " own_engine, differences, numbers, finished_at)"
                " VALUES (?, 1, '', '{}', '', '', '[]', ?, '2026-11-22T12:00:00+00:00')",
                (name, json.dumps({"ended": ended})),
            )
    engine.dispose()
    store = SqlStore(path)
    assert [stop.told_at for stop in store.pain_stops()] == [datetime(2026, 11, 22, 12, tzinfo=UTC)]
    store.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.sqlite3"
    SqlStore(path).close()
    before = described(path)
    next_version(tmp_path, monkeypatch, "raise RuntimeError")
    with pytest.raises(RuntimeError):
        SqlStore(path)
    assert described(path) == before


def test_a_newer_file_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "newer.sqlite3"
    SqlStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer Levelhip") as refused:
        SqlStore(path)
    assert refused.value.reason == "newer"
    assert "\n" not in refused.value.line
    assert path.read_bytes() == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (id)")
    connection.close()
    with pytest.raises(StoreError, match="not one of Levelhip"):
        SqlStore(path)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StoreError) as refused:
        SqlStore(path)
    assert refused.value.reason == "damaged"
    assert "\n" not in refused.value.line
    assert path.read_bytes() == content
