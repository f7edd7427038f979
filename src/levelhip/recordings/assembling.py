"""Batches of a file's own columns into chunks of ours: units, seconds, sides, and an account of what was unreadable."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from levelhip.ports import Chunk, Recording
from levelhip.recordings.cells import finite, is_missing, parse_cells
from levelhip.recordings.columns import Layout
from levelhip.recordings.notes import Notes, quoted, refusal
from levelhip.recordings.time_column import TimeColumn

Texts = Sequence[str]
Floats = Sequence[float]

_SIDES: Final = {"l": "left", "left": "left", "r": "right", "right": "right"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive rows as the file has them.

    `texts`, `floats`: a file column's place -> its cells. `lines`: the line of each row.
    """

    lines: Sequence[int]
    texts: Mapping[int, Texts]
    floats: Mapping[int, Floats]


@dataclass(slots=True)
class _Unreadable:
    """Cells of one column that hold neither a number nor a sign for 'missing'."""

    count: int = 0
    line: int = 0
    cell: str = ""


class Assembler:
    """Builds chunks of one file, front to back. `word`: what a row's place is called, 'line' or 'row'."""

    def __init__(self, path: Path, layout: Layout, time: TimeColumn, notes: Notes, *, word: str = "line") -> None:
        self._path = path
        self._layout = layout
        self._time = time
        self._notes = notes
        self._word = word
        self._rows = 0
        self._unreadable: dict[int, _Unreadable] = {}
        self._untimed = _Unreadable()

    def chunks(self, batches: Iterator[Batch]) -> Iterator[Chunk]:
        """Yield chunks with at least one row each. Raises RecordingError where a column is mostly unreadable."""
        for batch in batches:
            chunk = self._chunk(batch)
            if chunk.t_s:
                yield chunk
        if self._rows == 0:
            raise refusal(self._path, "there is a header but no row of data", "record or export it again")
        for index, bad in self._unreadable.items():
            if bad.count * 2 > self._rows:
                raise self._mostly_unreadable(index, bad)
        if self._untimed.count * 2 > self._rows:
            raise self._mostly_unreadable(self._layout.time, self._untimed)

    def recording(self, chunks: Iterator[Chunk], progress: Callable[[], float | None]) -> Recording:
        """Return the recording of `chunks`; the first is read now, so that a wrong start is told on opening."""
        first = next(chunks, None)
        if first is None:
            raise refusal(self._path, "no row has a readable time", "check the time column")
        ahead = chain([first], chunks)
        started_at = self._time.started_at
        return Recording(self._path.name, self._layout.columns, ahead, started_at, self._notes.lines, progress)

    def _chunk(self, batch: Batch) -> Chunk:
        first = self._rows == 0
        self._rows += len(batch.lines)
        layout = self._layout
        if layout.time in batch.texts:
            t_s = self._time.from_text(batch.texts[layout.time])
        else:
            t_s = self._time.from_numbers(batch.floats[layout.time])
        parsed = {index: self._parse(batch, index) for index in {wanted.index for wanted in layout.numbers}}
        numbers = {wanted.ours: _scaled(parsed[wanted.index], wanted.factor) for wanted in layout.numbers}
        if first:
            self._refuse_hopeless(batch)
        side = None if layout.side is None else self._sides(batch, layout.side)
        if math.isfinite(sum(t_s)):
            return Chunk(t_s, numbers, side)
        return self._timed_rows(batch, Chunk(t_s, numbers, side))

    def _parse(self, batch: Batch, index: int) -> list[float]:
        cells = batch.texts.get(index)
        if cells is None:
            return finite(list(map(float, batch.floats[index])))
        values, places = parse_cells(cells, decimal_comma=self._time.decimal_comma)
        if places:
            self._note_unreadable(index, len(places), batch.lines[places[0]], cells[places[0]])
        return values

    def _note_unreadable(self, index: int, count: int, line: int, cell: str) -> None:
        bad = self._unreadable.setdefault(index, _Unreadable(0, line, cell))
        bad.count += count
        every = sum(each.count for each in self._unreadable.values())
        earliest = min(self._unreadable, key=lambda each: self._unreadable[each].line)
        shown = self._unreadable[earliest]
        where = f"{self._word} {shown.line}, column {quoted(self._layout.names[earliest])}: {quoted(shown.cell)}"
        self._notes.keep("unreadable", f"cells that are not numbers count as missing: {every} (first in {where})")

    def _refuse_hopeless(self, batch: Batch) -> None:
        """Refuse at once a column in whose first rows every cell that is not missing is unreadable."""
        for index, bad in self._unreadable.items():
            present = sum(not is_missing(cell) for cell in batch.texts[index])
            if bad.count == present and bad.count * 2 > len(batch.lines):
                raise self._mostly_unreadable(index, bad)

    def _mostly_unreadable(self, index: int, bad: _Unreadable) -> Exception:
        name = quoted(self._layout.names[index])
        what = f"{bad.count} of {self._rows} cells of column {name} are not numbers (first in {self._word} {bad.line}"
        return refusal(self._path, f"{what}: {quoted(bad.cell)})", "check the column and the decimal sign")

    def _sides(self, batch: Batch, index: int) -> list[str]:
        cells = batch.texts.get(index)
        if cells is None:
            cells = [str(value) for value in batch.floats[index]]
        meaning = {cell: _SIDES.get(cell.strip().lower(), "") for cell in set(cells)}
        strange = {cell for cell, side in meaning.items() if not side and not is_missing(cell)}
        if strange and not self._notes.has("side"):
            place = next(place for place, cell in enumerate(cells) if cell in strange)
            where = f"first in {self._word} {batch.lines[place]}: {quoted(cells[place])}"
            self._notes.keep("side", f"column 'side' holds more than left and right; not told there ({where})")
        return [meaning[cell] for cell in cells]

    def _timed_rows(self, batch: Batch, chunk: Chunk) -> Chunk:
        """Drop the rows without a time, with one warning that counts them."""
        kept = [place for place, value in enumerate(chunk.t_s) if math.isfinite(value)]
        lost = len(chunk.t_s) - len(kept)
        if lost:
            present = set(kept)
            place = next(place for place in range(len(chunk.t_s)) if place not in present)
            cell = batch.texts[self._layout.time][place] if self._layout.time in batch.texts else "no number"
            self._note_untimed(lost, batch.lines[place], cell)
        side = None if chunk.side is None else [chunk.side[place] for place in kept]
        numbers = {name: [values[place] for place in kept] for name, values in chunk.numbers.items()}
        return Chunk([chunk.t_s[place] for place in kept], numbers, side)

    def _note_untimed(self, count: int, line: int, cell: str) -> None:
        bad = self._untimed
        if not bad.count:
            bad.line, bad.cell = line, cell
        bad.count += count
        where = f"first in {self._word} {bad.line}: {quoted(bad.cell)}"
        self._notes.keep("untimed", f"rows without a readable time are left out: {bad.count} ({where})")


def _scaled(values: list[float], factor: float) -> list[float]:
    return list(values) if factor == 1.0 else finite([value * factor for value in values])
