"""What is counted was there, and was held."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from levelhip.exercise.protocol import BREAK_LIMIT_S, LIFT_BAND_DEG
from levelhip.exercise.signals import Quantity, SampleBlock
from levelhip.session.events import AttemptMissed, HoldSecond, HoldStarted, RepCompleted
from levelhip.testing.strategies import RATES_HZ, Lift, Session, holes, sessions
from tests.session.lawful import LONGEST_HELD_S, feature_values, held_s, slow_sessions
from tests.session.people import ISOMETRIC, MOVEMENT, measured, reps

STILL: Final = {Quantity.ABDUCTION: 1.2, Quantity.FORCE: 1.5}
PRESS_BAND_N: Final = (5.0, 80.0)
"""The isometric exercise's gentle press, 10-40 N, from half of its lower to twice its upper end."""


@given(sessions())
def test_a_well_formed_session_is_measured_as_it_was(session: Session) -> None:
    """Every lift is counted, once, and its hold is found where it was."""
    found = [event.measures for event in reps(measured(session.block()))]
    assert len(found) == len(session.lifts)
    edge_s = 0.15 + session.longest_step_s
    for rep, (start_s, end_s), lift in zip(found, session.holds, session.lifts, strict=True):
        assert rep.hold_start_s == pytest.approx(start_s, abs=edge_s)
        assert rep.hold_end_s == pytest.approx(end_s, abs=edge_s)
        assert rep.valid_hold_s >= lift.hold_s - 2 * session.longest_step_s
        assert rep.broken_s == 0.0
        assert "short_hold" not in rep.faults


@given(sessions())
def test_the_height_of_a_lift_is_measured_from_rest(session: Session) -> None:
    """However slowly a lift begins and ends, rest does not go up with it."""
    for event, lift in zip(reps(measured(session.block())), session.lifts, strict=True):
        margin = 0.1 * lift.height + 2 * session.noise
        assert event.measures.peak == pytest.approx(lift.height, abs=margin)
        assert event.measures.mean_hold == pytest.approx(lift.height, abs=margin)


@given(st.data(), slow_sessions)
def test_an_interval_is_held_only_if_both_ends_are_in_band_and_it_is_no_gap(
    data: st.DataObject, session: Session
) -> None:
    """Whatever samples are missing, no more is held than the intervals of at most 0.5 s with both ends in band."""
    pauses = data.draw(holes(len(session.t_s)))
    kept = [i for i in range(len(session.t_s)) if not any(start <= i < stop for start, stop in pauses)]
    assume(kept)
    block = SampleBlock(session.block().channel, tuple(session.t_s[i] for i in kept), tuple(session.x[i] for i in kept))
    _assert_no_more_held_than_there_was(session, block)


@given(st.data(), slow_sessions)
def test_missing_never_counts_as_a_hold(data: st.DataObject, session: Session) -> None:
    """Any pattern of NaN: no more is held than the finite samples show; it raises nothing, and makes no repetition."""
    values = list(session.x)
    for start, stop in data.draw(holes(len(values))):
        values[start:stop] = [math.nan] * (stop - start)
    block = SampleBlock(session.block().channel, session.t_s, tuple(values))
    _assert_no_more_held_than_there_was(session, block)


def _assert_no_more_held_than_there_was(session: Session, block: SampleBlock) -> None:
    found = [event.measures for event in reps(measured(block))]
    values = feature_values([block])
    # A silence long enough to hide the end of one hold and the start of another may make two of one.
    silences = [later - earlier for (earlier, _), (later, _) in pairwise(values)]
    assert len(found) <= len(session.lifts) + sum(1 for silence in silences if silence > BREAK_LIMIT_S)
    margin = 2 * session.noise + 0.5
    rest = min(session.x) + session.noise
    low = 0.5 * max(4.0, 0.5 * min(lift.height for lift in session.lifts))
    if session.quantity is Quantity.FORCE:
        low = PRESS_BAND_N[0]
    for rep in found:
        inside = [(t, x - rest) for t, x in values if rep.start_s - 1e-9 <= t <= rep.end_s + 1e-9]
        assert rep.valid_hold_s <= held_s(inside, low - margin, math.inf) + 1e-6


@given(sessions(rates_hz=[25.0, 50.0, 100.0]), st.floats(0.4, 2.5), st.floats(0.2, 0.8))
def test_the_hold_clock_runs_only_in_band(session: Session, pause_s: float, place: float) -> None:
    """A hold let go and taken up again: the time out of band is broken time, and never held."""
    lift = session.lifts[0]
    first_s = lift.rest_s + lift.lift_s + place * (lift.hold_s - 1.0)
    rest = session.x[0]
    inner_s = 0.3
    values = [
        x if not first_s <= t < first_s + pause_s + 2 * inner_s else rest + (x - rest) * _dip(t - first_s, pause_s)
        for t, x in zip(session.t_s, session.x, strict=True)
    ]
    shifted = SampleBlock(session.block().channel, session.t_s, tuple(values))
    events = measured(shifted)
    values_seen = feature_values([shifted])
    for event in reps(events):
        rep = event.measures
        inside = [(t, x - rest) for t, x in values_seen if rep.start_s - 1e-9 <= t <= rep.end_s + 1e-9]
        if session.quantity is Quantity.FORCE:
            low, high = PRESS_BAND_N
        else:
            low, high = max(0.5 * lift.height, lift.height - LIFT_BAND_DEG), math.inf
            if event.number > 1:
                continue
        margin = 2 * session.noise + 1.0
        assert rep.valid_hold_s <= held_s(inside, low - margin, high) + 1e-6
        assert rep.valid_hold_s + rep.broken_s <= rep.end_s - rep.start_s + LONGEST_HELD_S


def _dip(since_s: float, pause_s: float) -> float:
    """Down within 0.3 s, nothing for a pause, up again within 0.3 s."""
    return max(0.0, 1.0 - since_s / 0.3, (since_s - 0.3 - pause_s) / 0.3)


@given(st.data(), sessions(rates_hz=[25.0, 50.0, 100.0]))
def test_dropping_samples_moves_a_hold_by_no_more_than_an_interval(data: st.DataObject, session: Session) -> None:
    """Samples may be lost: as long as no gap over 0.25 s opens, the count stays and the edges hardly move."""
    length = len(session.t_s)
    wanted = data.draw(st.lists(st.booleans(), min_size=1, max_size=50))
    kept = [0]
    for i in range(1, length):
        next_s = session.t_s[i + 1] if i + 1 < length else math.inf
        if wanted[i % len(wanted)] or next_s - session.t_s[kept[-1]] > 0.25:
            kept.append(i)
    times = tuple(session.t_s[i] for i in kept)
    values = tuple(session.x[i] for i in kept)
    whole = reps(measured(session.block()))
    thinned = reps(measured(SampleBlock(session.block().channel, times, values)))
    assert [event.number for event in thinned] == [event.number for event in whole]
    interval_s = max(later - earlier for earlier, later in pairwise(times))
    for one, other in zip(whole, thinned, strict=True):
        assert one.measures.hold_start_s == pytest.approx(other.measures.hold_start_s, abs=interval_s)
        assert one.measures.hold_end_s == pytest.approx(other.measures.hold_end_s, abs=interval_s)
        # The band's edges are no half-height crossings: what a thinner signal shows of an edge may be a step later.
        assert one.measures.valid_hold_s == pytest.approx(other.measures.valid_hold_s, abs=2 * interval_s)


@given(
    st.sampled_from((Quantity.ABDUCTION, Quantity.FORCE)),
    st.sampled_from((ISOMETRIC, MOVEMENT)),
    st.sampled_from(RATES_HZ),
    st.floats(-200.0, 200.0),
    st.floats(-0.3, 0.3),
    st.floats(0.0, 0.45),
    st.integers(0, 2**16),
)
def test_stillness_is_never_counted(
    quantity: Quantity, key: str, rate_hz: float, level: float, drift: float, noise: float, seed: int
) -> None:
    """Nothing moves but slow drift (a unit in three seconds) and noise below `still`: no repetition and no attempt."""
    assume(quantity is Quantity.ABDUCTION or key == ISOMETRIC)
    nobody = Lift(3000.0 / max(rate_hz, 75.0), 1.0, 1.0, 1.0, 0.0)
    size = STILL[quantity]
    quiet = Session(quantity, (nobody,), rate_hz, rest=level, noise=noise * size, jitter=0.3, seed=seed)
    values = tuple(x + drift * t for t, x in zip(quiet.t_s, quiet.x, strict=True))
    events = measured(SampleBlock(quiet.block().channel, quiet.t_s, values), key)
    assert not reps(events)
    assert not [event for event in events if isinstance(event, (AttemptMissed, HoldStarted, HoldSecond))]


@given(slow_sessions)
def test_the_hold_is_counted_aloud_second_by_second(session: Session) -> None:
    """Within a hold the seconds said are 1, 2, 3, none left out."""
    said = 0
    for event in measured(session.block()):
        if isinstance(event, HoldSecond):
            assert event.second == said + 1
            said = event.second
        elif isinstance(event, RepCompleted):
            said = 0
