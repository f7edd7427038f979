"""Reminders: the times, the calendar to take along, the address for calendar programs, and this very browser."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.reports.calendar_words import TEXT, TITLE
from levelhip.services.person import SettingsError
from levelhip.services.zones import local_zone
from levelhip.web.clearance_result import only_unanswered
from levelhip.web.reading import ZONE, Reader, form_of, reader_of, see, text_of

CALENDAR: Final = "text/calendar; charset=utf-8"
_SAID: Final = {
    "twice": N_("Saved. A time that stood there twice is kept once."),
    "saved": N_("Saved."),
    "opened": N_("Here is your address."),
    "replaced": N_("There is a new address. The older one works no longer."),
    "closed": N_("The address is closed. A calendar program that had it finds nothing there any more."),
}
_WRONG: Final = N_("Please write times of day like 08:00, one for each session at most. Nothing was saved.")


def reminders_router(services: Services) -> APIRouter:
    """The page, what its forms do, the calendar, and what the browser asks before it reminds."""
    router = APIRouter()
    router.include_router(_forms(services))
    router.include_router(_calendars(services))

    @router.get("/api/reminders", response_class=JSONResponse)
    def reminders(request: Request) -> Json:
        words = reader_of(request, services).words
        return {
            "times": [f"{each:%H:%M}" for each in services.person.settings().reminder_times],
            "due": is_due(services),
            "title": words.say(TITLE),
            "text": words.say(TEXT),
        }

    return router


def is_due(services: Services) -> bool:
    """Say whether something is still to be done today, and may be: nobody is sent to exercise against an answer."""
    due = services.today.today(ZONE)["due"]
    assessment = services.clearing.assessment(due["exercise"])
    return due["next"] is not None and (assessment.may_start or only_unanswered(assessment))


def _forms(services: Services) -> APIRouter:
    router = APIRouter()

    @router.get("/reminders", include_in_schema=False)
    def page(request: Request) -> Response:
        return _page(reader_of(request, services))

    @router.post("/reminders", include_in_schema=False)
    def keep(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        typed = [text for text in form.getlist("time") if isinstance(text, str) and text.strip()]
        try:
            kept = services.person.change({"reminders": typed}).reminders
        except SettingsError:
            return _page(reader_of(request, services), typed, status=422)
        return see(f"/reminders?{'saved' if len(kept) == len(typed) else 'twice'}=1#said")

    @router.post("/reminders/address", include_in_schema=False)
    def address(form: Annotated[FormData, Depends(form_of)]) -> Response:
        if text_of(form, "do") == "open":
            how = "replaced" if services.reminders.secret() else "opened"
            services.reminders.open_address()
            return see(f"/reminders?{how}=1#said")
        services.reminders.close_address()
        return see("/reminders?closed=1#said")

    return router


def _calendars(services: Services) -> APIRouter:
    router = APIRouter()

    def calendar(request: Request, disposition: str) -> Response:
        body = services.reminders.calendar(local_zone(), reader_of(request, services).words.messages)
        named = {"Content-Disposition": f'{disposition}; filename="levelhip.ics"'}
        return Response(body, media_type=CALENDAR, headers=named)

    @router.get("/reminders/levelhip.ics", include_in_schema=False)
    def download(request: Request) -> Response:
        return calendar(request, "attachment")

    @router.get("/calendar/{secret}.ics", include_in_schema=False)
    def feed(request: Request, secret: str) -> Response:
        """For calendar programs, which pair with nobody: whoever has the secret may read the times, nothing else."""
        if not services.reminders.fits(secret):
            raise HTTPException(404)
        return calendar(request, "inline")

    return router


def _page(reader: Reader, typed: list[str] | None = None, *, status: int = 200) -> Response:
    person, secret = reader.services.person.settings(), reader.services.reminders.secret()
    chosen = [f"{each:%H:%M}" for each in person.reminder_times]
    said = next((line for key, line in _SAID.items() if key in reader.request.query_params), "")
    zone = local_zone()
    return reader.page(
        "reminders.html",
        status=status,
        page="settings",
        said=reader.words.say(said),
        wrong=reader.words.say(_WRONG) if typed is not None else "",
        times=_filled(chosen if typed is None else typed, person.times_a_day),
        any_times=bool(chosen),
        zone=zone.key if zone else "",
        address=f"{reader.request.base_url}calendar/{secret}.ics" if secret else "",
    )


def _filled(times: list[str], count: int) -> list[str]:
    """The times, and empty places up to as many as there are sessions a day."""
    return [*times, *[""] * (count - len(times))][: max(count, len(times))]
