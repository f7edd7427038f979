"""What the engine must cope with: presses and lifts as people do them, short, broken, shaky, too hard, hardly there."""

from __future__ import annotations

import math

import pytest

from levelhip.exercise.signals import Quantity
from levelhip.session.events import AttemptMissed, HoldBroken, HoldResumed, HoldStarted, SideCompleted
from tests.session.people import FORCE, HELD_S, Path, found, held, measured, missed, of, reps, three, wrong


def test_partial_lifts() -> None:
    """Lifts of less than half of the person's own range are attempts."""
    path = Path().rep(16).rep(16).stay(3).go(6, 1).stay(2).go(0, 1).rep(16).stay(2)
    events = measured(path.block())
    assert len(reps(events)) == 3
    assert missed(events) == ["partial"]
    assert of(events, AttemptMissed)[0].amplitude == pytest.approx(6.0, abs=1.0)
    assert of(events, AttemptMissed)[0].side == "right"


@pytest.mark.parametrize("height", [6.0, 15.0, 25.0])
def test_hardly_half_of_the_own_range_is_partial(height: float) -> None:
    """Also for somebody whose range is small; what is below the floor is not even told."""
    path = Path().rep(height).rep(height).rep(0.45 * height).rep(height).stay(2)
    events = measured(path.block())
    assert len(reps(events)) == 3
    assert missed(events) == (["partial"] if 0.45 * height > 4 else [])


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


@pytest.mark.parametrize("share", [0.5, 0.55, 0.6, 0.7, 0.8])
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


def test_a_press_at_two_levels_is_held_for_no_longer_than_it_lasted() -> None:
    """A faint hold, a pause, a firm hold: what is counted as held lies within the repetition."""
    path = Path().stay(3).go(8, 0.5).stay(4).go(0, 0.3).stay(1.5).go(50, 0.5).stay(6).go(0, 2).stay(3)
    for each in found(path.block(FORCE)):
        assert each.valid_hold_s <= each.end_s - each.start_s + 0.5


def test_a_hold_taken_up_again_too_late_is_not_added_to_the_first() -> None:
    """Let go for 2 s, and pressed again for a moment at the very end: what is measured ends where the hold ended."""
    path = Path(0.0, 25.0).stay(3.0).go(12.0, 1.0).stay(4.2).go(0.0, 0.3).stay(2.0).go(12.0, 0.3).go(0.0, 0.3).stay(3.0)
    for each in found(path.block(FORCE)):
        assert each.valid_hold_s <= each.end_s - each.start_s
        assert each.valid_hold_s <= held(each) + 1.0
