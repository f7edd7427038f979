"""A session's own page: by the clock nothing was seen, a stop is not praised, and people read words, not fields."""

from __future__ import annotations

import copy
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.exercise.clearance import stop_questions
from levelhip.exercise.sentence import sentence
from levelhip.ports import NewRecord
from levelhip.services.session_numbers import numbers_of
from levelhip.session.chain import Chain, chain_sources
from tests.web.page_reading import Page, read
from tests.web.page_world import NOW, Browser, World, live_record, make_world

PRAISE = ("What went well", "To try next time", "keep it like this", "let go early", "second half", "Every hold")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A person of whom nothing is known."""
    return make_world(tmp_path)


def by_the_clock(corrections: dict[str, int | None], ended: str = "done") -> dict[str, Any]:
    """Seven of 6 s a side by the clock alone; so many were told to be full, the others are nobody knows how long."""
    live: dict[str, Any] = copy.deepcopy(live_record(2, told=True))
    live["record"]["signal"]["quantity"] = "clock"
    for side in live["record"]["sides"]:
        full = corrections.get(side["side"])
        for rep in side["reps"]:
            held = full is None or rep["number"] <= full
            rep["valid_hold_s"] = 6.0 if held else None
            rep["faults"] = [] if held else ["short_hold"]
        side["complete_count"] = count = side["rep_count"] if full is None else full
        side["valid_hold_total_s"] = 6.0 * count if count == side["rep_count"] else None
    return {**live, "corrections": corrections, "ended": ended}


def page_of(world: World, session: str, language: str = "en") -> Page:
    return read(Browser(world.app).get(f"/history/{session}", language).text)


def test_by_the_clock_only_what_was_told_is_known(world: World) -> None:
    page = page_of(world, world.add_session(NOW, by_the_clock({"left": 7, "right": 6}), way="clock"))
    assert "13 of 14, as you told it" in page.text
    assert "6 of 7, as you told it" in page.text
    assert not [words for words in PRAISE if words in page.text]


def test_the_seconds_of_six_holds_count_where_the_seventh_is_not_known(world: World) -> None:
    world.add_session(NOW, by_the_clock({"left": 7, "right": 6}), way="clock")
    day = world.services.history.progress(None, 1)["days"][0]
    assert day["sides"]["right"]["held_s"] == day["sides"]["right"]["self_reported_s"] == 36
    assert (day["sides"]["left"]["held_s"], day["sides"]["right"]["complete"]) == (42, 6)


def test_what_nobody_told_is_not_known(world: World) -> None:
    session = world.add_session(NOW, by_the_clock({"left": None, "right": None}), way="clock")
    page = page_of(world, session)
    assert "14 by the clock; how many were full ones is not known" in page.text
    assert "as you told it" not in page.text
    assert "self-reported, not measured" not in page.text
    assert "clock only · not measured, and not all of it told" in page.text
    assert "holds by the clock" in read(Browser(world.app).get("/history").text).text
    side = world.services.history.progress(None, 1)["days"][0]["sides"]["left"]
    assert (side["held_s"], side["complete"], side["reps"]) == (None, None, 7)


@pytest.mark.parametrize("way", ["clock", "camera"])
def test_a_session_stopped_for_pain_is_not_praised_but_says_what_was_answered(world: World, way: str) -> None:
    live = by_the_clock({"left": None}, "pain") if way == "clock" else {**live_record(2), "ended": "pain"}
    page = page_of(world, world.add_session(NOW, live, way=way, stop_answers=answers()))
    assert not [words for words in PRAISE if words in page.text]
    assert "6 of 10" in page.text
    assert "What was advised: See a doctor today" in page.text
    assert "blood clot" in page.text


def answers() -> dict[str, object]:
    """What hurts, as it was answered in the fortnight that was tried: the calf, 6 of 10."""
    asked = stop_questions()
    calf = next(each for each in asked if "calf" in each.key or "calf" in each.text.lower())
    scale = next(each for each in asked if each.kind == "scale")
    return {calf.key: "yes", scale.key: 6}


def test_a_stop_of_which_nothing_was_answered_says_so(world: World) -> None:
    page = page_of(world, world.add_session(NOW, {**live_record(2), "ended": "pain"}))
    assert "What was asked then was not answered." in page.text
    assert "Do not exercise again today." in page.text


def test_a_session_without_a_signal_offers_no_recording(world: World) -> None:
    page = page_of(world, world.add_session(NOW, by_the_clock({"left": 7, "right": 7}), way="clock"))
    assert not [link for link in page.links if "recording.csv" in link]
    assert "There is no recording: only the clock ran." in page.text
    seen = page_of(world, world.add_session(NOW - timedelta(hours=1), live_record(2)))
    assert [link for link in seen.links if "recording.csv" in link]


def differing(world: World, theirs: dict[str, Any], own: dict[str, Any] | None) -> Page:
    """The page of a session of which the browser's record and ours are not the same."""
    session = world.add_session(NOW, live_record(2))
    raw = ["record.signal.duration_s: 16.0053 in ours, 13.8583 in theirs", "stop_answers: {'a': 'no'} in ours, None"]
    engine = live_record(2)["engine"]
    world.services.store.add_record(
        NewRecord(
            session_id=session,
            parts=2,
            client_record=theirs,
            own_record=own,
            client_engine=engine,
            own_engine=engine,
            agrees=False,
            differences=raw,
            numbers=numbers_of(own or theirs),
            finished_at=NOW,
        )
    )
    page = page_of(world, session)
    assert not [sign for sign in ("{", "duration_s", "in theirs", "record.") if sign in page.text]
    assert world.services.history.session(session)["differences"] == raw
    return page


def test_only_the_counts_that_differ_are_told_and_in_words(world: World) -> None:
    ours = live_record(2)
    theirs = copy.deepcopy(ours)
    assert "the counts are the same" in differing(world, {**theirs, "pain": 3}, ours).text


def test_counts_that_differ_are_named(world: World) -> None:
    ours = live_record(2)
    theirs = copy.deepcopy(ours)
    theirs["record"]["sides"][0]["rep_count"] -= 1
    assert "Right, repetitions: 7 on the computer, 6 in the browser" in differing(world, theirs, ours).text


def test_what_could_not_be_counted_again_is_not_called_the_same(world: World) -> None:
    page = differing(world, live_record(2), None)
    assert "could not be counted again" in page.text
    assert "the same" not in page.text


@pytest.mark.parametrize("record", [{}, {"record": None}, {"record": {"sides": [{"reps": 3}]}, "corrections": []}])
def test_a_record_of_any_form_has_a_page(world: World, record: dict[str, Any]) -> None:
    assert page_of(world, world.add_session(NOW, record)).headings


def test_from_the_lift_to_the_leg_at_rest_each_quantity_with_its_sensor(world: World) -> None:
    chain = Chain("right", 1, 10.0, 10.4, 16.6, 17.0, 9.0, 1.0, 12.0, 0.3, 0.4, 18.6, ("fast_release",))
    live = {**live_record(2), "lifts": [chain.as_dict()], "sources": chain_sources("belt", "shin")}
    session = world.add_session(NOW, live, way="belt")
    page = page_of(world, session)
    for words in ("Leg held at", "12 degrees, by the phone on the shin", "1.0 seconds, by both sensors"):
        assert words in page.text
    assert "Right, repetition 1: came down fast" in page.text
    report = Browser(world.app).get(f"/history/{session}/report.html")
    assert "From the lift to the leg at rest" in report.text
    old = {
        **live_record(2),
        "lifts": [{"side": "right", "number": 1, "lift_deg": 12.0}],
        "sources": {"lift_deg": "shin"},
    }
    assert "From the lift" not in page_of(world, world.add_session(NOW, old, way="belt")).text
    odd = {**live_record(2), "lifts": [{"tension_s": "?"}], "sources": 7}
    assert "From the lift" not in page_of(world, world.add_session(NOW, odd, way="belt")).text


def test_who_recorded_it_and_that_the_plan_rested_are_said(world: World) -> None:
    number, store = world.add_session(NOW, live_record(2)), world.services.store
    kept = store.session(number)
    assert kept is not None
    rest = sentence("Rest for today: you stopped because of pain.").as_dict()
    again = replace(
        kept.started, id=str(uuid.uuid4()), assessment={"plan_rests": rest}, config={"made_by": "levelhip live"}
    )
    store.add_session(again)
    page = page_of(world, again.id)
    assert "your plan rested: Rest for today: you stopped because of pain." in page.text
    assert "levelhip live" in page.text
    assert "your plan rested" not in page_of(world, number).text
