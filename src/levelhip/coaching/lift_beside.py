"""How high the leg is, told by a second sensor while the belt counts. It annotates: nothing waits for it, or stops.

lift (camera or shin) -> slack -> tension -> hold -> release: the second sensor tells the first, the belt the others.
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median
from typing import Any, Final

from levelhip.coaching.measuring import STILL_S, Way
from levelhip.exercise.protocol import RepSignal
from levelhip.exercise.signals import Sample, Side
from levelhip.session.events import RepCompleted
from levelhip.session.features import Feature, make_feature
from levelhip.session.filters import Stillness
from levelhip.session.hold_clock import GAP_S

KEPT_EVERY_S: Final = 0.1
"""Heights are kept this far apart until their hold has been judged."""
MOST_KEPT: Final = 8000
"""Heights kept: those of the longest hold there is, and some more."""
FIRST_STILL_S: Final = 1.0
"""Still for so long before the first lift of a side the leg is at rest."""


class LiftBeside:
    """Follows `way`, which brings `signal`. Heights are degrees from where the leg rests, whatever the direction."""

    def __init__(self, way: Way, signal: RepSignal) -> None:
        self.way, self.signal = way, signal
        self.holds: list[dict[str, Any]] = []
        """Of every repetition how high the leg was held: the median; None where it was not seen."""
        self._feature: Feature | None = None
        self._side: Side | None = None
        self._stillness = Stillness(signal.still)
        self._heights: deque[tuple[float, float]] = deque(maxlen=MOST_KEPT)
        self._rest_deg = self._height_deg = math.nan
        self._t_s = -math.inf

    def take(self, t_s: float, value: Sample, side: Side, *, slack: bool) -> None:
        """One sample. `slack`: the belt is loose, so that the leg may be at rest."""
        if side != self._side or self._feature is None:
            self._begin(side)
        found = self._feature.push(t_s, value) if self._feature is not None and t_s > self._t_s else None
        if found is None:
            return
        if t_s - self._t_s > GAP_S:
            self._stillness.restart()
        self._t_s = t_s
        came_to_rest = self._has_come_to_rest(*found)
        if slack and came_to_rest:
            self._rest_deg = self._zero(found[1])
            self._height_deg = 0.0
        else:
            self._height_deg = abs(found[1] - self._rest_deg)
        if not math.isnan(self._height_deg) and (not self._heights or found[0] - self._heights[-1][0] >= KEPT_EVERY_S):
            self._heights.append((found[0], self._height_deg))

    def _begin(self, side: Side) -> None:
        self._side = side
        self._feature = make_feature(self.signal.feature, self.signal.quantity, side)
        self._stillness.restart()
        self._heights.clear()
        self._rest_deg = self._height_deg = math.nan

    def _has_come_to_rest(self, t_s: float, deg: float) -> bool:
        """Whether the leg has just now been still for long enough: told once for each time it lies still."""
        enough_s = FIRST_STILL_S if math.isnan(self._rest_deg) else STILL_S
        before_s = self._stillness.still_s
        return self._stillness.push(t_s, deg) >= enough_s > before_s

    def _zero(self, deg: float) -> float:
        """The leg is at rest: a rotation in any direction is counted from here. Gives the level of rest from now on."""
        if self._feature is None or self._feature.signed:
            return deg
        self._feature.rezero()
        self._stillness.restart()
        return 0.0

    def completed(self, event: RepCompleted) -> None:
        """A repetition has been judged: how high the leg was in its hold."""
        start_s, end_s = event.measures.hold_start_s, event.measures.hold_end_s
        seen = [height_deg for t_s, height_deg in self._heights if start_s <= t_s < end_s]
        lift_deg = round(median(seen), 3) if seen else None
        self.holds.append({"side": event.side, "number": event.number, "lift_deg": lift_deg})

    def height_deg(self, now_s: float) -> float:
        """How high the leg is (NaN: not known)."""
        return self._height_deg if now_s - self._t_s <= GAP_S else math.nan

    def is_lifted(self, now_s: float) -> bool:
        """Whether the leg is seen to be up: by the smallest lift that counts where this sensor counts."""
        return self.height_deg(now_s) >= self.signal.least
