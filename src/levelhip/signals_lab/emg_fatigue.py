"""Whether the spectrum sinks while the muscle works: the median frequency, only where the sampling rate carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import fft

from levelhip.exercise.sentence import sentence
from levelhip.exercise.wording import N_
from levelhip.signals_lab.emg_band import Banded
from levelhip.signals_lab.emg_bursts import Bursts
from levelhip.signals_lab.emg_signal import MINUTE_S, PERCENT, RefusedError

LEAST_RATE_HZ: Final = 1000.0
"""Below, the upper part of the spectrum is missing."""
WINDOW_S: Final = 1.0
LEAST_WINDOWS: Final = 10
"""Seconds of contraction before a trend is spoken of."""
KEPT: Final = 0.99
"""A nominal rate is not kept to the last digit."""
TOO_SLOW: Final = N_("needs {needed} samples a second; these are {rate}")
TOO_SHORT: Final = N_("needs {needed} s of contraction, in bursts of {window} s and more; there are {count}")


@dataclass(frozen=True, slots=True)
class MedianFrequency:
    """`mean_hz` of all windows; `change_percent_per_min`: the straight line through them, of its beginning."""

    mean_hz: float
    change_percent_per_min: float
    windows: int


def median_frequency(banded: Banded, bursts: Bursts, recorded_hz: float) -> MedianFrequency:
    """The median frequency of the windows of 1 s inside bursts, and its trend. Raises RefusedError."""
    if recorded_hz < KEPT * LEAST_RATE_HZ:
        raise RefusedError(sentence(TOO_SLOW, needed=LEAST_RATE_HZ, rate=f"{recorded_hz:.4g}"))
    width = round(WINDOW_S * banded.rate_hz)
    times, found = [], []
    for burst in bursts.bursts:
        start = round((burst.onset_s or 0.0) * banded.rate_hz)
        stop = len(banded.values_uv) if burst.offset_s is None else round(burst.offset_s * banded.rate_hz)
        for first in range(start, stop - width + 1, width):
            times.append((first + width / 2) / banded.rate_hz)
            found.append(_median_hz(banded, first, first + width))
    if len(found) < LEAST_WINDOWS:
        raise RefusedError(sentence(TOO_SHORT, needed=LEAST_WINDOWS, window=WINDOW_S, count=len(found)))
    minutes = np.array(times) / MINUTE_S
    slope, level = np.polyfit(minutes - minutes[0], np.array(found), 1)
    return MedianFrequency(float(np.mean(found)), PERCENT * float(slope / level), len(found))


def _median_hz(banded: Banded, start: int, stop: int) -> float:
    """The frequency that halves the power of a window, between bins."""
    piece = banded.values_uv[start:stop] * np.hanning(stop - start)
    power = np.square(np.abs(fft.rfft(piece)))
    below = np.cumsum(power)
    place = float(np.interp(below[-1] / 2, below, np.arange(len(power)) + 1 / 2))
    return place * banded.rate_hz / (stop - start)
