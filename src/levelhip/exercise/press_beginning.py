"""When a press begins, and between which moments it may: shapes of many kinds are laid through its first samples.

No two people press alike, so no shape is chosen: each is weighed by how well it fits against the cell's own noise.
Of s, the time since the beginning, they are s^k e^(-bs), which bends either way, and (e^(s/w) - 1) / (1 + c (e^(s/w) -
1)), which creeps before it climbs. They are laid up to several heights of the press, as high as one of them can follow.
What these say together is the span; where they disagree it is wide.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

POWERS: Final = (1.0, 1.5, 2.0, 2.5, 3.0)
BENDS_PER_S: Final = (-30.0, -18.0, -9.0, -4.0, 0.0, 3.0, 6.0, 12.0)
"""k and b of the first kind,"""
GROWTHS_S: Final = (0.03, 0.045, 0.065, 0.09)
CAPS: Final = (0.003, 0.01, 0.03, 0.1)
"""w and c of the second."""
SHARES: Final = (0.35, 0.25, 0.18, 0.12, 0.08)
"""Up to which shares of the press's height they are laid, the highest first:"""
STRETCHES: Final = 3
"""the first so many that a shape can follow count."""
BEFORE_S: Final = 0.25
AFTER_S: Final = 0.35
"""At most so long before and after the threshold was passed."""
SOUGHT_S: Final = 0.2
"""A beginning is sought in so long before it was passed: what lies before that must be quiet."""
STEP_S: Final = 0.004
"""Beginnings that are tried lie so far apart."""
LEAST_SAMPLES: Final = 3
"""At least so many samples from the threshold on."""
MOST_SAMPLES: Final = 60
"""More are averaged in neighbours: nothing is gained by them but time lost."""
LEAST_SD_N: Final = 0.06
"""No cell is quieter: the usual one rounds to 0.1 N."""
TREMOR_SHARE: Final = 0.01
"""A hand's tremor, of the force;"""
JITTER_S: Final = 0.0004
"""and so inexact are the times: what is laid through the samples need come no nearer."""
FOLLOWED_SDS: Final = 2.0
"""A shape follows where its misfit is by no more than so many standard deviations larger than noise makes it."""
SPAN_TAIL: Final = 0.01
"""The span leaves out so much at either end."""
_LARGEST: Final = 50.0
_BENT: Final = len(POWERS) * len(BENDS_PER_S)
_GROWN: Final = len(GROWTHS_S) * len(CAPS)
_ALIKE: Final = (1 / _BENT,) * _BENT + (1 / _GROWN,) * _GROWN
"""Both kinds weigh alike, however many shapes of each are tried."""


class Beginning(NamedTuple):
    """When something begins, and from when to when it may, s."""

    t_s: float
    low_s: float
    high_s: float


class _Samples(NamedTuple):
    """Times, forces over the baseline, and how much each force weighs: one through its variance."""

    t_s: list[float]
    rise_n: list[float]
    weights: list[float]


def find_beginning(
    t_s: Sequence[float], rise_n: Sequence[float], before: int, top_n: float, sd_n: float
) -> Beginning | None:
    """Return when the rise begins; None where no shape follows it: then what was before it was not quiet.

    `rise_n`: force over its baseline, N, up to `top_n`, with noise of `sd_n`. `before`: the last sample below the
    threshold.
    """
    found: list[Beginning] = []
    stops: list[int] = []
    start, passed_s = bisect_left(t_s, t_s[before] - BEFORE_S), t_s[before]
    for share in SHARES:
        stop = _end(t_s, rise_n, before + 1, passed_s, share * top_n)
        if stop in stops or len(found) == STRETCHES:
            continue
        stops.append(stop)
        samples = _weighed(t_s[start:stop], rise_n[start:stop], max(sd_n, LEAST_SD_N))
        begins = _fitted(samples, passed_s - SOUGHT_S, t_s[before + 1])
        if begins is not None:
            found.append(begins)
    if not found:
        return None
    mean_s = math.fsum(each.t_s for each in found) / len(found)
    return Beginning(mean_s, min(each.low_s for each in found), max(each.high_s for each in found))


def _end(t_s: Sequence[float], rise_n: Sequence[float], first: int, passed_s: float, most_n: float) -> int:
    """The sample at which a stretch is over."""
    stop = first
    while stop < len(t_s) and rise_n[stop] < most_n and t_s[stop] < passed_s + AFTER_S:
        stop += 1
    return min(len(t_s), max(stop + 1, first + LEAST_SAMPLES))


def _weighed(t_s: Sequence[float], rise_n: Sequence[float], sd_n: float) -> _Samples:
    """The samples, few enough; noise, tremor and inexact times say how much each may be off."""
    size = -(-len(t_s) // MOST_SAMPLES)
    parts = range(0, len(t_s), size)
    times, rises = ([_mean(each[at : at + size]) for at in parts] for each in (t_s, rise_n))
    last = len(times) - 1
    weights = []
    for i, rise in enumerate(rises):
        one, other = max(0, i - 1), min(last, i + 1)
        slope = (rises[other] - rises[one]) / (times[other] - times[one]) if other > one else 0.0
        weights.append(1 / (sd_n * sd_n / size + (TREMOR_SHARE * rise) ** 2 + (JITTER_S * slope) ** 2))
    return _Samples(times, rises, weights)


def _fitted(samples: _Samples, earliest_s: float, latest_s: float) -> Beginning | None:
    """The mean of all beginnings, weighed by how well each fits with any shape, and their span."""
    count = math.floor((latest_s - earliest_s) / STEP_S)
    tried = [earliest_s + number * STEP_S for number in range(count + 1)]
    misfits = [list(_misfits(samples, begins_s)) for begins_s in tried]
    least, usual = min(map(min, misfits)), float(len(samples.t_s))
    if least > usual + FOLLOWED_SDS * math.sqrt(2 * usual):
        return None
    scale = 2 * max(1.0, least / usual)
    likely = [
        math.fsum(weight * math.exp((least - each) / scale) for weight, each in zip(_ALIKE, of_one, strict=True))
        for of_one in misfits
    ]
    total = math.fsum(likely)
    mean_s = math.fsum(weight * at for weight, at in zip(likely, tried, strict=True)) / total
    low_s, high_s = (_at_share(tried, likely, share * total) for share in (SPAN_TAIL, 1 - SPAN_TAIL))
    return Beginning(mean_s, low_s - STEP_S / 2, high_s + STEP_S / 2)


def _at_share(tried: Sequence[float], likely: Sequence[float], sought: float) -> float:
    """The beginning up to which all are together as likely as that."""
    so_far = 0.0
    for at, weight in zip(tried, likely, strict=True):
        so_far += weight
        if so_far >= sought:
            return at
    return tried[-1]


def _misfits(samples: _Samples, begins_s: float) -> Iterator[float]:
    """How badly each shape that begins then fits at its best: squares over variances."""
    first = bisect_right(samples.t_s, begins_s)
    weights = samples.weights[first:]
    pulls = [weight * rise for weight, rise in zip(weights, samples.rise_n[first:], strict=True)]
    total = math.fsum(weight * rise * rise for weight, rise in zip(samples.weights, samples.rise_n, strict=True))
    for shape in _shapes([t - begins_s for t in samples.t_s[first:]]):
        own = math.fsum([weight * each * each for weight, each in zip(weights, shape, strict=True)])
        along = math.fsum([pull * each for pull, each in zip(pulls, shape, strict=True)])
        yield total - along * along / own if own > 0 and along > 0 else total


def _shapes(since_s: Sequence[float]) -> Iterator[list[float]]:
    """Every shape at these times since its beginning, of any height."""
    logs = [math.log(since) for since in since_s]
    bends = [[math.exp(-bend * since) for since in since_s] for bend in BENDS_PER_S]
    for power in POWERS:
        risen = [math.exp(power * each) for each in logs]
        for bent in bends:
            yield [one * other for one, other in zip(risen, bent, strict=True)]
    for growth_s in GROWTHS_S:
        grown = [math.expm1(min(since / growth_s, _LARGEST)) for since in since_s]
        for cap in CAPS:
            yield [each / (1 + cap * each) for each in grown]


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
