"""Whether a muscle signal is worth reading, before anything is read from it: mains, clipping, contact, heart beats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import fft, ndimage, signal

from levelhip.signals_lab.emg_band import Banded
from levelhip.signals_lab.emg_bursts import FAINTEST_UV, Bursts
from levelhip.signals_lab.emg_signal import Doubles, EmgSignal, Flags

Verdict = Literal["good", "fair", "poor"]

# levelhip_convention: from which share on something is said, and from which it is bad.
HUM_FAIR: Final = 0.1
HUM_POOR: Final = 0.5
CLIPPED_FAIR: Final = 0.0001
CLIPPED_POOR: Final = 0.01
LOST_FAIR: Final = 0.001
LOST_POOR: Final = 0.2
CLICKS_A_MINUTE: Final = 2.0
STANDS_OUT_FAIR_DB: Final = 10.0
FLAT_S: Final = 0.05
CLIPPED_RUN: Final = 3
BEAT_HZ: Final = (8.0, 40.0)
BEAT_LAGS_S: Final = (0.4, 1.5)
BEAT_LIKENESS: Final = 0.25
BEAT_LONGEST_S: Final = 0.15
LEAST_REST_S: Final = 15.0


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares are 0-1. `heart_rate_per_min`: None where no heart beat is heard. `notes`: what to know, in words."""

    verdict: Verdict
    mains_hz: float | None
    hum_share: float
    clipped_share: float
    contact_lost_share: float
    missing_share: float
    clicks: int
    heart_rate_per_min: float | None
    notes: tuple[str, ...]


def flat(given: EmgSignal) -> Flags:
    """Which samples belong to stretches of 50 ms and more without any change: an electrode that has come off."""
    still = np.concatenate((np.diff(given.values_uv) == 0, (False,)))
    return _runs_of(still, round(FLAT_S * given.rate_hz))


def judge(given: EmgSignal, banded: Banded, bursts: Bursts, clicks: int) -> Quality:
    """Judge a signal by what was found in it."""
    lost = float(np.mean(flat(given) & ~given.missing))
    clipped = _clipped_share(given)
    missing = float(given.missing.mean())
    rate = _heart_rate(given, bursts)
    silent = banded.hum_share == 0 and bursts.background_uv < FAINTEST_UV and not bursts.bursts
    many_clicks = clicks > CLICKS_A_MINUTE * max(1.0, given.duration_s / 60)
    said: list[tuple[Verdict, str]] = []
    if silent:
        said.append(("poor", "nothing is heard: check the electrodes and the cable"))
    for share, fair, poor, words in (
        (banded.hum_share, HUM_FAIR, HUM_POOR, f"mains hum of {banded.mains_hz or 0:g} Hz is {{}} of the signal"),
        (clipped, CLIPPED_FAIR, CLIPPED_POOR, "the amplifier was driven to its end in {} of the samples"),
        (0.0 if silent else lost, LOST_FAIR, LOST_POOR, "contact was lost for {} of the time"),
        (missing, LOST_FAIR, LOST_POOR, "{} of the samples are missing"),
    ):
        if share >= fair:
            said.append(("poor" if share >= poor else "fair", words.format(_percent(share))))
    if many_clicks:
        said.append(("fair", f"{clicks} clicks were bridged: fix the cable"))
    if rate is not None:
        said.append(("fair", f"heart beats are heard in it, about {rate:.0f} a minute: what is shorter may be one"))
    if bursts.bursts and bursts.stands_out_db < STANDS_OUT_FAIR_DB:
        said.append(("fair", f"the muscle stands out by {bursts.stands_out_db:.0f} dB only: edges are less sure"))
    verdicts = {each for each, _ in said}
    verdict: Verdict = "poor" if "poor" in verdicts else "fair" if verdicts else "good"
    notes = tuple(words for _, words in said)
    return Quality(verdict, banded.mains_hz, banded.hum_share, clipped, lost, missing, clicks, rate, notes)


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %" if share < 0.1 else f"{100 * share:.0f} %"  # noqa: PLR2004 - two digits


def _runs_of(flags: Flags, least: int) -> Flags:
    """Those flags that stand in runs of at least `least`."""
    edges = np.flatnonzero(np.diff(np.concatenate(((False,), flags, (False,)))))
    out = np.zeros(len(flags), np.bool_)
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if stop - start >= least:
            out[start:stop] = True
    return out


def _clipped_share(given: EmgSignal) -> float:
    """The share of samples that stand at the very highest or lowest value, three or more on end."""
    values = given.values_uv
    low, high = float(values.min()), float(values.max())
    if high - low <= 0:
        return 0.0
    ends = ((values == high) | (values == low)) & ~given.missing
    clipped = _runs_of(ends, CLIPPED_RUN) & ~flat(given)
    far = max(high, -low) > 3 * float(np.std(values))
    return float(np.mean(clipped)) if far or np.mean(clipped) > CLIPPED_POOR else 0.0


def _heart_rate(given: EmgSignal, bursts: Bursts) -> float | None:
    """Beats a minute, if what is heard between the bursts comes again at a steady distance."""
    every = max(1, round(given.rate_hz / 200))
    count = len(given.values_uv) // every
    slow = given.values_uv[: count * every].reshape(count, every).mean(axis=1)
    rate_hz = given.rate_hz / every
    rest = np.ones(count, np.bool_)
    for burst in bursts.bursts:
        start_s, stop_s = burst.onset_s or 0.0, burst.offset_s or given.duration_s
        if stop_s - start_s > BEAT_LONGEST_S:
            rest[max(0, round((start_s - 0.1) * rate_hz)) : round((stop_s + 0.1) * rate_hz)] = False
    if np.count_nonzero(rest) < LEAST_REST_S * rate_hz:
        return None
    sections = signal.butter(2, BEAT_HZ, "bandpass", fs=rate_hz, output="sos")
    energy = np.square(signal.sosfiltfilt(sections, slow))
    energy = ndimage.uniform_filter1d(energy, max(1, round(0.08 * rate_hz)))
    top = float(np.percentile(energy[rest], 99))
    shape = np.where(rest, np.minimum(energy, top), np.nan)
    shape = np.nan_to_num(shape - np.nanmean(shape))
    power = float(np.mean(np.square(shape[rest])))
    if power <= 0:
        return None
    lags = np.arange(round(BEAT_LAGS_S[0] * rate_hz), round(BEAT_LAGS_S[1] * rate_hz))
    pairs = _correlated(rest.astype(np.float64), int(lags[-1]))[lags]
    likeness = np.where(pairs > count / 20, _correlated(shape, int(lags[-1]))[lags] / np.maximum(pairs, 1) / power, 0)
    best = int(np.argmax(likeness))
    inside = 0 < best < len(lags) - 1
    return 60 * rate_hz / float(lags[best]) if inside and likeness[best] > BEAT_LIKENESS else None


def _correlated(values: Doubles, most: int) -> Doubles:
    """The sums of products of all pairs that are 0, 1, ... `most` apart."""
    length = fft.next_fast_len(len(values) + most + 1, real=True)
    spectrum = fft.rfft(values, length)
    sums: Doubles = fft.irfft(np.square(np.abs(spectrum)), length)[: most + 1]
    return sums
