"""One hold, and one set of holds, in numbers. Pure functions over the samples of a repetition."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

NAN: Final = math.nan


@dataclass(frozen=True, slots=True)
class RepMeasures:
    """One repetition. Times in session seconds; `peak` and `mean_hold` in the signal's unit, from rest.

    `start_s`, `end_s`: the lift leaves and regains rest. `hold_start_s`, `hold_end_s`: crossings of half the
    repetition's own amplitude. `valid_hold_s`: seconds inside the band, `broken_s`: seconds out of it in between.
    `peak`: height above the higher of the two rests around it. `mean_hold`, `steadiness_cv` (100 SD/mean, percent):
    on the plateau, `PLATEAU_TRIM_S` off either edge. `release_s`: from the end of the plateau to rest. NaN: not known.
    """

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    valid_hold_s: float
    broken_s: float
    peak: float
    mean_hold: float
    steadiness_cv: float
    release_s: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetMeasures:
    """The repetitions of one side together. `drop_off_percent`: last third against the first, of `mean_hold`."""

    valid_hold_total_s: float
    time_under_tension_s: float
    tempo_s: float
    range_median: float
    drop_off_percent: float


PLATEAU_TRIM_S: Final = 0.5
"""Taken off both edges of a plateau before its mean and steadiness (convention, 0.5-1 s)."""


def median(values: Iterable[float]) -> float:
    """The middle value (mean of the middle two); NaN of none."""
    ordered = sorted(values)
    if not ordered:
        return NAN
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def crossing_s(t0: float, x0: float, t1: float, x1: float, level: float) -> float:
    """The time at which the straight line between two samples passes `level`."""
    if x1 == x0:
        return t1
    share = (level - x0) / (x1 - x0)
    return t0 + (t1 - t0) * min(1.0, max(0.0, share))


def last_fall_s(t_s: Sequence[float], x: Sequence[float], level: float, start: int, stop: int) -> float:
    """When `x` last leaves `level` downwards in samples [start, stop); the last sample's time if it ends above."""
    for i in range(stop - 1, start - 1, -1):
        if x[i] >= level:
            return t_s[i] if i == stop - 1 else crossing_s(t_s[i], x[i], t_s[i + 1], x[i + 1], level)
    return t_s[start]


def plateau_statistics(t_s: Sequence[float], x: Sequence[float], start_s: float, end_s: float) -> tuple[float, float]:
    """Mean of `x` and its CV (percent) in [start_s, end_s), trimmed; NaN where fewer than 3 samples are left."""
    trim_s = min(PLATEAU_TRIM_S, 0.25 * (end_s - start_s))
    lo, hi = bisect_left(t_s, start_s + trim_s), bisect_right(t_s, end_s - trim_s)
    values = x[lo:hi]
    if len(values) < 3:  # noqa: PLR2004 - a spread of two says nothing
        return NAN, NAN
    mean = math.fsum(values) / len(values)
    try:
        spread = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1))
    except OverflowError:  # no measurement is as large as that
        return NAN, NAN
    return mean, (100.0 * spread / mean if mean > 0 else NAN)


def set_measures(reps: Sequence[RepMeasures]) -> SetMeasures:
    """The set of one side, from its repetitions in order."""
    starts = [rep.start_s for rep in reps]
    cycles = [later - earlier for earlier, later in pairwise(starts) if later > earlier]
    levels = [rep.mean_hold if math.isfinite(rep.mean_hold) else rep.peak for rep in reps]
    third = len(levels) // 3
    first, last = median(levels[:third]), median(levels[-third:] if third else [])
    return SetMeasures(
        valid_hold_total_s=math.fsum(rep.valid_hold_s for rep in reps),
        time_under_tension_s=math.fsum(rep.hold_end_s - rep.hold_start_s for rep in reps),
        tempo_s=median(cycles),
        range_median=median([rep.peak for rep in reps]),
        drop_off_percent=100.0 * (first - last) / first if third and first > 0 else NAN,
    )
