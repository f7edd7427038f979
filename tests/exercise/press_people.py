"""People who press, with what they truly did: several ways to begin, tremor, a cell that drifts and rounds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Final

CELL_STEP_N: Final = 0.01 * 9.80665
Shape = Callable[[float], float]


def exponential(draw: Random) -> Shape:
    tau_s = draw.uniform(0.05, 0.35)
    return lambda t: 1 - math.exp(-t / tau_s)


def two_phases(draw: Random) -> Shape:
    share, fast_s, slow_s = draw.uniform(0.15, 0.6), draw.uniform(0.03, 0.12), draw.uniform(0.25, 0.9)
    return lambda t: share * (1 - math.exp(-t / fast_s)) + (1 - share) * (1 - math.exp(-t / slow_s))


def gentle_start(draw: Random) -> Shape:
    tau_s, power = draw.uniform(0.1, 0.3), draw.uniform(1.2, 2.0)
    return lambda t: 1 - math.exp(-((t / tau_s) ** power))


def sigmoid(draw: Random) -> Shape:
    rise_s = draw.uniform(0.2, 0.45)

    def shape(t: float) -> float:
        x = min(1.0, t / rise_s)
        return x * x * (3 - 2 * x)

    return shape


def cosine(draw: Random) -> Shape:
    rise_s = draw.uniform(0.2, 0.9)
    return lambda t: 0.5 - 0.5 * math.cos(math.pi * min(1.0, t / rise_s))


def least_jerk(draw: Random) -> Shape:
    rise_s = draw.uniform(0.3, 0.7)

    def shape(t: float) -> float:
        x = min(1.0, t / rise_s)
        return 10 * x**3 - 15 * x**4 + 6 * x**5

    return shape


def logistic(draw: Random) -> Shape:
    middle_s = draw.uniform(0.15, 0.3)
    width_s = middle_s / draw.uniform(3.5, 6)
    foot = 1 / (1 + math.exp(middle_s / width_s))
    return lambda t: (1 / (1 + math.exp(-(t - middle_s) / width_s)) - foot) / (1 - foot)


def slow_foot(draw: Random) -> Shape:
    share, foot_s, tau_s = draw.uniform(0.05, 0.15), draw.uniform(0.1, 0.3), draw.uniform(0.08, 0.25)
    return lambda t: share * min(1.0, t / foot_s) + (1 - share) * (1 - math.exp(-max(0.0, t - foot_s) / tau_s))


def stretched(draw: Random) -> Shape:
    """Hill's, or Weibull's: from sharper than an exponential to an S."""
    tau_s, power = draw.uniform(0.08, 0.3), draw.uniform(0.9, 3.0)
    return lambda t: 1 - math.exp(-((t / tau_s) ** power))


def activated(draw: Random) -> Shape:
    """A muscle that is switched on, behind a tendon: one exponential through another."""
    on_s, tendon_s = draw.uniform(0.02, 0.06), draw.uniform(0.07, 0.25)
    return lambda t: 1 - (on_s * math.exp(-t / on_s) - tendon_s * math.exp(-t / tendon_s)) / (on_s - tendon_s)


def quarter_sine(draw: Random) -> Shape:
    rise_s = draw.uniform(0.15, 0.6)
    return lambda t: math.sin(math.pi / 2 * min(1.0, t / rise_s))


FAST: Final = (exponential, two_phases, quarter_sine)
SHAPES: Final = (exponential, two_phases, gentle_start, sigmoid)
CREEPING: Final = (cosine, least_jerk, logistic, slow_foot)
"""Of which hardly anybody could tell the onset to 20 ms from 80 samples a second."""
EVERY_SHAPE: Final = (*SHAPES, quarter_sine, activated, stretched, *CREEPING)


@dataclass(frozen=True)
class TruePress:
    """One press: samples, and what was truly done. `force_n(t)`: without tremor, noise, drift, rounding."""

    t_s: list[float]
    read_n: list[float]
    onset_s: float
    rest_n: float
    top_n: float
    force_n: Shape

    def rfd(self, window_ms: int) -> float:
        """The true rate of force development, N/s."""
        window_s = window_ms / 1000
        return (self.force_n(self.onset_s + window_s) - self.rest_n) / window_s


def press(seed: int, make: Callable[[Random], Shape], hz: float = 80.0, **fixed: float) -> TruePress:
    """Draw one press of 4 s after 4 s of rest. `fixed`: top_n, rest_n, noise_n, drift_n_per_s."""
    draw = Random(seed)
    shape = make(draw)
    top_n = fixed.get("top_n", draw.uniform(80, 350))
    rest_n = fixed.get("rest_n", draw.choice([0.0, draw.uniform(2, 15)]))
    noise_n = fixed.get("noise_n", draw.uniform(0.1, 1.0))
    drift = fixed.get("drift_n_per_s", draw.uniform(-0.3, 0.3))
    tremor, phase = draw.uniform(0, 0.012), draw.uniform(0, 6)
    onset_s = 4 + draw.random() * 3 / hz

    def true(t: float) -> float:
        since = t - onset_s
        if since <= 0:
            return rest_n
        let_go = max(0.0, 1 - max(0.0, since - 4) / 0.4)
        return rest_n + top_n * shape(since) * let_go

    t_s, read_n, t = [], [], draw.random() / hz
    while t < 11:
        read = true(t) * (1 + tremor * math.sin(57 * t + phase)) + drift * t + draw.gauss(0, noise_n)
        t_s.append(t + draw.uniform(-0.0005, 0.0005) if hz <= 200 else t)
        read_n.append(round(read / CELL_STEP_N) * CELL_STEP_N)
        t += 1 / hz
    return TruePress(t_s, read_n, onset_s, rest_n, top_n, true)


def with_tremor(true: TruePress, seed: int) -> TruePress:
    """The hand trembles by 0.5 to 3 N, before and in the press."""
    draw = Random(seed)
    size_n, hz, phase = draw.uniform(0.5, 3), draw.uniform(6, 12), draw.uniform(0, 6)
    return _with(true, lambda t: size_n * math.sin(math.tau * hz * t + phase))


def with_a_dip(true: TruePress, seed: int) -> TruePress:
    """The leg lets go by 2 to 10 N before it presses."""
    draw = Random(seed)
    size_n, long_s = draw.uniform(2, 10), draw.uniform(0.1, 0.3)

    def dip(t: float) -> float:
        share = (t - true.onset_s + long_s) / long_s
        return -size_n * math.sin(math.pi * share) ** 2 if 0 < share < 1 else 0.0

    return _with(true, dip)


def with_pretension(true: TruePress, seed: int) -> TruePress:
    """The strap is pulled tight, by 5 to 20 N, half a second to 1.5 s before the press."""
    draw = Random(seed)
    size_n, long_s, lead_s = draw.uniform(5, 20), draw.uniform(1, 2), draw.uniform(0.5, 1.5)

    def pulled(t: float) -> float:
        share = min(1.0, max(0.0, (t - (true.onset_s - lead_s - long_s)) / long_s))
        return size_n * share * share * (3 - 2 * share) if t < true.onset_s + 4 else 0.0

    return _with(true, pulled)


TROUBLES: Final = (with_tremor, with_a_dip, with_pretension)


def _with(true: TruePress, more_n: Shape) -> TruePress:
    forces_n = (read + more_n(t) for t, read in zip(true.t_s, true.read_n, strict=True))
    return replace(true, read_n=[round(force_n / CELL_STEP_N) * CELL_STEP_N for force_n in forces_n])


def three(seed: int, hz: float = 80.0, share: tuple[float, ...] = (1.0, 1.0, 1.0)) -> tuple[list[float], list[float]]:
    """Draw presses one after another, of these shares of one strength: times and readings."""
    t_s: list[float] = []
    read_n: list[float] = []
    for number, part in enumerate(share):
        one = press(seed + number, exponential, hz, top_n=200 * part, rest_n=0.0, drift_n_per_s=0.0)
        begins_s = t_s[-1] + 1 / hz if t_s else 0.0
        t_s += [begins_s + t for t in one.t_s]
        read_n += one.read_n
    return t_s, read_n
