"""Outcomes in words: scores, both sides, and what became of them, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from levelhip.exercise.numbers import TO
from levelhip.exercise.signals import SIDES
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.reports.check_svg import CheckPoint, check_plot
from levelhip.services.outcomes import BELT_PRESS, FORCES, HOLD, RANGE, STRENGTH
from levelhip.web.language import Language
from levelhip.web.page_words import decimal, full_day, short_day
from levelhip.web.reading import ZONE

MEASURED_NAMES: Final[dict[str, str]] = {
    STRENGTH: N_("Strength of the hip, outwards"),
    BELT_PRESS: N_("Belt press, as hard as possible"),
    HOLD: N_("How long the leg stays up"),
    RANGE: N_("Range of the leg, lifted by yourself"),
    "pelvis_on_one_leg": N_("Pelvis against thigh, standing on one leg"),
    "knee_in_a_jump": N_("Knee in a drop jump, seen from the front"),
}
MEASURED_HINTS: Final[dict[str, str]] = {
    STRENGTH: N_(
        "What somebody measured with you, both sides. Do not press as hard as you can by yourself to find it out."
    ),
    BELT_PRESS: N_("With the belt round both legs both hips press: it is not the strength of one hip."),
    HOLD: N_("Lying on one side, the top leg held up until it sinks by itself, in seconds."),
    RANGE: N_(
        "How far each leg is lifted to the side without the belt, from rest, in degrees; the best of three lifts."
    ),
    "pelvis_on_one_leg": N_(
        "The pelvic-on-femoral angle, in degrees. There is no agreed limit, and it does not tell how strong the hip is."
    ),
    "knee_in_a_jump": N_(
        "The frontal plane projection angle, in degrees. A leg turned towards the camera alone makes it wrong by ten."
    ),
}
_PLOT: Final = N_("{name}, in {unit}, each with how far off it may be: left a dot, right a square.")
_OWN_ERROR: Final = N_(
    "From checks within two weeks of each other: your own smallest real change is about {percent} percent."
)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the history: the day, its values in the order of the head, and what became of them."""

    id: int
    day: str
    values: list[str]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """One measure's history. `warning`: what its numbers do not show."""

    key: str
    name: str
    head: list[str]
    rows: list[Row]
    warning: str
    evidence: list[str]
    plot: str = ""
    """Both sides over time with how far off they may be; empty where there is none."""
    own_error: str = ""


def table(history: Json, words: Language) -> Table:
    """The history of one measure."""
    return _measured(history, words) if history["kind"] == "measured" else _asked(history, words)


def number(value: float | None, words: Language) -> str:
    """A value with at most one decimal; "not known" where there is none."""
    if value is None:
        return words.say(N_("not known"))
    text = decimal(value, 0 if value == round(value) else 1, words)
    return text.replace("-", "\N{MINUS SIGN}")


def reason_words(reason: Mapping[str, Any], words: Language) -> str:
    """The sentence of a change, its numbers and inner sentences in the language."""
    values = {name: _shown(value, words) for name, value in reason["values"].items()}
    return words.say(str(reason["text"]), **values)


def _shown(value: object, words: Language) -> str:
    if isinstance(value, Mapping):
        return reason_words(value, words)
    return number(value, words) if isinstance(value, int | float) else str(value)


def _asked(history: Json, words: Language) -> Table:
    low, high = history["span"]
    span = f"{number(low, words)} {words.say(TO)} {number(high, words)}"
    rows = [
        Row(
            id=entry["id"],
            day=full_day(datetime.fromisoformat(entry["answered_at"]).astimezone(ZONE).date(), words),
            values=[number(entry["score"], words)],
            notes=[*_activities(entry["answers"], words), *_change(entry["change"], words)],
        )
        for entry in history["entries"]
    ]
    head = [words.say(N_("Value, {span}"), span=span)]
    return Table(history["measure"], words.say(history["name"]), head, rows, "", _evidence(history))


def _activities(answers: Json, words: Language) -> list[str]:
    named = zip(answers["labels"], answers["ratings"], strict=True) if answers["labels"] else ()
    return [f"{label}: {number(rating, words)}" for label, rating in named]


def _change(change: Json | None, words: Language) -> list[str]:
    return [] if change is None else [reason_words(change["reason"], words)]


def _measured(history: Json, words: Language) -> Table:
    measure = history["measure"]
    is_strength = measure in FORCES
    head = [words.say(N_("Left")), words.say(N_("Right"))]
    if is_strength:
        head.append(words.say(N_("Weaker to stronger")))
    rows = [_measured_row(entry, words, is_strength=is_strength) for entry in history["entries"]]
    first = history["entries"][0] if history["entries"] else {}
    warning = words.say(first["symmetry"]["warning"]) if is_strength else words.say(MEASURED_HINTS[measure])
    name = words.say(MEASURED_NAMES[measure])
    plot = _plot(history, words) if is_strength else ""
    return Table(measure, name, head, rows, warning, _evidence(history), plot, _own_error(first, words))


def _measured_row(entry: Json, words: Language, *, is_strength: bool) -> Row:
    answers = entry["answers"]
    unit = f"\N{NO-BREAK SPACE}{words.say(answers['unit'])}" if is_strength else "°"
    values = [number(answers[side], words) + (unit if answers[side] is not None else "") for side in SIDES]
    if is_strength:
        index = entry["symmetry"]["index"]
        values.append(number(index, words) + ("\N{NO-BREAK SPACE}%" if index is not None else ""))
    notes = [
        f"{words.say(name)}: {said}"
        for side, name in zip(SIDES, (N_("Left"), N_("Right")), strict=True)
        for said in (*_change(entry["changes"][side], words), *_warnings(answers, side, words))
    ]
    return Row(entry["id"], full_day(date.fromisoformat(answers["measured_on"]), words), values, notes)


def _warnings(answers: Json, side: str, words: Language) -> list[str]:
    """What was said of a check when it was measured."""
    return [reason_words(line, words) for line in answers.get("detail", {}).get("warnings", {}).get(side, ())]


def _plot(history: Json, words: Language) -> str:
    unit = history["entries"][0]["answers"]["unit"] if history["entries"] else ""
    points = [
        CheckPoint(date.fromisoformat(entry["answers"]["measured_on"]), side, value, entry["bars"][side])
        for entry in history["entries"]
        if entry["answers"]["unit"] == unit
        for side in SIDES
        if (value := entry["answers"][side]) is not None
    ]
    if not points:
        return ""
    first, last = (when(point.day for point in points) for when in (min, max))
    title = words.say(_PLOT, name=words.say(MEASURED_NAMES[history["measure"]]), unit=words.say(unit))
    ends = (f"{short_day(first, words)} {first.year}", f"{short_day(last, words)} {last.year}")
    return check_plot(points, (first, last), title, ends)


def _own_error(newest: Json, words: Language) -> str:
    """What two checks soon after one another told of the own error of measurement."""
    own = newest.get("own_error")
    return "" if own is None else words.say(_OWN_ERROR, percent=number(100 * own["share"], words))


def _evidence(history: Json) -> list[str]:
    """The keys of the sources of everything that was said of changes."""
    keys: dict[str, None] = {}
    for entry in history["entries"]:
        changes = entry["changes"].values() if "changes" in entry else [entry["change"]]
        keys |= dict.fromkeys(key for change in changes if change is not None for key in change["evidence"])
    return list(keys)
