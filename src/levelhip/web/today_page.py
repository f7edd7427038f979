"""Today: what is due, one big Start, the morning's question, the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.clearance_rules import SCALE_MOST
from levelhip.exercise.figure import animated_svg, figure_svg
from levelhip.exercise.library import load_exercise
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.adherence import last_days
from levelhip.services.zones import day_of
from levelhip.web.clearance_result import Result, only_unanswered, result_of
from levelhip.web.page_words import (
    SHORT_WEEKDAYS,
    WAYS,
    WEEKDAYS,
    dose_line,
    long_day,
    nth_today,
    short_name,
)
from levelhip.web.page_words import greeting as greeting_words
from levelhip.web.plan_today import Note, Other, day_note, morning_first, other_items, said
from levelhip.web.reading import ZONE, Reader, form_of, reader_of, see, text_of
from levelhip.web.sources import source_lines
from levelhip.web.today_spoken import spoke_question, spoken_router

_NOON: Final = 12
_WAYS: Final = (
    ("clock", N_("Clock only"), N_("It counts, you do. Afterwards you say what you managed: self-reported.")),
    (
        "camera",
        N_("Camera"),
        N_("Sees the lift and the hold, not how hard you press. The pictures do not leave this device."),
    ),
    ("shin", N_("Phone on the shin"), N_("Strapped to the upper leg's shin, it feels the lift and the hold.")),
    (
        "belt",
        N_("A sensor in the belt"),
        N_("A load cell with Bluetooth: it alone feels how hard you press."),
    ),
    (
        "simulated",
        N_("Show me: a simulated patient"),
        N_("Watch and hear a whole session without lying down. It does not count as yours."),
    ),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to measure."""

    key: str
    name: str
    title: str
    explanation: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The card of what is due. `enough`: today's sessions are done."""

    key: str
    name: str
    count: str
    dose: str
    about: str
    enough: bool
    ways: list[Way]
    moving_figure: str
    still_figure: str
    why: list[str]
    sources: list[str]

    @property
    def way_name(self) -> str:
        """The way chosen."""
        return next((way.name for way in self.ways if way.chosen), self.ways[0].name)


@dataclass(frozen=True, slots=True)
class Morning:
    """The morning's question, and its answer. `first`: it is asked before anything else."""

    day: str
    question: str
    answered: bool
    answer: str
    first: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week: its dots are "done", "open" (asked, not done) or "later" (still to come)."""

    short: str
    spoken: str
    dots: list[str]
    is_today: bool


@dataclass(frozen=True, slots=True)
class Today:
    """The page. `state`: "open", "ask" (questions first), "rest", "closed" (something stands in the way).

    `spoke`: the question whether somebody looked at a stop; empty: it is not asked now.
    """

    greeting: str
    state: str
    due: Due
    note: Note | None
    others: list[Other]
    result: Result
    morning: Morning
    week: list[Day]
    first_time: bool
    spoke: str


def today_router(services: Services) -> APIRouter:
    """The first page, and the morning's answer."""
    router = APIRouter()

    @router.get("/", include_in_schema=False)
    def today(request: Request) -> Response:
        reader = reader_of(request, services)
        return reader.page("today.html", page="today", today=today_view(reader), last_days=_last_days(reader))

    @router.post("/today/morning", include_in_schema=False)
    def morning(form: Annotated[FormData, Depends(form_of)]) -> Response:
        day, pain = text_of(form, "day"), text_of(form, "pain")
        if pain == "again":
            return see("/?morning=again#morning")
        if pain != "skip" and pain not in map(str, range(SCALE_MOST + 1)):
            raise HTTPException(400, N_("Please choose a number from 0 to 10, or skip."))
        try:
            services.today.note_morning(day, None if pain == "skip" else int(pain), ZONE)
        except ValueError as error:
            raise HTTPException(400, str(error)) from error
        return see("/#note" if services.planning.today(ZONE).pauses else "/#morning")

    router.include_router(spoken_router(services))
    return router


def today_view(reader: Reader) -> Today:
    """Everything the page shows."""
    words, now = reader.words, reader.now
    data = reader.services.today.today(ZONE)
    person = reader.services.person.settings()
    key = str(data["due"]["exercise"])
    assessment = reader.services.clearing.assessment(key)
    state = "open" if assessment.may_start else "ask" if only_unanswered(assessment) else "closed"
    if not data["items"] and state != "closed":
        state = "rest"
    again = reader.request.query_params.get("morning") == "again"
    return Today(
        greeting=greeting_words(now, person.name or "", words),
        state=state,
        due=_due(reader, data),
        note=day_note(data, words),
        others=other_items(data, words),
        result=result_of(assessment, key, words),
        morning=_morning(data, reader, asked_again=again),
        week=_week(data, reader),
        first_time=reader.services.clearing.state(key)["answers"] is None,
        spoke=spoke_question(assessment, words),
    )


def _last_days(reader: Reader) -> str:
    """How often of late; empty where there is nothing good to say."""
    found = last_days(reader.services.store, day_of(reader.now, ZONE), ZONE)
    return found.said(reader.words.messages) if found else ""


def _due(reader: Reader, data: Json) -> Due:
    words, due = reader.words, data["due"]
    exercise = load_exercise(due["exercise"])
    reps, hold_s, sides = int(due["reps"]), float(due["hold_s"]), list(due["sides"])
    minutes = max(1, round(float(due["about_s"]) / 60))
    side: Side = "left" if sides == ["left"] else "right"
    return Due(
        key=exercise.key,
        name=short_name(exercise, words),
        count=_count(due, reader, data),
        dose=dose_line(exercise, reps, hold_s, len(sides), words),
        about=words.say(N_("about {minutes} min"), minutes=minutes),
        enough=due["next"] is None,
        ways=_ways(data["way"] or "clock", reader),
        moving_figure=animated_svg(exercise, side, messages=words.messages),
        still_figure=figure_svg(exercise, side, messages=words.messages),
        why=[*said(data["plan"]["why"]["sentences"], words), _rests(exercise.key, reader)],
        sources=source_lines(data["plan"]["why"]["evidence"], words),
    )


def _count(due: Json, reader: Reader, data: Json) -> str:
    """2nd of 3 today."""
    words, total = reader.words, int(due["times_a_day"])
    if not data["items"]:
        return ""
    if due["next"] is None:
        return words.count("Done for today", "All {number} done today", total)
    return nth_today(int(due["next"]), total, words)


def _rests(key: str, reader: Reader) -> str:
    """What the plan does not say of the dose."""
    dose = load_exercise(key).dose
    return reader.words.say(
        N_(
            "The rests ({rest} s between repetitions, {change} s at the change of sides) and the slow release "
            "({release} s) are conventions of ours. You may rest longer, always."
        ),
        rest=f"{dose.rest_s:g}",
        change=f"{dose.side_change_s:g}",
        release=f"{dose.release_s:g}",
    )


def _ways(chosen: str, reader: Reader) -> list[Way]:
    say = reader.words.say
    return [Way(key, say(WAYS[key]), say(title), say(words), key == chosen) for key, title, words in _WAYS]


def _morning(data: Json, reader: Reader, *, asked_again: bool) -> Morning:
    words, kept = reader.words, data["morning"]
    asks = N_("How is the hip this morning?") if reader.now.hour < _NOON else N_("How was the hip this morning?")
    answer = ""
    if kept is not None:
        skipped = kept["rating"] is None
        answer = (
            words.say(N_("Skipped for today."))
            if skipped
            else words.say(N_("You said {number} of 10."), number=kept["rating"])
        )
    is_answered = kept is not None and not asked_again
    return Morning(str(data["date"]), words.say(asks), is_answered, answer, first=morning_first(data))


def _week(data: Json, reader: Reader) -> list[Day]:
    """The days, Monday first. Who has never done a session has missed none."""
    today, is_new = str(data["date"]), not reader.services.history.sessions(1)
    days = [{**day, "done": None} if is_new and day["date"] < today else day for day in data["week"]]
    return [_day(day, today, reader) for day in days]


def _day(each: Json, today: str, reader: Reader) -> Day:
    words, day = reader.words, date.fromisoformat(each["date"])
    weekday = words.say(WEEKDAYS[day.weekday()])
    done, due = each["done"], int(each["due"])
    if done is None:
        return Day(
            words.say(SHORT_WEEKDAYS[day.weekday()]),
            words.say(WEEKDAYS[day.weekday()] if each["date"] < today else N_("{day}: still to come"), day=weekday),
            ["later"] * due,
            is_today=False,
        )
    dots = ["done"] * int(done) + ["open"] * max(0, due - int(done))
    counted = N_("{day}: {done} of {due} done") if int(done) <= due else N_("{day}: {done} done")
    spoken = words.say(counted, day=long_day(day, words), done=done, due=due)
    return Day(words.say(SHORT_WEEKDAYS[day.weekday()]), spoken, dots[:6], is_today=each["date"] == today)
