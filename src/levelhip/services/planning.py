"""The plan in force: begun at first use, decided on once a day, moved by its rules and never up by anything else.

Every plan there has been stays, with the decision that made it; the newest is in force.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from typing import Final, cast

from levelhip.exercise.days import Day
from levelhip.exercise.library import load_exercise
from levelhip.exercise.library.programme_files import DEFAULT_PROGRAMME, load_programme
from levelhip.exercise.plan import SELF, Due, Plan, begin, due
from levelhip.exercise.plan_kept import plan_as_dict
from levelhip.exercise.programme import Programme
from levelhip.exercise.progression import Decision, decide
from levelhip.exercise.sentence import Sentence
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import N_
from levelhip.ports import Clock, Json, KeptPlan, KeptSession, NewPlan, SessionStore
from levelhip.services.outcomes import Outcomes
from levelhip.services.person import PersonSettings
from levelhip.services.plan_days import days_of, done_by_day, done_this_week, is_done
from levelhip.services.plan_rows import PlanningError, own_programme, read_row, step_left
from levelhip.services.zones import beginning_of, day_of

LOOKED_AT_DAYS: Final = 120
"""How far back the rules look: the longest of them at twelve weeks."""
LONGEST_NAME: Final = 80
SPOKEN: Final = "spoken"
"""In a row's `rule`: the person said that they have spoken with somebody."""
_RULED: Final = frozenset({"rest", "therapist", "lower", "raise", "keep"})
"""Verdicts of the rules; what the person does is `begun`, `chosen` or `told`."""

FIRST: Final = N_("The plan begins.")
ANEW: Final = N_("A programme was chosen.")
UNREADABLE: Final = N_("The plan that was kept does not fit this version any more: it begins again, at its easiest.")
HAS_SPOKEN: Final = N_("You said that you have spoken with a doctor or physical therapist.")
ONE_STEP_BACK: Final = N_("One step back, because you chose it.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One exercise of the day: what is due of it, and how often it was done to its end."""

    due: Due
    done: int

    @property
    def next(self) -> int | None:
        """Which of the day's sessions comes next, from 1; None: all are done."""
        return self.done + 1 if self.done < self.due.dose.per_day else None


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """The plan on a day. `decision`: what follows from all that is known now; None: nothing is decided yet.

    `asked`: nothing on a day of rest, or after the plan's end. `told`: why somebody should be asked, as it was said
    earlier on this day.
    """

    plan: Plan
    day: date
    decision: Decision | None
    asked: tuple[Asked, ...]
    done: dict[date, Counter[str]]
    told: Sequence[Json] = ()

    @property
    def pauses(self) -> bool:
        """Say whether nothing more is to be done on this day, or until the person has spoken with somebody."""
        return self.decision is not None and (self.decision.pauses or self.decision.waits)

    @property
    def waits(self) -> bool:
        """Say whether it is the person's word that they have spoken with somebody that is waited for."""
        return self.decision is not None and self.decision.waits

    @property
    def next(self) -> Asked | None:
        """What comes next; None: all is done, or nothing is asked."""
        return next((each for each in self.asked if each.next is not None), None)

    def due_of(self, exercise: str) -> Due | None:
        """One session of an exercise as the plan has it at its present step, due today or not; None: not in it."""
        stage = self.plan.place.stage
        doses = {item.exercise: (item.rungs[0], False) for item in stage.beside}
        doses[self.plan.place.item.exercise] = (self.plan.dose, True)
        if exercise not in doses:
            return None
        own = load_exercise(exercise).dose.sides
        dose, worked_on = doses[exercise]
        return Due(exercise, dose, own if len(own) == 1 else self.plan.sides, worked_on)


@dataclass(frozen=True, slots=True)
class _Made:
    """What makes a plan, as it is kept beside it."""

    reasons: tuple[Sentence, ...]
    verdict: str = "begun"
    rule: str = "begun"
    evidence: tuple[str, ...] = ()
    moved: bool = True
    own_text: str | None = None


class Planning:
    """Keeps the plan and asks the rules. The same days give the same plan."""

    def __init__(self, store: SessionStore, clock: Clock, person: PersonSettings, outcomes: Outcomes) -> None:
        self._store, self._clock, self._person, self._outcomes = store, clock, person, outcomes

    def today(self, zone: tzinfo | None) -> PlannedDay:
        """The plan on this day, decided on where that is due."""
        day = day_of(self._clock.now(), zone)
        row, plan = self._in_force(day)
        sessions = self._sessions(day, zone)
        days = self._days(plan, sessions, day, zone)
        decision = None
        if day >= row.made.day:  # a clock that went back decides nothing
            decision = decide(plan, days, day, self._outcomes.strengths(), self._spoken_on())
            if self._is_to_keep(decision, plan, row, days, day):
                kept = self._keep(decision, plan, row, day)
                plan = decision.plan if kept else self._in_force(day)[1]  # else somebody was quicker
            elif decision.plan.step != plan.step:
                decision = None  # more, but the day is not known yet, or was decided
        told = row.made.reasons if row.made.day == day and row.made.verdict == "therapist" else ()
        return replace(self._planned(plan, day, decision, sessions, zone), told=tuple(told))

    def step_back(self, zone: tzinfo | None) -> Plan:
        """One step easier, because the person wants it. Raises PlanningError where there is none."""
        day = day_of(self._clock.now(), zone)
        row, plan = self._in_force(day)
        if plan.easier == plan.step:
            raise PlanningError(N_("This is the easiest dose of the plan."))
        plan = plan.moved(plan.easier, max(day, plan.begun), "own_choice", Sentence(ONE_STEP_BACK))
        self._add(plan, row, day, _Made((Sentence(ONE_STEP_BACK),), "chosen", "own_choice", own_text=row.made.own_text))
        return plan

    def spoken(self, zone: tzinfo | None) -> None:
        """The person has spoken with a doctor or physical therapist: what hurt before this day waits no longer."""
        day = day_of(self._clock.now(), zone)
        row, plan = self._in_force(day)
        made = _Made((Sentence(HAS_SPOKEN),), "told", SPOKEN, moved=False, own_text=row.made.own_text)
        self._add(plan, row, day, made)

    def choose(self, key: str, prescribed_by: str, zone: tzinfo | None) -> Plan:
        """Begin a programme that is shipped; `prescribed_by` empty: the person themselves.

        Raises PlanningError, and UnknownProgrammeError where there is none of this key.
        """
        return self._begin(load_programme(key), None, prescribed_by, zone)

    def bring_in(self, text: str, prescribed_by: str, zone: tzinfo | None) -> Plan:
        """Begin a therapist's own programme. Raises PlanningError, or LibraryError: what is wrong in it, and where."""
        if not prescribed_by.strip():
            raise PlanningError(N_("Please write who prescribed it."))
        return self._begin(own_programme(text), text, prescribed_by, zone)

    def moves(self) -> list[NewPlan]:
        """Every change of dose there has been, oldest first."""
        return [each.made for each in self._store.plans.moves()]

    def plan_on(self, day: date) -> Plan | None:
        """The plan as it was at the end of `day`; None: there was none yet, or it cannot be read any more."""
        made = next((each for each in reversed(self.moves()) if each.day <= day), None)
        try:
            return None if made is None else read_row(made)
        except ValueError:
            return None

    # -- what is in force ----------------------------------------------------------------------------------------------

    def _in_force(self, day: date) -> tuple[KeptPlan, Plan]:
        """The newest plan, on the sides the person does; at first use the usual programme."""
        row = self._store.plans.latest()
        if row is None:
            self._add(begin(load_programme(DEFAULT_PROGRAMME), day), None, day, _Made((Sentence(FIRST),)))
            return self._in_force(day)
        sides = tuple(cast("list[Side]", self._person.settings().sides_in_order))
        try:
            return row, replace(read_row(row.made), sides=sides)
        except ValueError:  # of another version, or a programme that has changed
            plan = begin(load_programme(DEFAULT_PROGRAMME), day)
            self._add(replace(plan, step=plan.least), row, day, _Made((Sentence(UNREADABLE),)))
            return self._in_force(day)

    def _begin(self, programme: Programme, text: str | None, prescribed_by: str, zone: tzinfo | None) -> Plan:
        """Begin a programme; one that is taken up again goes on where it was left at most."""
        by = " ".join(prescribed_by.split())[:LONGEST_NAME] or SELF
        if by == SELF and programme.last_step_alone is None:
            raise PlanningError(N_("Only a therapist can prescribe this programme: please write who did."))
        day = day_of(self._clock.now(), zone)
        row, _ = self._in_force(day)
        plan = begin(programme, day, prescribed_by=by)
        before = self._store.plans.latest(programme.key)
        left = None if before is None else step_left(programme, before)
        if left is not None and left < plan.step:
            plan = replace(plan, step=left)
        self._add(plan, row, day, _Made((Sentence(ANEW),), own_text=text))
        return plan

    # -- the day -------------------------------------------------------------------------------------------------------

    def _sessions(self, day: date, zone: tzinfo | None) -> list[KeptSession]:
        """Those of the days that the rules look at, and some before them: the last exercise may be long ago."""
        since = beginning_of(day - timedelta(days=LOOKED_AT_DAYS), zone)
        return [*self._store.sessions(since=since), *self._store.sessions(before=since, limit=20)]

    def _days(self, plan: Plan, sessions: list[KeptSession], day: date, zone: tzinfo | None) -> list[Day]:
        mornings = self._store.mornings(day - timedelta(days=LOOKED_AT_DAYS), day)
        checks = {day_of(stop.told_at, zone) for stop in self._store.check_stops.all()}
        return days_of(plan, sessions, self._store.pain_stopped(), mornings, zone, checks)

    def _is_to_keep(self, decision: Decision, plan: Plan, row: KeptPlan, days: list[Day], day: date) -> bool:
        """Less counts at once; anything else once a day, as soon as this morning was told or skipped, or exercised."""
        if decision.plan.step < plan.step:
            return True
        if row.made.verdict in _RULED and row.made.day == day:
            return False
        asked = bool(self._store.mornings(day, day))
        return asked or (decision.verdict != "raise" and any(each.day == day and each.exercised for each in days))

    def _keep(self, decision: Decision, plan: Plan, row: KeptPlan, day: date) -> bool:
        made = _Made(
            reasons=decision.reasons,
            verdict=decision.verdict,
            rule=decision.rule,
            evidence=decision.evidence,
            moved=decision.plan.step != plan.step,
            own_text=row.made.own_text,
        )
        return self._add(decision.plan, row, day, made)

    def _planned(
        self, plan: Plan, day: date, decision: Decision | None, sessions: list[KeptSession], zone: tzinfo | None
    ) -> PlannedDay:
        by_day: dict[date, list[KeptSession]] = {}
        for session in sessions:
            if is_done(session):
                by_day.setdefault(day_of(session.started.started_at, zone), []).append(session)
        done = done_by_day(by_day)
        rests = decision is not None and (decision.pauses or decision.waits)
        asked = () if rests else due(plan, max(day, plan.begun), done_this_week(done, day))
        return PlannedDay(
            plan, day, decision, tuple(Asked(each, done.get(day, Counter())[each.exercise]) for each in asked), done
        )

    def _spoken_on(self) -> date | None:
        row = self._store.plans.latest(rule=SPOKEN)
        return None if row is None else row.made.day

    def _add(self, plan: Plan, after: KeptPlan | None, day: date, made: _Made) -> bool:
        """Keep a plan after that row; False where somebody was quicker."""
        new = NewPlan(
            programme=plan.programme.key,
            plan=plan_as_dict(plan),
            own_text=made.own_text,
            day=day,
            verdict=made.verdict,
            rule=made.rule,
            reasons=[each.as_dict() for each in made.reasons],
            evidence=list(made.evidence),
            moved=made.moved,
            made_at=self._clock.now(),
        )
        return self._store.plans.add(new, None if after is None else after.id)
