"""The history: sessions one by one, and over the weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from levelhip.bootstrap import Services
from levelhip.exercise.wording import MONTHS, N_
from levelhip.ports import Json
from levelhip.services.history import RANGE_CHECK
from levelhip.services.plan_log import changes
from levelhip.web.api_sessions import REPORT_POLICY
from levelhip.web.exercise_pages import spoken_name
from levelhip.web.language import Language
from levelhip.web.page_words import WAYS, brief, clock_time, day_near, full_day
from levelhip.web.plan_view import ChangeLine, change_lines
from levelhip.web.range_view import range_part
from levelhip.web.reading import ZONE, Reader, reader_of
from levelhip.web.session_detail import RANGE_NAME, provenance_words, session_page

PAGE_SESSIONS: Final = 20
PROGRESS_DAYS: Final = 84
PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""A picture brings its own styles, and nothing else."""
_LIFTS: Final = N_("lifts without the belt")
_NOT_KNOWN: Final = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in the list. `position`: of its day, the newest first."""

    url: str
    position: int
    day: str
    time: str
    name: str
    what: str
    count: str
    of: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day in the table beside the plots."""

    day: str
    cells: list[str]


def history_router(services: Services) -> APIRouter:
    """The list with the plots, and each session."""
    router = APIRouter()

    @router.get("/history", include_in_schema=False)
    def history(request: Request, before: str | None = None) -> Response:
        reader = reader_of(request, services)
        return reader.page("history.html", page="history", **_history(reader, _moment(before)))

    @router.get("/history/{session_id}", include_in_schema=False)
    def session(request: Request, session_id: str) -> Response:
        reader = reader_of(request, services)
        try:
            data = services.history.session(session_id)
        except (KeyError, ValueError) as error:
            raise HTTPException(404, N_("There is no such session.")) from error
        shown = session_page(data, reader.now, reader.words)
        return reader.page("history_session.html", page="history", session=shown)

    @router.get("/history/{session_id}/trace.svg", include_in_schema=False)
    def trace(request: Request, session_id: str) -> Response:
        reader = reader_of(request, services)
        svg = services.files.trace_svg(session_id, reader.words.wording)
        return Response(svg, media_type="image/svg+xml", headers={"Content-Security-Policy": PICTURE_POLICY})

    @router.get("/history/{session_id}/report.html", include_in_schema=False)
    def report(request: Request, session_id: str) -> Response:
        reader = reader_of(request, services)
        page = services.files.report_html(session_id, reader.words.wording)
        return Response(page, media_type="text/html", headers={"Content-Security-Policy": REPORT_POLICY})

    return router


def _moment(text: str | None) -> datetime | None:
    """The moment a link for older sessions names."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.utcoffset() is not None else None


def _history(reader: Reader, before: datetime | None) -> dict[str, Any]:
    words, services = reader.words, reader.services
    sessions = services.history.sessions(PAGE_SESSIONS + 1, before)
    progress = services.history.progress(ZONE, PROGRESS_DAYS)["days"]
    shown = sessions[:PAGE_SESSIONS]
    older = str(shown[-1]["started_at"]) if len(sessions) > PAGE_SESSIONS else None
    made = _changes(reader, progress)
    lines = change_lines(made, words)
    ranges = range_part(services.outcomes.history(), date.fromisoformat(progress[0]["date"]), reader)
    return {
        "sessions": [_row(each, reader) for each in shown],
        "older": older,
        "is_first_page": before is None,
        "any_progress": ranges is not None or any(day["sessions"] or day["morning"] is not None for day in progress),
        "ranges": ranges,
        "any_press": any(side and side["press_n"] is not None for day in progress for side in day["sides"].values()),
        "changes": list(zip(range(len(lines), 0, -1), lines, strict=True)),
        "days": [_day_row(day, words) for day in reversed(progress) if _has_something(day)],
        "script_data": {**_script_data(progress, words), "changes": _marks(made, lines)},
    }


def _changes(reader: Reader, progress: Sequence[Json]) -> list[Json]:
    """The changes of dose within the days shown."""
    return [each for each in changes(reader.services.planning.moves()) if each["date"] >= progress[0]["date"]]


def _marks(made: Sequence[Json], lines: Sequence[ChangeLine]) -> list[Json]:
    """The same for the plots, the oldest first; the list counts from there too."""
    both = zip(reversed(made), reversed(lines), strict=True)
    return [
        {"date": each["date"], "number": number, "text": " ".join((line.step, *line.reasons))}
        for number, (each, line) in enumerate(both, start=1)
    ]


def _row(data: Json, reader: Reader) -> SessionRow:
    words = reader.words
    started = datetime.fromisoformat(str(data["started_at"])).astimezone(ZONE)
    sides: Sequence[Json] = data.get("sides") or []
    reps = sum(side.get("rep_count") or 0 for side in sides)
    complete = sum(side.get("complete_count") or 0 for side in sides)
    way = words.say(WAYS.get(str(data["way"]), N_("not known")))
    finished, is_range = data["state"] == "finished", data["purpose"] == RANGE_CHECK
    told = all(side.get("told") is not False for side in sides)
    return SessionRow(
        url=str(data["url"]),
        name=words.say(RANGE_NAME) if is_range else spoken_name(str(data["exercise"]), words),
        position=(reader.now.date() - started.date()).days,
        day=day_near(started.date(), reader.now.date(), words),
        time=clock_time(started),
        what=" · ".join((way, provenance_words(data, words)))
        if finished
        else words.say(N_("not arrived completely yet")),
        count=_count_words(complete, reps, told=told and not is_range, words=words) if finished else "…",
        of=words.say(_LIFTS if is_range else N_("full holds") if told else N_("holds by the clock"))
        if finished
        else "",
    )


def _count_words(complete: int, reps: int, *, told: bool, words: Language) -> str:
    """Full ones of all; where nobody told how many were full ones, how many there were."""
    return words.say(N_("{complete} of {count}"), complete=complete, count=reps) if told else str(reps)


def _has_something(day: Json) -> bool:
    return bool(day["sessions"]) or day["morning"] is not None or day["pain_max"] is not None


def _day_row(day: Json, words: Language) -> DayRow:
    """The day in numbers, in the order of the table's head."""
    left, right = day["sides"]["left"] or {}, day["sides"]["right"] or {}
    values = (
        left.get("held_s"), right.get("held_s"), left.get("complete"), right.get("complete"),
        day["pain_max"], day["morning"],
    )  # fmt: skip
    cells = [_NOT_KNOWN if value is None else brief(float(value), words) for value in values]
    return DayRow(full_day(date.fromisoformat(day["date"]), words), cells)


def _script_data(progress: Sequence[Json], words: Language) -> dict[str, Any]:
    """What the plots need: columns of numbers, and every word they show."""

    def column(side: str, key: str) -> list[float | None]:
        return [None if day["sides"][side] is None else day["sides"][side][key] for day in progress]

    return {
        "dates": [day["date"] for day in progress],
        "held_s": {side: column(side, "held_s") for side in ("left", "right")},
        "complete": {side: column(side, "complete") for side in ("left", "right")},
        "press_n": {side: column(side, "press_n") for side in ("left", "right")},
        "pain": [day["pain_max"] for day in progress],
        "morning": [day["morning"] for day in progress],
        "months": [words.say(month)[:3] for month in MONTHS],
        "words": {
            "left": words.say(N_("Left")),
            "right": words.say(N_("Right")),
            "pain": words.say(N_("after the session")),
            "morning": words.say(N_("that morning")),
            "seconds": words.say(N_("s")),
            "newtons": words.say(N_("N")),
            "holds": words.say(N_("full holds")),
            "none": words.say(N_("nothing that day")),
        },
    }
