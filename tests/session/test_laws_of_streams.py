"""The same stream, however it comes, says the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.signals import SampleBlock
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import Event, SampleRefused
from levelhip.session.replay import events_of, replay
from levelhip.testing.strategies import Session, cut, cuts, holes, sessions
from tests.session.lawful import Driven, driven, slow_sessions
from tests.session.people import Input, Path, marker_block, measured, of, play, task, words


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
