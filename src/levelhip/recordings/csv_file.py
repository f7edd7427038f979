"""Reads CSV and its kin (.csv .tsv .txt, also gzip): any usual delimiter, decimal sign, encoding, header or none."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from levelhip.ports import ReadOptions, Recording
from levelhip.recordings.assembling import Assembler
from levelhip.recordings.cells import is_missing, parse_cell
from levelhip.recordings.columns import plan_layout
from levelhip.recordings.notes import Notes, listed, quoted, refusal
from levelhip.recordings.opening import TextFile
from levelhip.recordings.opensignals_text import is_opensignals, read_opensignals
from levelhip.recordings.text_rows import WHITESPACE, TextTable, batches, split_rows
from levelhip.recordings.time_column import TimeColumn, recognise

_SAMPLE_LINES: Final = 40
_DELIMITERS: Final = ("\t", ";", "|", ",", WHITESPACE)
_QUOTED_COMMA: Final = re.compile(r'"\s*[+-]?\d+,\d+\s*"')
_THOUSANDS: Final = re.compile(r'"\s*[+-]?[1-9]\d{0,2},\d{3}\s*"')
_RIGGING: Final = re.compile(r"#\s*rigging:\s*(strand|inline)")
_SKIP: Final = ("", "-")


@dataclass(frozen=True, slots=True)
class _Start:
    """What the first lines tell: delimiter, the first row, how many lines it ends at, comments, the sample."""

    delimiter: str
    row: list[str]
    lines_before_row: int
    lines_through_row: int
    comment: str
    sample: list[str]


class CsvReader:
    """Streams a text table: constant memory whatever its size."""

    suffixes: tuple[str, ...] = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz")

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Open a text table. Raises RecordingError, here or while chunks are read, saying what and where."""
        file = TextFile(path)
        try:
            return _read(path, file, options)
        except BaseException:
            file.close()
            raise


READER = CsvReader()


def _read(path: Path, file: TextFile, options: ReadOptions) -> Recording:
    notes = Notes()
    blocks = file.blocks()
    head = next(blocks, [])
    if is_opensignals(head):
        return read_opensignals(path, file, head, chain.from_iterable(blocks), options)
    start = _start(path, head)
    names, skip = _names(path, start, options, notes)
    layout = plan_layout(path, names, options, notes)
    comma = _decimal_comma(start, notes)
    rest: Iterator[str] = chain(head[skip:], chain.from_iterable(blocks))
    table = TextTable(path, rest, skip, start.delimiter, len(names))
    time = TimeColumn(path, names[layout.time], layout.time_unit, notes, decimal_comma=comma)
    assembler = Assembler(path, layout, time, notes)
    recording = assembler.recording(assembler.chunks(batches(table, layout, notes)), file.progress)
    recording.rigging = _rigging(head[: start.lines_before_row])
    return recording


def _start(path: Path, head: list[str]) -> _Start:
    """Look at the first lines: skip blank and comment lines, tell the delimiter, take the first row."""
    told, comment, place = None, "", 0
    while place < len(head):
        line = head[place].strip()
        if place == 0 and re.fullmatch(r'"?sep=[;,|\t]"?', head[place].lower()):
            told = head[place].strip('"')[4]
        elif line.startswith("#"):
            comment = line.lstrip("# ")
        elif line:
            break
        place += 1
    if place == len(head):
        raise refusal(path, "there is no table in it, only blank or comment lines", "record or export it again")
    sample = [line for line in head[place : place + _SAMPLE_LINES] if line.strip() and not line.startswith("#")]
    delimiter = told or _delimiter(path, sample)
    lines = iter(head[place:])
    try:
        row = next(split_rows(lines, delimiter))
    except csv.Error as error:
        raise refusal(path, f"line {place + 1} cannot be split into cells ({error})", "export it again") from None
    through = len(head) - sum(1 for _ in lines)
    return _Start(delimiter, [cell.strip() for cell in row], place, through, comment, sample)


def _rigging(lines: list[str]) -> str | None:
    """How the load cell sat, where a comment above the table tells it, as those of our own exports do."""
    return next((found[1] for line in lines if (found := _RIGGING.fullmatch(line.strip())) is not None), None)


def _delimiter(path: Path, sample: list[str]) -> str:
    """Return the sign that cuts the sample's lines into equally many cells, more than one."""
    best, most = ",", 0
    for sign in _DELIMITERS:
        try:
            widths = [len(row) for row in split_rows(iter(sample), sign) if row]
        except csv.Error as error:
            raise refusal(path, f"its first lines cannot be split into cells ({error})", "export it again") from None
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width > 1 and count >= 0.8 * len(widths):
            return sign
        if sign != WHITESPACE and widths and widths[0] > max(most, 1):
            best, most = sign, widths[0]
    return best


def _names(path: Path, start: _Start, options: ReadOptions, notes: Notes) -> tuple[list[str], int]:
    """Return the columns' names and how many lines stand before the first row of data."""
    row = start.row
    if not options.header:
        if not _is_data(row):
            return row, start.lines_through_row
        commented = [cell.strip() for cell in next(split_rows(iter([start.comment]), start.delimiter), [])]
        if len(commented) == len(row) and any(recognise(cell)[0] for cell in commented):
            return commented, start.lines_before_row
        example = ",".join(["t_s", *("ax_g", "ay_g", "az_g", *("-" * len(row)))][: len(row)])
        todo = f"name its {len(row)} columns, for example --columns {example}"
        raise refusal(path, f"there is no header line (first row: {listed(row)})", todo)
    if len(options.header) != len(row):
        what = f"--columns names {len(options.header)} columns but the first row has {len(row)}"
        raise refusal(path, f"{what} ({listed(row)})", "name each column, - for one to skip")
    names = ["" if name.strip() in _SKIP else name.strip() for name in options.header]
    if any(_kind(cell) == "value" for cell in row) or all(map(is_missing, row)):
        return names, start.lines_before_row
    notes.add(f"the file has its own header line ({listed(row)}); the names given with --columns are used instead")
    return names, start.lines_through_row


def _is_data(row: list[str]) -> bool:
    kinds = {_kind(cell) for cell in row}
    return "value" in kinds and "text" not in kinds


def _kind(cell: str) -> str:
    """Return 'value' for a number or a stamp, 'blank' for missing or a side, else 'text'."""
    if is_missing(cell) or cell.lower() in ("left", "right", "l", "r"):
        return "blank"
    if parse_cell(cell, decimal_comma=True) is not None:
        return "value"
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        return "text"
    return "value"


def _decimal_comma(start: _Start, notes: Notes) -> bool:
    """Say whether a comma inside a cell is a decimal sign."""
    if start.delimiter != ",":
        return True
    cells = [found.group() for line in start.sample for found in _QUOTED_COMMA.finditer(line)]
    if cells and all(_THOUSANDS.fullmatch(cell) for cell in cells):
        notes.add(f"the comma in {quoted(cells[0].strip(chr(34)))} is read as a decimal sign")
    return bool(cells)
