"""The range check: what it is, its start by camera or by the phone on the shin, a recording of one, what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.active_range import RangePosition
from levelhip.exercise.figure import animated_svg, figure_svg
from levelhip.exercise.library import load_exercise
from levelhip.exercise.wording import N_
from levelhip.ports import Json, ReadOptions, Recording, RecordingError
from levelhip.services.history import RANGE_CHECK
from levelhip.services.outcomes import RANGE, OutcomeError
from levelhip.services.range_checking import RangeError, check_recording
from levelhip.services.uploads import Waiting
from levelhip.session.range_check import BODY_SAY, LIFT_SAY, RANGE_EXERCISES, RANGE_WAYS, RangeCheck
from levelhip.web.bodies import BAD, SessionId
from levelhip.web.clearance_result import Link, result_of
from levelhip.web.outcomes_page import POSITIONS
from levelhip.web.range_view import range_part
from levelhip.web.range_words import ANSWERS, range_words
from levelhip.web.reading import Reader, form_of, reader_of, see, text_of
from levelhip.web.recorded import ACCEPTED, GONE, RecordingForm, measured_file, side_in

PAGE: Final = "/range"
NO_SUCH_CHECK: Final = N_("There is no such range check.")
_KEYS: Final[dict[RangePosition, str]] = {position: key for key, position in RANGE_EXERCISES.items()}
_WAYS: Final = {
    "camera": (N_("The camera"), N_("Put the screen where its camera sees all of you.")),
    "shin": (
        N_("The phone on the shin"),
        N_("Open this page on the phone, and strap it to the shin of the leg that lifts."),
    ),
}


def range_router(services: Services) -> APIRouter:
    """The page, what came of a check, and recordings."""
    router = APIRouter()

    @router.get(PAGE, include_in_schema=False)
    def page(request: Request, position: str = "") -> Response:
        return _page(reader_of(request, services), _position(position))

    router.include_router(_recordings(services))

    @router.get(PAGE + "/{session_id}", include_in_schema=False)
    def result(request: Request, session_id: SessionId) -> Response:
        return _result(reader_of(request, services), session_id)

    @router.post(PAGE + "/{session_id}/pelvis", include_in_schema=False)
    def pelvis(session_id: SessionId, form: Annotated[FormData, Depends(form_of)]) -> Response:
        if not services.ranges.tell_pelvis(session_id, text_of(form, "stayed")):
            raise HTTPException(404, NO_SUCH_CHECK)
        return see(f"{PAGE}/{session_id}")

    return router


def _recordings(services: Services) -> APIRouter:
    router = APIRouter()
    waiting = services.uploads.range_checks

    @router.post("/range/recording", include_in_schema=False)
    def recording(request: Request, form: RecordingForm) -> Response:
        return _measured(reader_of(request, services), form, waiting)

    @router.post("/range/recording/keep", include_in_schema=False)
    def keep(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        check = waiting.take(text_of(form, "result"))
        if text_of(form, "then") != "keep":
            return see(PAGE)
        if check is None:
            return _page(reader, "side_lying", GONE)
        try:
            services.ranges.keep(check)
        except (RangeError, OutcomeError) as error:
            return _page(reader, check.position, str(error))
        return see("/outcomes?kept=1#said")

    return router


def _position(told: str) -> RangePosition:
    return "standing" if told == "standing" else "side_lying"


def _page(reader: Reader, position: RangePosition, wrong: str = "") -> Response:
    words, services = reader.words, reader.services
    exercise = load_exercise(_KEYS[position])
    assessment = services.ranges.assessment(exercise.key)
    shown = result_of(assessment, exercise.key, words)
    if any(reason.key == "plan_rests" for reason in assessment.reasons):
        shown = replace(shown, links=[Link("/", words.say(N_("See Today")))])
    way = services.person.settings().way
    history = services.outcomes.history()
    return reader.page(
        "range.html",
        status=BAD if wrong else 200,
        page="history",
        wrong=words.say(wrong) if wrong else "",
        position=position,
        positions=[(each, words.say(POSITIONS[each])) for each in _KEYS],
        moving=animated_svg(exercise, "left", messages=words.messages),
        still=figure_svg(exercise, "left", messages=words.messages),
        steps=[words.say(line) for line in (BODY_SAY[position], LIFT_SAY[position])],
        exercise=exercise.key,
        purpose=RANGE_CHECK,
        may_start=assessment.may_start,
        result=shown,
        ways=[(key, *map(words.say, _WAYS[key])) for key in RANGE_WAYS],
        way=way if way in RANGE_WAYS else RANGE_WAYS[0],
        trend=range_part(history, _first_day(history, reader), reader),
        accepted=ACCEPTED,
    )


def _first_day(history: list[Json], reader: Reader) -> date:
    """Since when there are range checks."""
    entries: list[Json] = next((each["entries"] for each in history if each["measure"] == RANGE), [])
    days = [date.fromisoformat(entry["answers"]["measured_on"]) for entry in entries]
    return min(days, default=reader.now.date())


def _result(reader: Reader, session_id: str) -> Response:
    try:
        checked = reader.services.ranges.session(session_id)
    except KeyError as error:
        raise HTTPException(404, NO_SUCH_CHECK) from error
    words = reader.words
    return reader.page(
        "range_result.html",
        page="history",
        session_id=session_id,
        why_not=words.say(checked.why_not) if checked.why_not else "",
        found=None if checked.check is None else range_words(checked.check, words, checked.entry),
        asks=checked.asks,
        answers=[(key, words.say(name)) for key, name in ANSWERS],
        source="",
        waiting="",
    )


def _measured(reader: Reader, form: FormData, waiting: Waiting[RangeCheck]) -> Response:
    """What a recording shows: nothing of it is kept before the person says so."""
    position, side = _position(text_of(form, "position")), side_in(form)

    def measure(recording: Recording) -> tuple[str, RangeCheck]:
        return recording.source, check_recording(recording, position, side)

    try:
        source, check = measured_file(reader, form, ReadOptions(side=side), measure)
    except RecordingError as error:
        return _page(reader, position, str(error))
    may_be_kept = any(each.side is not None for each in check.sides)
    return reader.page(
        "range_result.html",
        page="history",
        session_id="",
        why_not="",
        found=range_words(check, reader.words),
        asks=False,
        answers=[],
        source=source,
        waiting=waiting.put(check) if may_be_kept else "",
    )
