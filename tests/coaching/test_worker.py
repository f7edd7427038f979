"""What the browser's worker calls: JSON in, JSON out, and a whole session through it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from levelhip.coaching import worker
from tests.coaching.live_people import config


@pytest.fixture(autouse=True)
def nothing_open() -> None:
    worker.use_messages("{}")
    worker._here.session = None


def test_before_a_session_it_says_so() -> None:
    with pytest.raises(ValueError, match="no session has begun"):
        worker.take("{}")


def test_a_session_goes_through_it_as_json() -> None:
    worker.open_session(json.dumps(config("clock")))
    begun = json.loads(worker.take(json.dumps({"do": "command", "t_s": 0.0, "command": "begin"})))
    assert any("say" in output for output in begun["outputs"])
    assert begun["deadline_s"] > 0
    assert json.loads(worker.record())["ended"] == "unfinished"


def test_a_journal_is_played_again_to_its_last_state() -> None:
    worker.open_session(json.dumps(config("clock")))
    journal: list[dict[str, Any]] = [
        {"do": "command", "t_s": 0.0, "command": "begin"},
        {"do": "command", "t_s": 1.0, "command": "pause"},
    ]
    came = json.loads(worker.replay(json.dumps(journal)))
    assert [output["state"]["stage"] for output in came["outputs"]] == ["paused"]
    assert json.loads(worker.replay("[]"))["outputs"] == []


def test_the_simulated_person_of_the_session_moves() -> None:
    worker.open_session(json.dumps(config("simulated")))
    samples = json.loads(worker.simulated_set("right", 1))
    assert len(samples["t_s"]) == len(samples["force_n"]) > 1000


def test_words_come_in_the_persons_language() -> None:
    worker.use_messages(json.dumps({"Where does it hurt?": "¿Dónde le duele?"}))
    asked = json.loads(worker.questions_after_stop())
    assert asked
    assert all(question["text"] for question in asked)
    assert "<svg" in worker.figure("isometric_hip_abduction", "left")
    assert json.loads(worker.about("bridge"))["position"] == "supine"


def test_a_stop_is_judged() -> None:
    assert json.loads(worker.judge_stop("{}"))["may_start"] is False
