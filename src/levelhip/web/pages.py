"""The pages people see. They work without a script where they can: links, and forms that post."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from levelhip.bootstrap import Services
from levelhip.exercise.notices import INTENDED_USE, PRIVACY
from levelhip.exercise.wording import N_
from levelhip.web.belt_page import belt_router
from levelhip.web.clearance_page import clearance_router
from levelhip.web.clinicians_page import clinicians_page_router
from levelhip.web.emg_page import emg_router
from levelhip.web.engine_files import engine_files
from levelhip.web.evidence_page import evidence_router
from levelhip.web.exercise_pages import exercises_router
from levelhip.web.history_page import history_router
from levelhip.web.language import guess, language
from levelhip.web.outcomes_page import outcomes_page_router
from levelhip.web.plan_page import plan_router
from levelhip.web.programme_page import programme_router
from levelhip.web.range_page import range_router
from levelhip.web.reading import reader_of
from levelhip.web.reminders_page import reminders_router
from levelhip.web.rendering import built_files, render
from levelhip.web.settings_page import settings_router
from levelhip.web.strength_page import strength_router
from levelhip.web.today_page import today_router

_TITLES: Final = {
    403: N_("That is not open to you"),
    404: N_("There is nothing here"),
    413: N_("That was too much at once"),
    422: N_("Something could not be understood"),
    503: N_("Not possible right now"),
    507: N_("The disk is full"),
}
NOTHING_LOST: Final = N_("Please try again. What was kept before is still there.")
NO_SUCH_PAGE: Final = N_("Nothing is at this address.")
"""As the application says it (a test holds the two together)."""
_WORKS: Final = (
    ("simple.css", "MIT", N_("the base of the pages' look")),
    ("uPlot", "MIT", N_("the plots")),
    ("Pyodide", "MPL 2.0", N_("Python in the browser, in which the engine runs")),
    ("MediaPipe Pose", "Apache 2.0", N_("finds the body in the camera's picture")),
    ("FastAPI, Starlette, Uvicorn, Jinja2, SQLAlchemy, Alembic", "MIT, BSD", N_("the server on your computer")),
)


def pages_router(services: Services) -> APIRouter:
    """Every page."""
    router = APIRouter(default_response_class=Response)
    for part in (today_router, clearance_router, history_router, exercises_router, settings_router):
        router.include_router(part(services))
    for part in (
        plan_router,
        programme_router,
        clinicians_page_router,
        outcomes_page_router,
        evidence_router,
        reminders_router,
        belt_router,
        strength_router,
        range_router,
        emg_router,
    ):
        router.include_router(part(services))

    @router.get("/about", include_in_schema=False)
    def about(request: Request) -> Response:
        reader = reader_of(request, services)
        return reader.page("about.html", page="about", intended_use=INTENDED_USE, privacy=PRIVACY, works=_WORKS)

    @router.get("/session", include_in_schema=False)
    def session(request: Request) -> Response:
        reader = reader_of(request, services)
        data = {
            "messages": dict(reader.words.messages),
            "language": reader.words.code,
            "engine": {key: value for key, value in engine_files().as_dict().items() if key in ("version", "url")},
            "build": built_files().build or "none",
            "settings": {"sound": services.person.settings().sound},
        }
        return reader.page("session.html", page_data=data)

    return router


def error_page(request: Request, status: int, line: str) -> Response:
    """A page that says in plain words what went wrong; in the browser's language: the settings may be out of reach."""
    words = language(guess(request.headers.get("accept-language")))
    title = words.say(_TITLES.get(status, N_("Something went wrong")))
    known = line if not words.messages or line in words.messages else NOTHING_LOST
    return render("error.html", words, status=status, title=title, line=words.say(known))
