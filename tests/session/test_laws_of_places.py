"""Where and when something is done does not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.session.events import RepCompleted
from levelhip.testing.strategies import Session, sessions
from tests.session.people import measured, reps


@given(sessions(rates_hz=[5.0, 10.0, 25.0, 50.0], jitters=(0.05, 0.3)), st.floats(-1e4, 1e5), st.floats(-100.0, 100.0))
def test_shifting_time_and_level_shifts_the_result_and_nothing_else(
    session: Session, later_s: float, higher: float
) -> None:
    """A session an hour later, on a sensor with another zero, is the same session."""
    one = measured(session.block())
    other = measured(session.block(later_s=later_s, higher=higher))
    assert [type(event) for event in one] == [type(event) for event in other]
    for event, moved in zip(one, other, strict=True):
        assert moved.t_s == pytest.approx(event.t_s + later_s, abs=1e-6)
    assert_same_measures(reps(one), reps(other), later_s)


def assert_same_measures(one: Sequence[RepCompleted], other: Sequence[RepCompleted], later_s: float) -> None:
    for event, moved in zip(one, other, strict=True):
        a, b = event.measures, moved.measures
        assert b.hold_start_s == pytest.approx(a.hold_start_s + later_s, abs=1e-6)
        assert b.hold_end_s == pytest.approx(a.hold_end_s + later_s, abs=1e-6)
        for name in ("valid_hold_s", "broken_s", "peak", "mean_hold", "steadiness_cv", "release_s"):
            assert getattr(b, name) == pytest.approx(getattr(a, name), abs=1e-6, nan_ok=True), name
        assert a.faults == b.faults


even_sessions = sessions(rates_hz=[5.0, 10.0, 20.0, 50.0], jitters=(0.0, 0.0))


@given(even_sessions, st.floats(0.01, 0.15), st.integers(1, 1000))
def test_a_round_rate_is_no_knife_edge(session: Session, noise: float, later_s: int) -> None:
    """Steps of exactly 0.2 or 0.1 s come out a little longer or shorter as time goes on; that decides nothing.

    There is noise, so that no value lies on a limit to the last bit.
    """
    noisy = replace(session, noise=noise)
    one, other = measured(noisy.block()), measured(noisy.block(later_s=float(later_s)))
    assert [type(event) for event in one] == [type(event) for event in other]
    assert [event.t_s + later_s for event in one] == pytest.approx([event.t_s for event in other], abs=1e-6)
    assert_same_measures(reps(one), reps(other), later_s)


@given(even_sessions, st.integers(1, 1000))
def test_a_value_on_a_limit_to_the_last_bit_moves_an_event_by_no_more_than_a_sample(
    session: Session, later_s: int
) -> None:
    """Without noise a filtered value may be exactly a limit, or miss it by a rounding; no event is made or lost."""
    even = replace(session, noise=0.0)
    one, other = measured(even.block()), measured(even.block(later_s=float(later_s)))
    assert [type(event) for event in one] == [type(event) for event in other]
    assert [event.t_s + later_s for event in one] == pytest.approx(
        [event.t_s for event in other], abs=1 / session.rate_hz + 1e-6
    )
