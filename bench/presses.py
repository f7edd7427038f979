"""Ten minutes of presses into the belt, as a load cell would show them, whose every onset is known.

Each press leaves rest, grows and goes along minimum-jerk curves and wavers a little at its height. The sensor adds
what sensors add: an offset (tare), a slow drift, noise. Nothing here comes from the engine or from its virtual patient.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Final

DURATION_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Press:
    """Times in s. `start_s`, `end_s`: the noise-free press leaves and regains zero; `half_*`: half its amplitude."""

    start_s: float
    half_start_s: float
    half_end_s: float
    end_s: float
    peak_n: float


@dataclass(frozen=True, slots=True)
class ForceSignal:
    """What the load cell showed, and the presses that are in it."""

    rate_hz: float
    tare_n: float
    t_s: tuple[float, ...]
    force_n: tuple[float, ...]
    presses: tuple[Press, ...]


def minimum_jerk(share: float) -> float:
    """Smooth way from 0 to 1 (Flash and Hogan 1985)."""
    u = min(1.0, max(0.0, share))
    return u * u * u * (10 + u * (6 * u - 15))


def force_signal(rate_hz: float, seed: int, duration_s: float = DURATION_S) -> ForceSignal:
    """Presses of 10-40 N for 6 s with 3-5 s between them; noise 0.1-0.3 N, drift up to 0.1 N a minute, some tare.

    The presses and their times are the same at every rate; only the noise differs.
    """
    rng = random.Random(f"{seed}/presses")
    tare_n, noise_n = rng.uniform(-3, 6), rng.uniform(0.1, 0.3)
    drift_n_s = rng.choice((-1, 1)) * rng.uniform(0.03, 0.1) / 60
    count = round(duration_s * rate_hz)
    pressed = [0.0] * count
    presses = []
    start_s = rng.uniform(3, 5)
    while start_s + 8 < duration_s:
        rise_s, fall_s, peak_n = rng.uniform(0.4, 0.9), rng.uniform(0.4, 0.9), rng.uniform(10, 40)
        fall_at_s = start_s + rise_s / 2 + 6.0 - fall_s / 2
        end_s = fall_at_s + fall_s
        waver_hz, turn = rng.uniform(0.3, 1), rng.uniform(0, math.tau)
        for i in range(math.ceil(start_s * rate_hz), math.ceil(end_s * rate_hz)):
            t = i / rate_hz
            share = minimum_jerk((t - start_s) / rise_s) * (1 - minimum_jerk((t - fall_at_s) / fall_s))
            pressed[i] = peak_n * share * (1 + 0.03 * share * math.sin(math.tau * waver_hz * t + turn))
        presses.append(Press(start_s, start_s + rise_s / 2, fall_at_s + fall_s / 2, end_s, peak_n))
        start_s = end_s + rng.uniform(3, 5)
    noise = random.Random(f"{seed}/noise/{rate_hz}")
    t_s = tuple(i / rate_hz for i in range(count))
    force_n = tuple(tare_n + drift_n_s * t + f + noise.gauss(0, noise_n) for t, f in zip(t_s, pressed, strict=True))
    return ForceSignal(rate_hz, tare_n, t_s, force_n, tuple(presses))
