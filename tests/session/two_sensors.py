"""A simulated session heard by two sensors at once: the belt's repetitions, and the chains with the leg's sensor."""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.signals import COLUMNS, Channel, Quantity, Sample, SampleBlock, Side
from levelhip.session.chain import Chain
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import Event, RepCompleted
from levelhip.session.leg_beside import LegBeside
from levelhip.session.replay import events_of
from levelhip.simulation import POPULATIONS, SessionPlan, SimulatedSession, simulate_session
from levelhip.simulation.faults import Fault
from levelhip.simulation.truth import Attempt
from tests.simulation.readings import known, numbers

QUANTITIES: Final = {"camera": Quantity.LANDMARKS, "shin": Quantity.ACCELERATION, "angle": Quantity.ABDUCTION}
BELT: Final = prescribe(load_exercise("isometric_hip_abduction"))
Row = tuple[float, Sample]


def simulated(
    seed: int, faults: Sequence[Fault] = (), population: str = "everyday", *, reps: int = 4, **plan: object
) -> SimulatedSession:
    """One side, lying still before it, with these faults alone."""
    rng = random.Random(seed)
    person = POPULATIONS[population].draw(rng)
    drawn = SessionPlan.draw(rng, person)
    settings: dict[str, Any] = {
        "sides": ("right",), "reps": reps, "hold_s": 6.0, "rest_s": 3.0, "faults": tuple(faults), "belt": drawn.belt,
        "settle_s": 2.0, "still_s": 5.0, "get_up_s": 4.0, "quality": drawn.quality,
    }  # fmt: skip
    return simulate_session(person, SessionPlan(**{**settings, **plan}), seed)


def rows(session: SimulatedSession, kind: str) -> list[Row]:
    """The samples of one sensor."""
    table = session.recording(kind)
    t_s = numbers(table, "t_s")
    names = COLUMNS[QUANTITIES.get(kind, Quantity.FORCE)]
    columns = [numbers(table, name) if name in table else [math.nan] * len(t_s) for name in names]
    values: Iterable[Sample] = columns[0] if len(columns) == 1 else zip(*columns, strict=True)
    return list(zip(t_s, values, strict=True))


def of_the_set(session: SimulatedSession, found: list[Row]) -> list[Row]:
    """What was recorded from the set's beginning on."""
    start_s = next(each.start_s for each in session.truth.segments if each.kind == "set")
    return [row for row in found if row[0] >= start_s]


def fused(
    force: Sequence[Row], leg: Sequence[Row], kind: str, prescription: Prescription = BELT, *, late_s: float = 0.0
) -> tuple[list[RepCompleted], tuple[Chain, ...]]:
    """The belt's repetitions, and the chains, the leg's samples heard `late_s` later than they are of."""
    engine = SessionEngine(prescription, Profile(Quantity.FORCE, starts_at_rest=True))
    signal = prescription.exercise.signal_for(QUANTITIES[kind])
    assert signal is not None
    beside = LegBeside(signal, prescription)
    side: Side = "right"
    heard: list[Event] = []

    def hear() -> None:
        for event in events_of(engine):
            heard.append(event)
            beside.happened(event)

    merged = sorted([(t, 0, t, x) for t, x in force] + [(t + late_s, 1, t, x) for t, x in leg], key=lambda row: row[:2])
    for _, which, t_s, sample in merged:
        if which:
            beside.take(t_s, sample)
        else:
            engine.receive(SampleBlock(Channel("belt", Quantity.FORCE, side), (t_s,), (sample,)))
            hear()
    engine.finish()
    hear()
    return [event for event in heard if isinstance(event, RepCompleted)], beside.so_far()


def matched(chains: Sequence[Chain], session: SimulatedSession) -> list[tuple[Chain, Attempt]]:
    """Each chain with the attempt in whose hold its own hold lies."""
    middles_s = [(chain.hold_start_s + chain.hold_end_s) / 2 for chain in chains]
    return [
        (chain, attempt)
        for chain, middle_s in zip(chains, middles_s, strict=True)
        for attempt in session.truth.attempts
        if attempt.start_s <= middle_s <= attempt.end_s
    ]


def true_moments(session: SimulatedSession, kind: str, attempt: Attempt) -> tuple[float, float]:
    """When the leg leaves, and regains, 15 % of its own height, in what the sensor would see without noise.

    One that comes to lie higher than before is down within a twentieth of that.
    """
    facts = attempt.sensors[kind]
    t_s, x = session.clean(kind)
    up_s, down_s = known(facts.hold_start_s), known(facts.hold_end_s)
    first, end = bisect_left(t_s, up_s), bisect_left(t_s, attempt.end_s + 0.5)
    level = facts.rest + 0.15 * facts.amplitude
    start_s = next(t_s[i] for i in range(first, -1, -1) if x[i] <= level)
    low = max(level, x[min(end, len(x) - 1)] + 0.05 * facts.amplitude)
    return start_s, next(t_s[i] for i in range(bisect_left(t_s, down_s), len(t_s)) if x[i] <= low)
