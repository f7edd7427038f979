"""Which way is up, where a sensor cannot say: two trackers, one upside down, until the person's own rhythm tells.

A rotation seen by an accelerometer in any orientation has no sign of its own. Usually a recording begins at rest, and
the first excursion is the lift. A recording that begins in mid-hold turns that round; then the holds of the upside-down
reading fit the prescribed hold and rest clearly better. Events wait until this is settled: none is ever taken back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.session.events import Event
from levelhip.session.measures import median
from levelhip.session.repetition_shape import RepetitionShape
from levelhip.session.repetitions import RepetitionTracker
from levelhip.session.task import Task
from levelhip.session.transitions import Phase

MOVED_S: Final = 2.5
"""Who moved for this long before lying still was getting into position, and rests now: nothing is left to decide."""
CYCLES_TO_DECIDE: Final = 4
EDGES_S: Final = 1.0
"""Half of a lift and half of a release: a hold, and a pause, by half amplitude are longer than prescribed by this."""
CLEARLY: Final = 0.08
"""How much better, in log-seconds, the upside-down reading must fit before a beginning in mid-hold is believed."""
WORST: Final = 1.5
UNSTEADY_WEIGHT: Final = 0.35
NOISE_DEG: Final = 0.03


class PolarityElection:
    """Behaves as one tracker; runs two until it is known which of them reads the person the right way round."""

    def __init__(self, task: Task, rest_s: float, side: Side | None, number: int, from_s: float) -> None:
        self._task = task
        self._rest_s = rest_s
        self._from_s = from_s
        self._upright = RepetitionTracker(task, side, number=number, from_s=from_s)
        self._inverted = RepetitionTracker(task, side, upside_down=True, number=number, from_s=from_s)
        for tracker in (self._upright, self._inverted):
            tracker.judge.shapes = []
        self.elected: RepetitionTracker | None = None

    @property
    def phase(self) -> Phase:
        """The phase of the leading tracker."""
        return self.leading.phase

    @property
    def events(self) -> list[Event]:
        """What can be said by now: nothing while nothing is decided."""
        return self.elected.events if self.elected is not None else []

    @property
    def came_to_rest(self) -> bool:
        """Whether the last sample settled where rest is."""
        return self.leading.came_to_rest

    @property
    def upside_down(self) -> bool:
        """Whether the upside-down reading was elected."""
        return self.leading.upside_down

    @property
    def rest(self) -> float:
        """The resting level, as the driver's value is taken (NaN: not known)."""
        return self.leading.rest

    @property
    def next_number(self) -> int:
        """Number of the next repetition."""
        return self.leading.next_number

    @property
    def leading(self) -> RepetitionTracker:
        """The elected tracker, or the upright one while nothing is decided."""
        return self.elected or self._upright

    def push(self, t_s: float, x: float) -> None:
        """Take one sample."""
        if self.elected is not None:
            self.elected.push(t_s, x)
            return
        self._upright.push(t_s, x)
        self._inverted.push(t_s, x)
        if self._upright.came_to_rest and t_s - self._from_s > MOVED_S:
            self._settle_on(self._upright)
            return
        upright, inverted = len(_shapes(self._upright)), len(_shapes(self._inverted))
        if min(upright, inverted) >= CYCLES_TO_DECIDE or max(upright, inverted) >= 2 * CYCLES_TO_DECIDE:
            self._elect()

    def rezero(self) -> None:
        """The feature now calls the present level zero."""
        if self.elected is not None:
            self.elected.rezero()
            return
        self._upright.rezero()
        self._inverted.rezero(sign=-1.0)

    def finish(self) -> None:
        """The signal has ended: decide with what there is."""
        if self.elected is None:
            self._elect()
        self.leading.finish()

    def take_events(self) -> list[Event]:
        """What can be said by now."""
        return self.elected.take_events() if self.elected is not None else []

    def _elect(self) -> None:
        upright = misfit(_shapes(self._upright), self._task.hold_s, self._rest_s)
        inverted = misfit(_shapes(self._inverted), self._task.hold_s, self._rest_s)
        upright -= UNSTEADY_WEIGHT * math.log(_unsteady_deg(self._upright) / _unsteady_deg(self._inverted))
        self._settle_on(self._inverted if inverted < upright - CLEARLY else self._upright)

    def _settle_on(self, tracker: RepetitionTracker) -> None:
        self.elected = tracker
        tracker.judge.shapes = None


def _shapes(tracker: RepetitionTracker) -> Sequence[RepetitionShape]:
    return tracker.judge.shapes or ()


def _unsteady_deg(tracker: RepetitionTracker) -> float:
    """How much a hold wavers as a rule: a leg held up does, a leg laid down hardly."""
    shapes = _shapes(tracker)
    return NOISE_DEG + (median(shape.sag for shape in shapes) if shapes else 0.0)


def misfit(shapes: Sequence[RepetitionShape], hold_s: float, rest_s: float) -> float:
    """How far holds, and half as much the pauses between them, are from the prescribed ones: |log ratio|, a hold.

    A lift slower than its release counts half as well.

    No repetition at all is the worst fit there is.
    """
    if not shapes:
        return WORST
    terms = [min(WORST, abs(math.log(max(0.05, s.hold_end_s - s.hold_start_s) / (hold_s + EDGES_S)))) for s in shapes]
    pauses = [later.hold_start_s - earlier.hold_end_s for earlier, later in pairwise(shapes)]
    terms.extend(0.5 * max(0.0, _rise_over_fall(s)) for s in shapes)
    terms.extend(0.5 * min(WORST, abs(math.log(max(0.05, pause) / (rest_s + EDGES_S)))) for pause in pauses)
    return math.fsum(terms) / len(shapes)


def _rise_over_fall(shape: RepetitionShape) -> float:
    """Log ratio of how long the lift and the release take; a release is the slower one, as it is asked for."""
    rise_s, fall_s = shape.hold_start_s - shape.start_s, shape.end_s - shape.hold_end_s
    return min(WORST, math.log(max(0.1, rise_s) / max(0.1, fall_s)))
