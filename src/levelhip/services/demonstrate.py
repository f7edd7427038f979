"""A simulated patient does a session; the recordings, the truth and what was measured are put in a folder."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from levelhip.exercise.protocol import Prescription
from levelhip.ports import Chunk, Recording
from levelhip.services.measure import Measurement, measure
from levelhip.simulation import (
    FAULT_SIZES,
    POPULATIONS,
    RECORDING_KINDS,
    Fault,
    SessionPlan,
    SimulatedSession,
    simulate_session,
)

TableWriter = Callable[[Path, dict[str, list[float] | list[str]]], None]

DEMO_FAULTS: Final = (
    Fault("broken", "right", 3, size=1.2, sag_deg=4.0),
    Fault("early_release", "right", 6, size=3.0),
    Fault("early_release", "left", 4, size=3.5),
)
"""What goes wrong in the demonstration, so that there is something to see."""


class SimulationRequestError(ValueError):
    """A wish the virtual patient cannot follow; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class SimulationRequest:
    """Which patient does what: `faults` as `KIND:SIDE:NUMBER`, or None to draw them."""

    seed: int = 1
    population: str = "everyday"
    faults: tuple[Fault, ...] | None = None


def parse_fault(text: str) -> Fault:
    """Read `KIND:SIDE:NUMBER[:SIZE]`, for instance `early_release:right:3`. Raises SimulationRequestError."""
    kind, _, rest = text.partition(":")
    side, _, rest = rest.partition(":")
    number, _, size = rest.partition(":")
    try:
        return Fault(kind, side, int(number or 1), float(size) if size else None)  # type: ignore[arg-type]
    except ValueError as error:
        message = f"fault {text!r}: {error}; write KIND:SIDE:NUMBER with KIND one of {', '.join(FAULT_SIZES)}"
        raise SimulationRequestError(message) from None


def simulate(request: SimulationRequest) -> SimulatedSession:
    """Let a drawn person do the session. Raises SimulationRequestError where the request makes no sense."""
    if request.population not in POPULATIONS:
        message = f"no population is called {request.population!r}; there are {', '.join(sorted(POPULATIONS))}"
        raise SimulationRequestError(message)
    rng = random.Random(request.seed)  # noqa: S311 - not a secret
    person = POPULATIONS[request.population].draw(rng)
    try:
        drawn = SessionPlan.draw(rng, person)
        plan = drawn if request.faults is None else SessionPlan(faults=request.faults, belt=drawn.belt)
        return simulate_session(person, plan, request.seed)
    except ValueError as error:
        raise SimulationRequestError(str(error)) from None


def write_session(
    session: SimulatedSession,
    folder: Path,
    kinds: Iterable[str],
    write: TableWriter,
    *,
    suffix: str,
    name: str,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write the recordings named by `kinds` and the truth; gives the files written. Raises SimulationRequestError."""
    wanted = list(kinds)
    unknown = [kind for kind in wanted if kind not in RECORDING_KINDS]
    if unknown:
        message = f"no recording is called {unknown[0]!r}; there are {', '.join(RECORDING_KINDS)}"
        raise SimulationRequestError(message)
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for kind in wanted:
        progress(kind)
        path = folder / f"{name}_{kind}{suffix}"
        write(path, session.recording(kind))
        files.append(path)
    truth = folder / f"{name}_truth.json"
    progress("truth")
    truth.write_text(json.dumps(session.truth.as_dict(), indent=1), encoding="utf-8")
    return [*files, truth]


def measure_simulated(session: SimulatedSession, kind: str, prescription: Prescription, source: str) -> Measurement:
    """What the engine makes of one simulated recording."""
    table = session.recording(kind)
    numbers = {name: [float(v) for v in values] for name, values in table.items() if name not in ("t_s", "side")}
    side = [str(value) for value in table["side"]]
    chunk = Chunk([float(t) for t in table["t_s"]], numbers, side)
    return measure(Recording(source, (*numbers, "side"), iter([chunk])), prescription)
