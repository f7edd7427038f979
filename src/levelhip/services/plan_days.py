"""From what was kept to the days by which a plan moves. Simulated sessions never count; what is not known stays so.

A check (of the range) is no training: of it only that it hurt is heard, and that it was stopped for pain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from typing import Any

from levelhip.exercise.days import Day, Provenance, SideDay
from levelhip.exercise.plan import Plan, due
from levelhip.exercise.programme import DAYS_A_WEEK, Step
from levelhip.exercise.progression_numbers import EFFORT_MOST, PAIN_CALM
from levelhip.exercise.signals import SIDES, Side
from levelhip.ports import Json, KeptSession, Morning
from levelhip.services.history import is_real, is_training
from levelhip.services.zones import day_of


def days_of(
    plan: Plan,
    sessions: Iterable[KeptSession],
    stopped: Collection[str],
    mornings: Sequence[Morning],
    zone: tzinfo | None,
    checks_stopped: Collection[date] = (),
) -> list[Day]:
    """Every day of which something is known. `stopped`: ids of the sessions that were stopped for pain.

    `checks_stopped`: days on which a strength check was: it is no session, but its pain counts as much.
    """
    by_day: dict[date, list[KeptSession]] = defaultdict(list)
    for session in sessions:
        if is_training(session) or (is_real(session) and _hurt(session, stopped)):
            by_day[day_of(session.started.started_at, zone)].append(session)
    told = {morning.day: morning.rating for morning in mornings}
    done = done_by_day(by_day)
    days = (
        _day(plan, day, by_day.get(day, []), stopped, told.get(day), done)
        for day in sorted({*by_day, *told, *checks_stopped})
    )
    return [replace(each, stopped=True) if each.day in checks_stopped else each for each in days]


def done_by_day(by_day: Mapping[date, Iterable[KeptSession]]) -> dict[date, Counter[str]]:
    """How often each exercise was done to its end on each day."""
    return {day: Counter(each.started.exercise for each in those if is_done(each)) for day, those in by_day.items()}


def is_done(session: KeptSession) -> bool:
    """Say whether a person did this session to its end, as training."""
    return is_training(session) and (session.numbers or {}).get("ended") == "done"


def done_this_week(done: Mapping[date, Counter[str]], day: date) -> Counter[str]:
    """On how many days of this week before `day` each exercise was done."""
    before = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
    return Counter(exercise for each in before for exercise in done.get(each, Counter()))


def step_on(plan: Plan, day: date) -> Step:
    """Where the plan was on `day`."""
    steps = [plan.changes[0].before, *(change.after for change in plan.changes)] if plan.changes else [plan.step]
    return plan.programme.steps[steps[len([change for change in plan.changes if change.day <= day])]]


def _day(
    plan: Plan,
    day: date,
    sessions: list[KeptSession],
    stopped: Collection[str],
    morning: int | None,
    done: Mapping[date, Counter[str]],
) -> Day:
    step = step_on(plan, day)
    trained = [each for each in sessions if is_training(each)]
    worked = [each for each in trained if each.started.exercise == step.item.exercise]
    said = [each.afterwards or {} for each in sessions if _counts(each)]
    asked = due(plan, max(day, plan.begun), done_this_week(done, day))
    return Day(
        day=day,
        sides=tuple((side, _side(side, worked, step)) for side in _sides(plan, worked)) if _all_told(worked) else (),
        sessions_due=sum(each.dose.per_day for each in asked),
        sessions_done=sum(done.get(day, Counter()).values()),
        morning=morning,
        pain=_worst(said, "pain", PAIN_CALM),
        effort=_worst([each.afterwards or {} for each in trained if _counts(each)], "effort", EFFORT_MOST),
        stopped=any(_was_stopped(each, stopped) for each in sessions),
        provenance=_provenance(worked),
    )


def _all_told(sessions: Sequence[KeptSession]) -> bool:
    """Whether it is known of all that was done how much of it was complete: the clock alone does not tell it."""
    return bool(sessions) and all(each.get("told", True) for session in sessions for each in _counted(session))


def _sides(plan: Plan, sessions: Sequence[KeptSession]) -> list[Side]:
    """The sides that were asked for in any of the sessions; where none tells, those of the plan."""
    asked = {side for session in sessions for side in _asked(session)}
    return [side for side in SIDES if side in (asked or set(plan.sides))]


def _asked(session: KeptSession) -> set[Any]:
    told = session.started.config.get("sides")
    names = [each for each in told if isinstance(each, str)] if isinstance(told, list) else []
    return {*names, *(side["side"] for side in _counted(session) if side["side"] is not None)}


def _side(side: Side, sessions: Sequence[KeptSession], step: Step) -> SideDay:
    counted = [each for session in sessions for each in _counted(session) if each["side"] == side]
    faulty = [each["faulty_count"] for each in counted if each.get("faulty_count") is not None]
    attempted = sum(each["rep_count"] or 0 for each in counted)
    return SideDay(
        prescribed=step.dose.per_day * step.dose.reps,
        attempted=attempted,
        complete=min(attempted, sum(each["complete_count"] or 0 for each in counted)),
        faulty=min(attempted, sum(faulty)) if faulty else None,
    )


def _counts(session: KeptSession) -> bool:
    """Whether its ratings are wanted: somebody gave some, or should have."""
    return session.afterwards is not None or _has_begun(session)


def _hurt(session: KeptSession, stopped: Collection[str]) -> bool:
    """Whether a check hurt: more than nothing, or so that it was stopped."""
    return bool((session.afterwards or {}).get("pain")) or _was_stopped(session, stopped)


def _has_begun(session: KeptSession) -> bool:
    return any(side["rep_count"] for side in _counted(session))


def _counted(session: KeptSession) -> list[Json]:
    return list((session.numbers or {}).get("sides", []))


def _worst(said: Sequence[Json], key: str, harmless: float) -> float | None:
    """The highest rating of a day. Where one of its sessions has none, only what is too high already is known."""
    told = [each[key] for each in said if each.get(key) is not None]
    worst = max(told, default=None)
    return worst if worst is not None and (len(told) == len(said) or worst > harmless) else None


def _was_stopped(session: KeptSession, stopped: Collection[str]) -> bool:
    said = session.afterwards or {}
    ended = (session.numbers or {}).get("ended")
    return session.started.id in stopped or ended == "pain" or said.get("stop_answers") is not None


def _provenance(sessions: Sequence[KeptSession]) -> Provenance | None:
    told = {side["provenance"] for session in sessions for side in _counted(session)} - {None}
    if told == {"measured"}:
        return "measured"
    if told == {"self-reported"}:
        return "self_reported"
    return "mixed" if told else None


def every_day(plan: Plan) -> int:
    """How many sessions are due on any day, whatever else was done in its week."""
    doses = (plan.dose, *(item.rungs[0] for item in plan.place.stage.beside))
    return sum(dose.per_day for dose in doses if dose.days_a_week == DAYS_A_WEEK)
