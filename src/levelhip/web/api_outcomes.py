"""The API of outcomes: what can be asked, what was answered or measured, and what became of it."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path

from levelhip.bootstrap import Services
from levelhip.exercise.questionnaires import Questionnaire
from levelhip.ports import Json
from levelhip.services.outcomes import OutcomeError
from levelhip.web.bodies import BAD, Body, Zone, described, object_in, text_in

_OUTCOME: Final = described(measure={"type": "string"}, answers={"type": "object"})


def outcomes_router(services: Services) -> APIRouter:
    """The operations."""
    router = APIRouter(prefix="/api/outcomes")

    @router.get("")
    def outcomes() -> Json:
        offered = services.outcomes.offered()
        return {
            "questionnaires": [questionnaire_dict(each) for each in offered.questionnaires.values()],
            "problems": list(offered.problems),
            "history": services.outcomes.history(),
        }

    @router.post("", status_code=201, openapi_extra=_OUTCOME)
    def keep(body: Body, zone: Zone) -> Json:
        try:
            return services.outcomes.keep(text_in(body, "measure"), object_in(body, "answers"), zone)
        except OutcomeError as error:
            raise HTTPException(BAD, str(error)) from None

    @router.delete("/{number}", status_code=204)
    def remove(number: Annotated[int, Path(ge=1, le=2**31)]) -> None:
        if not services.outcomes.remove(number):
            raise HTTPException(404, "there is no such entry")

    return router


def questionnaire_dict(asked: Questionnaire) -> Json:
    """What a program needs to ask it. Texts are English message ids, or a clinic's own."""
    return {
        "key": asked.key,
        "name": asked.name,
        "summary": asked.summary,
        "kind": asked.kind,
        "can_be_asked": asked.can_be_asked,
        "ask": asked.ask or None,
        "scale": list(asked.scale),
        "ends": list(asked.ends),
        "answers": list(asked.answers),
        "items": list(asked.items),
        "item_count": asked.item_count,
        "activity_count": None if asked.activity_count is None else list(asked.activity_count),
        "better": asked.better,
        "licence": asked.licence,
        "evidence": list(asked.evidence),
    }
