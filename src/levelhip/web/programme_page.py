"""Making a programme of one's own: a therapist fills in rows, from easy to hard. It works without a script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from levelhip.bootstrap import Services
from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.library.programme_parsing import MOST_PER_DAY, MOST_REPS
from levelhip.exercise.programme import DAYS_A_WEEK, Aim, Item, Programme, Rung, Stage
from levelhip.exercise.programme_text import programme_text
from levelhip.exercise.protocol import LONGEST_HOLD_S
from levelhip.exercise.wording import N_
from levelhip.services.plan_rows import OWN_KEY
from levelhip.services.planning import LONGEST_NAME
from levelhip.web.exercise_pages import spoken_name
from levelhip.web.language import Language
from levelhip.web.reading import ZONE, Reader, form_of, reader_of, see, text_of

ROWS: Final[dict[Aim, int]] = {"gain": 10, "keep": 3}
"""How many doses can be written: to get stronger, and to stay so."""
_SOURCE: Final = ("prescribed",)
_STAGES: Final[dict[Aim, tuple[str, str]]] = {
    "gain": (N_("To get stronger"), N_("From easy to hard, as your therapist wrote it.")),
    "keep": (N_("To stay strong"), N_("A little, a few times a week.")),
}
_DAILY: Final = ("1", str(DAYS_A_WEEK))


class RowError(ValueError):
    """A row cannot be understood. The sentence says which, and why."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text, self.values = text, values


@dataclass(frozen=True, slots=True)
class Row:
    """One dose as it was typed."""

    name: str
    exercise: str = ""
    per_day: str = _DAILY[0]
    days_a_week: str = _DAILY[1]
    reps: str = ""
    hold_s: str = ""


def programme_router(services: Services) -> APIRouter:
    """The form, its preview and what comes of it."""
    router = APIRouter()

    @router.get("/plan/make", include_in_schema=False)
    def empty(request: Request) -> Response:
        return _page(reader_of(request, services), _empty_rows())

    @router.post("/plan/make", include_in_schema=False)
    def make(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        rows, by = _rows_in(form), text_of(form, "prescribed_by")
        name = " ".join(text_of(form, "name").split())[:LONGEST_NAME]
        try:
            text = programme_text(_programme(name, rows))
            if text_of(form, "then") == "file":
                return _file(text)
            reader.services.planning.bring_in(text, by, ZONE)
        except RowError as error:
            return _page(reader, rows, name, by, reader.words.say(error.text, **error.values))
        except ValueError as error:
            return _page(reader, rows, name, by, reader.words.say(str(error)))
        return see("/plan?said=chosen#said")

    return router


def _file(text: str) -> Response:
    named = {"Content-Disposition": 'attachment; filename="programme.toml"'}
    return Response(text, media_type="application/toml; charset=utf-8", headers=named)


def _empty_rows() -> dict[Aim, list[Row]]:
    return {aim: [Row(f"{aim}-{number}") for number in range(1, count + 1)] for aim, count in ROWS.items()}


def _rows_in(form: FormData) -> dict[Aim, list[Row]]:
    def typed(row: Row) -> Row:
        fields = ("exercise", "per_day", "days_a_week", "reps", "hold_s")
        return Row(row.name, **{field: text_of(form, f"{row.name}-{field}")[:LONGEST_NAME] for field in fields})

    return {aim: [typed(row) for row in rows] for aim, rows in _empty_rows().items()}


def _programme(name: str, rows: dict[Aim, list[Row]]) -> Programme:
    """What was typed, as a programme. Raises RowError."""
    if not name:
        raise RowError(N_("Please give the programme a name."))
    stages = tuple(stage for aim, typed in rows.items() if (stage := _stage(aim, typed)))
    if not stages:
        raise RowError(N_("Please choose at least one exercise."))
    first = stages[0]
    return Programme(
        key=OWN_KEY,
        name=name,
        summary=N_("Made by your therapist."),
        begins=(first.key, first.items[0].exercise, 1),
        alone_until=None,
        stages=stages,
        evidence=_SOURCE,
    )


def _stage(aim: Aim, typed: list[Row]) -> Stage | None:
    """The rows that follow each other with the same exercise are its doses, easy to hard."""
    used = [(number, row) for number, row in enumerate(typed, start=1) if row.exercise]
    items: list[Item] = []
    for exercise, group in groupby(used, key=lambda each: each[1].exercise):
        if exercise not in exercise_keys() or exercise in {item.exercise for item in items}:
            raise RowError(N_("The rows of one exercise must follow each other."))
        items.append(Item(exercise, _rungs(group), _SOURCE))
    name, why = _STAGES[aim]
    return Stage(aim, name, why, aim, tuple(items), ()) if items else None


def _rungs(rows: Iterable[tuple[int, Row]]) -> tuple[Rung, ...]:
    rungs: list[Rung] = []
    for number, row in rows:
        rung = _rung(number, row)
        if rungs and rung.weekly <= rungs[-1].weekly:
            raise RowError(N_("Row {number} must ask more a week than the row before it."), number=number)
        rungs.append(rung)
    return tuple(rungs)


def _rung(number: int, row: Row) -> Rung:
    exercise = load_exercise(row.exercise)
    hold = _number(row.hold_s or f"{exercise.dose.hold_s:g}", 1, LONGEST_HOLD_S) if exercise.kind == "hold" else 0.0
    times, days = _number(row.per_day, 1, MOST_PER_DAY), _number(row.days_a_week, 1, DAYS_A_WEEK)
    reps = _number(row.reps or str(exercise.dose.reps), 1, MOST_REPS)
    if times is None or days is None or reps is None or hold is None:
        raise RowError(N_("Row {number}: please write whole numbers that can be meant."), number=number)
    return Rung(int(times), int(days), hold, int(reps))


def _number(text: str, least: float, most: float) -> float | None:
    """A whole number within the limits; None where it is none."""
    return float(text) if text.isascii() and text.isdigit() and least <= float(text) <= most else None


def _page(reader: Reader, rows: dict[Aim, list[Row]], name: str = "", by: str = "", wrong: str = "") -> Response:
    return reader.page(
        "programme.html",
        status=422 if wrong else 200,
        page="today",
        parts=[(reader.words.say(_STAGES[aim][0]), each) for aim, each in rows.items()],
        exercises=_exercises(reader.words),
        name=name,
        prescribed_by=by,
        wrong=wrong,
        longest_name=LONGEST_NAME,
    )


def _exercises(words: Language) -> list[tuple[str, str]]:
    """Key and name, from easy to hard."""
    known = sorted((load_exercise(key) for key in exercise_keys()), key=lambda each: (each.tier or 0, each.key))
    return [(each.key, spoken_name(each.key, words)) for each in known]
