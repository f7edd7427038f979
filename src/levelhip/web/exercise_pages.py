"""The exercises: what there is, and how each is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.figure import animated_svg, figure_svg
from levelhip.exercise.library import UnknownExerciseError, exercise_keys, load_exercise
from levelhip.exercise.protocol import Exercise
from levelhip.exercise.signals import Quantity, Side
from levelhip.exercise.wording import N_
from levelhip.web.language import Language
from levelhip.web.page_words import SIDES, brief, dose_line, per_day_line, short_name
from levelhip.web.reading import reader_of
from levelhip.web.sources import source_lines

_FIRST: Final = "isometric_hip_abduction"
_LOADS: Final = {
    "low": N_("low"),
    "moderate": N_("moderate"),
    "high": N_("high"),
    "very high": N_("very high"),
    "unknown": N_("not known"),
    "unmeasured": N_("unmeasured"),
}
_SENSORS: Final = {
    Quantity.FORCE: N_("A force sensor in the belt (recorded files; live with the instruments, in a later version)"),
    Quantity.LANDMARKS: N_("The camera"),
    Quantity.ACCELERATION: N_("A phone or a sensor strapped to the leg"),
    Quantity.MARKERS: N_("Optical markers in a laboratory (recorded files)"),
    Quantity.ABDUCTION: N_("The angle of the leg from another device (recorded files)"),
}
_POSITIONS: Final = {
    "side_lying": N_("lying on one side"),
    "supine": N_("lying on the back"),
    "standing": N_("standing"),
    "on_forearm": N_("propped on one forearm"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """The exercise drawn for one side."""

    side: str
    moving: str
    still: str


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """One in the list."""

    key: str
    name: str
    summary: str
    position: str
    figure: str


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """One explained."""

    key: str
    name: str
    summary: str
    pictures: list[Picture]
    steps: list[str]
    dose: list[str]
    load: str
    load_why: str
    cautions: list[str]
    form: list[str]
    sensors: list[str]
    sources: list[str]


def exercises_router(services: Services) -> APIRouter:
    """The list, and one page each."""
    router = APIRouter()

    @router.get("/exercises", include_in_schema=False)
    def every(request: Request) -> Response:
        reader = reader_of(request, services)
        keys = sorted(exercise_keys(), key=lambda key: (key != _FIRST, key))
        cards = [exercise_card(load_exercise(key), reader.words) for key in keys]
        return reader.page("exercises.html", page="exercises", exercises=cards)

    @router.get("/exercises/{key}", include_in_schema=False)
    def one(request: Request, key: str) -> Response:
        reader = reader_of(request, services)
        try:
            exercise = load_exercise(key)
        except UnknownExerciseError as error:
            raise HTTPException(404, N_("There is no such exercise.")) from error
        return reader.page("exercise.html", page="exercises", exercise=exercise_page(exercise, reader.words))

    return router


def exercise_card(exercise: Exercise, words: Language) -> ExerciseCard:
    """One in the list."""
    return ExerciseCard(
        key=exercise.key,
        name=words.say(exercise.name),
        summary=words.say(exercise.summary),
        position=words.say(_POSITIONS[exercise.position]),
        figure=figure_svg(exercise, "right", messages=words.messages),
    )


def exercise_page(exercise: Exercise, words: Language) -> ExercisePage:
    """One explained."""
    band, _, why = exercise.load.partition(": ")
    return ExercisePage(
        key=exercise.key,
        name=words.say(exercise.name),
        summary=words.say(exercise.summary),
        pictures=[_picture(exercise, side, words) for side in _drawn_sides(exercise)],
        steps=[words.say(step) for step in exercise.steps],
        dose=_dose(exercise, words),
        load=words.say(_LOADS.get(band, band)),
        load_why=words.say(why),
        cautions=[words.say(caution) for caution in exercise.cautions],
        form=[words.say(check.say) for check in exercise.form_checks],
        sensors=_sensors(exercise, words),
        sources=source_lines((*exercise.evidence, *exercise.dose.evidence), words),
    )


def _drawn_sides(exercise: Exercise) -> tuple[Side, ...]:
    return exercise.dose.sides if exercise.both_legs else ("left", "right")


def _picture(exercise: Exercise, side: Side, words: Language) -> Picture:
    return Picture(
        side="" if exercise.both_legs else words.say(SIDES[side]),
        moving=animated_svg(exercise, side, messages=words.messages),
        still=figure_svg(exercise, side, messages=words.messages),
    )


def _dose(exercise: Exercise, words: Language) -> list[str]:
    dose = exercise.dose
    lines = [
        dose_line(exercise, dose.reps, dose.hold_s, len(dose.sides), words),
        per_day_line(dose, words),
        words.say(N_("{rest} s of rest between repetitions, longer whenever you like"), rest=brief(dose.rest_s, words)),
        words.say(N_("down again slowly, in {release} s or more"), release=brief(dose.release_s, words)),
    ]
    if dose.press_band_n:
        low, high = (brief(newtons, words) for newtons in dose.press_band_n)
        lines.append(
            words.say(N_("gentle is {low} to {high} N at the ankle, if something measures it"), low=low, high=high)
        )
    return lines


def _sensors(exercise: Exercise, words: Language) -> list[str]:
    quantities = dict.fromkeys(signal.quantity for signal in exercise.signals)
    named = [words.say(_SENSORS[quantity]) for quantity in quantities if quantity in _SENSORS]
    return [*named, words.say(N_("The clock alone: you say afterwards what you managed"))]


def spoken_name(key: str, words: Language) -> str:
    """The everyday name of an exercise; its key where the library no longer has it."""
    try:
        return short_name(load_exercise(key), words)
    except UnknownExerciseError:
        return key.replace("_", " ")
