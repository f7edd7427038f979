"""A plan on a terminal: what is due today, the stage, and why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from levelhip.exercise.library import load_exercise
from levelhip.exercise.plan import Due, Plan
from levelhip.exercise.plan_words import dose_in_words, explain
from levelhip.exercise.sentence import Sentence

_WIDTH = 98


def plan_text(plan: Plan, asked: Sequence[tuple[Due, int]], reasons: Iterable[Sentence]) -> str:
    """What is `asked` today (each with how often it was done), what was decided, and why the dose is what it is."""
    lines = [plan.programme.name, ""]
    lines += [_asked(due, done) for due, done in asked] or ["Nothing is due today."]
    said = [each.said() for each in reasons]
    if said:
        lines += ["", "Today:", *(_wrapped(each) for each in said)]
    why = explain(plan)
    lines += ["", "Why this dose:", *(_wrapped(each.said()) for each in why.sentences)]
    lines += ["", f"Rule: {why.rule or 'the beginning of the plan'}; sources: {', '.join(why.evidence)}"]
    lines.append("It advises; it does not diagnose. Stop if it hurts.")
    return "\n".join(lines)


def _asked(due: Due, done: int) -> str:
    name = load_exercise(due.exercise).name
    return f"{name}: {dose_in_words(due.dose).said()} ({done} of {due.dose.per_day} done today)"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")
