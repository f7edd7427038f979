"""What a lift that is over was: a repetition with its measures and faults, or an attempt, and why.

How high a lift must go adapts to the person (`own_range.py`), and so a first, brief hold waits for the second: only
beside that can it be told from a partial lift.
"""

from __future__ import annotations

import math
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.session.events import AttemptMissed, Event, RepCompleted
from levelhip.session.hold_clock import BREAK_LEAST_S
from levelhip.session.lift import Lift
from levelhip.session.measures import RepMeasures
from levelhip.session.own_range import OwnRange
from levelhip.session.repetition_shape import RepetitionShape, shape_of
from levelhip.session.resting import TICK_S
from levelhip.session.task import Task

FIDGET_SHARE: Final = 0.25
"""What stays below this share of the usual height is not worth a word."""
PLATEAU_LEAST_S: Final = 0.8
PLATEAU_LEAST_SHARE: Final = 0.15
"""A hold stays near its own level for at least this long, and this share of the prescribed; less is a touch."""
UNSTEADY_CV: Final = 20.0
"""A brief hold less steady than this (percent) is no hold: somebody turns over, or gets up."""
BRIEF_SHARE: Final = 0.5
"""A hold with a plateau shorter than this share of the prescribed is brief; a first one is doubtful."""
SAG_LEAST_DEG: Final = 2.0
"""A leg that sinks by this much in a hold and is lifted again has sagged, though it may still be in its band."""
RELEASE_SHARE: Final = 0.5
"""What is seen of a release (from 90 % of the height to rest) is about this share of all of it (minimum jerk)."""
SMOOTH_S: Final = 0.1 + TICK_S
"""A leg moves slowly: its crossings are read off a mean over this much to either side."""


class Judge:
    """Judges the lifts of one side, numbers its repetitions from `number` on, and knows the person's range."""

    def __init__(self, task: Task, side: Side | None, number: int, from_s: float) -> None:
        self.next_number = number
        self.range = OwnRange(task.signal.least, task.kind, absolute=task.pressed)
        self.shapes: list[RepetitionShape] | None = None
        """The repetitions' shapes, kept only where a list is put here."""
        self._task = task
        self._side: Side | None = side
        self._from_s = from_s
        self._doubtful: tuple[RepetitionShape, RepMeasures] | None = None

    def of_held(self, lift: Lift, rest: float, trough: float, cut: str) -> list[Event]:
        """What is said of a lift that reached its band, and came down from `rest` to `trough`.

        `cut`: empty, or what cut it short: "cut_off" or "signal_lost".
        """
        task = self._task
        shape = shape_of(
            lift.t_s,
            lift.x,
            rest,
            trough,
            task.signal.still,
            held=task.held,
            smooth_s=SMOOTH_S if task.signal.unit == "deg" and task.held else 0.0,
        ).not_before(self._from_s)
        reason = why_not(task, shape, self.range.wanted)
        if reason:
            return [AttemptMissed(shape.start_s, self._side, reason, shape.amplitude)]
        measures = measure(task, lift, shape, cut)
        if self._is_doubtful(shape) and not cut:
            self._doubtful = (shape, measures)
            return []
        return [*self._settle_doubt(shape.amplitude), self._count(shape, measures)]

    def of_dropped(self, lift: Lift, t_s: float) -> list[Event]:
        """What is said of a lift that reached nothing: it is told if it was more than a fidget."""
        if lift.top < max(self._task.signal.least, FIDGET_SHARE * self.range.usual):
            return []
        reason = "too_hard" if lift.top > lift.clock.high else "partial"
        return [AttemptMissed(t_s, self._side, reason, lift.top)]

    def of_given_up(self, lift: Lift, reason: str) -> list[Event]:
        """What is said of what was no lift of this exercise."""
        return [AttemptMissed(lift.t_s[0], self._side, reason, lift.top)]

    def finish(self) -> list[Event]:
        """What is still to be said when no lift will follow."""
        return self._settle_doubt(0.0)

    def _is_doubtful(self, shape: RepetitionShape) -> bool:
        """Whether this is a first hold so brief that the second must tell what it was."""
        return self._doubtful is None and not self.range.is_known and is_brief(self._task, shape)

    def _settle_doubt(self, beside: float) -> list[Event]:
        """The first, brief hold: a repetition, or a partial lift beside one that reached `beside`."""
        if self._doubtful is None:
            return []
        shape, measures = self._doubtful
        self._doubtful = None
        if self.range.fits(shape.amplitude, beside):
            return [self._count(shape, measures)]
        return [AttemptMissed(shape.start_s, self._side, "partial", shape.amplitude)]

    def _count(self, shape: RepetitionShape, measures: RepMeasures) -> Event:
        if self.shapes is not None:
            self.shapes.append(shape)
        self.range.add(shape.amplitude)
        number, self.next_number = self.next_number, self.next_number + 1
        return RepCompleted(shape.end_s, self._side, number, measures)


def is_brief(task: Task, shape: RepetitionShape) -> bool:
    """Whether a hold was much shorter than prescribed."""
    return shape.plateau_s < BRIEF_SHARE * task.hold_s


def why_not(task: Task, shape: RepetitionShape, wanted: float) -> str:
    """Why a lift is no repetition, where `wanted` is the least height; empty if it is one."""
    if shape.amplitude > task.signal.most:
        return "too_large"
    if shape.amplitude < wanted:
        return "partial"
    if not task.held:
        return ""
    if shape.plateau_s < max(PLATEAU_LEAST_S, PLATEAU_LEAST_SHARE * task.hold_s):
        return "touch"
    return "touch" if is_brief(task, shape) and shape.steadiness_cv > UNSTEADY_CV else ""


def measure(task: Task, lift: Lift, shape: RepetitionShape, cut: str) -> RepMeasures:
    """The repetition in numbers; what the hold clock counted, as far as it lies within the repetition."""
    broken_s = lift.clock.broken_s(shape.hold_start_s, shape.hold_end_s)
    longest_s = shape.end_s - shape.start_s
    if lift.rest_was_lower:  # then the clock ran at rest, too
        longest_s = shape.hold_end_s - shape.hold_start_s
    valid_s = min(lift.clock.valid_within(shape.start_s, shape.end_s), max(0.0, longest_s - broken_s))
    return RepMeasures(
        start_s=shape.start_s,
        hold_start_s=shape.hold_start_s,
        hold_end_s=shape.hold_end_s,
        end_s=shape.end_s,
        valid_hold_s=valid_s,
        broken_s=broken_s,
        peak=shape.peak,
        mean_hold=shape.mean_hold,
        steadiness_cv=shape.steadiness_cv,
        release_s=math.nan if cut else shape.release_s,
        faults=faults(task, lift, shape, valid_s, broken_s, cut),
    )


def faults(
    task: Task, lift: Lift, shape: RepetitionShape, valid_s: float, broken_s: float, cut: str
) -> tuple[str, ...]:
    """What was wrong with a repetition, as far as its one signal shows."""
    seen_leg = task.held and task.signal.unit == "deg"
    found = {
        "short_hold": task.held and valid_s < task.complete_hold_s,
        "broken_hold": task.held and broken_s >= BREAK_LEAST_S,
        "sagged": seen_leg and shape.sag >= SAG_LEAST_DEG,
        "too_hard": lift.clock.over_s >= BREAK_LEAST_S,
        "fast_release": seen_leg and not cut and shape.release_s < RELEASE_SHARE * task.release_s,
        "signal_lost": lift.signal_was_lost or cut == "signal_lost",
        "cut_off": cut == "cut_off",
    }
    return tuple(fault for fault, there in found.items() if there)
