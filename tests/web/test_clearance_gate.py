"""Nothing starts a blocked exercise: whatever is answered, the API gives a start only where the rules clear."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.exercise.clearance import questions
from tests.web.servers import EXERCISE, Server, foreign_config, harmless_answers, make_server

HARMLESS: Final = harmless_answers()
KEYS: Final = sorted(HARMLESS)
WAYS: Final = ("clock", "camera", "shin", "simulated")
ANSWERS: Final = st.sampled_from(["yes", "no", "unknown", "", "maybe", None, 0, 3, 6, 10, 11, -1, 5.5, True, False])
STEPS: Final = st.one_of(
    st.tuples(st.just("answer"), st.dictionaries(st.sampled_from(KEYS), ANSWERS, max_size=3)),
    st.tuples(st.just("answer"), st.just(dict(HARMLESS))),
    st.tuples(st.just("answer all but"), st.dictionaries(st.sampled_from(KEYS), ANSWERS, min_size=1, max_size=2)),
    st.tuples(st.just("move"), st.floats(-60 * 24 * 40, 60 * 24 * 40)),
    st.tuples(st.just("erase"), st.none()),
)


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(st.lists(STEPS, max_size=6), st.sampled_from(WAYS))
def test_no_sequence_of_answers_gives_a_start_unless_the_rules_clear(steps: list[tuple[str, Any]], way: str) -> None:
    with TemporaryDirectory() as folder:
        server = make_server(Path(folder))
        try:
            for step in steps:
                take(server, step)
            starts_only_if_cleared(server, way)
        finally:
            server.services.store.close()


def take(server: Server, step: tuple[str, Any]) -> None:
    kind, given_ = step
    if kind == "answer":
        server.put("/api/clearance", {"answers": given_})
    elif kind == "answer all but":
        server.put("/api/clearance", {"answers": {**HARMLESS, **given_}})
    elif kind == "move":
        server.clock.move(minutes=given_)
    else:
        server.post("/api/erase", {"word": "erase"})


def starts_only_if_cleared(server: Server, way: str) -> None:
    cleared = server.services.clearing.assessment(EXERCISE).may_start
    response = server.browser.get(f"/api/config?way={way}")
    assert response.status_code == (200 if cleared else 403)
    assert server.get("/api/today")["may_start"] == cleared
    for config in (foreign_config(server.clock), {**foreign_config(server.clock, way=way), "clearance": None}):
        server.post("/api/sessions", {"config": config}, 201 if cleared else 403)
    if not cleared:
        assert response.json()["assessment"]["may_start"] is False
        assert response.json()["assessment"]["reasons"]
        assert server.get("/api/sessions")["sessions"] == []


@pytest.mark.parametrize("key", KEYS)
def test_every_question_must_be_answered(server: Server, key: str) -> None:
    server.put("/api/clearance", {"answers": {each: answer for each, answer in HARMLESS.items() if each != key}})
    server.get("/api/config", 403)
    server.put("/api/clearance", {"answers": {key: "unknown"}})
    server.get("/api/config", 403)
    server.put("/api/clearance", {"answers": {key: HARMLESS[key]}})
    server.get("/api/config")


def test_answers_to_the_other_questions_stay(server: Server) -> None:
    server.clear()
    server.clock.move(hours=30)
    server.get("/api/config", 403)
    groups = {question.key: question.group for question in questions(EXERCISE)}
    today = {key: answer for key, answer in HARMLESS.items() if groups[key] == "today"}
    assert 0 < len(today) < len(HARMLESS)
    server.put("/api/clearance", {"answers": today})
    server.get("/api/config")


def test_a_clock_that_is_set_back_asks_again(server: Server) -> None:
    server.clear()
    server.get("/api/config")
    server.clock.move(hours=-3)
    server.get("/api/config", 403)
    server.clear()
    server.get("/api/config")


@pytest.mark.parametrize("answers", [{"no_such_question": "no"}, {"a": "x" * 1000}, {str(n): "no" for n in range(300)}])
def test_answers_to_nothing_are_refused(server: Server, answers: dict[str, str]) -> None:
    server.put("/api/clearance", {"answers": answers}, 422)
    assert server.get("/api/clearance")["answers"] is None


def test_answers_of_another_version_block_until_all_is_answered_anew(server: Server) -> None:
    server.clear()
    store = server.services.store
    old = store.clearance()
    assert old is not None
    store.add_clearance(lambda _: type(old)({**old.answers, "of_old": "no"}, old.times, old.answered_at))
    server.get("/api/config", 403)
    server.clear()
    server.get("/api/config")


def test_the_configuration_is_ready(server: Server) -> None:
    server.clear()
    server.put("/api/settings", {"complaint": "left", "language": "es", "way": "shin"})
    config = server.get("/api/config")
    assert (config["way"], config["language"], config["sides"]) == ("shin", "es", ["left", "right"])
    assert (config["hold_s"], config["reps"], config["simulated"]) == (6, 7, None)
    assert config["clearance"]["answers"] == HARMLESS
    assert server.get("/api/config?way=simulated")["simulated"]["population"] == "everyday"
    assert config["id"] != server.get("/api/config")["id"]
    server.put("/api/settings", {"sides": "right"})
    assert server.get("/api/config")["sides"] == ["right"]


@pytest.mark.parametrize(
    ("query", "status"), [("way=telepathy", 422), ("exercise=somersault", 404), ("exercise=", 404)]
)
def test_what_there_is_not_is_refused(server: Server, query: str, status: int) -> None:
    server.clear()
    server.get(f"/api/config?{query}", status)


def test_an_engine_that_would_not_begin_is_not_begun(server: Server) -> None:
    """The configuration's own answers must clear too."""
    server.clear()
    config = server.get("/api/config")
    config["clearance"] = {"answers": {}, "answered_at": None, "releases": []}
    server.post("/api/sessions", {"config": config}, 403)


# -- told of late ------------------------------------------------------------------------------------------------------


def test_a_session_begun_offline_is_kept(server: Server) -> None:
    server.clear()
    config = foreign_config(server.clock)
    server.clock.move(days=3)
    kept = server.post("/api/sessions", {"config": config}, 201)
    assert (kept["late"], kept["clearance_held"]) == (True, True)


def test_a_session_begun_offline_without_clearance_is_kept_and_marked(server: Server) -> None:
    before = foreign_config(server.clock)
    server.clock.move(days=1)
    server.clear()
    kept = server.post("/api/sessions", {"config": before}, 201)
    assert (kept["late"], kept["clearance_held"]) == (True, False)
    url = f"/api/sessions/{before['id']}"
    server.put(f"{url}/parts/0", {"inputs": []}, 204)
    server.post(f"{url}/finish", {"parts": 1, "record": {}})
    assert server.get(url)["clearance_held"] is False


def test_a_session_from_a_clock_ahead_is_kept_and_marked(server: Server) -> None:
    server.clear()
    config = foreign_config(server.clock, started_at="2031-01-01T00:00:00+00:00")
    kept = server.post("/api/sessions", {"config": config}, 201)
    assert (kept["late"], kept["clearance_held"]) == (True, False)


def test_a_late_session_of_this_engine_whose_answers_do_not_clear(server: Server) -> None:
    server.clear()
    config = server.get("/api/config")
    config["clearance"] = {"answers": {}, "answered_at": None, "releases": []}
    server.clock.move(hours=1)
    kept = server.post("/api/sessions", {"config": config}, 201)
    assert (kept["late"], kept["clearance_held"]) == (True, False)
    url = f"/api/sessions/{config['id']}"
    server.put(f"{url}/parts/0", {"inputs": []}, 204)
    answer = server.post(f"{url}/finish", {"parts": 1, "record": {"ended": "done"}})
    assert answer["agrees"] is None
    assert "clearance did not hold" in answer["differences"][0]
