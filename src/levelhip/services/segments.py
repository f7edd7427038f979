"""A stretch of a recording whose time goes forward."""

from __future__ import annotations

from collections.abc import Callable

from levelhip.exercise.protocol import Prescription, RepSignal
from levelhip.exercise.signals import SampleBlock
from levelhip.ports import RecordingError
from levelhip.session import signal_statistics as statistics
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import Event, SampleRefused
from levelhip.session.record import TracePoint
from levelhip.session.replay import RecordBuilder, events_of
from levelhip.session.trace import TraceCollector


class Segment:
    """One engine over one stretch; its events go to the builder, and to `hear`."""

    def __init__(
        self, prescription: Prescription, profile: Profile, builder: RecordBuilder, hear: Callable[[Event], None]
    ) -> None:
        self._engine = SessionEngine(prescription, profile)
        self._builder, self._hear = builder, hear
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
            self._hear(event)

    def trace(self) -> tuple[TracePoint, ...]:
        """The signal from rest, thinned."""
        return self._collector.points(upside_down=self._engine.upside_down, zero=self._engine.resting_level)


class SignalStatistics(statistics.SignalStatistics):
    """The statistics of a file, which must hold something to measure."""

    def check(self, source: str, signal: RepSignal) -> None:
        """Raise RecordingError where nothing could be measured at all."""
        if why := self.why_nothing(signal):
            message = f"{source}: {why}"
            raise RecordingError(message)
