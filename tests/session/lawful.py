"""What the laws of the engine are told with: sessions as sensors show them, and what holds of any events.

`--hypothesis-profile=thorough` tries ten thousand people on each law.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hypothesis import strategies as st

from levelhip.exercise.signals import Quantity, SampleBlock, Side
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import Event, PhaseChanged, RepCompleted
from levelhip.session.measures import RepMeasures
from levelhip.session.transitions import TRANSITIONS
from levelhip.testing.strategies import RATES_HZ, Session, sessions
from tests.session.people import Path, accelerometer_block, any_rotation, landmark_block, marker_block, task

LONGEST_HELD_S: Final = 0.5

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
