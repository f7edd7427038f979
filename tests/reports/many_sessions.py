"""Sessions of every kind a report may be made of, for tests of what it says: drawn by hand, and simulated patients'."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from html import unescape
from typing import Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.exercise.signals import Quantity
from levelhip.reports.words import _FAULTS as FAULTS
from levelhip.reports.words import _MISSED as MISSED
from levelhip.services.demonstrate import SimulationRequest, measure_simulated, simulate
from levelhip.session.chain import Chain, chain_sources
from levelhip.session.record import SCHEMA, Rep, SessionRecord, Trace, TracePoint
from levelhip.simulation import SimulatedSession
from tests.reports.factories import make_empty, make_session, make_side, unknown_measures, with_gap

Session = tuple[SessionRecord, Trace]
BELT_PRESS: Final = "Isometric hip abduction with a belt"
SIMULATED: Final = {
    "force": "isometric_hip_abduction",
    "shin": "side_lying_hip_abduction",
    "camera": "side_lying_hip_abduction",
}

drawn = partial(make_session, name=BELT_PRESS, per_side=2)


def of_sides(session: Session, *sides: str) -> Session:
    record, trace = session
    asked = replace(record.prescription, sides=sides)  # type: ignore[arg-type]
    return replace(record, prescription=asked), trace


def empty(*, points: bool = True) -> Session:
    record, trace = make_empty(points=points)
    return replace(record, prescription=drawn()[0].prescription), trace


def told_by_the_clock() -> Session:
    """As the live coach keeps it: no signal, a unit of its own, no trace."""
    record, _ = drawn(quantity=Quantity.CLOCK, provenance="self-reported", started_at=None)
    signal = replace(record.signal, unit="s", feature="clock", rate_hz=float("nan"))
    return replace(record, signal=signal), Trace(())


def partly_told() -> Session:
    record, trace = drawn(warnings=tuple(f"Warning {n} of the file." for n in range(50)))
    side = record.sides[0]
    reps = (replace(side.reps[0], provenance="self-reported"), *side.reps[1:])
    return replace(record, sides=(replace(side, reps=reps), *record.sides[1:])), trace


def with_every_fault() -> Session:
    record, trace = drawn(per_side=len(FAULTS))
    marked = [replace(rep, faults=(fault, "")) for rep, fault in zip(record.sides[0].reps, FAULTS, strict=True)]
    sides = (make_side("left", marked, record.prescription, tuple(MISSED)), record.sides[1])
    return replace(record, sides=sides), trace


def of_nothing_known() -> Session:
    record, trace = drawn(per_side=1)
    reps = [Rep(None, number, unknown_measures(), ()) for number in range(1, 4)]
    signal = replace(record.signal, rate_hz=float("nan"), unit="V")
    return replace(record, sides=(make_side(None, reps, record.prescription),), signal=signal), trace


def spiked() -> Session:
    record, trace = drawn(faulty=False)
    points = trace.segments[0]
    return with_gap(record, Trace(((*points, TracePoint(points[-1].t_s + 0.1, 0.0, 5000.0)),)), 30.0, 36.0)


def by_two_sensors() -> Session:
    """The leg seen beside the press, in one repetition from lift to rest."""
    record, trace = drawn()
    unseen = Chain("left", 1, tension_s=3.0, hold_start_s=3.4, hold_end_s=9.4, loose_s=9.8)
    seen = replace(unseen, number=2, lift_start_s=1.6, slack_s=1.4, lift_deg=17.5, lowering_s=0.8, lowered_s=11.4)
    lifts = (unseen, replace(seen, sag_deg=6.5, faults=("sagged", "fast_release")))
    told_by = tuple(chain_sources("belt", "shin").items())
    return replace(record, lifts=lifts, lift_sources=told_by, rigging="strand"), trace


@cache
def patient(seed: int) -> SimulatedSession:
    return simulate(SimulationRequest(seed=seed, population="everyday" if seed % 2 else "frail"))


def simulated(seed: int, kind: str) -> Session:
    measured = measure_simulated(patient(seed), kind, prescribe(load_exercise(SIMULATED[kind])), "visit.csv")
    return replace(measured.record, started_at="2026-11-22T08:15:00+01:00"), measured.trace


SESSIONS: Final[dict[str, Callable[[], Session]]] = {
    **{
        f"{kind} by {quantity}": partial(drawn, quantity=quantity, kind=kind)
        for quantity in Quantity
        for kind in ("hold", "movement")
    },
    "one repetition": partial(drawn, per_side=1, sides=("right",), faulty=False),
    "many": partial(drawn, per_side=60),
    "many without a fault, of no side": partial(drawn, per_side=60, sides=(None,), faulty=False),
    "some segments": partial(drawn, segments=2),
    "one side asked for": lambda: of_sides(drawn(sides=("left",), kind="movement"), "left"),
    "the right first": lambda: of_sides(drawn(per_side=9), "right", "left"),
    "told": partial(drawn, provenance="self-reported"),
    "told of a movement": partial(drawn, kind="movement", provenance="self-reported"),
    "by the clock": told_by_the_clock,
    "partly told": partly_told,
    "every fault": with_every_fault,
    "two sensors": by_two_sensors,
    "nothing known": of_nothing_known,
    "a spike and a gap": spiked,
    "nothing found": empty,
    "nothing found or kept": partial(empty, points=False),
    **{f"patient {seed} by {kind}": partial(simulated, seed, kind) for seed in (1, 2) for kind in SIMULATED},
}


def texts_of(markup: str) -> list[str]:
    """Every text of a page or picture, its styles left out."""
    return [unescape(each) for each in re.findall(r">([^<>]+)<", re.sub(r"(?s)<style.*?</style>", "", markup))]


def own_words(text: str, record: SessionRecord) -> str:
    """A text without what the record brings with it: its file, its warnings, the names of its signal and program."""
    signal = record.signal
    brought = (
        *record.warnings,
        record.source,
        f"levelhip {record.engine}, {SCHEMA}",
        f"{signal.quantity}, {signal.feature}",
        record.prescription.exercise.key,
    )
    for each in brought:
        text = text.replace(each, "")
    return text
