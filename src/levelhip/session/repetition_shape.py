"""The shape of one finished lift: where it starts and ends, its plateau, its sag; pure, from its samples."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from levelhip.session.filters import LowPass
from levelhip.session.measures import crossing_s, last_fall_s, median, plateau_statistics

NEAR_REST_SHARE: Final = 0.01
"""Within this share of the amplitude of rest, the leg is at rest (start and end of a repetition)."""
STEADY_SHARE: Final = 0.7
"""A plateau is where the signal stays above this share of its own level."""
RELEASE_SHARE: Final = 0.9
SPIKE_SHARE: Final = 0.9
"""What is higher than this share of a held lift's samples may be a spike: it does not say where the plateau is."""
TOUCH_S: Final = 0.25
SAG_TAU_S: Final = 0.15
EDGE_S: Final = 0.4
"""Left out at either end of a hold when a sag is looked for: lifting and letting go are not sagging."""


@dataclass(frozen=True, slots=True)
class RepetitionShape:
    """Times in s, the rest in the signal's unit.

    `amplitude`: plateau (or top) above rest. `sag`: deepest dip that came back. `plateau_s`: longest stretch near the
    plateau's level.
    """

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    amplitude: float
    peak: float
    mean_hold: float
    steadiness_cv: float
    plateau_s: float
    release_s: float
    sag: float

    def not_before(self, from_s: float) -> RepetitionShape:
        """The same lift, no time of it before `from_s`, where a filter's lag may have put it."""
        if self.start_s >= from_s:
            return self
        return replace(
            self,
            start_s=from_s,
            hold_start_s=max(self.hold_start_s, from_s),
            hold_end_s=max(self.hold_end_s, from_s),
            end_s=max(self.end_s, from_s),
        )


def shape_of(
    t_s: Sequence[float],
    x: Sequence[float],
    rest: float,
    trough: float,
    still: float,
    *,
    held: bool,
    smooth_s: float = 0.0,
) -> RepetitionShape:
    """Measure a lift from `rest` to `trough`.

    `still`: what is noise, in the unit; `held`: it has a plateau; `smooth_s`: half-width of the mean, without lag,
    through which crossings of half the amplitude are looked for.
    """
    base = rest if held else (rest + trough) / 2
    top = max(x)
    level = _plateau_level(x, base, top) if held else top
    half = base + 0.5 * (level - base)
    hold_start_s, hold_end_s = _held(t_s, smoothed(t_s, x, smooth_s) if smooth_s else x, half)
    steady = base + STEADY_SHARE * (level - base)
    near = _near_rest(t_s, x, rest, level - base, still, hold_start_s)
    mean_hold, cv = plateau_statistics(t_s, [value - base for value in x], hold_start_s, hold_end_s)
    released_s = last_fall_s(t_s, x, base + RELEASE_SHARE * (level - base), 0, len(x))
    end_s = _regains_rest(t_s, x, trough + near, hold_end_s)
    return RepetitionShape(
        start_s=_leaves_rest(t_s, x, rest + near, hold_start_s),
        hold_start_s=hold_start_s,
        hold_end_s=hold_end_s,
        end_s=end_s,
        amplitude=level - base,
        peak=top - max(rest, trough),
        mean_hold=mean_hold,
        steadiness_cv=cv,
        plateau_s=max((end - start for start, end in _stretches_above(t_s, x, steady)), default=0.0),
        release_s=end_s - released_s,
        sag=deepest_sag(t_s, x, hold_start_s + EDGE_S, hold_end_s - EDGE_S),
    )


def _plateau_level(x: Sequence[float], base: float, top: float) -> float:
    """The median of what lies in the upper half, then of what lies near that: a brief overshoot does not matter."""
    top = min(top, sorted(x)[int(SPIKE_SHARE * len(x))])
    upper = median([value for value in x if value >= base + 0.5 * (top - base)])
    return median([value for value in x if value >= base + STEADY_SHARE * (upper - base)])


def _near_rest(
    t_s: Sequence[float], x: Sequence[float], rest: float, amplitude: float, still: float, hold_start_s: float
) -> float:
    """How far from rest is still rest: the noise seen there (2 SD), within reason, or a share of the amplitude."""
    before = [value - rest for value in x[: bisect_left(t_s, hold_start_s)] if abs(value - rest) <= still / 2]
    spread = math.sqrt(math.fsum(value * value for value in before) / len(before)) if before else still / 6
    return max(NEAR_REST_SHARE * amplitude, min(2 * spread, still / 2, 0.2 * amplitude))


def _leaves_rest(t_s: Sequence[float], x: Sequence[float], near_rest: float, hold_start_s: float) -> float:
    """The last moment at rest before the hold."""
    stop = bisect_left(t_s, hold_start_s)
    for i in range(stop - 1, -1, -1):
        if x[i] <= near_rest:
            return t_s[i]
    return t_s[0]


def _regains_rest(t_s: Sequence[float], x: Sequence[float], near_rest: float, hold_end_s: float) -> float:
    """The first moment at rest after the hold."""
    for i in range(bisect_right(t_s, hold_end_s), len(x)):
        if x[i] <= near_rest:
            return t_s[i]
    return t_s[-1]


def _stretches_above(t_s: Sequence[float], x: Sequence[float], level: float) -> list[tuple[float, float]]:
    """Where the signal is at `level` or above; edges on the straight lines between samples."""
    stretches: list[tuple[float, float]] = []
    since: float | None = t_s[0] if x[0] >= level else None
    for i in range(1, len(x)):
        if since is None and x[i] >= level:
            since = crossing_s(t_s[i - 1], x[i - 1], t_s[i], x[i], level)
        elif since is not None and x[i] < level:
            stretches.append((since, crossing_s(t_s[i - 1], x[i - 1], t_s[i], x[i], level)))
            since = None
    if since is not None:
        stretches.append((since, t_s[-1]))
    return stretches


def smoothed(t_s: Sequence[float], x: Sequence[float], half_width_s: float) -> list[float]:
    """The mean of what lies within `half_width_s` to either side of each sample."""
    total = [0.0, *accumulate(x)]
    count, low, high = len(x), 0, 0
    means = []
    for t in t_s:
        first, last = t - half_width_s, t + half_width_s
        while t_s[low] < first:
            low += 1
        while high < count and t_s[high] <= last:
            high += 1
        means.append((total[high] - total[low]) / (high - low))
    return means


def _held(t_s: Sequence[float], x: Sequence[float], half: float) -> tuple[float, float]:
    """First rise through half the amplitude and last fall through it; a touch shorter than `TOUCH_S` is neither."""
    stretches = _stretches_above(t_s, x, half)
    if not stretches:  # nothing but a spike, which the mean has taken away
        peak_s = t_s[max(range(len(x)), key=x.__getitem__)]
        return peak_s, peak_s
    longest = max(end - start for start, end in stretches)
    held = [(start, end) for start, end in stretches if end - start >= min(TOUCH_S, longest)]
    return held[0][0], held[-1][1]


def deepest_sag(t_s: Sequence[float], x: Sequence[float], start_s: float, end_s: float) -> float:
    """The deepest dip in [start_s, end_s) that was taken up again: the lesser of its fall and its rise."""
    lo, hi = bisect_left(t_s, start_s), bisect_right(t_s, end_s)
    smooth = LowPass(SAG_TAU_S)
    high = low = -math.inf
    deepest = 0.0
    for t, raw in zip(t_s[lo:hi], x[lo:hi], strict=True):
        value = smooth.push(t, raw)
        if value > high:
            deepest = max(deepest, high - low) if low > -math.inf else deepest
            high = low = value
        elif value < low:
            low = value
        else:
            deepest = max(deepest, value - low)
    return deepest
