"""The session engine: samples in, events out. No clock, no thread, no file: the caller brings the time.

    engine = SessionEngine(prescription, Profile(driver=Quantity.FORCE))
    engine.receive(block)
    while (event := engine.next_event()) is not None: ...

One channel, the driver, moves the phases as its samples arrive. Other channels are form channels: they annotate, wait
in a queue for their lateness, and never delay. Cutting the stream anywhere gives the same events.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Channel, Quantity, Sample, SampleBlock, Side
from levelhip.session.alignment import FormQueue
from levelhip.session.events import (
    DriverChanged,
    Event,
    FormFault,
    RepCompleted,
    SampleRefused,
    SessionCompleted,
    SideCompleted,
    SignalFound,
    SignalLost,
)
from levelhip.session.features import Feature, make_feature
from levelhip.session.form import FormWatch
from levelhip.session.pacing import Pacer
from levelhip.session.polarity import PolarityElection
from levelhip.session.hold_clock import GAP_S
from levelhip.session.repetitions import RepetitionTracker, Task
from levelhip.session.transitions import Phase

GENTLE_SHARE: Final = (0.2, 0.4)
"""Gentle press: this share of the person's own best (convention)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the person and the way of measuring.

    `driver`: the quantity that drives the repetitions; CLOCK paces without any. `best_press_n`: own best press (N net)
    or None. `starts_at_rest`: the first level seen is rest (a coach has waited for it); otherwise an unsigned signal's
    polarity is found out. `stop_after_prescribed`: a side is over after its prescribed attempts (a live session).
    """

    driver: Quantity
    best_press_n: float | None = None
    starts_at_rest: bool = False
    stop_after_prescribed: bool = False


class SessionEngine:
    """Follows one session of one exercise. Raises ValueError where the exercise has no use for the driver."""

    def __init__(self, prescription: Prescription, profile: Profile) -> None:
        self.prescription = prescription
        self.profile = profile
        self._events: deque[Event] = deque()
        self._t = -math.inf
        self._lost = False
        self._done = False
        self._refusing: set[str] = set()
        self._channel: Channel | None = None
        self._tracker: RepetitionTracker | PolarityElection | None = None
        self._feature: Feature | None = None
        self._next_number: dict[Side | None, int] = {}
        self._reps: dict[Side | None, int] = {}
        self._complete: dict[Side | None, int] = {}
        self._over: set[Side | None] = set()
        self._upside_down = False
        self._resting_level = math.nan
        self.observer: Callable[[float, float], None] | None = None
        """Called with time and value of the driver's feature at each sample, for a trace."""
        self._form = FormWatch(prescription.exercise.form_checks)
        self._queue = FormQueue()
        self._form_features: dict[Channel, Feature] = {}
        self._pacer = Pacer(prescription) if profile.driver is Quantity.CLOCK else None
        self._signal = prescription.exercise.signal_for(profile.driver)
        if self._signal is None and self._pacer is None:
            known = ", ".join(signal.quantity for signal in prescription.exercise.signals)
            message = f"{prescription.exercise.key} is not measured by {profile.driver}, but by: {known}"
            raise ValueError(message)

    # -- in --------------------------------------------------------------------------------------------------------

    def receive(self, block: SampleBlock) -> None:
        """Take samples of one channel, in that channel's own time order."""
        if self._done or self._pacer is not None:
            return
        channel = block.channel
        if channel.quantity is not self.profile.driver:
            self._receive_form(block)
            return
        if not block.t_s:
            return
        if channel != self._channel:
            self._change_driver(channel, block.t_s[0])
        if channel.side in self._over:
            return
        self._drive(block)

    def advance(self, now_s: float) -> None:
        """The caller's clock has reached `now_s` (session seconds). A recorded input like any other."""
        if self._done:
            return
        if self._pacer is not None:
            self._say(self._pacer.advance(now_s))
        elif not self._lost and now_s - self._t > GAP_S and self._t > -math.inf:
            self._lost = True
            self._events.append(SignalLost(self._t))

    def next_deadline_s(self) -> float | None:
        """When `advance` is wanted next, in session seconds; None: only samples matter."""
        if self._pacer is not None:
            return self._pacer.next_deadline_s()
        return None if self._done or self._lost or self._t == -math.inf else self._t + GAP_S

    def finish(self) -> None:
        """The session is over: what is under way is judged as it is."""
        if self._done:
            return
        self._close_driver()
        self._done = True
        self._events.append(SessionCompleted(max(self._t, 0.0)))

    # -- out -------------------------------------------------------------------------------------------------------

    def next_event(self) -> Event | None:
        """The next thing to say, in order; None: nothing yet."""
        return self._events.popleft() if self._events else None

    @property
    def phase(self) -> Phase:
        """Where the person is in a repetition."""
        return self._tracker.phase if self._tracker is not None else Phase.SETTLING

    @property
    def upside_down(self) -> bool:
        """Whether the driver's values fall when the leg is lifted."""
        return self._upside_down if self._tracker is None else self._tracker.upside_down

    @property
    def resting_level(self) -> float:
        """The driver's value at rest, as it is taken (NaN: not known)."""
        return self._resting_level if self._tracker is None else self._tracker.rest

    # -- the driver ------------------------------------------------------------------------------------------------

    def _change_driver(self, channel: Channel, t_s: float) -> None:
        self._close_driver()
        self._channel = channel
        side = channel.side
        signal = self._signal
        assert signal is not None  # noqa: S101 - checked when the engine was made
        self._feature = make_feature(signal.feature, channel.quantity, side)
        task = Task.of(self.prescription, signal, self._band_n())
        number = self._next_number.get(side, 1)
        uncertain = not self._feature.signed and not self.profile.starts_at_rest and not self._next_number
        if uncertain and self.prescription.exercise.kind == "hold":
            self._tracker = PolarityElection(task, self.prescription.rest_s, side, number, t_s)
        else:
            self._tracker = RepetitionTracker(task, side, number=number, knows_up=self._feature.signed, from_s=t_s)
        self._events.append(DriverChanged(t_s, channel.source, channel.quantity, side))

    def _band_n(self) -> tuple[float, float] | None:
        best = self.profile.best_press_n
        if best is None:
            return self.prescription.press_band_n
        return GENTLE_SHARE[0] * best, GENTLE_SHARE[1] * best

    def _drive(self, block: SampleBlock) -> None:
        """Samples of the driver: form first (it is older), then the phases, then what there is to say.

        This loop is what every sample costs: nothing in it is looked up twice.
        """
        feature, tracker, observer, queue = self._feature, self._tracker, self.observer, self._queue
        assert feature is not None  # noqa: S101 - made together with the channel
        assert tracker is not None  # noqa: S101
        value_of, push, form, unsigned = feature.push, tracker.push, feature.form, not feature.signed
        last_s = self._t
        for t_s, sample in zip(block.t_s, block.values, strict=True):
            if not t_s > last_s:
                self._refuse(block.channel.source, t_s, "time does not go forward")
                continue
            value = value_of(t_s, sample)
            if value is None:
                continue
            if t_s - last_s > GAP_S:
                self._back_after_gap(t_s)
            self._t = last_s = t_s
            if queue.waiting:
                self._take_form(t_s)
            push(value[0], value[1])
            if form:
                self._form.take(t_s, form, at_rest=tracker.phase is Phase.REST)
            if unsigned and tracker.came_to_rest:
                feature.rezero()
                tracker.rezero()
            if tracker.events:
                self._say(tracker.take_events())
            if observer is not None:
                observer(value[0], value[1])
        if isinstance(tracker, PolarityElection) and tracker.elected is not None:
            self._tracker = tracker.elected

    def _back_after_gap(self, t_s: float) -> None:
        if self._t == -math.inf:
            return
        if not self._lost:
            self._events.append(SignalLost(self._t))
        self._lost = False
        self._events.append(SignalFound(t_s, t_s - self._t))

    def _close_driver(self) -> None:
        """The driver ends or changes: its last value is used, its repetition judged, its side told."""
        if self._tracker is None or self._feature is None or self._channel is None:
            return
        last = self._feature.flush()
        if last is not None:
            self._tracker.push(*last)
            self._say(self._tracker.take_events())
            if self.observer is not None:
                self.observer(*last)
        self._take_form(math.inf)
        self._tracker.finish()
        self._say(self._tracker.take_events())
        side = self._channel.side
        self._next_number[side] = self._tracker.next_number
        self._upside_down, self._resting_level = self._tracker.upside_down, self._tracker.rest
        if not self.profile.stop_after_prescribed:
            self._over.discard(side)
        if side not in self._over:
            self._complete_side(self._t)
            if not self.profile.stop_after_prescribed:
                self._over.discard(side)
        self._tracker = self._feature = self._channel = None

    # -- form ------------------------------------------------------------------------------------------------------

    def _receive_form(self, block: SampleBlock) -> None:
        channel = block.channel
        feature = self._form_features.get(channel)
        if feature is None:
            signal = self.prescription.exercise.signal_for(channel.quantity)
            if signal is None:
                self._refuse(channel.source, block.t_s[0] if block.t_s else 0.0, f"no use for {channel.quantity}")
                return
            feature = self._form_features[channel] = make_feature(signal.feature, channel.quantity, channel.side)
        for t_s, sample in zip(block.t_s, block.values, strict=True):
            feature.push(t_s, sample)
            if feature.form and not self._queue.put(t_s, channel.source, feature.form):
                self._refuse(channel.source, t_s, "too late")

    def _take_form(self, driver_s: float) -> None:
        at_rest = self.phase in (Phase.REST, Phase.SETTLING)
        for t_s, quantities in self._queue.due(driver_s):
            self._form.take(t_s, quantities, at_rest=at_rest)

    # -- what is said ----------------------------------------------------------------------------------------------

    def _refuse(self, source: str, t_s: float, reason: str) -> None:
        if source not in self._refusing:
            self._refusing.add(source)
            self._events.append(SampleRefused(t_s, source, reason))

    def _say(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, RepCompleted):
                self._rep_completed(event)
            else:
                self._events.append(event)
                if isinstance(event, SessionCompleted):
                    self._done = True

    def _rep_completed(self, event: RepCompleted) -> None:
        side = event.side
        for fault, value_deg in self._form.faults():
            self._events.append(FormFault(event.t_s, side, event.number, fault, value_deg))
        self._events.append(event)
        self._reps[side] = self._reps.get(side, 0) + 1
        complete = event.measures.valid_hold_s >= self.prescription.complete_hold_s
        self._complete[side] = self._complete.get(side, 0) + complete
        if self._pacer is None and self.profile.stop_after_prescribed and event.number == self.prescription.reps:
            self._complete_side(event.t_s)

    def _complete_side(self, t_s: float) -> None:
        side = self._channel.side if self._channel else None
        self._over.add(side)
        self._events.append(SideCompleted(t_s, side, self._reps.get(side, 0), self._complete.get(side, 0)))
