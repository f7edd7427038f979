"""The tracker's parts on their own: rest, range, hold clock, and who is up."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.signals import Quantity
from levelhip.session.engine import Profile
from levelhip.session.events import PhaseChanged
from levelhip.session.hold_clock import GAP_S, HoldClock, Tick
from levelhip.session.own_range import REACHED_SHARE, OwnRange
from levelhip.session.polarity import CYCLES_TO_DECIDE, WORST, PolarityElection, misfit
from levelhip.session.repetitions import RepetitionTracker
from levelhip.session.resting import RestingLevel
from levelhip.session.task import Task
from tests.session.people import Path, accelerometer_block, missed, of, play, reps, task

# -- the hold clock -------------------------------------------------------------------------------------------------


def clock(low: float = 5.0, high: float = 80.0) -> HoldClock:
    made = HoldClock()
    made.low, made.high = low, high
    return made


@given(st.lists(st.tuples(st.floats(0.01, 0.8), st.floats(0.0, 100.0)), max_size=100))
def test_an_interval_counts_only_if_both_ends_are_in_band_and_it_is_no_gap(steps: list[tuple[float, float]]) -> None:
    made = clock()
    now_s = 0.0
    expected: list[float] = []
    over: list[float] = []
    before = math.nan
    for dt, height in steps:
        now_s += dt
        made.take(now_s, height, dt)
        if 5 <= before <= 80 and 5 <= height <= 80 and dt <= GAP_S:
            expected.append(dt)
        if height > 80:
            over.append(min(dt, GAP_S))
        before = height
    assert made.valid_s == pytest.approx(math.fsum(expected))
    assert made.over_s == pytest.approx(math.fsum(over))
    assert 0.0 <= made.broken_s(-math.inf, math.inf) <= now_s


def test_a_start_is_backdated_to_where_the_band_was_entered_for_good() -> None:
    made = clock()
    assert made.start([0.0, 0.2, 0.4, 0.6, 0.8], [9.0, 1.0, 6.0, 20.0, 20.0]) == 0.4
    assert made.valid_s == pytest.approx(0.4)


def test_a_start_above_the_band_credits_nothing() -> None:
    """What was pressed too hard before was not held."""
    made = clock()
    assert made.start([0.0, 0.2, 0.4], [90.0, 90.0, 20.0]) == 0.4
    assert made.valid_s == 0.0
    made.take(0.6, 20.0, 0.2)
    assert made.valid_s == pytest.approx(0.2)
    made = clock()
    assert made.start([0.0, 0.2, 0.4, 0.6], [20.0, 90.0, 20.0, 20.0]) == 0.4
    assert made.valid_s == pytest.approx(0.2)


def test_a_start_does_not_reach_over_a_gap() -> None:
    made = clock()
    assert made.start([0.0, 2.0, 2.2], [20.0, 20.0, 20.0]) == 2.0


def test_ticks() -> None:
    made = clock()
    made.start([0.0, 0.2], [20.0, 20.0])
    said = [made.take(0.2 + 0.4 * i, height, 0.4) for i, height in enumerate((20, 20, 20, 1, 1, 20, 20), start=1)]
    assert said == [Tick.NOTHING, Tick.SECOND, Tick.NOTHING, Tick.OUT, Tick.OUT, Tick.BACK, Tick.NOTHING]
    assert made.broken_s(0.0, 10.0) == pytest.approx(1.2)
    assert made.broken_s(1.6, 2.0) == pytest.approx(0.4)
    assert made.broken_s(5.0, 10.0) == 0.0


def test_the_stop_creeps_with_a_leg_that_goes_on_lifting() -> None:
    made = HoldClock()
    made.stop_at(12.0)
    assert made.low == 7.0
    made.start([0.0, 0.1], [12.0, 12.0])
    for i in range(50):
        made.take(0.2 + 0.1 * i, 16.0, 0.1)
    assert made.low == pytest.approx(11.0, abs=0.3)
    made.stop_at(6.0)
    assert made.low == 3.0


# -- rest and range -------------------------------------------------------------------------------------------------


def test_rest_goes_down_after_a_moment_and_up_only_when_still() -> None:
    rest = RestingLevel(1.0)
    rest.set(10.0)
    levels = []
    for i in range(60):
        x = 4.0 if i > 10 else 10.0
        rest.push(0.05 * i, x)
        rest.follow(x, 0.05)
        levels.append(rest.level)
    assert levels[12] == 10.0
    assert levels[30] == pytest.approx(4.0, abs=0.1)
    for i in range(60, 66):
        rest.push(0.05 * i, 4.9)
        rest.follow(4.9, 0.05)
    assert rest.level == pytest.approx(4.9, abs=0.8)
    rest.restart()
    assert rest.push(4.0, 4.9) == 0.0


def test_the_own_range_is_the_middle_of_the_last_five() -> None:
    own = OwnRange(4.0, "hold")
    assert not own.is_known
    assert (own.wanted, own.usual) == (4.0, 0.0)
    own.add(6.0)
    assert (own.wanted, own.usual) == (4.0, 6.0)
    for height in (20.0, 20.0, 20.0, 20.0, 30.0):
        own.add(height)
    assert own.is_known
    share = REACHED_SHARE["hold"]
    assert (own.wanted, own.usual) == (20.0 * share, 20.0)
    assert own.low == own.wanted
    assert own.fits(20.0 * share, 20.0)
    assert not own.fits(19.9 * share, 20.0)
    assert not own.fits(math.nan, 0.0)


def test_a_press_is_wanted_as_its_band_says_whatever_came_before() -> None:
    """What is low beside the usual press is known all the same."""
    own = OwnRange(5.0, "hold", absolute=True)
    own.add(40.0)
    assert own.wanted == 5.0
    assert own.low == 40.0 * REACHED_SHARE["hold"]


# -- which way is up ------------------------------------------------------------------------------------------------


def angle_task() -> Task:
    prescription = task()
    signal = prescription.exercise.signal_for(Quantity.ACCELERATION)
    assert signal is not None
    return Task.of(prescription, signal, None)


def elected(path: Path) -> PolarityElection:
    """An election driven as the engine drives it; where the signal first lies still it is zero."""
    election = PolarityElection(angle_task(), 3.0, "right", 1, path.t_s[0])
    for t_s, x in zip(path.t_s, path.x, strict=True):
        election.push(t_s, x)
        if election.came_to_rest:
            election.rezero()
    return election


def test_no_repetition_is_the_worst_fit() -> None:
    assert misfit([], 6.0, 3.0) == WORST


def test_the_right_way_round_fits_better() -> None:
    path = Path().rep(15).rep(15).rep(15).rep(15).stay(2)
    upright, inverted = RepetitionTracker(angle_task()), RepetitionTracker(angle_task(), upside_down=True)
    upright.judge.shapes, inverted.judge.shapes = [], []
    for t_s, x in zip(path.t_s, path.x, strict=True):
        upright.push(t_s, x)
        inverted.push(t_s, x)
    assert misfit(upright.judge.shapes, 6.0, 3.0) < 0.3
    assert misfit(inverted.judge.shapes, 6.0, 3.0) > misfit(upright.judge.shapes, 6.0, 3.0) + 0.3


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_an_election_turns_the_signal_the_right_way_round(sign: float) -> None:
    path = Path(0.0 if sign > 0 else 15.0)
    if sign < 0:
        path.stay(3).go(0, 2)
    for _ in range(5):
        path.rep(15)
    path.stay(2)
    path.x = [sign * x - (0.0 if sign > 0 else -15.0) for x in path.x]
    election = elected(path)
    election.finish()
    assert election.elected is not None
    assert election.upside_down == (sign < 0)
    assert election.next_number == 6
    assert election.rest == pytest.approx(0.0 if sign > 0 else 15.0, abs=0.6)
    events = election.take_events()
    assert [each.number for each in reps(events)] == [1, 2, 3, 4, 5]


def test_nothing_is_said_before_the_election() -> None:
    election = elected(Path().rep(15).stay(2))
    assert election.elected is None
    assert election.events == []
    assert election.take_events() == []
    assert election.next_number == 2
    assert election.phase == "rest"
    election.finish()
    assert len(reps(election.take_events())) == 1


def test_a_long_session_is_not_kept_waiting_for_ever() -> None:
    """Both readings fit the signal somehow: after a handful of cycles one of them is elected, and speaks."""
    path = Path()
    for _ in range(8):
        path.rep(15)
    election = elected(path)
    assert election.elected is not None
    assert not election.upside_down
    assert election.events
    election.rezero()
    assert election.rest == 0.0


def test_one_reading_that_goes_on_alone_is_elected() -> None:
    """The other never finds a repetition: it is not waited for."""
    path = Path()
    for _ in range(2 * CYCLES_TO_DECIDE):
        path.rep(15, 0.4, rest_s=1.0, lift_s=0.3, release_s=0.3)
    for _ in range(2 * CYCLES_TO_DECIDE):
        path.rep(15)
    election = elected(path.stay(2))
    assert election.elected is not None


def test_the_shapes_are_kept_only_until_the_election() -> None:
    path = Path()
    for _ in range(8):
        path.rep(15)
    election = elected(path)
    assert election.elected is not None
    assert election.elected.judge.shapes is None
    assert RepetitionTracker(angle_task()).judge.shapes is None


def test_an_election_that_starts_at_rest_is_not_held() -> None:
    """A coach who has waited for rest knows which way is up: events come at once."""
    block = accelerometer_block(Path().rep(15).stay(2))
    events = play([block], Profile(Quantity.ACCELERATION, starts_at_rest=True))
    assert len(reps(events)) == 1
    order = [type(event).__name__ for event in events]
    assert order.index("RepCompleted") < len(order) - 2


def test_a_phone_that_is_turned_over_settles_anew() -> None:
    """The person turns over in mid-session: a new rest, the same leg, counted on."""
    path = Path().rep(15).rep(15).rep(15).stay(3).go(100, 1).stay(20)
    block = accelerometer_block(path)
    events = play([block], Profile(Quantity.ACCELERATION))
    assert len(reps(events)) == 3
    assert missed(events)[-1] in {"too_large", "no_return"}
    assert "settling" in [each.phase for each in of(events, PhaseChanged)]


@pytest.mark.parametrize("before", [1, 3])
def test_lifts_after_turning_over_are_counted_on(before: int) -> None:
    """Also where it happens before the election, and the other side lifts the other way."""
    path = Path()
    for _ in range(before):
        path.rep(15)
    path.stay(3).go(100, 1).stay(5)
    for _ in range(4):
        path.rep(15)
    events = play([accelerometer_block(path.stay(2))], Profile(Quantity.ACCELERATION))
    assert [each.number for each in reps(events)] == list(range(1, before + 5))
