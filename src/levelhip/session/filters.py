"""Causal filters on irregularly sampled signals: each takes the time of its sample and keeps a handful of numbers."""

from __future__ import annotations

import math


class LowPass:
    """First-order low-pass, `tau_s` its time constant (s). Lags a ramp by `tau_s`."""

    __slots__ = ("_t", "_y", "tau_s")

    def __init__(self, tau_s: float) -> None:
        self.tau_s = tau_s
        self._t = math.nan
        self._y = math.nan

    def push(self, t_s: float, x: float) -> float:
        """Take one sample, give the filtered value."""
        if self._y != self._y:
            self._y = x
        else:
            dt = t_s - self._t
            self._y += (x - self._y) * (dt / (self.tau_s + dt))
        self._t = t_s
        return self._y


class OneEuro:
    """The One-Euro filter (Casiez, Roussel & Vogel 2012): smooth at rest, quick in motion.

    `min_cutoff_hz` at rest; `beta` (Hz per unit a second) opens it with speed; `speed_cutoff_hz` smooths the speed.
    """

    __slots__ = ("_speed", "_t", "_y", "beta", "min_cutoff_hz", "speed_cutoff_hz")

    def __init__(self, min_cutoff_hz: float = 1.0, beta: float = 0.1, speed_cutoff_hz: float = 1.0) -> None:
        self.min_cutoff_hz = min_cutoff_hz
        self.beta = beta
        self.speed_cutoff_hz = speed_cutoff_hz
        self._t = self._y = math.nan
        self._speed = 0.0

    def push(self, t_s: float, x: float) -> float:
        """Take one sample, give the filtered value."""
        dt = t_s - self._t
        self._t = t_s
        if not dt > 0:
            self._y = x
            return x
        turn = 2 * math.pi * dt
        r = turn * self.speed_cutoff_hz
        self._speed += r / (r + 1) * ((x - self._y) / dt - self._speed)
        r = turn * (self.min_cutoff_hz + self.beta * abs(self._speed))
        self._y += r / (r + 1) * (x - self._y)
        return self._y


class MedianOfThree:
    """The middle one of three neighbours, given at the middle one's time: a single wild sample disappears."""

    __slots__ = ("_before", "_last")

    def __init__(self) -> None:
        self._before: tuple[float, float] | None = None
        self._last: tuple[float, float] | None = None

    def push(self, t_s: float, x: float) -> tuple[float, float] | None:
        """Take one sample; give (t_s, x) of the sample before it, cleaned, or None for the first."""
        before, last = self._before, self._last
        self._before, self._last = last, (t_s, x)
        if last is None:
            return None
        if before is None:
            return last
        a, b = before[1], last[1]
        low, high = (a, b) if a < b else (b, a)
        return last[0], low if x < low else min(x, high)

    def flush(self) -> tuple[float, float] | None:
        """The last sample, which has no neighbour after it."""
        last, self._before, self._last = self._last, None, None
        return last


class Stillness:
    """For how long a signal has stayed within `tolerance` of where it was: cheap, and blind to slow drift."""

    __slots__ = ("_anchor", "_since_s", "still_s", "tolerance")

    def __init__(self, tolerance: float) -> None:
        self.tolerance = tolerance
        self.still_s = 0.0
        self._anchor = math.inf
        self._since_s = math.nan

    def push(self, t_s: float, x: float) -> float:
        """Take one sample, give the seconds it has been still."""
        away = x - self._anchor
        if -self.tolerance <= away <= self.tolerance:
            self.still_s = still_s = t_s - self._since_s
            return still_s
        self._anchor = x
        self._since_s = t_s
        self.still_s = 0.0
        return 0.0

    def restart(self) -> None:
        """Forget; the next sample begins anew."""
        self._anchor = math.inf
