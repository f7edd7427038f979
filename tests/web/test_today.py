"""What Today puts before the Start: pain above the limit, a stop for a doctor, what the plan waits for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.exercise.clearance import stop_questions
from levelhip.web.reading import ZONE
from tests.web.page_reading import Page, read
from tests.web.page_world import EXERCISE, NOW, Browser, World, live_record, make_world
from tests.web.test_pages_clearance import asked, hidden

DAY = timedelta(days=1)
GRAVE = {question.key: "no" for question in stop_questions() if question.kind == "yes_no"} | {"stop_calf_pain": "yes"}


@pytest.fixture
def new(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.clear()
    return made


def today(world: World) -> Page:
    return read(Browser(world.app).get("/").text)


def starts(page: Page) -> bool:
    """Whether anything on the page begins a session, or leads to it."""
    return any(
        value in {"/session", "/clearance"} for tag, name, value in page.attributes if (tag, name) == ("form", "action")
    )


def say_morning(world: World, pain: str) -> Page:
    day = world.clock.now().astimezone(ZONE).date().isoformat()
    return read(Browser(world.app).post("/today/morning", data={"day": day, "pain": pain}).text)


def easiest(world: World) -> None:
    for _ in range(2):
        world.services.planning.step_back(ZONE)


def test_a_morning_above_the_limit_rests_at_once_with_its_reason(new: World) -> None:
    assert starts(today(new))
    page = say_morning(new, "7")
    assert "Rest for today: 7 of 10 this morning is more than 5 of 10." in page.text
    assert not starts(page)
    assert starts(say_morning(new, "5"))


def test_after_much_pain_the_morning_is_asked_before_anything_else(new: World) -> None:
    new.add_session(NOW, live_record(2), pain=7)
    new.clock.moment += DAY
    new.clear()
    page = today(new)
    assert "First: how is the hip this morning?" in page.text
    assert page.text.index("0: no pain") < page.text.index("Yesterday it hurt a lot")
    assert not starts(page)
    skipped = say_morning(new, "skip")
    assert "Rest today" in skipped.text
    assert not starts(skipped)
    still = say_morning(new, "4")
    assert "is still at 4 of 10; it should be 2 or less before you go on" in still.text
    assert not starts(still)
    assert starts(say_morning(new, "1"))


def test_what_is_to_be_asked_before_going_on_stands_beside_no_start(new: World) -> None:
    easiest(new)
    new.clock.moment += DAY
    new.add_session(new.clock.moment, live_record(2), pain=7)
    new.clock.moment += DAY
    new.clear()
    page = say_morning(new, "1")
    assert "Speak with a doctor or physical therapist before you go on." in page.text
    assert not starts(page)
    assert "your therapist" not in page.text
    assert not new.services.today.today(ZONE)["may_start"]
    assert starts(read(Browser(new.app).post("/today/spoken", {}).text))
    new.add_session(new.clock.moment, live_record(3), pain=8)
    new.clock.moment += DAY
    new.clear()
    assert not starts(say_morning(new, "1")), "it hurt again"


def test_the_morning_after_see_a_doctor_today_asks_about_it_first(new: World) -> None:
    new.add_session(NOW, {**live_record(2), "ended": "pain"}, pain=4, stop_answers=GRAVE)
    new.services.store.note_pain_stop(new.services.history.sessions(1)[0]["id"], NOW)
    assert "have you spoken with a doctor?" not in today(new).text, "what was said at the stop comes first"
    new.clock.moment += DAY
    say_morning(new, "0")
    page = today(new)
    assert page.text.index("First: have you spoken with a doctor?") < page.text.index("This week")
    assert not starts(page)
    assert "spoke_after_stop" in asked(Browser(new.app).get("/clearance").text)
    browser = Browser(new.app)
    refused = read(browser.post("/today/looked-at", {"spoken": "no"}).text)
    assert "nobody has looked at it yet" in refused.text
    assert not starts(refused)
    assert browser.post("/today/looked-at", {"spoken": "perhaps"}).status_code == 400
    opened = read(browser.post("/today/looked-at", {"spoken": "yes"}).text)
    assert "have you spoken" not in opened.text
    assert starts(opened)
    assert not new.services.clearing.assessment(EXERCISE).may_start, "the day's questions are still to be answered"
    new.clear()
    assert new.services.clearing.assessment(EXERCISE).may_start


def test_done_for_today_stays_so_whatever_the_answers_age(new: World) -> None:
    easiest(new)
    new.clock.moment += DAY
    assert "First a few questions again" in today(new).text
    new.add_session(new.clock.moment, live_record(2))
    page = today(new)
    assert "Done for today" in page.text
    assert "One more" in page.text


def test_more_than_was_due_is_no_2_of_1(new: World) -> None:
    easiest(new)
    new.clock.moment += DAY
    for minute in range(2):
        new.add_session(new.clock.moment + timedelta(minutes=minute), live_record(2))
    new.clock.moment += DAY
    text = today(new).text
    assert "2 of 1" not in text
    assert "19 November: 2 done" in text


def test_who_cannot_lift_the_leg_is_led_to_the_easier_start(new: World) -> None:
    new.clear(cannot_lift="no")
    page = today(new)
    assert "/plan#offer-easier_start" in page.links
    assert ("h3", "id", "offer-easier_start") in read(Browser(new.app).get("/plan").text).attributes


def test_answering_again_only_what_changed_is_chosen_anew(new: World) -> None:
    new.clear(pregnant="yes", resting_pain=1)
    new.clock.moment += timedelta(hours=1)
    browser, before = Browser(new.app), new.services.store.clearance()
    html, chosen, shown = browser.get("/clearance?again=1").text, 0, []
    assert before is not None
    while keys := asked(html):
        attributes = read(html).attributes
        chosen += sum(name == "checked" for _, name, _ in attributes)
        shown += keys
        sent = {key: before.answers[key] for key in keys} | ({"pregnant": "no"} if "pregnant" in keys else {})
        html = browser.post("/clearance", {**hidden(html), **{k: str(v) for k, v in sent.items()}, "go": "on"}).text
    assert chosen == len(shown) - 2, "neither the answer in the way nor the pain now"
    assert new.services.clearing.assessment(EXERCISE).may_start


def test_what_was_only_shown_as_chosen_does_not_become_younger(new: World) -> None:
    new.clock.moment += timedelta(hours=1)
    browser = Browser(new.app)
    html = browser.get("/clearance?again=1").text
    first = dict.fromkeys(asked(html), "no") | {asked(html)[0]: "yes"}
    browser.post("/clearance", {**hidden(html), **first, "go": "on"})
    kept = new.services.store.clearance()
    assert kept is not None
    younger = {key for key, at in kept.times.items() if at == new.clock.moment.isoformat()}
    assert younger == set(first)


def test_nothing_of_the_day_before_is_chosen_already(new: World) -> None:
    new.clock.moment += DAY
    fresh = new.services.clearing.fresh(EXERCISE)
    assert "breathless" not in fresh
    assert fresh["under_18"] == "no"
