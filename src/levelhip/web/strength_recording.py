"""A recording of a strength check: measured for anybody, kept only while one may press as hard as one can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from levelhip.bootstrap import Services
from levelhip.exercise.strength import Position
from levelhip.exercise.strength_check import RIGGINGS
from levelhip.exercise.strength_record import StrengthCheck
from levelhip.exercise.wording import N_
from levelhip.ports import ReadOptions, RecordingError
from levelhip.services.outcomes import OutcomeError
from levelhip.services.strength import check_recording
from levelhip.services.strength_checking import CM_PER_M, POSITIONS, CheckError, NotClearedError
from levelhip.services.uploads import Waiting
from levelhip.web.clearance_page import STRENGTH_PAGE
from levelhip.web.reading import Reader, form_of, reader_of, see, text_of
from levelhip.web.recorded import GONE, RecordingForm, measured_file, side_in
from levelhip.web.strength_view import strength_shown

NO_RIGGING: Final = N_("Please say where the sensor was: nobody guesses that, for it may double what is read.")
NO_LEVER: Final = N_("The distance from the hip to the strap could not be understood.")

Page = Callable[[Reader, str], Response]


def recordings_router(services: Services, page: Page) -> APIRouter:
    """Measuring a recording, and keeping what came of it. `page`: the check's page, where something is wrong."""
    router = APIRouter()
    waiting = services.uploads.strength_checks

    @router.post("/strength/recording", include_in_schema=False)
    def recording(request: Request, form: RecordingForm) -> Response:
        return _measured(reader_of(request, services), form, waiting, page)

    @router.post("/strength/recording/keep", include_in_schema=False)
    def keep(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        check = waiting.take(text_of(form, "result"))
        if text_of(form, "then") != "keep":
            return see(STRENGTH_PAGE)
        if check is None:
            return page(reader, GONE)
        try:
            services.strength.keep_recorded(check)
        except NotClearedError:
            return page(reader, "")
        except (CheckError, OutcomeError) as error:
            return page(reader, str(error))
        return see("/outcomes?kept=1#said")

    return router


def _measured(reader: Reader, form: FormData, waiting: Waiting[StrengthCheck], page: Page) -> Response:
    """What a recording shows. It may be kept only while one may press as hard as one can."""
    rigging = next((each for each in RIGGINGS if each == text_of(form, "rigging")), None)
    position: Position = next((each for each in POSITIONS if each == text_of(form, "position")), "side_lying")
    strength, side = reader.services.strength, side_in(form)
    if rigging is None:
        return page(reader, NO_RIGGING)
    try:
        leg = strength.leg(_lever_m(text_of(form, "lever_cm")), position)
    except ValueError:
        return page(reader, NO_LEVER)
    options = ReadOptions(side=side, rigging="strand" if rigging == "strand" else "inline")
    try:
        check = measured_file(reader, form, options, lambda opened: check_recording(opened, rigging, leg, side=side))
    except RecordingError as error:
        return page(reader, str(error))
    may_be_kept = check.press_count > 0 and strength.assessment().may_start
    return reader.page(
        "strength_result.html",
        page="history",
        found=strength_shown(check, reader.words),
        any_press=check.press_count > 0,
        waiting=waiting.put(check) if may_be_kept else "",
    )


def _lever_m(text: str) -> float | None:
    return float(text.replace(",", ".")) / CM_PER_M if text else None
