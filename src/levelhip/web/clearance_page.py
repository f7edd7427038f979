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
from levelhip.exercise.library import exercise_keys
from levelhip.exercise.wording import N_
from levelhip.services.person import DUE_EXERCISE
from levelhip.web.clearance_result import result_address, result_of
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
        exercise = asked_for(request.query_params.get("exercise"))
        keys = wanted(reader, exercise, again="again" in request.query_params)
        return _step_page(reader, exercise, keys, 0, {}) if keys else see(result_address(exercise))

    @router.post("/clearance", include_in_schema=False)
    def answer(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        return _next(reader, form)

    @router.get("/clearance/result", include_in_schema=False)
    def result(request: Request) -> Response:
        reader = reader_of(request, services)
        exercise = asked_for(request.query_params.get("exercise"))
        assessment = services.clearing.assessment(exercise)
        shown = result_of(assessment, exercise, reader.words)
        return reader.page("clearance_result.html", page="today", result=shown)

    return router


def asked_for(exercise: str | None) -> str:
    """The exercise that an address or a form is about; the usual one where it names none that there is."""
    return exercise if exercise in exercise_keys() else DUE_EXERCISE


def wanted(reader: Reader, exercise: str, *, again: bool) -> list[str]:
    """The keys of what is to be asked now: what is not answered, or no longer holds; all of it where asked again."""
    every = [question.key for question in reader.services.clearing.asked(exercise)]
    if again:
        return every
    open_ones = set(reader.services.clearing.assessment(exercise).to_answer)
    return [key for key in every if key in open_ones]


def _may_be_asked(exercise: str) -> Sequence[Question]:
    return questions(exercise, grave_stop=True)


def steps(keys: Sequence[str], exercise: str = DUE_EXERCISE) -> list[Step]:
    """The questions `keys`, a few to a step, group by group."""
    chosen = [question for question in _may_be_asked(exercise) if question.key in set(keys)]
    parts = [(group.title, part) for group in groups() for part in _parts([q for q in chosen if q.group == group.key])]
    return [Step(title, number, len(parts), part) for number, (title, part) in enumerate(parts, 1)]


def _parts(asked: Sequence[Question]) -> Iterator[Sequence[Question]]:
    """Equal parts of at most `QUESTIONS_A_STEP`."""
    count = -(-len(asked) // QUESTIONS_A_STEP)
    for i in range(count):
        yield asked[i * len(asked) // count : (i + 1) * len(asked) // count]


def _next(reader: Reader, form: FormData) -> Response:
    """One step on, or back, or to the end; at once to the end where an answer is urgent."""
    exercise = asked_for(text_of(form, "exercise"))
    keys = [key for key in text_of(form, "keys").split(",") if key in {q.key for q in _may_be_asked(exercise)}]
    all_steps = steps(keys, exercise)
    index = int(text_of(form, "step")) if text_of(form, "step").isdecimal() else 0
    given = answers_in(form, exercise)
    if not all_steps or index >= len(all_steps):
        return see(f"/clearance?exercise={exercise}")
    if text_of(form, "go") == "back":
        return _step_page(reader, exercise, keys, max(0, index - 1), given)
    if _is_urgent(given, exercise, reader):
        return _finish(reader, exercise, given)
    missing = [question.key for question in all_steps[index].questions if question.key not in given]
    if missing:
        return _step_page(reader, exercise, keys, index, given, missing=missing)
    if index + 1 < len(all_steps):
        return _step_page(reader, exercise, keys, index + 1, given)
    return _finish(reader, exercise, given)


def answers_in(form: FormData, exercise: str = DUE_EXERCISE) -> Answers:
    """Every answer in the form that its question understands."""
    read = {question.key: question.from_text(text_of(form, question.key)) for question in _may_be_asked(exercise)}
    return {key: answer for key, answer in read.items() if answer is not None}


def _is_urgent(given: Answers, exercise: str, reader: Reader) -> bool:
    """Say whether what is answered so far asks for help today, whatever the rest would be."""
    now = reader.services.clock.now()
    assessment: Assessment = assess(given, exercise, answered_at=now, now=now)
    return SEVERITY[assessment.outcome] >= URGENT


def _finish(reader: Reader, exercise: str, given: Answers) -> Response:
    reader.services.clearing.answer(given, exercise)
    return see(result_address(exercise))


def _step_page(
    reader: Reader,
    exercise: str,
    keys: Sequence[str],
    index: int,
    given: Answers,
    *,
    missing: Sequence[str] = (),
) -> Response:
    all_steps = steps(keys, exercise)
    step = all_steps[index]
    shown = {question.key for question in step.questions}
    return reader.page(
        "clearance.html",
        status=422 if missing else 200,
        page="today",
        step=step,
        exercise=exercise,
        keys=",".join(keys),
        given=given,
        carried={key: answer for key, answer in given.items() if key not in shown},
        missing=missing,
        scale=range(SCALE_MOST + 1),
        unknown=UNKNOWN,
        choices=(("yes", N_("Yes")), ("no", N_("No")), (UNKNOWN, N_("I don't know"))),
    )
