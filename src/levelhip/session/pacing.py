"""The clock alone: nobody measures, the session is paced, and what comes of it is self-reported."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

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
from levelhip.session.measures import RepMeasures
from levelhip.session.transitions import Phase

LIFT_S: Final = 2.0
"""Time given for lifting until the belt is tight (convention)."""

Step = tuple[float, Event]


class Pacer:
    """Plays a prescription against the caller's clock. `advance(now_s)` gives what is due; the first call starts it."""

    def __init__(self, prescription: Prescription) -> None:
        self._prescription = prescription
        self._steps: Iterator[Event] | None = None
        self._next: Event | None = None
        self._now_s = 0.0
        self._side: Side | None = None
        self._reps = 0
        self._over = False

    def next_deadline_s(self) -> float | None:
        """When something is due next (session seconds); None before the start and after the end."""
        return self._next.t_s if self._next else None

    def advance(self, now_s: float) -> list[Event]:
        """The events due by `now_s`, in order."""
        if self._steps is None:
            self._steps = _script(self._prescription, now_s)
            self._next = next(self._steps)
        self._now_s = now_s
        due: list[Event] = []
        while self._next is not None and self._next.t_s <= now_s:
            self._note(self._next)
            due.append(self._next)
            self._next = next(self._steps, None)
        return due

    def _note(self, event: Event) -> None:
        if isinstance(event, HoldStarted):
            self._side = event.side
        elif isinstance(event, RepCompleted):
            self._reps = event.number
        elif isinstance(event, SideCompleted):
            self._side, self._reps = None, 0
        elif isinstance(event, SessionCompleted):
            self._over = True

    def stop(self) -> list[Event]:
        """The person stops here: the side under way is told with what was done of it."""
        if self._over:
            return []
        self._over = True
        self._next = None
        side = [SideCompleted(self._now_s, self._side, self._reps, self._reps)] if self._side else []
        return [*side, SessionCompleted(self._now_s)]


def _script(prescription: Prescription, start_s: float) -> Iterator[Event]:
    t_s = start_s
    yield PhaseChanged(t_s, Phase.REST, Phase.SETTLING)
    for index, side in enumerate(prescription.sides):
        t_s += prescription.side_change_s if index else prescription.rest_s
        for number in range(1, prescription.reps + 1):
            yield from _repetition(prescription, side, number, t_s)
            t_s += LIFT_S + prescription.hold_s + prescription.release_s + prescription.rest_s
        t_s -= prescription.rest_s
        yield SideCompleted(t_s, side, prescription.reps, prescription.reps)
    yield SessionCompleted(t_s)


def _repetition(prescription: Prescription, side: Side, number: int, t_s: float) -> Iterator[Event]:
    hold_s = prescription.hold_s
    hold_start_s = t_s + LIFT_S
    hold_end_s = hold_start_s + hold_s
    end_s = hold_end_s + prescription.release_s
    yield PhaseChanged(t_s, Phase.LIFTING, Phase.REST)
    yield PhaseChanged(hold_start_s, Phase.HOLDING, Phase.LIFTING)
    yield HoldStarted(hold_start_s, side)
    for second in range(1, int(hold_s) + 1):
        yield HoldSecond(hold_start_s + second, second)
    yield PhaseChanged(hold_end_s, Phase.LOWERING, Phase.HOLDING)
    yield PhaseChanged(end_s, Phase.REST, Phase.LOWERING)
    measures = RepMeasures(
        start_s=t_s,
        hold_start_s=hold_start_s,
        hold_end_s=hold_end_s,
        end_s=end_s,
        valid_hold_s=hold_s,
        broken_s=0.0,
        peak=math.nan,
        mean_hold=math.nan,
        steadiness_cv=math.nan,
        release_s=prescription.release_s,
    )
    yield RepCompleted(end_s, side, number, measures)
