"""Where a burst begins and ends: a change point of the variance, with a ramp, in the Bayesian way.

Band-passed noise of background power N that rises to N + A² has, t after its onset, the power N + (A·t/ramp)². The
likelihood of every onset, ramp and strength on a grid is summed; the median of what is left for the onset is the
answer, because it makes the mean absolute error least. First in steps of 10 ms over the whole neighbourhood, then of
2 ms around the answer; all edges at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

RAMPS_S: Final = (0.0, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4)
"""How long a burst may take to its full strength."""

# The grids, tried on simulated bursts (docs/emg.md).
BEFORE: Final = 45
AFTER: Final = 35
REST: Final = 80
REST_AWAY: Final = 8
REST_SHARES: Final = (0.5, 0.7)
"""The rest beside an edge is at least this share of the background there, and at most that of the plateau."""
PLATEAU: Final = 50
PLATEAU_SHARE: Final = 0.65
STRENGTHS: Final = 3
LEVEL_STEP: Final = 0.35
"""Strengths are tried in steps of 1.5 dB (here of the natural logarithm), so that one table serves all edges."""
REACH: Final = 5
FINE_AFTER: Final = 12
FAINTEST: Final = 1e-12
BUT_EDGES: Final = (0, 1, 3)
FREEDOM_SHARE: Final = 0.8
"""Neighbouring samples of filtered noise are a little less free than its bandwidth says."""


@dataclass(frozen=True, slots=True)
class Energies:
    """Mean squares of equal bins, NaN where nothing was heard. `freedom`: degrees of freedom of a bin."""

    means: Doubles
    bin_s: float
    freedom: float

    def coarse(self, factor: int) -> Doubles:
        """Means of `factor` bins each; NaN where one is."""
        count = len(self.means) // factor
        means: Doubles = self.means[: count * factor].reshape(count, factor).mean(axis=1)
        return means


@dataclass(frozen=True, slots=True)
class _Edge:
    """An edge to be found, in coarse bins, seen so that the muscle is on after it. `sign` -1: time runs backwards."""

    place: int
    sign: int
    room_before: int
    room_after: int
    rest: float
    plateau: float


def refine(
    energies: Energies, coarse: Doubles, level: Doubles, runs: list[tuple[int, int]], factor: int
) -> list[tuple[float | None, float | None]]:
    """The onset and offset of each run (s); None where the recording, or what was heard of it, begins or ends in it."""
    edges: list[_Edge | None] = []
    for number, (start, stop) in enumerate(runs):
        before = runs[number - 1][1] if number else 0
        after = runs[number + 1][0] if number + 1 < len(runs) else len(coarse)
        edges.append(_edge(coarse, level, start, stop, before, 1))
        edges.append(_edge(coarse, level, stop, start, after, -1))
    known = [each for each in edges if each is not None]
    places = iter(_places(energies, coarse, known, factor) if known else ())
    found = [None if each is None else float(next(places)) for each in edges]
    return list(zip(found[::2], found[1::2], strict=True))


def _edge(coarse: Doubles, level: Doubles, place: int, end: int, limit: int, sign: int) -> _Edge | None:
    """The edge at `place`; the run ends at `end`, the next one away from it at `limit`."""
    room = sign * (place - limit)
    inside = abs(end - place)
    first = place if sign > 0 else place - 1
    outside = _taken(coarse, first - sign, -sign, min(room, REST))
    if room <= 1 or not len(outside) or np.isnan(outside[0]):
        return None
    rest = _heard(outside[REST_AWAY:])
    nearby = float(level[min(max(first, 0), len(level) - 1)])
    usual = float(rest.sum()) / len(rest) if len(rest) >= REST_AWAY else nearby
    within = _heard(_taken(coarse, first, sign, min(inside, PLATEAU)))
    plateau = ranked(within, PLATEAU_SHARE) if len(within) else usual
    usual = min(max(usual, REST_SHARES[0] * nearby), REST_SHARES[1] * plateau)
    return _Edge(place, sign, min(room, BEFORE), min(inside, AFTER), max(usual, FAINTEST), max(plateau, FAINTEST))


def _taken(coarse: Doubles, first: int, step: int, count: int) -> Doubles:
    """`count` bins from `first` on, forwards or backwards, as far as there are any."""
    if step > 0:
        return coarse[max(0, first) : max(0, first + count)]
    return coarse[max(0, first - count + 1) : max(0, first + 1)][::-1]


def _heard(values: Doubles) -> Doubles:
    known: Doubles = values[values == values]  # noqa: PLR0124 - NaN alone is not itself
    return known


def ranked(values: Doubles, share: float) -> float:
    """The value that this share, 0-1, of them lie below; quick for a few numbers."""
    place = min(len(values) - 1, int(share * len(values)))
    return float(np.partition(values, place)[place])


def _places(energies: Energies, coarse: Doubles, edges: list[_Edge], factor: int) -> Doubles:
    """The edges' times, s: first in coarse bins over the whole neighbourhood, then in fine ones around the answer."""
    sign = np.array([each.sign for each in edges])
    place = np.array([each.place for each in edges])
    rest = np.array([each.rest for each in edges])
    rise = np.array([max(each.plateau - each.rest, FAINTEST) for each in edges])
    rooms = np.array([(each.room_before, each.room_after) for each in edges])

    offsets = np.arange(-BEFORE, AFTER)
    seen = _seen(coarse, place, sign, offsets, (offsets >= -rooms[:, :1]) & (offsets < rooms[:, 1:]))
    onsets = offsets[::2].astype(np.float64)
    freedom, step_s = energies.freedom, energies.bin_s
    rough = _posterior_median(
        seen, (offsets + 1 / 2).astype(np.float64), onsets, rest, rise, freedom * factor, step_s * factor
    )

    near = np.rint(rough * factor).astype(int)
    span = np.arange(-REACH * factor, (REACH + FINE_AFTER) * factor)
    places = near[:, None] + span
    allowed = (places >= -factor * rooms[:, :1]) & (places < factor * rooms[:, 1:])
    seen = _seen(energies.means, factor * place, sign, places, allowed)
    onsets = span[: 2 * REACH * factor : 2].astype(np.float64)
    fine = _posterior_median(seen, (span + 1 / 2).astype(np.float64), onsets, rest, rise, freedom, step_s)
    times: Doubles = (factor * place + sign * (near + fine)) * step_s
    return times


def _seen(
    means: Doubles, place: npt.NDArray[np.intp], sign: npt.NDArray[np.intp], offsets: npt.NDArray[np.intp],
    allowed: npt.NDArray[np.bool_],
) -> Doubles:  # fmt: skip
    """The bins around each edge, a row each, the muscle on at the end; NaN where there are none to look at."""
    places = place[:, None] + sign[:, None] * offsets - (sign[:, None] < 0)
    allowed = allowed & (places >= 0) & (places < len(means))
    return np.where(allowed, means[np.clip(places, 0, len(means) - 1)], np.nan)


def _posterior_median(
    seen: Doubles, centres: Doubles, onsets: Doubles, rest: Doubles, rise: Doubles, freedom: float, bin_s: float
) -> Doubles:
    """The median onset of each row, in bins, over all ramps and strengths."""
    heard = (~np.isnan(seen)).astype(float)
    energy = np.nan_to_num(seen / rest[:, None])
    level = np.rint(np.log(rise / rest) / LEVEL_STEP).astype(int)
    logs = np.full((STRENGTHS, len(RAMPS_S), len(seen), len(onsets)), -np.inf)
    shapes = [np.clip((centres - onsets[:, None]) / max(1.0, ramp_s / bin_s), 0, 1) ** 2 for ramp_s in RAMPS_S]
    for each in range(int(level.min()) - STRENGTHS // 2, int(level.max()) + STRENGTHS // 2 + 1):
        rows = [np.flatnonzero(level + number - STRENGTHS // 2 == each) for number in range(STRENGTHS)]
        for ramp, shape in enumerate(shapes):  # small products, one by one: more would be shared out among threads
            power = 1 + np.exp(LEVEL_STEP * each) * shape
            log_power, inverse = np.log(power).T, (1 / power).T
            for number, some in enumerate(rows):
                if len(some):
                    logs[number, ramp, some] = heard[some] @ log_power + energy[some] @ inverse
    logs *= -FREEDOM_SHARE * freedom / 2
    logs -= logs.max(axis=BUT_EDGES, keepdims=True)
    return _median(np.exp(logs).sum(axis=(0, 1)), onsets)


def _median(mass: Doubles, onsets: Doubles) -> Doubles:
    """The median of each row's distribution over evenly spaced `onsets`."""
    share = np.cumsum(mass, axis=1) / mass.sum(axis=1, keepdims=True)
    rows, after = np.arange(len(mass)), np.argmax(share >= 1 / 2, axis=1)
    before = np.where(after > 0, share[rows, after - 1], 0.0)
    part = (1 / 2 - before) / np.maximum(share[rows, after] - before, FAINTEST)
    median: Doubles = onsets[after] + (part - 1 / 2) * (onsets[1] - onsets[0])
    return median
