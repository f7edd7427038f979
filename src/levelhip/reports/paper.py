"""What fits on the one sheet of A4 a session is printed on. The numbers were tried with a wide type face."""

from __future__ import annotations

from typing import Final

from levelhip.reports.rep_bars import rep_words
from levelhip.reports.wording import Wording
from levelhip.session.record import SessionRecord, SideRecord

MANY_REPS: Final = 16
"""From here on the set is also drawn in one strip, and the table does not go on paper."""
TABLE_LINES: Final = 14
"""Lines of text that the tables beside each other may take on paper."""
NOTE_CHARACTERS: Final = 20
"""A note longer than this takes another line."""
WARNING_CHARACTERS: Final = 400
"""Warnings longer than this, all together, do not all go on paper."""
ROOMY_LINES: Final = 9
ROOMY_CHARACTERS: Final = 200


def is_many(record: SessionRecord, wording: Wording) -> bool:
    """Say whether the repetitions are too many for a table on paper."""
    return record.rep_count > MANY_REPS or table_lines(record, wording) > TABLE_LINES


def is_roomy(record: SessionRecord, wording: Wording) -> bool:
    """Say whether there is room on paper for what the numbers mean, too."""
    missed = any(side.missed for side in record.sides)
    warned = sum(len(words) for words in record.warnings)
    short_tables = is_many(record, wording) or table_lines(record, wording) <= ROOMY_LINES
    return len(record.sides) <= 2 and short_tables and warned <= ROOMY_CHARACTERS and not missed  # noqa: PLR2004 - a row


def table_lines(record: SessionRecord, wording: Wording) -> int:
    """Lines of text the tables of the sides take, two beside each other."""
    lines = [_lines(side, record, wording) for side in record.sides if side.rep_count]
    return sum(max(lines[i : i + 2]) + 2 for i in range(0, len(lines), 2)) - (2 if lines else 0)


def printed_warnings(record: SessionRecord) -> int:
    """How many warnings go on paper: the first at least."""
    count, characters = 0, 0
    for words in record.warnings:
        characters += min(300, len(words))
        if count and characters > WARNING_CHARACTERS:
            break
        count += 1
    return min(count, 4)


def _lines(side: SideRecord, record: SessionRecord, wording: Wording) -> int:
    return sum(1 + len("; ".join(rep_words(rep, record, wording))) // NOTE_CHARACTERS for rep in side.reps)
