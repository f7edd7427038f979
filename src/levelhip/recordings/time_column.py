"""The time column: which name is time, in which unit, and any of numbers, epochs and ISO stamps into seconds."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from levelhip.recordings.cells import finite, is_missing, parse_cell, parse_cells
from levelhip.recordings.notes import Notes, quoted, refusal

PER_SECOND: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_UNIT_WORDS: Final = {
    "s": ("s", "sec", "secs", "second", "seconds"),
    "ms": ("ms", "msec", "msecs", "millis", "millisecond", "milliseconds"),
    "us": ("us", "usec", "usecs", "micros", "microsecond", "microseconds"),
    "ns": ("ns", "nsec", "nsecs", "nanos", "nanosecond", "nanoseconds"),
    "iso": ("iso", "iso8601", "utc"),
}
_UNIT_OF: Final = {word: unit for unit, words in _UNIT_WORDS.items() for word in words}
_BASES: Final = (
    "t|ts|time|times|time[ _]?stamps?|date[ _]?time|epoch(?:[ _]time)?|unix[ _]?time"
    "|elapsed(?:[ _]time)?|time[ _]elapsed"
)
_NAME: Final = re.compile(rf"(?:{_BASES})(?:(?:[ _:/.-]+|(?=[(\[]))[(\[]?\s*(?P<unit>[a-z0-9]+)\s*[)\]]?)?")
_ELAPSED: Final = re.compile(r"(?P<unit>[a-z]+)[ _]elapsed|elapsed[ _](?P<other>[a-z]+)")
_EPOCH_S: Final = 1e8
_LONGEST_STEP_S: Final = 5.0


def recognise(name: str) -> tuple[bool, str | None]:
    """Say whether a foreign column name means time, and the unit it tells (s, ms, us, ns, iso) or None."""
    plain = name.strip().lower().replace("µ", "u").replace("μ", "u")
    if plain in _UNIT_OF and len(plain) > 1 and _UNIT_OF[plain] != "iso":
        return True, _UNIT_OF[plain]
    elapsed = _ELAPSED.fullmatch(plain)
    if elapsed is not None and (elapsed["unit"] or elapsed["other"]) in _UNIT_OF:
        return True, _UNIT_OF[elapsed["unit"] or elapsed["other"]]
    found = _NAME.fullmatch(plain)
    if found is None or (found["unit"] is not None and found["unit"] not in _UNIT_OF):
        return False, None
    return True, _UNIT_OF.get(found["unit"] or "")


class TimeColumn:
    """Turns a file's times into seconds, deciding on the first rows what they are.

    `name`: the file's name of the column. `unit`: s, ms, us, ns, iso, or None to find out. `stamps`: the numbers count
    from 1970 (a table's own time type). `zone`: such stamps are UTC and are told as such.
    `started_at` is set by the first rows if they tell a date: ISO 8601.
    """

    def __init__(self, path: Path, name: str, unit: str | None, notes: Notes, *, decimal_comma: bool = False) -> None:
        self.name = name
        self.unit = unit
        self.stamps = False
        self.zone = True
        self.started_at: str | None = None
        self._path = path
        self._notes = notes
        self.decimal_comma = decimal_comma
        self._decided = False
        self._origin: float | None = None
        self._first_stamp: datetime | None = None

    def from_text(self, cells: Sequence[str]) -> list[float]:
        """Return the seconds of rows of text, NaN where there is no time. Raises RecordingError if none is."""
        if not self._decided and self.unit != "iso" and self._are_stamps(cells):
            self.unit = "iso"
        if self.unit != "iso":
            return self.from_numbers(parse_cells(cells, decimal_comma=self.decimal_comma)[0])
        seconds = self._from_stamps(cells)
        if self._first_stamp is None:
            raise self._no_time(cells)
        return seconds

    def from_numbers(self, values: Sequence[float]) -> list[float]:
        """Return the seconds of numeric times, NaN kept. Raises RecordingError if the first rows have none."""
        if not self._decided:
            self._decide(values)
        per_second = PER_SECOND[self.unit or "s"]
        origin = self._origin
        if origin is not None:
            values = [value - origin for value in values]
        if per_second != 1:
            values = [value / per_second for value in values]
        return finite(list(map(float, values)))

    def _are_stamps(self, cells: Sequence[str]) -> bool:
        for cell in cells:
            if is_missing(cell):
                continue
            if parse_cell(cell, decimal_comma=self.decimal_comma) is not None:
                return False
            if _stamp(cell) is not None:
                return True
        return False

    def _from_stamps(self, cells: Sequence[str]) -> list[float]:
        try:
            stamps: list[datetime | None] = list(map(datetime.fromisoformat, cells))
        except ValueError:
            stamps = [_stamp(cell) for cell in cells]
        if self._first_stamp is None:
            self._first_stamp = next((stamp for stamp in stamps if stamp is not None), None)
            if self._first_stamp is None:
                return [math.nan] * len(stamps)
            self.started_at = self._first_stamp.isoformat()
        return [_since(self._first_stamp, stamp) for stamp in stamps]

    def _decide(self, values: Sequence[float]) -> None:
        """Find the unit, where nothing tells it, and whether the numbers count from an epoch."""
        known = [value for value in values if math.isfinite(value)]
        if not known:
            raise self._no_time([str(value) for value in values])
        self._decided = True
        if self.unit == "iso":
            self.unit = None
        if self.unit is None:
            self.unit = _likely_unit(known)
            if self.unit != "s":
                text = f"the unit of time column {quoted(self.name)} is not told; taken as {self.unit} by its size"
                name = self.name if self.name.isprintable() else "NAME"
                self._notes.add(f"{text} (say --column t_s={name}:s if not)")
        first = known[0]
        since_s = first / PER_SECOND[self.unit]
        if self.stamps or abs(since_s) > _EPOCH_S:
            self._origin = first
            self.started_at = _told(since_s, zone=self.zone)

    def _no_time(self, cells: Sequence[str]) -> Exception:
        what = f"column {quoted(self.name)} holds no time that can be read (first: {quoted(cells[0] if cells else '')})"
        return refusal(self._path, what, "times are numbers or ISO stamps such as 2024-05-01T10:00:00.250")


def _likely_unit(known: Sequence[float]) -> str:
    """Guess the unit of times by their size: epochs by magnitude, others by the median step forward."""
    size = abs(known[0])
    for unit, smallest in (("ns", 1e17), ("us", 1e14), ("ms", 1e11)):
        if size >= smallest:
            return unit
    steps = [after - before for before, after in pairwise(known) if after > before]
    step = statistics.median(steps) if steps else 0.0
    if step >= _LONGEST_STEP_S * 1_000_000:
        return "ns"
    if step >= _LONGEST_STEP_S * 400:
        return "us"
    return "ms" if step >= _LONGEST_STEP_S else "s"


def _stamp(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell.strip().upper())
    except ValueError:
        return None


def _since(first: datetime, stamp: datetime | None) -> float:
    if stamp is None:
        return math.nan
    try:
        return (stamp - first).total_seconds()
    except (TypeError, OverflowError):
        return math.nan


def _told(since_s: float, *, zone: bool) -> str | None:
    try:
        told = datetime.fromtimestamp(since_s, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return (told if zone else told.replace(tzinfo=None)).isoformat()
