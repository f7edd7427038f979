"""Answers about today end with the day on which they were given, where it is known which day it is. Fails closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from levelhip.exercise.clearance import ANSWER_AGAIN, AnsweredAt, Reason, is_aware, questions
from levelhip.exercise.library import load_clearance


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """The day that it is where the person is: the moments in [began, ends), aware. None of them: it is over."""

    began: datetime
    ends: datetime

    def holds(self, at: datetime, now: datetime) -> bool:
        """Say whether what was told `at` was told on this day, and `now` it is not over."""
        return self.began <= at and now < self.ends


def of_another_day(
    exercise: str, answered_at: AnsweredAt, day: CalendarDay, now: datetime, *, maximal: bool = False
) -> tuple[Reason, ...]:
    """Say which answers about the day are of another one. Times that are none are not looked at: they clear nobody."""
    rules, found = load_clearance(), []
    for question in questions(exercise, maximal=maximal):
        group = rules.group(question.group)
        at = answered_at.get(question.key) if isinstance(answered_at, Mapping) else answered_at
        if group.ends_with_day and is_aware(at) and is_aware(now) and not day.holds(at, now):
            found.append(Reason(question.key, "not_today", group.expired, ANSWER_AGAIN, ask_again=True))
    return tuple(found)
