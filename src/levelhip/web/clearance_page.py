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
from levelhip.exercise.clearance_stops import SPOKE
from levelhip.exercise.library import exercise_keys
from levelhip.exercise.wording import N_
from levelhip.services.person import DUE_EXERCISE
from levelhip.web.clearance_result import result_address, result_of
from levelhip.web.reading import Reader, form_of, reader_of, see, text_of

QUESTIONS_A_STEP: Final = 5
STRENGTH_PAGE: Final = "/strength"
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


@dataclass(frozen=True, slots=True)
class About:
    """What is asked before: an exercise, or (`maximal`) pressing in it as hard as one can."""

    exercise: str
    maximal: bool = False

    @property
    def questions(self) -> Sequence[Question]:
        """What may be asked."""
        return questions(self.exercise, maximal=self.maximal, grave_stop=True)

    @property
    def result_address(self) -> str:
        """Where what came of it stands."""
        return STRENGTH_PAGE if self.maximal else result_address(self.exercise)


def clearance_router(services: Services) -> APIRouter:
    """Asking, and what came of it."""
    router = APIRouter()

    @router.get("/clearance", include_in_schema=False)
    def ask(request: Request) -> Response:
        reader = reader_of(request, services)
        exercise = asked_for(request.query_params.get("exercise"))
        about = About(exercise, "maximal" in request.query_params)
        again = "again" in request.query_params
        keys = wanted(reader, about, again=again)
        return _step_page(reader, about, keys, 0, {}, again=again) if keys else see(about.result_address)

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


def wanted(reader: Reader, about: About, *, again: bool) -> list[str]:
    """The keys of what is to be asked now: what is not answered, or no longer holds; all of it where asked again."""
    clearing = reader.services.clearing
    every = [question.key for question in clearing.asked(about.exercise, maximal=about.maximal)]
    if again:
        return every
    open_ones = set(clearing.assessment(about.exercise, maximal=about.maximal).to_answer)
    return [key for key in every if key in open_ones]


def steps(keys: Sequence[str], exercise: str = DUE_EXERCISE, *, maximal: bool = False) -> list[Step]:
    """The questions `keys`, a few to a step, group by group."""
    chosen = [question for question in About(exercise, maximal).questions if question.key in set(keys)]
    chosen.sort(key=lambda question: question.key != SPOKE)  # whether a doctor was asked comes before anything else
    parts = [(group.title, part) for group in groups() for part in _parts([q for q in chosen if q.group == group.key])]
    return [Step(title, number, len(parts), part) for number, (title, part) in enumerate(parts, 1)]


def _parts(asked: Sequence[Question]) -> Iterator[Sequence[Question]]:
    """Equal parts of at most `QUESTIONS_A_STEP`."""
    count = -(-len(asked) // QUESTIONS_A_STEP)
    for i in range(count):
        yield asked[i * len(asked) // count : (i + 1) * len(asked) // count]


def _next(reader: Reader, form: FormData) -> Response:
    """One step on, or back, or to the end; at once to the end where an answer is urgent."""
    about = About(asked_for(text_of(form, "exercise")), text_of(form, "maximal") == "1")
    exercise = about.exercise
    keys = [key for key in text_of(form, "keys").split(",") if key in {q.key for q in about.questions}]
    all_steps = steps(keys, exercise, maximal=about.maximal)
    index = int(text_of(form, "step")) if text_of(form, "step").isdecimal() else 0
    given = answers_in(form, exercise, maximal=about.maximal)
    again = text_of(form, "again") == "1"
    if not all_steps or index >= len(all_steps):
        return see(f"/clearance?exercise={exercise}{'&maximal=1' if about.maximal else ''}")
    if text_of(form, "go") == "back":
        return _step_page(reader, about, keys, max(0, index - 1), given, again=again)
    if _is_urgent(given, exercise, reader):
        return _finish(reader, about, given)
    missing = [question.key for question in all_steps[index].questions if question.key not in given]
    if missing:
        return _step_page(reader, about, keys, index, given, missing=missing, again=again)
    if index + 1 < len(all_steps):
        return _step_page(reader, about, keys, index + 1, given, again=again)
    return _finish(reader, about, given)


def answers_in(form: FormData, exercise: str = DUE_EXERCISE, *, maximal: bool = False) -> Answers:
    """Every answer in the form that its question understands."""
    every = About(exercise, maximal).questions
    read = {question.key: question.from_text(text_of(form, question.key)) for question in every}
    return {key: answer for key, answer in read.items() if answer is not None}


def _is_urgent(given: Answers, exercise: str, reader: Reader) -> bool:
    """Say whether what is answered so far asks for help today, whatever the rest would be."""
    now = reader.services.clock.now()
    assessment: Assessment = assess(given, exercise, answered_at=now, now=now)
    return SEVERITY[assessment.outcome] >= URGENT


def _finish(reader: Reader, about: About, given: Answers) -> Response:
    reader.services.clearing.answer(given, about.exercise, maximal=about.maximal)
    return see(about.result_address)


def _step_page(
    reader: Reader,
    about: About,
    keys: Sequence[str],
    index: int,
    given: Answers,
    *,
    missing: Sequence[str] = (),
    again: bool = False,
) -> Response:
    """The questions of one step. `again`: what still holds is chosen already; it counts once its own step is sent."""
    all_steps = steps(keys, about.exercise, maximal=about.maximal)
    step = all_steps[index]
    shown = {question.key for question in step.questions}
    fresh = reader.services.clearing.fresh(about.exercise, maximal=about.maximal) if again else {}
    return reader.page(
        "clearance.html",
        status=422 if missing else 200,
        page="today",
        step=step,
        exercise=about.exercise,
        maximal=about.maximal,
        keys=",".join(keys),
        again=again,
        given={**fresh, **given},
        carried={key: answer for key, answer in given.items() if key not in shown},
        missing=missing,
        scale=range(SCALE_MOST + 1),
        unknown=UNKNOWN,
        choices=(("yes", N_("Yes")), ("no", N_("No")), (UNKNOWN, N_("I don't know"))),
    )
