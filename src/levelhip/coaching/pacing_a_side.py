"""One side by the clock alone: the pacer's steps become what the coach says. Nobody measures."""

from __future__ import annotations

from dataclasses import replace

from levelhip.coaching.voice import Voice
from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Side
from levelhip.session.events import (
    Event,
    HoldSecond,
    HoldStarted,
    PhaseChanged,
    RepCompleted,
    SessionCompleted,
    SideCompleted,
)
from levelhip.session.pacing import Pacer
from levelhip.session.transitions import Phase

BREATHE_EVERY = 3
"""After so many repetitions breathing is mentioned."""


class PacedSet:
    """Paces the repetitions of `side` that are left after `attempts`."""

    message: str | None = None
    kept_down = False

    def __init__(self, voice: Voice, prescription: Prescription, side: Side, attempts: int = 0) -> None:
        self.side = side
        self.attempts = attempts
        self.measured = attempts
        """How many of them were done before the clock took over."""
        self.phase = Phase.SETTLING
        self.begun = False
        self._voice = voice
        self._prescription = prescription
        self._pacer: Pacer | None = None
        self._hold_since_s: float | None = None

    def go_on(self, now_s: float) -> list[Event]:
        """From here on the clock paces; a repetition that was interrupted is begun anew."""
        left = self._prescription.reps - self.attempts
        self._pacer = Pacer(replace(self._prescription, sides=(self.side,), reps=left))
        return self._due(now_s)

    def interrupt(self, now_s: float) -> list[Event]:
        """The repetition under way is dropped."""
        self._pacer = None
        self._voice.stop_count()
        self._hold_since_s = None
        previous, self.phase = self.phase, Phase.SETTLING
        return [PhaseChanged(now_s, Phase.SETTLING, previous)] if previous is not Phase.SETTLING else []

    @property
    def over(self) -> bool:
        """Whether this side is done."""
        return self.attempts >= self._prescription.reps

    def next_deadline_s(self) -> float | None:
        """When the next step is due."""
        return self._pacer.next_deadline_s() if self._pacer and not self.over else None

    def tick(self, now_s: float) -> list[Event]:
        """A step is due."""
        return self._due(now_s)

    def _due(self, now_s: float) -> list[Event]:
        if self._pacer is None or self.over:
            return []
        events = [
            replace(event, number=self.attempts + 1) if isinstance(event, RepCompleted) else event
            for event in self._pacer.advance(now_s)
            if not isinstance(event, SideCompleted | SessionCompleted)
        ]
        for event in events:
            self._take(event, now_s)
        return events

    def _take(self, event: Event, now_s: float) -> None:
        script = self._voice.script
        match event:
            case PhaseChanged(phase=phase):
                self.phase = phase
                self._phase_changed(phase, now_s)
            case HoldStarted() if self._held:
                self._hold_since_s = event.t_s
                self._voice.say(script.press_gently(), now_s)
                self._voice.count(event.t_s, 0.0, self._prescription.hold_s)
            case HoldSecond(second=second):
                self._voice.say(script.second(second), now_s)
            case RepCompleted():
                self.attempts += 1
                self._between(now_s)

    def _phase_changed(self, phase: Phase, now_s: float) -> None:
        script = self._voice.script
        if phase is Phase.LIFTING:
            self.begun = True
            self._voice.say(script.lift(self.attempts + 1), now_s)
        elif phase is Phase.LOWERING:
            self._hold_since_s = None
            self._voice.finish_count()
            self._voice.say(script.slowly_down(), now_s)

    def _between(self, now_s: float) -> None:
        left = self._prescription.reps - self.attempts
        if left:
            self._voice.say(self._voice.script.to_go(left), now_s)
            if self.attempts % BREATHE_EVERY == 0:
                self._voice.say(self._voice.script.breathe(), now_s)

    @property
    def _held(self) -> bool:
        return self._prescription.exercise.kind == "hold"

    # -- for the screen ----------------------------------------------------------------------------------------------

    def held_s(self, now_s: float) -> float:
        """Seconds of the hold under way."""
        return max(0.0, now_s - self._hold_since_s) if self._hold_since_s is not None else 0.0

    @property
    def clock_runs(self) -> bool:
        """Whether a hold is being counted."""
        return self._hold_since_s is not None
