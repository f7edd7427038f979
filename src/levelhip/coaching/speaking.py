"""Who may speak when: never two things at once, safety before everything, and nothing that has become stale.

Cues are asked for as things happen; the speaker says each as soon as its turn comes, or never. It knows no clock and
no loudspeaker: how long a sentence takes is an estimate that comes with the cue.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

Rank = Literal["safety", "correction", "count", "guide", "praise"]

ORDER: Final[dict[Rank, int]] = {"safety": 0, "correction": 1, "count": 2, "guide": 3, "praise": 4}
"""What outranks what: the smaller number is said first."""
CORRECTIONS_APART_S: Final = 5.0
"""Between the end of one correction and the beginning of the next."""
TICK_S: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to say. `speaking_s`: how long that takes. `lasts_s`: how long it may wait before it is stale.

    `in_count`: may be said while the seconds of a hold are counted (safety and the count itself always may).
    """

    key: str
    text: str
    rank: Rank
    speaking_s: float
    lasts_s: float
    tone: str | None = None
    vibrate: tuple[int, ...] = ()
    in_count: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A cue whose turn has come, at `t_s`. `interrupts`: what is being said must be cut off for it."""

    t_s: float
    cue: Cue
    interrupts: bool


class Speaker:
    """Decides what is said next. `counting`: the seconds of a hold are being counted aloud."""

    def __init__(self) -> None:
        self.counting = False
        self.busy_until_s = -math.inf
        self._talking_until_s = -math.inf
        self._next_correction_s = -math.inf
        self._waiting: list[tuple[float, Cue]] = []

    def ask(self, cue: Cue, now_s: float) -> None:
        """Let `cue` be said when its turn comes. The same cue asked for again takes the older one's place."""
        self.drop(cue.key)
        if cue.rank == "safety":
            self._waiting = [each for each in self._waiting if each[1].rank == "safety"]
        self._waiting.append((now_s, cue))

    def drop(self, *keys: str) -> None:
        """Whatever waits under these keys is not wanted any more."""
        self._waiting = [each for each in self._waiting if each[1].key not in keys]

    def quiet(self) -> None:
        """Nothing that waits is wanted any more, and no hold is counted."""
        self._waiting.clear()
        self.counting = False

    def cut(self, now_s: float) -> None:
        """Somebody wants to go on: what is being said need not be heard to its end."""
        self.busy_until_s = min(self.busy_until_s, now_s)

    def due(self, now_s: float) -> list[Said]:
        """What is to be said at `now_s`, in order: the highest rank, then the oldest."""
        said: list[Said] = []
        self._waiting = [(asked, cue) for asked, cue in self._waiting if now_s <= asked + cue.lasts_s + TICK_S]
        while (chosen := self._best(now_s)) is not None:
            self._waiting.remove(chosen)
            cue = chosen[1]
            said.append(Said(now_s, cue, interrupts=now_s < self._talking_until_s - TICK_S))
            self.busy_until_s = self._talking_until_s = now_s + cue.speaking_s
            if cue.rank == "correction":
                self._next_correction_s = self.busy_until_s + CORRECTIONS_APART_S
        return said

    def next_deadline_s(self) -> float | None:
        """When something that waits can be said, as things stand; None: nothing."""
        ready = [
            ready_s
            for asked_s, cue in self._waiting
            if (ready_s := self._ready_s(asked_s, cue)) <= asked_s + cue.lasts_s + TICK_S
        ]
        return min(ready, default=None)

    def _ready_s(self, asked_s: float, cue: Cue) -> float:
        """From when on `cue` may be said; never, while a hold is counted that it must not disturb."""
        if cue.rank == "safety":
            return asked_s
        if self.counting and not (cue.in_count or cue.rank == "count"):
            return math.inf
        apart_s = self._next_correction_s if cue.rank == "correction" else -math.inf
        return max(asked_s, self.busy_until_s, apart_s)

    def _best(self, now_s: float) -> tuple[float, Cue] | None:
        ready = [each for each in self._waiting if self._ready_s(*each) <= now_s + TICK_S]
        return min(ready, key=lambda each: ORDER[each[1].rank], default=None)
