"""The seconds of a hold as the coach counts them aloud, followed from the engine's events."""

from __future__ import annotations

import math

from levelhip.coaching.voice import Voice
from levelhip.session.events import HoldBroken, HoldResumed, HoldSecond, HoldStarted


class HoldCount:
    """Counts aloud up to `hold_s`; what the engine has not confirmed yet is taken as running on."""

    def __init__(self, voice: Voice, hold_s: float) -> None:
        self.runs = False
        self.done = False
        """Whether the whole hold has been counted."""
        self._voice = voice
        self._hold_s = hold_s
        self._last = math.ceil(hold_s)
        self._at_s = 0.0
        self._held_s = 0.0

    def begin(self, event: HoldStarted) -> None:
        """A hold begins."""
        self.done = False
        self._held_s = 0.0
        self._run(event.t_s)

    def second(self, event: HoldSecond, now_s: float) -> bool:
        """Another whole second was held: say it. True when it was the last."""
        if self.done:
            return False
        self._at_s, self._held_s = event.t_s, float(event.second)
        if event.second <= self._hold_s and now_s - event.t_s < 0.5:  # noqa: PLR2004 - an older one is stale
            self._voice.say(self._voice.script.second(event.second), now_s)
        if event.second < self._last:
            return False
        self.done = True
        self.runs = False
        self._voice.finish_count()
        return True

    def wait(self, event: HoldBroken) -> None:
        """The band was left."""
        self.runs = False
        self._held_s = event.valid_hold_s
        self._voice.hold_count()

    def resume(self, event: HoldResumed) -> None:
        """The band was entered again."""
        if not self.done:
            self._held_s = event.valid_hold_s
            self._run(event.t_s)

    def lose(self, t_s: float) -> None:
        """The signal was lost at `t_s`: other things may be said."""
        self._held_s = self.held_s(t_s)
        self.runs = False
        self._voice.stop_count()

    def take_up(self, t_s: float) -> None:
        """The signal is back, and still in the hold."""
        if not self.done:
            self._run(t_s)

    def end(self) -> None:
        """Let go."""
        self.runs = False
        self._voice.stop_count()

    def _run(self, start_s: float) -> None:
        self.runs = True
        self._at_s = start_s
        self._voice.count(start_s, self._held_s, self._hold_s)

    def held_s(self, now_s: float) -> float:
        """Seconds of this hold, as far as is known."""
        ahead = min(1.0, max(0.0, now_s - self._at_s)) if self.runs else 0.0
        return self._held_s + ahead
