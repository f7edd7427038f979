"""Names the concrete parts and puts them together: the only place that does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from levelhip.exercise.wording import Messages
from levelhip.ports import Clock, ReadOptions, Recording, SessionStore
from levelhip.reports.schedule import Schedule
from levelhip.reports.wording import Wording
from levelhip.services.clearing import Clearing
from levelhip.services.coaching import Coaching
from levelhip.services.history import History
from levelhip.services.leaving import Leaving
from levelhip.services.live_sets import LiveSets
from levelhip.services.opening import Opening
from levelhip.services.outcomes import Outcomes
from levelhip.services.person import PersonSettings
from levelhip.services.planning import Planning
from levelhip.services.range_checking import RangeChecking
from levelhip.services.releasing import Releasing
from levelhip.services.reminders import Reminders, weekdays_of
from levelhip.services.session_files import SessionFiles
from levelhip.services.strength_checking import StrengthChecking
from levelhip.services.today import Today
from levelhip.services.uploads import Uploads
from levelhip.session.record import SessionRecord, Trace
from levelhip.settings import Settings
from levelhip.store.store import SqlStore


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, ready to use."""

    store: SessionStore
    clock: Clock
    person: PersonSettings
    clearing: Clearing
    releasing: Releasing
    planning: Planning
    coaching: Coaching
    live_sets: LiveSets
    today: Today
    history: History
    files: SessionFiles
    outcomes: Outcomes
    strength: StrengthChecking
    ranges: RangeChecking
    uploads: Uploads
    reminders: Reminders
    leaving: Leaving


def open_services(
    settings: Settings, messages: Callable[[str], Mapping[str, str]], clock: Clock | None = None
) -> Services:
    """Open the data folder and build the use cases over it. Raises StoreError: one line says what is wrong.

    `messages`: of a language, the sentences the coach says by their English ones.
    """
    return build(SqlStore(settings.database), clock or SystemClock(), messages, settings.questionnaires)


def build(
    store: SessionStore,
    clock: Clock,
    messages: Callable[[str], Mapping[str, str]],
    questionnaires: Path | None = None,
) -> Services:
    """The use cases over a store and a clock. `questionnaires`: the folder of those a clinic adds."""
    person = PersonSettings(store)
    opening = Opening(store.clinicians, clock)
    clearing = Clearing(store, clock, opening)
    history = History(store, clock)
    outcomes = Outcomes(store.outcomes, clock, questionnaires)
    planning = Planning(store, clock, person, outcomes)
    ranges = RangeChecking(store, clearing, outcomes, planning)
    uploads = Uploads(_open)
    files = SessionFiles(history, _write_table, _draw, _report)
    coaching = Coaching(store, clock, clearing, person, planning, ranges, messages)
    return Services(
        store=store,
        clock=clock,
        person=person,
        clearing=clearing,
        releasing=Releasing(store.clinicians, clock, opening),
        planning=planning,
        coaching=coaching,
        live_sets=LiveSets(store, clock, coaching, history, messages),
        today=Today(store, clock, clearing, person, planning),
        history=history,
        files=files,
        outcomes=outcomes,
        strength=StrengthChecking(store, clock, clearing, person, outcomes, planning),
        ranges=ranges,
        uploads=uploads,
        reminders=Reminders(store, clock, person, _calendar, lambda: weekdays_of(planning.today(None).plan)),
        leaving=Leaving(store, clock, files, uploads),
    )


# What only some requests need is imported when they come, so that the first page is there at once.


def _open(path: Path, options: ReadOptions) -> Recording:
    from levelhip.recordings import open_recording  # noqa: PLC0415

    return open_recording(path, options)


def _write_table(path: Path, table: Mapping[str, Sequence[float] | Sequence[str]]) -> None:
    from levelhip.recordings import write_csv  # noqa: PLC0415

    write_csv(path, table)


def _draw(record: SessionRecord, trace: Trace, wording: Wording) -> str:
    from levelhip.reports.trace_svg import render_trace_svg  # noqa: PLC0415

    return render_trace_svg(record, trace, wording=wording)


def _report(record: SessionRecord, trace: Trace, wording: Wording) -> str:
    from levelhip.reports.session_html import render_session_html  # noqa: PLC0415

    return render_session_html(record, trace, wording)


def _calendar(schedule: Schedule, messages: Messages | None) -> bytes:
    from levelhip.reports.calendar import render_calendar  # noqa: PLC0415

    return render_calendar(schedule, messages)
