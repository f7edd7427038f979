"""The plan as its page shows it: stages with a mark where the person is, why, what is missing, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from levelhip.exercise.library.programme_files import load_programme, programme_keys
from levelhip.exercise.plan import SELF, Plan
from levelhip.exercise.plan_words import dose_in_words, explain, step_in_words
from levelhip.exercise.programme import Item, Stage
from levelhip.exercise.progression import Decision, rule_of
from levelhip.exercise.sentence import read_sentence
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.plan_log import changes
from levelhip.services.planning import PlannedDay
from levelhip.web.exercise_pages import spoken_name
from levelhip.web.language import Language
from levelhip.web.page_words import full_day
from levelhip.web.plan_today import said
from levelhip.web.reading import Reader
from levelhip.web.sources import source_lines

SIDE_CHOICES: Final = (("both", N_("Both sides")), ("left", N_("Only the left")), ("right", N_("Only the right")))


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a stage. `limit`: it lies beyond what was prescribed."""

    name: str
    dose: str
    is_here: bool
    limit: bool


@dataclass(frozen=True, slots=True)
class StageCard:
    """One stage. `beside`: what is kept up meanwhile."""

    name: str
    why: str
    is_here: bool
    steps: list[StepLine]
    beside: list[str]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change that was made."""

    day: str
    step: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """A programme that can be chosen."""

    key: str
    name: str
    summary: str
    needs_therapist: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything the page shows. `easier`: the dose one step back; empty: there is none."""

    name: str
    summary: str
    by: str
    why: list[str]
    rule: str
    sources: list[str]
    now: list[str]
    stages: list[StageCard]
    changes: list[ChangeLine]
    easier: str
    offers: list[Offer]
    sides: list[tuple[str, str, bool]]


def plan_view(planned: PlannedDay, reader: Reader) -> PlanView:
    """The page of the plan in force."""
    words, plan = reader.words, planned.plan
    why = explain(plan)
    rule = None if why.rule is None else rule_of(why.rule)
    return PlanView(
        name=words.say(plan.programme.name),
        summary=words.say(plan.programme.summary),
        by=_by(plan, words),
        why=[each.said(words.messages) for each in why.sentences],
        rule="" if rule is None else rule.condition.said(words.messages),
        sources=source_lines(why.evidence, words),
        now=_now(planned.decision, words),
        stages=[_stage(stage, plan, words) for stage in plan.programme.stages],
        changes=change_lines(changes(reader.services.planning.moves()), words),
        easier=_easier(plan, words),
        offers=[_offer(key, words) for key in programme_keys()],
        sides=_sides(reader),
    )


def change_lines(made: list[Json], words: Language) -> list[ChangeLine]:
    """Changes of dose with their reasons, in the order given."""
    return [
        ChangeLine(
            day=full_day(date.fromisoformat(each["date"]), words),
            step=each["programme"] if each["step"] is None else read_sentence(each["step"]).said(words.messages),
            reasons=said(each["reasons"], words),
        )
        for each in made
    ]


def _by(plan: Plan, words: Language) -> str:
    if plan.prescribed_by == SELF:
        return words.say(N_("You chose it yourself."))
    return words.say(N_("Prescribed by {therapist}, as you wrote it here."), therapist=plan.prescribed_by)


def _now(decision: Decision | None, words: Language) -> list[str]:
    """What was decided today, which also says what is missing for more."""
    if decision is None:
        return [words.say(N_("Say how the hip is this morning, on Today: then the day's dose is settled."))]
    return [reason.said(words.messages) for reason in decision.reasons]


def _stage(stage: Stage, plan: Plan, words: Language) -> StageCard:
    return StageCard(
        name=words.say(stage.name),
        why=words.say(stage.why),
        is_here=stage.key == plan.place.stage.key,
        steps=[
            StepLine(
                name=spoken_name(step.item.exercise, words),
                dose=dose_in_words(step.dose).said(words.messages),
                is_here=number == plan.step,
                limit=not plan.least <= number <= plan.most,
            )
            for number, step in enumerate(plan.programme.steps)
            if step.stage.key == stage.key
        ],
        beside=[_beside(item, words) for item in stage.beside],
    )


def _beside(item: Item, words: Language) -> str:
    dose = dose_in_words(item.rungs[0]).said(words.messages)
    return words.say(N_("{exercise}: {dose}."), exercise=spoken_name(item.exercise, words), dose=dose)


def _easier(plan: Plan, words: Language) -> str:
    if plan.easier == plan.step:
        return ""
    return step_in_words(plan.programme.steps[plan.easier]).said(words.messages)


def _offer(key: str, words: Language) -> Offer:
    programme = load_programme(key)
    needs = programme.last_step_alone is None
    return Offer(key, words.say(programme.name), words.say(programme.summary), needs)


def _sides(reader: Reader) -> list[tuple[str, str, bool]]:
    chosen = reader.services.person.settings().sides
    return [(key, reader.words.say(name), key == chosen) for key, name in SIDE_CHOICES]
