"""The axes of the picture of a session: values, time, the break between segments, the gentle range."""

from __future__ import annotations

from levelhip.exercise.wording import N_
from levelhip.reports.drawing import CHAR_PX, Picture, text
from levelhip.reports.markup import Markup, coordinate, el, join
from levelhip.reports.trace_layout import Strip, press_band, start_level, ticks, time_step_s
from levelhip.reports.wording import Wording


def y_ticks(values: tuple[float, float, float | None], height: float) -> list[float]:
    """The round values of the axis."""
    return ticks(values[0], values[1], 5 if height >= 380 else 4 if height >= 300 else 3)  # noqa: PLR2004 - pixels


def tick_words(value: float, values: tuple[float, float, float | None], wording: Wording) -> str:
    """A value of the axis with the digits worth showing."""
    spread = values[1] - values[0]
    return wording.number(value, 0 if spread > 3 else 1 if spread > 0.3 else 3)  # noqa: PLR2004 - digits worth showing


def draw_axes(picture: Picture) -> Markup:
    """The lines of the values, with their numbers."""
    scale = picture.scale
    values = (scale.bottom, scale.top, scale.beyond)
    parts = []
    for value in y_ticks(values, scale.y_bottom - scale.y_top + 130):
        y = scale.y(value)
        parts.append(
            el("line", x1=picture.x0, x2=picture.x1, y1=y, y2=y, class_="lh-zero" if value == 0 else "lh-grid")
        )
        words = tick_words(value, values, picture.wording)
        parts.append(text(picture.x0 - 6, y + 6, words, anchor="end", class_="lh-soft"))
    return join(parts)


def draw_time_axis(picture: Picture, strip: Strip) -> Markup:
    """The times of one segment."""
    seconds, width = strip.end_s - strip.start_s, strip.x1 - strip.x0
    in_minutes = strip.end_s >= 100  # noqa: PLR2004 - from here on minutes read better
    longest = len(_moment(strip.end_s, in_minutes=in_minutes)) + (2 if not in_minutes else 0)
    step = time_step_s(seconds, width, (longest + 2.5) * CHAR_PX)
    y = picture.scale.y_bottom
    parts = [el("line", x1=strip.x0, x2=strip.x1, y1=y, y2=y, class_="lh-zero")]
    first = -(-strip.start_s // step)
    for i in range(int(seconds // step) + 2):
        t = (first + i) * step
        if t > strip.end_s:
            break
        x = strip.x(t)
        parts.append(el("line", x1=x, x2=x, y1=y, y2=y + 5, class_="lh-zero"))
        half = longest * CHAR_PX / 2
        fits = x - strip.x0 >= half - 12 and strip.x1 - x >= half - 6
        if fits or (i == 0 and width > 3 * half):
            words = _moment(t, in_minutes=in_minutes) + ("" if in_minutes else " s")
            parts.append(text(max(x, strip.x0 + half - 12), y + 23, words, anchor="middle", class_="lh-soft"))
    return join(parts)


def _moment(seconds: float, *, in_minutes: bool) -> str:
    whole = round(seconds)
    if not in_minutes:
        return str(whole).replace("-", "\u2212")
    minutes, rest = divmod(abs(whole), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "\u2212" if whole < 0 else ""
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes}:{rest:02d}"


def draw_breaks(picture: Picture) -> Markup:
    """Between two segments: a wavy pair of lines, for the clock begins anew."""
    parts = []
    top, bottom = picture.scale.y_top, picture.scale.y_bottom
    for before, after in zip(picture.strips, picture.strips[1:], strict=False):
        wide = after.x0 - before.x1
        for x in (before.x1 + wide * 0.35, before.x1 + wide * 0.65):
            waves = f"M{coordinate(x)},{coordinate(top)} " + "q3,4 0,8 q-3,4 0,8 " * int((bottom - top) // 16)
            parts.append(el("path", d=waves.strip(), class_="lh-hatch"))
    return join(parts)


def draw_band(picture: Picture) -> Markup:
    """The gentle range of the press, or, without repetitions, the rise from which one would count."""
    band, scale = press_band(picture.record), picture.scale
    if picture.record.rep_count == 0:
        least = start_level(picture.record)
        if least is None or not scale.bottom < least < scale.top:
            return Markup("")
        y = scale.y(least)
        rise = picture.wording.number(least, 0, picture.record.signal.unit)
        words = picture.wording.say(N_("a repetition rises at least {least}"), least=rise)
        return join(
            [
                el("line", x1=picture.x0, x2=picture.x1, y1=y, y2=y, class_="lh-accent-line", stroke_dasharray="8 5"),
                text(picture.x1 - 4, y - 6, words, anchor="end"),
            ]
        )
    if band is None:
        return Markup("")
    lines = [scale.y(level) for level in band if scale.bottom < level < scale.top]
    return join(
        el("line", x1=picture.x0, x2=picture.x1, y1=y, y2=y, class_="lh-accent-line", stroke_dasharray="8 5")
        for y in lines
    )
