"""Where rest is: the level at which the signal stays still, followed down at once and up only when still."""

from __future__ import annotations

import math
from typing import Final

from levelhip.session.filters import Stillness

TICK_S: Final = 1e-3
"""Taken off every limit of time, so that round rates do not stand on a knife's edge."""
SETTLED_S: Final = 0.8 - TICK_S
"""Still for this long is rest, where nothing was known of it."""
STILL_S: Final = 0.5 - TICK_S
"""Still for this long, a known rest moves to where the signal is: slow drift, a leg laid down a little differently."""
LOWER_S: Final = 0.2 - TICK_S
"""Below rest for this long, rest is lower than thought; a shorter dip is a jerk."""
HIGHER_S: Final = 1.0 - TICK_S
"""Above rest by more than what is still for this long, rest is higher; before that, a lift may begin slowly."""
DOWN_TAU_S: Final = 0.05
UP_TAU_S: Final = 1.0
LONGEST_STEP_S: Final = 0.5


class RestingLevel(Stillness):
    """The resting level of one signal, in its unit; NaN while it is not known.

    Every sample is pushed, lifted or not; those at rest are followed, too.
    """

    __slots__ = ("_above_s", "_below_s", "level")

    def __init__(self, tolerance: float) -> None:
        super().__init__(tolerance)
        self.level = math.nan
        self._above_s = self._below_s = 0.0

    def follow(self, x: float, dt: float) -> None:
        """A sample at rest: the level goes where the signal is, if it stays there."""
        level = self.level
        away = x - level
        if away < 0.0:
            self._above_s = 0.0
            self._below_s += min(dt, LONGEST_STEP_S)
            if self._below_s >= LOWER_S:
                level += away * (dt / (DOWN_TAU_S + dt))
        elif away > self.tolerance:
            self._below_s = 0.0
            self._above_s += min(dt, LONGEST_STEP_S)
            if self._above_s < HIGHER_S:
                return
        else:
            self._above_s = self._below_s = 0.0
        if self.still_s >= STILL_S:
            level += (x - level) * (dt / (UP_TAU_S + dt))
        self.level = level

    @property
    def is_lower(self) -> bool:
        """Whether the signal has been below the level for so long that rest is lower than thought."""
        return self._below_s >= LOWER_S

    def set(self, level: float) -> None:
        """Rest is here."""
        self.level = level
        self._above_s = self._below_s = 0.0
