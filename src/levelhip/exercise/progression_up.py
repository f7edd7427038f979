"""Rules for more, and for as much as before: what a good day is, and what is still missing for a raise."""

from __future__ import annotations

from collections import Counter
from typing import Final, Literal, get_args

from levelhip.exercise import progression_numbers as n
from levelhip.exercise.days import Day
from levelhip.exercise.library import load_exercise
from levelhip.exercise.progression_down import Finding
from levelhip.exercise.progression_situation import Situation, hurt, in_percent

Lack = Literal["holds", "effort", "faults", "pain_unknown", "morning_unknown", "effort_unknown"]
"""Why a day is not a good one, what the person can see to first."""
_LACKS: Final[tuple[Lack, ...]] = get_args(Lack)


def lack_of(situation: Situation, number: int, day: Day) -> Lack | None:
    """What a day that was begun lacks of a good one; None: nothing. What is not known is not good."""
    if (day.share or 0) < n.RAISE_COMPLETE:
        return "holds"
    if day.effort is not None and day.effort > n.EFFORT_MOST:
        return "effort"
    if (day.faulty_share or 0) > n.FAULTY_MOST:  # None: nothing could see it, and nothing is claimed of it
        return "faults"
    if day.pain is None:
        return "pain_unknown"
    if situation.is_settled(number + 1) is None:
        return "morning_unknown"
    return "effort_unknown" if day.effort is None else None


def good_days(situation: Situation) -> list[Day]:
    """The good days at this dose."""
    return [day for number, day in _tried(situation) if lack_of(situation, number, day) is None]


def all_is_well(situation: Situation) -> bool:
    """Say whether a raise is earned: long enough at this dose, enough good days, and pain on none of them all."""
    kept = situation.number - situation.since >= n.RAISE_REST_DAYS
    calm = not _painful(situation) and not _unsettled(situation)
    return kept and calm and len(good_days(situation)) >= n.RAISE_DAYS


# More, or who must say so first.


def beyond_prescribed(situation: Situation) -> Finding:
    """A raise is earned, and the next step was not prescribed."""
    plan = situation.plan
    return {} if all_is_well(situation) and plan.harder is not None and plan.harder > plan.most else None


def not_measured(situation: Situation) -> Finding:
    """A raise into the next stage is earned on too few days that were measured, though a sensor could measure them."""
    plan = situation.plan
    if not all_is_well(situation) or not plan.leaves_stage or not load_exercise(plan.place.item.exercise).signals:
        return None
    measured = len([day for day in good_days(situation) if day.provenance == "measured"])
    return {"measured": measured, "needed": n.RAISE_DAYS} if measured < n.RAISE_DAYS else None


def good_week(situation: Situation) -> Finding:
    """A raise is earned."""
    if not all_is_well(situation) or situation.plan.harder is None:
        return None
    return {"days": len(good_days(situation)), "window": situation.window}


# As before.


def not_begun(situation: Situation) -> Finding:
    """The plan begins later."""
    return {"begun": situation.plan.begun} if situation.today < situation.plan.begun else None


def last_step(situation: Situation) -> Finding:
    """There is no more in this programme."""
    return {} if situation.plan.harder is None else None


def too_soon(situation: Situation) -> Finding:
    """The dose has been this for a few days only."""
    return {"days": n.RAISE_REST_DAYS} if situation.number - situation.since < n.RAISE_REST_DAYS else None


def pain_felt(situation: Situation) -> Finding:
    """On some day it hurt more than lightly."""
    return _on(situation, _painful(situation), limit=n.PAIN_CALM)


def morning_felt(situation: Situation) -> Finding:
    """On some morning the hip had not settled."""
    return _on(situation, _unsettled(situation), limit=situation.settled_most)


def too_hard(situation: Situation) -> Finding:
    """The days lack nothing so much as ease."""
    return _mostly(situation, "effort", limit=n.EFFORT_MOST)


def many_faults(situation: Situation) -> Finding:
    """The days lack nothing so much as form."""
    return _mostly(situation, "faults", percent=in_percent(n.FAULTY_MOST))


def pain_unknown(situation: Situation) -> Finding:
    """The days lack nothing so much as an answer about pain."""
    return _mostly(situation, "pain_unknown")


def morning_unknown(situation: Situation) -> Finding:
    """The days lack nothing so much as an answer the morning after."""
    return _mostly(situation, "morning_unknown")


def effort_unknown(situation: Situation) -> Finding:
    """The days lack nothing so much as an answer about effort."""
    return _mostly(situation, "effort_unknown")


def few_good_days(situation: Situation) -> Finding:
    """What is left: more good days are needed. Applies always."""
    good = len(good_days(situation))
    return {"good": good, "needed": n.RAISE_DAYS, "percent": in_percent(n.RAISE_COMPLETE), "window": situation.window}


def _tried(situation: Situation) -> list[tuple[int, Day]]:
    return [(number, day) for number, day in situation.at_this_dose(situation.window) if day.tried]


def _painful(situation: Situation) -> int:
    """Days at this dose, today included, that hurt more than lightly."""
    first = max(situation.since, situation.number - situation.window)
    days = situation.history.between(first, situation.number + 1)
    return len([day for _, day in days if hurt(day) or (day.pain is not None and day.pain > n.PAIN_CALM)])


def _unsettled(situation: Situation) -> int:
    """Mornings since this dose began, today's included, that had not settled, exercise the day before or not."""
    first = max(situation.since, situation.number - situation.window) + 1
    return len(
        [
            day
            for number, day in situation.history.between(first, situation.number + 1)
            if situation.is_settled(number) is False
        ]
    )


def _on(situation: Situation, days: int, *, limit: float) -> Finding:
    return {"count": days, "window": situation.window, "limit": limit} if days else None


def _mostly(situation: Situation, lack: Lack, **values: float) -> Finding:
    """Whether this is what most of the days lack that are not good; of two as frequent the one named first."""
    lacks = Counter(lack_of(situation, number, day) for number, day in _tried(situation))
    most = max(_LACKS, key=lambda each: lacks[each])
    return {"count": lacks[lack], "window": situation.window, **values} if lacks[lack] and most == lack else None
