"""When a muscle is on: a robust look at the energy finds the bursts, `emg_edges` finds their edges.

Background and muscle are two states of one band-passed noise. The background's level is the lowest tenth of what is
heard around a moment, so it may drift; a burst is what stands clear of it for long enough, by a share of how far the
recording's own bursts stand out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from levelhip.signals_lab.emg_band import Banded
from levelhip.signals_lab.emg_edges import Energies, ranked, refine
from levelhip.signals_lab.emg_signal import MS_A_S

# The background.
LEVEL_WINDOW_S: Final = 15.0
LEVEL_SHARE: Final = 0.1
LEVEL_STEP_DB: Final = 2.0
"""The background changes by no more from window to window: a contraction of a minute is not taken for it."""
FAINTEST_UV: Final = 0.05
HUM_LEFT: Final = 0.07
"""What is left of a hum that was cut out, as a share of its amplitude."""
# The two thresholds above it: one to be on at all, a lower one to stay on.
TOP_PERCENT: Final = 99.0
ON_SHARE: Final = 0.4
LEAST_DB: Final = 5.5
MOST_DB: Final = 9.0
STAY_SHARE: Final = 0.6
LONGEST_GAP_S: Final = 0.08
SHORTEST_S: Final = 0.05
# How finely it is looked at.
FINE_S: Final = 0.002
COARSE: Final = 5
SMOOTH_BINS: Final = 9
SMOOTH_WINDOWS: Final = 3
ALMOST_ONE: Final = 1 - 1e-9
_DB: Final = 10 / np.log(10)

_BIN_MS: Final = FINE_S * COARSE * MS_A_S
METHOD: Final = (
    f"two states of the band-passed energy ({_BIN_MS:g} ms, median of {_BIN_MS * SMOOTH_BINS:g} ms), then each edge by "
    "the posterior median of a change point with a linear ramp of the amplitude"
)
"""After Tenan 2017: of the methods compared there Bayesian change points came nearest to what experts mark."""


@dataclass(frozen=True, slots=True)
class Burst:
    """One burst, [onset, offset) in seconds from the first sample; None: it began before, or goes on after."""

    onset_s: float | None
    offset_s: float | None


@dataclass(frozen=True, slots=True)
class Bursts:
    """All bursts of a signal. `background_uv`: RMS between them; `stands_out_db`: the median burst above it."""

    bursts: tuple[Burst, ...]
    background_uv: float
    stands_out_db: float


def find_bursts(banded: Banded, missing: npt.NDArray[np.bool_] | None = None) -> Bursts:
    """Find the bursts. `missing`: samples of `banded` that were filled; there nothing is on."""
    energies = _energies(banded, missing)
    coarse = energies.coarse(COARSE)
    heard = ~np.isnan(coarse)
    if np.count_nonzero(heard) < SMOOTH_BINS or not np.any(coarse[heard] > 0):
        return Bursts((), 0.0, float("nan"))
    above_db, level = _above_level(coarse + _unheard_power(banded), heard, COARSE * energies.bin_s)
    runs = _runs(above_db, COARSE * energies.bin_s)
    return _refined(energies, coarse, level, runs)


def _unheard_power(banded: Banded) -> float:
    """What no burst is told from, uV squared: the faintest noise of an amplifier, and the rest of a hum cut out."""
    share = min(banded.hum_share, ALMOST_ONE)
    kept = float(np.mean(np.square(banded.values_uv)))
    return FAINTEST_UV**2 + HUM_LEFT**2 * kept * share / (1 - share)


def _energies(banded: Banded, missing: npt.NDArray[np.bool_] | None) -> Energies:
    """Mean squares of bins of about 2 ms, NaN where samples are missing."""
    width = max(1, round(FINE_S * banded.rate_hz))
    count = len(banded.values_uv) // width
    rows = banded.values_uv[: count * width].reshape(count, width)
    means = np.einsum("ij,ij->i", rows, rows).astype(np.float64) / width
    if missing is not None:
        means[missing[: count * width].reshape(count, width).any(axis=1)] = np.nan
    freedom = 2 * (banded.band_hz[1] - banded.band_hz[0]) * width / banded.rate_hz
    return Energies(means, width / banded.rate_hz, freedom)


def _above_level(
    coarse: npt.NDArray[np.float64], heard: npt.NDArray[np.bool_], bin_s: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How far each bin stands above the background around it (dB), and that background's energy."""
    smooth = ndimage.median_filter(np.where(heard, coarse, FAINTEST_UV**2), SMOOTH_BINS, mode="nearest")
    db = _DB * np.log(smooth)
    window = max(SMOOTH_BINS, round(LEVEL_WINDOW_S / bin_s))
    levels = _low_levels(np.where(heard, db, np.inf), window)
    centres = (np.arange(len(levels)) + 1 / 2) * window
    level_db = np.interp(np.arange(len(coarse)) + 1 / 2, centres, levels)
    return np.where(heard, db - level_db, -np.inf), np.exp(level_db / _DB)


def _low_levels(db: npt.NDArray[np.float64], window: int) -> npt.NDArray[np.float64]:
    """The background of each window (dB; what was not heard is infinite): its lowest tenth, near its neighbours'."""
    count = max(1, round(len(db) / window))
    levels = np.full(count, np.inf)
    for number in range(count):
        here = db[number * window : (number + 1) * window if number < count - 1 else len(db)]
        heard = int(np.count_nonzero(np.isfinite(here)))
        if heard:
            levels[number] = ranked(here, LEVEL_SHARE * heard / len(here))
    for number in range(1, count):
        levels[number] = min(levels[number], levels[number - 1] + LEVEL_STEP_DB)
    for number in range(count - 2, -1, -1):
        levels[number] = min(levels[number], levels[number + 1] + LEVEL_STEP_DB)
    smoothed: npt.NDArray[np.float64] = ndimage.uniform_filter1d(levels, SMOOTH_WINDOWS, mode="nearest")
    return smoothed


def _runs(above_db: npt.NDArray[np.float64], bin_s: float) -> list[tuple[int, int]]:
    """Stretches [first, last) of coarse bins that are on: above the threshold somewhere, near it throughout."""
    heard = above_db[np.isfinite(above_db)]
    top_db = float(np.percentile(heard, TOP_PERCENT))
    on_db = float(np.clip(ON_SHARE * top_db, LEAST_DB, MOST_DB))
    stays = np.concatenate(((False,), above_db > STAY_SHARE * on_db, (False,)))
    edges = np.flatnonzero(stays[1:] != stays[:-1]).tolist()
    joined: list[tuple[int, int]] = []
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if float(above_db[start:stop].max()) <= on_db:
            continue
        if joined and (start - joined[-1][1]) * bin_s < LONGEST_GAP_S:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return [(start, stop) for start, stop in joined if (stop - start) * bin_s >= SHORTEST_S]


def _refined(
    energies: Energies,
    coarse: npt.NDArray[np.float64],
    level: npt.NDArray[np.float64],
    runs: list[tuple[int, int]],
) -> Bursts:
    """The bursts with their edges, the background between them, and how far they stand out."""
    off = ~np.isnan(coarse)
    for start, stop in runs:
        off[max(0, start - 1) : stop + 1] = False
    background = float(np.mean(coarse[off])) if np.any(off) else float(np.median(level))
    if not runs:
        return Bursts((), float(np.sqrt(background)), float("nan"))
    edges = refine(energies, coarse, level, runs, COARSE)
    strengths = [ranked(coarse[start:stop], 1 / 2) for start, stop in runs]
    out_db = _DB * float(np.log(np.median(strengths) / background)) if background > 0 else float("nan")
    return Bursts(_apart(edges), float(np.sqrt(background)), out_db)


def _apart(edges: list[tuple[float | None, float | None]]) -> tuple[Burst, ...]:
    """Bursts in order: those that touch or nearly do are one, and what is left too short is none."""
    joined: list[tuple[float | None, float | None]] = []
    for onset_s, offset_s in edges:
        last_s = joined[-1][1] if joined else None
        if joined and onset_s is not None and (last_s is None or onset_s - last_s < LONGEST_GAP_S):
            joined[-1] = (joined[-1][0], offset_s)
        else:
            joined.append((onset_s, offset_s))
    return tuple(Burst(on, off) for on, off in joined if on is None or off is None or off - on >= SHORTEST_S)
