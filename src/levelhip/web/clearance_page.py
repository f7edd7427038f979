"""The questions before the exercise, a few at a time, without a script: what was answered travels in the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from levelhip.bootstrap import Services
from levelhip.exercise.clearance import Assessment, assess, groups, questions
from levelhip.exercise.clearance_rules import SCALE_MOST, SEVERITY, UNKNOWN, Question
from levelhip.exercise.wording import N_
from levelhip.services.person import DUE_EXERCISE
from levelhip.web.clearance_result import result_of
from levelhip.web.reading import Reader, form_of, reader_of, see, text_of

QUESTIONS_A_STEP: Final = 5
URGENT: Final = SEVERITY["same_day"]
"""From here on nothing more is asked: what to do now comes first."""

Answers = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Step:
    """Some questions of one group, and where they stand among all steps."""

    title: str
    number: int
    of: int
    questions: Sequence[Question]


def clearance_router(services: Services) -> APIRouter:
    """Asking, and what came of it."""
    router = APIRouter()

    @router.get("/clearance", include_in_schema=False)
    def ask(request: Request) -> Response:
        reader = reader_of(request, services)
        keys = wanted(reader, again="again" in request.query_params)
        return _step_page(reader, keys, 0, {}) if keys else see("/clearance/result")

    @router.post("/clearance", include_in_schema=False)
    def answer(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        return _next(reader, form)

    @router.get("/clearance/result", include_in_schema=False)
    def result(request: Request) -> Response:
        reader = reader_of(request, services)
        assessment = services.clearing.assessment(DUE_EXERCISE)
        return reader.page(
            "clearance_result.html", page="today", result=result_of(assessment, DUE_EXERCISE, reader.words)
        )

    return router


def wanted(reader: Reader, *, again: bool) -> list[str]:
    """The keys of what is to be asked now: what is not answered, or no longer holds; all of it where asked again."""
    every = [question.key for question in questions(DUE_EXERCISE)]
    if again:
        return every
    open_ones = set(reader.services.clearing.assessment(DUE_EXERCISE).to_answer)
    return [key for key in every if key in open_ones]


def steps(keys: Sequence[str]) -> list[Step]:
    """The questions `keys`, a few to a step, group by group."""
    chosen = [question for question in questions(DUE_EXERCISE) if question.key in set(keys)]
    parts = [(group.title, part) for group in groups() for part in _parts([q for q in chosen if q.group == group.key])]
    return [Step(title, number, len(parts), part) for number, (title, part) in enumerate(parts, 1)]


def _parts(asked: Sequence[Question]) -> Iterator[Sequence[Question]]:
    """Equal parts of at most `QUESTIONS_A_STEP`."""
    count = -(-len(asked) // QUESTIONS_A_STEP)
    for i in range(count):
        yield asked[i * len(asked) // count : (i + 1) * len(asked) // count]


def _next(reader: Reader, form: FormData) -> Response:
    """One step on, or back, or to the end; at once to the end where an answer is urgent."""
    keys = [key for key in text_of(form, "keys").split(",") if key in {q.key for q in questions(DUE_EXERCISE)}]
    all_steps = steps(keys)
    index = int(text_of(form, "step")) if text_of(form, "step").isdecimal() else 0
    given = answers_in(form)
    if not all_steps or index >= len(all_steps):
        return see("/clearance")
    if text_of(form, "go") == "back":
        return _step_page(reader, keys, max(0, index - 1), given)
    if _is_urgent(given, reader):
        return _finish(reader, given)
    missing = [question.key for question in all_steps[index].questions if question.key not in given]
    if missing:
        return _step_page(reader, keys, index, given, missing=missing)
    if index + 1 < len(all_steps):
        return _step_page(reader, keys, index + 1, given)
    return _finish(reader, given)


def answers_in(form: FormData) -> Answers:
    """Every answer in the form that its question understands."""
    read = {question.key: question.from_text(text_of(form, question.key)) for question in questions(DUE_EXERCISE)}
    return {key: answer for key, answer in read.items() if answer is not None}


def _is_urgent(given: Answers, reader: Reader) -> bool:
    """Say whether what is answered so far asks for help today, whatever the rest would be."""
    now = reader.services.clock.now()
    assessment: Assessment = assess(given, DUE_EXERCISE, answered_at=now, now=now)
    return SEVERITY[assessment.outcome] >= URGENT


def _finish(reader: Reader, given: Answers) -> Response:
    reader.services.clearing.answer(given, DUE_EXERCISE)
    return see("/clearance/result")


def _step_page(
    reader: Reader, keys: Sequence[str], index: int, given: Answers, *, missing: Sequence[str] = ()
) -> Response:
    all_steps = steps(keys)
    step = all_steps[index]
    shown = {question.key for question in step.questions}
    return reader.page(
        "clearance.html",
        status=422 if missing else 200,
        page="today",
        step=step,
        keys=",".join(keys),
        given=given,
        carried={key: answer for key, answer in given.items() if key not in shown},
        missing=missing,
        scale=range(SCALE_MOST + 1),
        unknown=UNKNOWN,
        choices=(("yes", N_("Yes")), ("no", N_("No")), (UNKNOWN, N_("I don't know"))),
    )
