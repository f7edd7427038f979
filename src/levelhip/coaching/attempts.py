"""How many attempts of a set are over, and what was wrong with the last of them."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.signals import Side
from levelhip.session.events import AttemptMissed, Event, FormFault, RepCompleted

ATTEMPTED: Final = frozenset({"partial", "touch", "too_hard"})
"""Reasons of lifts that did not count but were attempts; turning over and getting up are none."""


class Attempts:
    """Counts every attempt of one side, those that did not count included: nobody is made to repeat until exhausted.

    A first, brief hold may not be judged when the leg is down: the engine waits for the second. It is an attempt all
    the same, and must not be counted again when it is judged.
    """

    def __init__(self, side: Side) -> None:
        self.interrupted = False
        """Whether the lift under way was cut off by a pause: if it does not count, it was no attempt either."""
        self._side: Side = side
        self._judged = 0
        self._doubtful = 0
        self._form: list[str] = []
        self._verdicts: list[tuple[str, ...]] = []

    @property
    def done(self) -> int:
        """Attempts that are over."""
        return self._judged + self._doubtful

    def take(self, event: Event) -> None:
        """One of the engine's events."""
        match event:
            case FormFault() if event.side == self._side:
                self._form.append(event.fault)
            case RepCompleted() if event.side == self._side:
                self._judge(*event.measures.faults, *self._form)
            case AttemptMissed() if event.side == self._side:
                if event.reason in ATTEMPTED and not self.interrupted:
                    self._judge(event.reason)

    def _judge(self, *faults: str) -> None:
        self._judged += 1
        self._verdicts.append(faults)
        self._form.clear()

    def close(self, *, reached: bool) -> tuple[str, ...] | None:
        """The leg is down, the band having been reached or not: what was wrong; None: nothing to speak of."""
        if len(self._verdicts) > 1:
            self._doubtful = 0
        elif not self._verdicts and reached and not self._doubtful and not self.interrupted:
            self._doubtful = 1
            self._verdicts.append(("short_hold",))
        last = self._verdicts[-1] if self._verdicts and not self.interrupted else None
        self._verdicts.clear()
        self.interrupted = False
        return last

    def settle(self) -> None:
        """No more will come of this side's signal: what was doubtful has been judged."""
        if self._verdicts:
            self._doubtful = 0
        self._verdicts.clear()
