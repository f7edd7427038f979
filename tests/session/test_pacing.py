"""No sensor at all: the clock paces the session, and what comes of it is self-reported."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.signals import Channel, Quantity, SampleBlock
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import (
    Event,
    HoldSecond,
    HoldStarted,
    PhaseChanged,
    RepCompleted,
    SessionCompleted,
    SideCompleted,
)
from levelhip.session.pacing import LIFT_S, Pacer
from levelhip.session.replay import RecordBuilder, events_of
from levelhip.session.transitions import TRANSITIONS
from tests.session.people import MOVEMENT, Path, of, reps, task, words

CLOCK = Profile(Quantity.CLOCK)


def paced(engine: SessionEngine, start_s: float = 0.0) -> list[Event]:
    """Advance from deadline to deadline until nothing is due any more."""
    engine.advance(start_s)
    said = list(events_of(engine))
    while (deadline_s := engine.next_deadline_s()) is not None:
        engine.advance(deadline_s)
        more = list(events_of(engine))
        assert more, "a deadline brings something"
        said.extend(more)
    return said


def test_a_whole_session() -> None:
    """Seven repetitions a side: lift 2 s, hold 6 s, release 2 s, rest 3 s; 30 s to turn over."""
    events = paced(SessionEngine(task(), CLOCK), 100.0)
    side_s = 7 * (LIFT_S + 6 + 2) + 6 * 3
    assert events[-1] == SessionCompleted(100.0 + 3 + side_s + 30 + side_s)
    assert [(each.side, each.rep_count, each.complete_count) for each in of(events, SideCompleted)] == [
        ("left", 7, 7),
        ("right", 7, 7),
    ]
    assert [each.number for each in reps(events)] == [1, 2, 3, 4, 5, 6, 7] * 2
    assert [each.second for each in of(events, HoldSecond)] == [1, 2, 3, 4, 5, 6] * 14


def test_events_come_in_time_order_and_phases_by_the_table() -> None:
    events = paced(SessionEngine(task(), CLOCK))
    assert all(earlier.t_s <= later.t_s for earlier, later in pairwise(events))
    changes = of(events, PhaseChanged)
    assert all(earlier.phase is later.previous for earlier, later in pairwise(changes))
    assert all(
        each.phase in {to for (start, _), to in TRANSITIONS.items() if start is each.previous} for each in changes
    )


@given(st.lists(st.floats(0.0, 60.0), max_size=40))
def test_however_the_clock_is_read_the_events_are_the_same(steps: list[float]) -> None:
    engine = SessionEngine(task(reps=2), CLOCK)
    engine.advance(0.0)
    said = list(events_of(engine))
    now_s = 0.0
    for step in steps:
        now_s += step
        engine.advance(now_s)
        said.extend(events_of(engine))
    engine.advance(1e6)
    said.extend(events_of(engine))
    assert words(said) == words(paced(SessionEngine(task(reps=2), CLOCK)))


def test_nothing_is_due_before_the_start_and_after_the_end() -> None:
    pacer = Pacer(task(reps=1))
    assert pacer.next_deadline_s() is None
    assert [type(event) for event in pacer.advance(5.0)] == [PhaseChanged]
    assert pacer.next_deadline_s() == 8.0
    assert pacer.advance(4.0) == []
    pacer.advance(1000.0)
    assert pacer.next_deadline_s() is None
    assert pacer.advance(2000.0) == []
    assert pacer.stop() == []


def test_a_movement_is_paced_without_a_hold() -> None:
    events = paced(SessionEngine(task(MOVEMENT), CLOCK))
    assert not of(events, HoldSecond)
    assert all(each.measures.valid_hold_s == 0.0 for each in reps(events))
    assert len(reps(events)) == 2 * task(MOVEMENT).reps


def test_it_is_self_reported() -> None:
    builder = RecordBuilder(task(), provenance="self-reported")
    for event in paced(SessionEngine(task(), CLOCK)):
        builder.take(event)
    right, left = builder.sides()
    assert (right.side, right.rep_count, right.complete_count) == ("right", 7, 7)
    assert (left.side, left.rep_count) == ("left", 7)
    assert {rep.provenance for rep in (*right.reps, *left.reps)} == {"self-reported"}


def test_samples_are_not_looked_at() -> None:
    engine = SessionEngine(task(reps=1), CLOCK)
    engine.receive(Path().rep(15).block())
    engine.receive(SampleBlock(Channel("clock", Quantity.CLOCK), (1.0,), (1.0,)))
    assert engine.next_event() is None
    assert paced(engine)


def test_after_the_end_nothing_more_is_said() -> None:
    engine = SessionEngine(task(reps=1), CLOCK)
    paced(engine)
    engine.advance(1e9)
    engine.finish()
    assert engine.next_event() is None


@pytest.mark.parametrize("stop_s", [0.5, 7.0, 30.0, 130.0])
def test_a_session_that_is_stopped_early(stop_s: float) -> None:
    """It ends when it was stopped, not at its beginning; what was done so far is kept and told of its side."""
    engine = SessionEngine(task(), CLOCK)
    engine.advance(0.0)
    engine.advance(stop_s)
    engine.finish()
    events = list(events_of(engine))
    done = of(events, RepCompleted)
    assert isinstance(events[-1], SessionCompleted)
    assert events[-1].t_s == stop_s
    assert all(earlier.t_s <= later.t_s for earlier, later in pairwise(events))
    told = {each.side: each.rep_count for each in of(events, SideCompleted)}
    begun = {each.side for each in of(events, HoldStarted)}
    assert told == {side: len([each for each in done if each.side == side]) for side in begun}
    assert sum(told.values()) == len(done)
