"""Form channels merged with the driver by time: each sample waits until nothing earlier can come any more."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from typing import Final

from levelhip.exercise.signals import Quantity

MAX_LATENESS_S: Final[dict[Quantity, float]] = {
    Quantity.ACCELERATION: 0.1,
    Quantity.LANDMARKS: 0.25,
    Quantity.MARKERS: 0.1,
    Quantity.FORCE: 0.3,
    Quantity.STRAND_TENSION: 0.3,
    Quantity.ABDUCTION: 0.1,
}
"""How much later than the driver's own time a channel's samples may arrive (starting values)."""
LONGEST_LATENESS_S: Final = max(MAX_LATENESS_S.values())

MOST_WAITING: Final = 20_000
"""More than a minute of the fastest form channel."""

FormQuantities = Mapping[str, float]


class FormQueue:
    """Samples of form channels by time, whatever the order in which the channels arrived."""

    __slots__ = ("waiting",)

    def __init__(self) -> None:
        self.waiting: list[tuple[float, str, tuple[tuple[str, float], ...]]] = []
        """The samples whose turn has not come, as a heap by time."""

    def put(self, t_s: float, source: str, quantities: FormQuantities, driver_s: float) -> bool:
        """Keep a sample for its turn, the driver being at `driver_s`.

        False if its turn has passed (it came later than its lateness allows), or if so many wait that the driver must
        have fallen silent.
        """
        if t_s <= driver_s - LONGEST_LATENESS_S or len(self.waiting) >= MOST_WAITING:
            return False
        heapq.heappush(self.waiting, (t_s, source, tuple(sorted(quantities.items()))))
        return True

    def due(self, driver_s: float) -> Iterator[tuple[float, FormQuantities]]:
        """The samples, in time order, that the driver at `driver_s` has left behind by the longest lateness."""
        while self.waiting and self.waiting[0][0] <= driver_s - LONGEST_LATENESS_S:
            t_s, _, quantities = heapq.heappop(self.waiting)
            yield t_s, dict(quantities)
