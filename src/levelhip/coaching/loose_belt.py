"""What the belt's sensor must show before a set: it hangs loose, which is zero; one pull says ready; then it is slack.

A load cell cannot see whether anybody wears the belt. The pull tells it, without a hand on the screen.
"""

from __future__ import annotations

import math
from typing import Final

from levelhip.coaching.belt import Belt
from levelhip.coaching.measuring import LyingStill
from levelhip.coaching.set_up_check import Agreed, Condition
from levelhip.exercise.protocol import RepSignal
from levelhip.exercise.signals import Side
from levelhip.session.hold_clock import GAP_S

PULL_S: Final = 0.3
"""Pulled for so long the belt tells that its wearer is ready; a knock is shorter (convention)."""


class LooseBelt:
    """Follows one set-up. A pull below the exercise's smallest press, `signal.least`, is none."""

    def __init__(self, belt: Belt, signal: RepSignal, side: Side, *, wait_for_pull: bool) -> None:
        self._belt, self._signal, self._side = belt, signal, side
        self._pulled = not wait_for_pull
        self._zero_from_s, self._heard_s = math.inf, -math.inf
        self._forget()

    def _forget(self) -> None:
        self._slack, self._below_zero, self._pulls = Agreed(), Agreed(), Agreed(PULL_S)
        self._hanging = LyingStill(self._signal, self._side)

    # -- in ----------------------------------------------------------------------------------------------------------

    def zero_from(self, t_s: float) -> None:
        """From then on the belt hangs loose, as it was asked to, and is to be zeroed, perhaps once more."""
        self._belt.zeroed = False
        self._zero_from_s = t_s
        self._forget()

    def ready(self) -> None:
        """The person has said that they are."""
        self._pulled = True

    def hangs_still(self, t_s: float, force_n: float) -> bool:
        """One sample of a belt that is not zeroed yet; True once it has hung still for long enough, and is zero."""
        self._heard_s = t_s
        self._hanging.take(t_s, force_n)
        if t_s >= self._zero_from_s and self._hanging.is_still(t_s):
            self._belt.zero()
        return self._belt.zeroed

    def pulls_below_zero(self, t_s: float, force_n: float) -> bool:
        """One sample of a zeroed belt; True where it says for a while that zero was taken while somebody pulled."""
        self._heard_s, least_n = t_s, self._signal.least
        self._slack.see(t_s, raw=abs(force_n) < least_n)
        self._below_zero.see(t_s, raw=force_n <= -least_n)
        self._pulls.see(t_s, raw=force_n >= least_n)
        self._pulled = self._pulled or self._pulls.value is True
        return self._below_zero.value is True

    # -- out ---------------------------------------------------------------------------------------------------------

    def is_heard(self, now_s: float) -> bool:
        """Whether the sensor is there."""
        return now_s - self._heard_s <= GAP_S

    @property
    def zeroed(self) -> bool:
        """Whether zero is known."""
        return self._belt.zeroed

    @property
    def fulfilled(self) -> bool:
        """Whether its wearer is ready, and the belt is loose."""
        return self.zeroed and self._pulled and self._slack.value is True

    def conditions(self) -> list[Condition]:
        """What must hold, in the order in which it is asked for; what only the person can know is not among it."""
        return [("zero", self.zeroed), ("belt", None), ("pull", self._pulled), ("slack", self._slack.value)]

    def trouble(self, now_s: float) -> str:
        """The first thing that is not as it should be; "" where nothing is known to be wrong."""
        if not self.is_heard(now_s):
            return "no_signal"
        if not self.zeroed:
            return "not_loose"
        if self._slack.value is False:
            return "belt_tight"
        return "" if self._pulled else "not_pulled"
