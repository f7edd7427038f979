"""What clearance is made of: questions, and what each answer leads to. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Outcome = Literal["cleared", "redirected", "not_today", "clinician", "blocked", "same_day", "emergency"]
SEVERITY: Final[dict[Outcome, int]] = {
    "cleared": 0,
    "redirected": 1,
    "not_today": 2,
    "clinician": 3,
    "blocked": 4,
    "same_day": 5,
    "emergency": 6,
}
"""How bad an outcome is. The worst one decides."""

Kind = Literal["yes_no", "scale", "choice"]
ReleasedBy = Literal["nobody", "therapist", "clinician", "surgeon"]

ANY: Final = "any"
MAXIMAL: Final = "maximal"
AFTER_A_STOP: Final = "stop"
AFTER_A_GRAVE_STOP: Final = "grave_stop"
"""Words in `matters_for`, beside positions and keys of exercises: always, for a maximal press, right after a stop, and
before the next start after one that a doctor should look at."""

UNKNOWN: Final = "unknown"
YES_OR_NO: Final = ("yes", "no")
SCALE_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What an answer leads to: the outcome, why, and what to do now. `released_by`: whose word opens it again.

    `mind`: what to heed once it is open; empty where there is nothing special.
    """

    outcome: Outcome
    why: str
    do: str
    released_by: ReleasedBy = "nobody"
    mind: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding with the answers that lead to it: some words, and on a scale every number above `above`."""

    finding: Finding
    answers: tuple[str, ...]
    above: float | None = None

    def fits(self, answer: str | float) -> bool:
        """Say whether `answer` leads here."""
        if isinstance(answer, str):
            return answer in self.answers
        return self.above is not None and answer > self.above


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are asked together. Their answers hold for `valid_h` hours; then `expired` is said.

    `stopped`: said where a stop for pain came after the answers, which then hold no longer; empty: they do.
    `ends_with_day`: they hold no longer than the calendar day on which they were given.
    """

    key: str
    title: str
    valid_h: float
    expired: str
    stopped: str = ""
    ends_with_day: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, what its answers lead to, and when it matters. An answer without a verdict is harmless."""

    key: str
    text: str
    help: str
    kind: Kind
    group: str
    matters_for: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    evidence: tuple[str, ...]
    options: tuple[Option, ...] = ()

    def matters(self, context: frozenset[str]) -> bool:
        """Say whether it must be answered where `context` holds (positions, keys of exercises, `any`, ...)."""
        return not context.isdisjoint(self.matters_for)

    def understood(self, answer: object) -> str | float | None:
        """Return `answer` where it is one this question knows, else None. Nothing but plain words and numbers is."""
        if type(answer) is str:
            return answer if answer in self.words else None
        if self.kind != "scale" or isinstance(answer, bool) or not isinstance(answer, int | float):
            return None
        return answer if 0 <= answer <= SCALE_MOST else None  # nan fails both comparisons

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are answers; a scale knows besides the numbers from 0 to 10."""
        if self.kind == "yes_no":
            return (*YES_OR_NO, UNKNOWN)
        return (*(option.key for option in self.options), UNKNOWN)

    def finding(self, answer: str | float) -> Finding | None:
        """Return what an understood `answer` leads to; None: it is harmless."""
        return next((verdict.finding for verdict in self.verdicts if verdict.fits(answer)), None)

    def from_text(self, text: str) -> str | int | None:
        """Read the answer off a form's field; None where it is none."""
        if self.kind == "scale" and text in map(str, range(SCALE_MOST + 1)):
            return int(text)
        return text if text in self.words else None

    def as_dict(self) -> dict[str, object]:
        """What a page needs to ask it. Texts are English message ids."""
        return {
            "key": self.key,
            "text": self.text,
            "help": self.help,
            "kind": self.kind,
            "group": self.group,
            "options": [{"key": option.key, "text": option.text} for option in self.options],
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Together:
    """Answers that are worse together than each alone: all of `questions` answered so that it means harm."""

    key: str
    questions: tuple[str, ...]
    matters_for: tuple[str, ...]
    finding: Finding
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What holds whatever the answers are, until somebody who may has released it."""

    key: str
    matters_for: tuple[str, ...]
    finding: Finding
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClearanceRules:
    """The whole of `clearance.toml`."""

    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    together: tuple[Together, ...]
    requirements: tuple[Requirement, ...]

    def asked(self, context: frozenset[str]) -> tuple[Question, ...]:
        """Return the questions that matter where `context` holds, in the order of the file."""
        return tuple(question for question in self.questions if question.matters(context))

    def group(self, key: str) -> Group:
        """Return the group `key`."""
        return next(group for group in self.groups if group.key == key)

    @property
    def beside(self) -> tuple[Together | Requirement, ...]:
        """The rules that are no question's own."""
        return (*self.together, *self.requirements)

    def gates(self) -> dict[str, frozenset[ReleasedBy]]:
        """What a release can open: the key of each such question or rule, and by whose word. In the file's order."""
        findings = [(question.key, verdict.finding) for question in self.questions for verdict in question.verdicts]
        findings += [(rule.key, rule.finding) for rule in self.beside]
        words: dict[str, frozenset[ReleasedBy]] = {}
        for key, finding in findings:
            if finding.released_by != "nobody":
                words[key] = words.get(key, frozenset()) | {finding.released_by}
        return words
