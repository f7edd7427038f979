"""Building blocks of movement and noise: minimum-jerk steps, slow wander, tremor, smooth irregular movement.

Every process takes its `random.Random`, so that a seed fixes all of it. Time steps are in seconds.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable


def minimum_jerk(u: float) -> float:
    """Share of a minimum-jerk movement done at share `u` of its time, both 0..1 (Flash and Hogan 1985)."""
    if u <= 0.0:
        return 0.0
    if u >= 1.0:
        return 1.0
    return u * u * u * (10.0 + u * (6.0 * u - 15.0))


def minimum_jerk_rate(u: float) -> float:
    """Derivative of `minimum_jerk` by `u`; 1.875 in the middle, 0 outside 0..1."""
    if u <= 0.0 or u >= 1.0:
        return 0.0
    return 30.0 * u * u * (1.0 - u) * (1.0 - u)


def minimum_jerk_acceleration(u: float) -> float:
    """Second derivative of `minimum_jerk` by `u`; 0 outside 0..1."""
    if u <= 0.0 or u >= 1.0:
        return 0.0
    return 60.0 * u * (1.0 - u) * (1.0 - 2.0 * u)


class Wander:
    """Ornstein-Uhlenbeck process: correlated noise of mean 0 and SD 1, forgotten after about `tau_s` seconds."""

    __slots__ = ("_dt", "_gauss", "_keep", "_kick", "_tau", "value")

    def __init__(self, rng: random.Random, tau_s: float) -> None:
        self._gauss = rng.gauss
        self._tau = tau_s
        self._dt = 0.0
        self._keep = 1.0
        self._kick = 0.0
        self.value = rng.gauss(0.0, 1.0)

    def step(self, dt: float) -> float:
        """Go on by `dt` seconds and return the new value."""
        if dt != self._dt:
            self._dt = dt
            self._keep = math.exp(-dt / self._tau)
            self._kick = math.sqrt(1.0 - self._keep * self._keep)
        self.value = self.value * self._keep + self._kick * self._gauss(0.0, 1.0)
        return self.value


class Tremor:
    """Narrow-band noise of SD about 1 around `hz`: a damped resonance driven by white noise, fixed step `dt`."""

    __slots__ = ("_a1", "_a2", "_gain", "_gauss", "_x1", "_x2")

    def __init__(self, rng: random.Random, hz: float, dt: float, bandwidth_hz: float = 1.5) -> None:
        radius = math.exp(-math.pi * bandwidth_hz * dt)
        angle = math.tau * hz * dt
        self._a1 = 2.0 * radius * math.cos(angle)
        self._a2 = -radius * radius
        # Stationary variance of x[n] = a1 x[n-1] + a2 x[n-2] + e with unit e.
        variance = (1.0 - self._a2) / ((1.0 + self._a2) * ((1.0 - self._a2) ** 2 - self._a1**2))
        self._gain = 1.0 / math.sqrt(variance)
        self._gauss = rng.gauss
        self._x1 = 0.0
        self._x2 = 0.0

    def step(self) -> float:
        """Return the next value."""
        x = self._a1 * self._x1 + self._a2 * self._x2 + self._gain * self._gauss(0.0, 1.0)
        self._x2 = self._x1
        self._x1 = x
        return x


def irregular(rng: random.Random, low_hz: float, high_hz: float, terms: int = 5) -> Callable[[float], float]:
    """Return a smooth irregular function of time, mean 0 and SD about 1: `terms` sines between two frequencies."""
    waves = [
        (math.tau * rng.uniform(low_hz, high_hz), rng.uniform(0.0, math.tau), rng.uniform(0.6, 1.4))
        for _ in range(terms)
    ]
    scale = 1.0 / math.sqrt(math.fsum(0.5 * size * size for _, _, size in waves))

    def value(t_s: float) -> float:
        total = 0.0
        for omega, phase, size in waves:
            total += size * math.sin(omega * t_s + phase)
        return total * scale

    return value


def clipped(rng: random.Random, mean: float, sd: float, low: float, high: float) -> float:
    """Draw from a normal distribution, drawn again (at most 50 times, then clipped) until inside `low..high`."""
    for _ in range(50):
        value = rng.gauss(mean, sd)
        if low <= value <= high:
            return value
    return min(max(mean, low), high)


def log_uniform(rng: random.Random, low: float, high: float) -> float:
    """Draw a positive number whose logarithm is uniform between those of `low` and `high`."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))
