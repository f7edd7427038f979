"""How a session's page opens: what was done, and what to do next."""

from __future__ import annotations

from levelhip.exercise.wording import N_
from levelhip.reports.markup import Markup, el
from levelhip.reports.trace_layout import start_level
from levelhip.reports.wording import Wording, known
from levelhip.reports.words import clip, day, exercise_name, headline, missed_words, subline
from levelhip.session.record import SessionRecord, Trace, advice_parts


def header(record: SessionRecord, wording: Wording) -> Markup:
    """What, when, from where, and the one sentence."""
    sides = subline(record, wording)
    return el(
        "header",
        el("p", wording.say(N_("Levelhip · session report")), class_="brand"),
        el("h1", exercise_name(record.prescription.exercise, wording)),
        el("p", day(record.started_at, wording), " · ", el("bdi", clip(record.source, 60)), class_="meta"),
        el("p", headline(record, wording), class_="headline"),
        el("p", sides, class_="subline") if sides else "",
    )


def next_time(record: SessionRecord, wording: Wording) -> Markup:
    """The one thing to do better."""
    text, say = advice_parts(record)
    return el(
        "section",
        el("h2", wording.say(N_("What to do better next time")), id="next"),
        el("p", wording.say(text, say=wording.say(say)) if say else wording.say(text)),
        class_="next",
        aria_labelledby="next",
    )


def nothing_found(record: SessionRecord, trace: Trace, wording: Wording) -> Markup:
    """What would be seen, and what to check."""
    say = wording.say
    return el(
        "section",
        el("h2", say(N_("What would be seen here")), id="nothing"),
        el(
            "p",
            say(
                N_(
                    "Each repetition would be shaded and numbered in the picture below, with a bar for its time "
                    "against the time asked for, and the two sides beside each other."
                )
            ),
        ),
        el("h3", say(N_("What to check"))),
        el("ul", *(el("li", words) for words in _checks(record, trace, wording))),
        class_="next",
        aria_labelledby="nothing",
    )


def _checks(record: SessionRecord, trace: Trace, wording: Wording) -> list[str]:
    say, unit, least = wording.say, record.signal.unit, start_level(record)
    highs = [point.high for points in trace.segments for point in points if known(point.high)]
    missed = [reason for side in record.sides for reason in side.missed]
    checks = []
    if least is not None and highs:
        rises = N_("A repetition rises at least {least} above rest. The highest point here is {highest}.")
        checks.append(say(rises, least=wording.number(least, 0, unit), highest=wording.number(max(highs), 1, unit)))
    if missed:
        lifts = wording.counted(len(missed), N_("1 lift"), N_("{count} lifts"))
        reasons = missed_words(missed, wording)
        checks.append(say(N_("{lifts} did not count: {reasons}."), lifts=lifts, reasons=reasons))
    return [
        *checks,
        say(N_("Is this the right exercise, and the right column of the file in the right unit?")),
        say(N_("Does the recording begin and end at rest, for a second or two?")),
        say(N_("Is the sensor where it belongs: in the belt, on the leg, or with the whole body in view?")),
    ]
