"""The picture of a session: the driving signal from rest, phase by phase, each repetition against its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.wording import N_
from levelhip.reports.drawing import AXIS_PX, CHAR_PX, FONT_PX, FONTS, LEGEND_PX, Picture, patterns, text
from levelhip.reports.markup import Markup, coordinate, el, join
from levelhip.reports.palette import Theme, drawing_css
from levelhip.reports.trace_axes import draw_axes, draw_band, draw_breaks, draw_time_axis, tick_words, y_ticks
from levelhip.reports.trace_labels import draw_rep_label, draw_sides, label_every
from levelhip.reports.trace_layout import (
    Scale,
    Strip,
    broken_spans,
    gap_edges,
    lay_strips,
    runs,
    target_s,
    thin,
    value_range,
)
from levelhip.reports.trace_legend import draw_legend, legend_items, legend_rows
from levelhip.reports.trace_words import axis_title, spoken, spoken_title
from levelhip.reports.wording import ENGLISH, Wording, known
from levelhip.reports.words import clip
from levelhip.session.record import Rep, SessionRecord, Trace, TracePoint

_NARROW_PX: Final = 2.5
"""Narrower than this a hatched phase is only noise."""
_TITLE_PX: Final = 28.0
_SIDE_PX: Final = 26.0
_NUMBER_PX: Final = 22.0
_TARGET_PX: Final = 18.0


def render_trace_svg(
    record: SessionRecord,
    trace: Trace,
    *,
    width: int = 960,
    height: int = 320,
    theme: Theme = "auto",
    wording: Wording = ENGLISH,
) -> str:
    """The session as one SVG. `theme` "auto" follows the reader's light or dark system."""
    return draw_trace(record, trace, width=width, height=height, theme=theme, wording=wording)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a picture stands. `prefix` makes its ids unique in a page, `heading` is for a picture that stands alone.

    `values`: bottom and top of an axis shared with others, and what lies beyond it. `legend`: its entries, where they
    are not those of this picture alone.
    """

    prefix: str = "lh"
    heading: str = ""
    values: tuple[float, float, float | None] | None = None
    legend: Sequence[tuple[str, str]] | None = None


def draw_trace(
    record: SessionRecord,
    trace: Trace,
    *,
    width: int = 960,
    height: int = 320,
    theme: Theme = "auto",
    setting: Setting = Setting(),
    wording: Wording = ENGLISH,
) -> Markup:
    """As `render_trace_svg`, as markup, in a page that may hold others."""
    picture, items = _lay_out(record, trace, (max(240, width), max(200, height)), setting, wording)
    bottom = picture.scale.y_bottom + AXIS_PX + LEGEND_PX * legend_rows(items, picture.x1 - picture.x0) + 4.0
    tall = max(200, height, round(bottom))
    prefix = setting.prefix
    return el(
        "svg",
        el("title", spoken_title(record, wording), id=f"{prefix}-title"),
        el("desc", spoken(record, wording), id=f"{prefix}-desc"),
        el("style", Markup(drawing_css(theme))),
        patterns(prefix),
        el("rect", class_="lh-page", width="100%", height="100%"),
        draw_axes(picture),
        *(_strip(picture, strip) for strip in picture.strips),
        draw_breaks(picture),
        draw_band(picture),
        _title(picture, setting.heading),
        "" if picture.strips else _empty(picture),
        draw_legend(picture, items),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {coordinate(picture.width)} {tall}",
        width=picture.width,
        height=tall,
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family=FONTS,
        font_size=FONT_PX,
    )


def _lay_out(
    record: SessionRecord, trace: Trace, size: tuple[int, int], setting: Setting, wording: Wording
) -> tuple[Picture, Sequence[tuple[str, str]]]:
    """The picture's measures, and what its legend says. `size`: width and height."""
    width, height = size
    values = setting.values or value_range(record, trace)
    x0 = 12.0 + CHAR_PX * max(len(tick_words(v, values, wording)) for v in y_ticks(values, height))
    x1 = width - 10.0
    strips = lay_strips(record, trace, x0, x1)
    items = legend_items(record, strips, wording) if setting.legend is None else setting.legend
    y_title = 30.0 if setting.heading else 0.0
    y_side = y_title + _TITLE_PX
    labels = _SIDE_PX + _NUMBER_PX + (_TARGET_PX if target_s(record) else 0.0)
    y_top = y_side + (labels if record.rep_count else 0.0) + 4.0
    y_bottom = max(y_top + 30.0, height - AXIS_PX - LEGEND_PX * legend_rows(items, x1 - x0) - 4.0)
    picture = Picture(
        record=record,
        wording=wording,
        strips=strips,
        scale=Scale(values[0], values[1], y_bottom, y_top, values[2]),
        width=width,
        x0=x0,
        x1=x1,
        y_title=y_title,
        y_side=y_side,
        y_number=y_side + _SIDE_PX,
        y_target=y_side + _SIDE_PX + _NUMBER_PX,
        prefix=setting.prefix,
    )
    return picture, items


def _title(picture: Picture, heading: str) -> Markup:
    parts = [text(4, picture.y_title + 18, axis_title(picture), class_="lh-soft")]
    if heading:
        parts.append(text(4, 22, clip(heading, int(picture.width / CHAR_PX))))
    return join(parts)


def _strip(picture: Picture, strip: Strip) -> Markup:
    every = label_every(strip)
    return join(
        [
            *(_phases(picture, strip, rep) for rep in strip.reps),
            *(_signal(strip, picture.scale, run) for run in runs(strip.points)),
            _gaps(picture, strip),
            *draw_sides(picture, strip),
            *(draw_rep_label(picture, strip, rep, i, every) for i, rep in enumerate(strip.reps)),
            draw_time_axis(picture, strip),
        ]
    )


def _box(picture: Picture, x0: float, x1: float, **attributes: str) -> Markup:
    scale = picture.scale
    return el("rect", x=x0, y=scale.y_top, width=max(0.5, x1 - x0), height=scale.y_bottom - scale.y_top, **attributes)


def _phases(picture: Picture, strip: Strip, rep: Rep) -> Markup:
    m = rep.measures
    start, end = strip.x(m.start_s), strip.x(m.end_s)
    if not (known(m.hold_start_s) and known(m.hold_end_s) and m.hold_end_s >= m.hold_start_s):
        return _box(picture, start, end, class_="lh-tint")
    rise, fall = (min(end, max(start, strip.x(t))) for t in (m.hold_start_s, m.hold_end_s))
    return join(
        [
            _box(picture, rise, fall, class_="lh-tint"),
            *(
                _box(picture, a, b, fill=picture.pattern(name))
                for a, b, name in ((start, rise, "lift"), (fall, end, "release"))
                if b - a >= _NARROW_PX
            ),
            *(
                _box(picture, strip.x(a), strip.x(b), fill=picture.pattern("broken"))
                for a, b in broken_spans(rep, strip.points)
            ),
        ]
    )


def _signal(strip: Strip, scale: Scale, run: list[TracePoint]) -> Markup:
    points = thin(run, strip)
    if len(points) == 1:
        points = [points[0], TracePoint(run[-1].t_s + 0.01, points[0].low, points[0].high)]
    there = [f"{coordinate(strip.x(p.t_s))},{coordinate(scale.y(p.high))}" for p in points]
    back = [f"{coordinate(strip.x(p.t_s))},{coordinate(scale.y(p.low))}" for p in reversed(points)]
    return el("path", d=f"M{' '.join(there)} L{' '.join(back)} Z", class_="lh-signal")


def _gaps(picture: Picture, strip: Strip) -> Markup:
    """A dashed line along rest where the signal is missing, if that is wide enough to be seen."""
    shown = gap_edges(strip)
    y = picture.scale.y(0.0)
    return join(
        join(
            [
                _box(picture, a, b, class_="lh-page"),
                el("line", x1=a, x2=b, y1=y, y2=y, class_="lh-warning-line", stroke_dasharray="3 4"),
            ]
        )
        for a, b in shown
    )


def _empty(picture: Picture) -> Markup:
    y = (picture.scale.y_top + picture.scale.y_bottom) / 2
    middle = (picture.x0 + picture.x1) / 2
    say = picture.wording.say
    if (picture.x1 - picture.x0) > 46 * CHAR_PX:
        words = say(N_("No signal was kept: here the press or the lift would be seen"))
        return text(middle, y, words, anchor="middle")
    return join(
        [
            text(middle, y - 12, say(N_("No signal was kept:")), anchor="middle"),
            text(middle, y + 14, say(N_("here it would be seen")), anchor="middle"),
        ]
    )
