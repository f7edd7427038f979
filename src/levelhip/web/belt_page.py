"""The belt helper: how long the loop should be, and what the belt loads. A form that asks, without a script."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from levelhip.bootstrap import Services
from levelhip.exercise.belt_load import WANTED_DEG
from levelhip.exercise.wording import N_
from levelhip.services.belt import (
    EVIDENCE,
    FIRST_ANGLE_DEG,
    NEEDED,
    BeltError,
    answer,
    measures_of,
    read_question,
)
from levelhip.web.belt_view import AnswerPart, answer_part, with_point
from levelhip.web.bodies import BAD
from levelhip.web.reading import reader_of
from levelhip.web.sources import source_lines

_FIELDS: Final = (
    ("leg_length_cm", N_("Leg length"), N_("From the bony point at the side of the hip to the ankle bone."), "cm"),
    ("ankle_girth_cm", N_("Ankle girth"), N_("Round one ankle, where the belt lies."), "cm"),
    ("hip_width_cm", N_("Hip width"), N_("Between the middles of the two hip joints; your therapist can tell."), "cm"),
    ("mass_kg", N_("Body mass"), N_("For what the belt loads; the loop needs none."), "kg"),
    ("leg_scale_n", N_("Your leg, weighed"), N_("By a strap scale at the ankle of the relaxed, level leg."), "N"),
    ("force_n", N_("Press"), N_("In newtons. 10 N are about 1 kg."), "N"),
)  # fmt: skip
_SEXES: Final = (("", N_("not said")), ("female", N_("female")), ("male", N_("male")))
_RIGGINGS: Final = (
    ("inline", N_("on the ankle, or read by a sensor between two cuffs")),
    ("strand", N_("read by a sensor in one strand of the loop (the ankle feels twice of it)")),
)
_ASKED: Final = (*(key for key, *_ in _FIELDS), "loop_cm", "angle_deg", "sex", "rigging")
_LONGEST: Final = 20


def belt_router(services: Services) -> APIRouter:
    """The page."""
    router = APIRouter()

    @router.get("/belt", include_in_schema=False)
    def belt(request: Request) -> Response:
        return _page(request, services)

    return router


def _page(request: Request, services: Services) -> Response:
    reader = reader_of(request, services)
    words = reader.words
    asked = {name: request.query_params[name].strip()[:_LONGEST] for name in _ASKED if name in request.query_params}
    find = request.query_params.get("find", "")
    told = asked or measures_of(services.person.settings())
    if find not in ("loop", "angle"):
        find = "angle" if told.get("loop_cm") and not told.get("angle_deg") else "loop"
    # Only the field of the question that was chosen is read: the other may hold what was typed before.
    question = {**told, "angle_deg" if find == "angle" else "loop_cm": ""}
    wrong: dict[str, str] = {}
    part: AnswerPart | None = None
    if asked or all(told.get(name) for name in NEEDED):
        try:
            part = answer_part(answer(read_question(question)), words)
        except BeltError as error:
            wrong = {name: said.said(words.messages) for name, said in error.fields.items()}
    typed = {name: with_point(told.get(name, ""), words) for name in _ASKED}
    return reader.page(
        "belt.html",
        status=BAD if wrong else 200,
        page="settings",
        fields=[(key, words.say(name), words.say(hint), unit) for key, name, hint, unit in _FIELDS],
        typed={**typed, "angle_deg": typed["angle_deg"] or f"{FIRST_ANGLE_DEG:g}"},
        wrong=wrong,
        find=find,
        wanted=[f"{each:g}" for each in WANTED_DEG],
        sexes=[(value, words.say(name)) for value, name in _SEXES],
        riggings=[(value, words.say(name)) for value, name in _RIGGINGS],
        answer=part,
        sources=source_lines(EVIDENCE, words),
    )
