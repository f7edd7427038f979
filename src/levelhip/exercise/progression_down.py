"""Rules that ask for less: a rest, a lower dose, a therapist. Each gives what its sentence says, or None: not now."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from levelhip.exercise import progression_numbers as n
from levelhip.exercise.programme import DAYS_A_WEEK
from levelhip.exercise.progression_situation import (
    Situation,
    active_weeks,
    days_since_exercise,
    gains,
    hurt,
    in_percent,
    unsettled_days,
    weekly_mornings,
)
from levelhip.exercise.sentence import Value

Values = Mapping[str, Value]
"""What stands in the places of a rule's sentence."""
Finding = Values | None
"""None: the rule does not apply."""

FOR_PAIN: Final = ("stopped", "pain_above_limit", "not_settled")
AFTER_A_BREAK: Final = ("short_break", "long_break")
"""Keys of rules, as they stand in `Change.rule`."""

# Rest.


def pain_today(situation: Situation) -> Finding:
    """It hurt too much today."""
    day = situation.history.day(situation.number)
    pain = None if day is None else day.pain
    return {"pain": pain, "limit": n.PAIN_STOP} if pain is not None and pain > n.PAIN_STOP else None


def stopped_today(situation: Situation) -> Finding:
    """Today was stopped for pain."""
    day = situation.history.day(situation.number)
    return {} if day is not None and day.stopped else None


def morning_today(situation: Situation) -> Finding:
    """It hurts too much this morning."""
    morning = situation.history.morning(situation.number)
    return {"morning": morning, "limit": n.PAIN_STOP} if morning is not None and morning > n.PAIN_STOP else None


def not_settled_yet(situation: Situation) -> Finding:
    """It hurt too much in the last days, and this morning has not settled."""
    days = situation.history.between(situation.number - n.UNSETTLED_OF_DAYS, situation.number)
    morning = situation.history.morning(situation.number)
    if morning is None or situation.is_settled(situation.number) or not any(hurt(day) for _, day in days):
        return None
    return {"morning": morning, "limit": situation.settled_most}


def morning_not_told(situation: Situation) -> Finding:
    """Yesterday it hurt too much, and how the hip is this morning is not known."""
    yesterday = situation.history.day(situation.number - 1)
    if yesterday is None or not hurt(yesterday):
        return None
    return {} if situation.history.morning(situation.number) is None else None


# The therapist.


def plan_ended(situation: Situation) -> Finding:
    """The plan was prescribed until a day that has come."""
    until = situation.plan.until
    return {"until": until} if until is not None and situation.today >= until else None


def nothing_lower(situation: Situation) -> Finding:
    """Pain asks for less, and there is no less in this plan. What somebody was spoken with about is over."""
    return {} if for_pain(situation.since_spoken) and situation.plan.easier == situation.plan.step else None


def lowered_often(situation: Situation) -> Finding:
    """Pain asks for less again, after it was lowered for pain repeatedly."""
    first = situation.number - n.LOWERED_OF_DAYS
    lowered = [
        change for change in situation.plan.changes if change.rule in FOR_PAIN and change.day.toordinal() >= first
    ]
    if len(lowered) < n.LOWERED_TIMES or not for_pain(situation):
        return None
    return {"times": len(lowered), "days": n.LOWERED_OF_DAYS}


def pain_rising(situation: Situation) -> Finding:
    """The mornings hurt more from week to week, and by now more than is settled."""
    means = [mean for mean in weekly_mornings(situation, n.RISING_WEEKS) if mean is not None]
    if len(means) < n.RISING_WEEKS or means[-1] <= situation.settled_most:
        return None
    if any(later - earlier < n.RISING_POINTS for earlier, later in pairwise(means)):
        return None
    return {"weeks": n.RISING_WEEKS, "first": round(means[0], 1), "last": round(means[-1], 1)}


def no_gain(situation: Situation) -> Finding:
    """Strength has not grown beyond the measuring error although there was regular exercise."""
    gained = gains(situation, n.PLATEAU_WEEKS * DAYS_A_WEEK)
    if situation.plan.place.stage.aim == "keep" or not gained or any(gained):
        return None
    return {"weeks": n.PLATEAU_WEEKS} if active_weeks(situation) >= n.PLATEAU_ACTIVE_WEEKS else None


# Less.


def stopped(situation: Situation) -> Finding:
    """A day at this dose was stopped for pain."""
    return {} if any(day.stopped for _, day in situation.at_this_dose(DAYS_A_WEEK)) else None


def pain_above_limit(situation: Situation) -> Finding:
    """A day at this dose hurt too much."""
    worst = max((day.pain for _, day in situation.at_this_dose(DAYS_A_WEEK) if day.pain is not None), default=0)
    return {"pain": worst, "limit": n.PAIN_STOP} if worst > n.PAIN_STOP else None


def not_settled(situation: Situation) -> Finding:
    """Repeatedly the hip had not settled by the next morning."""
    times = unsettled_days(situation)
    return {"times": times, "days": n.UNSETTLED_OF_DAYS} if times >= n.UNSETTLED_MORNINGS else None


def half_done(situation: Situation) -> Finding:
    """On several days that were begun less than half was complete. A day left out says nothing of the dose."""
    shares = [day.share for _, day in situation.at_this_dose(situation.window) if day.tried]
    days = len([share for share in shares if share is not None and share < n.HALF_COMPLETE])
    return {"days": days, "percent": in_percent(n.HALF_COMPLETE)} if days >= n.HALF_DAYS else None


def long_break(situation: Situation) -> Finding:
    """So long without exercise that the stage begins again."""
    return _break(situation, n.LONG_BREAK_DAYS, ("long_break",))


def short_break(situation: Situation) -> Finding:
    """Long enough without exercise for a step down."""
    return _break(situation, n.BREAK_DAYS, AFTER_A_BREAK)


def for_pain(situation: Situation) -> bool:
    """Say whether pain asks for less."""
    return any(rule(situation) is not None for rule in (stopped, pain_above_limit, not_settled))


def _break(situation: Situation, days: int, once: tuple[str, ...]) -> Finding:
    """A break of so many days, unless one of the rules `once` has already seen to it."""
    away = days_since_exercise(situation)
    ended = situation.number - away
    seen_to = any(change.rule in once and change.day.toordinal() > ended for change in situation.plan.changes)
    return {"days": away} if away >= days and not seen_to else None
