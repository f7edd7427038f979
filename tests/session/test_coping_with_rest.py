"""What the engine must cope with: where rest is, how a recording begins, and who is not exercising at all."""

from __future__ import annotations

import math
import random

import pytest

from levelhip.exercise.signals import Quantity
from levelhip.session.events import PhaseChanged
from levelhip.session.transitions import Phase
from tests.session.people import (
    FORCE,
    HELD_S,
    MOVEMENT,
    Path,
    accelerometer_block,
    found,
    held,
    measured,
    missed,
    of,
    reps,
    three,
    wrong,
)


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


@pytest.mark.parametrize("pull", [5.5, 6.5, 7.0])
def test_a_press_as_faint_as_a_belt_put_on_may_be_taken_for_rest(pull: float) -> None:
    """Less than 1.5 times the least that is valid, and still: whatever it was, what follows it is measured right."""
    path = Path().rep(25).rep(25).stay(3).go(pull, 0.5).stay(5).go(0, 0.5).rep(25).rep(25).stay(2)
    firm = [each for each in found(path.block(FORCE)) if each.peak > 20]
    assert [held(each) for each in firm] == pytest.approx([HELD_S] * 4, abs=0.1)
    assert [each.peak for each in firm] == pytest.approx([25.0] * 4, abs=1.0)


@pytest.mark.parametrize("rate_hz", [5.0, 10.0, 30.0, 100.0])
def test_a_small_lift_that_begins_and_ends_slowly_is_as_high_as_it_was(rate_hz: float) -> None:
    """Both ends look still for a while: rest neither goes up with the one nor stays up with the other."""
    path = Path(rate_hz=rate_hz).rep(6, 6.0, lift_s=2.0, release_s=3.0).rep(6, 6.0, lift_s=2.0, release_s=3.0).stay(2.5)
    first, second = found(path.block())
    assert [first.peak, second.peak] == pytest.approx([6.0, 6.0], abs=0.3)
    assert [first.mean_hold, second.mean_hold] == pytest.approx([6.0, 6.0], abs=0.4)


def test_a_rest_that_is_a_little_higher_is_found_within_seconds() -> None:
    """By 1.6 degrees: more than what is still, less than a lift."""
    path = Path().rep(15).stay(2).go(1.6, 0.4).stay(6).rep(15).stay(2)
    assert [each.mean_hold for each in found(path.block())] == pytest.approx([15.0, 15.0], abs=0.4)


def test_an_accelerometer_that_begins_in_mid_hold() -> None:
    """Its first excursion is the release: what the person does regularly tells which way is up."""
    path = Path(15.0, 30.0).stay(4).go(0, 2)
    for _ in range(4):
        path.rep(15)
    events = measured(accelerometer_block(path.stay(2)))
    starts = [each.measures.hold_start_s for each in reps(events)]
    assert starts[-4:] == pytest.approx([9.5, 22.0, 34.5, 47.0], abs=0.3)
    assert [held(each.measures) for each in reps(events)][-4:] == pytest.approx([HELD_S] * 4, abs=0.4)


def test_who_turns_over_downwards_is_not_followed() -> None:
    """Far below rest, for longer than a jerk: rest is looked for anew, and the next lifts count from there."""
    path = Path().rep(15).stay(2).go(-120, 0.1).stay(3).rep(15).rep(15).stay(2).noisy(0.1)
    events = measured(path.block())
    assert len(reps(events)) == 3
    assert [each.phase for each in of(events, PhaseChanged)].count(Phase.SETTLING) == 1
    assert missed(events) == []


def test_a_press_no_firmer_than_a_belt_put_on_is_not_waited_for() -> None:
    """It was let go, and might be taken up again; but somebody who lies still after it was only settling."""
    path = Path().rep(25).rep(25).stay(3).go(6, 0.3).stay(1).go(0, 0.3).stay(4).rep(25).stay(2)
    events = measured(path.block(FORCE))
    assert [each.number for each in reps(events)] == [1, 2, 3]
    assert [held(each.measures) for each in reps(events)] == pytest.approx([HELD_S] * 3, abs=0.1)
    assert missed(events) == []
