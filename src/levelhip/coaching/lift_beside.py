"""A second sensor on the leg, or in front of it, while the belt counts. It annotates: nothing waits for it, or stops.

lift (camera or shin) -> slack -> tension -> hold -> release (belt) -> lowered (camera or shin). What of that is kept is
`session/leg_beside.py`'s; here is what it shows at once: how high the leg is now.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from levelhip.coaching.measuring import STILL_S, Way
from levelhip.exercise.protocol import Prescription, RepSignal
from levelhip.exercise.signals import Sample, Side
from levelhip.session.chain import Chain, chain_sources
from levelhip.session.events import Event
from levelhip.session.hold_clock import GAP_S
from levelhip.session.leg_beside import AWAY_S, LegBeside
from levelhip.session.leg_pose import Pose, StillPose, away_deg

FIRST_STILL_S: Final = 1.0
"""Still for so long before the first lift of a side the leg is at rest."""
STILL_UP_S: Final = 8.0
"""Still for so long well above where it rested, the leg rests there now: nobody holds it up as long without a press."""


class LiftBeside:
    """Follows `way`, which brings `signal`. Heights are degrees from where the leg rests, whatever the direction."""

    def __init__(self, way: Way, signal: RepSignal, prescription: Prescription) -> None:
        self.way, self.signal = way, signal
        self._leg = LegBeside(signal, prescription)
        self._told = 0
        self._side: Side | None = None
        self._still = StillPose(signal.still)
        self._rest: Pose | None = None
        self._height_deg = math.nan
        self._t_s = -math.inf

    def take(self, t_s: float, value: Sample, side: Side, *, slack: bool, settling: bool) -> bool:
        """One sample; False: its time does not go forward.

        `slack`: the belt is loose, so that the leg may rest. `settling`: nothing has been lifted on this side yet.
        """
        if not self._leg.is_next(t_s):
            return False
        if side != self._side:
            self._side, self._rest, self._height_deg = side, None, math.nan
            self._still = StillPose(self.signal.still)
        seen = self._leg.take(t_s, value)
        if seen is not None:
            if t_s - self._t_s > AWAY_S:
                self._rest, self._height_deg = None, math.nan
            self._t_s = t_s
            self._follow(*seen, slack=slack, settling=settling)
        return True

    def _follow(self, t_s: float, pose: Pose, *, slack: bool, settling: bool) -> None:
        still_s = self._still.push(t_s, pose)
        enough_s = FIRST_STILL_S
        if self._rest is not None:
            self._height_deg = away_deg(pose, self._rest)
            if not settling:
                enough_s = STILL_S if self._height_deg < self.signal.least else STILL_UP_S
        if slack and still_s >= enough_s:
            self._rest, self._height_deg = pose, 0.0

    # -- what is kept ------------------------------------------------------------------------------------------------

    def happened(self, event: Event) -> None:
        """The belt's signal has led to this."""
        self._leg.happened(event)

    def news(self) -> list[Chain]:
        """The chains of the repetitions that are over since this was asked last."""
        new = self._leg.chains[self._told :]
        self._told = len(self._leg.chains)
        return new

    def awaited(self, now_s: float) -> bool:
        """Whether the leg of a repetition is still to come down, and will be seen to."""
        return self._leg.waits and now_s - self._t_s <= GAP_S

    def chains(self, closing: Sequence[Event]) -> tuple[Chain, ...]:
        """Every repetition so far, as if the samples ended here, after these last events."""
        return self._leg.so_far(closing)

    def sources(self, belt: str) -> dict[str, str]:
        """Which sensor each quantity is from."""
        return chain_sources(belt, self.way.name)

    # -- what is shown -----------------------------------------------------------------------------------------------

    def height_deg(self, now_s: float) -> float:
        """How high the leg is (NaN: not known)."""
        return self._height_deg if now_s - self._t_s <= GAP_S else math.nan

    def is_lifted(self, now_s: float) -> bool:
        """Whether the leg is seen to be up: by the smallest lift that counts where this sensor counts."""
        return self.height_deg(now_s) >= self.signal.least
