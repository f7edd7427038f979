"""The API of the plan: where it is and why, what changed, one step back, another programme."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.library.programme_files import UnknownProgrammeError
from levelhip.exercise.plan_kept import plan_as_dict
from levelhip.exercise.plan_words import explain
from levelhip.ports import Json
from levelhip.services.plan_log import changes
from levelhip.services.plan_rows import MOST_LETTERS, PlanningError
from levelhip.services.planning import LONGEST_NAME, PlannedDay
from levelhip.web.bodies import BAD, Body, Zone, described, text_in


def plan_api_router(services: Services) -> APIRouter:
    """The operations. Sentences are English message ids with their values."""
    router = APIRouter(prefix="/api/plan")

    @router.get("")
    def plan(zone: Zone) -> Json:
        return _plan_dict(services, services.planning.today(zone))

    @router.post("/back")
    def back(zone: Zone) -> Json:
        try:
            services.planning.step_back(zone)
        except PlanningError as error:
            raise HTTPException(409, str(error)) from None
        return _plan_dict(services, services.planning.today(zone))

    @router.post("/begin", openapi_extra=described(programme={"type": "string"}, prescribed_by={"type": "string"}))
    def begin(body: Body, zone: Zone) -> Json:
        """Begin a programme of those shipped."""
        try:
            services.planning.choose(text_in(body, "programme"), _therapist(body), zone)
        except UnknownProgrammeError as error:
            raise HTTPException(404, str(error)) from None
        except PlanningError as error:
            raise HTTPException(BAD, str(error)) from None
        return _plan_dict(services, services.planning.today(zone))

    @router.post("/own", openapi_extra=described(text={"type": "string"}, prescribed_by={"type": "string"}))
    def own(body: Body, zone: Zone) -> Json:
        """Begin a programme that a therapist wrote."""
        try:
            services.planning.bring_in(text_in(body, "text", MOST_LETTERS), _therapist(body), zone)
        except ValueError as error:
            raise HTTPException(BAD, str(error)[:500]) from None
        return _plan_dict(services, services.planning.today(zone))

    return router


def _therapist(body: Json) -> str:
    return text_in(body, "prescribed_by", LONGEST_NAME) if "prescribed_by" in body else ""


def _plan_dict(services: Services, planned: PlannedDay) -> Json:
    return {
        "date": planned.day.isoformat(),
        "plan": plan_as_dict(planned.plan),
        "decision": None if planned.decision is None else planned.decision.as_dict(),
        "why": explain(planned.plan).as_dict(),
        "changes": changes(services.planning.moves()),
    }
