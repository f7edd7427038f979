"""The repetitions on a session's page: each against its target, the sides beside each other."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.wording import N_
from levelhip.reports.markup import Markup, el, join
from levelhip.reports.paper import is_many
from levelhip.reports.rep_bars import (
    column_title,
    longest_bar,
    rep_bar,
    rep_words,
    strip_of_columns,
    tally_words,
    value_words,
)
from levelhip.reports.wording import Wording
from levelhip.reports.words import holds, is_complete, side_name
from levelhip.session.record import Rep, SessionRecord, SideRecord

OPEN_REPS: Final = 40
"""A longer table waits folded."""


def repetitions(record: SessionRecord, wording: Wording) -> Markup:
    """Each repetition against its target, the sides beside each other."""
    sides = [side for side in record.sides if side.rep_count]
    title = N_("Each repetition against its target") if holds(record.prescription) else N_("Each repetition")
    return el(
        "section",
        el("h2", wording.say(title), id="reps"),
        el("div", *(_set(side, record, wording) for side in sides), class_="sides"),
        class_="reps",
        aria_labelledby="reps",
    )


def _set(side: SideRecord, record: SessionRecord, wording: Wording) -> Markup:
    """One side. The clock sees nothing: what it paced has no rows, which of it were full ones nobody knows."""
    caption = _caption(side, record, wording)
    if not _seen(side):
        told = wording.say(N_("{repetitions}, as you told it; no sensor saw them."), repetitions=caption)
        return el("div", el("p", told), class_="set")
    table, paced = _rep_table(side, record, wording), side.rep_count - len(_seen(side))
    if paced:
        told = wording.say(N_("{count} of them by the clock, as you told it; no sensor saw them."), count=paced)
        table = join([table, el("p", told)])
    if not is_many(record, wording):
        return el("div", table, class_="set")
    return el(
        "div",
        el("h3", caption),
        strip_of_columns(side, record, wording),
        el("p", _noted(side, wording), class_="noted"),
        _folded(table, side, record, wording),
        class_="set",
    )


def _noted(side: SideRecord, wording: Wording) -> str:
    noted = tally_words(_seen(side), wording)
    return wording.say(N_("To improve: {noted}."), noted=noted) if noted else wording.say(N_("Nothing to note."))


def _folded(table: Markup, side: SideRecord, record: SessionRecord, wording: Wording) -> Markup:
    title = wording.say(N_("{side}: all {count} in numbers"), side=side_name(side.side, wording), count=side.rep_count)
    is_open = "open" if record.rep_count <= OPEN_REPS else None
    return el("details", el("summary", title), table, class_="all", open=is_open)


def _caption(side: SideRecord, record: SessionRecord, wording: Wording) -> str:
    name, full = side_name(side.side, wording), side.complete_count
    if holds(record.prescription):
        one, many = N_("{side}: 1 repetition, {full} full"), N_("{side}: {count} repetitions, {full} full")
    else:
        one, many = N_("{side}: 1 repetition"), N_("{side}: {count} repetitions")
    return wording.counted(side.rep_count, one, many, side=name, full=full)


def _seen(side: SideRecord) -> list[Rep]:
    return [rep for rep in side.reps if rep.provenance == "measured"]


def _rep_table(side: SideRecord, record: SessionRecord, wording: Wording) -> Markup:
    longest = longest_bar(record)
    head = el(
        "tr",
        el("th", el("span", wording.say(N_("Repetition")), class_="spoken"), "#", scope="col"),
        el("th", column_title(record, wording), scope="col", colspan="2"),
        el("th", wording.say(N_("Note")), scope="col"),
    )
    return el(
        "table",
        el("caption", _caption(side, record, wording)),
        el("colgroup", *(el("col", class_=name) for name in ("c-number", "c-bar", "c-value", "c-note"))),
        el("thead", head),
        el("tbody", *(_row(rep, record, longest, wording) for rep in _seen(side))),
        class_="rep-table",
    )


def _row(rep: Rep, record: SessionRecord, longest: float, wording: Wording) -> Markup:
    words = rep_words(rep, record, wording)
    noted = bool(rep.faults) or not is_complete(rep, record.prescription)
    good = wording.say(N_("full")) if holds(record.prescription) else ""
    return el(
        "tr",
        el("th", str(rep.number), scope="row"),
        el("td", rep_bar(rep, record, longest), class_="bar-cell"),
        el("td", value_words(rep, record, wording), class_="value"),
        el("td", "; ".join(words) or good, class_="faulty" if words and noted else "good"),
    )
