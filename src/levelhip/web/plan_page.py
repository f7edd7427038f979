"""The plan: where the person is in it, why, and what they may change themselves. It works without a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.library.programme_files import UnknownProgrammeError
from levelhip.exercise.wording import N_
from levelhip.services.person import SettingsError
from levelhip.services.plan_rows import MOST_LETTERS, PlanningError
from levelhip.services.planning import LONGEST_NAME
from levelhip.web.plan_view import plan_view
from levelhip.web.reading import ZONE, Reader, form_of, reader_of, see, text_of

_SAID: Final = {
    "back": N_("One step back, from today."),
    "chosen": N_("The programme begins today."),
    "sides": N_("The sides are kept."),
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A programme as it came in. `text`: None where it is no text."""

    text: str | None
    prescribed_by: str


async def _programme_in(request: Request) -> _Told:
    """What was pasted; where nothing was, what the file says."""
    form = await request.form()
    pasted, file = text_of(form, "text"), form.get("file")
    content = await file.read(4 * MOST_LETTERS + 1) if isinstance(file, UploadFile) else b""
    await form.close()
    try:
        return _Told(pasted or content.decode("utf-8-sig"), text_of(form, "prescribed_by"))
    except UnicodeDecodeError:
        return _Told(None, "")


def plan_router(services: Services) -> APIRouter:
    """The page, and its forms."""
    router = APIRouter()

    @router.get("/plan", include_in_schema=False)
    def plan(request: Request) -> Response:
        return _page(reader_of(request, services))

    @router.post("/plan/back", include_in_schema=False)
    def back(request: Request) -> Response:
        try:
            services.planning.step_back(ZONE)
        except PlanningError as error:
            return _page(reader_of(request, services), wrong=str(error))
        return see("/plan?said=back#said")

    router.include_router(_choosing(services))
    return router


def _choosing(services: Services) -> APIRouter:
    router = APIRouter()

    @router.post("/plan/choose", include_in_schema=False)
    def choose(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        try:
            services.planning.choose(text_of(form, "programme"), text_of(form, "prescribed_by"), ZONE)
        except UnknownProgrammeError as error:
            raise HTTPException(404, N_("There is no such programme.")) from error
        except PlanningError as error:
            return _page(reader_of(request, services), wrong=str(error))
        return see("/plan?said=chosen#said")

    @router.post("/plan/own", include_in_schema=False)
    def bring_in(request: Request, told: Annotated[_Told, Depends(_programme_in)]) -> Response:
        return _brought_in(reader_of(request, services), told)

    @router.post("/plan/sides", include_in_schema=False)
    def sides(form: Annotated[FormData, Depends(form_of)]) -> Response:
        try:
            services.person.change({"sides": text_of(form, "sides")})
        except SettingsError as error:
            raise HTTPException(422, N_("Please choose one.")) from error
        return see("/plan?said=sides#said")

    return router


def _brought_in(reader: Reader, told: _Told) -> Response:
    if not told.text:
        wrong = N_("That is no text.") if told.text is None else N_("Please paste the programme, or choose its file.")
        return _page(reader, wrong=wrong)
    try:
        reader.services.planning.bring_in(told.text, told.prescribed_by, ZONE)
    except ValueError as error:  # the library's lines say what and where, in English
        return _page(reader, wrong=str(error), typed=told.text)
    return see("/plan?said=chosen#said")


def _page(reader: Reader, *, wrong: str = "", typed: str = "") -> Response:
    planned = reader.services.planning.today(ZONE)
    told = _SAID.get(reader.request.query_params.get("said", ""), "")
    return reader.page(
        "plan.html",
        status=422 if wrong else 200,
        page="today",
        plan=plan_view(planned, reader),
        said=reader.words.say(told),
        wrong=reader.words.say(wrong),
        typed=typed[:MOST_LETTERS],
        letters=MOST_LETTERS,
        longest_name=LONGEST_NAME,
    )
