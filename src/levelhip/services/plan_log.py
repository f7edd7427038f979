"""What became of the plan, change by change, as pages and programs are told."""

from __future__ import annotations

from collections.abc import Iterable

from levelhip.exercise.plan_words import step_in_words
from levelhip.ports import Json, NewPlan
from levelhip.services.plan_rows import read_row


def changes(rows: Iterable[NewPlan]) -> list[Json]:
    """Every change of dose, newest first. `step`: None where this version does not know its place any more."""
    return [_change(row) for row in rows][::-1]


def _change(row: NewPlan) -> Json:
    try:
        plan = read_row(row)
    except ValueError:
        plan = None
    return {
        "date": row.day.isoformat(),
        "verdict": row.verdict,
        "rule": row.rule,
        "reasons": list(row.reasons),
        "evidence": list(row.evidence),
        "programme": row.programme if plan is None else plan.programme.name,
        "step": None if plan is None else step_in_words(plan.place).as_dict(),
    }
