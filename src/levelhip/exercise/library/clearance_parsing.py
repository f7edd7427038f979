"""From the text of `clearance.toml` to `ClearanceRules`, as strictly as an exercise is read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from levelhip.exercise.clearance_rules import (
    AFTER_A_GRAVE_STOP,
    AFTER_A_STOP,
    ANY,
    MAXIMAL,
    SCALE_MOST,
    SEVERITY,
    UNKNOWN,
    YES_OR_NO,
    ClearanceRules,
    Finding,
    Group,
    Kind,
    Option,
    Outcome,
    Question,
    ReleasedBy,
    Requirement,
    Together,
    Verdict,
)
from levelhip.exercise.library.bibliography import bibliography
from levelhip.exercise.library.tables import Table, read_toml
from levelhip.exercise.protocol import Position

BAD_OUTCOMES: Final[tuple[Outcome, ...]] = tuple(outcome for outcome in SEVERITY if outcome != "cleared")
"""What a finding may lead to: no row of the file can clear anybody."""
WORDS: Final = (ANY, MAXIMAL, AFTER_A_STOP, AFTER_A_GRAVE_STOP)
"""When a question may matter, beside positions and keys of exercises."""
RELEASABLE: Final[tuple[Outcome, ...]] = ("clinician", "blocked")

_FINDING: Final = ("outcome", "why", "do", "released_by", "mind")
_VERDICT: Final = ("answers", "above", *_FINDING)
_QUESTION: Final = ("key", "group", "kind", "text", "help", "matters_for", "evidence", "options", "verdicts")
_TOGETHER: Final = ("key", "questions", "matters_for", "evidence", *_FINDING)
_REQUIREMENT: Final = ("key", "matters_for", "evidence", *_FINDING)
_GROUP: Final = ("key", "title", "valid_h", "within", "expired", "stopped")


def parse_clearance(text: str, source: str, exercises: Sequence[str]) -> ClearanceRules:
    """Read the rules. `source` is the file's name, `exercises` the keys there are. Raises LibraryError."""
    data = read_toml(text, source)
    table = Table(source, "", data, ("groups", "questions", "together", "requirements"))
    places = (*WORDS, *get_args(Position), *exercises)
    groups = _groups(table)
    questions = _questions(table, [group.key for group in groups], places)
    together = _together(table, [question.key for question in questions], places)
    requirements = _requirements(table, places)
    keys = [[question.key for question in questions], [rule.key for rule in together], [r.key for r in requirements]]
    table.unique("questions", [key for some in keys for key in some])
    return ClearanceRules(groups, questions, together, requirements)


def _groups(table: Table) -> tuple[Group, ...]:
    groups = tuple(
        Group(
            key=row.text("key"),
            title=row.text("title"),
            valid_h=row.number("valid_h", 1, 1000),
            expired=row.text("expired"),
            stopped=row.text("stopped") if "stopped" in row else "",
            ends_with_day="within" in row and row.choice("within", ("day",)) == "day",
        )
        for row in table.rows("groups", _GROUP)
    )
    if not groups:
        table.refuse("groups", "is missing", f"at least one table [[groups]] with {', '.join(_GROUP)}")
    table.unique("groups", [group.key for group in groups])
    if not any(group.stopped for group in groups):  # else a stop for pain would be forgotten
        table.refuse("groups", "none has the key stopped", "at least one that is asked anew after a stop for pain")
    if not any(group.ends_with_day for group in groups):  # else yesterday would answer for today
        table.refuse("groups", "none has the key within", "at least one that is asked anew each day")
    return groups


def _questions(table: Table, groups: Sequence[str], places: Sequence[str]) -> tuple[Question, ...]:
    questions = tuple(_question(row, groups, places) for row in table.rows("questions", _QUESTION))
    for context in WORDS:  # a file cut short would clear everybody
        if not any(context in question.matters_for for question in questions):
            table.refuse("questions", f"none matters for {context}", f"at least one for each of {', '.join(WORDS)}")
    return questions


def _question(row: Table, groups: Sequence[str], places: Sequence[str]) -> Question:
    kind: Kind = row.choice("kind", get_args(Kind))
    options = tuple(Option(each.text("key"), each.text("text")) for each in row.rows("options", ("key", "text")))
    row.unique("options", [option.key for option in options])
    if bool(options) != (kind == "choice"):
        problem = "stand" if options else "are missing"
        row.refuse("options", f"{problem} in a {kind}", "tables with key, text in a choice, else none")
    words = {"yes_no": YES_OR_NO, "scale": (), "choice": tuple(option.key for option in options)}[kind]
    return Question(
        key=row.text("key"),
        text=row.text("text"),
        help=row.text("help"),
        kind=kind,
        group=row.choice("group", groups),
        matters_for=row.choices("matters_for", places),
        verdicts=_verdicts(row, kind, words),
        evidence=_evidence(row),
        options=options,
    )


def _verdicts(row: Table, kind: Kind, words: Sequence[str]) -> tuple[Verdict, ...]:
    """Read what the answers lead to: "I don't know" always to something, every answer at most once."""
    verdicts = tuple(_verdict(each, kind, (*words, UNKNOWN)) for each in row.rows("verdicts", _VERDICT))
    answers = [answer for verdict in verdicts for answer in verdict.answers]
    row.unique("verdicts", answers)
    if UNKNOWN not in answers:
        row.refuse("verdicts", "nothing is said about the answer unknown", "a verdict whose answers have unknown")
    limits = [verdict for verdict in verdicts if verdict.above is not None]
    if kind == "scale" and len(limits) != 1:
        row.refuse("verdicts", f"{len(limits)} have the key above", "exactly one in a scale")
    if kind != "scale" and len(answers) == 1:
        row.refuse("verdicts", "no answer but unknown leads to anything", f"a verdict for one of {', '.join(words)}")
    if kind == "yes_no" and len(answers) > len(YES_OR_NO):
        row.refuse("verdicts", "yes and no both lead to something", "one of them harmless")
    return verdicts


def _verdict(row: Table, kind: Kind, words: Sequence[str]) -> Verdict:
    above = None
    if "above" in row:
        if kind != "scale":
            row.refuse("above", f"stands in a {kind}", "only in a scale")
        above = row.number("above", 0, SCALE_MOST - 1)
    answers = row.choices("answers", words) if above is None or "answers" in row else ()
    return Verdict(_finding(row), answers, above)


def _together(table: Table, questions: Sequence[str], places: Sequence[str]) -> tuple[Together, ...]:
    return tuple(
        Together(
            key=row.text("key"),
            questions=row.choices("questions", questions),
            matters_for=row.choices("matters_for", places),
            finding=_finding(row),
            evidence=_evidence(row),
        )
        for row in table.rows("together", _TOGETHER)
    )


def _requirements(table: Table, places: Sequence[str]) -> tuple[Requirement, ...]:
    requirements = tuple(
        Requirement(
            key=row.text("key"),
            matters_for=row.choices("matters_for", places),
            finding=_finding(row),
            evidence=_evidence(row),
        )
        for row in table.rows("requirements", _REQUIREMENT)
    )
    for context in (MAXIMAL, AFTER_A_STOP):
        if not any(context in each.matters_for for each in requirements):
            table.refuse("requirements", f"none matters for {context}", f"at least one for {MAXIMAL} and for stop")
    return requirements


def _finding(row: Table) -> Finding:
    outcome = row.choice("outcome", BAD_OUTCOMES)
    released_by: ReleasedBy = "nobody"
    if "released_by" in row:
        if outcome not in RELEASABLE:
            row.refuse("released_by", f"stands beside {outcome}", f"only beside {', '.join(RELEASABLE)}")
        released_by = row.choice("released_by", get_args(ReleasedBy))
    mind = ""
    if "mind" in row:
        if released_by == "nobody":
            row.refuse("mind", "stands where nobody can open", "only beside released_by")
        mind = row.text("mind")
    return Finding(outcome, row.text("why"), row.text("do"), released_by, mind)


def _evidence(row: Table) -> tuple[str, ...]:
    return row.choices("evidence", tuple(bibliography()))
