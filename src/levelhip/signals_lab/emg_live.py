"""Bursts as they happen: the same band and the same two states, told a tenth of a second after.

What `levelhip emg FILE` finds afterwards is surer: it sees both sides of an edge. Here every event is final.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy import signal

from levelhip.signals_lab.emg_band import LOW_HZ, ORDER, upper_edge_hz
from levelhip.signals_lab.emg_bursts import FAINTEST_UV, LEVEL_SHARE, LEVEL_WINDOW_S, SMOOTH_BINS
from levelhip.signals_lab.emg_signal import check_rate

# As in `emg_bursts`, with a margin for what is not known yet.
ON_DB: Final = 8.0
OFF_DB: Final = 5.0
READY_S: Final = 2.0
"""So long the muscle should rest first."""
BIN_S: Final = 0.01
LEVEL_EVERY: Final = 25
SETTLED_BINS: Final = 45
NOTHING: Final = 1e-30
DB: Final = 10
READY_BINS: Final = round(READY_S / BIN_S)
LEVEL_BINS: Final = round(LEVEL_WINDOW_S / BIN_S)


@dataclass(frozen=True, slots=True)
class LiveBurst:
    """The muscle went on, or off, at `t_s` seconds from the first sample. `rms_uv`: of the burst that is over."""

    kind: Literal["on", "off"]
    t_s: float
    rms_uv: float | None = None


class LiveBursts:
    """Takes samples as they come and says when the muscle goes on and off; how they are cut changes nothing.

    The first two seconds are the background, so the muscle should rest. Raises EmgError: too few samples a second.
    """

    def __init__(self, rate_hz: float) -> None:
        check_rate(rate_hz)
        band = (LOW_HZ, upper_edge_hz(rate_hz))
        self._sections = signal.butter(ORDER, band, "bandpass", fs=rate_hz, output="sos")
        self._state: npt.NDArray[np.float64] | None = None
        self._width = max(1, round(BIN_S * rate_hz))
        self._bin_s = self._width / rate_hz
        self._rest: npt.NDArray[np.float64] = np.zeros(0)
        self._bins: deque[float] = deque(maxlen=SMOOTH_BINS)
        self._smooth: deque[float] = deque(maxlen=LEVEL_BINS)
        self._level = 0.0
        self._count = 0
        self._last = 0.0
        self._burst: list[float] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the background is known."""
        return self._count >= READY_BINS

    def receive(self, values_uv: npt.ArrayLike) -> list[LiveBurst]:
        """Take the next samples, uV; one that is missing (NaN) counts as the one before it."""
        values = np.asarray(values_uv, dtype=np.float64).copy()
        for place in np.flatnonzero(~np.isfinite(values)):
            values[place] = values[place - 1] if place else self._last
        if not len(values):
            return []
        if self._state is None:  # as if the first value had been there for ever: no step to ring
            self._state = signal.sosfilt_zi(self._sections) * values[0]
        self._last = float(values[-1])
        filtered, self._state = signal.sosfilt(self._sections, values, zi=self._state)
        waiting = np.concatenate((self._rest, filtered))
        whole = len(waiting) // self._width
        self._rest = waiting[whole * self._width :]
        powers = np.square(waiting[: whole * self._width]).reshape(whole, self._width).mean(axis=1)
        return [event for power in powers.tolist() if (event := self._bin(power)) is not None]

    def _bin(self, power: float) -> LiveBurst | None:
        """Take one bin of 10 ms."""
        self._bins.append(power)
        self._count += 1
        smooth = sorted(self._bins)[len(self._bins) // 2]
        if self._count > SETTLED_BINS:  # the filter has settled
            self._smooth.append(smooth)
        if self._count % LEVEL_EVERY == 0 and self._smooth:
            ordered = sorted(self._smooth)
            self._level = max(ordered[int(LEVEL_SHARE * len(ordered))], FAINTEST_UV**2)
        if not self.is_ready:
            return None
        if self._burst is not None:
            self._burst.append(power)
        above_db = DB * np.log10(max(smooth, NOTHING) / self._level)
        middle_s = (self._count - SMOOTH_BINS // 2 - 1) * self._bin_s  # where the median has just turned
        if self._burst is None and above_db > ON_DB:
            self._burst = list(self._bins)[SMOOTH_BINS // 2 :]
            return LiveBurst("on", middle_s)
        if self._burst is not None and above_db < OFF_DB:
            inside = self._burst[: -(SMOOTH_BINS // 2)] or self._burst
            self._burst = None
            return LiveBurst("off", middle_s, float(np.sqrt(np.mean(inside))))
        return None
