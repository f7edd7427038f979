"""Blocks of samples -> the same events again -> the record of the session. Live, reviewed and batch go through here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import SIDES, SampleBlock, Side
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import AttemptMissed, Event, FormFault, RepCompleted
from levelhip.session.measures import set_measures
from levelhip.session.record import Provenance, Rep, SideRecord


def events_of(engine: SessionEngine) -> Iterator[Event]:
    """Everything the engine has to say now."""
    while (event := engine.next_event()) is not None:
        yield event


def replay(prescription: Prescription, profile: Profile, inputs: Iterable[SampleBlock | float]) -> Iterator[Event]:
    """Play recorded inputs (blocks, and the times at which `advance` was called) through a fresh engine, to the end."""
    engine = SessionEngine(prescription, profile)
    for given in inputs:
        if isinstance(given, SampleBlock):
            engine.receive(given)
        else:
            engine.advance(given)
        yield from events_of(engine)
    engine.finish()
    yield from events_of(engine)


@dataclass(slots=True)
class RecordBuilder:
    """Collects the repetitions of a session from its events, side by side."""

    prescription: Prescription
    provenance: Provenance = "measured"
    segment: int = 1
    _reps: dict[Side | None, list[Rep]] = field(default_factory=dict)
    _missed: dict[Side | None, list[str]] = field(default_factory=dict)
    _form: dict[tuple[Side | None, int], list[str]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """One event, in order."""
        if isinstance(event, FormFault):
            self._form.setdefault((event.side, event.number), []).append(event.fault)
        elif isinstance(event, AttemptMissed):
            self._missed.setdefault(event.side, []).append(event.reason)
        elif isinstance(event, RepCompleted):
            reps = self._reps.setdefault(event.side, [])
            faults = (*event.measures.faults, *self._form.pop((event.side, event.number), []))
            reps.append(Rep(event.side, len(reps) + 1, event.measures, faults, self.provenance, self.segment))

    def sides(self) -> tuple[SideRecord, ...]:
        """The sides that were done, right as they came."""
        return tuple(self._side(side) for side in (*SIDES[::-1], None) if side in self._reps or side in self._missed)

    def _side(self, side: Side | None) -> SideRecord:
        return side_record(self.prescription, side, self._reps.get(side, ()), self._missed.get(side, ()))


def side_record(
    prescription: Prescription, side: Side | None, reps: Iterable[Rep], missed: Iterable[str]
) -> SideRecord:
    """The repetitions of one side, counted and in numbers."""
    reps = tuple(reps)
    complete = len([rep for rep in reps if rep.measures.valid_hold_s >= prescription.complete_hold_s])
    totals = set_measures([rep.measures for rep in reps])
    return SideRecord(side, reps, complete, tuple(missed), totals)
