"""What the engine must cope with: recordings cut off, gaps, odd times and rates, other sensors and sides."""

from __future__ import annotations

import math
import random

import pytest

from levelhip.exercise.signals import Channel, Quantity, SampleBlock
from levelhip.session.engine import Profile
from levelhip.session.events import PhaseChanged, SampleRefused, SignalFound, SignalLost
from levelhip.testing.strategies import Lift, Session
from tests.session.people import (
    FORCE,
    HELD_S,
    Path,
    accelerometer_block,
    found,
    held,
    measured,
    missed,
    of,
    play,
    reps,
    task,
    three,
    wrong,
)


def test_a_recording_that_stops_in_mid_hold() -> None:
    path = Path().rep(15).stay(3).go(15, 1).stay(3)
    last = found(path.block())[-1]
    assert "cut_off" in last.faults
    assert "short_hold" in last.faults
    assert math.isnan(last.release_s)
    assert held(last) == pytest.approx(3.5, abs=0.2)


def test_a_recording_that_stops_in_mid_lift() -> None:
    """A lift that had not reached anything when the signal ended is no repetition."""
    events = measured(Path().rep(15).stay(3).go(12, 0.8).block())
    assert len(reps(events)) == 1
    assert len(missed(events)) <= 1


def test_a_recording_that_stops_during_the_release() -> None:
    path = Path().rep(15).stay(3).go(15, 1).stay(6.5).go(2, 1.2)
    last = found(path.block())[-1]
    assert "cut_off" not in last.faults
    assert last.valid_hold_s >= 6.3


def test_a_short_gap_in_mid_hold() -> None:
    """The signal is away for 2 s: not held, told as a fault, one repetition."""
    path = Path().stay(3).go(15, 1).stay(3).skip(2).stay(3).go(0, 2).stay(2)
    events = measured(path.block())
    (rep,) = reps(events)
    assert "signal_lost" in rep.measures.faults
    assert rep.measures.valid_hold_s == pytest.approx(0.4 + 3 + 3 + 0.8, abs=0.3)
    (lost,) = of(events, SignalLost)
    (back,) = of(events, SignalFound)
    assert lost.t_s == pytest.approx(6.98)
    assert back.gap_s == pytest.approx(2.02)


def test_missing_values_are_a_gap_too() -> None:
    path = Path().stay(3).go(15, 1).stay(3).missing(2).stay(3).go(0, 2).stay(2)
    events = measured(path.block())
    (rep,) = reps(events)
    assert "signal_lost" in rep.measures.faults
    assert rep.measures.valid_hold_s == pytest.approx(0.4 + 3 + 3 + 0.8, abs=0.3)
    assert len(of(events, SignalLost)) == 1


def test_a_long_gap_in_mid_hold_ends_the_repetition() -> None:
    """What hides behind 20 s of silence is not known: what was seen is one repetition, what follows another."""
    path = Path().stay(3).go(15, 1).stay(3).skip(20).stay(3).go(0, 2).rep(15).stay(2)
    events = measured(path.block())
    first = reps(events)[0].measures
    assert "signal_lost" in first.faults
    assert first.end_s <= 7.0
    assert first.valid_hold_s <= 3.6
    assert reps(events)[-1].measures.hold_start_s == pytest.approx(35.5, abs=0.15)
    assert all("short_hold" in each.measures.faults for each in reps(events)[:-1])


def test_a_gap_at_rest() -> None:
    events = measured(Path().rep(15).stay(2).skip(30).rep(15).stay(2).block())
    assert len(reps(events)) == 2
    assert not any(wrong(each.measures) for each in reps(events))


def test_a_gap_while_settling() -> None:
    events = measured(Path().stay(0.5).skip(1.0).rep(15).rep(15).stay(2).block())
    assert len(reps(events)) == 2


def test_jitter() -> None:
    dice = random.Random(3)
    path = three()
    late = tuple(t + dice.uniform(0.0, 0.019) for t in path.t_s)
    holds = found(SampleBlock(path.block().channel, late, tuple(path.x)))
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 3, abs=0.15)


@pytest.mark.parametrize("rate_hz", [5.0, 6.0, 10.0, 12.5, 30.0, 60.0, 100.0, 250.0, 1000.0])
@pytest.mark.parametrize("quantity", [Quantity.ABDUCTION, FORCE])
def test_rates(rate_hz: float, quantity: Quantity) -> None:
    holds = found(Path(5.0, rate_hz).rep(15).rep(15).stay(2).noisy(0.2).block(quantity))
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 2, abs=0.1 + 1 / rate_hz)
    assert all(each.valid_hold_s >= 6.5 - 1 / rate_hz for each in holds)
    assert not any(map(wrong, holds))


def test_the_same_time_twice_and_time_going_back() -> None:
    path = three()
    times = [t if i % 40 else t - 0.02 for i, t in enumerate(path.t_s)]
    events = measured(SampleBlock(path.block().channel, tuple(times), tuple(path.x)))
    assert len(reps(events)) == 3
    assert len(of(events, SampleRefused)) == 1


def test_a_shock_is_no_repetition() -> None:
    """The phone is knocked at rest, and jerks in mid-hold."""
    path = three(rate_hz=100.0)
    block = accelerometer_block(path)
    values = list(block.values)
    for second in (2.0, 9.0, 14.0):
        for i in range(2):
            values[int(second * 100) + i] = (1.5, -1.0, 0.5)
    holds = found(SampleBlock(block.channel, block.t_s, tuple(values)))
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 3, abs=0.3)


def test_no_signal_at_all() -> None:
    """Every value is missing: no repetition, no phase, and all that is said has a time."""
    path = Path().missing(20)
    for quantity in (Quantity.ABDUCTION, FORCE):
        events = measured(path.block(quantity))
        assert not reps(events)
        assert not of(events, PhaseChanged)
        assert all(math.isfinite(event.t_s) for event in events)


def test_two_sides_one_after_the_other() -> None:
    right, left = three(), Path(start_s=80.0).rep(15).rep(15).stay(2)
    events = play([right.block(side="right"), left.block(side="left")], Profile(Quantity.ABDUCTION), task())
    assert [(each.side, each.number) for each in reps(events)] == [
        ("right", 1),
        ("right", 2),
        ("right", 3),
        ("left", 1),
        ("left", 2),
    ]


def test_a_channel_that_goes_on_after_a_change_of_source_keeps_its_numbers() -> None:
    """The load cell is exchanged between two repetitions of one side: the count goes on."""
    first = Path().rep(30).rep(30).stay(1)
    second = Path(4.0, start_s=30.0).rep(30).stay(2)
    other = SampleBlock(Channel("spare", FORCE, "right"), tuple(second.t_s), tuple(second.x))
    events = play([first.block(FORCE), other], Profile(FORCE), task())
    assert [each.number for each in reps(events)] == [1, 2, 3]


def test_a_hold_lost_sight_of_is_not_added_to_the_next() -> None:
    """The end of one hold is seen, then nothing for 3.6 s, then the whole of the next: only that one counts."""
    session = Session(FORCE, (Lift(7.0, 1.0, 7.0, 1.0, 12.0), Lift(3.0, 1.0, 6.0, 1.0, 12.0)), 30.0, 0.0, 0.0, 0.0, 0)
    whole = session.block()
    kept = [i for i in range(len(whole.t_s)) if not (212 <= i < 459 or 476 <= i < 584)]
    seen = SampleBlock(whole.channel, tuple(whole.t_s[i] for i in kept), tuple(whole.values[i] for i in kept))
    last = found(seen)[-1]
    assert last.valid_hold_s <= held(last) + 2 / session.rate_hz
