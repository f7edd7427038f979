"""Rate, length, gaps and oddities of a driving signal, in constant memory; the same live and from a file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from levelhip.exercise.protocol import RepSignal
from levelhip.exercise.signals import Quantity, Sample
from levelhip.session.hold_clock import GAP_S
from levelhip.session.measures import median

JUMP_BACK_S: Final = 1.0
"""Time that goes back by more than this has begun anew; by less, a sample is late and left out."""
STEPS_KEPT: Final = 2000
SLOWEST_HZ: Final = 5.0
STANDARD_GRAVITY: Final = 9.80665


class SignalStatistics:
    """Takes the times and values of the driving channel, in order."""

    def __init__(self) -> None:
        self._last_s = math.nan
        self._steps: list[float] = []
        self._usable = self._total = 0
        self._g_total = 0.0
        self.duration_s = 0.0
        self.gaps = 0

    def restarts(self, t_s: Sequence[float]) -> Iterator[int]:
        """Indices at which time begins anew. Counts steps, gaps and the length on the way."""
        last = self._last_s
        for index, t in enumerate(t_s):
            step = t - last
            if step > 0:
                self.duration_s += step
                if len(self._steps) < STEPS_KEPT:
                    self._steps.append(step)
                if step > GAP_S:
                    self.gaps += 1
                last = t
            elif step < -JUMP_BACK_S:
                last = t
                yield index
            elif not math.isfinite(last):
                last = t
        self._last_s = last

    def count_values(self, values: Sequence[Sample]) -> None:
        """How many samples can be used at all, and how strong gravity seems to be."""
        for value in values:
            if isinstance(value, tuple):
                usable = any(x == x for x in value)  # noqa: PLR0124 - not NaN
                if usable and len(value) == 3 and self._usable < STEPS_KEPT:  # noqa: PLR2004 - an accelerometer
                    self._g_total += math.hypot(*value)
            else:
                usable = value == value  # noqa: PLR0124
            self._usable += usable
        self._total += len(values)

    @property
    def rate_hz(self) -> float:
        """Samples a second, from the usual step."""
        step = median(self._steps)
        return 1.0 / step if step > 0 else math.nan

    def why_nothing(self, signal: RepSignal) -> str:
        """Why nothing can be measured at all; "" where something can."""
        if not self._total:
            return "no rows to measure (all rows have an empty side, or there are none)"
        if not self._usable:
            return f"{signal.quantity} has no usable value in {self._total} rows"
        if not self._steps:
            return f"time does not go forward in any of {self._total} rows, so nothing can be measured"
        return ""

    def warnings(self, signal: RepSignal) -> Iterator[str]:
        """What a person should know about the signal."""
        missing = self._total - self._usable
        if missing:
            yield f"{missing} of {self._total} samples are missing; nothing was counted in them"
        if self.rate_hz < SLOWEST_HZ:
            yield f"{self.rate_hz:.2g} samples a second are few: below {SLOWEST_HZ:g} short holds are missed"
        if signal.quantity is Quantity.ACCELERATION and self._usable:
            gravity = self._g_total / min(self._usable, STEPS_KEPT)
            if not 0.5 < gravity < 1.5:  # noqa: PLR2004 - in g it is near 1
                hint = "; is it in m/s2? (--column ax_g=NAME:m/s2)" if gravity > STANDARD_GRAVITY / 2 else ""
                yield f"the accelerometer reads {gravity:.2g} g where about 1 is expected{hint}"
