"""The questions, step by step, as a browser without a script asks them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from levelhip.exercise.clearance import questions
from levelhip.web.clearance_page import QUESTIONS_A_STEP, answers_in, steps
from tests.web.page_reading import read
from tests.web.page_world import EXERCISE, Browser, World, harmless, make_world

EVERY = [question.key for question in questions(EXERCISE)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def client(world: World) -> Browser:
    return Browser(world.app)


def hidden(html: str) -> dict[str, str]:
    """The fields that travel along."""
    pairs: dict[str, str] = {}
    attributes = read(html).attributes
    for index, (element, name, value) in enumerate(attributes):
        if (element, name, value) == ("input", "type", "hidden"):
            pairs[attributes[index + 1][2]] = attributes[index + 2][2]
    return pairs


def asked(html: str) -> list[str]:
    """The questions on the page."""
    return list(dict.fromkeys(value for tag, name, value in read(html).attributes if (tag, name) == ("fieldset", "id")))


def walk(world: World, answers: dict[str, object], address: str = "/clearance") -> str:
    """Answer step by step until there is no further one; gives the last page."""
    browser = client(world)
    html = browser.get(address).text
    for _ in range(20):
        shown = asked(html)
        if not shown:
            break
        given_now = {key: str(answers[key]) for key in shown}
        html = browser.post("/clearance", data={**hidden(html), **given_now, "go": "on"}).text
    return html


def test_harmless_answers_lead_to_the_start(world: World) -> None:
    html = walk(world, harmless())
    assert "You may begin" in html
    assert world.services.clearing.assessment(EXERCISE).may_start


def test_a_bad_answer_is_acted_upon_at_once(world: World) -> None:
    html = walk(world, {**harmless(), "chest_pain_now": "yes"})
    assert "Get help now" in html
    assert 'role="alert"' in html
    assert "health" not in html
    assert not world.services.clearing.assessment(EXERCISE).may_start


def test_i_dont_know_never_clears(world: World) -> None:
    walk(world, dict.fromkeys(EVERY, "unknown"))
    assert not world.services.clearing.assessment(EXERCISE).may_start


def test_an_open_question_is_asked_again_with_the_others_kept(world: World) -> None:
    browser = client(world)
    html = browser.get("/clearance").text
    first, *others = asked(html)
    given_now = {key: str(harmless()[key]) for key in others}
    response = browser.post("/clearance", data={**hidden(html), **given_now, "go": "on"})
    page = read(response.text)
    assert response.status_code == 422
    assert asked(response.text) == [first, *others]
    assert "One question is still open" in page.text
    assert sum(name == "checked" for _, name, _ in page.attributes) == len(others)
    assert world.services.clearing.state(EXERCISE)["answers"] is None


def test_going_back_keeps_what_was_answered(world: World) -> None:
    browser = client(world)
    html = browser.get("/clearance").text
    first = asked(html)
    html = browser.post("/clearance", data={**hidden(html), **{key: str(harmless()[key]) for key in first}}).text
    assert asked(html) != first
    html = browser.post("/clearance", data={**hidden(html), "go": "back"}).text
    assert asked(html) == first
    assert sum(name == "checked" for _, name, _ in read(html).attributes) == len(first)


def test_the_next_day_only_the_days_questions_are_asked(world: World) -> None:
    walk(world, harmless())
    world.clock.moment += timedelta(hours=25)
    assert not world.services.clearing.assessment(EXERCISE).may_start
    open_now = set(world.services.clearing.assessment(EXERCISE).to_answer)
    assert 0 < len(open_now) < len(EVERY)
    assert set(asked(client(world).get("/clearance").text)) <= open_now
    assert "You may begin" in walk(world, harmless())
    world.clock.moment += timedelta(days=27, hours=1)  # the older answers have not become younger by the new ones
    assert set(world.services.clearing.assessment(EXERCISE).to_answer) == set(EVERY)


def test_nothing_to_ask_leads_to_the_result(world: World) -> None:
    world.clear()
    response = client(world).get("/clearance")
    assert response.url.path == "/clearance/result"
    assert asked(client(world).get("/clearance?again=1").text)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"keys": "x,y"},
        {"keys": "pregnant", "step": "99"},
        {"keys": "pregnant", "step": "-1"},
        {"step": "\N{SUPERSCRIPT TWO}"},
    ],
)
def test_a_form_of_nobodys_making_asks_from_the_start(world: World, data: dict[str, str]) -> None:
    assert client(world).post("/clearance", data=data).status_code in {200, 422}
    assert world.services.clearing.state(EXERCISE)["answers"] is None


@given(st.sets(st.sampled_from(EVERY)))
def test_every_wanted_question_is_in_exactly_one_step(keys: set[str]) -> None:
    made = steps(sorted(keys))
    shown = [question.key for step in made for question in step.questions]
    assert sorted(shown) == sorted(keys)
    assert all(1 <= len(step.questions) <= QUESTIONS_A_STEP for step in made)
    assert [step.number for step in made] == list(range(1, len(made) + 1))


@given(st.dictionaries(st.sampled_from([*EVERY, "x"]), st.text(max_size=5) | st.sampled_from(["yes", "no", "3"])))
def test_only_answers_that_are_understood_are_taken(fields: dict[str, str]) -> None:
    read_off = answers_in(FormData(fields))
    for question in questions(EXERCISE):
        if question.key in read_off:
            assert question.understood(read_off[question.key]) is not None
    assert set(read_off) <= set(fields) & set(EVERY)
