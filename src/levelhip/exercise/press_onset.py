"""When a press begins: searched back from where it is surely there to the quiet before it.

The force leaves its baseline by 3 SD of the baseline, but not by less than the cell can tell apart; where there is too
little quiet to tell a spread, by 5 N (Thompson 2012). From there on: `press_beginning`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from levelhip.exercise.press_beginning import find_beginning

ONSET_SDS: Final = 3.0
"""Standard deviations of the baseline."""
ONSET_OVER_N: Final = 5.0
"""N over a baseline that is too short to tell a spread; a press is not surely there below."""
ONSET_LEAST_N: Final = 0.4
"""N that the usual cell tells apart: four of its steps of 0.01 kg (convention)."""
SURE_SHARE: Final = 0.25
"""A press is surely there from this share of its height on (convention),"""
SURE_S: Final = 0.1
"""once it stays there for so long (convention)."""
BASELINE_S: Final = 1.0
"""So much of the quiet before a press is its baseline (convention),"""
GUARD_S: Final = 0.05
"""but for so much just before the onset (convention)."""
LEAST_BASELINE_S: Final = 0.25
"""A shorter baseline tells no spread (convention)."""
FEWEST_SAMPLES: Final = 3
DRIFT_BASELINE_S: Final = 0.5
"""A shorter baseline tells no drift (convention)."""
QUIET_AT: Final = 0.2
"""The quiet before the top is at this share of its samples, the lowest first."""
TOLD_WITHIN_S: Final = 0.02
"""An onset that may lie farther off than this, either way, is no moment: its span is told instead."""
_LOOKS: Final = 3
"""The baseline ends where the press begins, and that is told by the baseline: looked at so often."""

Method = Literal["3 SD over the baseline, searched back", "5 N over the baseline, searched back"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The quiet before a press: a straight line. `sd_n` None: too short to tell a spread."""

    middle_s: float
    middle_n: float
    drift_n_per_s: float
    sd_n: float | None

    def at(self, t_s: float) -> float:
        """The force there would be at `t_s` without the press, N."""
        return self.middle_n + self.drift_n_per_s * (t_s - self.middle_s)


@dataclass(frozen=True, slots=True)
class Onset:
    """When a press begins, from when to when that may be, and how it was told. `over_n`: over the baseline.

    `t_s` is the likeliest moment; only where `is_told` does the span allow to tell it as one.
    """

    t_s: float
    low_s: float
    high_s: float
    method: Method
    over_n: float
    baseline: Baseline

    @property
    def is_told(self) -> bool:
        """Say whether it is known nearly enough to be a moment; else it lies between `low_s` and `high_s`."""
        return max(self.t_s - self.low_s, self.high_s - self.t_s) <= TOLD_WITHIN_S


def find_onset(t_s: Sequence[float], force_n: Sequence[float], top: int) -> Onset | None:
    """Find when the press begins whose top is sample `top`; None where nothing quiet, or too unquiet, is before it.

    `t_s`: increasing; `force_n`: finite; from the rest before the press on.
    """
    if top < 1:
        return None
    rest_n = sorted(force_n[:top])[int(QUIET_AT * top)]
    height_n = force_n[top] - rest_n
    sure_n = rest_n + max(ONSET_OVER_N, SURE_SHARE * height_n)
    sure = _stays_over(t_s, force_n, sure_n, top)
    if sure is None:
        return None
    over_n, baseline = ONSET_OVER_N, None
    before = _last_below(force_n, sure, lambda _: rest_n + max(ONSET_OVER_N, SURE_SHARE / 2 * height_n))
    for _ in range(_LOOKS):
        if before is None:
            return None
        baseline = _baseline(t_s, force_n, t_s[before] - GUARD_S)
        if baseline is None:
            return None
        over_n = ONSET_OVER_N if baseline.sd_n is None else max(ONSET_SDS * baseline.sd_n, ONSET_LEAST_N)
        line = baseline
        before = _last_below(force_n, sure, lambda at: line.at(t_s[at]) + over_n)  # noqa: B023 - used at once
    if before is None or baseline is None:
        return None
    return _between_samples(t_s, force_n, before, baseline, over_n, top)


def _stays_over(t_s: Sequence[float], force_n: Sequence[float], level_n: float, top: int) -> int | None:
    """The first sample up to the top from which the force stays over a level for `SURE_S`."""
    since: int | None = None
    for at in range(len(t_s)):
        if force_n[at] < level_n:
            if at > top:
                break
            since = None
        elif since is None:
            since = at
        if since is not None and t_s[at] - t_s[since] >= SURE_S:
            return since
    return None


def _last_below(force_n: Sequence[float], sure: int, level_n: Callable[[int], float]) -> int | None:
    """The last sample before `sure` that is not over the level."""
    return next((at for at in range(sure - 1, -1, -1) if force_n[at] <= level_n(at)), None)


def _baseline(t_s: Sequence[float], force_n: Sequence[float], end_s: float) -> Baseline | None:
    """The line through the samples just before `end_s`; None where there are none."""
    start, stop = bisect_left(t_s, end_s - BASELINE_S), bisect_left(t_s, end_s)
    times, forces = t_s[start:stop], force_n[start:stop]
    if not times:
        return None
    middle_s, middle_n = math.fsum(times) / len(times), math.fsum(forces) / len(forces)
    lasts_s, drift = times[-1] - times[0], 0.0
    if lasts_s >= DRIFT_BASELINE_S:
        apart = math.fsum((t - middle_s) * (force - middle_n) for t, force in zip(times, forces, strict=True))
        drift = apart / math.fsum((t - middle_s) ** 2 for t in times)
    line = Baseline(middle_s, middle_n, drift, None)
    if lasts_s < LEAST_BASELINE_S or len(times) < FEWEST_SAMPLES:
        return line
    squares = math.fsum((force - line.at(t)) ** 2 for t, force in zip(times, forces, strict=True))
    return Baseline(middle_s, middle_n, drift, math.sqrt(squares / (len(times) - 2)))


def _between_samples(
    t_s: Sequence[float], force_n: Sequence[float], before: int, baseline: Baseline, over_n: float, top: int
) -> Onset | None:
    times = t_s[: top + 1]
    rise_n = [force - baseline.at(t) for t, force in zip(times, force_n[: top + 1], strict=True)]
    sd_n = over_n / ONSET_SDS if baseline.sd_n is None else baseline.sd_n
    begins = find_beginning(times, rise_n, before, rise_n[top], sd_n)
    if begins is None:
        return None
    step_s, low_n, high_n = t_s[before + 1] - t_s[before], rise_n[before], rise_n[before + 1]
    left_s = t_s[before] + step_s * (over_n - low_n) / (high_n - low_n)  # the noise: what lies before it is inferred
    method: Method = (
        "5 N over the baseline, searched back" if baseline.sd_n is None else "3 SD over the baseline, searched back"
    )
    low_s = min(begins.low_s, begins.t_s - step_s / 2)
    high_s = max(begins.high_s, begins.t_s + step_s / 2, left_s)
    return Onset(begins.t_s, low_s, high_s, method, over_n, baseline)
