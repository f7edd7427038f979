"""What stands over the picture of a session: sides, the repetitions' numbers, each one's seconds against its target."""

from __future__ import annotations

from levelhip.reports.drawing import CHAR_PX, Picture, note_mark, text
from levelhip.reports.markup import Markup, el, join
from levelhip.reports.trace_layout import Strip, side_runs, target_s
from levelhip.reports.wording import known
from levelhip.reports.words import side_name
from levelhip.session.record import Rep


def draw_sides(picture: Picture, strip: Strip) -> list[Markup]:
    """A line over the repetitions of each side: whole for left, dashed for right, dotted where it is not known."""
    parts = []
    y = picture.y_side + 22
    for side, reps in side_runs(strip.reps):
        a, b = strip.x(reps[0].measures.start_s), strip.x(max(rep.measures.end_s for rep in reps))
        dash = {"left": None, "right": "9 5"}.get(side or "", "2 4")
        parts.append(el("line", x1=a, x2=max(b, a + 1), y1=y, y2=y, class_="lh-side", stroke_dasharray=dash))
        name = side_name(side, picture.wording)
        for words in (f"{name} · {len(reps)}", name, name[0].upper() if side else "?"):
            if len(words) * CHAR_PX <= b - a or (len(words) == 1 and b - a >= 0.7 * CHAR_PX):
                parts.append(text((a + b) / 2, y - 7, words, anchor="middle"))
                break
    return parts


def label_every(strip: Strip) -> int:
    """Every how many repetitions one has room for its number."""
    if not strip.reps:
        return 1
    each = (strip.x1 - strip.x0) / len(strip.reps)
    return next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * each >= 3.2 * CHAR_PX), 1000)


def draw_rep_label(picture: Picture, strip: Strip, rep: Rep, index: int, every: int) -> Markup:
    """The number of the repetition at place `index` of its strip, and its bar of seconds."""
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
