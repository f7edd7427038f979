"""Every rule by which a dose moves, in order of precedence: the first that applies decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from levelhip.exercise import progression_down as down
from levelhip.exercise import progression_numbers
from levelhip.exercise import progression_up as up
from levelhip.exercise.plan import Plan
from levelhip.exercise.progression_situation import Situation, in_percent
from levelhip.exercise.sentence import Sentence, Value, sentence
from levelhip.exercise.wording import N_

Verdict = Literal["rest", "therapist", "lower", "raise", "keep"]

OURS: Final = ("levelhip_convention",)
PAIN: Final = ("thomee_1997", *OURS)
NEXT_MORNING: Final = ("silbernagel_2007", *OURS)


@dataclass(frozen=True, slots=True)
class Rule:
    """`when` it applies, for whoever looks it up; what it `says` to the person; the step it leads `to`, if it moves.

    Numbers of `progression_numbers` stand in `when` by their names. `applies` gives the values of what it says.
    `waits`: nothing more is done until the person says that they have spoken with a doctor or physical therapist.
    """

    key: str
    verdict: Verdict
    when: str
    says: str
    evidence: tuple[str, ...]
    applies: Callable[[Situation], down.Finding]
    to: Callable[[Plan], int | None] | None = None
    waits: bool = False

    def reason(self, situation: Situation) -> Sentence | None:
        """What it says here; None: it does not apply, or would move nothing."""
        values = self.applies(situation)
        if values is None or (self.to is not None and not self._moves(situation)):
            return None
        return Sentence(self.says, tuple(values.items()))

    def _moves(self, situation: Situation) -> bool:
        """Whether it leads to another step; a dose changes once a day at most."""
        plan = situation.plan
        changed_today = any(change.day == situation.today for change in plan.changes)
        return not changed_today and self.to is not None and self.to(plan) not in {None, plan.step}

    @property
    def condition(self) -> Sentence:
        """`when`, with its numbers."""
        return sentence(self.when, **{name: value for name, value in NUMBERS.items() if f"{{{name}}}" in self.when})


NUMBERS: Final[dict[str, Value]] = {
    name: value if isinstance(value, int) else in_percent(value)
    for name, value in vars(progression_numbers).items()
    if name.isupper()
}
"""The numbers of `progression_numbers` by their names; a share in percent."""


def _easier(plan: Plan) -> int:
    return plan.easier


def _easier_in_stage(plan: Plan) -> int:
    return max(plan.easier, plan.stage_start)


def _stage_start(plan: Plan) -> int:
    return plan.stage_start


def _harder(plan: Plan) -> int | None:
    return plan.harder


RULES: Final = (
    Rule(
        "pain_today", "rest", N_("Pain today was above {PAIN_STOP} of 10."),
        N_("Rest for today: pain of {pain} is more than {limit} of 10."), PAIN, down.pain_today,
    ),
    Rule(
        "stopped_today", "rest", N_("Today was stopped for pain."),
        N_("Rest for today: you stopped because of pain."), PAIN, down.stopped_today,
    ),
    Rule(
        "morning_today", "rest", N_("This morning is above {PAIN_STOP} of 10."),
        N_("Rest for today: {morning} of 10 this morning is more than {limit} of 10."), PAIN, down.morning_today,
    ),
    Rule(
        "not_settled_yet", "rest",
        N_("In the last {UNSETTLED_OF_DAYS} days it hurt above {PAIN_STOP}, or was stopped for pain, and this morning "
           "is above {SETTLED}, or above what is usual for this person."),
        N_("Rest for today: it hurt a lot, and this morning the hip is still at {morning} of 10; it should be {limit} "
           "or less before you go on."),
        NEXT_MORNING, down.not_settled_yet,
    ),
    Rule(
        "morning_not_told", "rest",
        N_("The day before it hurt above {PAIN_STOP}, or was stopped for pain, and this morning is not known."),
        N_("Yesterday it hurt a lot. As long as it is not known how the hip is this morning, today is a day of rest."),
        NEXT_MORNING, down.morning_not_told,
    ),
    Rule(
        "plan_ended", "therapist", N_("The last day of the plan is over."),
        N_("This plan was made until {until}. Ask your therapist how to go on."), OURS, down.plan_ended,
    ),
    Rule(
        "nothing_lower", "therapist",
        N_("Pain asks for less, this is the easiest dose of the plan, and since then the person has not said that they "
           "have spoken with somebody: until then nothing is due."),
        N_("This is the easiest dose of your plan, and it still hurts. Speak with a doctor or physical therapist "
           "before you go on."),
        PAIN, down.nothing_lower, waits=True,
    ),
    Rule(
        "lowered_often", "therapist",
        N_("Lowered for pain {LOWERED_TIMES} times in {LOWERED_OF_DAYS} days, and pain asks for less again."),
        N_("The dose went down {times} times in {days} days, and it still hurts. You may go on gently, with the lower "
           "dose; speak with a doctor or physical therapist soon."),
        PAIN, down.lowered_often,
    ),
    Rule(
        "pain_rising", "therapist",
        N_("The mean of the mornings has risen by {RISING_POINTS} or more from week to week over {RISING_WEEKS} weeks, "
           "each with {RISING_MORNINGS} mornings told or more, and is above {SETTLED} or what is usual."),
        N_("Over {weeks} weeks the mornings have gone from {first} to {last} of 10. Do no more than is due, and speak "
           "with a doctor or physical therapist soon."),
        ("silbernagel_2007", "salaffi_2004", *OURS), down.pain_rising,
    ),
    Rule(
        "no_gain", "therapist",
        N_("In a stage for gaining, {PLATEAU_WEEKS} weeks or more lie between two strength checks, exercise was on "
           "{PLATEAU_ACTIVE_DAYS} days or more in {PLATEAU_ACTIVE_WEEKS} of these weeks, and no side has gained more "
           "than the measurement's own error."),
        N_("After {weeks} weeks of regular exercise your strength has not grown by more than the measurement's own "
           "error. You may go on; ask a physical therapist what to change."),
        ("clifford_2019", *OURS), down.no_gain,
    ),
    Rule(
        "long_break", "lower", N_("No exercise for {LONG_BREAK_DAYS} days or more."),
        N_("Welcome back. After {days} days without exercise this stage begins again."),
        OURS, down.long_break, _stage_start,
    ),
    Rule(
        "stopped", "lower", N_("In the last week, at this dose, a day was stopped for pain."),
        N_("One step easier: you had to stop because of pain."), PAIN, down.stopped, _easier,
    ),
    Rule(
        "pain_above_limit", "lower", N_("In the last week, at this dose, pain was above {PAIN_STOP} of 10."),
        N_("One step easier: pain of {pain} is more than {limit} of 10."), PAIN, down.pain_above_limit, _easier,
    ),
    Rule(
        "not_settled", "lower",
        N_("After {UNSETTLED_MORNINGS} of the last {UNSETTLED_OF_DAYS} days, at this dose, the next morning was above "
           "{SETTLED}, or above what is usual for this person."),
        N_("One step easier: after {times} of the last {days} days the hip had not settled by the next morning."),
        NEXT_MORNING, down.not_settled, _easier,
    ),
    Rule(
        "half_done", "lower",
        N_("On {HALF_DAYS} days that were begun less than {HALF_COMPLETE} % of the holds were complete, on one side at "
           "least, among the last days on which the exercise was due {RAISE_OF_DAYS} times."),
        N_("One step easier: on {days} days less than {percent} % was complete."), OURS, down.half_done, _easier,
    ),
    Rule(
        "short_break", "lower", N_("No exercise for {BREAK_DAYS} days or more; not back beyond the stage's beginning."),
        N_("Welcome back. After {days} days without exercise it goes on one step easier."),
        OURS, down.short_break, _easier_in_stage,
    ),
    Rule(
        "beyond_prescribed", "therapist",
        N_("All that a raise asks for is there, and the next step lies beyond what was prescribed."),
        N_("All is well for more, and your plan goes no further by itself. You may go on as before; ask a physical "
           "therapist about the next step."),
        OURS, up.beyond_prescribed,
    ),
    Rule(
        "not_measured", "keep",
        N_("All that a raise asks for is there, and the next step is in another stage, but fewer than {RAISE_DAYS} of "
           "the good days were measured, though a sensor could: what is only told raises within a stage."),
        N_("The next stage needs {needed} good days that were measured, and {measured} were. Try the camera, the phone "
           "on your shin or a sensor, or ask a physical therapist."),
        OURS, up.not_measured,
    ),
    Rule(
        "good_week", "raise",
        N_("This dose for {RAISE_REST_DAYS} days or more; {RAISE_DAYS} good days of the last {RAISE_OF_DAYS} on which "
           "it was due: {RAISE_COMPLETE} % of the holds complete on each side, pain and the next morning known, "
           "effort known and at most {EFFORT_MOST} of 10, faults in at most {FAULTY_MOST} % where they are seen; "
           "and on none of the days pain above {PAIN_CALM}, on no morning above {SETTLED} or what is usual."),
        N_("One step on: {days} good days in the last {window}, little pain, and settled by the morning."),
        OURS, up.good_week, _harder,
    ),
    Rule(
        "not_begun", "keep", N_("The plan begins on a later day."),
        N_("Your plan begins on {begun}."), OURS, up.not_begun,
    ),
    Rule(
        "last_step", "keep", N_("There is no further step."),
        N_("This is the last step of your programme: keep it up."), OURS, up.last_step,
    ),
    Rule(
        "too_soon", "keep", N_("The dose changed less than {RAISE_REST_DAYS} days ago."),
        N_("The dose stays as it is for at least {days} days: give your hip the time."), OURS, up.too_soon,
    ),
    Rule(
        "pain_felt", "keep", N_("Pain was above {PAIN_CALM} of 10."),
        N_("Not more yet: pain was above {limit} of 10 on {count} of the last {window} days."), PAIN, up.pain_felt,
    ),
    Rule(
        "morning_felt", "keep", N_("A morning was above {SETTLED} of 10, or above what is usual for this person."),
        N_("Not more yet: the morning was above {limit} of 10 on {count} of the last {window} days."),
        NEXT_MORNING, up.morning_felt,
    ),
    Rule(
        "too_hard", "keep", N_("Of what the days lack, effort above {EFFORT_MOST} of 10 is the most frequent."),
        N_("Not more yet: it was harder than {limit} of 10 on {count} of the last {window} days."), OURS, up.too_hard,
    ),
    Rule(
        "many_faults", "keep",
        N_("Of what the days lack, faults in more than {FAULTY_MOST} % of the holds are the most frequent."),
        N_("Not more yet: more than {percent} % of the holds had a fault on {count} of the last {window} days. Slowly, "
           "and well, comes first."),
        OURS, up.many_faults,
    ),
    Rule(
        "pain_unknown", "keep", N_("Of what the days lack, an answer about pain is the most frequent."),
        N_("Not more yet: how much it hurt is not known for {count} of the last {window} days. A 0 is an answer too."),
        OURS, up.pain_unknown,
    ),
    Rule(
        "morning_unknown", "keep", N_("Of what the days lack, an answer the next morning is the most frequent."),
        N_("Not more yet: the next morning is not known for {count} of the last {window} days. A 0 is an answer too."),
        OURS, up.morning_unknown,
    ),
    Rule(
        "effort_unknown", "keep", N_("Of what the days lack, an answer about effort is the most frequent."),
        N_("Not more yet: how hard it was is not known for {count} of the last {window} days."),
        OURS, up.effort_unknown,
    ),
    Rule(
        "few_good_days", "keep", N_("Fewer than {RAISE_DAYS} good days."),
        N_("Going on as it is: {good} of {needed} good days in the last {window}. On a good day {percent} % or more is "
           "complete."),
        OURS, up.few_good_days,
    ),
)  # fmt: skip


def applying(situation: Situation) -> Iterator[tuple[Rule, Sentence]]:
    """Each rule that applies with what it says, the deciding one first. There is always one."""
    for rule in RULES:
        reason = rule.reason(situation)
        if reason is not None:
            yield rule, reason


def rule_of(key: str) -> Rule | None:
    """The rule of this key; None: there is none."""
    return next((rule for rule in RULES if rule.key == key), None)
