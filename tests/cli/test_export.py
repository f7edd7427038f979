"""`levelhip export`: the reminders as a calendar, and everything about the person as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from levelhip.bootstrap import open_services
from levelhip.settings import Settings
from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data of a person who is reminded twice a day."""
    services = open_services(Settings(tmp_path / "data"), lambda _: {})
    services.person.change({"name": "Añá", "reminders": ["20:15", "08:00"]})
    services.reminders.open_address()
    services.store.close()
    return tmp_path / "data"


def events_of(content: bytes | str) -> Any:  # noqa: ANN401 - as the package gives them
    return Calendar.from_ical(content).walk("VEVENT")


def test_the_calendar_is_printed(run: Run, folder: Path) -> None:
    ran = run("export", "ics", "--data-dir", folder, "--zone", "Australia/Lord_Howe")
    assert ran.code == 0
    events = events_of(ran.out)
    assert [f"{event['DTSTART'].dt:%H:%M}" for event in events] == ["08:00", "20:15"]
    assert {str(event["DTSTART"].params["TZID"]) for event in events} == {"Australia/Lord_Howe"}
    assert "Añá" not in ran.out


def test_the_calendar_is_written_and_replaced(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "levelhip.ics"
    for _ in range(2):
        ran = run("export", "ics", "--out", out, "--data-dir", folder)
        assert (ran.code, ran.out) == (0, f"Written to {out}.\n")
    content = out.read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert len(Calendar.from_ical(content).walk("VALARM")) == 2
    assert events_of(content)[0]["DTSTAMP"].dt <= datetime.now(UTC)


def test_everything_about_the_person_as_json(run: Run, folder: Path, tmp_path: Path) -> None:
    about = run("export", "json", "--data-dir", folder).record
    assert about["schema"] == "levelhip.export/1"
    assert (about["settings"]["name"], about["settings"]["reminders"]) == ("Añá", ["08:00", "20:15"])
    assert "calendar" not in about["settings"], "the address's secret stays here"
    out = tmp_path / "me.json"
    run("export", "json", "--out", out, "--data-dir", folder)
    assert json.loads(out.read_text("utf-8")) == about


def test_nothing_is_made_where_nothing_is(run: Run, tmp_path: Path) -> None:
    for kind in ("ics", "json"):
        run("export", kind, "--data-dir", tmp_path / "none").refused("nothing is kept there yet")
    assert not list(tmp_path.iterdir())


def test_without_times_there_is_no_calendar(run: Run, folder: Path) -> None:
    services = open_services(Settings(folder), lambda _: {})
    services.person.change({"reminders": []})
    services.store.close()
    run("export", "ics", "--data-dir", folder).refused("no times")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "+02:00", "../../etc/passwd", "Europe", "a" * 99])
def test_what_is_no_zone_is_refused(run: Run, folder: Path, zone: str) -> None:
    run("export", "ics", "--data-dir", folder, "--zone", zone).refused("Europe/Madrid")


def test_a_damaged_store_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "levelhip.sqlite3").write_bytes(b"not a database, " * 100)
    run("export", "json", "--data-dir", tmp_path).refused("levelhip.sqlite3")
    run("export", "ics", "--data-dir", tmp_path, "--out", tmp_path / "x.ics").refused("levelhip.sqlite3")
    assert not (tmp_path / "x.ics").exists()


def test_a_place_that_cannot_be_written_is_named(run: Run, folder: Path, tmp_path: Path) -> None:
    run("export", "ics", "--data-dir", folder, "--out", tmp_path / "no" / "x.ics").refused("No such file")
