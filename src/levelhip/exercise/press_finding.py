"""Presses in a recording: each with the rest before it, the quiet from which it rises."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

LEAST_PRESS_N: Final = 10.0
"""Less than this over the rest is no press (convention)."""
LEAST_PRESS_S: Final = 0.5
"""Nor is what lasts less than this (convention)."""
PRESSED_SHARE: Final = 0.3
"""Pressed is over this share of the strongest press (convention); let go is below half of that."""
JOINED_S: Final = 0.5
"""A shorter dip belongs to the press (convention)."""
SPIKE_N: Final = 25.0
"""A sample that is so far beyond both its neighbours is the cell's mistake (convention)."""
RESTING_AT: Final = 0.1
"""The rest is at this share of all samples, the lowest first."""
_MOST_SAMPLES: Final = 2_000_000


class Stretch(NamedTuple):
    """One press: samples [start, stop) with the rests around, [first, last) pressed."""

    start: int
    first: int
    last: int
    stop: int


def ordered(t_s: Sequence[float], force_n: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return the samples that can be used: finite, in time that goes forward, without wild ones.

    Raises ValueError on unequal lengths, and on more than anybody presses.
    """
    if len(t_s) != len(force_n):
        raise ValueError(f"{len(t_s)} times but {len(force_n)} forces")
    if len(t_s) > _MOST_SAMPLES:
        raise ValueError(f"{len(t_s)} samples: at most {_MOST_SAMPLES} are measured at once")
    times: list[float] = []
    forces: list[float] = []
    for t, force in zip(t_s, force_n, strict=True):
        if math.isfinite(t) and math.isfinite(force) and (not times or t > times[-1]):
            times.append(t)
            forces.append(force)
    return times, without_spikes(forces)


def without_spikes(force_n: Sequence[float]) -> list[float]:
    """Return the samples with single wild ones put between their neighbours. A rise, however steep, stays."""
    calm = list(force_n)
    for at in range(1, len(force_n) - 1):
        middle = sorted(force_n[at - 1 : at + 2])[1]
        if abs(force_n[at] - middle) > SPIKE_N:
            calm[at] = middle
    return calm


def rate_hz(t_s: Sequence[float]) -> float:
    """Return samples a second, from the usual step; NaN of fewer than two."""
    steps = sorted(later - earlier for earlier, later in pairwise(t_s))
    return 1 / steps[len(steps) // 2] if steps else math.nan


def find_presses(t_s: Sequence[float], force_n: Sequence[float]) -> list[Stretch]:
    """Find every press in samples as `ordered` gives them, in their order."""
    if not force_n:
        return []
    rest_n = sorted(force_n)[int(RESTING_AT * len(force_n))]
    height_n = max(force_n) - rest_n
    if height_n < LEAST_PRESS_N:
        return []
    spans = _spans(t_s, force_n, rest_n + PRESSED_SHARE * height_n, rest_n + PRESSED_SHARE / 2 * height_n)
    starts = [0, *(last for _, last in spans)]
    stops = [*(first for first, _ in spans[1:]), len(t_s)]
    return [
        Stretch(start, first, last, stop)
        for (first, last), start, stop in zip(spans, starts, stops, strict=False)
        if t_s[last - 1] - t_s[first] >= LEAST_PRESS_S
    ]


def _spans(t_s: Sequence[float], force_n: Sequence[float], over_n: float, under_n: float) -> list[tuple[int, int]]:
    """Where the force is over one level until it is under the other; near ones joined."""
    spans: list[tuple[int, int]] = []
    first: int | None = None
    for at, force in enumerate([*force_n, -math.inf]):
        if first is None and force >= over_n:
            first = at
        elif first is not None and force < under_n:
            if spans and t_s[first] - t_s[spans[-1][1] - 1] < JOINED_S:
                first = spans.pop()[0]
            spans.append((first, at))
            first = None
    return spans


def at_time(t_s: Sequence[float], force_n: Sequence[float], when_s: float) -> float:
    """Return the force at a time within the samples, on the line between two of them, N."""
    after = min(max(1, bisect_left(t_s, when_s)), len(t_s) - 1)
    share = (when_s - t_s[after - 1]) / (t_s[after] - t_s[after - 1])
    return force_n[after - 1] + (force_n[after] - force_n[after - 1]) * share
