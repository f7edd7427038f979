from __future__ import annotations

import math
from pathlib import Path

import pytest

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.recordings import open_recording
from levelhip.services.measure import measure
from tests.web.live_uploads import by_the_clock, parts_of, plain, simulated, upload
from tests.web.servers import EXERCISE, WRITE, Json, Server, foreign_config


@pytest.mark.slow
def test_a_simulated_session_is_replayed_and_agrees(cleared: Server, tmp_path: Path) -> None:
    room = simulated(cleared)
    answer = upload(cleared, room)
    assert answer == {"agrees": True, "differences": [], "url": f"/history/{room.config['id']}"}
    shown = cleared.get(f"/api/sessions/{room.config['id']}")
    assert (shown["state"], shown["ended"], shown["simulated"]) == ("finished", "done", True)
    counts = {side["side"]: (side["rep_count"], side["complete_count"]) for side in shown["sides"]}
    assert counts["right"] == (7, 6)
    assert shown["record"] == plain(room.live.record())
    assert shown["provenance"] == "measured"
    assert cleared.get("/api/today")["due"]["done_today"] == 0, "a simulated patient does nobody's exercises"
    assert not any(day["sessions"] for day in cleared.get("/api/progress")["days"])
    the_recording_counts_the_same(cleared, shown, tmp_path)
    pictures(cleared, shown)


def the_recording_counts_the_same(server: Server, shown: Json, folder: Path) -> None:
    response = server.browser.get(f"/api/sessions/{shown['id']}/recording.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    path = folder / "recording.csv"
    path.write_bytes(response.content)
    measured = measure(open_recording(path), prescribe(load_exercise(EXERCISE))).record
    live = {side["side"]: side for side in shown["record"]["record"]["sides"]}
    assert len(measured.sides) == 2
    for side in measured.sides:
        assert side.rep_count == live[str(side.side)]["rep_count"]
        assert side.complete_count == live[str(side.side)]["complete_count"]
        for rep, other in zip(side.reps, live[str(side.side)]["reps"], strict=True):
            assert math.isclose(rep.measures.hold_start_s, other["hold_start_s"], abs_tol=1e-6)
            assert math.isclose(rep.measures.valid_hold_s, other["valid_hold_s"], abs_tol=1e-6)


def pictures(server: Server, shown: Json) -> None:
    trace = server.browser.get(f"/api/sessions/{shown['id']}/trace.svg")
    assert trace.headers["content-type"] == "image/svg+xml"
    assert trace.text.startswith("<svg")
    report = server.browser.get(f"/api/sessions/{shown['id']}/report.html")
    assert "<style" in report.text
    policy = report.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "Isometric hip abduction" in report.text
    assert "<svg" in report.text


def test_a_session_by_the_clock_counts_as_done_and_as_told(cleared: Server) -> None:
    room = by_the_clock(cleared)
    assert upload(cleared, room)["agrees"] is True
    shown = cleared.get(f"/api/sessions/{room.config['id']}")
    assert shown["provenance"] == "self-reported"
    cleared.clock.move(minutes=5)
    assert cleared.get("/api/today")["due"]["done_today"] == 1
    day = cleared.get("/api/progress?zone=UTC")["days"][-1]
    assert day["sides"]["left"]["measured_s"] == 0
    assert day["sides"]["left"]["self_reported_s"] > 0
    assert day["sides"]["left"]["complete"] == 6
    error = cleared.get(f"/api/sessions/{room.config['id']}/recording.csv", 404)["error"]
    assert "clock" in error


def test_everything_may_be_repeated(cleared: Server) -> None:
    room = by_the_clock(cleared)
    first = upload(cleared, room)
    url = f"/api/sessions/{room.config['id']}"
    cleared.post("/api/sessions", {"config": room.config}, 200)
    for n, inputs in enumerate(parts_of(room)):
        cleared.put(f"{url}/parts/{n}", {"inputs": inputs}, 204)
    again = cleared.post(f"{url}/finish", {"parts": len(parts_of(room)), "record": plain(room.live.record())})
    assert again == first
    assert len(cleared.get("/api/sessions")["sessions"]) == 1
    assert len(cleared.services.store.records(room.config["id"])) == 1


def test_other_content_does_not_replace_a_part(cleared: Server) -> None:
    url = f"/api/sessions/{cleared.start()['id']}"
    cleared.put(f"{url}/parts/0", {"inputs": [{"do": "advance", "t_s": 1}]}, 204)
    cleared.put(f"{url}/parts/0", {"inputs": [{"do": "advance", "t_s": 2}]}, 409)
    cleared.put(f"{url}/parts/0", {"inputs": [{"do": "advance", "t_s": 1}]}, 204)
    assert cleared.get(f"{url}/parts") == {"parts": [0]}


def test_what_differs_is_kept_and_told(cleared: Server) -> None:
    room = by_the_clock(cleared)
    url = f"/api/sessions/{room.config['id']}"
    upload(cleared, room)
    record = plain(room.live.record())
    record["record"]["sides"][0]["rep_count"] += 1
    answer = cleared.post(f"{url}/finish", {"parts": len(parts_of(room)), "record": record})
    assert answer["agrees"] is False
    assert any("rep_count" in line for line in answer["differences"])
    shown = cleared.get(url)
    assert shown["client_record"] == record
    assert shown["record"] != record
    assert shown["agrees"] is False
    assert len(cleared.services.store.records(room.config["id"])) == 2, "both stay"


@pytest.mark.parametrize("record", [{}, {"record": []}, {"record": {"sides": [5, {}]}}, {"engine": 5}, {"trace": 1}])
def test_a_record_that_is_none_is_kept_and_differs(cleared: Server, record: Json) -> None:
    url = f"/api/sessions/{cleared.start()['id']}"
    cleared.put(f"{url}/parts/0", {"inputs": [{"do": "command", "t_s": 0, "command": "begin"}]}, 204)
    assert cleared.post(f"{url}/finish", {"parts": 1, "record": record})["agrees"] is False
    assert cleared.get(url)["client_record"] == record


def test_inputs_that_make_no_sense_are_kept_and_told(cleared: Server) -> None:
    url = f"/api/sessions/{cleared.start()['id']}"
    cleared.put(f"{url}/parts/0", {"inputs": [{"do": "somersault"}]}, 204)
    answer = cleared.post(f"{url}/finish", {"parts": 1, "record": {}})
    assert answer["agrees"] is False
    assert "could not follow" in answer["differences"][0]
    assert cleared.get(f"{url}/recording.csv", 404)
    assert cleared.get(f"{url}/report.html", 404)


def test_another_engine_is_kept_and_never_called_equal(server: Server) -> None:
    config = foreign_config(server.clock)
    server.clear()
    server.post("/api/sessions", {"config": config}, 201)
    url = f"/api/sessions/{config['id']}"
    server.put(f"{url}/parts/0", {"inputs": [{"do": "dance"}]}, 204)
    answer = server.post(f"{url}/finish", {"parts": 1, "record": {"engine": config["engine"], "ended": "done"}})
    assert answer["agrees"] is None
    assert "another engine" in answer["differences"][0]
    shown = server.get(url)
    assert (shown["agrees"], shown["ended"], shown["engine"]) == (None, "done", config["engine"])


def test_missing_parts_are_named(cleared: Server) -> None:
    url = f"/api/sessions/{cleared.start()['id']}"
    for n in (0, 3):
        cleared.put(f"{url}/parts/{n}", {"inputs": []}, 204)
    assert cleared.post(f"{url}/finish", {"parts": 5, "record": {}}, 409)["missing"] == [1, 2, 4]
    assert cleared.get(url)["state"] == "open"


def test_an_unfinished_session_is_finished_later(cleared: Server) -> None:
    room = by_the_clock(cleared)
    url = f"/api/sessions/{room.config['id']}"
    parts = parts_of(room)
    cleared.post("/api/sessions", {"config": room.config}, 201)
    cleared.put(f"{url}/parts/0", {"inputs": parts[0]}, 204)
    unfinished = cleared.get("/api/today")["unfinished"]
    assert [each["id"] for each in unfinished] == [room.config["id"]]
    assert unfinished[0]["ended"] is None
    cleared.clock.move(days=2)
    for n, inputs in enumerate(parts):
        cleared.put(f"{url}/parts/{n}", {"inputs": inputs}, 204)
    assert cleared.post(f"{url}/finish", {"parts": len(parts), "record": plain(room.live.record())})["agrees"] is True
    assert cleared.get("/api/today")["unfinished"] == []


def test_a_finished_session_takes_later_parts(cleared: Server) -> None:
    """What is asked afterwards may be answered after the session was sent."""
    room = by_the_clock(cleared)
    upload(cleared, room)
    url, n = f"/api/sessions/{room.config['id']}", len(parts_of(room))
    more = {"do": "afterwards", "t_s": room.now_s, "pain": 2, "effort": None, "stop_answers": None}
    room.put(more)
    cleared.put(f"{url}/parts/{n}", {"inputs": [more]}, 204)
    assert cleared.post(f"{url}/finish", {"parts": n + 1, "record": plain(room.live.record())})["agrees"] is True
    assert (cleared.get(url)["pain"], cleared.get(url)["effort"]) == (2, None)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"pain": 0, "effort": None}, 200), ({}, 200), ({"pain": 10, "effort": 10, "stop_answers": {}}, 200),
        ({"pain": 11}, 422), ({"pain": -1}, 422), ({"pain": True}, 422), ({"pain": 2.5}, 422), ({"effort": "3"}, 422),
        ({"stop_answers": []}, 422),
    ],
)  # fmt: skip
def test_what_is_said_afterwards(cleared: Server, said: Json, status: int) -> None:
    url = f"/api/sessions/{cleared.start()['id']}"
    answer = cleared.post(f"{url}/afterwards", said, status)
    if status == 200:
        assert cleared.get(url)["pain"] == said.get("pain")
        assert (answer["assessment"] is not None) == ("stop_answers" in said)


def test_a_stop_for_pain_is_acted_on(cleared: Server) -> None:
    questions = cleared.get("/api/clearance")["stop_questions"]
    said = {"pain": 7, "effort": None, "stop_answers": {question["key"]: "yes" for question in questions}}
    url = f"/api/sessions/{cleared.start()['id']}"
    assessment = cleared.post(f"{url}/afterwards", said)["assessment"]
    assert assessment["outcome"] == "emergency"
    assert not assessment["may_start"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "5"}, {"id": None}, {"id": "../../etc"}, {"exercise": "somersault"}, {"exercise": 5}, {"way": "x"},
        {"started_at": "today"}, {"started_at": "2026-11-22T12:00:00"}, {"started_at": "0001-01-01T00:00:00+14:00"},
        {"hold_s": "6"}, {"hold_s": -1}, {"reps": 10**9}, {"sides": []}, {"sides": ["top"]}, {"schema": "other"},
        {"language": "e" * 1000}, {"engine": ""}, {"frame_px": "wide"},
    ],
)  # fmt: skip
def test_a_configuration_that_is_none_is_refused(cleared: Server, change: Json) -> None:
    config = {**cleared.get("/api/config?way=clock"), **change}
    error = cleared.post("/api/sessions", {"config": config}, 422)["error"]
    assert 0 < len(error) < 400
    assert cleared.get("/api/sessions")["sessions"] == []


@pytest.mark.parametrize("body", [{}, {"config": []}, {"config": None}])
def test_no_configuration_is_refused(cleared: Server, body: Json) -> None:
    cleared.post("/api/sessions", body, 422)


@pytest.mark.parametrize(
    "body", [{}, {"inputs": {}}, {"inputs": [1]}, {"inputs": [[]]}, {"inputs": None}, {"inputs": [{}] * 60_000}]
)
def test_parts_that_are_none_are_refused(cleared: Server, body: Json) -> None:
    url = f"/api/sessions/{cleared.start()['id']}"
    cleared.put(f"{url}/parts/0", body, 422)
    assert cleared.get(f"{url}/parts") == {"parts": []}


def test_uploads_are_bounded(cleared: Server) -> None:
    url = f"/api/sessions/{cleared.start()['id']}"
    cleared.put(f"{url}/parts/400", {"inputs": []}, 413)
    cleared.put(f"{url}/parts/-1", {"inputs": []}, 422)
    cleared.put(f"{url}/parts/0", {"inputs": [{"do": "x" * 2_100_000}]}, 413)
    just = [{"do": "x" * 2_000_000}]
    cleared.put(f"{url}/parts/0", {"inputs": just}, 204)
    cleared.post(f"{url}/finish", {"parts": 401, "record": {}}, 422)
    cleared.post(f"{url}/finish", {"parts": 0, "record": {"a": "x" * 9_000_000}}, 413)


def test_nan_is_refused(cleared: Server) -> None:
    url = f"/api/sessions/{cleared.start()['id']}/parts/0"
    body = b'{"inputs": [{"do": "samples", "t_s": [0.0], "values": [NaN]}]}'
    assert cleared.browser.put(url, content=body, headers=WRITE).status_code == 400
    cleared.put(url, {"inputs": [{"do": "samples", "t_s": [0.0], "values": [None]}]}, 204)


@pytest.mark.parametrize("path", ["", "/parts", "/recording.csv", "/trace.svg", "/report.html"])
@pytest.mark.parametrize("name", ["00000000-0000-4000-8000-000000000000", "x", "%2e%2e", "'"])
def test_a_session_that_is_not_there(cleared: Server, path: str, name: str) -> None:
    assert cleared.get(f"/api/sessions/{name}{path}", 404)["error"] == "there is no such session"


def test_an_id_has_one_spelling(cleared: Server) -> None:
    config = cleared.start()
    assert cleared.get(f"/api/sessions/{config['id'].upper()}")["id"] == config["id"]
