"""A plan as it is kept: JSON, and back. What does not fit is refused in one line; nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NoReturn, cast

from levelhip.exercise.plan import Change, Plan
from levelhip.exercise.programme import Programme
from levelhip.exercise.sentence import read_sentence
from levelhip.exercise.signals import Side

SCHEMA: Final = "levelhip.plan/1"
MOST_CHANGES: Final = 10_000


class PlanError(ValueError):
    """A kept plan cannot be read. One line: where in it, and what is wrong."""


def plan_as_dict(plan: Plan) -> dict[str, object]:
    """The plan for JSON. A step is kept as its place, which outlives a programme that grows."""
    return {
        "schema": SCHEMA,
        "programme": plan.programme.key,
        "step": _place(plan, plan.step),
        "least": _place(plan, plan.least),
        "most": _place(plan, plan.most),
        "sides": list(plan.sides),
        "prescribed_by": plan.prescribed_by,
        "begun": plan.begun.isoformat(),
        "since": plan.since.isoformat(),
        "until": None if plan.until is None else plan.until.isoformat(),
        "usual_morning": plan.usual_morning,
        "changes": [_change(plan, change) for change in plan.changes],
    }


def read_plan(data: object, programme_of: Callable[[str], Programme]) -> Plan:
    """Read what `plan_as_dict` gave; `programme_of` gives the programme of a key, or raises LookupError.

    Raises PlanError where it cannot be read, or no longer fits its programme.
    """
    fields = _Fields(data, "plan")
    if fields.text("schema") != SCHEMA:
        raise PlanError(f"plan: schema is {fields.text('schema')[:40]!r}, this version reads {SCHEMA}")
    try:
        programme = programme_of(fields.text("programme"))
    except LookupError as error:
        raise PlanError(f"plan: {error}") from error
    usual = fields.get("usual_morning")
    if isinstance(usual, bool) or not (usual is None or isinstance(usual, int | float)):
        raise PlanError("plan: usual_morning must be a number or null")
    try:
        return Plan(
            programme=programme,
            step=fields.step("step", programme),
            least=fields.step("least", programme),
            most=fields.step("most", programme),
            sides=tuple(cast("list[Side]", fields.texts("sides"))),  # Plan looks at them
            prescribed_by=fields.text("prescribed_by"),
            begun=fields.day("begun"),
            since=fields.day("since"),
            until=None if fields.get("until") is None else fields.day("until"),
            usual_morning=usual,
            changes=tuple(_read_change(each, programme) for each in fields.several("changes")),
        )
    except PlanError:
        raise
    except ValueError as error:  # what Plan says of itself
        raise PlanError(str(error)) from error


def _place(plan: Plan, step: int) -> list[object]:
    return list(plan.programme.steps[step].place)


def _change(plan: Plan, change: Change) -> dict[str, object]:
    return {
        "day": change.day.isoformat(),
        "rule": change.rule,
        "before": _place(plan, change.before),
        "after": _place(plan, change.after),
        "reason": change.reason.as_dict(),
    }


def _read_change(data: object, programme: Programme) -> Change:
    fields = _Fields(data, "plan: changes")
    kept = fields.get("reason")
    try:
        reason = read_sentence(kept)
    except ValueError as error:
        raise PlanError(f"plan: changes: {error}") from error
    return Change(
        day=fields.day("day"),
        rule=fields.text("rule"),
        before=fields.step("before", programme),
        after=fields.step("after", programme),
        reason=reason,
    )


class _Fields:
    """The fields of one JSON object, each asked for by its name."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise PlanError(f"{where}: is no JSON object")
        self._data, self._where = data, where

    def get(self, key: str) -> object:
        if key not in self._data:
            raise PlanError(f"{self._where}: {key} is missing")
        value: object = self._data[key]
        return value

    def text(self, key: str) -> str:
        value = self.get(key)
        return value if isinstance(value, str) else self._refuse(key, "a text")

    def several(self, key: str) -> Sequence[object]:
        value = self.get(key)
        return value if isinstance(value, list) and len(value) <= MOST_CHANGES else self._refuse(key, "a list")

    def texts(self, key: str) -> list[str]:
        return [each if isinstance(each, str) else self._refuse(key, "a list of texts") for each in self.several(key)]

    def day(self, key: str) -> date:
        written = self.text(key)
        try:
            return date.fromisoformat(written)
        except ValueError:
            return self._refuse(key, "a date like 2026-11-22")

    def step(self, key: str, programme: Programme) -> int:
        match self.get(key):
            case [str(stage), str(exercise), int(rung)] if (
                number := programme.find((stage, exercise, rung))
            ) is not None:
                return number
        return self._refuse(key, f"stage, exercise and rung of programme {programme.key}")

    def _refuse(self, key: str, wanted: str) -> NoReturn:
        raise PlanError(f"{self._where}: {key} must be {wanted}")
