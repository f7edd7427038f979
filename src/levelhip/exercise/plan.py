"""Who does what, how often, until when: a programme, where a person is in it, and how far it may move by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.programme import DAYS_A_WEEK, Item, Programme, Rung, Step
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.sentence import Sentence
from levelhip.exercise.signals import SIDES, Side

SELF: Final = "self"
"""In `prescribed_by`: the person themselves. Anything else is a therapist's name."""
MOST_USUAL_PAIN: Final = 5.0
"""The largest morning pain, of 10, that a plan may call usual (convention)."""

_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """A change of dose that was made on `day`, by which rule and why; steps are numbers in `Programme.steps`."""

    day: date
    rule: str
    before: int
    after: int
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Plan:
    """One person's plan. Raises ValueError where its parts do not fit.

    `step` is the present dose, in effect since `since`; by itself the plan moves only from step `least` to `most`,
    both included: that is what `prescribed_by` prescribed on `begun`, until the day before `until` (None: open).
    `usual_morning` is the pain, of 10, that this person's mornings usually have; None: not known, then it is not
    reckoned with. `changes` are those made since, oldest first.
    """

    programme: Programme
    step: int
    least: int
    most: int
    sides: tuple[Side, ...]
    prescribed_by: str
    begun: date
    since: date
    until: date | None = None
    usual_morning: float | None = None
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise ValueError(problem)

    @property
    def place(self) -> Step:
        """The stage, the exercise and the dose at which the person is."""
        return self.programme.steps[self.step]

    @property
    def dose(self) -> Rung:
        """The present dose of the exercise that is worked on."""
        return self.place.dose

    @property
    def easier(self) -> int:
        """The step a lower dose leads to: the one before, not below what was prescribed, nor out of a keeping stage."""
        floor = self.programme.stage_start(self.step) if self.place.stage.aim == "keep" else 0
        return max(self.step - 1, self.least, floor)

    @property
    def stage_start(self) -> int:
        """The first step of the present stage that was prescribed."""
        return max(self.programme.stage_start(self.step), self.least)

    @property
    def harder(self) -> int | None:
        """The step after this one, whether it was prescribed or not; None: this is the last."""
        return None if self.step == self.programme.last_step else self.step + 1

    @property
    def leaves_stage(self) -> bool:
        """Say whether the next step is in another stage."""
        return self.harder is not None and self.programme.steps[self.harder].stage.key != self.place.stage.key

    def moved(self, step: int, day: date, rule: str, reason: Sentence) -> Plan:
        """The plan at another step from `day` on. Raises ValueError where that was not prescribed."""
        change = Change(day, rule, self.step, step, reason)
        return replace(self, step=step, since=day, changes=(*self.changes, change))


@dataclass(frozen=True, slots=True)
class Due:
    """One exercise that is due on a day, `dose.per_day` times. `worked_on`: the one that progresses; else kept up."""

    exercise: str
    dose: Rung
    sides: tuple[Side, ...]
    worked_on: bool

    def prescription(self) -> Prescription:
        """One of its sessions, as the coach wants it. Raises LibraryError or UnknownExerciseError."""
        exercise = load_exercise(self.exercise)
        return replace(prescribe(exercise, hold_s=self.dose.hold_s, reps=self.dose.reps), sides=self.sides)


def begin(
    programme: Programme,
    day: date,
    *,
    prescribed_by: str = SELF,
    sides: tuple[Side, ...] = SIDES,
    most: int | None = None,
    until: date | None = None,
    usual_morning: float | None = None,
) -> Plan:
    """A new plan from `day` on, at the step where its programme begins, down to its easiest step.

    `most` is the last step that may be reached without a new prescription; None: as far as the prescriber may go,
    which is the whole programme for a therapist. Raises ValueError where a person may not prescribe it themselves.
    """
    furthest = programme.last_step_alone if prescribed_by == SELF else programme.last_step
    if furthest is None:
        raise ValueError(f"programme {programme.key}: only a therapist can prescribe it")
    return Plan(
        programme=programme,
        step=programme.first_step,
        least=0,
        most=furthest if most is None else most,
        sides=sides,
        prescribed_by=prescribed_by,
        begun=day,
        since=day,
        until=until,
        usual_morning=usual_morning,
    )


def due(plan: Plan, day: date, done_this_week: Mapping[str, int] = _NOTHING) -> tuple[Due, ...]:
    """What is due on `day`: the exercise worked on first, then those kept up; nothing before or after the plan.

    `done_this_week` says on how many days of this week before `day` each exercise was done: what is asked on three
    days a week is due until it was done on three, and the person chooses the days. Any date will do.
    """
    if day < plan.begun or (plan.until is not None and day >= plan.until):
        return ()
    worked_on = _due(plan, plan.place.item, plan.dose, worked_on=True)
    kept = (_due(plan, item, item.rungs[0], worked_on=False) for item in plan.place.stage.beside)
    return tuple(
        each
        for each in (worked_on, *kept)
        if each.dose.days_a_week == DAYS_A_WEEK or done_this_week.get(each.exercise, 0) < each.dose.days_a_week
    )


def _due(plan: Plan, item: Item, dose: Rung, *, worked_on: bool) -> Due:
    own = load_exercise(item.exercise).dose.sides
    return Due(item.exercise, dose, own if len(own) == 1 else plan.sides, worked_on)  # one: both hips work at once


def _problem(plan: Plan) -> str | None:
    """What does not fit, in one line."""
    steps = f"step {plan.step}, least {plan.least}, most {plan.most}"
    last, alone = plan.programme.last_step, plan.programme.last_step_alone
    usual = plan.usual_morning
    wrong = {
        f"{steps}: must be in order and from 0 to {last}": not 0 <= plan.least <= plan.step <= plan.most <= last,
        f"sides must be left, right or both, not {plan.sides}": not _are_sides(plan.sides),
        "prescribed_by is empty: name the therapist, or self": not plan.prescribed_by.strip(),
        f"{steps}: more of {plan.programme.key} than a person may prescribe themselves": (
            plan.prescribed_by == SELF and (alone is None or plan.most > alone)
        ),
        f"since {plan.since} lies before its beginning on {plan.begun}": plan.since < plan.begun,
        f"until {plan.until} does not lie after its beginning on {plan.begun}": (
            plan.until is not None and plan.until <= plan.begun
        ),
        f"usual_morning must be from 0 to {MOST_USUAL_PAIN:g}, not {usual}": (
            usual is not None and not 0 <= usual <= MOST_USUAL_PAIN
        ),
    }
    return next((f"plan: {line}" for line, is_wrong in wrong.items() if is_wrong), None)


def _are_sides(sides: tuple[Side, ...]) -> bool:
    return bool(sides) and set(sides) <= set(SIDES) and len(set(sides)) == len(sides)
