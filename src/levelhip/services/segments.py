"""A stretch of a recording whose time goes forward, and what is found out about the signal on the way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from levelhip.exercise.protocol import Prescription, RepSignal
from levelhip.exercise.signals import Quantity, Sample, SampleBlock
from levelhip.ports import RecordingError
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import SampleRefused
from levelhip.session.hold_clock import GAP_S
from levelhip.session.measures import median
from levelhip.session.record import TracePoint
from levelhip.session.replay import RecordBuilder, events_of
from levelhip.session.trace import TraceCollector

JUMP_BACK_S: Final = 1.0
"""Time that goes back by more than this has begun anew; by less, a sample is late and left out."""
STEPS_KEPT: Final = 2000
SLOWEST_HZ: Final = 5.0
STANDARD_GRAVITY: Final = 9.80665


class Segment:
    """One engine over one stretch; its events go to the builder."""

    def __init__(self, prescription: Prescription, profile: Profile, builder: RecordBuilder) -> None:
        self._engine = SessionEngine(prescription, profile)
        self._builder = builder
        self._collector = TraceCollector()
        self._engine.observer = self._collector.take
        self._fresh = True
        self.warnings: list[str] = []

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has been measured yet."""
        return self._fresh

    def receive(self, block: SampleBlock) -> None:
        """Measure a block."""
        self._fresh = False
        self._engine.receive(block)
        self._pass_on()

    def finish(self) -> None:
        """The stretch has ended."""
        self._engine.finish()
        self._pass_on()

    def _pass_on(self) -> None:
        for event in events_of(self._engine):
            if isinstance(event, SampleRefused):
                self.warnings.append(f"samples were left out: {event.reason} (first at {event.t_s:.3f} s)")
            self._builder.take(event)

    def trace(self) -> tuple[TracePoint, ...]:
        """The signal from rest, thinned."""
        return self._collector.points(upside_down=self._engine.upside_down, zero=self._engine.resting_level)


class SignalStatistics:
    """Rate, length, gaps and oddities of a recording, in constant memory."""

    def __init__(self) -> None:
        self._last_s = math.nan
        self._highest_s = math.nan
        self._steps: list[float] = []
        self._usable = self._total = 0
        self._g_total = 0.0
        self.duration_s = 0.0
        self.gaps = 0

    def restarts(self, t_s: Sequence[float]) -> Iterator[int]:
        """Indices at which time begins anew. Counts steps, gaps and the length on the way."""
        last = self._last_s
        for index, t in enumerate(t_s):
            step = t - last
            if step > 0:
                self.duration_s += step
                if len(self._steps) < STEPS_KEPT:
                    self._steps.append(step)
                if step > GAP_S:
                    self.gaps += 1
                last = t
            elif step < -JUMP_BACK_S:
                last = t
                yield index
            elif not math.isfinite(last):
                last = t
        self._last_s = last

    def count_values(self, values: Sequence[Sample]) -> None:
        """How many samples can be used at all, and how strong gravity seems to be."""
        for value in values:
            if isinstance(value, tuple):
                usable = any(x == x for x in value)  # noqa: PLR0124 - not NaN
                if usable and len(value) == 3 and self._usable < STEPS_KEPT:  # noqa: PLR2004 - an accelerometer
                    self._g_total += math.hypot(*value)
            else:
                usable = value == value  # noqa: PLR0124
            self._usable += usable
        self._total += len(values)

    @property
    def rate_hz(self) -> float:
        """Samples a second, from the usual step."""
        step = median(self._steps)
        return 1.0 / step if step > 0 else math.nan

    def check(self, source: str, signal: RepSignal) -> None:
        """Raise RecordingError where nothing could be measured at all."""
        if not self._total:
            message = f"{source}: no rows to measure (all rows have an empty side, or there are none)"
            raise RecordingError(message)
        if not self._usable:
            message = f"{source}: {signal.quantity} has no usable value in {self._total} rows"
            raise RecordingError(message)
        if not self._steps:
            message = f"{source}: time does not go forward in any of {self._total} rows, so nothing can be measured"
            raise RecordingError(message)

    def warnings(self, signal: RepSignal) -> Iterator[str]:
        """What a person should know about the signal."""
        missing = self._total - self._usable
        if missing:
            yield f"{missing} of {self._total} samples are missing; nothing was counted in them"
        if self.rate_hz < SLOWEST_HZ:
            yield f"{self.rate_hz:.2g} samples a second are few: below {SLOWEST_HZ:g} short holds are missed"
        if signal.quantity is Quantity.ACCELERATION and self._usable:
            gravity = self._g_total / min(self._usable, STEPS_KEPT)
            if not 0.5 < gravity < 1.5:  # noqa: PLR2004 - in g it is near 1
                hint = "; is it in m/s2? (--column ax_g=NAME:m/s2)" if gravity > STANDARD_GRAVITY / 2 else ""
                yield f"the accelerometer reads {gravity:.2g} g where about 1 is expected{hint}"
