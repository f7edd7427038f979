# ruff: noqa: ANN401 - JSON is of any type

from __future__ import annotations

import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from levelhip.ports import ClearanceAnswers, Morning, NewRecord, NewSession, PartLimits, StoreError, TooMuchError
from levelhip.store.store import SqlStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIMITS = PartLimits()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = SqlStore(tmp_path / "folder" / "levelhip.sqlite3")
    yield opened
    opened.close()


def session(name: str = "a", at: datetime = NOON) -> NewSession:
    return NewSession(name, {"id": name}, "isometric_hip_abduction", "clock", "en", "0.1.0", at, at, True, {}, False)  # noqa: FBT003


def record(parts: int = 1, **changes: Any) -> NewRecord:
    values: dict[str, Any] = {
        "session_id": "a", "parts": parts, "client_record": {"a": 1}, "own_record": None, "client_engine": "0.1.0",
        "own_engine": "0.1.0", "agrees": True, "differences": [], "numbers": {"ended": "done"}, "finished_at": NOON,
    }  # fmt: skip
    return NewRecord(**{**values, **changes})


def test_folder_and_file_are_private(store: SqlStore) -> None:
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    for file in store.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    SqlStore(tmp_path / "levelhip.sqlite3").close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_it_writes_through(store: SqlStore) -> None:
    with store._engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert found == ["wal", 2, 1, 1]


def test_settings_are_changed_by_whoever_has_them(store: SqlStore) -> None:
    assert store.settings() == {}
    assert store.change_settings(lambda old: {**old, "a": 1}) == {"a": 1}
    assert store.change_settings(lambda old: {**old, "b": 2}) == {"a": 1, "b": 2}
    assert store.settings() == {"a": 1, "b": 2}


def test_a_change_that_is_refused_changes_nothing(store: SqlStore) -> None:
    store.change_settings(lambda _: {"a": 1})

    def refuse(_: object) -> dict[str, Any]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        store.change_settings(refuse)
    assert store.settings() == {"a": 1}


def test_clearance_is_only_added_to(store: SqlStore) -> None:
    first = ClearanceAnswers({"a": "no"}, {"a": NOON.isoformat()}, NOON)
    earlier = ClearanceAnswers({"a": "yes"}, {"a": NOON.isoformat()}, NOON - timedelta(days=1))
    store.add_clearance(lambda old: first if old is None else earlier)
    store.add_clearance(lambda old: earlier if old == first else first)
    assert store.clearance() == earlier, "given later, although the clock said earlier"
    assert store.all_clearance() == [first, earlier]
    assert store.clearance(at=NOON - timedelta(hours=1)) == earlier
    assert store.clearance(at=NOON - timedelta(days=2)) is None


def test_a_session_is_registered_once(store: SqlStore) -> None:
    assert store.add_session(session())
    assert not store.add_session(session(at=NOON + timedelta(days=1)))
    found = store.session("a")
    assert found is not None
    assert found.started == session()
    assert (found.parts, found.agrees, found.numbers, found.afterwards) == (None, None, None, None)
    assert store.session("b") is None


def test_sessions_come_newest_first(store: SqlStore) -> None:
    for hours, name in enumerate("abc"):
        store.add_session(session(name, NOON + timedelta(hours=hours)))
    assert [each.started.id for each in store.sessions()] == ["c", "b", "a"]
    assert [each.started.id for each in store.sessions(limit=1)] == ["c"]
    later = NOON + timedelta(hours=1)
    assert [each.started.id for each in store.sessions(before=later)] == ["a"]
    assert [each.started.id for each in store.sessions(since=later)] == ["c", "b"]


def test_lists_read_nothing_large(store: SqlStore) -> None:
    """A year of sessions is listed with one question to the file, which never touches what was recorded of them."""
    for n in range(30):
        store.add_session(session(f"{n}", NOON - timedelta(hours=n)))
        store.add_record(record(session_id=f"{n}", client_record={"trace": [[n, 0.0, 1.0]] * 100}))
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store._engine, "before_cursor_execute", note)
    assert len(store.sessions()) == 30
    [listing] = [each for each in asked if each.startswith("SELECT")]
    assert not any(name in listing for name in ("client_record", "own_record", "session_parts", "body"))


def test_parts_are_kept_once_and_come_in_order(store: SqlStore) -> None:
    store.add_session(session())
    for n in (2, 0, 1):
        assert store.put_part("a", n, b"part %d" % n, LIMITS) == "kept"
    assert store.put_part("a", 1, b"part 1", LIMITS) == "same"
    assert store.put_part("a", 1, b"another", LIMITS) == "other"
    assert store.part_numbers("a") == [0, 1, 2]
    assert list(store.parts("a")) == [b"part 0", b"part 1", b"part 2"]
    assert list(store.parts("a", 2)) == [b"part 0", b"part 1"]
    with pytest.raises(KeyError):
        store.put_part("b", 0, b"", LIMITS)


def test_parts_are_bounded(store: SqlStore) -> None:
    store.add_session(session())
    small = PartLimits(count=3, bytes_each=10, bytes_all=15)
    for n, body in ((3, b""), (-1, b""), (0, b"x" * 11)):
        with pytest.raises(TooMuchError):
            store.put_part("a", n, body, small)
    assert store.put_part("a", 0, b"x" * 10, small) == "kept"
    with pytest.raises(TooMuchError):
        store.put_part("a", 1, b"x" * 6, small)
    assert store.put_part("a", 1, b"x" * 5, small) == "kept"
    assert store.part_numbers("a") == [0, 1]


def test_the_newest_record_is_shown_and_none_is_lost(store: SqlStore) -> None:
    store.add_session(session())
    for each in (record(), record(), record(parts=2, agrees=False, differences=["other"], own_record={"b": 2})):
        store.add_record(each)
    assert [each.parts for each in store.records("a")] == [2, 1], "the same one twice is one"
    shown = store.session("a")
    assert shown is not None
    assert (shown.parts, shown.agrees, list(shown.differences)) == (2, False, ["other"])
    with pytest.raises(KeyError):
        store.add_record(record(session_id="b"))


def test_unknown_is_not_zero(store: SqlStore) -> None:
    store.add_session(session())
    store.set_afterwards("a", {"pain": 0, "effort": None}, NOON)
    found = store.session("a")
    assert found is not None
    assert found.afterwards == {"pain": 0, "effort": None, "stop_answers": None}
    store.set_morning(Morning(date(2026, 11, 22), None, NOON))
    store.set_morning(Morning(date(2026, 11, 23), 0, NOON))
    assert [each.rating for each in store.all_mornings()] == [None, 0]


@pytest.mark.parametrize("pain", [-1, 11])
def test_nothing_beyond_the_scale_is_kept(store: SqlStore, pain: int) -> None:
    store.add_session(session())
    with pytest.raises(StoreError):
        store.set_afterwards("a", {"pain": pain}, NOON)
    found = store.session("a")
    assert found is not None
    assert found.afterwards is None


def test_what_is_erased_is_gone_from_the_file(store: SqlStore) -> None:
    secret = f"{random.Random(1).getrandbits(128):032x}"
    store.change_settings(lambda _: {"name": secret})
    store.add_session(session(secret))
    store.put_part(secret, 0, random.Random(1).randbytes(500_000), LIMITS)
    store.outcomes.add("activities", {"ratings": [3], "labels": [secret]}, NOON)
    files = list(store.path.parent.iterdir())
    assert any(secret.encode() in file.read_bytes() for file in files)
    erased = {table: count for table, count in store.erase().items() if count}
    assert erased == {"settings": 1, "sessions": 1, "session_parts": 1, "outcomes": 1}
    for file in store.path.parent.iterdir():
        content = file.read_bytes()
        assert secret.encode() not in content
        assert len(content) < 200_000
    assert store.settings() == {}
    assert store.add_session(session()), "it goes on"


def failing(complaint: str) -> Any:
    def fail(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "COMMIT")):
            raise sqlite3.OperationalError(complaint)

    return fail


@pytest.mark.parametrize(
    ("complaint", "reason"),
    [
        ("database or disk is full", "full"),
        ("attempt to write a readonly database", "read_only"),
        ("database is locked", "busy"),
        ("database disk image is malformed", "damaged"),
        ("disk I/O error", "unusable"),
    ],
)
def test_what_cannot_be_written_is_told_in_a_line(store: SqlStore, complaint: str, reason: str) -> None:
    store.add_session(session())
    fail = failing(complaint)
    event.listen(store._engine, "before_cursor_execute", fail)
    with pytest.raises(StoreError) as told:
        store.put_part("a", 0, b"x", LIMITS)
    event.remove(store._engine, "before_cursor_execute", fail)
    assert told.value.reason == reason
    assert "\n" not in told.value.line
    assert store.part_numbers("a") == []
    assert store.put_part("a", 0, b"x", LIMITS) == "kept", "and it goes on"


def test_a_disk_that_is_really_full(store: SqlStore) -> None:
    store.add_session(session())
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    event.listen(store._engine, "checkout", limit)
    noise = random.Random(1).randbytes(50_000)
    assert store.put_part("a", 0, noise, LIMITS) == "kept"
    with pytest.raises(StoreError) as told:
        store.put_part("a", 1, noise, LIMITS)
    assert told.value.reason == "full"
    assert store.part_numbers("a") == [0]
    assert list(store.parts("a")) == [noise]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written") as told:
        SqlStore(tmp_path / "file" / "levelhip.sqlite3")
    assert "\n" not in told.value.line


WRITER = """
import sys
from pathlib import Path
from levelhip.ports import PartLimits
from levelhip.store.store import SqlStore

store, mine = SqlStore(Path(sys.argv[1])), int(sys.argv[2])
for i in range(60):
    store.change_settings(lambda old: {**old, "count": old.get("count", 0) + 1})
    store.put_part("a", 2 * i + mine, b"x" * 100, PartLimits())
"""


@pytest.mark.slow
def test_two_processes_write_at_once(store: SqlStore) -> None:
    store.add_session(session())
    command = [sys.executable, "-c", WRITER, str(store.path)]
    writers = [subprocess.Popen([*command, str(mine)]) for mine in (0, 1)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert store.settings() == {"count": 120}
    assert store.part_numbers("a") == list(range(120))
