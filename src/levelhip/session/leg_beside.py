"""A second sensor follows the leg while the belt counts. It annotates: nothing waits for it, or is counted by it.

Only what happened matters, not the order in which the two sensors' news arrive: live, reviewed and read from a file the
chains are the same.
"""

from __future__ import annotations

import copy
import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.protocol import Prescription, RepSignal
from levelhip.exercise.signals import Sample, Side
from levelhip.session.chain import LOWERED_WITHIN_S, Chain, LegTask, belt_chain, tell_chain
from levelhip.session.events import DriverChanged, Event, RepCompleted, SignalFound
from levelhip.session.leg_pose import Pose, PoseReader, Seen

KEPT_EVERY_S: Final = 0.03
"""Poses are kept no closer than this."""
MOST_KEPT: Final = 10_000
"""Poses kept, at least: those of the longest hold there is, and some more."""
LOOKED_AT_S: Final = 0.1
"""Whether the leg is down is looked at this often."""
AWAY_S: Final = 3.0
"""The belt silent for longer than this, the leg may have been anywhere: where it rests is found anew."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A repetition whose leg is not down yet. `since_s`: what the leg did before is another's; `anew`: rest, too."""

    chain: Chain
    since_s: float
    anew: bool


class LegBeside:
    """Takes the leg's samples, and the events that the belt's gave; tells the chain of each repetition, in order."""

    def __init__(self, signal: RepSignal, prescription: Prescription) -> None:
        self.chains: list[Chain] = []
        """Of the repetitions whose leg is down, or was waited for long enough."""
        is_held = prescription.exercise.kind == "hold"
        self._task = LegTask(signal, prescription.release_s if is_held else 0.0)
        self._reader = PoseReader(signal)
        self._seen: list[Seen] = []
        self._open: list[_Open] = []
        self._counted: dict[Side | None, int] = {}
        self._since_s, self._anew = -math.inf, True
        self._rest: Pose | None = None
        self._look_s = -math.inf

    def is_next(self, t_s: float) -> bool:
        """Whether a sample of this time comes after the last one."""
        return self._reader.is_next(t_s)

    def take(self, t_s: float, sample: Sample) -> Seen | None:
        """One sample of the leg; gives where it was, if the sample tells."""
        seen = self._reader.push(t_s, sample)
        if seen is None:
            return None
        if not self._seen or seen[0] - self._seen[-1][0] >= KEPT_EVERY_S:
            self._seen.append(seen)
            if len(self._seen) > 2 * MOST_KEPT:
                del self._seen[:MOST_KEPT]
        if self._open and seen[0] >= self._look_s:
            self._look_s = seen[0] + LOOKED_AT_S
            self._look()
        return seen

    def happened(self, event: Event) -> None:
        """The belt's signal has led to this."""
        match event:
            case DriverChanged():
                self._begin(event.t_s)
            case SignalFound() if event.gap_s > AWAY_S:
                self._begin(event.t_s)
            case RepCompleted():
                number = self._counted[event.side] = self._counted.get(event.side, 0) + 1
                belt = belt_chain(event.side, number, event.measures)
                self._open.append(_Open(belt, self._since_s, self._anew))
                self._since_s, self._anew = event.measures.hold_end_s, False
                self._look()

    def _begin(self, t_s: float) -> None:
        """What the leg did before has nothing to do with what comes."""
        self._since_s, self._anew = t_s, True

    @property
    def waits(self) -> bool:
        """Whether a repetition's leg is still to come down."""
        return bool(self._open)

    def so_far(self, closing: Iterable[Event] = ()) -> tuple[Chain, ...]:
        """All chains as if the samples ended here, after these last events. Changes nothing."""
        twin = copy.copy(self)
        twin.detach()
        for event in closing:
            twin.happened(event)
        return twin.closed()

    def detach(self) -> None:
        """What is told from now on is no part of what this was copied from."""
        self.chains, self._open, self._counted = list(self.chains), list(self._open), dict(self._counted)

    def closed(self) -> tuple[Chain, ...]:
        """All chains: no more samples will come."""
        while self._open:
            self._tell(self._open[0])
        return tuple(self.chains)

    def _look(self) -> None:
        """Tell the repetitions of which nothing more will be seen."""
        while self._open and self._seen and self._seen[-1][0] >= self._open[0].chain.hold_end_s:
            chain = self._open[0].chain
            if not self._tell(self._open[0], late=self._seen[-1][0] > chain.loose_s + LOWERED_WITHIN_S):
                return

    def _tell(self, each: _Open, *, late: bool = True) -> bool:
        """Tell one, if all of it was seen, or nothing more will be."""
        seen = self._seen[bisect_left(self._seen, (each.since_s,)) :]
        told = tell_chain(each.chain, seen, None if each.anew else self._rest, self._task)
        if told.is_whole or late:
            self.chains.append(told.chain)
            self._rest = told.rest
            self._open.pop(0)
        return told.is_whole or late
