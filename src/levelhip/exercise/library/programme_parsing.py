"""From the text of a programme to `Programme`, as strictly as an exercise is read. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, get_args

from levelhip.exercise.library import UnknownExerciseError, exercise_keys, load_exercise
from levelhip.exercise.library.bibliography import bibliography
from levelhip.exercise.library.tables import Table, key_of, read_toml
from levelhip.exercise.programme import DAYS_A_WEEK, Aim, Item, Programme, Rung, Stage
from levelhip.exercise.protocol import LONGEST_HOLD_S

MOST_PER_DAY: Final = 24
MOST_REPS: Final = 100
"""More in one session is a slip of the pen."""

_PROGRAMME: Final = ("name", "summary", "alone_until", "begins", "stages", "evidence")
_STAGE: Final = ("key", "name", "why", "aim", "items", "beside")
_ITEM: Final = ("exercise", "rungs", "evidence")
_RUNG: Final = ("per_day", "days_a_week", "hold_s", "reps")
_BEGINS: Final = ("stage", "exercise", "rung")


def parse_programme(text: str, source: str) -> Programme:
    """Read a programme, shipped or a therapist's own. `source`: the file's name, which is the key and `.toml`.

    Raises LibraryError with one line: the file, where in it, what is wrong, what is allowed.
    """
    key = key_of(source)
    data = read_toml(text, source)
    table = Table(source, "", data, _PROGRAMME)
    stages = tuple(_stage(row) for row in table.rows("stages", _STAGE))
    if not stages:
        table.refuse("stages", "is missing", f"at least one table [[stages]] with {', '.join(_STAGE)}")
    names = [stage.key for stage in stages]
    table.unique("stages", names)
    programme = Programme(
        key=key,
        name=table.text("name"),
        summary=table.text("summary"),
        begins=_begins(table.table("begins", _BEGINS)),
        alone_until=table.choice("alone_until", names) if "alone_until" in table else None,
        stages=stages,
        evidence=_evidence(table),
    )
    if programme.find(programme.begins) is None:
        places = ", ".join(" ".join(map(str, step.place)) for step in programme.steps)
        table.refuse("begins", f"there is no {' '.join(map(str, programme.begins))}", places)
    return programme


def _begins(table: Table) -> tuple[str, str, int]:
    return table.text("stage"), table.text("exercise"), table.whole("rung", 1, 100)


def _stage(row: Table) -> Stage:
    aim: Aim = row.choice("aim", get_args(Aim))
    items = tuple(_item(each) for each in row.rows("items", _ITEM))
    if not items:
        row.refuse("items", "is missing", f"at least one table [[stages.items]] with {', '.join(_ITEM)}")
    beside = tuple(_beside(each) for each in row.rows("beside", (*_RUNG, "exercise", "evidence")))
    row.unique("items", [item.exercise for item in (*items, *beside)])
    return Stage(row.text("key"), row.text("name"), row.text("why"), aim, items, beside)


def _item(row: Table) -> Item:
    exercise, is_hold = _exercise(row)
    rungs = tuple(_rung(each, is_hold=is_hold) for each in row.rows("rungs", _RUNG))
    if not rungs:
        row.refuse("rungs", "is missing", f"at least one table with {', '.join(_RUNG)}")
    for number, (easier, harder) in enumerate(pairwise(rungs), start=1):
        if harder.weekly <= easier.weekly:
            problem = f"asks {harder.weekly:g} a week and side, the rung before {easier.weekly:g}"
            row.refuse(f"rungs[{number}]", problem, "more than the rung before: times x days x repetitions x seconds")
    return Item(exercise, rungs, _evidence(row))


def _beside(row: Table) -> Item:
    exercise, is_hold = _exercise(row)
    return Item(exercise, (_rung(row, is_hold=is_hold),), _evidence(row))


def _exercise(row: Table) -> tuple[str, bool]:
    """The exercise's key, and whether it is a hold."""
    key = row.text("exercise")
    try:
        return key, load_exercise(key).kind == "hold"
    except UnknownExerciseError as error:
        row.refuse("exercise", str(error).partition(";")[0], ", ".join(exercise_keys()))


def _rung(row: Table, *, is_hold: bool) -> Rung:
    if "hold_s" in row and not is_hold:
        row.refuse("hold_s", "stands in a movement", "only in a hold")
    return Rung(
        per_day=row.whole("per_day", 1, MOST_PER_DAY),
        days_a_week=row.whole("days_a_week", 1, DAYS_A_WEEK),
        hold_s=row.number("hold_s", 1, LONGEST_HOLD_S) if is_hold else 0,
        reps=row.whole("reps", 1, MOST_REPS),
    )


def _evidence(row: Table) -> tuple[str, ...]:
    return row.choices("evidence", tuple(bibliography()))
