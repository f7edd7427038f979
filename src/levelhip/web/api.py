"""The API, as far as it is about the person: what is due, clearance, settings, progress, leaving."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse

from levelhip import __version__
from levelhip.bootstrap import Services
from levelhip.exercise.library import UnknownExerciseError
from levelhip.ports import Json
from levelhip.services.clearing import UnknownQuestionError
from levelhip.services.coaching import NotCleared, Resting
from levelhip.services.history import MOST_DAYS
from levelhip.services.person import DUE_EXERCISE, SettingsError
from levelhip.services.session_config import ConfigError
from levelhip.services.session_numbers import scale_of
from levelhip.web.bodies import BAD, Body, Zone, described, object_in, text_in
from levelhip.web.engine_files import engine_files

Exercise = Annotated[str, Query(max_length=80)]
MaybeExercise = Annotated[str | None, Query(max_length=80)]
MaybeWord = Annotated[str | None, Query(max_length=20)]
_CHUNK: Final = 64 * 1024
_IN_MEMORY: Final = 8 * 1024 * 1024
_MOST_ANSWERS: Final = 200
_LONGEST_ANSWER: Final = 200
_MORNING: Final = described(date={"type": "string", "format": "date"}, rating={"type": "integer"})


def person_router(services: Services, instance: str) -> APIRouter:
    """The operations. `instance`: what this running server calls itself."""
    router = APIRouter(prefix="/api")

    @router.get("/instance")
    def instance_() -> Json:
        return {"instance": instance, "version": __version__}

    @router.get("/engine")
    def engine() -> dict[str, str]:
        return engine_files().as_dict()

    router.include_router(_days(services))
    router.include_router(_start(services))
    router.include_router(_settings(services))
    router.include_router(_leaving(services))
    return router


def _days(services: Services) -> APIRouter:
    router = APIRouter()

    @router.get("/today")
    def today(zone: Zone) -> Json:
        return services.today.today(zone)

    @router.put("/morning", status_code=204, openapi_extra=_MORNING)
    def morning(body: Body, zone: Zone) -> None:
        rating = body.get("rating")
        if rating is not None and scale_of(rating) is None:
            raise HTTPException(BAD, "rating: a whole number from 0 to 10, or null to skip")
        try:
            services.today.note_morning(text_in(body, "date"), rating, zone)
        except ValueError as error:
            raise HTTPException(BAD, str(error)) from None

    @router.get("/progress")
    def progress(zone: Zone, days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 84) -> Json:
        return services.history.progress(zone, days)

    return router


def _start(services: Services) -> APIRouter:
    router = APIRouter()

    @router.get("/config", response_model=None)
    def config(
        zone: Zone, exercise: MaybeExercise = None, way: MaybeWord = None, purpose: MaybeWord = None
    ) -> Json | Response:
        try:
            return services.coaching.config(exercise, way, zone, purpose)
        except NotCleared as error:
            return not_cleared(error)
        except Resting as error:
            return JSONResponse({"error": str(error), "reason": error.reason.as_dict()}, status_code=409)
        except UnknownExerciseError as error:
            raise HTTPException(404, str(error)) from None
        except ConfigError as error:
            raise HTTPException(BAD, str(error)) from None

    return router


def not_cleared(error: NotCleared) -> JSONResponse:
    """The answer to a start that may not be: why, and what to do."""
    assessment = error.assessment.as_dict()
    return JSONResponse({"error": assessment["do_now"], "assessment": assessment}, status_code=403)


def _settings(services: Services) -> APIRouter:
    router = APIRouter()

    @router.get("/settings")
    def settings() -> dict[str, Any]:
        return services.person.settings().model_dump()

    @router.put("/settings", response_model=None, openapi_extra=described(leg_length_cm={"type": "number"}))
    def change_settings(body: Body) -> dict[str, Any] | Response:
        try:
            return services.person.change(body).model_dump()
        except SettingsError as error:
            return JSONResponse({"error": str(error)[:500], "fields": error.fields}, status_code=BAD)

    @router.get("/clearance")
    def clearance(exercise: Exercise = DUE_EXERCISE) -> Json:
        try:
            return services.clearing.state(exercise)
        except UnknownExerciseError as error:
            raise HTTPException(404, str(error)) from None

    @router.put("/clearance", openapi_extra=described(answers={"type": "object"}))
    def answer(body: Body, exercise: Exercise = DUE_EXERCISE) -> dict[str, object]:
        answers = object_in(body, "answers")
        if len(answers) > _MOST_ANSWERS or not all(map(_is_answer, answers.values())):
            raise HTTPException(BAD, "answers: a word, a number or null for each question")
        try:
            return services.clearing.answer(answers, exercise).as_dict()
        except UnknownQuestionError as error:
            raise HTTPException(BAD, str(error)) from None
        except UnknownExerciseError as error:
            raise HTTPException(404, str(error)) from None

    return router


def _is_answer(value: object) -> bool:
    return (
        value is None
        or isinstance(value, bool | int | float)
        or (isinstance(value, str) and len(value) <= _LONGEST_ANSWER)
    )


def _leaving(services: Services) -> APIRouter:
    router = APIRouter()

    @router.get("/export", response_class=Response)
    def export() -> Response:
        file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it is sent
        try:
            services.leaving.export(file)
        except BaseException:
            file.close()
            raise
        day = services.clock.now().date().isoformat()
        name = {"Content-Disposition": f'attachment; filename="levelhip-{day}.zip"'}
        return StreamingResponse(_pieces(file), media_type="application/zip", headers=name)

    @router.post("/erase", openapi_extra=described(word={"type": "string"}))
    def erase(body: Body) -> Json:
        try:
            return {"erased": services.leaving.erase(text_in(body, "word"))}
        except ValueError as error:
            raise HTTPException(BAD, str(error)) from None

    return router


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece
