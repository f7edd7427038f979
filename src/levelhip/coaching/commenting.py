"""What is said between two repetitions: one correction at most, praise when it was mended, how many are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from levelhip.coaching.voice import Voice

GRAVEST_FIRST: Final = ("too_hard", "partial", "touch", "short_hold")
"""Before faults of form; after those come `sagged` and `fast_release`."""
LEAST_GRAVE: Final = ("sagged", "fast_release")
BREATHE_EVERY: Final = 3
"""After so many repetitions breathing is mentioned, where there is nothing to correct."""


class Comments:
    """The comments of one side."""

    def __init__(self, voice: Voice, form_checks: Sequence[str]) -> None:
        self._voice = voice
        self._order = (*GRAVEST_FIRST, *form_checks, *LEAST_GRAVE)
        self._corrected: str | None = None
        self._corrected_s = 0.0

    def between(self, faults: Sequence[str], done: int, left: int, now_s: float) -> None:
        """Say what there is to say after attempt `done`, with `left` to go."""
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
