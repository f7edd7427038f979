"""Where things lie on the picture of a session: pure geometry, in pixels from the top left."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.reports.wording import HUGE, known
from levelhip.reports.words import holds
from levelhip.session.measures import median
from levelhip.session.record import Rep, SessionRecord, Trace, TracePoint

GAP_S: Final = 0.5
"""A silence longer than this (and three times the usual step) is drawn as a gap."""
_FALLEN: Final = 0.85
"""Below this share of the level held, a broken hold can be seen."""
BREAK_PX: Final = 22.0
TIME_STEPS_S: Final = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)


@dataclass(frozen=True, slots=True)
class Strip:
    """One segment of the recording on the picture: its time from `start_s` to `end_s` lies between `x0` and `x1`."""

    number: int
    start_s: float
    end_s: float
    x0: float
    x1: float
    points: tuple[TracePoint, ...]
    reps: tuple[Rep, ...]

    def x(self, t_s: float) -> float:
        """Where a time lies, at most the strip's edge."""
        share = (t_s - self.start_s) / (self.end_s - self.start_s)
        return self.x0 + (self.x1 - self.x0) * min(1.0, max(0.0, share))


@dataclass(frozen=True, slots=True)
class Scale:
    """The vertical axis: `bottom` lies at `y_bottom`, `top` at `y_top`. `beyond`: what the signal reaches outside."""

    bottom: float
    top: float
    y_bottom: float
    y_top: float
    beyond: float | None = None

    def y(self, value: float) -> float:
        """Where a value lies, at most the edge."""
        share = (value - self.bottom) / (self.top - self.bottom)
        return self.y_bottom - (self.y_bottom - self.y_top) * min(1.0, max(0.0, share))


def placed_reps(record: SessionRecord) -> list[Rep]:
    """The repetitions whose times are known, in time order."""
    reps = [
        rep
        for side in record.sides
        for rep in side.reps
        if known(rep.measures.start_s) and known(rep.measures.end_s) and rep.measures.end_s >= rep.measures.start_s
    ]
    return sorted(reps, key=lambda rep: (rep.segment, rep.measures.start_s))


def clean_points(points: Iterable[TracePoint]) -> list[TracePoint]:
    """The points in time order; a point without a number stays (NaN: a gap), one without a time goes."""
    kept = sorted((point for point in points if known(point.t_s)), key=lambda point: point.t_s)
    return [
        TracePoint(point.t_s, min(point.low, point.high), max(point.low, point.high))
        if known(point.low) and known(point.high)
        else TracePoint(point.t_s, math.nan, math.nan)
        for point in kept
    ]


def lay_strips(record: SessionRecord, trace: Trace, x0: float, x1: float) -> list[Strip]:
    """The segments side by side, each as wide as it is long, with a break between them."""
    reps = placed_reps(record)
    numbers = sorted({*range(1, len(trace.segments) + 1), *(rep.segment for rep in reps)})
    parts = []
    for number in numbers:
        points = tuple(clean_points(trace.segments[number - 1])) if 1 <= number <= len(trace.segments) else ()
        own = tuple(rep for rep in reps if rep.segment == number)
        times = [point.t_s for point in points] + [t for r in own for t in (r.measures.start_s, r.measures.end_s)]
        if times:
            parts.append((number, min(times), max(*times, min(times) + 1.0), points, own))
    if not parts:
        return []
    gap = min(BREAK_PX, 0.3 * (x1 - x0) / len(parts))
    seconds = math.fsum(end - start for _, start, end, _, _ in parts)
    room = (x1 - x0) - gap * (len(parts) - 1)
    strips, left = [], x0
    for number, start, end, points, own in parts:
        right = left + room * (end - start) / seconds
        strips.append(Strip(number, start, end, left, right, points, own))
        left = right + gap
    return strips


def value_range(record: SessionRecord, trace: Trace) -> tuple[float, float, float | None]:
    """Bottom and top of the axis; third, how high the signal goes where a lone spike would flatten all else."""
    highs = [p.high for segment in trace.segments for p in segment if known(p.high)]
    lows = [p.low for segment in trace.segments for p in segment if known(p.low)]
    peaks = [rep.measures.peak for rep in placed_reps(record) if known(rep.measures.peak) and rep.measures.peak > 0]
    wanted = [*peaks, *((press_band(record) or (0.0, 0.0))[1:] if peaks else ())]
    least = start_level(record) if not peaks else None
    highest = max([*highs, *wanted, *([1.3 * least] if least else [])], default=1.0)
    top = max(highest, 1e-3)
    beyond = None
    if wanted and highest > 2.0 * max(wanted):
        top, beyond = 1.3 * max(wanted), highest
    lowest = min([*lows, 0.0])
    bottom = max(lowest, -0.4 * top)
    spread = top - bottom
    return bottom - (0.04 * spread if bottom < 0 else 0.0), top + 0.06 * spread, beyond


def press_band(record: SessionRecord) -> tuple[float, float] | None:
    """The gentle range, where the driving signal is a force and one is prescribed."""
    band = record.prescription.press_band_n
    if record.signal.unit != "N" or band is None or not (known(band[0]) and known(band[1]) and band[0] <= band[1]):
        return None
    return band


def start_level(record: SessionRecord) -> float | None:
    """The rise from rest from which this signal can be a repetition."""
    signal = record.prescription.exercise.signal_for(record.signal.quantity)
    return signal.least if signal and signal.unit == record.signal.unit and known(signal.least) else None


def runs(points: Sequence[TracePoint]) -> list[list[TracePoint]]:
    """The points cut where the signal is missing."""
    limit = gap_limit_s(points)
    found: list[list[TracePoint]] = []
    previous: TracePoint | None = None
    for point in points:
        if not known(point.high):
            previous = None
            continue
        if previous is None or point.t_s - previous.t_s > limit:
            found.append([])
        found[-1].append(point)
        previous = point
    return found


def gap_edges(strip: Strip) -> list[tuple[float, float]]:
    """Where on the picture the signal is missing, if that is wide enough to be seen."""
    edges = [(strip.x(a[-1].t_s), strip.x(b[0].t_s)) for a, b in pairwise(runs(strip.points))]
    return [(a, b) for a, b in edges if b - a >= 2.0]  # noqa: PLR2004 - pixels


def gap_limit_s(points: Sequence[TracePoint]) -> float:
    """From how many seconds between two points on there was a silence."""
    steps = [later.t_s - earlier.t_s for earlier, later in pairwise(points)]
    usual = median(steps)
    return max(GAP_S, 3.0 * usual) if steps else GAP_S


def thin(points: Sequence[TracePoint], strip: Strip, px: float = 1.0) -> list[TracePoint]:
    """At most one point per `px` of picture, keeping the lowest and the highest of those it stands for."""
    thinned: list[TracePoint] = []
    last = -math.inf
    for point in points:
        column = math.floor(strip.x(point.t_s) / px)
        if column == last:
            kept = thinned[-1]
            thinned[-1] = TracePoint(kept.t_s, min(kept.low, point.low), max(kept.high, point.high))
        else:
            thinned.append(point)
            last = column
    return thinned


def ticks(bottom: float, top: float, count: int) -> list[float]:
    """Round numbers between `bottom` and `top`, about `count` of them."""
    spread = top - bottom
    if not 0 < spread < HUGE * 10:
        return [0.0]
    raw = spread / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)
    first, last = math.ceil(bottom / step), math.floor(top / step)
    return [step * i for i in range(first, last + 1)]


def time_step_s(seconds: float, width: float, label_px: float) -> float:
    """A round step of time whose labels do not touch."""
    wanted = seconds * label_px / max(1.0, width)
    return next((step for step in TIME_STEPS_S if step >= wanted), math.ceil(wanted / 86400) * 86400)


def broken_spans(rep: Rep, points: Sequence[TracePoint]) -> list[tuple[float, float]]:
    """Where in a hold the signal was lowest, for as long as the repetition says that it was broken.

    The record keeps how long a hold was broken, not when; a trace too coarse to show it gives nothing.
    """
    m = rep.measures
    level = m.mean_hold if known(m.mean_hold) else m.peak
    if not all(map(known, (m.hold_start_s, m.hold_end_s, m.broken_s, level))) or m.broken_s <= 0:
        return []
    first = bisect_left(points, m.hold_start_s, key=lambda point: point.t_s)
    last = bisect_left(points, m.hold_end_s, key=lambda point: point.t_s)
    inside = [(i, points[i]) for i in range(first, min(last, len(points) - 1)) if known(points[i].low)]
    held = [i for i, point in inside if point.high >= 0.75 * level]
    if not held or (m.hold_end_s - m.hold_start_s) / max(1, len(inside)) > GAP_S:
        return []
    left, spans = m.broken_s, []
    fallen = [(i, p) for i, p in inside if held[0] < i < held[-1] and p.low < _FALLEN * level]
    for i, point in sorted(fallen, key=lambda pair: pair[1].low):
        step = points[i + 1].t_s - point.t_s
        if left < 0.5 * step:
            break
        spans.append((point.t_s, points[i + 1].t_s))
        left -= step
    return _merged(sorted(spans))


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1] + 1e-6:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def side_runs(reps: Sequence[Rep]) -> list[tuple[Side | None, list[Rep]]]:
    """Neighbouring repetitions of the same side together."""
    found: list[tuple[Side | None, list[Rep]]] = []
    for rep in reps:
        if not found or found[-1][0] != rep.side:
            found.append((rep.side, []))
        found[-1][1].append(rep)
    return found


def target_s(record: SessionRecord) -> float | None:
    """The prescribed seconds of hold, where there are any."""
    return record.prescription.hold_s if holds(record.prescription) else None
