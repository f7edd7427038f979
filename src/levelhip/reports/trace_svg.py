"""The picture of a session: the driving signal from rest, phase by phase, each repetition against its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.reports.drawing import AXIS_PX, CHAR_PX, FONT_PX, FONTS, LEGEND_PX, Picture, note_mark, patterns, text
from levelhip.reports.markup import Markup, coordinate, el, join
from levelhip.reports.palette import Theme, drawing_css
from levelhip.reports.trace_axes import draw_axes, draw_band, draw_breaks, draw_time_axis, tick_words, y_ticks
from levelhip.reports.trace_layout import (
    Scale,
    Strip,
    broken_spans,
    gap_edges,
    lay_strips,
    runs,
    side_runs,
    target_s,
    thin,
    value_range,
)
from levelhip.reports.trace_legend import draw_legend, legend_items, legend_rows
from levelhip.reports.words import (
    clip,
    exercise_name,
    headline,
    known,
    number,
    plural,
    side_name,
    signal_name,
    subline,
    unit_name,
)
from levelhip.session.record import Rep, SessionRecord, Trace, TracePoint

_NARROW_PX: Final = 2.5
"""Narrower than this a hatched phase is only noise."""
_TITLE_PX: Final = 28.0
_SIDE_PX: Final = 26.0
_NUMBER_PX: Final = 22.0
_TARGET_PX: Final = 18.0


def render_trace_svg(
    record: SessionRecord, trace: Trace, *, width: int = 960, height: int = 320, theme: Theme = "auto"
) -> str:
    """The session as one SVG. `theme` "auto" follows the reader's light or dark system."""
    return draw_trace(record, trace, width=width, height=height, theme=theme)


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
) -> Markup:
    """As `render_trace_svg`, as markup, in a page that may hold others."""
    picture, items = _lay_out(record, trace, max(240, width), max(200, height), setting)
    bottom = picture.scale.y_bottom + AXIS_PX + LEGEND_PX * legend_rows(items, picture.x1 - picture.x0) + 4.0
    tall = max(200, height, round(bottom))
    prefix = setting.prefix
    return el(
        "svg",
        el("title", _spoken_title(record), id=f"{prefix}-title"),
        el("desc", _spoken(record), id=f"{prefix}-desc"),
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
    record: SessionRecord, trace: Trace, width: int, height: int, setting: Setting
) -> tuple[Picture, Sequence[tuple[str, str]]]:
    """The picture's measures, and what its legend says."""
    values = setting.values or value_range(record, trace)
    x0 = 12.0 + CHAR_PX * max(len(tick_words(v, values)) for v in y_ticks(values, height))
    x1 = width - 10.0
    strips = lay_strips(record, trace, x0, x1)
    items = legend_items(record, strips) if setting.legend is None else setting.legend
    y_title = 30.0 if setting.heading else 0.0
    y_side = y_title + _TITLE_PX
    labels = _SIDE_PX + _NUMBER_PX + (_TARGET_PX if target_s(record) else 0.0)
    y_top = y_side + (labels if record.rep_count else 0.0) + 4.0
    y_bottom = max(y_top + 30.0, height - AXIS_PX - LEGEND_PX * legend_rows(items, x1 - x0) - 4.0)
    picture = Picture(
        record=record,
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


def _spoken_title(record: SessionRecord) -> str:
    return f"{exercise_name(record.prescription.exercise)}: the session as measured"


def _spoken(record: SessionRecord) -> str:
    unit = unit_name(record.signal.unit)
    return " ".join(
        part
        for part in (
            f"{signal_name(record.signal.unit)} above rest in {unit} over time, from {clip(record.source, 80)}.",
            headline(record),
            subline(record),
        )
        if part
    )


def _title(picture: Picture, heading: str) -> Markup:
    record = picture.record
    words = f"{signal_name(record.signal.unit)} above rest ({unit_name(record.signal.unit)})"
    beyond = picture.scale.beyond
    if beyond is not None:
        words += f", cut off: reaches {number(beyond)}"
    parts = [text(4, picture.y_title + 18, words, class_="lh-soft")]
    if heading:
        parts.append(text(4, 22, clip(heading, int(picture.width / CHAR_PX))))
    return join(parts)


def _strip(picture: Picture, strip: Strip) -> Markup:
    every = _label_every(strip)
    return join(
        [
            *(_phases(picture, strip, rep) for rep in strip.reps),
            *(_signal(strip, picture.scale, run) for run in runs(strip.points)),
            _gaps(picture, strip),
            *(_sides(picture, strip)),
            *(_rep_labels(picture, strip, rep, i, every) for i, rep in enumerate(strip.reps)),
            draw_time_axis(picture, strip),
        ]
    )


def _label_every(strip: Strip) -> int:
    if not strip.reps:
        return 1
    each = (strip.x1 - strip.x0) / len(strip.reps)
    return next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * each >= 3.2 * CHAR_PX), 1000)


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


def _sides(picture: Picture, strip: Strip) -> list[Markup]:
    """A line over the repetitions of each side: whole for left, dashed for right, dotted where it is not known."""
    parts = []
    y = picture.y_side + 22
    for side, reps in side_runs(strip.reps):
        a, b = strip.x(reps[0].measures.start_s), strip.x(max(rep.measures.end_s for rep in reps))
        dash = {"left": None, "right": "9 5"}.get(side or "", "2 4")
        parts.append(el("line", x1=a, x2=max(b, a + 1), y1=y, y2=y, class_="lh-side", stroke_dasharray=dash))
        for words in (f"{side_name(side)} · {len(reps)}", side_name(side), (side or "?")[0].upper()):
            if len(words) * CHAR_PX <= b - a or (len(words) == 1 and b - a >= 0.7 * CHAR_PX):
                parts.append(text((a + b) / 2, y - 7, words, anchor="middle"))
                break
    return parts


def _rep_labels(picture: Picture, strip: Strip, rep: Rep, index: int, every: int) -> Markup:
    m = rep.measures
    begins = m.hold_start_s if known(m.hold_start_s) else m.start_s
    parts = []
    if every == 1 or rep.number % every == 0 or (index == 0 and len(strip.reps) < every):
        ends = m.hold_end_s if known(m.hold_end_s) else m.end_s
        x = (strip.x(begins) + strip.x(max(begins, ends))) / 2
        parts.append(text(x, picture.y_number + 18, str(rep.number), anchor="middle"))
        if rep.faults and every == 1:
            parts.append(note_mark(x + 2 + CHAR_PX * len(str(rep.number)) / 2, picture.y_number + 5))
    target = target_s(picture.record)
    if target:
        parts.append(_target(picture, strip, begins, target, m.valid_hold_s))
    return join(parts)


def _target(picture: Picture, strip: Strip, begins: float, target: float, valid: float) -> Markup:
    x0, y = strip.x(begins), picture.y_target + 4
    per_second = (strip.x1 - strip.x0) / (strip.end_s - strip.start_s)
    wide = max(1.0, min(target * per_second, picture.x1 - x0))
    share = min(1.0, max(0.0, valid / target)) if known(valid) else 0.0
    return join(
        [
            el("rect", x=x0, y=y, width=wide, height=9, class_="lh-outline"),
            el("rect", x=x0, y=y, width=wide * share, height=9, class_="lh-accent"),
        ]
    )


def _empty(picture: Picture) -> Markup:
    y = (picture.scale.y_top + picture.scale.y_bottom) / 2
    middle = (picture.x0 + picture.x1) / 2
    if (picture.x1 - picture.x0) > 46 * CHAR_PX:
        return text(middle, y, "No signal was kept: here the press or the lift would be seen", anchor="middle")
    return join(
        [
            text(middle, y - 12, "No signal was kept:", anchor="middle"),
            text(middle, y + 14, "here it would be seen", anchor="middle"),
        ]
    )


def heading_of(record: SessionRecord) -> str:
    """The line above a picture that stands alone."""
    held = plural(record.rep_count, "repetition")
    return f"{exercise_name(record.prescription.exercise)} · {held} · {clip(record.source, 60)}"
