"""What the engine needs for one sample, in One-Euro loops: how often a plain filter could have run meanwhile.

Every repeat runs every case once, one after the other, so that whatever else the machine does hits them alike; the
best run of each counts (processor time). The engine gets blocks that were made before; fetching its events is part of
the time.
"""

from __future__ import annotations

import gc
import heapq
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bench.one_euro import Filter, OneEuro, OneEuroAsPrinted, loop
from bench.presses import force_signal
from bench.streams import belt_exercise, blocks, run
from bench.table import Figure
from levelhip.exercise.signals import COLUMNS, Channel, Quantity, Sample, SampleBlock
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.trace import TraceCollector
from levelhip.simulation import POPULATIONS, SessionPlan, SimulatedSession, simulate_session

REPEATS: Final = 9
SIMULATED: Final = {Quantity.ABDUCTION: "angle", Quantity.ACCELERATION: "shin", Quantity.LANDMARKS: "camera"}
LIMITS: Final = {
    Quantity.FORCE: 8.0,
    Quantity.ABDUCTION: 8.0,
    Quantity.ACCELERATION: 16.0,
    Quantity.LANDMARKS: 50.0,
    Quantity.MARKERS: None,
}
UNIT: Final = "x One-Euro"


@dataclass
class Case:
    """Something to be timed: `samples` of it in one `work`."""

    what: str
    work: Callable[[], object]
    samples: int
    at_most: float | None = None
    note: str = ""
    best_s: float = float("inf")

    def time_once(self) -> None:
        gc.collect()
        start = time.process_time()
        self.work()
        self.best_s = min(self.best_s, time.process_time() - start)

    @property
    def per_sample_s(self) -> float:
        return self.best_s / self.samples


def figures() -> list[Figure]:
    """Per sample: the engine with each sensor, bare and with all it can do switched on."""
    session = simulated()
    force = force_blocks()
    markers = set_blocks(session, Quantity.MARKERS, "markers")
    cases = [
        *engine_cases(Quantity.FORCE, force),
        *[c for q, kind in SIMULATED.items() for c in engine_cases(q, set_blocks(session, q, kind))],
        *engine_cases(Quantity.MARKERS, markers),
        with_form_channel(session),
    ]
    times = [t for block in force for t in block.t_s]
    numbers = [x for block in force for x in block.values if isinstance(x, float)]
    yardstick = one_euro_case("One-Euro, all in one method", OneEuro, times, numbers)
    printed = one_euro_case("One-Euro, in the functions of the paper's listing", OneEuroAsPrinted, times, numbers)
    for _ in range(REPEATS):
        for case in (yardstick, printed, *cases):
            case.time_once()
    note = f"the yardstick: {yardstick.per_sample_s * 1e6:.2f} us a sample in this run"
    return [
        Figure(case.what, case.per_sample_s / yardstick.per_sample_s, UNIT, case.at_most, note=case.note or note)
        for case in (yardstick, printed, *cases)
    ]


def one_euro_case(what: str, make: Callable[[], Filter], t_s: Sequence[float], x: Sequence[float]) -> Case:
    return Case(what, lambda: loop(make(), t_s, x), len(t_s), note="" if make is OneEuro else "not the yardstick")


def engine_cases(quantity: Quantity, stream: list[SampleBlock]) -> list[Case]:
    """The engine driven by one quantity, without and with an observer that collects the trace."""
    samples = sum(len(block.t_s) for block in stream)
    at_most = LIMITS[quantity]
    note = f"{samples} samples"
    if quantity is Quantity.MARKERS:
        note += ", with the form checks markers allow"
    return [
        Case(f"engine, {quantity}", lambda: measure(quantity, stream, observed=False), samples, at_most, note),
        Case(f"engine, {quantity}, trace", lambda: measure(quantity, stream, observed=True), samples, at_most, note),
    ]


def measure(quantity: Quantity, stream: list[SampleBlock], *, observed: bool) -> object:
    engine = SessionEngine(belt_exercise(), Profile(driver=quantity))
    if observed:
        engine.observer = TraceCollector().take
    return run(engine, stream)


def with_form_channel(session: SimulatedSession) -> Case:
    """Force at 80 Hz drives, markers at 100 Hz watch the form: per sample of either."""
    driver = set_blocks(session, Quantity.FORCE, "force")
    form = set_blocks(session, Quantity.MARKERS, "markers")
    merged = list(heapq.merge(driver, form, key=lambda block: block.t_s[-1]))
    samples = sum(len(block.t_s) for block in merged)
    note = f"{samples} samples of either channel"
    return Case("engine, force_n, trace, form by markers_mm", lambda: _both(merged), samples, note=note)


def _both(merged: list[SampleBlock]) -> object:
    return measure(Quantity.FORCE, merged, observed=True)


def force_blocks() -> list[SampleBlock]:
    """Ten minutes of presses at 80 Hz."""
    signal = force_signal(80.0, seed=1)
    return blocks(Channel("load cell", Quantity.FORCE, "right"), signal.t_s, signal.force_n)


def simulated() -> SimulatedSession:
    """The virtual patient on an ordinary day, twelve repetitions a side."""
    person = POPULATIONS["everyday"].draw(random.Random(1))
    return simulate_session(person, SessionPlan(reps=12), seed=1)


def set_blocks(session: SimulatedSession, quantity: Quantity, kind: str) -> list[SampleBlock]:
    """What one sensor recorded of the right side's set. A camera sends frames one by one."""
    table = session.recording(kind)
    rows = [i for i, side in enumerate(table["side"]) if side == "right"]
    columns = [table[name] for name in COLUMNS[quantity]]
    values = [_sample(columns, i) for i in rows]
    size = 1 if quantity is Quantity.LANDMARKS else 16
    return blocks(Channel(kind, quantity, "right"), [float(table["t_s"][i]) for i in rows], values, size)


def _sample(columns: list[list[float] | list[str]], i: int) -> Sample:
    row = tuple(float(column[i]) for column in columns)
    return row[0] if len(row) == 1 else row
