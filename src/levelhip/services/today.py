"""Today: what the plan asks for, whether it may be started, how the week went, how the hip was this morning."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta, tzinfo
from typing import Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.plan import Due
from levelhip.exercise.plan_words import explain
from levelhip.exercise.protocol import Prescription
from levelhip.ports import Clock, Json, Morning, SessionStore
from levelhip.services.clearing import Clearing
from levelhip.services.history import is_real, session_dict
from levelhip.services.person import PersonSettings
from levelhip.services.plan_days import every_day
from levelhip.services.planning import Asked, PlannedDay, Planning
from levelhip.services.zones import beginning_of, day_of

LIFT_S: Final = 2.0
"""How long a lift takes, for the estimate of a session's length (convention)."""
SET_UP_S: Final = 30.0
WEEK_DAYS: Final = 7
UNFINISHED_DAYS: Final = 7
"""How long an unfinished session is shown as one that may still be finished."""


class Today:
    """The day's page."""

    def __init__(
        self, store: SessionStore, clock: Clock, clearing: Clearing, person: PersonSettings, planning: Planning
    ) -> None:
        self._store, self._clock, self._clearing, self._person = store, clock, clearing, person
        self._planning = planning

    def today(self, zone: tzinfo | None) -> Json:
        """Everything the page shows."""
        planned = self._planning.today(zone)
        day = planned.day
        person = self._person.settings()
        since = beginning_of(day - timedelta(days=UNFINISHED_DAYS), zone)
        sessions = self._store.sessions(since=since)
        shown = self._shown(planned)
        assessment = self._clearing.assessment(shown.due.exercise)
        return {
            "date": day.isoformat(),
            "name": person.name,
            "due": _due_dict(shown, rests=not planned.asked),
            "items": [self._item(each) for each in planned.asked],
            "plan": _plan_dict(planned),
            "may_start": assessment.may_start and bool(planned.asked),
            "assessment": assessment.as_dict(),
            "way": person.way,
            "morning": self._morning(day),
            "week": _week(planned, self._planning),
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

    def _shown(self, planned: PlannedDay) -> Asked:
        """What the one big Start is about: the next that may be started, else the next, else what is worked on."""
        left = [each for each in planned.asked if each.next is not None]
        open_ones = (each for each in left if self._clearing.assessment(each.due.exercise).may_start)
        worked_on = planned.due_of(planned.plan.place.item.exercise)
        if worked_on is None:
            raise RuntimeError("a plan without an exercise")
        usual = Asked(worked_on, planned.done.get(planned.day, Counter())[worked_on.exercise])
        return next(open_ones, next(iter([*left, *planned.asked]), usual))

    def _item(self, asked: Asked) -> Json:
        assessment = self._clearing.assessment(asked.due.exercise)
        return {
            **_due_dict(asked),
            "worked_on": asked.due.worked_on,
            "may_start": assessment.may_start,
            "do_now": assessment.do_now,
        }

    def _morning(self, day: date) -> Json | None:
        noted = self._store.mornings(day, day)
        return {"rating": noted[0].rating, "skipped": noted[0].rating is None} if noted else None


def about_s(prescription: Prescription) -> float:
    """About how long a session takes, getting ready and changing sides included."""
    dose, sides = prescription.exercise.dose, len(prescription.sides)
    repetition_s = LIFT_S + prescription.hold_s + dose.release_s + dose.rest_s
    return math.fsum((SET_UP_S, sides * prescription.reps * repetition_s, (sides - 1) * dose.side_change_s))


def _due_dict(asked: Asked, *, rests: bool = False) -> Json:
    due: Due = asked.due
    return {
        "exercise": due.exercise,
        "name": load_exercise(due.exercise).name,
        "hold_s": due.dose.hold_s,
        "reps": due.dose.reps,
        "sides": list(due.sides),
        "times_a_day": due.dose.per_day,
        "done_today": asked.done,
        "next": None if rests else asked.next,
        "about_s": about_s(due.prescription()),
    }


def _plan_dict(planned: PlannedDay) -> Json:
    """Where the plan is, what was decided today, and the change of dose that today brought."""
    plan = planned.plan
    change = next((each for each in plan.changes[-1:] if each.day == planned.day), None)
    return {
        "programme": plan.programme.name,
        "stage": plan.place.stage.name,
        "pauses": planned.pauses,
        "waits": planned.waits,
        "told": list(planned.told),
        "why": explain(plan).as_dict(),
        "decision": None if planned.decision is None else planned.decision.as_dict(),
        "changed_today": None if change is None else {"rule": change.rule, "reason": change.reason.as_dict()},
    }


def _week(planned: PlannedDay, planning: Planning) -> list[Json]:
    """The days of the week, Monday first, each by what was due on it: on some days only, where it was done."""
    monday = planned.day - timedelta(days=planned.day.weekday())
    return [_week_day(planned, planning, monday + timedelta(days=n)) for n in range(WEEK_DAYS)]


def _week_day(planned: PlannedDay, planning: Planning, day: date) -> Json:
    done = sum(planned.done.get(day, Counter()).values())
    if day == planned.day and planned.asked:
        due = sum(each.due.dose.per_day for each in planned.asked)
    else:
        due = every_day(planning.plan_on(day) or planned.plan) if day < planned.day else every_day(planned.plan)
    return {"date": day.isoformat(), "done": done if day <= planned.day else None, "due": due}
