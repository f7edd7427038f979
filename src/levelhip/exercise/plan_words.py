"""A plan in words: what is done, how much, why just this much, and how far it moves by itself."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.exercise.library import load_exercise
from levelhip.exercise.plan import SELF, Plan
from levelhip.exercise.programme import DAYS_A_WEEK, Rung, Step
from levelhip.exercise.progression_rules import rule_of
from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.wording import N_


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why this dose: sentences in the order of reading, the rule that brought it (None: the plan began with it)."""

    sentences: tuple[Sentence, ...]
    rule: str | None
    evidence: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The explanation for JSON; sentences are English message ids with their values."""
        return {
            "sentences": [each.as_dict() for each in self.sentences],
            "rule": self.rule,
            "evidence": list(self.evidence),
        }


def explain(plan: Plan) -> Explanation:
    """The present dose of `plan`, as a page tells it: stage, exercise and dose, how it came about, how far it goes."""
    place, change = plan.place, plan.changes[-1] if plan.changes else None
    rule = None if change is None else rule_of(change.rule)
    sentences = (
        sentence(N_("Stage: {stage}. {why}"), stage=Sentence(place.stage.name), why=Sentence(place.stage.why)),
        step_in_words(place),
        _beginning(plan)
        if change is None
        else sentence(N_("Since {since}: {why}"), since=plan.since, why=change.reason),
        _range(plan),
    )
    evidence = (*place.item.evidence, *(() if rule is None else rule.evidence))
    return Explanation(sentences, None if change is None else change.rule, tuple(dict.fromkeys(evidence)))


def step_in_words(step: Step) -> Sentence:
    """An exercise with its dose: Clamshell: 15 repetitions, once a day, 3 days a week."""
    name = Sentence(load_exercise(step.item.exercise).name)
    return sentence(N_("{exercise}: {dose}."), exercise=name, dose=dose_in_words(step.dose))


def dose_in_words(dose: Rung) -> Sentence:
    """A dose: 7 holds of 6 s, twice a day, every day. Where both hips are exercised in turn, that is each hip's."""
    return sentence(N_("{amount}, {times}, {days}"), amount=_amount(dose), times=_times(dose), days=_days(dose))


def _amount(dose: Rung) -> Sentence:
    if dose.hold_s and dose.reps == 1:
        return sentence(N_("one hold of {hold_s} s"), hold_s=dose.hold_s)
    if dose.hold_s:
        return sentence(N_("{reps} holds of {hold_s} s"), reps=dose.reps, hold_s=dose.hold_s)
    return sentence(N_("one repetition")) if dose.reps == 1 else sentence(N_("{reps} repetitions"), reps=dose.reps)


def _times(dose: Rung) -> Sentence:
    words = {1: N_("once a day"), 2: N_("twice a day")}.get(dose.per_day)
    return Sentence(words) if words else sentence(N_("{times} times a day"), times=dose.per_day)


def _days(dose: Rung) -> Sentence:
    words = {1: N_("one day a week"), DAYS_A_WEEK: N_("every day")}.get(dose.days_a_week)
    return Sentence(words) if words else sentence(N_("{days} days a week"), days=dose.days_a_week)


def _beginning(plan: Plan) -> Sentence:
    if plan.prescribed_by == SELF:
        return sentence(N_("Your plan began with it on {begun}."), begun=plan.begun)
    return sentence(N_("{therapist} prescribed it from {begun} on."), therapist=plan.prescribed_by, begun=plan.begun)


def _range(plan: Plan) -> Sentence:
    steps = plan.programme.steps
    ends = {"least": step_in_words(steps[plan.least]), "most": step_in_words(steps[plan.most])}
    if plan.prescribed_by == SELF:
        return sentence(
            N_("By itself it moves between these. Least: {least} Most: {most} More is a therapist's."), **ends
        )
    return sentence(
        N_("By itself it moves between these. Least: {least} Most: {most} More is for {therapist} to say."),
        **ends, therapist=plan.prescribed_by,
    )  # fmt: skip
