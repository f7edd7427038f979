"""The strength check: its own questions first, then guided by voice with a sensor, or with a scale or a clock alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.clearance import Assessment, stop_questions
from levelhip.exercise.clearance_rules import UNKNOWN
from levelhip.exercise.signals import SIDES, Side
from levelhip.exercise.strength_steps import Step, steps
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.outcomes import HOLD, OutcomeError
from levelhip.services.person import DUE_EXERCISE
from levelhip.services.strength_checking import NEWTONS, CheckError, NotClearedError
from levelhip.web.bodies import BAD
from levelhip.web.clearance_page import STRENGTH_PAGE
from levelhip.web.clearance_result import Link, Result, only_unanswered, result_of
from levelhip.web.outcomes_page import POSITIONS
from levelhip.web.reading import ZONE, Reader, form_of, reader_of, see, text_of
from levelhip.web.recorded import ACCEPTED
from levelhip.web.strength_recording import recordings_router
from levelhip.web.strength_view import RIGGED

_QUESTIONS: Final = f"/clearance?exercise={DUE_EXERCISE}&maximal=1"
NOTHING_TOLD: Final = N_("Nothing was told, so nothing was kept.")
NOT_UNDERSTOOD: Final = N_("Something could not be understood, so nothing was kept. Please look at it again.")
_CHOICES: Final = (("yes", N_("Yes")), ("no", N_("No")), (UNKNOWN, N_("I don't know")))
_WORDS: Final = {
    "now": N_("Now!"),
    "let_go": N_("Let go."),
    "clock_stop": N_("{seconds} s: stop"),
    "connected": N_("The sensor is connected."),
    "belt_unsupported": N_("This browser has no Web Bluetooth: no sensor can be connected. A scale works everywhere."),
    "belt_denied": N_("No sensor was chosen."),
    "belt_failed": N_("The sensor does not answer. Switch it on, bring it near, close other apps that use it."),
    "gone": N_("The sensor is gone. What it sent so far stays."),
    "loose": N_("Let the strap hang loose for a moment: the sensor is zeroed."),
    "seconds": N_("{seconds} s"),
    "not_kept": N_("Nothing was kept: {reason}"),
    "no_sensor": N_("Done. Now write down what the scale showed."),
    "not_cleared": N_("You may not start now. Please look at the questions again."),
    "away": N_("Levelhip does not answer, so nothing was started. Is it running?"),
}


def strength_router(services: Services) -> APIRouter:
    """The page, its forms, and the stop for pain."""
    router = APIRouter()

    @router.get(STRENGTH_PAGE, include_in_schema=False)
    def strength(request: Request) -> Response:
        return _page(reader_of(request, services))

    @router.post("/strength/scale", include_in_schema=False)
    def scale(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        return _kept(reader_of(request, services), form, _keep_scale)

    @router.post("/strength/hold", include_in_schema=False)
    def hold(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        return _kept(reader_of(request, services), form, _keep_hold)

    @router.post("/strength/stop", include_in_schema=False)
    def stop() -> Response:
        return see(f"/strength/stop/{services.strength.stop()}")

    @router.get("/strength/stop/{number}", include_in_schema=False)
    def ask(request: Request, number: int) -> Response:
        return _stop_page(reader_of(request, services), number)

    @router.post("/strength/stop/{number}", include_in_schema=False)
    def answered(request: Request, number: int, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        read = {question.key: question.from_text(text_of(form, question.key)) for question in stop_questions()}
        answers = {key: answer for key, answer in read.items() if answer is not None}
        try:
            assessment = services.strength.answer_stop(number, answers)
        except KeyError:
            raise HTTPException(404, N_("Nothing is at this address.")) from None
        return _stop_page(reader, number, assessment)

    router.include_router(recordings_router(services, _wrong_recording))
    return router


def _page(reader: Reader, typed: FormData | None = None, wrong: str = "", *, recording_wrong: bool = False) -> Response:
    words, person = reader.words, reader.services.person.settings()
    assessment = reader.services.strength.assessment()
    sides: list[Side] = [side for name in person.sides_in_order for side in SIDES if side == name]
    fields = ("left", "right", "unit", "lever_cm", "position", "hold_left", "hold_right")
    return reader.page(
        "strength.html",
        status=BAD if wrong else 200,
        page="history",
        wrong=words.say(wrong) if wrong else "",
        may_start=assessment.may_start,
        result=_result(assessment, reader),
        steps=[step.line.said(words.messages) for step in steps(sides)],
        units=list(NEWTONS),
        positions=[(position, words.say(name)) for position, name in POSITIONS.items()],
        typed={name: text_of(typed, name) if typed is not None else "" for name in fields},
        leg=reader.services.strength.leg(),
        riggings=[(rigging, words.say(name)) for rigging, name in RIGGED.items()],
        accepted=ACCEPTED,
        recording_wrong=recording_wrong,
        page_data=_data(sides, reader) if assessment.may_start else None,
    )


def _wrong_recording(reader: Reader, wrong: str) -> Response:
    """The page again, saying what is wrong with a recording."""
    return _page(reader, None, wrong, recording_wrong=True)


def _data(sides: list[Side], reader: Reader) -> Json:
    """What the script guides by."""
    from levelhip.coaching.worker import belt_profile  # noqa: PLC0415 - it brings the engine along

    words, person = reader.words, reader.services.person.settings()
    return {
        "language": words.code,
        "speaks": person.sound == "voice",
        "voice": person.voice,
        "profile": json.loads(belt_profile()),
        "steps": [_step(step, reader) for step in steps(sides)],
        "words": {key: words.say(line) for key, line in _WORDS.items()},
    }


def _step(step: Step, reader: Reader) -> Json:
    line = step.line.said(reader.words.messages)
    return {"kind": step.kind, "side": step.side, "seconds": step.seconds, "line": line}


def _result(assessment: Assessment, reader: Reader) -> Result | None:
    """What stands in the way, with the ways on; None where nothing does."""
    if assessment.may_start:
        return None
    words = reader.words
    shown = result_of(assessment, DUE_EXERCISE, words)
    if only_unanswered(assessment) or assessment.to_answer:
        links = [Link(_QUESTIONS, words.say(N_("Answer the questions")))]
    else:
        links = [Link(f"{_QUESTIONS}&again=1", words.say(N_("Answer the questions again")))]
    if any(reason.released_by != "nobody" for reason in assessment.reasons):
        links.append(Link("/clinicians", words.say(N_("Bring in a clinician's release"))))
    return replace(shown, links=links)


def _kept(reader: Reader, form: FormData, keep: Callable[[Reader, FormData], bool]) -> Response:
    try:
        told = keep(reader, form)
    except NotClearedError:
        return _page(reader)
    except (CheckError, OutcomeError, ValueError):
        return _page(reader, form, NOT_UNDERSTOOD)
    return see("/outcomes?kept=1#said") if told else _page(reader, form, NOTHING_TOLD)


def _keep_scale(reader: Reader, form: FormData) -> bool:
    readings = {side: _number(text_of(form, side)) for side in SIDES}
    if all(read is None for read in readings.values()):
        return False
    lever_cm, position = _number(text_of(form, "lever_cm")), text_of(form, "position") or "side_lying"
    reader.services.strength.keep_scale(readings, text_of(form, "unit"), lever_cm, position)
    return True


def _keep_hold(reader: Reader, form: FormData) -> bool:
    reader.services.strength.must_be_cleared()
    answers: Json = {side: _number(text_of(form, f"hold_{side}")) for side in SIDES}
    if all(answers[side] is None for side in SIDES):
        return False
    leg = reader.services.strength.leg()
    more = {"unit": "s", "position": "side_lying", "lever_m": leg.leg_length_m, "is_gravity_corrected": False}
    reader.services.outcomes.keep(HOLD, {**answers, **more}, ZONE)
    return True


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def _stop_page(reader: Reader, number: int, assessment: Assessment | None = None) -> Response:
    words = reader.words
    shown = None if assessment is None else result_of(assessment, DUE_EXERCISE, words)
    return reader.page(
        "strength_stop.html",
        page="history",
        number=number,
        questions=stop_questions(),
        choices=_CHOICES,
        result=None if shown is None else replace(shown, links=[Link("/", words.say(N_("Go to Start")))]),
    )
