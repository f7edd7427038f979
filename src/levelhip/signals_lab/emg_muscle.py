"""One muscle from its samples to what is known of it, in the one order: clicks, band, bursts, quality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import ndimage

from levelhip.signals_lab.emg_band import Banded, band_pass
from levelhip.signals_lab.emg_bursts import Bursts, find_bursts
from levelhip.signals_lab.emg_clicks import without_clicks
from levelhip.signals_lab.emg_quality import Quality, flat, judge
from levelhip.signals_lab.emg_signal import Doubles, EmgSignal, Flags, even_signal

AROUND_MISSING_S: Final = 0.02
"""What lies this near to missing samples is not judged either: the filter has mixed them."""


@dataclass(frozen=True, slots=True)
class Muscle:
    """All that was found in one channel; times of `bursts` are seconds from the first sample, `given.start_s`."""

    given: EmgSignal
    banded: Banded
    bursts: Bursts
    quality: Quality


def read_muscle(t_s: Doubles, values_uv: Doubles) -> Muscle:
    """Judge a channel (s, uV; NaN: missing). Raises EmgError: one line says what is wrong with it."""
    given = even_signal(t_s, values_uv)
    mended, clicks = without_clicks(given.values_uv, given.rate_hz)
    banded = band_pass(mended, given.rate_hz)
    unheard = given.missing | flat(given)
    bursts = find_bursts(banded, _missing(unheard, given.rate_hz, banded) if unheard.any() else None)
    return Muscle(given, banded, bursts, judge(given, banded, bursts, clicks))


def bursts_of(values_uv: Doubles, rate_hz: float) -> Bursts:
    """The bursts alone, of samples that are evenly spaced and whole."""
    mended, _ = without_clicks(values_uv.astype(np.float32), rate_hz)
    return find_bursts(band_pass(mended, rate_hz))


def _missing(unheard: Flags, rate_hz: float, banded: Banded) -> Flags:
    """Which samples of the band-passed signal are not judged."""
    near = ndimage.maximum_filter1d(unheard, 2 * round(AROUND_MISSING_S * rate_hz) + 1)
    every = round(rate_hz / banded.rate_hz)
    padded = np.zeros(len(banded.values_uv) * every, np.bool_)
    padded[: len(near)] = near[: len(padded)]
    flags: Flags = np.any(padded.reshape(-1, every), axis=1)
    return flags
