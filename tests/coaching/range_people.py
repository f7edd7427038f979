"""People who check their range: three lifts a side without the belt, seen by the camera or the phone on the shin."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from levelhip.exercise.signals import COLUMNS, Quantity, Side
from levelhip.simulation import POPULATIONS, SessionPlan, simulate_session
from tests.coaching.live_people import Room, config, watch

LYING: Final = "side_lying_hip_abduction"
STANDING: Final = "standing_hip_abduction"
QUANTITIES: Final = {"camera": Quantity.LANDMARKS, "shin": Quantity.ACCELERATION}


@dataclass(frozen=True)
class Lifts:
    """What a sensor saw, and how high the leg truly was in the best of each side's lifts, from rest."""

    rows: list[tuple[float, Any]]
    best_deg: dict[Side, float]


@cache
def lifts(way: str, seed: int = 3) -> Lifts:
    """Lying still, three lifts, turning over, three lifts: in time with the coach."""
    person = POPULATIONS["everyday"].draw(random.Random(seed))
    person = replace(person, tempo=1.1, tempo_scatter=0.02, rest_s_factor=1.0, release_s=2.2, lift_s=1.6)
    plan = SessionPlan(reps=3, hold_s=1.5, rest_s=4.5, settle_s=14, still_s=9, turn_s=32)
    session = simulate_session(person, plan, seed)
    table: dict[str, list[Any]] = {**session.recording(way)}
    missing = [float("nan")] * len(table["t_s"])
    columns = [table.get(name, missing) for name in COLUMNS[QUANTITIES[way]]]
    rows = [
        (float(t), [None if math.isnan(v) else v for v in row])
        for t, row in zip(table["t_s"], zip(*columns, strict=True), strict=True)
    ]
    sides: tuple[Side, ...] = plan.sides
    return Lifts(rows, {side: max(each.lift_deg for each in session.truth.attempts_of(side)) for side in sides})


def range_config(way: str = "shin", **changes: object) -> dict[str, Any]:
    return config(way, **{"exercise": LYING, "purpose": "range", "reps": 3, "hold_s": 0, **changes})


def checked(way: str = "shin", seed: int = 3, **changes: object) -> Room:
    """A whole range check, as the page would run it."""
    return play(Room(range_config(way, **changes)), way, seed)


def play(room: Room, way: str = "shin", seed: int = 3) -> Room:
    room.command("begin", 0.0)
    watch(room, lifts(way, seed).rows, chunk=5)
    room.run_clock(room.now_s + 60)
    return room
