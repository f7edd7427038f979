"""The picture of a session cut into several, for a narrow screen: a few repetitions of one side in each."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Final

from levelhip.reports.drawing import LEGEND_PX
from levelhip.reports.markup import Markup
from levelhip.reports.trace_layout import lay_strips, placed_reps, side_runs, value_range
from levelhip.reports.trace_legend import legend_items, legend_rows
from levelhip.reports.trace_svg import Setting, draw_trace
from levelhip.reports.wording import ENGLISH, Wording
from levelhip.session.record import Rep, SessionRecord, Trace

REPS_EACH: Final = 7
MOST_PANELS: Final = 8
"""With more of them a page would only be long: then one picture holds everything."""


def draw_panels(
    record: SessionRecord, trace: Trace, *, width: int = 340, height: int = 250, wording: Wording = ENGLISH
) -> list[Markup]:
    """One picture for every few repetitions, all on the same axis."""
    values = value_range(record, trace)
    groups = _groups(placed_reps(record))
    if not 1 < len(groups) <= MOST_PANELS:
        parts = [(record, trace)]
    else:
        parts = [_cut(record, trace, reps, window) for reps, window in zip(groups, _windows(groups), strict=True)]
    items = legend_items(record, lay_strips(record, trace, 0.0, float(width * len(parts))), wording)
    return [
        draw_trace(
            part,
            piece,
            width=width,
            height=height + (0 if i < len(parts) else round(LEGEND_PX * legend_rows(items, 0.8 * width))),
            setting=Setting(f"lh{i}", values=values, legend=items if i == len(parts) else ()),
            wording=wording,
        )
        for i, (part, piece) in enumerate(parts, start=1)
    ]


def _groups(reps: list[Rep]) -> list[list[Rep]]:
    found: list[list[Rep]] = []
    for segment in sorted({rep.segment for rep in reps}):
        for _, run in side_runs([rep for rep in reps if rep.segment == segment]):
            pieces = math.ceil(len(run) / REPS_EACH)
            each = math.ceil(len(run) / pieces)
            found.extend(run[i : i + each] for i in range(0, len(run), each))
    return found


def _windows(groups: list[list[Rep]]) -> list[tuple[float, float]]:
    """From when to when each group's picture goes: half way to its neighbours in the same segment."""
    starts, ends = [-math.inf] * len(groups), [math.inf] * len(groups)
    for i, (before, after) in enumerate(pairwise(groups)):
        if before[-1].segment == after[0].segment:
            ends[i] = starts[i + 1] = (before[-1].measures.end_s + after[0].measures.start_s) / 2
    return list(zip(starts, ends, strict=True))


def _cut(
    record: SessionRecord, trace: Trace, reps: list[Rep], window: tuple[float, float]
) -> tuple[SessionRecord, Trace]:
    start, end = window
    kept = {id(rep) for rep in reps}
    sides = tuple(replace(side, reps=tuple(rep for rep in side.reps if id(rep) in kept)) for side in record.sides)
    segments = tuple(
        tuple(point for point in points if start <= point.t_s < end) if number == reps[0].segment else ()
        for number, points in enumerate(trace.segments, start=1)
    )
    return replace(record, sides=sides), Trace(segments)
