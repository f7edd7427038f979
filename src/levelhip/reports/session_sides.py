"""The sides of a session beside each other, in numbers, without a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from levelhip.exercise.wording import N_
from levelhip.reports.markup import Markup, el, join
from levelhip.reports.wording import Wording, known
from levelhip.reports.words import holds, missed_words, side_name, signal_words
from levelhip.session.measures import median
from levelhip.session.record import SessionRecord, SideRecord

_TITLES: Final = {1: N_("The set in numbers"), 2: N_("The two sides")}


def both_sides(record: SessionRecord, wording: Wording) -> Markup:
    """A column a side."""
    sides = [side for side in record.sides if side.rep_count or side.missed]
    names = [side_name(side.side, wording) for side in sides]
    head = el("tr", el("td", ""), *(el("th", name, scope="col") for name in names))
    rows = [
        el("tr", el("th", name, scope="row"), *(el("td", value) for value in values))
        for name, values in _rows(sides, record, wording)
    ]
    two = len(sides) > 1
    no_verdict = N_("A difference between the sides is no verdict: the sensor, the belt and the day differ too.")
    return el(
        "section",
        el("h2", wording.say(_TITLES.get(len(sides), N_("The sides"))), id="sides"),
        el(
            "table",
            el("caption", wording.say(N_("The sides beside each other")) if two else names[0], class_="spoken"),
            el("thead", head),
            el("tbody", *rows),
            class_="side-table",
        ),
        el("p", wording.say(no_verdict)) if two else "",
        class_="compare",
        aria_labelledby="sides",
    )


def _rows(sides: list[SideRecord], record: SessionRecord, wording: Wording) -> Iterator[tuple[str, list[str]]]:
    say, unit = wording.say, record.signal.unit
    asked = say(N_("Repetitions, of {number} asked"), number=record.prescription.reps)
    yield asked, [str(side.rep_count) for side in sides]
    if holds(record.prescription):
        held = [[r.measures.valid_hold_s for r in side.reps if known(r.measures.valid_hold_s)] for side in sides]
        yield say(N_("Full holds")), [str(side.complete_count) for side in sides]
        yield say(N_("Valid hold, middle")), [wording.number(median(values), 1, "s") for values in held]
        yield say(N_("Valid hold, in all")), [_total(side, wording) for side in sides]
    middle = signal_words(
        unit,
        N_("Press above rest, middle"),
        N_("Lift above rest, middle"),
        N_("Signal above rest, middle"),
        wording,
    )
    yield middle, [wording.number(side.totals.range_median, 0, unit) for side in sides]
    yield say(N_("Change in the set")), [_drop(side, wording) for side in sides]
    if any(side.missed for side in sides):
        yield say(N_("Did not count")), [_missed(side, wording) for side in sides]


def _total(side: SideRecord, wording: Wording) -> str:
    return wording.number(side.totals.valid_hold_total_s, 0, "s")


def _missed(side: SideRecord, wording: Wording) -> str:
    """How many lifts did not count; why, where there is room for it."""
    if not side.missed:
        return wording.say(N_("none"))
    reasons = missed_words(side.missed, wording)
    return join([str(len(side.missed)), el("span", f" ({reasons})", class_="screen-only")])


def _drop(side: SideRecord, wording: Wording) -> str:
    percent = side.totals.drop_off_percent
    if not known(percent):
        return wording.say(N_("not known") if len(side.reps) >= 3 else N_("needs 3 repetitions"))  # noqa: PLR2004 - thirds of a set
    if abs(percent) < 0.5:  # noqa: PLR2004 - rounds to 0 %
        return wording.say(N_("as at the start"))
    sentence = N_("{number} % lower at the end") if percent > 0 else N_("{number} % higher at the end")
    return wording.say(sentence, number=wording.number(abs(percent)))
