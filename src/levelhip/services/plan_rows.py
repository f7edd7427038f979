"""A kept row of the plan as the plan again, and a programme that a therapist wrote."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.library.programme_files import load_programme
from levelhip.exercise.library.programme_parsing import parse_programme
from levelhip.exercise.plan import Plan
from levelhip.exercise.plan_kept import read_plan
from levelhip.exercise.programme import Programme
from levelhip.exercise.wording import N_
from levelhip.ports import KeptPlan, NewPlan

OWN_KEY: Final = "own"
"""The key of a programme that a therapist wrote."""
MOST_LETTERS: Final = 64 * 1024
"""Of a programme's text."""


class PlanningError(ValueError):
    """What cannot be done with the plan. The message is one line."""


def own_programme(text: str) -> Programme:
    """A programme that a therapist wrote. Raises PlanningError, or LibraryError: what is wrong in it, and where."""
    if len(text) > MOST_LETTERS:
        raise PlanningError(N_("The programme is too long."))
    return parse_programme(text, f"{OWN_KEY}.toml")


def read_row(made: NewPlan) -> Plan:
    """The plan of a row. Raises PlanError or LibraryError where it cannot be read."""
    own = made.own_text
    return read_plan(made.plan, load_programme if own is None else lambda _: own_programme(own))


def step_left(programme: Programme, row: KeptPlan) -> int | None:
    """The step at which a programme was left; None where it has no such place any more."""
    try:
        left = read_row(row.made).place.place
    except ValueError:
        return 0  # what cannot be read raises nobody
    return programme.find(left)
