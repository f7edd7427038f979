"""Looks after the installation: what is there, what is missing, and whether the engine measures as it should."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from levelhip import __version__
from levelhip.exercise.evidence import references
from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.services.demonstrate import SimulationRequest, measure_simulated, simulate

PARTS: Final = (
    ("pyarrow", "Parquet recordings"),
    ("ezc3d", "C3D recordings"),
    ("resvg_py", "PNG pictures of a trace"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, how it is, and what to do where it is not well."""

    what: str
    state: Literal["ok", "missing", "wrong"]
    said: str


def examine() -> Iterator[Finding]:
    """Look at everything, one finding at a time."""
    version = platform.python_version()
    yield Finding("Python", "ok" if sys.version_info >= (3, 11) else "wrong", f"{version} ({platform.system()})")
    yield Finding("Levelhip", "ok", __version__)
    for module, purpose in PARTS:
        yield _part(module, purpose)
    yield _library()
    yield _engine()


def _part(module: str, purpose: str) -> Finding:
    if importlib.util.find_spec(module) is None:
        return Finding(module, "missing", f"needed for {purpose}; install levelhip again")
    name = module.replace("_", "-")
    return Finding(module, "ok", f"{importlib.metadata.version(name)}, for {purpose}")


def _library() -> Finding:
    try:
        exercises = [load_exercise(key) for key in exercise_keys()]
        sources = references()
    except ValueError as error:
        return Finding("exercise library", "wrong", str(error))
    return Finding("exercise library", "ok", f"{len(exercises)} exercises, {len(sources)} sources")


def _engine() -> Finding:
    """Seven and seven simulated presses must be counted as seven and seven."""
    session = simulate(SimulationRequest(seed=1, faults=()))
    record = measure_simulated(
        session, "force", prescribe(load_exercise("isometric_hip_abduction")), "self-check"
    ).record
    counts = [side.complete_count for side in record.sides]
    right = counts == [session.plan.reps] * len(session.plan.sides)
    return Finding("engine self-check", "ok" if right else "wrong", f"complete repetitions counted a side: {counts}")
