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
from levelhip.exercise.signals import Channel, Quantity, SampleBlock, Side
from levelhip.session.alignment import LONGEST_LATENESS_S, FormQueue
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
from levelhip.session.hold_clock import GAP_S
from levelhip.session.pacing import Pacer
from levelhip.session.polarity import PolarityElection
from levelhip.session.repetitions import RepetitionTracker
from levelhip.session.task import Task
from levelhip.session.transitions import Phase

NOT_FORWARD: Final = "time does not go forward"
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


@dataclass(slots=True)
class _Tally:
    """What one side has done so far."""

    next_number: int = 1
    reps: int = 0
    complete: int = 0
    over: bool = False


class SessionEngine:
    """Follows one session of one exercise. Raises ValueError where the exercise has no use for the driver."""

    def __init__(self, prescription: Prescription, profile: Profile) -> None:
        self.prescription = prescription
        self.profile = profile
        self.observer: Callable[[float, float], None] | None = None
        """Called with time and value of the driver's feature at each sample, for a trace."""
        self._events: deque[Event] = deque()
        self._done = False
        self._t = -math.inf  # the driver's last sample: order
        self._heard_s = math.nan  # its last value: silence
        self._lost = False
        self._refusing: set[tuple[str, str]] = set()
        self._channel: Channel | None = None
        self._feature: Feature | None = None
        self._tracker: RepetitionTracker | PolarityElection | None = None
        self._last_tracker: RepetitionTracker | PolarityElection | None = None
        self._tallies: dict[Side | None, _Tally] = {}
        self._form = FormWatch(prescription.exercise.form_checks)
        self._queue = FormQueue()
        self._form_features: dict[Channel, Feature] = {}
        self._form_heard_s: dict[Channel, float] = {}
        self._pacer = Pacer(prescription) if profile.driver is Quantity.CLOCK else None
        self._signal = prescription.exercise.signal_for(profile.driver)
        if self._signal is None and self._pacer is None:
            known = ", ".join(signal.quantity for signal in prescription.exercise.signals) or "nothing but the clock"
            message = f"{prescription.exercise.key} is not measured by {profile.driver}, but by: {known}"
            raise ValueError(message)

    # -- in --------------------------------------------------------------------------------------------------------

    def receive(self, block: SampleBlock) -> None:
        """Take samples of one channel, in that channel's own time order."""
        if self._done or self._pacer is not None or not block.t_s:
            return
        if block.channel.quantity is not self.profile.driver:
            self._receive_form(block)
            return
        if block.channel != self._channel:
            first_s = next((t_s for t_s in block.t_s if self._t < t_s < math.inf), math.nan)
            if first_s != block.t_s[0]:
                self._refuse(block.channel.source, block.t_s[0], NOT_FORWARD)
            if math.isnan(first_s):
                return
            self._change_driver(block.channel, first_s)
        self._drive(block)

    def advance(self, now_s: float) -> None:
        """The caller's clock has reached `now_s` (session seconds). A recorded input like any other."""
        if self._done:
            return
        if self._pacer is not None:
            self._say(self._pacer.advance(now_s))
        elif not self._lost and now_s - self._heard_s >= GAP_S:
            self._lost = True
            self._events.append(SignalLost(self._heard_s))

    def next_deadline_s(self) -> float | None:
        """When `advance` is wanted next, in session seconds; None: only samples matter."""
        if self._done:
            return None
        if self._pacer is not None:
            return self._pacer.next_deadline_s()
        return None if self._lost or math.isnan(self._heard_s) else self._heard_s + GAP_S

    def finish(self) -> None:
        """The session is over: what is under way is judged as it is."""
        if self._done:
            return
        if self._pacer is not None:
            self._say(self._pacer.stop())
            return
        self._close_driver()
        self._done = True
        self._events.append(SessionCompleted(self._t if math.isfinite(self._t) else 0.0))

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
        tracker = self._tracker or self._last_tracker
        return tracker is not None and tracker.upside_down

    @property
    def resting_level(self) -> float:
        """The driver's value at rest, as it is taken (NaN: not known)."""
        tracker = self._tracker or self._last_tracker
        return tracker.rest if tracker is not None else math.nan

    # -- the driver ------------------------------------------------------------------------------------------------

    def _change_driver(self, channel: Channel, t_s: float) -> None:
        is_first = self._channel is None and not self._tallies
        self._close_driver()
        signal = self._signal
        assert signal is not None  # noqa: S101 - checked when the engine was made
        self._channel = channel
        self._heard_s = math.nan
        self._lost = False
        feature = self._feature = make_feature(signal.feature, channel.quantity, channel.side)
        tally = self._tallies.setdefault(channel.side, _Tally())
        task = Task.of(self.prescription, signal, self._gentle_n())
        held = self.prescription.exercise.kind == "hold"
        if held and is_first and not feature.signed and not self.profile.starts_at_rest:
            self._tracker = PolarityElection(task, self.prescription.rest_s, channel.side, tally.next_number, t_s)
        else:
            self._tracker = RepetitionTracker(
                task, channel.side, number=tally.next_number, knows_up=feature.signed, from_s=t_s
            )
        self._events.append(DriverChanged(t_s, channel.source, channel.quantity, channel.side))

    def _gentle_n(self) -> tuple[float, float] | None:
        best = self.profile.best_press_n
        if best is None:
            return self.prescription.press_band_n
        return GENTLE_SHARE[0] * best, GENTLE_SHARE[1] * best

    def _drive(self, block: SampleBlock) -> None:  # noqa: C901 - calls to parts of it would cost more than they say
        """Samples of the driver: form first (it is older), then the phases, then what there is to say.

        This loop is what every sample costs: nothing in it is looked up twice.
        """
        feature, tracker, observer, queue = self._feature, self._tracker, self.observer, self._queue
        assert feature is not None  # noqa: S101 - made together with the channel
        assert tracker is not None  # noqa: S101
        value_of, push, form, unsigned = feature.push, tracker.push, feature.form, not feature.signed
        tally = self._tallies[block.channel.side]
        for t_s, sample in zip(block.t_s, block.values, strict=True):
            if not self._t < t_s < math.inf:
                self._refuse(block.channel.source, t_s, NOT_FORWARD)
                continue
            self._t = t_s
            if tally.over:
                continue
            value = value_of(t_s, sample)
            if value is None:
                continue
            if self._lost or t_s - self._heard_s > GAP_S:
                self._back_after_gap(t_s)
            self._heard_s = t_s
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
        if not self._lost:
            self._events.append(SignalLost(self._heard_s))
        self._lost = False
        self._events.append(SignalFound(t_s, t_s - self._heard_s))

    def _close_driver(self) -> None:
        """The driver ends or changes: its last value is used, its repetition judged, its side told."""
        tracker, feature, channel = self._tracker, self._feature, self._channel
        if tracker is None or feature is None or channel is None:
            return
        tally = self._tallies[channel.side]
        last = feature.flush()
        if last is not None and not tally.over:
            tracker.push(*last)
            if self.observer is not None:
                self.observer(*last)
        self._take_form(self._t + LONGEST_LATENESS_S)
        tracker.finish()
        self._say(tracker.take_events())
        tally.next_number = tracker.next_number
        if not tally.over:
            self._complete_side(channel.side, self._t)
        self._last_tracker = tracker
        self._tracker = self._feature = self._channel = None

    # -- form ------------------------------------------------------------------------------------------------------

    def _receive_form(self, block: SampleBlock) -> None:
        channel = block.channel
        signal = self.prescription.exercise.signal_for(channel.quantity)
        if signal is None:
            self._refuse(channel.source, block.t_s[0], f"no use for {channel.quantity}")
            return
        feature = self._form_features.get(channel)
        if feature is None:
            feature = self._form_features[channel] = make_feature(signal.feature, channel.quantity, channel.side)
        for t_s, sample in zip(block.t_s, block.values, strict=True):
            if not self._form_heard_s.get(channel, -math.inf) < t_s < math.inf:
                self._refuse(channel.source, t_s, NOT_FORWARD)
                continue
            self._form_heard_s[channel] = t_s
            if feature.push(t_s, sample) is None or not feature.form:
                continue
            if not self._queue.put(t_s, channel.source, feature.form, self._t):
                self._refuse(channel.source, t_s, "too late")

    def _take_form(self, driver_s: float) -> None:
        at_rest = self.phase in (Phase.REST, Phase.SETTLING)
        for t_s, quantities in self._queue.due(driver_s):
            self._form.take(t_s, quantities, at_rest=at_rest)

    # -- what is said ----------------------------------------------------------------------------------------------

    def _refuse(self, source: str, t_s: float, reason: str) -> None:
        """Said once for each source and reason, not for every sample; a time that is none is told as the driver's."""
        if (source, reason) not in self._refusing:
            self._refusing.add((source, reason))
            told_s = next((t for t in (t_s, self._t) if math.isfinite(t)), 0.0)
            self._events.append(SampleRefused(told_s, source, reason))

    def _say(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, RepCompleted):
                self._rep_completed(event)
            else:
                self._events.append(event)
                self._done = self._done or isinstance(event, SessionCompleted)

    def _rep_completed(self, event: RepCompleted) -> None:
        tally = self._tallies.setdefault(event.side, _Tally())
        if tally.over:
            return
        lift = event.measures
        for fault, value_deg in self._form.faults(lift.hold_start_s, lift.hold_end_s):
            self._events.append(FormFault(event.t_s, event.side, event.number, fault, value_deg))
        self._events.append(event)
        tally.reps += 1
        tally.complete += lift.valid_hold_s >= self.prescription.complete_hold_s
        stops = self.profile.stop_after_prescribed and self._pacer is None
        if stops and event.number >= self.prescription.reps:
            tally.over = True
            self._heard_s = math.nan
            self._complete_side(event.side, event.t_s)

    def _complete_side(self, side: Side | None, t_s: float) -> None:
        tally = self._tallies[side]
        self._events.append(SideCompleted(t_s, side, tally.reps, tally.complete))
