"""A person who is not measured any more: when that is worth a word, and when everything must be set up again."""

from __future__ import annotations

import math
from typing import Final

from levelhip.coaching.voice import Voice
from levelhip.exercise.signals import Side

LOST_S: Final = 1.0
"""Lost for so long is worth a word."""
AGAIN_S: Final = 8.0
FOR_GOOD_S: Final = 20.0
"""Lost for so long: everything is set up again."""
TICK_S: Final = 1e-6


class Losing:
    """Follows one set. `for_good`: everything must be set up again. `message`: what was said of it, while it lasts."""

    def __init__(self, voice: Voice, side: Side) -> None:
        self.message: str | None = None
        self.for_good = False
        self.due_s = math.inf
        """When there is something to say."""
        self._voice = voice
        self._side: Side = side
        self._since_s = math.nan

    @property
    def lost(self) -> bool:
        """Whether the signal is lost now."""
        return not math.isnan(self._since_s)

    def lose(self, since_s: float, now_s: float) -> None:
        """The signal has been silent since `since_s`."""
        self._since_s = since_s
        self.due_s = max(now_s, since_s + LOST_S)

    def tick(self, now_s: float, trouble: str) -> None:
        """It may be time for a word. `trouble`: why, where that is known."""
        if now_s < self.due_s:
            return
        if now_s >= self._since_s + FOR_GOOD_S - TICK_S:
            self.due_s = math.inf
            self.for_good = True
            return
        cue = self._voice.script.lost(trouble, self._side)
        self.message = cue.text
        self._voice.say(cue, now_s)
        self.due_s = min(now_s + AGAIN_S, max(now_s + LOST_S, self._since_s + FOR_GOOD_S))

    def find(self, now_s: float) -> None:
        """The signal is back."""
        self._voice.drop("lost")
        if self.message is not None:
            self._voice.say(self._voice.script.found(), now_s)
        self.forget()

    def forget(self) -> None:
        """Nothing is lost."""
        self.message = None
        self.for_good = False
        self.due_s = math.inf
        self._since_s = math.nan
