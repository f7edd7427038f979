"""Reading `numbers/*.toml`: one file a topic, found by being there. What a row means is told in `exercise.numbers`.

`[[numbers]]` has a number that stands in the code, or in a sentence; `key` is the constant's dotted name
(`protocol.COMPLETE_FRACTION`), `also` more values of it, `conflicts` what other sources give instead. `[[fields]]`
names a field of the library's other files (`dose.hold_s`): the values are read off those, and so is the evidence where
the field names none of its own (`evidence`: of all, `cases`: of some).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final, get_args

from levelhip.exercise.library.bibliography import bibliography
from levelhip.exercise.library.shipped import shipped
from levelhip.exercise.library.tables import Table, read_toml
from levelhip.exercise.numbers import MAY_BE_UNVERIFIED, Case, Effect, Joined, Number, Topic, Unit

FOLDER: Final = "numbers"
_FILE: Final = ("title", "order", "last_reviewed", "numbers", "fields")
_ABOUT: Final = ("key", "name", "unit", "joined", "decides", "effect", "last_reviewed")
_CASE: Final = ("value", "spread", "says", "evidence")
_NUMBER: Final = (*_ABOUT, *_CASE, "also", "conflicts")
_FIELD: Final = (*_ABOUT, "evidence", "cases", "conflicts")
_LARGEST: Final = 1e6


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the library's files. `about`: all but its cases. `evidence`: of every case that is not in `own`."""

    about: Number
    evidence: tuple[str, ...] | None
    own: Mapping[str, tuple[str, ...]]
    """Evidence by the key of an exercise, a group, a question."""


@dataclass(frozen=True, slots=True)
class NumberFile:
    """One topic."""

    source: str
    topic: Topic
    numbers: tuple[Number, ...]
    fields: tuple[Field, ...]


@cache
def number_files() -> tuple[NumberFile, ...]:
    """Return the shipped files in the order of the page. Raises LibraryError."""
    entries = [entry for entry in shipped().joinpath(FOLDER).iterdir() if entry.name.endswith(".toml")]
    files = [parse_numbers(entry.read_text(encoding="utf-8"), entry.name) for entry in entries]
    return tuple(sorted(files, key=lambda file: (file.topic.order, file.source)))


def parse_numbers(text: str, source: str) -> NumberFile:
    """Read one topic. `source`: the file's name, which is the topic's key and `.toml`. Raises LibraryError."""
    data = read_toml(text, source)
    table = Table(source, "", data, _FILE)
    topic = Topic(source.removesuffix(".toml"), table.text("title"), table.whole("order", 1, 100))
    reviewed = _date(table)
    numbers = tuple(_number(row, topic, reviewed) for row in table.rows("numbers", _NUMBER))
    fields = tuple(_field(row, topic, reviewed) for row in table.rows("fields", _FIELD))
    if not numbers and not fields:
        table.refuse("numbers", "is missing", "at least one table [[numbers]] or [[fields]]")
    table.unique("numbers", [*(each.key for each in numbers), *(each.about.key for each in fields)])
    return NumberFile(source, topic, numbers, fields)


def rests_on_unverified_alone(evidence: tuple[str, ...]) -> bool:
    """Say whether nobody here has read any of these sources again."""
    return all(bibliography()[key]["confidence"] == "M" for key in evidence)


def _number(row: Table, topic: Topic, reviewed: date) -> Number:
    also = (_case(each) for each in row.rows("also", _CASE))
    about = _about(row, topic, reviewed, (_case(row), *also))
    if about.effect not in MAY_BE_UNVERIFIED and rests_on_unverified_alone(about.evidence):
        row.refuse("evidence", f"{about.effect} on unverified sources alone", "a source with H or D beside them")
    return about


def _field(row: Table, topic: Topic, reviewed: date) -> Field:
    cases = [(each.texts("of"), each.choices("evidence", _sources())) for each in row.rows("cases", ("of", "evidence"))]
    own = {of: sources for names, sources in cases for of in names}
    evidence = row.choices("evidence", _sources()) if "evidence" in row else None
    return Field(_about(row, topic, reviewed, ()), evidence, MappingProxyType(own))


def _about(row: Table, topic: Topic, reviewed: date, cases: tuple[Case, ...]) -> Number:
    joined: Joined = row.choice("joined", get_args(Joined)) if "joined" in row else "and"
    unit: Unit = row.choice("unit", get_args(Unit))
    effect: Effect = row.choice("effect", get_args(Effect))
    return Number(
        key=row.text("key"),
        topic=topic,
        name=row.text("name"),
        unit=unit,
        decides=row.text("decides"),
        effect=effect,
        cases=cases,
        last_reviewed=_date(row) if "last_reviewed" in row else reviewed,
        conflicts=tuple(_case(each) for each in row.rows("conflicts", _CASE)),
        joined=joined,
    )


def _case(row: Table) -> Case:
    return Case(
        values=row.numbers("value", -_LARGEST, _LARGEST),
        evidence=row.choices("evidence", _sources()),
        spread=row.number("spread", 0, _LARGEST) if "spread" in row else None,
        says=row.text("says") if "says" in row else "",
    )


def _date(row: Table) -> date:
    text = row.text("last_reviewed")
    try:
        return date.fromisoformat(text)
    except ValueError:
        row.refuse("last_reviewed", f"is {text!r}", 'a date like "2026-11-22"')


def _sources() -> tuple[str, ...]:
    return tuple(bibliography())
