"""The signs of the picture of a session and what they mean: only those that occur in it."""

from __future__ import annotations

from collections.abc import Sequence

from levelhip.exercise.wording import N_
from levelhip.reports.drawing import AXIS_PX, CHAR_PX, LEGEND_PX, Picture, note_mark, text
from levelhip.reports.markup import Markup, coordinate, el, join
from levelhip.reports.trace_layout import Strip, gap_edges, press_band, target_s
from levelhip.reports.wording import Wording
from levelhip.session.record import SessionRecord


def legend_items(record: SessionRecord, strips: Sequence[Strip], wording: Wording) -> list[tuple[str, str]]:
    """Sign and words of everything that occurs."""
    say, target, band = wording.say, target_s(record), press_band(record)
    items = []
    if record.rep_count:
        items += [("lift", say(N_("lift"))), ("hold", say(N_("hold") if target else N_("top")))]
    if any(rep.measures.broken_s > 0 for side in record.sides for rep in side.reps):
        items.append(("broken", say(N_("broken"))))
    if record.rep_count:
        items.append(("release", say(N_("release"))))
    if target and record.rep_count:
        items.append(("target", say(N_("held, of {number} s"), number=wording.short(target))))
    if band and record.rep_count:
        low, high = map(wording.short, band)
        items.append(("band", say(N_("gentle, {low} to {high} N"), low=low, high=high)))
    if any(rep.faults for strip in strips for rep in strip.reps):
        items.append(("note", say(N_("to improve"))))
    if any(gap_edges(strip) for strip in strips):
        items.append(("gap", say(N_("no signal"))))
    if len(strips) > 1:
        items.append(("break", say(N_("clock restarts"))))
    return items


def _flow(items: Sequence[tuple[str, str]], room: float) -> list[tuple[int, float, str, str]]:
    """Each entry of the legend: its row, its place in it, its sign and its words."""
    placed, row, x = [], 0, 0.0
    for sign, words in items:
        wide = 40.0 + len(words) * CHAR_PX
        if x > 0 and x + wide > room:
            row, x = row + 1, 0.0
        placed.append((row, x, sign, words))
        x += wide
    return placed


def legend_rows(items: Sequence[tuple[str, str]], room: float) -> int:
    """How many rows the legend needs in `room` pixels."""
    return 1 + max((row for row, _, _, _ in _flow(items, room)), default=-1)


def draw_legend(picture: Picture, items: Sequence[tuple[str, str]]) -> Markup:
    """The signs and their words, in rows under the picture."""
    parts = []
    for row, offset, sign, words in _flow(items, picture.x1 - picture.x0):
        x = picture.x0 + offset
        y = picture.scale.y_bottom + AXIS_PX + 8 + LEGEND_PX * row
        parts.append(_sign(picture, sign, x, y))
        parts.append(text(x + 30, y + 13, words, class_="lh-soft"))
    return join(parts)


def _sign(picture: Picture, sign: str, x: float, y: float) -> Markup:
    if sign in ("lift", "release", "broken"):
        return join(
            [
                el("rect", x=x, y=y, width=24, height=14, fill=f"url(#{picture.prefix}-{sign})"),
                el("rect", x=x, y=y, width=24, height=14, class_="lh-grid"),
            ]
        )
    if sign == "hold":
        return el("rect", x=x, y=y, width=24, height=14, class_="lh-tint")
    if sign == "target":
        return join(
            [
                el("rect", x=x, y=y + 3, width=24, height=9, class_="lh-outline"),
                el("rect", x=x, y=y + 3, width=16, height=9, class_="lh-accent"),
            ]
        )
    if sign == "break":
        return join(
            el("path", d=f"M{coordinate(x + dx)},{coordinate(y - 1)} q3,4 0,8 q-3,4 0,8", class_="lh-hatch")
            for dx in (9.0, 15.0)
        )
    if sign == "note":
        return note_mark(x + 10, y + 2)
    css = "lh-warning-line" if sign == "gap" else "lh-accent-line"
    return el(
        "line", x1=x, x2=x + 24, y1=y + 7, y2=y + 7, class_=css, stroke_dasharray="3 4" if sign == "gap" else "8 5"
    )
