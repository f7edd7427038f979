"""Whether a muscle signal is worth reading, before anything is read from it: mains, clipping, contact, heart beats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.wording import N_
from levelhip.signals_lab.emg_band import Banded
from levelhip.signals_lab.emg_bursts import FAINTEST_UV, Bursts
from levelhip.signals_lab.emg_heart import heart_rate
from levelhip.signals_lab.emg_signal import MINUTE_S, PERCENT, EmgSignal, Flags

Verdict = Literal["good", "fair", "poor"]
Note = tuple[Verdict, Sentence]

# From which share on something is said, and from which on the signal is poor.
HUM: Final = (0.1, 0.5)
CLIPPED: Final = (0.0001, 0.01)
LOST: Final = (0.001, 0.2)
CLICKS_A_MINUTE: Final = 2.0
STANDS_OUT_FAIR_DB: Final = 10.0
FLAT_S: Final = 0.05
CLIPPED_RUN: Final = 3
CLIPPED_SPREADS: Final = 3.0
"""The ends of what an amplifier can show lie at least so many standard deviations out."""
DIGITS_BELOW: Final = 10
"""Percent below this are shown with a decimal."""

SILENT: Final = N_("nothing is heard: check the electrodes and the cable")
HUMS: Final = N_("mains hum of {hz} Hz is {percent} % of the signal")
CLIPS: Final = N_("the amplifier was driven to its end in {percent} % of the samples")
CAME_OFF: Final = N_("contact was lost for {percent} % of the time")
MISSING: Final = N_("{percent} % of the samples are missing")
CLICKS: Final = N_("{count} clicks were bridged: fix the cable")
BEATS: Final = N_("heart beats are heard in it, about {rate} a minute: what is shorter may be one")
FAINT: Final = N_("the muscle stands out by {db} dB only: edges are less sure")


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
    notes: tuple[Sentence, ...]


def flat(given: EmgSignal) -> Flags:
    """Which samples belong to stretches of 50 ms and more without any change: an electrode that has come off."""
    still = np.concatenate((np.diff(given.values_uv) == 0, (False,)))
    return _runs_of(still, round(FLAT_S * given.rate_hz))


def judge(given: EmgSignal, banded: Banded, bursts: Bursts, clicks: int) -> Quality:
    """Judge a signal by what was found in it."""
    lost = float(np.mean(flat(given) & ~given.missing))
    clipped, missing = _clipped_share(given), float(given.missing.mean())
    beats = heart_rate(given, bursts)
    is_silent = banded.hum_share == 0 and bursts.background_uv < FAINTEST_UV and not bursts.bursts
    said: list[Note] = [("poor", sentence(SILENT))] if is_silent else []
    said += _share_note(banded.hum_share, HUM, HUMS, hz=banded.mains_hz or 0.0)
    said += _share_note(clipped, CLIPPED, CLIPS)
    said += [] if is_silent else _share_note(lost, LOST, CAME_OFF)
    said += _share_note(missing, LOST, MISSING)
    said += _disturbances(given, bursts, clicks, beats)
    verdicts = {each for each, _ in said}
    verdict: Verdict = "poor" if "poor" in verdicts else "fair" if verdicts else "good"
    notes = tuple(words for _, words in said)
    return Quality(verdict, banded.mains_hz, banded.hum_share, clipped, lost, missing, clicks, beats, notes)


def _share_note(share: float, limits: tuple[float, float], words: str, **more: float) -> list[Note]:
    """What is to be said of a share, if it is large enough."""
    fair, poor = limits
    if share < fair:
        return []
    return [("poor" if share >= poor else "fair", sentence(words, percent=_percent(share), **more))]


def _disturbances(given: EmgSignal, bursts: Bursts, clicks: int, beats: float | None) -> Iterator[Note]:
    """What makes a signal less sure, but never poor."""
    if clicks > CLICKS_A_MINUTE * max(1.0, given.duration_s / MINUTE_S):
        yield "fair", sentence(CLICKS, count=clicks)
    if beats is not None:
        yield "fair", sentence(BEATS, rate=round(beats))
    if bursts.bursts and bursts.stands_out_db < STANDS_OUT_FAIR_DB:
        yield "fair", sentence(FAINT, db=round(bursts.stands_out_db))


def _percent(share: float) -> float:
    """A share in percent, in as many digits as are worth reading."""
    percent = PERCENT * share
    return float(f"{percent:.2g}") if percent < DIGITS_BELOW else round(percent)


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
    clipped = float(np.mean(_runs_of(ends, CLIPPED_RUN) & ~flat(given)))
    is_far = max(high, -low) > CLIPPED_SPREADS * float(np.std(values))
    return clipped if is_far or clipped > CLIPPED[1] else 0.0
