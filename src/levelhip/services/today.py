"""Today: what is due, whether it may be started, how the week went, how the hip was this morning."""

from __future__ import annotations

import math
from datetime import date, timedelta, tzinfo
from typing import Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Dose
from levelhip.ports import Clock, Json, KeptSession, Morning, SessionStore
from levelhip.services.clearing import Clearing
from levelhip.services.history import is_real, session_dict
from levelhip.services.person import DUE_EXERCISE, PersonSettings
from levelhip.services.zones import beginning_of, day_of

LIFT_S: Final = 2.0
"""How long a lift takes, for the estimate of a session's length (convention)."""
SET_UP_S: Final = 30.0
WEEK_DAYS: Final = 7
UNFINISHED_DAYS: Final = 7
"""How long an unfinished session is shown as one that may still be finished."""


class Today:
    """The day's page."""

    def __init__(self, store: SessionStore, clock: Clock, clearing: Clearing, person: PersonSettings) -> None:
        self._store, self._clock, self._clearing, self._person = store, clock, clearing, person

    def today(self, zone: tzinfo | None) -> Json:
        """Everything the page shows."""
        now = self._clock.now()
        day = day_of(now, zone)
        person = self._person.settings()
        monday = day - timedelta(days=day.weekday())
        since = beginning_of(min(monday, day - timedelta(days=UNFINISHED_DAYS)), zone)
        sessions = self._store.sessions(since=since)
        done = [day_of(each.started.started_at, zone) for each in sessions if counts_as_done(each)]
        assessment = self._clearing.assessment(DUE_EXERCISE)
        return {
            "date": day.isoformat(),
            "name": person.name,
            "due": self._due(person.sides_in_order, person.times_a_day, done.count(day)),
            "may_start": assessment.may_start,
            "assessment": assessment.as_dict(),
            "way": person.way,
            "morning": self._morning(day),
            "week": [
                {"date": each.isoformat(), "done": done.count(each) if each <= day else None, "due": person.times_a_day}
                for each in (monday + timedelta(days=n) for n in range(WEEK_DAYS))
            ],
            "unfinished": [session_dict(each) for each in sessions if each.parts is None and is_real(each)],
        }

    def note_morning(self, day: str, rating: int | None, zone: tzinfo | None) -> None:
        """Keep how the hip was on the morning of `day`, None where the person skips it. Raises ValueError."""
        now = self._clock.now()
        try:
            morning = date.fromisoformat(day)
        except ValueError:
            raise ValueError(f"date {day[:20]!r}: write it like 2026-11-22") from None
        if morning > day_of(now, zone):
            raise ValueError(f"date {morning}: that morning has not come yet")
        self._store.set_morning(Morning(morning, rating, now))

    @staticmethod
    def _due(sides: list[str], times_a_day: int, done: int) -> Json:
        exercise = load_exercise(DUE_EXERCISE)
        return {
            "exercise": exercise.key,
            "name": exercise.name,
            "hold_s": exercise.dose.hold_s,
            "reps": exercise.dose.reps,
            "sides": sides,
            "times_a_day": times_a_day,
            "done_today": done,
            "next": done + 1 if done < times_a_day else None,
            "about_s": about_s(exercise.dose, len(sides)),
        }

    def _morning(self, day: date) -> Json | None:
        noted = self._store.mornings(day, day)
        return {"rating": noted[0].rating, "skipped": noted[0].rating is None} if noted else None


def about_s(dose: Dose, sides: int) -> float:
    """About how long a session takes, getting ready and changing sides included."""
    repetition_s = LIFT_S + dose.hold_s + dose.release_s + dose.rest_s
    return math.fsum((SET_UP_S, sides * dose.reps * repetition_s, (sides - 1) * dose.side_change_s))


def counts_as_done(session: KeptSession) -> bool:
    """Say whether this was one of the day's sessions: a person's, of what is due, to its end."""
    numbers = session.numbers or {}
    return is_real(session) and session.started.exercise == DUE_EXERCISE and numbers.get("ended") == "done"
