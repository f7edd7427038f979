"""A range check that was done as a session: kept once, with what has changed; and no training of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from levelhip.services.adherence import last_days
from levelhip.services.outcomes import PELVIS, RANGE
from levelhip.services.range_checking import (
    NOT_ARRIVED,
    NOT_CHECKED,
    NOT_DONE,
    NOT_KEPT,
    PAIN_STOPPED,
    RangeError,
)
from levelhip.session.range_check import RangeCheck
from tests.coaching.live_people import Room, watch
from tests.coaching.range_people import LYING, lifts, play
from tests.web.live_uploads import parts_of, plain, upload
from tests.web.servers import Json, Server, harmless_answers, make_server

CONFIG = f"/api/config?exercise={LYING}&way=shin&purpose=range"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = make_server(tmp_path)
    clear(made)
    yield made
    made.services.store.close()


def clear(server: Server) -> None:
    server.put(f"/api/clearance?exercise={LYING}", {"answers": harmless_answers(LYING)})


def next_week(server: Server) -> None:
    server.clock.move(days=7)
    clear(server)


def room_of(server: Server, **changes: object) -> Room:
    return Room({**server.get(CONFIG), **changes})


def done(server: Server, seed: int = 3) -> Room:
    return play(room_of(server, sides=["right", "left"]), "shin", seed)


def entries(server: Server) -> list[Json]:
    return next((each["entries"] for each in server.services.outcomes.history() if each["measure"] == RANGE), [])


def test_its_configuration_has_the_checks_own_dose(server: Server) -> None:
    config = server.get(CONFIG)
    assert (config["purpose"], config["reps"], config["hold_s"], config["way"]) == ("range", 3, 0, "shin")
    assert server.get("/api/config?way=shin&purpose=range")["exercise"] == LYING
    assert server.get(f"/api/config?exercise={LYING}&way=shin")["purpose"] is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("way=clock&purpose=range", "way clock: a range check is measured by camera or shin"),
        ("way=belt&purpose=range", "measured by camera or shin"),
        ("way=simulated&purpose=range", "measured by camera or shin"),
        ("purpose=range", "way clock"),
        ("exercise=clamshell&way=shin&purpose=range", "clamshell does not show the range"),
        ("way=shin&purpose=fun", "purpose: range, or none"),
    ],
)
def test_what_cannot_measure_it_is_not_offered(server: Server, query: str, words: str) -> None:
    server.put("/api/clearance?exercise=clamshell", {"answers": harmless_answers("clamshell")})
    assert words in server.get(f"/api/config?{query}", 422)["error"]


def test_it_needs_the_exercises_own_clearance(tmp_path: Path) -> None:
    fresh = make_server(tmp_path)
    assert fresh.get(CONFIG, 403)["assessment"]["to_answer"]
    assert not fresh.services.ranges.assessment(LYING).may_start
    fresh.services.store.close()


def test_while_the_plan_rests_it_rests(server: Server) -> None:
    assert server.services.ranges.assessment(LYING).may_start
    today = server.clock.now().astimezone().date()
    server.services.today.note_morning(str(today), 9, None)
    assert server.services.planning.today(None).pauses
    server.get(CONFIG, 409)
    assessment = server.services.ranges.assessment(LYING)
    assert not assessment.may_start
    assert "your plan rests even from the gentle exercise" in assessment.do_now


def test_it_is_kept_once_however_often_it_arrives(server: Server) -> None:
    room = done(server)
    answer = upload(server, room)
    assert answer["agrees"] is True, answer
    assert answer["url"] == f"/range/{room.config['id']}"
    (entry,) = entries(server)
    for side in ("left", "right"):
        assert entry["answers"][side] == pytest.approx(lifts("shin").best_deg[side], abs=3)
        assert len(entry["answers"]["detail"]["lifts_deg"][side]) == 3
    assert (entry["answers"]["route"], entry["answers"]["position"]) == ("shin", "side_lying")
    body = {"parts": len(parts_of(room)), "record": plain(room.live.record())}
    url = f"/api/sessions/{room.config['id']}/finish"
    server.post(url, body)
    server.post(url, {**body, "record": {**body["record"], "summary": "another"}})
    assert len(entries(server)) == 1
    assert server.services.outcomes.remove(entry["id"])
    server.post(url, body)
    server.post(url, {**body, "record": {**body["record"], "summary": "a third"}})
    assert entries(server) == []
    assert server.services.ranges.session(room.config["id"]).why_not == NOT_KEPT


def test_what_has_changed_since_the_last_is_told(server: Server) -> None:
    first = done(server)
    upload(server, first)
    checked = server.services.ranges.session(first.config["id"])
    assert checked.check is not None
    assert checked.entry is not None
    assert checked.entry["since_last"] == {"left": None, "right": None}
    next_week(server)
    again = done(server, seed=5)
    upload(server, again)
    entry = server.services.ranges.session(again.config["id"]).entry
    assert entry is not None
    assert {entry["since_last"][side]["verdict"] for side in ("left", "right")} <= {
        "within_error",
        "not_judged",
        "same",
    }


def test_one_that_was_stopped_for_pain_keeps_nothing(server: Server) -> None:
    room = room_of(server, sides=["right", "left"])
    room.command("begin", 0.0)
    rows = lifts("shin").rows
    watch(room, rows[: len(rows) * 3 // 4], chunk=5)
    assert room.live.record()["record"]["sides"][0]["rep_count"] == 3
    room.command("pain")
    upload(server, room)
    assert entries(server) == []
    assert server.services.ranges.session(room.config["id"]).why_not == PAIN_STOPPED
    day = server.services.planning.today(None)
    assert day.pauses  # a pain is a pain, in a check too
    assert server.get(CONFIG, 403)["assessment"]["outcome"] != "cleared"


def test_one_that_is_not_done_or_differs_keeps_nothing(server: Server) -> None:
    room = room_of(server, sides=["right", "left"])
    room.command("begin", 0.0)
    rows = lifts("shin").rows
    watch(room, rows[: len(rows) * 3 // 4], chunk=5)
    ranges = server.services.ranges
    server.post("/api/sessions", {"config": room.config}, 201)
    assert ranges.session(room.config["id"]).why_not == NOT_ARRIVED
    room.command("stop")
    upload_parts(server, room)
    assert ranges.session(room.config["id"]).why_not == NOT_DONE
    other = done(server)
    server.post("/api/sessions", {"config": other.config}, 201)
    record = plain(other.live.record())
    record["record"]["sides"][0]["rep_count"] = 9
    upload_parts(server, other, record)
    assert ranges.session(other.config["id"]).why_not == NOT_CHECKED
    assert entries(server) == []


def upload_parts(server: Server, room: Room, record: Any = None) -> None:  # noqa: ANN401 - JSON
    url = f"/api/sessions/{room.config['id']}"
    parts = parts_of(room)
    for n, inputs in enumerate(parts):
        server.put(f"{url}/parts/{n}", {"inputs": inputs}, 204)
    server.post(f"{url}/finish", {"parts": len(parts), "record": record or plain(room.live.record())})


def test_another_session_is_no_range_check(server: Server) -> None:
    server.clear()
    config = server.start()
    with pytest.raises(KeyError):
        server.services.ranges.session(config["id"])
    assert not server.services.ranges.tell_pelvis(config["id"], "yes")


def test_the_answer_about_the_pelvis_is_kept_and_a_pelvis_that_went_along_is_not_compared(server: Server) -> None:
    ranges = server.services.ranges
    first = done(server)
    upload(server, first)
    assert ranges.session(first.config["id"]).asks
    assert not ranges.tell_pelvis(first.config["id"], "perhaps")
    assert ranges.tell_pelvis(first.config["id"], "unknown")
    checked = ranges.session(first.config["id"])
    assert not checked.asks
    assert entries(server)[0]["answers"]["detail"][PELVIS] == {"left": None, "right": None}
    next_week(server)
    again = done(server, seed=5)
    upload(server, again)
    assert entries(server)[0]["changes"]["left"]["verdict"] != "unknown"
    assert ranges.tell_pelvis(again.config["id"], "no")
    change = entries(server)[0]["changes"]["left"]
    assert change["verdict"] == "unknown"
    assert "the pelvis went along" in change["reason"]["text"]
    assert ranges.tell_pelvis(again.config["id"], "yes")  # said otherwise
    assert entries(server)[0]["changes"]["left"]["verdict"] != "unknown"


def test_it_is_no_training(server: Server) -> None:
    server.clear()
    before = server.services.planning.today(None)
    upload(server, done(server))
    services = server.services
    after = services.planning.today(None)
    assert not after.done
    assert [each.done for each in after.asked] == [each.done for each in before.asked]
    assert after.plan.step == before.plan.step
    (day,) = services.history.progress(None, 1)["days"]
    assert day["sessions"] == 0
    assert day["sides"] == {"left": None, "right": None}
    week = services.today.today(None)["week"]
    assert sum(each["done"] or 0 for each in week) == 0
    server.clock.move(days=9)
    assert last_days(services.store, server.clock.now().date(), None) is None
    (listed,) = services.history.sessions()
    assert listed["purpose"] == "range"


def test_its_pain_is_heard_all_the_same(server: Server) -> None:
    room = done(server)
    upload(server, room)
    server.post(f"/api/sessions/{room.config['id']}/afterwards", {"pain": 7, "effort": 9, "stop_answers": None})
    (day,) = server.services.history.progress(None, 1)["days"]
    assert (day["pain_max"], day["effort_max"]) == (7, None)
    assert server.services.planning.today(None).pauses


def test_a_check_without_a_side_cannot_be_kept(server: Server) -> None:
    with pytest.raises(RangeError, match="nothing to keep"):
        server.services.ranges.keep(RangeCheck("standing", "shin", ()))
