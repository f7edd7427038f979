"""Lines of a text table into batches of columns: ragged, blank and over-long rows included, constant memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from levelhip.ports import CHUNK_ROWS
from levelhip.recordings.assembling import Batch
from levelhip.recordings.columns import Layout
from levelhip.recordings.notes import Notes, refusal

WHITESPACE: Final = " "


@dataclass(frozen=True, slots=True)
class TextTable:
    """The rows of a text file.

    `first_line`: lines of the file before the first row. `delimiter`: one sign, or WHITESPACE for runs of blanks and
    tabs. `width`: cells a row should have.
    """

    path: Path
    lines: Iterator[str]
    first_line: int
    delimiter: str
    width: int


def split_rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each line; a blank line gives no or blank cells. Raises csv.Error for cells without end."""
    if delimiter == WHITESPACE:
        return (line.split() for line in lines)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t")


def batches(table: TextTable, layout: Layout, notes: Notes) -> Iterator[Batch]:
    """Yield the wanted columns of a table, CHUNK_ROWS rows at a time. Raises RecordingError for a cell without end."""
    rows = split_rows(table.lines, table.delimiter)
    line = table.first_line
    while True:
        try:
            part = list(islice(rows, CHUNK_ROWS))
        except csv.Error as error:
            what = f"after line {line} a cell does not end ({error})"
            raise refusal(table.path, what, "look for a quotation mark without its partner") from None
        if not part:
            return
        numbered: Sequence[int] = range(line + 1, line + 1 + len(part))
        line += len(part)
        if set(map(len, part)) != {table.width}:
            part, numbered = _repaired(part, numbered, table.width, notes)
        columns = list(zip(*part, strict=True))
        if part and "" in columns[layout.time]:
            part, numbered = _repaired(part, numbered, table.width, notes)
            columns = list(zip(*part, strict=True))
        if part:
            yield Batch(numbered, {index: columns[index] for index in layout.indices}, {})


def _repaired(
    rows: list[list[str]], numbered: Sequence[int], width: int, notes: Notes
) -> tuple[list[list[str]], list[int]]:
    """Return the rows that hold something, each `width` cells wide, and their lines. Blank and comment rows go."""
    whole: list[list[str]] = []
    lines: list[int] = []
    for row, line in zip(rows, numbered, strict=True):
        if not any(map(str.strip, row)) or (row[0].startswith("#") and len(row) != width):
            continue
        if len(row) > width and any(map(str.strip, row[width:])) and not notes.has("wide"):
            text = f"line {line} has {len(row)} cells where the header has {width}; what is beyond is left out"
            notes.keep("wide", text)
        whole.append(row if len(row) == width else (row + [""] * (width - len(row)))[:width])
        lines.append(line)
    return whole, lines
