"""Where between two samples a press begins: the ramp that fits the samples around it best.

A cell of 80 Hz gives a sample every 12.5 ms, and a press that begins gently is over its threshold late. So ramps
a (t - t0)^p are laid through the samples around the threshold: bent either way, because no two people press alike. How
well each beginning t0 fits tells where it is, and from when to when it may be.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

RAMP_SHARES: Final = (0.05, 0.1, 0.2, 0.3)
"""Up to which shares of the press's height ramps are laid: no one of them suits every press."""
RAMP_POWERS: Final = (0.6, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
RAMP_BEFORE_S: Final = 0.25
RAMP_AFTER_S: Final = 0.3
"""At most so long before and after the threshold was passed."""
RAMP_EARLIEST: Final = 0.8
"""A beginning is sought in this share of what lies before: the rest must be quiet."""
RAMP_LEAST_SAMPLES: Final = 5
"""At least so many samples from the threshold on."""
RAMP_MOST_SAMPLES: Final = 60
"""More are averaged in neighbours: nothing is gained by them but time lost."""
RAMP_BEGINNINGS: Final = 60
"""Beginnings that are tried."""
RAMP_WORSE: Final = 6.0
"""A beginning is possible while it fits worse than the best by no more than so many variances of the noise."""
_FREE: Final = 3
"""What a ramp may choose: beginning, steepness, bend."""


class Beginning(NamedTuple):
    """When something begins, and from when to when it may, s."""

    t_s: float
    low_s: float
    high_s: float


def ramp_beginning(
    t_s: Sequence[float], rise_n: Sequence[float], before: int, passed_s: float, top_n: float, sd_n: float
) -> Beginning:
    """Return when the rise begins: the middle one of what the ramps say and when the threshold was passed.

    `rise_n`: force over its baseline, N, up to `top_n`, with noise of `sd_n`. `before`: the last sample below the
    threshold, which was passed at `passed_s`.
    """
    start = bisect_left(t_s, passed_s - RAMP_BEFORE_S)
    found = []
    for share in RAMP_SHARES:
        stop = _end(t_s, rise_n, before + 1, passed_s, share * top_n)
        found.append(_fitted(*_thinned(t_s[start:stop], rise_n[start:stop]), passed_s, t_s[before + 1], sd_n))
    middle_s = sorted([passed_s, *(each.t_s for each in found)])[len(found) // 2]
    return Beginning(middle_s, min(each.low_s for each in found), max(passed_s, *(each.high_s for each in found)))


def _end(t_s: Sequence[float], rise_n: Sequence[float], first: int, passed_s: float, most_n: float) -> int:
    """The sample at which the ramp is over."""
    stop = first
    while stop < len(t_s) and rise_n[stop] < most_n and t_s[stop] < passed_s + RAMP_AFTER_S:
        stop += 1
    return min(len(t_s), max(stop + 1, first + RAMP_LEAST_SAMPLES - 1))


def _thinned(t_s: Sequence[float], rise_n: Sequence[float]) -> tuple[list[float], list[float]]:
    """Neighbours averaged until there are few enough samples."""
    size = -(-len(t_s) // RAMP_MOST_SAMPLES)
    parts = range(0, len(t_s), size)
    return [_mean(t_s[at : at + size]) for at in parts], [_mean(rise_n[at : at + size]) for at in parts]


def _fitted(t_s: Sequence[float], rise_n: Sequence[float], passed_s: float, latest_s: float, sd_n: float) -> Beginning:
    """The mean of the beginnings, each weighed by how well it fits, and the span of those that may be."""
    earliest_s = passed_s - RAMP_EARLIEST * RAMP_BEFORE_S
    step_s = (latest_s - earliest_s) / RAMP_BEGINNINGS
    tried = [(earliest_s + number * step_s) for number in range(RAMP_BEGINNINGS + 1)]
    misfits = [min(_misfits(t_s, rise_n, begins_s)) for begins_s in tried]
    least = min(misfits)
    variance = max(sd_n * sd_n, least / max(1, len(t_s) - _FREE), math.ulp(1.0))
    weights = [math.exp((least - each) / (2 * variance)) for each in misfits]
    mean_s = math.fsum(weight * at for weight, at in zip(weights, tried, strict=True)) / math.fsum(weights)
    may_be = [at for at, each in zip(tried, misfits, strict=True) if each <= least + RAMP_WORSE * variance]
    return Beginning(mean_s, may_be[0] - step_s / 2, may_be[-1] + step_s / 2)


def _misfits(t_s: Sequence[float], rise_n: Sequence[float], begins_s: float) -> Iterator[float]:
    """How badly the best ramp of each bend fits that begins then: the sum of squares, N2."""
    since_s = [max(0.0, t - begins_s) for t in t_s]
    total = math.fsum(rise * rise for rise in rise_n)
    for power in RAMP_POWERS:
        bent = [since**power for since in since_s]
        own = math.fsum(each * each for each in bent)
        along = math.fsum(each * rise for each, rise in zip(bent, rise_n, strict=True))
        yield total - along * along / own if own > 0 and along > 0 else total


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
