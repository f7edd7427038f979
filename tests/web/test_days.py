# ruff: noqa: ANN401 - JSON is of any type

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.web.servers import Json, Server, foreign_config


def finished(server: Server, record: Json | None = None, **changes: object) -> str:
    """A session of another engine, whose record is shown as it was sent."""
    config = foreign_config(server.clock, **changes)
    server.post("/api/sessions", {"config": config}, 201)
    server.put(f"/api/sessions/{config['id']}/parts/0", {"inputs": []}, 204)
    server.post(f"/api/sessions/{config['id']}/finish", {"parts": 1, "record": record or done()})
    return str(config["id"])


def done(ended: str = "done", provenance: str = "measured") -> Json:
    reps = [{"valid_hold_s": 6.0, "provenance": provenance}] * 7
    side = {"rep_count": 7, "complete_count": 6, "valid_hold_total_s": 42.0, "reps": reps}
    sides = [{"side": "right", **side}, {"side": "left", **side}]
    return {
        "engine": "0",
        "ended": ended,
        "record": {"sides": sides},
        "summary": "Well held.",
        "pain": None,
        "effort": 3,
    }


# -- today -------------------------------------------------------------------------------------------------------------


def test_a_new_person_sees_what_is_due(server: Server) -> None:
    today = server.get("/api/today?zone=UTC")
    assert today["due"] == {
        "exercise": "isometric_hip_abduction", "name": "Isometric hip abduction with a belt", "hold_s": 6.0, "reps": 7,
        "sides": ["right", "left"], "times_a_day": 2, "done_today": 0, "next": 1, "about_s": pytest.approx(240, abs=60),
    }  # fmt: skip
    assert today["morning"] is None
    assert not today["may_start"]
    assert [day["date"] for day in today["week"]] == [f"2026-11-{day}" for day in range(16, 23)]


@pytest.mark.parametrize(
    ("record", "way", "counts"),
    [
        (done(), "clock", True), (done(), "camera", True), (done("pain"), "clock", False),
        (done("stopped"), "clock", False), (done("unfinished"), "clock", False), (done(), "simulated", False),
    ],
)  # fmt: skip
def test_what_counts_as_done(server: Server, record: Json, way: str, counts: bool) -> None:  # noqa: FBT001
    server.clear()
    finished(server, record, way=way)
    due = server.get("/api/today")["due"]
    nothing_done = (0, None if record["ended"] == "pain" else 1)  # a day on which it hurt is over
    assert (due["done_today"], due["next"]) == ((1, 2) if counts else nothing_done)


def test_nothing_is_due_after_the_last(server: Server) -> None:
    server.clear()
    for _ in range(2):
        finished(server)
    due = server.get("/api/today")["due"]
    assert (due["done_today"], due["times_a_day"], due["next"]) == (2, 2, None)


def test_the_day_is_the_persons(server: Server) -> None:
    server.clear()
    server.clock.move(hours=11)
    finished(server)
    assert server.get("/api/today?zone=UTC")["due"]["done_today"] == 1
    server.clock.move(hours=2)
    assert server.get("/api/today?zone=UTC")["due"]["done_today"] == 0
    assert server.get("/api/today?zone=America/New_York")["due"]["done_today"] == 1
    assert server.get("/api/today?zone=-05:00")["date"] == "2026-11-22"
    assert server.get("/api/today?zone=%2B13:00")["date"] == "2026-11-23"
    week = server.get("/api/today?zone=-05:00")["week"]
    assert [day["done"] for day in week] == [0, 0, 0, 0, 0, 0, 1]
    week = server.get("/api/today?zone=UTC")["week"]
    assert [day["done"] for day in week] == [0, None, None, None, None, None, None]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "+25:00", "..%2F..%2Fetc%2Fpasswd", "%00", "Europe", "a" * 60, "+1"])
def test_a_zone_that_is_none_is_refused(server: Server, zone: str) -> None:
    for path in ("today", "progress"):
        server.get(f"/api/{path}?zone={zone}", 422)


# -- mornings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rating", [0, 7, 10, None])
def test_a_morning_is_kept(server: Server, rating: int | None) -> None:
    server.put("/api/morning?zone=UTC", {"date": "2026-11-22", "rating": rating}, 204)
    assert server.get("/api/today?zone=UTC")["morning"] == {"rating": rating, "skipped": rating is None}
    day = server.get("/api/progress?zone=UTC")["days"][-1]
    assert (day["morning"], day["morning_skipped"]) == (rating, rating is None)


@pytest.mark.parametrize(
    "body",
    [{"date": "2026-11-22", "rating": 11}, {"date": "2026-11-22", "rating": True},
     {"date": "2026-11-22", "rating": 1.5}, {"date": "tomorrow", "rating": 1},
     {"date": "2026-11-24", "rating": 1}, {"rating": 1}, {"date": 5}],
)  # fmt: skip
def test_a_morning_that_is_none_is_refused(server: Server, body: Json) -> None:
    server.put("/api/morning?zone=UTC", body, 422)


# -- progress and history ----------------------------------------------------------------------------------------------


def pressed(unit: str, provenance: str, *newtons: float) -> Json:
    reps = [{"valid_hold_s": 6.0, "provenance": provenance, "mean_hold": each} for each in newtons]
    side = {"side": "right", "rep_count": len(reps), "complete_count": len(reps), "reps": reps}
    return {**done(), "record": {"signal": {"unit": unit}, "sides": [side]}}


def test_how_hard_was_pressed_is_told_by_a_sensor_in_the_belt_alone(server: Server) -> None:
    server.clear()
    finished(server, pressed("deg", "measured", 20, 21))
    finished(server, pressed("N", "self-reported", 20, 21))
    assert server.get("/api/progress?zone=UTC")["days"][-1]["sides"]["right"]["press_n"] is None
    finished(server, pressed("N", "measured", 18, 30, 20))
    finished(server, pressed("N", "measured", 24))
    assert server.get("/api/progress?zone=UTC")["days"][-1]["sides"]["right"]["press_n"] == 22


def test_progress_is_a_day_a_row(server: Server) -> None:
    server.clear()
    finished(server)
    finished(server, done(provenance="self-reported"))
    days = server.get("/api/progress?zone=UTC&days=7")["days"]
    assert [day["date"] for day in days] == [str(date(2026, 11, 22) - timedelta(days=6 - n)) for n in range(7)]
    assert days[0]["sides"] == {"left": None, "right": None}
    assert days[-1]["sides"]["left"] == {
        "held_s": 84.0, "measured_s": 42.0, "self_reported_s": 42.0, "complete": 12, "reps": 14,
        "press_n": None,
    }  # fmt: skip
    assert (days[-1]["sessions"], days[-1]["pain_max"], days[-1]["effort_max"]) == (2, None, 3)


@pytest.mark.parametrize("days", ["0", "-1", "2000", "x", "1e3"])
def test_progress_is_bounded(server: Server, days: str) -> None:
    server.get(f"/api/progress?days={days}", 422)


def test_history_goes_back_page_by_page(server: Server) -> None:
    server.clear()
    ids: list[str] = []
    for _ in range(3):
        ids.insert(0, finished(server))
        server.clock.move(minutes=10)
    first = server.get("/api/sessions?limit=2")["sessions"]
    assert [each["id"] for each in first] == ids[:2]
    before = first[-1]["started_at"].replace("+", "%2B")
    assert [each["id"] for each in server.get(f"/api/sessions?before={before}")["sessions"]] == ids[2:]
    server.get("/api/sessions?before=2026-11-22T12:00:00", 422)
    server.get("/api/sessions?limit=0", 422)


@pytest.mark.parametrize(
    "sides", [None, 5, [None], [{"side": "top"}], [{"side": "left", "reps": 5}], [{"side": "left", "rep_count": -1}],
              [{"side": "left", "valid_hold_total_s": 1e300, "reps": [{"valid_hold_s": "x", "provenance": []}]}]],
)  # fmt: skip
def test_a_record_of_any_form_is_shown_as_far_as_it_is_known(server: Server, sides: Any) -> None:
    server.clear()
    session = finished(server, {"ended": [], "record": {"sides": sides}, "pain": "a lot", "stop_answers": 5})
    shown = server.get(f"/api/sessions/{session}")
    assert (shown["ended"], shown["pain"]) == (None, None)
    assert server.get("/api/progress")["days"]
    assert server.get("/api/sessions")["sessions"]


# -- settings ----------------------------------------------------------------------------------------------------------


def test_settings_are_merged(server: Server) -> None:
    server.put("/api/settings", {"name": "Ana", "leg_length_cm": 82.5})
    changed = server.put("/api/settings", {"complaint": "left"})
    assert (changed["name"], changed["leg_length_cm"], changed["complaint"]) == ("Ana", 82.5, "left")
    assert server.put("/api/settings", {"leg_length_cm": None})["leg_length_cm"] is None


def test_a_change_is_whole_or_not_at_all(server: Server) -> None:
    fields = server.put("/api/settings", {"name": "Ana", "mass_kg": 5, "sides": "up"}, 422)["fields"]
    assert fields["mass_kg"] == "a number from 20 to 350, or nothing"
    assert set(fields) == {"mass_kg", "sides"}
    assert server.get("/api/settings")["name"] is None


def test_settings_of_another_version_are_read_as_far_as_they_go(server: Server) -> None:
    server.services.store.change_settings(lambda _: {"name": "Ana", "future": 1, "mass_kg": 1e9, "sides": "left"})
    found = server.get("/api/settings")
    assert (found["name"], found["mass_kg"], found["sides"]) == ("Ana", None, "left")
    assert server.put("/api/settings", {"sound": "tones"})["name"] == "Ana"
