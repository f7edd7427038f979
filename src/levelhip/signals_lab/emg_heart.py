"""Heart beats in a muscle signal: what is heard between the bursts and comes again at a steady distance."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import fft, ndimage, signal

from levelhip.signals_lab.emg_bursts import Bursts
from levelhip.signals_lab.emg_signal import MINUTE_S, Doubles, EmgSignal, Flags

BEAT_HZ: Final = (8.0, 40.0)
"""Where most of a heart beat is."""
BEAT_LAGS_S: Final = (0.4, 1.5)
"""From beat to beat: 150 to 40 a minute."""
BEAT_LIKENESS: Final = 0.25
"""How alike (a correlation) what comes again must be."""
BEAT_LONGEST_S: Final = 0.15
"""A shorter burst may be a beat itself, and is listened to."""
LEAST_REST_S: Final = 15.0
"""Fewer seconds between the bursts tell nothing."""

SLOW_HZ: Final = 200.0
SMOOTH_S: Final = 0.08
AROUND_S: Final = 0.1
TOP_PERCENT: Final = 99
FEWEST_PAIRS: Final = 20


def heart_rate(given: EmgSignal, bursts: Bursts) -> float | None:
    """Beats a minute; None where none are heard, or there is too little rest to hear them in."""
    every = max(1, round(given.rate_hz / SLOW_HZ))
    count = len(given.values_uv) // every
    rate_hz = given.rate_hz / every
    rest = _rest(count, rate_hz, bursts, given.duration_s)
    if np.count_nonzero(rest) < LEAST_REST_S * rate_hz:
        return None
    slow = given.values_uv[: count * every].reshape(count, every).mean(axis=1)
    shape = _beats(slow.astype(np.float64), rest, rate_hz)
    power = float(np.mean(np.square(shape[rest])))
    if power <= 0:
        return None
    lags = np.arange(round(BEAT_LAGS_S[0] * rate_hz), round(BEAT_LAGS_S[1] * rate_hz))
    pairs = _correlated(rest.astype(np.float64), int(lags[-1]))[lags]
    alike = _correlated(shape, int(lags[-1]))[lags] / np.maximum(pairs, 1) / power
    likeness = np.where(pairs > count / FEWEST_PAIRS, alike, 0)
    best = int(np.argmax(likeness))
    is_inside = 0 < best < len(lags) - 1
    return MINUTE_S * rate_hz / float(lags[best]) if is_inside and likeness[best] > BEAT_LIKENESS else None


def _rest(count: int, rate_hz: float, bursts: Bursts, end_s: float) -> Flags:
    """Which samples lie outside bursts that are too long to be beats."""
    rest = np.ones(count, np.bool_)
    for burst in bursts.bursts:
        start_s, stop_s = burst.onset_s or 0.0, burst.offset_s or end_s
        if stop_s - start_s > BEAT_LONGEST_S:
            rest[max(0, round((start_s - AROUND_S) * rate_hz)) : round((stop_s + AROUND_S) * rate_hz)] = False
    return rest


def _beats(slow: Doubles, rest: Flags, rate_hz: float) -> Doubles:
    """The energy in the band of the heart while the muscle rests, about zero; nothing where it does not rest."""
    sections = signal.butter(2, BEAT_HZ, "bandpass", fs=rate_hz, output="sos")
    energy = np.square(signal.sosfiltfilt(sections, slow))
    energy = ndimage.uniform_filter1d(energy, max(1, round(SMOOTH_S * rate_hz)))
    shape = np.where(rest, np.minimum(energy, float(np.percentile(energy[rest], TOP_PERCENT))), np.nan)
    beats: Doubles = np.nan_to_num(shape - np.nanmean(shape))
    return beats


def _correlated(values: Doubles, most: int) -> Doubles:
    """The sums of products of all pairs that are 0, 1, ... `most` apart."""
    length = fft.next_fast_len(len(values) + most + 1, real=True)
    spectrum = fft.rfft(values, length)
    sums: Doubles = fft.irfft(np.square(np.abs(spectrum)), length)[: most + 1]
    return sums
