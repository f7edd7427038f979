"""The API of the strength check: whether it may begin, and what the sensor sent, measured and kept."""

from __future__ import annotations

import math
from typing import Final

from fastapi import APIRouter, HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.signals import SIDES, Side
from levelhip.ports import Json
from levelhip.services.outcomes import OutcomeError
from levelhip.services.strength_checking import CheckError, NotClearedError, Packet, Sensed
from levelhip.web.bodies import BAD, Body, described, objects_in, text_in

_CHECK: Final = described(
    rigging={"type": "string"},
    loose={"type": "array", "items": {"type": "array"}},
    sides={"type": "array", "items": {"type": "object"}},
)
_MOST_PACKETS: Final = 20_000
_LONGEST_HEX: Final = 1024
NOT_CLEARED: Final = 403


def strength_api_router(services: Services) -> APIRouter:
    """The operations."""
    router = APIRouter(prefix="/api/strength")

    @router.get("")
    def may_begin() -> Json:
        assessment = services.strength.assessment()
        return {"may_start": assessment.may_start, "assessment": assessment.as_dict()}

    @router.post("", status_code=201, openapi_extra=_CHECK)
    def keep(body: Body) -> Json:
        """Measure a sensor's packets, `[seconds, hex]` each: `loose` while it hung loose, then each side's presses."""
        sensed = [
            Sensed(_side(each.get("side")), _packets(each.get("packets"))) for each in objects_in(body, "sides", 2)
        ]
        try:
            return services.strength.keep_sensed(sensed, _packets(body.get("loose")), text_in(body, "rigging"))
        except NotClearedError as no:
            raise HTTPException(NOT_CLEARED, f"you may not press as hard as you can now: {no}") from None
        except (CheckError, OutcomeError) as error:
            raise HTTPException(BAD, str(error)) from None

    return router


def _side(told: object) -> Side:
    for side in SIDES:
        if told == side:
            return side
    raise HTTPException(BAD, "sides: side: left or right")


def _packets(told: object) -> tuple[Packet, ...]:
    """Read packets. Raises HTTPException in one line."""
    if not isinstance(told, list) or len(told) > _MOST_PACKETS:
        raise HTTPException(BAD, f"packets: a list of at most {_MOST_PACKETS} is wanted")
    return tuple(map(_packet, told))


def _packet(told: object) -> Packet:
    try:
        match told:
            case [int() | float() as t_s, str() as text] if not isinstance(t_s, bool) and len(text) <= _LONGEST_HEX:
                if math.isfinite(t_s):
                    return Packet(float(t_s), bytes.fromhex(text))
    except ValueError:
        pass
    raise HTTPException(BAD, "packets: each is [seconds, hexadecimal digits]")
