"""Whatever comes, the engine stays lawful."""

from __future__ import annotations

import math
from typing import Final

from hypothesis import assume, given
from hypothesis import strategies as st

from levelhip.exercise.signals import COLUMNS, SIDES, Channel, Quantity, SampleBlock
from levelhip.session.engine import Profile
from levelhip.testing.strategies import Session, garbage, sessions, spoil, wild_changes
from tests.session.lawful import Driven, assert_lawful, driven
from tests.session.people import ISOMETRIC, MOVEMENT, Input, measured, play, reps, task


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
