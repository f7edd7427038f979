"""From the text of a questionnaire's TOML file to a `Questionnaire`, as strictly as an exercise is read.

A clinic that holds the licence of a questionnaire adds its wording in a file of the same form; see docs/evidence.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, get_args

from levelhip.exercise.library.bibliography import bibliography
from levelhip.exercise.library.shipped import shipped
from levelhip.exercise.library.tables import Table, key_of, read_toml
from levelhip.exercise.questionnaires import MOST_ITEMS, Better, ChangeLimits, Kind, Questionnaire, Total

FOLDER: Final = "questionnaires"
SUFFIX: Final = ".toml"
_KEYS: Final = (
    "name", "summary", "kind", "scale", "ends", "answers", "ask", "items", "item_count", "activity_count", "total",
    "better", "licence", "evidence", "change",
)  # fmt: skip
_LISTED: Final = ("name", "summary", "kind", "licence", "evidence")
_CHANGE: Final = ("error", "important", "important_share", "much", "much_share", "evidence")
_LARGEST: Final = 100


@cache
def questionnaires() -> Mapping[str, Questionnaire]:
    """Return the shipped questionnaires by key, in alphabetical order. Raises LibraryError."""
    entries = sorted(shipped().joinpath(FOLDER).iterdir(), key=lambda entry: entry.name)
    read = [parse_questionnaire(each.read_text(encoding="utf-8"), each.name) for each in entries if _is_one(each.name)]
    return MappingProxyType({each.key: each for each in read})


def parse_questionnaire(text: str, source: str) -> Questionnaire:
    """Read one. `source`: its file's name, which is its key and `.toml`. Raises LibraryError."""
    key = key_of(source)
    data = read_toml(text, source)
    table = Table(source, "", data, _LISTED if data.get("kind") == "listed" else _KEYS)
    kind: Kind = table.choice("kind", get_args(Kind))
    return _listed(key, table) if kind == "listed" else _asked(key, kind, table)


def _is_one(name: str) -> bool:
    return name.endswith(SUFFIX)


def _listed(key: str, table: Table) -> Questionnaire:
    return Questionnaire(
        key=key,
        name=table.text("name"),
        summary=table.text("summary"),
        kind="listed",
        scale=(0, 0),
        total="sum",
        better="higher",
        licence=table.text("licence"),
        evidence=_evidence(table),
        item_count=0,
    )


def _asked(key: str, kind: Kind, table: Table) -> Questionnaire:
    scale = table.whole_span("scale", -_LARGEST, _LARGEST)
    total: Total = table.choice("total", get_args(Total))
    better: Better = table.choice("better", get_args(Better))
    items = table.texts("items") if "items" in table else ()
    return Questionnaire(
        key=key,
        name=table.text("name"),
        summary=table.text("summary"),
        kind=kind,
        scale=scale,
        total=total,
        better=better,
        licence=table.text("licence"),
        evidence=_evidence(table),
        ask=table.text("ask") if kind != "items" or "ask" in table else "",
        ends=_ends(table) if kind != "items" or "ends" in table else ("", ""),
        answers=_answers(table, scale),
        items=items,
        item_count=_item_count(kind, items, table),
        activity_count=_activity_count(kind, table),
        change=_change(table.table("change", _CHANGE)) if "change" in table else None,
    )


def _ends(table: Table) -> tuple[str, str]:
    ends = table.texts("ends")
    if len(ends) != 2:  # noqa: PLR2004 - a scale has two ends
        table.refuse("ends", f"has {len(ends)} texts", "two texts: what the least and what the most means")
    return ends[0], ends[1]


def _answers(table: Table, scale: tuple[int, int]) -> tuple[str, ...]:
    if "answers" not in table:
        return ()
    answers = table.texts("answers")
    wanted = scale[1] - scale[0] + 1
    if len(answers) != wanted:
        table.refuse("answers", f"has {len(answers)} texts", f"{wanted} texts, one for each answer from the least on")
    return answers


def _item_count(kind: Kind, items: tuple[str, ...], table: Table) -> int:
    if kind != "items":
        for key in ("items", "item_count"):
            if key in table:
                table.refuse(key, f"stands in a questionnaire of kind {kind}", "only in one of kind items")
        return 1
    count = table.whole("item_count", 1, MOST_ITEMS)
    if items and len(items) != count:
        table.refuse("items", f"has {len(items)} texts", f"{count} texts, as item_count says, or none at all")
    return count


def _activity_count(kind: Kind, table: Table) -> tuple[int, int] | None:
    if kind == "activities":
        return table.whole_span("activity_count", 1, MOST_ITEMS)
    if "activity_count" in table:
        table.refuse("activity_count", f"stands in a questionnaire of kind {kind}", "only in one of kind activities")
    return None


def _change(table: Table) -> ChangeLimits:
    def points(key: str) -> float | None:
        return table.number(key, 0.01, _LARGEST * MOST_ITEMS) if key in table else None

    def share(key: str) -> float | None:
        return table.number(key, 0.01, 1) if key in table else None

    limits = ChangeLimits(
        evidence=_evidence(table),
        error=points("error"),
        important=points("important"),
        important_share=share("important_share"),
        much=points("much"),
        much_share=share("much_share"),
    )
    for name in ("important", "much"):
        if f"{name}_share" in table and name not in table:
            table.refuse(f"{name}_share", f"stands there without {name}", f"{name} in points, and this beside it")
    if limits.much is not None and (limits.important is None or limits.much < limits.important):
        table.refuse("much", f"is {limits.much:g}", "at least important, which stands beside it")
    return limits


def _evidence(table: Table) -> tuple[str, ...]:
    return table.choices("evidence", tuple(bibliography()))
