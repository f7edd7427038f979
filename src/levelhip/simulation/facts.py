"""Facts of the attempts, derived from the noise-free signals."""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from levelhip.simulation.acting import Act, Event, Marks
from levelhip.simulation.clean import UNITS, Series
from levelhip.simulation.leg import STEP_S
from levelhip.simulation.truth import Attempt, SensorFacts

_FLOORS: Final = {"force": 1.0, "strand": 0.5, "emg": 3.0}
_ANGLE_FLOOR_DEG: Final = 1.0
_LEAST_STRETCH_S: Final = 0.25
_LEAST_BREAK_S: Final = 0.05
_NEAR_DEG: Final = 5.0


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the session that was recorded, s of the session."""

    start_s: float
    end_s: float


class _Signal:
    """One attempt's part of a noise-free signal."""

    def __init__(self, series: Series, start_s: float, end_s: float) -> None:
        first, last = bisect_left(series[0], start_s), bisect_left(series[0], end_s)
        self.times, self.values = series[0][first:last], series[1][first:last]

    def median(self, start_s: float, end_s: float) -> float:
        """Median between two times (of the nearest value where nothing lies between), NaN left out."""
        first, last = bisect_left(self.times, start_s), bisect_left(self.times, end_s)
        inside = [v for v in self.values[first : max(last, first + 1)] if not math.isnan(v)]
        return statistics.median(inside) if inside else math.nan

    def extreme(self, start_s: float, end_s: float, *, highest: bool) -> float:
        """Largest or smallest value between two times."""
        first, last = bisect_left(self.times, start_s), bisect_left(self.times, end_s)
        inside = [v for v in self.values[first : max(last, first + 1)] if not math.isnan(v)]
        return (max(inside) if highest else min(inside)) if inside else math.nan

    def crossing(self, i: int, level: float) -> float:
        """Time between samples i-1 and i at which the signal crosses `level`, linear."""
        t0, t1, v0, v1 = self.times[i - 1], self.times[i], self.values[i - 1], self.values[i]
        return t1 if v1 == v0 else t0 + (t1 - t0) * min(1.0, max(0.0, (level - v0) / (v1 - v0)))

    def above(self, level: float, start_s: float, end_s: float) -> list[tuple[float, float]]:
        """Stretches at or above `level`, edges interpolated."""
        stretches: list[tuple[float, float]] = []
        begun: float | None = None
        for i in range(max(1, bisect_left(self.times, start_s)), min(len(self.times), bisect_left(self.times, end_s))):
            high = self.values[i] >= level
            if high and begun is None:
                begun = self.crossing(i, level) if self.values[i - 1] < level else self.times[i]
            elif not high and begun is not None:
                stretches.append((begun, self.crossing(i, level)))
                begun = None
        if begun is not None:
            stretches.append((begun, min(end_s, self.times[-1])))
        return stretches

    def last_below(self, level: float, before_s: float) -> float | None:
        """Last moment before `before_s` at which the signal rose through `level`."""
        for i in range(bisect_left(self.times, before_s) - 1, 0, -1):
            if self.values[i - 1] < level <= self.values[i]:
                return self.crossing(i, level)
        return None

    def first_below(self, level: float, after_s: float) -> float | None:
        """First moment after `after_s` at which the signal fell through `level`."""
        for i in range(max(1, bisect_left(self.times, after_s)), len(self.times)):
            if self.values[i] < level <= self.values[i - 1]:
                return self.crossing(i, level)
        return None

    def peak_time(self, start_s: float, end_s: float) -> float:
        """Time of the largest value between two times."""
        first, last = bisect_left(self.times, start_s), bisect_left(self.times, end_s)
        best = max(range(first, max(last, first + 1)), key=lambda i: self.values[i])
        return self.times[best]


def _joined(stretches: list[tuple[float, float]]) -> tuple[float, float, tuple[tuple[float, float], ...]] | None:
    """Start, end and breaks of the hold that the stretches of at least 0.25 s make."""
    long = [s for s in stretches if s[1] - s[0] >= _LEAST_STRETCH_S]
    if not long:
        return None
    inner = [s for s in stretches if long[0][0] <= s[0] and s[1] <= long[-1][1]]
    breaks = tuple((a[1], b[0]) for a, b in pairwise(inner) if b[0] - a[1] > _LEAST_BREAK_S)
    return long[0][0], long[-1][1], breaks


def _held_median(signal: _Signal, marks: Marks) -> float:
    """Median over the intended holds, 0.3 s (at most a fifth) trimmed at both ends."""
    values: list[float] = []
    for start, end in marks.holds:
        trim = min(0.3, 0.2 * (end - start))
        first, last = bisect_left(signal.times, start + trim), bisect_left(signal.times, end - trim)
        values.extend(signal.values[first : max(last, first + 1)])
    return statistics.median(values)


def sensor_facts(series: Series, kind: str, marks: Marks, window: Window, gaps: Sequence[Event]) -> SensorFacts:
    """Facts of one attempt in one sensor's noise-free signal; times still of the session."""
    signal = _Signal(series, marks.begin_s - 1.0, marks.next_s)
    rest = signal.median(marks.begin_s - 1.0, marks.begin_s)
    after = signal.median(marks.down_s + 0.3, marks.down_s + 0.6)
    peak = signal.extreme(marks.begin_s, marks.down_s, highest=True)
    median = _held_median(signal, marks) if marks.holds else None
    amplitude = (peak if median is None else median) - rest
    visible = amplitude >= _FLOORS.get(kind, _ANGLE_FLOOR_DEG)
    start = end = hold_start = hold_end = sag = near_start = near_end = None
    breaks: tuple[tuple[float, float], ...] = ()
    if visible:
        middle_start = middle_end = signal.peak_time(marks.begin_s, marks.down_s)
        held = _joined(signal.above(rest + 0.5 * amplitude, marks.begin_s, marks.down_s + 0.5))
        if median is not None and held is not None:
            hold_start, hold_end, breaks = held
            middle_start, middle_end = hold_start, hold_end
            sag = max(0.0, median - signal.extreme(marks.holds[0][0] + 0.7, marks.holds[-1][1] - 0.05, highest=False))
            if UNITS[kind] == "deg":
                near = _joined(signal.above(median - _NEAR_DEG, marks.begin_s, marks.down_s + 0.5))
                near_start, near_end = near[:2] if near is not None else (None, None)
        start = signal.last_below(rest + 0.05 * amplitude, middle_start)
        end = signal.first_below(after + 0.05 * amplitude, middle_end)
    from_s, to_s = start or marks.begin_s, end or marks.down_s
    covered, swallowed = _coverage(from_s, to_s, window, gaps, kind)
    return SensorFacts(
        unit=UNITS[kind],
        visible=visible,
        rest=rest,
        peak=peak,
        amplitude=amplitude,
        start_s=start,
        hold_start_s=hold_start,
        hold_end_s=hold_end,
        end_s=end,
        hold_median=median if visible else None,
        sag_depth=sag,
        near_start_s=near_start,
        near_end_s=near_end,
        breaks=breaks,
        covered=covered,
        complete_in_recording=window.start_s <= from_s and to_s <= window.end_s and not swallowed,
    )


def _coverage(start_s: float, end_s: float, window: Window, gaps: Sequence[Event], kind: str) -> tuple[float, bool]:
    """Share of a stretch that this sensor recorded, and whether one dropout swallows it whole."""
    low, high = max(start_s, window.start_s), min(end_s, window.end_s)
    missing, reached, swallowed = 0.0, low, False
    for gap in sorted((g for g in gaps if g.sensor in ("all", kind)), key=lambda g: g.start_s):
        swallowed = swallowed or (gap.start_s <= start_s and end_s <= gap.end_s)
        from_s, to_s = max(reached, gap.start_s), min(high, gap.end_s)
        if to_s > from_s:
            missing += to_s - from_s
            reached = to_s
    return max(0.0, high - low - missing) / max(1e-9, end_s - start_s), swallowed


def shifted(facts: SensorFacts, by_s: float) -> SensorFacts:
    """Return the facts with all times `by_s` seconds later."""

    def move(t_s: float | None) -> float | None:
        return None if t_s is None else t_s + by_s

    return replace(
        facts,
        start_s=move(facts.start_s),
        hold_start_s=move(facts.hold_start_s),
        hold_end_s=move(facts.hold_end_s),
        end_s=move(facts.end_s),
        near_start_s=move(facts.near_start_s),
        near_end_s=move(facts.near_end_s),
        breaks=tuple((start + by_s, end + by_s) for start, end in facts.breaks),
    )


def attempt_truth(act: Act, marks: Marks, sensors: dict[str, SensorFacts], offset_s: float) -> Attempt:
    """Put one attempt's facts together; `sensors` and the result are in seconds of the recording (+ `offset_s`)."""
    force, angle = sensors["force"], sensors["angle"]
    lost = math.fsum(end - start for start, end in force.breaks)
    held = (force.hold_s or 0.0) - lost
    first, last = int(marks.begin_s / STEP_S), int(marks.down_s / STEP_S)
    knee = max(act.motion.knee[first:last])
    roll = max(act.motion.roll[first:last], key=abs)
    start = marks.begin_s + offset_s if angle.start_s is None else angle.start_s
    end = marks.down_s + offset_s if angle.end_s is None else angle.end_s
    return Attempt(
        side=marks.side,
        side_done=marks.done,
        number=marks.number,
        faults=tuple(fault.as_dict() for fault in marks.faults),
        start_s=start,
        end_s=end,
        lift_deg=angle.amplitude,
        press_n=force.hold_median or 0.0,
        peak_n=force.peak,
        hold_s=max(0.0, held),
        press_lost_s=lost,
        break_start_s=force.breaks[0][0] if force.breaks else None,
        break_end_s=force.breaks[-1][1] if force.breaks else None,
        sag_deg=angle.sag_depth or 0.0,
        release_s=max(0.0, end - marks.release_s - offset_s),
        knee_deg=math.degrees(knee),
        roll_deg=math.degrees(roll),
        complete_in_recording=all(facts.complete_in_recording for facts in sensors.values()),
        sensors=sensors,
    )
