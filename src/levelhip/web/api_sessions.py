"""The API of live sessions: told of at their start, sent in parts, finished, read again. Everything may be repeated."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from levelhip.bootstrap import Services
from levelhip.exercise.library import UnknownExerciseError
from levelhip.ports import Json, TooMuchError
from levelhip.services.coaching import NotCleared, PartsMissing
from levelhip.services.history import session_dict
from levelhip.services.rebuilding import NothingToDrawError
from levelhip.services.session_config import ConfigError
from levelhip.web.api import not_cleared
from levelhip.web.bodies import BAD, Body, SessionId, described, object_in, objects_in, whole_in

MOST_INPUTS: Final = 50_000
"""In one part; two megabytes cannot hold more that make sense."""
_AFTERWARDS: Final = described(pain={"type": "integer"}, effort={"type": "integer"}, stop_answers={"type": "object"})
REPORT_POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""The report and the picture are whole by themselves: own styles, no script, no request."""


def sessions_router(services: Services) -> APIRouter:
    """The operations."""
    router = APIRouter(prefix="/api/sessions")

    @router.get("")
    def sessions(limit: Annotated[int, Query(ge=1, le=500)] = 50, before: datetime | None = None) -> Json:
        if before is not None and before.utcoffset() is None:
            raise HTTPException(BAD, "before: write the moment with its zone")
        return {"sessions": services.history.sessions(limit, before)}

    @router.post("", response_model=None, openapi_extra=described(config={"type": "object"}))
    def register(body: Body) -> Response:
        try:
            done = services.coaching.register(object_in(body, "config"))
        except NotCleared as error:
            return not_cleared(error)
        except (ConfigError, UnknownExerciseError) as error:
            raise HTTPException(BAD, str(error)) from None
        return JSONResponse(session_dict(done.session), status_code=201 if done.created else 200)

    @router.get("/{session_id}")
    def session(session_id: SessionId) -> Json:
        return services.history.session(session_id)

    router.include_router(_uploads(services))
    router.include_router(_files(services))
    return router


def _uploads(services: Services) -> APIRouter:
    router = APIRouter()

    @router.get("/{session_id}/parts")
    def parts(session_id: SessionId) -> Json:
        return {"parts": services.coaching.part_numbers(session_id)}

    @router.put("/{session_id}/parts/{n}", status_code=204, openapi_extra=described(inputs={"type": "array"}))
    def put_part(session_id: SessionId, n: Annotated[int, Path(ge=0, le=10**6)], body: Body) -> None:
        inputs = objects_in(body, "inputs", MOST_INPUTS)
        try:
            kept = services.coaching.put_part(session_id, n, inputs)
        except TooMuchError as error:
            raise HTTPException(413, str(error)) from None
        if not kept:
            raise HTTPException(409, f"part {n} is here already, with other content; that one stays")

    @router.post(
        "/{session_id}/finish",
        response_model=None,
        openapi_extra=described(parts={"type": "integer"}, record={"type": "object"}),
    )
    def finish(session_id: SessionId, body: Body) -> Json | Response:
        count, record = whole_in(body, "parts"), object_in(body, "record")
        try:
            return services.coaching.finish(session_id, count, record)
        except PartsMissing as error:
            answer = {"error": f"{error}: send them, then finish again", "missing": error.missing}
            return JSONResponse(answer, status_code=409)
        except ConfigError as error:
            raise HTTPException(BAD, str(error)) from None

    @router.post("/{session_id}/afterwards", openapi_extra=_AFTERWARDS)
    def afterwards(session_id: SessionId, body: Body) -> Json:
        try:
            return services.coaching.afterwards(session_id, body)
        except ConfigError as error:
            raise HTTPException(BAD, str(error)) from None

    return router


def _files(services: Services) -> APIRouter:
    router = APIRouter()

    @router.get("/{session_id}/recording.csv", response_class=Response)
    def recording(session_id: SessionId) -> Response:
        name = {"Content-Disposition": f'attachment; filename="levelhip-{session_id}.csv"'}
        return Response(services.files.recording_csv(session_id), media_type="text/csv; charset=utf-8", headers=name)

    @router.get("/{session_id}/trace.svg", response_class=Response)
    def trace(session_id: SessionId) -> Response:
        return _whole(services.files.trace_svg(session_id), "image/svg+xml")

    @router.get("/{session_id}/report.html", response_class=Response)
    def report(session_id: SessionId) -> Response:
        return _whole(services.files.report_html(session_id), "text/html; charset=utf-8")

    return router


def _whole(content: str, media_type: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Security-Policy": REPORT_POLICY})


def no_such_session(_: Request, error: Exception) -> Response:
    """The answer about a session that is not there, or has nothing to show."""
    line = str(error) if isinstance(error, NothingToDrawError) else "there is no such session"
    return JSONResponse({"error": line}, status_code=404)
