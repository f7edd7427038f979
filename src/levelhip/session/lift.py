"""A lift under way: its samples, how high it went, how far it came down."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from levelhip.session.hold_clock import GAP_S, HoldClock
from levelhip.session.resting import TICK_S

FALLEN_SHARE: Final = 0.25
"""Below this share of its own height a lift has been let down."""
WILD_S: Final = 0.3 - TICK_S
"""Higher than any repetition for this long: not a lift any more."""
SUNK_S: Final = 0.2 - TICK_S
"""A leg on its way down that has not sunk noticeably for this long has come to the end of it."""


class Lift:
    """The samples of a lift, those just before it included; heights are above the rest it left.

    `fallen_least`: below this it is down, however low it was; `noticeable`: less than this is no sinking.
    """

    __slots__ = (
        "_noticeable",
        "_sunk_s",
        "_sunk_to",
        "_wild_s",
        "began_before",
        "clock",
        "fallen_least",
        "fell_s",
        "left_s",
        "let_down_below",
        "lowest",
        "reached",
        "rest_was_lower",
        "signal_was_lost",
        "t_s",
        "top",
        "x",
    )

    def __init__(
        self, samples: Iterable[tuple[float, float]], top: float, fallen_least: float, noticeable: float
    ) -> None:
        self.t_s, self.x = map(list, zip(*samples, strict=True))
        self.left_s = self.t_s[-1]
        self.top = top
        self.fallen_least = fallen_least
        self.let_down_below = fallen_least
        self.lowest = math.inf
        """Lowest value since it was let down."""
        self.fell_s = -math.inf
        self.reached = False
        self.began_before = False
        """Whether it was up when the recording began."""
        self.rest_was_lower = False
        """Whether rest proved to be higher than was thought when it began."""
        self.signal_was_lost = False
        self.clock = HoldClock()
        self._noticeable = noticeable
        self._sunk_to = math.inf
        self._sunk_s = -math.inf
        self._wild_s = 0.0

    def rise_to(self, height: float) -> None:
        """It went higher than before."""
        self.top = height
        self.let_down_below = max(FALLEN_SHARE * height, self.fallen_least)

    def stays_wild(self, dt: float) -> bool:
        """Whether this is no lift of this exercise but turning over or getting up; a knock is too brief for that."""
        self._wild_s += min(dt, GAP_S)
        return self._wild_s >= WILD_S

    def let_down(self, t_s: float, x: float) -> None:
        """It is let down from now on."""
        self.fell_s = self._sunk_s = t_s
        self.lowest = self._sunk_to = x

    def sink(self, t_s: float, x: float) -> None:
        """A sample on the way down."""
        self.lowest = min(self.lowest, x)
        if x < self._sunk_to - self._noticeable:
            self._sunk_to, self._sunk_s = x, t_s

    def has_sunk(self, t_s: float) -> bool:
        """Whether the way down has come to its end; a slow release lies still, as far as one can see, before that."""
        return t_s - self._sunk_s >= SUNK_S
