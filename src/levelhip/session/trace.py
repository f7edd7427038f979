"""Keeps a picture of a signal of any length in bounded memory: lows and highs of equal stretches of time."""

from __future__ import annotations

from typing import Final

from levelhip.session.record import TracePoint

MOST_POINTS: Final = 4000
"""More than a screen has columns; when full, neighbours are joined and the stretches are twice as long."""
FIRST_STRETCH_S: Final = 0.02


class TraceCollector:
    """Takes (time, value) pairs in time order; gives at most `MOST_POINTS` points."""

    def __init__(self) -> None:
        self._points: list[tuple[float, float, float]] = []
        self._stretch_s = FIRST_STRETCH_S
        self._until_s = float("-inf")
        self._since_s = self._low = self._high = 0.0

    def take(self, t_s: float, x: float) -> None:
        """One value of the signal."""
        if t_s < self._until_s:
            if x < self._low:
                self._low = x
            elif x > self._high:
                self._high = x
            return
        self._close()
        self._since_s, self._low, self._high = t_s, x, x
        self._until_s = t_s + self._stretch_s

    def _close(self) -> None:
        if self._until_s == float("-inf"):
            return
        self._points.append((self._since_s, self._low, self._high))
        if len(self._points) >= MOST_POINTS:
            pairs = zip(self._points[::2], self._points[1::2], strict=False)
            self._points = [(a[0], min(a[1], b[1]), max(a[2], b[2])) for a, b in pairs]
            self._stretch_s *= 2

    def points(self, *, upside_down: bool, zero: float) -> tuple[TracePoint, ...]:
        """The picture, lifted is up, `zero` (the resting level as taken) taken off."""
        self._close()
        self._until_s = float("-inf")
        if upside_down:
            return tuple(TracePoint(t, zero - high, zero - low) for t, low, high in self._points)
        return tuple(TracePoint(t, low - zero, high - zero) for t, low, high in self._points)
