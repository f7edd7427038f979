"""The API of the belt helper: the same numbers as its page, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from levelhip.ports import Json
from levelhip.services.belt import BeltError, answer, read_question
from levelhip.web.bodies import BAD

Text = Annotated[str | None, Field(max_length=20)]


class Asked(BaseModel):
    """A question; numbers as text, what is left out is not told. The settings are not looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leg_length_cm: Text = None
    ankle_girth_cm: Text = None
    hip_width_cm: Text = None
    loop_cm: Text = None
    angle_deg: Text = None
    mass_kg: Text = None
    sex: Text = None
    force_n: Text = None
    rigging: Text = None
    leg_scale_n: Text = None


def belt_api_router() -> APIRouter:
    """The operation."""
    router = APIRouter(prefix="/api/belt")

    @router.get("")
    def belt(asked: Annotated[Asked, Query()]) -> Json:
        """Find how long the loop should be, or where it is tight; with `mass_kg` also what the belt loads."""
        try:
            return answer(read_question(asked.model_dump())).as_dict()
        except BeltError as error:
            raise HTTPException(BAD, str(error)) from None

    return router
