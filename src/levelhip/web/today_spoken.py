"""The person's word that they have spoken with a doctor or physical therapist: asked on Today, before anything else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.clearance import Assessment, questions
from levelhip.exercise.clearance_rules import YES_OR_NO
from levelhip.exercise.clearance_stops import SPOKE, STOPPED_TODAY
from levelhip.exercise.wording import N_
from levelhip.services.person import DUE_EXERCISE
from levelhip.web.language import Language
from levelhip.web.reading import ZONE, form_of, see, text_of


def spoken_router(services: Services) -> APIRouter:
    """About a stop that a doctor should look at, and about the easiest dose that still hurts."""
    router = APIRouter()

    @router.post("/today/looked-at", include_in_schema=False)
    def looked_at(form: Annotated[FormData, Depends(form_of)]) -> Response:
        answer = text_of(form, "spoken")
        if answer not in YES_OR_NO:
            raise HTTPException(400, N_("Please choose one."))
        services.clearing.answer({SPOKE: answer}, DUE_EXERCISE)
        if answer == "yes" and services.planning.today(ZONE).waits:
            services.planning.spoken(ZONE)
        return see("/")

    @router.post("/today/spoken", include_in_schema=False)
    def spoken() -> Response:
        services.planning.spoken(ZONE)
        return see("/")

    return router


def spoke_question(assessment: Assessment, words: Language) -> str:
    """Whether somebody looked at a stop; empty: not asked. On the day of the stop what was said then comes first."""
    keys = {reason.key for reason in assessment.reasons}
    if SPOKE not in keys or STOPPED_TODAY in keys:
        return ""
    return next(words.say(each.text) for each in questions(grave_stop=True) if each.key == SPOKE)
