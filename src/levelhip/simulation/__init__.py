"""The virtual patient: simulated sessions of the belt exercise with known truth, for tests and demonstrations.

Independent of everything that measures: only the names of columns are shared (`levelhip.exercise.signals`).
Standard library only, no files, no clock, the same numbers for the same seed. The model, its ranges and what it
leaves out: docs/simulator.md.
"""

from __future__ import annotations

from typing import Final

from levelhip.simulation.belt import Belt
from levelhip.simulation.faults import FAULT_SIZES, Fault
from levelhip.simulation.held_out import ATHLETIC, FRAIL
from levelhip.simulation.people import EVERYDAY, Person, Population
from levelhip.simulation.plans import CameraView, SensorQuality, SessionPlan
from levelhip.simulation.session import RECORDING_KINDS, SimulatedSession, simulate_session
from levelhip.simulation.truth import Attempt, Happening, Segment, SensorFacts, Truth

POPULATIONS: Final[dict[str, Population]] = {p.name: p for p in (EVERYDAY, FRAIL, ATHLETIC)}
"""Name -> population; "frail" and "athletic" are put aside for checking, not for development."""

__all__ = [
    "FAULT_SIZES",
    "POPULATIONS",
    "RECORDING_KINDS",
    "Attempt",
    "Belt",
    "CameraView",
    "Fault",
    "Happening",
    "Person",
    "Population",
    "Segment",
    "SensorFacts",
    "SensorQuality",
    "SessionPlan",
    "SimulatedSession",
    "Truth",
    "simulate_session",
]
