"""The sections of a session's page, each a function from the record to markup."""

from __future__ import annotations

from typing import Final

from levelhip.reports.explanations import definitions, sensor_words
from levelhip.reports.markup import Markup, el, join
from levelhip.reports.paper import is_many, printed_warnings
from levelhip.reports.rep_bars import (
    column_title,
    longest_bar,
    rep_bar,
    rep_words,
    strip_of_columns,
    tally_words,
    value_words,
)
from levelhip.reports.trace_layout import start_level
from levelhip.reports.words import (
    clip,
    clock,
    day,
    exercise_name,
    headline,
    holds,
    is_complete,
    known,
    missed_words,
    number,
    plural,
    self_reported,
    short,
    side_name,
    signal_name,
    subline,
    unit_name,
)
from levelhip.session.measures import median
from levelhip.session.record import SCHEMA, Rep, SessionRecord, SideRecord, Trace, advice

OPEN_REPS: Final = 40
"""A longer table waits folded."""
MOST_WARNINGS: Final = 40

_SIDES_TITLES: Final = {1: "The set in numbers", 2: "The two sides"}

INTENDED_USE: Final = (
    "Levelhip is an exercise aid. It is not a medical device and not for diagnosis. "
    "Stop if it hurts, and ask your therapist or doctor."
)


def header(record: SessionRecord) -> Markup:
    """What, when, from where, and the one sentence."""
    return el(
        "header",
        el("p", "Levelhip · session report", class_="brand"),
        el("h1", exercise_name(record.prescription.exercise)),
        el("p", day(record.started_at), " · ", el("bdi", clip(record.source, 60)), class_="meta"),
        el("p", headline(record), class_="headline"),
        el("p", subline(record), class_="subline") if subline(record) else "",
    )


def next_time(record: SessionRecord) -> Markup:
    """The one thing to do better."""
    return el(
        "section",
        el("h2", "What to do better next time", id="next"),
        el("p", advice(record)),
        class_="next",
        aria_labelledby="next",
    )


def repetitions(record: SessionRecord) -> Markup:
    """Each repetition against its target, the sides beside each other."""
    sides = [side for side in record.sides if side.rep_count]
    return el(
        "section",
        el("h2", "Each repetition against its target" if holds(record.prescription) else "Each repetition", id="reps"),
        el("div", *(_set(side, record) for side in sides), class_="sides"),
        class_="reps",
        aria_labelledby="reps",
    )


def _set(side: SideRecord, record: SessionRecord) -> Markup:
    """One side. The clock sees nothing: what it paced has no rows, which of it were full ones nobody knows."""
    if not _seen(side):
        return el("div", el("p", f"{_caption(side, record)}, as you told it; no sensor saw them."), class_="set")
    table, paced = _rep_table(side, record), side.rep_count - len(_seen(side))
    if paced:
        table = join([table, el("p", f"{paced} of them by the clock, as you told it; no sensor saw them.")])
    if not is_many(record):
        return el("div", table, class_="set")
    noted = tally_words(_seen(side))
    folded = el(
        "details",
        el("summary", f"{side_name(side.side)}: all {side.rep_count} in numbers"),
        table,
        class_="all",
        open="open" if record.rep_count <= OPEN_REPS else None,
    )
    return el(
        "div",
        el("h3", _caption(side, record)),
        strip_of_columns(side, record),
        el("p", f"To improve: {noted}." if noted else "Nothing to note.", class_="noted"),
        folded,
        class_="set",
    )


def _caption(side: SideRecord, record: SessionRecord) -> str:
    count = plural(side.rep_count, "repetition")
    return f"{side_name(side.side)}: {count}" + (f", {side.complete_count} full" if holds(record.prescription) else "")


def _seen(side: SideRecord) -> list[Rep]:
    return [rep for rep in side.reps if rep.provenance == "measured"]


def _rep_table(side: SideRecord, record: SessionRecord) -> Markup:
    longest = longest_bar(record)
    rows = []
    for rep in _seen(side):
        words = rep_words(rep, record)
        noted = bool(rep.faults) or not is_complete(rep, record.prescription)
        note = el("td", "; ".join(words) or _good(record), class_="faulty" if words and noted else "good")
        cells = (
            el("th", str(rep.number), scope="row"),
            el("td", rep_bar(rep, record, longest), class_="bar-cell"),
            el("td", value_words(rep, record), class_="value"),
            note,
        )
        rows.append(el("tr", *cells))
    head = el(
        "tr",
        el("th", el("span", "Repetition", class_="spoken"), "#", scope="col"),
        el("th", column_title(record), scope="col", colspan="2"),
        el("th", "Note", scope="col"),
    )
    return el(
        "table",
        el("caption", _caption(side, record)),
        el("colgroup", *(el("col", class_=name) for name in ("c-number", "c-bar", "c-value", "c-note"))),
        el("thead", head),
        el("tbody", *rows),
        class_="rep-table",
    )


def _good(record: SessionRecord) -> str:
    return "full" if holds(record.prescription) else ""


def both_sides(record: SessionRecord) -> Markup:
    """The sides beside each other, in numbers, without a verdict."""
    sides = [side for side in record.sides if side.rep_count or side.missed]
    head = el("tr", el("td", ""), *(el("th", side_name(side.side), scope="col") for side in sides))
    rows = [
        el("tr", el("th", name, scope="row"), *(el("td", value) for value in values))
        for name, values in _side_rows(sides, record)
    ]
    two = len(sides) > 1
    return el(
        "section",
        el("h2", _SIDES_TITLES.get(len(sides), "The sides"), id="sides"),
        el(
            "table",
            el("caption", "The sides beside each other" if two else side_name(sides[0].side), class_="spoken"),
            el("thead", head),
            el("tbody", *rows),
            class_="side-table",
        ),
        el("p", "A difference between the sides is no verdict: the sensor, the belt and the day differ too.")
        if two
        else "",
        class_="compare",
        aria_labelledby="sides",
    )


def _side_rows(sides: list[SideRecord], record: SessionRecord) -> list[tuple[str, list[str]]]:
    unit = record.signal.unit
    rows = [(f"Repetitions, of {record.prescription.reps} asked", [str(side.rep_count) for side in sides])]
    if holds(record.prescription):
        held = [[r.measures.valid_hold_s for r in side.reps if known(r.measures.valid_hold_s)] for side in sides]
        rows += [
            ("Full holds", [str(side.complete_count) for side in sides]),
            ("Valid hold, middle", [number(median(values), 1, "s") for values in held]),
            ("Valid hold, in all", [_total(side) for side in sides]),
        ]
    rows += [
        (f"{signal_name(unit)} above rest, middle", [number(s.totals.range_median, 0, unit) for s in sides]),
        ("Change in the set", [_drop(side) for side in sides]),
    ]
    if any(side.missed for side in sides):
        rows.append(("Did not count", [_missed(side) for side in sides]))
    return rows


def _total(side: SideRecord) -> str:
    total = side.totals.valid_hold_total_s
    return number(total, 0, "s") if known(total) else clock(total)


def _missed(side: SideRecord) -> str:
    """How many lifts did not count; why, where there is room for it."""
    if not side.missed:
        return "none"
    return join([str(len(side.missed)), el("span", f" ({missed_words(side.missed)})", class_="screen-only")])


def _drop(side: SideRecord) -> str:
    percent = side.totals.drop_off_percent
    if not known(percent):
        return "not known" if len(side.reps) >= 3 else "needs 3 repetitions"  # noqa: PLR2004 - thirds of a set
    if abs(percent) < 0.5:  # noqa: PLR2004 - rounds to 0 %
        return "as at the start"
    return f"{number(abs(percent))} % {'lower' if percent > 0 else 'higher'} at the end"


def measured(record: SessionRecord) -> Markup:
    """What the sensor sees and what it cannot."""
    signal = record.signal
    what, sees, cannot = sensor_words(signal.quantity)
    lines = [
        (f"Measured ({unit_name(signal.unit)})", what),
        ("It sees", f"{sees}."),
        ("It cannot see", f"{cannot}."),
    ]
    if any(side.side is None for side in record.sides):
        lines.append(("Side", "Nothing in the recording told which side was exercised."))
    told = self_reported(record)
    if told:
        count = "All repetitions were" if told == record.rep_count else f"{told} of {record.rep_count} repetitions were"
        lines.append(("Told, not measured", f"{count} reported by the person; no sensor saw them."))
    return el(
        "section",
        el("h2", "What was measured, and what was not", id="measured"),
        el("dl", *(join([el("dt", name), el("dd", words)]) for name, words in lines), class_="facts"),
        class_="measured",
        aria_labelledby="measured",
    )


def warnings(record: SessionRecord) -> Markup:
    """What the reader of the file or the engine had to say."""
    if not record.warnings:
        return Markup("")
    shown = record.warnings[:MOST_WARNINGS]
    left, printed = len(record.warnings) - len(shown), printed_warnings(record)
    items = [
        el("li", clip(words, 300), class_="screen-only" if i >= printed else None) for i, words in enumerate(shown)
    ]
    if left:
        items.append(el("li", f"and {left} more", class_="screen-only"))
    if len(record.warnings) > printed:
        items.append(el("li", f"and {len(record.warnings) - printed} more", class_="paper-only"))
    return el(
        "section", el("h2", "To know", id="warnings"), el("ul", *items), class_="warnings", aria_labelledby="warnings"
    )


def definitions_block(record: SessionRecord) -> Markup:
    """What the numbers mean, folded."""
    pairs = definitions(record.prescription)
    return el(
        "details",
        el("summary", "What the numbers mean"),
        el("dl", *(join([el("dt", name), el("dd", words)]) for name, words in pairs), class_="facts"),
        class_="definitions",
    )


def footer(record: SessionRecord) -> Markup:
    """Where the numbers come from, and what this is for."""
    signal, prescription = record.signal, record.prescription
    dose = f"{plural(prescription.reps, 'repetition')} a side, " + " and ".join(prescription.sides)
    hold = f"{short(prescription.hold_s)} s hold, " if holds(prescription) else ""
    band = prescription.press_band_n
    gentle = f", gentle press {short(band[0])} to {short(band[1])} N" if band else ""
    facts = [
        ("File", el("bdi", clip(record.source, 160))),
        ("Date", day(record.started_at)),
        ("Exercise", clip(prescription.exercise.key, 60)),
        ("Asked for", f"{hold}{dose}{gentle}"),
        (
            "Signal",
            f"{signal.quantity}, {clip(signal.feature, 40)}, {_rate(signal.rate_hz)}, {clock(signal.duration_s)}",
        ),
        ("Gaps", f"{signal.gaps} longer than 0.5 s; {plural(signal.segments, 'segment')}"),
        ("Engine", f"levelhip {clip(record.engine, 40)}, {SCHEMA}"),
    ]
    return el(
        "footer",
        el("h2", "Where these numbers come from"),
        el("dl", *(join([el("dt", name), el("dd", words)]) for name, words in facts), class_="source"),
        el("p", INTENDED_USE, class_="intended"),
    )


def _rate(rate_hz: float) -> str:
    return f"{short(rate_hz)} samples a second" if known(rate_hz) and rate_hz > 0 else "rate not known"


def nothing_found(record: SessionRecord, trace: Trace) -> Markup:
    """What would be seen, and what to check."""
    unit, least = record.signal.unit, start_level(record)
    highs = [point.high for points in trace.segments for point in points if known(point.high)]
    checks = []
    if least is not None and highs:
        checks.append(
            f"A repetition rises at least {number(least, 0, unit)} above rest. "
            f"The highest point here is {number(max(highs), 1, unit)}."
        )
    missed = [reason for side in record.sides for reason in side.missed]
    if missed:
        checks.append(f"{plural(len(missed), 'lift')} did not count: {missed_words(missed)}.")
    checks += [
        "Is this the right exercise, and the right column of the file in the right unit?",
        "Does the recording begin and end at rest, for a second or two?",
        "Is the sensor where it belongs: in the belt, on the leg, or with the whole body in view?",
    ]
    return el(
        "section",
        el("h2", "What would be seen here", id="nothing"),
        el(
            "p",
            "Each repetition would be shaded and numbered in the picture below, with a bar for its time against the "
            "time asked for, and the two sides beside each other.",
        ),
        el("h3", "What to check"),
        el("ul", *(el("li", words) for words in checks)),
        class_="next",
        aria_labelledby="nothing",
    )
