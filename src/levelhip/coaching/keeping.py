"""What is kept of a live session while it goes on: events, phases, repetitions and what the person told."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

from levelhip.coaching.voice import event_dict
from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Side
from levelhip.session.events import Event, PhaseChanged
from levelhip.session.record import Provenance, SideRecord
from levelhip.session.replay import RecordBuilder, side_record


@dataclass(slots=True)
class Kept:
    """Collects from the first event to the last answer. None is not known."""

    prescription: Prescription
    builder: RecordBuilder
    events: list[dict[str, Any]] = field(default_factory=list)
    phases: list[list[float | str]] = field(default_factory=list)
    corrections: dict[Side, int | None] = field(default_factory=dict)
    """Paced sides, and how many of their repetitions the person held in full."""
    pain: int | None = None
    effort: int | None = None
    stop_answers: dict[str, Any] | None = None

    def take(self, event: Event, provenance: Provenance = "measured") -> None:
        """One event, in order."""
        self.events.append(event_dict(event))
        if isinstance(event, PhaseChanged):
            self.phases.append([round(event.t_s, 6), str(event.phase)])
        self.builder.provenance = provenance
        self.builder.take(event)

    def self_reported(self, side: Side) -> int:
        """Repetitions of `side` that only the clock paced."""
        found = [each for each in self.builder.sides() if each.side == side]
        return len([rep for each in found for rep in each.reps if rep.provenance == "self-reported"])

    def sides(self) -> tuple[SideRecord, ...]:
        """The sides, corrected by what the person said of the paced ones."""
        return tuple(self._corrected(side) for side in self.builder.sides())

    def _corrected(self, side: SideRecord) -> SideRecord:
        held = self.corrections.get(side.side) if side.side else None
        if held is None:
            return side
        reps = []
        for rep in side.reps:
            if rep.provenance == "measured" or held > 0:
                held -= rep.provenance == "self-reported"
                reps.append(rep)
            else:  # not held in full: for how long nobody knows
                unknown = replace(rep.measures, valid_hold_s=math.nan, faults=("short_hold",))
                reps.append(replace(rep, measures=unknown, faults=(*rep.faults, "short_hold")))
        return side_record(self.prescription, side.side, reps, side.missed)
