"""The engine as its callers see it: channels, sides, signals lost and found, refusals, the end."""

from __future__ import annotations

import math

import pytest

from levelhip.exercise.signals import Channel, Quantity, SampleBlock
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import (
    DriverChanged,
    HoldStarted,
    PhaseChanged,
    RepCompleted,
    SampleRefused,
    SessionCompleted,
    SideCompleted,
    SignalFound,
    SignalLost,
)
from levelhip.session.replay import events_of
from levelhip.session.transitions import Phase
from levelhip.testing.strategies import cut
from tests.session.people import (
    MOVEMENT,
    Path,
    accelerometer_block,
    landmark_block,
    lying,
    measured,
    of,
    play,
    reps,
    task,
    words,
)

ANGLE = Profile(Quantity.ABDUCTION)
LIVE = Profile(Quantity.ABDUCTION, stop_after_prescribed=True)


def both_sides(count: int = 2) -> list[SampleBlock]:
    right, left = Path(), Path(start_s=100.0)
    for _ in range(count):
        right.rep(15)
        left.rep(15)
    return [right.stay(2).block(side="right"), left.stay(2).block(side="left")]


def test_an_exercise_that_has_no_use_for_the_driver_is_refused() -> None:
    with pytest.raises(ValueError, match="side_lying_hip_abduction is not measured by force_n, but by: "):
        SessionEngine(task(MOVEMENT), Profile(Quantity.FORCE))
    with pytest.raises(ValueError, match="side_plank is not measured by force_n, but by: nothing but the clock"):
        SessionEngine(task("side_plank"), Profile(Quantity.FORCE))


def test_blocks_whose_lengths_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="2 times but 1 values"):
        SampleBlock(Channel("test", Quantity.FORCE), (0.0, 1.0), (1.0,))


# -- drivers and sides ----------------------------------------------------------------------------------------------


def test_a_change_of_sides() -> None:
    events = play(both_sides(), ANGLE)
    assert [(each.t_s, each.side) for each in of(events, DriverChanged)] == [(0.0, "right"), (100.0, "left")]
    sides = of(events, SideCompleted)
    assert [(each.side, each.rep_count, each.complete_count) for each in sides] == [("right", 2, 2), ("left", 2, 2)]
    assert sides[0].t_s == pytest.approx(26.98)
    assert events.index(sides[0]) < events.index(of(events, DriverChanged)[1])
    assert [each.side for each in of(events, HoldStarted)] == ["right", "right", "left", "left"]


def test_a_change_of_sides_is_no_loss_of_signal() -> None:
    """Between two sides there is time to turn over: the first side's sensor was not lost."""
    events = play(both_sides(), ANGLE)
    assert not of(events, SignalLost)
    assert not of(events, SignalFound)


def test_a_side_that_comes_back_counts_on() -> None:
    right, left = both_sides(1)
    again = Path(start_s=200.0).rep(15).stay(2).block(side="right")
    events = play([right, left, again], ANGLE)
    assert [(each.side, each.number) for each in reps(events)] == [("right", 1), ("left", 1), ("right", 2)]
    told = [(each.side, each.rep_count) for each in of(events, SideCompleted)]
    assert told == [("right", 1), ("left", 1), ("right", 2)]


def test_the_side_may_be_unknown() -> None:
    events = measured(Path().rep(15).stay(2).block(side=None))
    assert [each.side for each in reps(events)] == [None]
    assert of(events, SideCompleted)[0].side is None


def test_a_short_repetition_is_an_attempt_but_not_complete() -> None:
    events = measured(Path().rep(15).rep(15, 3.0).rep(15).stay(2).block())
    assert (of(events, SideCompleted)[0].rep_count, of(events, SideCompleted)[0].complete_count) == (3, 2)


def test_an_empty_block_changes_nothing() -> None:
    block = Path().rep(15).stay(2).block()
    other = SampleBlock(Channel("other", Quantity.ABDUCTION, "left"), (), ())
    assert words(play([other, block, other], ANGLE)) == words(play([block], ANGLE))


# -- a live session stops by itself ---------------------------------------------------------------------------------


def test_after_the_prescribed_attempts_a_side_is_over() -> None:
    """Nobody is made to repeat until exhausted, and what comes after is not counted."""
    blocks = both_sides(4)
    events = play(blocks, LIVE, task(reps=2))
    assert [(each.side, each.number) for each in reps(events)] == [
        ("right", 1),
        ("right", 2),
        ("left", 1),
        ("left", 2),
    ]
    assert [(each.side, each.rep_count) for each in of(events, SideCompleted)] == [("right", 2), ("left", 2)]


def test_a_side_that_is_over_says_so_at_once() -> None:
    engine = SessionEngine(task(reps=1), LIVE)
    engine.receive(Path().rep(15).stay(0.5).block())
    events = list(events_of(engine))
    assert of(events, SideCompleted)
    assert of(events, SideCompleted)[0].t_s == reps(events)[0].t_s


def test_a_side_that_is_over_is_not_lost_when_its_sensor_falls_silent() -> None:
    engine = SessionEngine(task(reps=1), LIVE)
    path = Path().rep(15).stay(3)
    block = path.block()
    for i in range(0, len(path.t_s), 10):
        engine.receive(SampleBlock(block.channel, block.t_s[i : i + 10], block.values[i : i + 10]))
    engine.advance(60.0)
    events = list(events_of(engine))
    assert not of(events, SignalLost)
    assert engine.next_deadline_s() is None


def test_no_more_than_was_prescribed_is_told_where_several_are_told_at_once() -> None:
    """A phone's repetitions wait until it is known which way is up."""
    profile = Profile(Quantity.ACCELERATION, stop_after_prescribed=True)
    events = play([accelerometer_block(Path().rep(15).rep(15).rep(15).stay(2))], profile, task(reps=2))
    assert [each.number for each in reps(events)] == [1, 2]
    assert [each.rep_count for each in of(events, SideCompleted)] == [2]


def test_a_side_that_was_stopped_before_its_attempts_were_done_is_told_at_the_end() -> None:
    events = play([Path().rep(15).stay(2).block()], LIVE, task(reps=7))
    assert [(each.side, each.rep_count) for each in of(events, SideCompleted)] == [("right", 1)]


def test_a_side_that_is_over_stays_over_when_it_comes_back() -> None:
    right, left = both_sides(1)
    again = Path(start_s=200.0).rep(15).stay(2).block(side="right")
    events = play([right, left, again], LIVE, task(reps=1))
    assert [each.side for each in reps(events)] == ["right", "left"]
    assert [each.side for each in of(events, SideCompleted)] == ["right", "left"]


# -- silence --------------------------------------------------------------------------------------------------------


def live() -> tuple[SessionEngine, SampleBlock]:
    engine = SessionEngine(task(), ANGLE)
    return engine, Path().rep(15).stay(2).block()


def test_silence_is_told_when_the_clock_says_so() -> None:
    engine, block = live()
    assert engine.next_deadline_s() is None
    engine.advance(50.0)
    assert engine.next_event() is None
    engine.receive(block)
    list(events_of(engine))
    engine.advance(block.t_s[-1] + 0.4)
    assert engine.next_event() is None
    engine.advance(block.t_s[-1] + 0.6)
    engine.advance(block.t_s[-1] + 0.9)
    assert list(events_of(engine)) == [SignalLost(block.t_s[-1])]
    assert engine.next_deadline_s() is None


@pytest.mark.parametrize("start_s", [0.0, 0.1, 7.3, 1e4])
def test_a_deadline_that_is_met_brings_something(start_s: float) -> None:
    """Who advances to exactly the deadline is not asked to do so again."""
    engine = SessionEngine(task(), ANGLE)
    engine.receive(Path(start_s=start_s).stay(3).block())
    list(events_of(engine))
    deadline_s = engine.next_deadline_s()
    assert deadline_s is not None
    engine.advance(deadline_s)
    assert engine.next_event() is not None or engine.next_deadline_s() != deadline_s


def test_a_signal_that_comes_back_is_found_with_its_gap() -> None:
    engine, block = live()
    engine.receive(block)
    engine.advance(block.t_s[-1] + 1.0)
    list(events_of(engine))
    engine.receive(SampleBlock(block.channel, (block.t_s[-1] + 2.0,), (0.0,)))
    found = list(events_of(engine))
    (back,) = of(found, SignalFound)
    assert len(found) == 1
    assert back.t_s == block.t_s[-1] + 2.0
    assert back.gap_s == pytest.approx(2.0)


def test_samples_that_were_only_late_end_the_silence_too() -> None:
    """The clock said lost; then samples arrive whose own times show no gap: found, and a later loss is told again."""
    engine, block = live()
    engine.receive(block)
    last_s = block.t_s[-1]
    engine.advance(last_s + 0.7)
    assert SignalLost(last_s) in list(events_of(engine))
    engine.receive(SampleBlock(block.channel, (last_s + 0.3, last_s + 0.6), (0.0, 0.0)))
    assert [type(event) for event in events_of(engine)] == [SignalFound]
    engine.advance(last_s + 5.0)
    assert [type(event) for event in events_of(engine)] == [SignalLost]


# -- refusals -------------------------------------------------------------------------------------------------------


def test_time_that_does_not_go_forward_is_refused_and_told_once_a_source() -> None:
    channel = Channel("cell", Quantity.ABDUCTION, "right")
    blocks = [
        SampleBlock(channel, (1.0, 1.0, 0.5, 1.1), (0.0, 0.0, 0.0, 0.0)),
        SampleBlock(channel, (0.2,), (0.0,)),
    ]
    (refused,) = of(play(blocks, ANGLE), SampleRefused)
    assert (refused.t_s, refused.source, refused.reason) == (1.0, "cell", "time does not go forward")


@pytest.mark.parametrize("wild", [math.nan, math.inf, -math.inf])
def test_a_time_that_is_none_is_refused(wild: float) -> None:
    """And everything after it is measured as if it had not been there."""
    path = Path().rep(15).stay(2)
    times = list(path.t_s)
    times[100] = wild
    events = measured(SampleBlock(path.block().channel, tuple(times), tuple(path.x)))
    assert len(reps(events)) == 1
    assert len(of(events, SampleRefused)) == 1
    assert all(math.isfinite(event.t_s) for event in events)


@pytest.mark.parametrize("wild", [math.nan, math.inf, -math.inf])
def test_a_recording_whose_first_time_is_none_is_cut_anywhere(wild: float) -> None:
    """What is refused before the driver is known is told before it, and at a time that is one."""
    whole = Path().stay(1).block()
    block = SampleBlock(whole.channel, (wild, *whole.t_s[1:]), whole.values)
    told = play([block], ANGLE)
    assert words(play(cut(block, [1]), ANGLE)) == words(told)
    assert [type(event) for event in told[:2]] == [SampleRefused, DriverChanged]
    assert all(math.isfinite(event.t_s) for event in told)


def test_a_new_channel_with_nothing_but_old_samples_changes_no_driver() -> None:
    path = Path().rep(15).stay(2)
    old = SampleBlock(Channel("old", Quantity.ABDUCTION, "left"), (1.0, 2.0), (0.0, 0.0))
    events = play([path.block(), old], ANGLE)
    assert [each.source for each in of(events, DriverChanged)] == ["test"]
    assert [(each.source, each.t_s) for each in of(events, SampleRefused)] == [("old", 1.0)]
    assert [each.side for each in of(events, SideCompleted)] == ["right"]


def test_a_recording_of_a_moment_that_begins_at_height_begins_with_its_first_sample() -> None:
    """The filter's lag is taken off its times; none of them lies before the recording, and they are in order."""
    times = tuple(round(0.001 * i, 3) for i in range(1, 17))
    block = SampleBlock(Channel("cut", Quantity.ABDUCTION, "right"), times, (42.0, *(0.0,) * 15))
    (rep,) = reps(measured(block, MOVEMENT))
    passage = rep.measures
    assert [passage.start_s, passage.hold_start_s, passage.hold_end_s, passage.end_s] == [0.001] * 4
    assert rep.t_s == 0.001


# -- what can be asked, and the end ---------------------------------------------------------------------------------


def test_the_phase_can_be_asked() -> None:
    engine = SessionEngine(task(), ANGLE)
    assert engine.phase is Phase.SETTLING
    seen = []
    path = Path(7.0).rep(15).stay(2)
    for t_s, x in zip(path.t_s, path.x, strict=True):
        engine.receive(SampleBlock(path.block().channel, (t_s,), (x,)))
        seen.append(engine.phase)
    assert [phase for i, phase in enumerate(seen) if not i or seen[i - 1] is not phase] == [
        Phase.SETTLING,
        Phase.REST,
        Phase.LIFTING,
        Phase.HOLDING,
        Phase.LOWERING,
        Phase.REST,
    ]
    assert not engine.upside_down
    assert engine.resting_level == pytest.approx(7.0, abs=0.5)
    engine.finish()
    assert engine.phase is Phase.SETTLING
    assert engine.resting_level == pytest.approx(7.0, abs=0.5)
    assert not engine.upside_down


def test_nothing_is_known_of_rest_before_anything_was_seen() -> None:
    assert math.isnan(SessionEngine(task(), ANGLE).resting_level)
    assert not SessionEngine(task(), ANGLE).upside_down


def test_the_observer_sees_every_value() -> None:
    seen: list[tuple[float, float]] = []
    engine = SessionEngine(task(), ANGLE)
    engine.observer = lambda t_s, x: seen.append((t_s, x))
    path = Path(3.0).stay(1).missing(0.2).stay(1)
    engine.receive(path.block())
    assert len(seen) == len([x for x in path.x if not math.isnan(x)])
    assert seen[-1][1] == pytest.approx(3.0)


def test_the_last_picture_is_used_at_the_end() -> None:
    path = Path(rate_hz=20.0).rep(15).stay(2)
    seen: list[tuple[float, float]] = []
    engine = SessionEngine(task(), Profile(Quantity.LANDMARKS))
    engine.observer = lambda t_s, x: seen.append((t_s, x))
    engine.receive(landmark_block(path))
    before = len(seen)
    engine.finish()
    assert len(seen) == before + 1 == len(path.t_s)
    assert len(reps(events_of(engine))) == 1


def test_a_single_picture_is_no_session_and_no_error() -> None:
    channel = Channel("camera", Quantity.LANDMARKS, "right")
    events = play([SampleBlock(channel, (5.0,), (lying(0.0),))], Profile(Quantity.LANDMARKS))
    assert [type(event) for event in events] == [DriverChanged, SideCompleted, SessionCompleted]
    assert all(math.isfinite(event.t_s) for event in events)


def test_pictures_whose_time_goes_back_before_the_first_value() -> None:
    channel = Channel("camera", Quantity.LANDMARKS, "right")
    block = SampleBlock(channel, (5.0, 3.0, 4.0, 6.0), (lying(0.0),) * 4)
    seen: list[float] = []
    engine = SessionEngine(task(), Profile(Quantity.LANDMARKS))
    engine.observer = lambda t_s, _: seen.append(t_s)
    engine.receive(block)
    engine.finish()
    assert seen == sorted(set(seen))


def test_finish_ends_it() -> None:
    engine, block = live()
    engine.receive(block)
    engine.finish()
    events = list(events_of(engine))
    assert events[-1] == SessionCompleted(block.t_s[-1])
    assert isinstance(events[-2], SideCompleted)
    engine.finish()
    engine.receive(block)
    engine.advance(1e6)
    assert engine.next_event() is None
    assert engine.next_deadline_s() is None


def test_a_session_in_which_nothing_came() -> None:
    assert [type(event) for event in play([], ANGLE)] == [SessionCompleted]


def test_an_unfinished_election_is_decided_at_the_end() -> None:
    events = play([accelerometer_block(Path().rep(15).stay(2))], Profile(Quantity.ACCELERATION))
    assert len(reps(events)) == 1
    assert isinstance(events[-1], SessionCompleted)


def test_a_movement_seen_by_a_phone_needs_no_election() -> None:
    path = Path().stay(2)
    for _ in range(3):
        path.go(30, 1).go(0, 1)
    events = play([accelerometer_block(path.stay(2))], Profile(Quantity.ACCELERATION), task(MOVEMENT))
    assert [each.number for each in of(events, RepCompleted)] == [1, 2, 3]
    assert of(events, PhaseChanged)[0].previous is Phase.REST
