"""What the engine must cope with, causally and without being told beforehand: one small made-up person each."""

from __future__ import annotations

import math
import random

import pytest

from levelhip.exercise.signals import Channel, Quantity, SampleBlock
from levelhip.session.engine import Profile
from levelhip.session.events import (
    AttemptMissed,
    HoldBroken,
    HoldResumed,
    HoldStarted,
    PhaseChanged,
    SampleRefused,
    SideCompleted,
    SignalFound,
    SignalLost,
)
from levelhip.session.measures import RepMeasures
from levelhip.session.transitions import Phase
from levelhip.testing.strategies import Lift, Session
from tests.session.people import MOVEMENT, Path, accelerometer_block, measured, missed, of, play, reps, task

FORCE = Quantity.FORCE
HELD_S = 8.0
"""Half of a lift (1 s), 6.5 s, half of a release (2 s): what `Path.rep` holds by half height."""


def found(block: SampleBlock) -> list[RepMeasures]:
    return [event.measures for event in reps(measured(block))]


def held(measures: RepMeasures) -> float:
    return measures.hold_end_s - measures.hold_start_s


def wrong(measures: RepMeasures) -> set[str]:
    """The faults, but for the speed of the release, which has a test of its own."""
    return set(measures.faults) - {"fast_release"}


def three(level: float = 0.0, height: float = 15.0, rate_hz: float = 50.0) -> Path:
    return Path(level, rate_hz).rep(height).rep(height).rep(height).stay(2.0)


@pytest.mark.parametrize("level", [-90.0, -12.0, 0.0, 37.5, 180.0])
@pytest.mark.parametrize("quantity", [Quantity.ABDUCTION, FORCE])
def test_an_unknown_resting_position(level: float, quantity: Quantity) -> None:
    holds = found(three(level, 20.0).block(quantity))
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 3, abs=0.1)
    assert [each.peak for each in holds] == pytest.approx([20.0] * 3, abs=1.0)
    assert [each.mean_hold for each in holds] == pytest.approx([20.0] * 3, abs=1.0)
    assert all(math.isfinite(each.steadiness_cv) for each in holds)
    assert not any(map(wrong, holds))


@pytest.mark.parametrize("drift", [-0.1, 0.1])
def test_slow_drift(drift: float) -> None:
    path = Path().rep(15).rep(15).rep(15).rep(15).rep(15).stay(2).plus(lambda t: drift * t)
    holds = found(path.block())
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 5, abs=0.2)
    assert [each.peak for each in holds] == pytest.approx([15.0] * 5, abs=1.5)


def test_a_belt_that_stretches() -> None:
    """The force falls by a fifth during each hold and the leg creeps up: still one hold."""
    force = Path()
    for _ in range(4):
        force.stay(3).go(30, 1).go(24, 6.5).go(0, 2)
    holds = found(force.stay(2).block(FORCE))
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 4, abs=0.3)
    angle = Path()
    for _ in range(4):
        angle.stay(3).go(14, 1).go(17, 6.5).go(0, 2)
    events = measured(angle.stay(2).block())
    assert [held(each.measures) for each in reps(events)] == pytest.approx([HELD_S] * 4, abs=0.3)
    assert all(each.measures.valid_hold_s >= 6.3 for each in reps(events))
    assert missed(events) == []


def test_a_person_who_starts_in_mid_hold() -> None:
    """The recording begins with the leg up: that hold is not seen from its beginning and does not count."""
    path = Path(15.0).stay(4).go(0, 2).rep(15).rep(15).rep(15).stay(2)
    events = measured(path.block())
    assert [each.measures.hold_start_s for each in reps(events)] == pytest.approx([9.5, 22.0, 34.5], abs=0.15)
    assert [held(each.measures) for each in reps(events)] == pytest.approx([HELD_S] * 3, abs=0.15)


def test_a_movement_that_begins_at_height() -> None:
    """In a movement the passages count: one whose beginning is not in the recording is a passage too."""
    path = Path(30.0)
    for _ in range(3):
        path.go(0, 1).stay(0.5).go(30, 1)
    events = measured(path.go(0, 1).stay(2).block(), MOVEMENT)
    assert [each.number for each in reps(events)] == [1, 2, 3, 4]
    assert [each.measures.peak for each in reps(events)] == pytest.approx([30.0] * 4, abs=1.0)


def test_a_movement_does_not_begin_with_drift() -> None:
    """Sinking by 12 degrees within 40 s is no passage; what comes then is one."""
    path = Path().stay(50).plus(lambda t: -0.3 * t)
    path.level = -15.0
    path.stay(2).go(15, 1).go(-15, 1).stay(2)
    events = measured(path.block(), MOVEMENT)
    assert [each.number for each in reps(events)] == [1]
    assert reps(events)[0].measures.hold_start_s == pytest.approx(52.5, abs=0.15)
    assert missed(events) == []


def test_a_movement_without_rests() -> None:
    path = Path(0.0).stay(2)
    for _ in range(6):
        path.go(25, 0.8).go(0, 0.8)
    events = measured(path.stay(2).block(), MOVEMENT)
    assert [each.number for each in reps(events)] == [1, 2, 3, 4, 5, 6]
    assert not any(wrong(each.measures) for each in reps(events))


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


def test_partial_lifts() -> None:
    """Lifts of less than half of the person's own range are attempts."""
    path = Path().rep(16).rep(16).stay(3).go(6, 1).stay(2).go(0, 1).rep(16).stay(2)
    events = measured(path.block())
    assert len(reps(events)) == 3
    assert missed(events) == ["partial"]
    assert of(events, AttemptMissed)[0].amplitude == pytest.approx(6.0, abs=1.0)
    assert of(events, AttemptMissed)[0].side == "right"


def test_a_partial_lift_before_all_others() -> None:
    """Nothing is known of the person's range yet: a first, short and low hold waits to be compared."""
    events = measured(Path().stay(3).go(6, 1).stay(1.5).go(0, 1).rep(16).rep(16).stay(2).block())
    assert [each.measures.hold_start_s for each in reps(events)] == pytest.approx([10.0, 22.5], abs=0.15)
    assert missed(events) == ["partial"]


def test_a_first_short_hold_is_a_repetition_beside_its_likes() -> None:
    events = measured(Path().rep(16, 2.0).rep(16).stay(2).block())
    assert [each.number for each in reps(events)] == [1, 2]
    assert "short_hold" in reps(events)[0].measures.faults


def test_a_single_short_hold_is_told_at_the_end() -> None:
    events = measured(Path().rep(16, 2.0).stay(2).block())
    assert len(reps(events)) == 1


def test_a_touch_is_no_hold() -> None:
    """Up, and down at once: no plateau."""
    path = Path().rep(16).rep(16).stay(3).go(16, 0.5).stay(0.35).go(0, 0.4).rep(16).stay(2)
    events = measured(path.block())
    assert len(reps(events)) == 3
    assert missed(events) in (["touch"], ["partial"])


def test_a_quick_press_is_a_touch() -> None:
    events = measured(Path().rep(30).rep(30).stay(3).go(30, 0.3).go(0, 0.3).rep(30).stay(2).block(FORCE))
    assert len(reps(events)) == 3
    assert missed(events) == ["touch"]


def test_a_short_hold() -> None:
    events = measured(Path().rep(15).rep(15, 3.0).rep(15).stay(2).block())
    assert ["short_hold" in each.measures.faults for each in reps(events)] == [False, True, False]
    assert held(reps(events)[1].measures) == pytest.approx(4.5, abs=0.15)


@pytest.mark.parametrize("pause_s", [0.6, 1.5, 2.2])
def test_a_press_broken_and_taken_up_again(pause_s: float) -> None:
    """One repetition: the pause is broken time, the seconds before and after it are held."""
    path = Path().stay(3).go(30, 0.5).stay(3).go(0, 0.3).stay(pause_s).go(30, 0.3).stay(3).go(0, 2).stay(3)
    events = measured(path.block(FORCE))
    (rep,) = reps(events)
    assert "broken_hold" in rep.measures.faults
    assert rep.measures.broken_s == pytest.approx(pause_s + 0.2, abs=0.25)
    in_band_s = 3 + 3 + 0.5 + 0.6 + 2 - 0.7
    assert rep.measures.valid_hold_s == pytest.approx(in_band_s, abs=0.5)
    assert len(of(events, HoldResumed)) == 1


def test_a_jerk_is_no_break() -> None:
    """Out of the band for less than 0.2 s: not held, but not broken either."""
    path = Path(rate_hz=100.0).stay(3).go(30, 1).stay(2).go(0, 0.08).stay(0.04).go(30, 0.08).stay(5).go(0, 2).stay(2)
    events = measured(path.block(FORCE))
    (rep,) = reps(events)
    assert rep.measures.faults == ()
    assert 0.0 < rep.measures.broken_s < 0.2
    assert not of(events, HoldBroken)
    assert not of(events, HoldResumed)


def test_a_knock_above_the_band_is_no_break() -> None:
    path = Path(rate_hz=100.0).stay(3).go(30, 1).stay(2).go(120, 0.08).go(30, 0.08).stay(5).go(0, 2).stay(2)
    events = measured(path.block(FORCE))
    (rep,) = reps(events)
    assert rep.measures.faults == ()
    assert 0.0 < rep.measures.broken_s < 0.2
    assert not of(events, HoldBroken)


@pytest.mark.parametrize("let_go_to", [0.0, 4.0])
def test_a_break_is_told_when_it_begins_and_when_it_ends(let_go_to: float) -> None:
    """Each hold that is said to go on was said to be broken: the coach must be able to say: press again."""
    path = Path().stay(3).go(30, 0.5).stay(3).go(let_go_to, 0.3).stay(1).go(30, 0.3).stay(3).go(0, 2).stay(3)
    events = measured(path.block(FORCE))
    assert [len(of(events, kind)) for kind in (HoldBroken, HoldResumed)] == [1, 1]


def test_a_press_let_go_for_longer_than_the_limit_has_ended() -> None:
    path = Path().stay(3).go(30, 0.5).stay(3).go(0, 0.3).stay(4).go(30, 0.3).stay(6).go(0, 2).stay(3)
    events = measured(path.block(FORCE))
    assert len(reps(events)) == 2
    assert "short_hold" in reps(events)[0].measures.faults
    assert "broken_hold" not in reps(events)[0].measures.faults


def test_a_lift_broken_and_taken_up_again() -> None:
    """The leg sinks out of its band and is lifted again: broken, and sagged."""
    path = Path().rep(16).stay(3).go(16, 1).stay(3).go(8, 0.5).stay(1).go(16, 0.5).stay(3.5).go(0, 2).stay(2)
    events = measured(path.block())
    assert len(reps(events)) == 2
    second = reps(events)[1].measures
    assert "broken_hold" in second.faults
    assert "sagged" in second.faults
    assert second.broken_s == pytest.approx(1.5, abs=0.4)
    assert second.valid_hold_s == pytest.approx(0.4 + 3 + 0.3 + 0.2 + 3.5 + 0.75, abs=0.3)
    broken, resumed = of(events, HoldBroken), of(events, HoldResumed)
    assert len(broken) == len(resumed) == 1
    assert broken[0].valid_hold_s == resumed[0].valid_hold_s


def test_a_sag_within_the_band() -> None:
    path = Path().rep(16).stay(3).go(16, 1).stay(2).go(12.5, 0.7).stay(0.6).go(16, 0.7).stay(2.5).go(0, 2).stay(2)
    assert [wrong(each) for each in found(path.block())] == [set(), {"sagged"}]


def test_a_press_that_is_too_hard() -> None:
    """Pressed far too hard, then eased, as the coach says: what follows in the band is held."""
    path = Path().stay(3).go(120, 1).stay(2).go(30, 0.5).stay(6).go(0, 2).rep(30).stay(2)
    first, second = found(path.block(FORCE))
    assert "too_hard" in first.faults
    assert first.valid_hold_s == pytest.approx(0.4 + 0.2 + 6 + 1.4, abs=0.5)
    assert second.faults == ()


def test_a_press_that_is_too_hard_all_along_is_one_repetition() -> None:
    """Out of the band above it for longer than a break may last: still not let go."""
    (rep,) = found(Path().rep(150).stay(2).block(FORCE))
    assert {"too_hard", "short_hold"} <= set(rep.faults)
    assert held(rep) == pytest.approx(HELD_S, abs=0.1)


def test_a_leg_that_sinks_out_of_its_band_for_good_is_one_repetition() -> None:
    """From 16 down to 9 degrees after 2 s, and let down from there 5 s later."""
    path = Path().rep(16).stay(3).go(16, 1).stay(2).go(9, 1).stay(5).go(0, 1.5).rep(16).stay(2)
    events = measured(path.block())
    assert [each.number for each in reps(events)] == [1, 2, 3]
    assert "short_hold" in reps(events)[1].measures.faults


def test_gentle_is_a_share_of_the_own_best_press() -> None:
    """Of a best press of 300 N, 60 to 120 N are gentle: valid from 30 to 240 N."""
    path = Path().rep(100).rep(20).rep(100).rep(290).stay(2)
    events = measured(path.block(FORCE), best_press_n=300.0)
    assert [each.measures.valid_hold_s > 6.5 for each in reps(events)][:3] == [True, True, False]
    assert ["too_hard" in each.measures.faults for each in reps(events)][:3] == [False, False, True]


def test_a_press_that_is_too_hard_from_the_first_sample() -> None:
    """What was never inside the band is not held, and no hold is said to have begun."""
    path = Path(rate_hz=10.0).stay(3)
    path.level = 200.0
    path.stay(5)
    path.level = 0.0
    events = measured(path.stay(3).block(FORCE))
    assert not of(events, HoldStarted)
    assert all(each.measures.valid_hold_s < 0.05 for each in reps(events))


@pytest.mark.parametrize(("size", "hz"), [(1.0, 4.0), (0.8, 8.0), (0.6, 12.0)])
def test_tremor(size: float, hz: float) -> None:
    def shake(t: float) -> float:
        return size * math.sin(math.tau * hz * t)

    holds = found(three(rate_hz=100.0).plus(shake).block())
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 3, abs=0.25)
    assert all("broken_hold" not in each.faults for each in holds)


def test_tremor_in_the_press() -> None:
    def shake(t: float) -> float:
        return 2.5 * math.sin(math.tau * 8 * t) if (t % 12.5) > 3.4 else 0.2 * math.sin(math.tau * 8 * t)

    holds = found(three(height=25.0, rate_hz=100.0).plus(shake).block(FORCE))
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 3, abs=0.25)
    assert all(each.steadiness_cv > 3.0 for each in holds)


def test_pretension() -> None:
    """The belt pulls with 9 N at rest, from the beginning."""
    holds = found(three(9.0, 25.0).block(FORCE))
    assert [held(each) for each in holds] == pytest.approx([HELD_S] * 3, abs=0.1)
    assert [each.peak for each in holds] == pytest.approx([25.0] * 3, abs=1.0)


@pytest.mark.parametrize("change", [-8.0, 8.0])
def test_pretension_that_changes_between_holds(change: float) -> None:
    """The belt is pulled tighter, or slips, between two holds: the next ones count from the new rest."""
    path = Path(10.0).rep(30).rep(30).stay(2).go(10.0 + change, 0.5).rep(30).rep(30).stay(2)
    holds = found(path.block(FORCE))
    real = [each for each in holds if each.peak > 20]
    assert [held(each) for each in real] == pytest.approx([HELD_S] * 4, abs=0.3)
    assert [each.peak for each in real] == pytest.approx([30.0] * 4, abs=1.5)


@pytest.mark.parametrize("rate_hz", [5.0, 20.0, 50.0])
def test_long_rests(rate_hz: float) -> None:
    path = Path(rate_hz=rate_hz).rep(15).rep(15, rest_s=150).rep(15, rest_s=400).stay(100).noisy(0.3)
    events = measured(path.block())
    assert [held(each.measures) for each in reps(events)] == pytest.approx([HELD_S] * 3, abs=0.1 + 1 / rate_hz)
    assert missed(events) == []


def test_settling_at_the_start_and_getting_up_at_the_end() -> None:
    """Somebody lies down, wriggles, does three, gets up: three."""
    dice = random.Random(7)
    path = Path(70.0)
    for _ in range(12):
        path.go(dice.uniform(-20, 80), 0.4)
    path.go(5, 0.6).stay(2).rep(15).rep(15).rep(15).stay(2)
    for _ in range(8):
        path.go(dice.uniform(20, 110), 0.5)
    events = measured(path.go(90, 0.5).stay(10).block())
    assert len(reps(events)) == 3
    assert [held(each.measures) for each in reps(events)] == pytest.approx([HELD_S] * 3, abs=0.2)


def test_who_gets_up_is_given_up() -> None:
    """The leg goes up for good: no repetition, and the next ones are measured from the new rest."""
    path = Path().rep(15).stay(3).go(40, 1).stay(90).rep(15).rep(15).stay(2)
    events = measured(path.block())
    assert missed(events) == ["no_return"]
    assert len(reps(events)) == 3
    assert Phase.SETTLING in [each.phase for each in of(events, PhaseChanged)]


def test_a_lift_far_beyond_the_exercise_is_no_repetition() -> None:
    events = measured(Path().rep(15).rep(70).rep(15).stay(2).block())
    assert len(reps(events)) == 2
    assert missed(events) == ["too_large"]


def test_a_swing_far_beyond_the_exercise_is_no_passage() -> None:
    path = Path().stay(2).go(30, 1).go(0, 1).go(110, 1.5).go(0, 1.5).go(30, 1).go(0, 1).stay(2)
    events = measured(path.block(), MOVEMENT)
    assert len(reps(events)) == 2
    assert missed(events) == ["too_large"]


def test_a_swing_that_does_not_come_down_is_partial() -> None:
    """It went up by 9 degrees, but came back by 5 only: less than the 8 that are asked for."""
    path = Path().stay(2).go(9, 0.7).go(4, 0.5).go(30, 1).go(0, 1).stay(2)
    events = measured(path.block(), MOVEMENT)
    assert len(reps(events)) == 1
    assert missed(events) in ([], ["partial"])


@pytest.mark.parametrize("share", [0.55, 0.6, 0.7, 0.8])
@pytest.mark.parametrize("quantity", [Quantity.ABDUCTION, FORCE])
def test_a_fainter_hold_that_is_complete_is_a_repetition(quantity: Quantity, share: float) -> None:
    """More than half of the usual height, in the band, for the full time: it counts, and is not taken for rest."""
    events = measured(Path().rep(25).rep(25).rep(25 * share).rep(25).stay(2).block(quantity))
    assert missed(events) == []
    assert [each.measures.valid_hold_s > 6.2 for each in reps(events)] == [True] * 4


def test_a_faint_press_let_go_is_an_attempt() -> None:
    """Hardly half of the usual press, but in the band, and let go at once: not complete, and what follows is."""
    path = Path().rep(25).rep(25).stay(3).go(12, 0.5).stay(1.2).go(0, 0.5).stay(3.5).rep(25).stay(2)
    events = measured(path.block(FORCE))
    assert ["short_hold" in each.measures.faults for each in reps(events)] == [False, False, True, False]
    assert missed(events) == []
    (side,) = of(events, SideCompleted)
    assert (side.rep_count, side.complete_count) == (4, 3)


@pytest.mark.parametrize("pull", [5.5, 6.5, 7.0])
def test_a_press_as_faint_as_a_belt_put_on_may_be_taken_for_rest(pull: float) -> None:
    """Less than 1.5 times the least that is valid, and still: whatever it was, what follows it is measured right."""
    path = Path().rep(25).rep(25).stay(3).go(pull, 0.5).stay(5).go(0, 0.5).rep(25).rep(25).stay(2)
    firm = [each for each in found(path.block(FORCE)) if each.peak > 20]
    assert [held(each) for each in firm] == pytest.approx([HELD_S] * 4, abs=0.1)
    assert [each.peak for each in firm] == pytest.approx([25.0] * 4, abs=1.0)


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


@pytest.mark.parametrize("quantity", [Quantity.ABDUCTION, FORCE])
@pytest.mark.parametrize("size", [0.5, 2.0, 3.5])
def test_what_is_below_the_floor_is_never_counted(quantity: Quantity, size: float) -> None:
    """Absolute floors (4 deg, 5 N): a person who hardly moves does no repetition, however regularly."""
    path = Path()
    for _ in range(6):
        path.rep(size)
    assert not found(path.stay(2).block(quantity))


@pytest.mark.parametrize(("release_s", "fast"), [(0.4, True), (0.8, True), (2.0, False), (3.0, False)])
@pytest.mark.parametrize("height", [8.0, 15.0, 25.0])
def test_a_release_as_slow_as_prescribed_is_not_fast(height: float, release_s: float, *, fast: bool) -> None:
    path = Path().rep(height, release_s=3.0).rep(height, release_s=release_s).stay(2)
    assert ["fast_release" in each.faults for each in found(path.block())] == [False, fast]


def test_a_slow_lift() -> None:
    path = Path().rep(15, lift_s=4.0).rep(15, lift_s=4.0).stay(2)
    holds = found(path.block())
    assert [held(each) for each in holds] == pytest.approx([6.5 + 2 + 1] * 2, abs=0.5)


def test_an_overshoot_does_not_shift_the_hold() -> None:
    path = Path()
    for _ in range(3):
        path.stay(3).go(20, 0.6).go(14, 0.4).stay(6).go(0, 2)
    holds = found(path.stay(2).block())
    assert len(holds) == 3
    assert all(each.mean_hold == pytest.approx(14.0, abs=1.0) for each in holds)


def test_an_accelerometer_that_begins_in_mid_hold() -> None:
    """Its first excursion is the release: what the person does regularly tells which way is up."""
    path = Path(15.0, 30.0).stay(4).go(0, 2)
    for _ in range(4):
        path.rep(15)
    events = measured(accelerometer_block(path.stay(2)))
    starts = [each.measures.hold_start_s for each in reps(events)]
    assert starts[-4:] == pytest.approx([9.5, 22.0, 34.5, 47.0], abs=0.3)
    assert [held(each.measures) for each in reps(events)][-4:] == pytest.approx([HELD_S] * 4, abs=0.4)


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


def test_a_press_at_two_levels_is_held_for_no_longer_than_it_lasted() -> None:
    """A faint hold, a pause, a firm hold: what is counted as held lies within the repetition."""
    path = Path().stay(3).go(8, 0.5).stay(4).go(0, 0.3).stay(1.5).go(50, 0.5).stay(6).go(0, 2).stay(3)
    for each in found(path.block(FORCE)):
        assert each.valid_hold_s <= each.end_s - each.start_s + 0.5


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


def test_a_hold_taken_up_again_too_late_is_not_added_to_the_first() -> None:
    """Let go for 2 s, and pressed again for a moment at the very end: what is measured ends where the hold ended."""
    path = Path(0.0, 25.0).stay(3.0).go(12.0, 1.0).stay(4.2).go(0.0, 0.3).stay(2.0).go(12.0, 0.3).go(0.0, 0.3).stay(3.0)
    for each in found(path.block(FORCE)):
        assert each.valid_hold_s <= each.end_s - each.start_s
        assert each.valid_hold_s <= held(each) + 1.0
