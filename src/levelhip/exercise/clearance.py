"""Clearance: may this person do this exercise now? A pure function of answers, and closed wherever in doubt.

The questions and what their answers lead to are data (`library/clearance.toml`). Only harmless answers to every
question that matters, given in time, clear; a gate that stands closed is opened by a release alone (`releases.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeGuard

from levelhip.exercise.clearance_rules import (
    AFTER_A_GRAVE_STOP,
    AFTER_A_STOP,
    ANY,
    MAXIMAL,
    SEVERITY,
    UNKNOWN,
    ClearanceRules,
    Finding,
    Group,
    Outcome,
    Question,
    ReleasedBy,
)
from levelhip.exercise.library import load_clearance, load_exercise
from levelhip.exercise.releases import NO_TRUST, Gate, Release, Trust
from levelhip.exercise.wording import N_

__all__ = [
    "Assessment",
    "Group",
    "Opened",
    "Question",
    "Reason",
    "assess",
    "assess_stop",
    "closed_by",
    "groups",
    "is_aware",
    "questions",
    "stop_questions",
    "texts",
]

CLOCK_TOLERANCE: Final = timedelta(minutes=2)
"""Two devices' clocks may differ by this much (convention): an answer from further ahead counts as not given."""

MAY_BEGIN: Final = N_("You may begin. Keep breathing, and stop if it hurts.")
NOT_ANSWERED: Final = N_("This has not been answered yet.")
NOT_UNDERSTOOD: Final = N_("The answer could not be understood.")
NOT_KNOWN: Final = N_("There is an answer to a question that this version does not know.")
NO_TIME: Final = N_("It is not known when this was answered.")
IN_THE_FUTURE: Final = N_("This was answered at a time that has not come yet: a clock was changed.")
ANSWER_AGAIN: Final = N_("Please answer the questions, then start.")
REST_AND_WATCH: Final = N_(
    "Do not exercise again today. If your chest hurts, or it is hard to breathe, call the emergency number now "
    "(112, 911 or 999)."
)
NOTHING_ANSWERED: Final = N_("Nothing was answered, so this is the cautious advice.")
MESSAGES: Final = (
    MAY_BEGIN, NOT_ANSWERED, NOT_UNDERSTOOD, NOT_KNOWN, NO_TIME, IN_THE_FUTURE, ANSWER_AGAIN, REST_AND_WATCH,
    NOTHING_ANSWERED,
)  # fmt: skip

AnsweredAt = datetime | Mapping[str, datetime] | None
"""When the answers were given: all at once, or each question by its key."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands in the way: what it leads to, why, what to do now, and whose word opens it.

    `key`: of the question or rule; a release names it.
    """

    key: str
    outcome: Outcome
    text: str
    do: str
    ask_again: bool = False
    released_by: ReleasedBy = "nobody"

    def as_dict(self) -> dict[str, str]:
        """The reason for JSON; texts are English message ids."""
        told = {"key": self.key, "outcome": self.outcome, "text": self.text, "do": self.do}
        return {**told, "released_by": self.released_by}


@dataclass(frozen=True, slots=True)
class Opened:
    """What would stand in the way, but is held open by a release: which one, whose, until when, what to heed."""

    key: str
    release_id: str
    by: str
    until: datetime
    mind: str

    def as_dict(self) -> dict[str, str]:
        """The same for JSON; `mind` is an English message id, or empty."""
        until = self.until.isoformat()
        return {"key": self.key, "release_id": self.release_id, "by": self.by, "until": until, "mind": self.mind}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What came of it. `reasons`: the worst first. `do_now`: before anything else. `to_answer`: what to ask (again).

    `opened`: what would stand in the way too, were it not for a release.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    do_now: str
    to_answer: tuple[str, ...] = ()
    opened: tuple[Opened, ...] = ()

    @property
    def may_start(self) -> bool:
        """Only who is cleared may start."""
        return self.outcome == "cleared"

    def as_dict(self) -> dict[str, object]:
        """The assessment for JSON; texts are English message ids."""
        return {
            "outcome": self.outcome,
            "may_start": self.may_start,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "do_now": self.do_now,
            "to_answer": list(self.to_answer),
            "opened": [opened.as_dict() for opened in self.opened],
        }


def groups() -> tuple[Group, ...]:
    """Return the groups in which the questions are asked."""
    return load_clearance().groups


def questions(exercise: str | None = None, *, maximal: bool = False, grave_stop: bool = False) -> tuple[Question, ...]:
    """Return what is asked before `exercise` (None: before any of them).

    With `maximal` before a maximal press too, with `grave_stop` after a stop that a doctor should look at too.
    """
    rules = load_clearance()
    if exercise is not None:
        return rules.asked(_context(exercise, maximal=maximal, grave_stop=grave_stop))
    wanted = {MAXIMAL: maximal, AFTER_A_GRAVE_STOP: grave_stop, AFTER_A_STOP: False}
    apart = {word for word, is_wanted in wanted.items() if not is_wanted}
    return tuple(question for question in rules.questions if not set(question.matters_for) <= apart)


def stop_questions() -> tuple[Question, ...]:
    """Return what is asked after a stop for pain."""
    return load_clearance().asked(frozenset({AFTER_A_STOP}))


def assess(
    answers: Mapping[str, object],
    exercise: str,
    *,
    answered_at: AnsweredAt,
    now: datetime,
    maximal: bool = False,
    trust: Trust = NO_TRUST,
    stopped_at: datetime | None = None,
    grave_stop: bool = False,
) -> Assessment:
    """Say whether the exercise may be started. Raises UnknownExerciseError where there is none with this key.

    Answers: "yes", "no" or "unknown", on a scale a number from 0 to 10 or "unknown". Times must be aware.
    `trust`: whose releases open gates. `stopped_at`: the last stop for pain; `grave_stop`: nobody has looked yet at one
    that asks for it.
    """
    rules = load_clearance()
    given = _mapping(answers)
    context = _context(exercise, maximal=maximal, grave_stop=grave_stop)
    judged = _Judged(rules, context, given, ANSWER_AGAIN, trust.opened(exercise, now))
    known = {question.key for question in rules.questions}
    strange = [Reason("unknown_question", "not_today", NOT_KNOWN, ANSWER_AGAIN)] if set(given) - known else []
    times = _Times(answered_at, now, stopped_at)
    late = {question.key: times.too_late(question.key, rules.group(question.group)) for question in judged.asked}
    return _assessment([*strange, *judged.found({key: why for key, why in late.items() if why})])


def closed_by(reasons: Sequence[Reason], assessment: Assessment) -> Assessment:
    """The same with more that stands in the way, said before what is as bad."""
    return _assessment([*reasons, *assessment.reasons, *assessment.opened])


def assess_stop(answers: Mapping[str, object]) -> Assessment:
    """Say what to do after a stop for pain, from the answers to `stop_questions`. It never says "go on".

    Each reason is said once; where somebody has to look at it, how to go on by oneself is not said.
    """
    given = _mapping(answers)
    judged = _Judged(load_clearance(), frozenset({AFTER_A_STOP}), given, REST_AND_WATCH)
    assessment = _assessment(list(judged.found({})))
    once: dict[str, Reason] = {}
    for reason in assessment.reasons:
        once.setdefault(reason.text, reason)
    reasons = list(once.values())
    if SEVERITY[assessment.outcome] >= SEVERITY["clinician"]:
        reasons = [reason for reason in reasons if reason.outcome != "redirected"]
    if all(question.understood(given.get(question.key)) is None for question in judged.asked):
        nothing = Reason("nothing_answered", "not_today", NOTHING_ANSWERED, REST_AND_WATCH)
        reasons = [nothing, *(reason for reason in reasons if not reason.ask_again)]
    return replace(assessment, reasons=tuple(reasons))


def texts() -> tuple[str, ...]:
    """Return every sentence of clearance that people read, for translation."""
    rules = load_clearance()
    return tuple(dict.fromkeys((*MESSAGES, *_texts(rules))))


@dataclass(frozen=True, slots=True)
class _Judged:
    rules: ClearanceRules
    context: frozenset[str]
    answers: Mapping[str, object]
    do_unanswered: str
    opened: Mapping[Gate, Release] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[Question, ...]:
        return self.rules.asked(self.context)

    def found(self, late: Mapping[str, str]) -> Iterator[Reason | Opened]:
        """Give all that stands in the way, or would. An answer given too late still warns, but no longer reassures."""
        harmful: set[str] = set()
        for question in self.asked:
            answer = question.understood(self.answers.get(question.key))
            finding = None if answer is None else question.finding(answer)
            if finding is not None:
                yield self._weighed(question.key, finding)
            if finding is not None and answer != UNKNOWN:
                harmful.add(question.key)
            if answer is None:
                problem = NOT_UNDERSTOOD if question.key in self.answers else NOT_ANSWERED
                yield Reason(question.key, "not_today", problem, self.do_unanswered, ask_again=True)
            elif question.key in late:
                yield Reason(question.key, "not_today", late[question.key], self.do_unanswered, ask_again=True)
        yield from self._rules_beside(harmful)

    def _rules_beside(self, harmful: set[str]) -> Iterator[Reason | Opened]:
        for together in self.rules.together:
            if not self.context.isdisjoint(together.matters_for) and harmful.issuperset(together.questions):
                yield self._weighed(together.key, together.finding)
        for requirement in self.rules.requirements:
            if not self.context.isdisjoint(requirement.matters_for):
                yield self._weighed(requirement.key, requirement.finding)

    def _weighed(self, key: str, finding: Finding) -> Reason | Opened:
        """A finding stands in the way unless it is somebody's to open, and they have."""
        release = None if finding.released_by == "nobody" else self.opened.get((key, finding.released_by))
        if release is None:
            return Reason(key, finding.outcome, finding.why, finding.do, released_by=finding.released_by)
        return Opened(key, release.id, release.name, release.until, finding.mind)


@dataclass(frozen=True, slots=True)
class _Times:
    answered_at: AnsweredAt
    now: datetime
    stopped_at: datetime | None

    def too_late(self, question: str, group: Group) -> str | None:
        """Say why the time of an answer is none to rely on; None: it is."""
        at = self.answered_at.get(question) if isinstance(self.answered_at, Mapping) else self.answered_at
        if not is_aware(at) or not is_aware(self.now):
            return NO_TIME
        if at - self.now > CLOCK_TOLERANCE:
            return IN_THE_FUTURE
        if self.now - at > timedelta(hours=group.valid_h):
            return group.expired
        has_stopped = self.stopped_at is not None and (not is_aware(self.stopped_at) or at <= self.stopped_at)
        return group.stopped or None if has_stopped else None


def _context(exercise: str, *, maximal: bool, grave_stop: bool) -> frozenset[str]:
    more = [word for word, holds in ((MAXIMAL, maximal), (AFTER_A_GRAVE_STOP, grave_stop)) if holds]
    return frozenset({ANY, exercise, load_exercise(exercise).position, *more})


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _assessment(found: Sequence[Reason | Opened]) -> Assessment:
    reasons = [each for each in found if isinstance(each, Reason)]
    opened = tuple(each for each in found if isinstance(each, Opened))
    if not reasons:
        return Assessment("cleared", (), MAY_BEGIN, opened=opened)
    ordered = tuple(sorted(reasons, key=lambda reason: -SEVERITY[reason.outcome]))
    to_answer = dict.fromkeys(reason.key for reason in ordered if reason.ask_again)
    return Assessment(ordered[0].outcome, ordered, ordered[0].do, tuple(to_answer), opened)


def is_aware(time: object) -> TypeGuard[datetime]:
    """Say whether this is a moment with its zone."""
    return isinstance(time, datetime) and time.utcoffset() is not None


def _texts(rules: ClearanceRules) -> Iterator[str]:
    for group in rules.groups:
        yield from (group.title, group.expired, *filter(None, [group.stopped]))
    for question in rules.questions:
        yield from (question.text, question.help, *(option.text for option in question.options))
        for verdict in question.verdicts:
            yield from _said(verdict.finding)
    for rule in rules.beside:
        yield from _said(rule.finding)


def _said(finding: Finding) -> Iterator[str]:
    yield from (finding.why, finding.do, *filter(None, [finding.mind]))
