"""What the rules look at: a plan, its days, and what can be said of them. Unknown stays unknown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from levelhip.exercise import progression_numbers as n
from levelhip.exercise.days import Day, History
from levelhip.exercise.plan import Plan
from levelhip.exercise.programme import DAYS_A_WEEK
from levelhip.exercise.strength import StrengthResult, strength_change


@dataclass(frozen=True, slots=True)
class Situation:
    """A plan on the day `today`, with the person's days so far. Days are counted as ordinals.

    `spoken_on`: when the person last spoke with somebody about their pain, as they say; None: they never said so.
    """

    plan: Plan
    history: History
    today: date
    strength: tuple[StrengthResult, ...] = ()
    spoken_on: date | None = None

    @property
    def number(self) -> int:
        """Today's ordinal."""
        return self.today.toordinal()

    @property
    def since(self) -> int:
        """The first day of the present dose."""
        return self.plan.since.toordinal()

    @property
    def window(self) -> int:
        """Over how many days the exercise is due `RAISE_OF_DAYS` times; 7 where it is due every day."""
        return math.ceil(n.RAISE_OF_DAYS * DAYS_A_WEEK / self.plan.dose.days_a_week)

    @property
    def settled_most(self) -> float:
        """Up to which rating a morning is settled."""
        return max(n.SETTLED, self.plan.usual_morning or 0)

    def at_this_dose(self, days: int) -> Iterator[tuple[int, Day]]:
        """The days known of the last `days` before today, from the first day of the present dose on."""
        return self.history.between(max(self.since, self.number - days), self.number)

    @property
    def since_spoken(self) -> Situation:
        """The same without the days at this dose that somebody was already spoken with about."""
        spoken = self.spoken_on
        if spoken is None or not self.plan.since < spoken <= self.today:
            return self
        return replace(self, plan=replace(self.plan, since=spoken))

    def is_settled(self, number: int) -> bool | None:
        """Say whether the morning of this day was settled; None: it is not known."""
        morning = self.history.morning(number)
        return None if morning is None else morning <= self.settled_most


def in_percent(share: float) -> int:
    """A share as people read it."""
    return round(share * 100)


def hurt(day: Day) -> bool:
    """Say whether it hurt so that exercise has to stop."""
    return day.stopped or (day.pain is not None and day.pain > n.PAIN_STOP)


def unsettled_days(situation: Situation) -> int:
    """On how many of the last days with this exercise the hip had not settled by the next morning."""
    days = situation.at_this_dose(n.UNSETTLED_OF_DAYS)
    return len([number for number, day in days if day.exercised and situation.is_settled(number + 1) is False])


def days_since_exercise(situation: Situation) -> int:
    """Days without exercise up to today, from the last exercise on, or from the beginning of the plan."""
    began = situation.plan.begun.toordinal()
    last = situation.history.last_exercised()
    return situation.number - (began if last is None else max(began, last))


def weekly_mornings(situation: Situation, weeks: int) -> list[float | None]:
    """The mean rating of the mornings of each of the last weeks, oldest first, today's in the last one."""
    end = situation.number + 1
    ends = (end - DAYS_A_WEEK * back for back in reversed(range(weeks)))
    return [_mean([day.morning for _, day in situation.history.between(last - DAYS_A_WEEK, last)]) for last in ends]


def active_weeks(situation: Situation) -> int:
    """In how many of the last weeks there was exercise on some days."""
    ends = (situation.number - DAYS_A_WEEK * back for back in range(n.PLATEAU_WEEKS))
    exercised = ([day.exercised for _, day in situation.history.between(end - DAYS_A_WEEK, end)] for end in ends)
    return len([True for week in exercised if week.count(True) >= n.PLATEAU_ACTIVE_DAYS])


def gains(situation: Situation, days: int) -> list[bool]:
    """Say for each side with two like checks that far apart since the plan began if its gain is beyond the error."""
    first = situation.plan.begun
    checks = sorted((each for each in situation.strength if first <= each.measured_on <= situation.today), key=_when)
    found = []
    for side in dict.fromkeys(each.side for each in checks):
        *earlier, last = [each for each in checks if each.side == side]
        far = (each for each in earlier if (last.measured_on - each.measured_on).days >= days)
        verdicts = (strength_change(each, last).verdict for each in far)
        verdict = next((each for each in verdicts if each != "unknown"), None)
        found += [] if verdict is None else [verdict == "better"]
    return found


def _when(check: StrengthResult) -> tuple[date, float]:
    """In order of time; of two checks on one day the weaker one is the first."""
    return check.measured_on, -1.0 if check.value is None else check.value


def _mean(ratings: list[float | None]) -> float | None:
    known = [each for each in ratings if each is not None]
    return math.fsum(known) / len(known) if len(known) >= n.RISING_MORNINGS else None
