"""Finding repetitions in the same ten minutes of force: the engine, Kinetics Toolkit's cycles, ruptures.

Every tool gets the help it needs, and the others more than the engine (docs/benchmarks.md says what). Only finding is
timed (processor time): the arrays of the others are made before, the engine's blocks while the clock runs. The tools
take turns, and the best run of each counts.

A repetition found is a hit if it overlaps one press by at least half of the time the two span together; else false.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any, Final

import numpy as np

from bench.presses import ForceSignal, Press, force_signal
from bench.streams import BLOCK, belt_exercise, blocks, run
from bench.table import Figure
from levelhip.exercise.signals import Channel, Quantity
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import RepCompleted

os.environ.setdefault("TQDM_DISABLE", "1")  # Kinetics Toolkit's progress bars, before it is imported

RATES_HZ: Final = (80.0, 1000.0)
SEED: Final = 1
REPEATS: Final = 3
TIMES_FASTER: Final = 20.0
LEAST_OVERLAP: Final = 0.5

# Given to the others. Thresholds (N above the tare): of those tried at each rate, the ones with the least onset error
# that found every press and nothing else. A higher one is quicker and tells the onset later: HALF_N shows by how much.
EARLY_N: Final = {80.0: (0.1, 0.05), 1000.0: (0.5, 0.25)}
HALF_N: Final = (9.0, 8.0)
SHORTEST_S: Final = 2.0
LEAST_N: Final = 5.0
PENALTY_N2_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """A repetition as a tool gives it (s). `onset_s`, `half_s`: when it says that the press begins, and is half up."""

    onset_s: float
    half_s: float
    end_s: float


@dataclass
class Tool:
    """A tool set up for a signal."""

    name: str
    find: Callable[[], list[Found]]
    best_s: float = float("inf")
    found: list[Found] = field(default_factory=list)

    def time_once(self) -> None:
        gc.collect()
        start = time.process_time()
        self.found = self.find()
        self.best_s = min(self.best_s, time.process_time() - start)


def figures() -> list[Figure]:
    """The three tools on a signal at 80 Hz and on one at 1 kHz."""
    return [figure for rate_hz in RATES_HZ for figure in compared(force_signal(rate_hz, SEED))]


def compared(signal: ForceSignal) -> list[Figure]:
    """All figures of one signal."""
    engine = Tool("engine", engine_finder(signal))
    early_n = EARLY_N[signal.rate_hz]
    early = Tool(f"kineticstoolkit at {early_n[0]:g} N", toolkit_finder(signal, early_n))
    half = Tool(f"kineticstoolkit at {HALF_N[0]:g} N", toolkit_finder(signal, HALF_N))
    ruptures = Tool("ruptures", ruptures_finder(signal))
    for _ in range(REPEATS):
        for tool in (engine, half, ruptures):
            tool.time_once()
    early.time_once()  # long enough to need no repeating
    hits = {tool.name: matched(signal.presses, tool.found) for tool in (engine, early, half, ruptures)}
    shared = set.intersection(*(set(found) for found in hits.values()))
    errors = {name: _errors_ms(signal.presses, found, shared) for name, found in hits.items()}
    rate = f"{signal.rate_hz:g} Hz"
    ours = errors[engine.name]
    false = len(engine.found) - len(hits[engine.name])
    missed = len(signal.presses) - len(hits[engine.name])
    limits = [
        Figure(f"{rate}, engine: presses missed", float(missed), f"of {len(signal.presses)}"),
        Figure(f"{rate}, engine: false repetitions", float(false), "", at_most=0.0),
        Figure(f"{rate}, engine: onset, off by", ours[0], "ms (median)", at_most=errors[early.name][0]),
        Figure(f"{rate}, engine: half height, off by", ours[1], "ms (median)", at_most=errors[half.name][1]),
    ]
    times = [
        Figure(
            f"{rate}, time of {tool.name}",
            tool.best_s / engine.best_s,
            "x engine",
            at_least=TIMES_FASTER if tool is early else None,
            note=_in_words(tool, signal.presses, hits[tool.name], errors[tool.name]),
        )
        for tool in (engine, early, half, ruptures)
    ]
    return [*times, *limits]


def _in_words(tool: Tool, presses: tuple[Press, ...], hits: dict[int, Found], errors_ms: tuple[float, float]) -> str:
    false = len(tool.found) - len(hits)
    found = f"{len(hits)} of {len(presses)} found, {false} false"
    return f"{found}, onset {errors_ms[0]:.0f} ms, half height {errors_ms[1]:.0f} ms, {tool.best_s:.2f} s"


def engine_finder(signal: ForceSignal) -> Callable[[], list[Found]]:
    """The engine as a live session has it: raw force, no tare, no threshold, in blocks of 16 samples."""
    channel = Channel("load cell", Quantity.FORCE, "right")

    def find() -> list[Found]:
        engine = SessionEngine(belt_exercise(), Profile(driver=Quantity.FORCE))
        said = run(engine, blocks(channel, signal.t_s, signal.force_n, BLOCK))
        reps = [event.measures for event in said if isinstance(event, RepCompleted)]
        return [Found(rep.start_s, rep.hold_start_s, rep.hold_end_s) for rep in reps]

    return find


def toolkit_finder(signal: ForceSignal, thresholds: tuple[float, float]) -> Callable[[], list[Found]]:
    """Kinetics Toolkit, with the whole signal at once, the tare taken off, and its thresholds chosen for these signals.

    Its only onset is the crossing of the threshold: it stands for both. Its end is the crossing back.
    """
    import kineticstoolkit as toolkit  # noqa: PLC0415 - after the switch for its progress bars

    series = toolkit.TimeSeries(time=np.array(signal.t_s), data={"force": tared(signal)})

    def find() -> list[Found]:
        out = toolkit.cycles.detect_cycles(
            series,
            "force",
            event_names=("press", "release"),
            thresholds=thresholds,
            min_durations=(SHORTEST_S, 0.0),
            min_peak_heights=(LEAST_N, -np.inf),
        )
        times = {
            name: sorted(float(event.time) for event in out.events if event.name == name)
            for name in ("press", "release")
        }
        return [Found(start, start, end) for start, end in zip(times["press"], times["release"], strict=True)]

    return find


def ruptures_finder(signal: ForceSignal) -> Callable[[], list[Found]]:
    """Ruptures' quickest exact search for changes of the mean, written in C, with the tare and a penalty chosen.

    A stretch between two changes whose mean is above 5 N is pressed; neighbouring ones are one repetition. Its only
    onset is the change, which lies in the middle of the rise.
    """
    import ruptures  # noqa: PLC0415 - as above

    force = tared(signal)
    least = round(signal.rate_hz)

    def find() -> list[Found]:
        search = ruptures.KernelCPD(kernel="linear", min_size=least).fit(force)
        changes = [0, *search.predict(pen=PENALTY_N2_S * signal.rate_hz)]
        found: list[Found] = []
        for start, stop in pairwise(changes):
            if float(force[start:stop].mean()) < LEAST_N:
                continue
            start_s, end_s = start / signal.rate_hz, stop / signal.rate_hz
            if found and found[-1].end_s == start_s:
                start_s = found.pop().onset_s
            found.append(Found(start_s, start_s, end_s))
        return found

    return find


def tared(signal: ForceSignal) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The signal without the mean of its first second."""
    force = np.array(signal.force_n)
    return force - float(force[: round(signal.rate_hz)].mean())


def matched(presses: tuple[Press, ...], found: list[Found]) -> dict[int, Found]:
    """Press number -> the repetition that was found for it; one each."""
    hits: dict[int, Found] = {}
    for rep in found:
        number = max(range(len(presses)), key=lambda i: _overlap(presses[i], rep))
        if number not in hits and _overlap(presses[number], rep) >= LEAST_OVERLAP:
            hits[number] = rep
    return hits


def _overlap(press: Press, rep: Found) -> float:
    """Time in both, as a share of the time they span together."""
    both = min(press.half_end_s, rep.end_s) - max(press.half_start_s, rep.half_s)
    return both / (max(press.half_end_s, rep.end_s) - min(press.half_start_s, rep.half_s))


def _errors_ms(presses: tuple[Press, ...], hits: dict[int, Found], shared: set[int]) -> tuple[float, float]:
    """Median errors of the onset and of the half-way point, on the presses every tool found."""
    onset = median(abs(hits[i].onset_s - presses[i].start_s) for i in shared)
    half = median(abs(hits[i].half_s - presses[i].half_start_s) for i in shared)
    return 1000 * onset, 1000 * half
