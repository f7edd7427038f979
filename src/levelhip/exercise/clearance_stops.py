"""Stops for pain that still stand in the way: what was said after one holds.

"Not again today" does until the day of it is over, "speak with a doctor" until the person says that they have. Fails
closed: not answered is not harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from levelhip.exercise.clearance import CLOCK_TOLERANCE, AnsweredAt, Assessment, Reason, assess_stop, is_aware
from levelhip.exercise.clearance_rules import SEVERITY, Outcome
from levelhip.exercise.wording import N_

STOPPED_TODAY: Final = "stopped_today"
"""Key of the reason why nothing is started again on the day of a stop."""
SPOKE: Final = "spoke_after_stop"
"""Key of the question whether somebody was asked about a stop."""
STOPPED_BEFORE: Final = N_("You stopped because of pain today, and what you were told then still holds.")
FOR_A_DOCTOR: Final[tuple[Outcome, ...]] = ("clinician", "blocked", "same_day", "emergency")
"""What a stop led to that somebody else has to look at."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop for pain: when it was first told of, what was answered then, when the day of it ends where the person is.

    `answers`: empty where nothing was answered.
    """

    told_at: datetime
    answers: Mapping[str, object]
    day_ends: datetime

    @property
    def verdict(self) -> Assessment:
        """What the person was told, or would have been."""
        return assess_stop(self.answers)

    @property
    def is_for_a_doctor(self) -> bool:
        """Whether it was said that a doctor should look at it."""
        return self.verdict.outcome in FOR_A_DOCTOR

    def closes(self, now: datetime) -> bool:
        """Whether nothing is started at `now`: it is still its day, and it was no mild one (then the plan rests)."""
        return now < self.day_ends and SEVERITY[self.verdict.outcome] >= SEVERITY["not_today"]


def closing(stops: Iterable[Stop], now: datetime) -> tuple[Reason, ...]:
    """Say what stands in the way on the day of a stop: what was said then, again."""
    verdicts = [stop.verdict for stop in stops if stop.closes(now)]
    return tuple(Reason(STOPPED_TODAY, verdict.outcome, STOPPED_BEFORE, verdict.do_now) for verdict in verdicts)


def asks_for_a_doctor(
    stops: Iterable[Stop], answers: Mapping[str, object], answered_at: AnsweredAt, now: datetime
) -> bool:
    """Say whether it is still to be asked if somebody looked at a stop: nobody has said so since the last of them."""
    last = max((stop.told_at for stop in stops if stop.is_for_a_doctor), default=None)
    if last is None:
        return False
    at = answered_at.get(SPOKE) if isinstance(answered_at, Mapping) else answered_at
    return answers.get(SPOKE) != "yes" or not is_aware(at) or at <= last or at - now > CLOCK_TOLERANCE


def carried(stops: Iterable[Stop], now: datetime) -> list[Stop]:
    """Those of `stops` that decide anything from `now` on: the ones that close the day, and the last for a doctor."""
    every = list(stops)
    last = max((stop for stop in every if stop.is_for_a_doctor), key=lambda stop: stop.told_at, default=None)
    return [stop for stop in every if stop is last or stop.closes(now)]


def worst_answers(*told: object) -> dict[str, object] | None:
    """Those of several answers to the questions after one stop that lead to the worst; None where there are none.

    What was said once is not made milder by saying something else.
    """
    given = [answers for answers in told if isinstance(answers, dict)]
    return max(given, key=lambda answers: SEVERITY[assess_stop(answers).outcome], default=None)
