"""One muscle's samples, evenly spaced: the rate told from the times, what is missing bridged and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from levelhip.exercise.sentence import Sentence

Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

# What a recording must be like. The source of each number here and in its neighbours is in the registry of evidence.
LEAST_RATE_HZ: Final = 200.0
LEAST_S: Final = 0.5
MOST_RATE_CHANGE: Final = 0.05
MOST_UNEVEN: Final = 0.2
"""The rate is steady if no more of the blocks of samples than this are off by more than `MOST_RATE_CHANGE`."""
GAP_S: Final = 0.02
GAP_STEPS: Final = 3
"""A step of the time is a gap if it is longer than `GAP_S`, and than so many samples."""
MOST_MISSING: Final = 0.5

RATE_BLOCK: Final = 1000
FEWEST_BLOCKS: Final = 4
SHORTEST_BLOCK_S: Final = 0.1
FEWEST_SAMPLES: Final = 2
PERCENT: Final = 100
MINUTE_S: Final = 60.0
MS_A_S: Final = 1000


class EmgError(ValueError):
    """A signal that cannot be judged. The message is one line: what is wrong, and where."""


class RefusedError(ValueError):
    """The signal does not carry a metric. `reason`: why, to be said in the reader's language."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class EmgSignal:
    """Samples at `rate_hz` from `start_s` on. `missing`: those that were not measured; straight lines stand there."""

    values_uv: Floats
    missing: Flags
    rate_hz: float
    start_s: float

    @property
    def duration_s(self) -> float:
        """Length, with what is missing."""
        return len(self.values_uv) / self.rate_hz


def even_signal(t_s: Doubles, values_uv: Doubles) -> EmgSignal:
    """The signal of samples and their times (s, uV; NaN: missing).

    Small irregularities of the times are those of a clock or of packets; a longer step is a gap. Raises EmgError: too
    short, too slow, no steady rate, time that jumps back, mostly missing.
    """
    if len(t_s) < FEWEST_SAMPLES or t_s[-1] - t_s[0] < LEAST_S:
        raise EmgError(f"the signal is shorter than {LEAST_S:g} s")
    steps = np.diff(t_s)
    if steps.min() < -GAP_S:
        place = float(t_s[int(np.argmin(steps)) + 1])
        raise EmgError(f"time jumps back to {place:g} s: save each part as a file of its own")
    rate_hz = _rate_hz(t_s, steps)
    check_rate(rate_hz)
    places = _places(t_s, steps, rate_hz)
    present = np.isfinite(values_uv)
    missing = np.ones(int(places[-1]) + 1, np.bool_)
    missing[places[present]] = False
    if missing.mean() > MOST_MISSING:
        raise EmgError("more than half of its samples are missing")
    if missing.any():
        even = np.interp(np.arange(len(missing)), places[present], values_uv[present]).astype(np.float32)
    else:
        even = values_uv.astype(np.float32)
    return EmgSignal(even, missing, rate_hz, float(t_s[0]))


def check_rate(rate_hz: float) -> None:
    """Raise EmgError where a muscle cannot be heard at so few samples a second."""
    if rate_hz < LEAST_RATE_HZ:
        raise EmgError(f"{rate_hz:.4g} samples a second are too few for muscle signals: {LEAST_RATE_HZ:g} are needed")


def _places(t_s: Doubles, steps: Doubles, rate_hz: float) -> npt.NDArray[np.int64]:
    """Where each sample stands among evenly spaced ones: gaps are as many samples as were lost in them."""
    gaps = np.flatnonzero(steps > max(GAP_S, GAP_STEPS / rate_hz))
    lost = np.maximum(0, np.rint(steps[gaps] * rate_hz).astype(np.int64) - 1)
    if lost.sum() > MOST_MISSING * (len(t_s) + lost.sum()):
        raise EmgError(f"more than half of its {t_s[-1] - t_s[0]:.4g} s was not recorded")
    places = np.arange(len(t_s))
    for gap, count in zip(gaps, lost, strict=True):
        places[gap + 1 :] += count
    return places


def _rate_hz(t_s: Doubles, steps: Doubles) -> float:
    """Samples a second, of most blocks of samples: times may be rounded, and there may be gaps."""
    block = min(RATE_BLOCK, max(1, (len(t_s) - 1) // FEWEST_BLOCKS))
    spans = t_s[block::block] - t_s[:-block:block][: len(t_s[block::block])]
    usual_s = float(np.median(spans)) / block
    if usual_s <= 0 or not np.isfinite(usual_s):
        raise EmgError("the times do not go on")
    whole = spans[np.abs(spans / block - usual_s) < GAP_S]
    uneven = np.abs(whole / (block * usual_s) - 1) > MOST_RATE_CHANGE
    if block * usual_s > SHORTEST_BLOCK_S and uneven.mean() > MOST_UNEVEN and steps.max() < GAP_S:
        raise EmgError("the sampling rate is not steady: export the recording with even times")
    return 1 / usual_s
