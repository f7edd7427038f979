"""Reminders: the times, the calendar, its secret address, and what a browser asks before it reminds."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from levelhip.exercise.library.programme_files import load_programme
from levelhip.exercise.plan import begin
from levelhip.ports import StoreError
from levelhip.services.person import Person
from levelhip.services.reminders import weekdays_of
from levelhip.web.lan import LanGate
from levelhip.web.pairing import PairingDesk
from tests.web.page_reading import Page, read
from tests.web.page_world import NOW, Browser, World, live_record, make_world
from tests.web.servers import Server

ADDRESS = re.compile(r"http://testserver(/calendar/[A-Za-z0-9_-]{43}\.ics)")


@pytest.fixture
def new(tmp_path: Path) -> World:
    return make_world(tmp_path)


def page_of(world: World) -> Page:
    return read(Browser(world.app).get("/reminders").text)


def values(page: Page) -> list[str]:
    return [value for element, name, value in page.attributes if (element, name) == ("input", "value")]


def events_of(content: bytes | str) -> Any:  # noqa: ANN401 - as the package gives them
    return Calendar.from_ical(content).walk("VEVENT")


def open_address(world: World) -> str:
    page = read(Browser(world.app).post("/reminders/address", {"do": "open"}).text)
    found = ADDRESS.search(page.text)
    assert found
    return found[1]


# -- the times ---------------------------------------------------------------------------------------------------------


def test_nothing_reminds_until_somebody_wants_it(new: World) -> None:
    page = page_of(new)
    assert values(page) == ["", "", ""]
    assert "/reminders/levelhip.ics" not in page.links
    assert not ADDRESS.search(page.text)
    assert new.services.person.settings().reminder_times == ()


def test_times_are_kept_in_order_and_each_once(server: Server) -> None:
    kept = server.put("/api/settings", {"reminders": ["20:15", " 08:00 ", "08:00"]})
    assert kept["reminders"] == ["08:00", "20:15"]
    assert server.put("/api/settings", {"name": "Ana"})["reminders"] == ["08:00", "20:15"]
    assert server.put("/api/settings", {"reminders": []})["reminders"] == []


@pytest.mark.parametrize(
    "times",
    [["8:00"], ["24:00"], ["08:60"], ["08:00:00"], ["08:00\n"[:5] + "x"], [800], [None], "08:00", {"at": "08:00"}, None,
     ["\u0660\u0668:00"], ["08:00", "13:00", "18:00", "22:00"], ["08:00"] * 99, [["08:00"]], [True]],
)  # fmt: skip
def test_what_is_no_time_of_day_is_refused(server: Server, times: object) -> None:
    server.put("/api/settings", {"reminders": ["07:30"]})
    fields = server.put("/api/settings", {"reminders": times, "name": "Ana"}, 422)["fields"]
    assert set(fields) == {"reminders"}
    assert len(fields["reminders"].splitlines()) == 1
    found = server.get("/api/settings")
    assert (found["reminders"], found["name"]) == (["07:30"], None)


def test_fewer_sessions_a_day_remind_less(server: Server) -> None:
    server.put("/api/settings", {"reminders": ["08:00", "13:00", "18:00"]})
    server.put("/api/settings", {"times_a_day": 2})
    assert server.get("/api/reminders")["times"] == ["08:00", "13:00"]


@given(kept=st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=6), st.lists, max_leaves=5))
def test_whatever_was_kept_is_read_as_far_as_it_goes(kept: object) -> None:
    from levelhip.services.person import _readable  # noqa: PLC0415 - looked into

    assert isinstance(_readable({"reminders": kept, "name": "Ana"}), Person)
    assert _readable({"reminders": kept, "name": "Ana"}).name == "Ana"


def test_the_form_keeps_times_and_says_what_is_wrong(server: Server) -> None:
    origin = {"origin": "http://127.0.0.1:8377"}
    answer = server.browser.post("/reminders", data={"time": ["18:30", "", "07:00"]}, headers=origin)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reminders?saved=1#said")
    assert values(read(server.browser.get("/reminders").text)) == ["07:00", "18:30", ""]
    answer = server.browser.post("/reminders", data={"time": ["7 o'clock", "<b>", ""]}, headers=origin)
    page = read(answer.text)
    assert answer.status_code == 422
    assert "Please write times of day like 08:00" in page.text
    assert values(page) == ["7 o'clock", "<b>", ""]
    assert server.get("/api/settings")["reminders"] == ["07:00", "18:30"]


def test_the_same_time_twice_is_said_to_be_kept_once(new: World) -> None:
    client = Browser(new.app)
    assert "twice" not in read(client.post("/reminders", {"time": "10:00"}).text).text
    answer = client.post("/reminders", {"time": ["10:00", "10:00"]})
    assert "Saved. A time that stood there twice is kept once." in read(answer.text).text
    assert new.services.person.settings().reminders == ("10:00",)


def test_the_first_address_is_not_called_a_new_one(new: World) -> None:
    client = Browser(new.app)
    first = read(client.post("/reminders/address", {"do": "open"}).text)
    assert "Here is your address." in first.text
    assert "older" not in first.text
    assert "The older one works no longer." in read(client.post("/reminders/address", {"do": "open"}).text).text


# -- the calendar ------------------------------------------------------------------------------------------------------


def test_the_calendar_can_be_taken_along_and_speaks_the_persons_language(new: World) -> None:
    new.services.person.change({"reminders": ["08:00", "18:30"], "name": "Ana"})
    assert "/reminders/levelhip.ics" in page_of(new).links
    answer = Browser(new.app).get("/reminders/levelhip.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="levelhip.ics"'
    assert answer.headers["cache-control"] == "no-store"
    events = events_of(answer.content)
    assert [f"{event['DTSTART'].dt:%H:%M}" for event in events] == ["08:00", "18:30"]
    assert "Ana" not in answer.text
    again = events_of(Browser(new.app).get("/reminders/levelhip.ics").content)
    assert [event["UID"] for event in again] == [event["UID"] for event in events]


def test_the_address_gives_the_calendar_as_it_is_now(new: World) -> None:
    new.services.person.change({"reminders": ["08:00"]})
    address = open_address(new)
    client = Browser(new.app)
    assert ADDRESS.search(page_of(new).text)
    assert len(Calendar.from_ical(client.get(address).content).walk("VALARM")) == 1
    new.services.person.change({"reminders": []})
    assert events_of(client.get(address).content) == []


def test_another_address_ends_the_one_before_and_closing_ends_all(new: World) -> None:
    first = open_address(new)
    second = open_address(new)
    client = Browser(new.app)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert not ADDRESS.search(read(client.post("/reminders/address", {"do": "close"}).text).text)
    assert client.get(second).status_code == 404
    third = open_address(new)
    new.services.person.change({"name": "Ana"})
    assert client.get(third).status_code == 200, "other settings leave the address alone"
    new.services.leaving.erase("erase")
    assert client.get(third).status_code == 404


@pytest.mark.parametrize("secret", ["None", "null", "a", "A" * 43, "%00", "%F0%9F%98%80", "é", "A" * 1500, "..%2f.."])
@pytest.mark.parametrize("is_open", [False, True])
def test_a_wrong_secret_finds_nothing(new: World, secret: str, is_open: bool) -> None:  # noqa: FBT001
    if is_open:
        new.services.reminders.open_address()
    answer = Browser(new.app).get(f"/calendar/{secret}.ics")
    assert answer.status_code == 404
    assert "VCALENDAR" not in answer.text


@pytest.mark.parametrize(
    "kept", [None, "", 5, {"secret": None}, {"secret": ""}, {"secret": "short"}, {"secret": 1}, []]
)
def test_a_spoiled_secret_opens_nothing(new: World, kept: object) -> None:
    new.services.store.change_settings(lambda old: {**old, "calendar": kept})
    for secret in ("", "short", "None", "1"):
        assert not new.services.reminders.fits(secret)
        assert Browser(new.app).get(f"/calendar/{secret}.ics").status_code == 404


def test_where_the_store_cannot_be_read_no_secret_fits(new: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = open_address(new)

    def fails() -> None:
        raise StoreError("busy", "busy")

    monkeypatch.setattr(new.services.store, "settings", fails)
    assert not new.services.reminders.fits(address.removeprefix("/calendar/").removesuffix(".ics"))


def test_the_address_is_only_read(server: Server) -> None:
    server.services.reminders.open_address()
    path = f"/calendar/{server.services.reminders.secret()}.ics"
    assert server.browser.get(path).status_code == 200
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert server.browser.request(method, path).status_code in {403, 405}
    assert server.browser.get(path, headers={"host": "evil.example"}).status_code == 421


def test_the_secret_is_in_no_answer_for_programs(server: Server) -> None:
    server.services.reminders.open_address()
    secret = str(server.services.reminders.secret())
    kept = server.put("/api/settings", {"name": "Ana"})
    server.put("/api/settings", {"calendar": {"secret": "A" * 43}}, 422)
    assert secret not in f"{kept}{server.get('/api/settings')}{server.get('/api/reminders')}"
    assert secret not in f"{server.services.leaving.about()}"
    assert server.services.reminders.fits(secret)


@pytest.mark.parametrize(
    ("method", "path", "passes"),
    [("GET", f"/calendar/{'A' * 43}.ics", True), ("POST", f"/calendar/{'A' * 43}.ics", False),
     ("HEAD", f"/calendar/{'A' * 43}.ics", False), ("GET", f"/calendar/{'A' * 42}.ics", False),
     ("GET", f"/calendar/{'A' * 43}.ics/", False), ("GET", f"/calendar/{'A' * 43}.ics\n", False),
     ("GET", f"/calendar/../api/export/{'A' * 30}.ics", False), ("GET", "/reminders/levelhip.ics", False),
     ("GET", "/reminders", False), ("GET", "/api/reminders", False)],
)  # fmt: skip
def test_at_the_door_only_the_shape_of_an_address_passes_unpaired(
    tmp_path: Path,
    method: str,
    path: str,
    passes: bool,  # noqa: FBT001
) -> None:
    passed: list[str] = []

    async def inside(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401, ARG001 - ASGI
        passed.append(scope["path"])

    async def send(message: Any) -> None:  # noqa: ANN401
        assert message.get("status") != 200

    gate = LanGate(inside, PairingDesk(tmp_path / "devices.json", lambda: NOW))
    scope = {"type": "http", "method": method, "path": path, "headers": []}
    asyncio.run(gate(scope, send, send))  # type: ignore[arg-type] # nothing is received
    assert passed == ([path] if passes else [])


def test_a_plan_for_some_days_reminds_on_so_many() -> None:
    plan = begin(load_programme("hip"), NOW.date(), prescribed_by="Dr. Ruiz")
    found = {len(weekdays_of(plan.moved(step, NOW.date(), "x", _nothing()))) for step in range(plan.most + 1)}
    assert max(found) == 7
    assert min(found) < 7, "keeping what was reached takes some days only"


def _nothing() -> Any:  # noqa: ANN401
    from levelhip.exercise.sentence import Sentence  # noqa: PLC0415

    return Sentence("because")


# -- what a browser asks -----------------------------------------------------------------------------------------------


def test_a_browser_is_told_times_and_words(server: Server) -> None:
    server.put("/api/settings", {"reminders": ["08:00"], "language": "es"})
    found = server.get("/api/reminders")
    assert found["times"] == ["08:00"]
    assert found["due"], "questions that are still to be answered keep nobody from being reminded"
    assert found["title"].startswith("Levelhip")
    assert found["text"]


def test_who_must_not_exercise_is_not_sent_to(server: Server) -> None:
    server.clear()
    assert server.get("/api/reminders")["due"]
    server.put("/api/clearance", {"answers": {"chest_pain_now": "yes"}})
    assert not server.get("/api/reminders")["due"]


def test_who_is_done_for_today_is_not_reminded(new: World) -> None:
    new.clear()
    client = Browser(new.app)
    due = new.services.today.today(None)["due"]
    for n in range(due["times_a_day"]):
        assert client.get("/api/reminders").json()["due"]
        new.add_session(NOW - timedelta(minutes=30 + n), live_record(2))
    assert not client.get("/api/reminders").json()["due"]


# -- how it went -------------------------------------------------------------------------------------------------------


def test_today_says_on_how_many_days_without_blame(new: World) -> None:
    for back in (1, 3, 8):
        new.add_session(NOW - timedelta(days=back), live_record(2))
    text = read(Browser(new.app).get("/").text).text
    assert "You exercised on 2 of the last 7 days." in text
