"""The engine at work in a live session: which samples it is given, what it says, and what is kept of that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.protocol import Prescription, RepSignal
from levelhip.exercise.signals import Channel, Quantity, Sample, SampleBlock, Side
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import Event
from levelhip.session.features import make_feature
from levelhip.session.filters import Stillness
from levelhip.session.hold_clock import GAP_S
from levelhip.session.replay import events_of
from levelhip.session.signal_statistics import SignalStatistics
from levelhip.session.trace import TraceCollector
from levelhip.session.transitions import Phase

TICK_S: Final = 1e-6
"""Added to a time that is due, so that rounding does not make it come a hair too early."""
STILL_S: Final = 3.0
"""Lying still for so long starts it (convention)."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to measure: its name in a configuration, its source's name, and the quantity that it brings."""

    name: str
    quantity: Quantity

    @property
    def measured(self) -> bool:
        """Whether it measures at all."""
        return self.quantity is not Quantity.CLOCK


WAYS: Final[dict[str, Way]] = {
    way.name: way
    for way in (
        Way("clock", Quantity.CLOCK),
        Way("camera", Quantity.LANDMARKS),
        Way("shin", Quantity.ACCELERATION),
        Way("belt", Quantity.FORCE),
        Way("simulated", Quantity.FORCE),
    )
}


class Measuring:
    """One engine for all sides of a session. What it is not given, no recording of the session shows as a set."""

    def __init__(self, prescription: Prescription, way: Way, signal: RepSignal) -> None:
        self.signal = signal
        self.way = way
        self.statistics = SignalStatistics()
        self.closed = False
        self._engine = SessionEngine(
            prescription, Profile(way.quantity, starts_at_rest=True, stop_after_prescribed=True)
        )
        self._engine.observer = self._observe
        self._collector = TraceCollector()
        self._value = math.nan
        self._last_s = -math.inf

    def take(self, t_s: float, value: Sample, side: Side) -> list[Event] | None:
        """Give the engine one sample of `side`; None: its time does not go forward, so it is left out."""
        if not t_s > self._last_s or self.closed:
            return None
        self._last_s = t_s
        self.statistics.count_values((value,))
        list(self.statistics.restarts((t_s,)))  # never any: time goes forward
        self._engine.receive(SampleBlock(Channel(self.way.name, self.way.quantity, side), (t_s,), (value,)))
        return list(events_of(self._engine))

    def advance(self, now_s: float) -> list[Event]:
        """The clock has reached `now_s`: a silent signal is told."""
        if self.closed:
            return []
        self._engine.advance(now_s + TICK_S)
        return list(events_of(self._engine))

    def next_deadline_s(self) -> float | None:
        """When silence is to be told."""
        return None if self.closed else self._engine.next_deadline_s()

    def close(self) -> list[Event]:
        """No more samples will come: what is under way is judged as it is."""
        if self.closed:
            return []
        self._engine.finish()
        self.closed = True
        return list(events_of(self._engine))

    def _observe(self, t_s: float, value: float) -> None:
        self._value = value
        self._collector.take(t_s, value)

    @property
    def level(self) -> float:
        """How far above rest the signal is, in its unit (NaN: not known)."""
        away = self._value - self._engine.resting_level
        return -away if self._engine.upside_down else away

    @property
    def phase(self) -> Phase:
        """Where the person is in a repetition."""
        return self._engine.phase

    def trace(self) -> list[list[float]]:
        """The signal from rest, thinned: time, low, high. Empty where rest was never found."""
        if math.isnan(self._engine.resting_level):
            return []
        points = self._collector.points(upside_down=self._engine.upside_down, zero=self._engine.resting_level)
        return [[round(point.t_s, 6), round(point.low, 6), round(point.high, 6)] for point in points]


class LyingStill:
    """Whether the driving signal stands still, before it is known where rest is."""

    def __init__(self, signal: RepSignal, side: Side) -> None:
        self.heard_s = -math.inf
        """When the signal last had a value."""
        self._feature = make_feature(signal.feature, signal.quantity, side)
        self._stillness = Stillness(signal.still)
        self._still_s = 0.0

    def take(self, t_s: float, value: Sample) -> None:
        """One sample."""
        if not t_s > self.heard_s:
            return
        found = self._feature.push(t_s, value)
        if found is None:
            return
        if t_s - self.heard_s > GAP_S:
            self._stillness.restart()
        self.heard_s = t_s
        self._still_s = self._stillness.push(*found)

    def is_heard(self, now_s: float) -> bool:
        """Whether the signal is there."""
        return now_s - self.heard_s <= GAP_S

    def is_still(self, now_s: float) -> bool:
        """Whether it has been still for long enough."""
        return self.is_heard(now_s) and self._still_s >= STILL_S
