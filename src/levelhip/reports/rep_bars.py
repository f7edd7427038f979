"""Each repetition against its target: a small bar a repetition, and one strip of columns for a long set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.exercise.wording import N_
from levelhip.reports.markup import Markup, coordinate, el, join
from levelhip.reports.wording import Wording, known
from levelhip.reports.words import fault_words, holds, is_complete, side_name, signal_words, tally
from levelhip.session.record import Rep, SessionRecord, SideRecord

_FILL: Final = {"left": "url(#bar-left)", "right": "url(#bar-right)"}


def bar_patterns() -> Markup:
    """The fills the bars of a page share: whole for left, striped for right, dotted where the side is not known."""
    square = el("rect", width=8, height=8, class_="lh-accent")
    light = "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"
    patterns = (
        ("bar-left", [square]),
        ("bar-right", [square, el("path", d=light, class_="bar-stripe")]),
        ("bar-unknown", [square, el("circle", cx=4, cy=4, r=1.6, class_="lh-page")]),
        ("bar-lost", [el("path", d="M0,0 l8,8 M0,8 l8,-8", class_="lh-warning-line")]),
    )
    size = {"width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
    defs = el("defs", *(el("pattern", *inside, id=name, **size) for name, inside in patterns))
    return el("svg", defs, class_="defs", width=0, height=0, aria_hidden="true", focusable="false")


def fill_of(side: Side | None) -> str:
    """The pattern of a side."""
    return _FILL.get(side or "", "url(#bar-unknown)")


def goal(record: SessionRecord) -> float:
    """What a full bar is: the prescribed hold, or the largest movement."""
    if holds(record.prescription):
        return record.prescription.hold_s
    peaks = [rep.measures.peak for side in record.sides for rep in side.reps if known(rep.measures.peak)]
    return max([*peaks, 1e-6])


def value_of(rep: Rep, record: SessionRecord) -> float:
    """What a repetition's bar shows: its valid seconds, or its range."""
    value = rep.measures.valid_hold_s if holds(record.prescription) else rep.measures.peak
    return max(0.0, value) if known(value) else float("nan")


def rep_bar(rep: Rep, record: SessionRecord, longest: float) -> Markup:
    """The bar of one repetition, `longest` being its right edge; crossed out what was lost in between."""
    value, target = value_of(rep, record), goal(record)
    shown = value if known(value) else 0.0
    lost = rep.measures.broken_s if holds(record.prescription) and known(rep.measures.broken_s) else 0.0
    part = 100.0 / longest

    def percent(amount: float) -> str:
        return f"{coordinate(min(100.0, max(0.0, amount * part)))}%"

    parts = [
        el("rect", x=0, y="15%", width=percent(target), height="70%", class_="bar-track"),
        el("rect", x=0, y="15%", width=percent(shown), height="70%", fill=fill_of(rep.side)),
    ]
    if lost > 0:
        parts.append(el("rect", x=percent(shown), y="15%", width=percent(lost), height="70%", fill="url(#bar-lost)"))
    if holds(record.prescription):
        parts.append(el("line", x1=percent(target), x2=percent(target), y1=0, y2="100%", class_="bar-target"))
    return el("svg", *parts, class_="bar", width="100%", height=20, aria_hidden="true", focusable="false")


def longest_bar(record: SessionRecord) -> float:
    """The right edge of all bars of a session: a little beyond the target, at most half as much again."""
    target = goal(record)
    reps = [rep for side in record.sides for rep in side.reps]
    ends = [value_of(rep, record) + (rep.measures.broken_s if known(rep.measures.broken_s) else 0.0) for rep in reps]
    reached = max((end for end in ends if known(end)), default=target)
    return max(target * 1.02, min(reached, 1.5 * target)) if holds(record.prescription) else target


def rep_words(rep: Rep, record: SessionRecord, wording: Wording) -> list[str]:
    """What there is to note about a repetition."""
    words = [fault_words(fault, wording) for fault in dict.fromkeys(rep.faults)]
    if holds(record.prescription):
        lost = rep.measures.broken_s
        if known(lost) and lost >= 0.05:  # noqa: PLR2004 - shown to a tenth
            words.append(wording.say(N_("{number} s lost"), number=wording.number(lost, 1)))
        if not words and not is_complete(rep, record.prescription):
            words.append(wording.say(N_("not the full time")))
    return words[:5]


def strip_of_columns(side: SideRecord, record: SessionRecord, wording: Wording) -> Markup:
    """A long set in one strip: a column a repetition, the target as a line."""
    target, count = goal(record), max(1, side.rep_count)
    top = 1.25 * target
    each = 1000.0 / count
    columns = []
    for i, rep in enumerate(side.reps):
        value = value_of(rep, record)
        tall = 100.0 * min(1.0, (value if known(value) else 0.0) / top)
        columns.append(
            el("rect", x=i * each + 0.1 * each, y=100 - tall, width=0.8 * each, height=tall, class_="lh-accent")
        )
    y = 100.0 - 100.0 * target / top
    line = el("line", x1=0, x2=1000, y1=y, y2=y, class_="bar-target") if holds(record.prescription) else Markup("")
    sentence = (
        N_("{side}: the valid seconds of each repetition against {target}")
        if holds(record.prescription)
        else N_("{side}: the range of each repetition")
    )
    return el(
        "svg",
        el("title", wording.say(sentence, side=side_name(side.side, wording), target=f"{wording.short(target)} s")),
        join(columns),
        line,
        class_="columns",
        viewBox="0 0 1000 100",
        preserveAspectRatio="none",
        role="img",
    )


def tally_words(reps: Sequence[Rep], wording: Wording) -> str:
    """What there is to note about many repetitions: let go early: 4, ..."""
    counts = tally(fault_words(fault, wording) for rep in reps for fault in dict.fromkeys(rep.faults))
    return ", ".join(f"{words}: {count}" for words, count in counts[:6])


def value_words(rep: Rep, record: SessionRecord, wording: Wording) -> str:
    """The number beside a bar."""
    if holds(record.prescription):
        return wording.number(value_of(rep, record), 1, "s")
    return wording.number(rep.measures.peak, 0, record.signal.unit)


def column_title(record: SessionRecord, wording: Wording) -> str:
    """The heading of the bars."""
    if holds(record.prescription):
        return wording.say(N_("Held, of {number} s"), number=wording.short(record.prescription.hold_s))
    return signal_words(
        record.signal.unit,
        N_("Press above rest, N"),
        N_("Lift above rest, degrees"),
        N_("Signal above rest, {unit}"),
        wording,
    )
