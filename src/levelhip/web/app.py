"""The application: API, pages, the built front end and the engine, behind one guard."""

from __future__ import annotations

import secrets
from typing import Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException as StarletteHTTPException

from levelhip import __version__
from levelhip.bootstrap import Services
from levelhip.services.rebuilding import NothingToDrawError
from levelhip.web.answers import FOR_PROGRAMS, refusal
from levelhip.web.api import person_router
from levelhip.web.api_belt import belt_api_router
from levelhip.web.api_clinicians import clinicians_router
from levelhip.web.api_outcomes import outcomes_router
from levelhip.web.api_plan import plan_api_router
from levelhip.web.api_sessions import no_such_session, sessions_router
from levelhip.web.api_strength import strength_api_router
from levelhip.web.engine_files import engine_files
from levelhip.web.pages import error_page, pages_router
from levelhip.web.phone_pages import Doors, door_router, phone_router
from levelhip.web.security import Guard
from levelhip.web.static_files import FOR_EVER, BuiltFiles, built_folder

SILENT: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""Nothing leaves this machine, whatever its environment asks of FastAPI."""
NO_SUCH_PAGE: Final = "Nothing is at this address."


def create_app(
    services: Services, allowed_hosts: frozenset[str], *, instance: str | None = None, doors: Doors | None = None
) -> FastAPI:
    """The application over the use cases, for requests to one of the hosts. `doors`: to the home network, if any."""
    app = FastAPI(
        title="Levelhip", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, telemetry=SILENT
    )
    app.state.services = services
    built = BuiltFiles(built_folder())
    app.state.built, app.state.not_built = built.url, built.not_built
    app.include_router(person_router(services, instance or secrets.token_urlsafe(12)))
    app.include_router(sessions_router(services))
    app.include_router(outcomes_router(services))
    app.include_router(plan_api_router(services))
    app.include_router(belt_api_router())
    app.include_router(strength_api_router(services))
    app.include_router(clinicians_router(services))
    _add_files(app, built)
    _add_pages(app, services, doors)
    app.add_exception_handler(StarletteHTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(KeyError, no_such_session)
    app.add_exception_handler(NothingToDrawError, no_such_session)
    app.add_middleware(Guard, allowed_hosts=allowed_hosts)
    return app


def _add_pages(app: FastAPI, services: Services, doors: Doors | None) -> None:
    app.include_router(pages_router(services))
    app.include_router(phone_router(services, doors))
    if doors is not None:
        app.include_router(door_router(services, doors))


def _add_files(app: FastAPI, built: BuiltFiles) -> None:
    def static(request: Request) -> Response:
        parts = request.path_params
        return _or_404(built.serve(parts["build"], parts["path"], _encoding(request)))

    def engine(request: Request) -> Response:
        files = engine_files()
        if request.url.path != files.url:
            raise HTTPException(404, "this engine is not here; /api/engine says which one is")
        return Response(files.archive, media_type="application/zip", headers={"Cache-Control": FOR_EVER})

    def service_worker(request: Request) -> Response:
        headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
        return _or_404(built.file("service_worker.js", _encoding(request), headers))

    def manifest(request: Request) -> Response:
        return _or_404(built.file("manifest.webmanifest", _encoding(request), {"Cache-Control": "no-cache"}))

    def icon(request: Request) -> Response:
        return _or_404(built.file("icons/icon.svg", _encoding(request), {"Cache-Control": "no-cache"}))

    app.add_route("/static/{build}/{path:path}", static, include_in_schema=False)
    app.add_route("/engine/{name}", engine, include_in_schema=False)
    app.add_route("/service_worker.js", service_worker, include_in_schema=False)
    app.add_route("/manifest.webmanifest", manifest, include_in_schema=False)
    app.add_route("/favicon.ico", icon, include_in_schema=False)


def _encoding(request: Request) -> str:
    return request.headers.get("accept-encoding", "")


def _or_404(response: Response | None) -> Response:
    if response is None:
        raise HTTPException(404, NO_SUCH_PAGE)
    return response


def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, StarletteHTTPException):
        raise error
    line = error.detail if error.status_code != 404 or error.detail != "Not Found" else NO_SUCH_PAGE  # noqa: PLR2004
    response = _told(request, error.status_code, line)
    response.headers.update(error.headers or {})
    return response


def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    return _told(request, 422, f"{first['loc'][-1]}: {first['msg']}"[:300])


def _told(request: Request, status: int, line: str) -> Response:
    """For people a page in their language, for programs JSON."""
    if request.url.path.startswith(FOR_PROGRAMS):
        return refusal(request.url.path, status, line)
    return error_page(request, status, line)
