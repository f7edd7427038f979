"""From a history to the next dose, with the reason in a sentence. It advises; it diagnoses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from levelhip.exercise.days import Day, History
from levelhip.exercise.plan import Plan
from levelhip.exercise.progression_rules import RULES, Rule, Verdict, applying, rule_of
from levelhip.exercise.progression_situation import Situation
from levelhip.exercise.sentence import Sentence
from levelhip.exercise.strength import StrengthResult

__all__ = ["RULES", "Decision", "Rule", "Verdict", "decide", "rule_of"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of it: the rule that decided, every reason (its own first), sources, and the plan that follows.

    A rest or a therapist's word may come with a lower dose; then the second reason says why.
    """

    verdict: Verdict
    rule: str
    reasons: tuple[Sentence, ...]
    evidence: tuple[str, ...]
    plan: Plan

    @property
    def reason(self) -> Sentence:
        """Why, in one sentence."""
        return self.reasons[0]

    @property
    def waits(self) -> bool:
        """Say whether nothing more is to be done until the person has spoken with somebody."""
        rule = rule_of(self.rule)
        return rule is not None and rule.waits

    @property
    def pauses(self) -> bool:
        """Say whether nothing more is to be done today."""
        return self.verdict == "rest"

    def as_dict(self) -> dict[str, object]:
        """The decision for JSON, without the plan; sentences are English message ids with their values."""
        return {
            "verdict": self.verdict,
            "rule": self.rule,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "evidence": list(self.evidence),
            "pauses": self.pauses,
            "waits": self.waits,
        }


def decide(
    plan: Plan,
    history: Iterable[Day],
    today: date,
    strength: Sequence[StrengthResult] = (),
    spoken_on: date | None = None,
) -> Decision:
    """What follows for `plan` on the day `today`: the first rule that applies decides. Any history will do.

    Ask before the day's first session, and again after one. The same history gives the same decision; asked again
    with the plan that followed, it moves no further on the same days. `spoken_on`: the day on which the person last
    said that they have spoken with a doctor or physical therapist; what hurts from then on waits for that anew.
    """
    situation = Situation(plan, History(history, today), today, tuple(strength), spoken_on)
    applied = applying(situation)
    rule, reason = next(applied)
    moves = [(rule, reason)]
    if rule.verdict in {"rest", "therapist"}:  # neither keeps up a dose that something else asks to lower
        moves += [(each, why) for each, why in applied if each.verdict == "lower"][:1]
    for each, why in moves:
        step = None if each.to is None else each.to(plan)
        if step is not None:
            plan = plan.moved(step, today, each.key, why)
    evidence = dict.fromkeys(key for each, _ in moves for key in each.evidence)
    return Decision(rule.verdict, rule.key, tuple(why for _, why in moves), tuple(evidence), plan)
