"""Whether something has changed: questionnaires and measurements, asked without a script, and their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, get_args

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.active_range import RangePosition, Route
from levelhip.exercise.questionnaires import LONGEST_LABEL, Questionnaire
from levelhip.exercise.signals import SIDES
from levelhip.exercise.strength import Position
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.outcomes import FORCES, MEASURED, RANGE, OutcomeError
from levelhip.services.zones import day_of
from levelhip.web.outcome_words import MEASURED_HINTS, MEASURED_NAMES, Table, table
from levelhip.web.reading import ZONE, Reader, form_of, reader_of, see, text_of
from levelhip.web.sources import source_lines

NOTHING_CHOSEN: Final = N_("Nothing was answered, so nothing was kept.")
NOT_UNDERSTOOD: Final = N_("Something could not be understood, so nothing was kept. Please look at it again.")
POSITIONS: Final[dict[Position, str]] = {
    "side_lying": N_("lying on one side"),
    "supine": N_("lying on the back"),
    "standing": N_("standing"),
}
_ROUTES: Final[dict[Route, str]] = {
    "camera": N_("camera"),
    "shin": N_("phone or sensor on the leg"),
    "markers": N_("optical markers"),
    "angle": N_("another device"),
}
_YES_NO: Final = {"yes": True, "no": False}
_NUMBERS: Final = (*SIDES, "lever_m", "rate_hz", "error")


@dataclass(frozen=True, slots=True)
class Item:
    """One rating of a form. `label`: an activity as it was named last."""

    name: str
    text: str
    label: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire to be filled in. `choices`: what can be chosen, with the words for it."""

    key: str
    name: str
    summary: str
    kind: str
    ask: str
    ends: list[str]
    items: list[Item]
    choices: list[tuple[str, str]]
    fewest: int
    licence: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement to be told. `typed`: what stands in the fields."""

    key: str
    name: str
    hint: str
    is_strength: bool
    is_range: bool
    today: str
    units: list[tuple[str, str]]
    positions: list[tuple[str, str]]
    routes: list[tuple[str, str]]
    typed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be answered or told, or cannot, and why."""

    key: str
    name: str
    summary: str


def outcomes_page_router(services: Services) -> APIRouter:
    """The overview, a form each, and removing what was wrong."""
    router = APIRouter()

    @router.get("/outcomes", include_in_schema=False)
    def overview(request: Request) -> Response:
        return _overview(reader_of(request, services))

    @router.get("/outcomes/{key}", include_in_schema=False)
    def ask(request: Request, key: str) -> Response:
        return _form_page(reader_of(request, services), key)

    @router.post("/outcomes/{key}", include_in_schema=False)
    def keep(request: Request, key: str, form: Annotated[FormData, Depends(form_of)]) -> Response:
        return _kept(reader_of(request, services), key, form)

    @router.post("/outcomes/entries/{number}/remove", include_in_schema=False)
    def remove(number: int) -> Response:
        services.outcomes.remove(number)
        return see("/outcomes?removed=1#said")

    return router


def _overview(reader: Reader) -> Response:
    words, outcomes = reader.words, reader.services.outcomes
    offered = outcomes.offered()
    tables = [table(each, words) for each in outcomes.history()]
    every = offered.questionnaires.values()
    said = {"kept": N_("Kept."), "removed": N_("Removed.")}
    return reader.page(
        "outcomes.html",
        page="history",
        said=next((words.say(line) for key, line in said.items() if key in reader.request.query_params), ""),
        problems=offered.problems,
        asked=[_offer(each, reader) for each in every if each.can_be_asked],
        measured=[Offer(key, words.say(MEASURED_NAMES[key]), words.say(MEASURED_HINTS[key])) for key in MEASURED],
        missing=[_offer(each, reader) for each in every if not each.can_be_asked],
        tables=tables,
        sources=source_lines(_evidence(tables), words),
    )


def _evidence(tables: Sequence[Table]) -> list[str]:
    return [key for each in tables for key in each.evidence]


def _offer(asked: Questionnaire, reader: Reader) -> Offer:
    return Offer(asked.key, reader.words.say(asked.name), reader.words.say(asked.summary))


def _asked(reader: Reader, key: str) -> Questionnaire:
    asked = reader.services.outcomes.offered().questionnaires.get(key)
    if asked is None or not asked.can_be_asked:
        raise HTTPException(404, N_("There is no such questionnaire here."))
    return asked


def _form_page(reader: Reader, key: str, form: FormData | None = None, wrong: str = "") -> Response:
    status = 422 if wrong else 200
    wrong = reader.words.say(wrong) if wrong else ""
    if key in MEASURED:
        shown = _measured_form(reader, key, form)
        return reader.page("outcome_measured.html", status=status, page="history", form=shown, wrong=wrong)
    filled = _form(_asked(reader, key), reader, form)
    return reader.page(
        "outcome.html", status=status, page="history", form=filled, wrong=wrong, longest_label=LONGEST_LABEL
    )


def _kept(reader: Reader, key: str, form: FormData) -> Response:
    try:
        answers = _measured_answers(key, form) if key in MEASURED else _answers(_asked(reader, key), form)
    except ValueError:
        return _form_page(reader, key, form, NOT_UNDERSTOOD)
    told = [answers[side] for side in SIDES] if key in MEASURED else answers["ratings"]
    if all(each is None for each in told):
        return _form_page(reader, key, form, NOTHING_CHOSEN)
    try:
        reader.services.outcomes.keep(key, answers, ZONE)
    except OutcomeError:
        return _form_page(reader, key, form, NOT_UNDERSTOOD)
    return see("/outcomes?kept=1#said")


# -- questionnaires ----------------------------------------------------------------------------------------------------


def _form(asked: Questionnaire, reader: Reader, form: FormData | None) -> Form:
    words = reader.words
    least, most = asked.scale
    numbers = range(least, most + 1)
    texts = asked.answers or tuple(f"{number:+d}" if least < 0 and number else str(number) for number in numbers)
    return Form(
        key=asked.key,
        name=words.say(asked.name),
        summary=words.say(asked.summary),
        kind=asked.kind,
        ask=words.say(asked.ask),
        ends=[words.say(end) for end in asked.ends],
        items=_items(asked, reader, form),
        choices=[
            (str(number), text.replace("-", "\N{MINUS SIGN}")) for number, text in zip(numbers, texts, strict=True)
        ],
        fewest=asked.activity_count[0] if asked.activity_count else 0,
        licence=words.say(asked.licence),
    )


def _items(asked: Questionnaire, reader: Reader, form: FormData | None) -> list[Item]:
    labels = _last_labels(asked, reader)
    count = asked.activity_count[1] if asked.activity_count else asked.item_count
    items = []
    for number in range(1, count + 1):
        label = labels[number - 1] if number <= len(labels) else ""
        items.append(
            Item(
                name=f"rating-{number}",
                text=reader.words.say(asked.items[number - 1]) if asked.items else "",
                label=text_of(form, f"label-{number}") if form is not None else label,
                chosen=text_of(form, f"rating-{number}") if form is not None else "",
            )
        )
    return items


def _last_labels(asked: Questionnaire, reader: Reader) -> list[str]:
    """The activities named last: who rates the same ones again can see a change."""
    if asked.activity_count is None:
        return []
    history = next((each for each in reader.services.outcomes.history() if each["measure"] == asked.key), None)
    return list(history["entries"][0]["answers"]["labels"]) if history else []


def _answers(asked: Questionnaire, form: FormData) -> Json:
    """Ratings off the form; an empty one is not answered. Raises ValueError on what is no number."""
    if asked.activity_count is None:
        return {"ratings": [_rating(form, number) for number in range(1, asked.item_count + 1)], "labels": []}
    rows = [
        (text_of(form, f"label-{number}"), _rating(form, number)) for number in range(1, asked.activity_count[1] + 1)
    ]
    named = [(label, rating) for label, rating in rows if label]
    if any(rating is not None for label, rating in rows if not label):
        raise ValueError("a rating without an activity")
    return {"ratings": [rating for _, rating in named], "labels": [label for label, _ in named]}


def _rating(form: FormData, number: int) -> int | None:
    text = text_of(form, f"rating-{number}")
    return int(text) if text else None


# -- what somebody measured --------------------------------------------------------------------------------------------


def _measured_form(reader: Reader, key: str, form: FormData | None) -> Measured:
    words = reader.words
    today = day_of(reader.services.clock.now(), ZONE).isoformat()
    fields = (*_NUMBERS, "unit", "position", "route", "is_gravity_corrected", "measured_on")
    positions = get_args(RangePosition) if key == RANGE else get_args(Position)
    typed = {name: text_of(form, name) if form is not None else "" for name in fields}
    return Measured(
        key=key,
        name=words.say(MEASURED_NAMES[key]),
        hint=words.say(MEASURED_HINTS[key]),
        is_strength=key in FORCES,
        is_range=key == RANGE,
        today=today,
        units=[(unit, words.say(unit)) for unit in FORCES.get(key, ())],
        positions=[(position, words.say(POSITIONS[position])) for position in positions],
        routes=[(route, words.say(name)) for route, name in _ROUTES.items()],
        typed={**typed, "measured_on": typed["measured_on"] or today},
    )


def _measured_answers(key: str, form: FormData) -> Json:
    """What was told off the form; an empty field is not known. Raises ValueError on what is no number."""
    names = _NUMBERS if key in FORCES else SIDES
    answers: Json = {name: _number(text_of(form, name)) for name in names}
    answers["measured_on"] = text_of(form, "measured_on") or None
    if key == RANGE:
        answers["route"] = text_of(form, "route") or None
        answers["position"] = text_of(form, "position") or None
    if key in FORCES:
        answers["unit"] = text_of(form, "unit")
        answers["position"] = text_of(form, "position") or None
        answers["is_gravity_corrected"] = _YES_NO.get(text_of(form, "is_gravity_corrected"))
    return answers


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None
