"""The person's own range: how high a lift must go to be a repetition adapts to the ones before, above a floor."""

from __future__ import annotations

import math
from collections import deque
from typing import Final

from levelhip.exercise.protocol import Kind
from levelhip.session.measures import median

REACHED_SHARE: Final[dict[Kind, float]] = {"hold": 0.47, "movement": 0.4}
"""A repetition reaches at least this share of the person's usual height."""
REMEMBERED: Final = 5


class OwnRange:
    """Heights of the last repetitions, in the signal's unit. `absolute`: the floor alone decides (a press's band)."""

    def __init__(self, least: float, kind: Kind, *, absolute: bool = False) -> None:
        self.least = least
        self._absolute = absolute
        self._share = REACHED_SHARE[kind]
        self._heights: deque[float] = deque(maxlen=REMEMBERED)
        self.wanted = least
        """The smallest height that is a repetition now."""
        self.low = least
        """What is low beside the person's usual height, a repetition or not."""

    @property
    def is_known(self) -> bool:
        """Whether any repetition was counted yet."""
        return bool(self._heights)

    @property
    def usual(self) -> float:
        """The usual height; 0 while none is known."""
        return median(self._heights) if self._heights else 0.0

    def add(self, height: float) -> None:
        """A repetition of this height was counted."""
        self._heights.append(height)
        self.low = max(self.least, self._share * median(self._heights))
        if not self._absolute:
            self.wanted = self.low

    def fits(self, height: float, beside: float) -> bool:
        """Whether a lift of `height` is a repetition beside one that reached `beside`."""
        return math.isfinite(height) and height >= self._share * beside
