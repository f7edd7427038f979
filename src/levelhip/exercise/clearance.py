"""Clearance: may this person do this exercise now? A pure function of answers, and closed wherever in doubt.

The questions and what their answers lead to are data (`library/clearance.toml`). Only harmless answers to every
question that matters, given in time, clear; a release opens a gate only where its signature has been verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeGuard

from levelhip.exercise.clearance_rules import (
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
    Release,
)
from levelhip.exercise.library import load_clearance, load_exercise
from levelhip.exercise.wording import N_

__all__ = [
    "Assessment",
    "Group",
    "Question",
    "Reason",
    "Release",
    "assess",
    "assess_kept",
    "assess_stop",
    "groups",
    "questions",
    "read_times",
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
MESSAGES: Final = (
    MAY_BEGIN, NOT_ANSWERED, NOT_UNDERSTOOD, NOT_KNOWN, NO_TIME, IN_THE_FUTURE, ANSWER_AGAIN, REST_AND_WATCH,
)  # fmt: skip

AnsweredAt = datetime | Mapping[str, datetime] | None
"""When the answers were given: all at once, or each question by its key."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands in the way: what it leads to, why, what to do now. `key`: of the question or rule."""

    key: str
    outcome: Outcome
    text: str
    do: str
    ask_again: bool = False

    def as_dict(self) -> dict[str, str]:
        """The reason for JSON; texts are English message ids."""
        return {"key": self.key, "outcome": self.outcome, "text": self.text, "do": self.do}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What came of it. `reasons`: the worst first. `do_now`: before anything else. `to_answer`: what to ask (again)."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    do_now: str
    to_answer: tuple[str, ...] = ()

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
        }


def nobody(_release: Release) -> bool:
    """Verify no release: as long as no key of a therapist is known, none can be."""
    return False


def groups() -> tuple[Group, ...]:
    """Return the groups in which the questions are asked."""
    return load_clearance().groups


def questions(exercise: str | None = None, *, maximal: bool = False) -> tuple[Question, ...]:
    """Return what is asked before `exercise` (None: before any of them), with `maximal` before a maximal press too."""
    rules = load_clearance()
    if exercise is not None:
        return rules.asked(_context(exercise, maximal=maximal))
    apart = {AFTER_A_STOP} if maximal else {AFTER_A_STOP, MAXIMAL}
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
    releases: Sequence[Release] = (),
    maximal: bool = False,
    verified: Callable[[Release], bool] = nobody,
) -> Assessment:
    """Say whether the exercise may be started. Raises UnknownExerciseError where there is none with this key.

    Answers: "yes", "no" or "unknown", on a scale a number from 0 to 10 or "unknown". Times must be aware.
    """
    rules = load_clearance()
    given = _mapping(answers)
    judged = _Judged(rules, _context(exercise, maximal=maximal), given, ANSWER_AGAIN)
    known = {question.key for question in rules.questions}
    strange = [Reason("unknown_question", "not_today", NOT_KNOWN, ANSWER_AGAIN)] if set(given) - known else []
    late = {question.key: _too_late(question, rules, answered_at, now) for question in judged.asked}
    opened = frozenset(_opened_gates(exercise, releases, now, verified))
    return _assessment([*strange, *judged.reasons({key: why for key, why in late.items() if why}, opened)])


def assess_stop(answers: Mapping[str, object]) -> Assessment:
    """Say what to do after a stop for pain, from the answers to `stop_questions`. It never says "go on"."""
    judged = _Judged(load_clearance(), frozenset({AFTER_A_STOP}), _mapping(answers), REST_AND_WATCH)
    return _assessment(list(judged.reasons({}, frozenset())))


def assess_kept(clearance: object, exercise: str, *, now: datetime, maximal: bool = False) -> Assessment:
    """Assess what is kept as JSON: {"answers": {...}, "answered_at": ISO time or {key: ISO time}, "releases": [...]}.

    Whatever else is handed in counts as not answered. Releases open nothing: none of them can be verified yet.
    """
    block = _mapping(clearance)
    return assess(
        _mapping(block.get("answers")),
        exercise,
        answered_at=read_times(block.get("answered_at")),
        now=now,
        maximal=maximal,
    )


def read_times(written: object) -> AnsweredAt:
    """Read ISO times, one for all or one a question; what is none is left out."""
    if isinstance(written, Mapping):
        times = {str(key): _read_time(value) for key, value in written.items()}
        return {key: time for key, time in times.items() if time is not None}
    return _read_time(written)


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

    @property
    def asked(self) -> tuple[Question, ...]:
        return self.rules.asked(self.context)

    def reasons(self, late: Mapping[str, str], opened: frozenset[str]) -> Iterator[Reason]:
        """Give all that stands in the way. An answer given too late still warns, but no longer reassures."""
        harmful: set[str] = set()
        for question in self.asked:
            answer = question.understood(self.answers.get(question.key))
            finding = None if answer is None else question.finding(answer)
            if finding is not None and not _is_open(question.key, finding, opened):
                yield _reason(question.key, finding)
            if finding is not None and answer != UNKNOWN:
                harmful.add(question.key)
            if answer is None:
                problem = NOT_UNDERSTOOD if question.key in self.answers else NOT_ANSWERED
                yield Reason(question.key, "not_today", problem, self.do_unanswered, ask_again=True)
            elif question.key in late:
                yield Reason(question.key, "not_today", late[question.key], self.do_unanswered, ask_again=True)
        yield from self._rules_beside(harmful, opened)

    def _rules_beside(self, harmful: set[str], opened: frozenset[str]) -> Iterator[Reason]:
        for together in self.rules.together:
            if not self.context.isdisjoint(together.matters_for) and harmful.issuperset(together.questions):
                yield _reason(together.key, together.finding)
        for requirement in self.rules.requirements:
            matters = not self.context.isdisjoint(requirement.matters_for)
            if matters and not _is_open(requirement.key, requirement.finding, opened):
                yield _reason(requirement.key, requirement.finding)


def _context(exercise: str, *, maximal: bool) -> frozenset[str]:
    words = {ANY, exercise, load_exercise(exercise).position}
    return frozenset(words | {MAXIMAL} if maximal else words)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _reason(key: str, finding: Finding) -> Reason:
    return Reason(key, finding.outcome, finding.why, finding.do)


def _is_open(key: str, finding: Finding, opened: frozenset[str]) -> bool:
    return finding.released_by != "nobody" and key in opened


def _assessment(reasons: Sequence[Reason]) -> Assessment:
    if not reasons:
        return Assessment("cleared", (), MAY_BEGIN)
    ordered = tuple(sorted(reasons, key=lambda reason: -SEVERITY[reason.outcome]))
    to_answer = dict.fromkeys(reason.key for reason in ordered if reason.ask_again)
    return Assessment(ordered[0].outcome, ordered, ordered[0].do, tuple(to_answer))


def _opened_gates(
    exercise: str, releases: Sequence[Release], now: datetime, verified: Callable[[Release], bool]
) -> Iterator[str]:
    for release in releases:
        times = (release.signed_at, now, release.until)
        in_force = all(map(_is_aware, times)) and release.signed_at <= now < release.until
        if in_force and exercise in release.exercises and verified(release):
            yield from release.gates


def _too_late(question: Question, rules: ClearanceRules, answered_at: AnsweredAt, now: datetime) -> str | None:
    """Say why the time of an answer is none to rely on; None: it is."""
    at = answered_at.get(question.key) if isinstance(answered_at, Mapping) else answered_at
    if not _is_aware(at) or not _is_aware(now):
        return NO_TIME
    if at - now > CLOCK_TOLERANCE:
        return IN_THE_FUTURE
    group = rules.group(question.group)
    return group.expired if now - at > timedelta(hours=group.valid_h) else None


def _is_aware(time: object) -> TypeGuard[datetime]:
    return isinstance(time, datetime) and time.utcoffset() is not None


def _read_time(written: object) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _texts(rules: ClearanceRules) -> Iterator[str]:
    for group in rules.groups:
        yield from (group.title, group.expired)
    for question in rules.questions:
        yield from (question.text, question.help, *(option.text for option in question.options))
        for verdict in question.verdicts:
            yield from (verdict.finding.why, verdict.finding.do)
    for finding in (*(rule.finding for rule in rules.together), *(rule.finding for rule in rules.requirements)):
        yield from (finding.why, finding.do)
