"""A simulated patient for a live session: one side's press on the belt, in time with a coach.

The person is drawn from a population like any other, but does as told: rests a little longer than asked, so that the
lift follows the coach's word, and holds a little longer than asked, unless a fault is planned.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from levelhip.exercise.signals import Side
from levelhip.simulation.faults import Fault
from levelhip.simulation.held_out import ATHLETIC, FRAIL
from levelhip.simulation.people import EVERYDAY, Person, Population
from levelhip.simulation.plans import SessionPlan
from levelhip.simulation.session import SimulatedSession, simulate_session
from levelhip.simulation.truth import Attempt

STILL_S: Final = 7.0
"""Lying still before the first lift: a coach waits for that, says what comes, and asks for the lift."""
LISTENING_S: Final = 0.8
"""Rested beyond what is asked, so that the coach's word comes first."""
BEFORE_S: Final = 1.2
"""Kept of the rest before an attempt when the set goes on from it."""
NOT_LIVE: Final = frozenset({"wrong_side", "starts_mid_rep", "stops_mid_rep"})
"""Faults of a recording, which a live session does not have."""

_POPULATIONS: Final[dict[str, Population]] = {each.name: each for each in (EVERYDAY, FRAIL, ATHLETIC)}

PlannedFaults = Iterable[Sequence[Any]] | None
"""Kind, side, number and, where wanted, size of each fault; None: drawn."""


class LivePatient(NamedTuple):
    """Samples of one set, the first at about 0 s, and what is true of each attempt, in the same seconds."""

    t_s: list[float]
    force_n: list[float]
    truth: list[dict[str, Any]]


def live_patient(
    seed: int,
    population: str,
    faults: PlannedFaults,
    side: Side,
    *,
    hold_s: float = 6.0,
    reps: int = 7,
    rest_s: float = 3.0,
    from_attempt: int = 1,
) -> LivePatient:
    """The set of one side: lying still, then the attempts from `from_attempt` on.

    Raises ValueError for an unknown population or a fault that cannot be.
    """
    session = live_set(seed, population, faults, side, hold_s=hold_s, reps=reps, rest_s=rest_s)
    return _cut(session, from_attempt)


def live_set(
    seed: int, population: str, faults: PlannedFaults, side: Side, *, hold_s: float, reps: int, rest_s: float
) -> SimulatedSession:
    """The same set as a simulated session, with its truth and its noise-free press. Raises ValueError."""
    if population not in _POPULATIONS:
        raise ValueError(f"no population is called {population!r}; there are {', '.join(sorted(_POPULATIONS))}")
    rng = random.Random(seed)
    person = _POPULATIONS[population].draw(rng)
    drawn = SessionPlan.draw(rng, person)
    planned = drawn.faults if faults is None else tuple(_fault(each) for each in faults)
    plan = SessionPlan(
        sides=(side,),
        reps=reps,
        hold_s=hold_s,
        rest_s=rest_s + LISTENING_S,
        faults=tuple(f for f in planned if f.side == side and f.rep <= reps and f.kind not in NOT_LIVE),
        belt=drawn.belt,
        settle_s=2.0,
        still_s=STILL_S,
        get_up_s=2.0,
        quality=drawn.quality,
    )
    return simulate_session(_obedient(person), plan, 2 * seed + (side == "left"))


def _fault(given: Sequence[Any]) -> Fault:
    kind, side, number, *size = given
    return Fault(str(kind), side, int(number), float(size[0]) if size and size[0] is not None else None)


def _obedient(person: Person) -> Person:
    """The same person, who listens."""
    return replace(person, tempo=1.1, tempo_scatter=0.02, rest_s_factor=1.0, release_s=max(1.5, person.release_s))


def _cut(session: SimulatedSession, from_attempt: int) -> LivePatient:
    """The set alone, from 0 on; attempts before `from_attempt` are left out between two rests."""
    table: dict[str, list[Any]] = {**session.recording("force")}
    start_s = next(segment.start_s for segment in session.truth.segments if segment.kind == "set")
    attempts = [attempt for attempt in session.truth.attempts if attempt.number >= from_attempt]
    still_until_s = session.truth.attempts[0].start_s - BEFORE_S
    go_on_s = max(still_until_s, attempts[0].start_s - BEFORE_S) if attempts else session.duration_s
    left_out_s = go_on_s - still_until_s
    t_s: list[float] = []
    force_n: list[float] = []
    for time, value, name in zip(table["t_s"], table["force_n"], table["side"], strict=True):
        time_s = float(time)
        if name and not still_until_s <= time_s < go_on_s:
            t_s.append(round(time_s - start_s - (left_out_s if time_s >= go_on_s else 0.0), 6))
            force_n.append(float(value))
    return LivePatient(t_s, force_n, [_told(attempt, start_s + left_out_s) for attempt in attempts])


def _told(attempt: Attempt, since_s: float) -> dict[str, Any]:
    """What a test or a screen may want to know of an attempt."""
    force = attempt.sensors["force"]

    def moved(time_s: float | None) -> float | None:
        return None if time_s is None else round(time_s - since_s, 6)

    return {
        "number": attempt.number,
        "faults": list(attempt.kinds),
        "start_s": moved(attempt.start_s),
        "hold_start_s": moved(force.hold_start_s),
        "hold_end_s": moved(force.hold_end_s),
        "end_s": moved(attempt.end_s),
        "press_n": attempt.press_n,
        "hold_s": attempt.hold_s,
    }
