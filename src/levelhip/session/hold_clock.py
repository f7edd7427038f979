"""The hold clock: it runs only while the press, or the lift, is inside its band. Time out of it is counted apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from levelhip.exercise.protocol import LIFT_BAND_DEG
from levelhip.session.resting import TICK_S

GAP_S: Final = 0.5
"""An interval longer than this is a gap: nothing in it counts as held."""
BREAK_LEAST_S: Final = 0.2 - TICK_S
"""Out of the band for less than this is tremor, not a break."""
BAND_LEAST_SHARE: Final = 0.5
"""A lift lower than its band is wide must keep this share of its height (convention)."""
CREEP_TAU_S: Final = 0.5
"""A leg that goes on lifting against the belt takes the place where it was stopped with it, this slowly."""
CREEP_LEAST_DEG: Final = 0.25
"""Less than this above where it was stopped is noise."""


class Tick(Enum):
    """What a sample meant to the clock."""

    NOTHING = auto()
    SECOND = auto()  # another whole valid second
    OUT = auto()  # outside the band
    BACK = auto()  # inside again


class HoldClock:
    """Heights above rest go in, valid seconds come out; both in the unit of the signal."""

    __slots__ = (
        "_breaks",
        "_creep_from",
        "_entries",
        "_in_band",
        "_stop",
        "high",
        "low",
        "out_since_s",
        "over_s",
        "valid_s",
    )

    def __init__(self) -> None:
        self.low = math.inf
        self.high = math.inf
        self.valid_s = 0.0
        self.over_s = 0.0
        """Seconds above the band: pressed too hard."""
        self.out_since_s = math.nan
        """When the band was left, NaN inside it."""
        self._stop = math.nan
        self._creep_from = math.nan
        self._in_band = False
        self._breaks: list[tuple[float, float]] = []
        self._entries: list[tuple[float, float]] = []

    @property
    def seconds(self) -> int:
        """Whole valid seconds."""
        return int(self.valid_s + TICK_S)

    def stop_at(self, height: float) -> None:
        """The belt, or the person, has stopped the leg here: the band is what is near it (convention)."""
        self._stop = height
        self._creep_from = height + CREEP_LEAST_DEG
        self.low = max(BAND_LEAST_SHARE * height, height - LIFT_BAND_DEG)

    def start(self, t_s: Sequence[float], heights: Sequence[float]) -> float:
        """Begin to count at the last sample given, and credit what was in the band without a break just before it.

        That the band was entered for good is known only now. Gives the time at which it was.
        """
        low, high = self.low, self.high
        i = len(t_s) - 1
        while i > 0 and low <= heights[i - 1] <= high and t_s[i] - t_s[i - 1] <= GAP_S:
            i -= 1
        self.valid_s = t_s[-1] - t_s[i]
        self._in_band = True
        self._entries.append((t_s[i], 0.0))
        return t_s[i]

    def take(self, t_s: float, height: float, dt: float) -> Tick:
        """One sample. An interval counts only if both its ends are in the band and it is no gap."""
        was_in_band = self._in_band
        self._in_band = in_band = self.low <= height <= self.high
        if not in_band:
            if was_in_band:
                self.out_since_s = t_s - dt if dt <= GAP_S else t_s
            if height > self.high:
                self.over_s += min(dt, GAP_S)
            return Tick.OUT
        if not was_in_band:
            if self.out_since_s == self.out_since_s:
                self._breaks.append((self.out_since_s, t_s))
            self.out_since_s = math.nan
            self._entries.append((t_s, self.valid_s))
            return Tick.BACK
        if dt > GAP_S:
            return Tick.NOTHING
        seconds = self.seconds
        self.valid_s += dt
        if height > self._creep_from:
            self.stop_at(self._stop + (height - self._stop) * (dt / (CREEP_TAU_S + dt)))
        return Tick.SECOND if self.seconds > seconds else Tick.NOTHING

    def valid_within(self, start_s: float, end_s: float) -> float:
        """Valid seconds of what entered the band in [start_s, end_s): all, unless some belongs to another hold."""
        if not any(start_s <= entered_s < end_s for entered_s, _ in self._entries):
            return self.valid_s
        return self._valid_before(end_s) - self._valid_before(start_s)

    def _valid_before(self, t_s: float) -> float:
        """Valid seconds counted when the band was next entered at or after `t_s`; all where it was not."""
        return next((valid_s for entered_s, valid_s in self._entries if entered_s >= t_s), self.valid_s)

    def broken_s(self, start_s: float, end_s: float) -> float:
        """Seconds out of the band within [start_s, end_s) that were taken up again."""
        return math.fsum(max(0.0, min(back, end_s) - max(out, start_s)) for out, back in self._breaks)
