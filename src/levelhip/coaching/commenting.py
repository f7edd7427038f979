"""What is said between two repetitions: one correction at most, praise when it was mended, how many are left.

Where a second sensor sees the leg, the comment waits a moment: the belt is loose before the leg is down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from levelhip.coaching.voice import Voice

GRAVEST_FIRST: Final = ("too_hard", "partial", "touch", "short_hold")
"""Before faults of form; after those come `sagged` and `fast_release`."""
LEAST_GRAVE: Final = ("sagged", "fast_release")
BREATHE_EVERY: Final = 3
"""After so many repetitions breathing is mentioned, where there is nothing to correct."""
LEG_S: Final = 2.0
"""So long after the press the leg is waited for: then what the belt says is said without it (convention)."""


class Comments:
    """The comments of one side. `watched`: a second sensor may see the leg come down after the press."""

    def __init__(self, voice: Voice, form_checks: Sequence[str], *, watched: bool = False) -> None:
        self.due_s = math.inf
        """When a comment that waits is said whatever the leg does."""
        self._voice = voice
        self._watched = watched
        self._order = (*GRAVEST_FIRST, *form_checks, *LEAST_GRAVE)
        self._corrected: str | None = None
        self._corrected_s = 0.0
        self._waiting: tuple[tuple[str, ...], int, int] | None = None
        self._of_leg: tuple[str, ...] = ()

    def between(self, faults: Sequence[str], done: int, left: int, now_s: float) -> None:
        """The press is over: say what there is to say after attempt `done`, with `left` to go, now or in a moment."""
        self._waiting = (*faults, *self._of_leg), done, left
        self.due_s = now_s + LEG_S
        if not self._watched:
            self.say_now(now_s)

    def of_leg(self, faults: Sequence[str]) -> None:
        """What the second sensor saw of this repetition, once the leg is down."""
        if self._waiting is None:
            self._of_leg = tuple(faults)
            return
        told, done, left = self._waiting
        self._waiting = (*told, *faults), done, left

    def forget(self) -> None:
        """What has not been said yet is not wanted any more."""
        self._waiting, self._of_leg, self.due_s = None, (), math.inf

    def say_now(self, now_s: float) -> None:
        """Whatever waits is said now."""
        if self._waiting is None:
            return
        faults, done, left = self._waiting
        self.forget()
        script = self._voice.script
        fault = next((fault for fault in self._order if fault in faults), None)
        cue = script.correction(fault) if fault else None
        if fault and cue:
            self._voice.say(cue, now_s)
        elif self._was_mended(faults):
            self._voice.say(script.mended(), now_s)
        elif done % BREATHE_EVERY == 0 and left:
            self._voice.say(script.breathe(), now_s)
        self._corrected, self._corrected_s = fault, now_s
        if left:
            self._voice.say(script.to_go(left), now_s)

    def _was_mended(self, faults: Sequence[str]) -> bool:
        """Whether the fault that was spoken of after the last attempt is gone."""
        last = self._corrected
        said_s = self._voice.said.get(f"fix_{last}") if last else None
        return said_s is not None and said_s >= self._corrected_s and last not in faults
