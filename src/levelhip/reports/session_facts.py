"""How a session's page ends: what was measured and what was not, what the numbers mean, where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import N_
from levelhip.reports.explanations import definitions, sensor_words
from levelhip.reports.markup import Markup, el, join
from levelhip.reports.paper import printed_warnings
from levelhip.reports.wording import Wording, known
from levelhip.reports.words import clip, day, holds, repetitions_words, self_reported, signal_words
from levelhip.session.hold_clock import GAP_S
from levelhip.session.load_cell import Rigging
from levelhip.session.record import SCHEMA, SessionRecord, SignalInfo

MOST_WARNINGS: Final = 40
INTENDED_USE: Final = N_(
    "Levelhip is an exercise aid. It is not a medical device and not for diagnosis. "
    "Stop if it hurts, and ask your therapist or doctor."
)
_ASKED_SIDES: Final[dict[tuple[Side, ...], str]] = {
    ("left", "right"): N_("left and right"),
    ("right", "left"): N_("right and left"),
    ("left",): N_("left"),
    ("right",): N_("right"),
}
_RIGGED: Final[dict[Rigging, str]] = {
    "strand": N_("in one strand of the loop: what it reads counts twice"),
    "inline": N_("inline between two cuffs: what it reads counts once"),
}


def measured(record: SessionRecord, wording: Wording) -> Markup:
    """What the sensor sees and what it cannot."""
    return el(
        "section",
        el("h2", wording.say(N_("What was measured, and what was not")), id="measured"),
        _pairs(_measured_lines(record, wording), "facts"),
        class_="measured",
        aria_labelledby="measured",
    )


def _measured_lines(record: SessionRecord, wording: Wording) -> list[tuple[str, str]]:
    say = wording.say
    what, sees, cannot = sensor_words(record.signal.quantity, wording)
    title = signal_words(
        record.signal.unit, N_("Measured (N)"), N_("Measured (degrees)"), N_("Measured ({unit})"), wording
    )
    lines = [(title, what), (say(N_("It sees")), f"{sees}."), (say(N_("It cannot see")), f"{cannot}.")]
    if any(side.side is None for side in record.sides):
        lines.append((say(N_("Side")), say(N_("Nothing in the recording told which side was exercised."))))
    told, count = self_reported(record), record.rep_count
    if told:
        sentence = (
            N_("All repetitions were reported by the person; no sensor saw them.")
            if told == count
            else N_("{told} of {count} repetitions were reported by the person; no sensor saw them.")
        )
        lines.append((say(N_("Told, not measured")), say(sentence, told=told, count=count)))
    return lines


def warnings(record: SessionRecord, wording: Wording) -> Markup:
    """What the reader of the file or the engine had to say, as they said it."""
    if not record.warnings:
        return Markup("")
    more = N_("and {number} more")
    shown = record.warnings[:MOST_WARNINGS]
    left, printed = len(record.warnings) - len(shown), printed_warnings(record)
    items = [
        el("li", clip(words, 300), class_="screen-only" if i >= printed else None) for i, words in enumerate(shown)
    ]
    if left:
        items.append(el("li", wording.say(more, number=left), class_="screen-only"))
    if len(record.warnings) > printed:
        items.append(el("li", wording.say(more, number=len(record.warnings) - printed), class_="paper-only"))
    return el(
        "section",
        el("h2", wording.say(N_("To know")), id="warnings"),
        el("ul", *items),
        class_="warnings",
        aria_labelledby="warnings",
    )


def definitions_block(record: SessionRecord, wording: Wording) -> Markup:
    """What the numbers mean, folded."""
    return el(
        "details",
        el("summary", wording.say(N_("What the numbers mean"))),
        _pairs(definitions(record.prescription, wording), "facts"),
        class_="definitions",
    )


def footer(record: SessionRecord, wording: Wording) -> Markup:
    """Where the numbers come from, and what this is for."""
    say, signal = wording.say, record.signal
    facts = [
        (say(N_("File")), el("bdi", clip(record.source, 160))),
        (say(N_("Date")), day(record.started_at, wording)),
        (say(N_("Exercise")), clip(record.prescription.exercise.key, 60)),
        (say(N_("Asked for")), _asked_for(record.prescription, wording)),
        (say(N_("Signal")), _signal(signal, wording)),
        *_sensor_sits(record, wording),
        (say(N_("Gaps")), _gaps(signal, wording)),
        (say(N_("Engine")), f"levelhip {clip(record.engine, 40)}, {SCHEMA}"),
    ]
    return el(
        "footer",
        el("h2", say(N_("Where these numbers come from"))),
        _pairs(facts, "source"),
        el("p", say(INTENDED_USE), class_="intended"),
    )


def _sensor_sits(record: SessionRecord, wording: Wording) -> list[tuple[str, str]]:
    return (
        [] if record.rigging is None else [(wording.say(N_("The sensor sits")), wording.say(_RIGGED[record.rigging]))]
    )


def _asked_for(prescription: Prescription, wording: Wording) -> str:
    """6 s hold, 7 repetitions a side, left and right, gentle press 10 to 40 N."""
    band = prescription.press_band_n
    if holds(prescription):
        sentence = (
            N_("{hold} s hold, {repetitions} a side, {sides}, gentle press {low} to {high} N")
            if band
            else N_("{hold} s hold, {repetitions} a side, {sides}")
        )
    elif band:
        sentence = N_("{repetitions} a side, {sides}, gentle press {low} to {high} N")
    else:
        sentence = N_("{repetitions} a side, {sides}")
    low, high = map(wording.short, band or (0.0, 0.0))
    return wording.say(
        sentence,
        hold=wording.short(prescription.hold_s),
        repetitions=repetitions_words(prescription.reps, wording),
        sides=wording.say(_ASKED_SIDES.get(prescription.sides, " and ".join(prescription.sides))),
        low=low,
        high=high,
    )


def _signal(signal: SignalInfo, wording: Wording) -> str:
    sentence = (
        N_("{quantity}, {rate} samples a second, {length}")
        if known(signal.rate_hz) and signal.rate_hz > 0
        else N_("{quantity}, rate not known, {length}")
    )
    quantity = f"{signal.quantity}, {clip(signal.feature, 40)}"
    rate, length = wording.short(signal.rate_hz), wording.clock(signal.duration_s)
    return wording.say(sentence, quantity=quantity, rate=rate, length=length)


def _gaps(signal: SignalInfo, wording: Wording) -> str:
    segments = wording.counted(signal.segments, N_("1 segment"), N_("{count} segments"))
    sentence = N_("{number} longer than {gap} s; {segments}")
    return wording.say(sentence, number=signal.gaps, gap=wording.short(GAP_S), segments=segments)


def _pairs(pairs: Iterable[tuple[str, str]], class_: str) -> Markup:
    return el("dl", *(join([el("dt", name), el("dd", words)]) for name, words in pairs), class_=class_)
