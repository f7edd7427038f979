"""Every row of the table of clearance through the API: what may start, and that nothing else does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from levelhip.exercise.clearance import questions
from tests.exercise.clearance_table import ROWS
from tests.exercise.test_clearance import CALM
from tests.web.servers import EXERCISE, Server, foreign_config, harmless_answers


@pytest.mark.parametrize(
    ("changes", "outcome"), ROWS, ids=lambda each: " ".join(each) if isinstance(each, dict) else each
)
def test_every_row(server: Server, changes: dict[str, object], outcome: str) -> None:
    said = server.put("/api/clearance", {"answers": {**harmless_answers(), **changes}})
    assert said["outcome"] == outcome
    cleared = outcome == "cleared"
    config = server.browser.get("/api/config?way=clock")
    assert config.status_code == (200 if cleared else 403)
    server.post("/api/sessions", {"config": foreign_config(server.clock)}, 201 if cleared else 403)
    today = server.get("/api/today")
    assert (today["may_start"], today["assessment"]["outcome"]) == (cleared, outcome)
    if not cleared:
        assert config.json()["assessment"] == said
        assert config.json()["error"] == said["do_now"]


@pytest.mark.parametrize("key", [question.key for question in questions(EXERCISE)])
def test_i_do_not_know_never_starts(server: Server, key: str) -> None:
    said = server.put("/api/clearance", {"answers": {**harmless_answers(), key: "unknown"}})
    assert not said["may_start"]
    server.get("/api/config", 403)


def test_another_position_is_shown_where_lying_hurts(server: Server) -> None:
    answers = {**harmless_answers(), "lying_on_side_hurts": "yes", "ankle_trouble": "yes"}
    said = server.put("/api/clearance", {"answers": answers})
    assert (said["outcome"], len(said["reasons"])) == ("redirected", 2)
    others = [each for each in ("bridge", "standing_hip_abduction") if server.get(f"/api/config?exercise={each}")]
    assert len(others) == 2


def test_what_is_asked_again_and_when(server: Server) -> None:
    server.clear()
    daily = {question.key for question in questions(EXERCISE) if question.group == "today"}
    server.clock.move(hours=25)
    assert set(server.get("/api/clearance")["assessment"]["to_answer"]) == daily
    server.clock.move(days=28)
    assert set(server.get("/api/clearance")["assessment"]["to_answer"]) == set(harmless_answers())


# -- a stop for pain ---------------------------------------------------------------------------------------------------

CLEARED_ONLY: Final = "/api/config?way=simulated"
"""To be shown a session takes clearance; the plan, which rests on the day of a stop, has no say in it."""
PAIN: Final = {"do": "command", "t_s": 3.0, "command": "pain"}


def told(server: Server, config: dict[str, Any], how: str) -> None:
    """The session was stopped for pain, and one of the ways in which that comes to be known."""
    url = f"/api/sessions/{config['id']}"
    if how == "part":
        server.put(f"{url}/parts/0", {"inputs": [{"do": "command", "t_s": 0.0, "command": "begin"}, PAIN]}, 204)
    elif how == "record":
        server.post(f"{url}/finish", {"parts": 0, "record": {"ended": "pain"}})
    elif how == "replay":
        server.put(f"{url}/parts/0", {"inputs": [{"do": "command", "t_s": 0.0, "command": "begin"}, PAIN]}, 204)
        server.post(f"{url}/finish", {"parts": 1, "record": {"ended": "done"}})
    else:
        server.post(f"{url}/afterwards", {"pain": 3, "effort": None, "stop_answers": CALM})


@pytest.mark.parametrize("how", ["part", "record", "replay", "answers"])
def test_after_a_stop_for_pain_the_day_is_asked_anew(server: Server, how: str) -> None:
    server.clear()
    config = server.start()
    server.clock.move(minutes=2)
    told(server, config, how)
    server.get("/api/config", 403)
    server.post("/api/sessions", {"config": foreign_config(server.clock)}, 403)
    assessment = server.get("/api/clearance")["assessment"]
    daily = {question.key: answer for question in questions(EXERCISE) if question.group == "today"
             for answer in [harmless_answers()[question.key]]}  # fmt: skip
    assert set(assessment["to_answer"]) == set(daily)
    assert "stopped because of pain" in assessment["reasons"][0]["text"]
    server.clock.move(minutes=1)
    server.put("/api/clearance", {"answers": {key: daily[key] for key in list(daily)[1:]}})
    server.get("/api/config", 403)
    server.put("/api/clearance", {"answers": daily})
    if how != "answers":  # what it was is not known: nothing more that day
        assert server.get("/api/config", 403)["assessment"]["reasons"][0]["key"] == "stopped_today"
        server.clock.move(days=1)
        server.put("/api/clearance", {"answers": daily})
    again = server.get(CLEARED_ONLY)
    server.post("/api/sessions", {"config": again}, 201)
    told(server, config, how)
    server.get(CLEARED_ONLY)


def said_after_stop(server: Server, config: dict[str, Any], **answers: object) -> dict[str, Any]:
    body = {"pain": None, "effort": None, "stop_answers": {**CALM, **answers}}
    shown: dict[str, Any] = server.post(f"/api/sessions/{config['id']}/afterwards", body)["assessment"]
    return shown


@pytest.mark.parametrize("answer", [{"stop_pain": 8}, {"stop_where": "unknown"}, {"stop_calf_pain": "yes"}])
def test_what_is_said_after_a_stop_closes_the_day(server: Server, answer: dict[str, object]) -> None:
    server.clear()
    config = server.start()
    verdict = said_after_stop(server, config, **answer)
    server.clock.move(minutes=5)
    assert not server.put("/api/clearance", {"answers": harmless_answers()})["may_start"]
    refused = server.get("/api/config", 403)["assessment"]
    assert (refused["outcome"], refused["do_now"]) == (verdict["outcome"], verdict["do_now"])
    server.post("/api/sessions", {"config": foreign_config(server.clock)}, 403)
    said_after_stop(server, config)
    server.get("/api/config", 403)
    assert not server.get("/api/today")["may_start"]


def test_a_stop_for_a_doctor_waits_for_one(server: Server) -> None:
    server.clear()
    said_after_stop(server, server.start(), stop_calf_pain="yes")
    for days in (1, 3, 30):
        server.clock.move(days=days)
        told = server.put("/api/clearance", {"answers": harmless_answers()})
        assert (told["may_start"], told["to_answer"]) == (False, ["spoke_after_stop"])
        shown = {question["key"] for question in server.get("/api/clearance")["questions"]}
        assert shown - set(harmless_answers()) == {"spoke_after_stop"}
    for answer in ("no", "unknown"):
        assert server.put("/api/clearance", {"answers": {"spoke_after_stop": answer}})["outcome"] == "clinician"
    assert server.put("/api/clearance", {"answers": {"spoke_after_stop": "yes"}})["may_start"]
    server.clock.move(days=40)
    server.clear()
    assert "spoke_after_stop" not in {question["key"] for question in server.get("/api/clearance")["questions"]}


@pytest.mark.parametrize("how", ["part", "record", "replay"])
def test_a_simulated_patient_who_stops_has_nobodys_pain(server: Server, how: str) -> None:
    server.clear()
    config = server.get(CLEARED_ONLY)
    server.post("/api/sessions", {"config": config}, 201)
    told(server, config, how)
    server.get("/api/config")
    said_after_stop(server, config, stop_chest_pain="yes")  # this the person has
    server.get("/api/config", 403)


def test_answers_after_a_stop_without_pain_count_too(server: Server) -> None:
    """Stopped, and only then asked: what came with the record closes the day like what came by itself."""
    server.clear()
    url = f"/api/sessions/{server.start()['id']}"
    record = {"ended": "stopped", "stop_answers": {**CALM, "stop_chest_pain": "yes"}}
    server.post(f"{url}/finish", {"parts": 0, "record": record})
    server.post(f"{url}/afterwards", {"pain": 2, "effort": 3, "stop_answers": None})
    server.clock.move(minutes=5)
    assert server.put("/api/clearance", {"answers": harmless_answers()})["outcome"] == "emergency"


def test_a_stop_without_pain_asks_nothing(server: Server) -> None:
    server.clear()
    url = f"/api/sessions/{server.start()['id']}"
    server.clock.move(minutes=1)
    stop = {"do": "command", "t_s": 3.0, "command": "stop"}
    server.put(f"{url}/parts/0", {"inputs": [{"do": "command", "t_s": 0.0, "command": "begin"}, stop]}, 204)
    server.post(f"{url}/finish", {"parts": 1, "record": {"ended": "stopped"}})
    server.post(f"{url}/afterwards", {"pain": 2, "effort": 3, "stop_answers": None})
    server.get("/api/config")


def test_a_stop_that_is_told_of_late_asks_all_the_same(server: Server) -> None:
    server.clear()
    config = server.start()
    server.clock.move(days=1, hours=1)
    server.clear()
    server.clock.move(minutes=1)
    server.get("/api/config")
    told(server, config, "part")
    server.get("/api/config", 403)


def test_the_engine_too_looks_at_the_stop(server: Server) -> None:
    """A configuration from before the stop, told of at once, does not begin; nor one that hides it."""
    server.clear()
    before, other = server.get("/api/config"), server.start()
    server.clock.move(seconds=30)
    told(server, other, "part")
    server.post("/api/sessions", {"config": before}, 403)
    said_after_stop(server, other)
    server.clock.move(seconds=1)
    server.clear()
    fresh = server.get(CLEARED_ONLY)
    hidden = {**fresh["clearance"], "stopped_at": (server.clock.now() + timedelta(seconds=1)).isoformat()}
    server.post("/api/sessions", {"config": {**fresh, "clearance": hidden}}, 403)
    server.post("/api/sessions", {"config": fresh}, 201)
