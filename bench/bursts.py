"""An electromyogram with known bursts: band-limited noise over background noise, ten minutes at 2 kHz, sixty bursts.

Written for the comparison, apart from what it judges. `snr_db`: power of a full burst against that of the background,
both in 20-450 Hz. Bursts differ in length, strength and in how they rise and fall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import signal

Array = np.ndarray[Any, np.dtype[np.float64]]

RATE_HZ: Final = 2000.0
DURATION_S: Final = 600.0
COUNT: Final = 60
BACKGROUND_UV: Final = 5.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What a signal is like. Spans are drawn from evenly; `hum_uv`: amplitude; `drift`: of the background's level."""

    snr_db: float = 20.0
    length_s: tuple[float, float] = (0.5, 2.5)
    ramp_s: tuple[float, float] = (0.02, 0.15)
    strength: tuple[float, float] = (1.0, 1.0)
    hum_uv: float = 0.0
    drift_db: float = 0.0
    wander_uv: float = 0.0
    clicks: int = 0
    beats_uv: float = 0.0
    starts_inside: bool = False
    white: bool = True


@dataclass(frozen=True, slots=True)
class Electromyogram:
    """`values_uv` at `rate_hz`; `bursts_s`: [start, end) of each burst, from the first to the last sign of it."""

    values_uv: Array
    rate_hz: float
    bursts_s: tuple[tuple[float, float], ...]


def electromyogram(
    seed: int, shape: Shape = Shape(), *, rate_hz: float = RATE_HZ, duration_s: float = DURATION_S, count: int = COUNT
) -> Electromyogram:
    """Draw a signal; the same seed gives the same one."""
    chance = np.random.default_rng(seed)
    n = round(rate_hz * duration_s)
    high = min(450.0, 0.45 * rate_hz)
    band = signal.butter(4, (20.0, high), "bandpass", fs=rate_hz, output="sos")
    raw = chance.standard_normal(n)
    in_band = _unit(signal.sosfilt(band, raw))
    muscle = _unit(signal.sosfilt(band, chance.standard_normal(n)))
    background = raw / float(np.sqrt(np.mean(np.square(signal.sosfilt(band, raw))))) if shape.white else in_band
    t_s = np.arange(n) / rate_hz
    background *= 10 ** (shape.drift_db / 20 * np.sin(2 * np.pi * t_s / duration_s))
    envelope, spans = _envelope(chance, shape, rate_hz, n, count)
    values = BACKGROUND_UV * (background + 10 ** (shape.snr_db / 20) * envelope * muscle)
    values += shape.hum_uv * np.sin(2 * np.pi * 50.02 * t_s) + 0.3 * shape.hum_uv * np.sin(2 * np.pi * 150.06 * t_s + 1)
    values += shape.wander_uv * np.sin(2 * np.pi * 0.3 * t_s) + 2 * shape.wander_uv * t_s / duration_s
    for place in chance.integers(0, n - 40, shape.clicks):
        values[place : place + 4] += 60 * BACKGROUND_UV
    if shape.beats_uv:
        for beat in np.arange(0.4, duration_s - 0.2, 0.83):
            values += 0  # keeps the shape; the beat itself is short
            i = round(beat * rate_hz)
            width = round(0.08 * rate_hz)
            values[i : i + width] += shape.beats_uv * signal.windows.hann(width)[: len(values[i : i + width])]
    return Electromyogram(values, rate_hz, spans)


def _unit(values: Array) -> Array:
    out: Array = values / float(np.sqrt(np.mean(np.square(values))))
    return out


def _envelope(
    chance: np.random.Generator, shape: Shape, rate_hz: float, n: int, count: int
) -> tuple[Array, tuple[tuple[float, float], ...]]:
    """The strength of the muscle, 0-1, and where the bursts are."""
    envelope = np.zeros(n)
    spans = []
    slot = n / count
    for number in range(count):
        length = round(min(chance.uniform(*shape.length_s) * rate_hz, 0.7 * slot))
        start = round(number * slot + chance.uniform(0.1, 0.9) * (slot - length))
        if shape.starts_inside and number == 0:
            start = 0
        up, down = (round(min(chance.uniform(*shape.ramp_s) * rate_hz, length / 3)) for _ in range(2))
        body = np.ones(length)
        if up and not (shape.starts_inside and number == 0):
            body[:up] = np.linspace(0, 1, up, endpoint=False)
        if down:
            body[-down:] = np.linspace(1, 0, down, endpoint=False)
        envelope[start : start + length] = chance.uniform(*shape.strength) * body
        spans.append((start / rate_hz, (start + length) / rate_hz))
    return envelope, tuple(spans)
