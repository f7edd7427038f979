"""The laws of the engine. `--hypothesis-profile=thorough` tries ten thousand people on each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from levelhip.exercise.protocol import BREAK_LIMIT_S, LIFT_BAND_DEG
from levelhip.exercise.signals import COLUMNS, SIDES, Channel, Quantity, SampleBlock, Side
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import (
    AttemptMissed,
    Event,
    HoldSecond,
    HoldStarted,
    PhaseChanged,
    RepCompleted,
    SampleRefused,
)
from levelhip.session.measures import RepMeasures
from levelhip.session.replay import events_of, replay
from levelhip.session.transitions import TRANSITIONS
from levelhip.testing.strategies import (
    RATES_HZ,
    Lift,
    Session,
    cut,
    cuts,
    garbage,
    holes,
    sessions,
    spoil,
    wild_changes,
)
from tests.session.people import (
    ISOMETRIC,
    MOVEMENT,
    Input,
    Path,
    accelerometer_block,
    any_rotation,
    landmark_block,
    marker_block,
    measured,
    of,
    play,
    reps,
    task,
    words,
)

STILL: Final = {Quantity.ABDUCTION: 1.2, Quantity.FORCE: 1.5}
LONGEST_HELD_S: Final = 0.5
PRESS_BAND_N: Final = (5.0, 80.0)
"""The isometric exercise's gentle press, 10-40 N, from half of its lower to twice its upper end."""

slow_sessions = sessions(rates_hz=[rate for rate in RATES_HZ if rate <= 50])
angles = sessions([Quantity.ABDUCTION], [10.0, 25.0])


def as_path(session: Session) -> Path:
    path = Path()
    path.t_s, path.x = list(session.t_s), list(session.x)
    return path


@dataclass(frozen=True)
class Driven:
    """A session as one kind of sensor shows it."""

    session: Session
    sensor: str
    mounted: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def block(self) -> SampleBlock:
        path = as_path(self.session)
        if self.sensor == "landmarks":
            return landmark_block(path)
        if self.sensor == "markers":
            return marker_block(path)
        if self.sensor == "accelerometer":
            return accelerometer_block(path, any_rotation(*self.mounted))
        return self.session.block()


thirds = st.floats(0.0, 1.0)
driven = st.one_of(
    st.builds(Driven, slow_sessions, st.just("scalar")),
    st.builds(Driven, angles, st.sampled_from(("landmarks", "markers"))),
    st.builds(Driven, angles, st.just("accelerometer"), st.tuples(thirds, thirds, thirds)),
)


def assert_lawful(events: Sequence[Event]) -> None:
    """What must hold of any events whatever: phases chain by the table, numbers run on, times are times."""
    phase = None
    numbers: dict[Side | None, int] = {}
    for event in events:
        assert not math.isnan(event.t_s), event
        if isinstance(event, PhaseChanged):
            assert phase in (None, event.previous), event
            assert event.phase in {to for (start, _), to in TRANSITIONS.items() if start is event.previous}, event
            phase = event.phase
        if isinstance(event, RepCompleted):
            numbers[event.side] = numbers.get(event.side, 0) + 1
            assert event.number == numbers[event.side]
            assert_sane(event.measures)


def assert_sane(rep: RepMeasures) -> None:
    """Times are finite and in order; no more was held than there was time for."""
    times = (rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s)
    assert all(map(math.isfinite, times)), rep
    assert list(times) == sorted(times), rep
    assert 0.0 <= rep.valid_hold_s <= rep.end_s - rep.start_s + LONGEST_HELD_S, rep
    assert 0.0 <= rep.broken_s <= rep.hold_end_s - rep.hold_start_s, rep


def feature_values(inputs: Sequence[SampleBlock]) -> list[tuple[float, float]]:
    """What the engine's own feature makes of a signal, as the tracker gets it."""
    values: list[tuple[float, float]] = []
    engine = SessionEngine(task(), Profile(inputs[0].channel.quantity))
    engine.observer = lambda t_s, x: values.append((t_s, x))
    for block in inputs:
        engine.receive(block)
    engine.finish()
    return values


def held_s(values: Sequence[tuple[float, float]], low: float, high: float) -> float:
    """Seconds in intervals that are no gap and have both ends in [low, high]."""
    return math.fsum(
        later - earlier
        for (earlier, x), (later, y) in pairwise(values)
        if later - earlier <= LONGEST_HELD_S and low <= x <= high and low <= y <= high
    )


# -- the same stream, however it comes ------------------------------------------------------------------------------


@given(data=st.data(), sensed=driven, stop=st.booleans())
def test_cutting_the_stream_anywhere_changes_nothing(data: st.DataObject, sensed: Driven, *, stop: bool) -> None:
    """Any partition of a session into blocks gives the same events, also where a side ends by itself."""
    block = sensed.block()
    profile = Profile(block.channel.quantity, stop_after_prescribed=stop)
    prescription = task(reps=data.draw(st.integers(1, 3)))
    parts = cut(block, data.draw(cuts(len(block.t_s))))
    assert words(play(parts, profile, prescription)) == words(play([block], profile, prescription))


@given(st.data(), driven)
def test_events_are_final(data: st.DataObject, sensed: Driven) -> None:
    """What was said after the first part of a session stays said: more samples only add to it."""
    block = sensed.block()
    now = data.draw(st.integers(0, len(block.t_s)))
    engine = SessionEngine(task(), Profile(block.channel.quantity))
    engine.receive(SampleBlock(block.channel, block.t_s[:now], block.values[:now]))
    early = words(events_of(engine))
    assert words(measured(block))[: len(early)] == early


@given(st.data(), sessions(rates_hz=[10.0, 25.0]))
def test_the_order_in_which_channels_arrive_changes_nothing(data: st.DataObject, session: Session) -> None:
    """A form channel may be ahead of the driver, or behind it by up to its lateness."""
    lateness_s = 0.1
    drift = data.draw(st.floats(0.0, 40.0))
    shown = Path(rate_hz=20.0)
    for lift in session.lifts:
        shown.rep(drift, lift.hold_s, rest_s=lift.rest_s, lift_s=lift.lift_s, release_s=lift.release_s)
    form = marker_block(shown.stay(1.0), drives=data.draw(st.sampled_from(("flexion", "roll", "knee"))))
    driver = session.block()
    straight = _interleaved(driver, form, [0.0] * len(form.t_s))
    late = data.draw(st.lists(st.floats(-2.0, lateness_s), min_size=1, max_size=20))
    shuffled = _interleaved(driver, form, [late[i % len(late)] for i in range(len(form.t_s))])
    profile = Profile(session.quantity)
    said = play(shuffled, profile)
    assert not of(said, SampleRefused)
    assert words(said) == words(play(straight, profile))


def _interleaved(driver: SampleBlock, form: SampleBlock, late_s: Sequence[float]) -> list[SampleBlock]:
    """Sample by sample as they arrive, each channel in its own time order."""
    arrival = -math.inf
    arrivals: list[tuple[float, int, SampleBlock]] = []
    for t_s, value, late in zip(form.t_s, form.values, late_s, strict=True):
        arrival = max(arrival, t_s + late)
        arrivals.append((arrival, 0, SampleBlock(form.channel, (t_s,), (value,))))
    for t_s, value in zip(driver.t_s, driver.values, strict=True):
        arrivals.append((t_s, 1, SampleBlock(driver.channel, (t_s,), (value,))))
    return [block for _, _, block in sorted(arrivals, key=lambda each: each[:2])]


@given(st.data(), slow_sessions)
def test_a_live_session_replayed_is_the_same(data: st.DataObject, session: Session) -> None:
    """Blocks and `advance` calls are recorded as they came; played again, they give the same events."""
    pauses = data.draw(holes(len(session.t_s)))
    kept = [i for i in range(len(session.t_s)) if not any(start <= i < stop for start, stop in pauses)]
    channel = session.block().channel
    live = SessionEngine(task(), Profile(session.quantity))
    recorded: list[Input] = []
    said: list[Event] = []
    now_s = 0.0
    for i in kept:
        block = SampleBlock(channel, (session.t_s[i],), (session.x[i],))
        while (deadline_s := live.next_deadline_s()) is not None and now_s < deadline_s + 0.01 < session.t_s[i]:
            now_s = deadline_s + 0.01
            recorded.append(now_s)
            live.advance(now_s)
        recorded.append(block)
        live.receive(block)
        said.extend(events_of(live))
    live.finish()
    said.extend(events_of(live))
    assert words(replay(task(), Profile(session.quantity), recorded)) == words(said)


@given(st.data(), slow_sessions)
def test_replay_is_the_live_session(data: st.DataObject, session: Session) -> None:
    """`replay` of a recording gives what was said live, also to somebody who listened only at the end."""
    blocks = cut(session.block(), data.draw(cuts(len(session.t_s))))
    profile = Profile(session.quantity)
    live = SessionEngine(task(), profile)
    for block in blocks:
        live.receive(block)
    live.finish()
    assert words(replay(task(), profile, blocks)) == words(events_of(live))


# -- what is counted ------------------------------------------------------------------------------------------------


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


# -- where and when does not matter ---------------------------------------------------------------------------------


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


# -- whatever comes -------------------------------------------------------------------------------------------------


@given(driven, st.sampled_from((ISOMETRIC, "clamshell", MOVEMENT)))
def test_phases_chain_and_numbers_run_on(sensed: Driven, key: str) -> None:
    """Every change of phase is a row of the table, and repetitions are numbered 1, 2, 3 on each side."""
    block = sensed.block()
    assume(task(key).exercise.signal_for(block.channel.quantity))
    assert_lawful(measured(block, key))


DRIVERS: Final = (
    *((ISOMETRIC, signal.quantity) for signal in task(ISOMETRIC).exercise.signals),
    *((MOVEMENT, signal.quantity) for signal in task(MOVEMENT).exercise.signals),
    ("bridge", Quantity.LANDMARKS),
    ("bridge", Quantity.MARKERS),
)


@given(data=st.data(), driver=st.sampled_from(DRIVERS), stop=st.booleans(), starts_at_rest=st.booleans())
def test_garbage_raises_nothing(
    data: st.DataObject, driver: tuple[str, Quantity], *, stop: bool, starts_at_rest: bool
) -> None:
    """Any numbers at any times, on any channel: no exception, lawful events, times that are times."""
    key, quantity = driver
    quantities = (quantity, quantity, Quantity.MARKERS, Quantity.FORCE)
    inputs: list[Input] = []
    for _ in range(data.draw(st.integers(1, 4))):
        if data.draw(st.booleans()):
            inputs.append(data.draw(st.floats(-5.0, 100.0)))
        of_what = data.draw(st.sampled_from(quantities))
        channel = Channel("broken", of_what, data.draw(st.sampled_from((*SIDES, None))))
        width = min(len(COLUMNS[of_what]), 24)
        block = data.draw(garbage(channel, width))
        inputs.append(_filled(block))
    profile = Profile(quantity, stop_after_prescribed=stop, starts_at_rest=starts_at_rest)
    assert_lawful(play(inputs, profile, task(key, reps=1)))


def _filled(block: SampleBlock) -> SampleBlock:
    """Landmarks have 99 numbers: the few that were drawn are repeated."""
    wide = len(COLUMNS[block.channel.quantity])
    values = tuple(v if not isinstance(v, tuple) else tuple(v[i % len(v)] for i in range(wide)) for v in block.values)
    return SampleBlock(block.channel, block.t_s, values)


@given(data=st.data(), sensed=driven, stop=st.booleans())
def test_a_spoiled_session_raises_nothing(data: st.DataObject, sensed: Driven, *, stop: bool) -> None:
    """A good session with wild samples in it: no exception, lawful events."""
    block = sensed.block()
    changes = wild_changes(len(block.t_s))
    bad = spoil(block, data.draw(changes), data.draw(changes)[:2])
    profile = Profile(bad.channel.quantity, stop_after_prescribed=stop)
    assert_lawful(play([bad], profile, task(reps=2)))


@given(st.data(), sessions([Quantity.FORCE], [25.0]))
def test_spoiling_one_sample_costs_no_repetition(data: st.DataObject, session: Session) -> None:
    """One value that is no number, infinite ones too, is a missing value: the count stays."""
    place = data.draw(st.integers(0, len(session.x) - 1))
    values = list(session.x)
    values[place] = data.draw(st.sampled_from((math.nan, math.inf, -math.inf)))
    found = reps(measured(SampleBlock(session.block().channel, session.t_s, tuple(values))))
    assert len(found) == len(session.lifts)
