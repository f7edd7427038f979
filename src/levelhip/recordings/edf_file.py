"""Reads EDF and BDF, plain and "+": physical values, record by record; what is cut off or impossible is refused."""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from levelhip.ports import ReadOptions, Recording
from levelhip.recordings.assembling import Assembler, Batch
from levelhip.recordings.columns import Facts, Layout, plan_layout
from levelhip.recordings.muscles import aliases_of, microvolts, placed
from levelhip.recordings.notes import Notes, quoted, refusal
from levelhip.recordings.opening import read_open, unopened
from levelhip.recordings.time_column import TimeColumn

_HEAD: Final = 256
_FIELDS: Final = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
"""Bytes a signal takes of each part of the head: label, transducer, unit, physical and digital limits, ..."""
_MOST_SIGNALS: Final = 1024
_MOST_RECORD: Final = 1 << 26
_ANNOTATIONS: Final = ("EDF Annotations", "BDF Annotations")
_GROUP_BYTES: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class _Signal:
    """One channel. `offset` in bytes of its `count` samples in a record; digital * gain + base is physical."""

    label: str
    unit: str
    gain: float
    base: float
    count: int
    offset: int


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head tells. `width`: bytes a sample; `gaps`: records carry their own times (EDF+D)."""

    signals: tuple[_Signal, ...]
    width: int
    start: int
    records: int
    record_bytes: int
    record_s: float
    gaps: bool
    began: str | None


class EdfReader:
    """Streams an EDF or BDF file. Channels at a lower rate stand in the rows nearest to their samples."""

    suffixes: tuple[str, ...] = (".edf", ".bdf")

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Open the file. Raises RecordingError, here or while chunks are read, saying what and where."""
        return read_open(path, lambda file: _read(path, file, options))


READER = EdfReader()


def _read(path: Path, file: BinaryIO, options: ReadOptions) -> Recording:
    notes = Notes()
    head = _head(path, file)
    names = ["t_s", *(_free(signal.label) for signal in head.signals)]
    units = [signal.unit for signal in head.signals]
    factors = {number: microvolts(unit) or 1.0 for number, unit in enumerate(units, 1)}
    aliases = aliases_of(names[1:], [""] * len(units), units)
    layout = plan_layout(path, names, options, notes, facts=Facts(factors, aliases, "s"))
    wanted = [index for index in layout.indices if index]
    time = TimeColumn(path, "t_s", "s", notes)
    done = [0]
    assembler = Assembler(path, layout, time, notes, word="row")
    chunks = assembler.chunks(_batches(path, file, head, layout, wanted, done))
    recording = assembler.recording(chunks, lambda: done[0] / head.records)
    recording.started_at = head.began
    return recording


def _free(label: str) -> str:
    """A label, or nothing where the channel is of words."""
    return "" if label in _ANNOTATIONS else label


def _head(path: Path, file: BinaryIO) -> _Head:
    """Read the head. Raises RecordingError where it is none, or does not fit the file."""
    damaged = "copy or export it again"
    first = file.read(_HEAD)
    if len(first) < _HEAD or not (first[:8] == b"0       " or first[:8] == b"\xffBIOSEMI"):
        raise refusal(path, "is not an EDF or BDF file (its first 8 bytes)", "export it again")
    width = 3 if first[0] == 0xFF else 2  # noqa: PLR2004 - BDF's first byte; samples of 24 bits, else of 16
    start, records = _number(path, first[184:192], "head size"), _number(path, first[236:244], "count of records")
    record_s, count = _number(path, first[244:252], "record length"), _number(path, first[252:256], "count of signals")
    if not 0 < count <= _MOST_SIGNALS or start != _HEAD * (count + 1) or record_s <= 0:
        raise refusal(path, "the head is damaged (signals, size or record length)", damaged)
    signals, record_bytes = _signals(path, file.read(_HEAD * int(count)), int(count), width)
    room = path.stat().st_size - int(start)
    if records < 0:  # still open when it was copied: as many as there are
        records = room // record_bytes
    if records < 1 or room < records * record_bytes:
        needed = int(start + max(records, 1) * record_bytes)
        raise refusal(path, f"is cut off at byte {path.stat().st_size} of {needed}", damaged)
    gaps = first[192:197] in (b"EDF+D", b"BDF+D")
    return _Head(signals, width, int(start), int(records), record_bytes, record_s, gaps, _began(first))


def _number(path: Path, field: bytes, what: str) -> float:
    try:
        value = float(field.decode("ascii").strip())
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise refusal(
            path, f"the head is damaged ({what}: {quoted(field.decode('latin-1'))})", "copy or export it again"
        )
    return value


def _signals(path: Path, told: bytes, count: int, width: int) -> tuple[tuple[_Signal, ...], int]:
    """The channels, and how many bytes a record of all of them takes."""
    if len(told) < _HEAD * count:
        raise refusal(path, "the head is cut off", "copy or export it again")
    columns, place = [], 0
    for size in _FIELDS:
        columns.append([told[place + i * size : place + (i + 1) * size] for i in range(count)])
        place += size * count
    signals, offset = [], 0
    for i in range(count):
        label, unit = (columns[part][i].decode("latin-1").strip() for part in (0, 2))
        names = ("physical minimum", "physical maximum", "digital minimum", "digital maximum", "samples a record")
        low, high, least, most, samples = (
            _number(path, columns[part][i], name) for part, name in zip((3, 4, 5, 6, 8), names, strict=True)
        )
        if most == least or samples < 1 or samples != int(samples) or offset > _MOST_RECORD:
            raise refusal(path, f"the head is damaged (channel {quoted(label)})", "copy or export it again")
        gain = (high - low) / (most - least)
        signals.append(_Signal(label, unit, gain, low - gain * least, int(samples), offset))
        offset += int(samples) * width
    return tuple(signals), offset


def _began(first: bytes) -> str | None:
    """The day and hour the head tells, as ISO 8601 without a zone; None where it does not."""
    try:
        return datetime.strptime(first[168:184].decode("ascii"), "%d.%m.%y%H.%M.%S").isoformat()  # noqa: DTZ007
    except ValueError:
        return None


def _batches(
    path: Path, file: BinaryIO, head: _Head, layout: Layout, wanted: list[int], done: list[int]
) -> Iterator[Batch]:
    """The rows of a few records at a time; as many rows a second as the quickest channel that is read."""
    rows = max(head.signals[index - 1].count for index in wanted)
    together = max(1, _GROUP_BYTES // head.record_bytes)
    row = 0
    try:
        file.seek(head.start)
        for first in range(0, head.records, together):
            floats: dict[int, list[float]] = {index: [] for index in (layout.time, *wanted)}
            for number in range(first, min(first + together, head.records)):
                record = file.read(head.record_bytes)
                if len(record) < head.record_bytes:
                    raise refusal(path, f"is cut off in record {number + 1}", "copy or export it again")
                start_s = _start_s(path, record, head, number)
                floats[layout.time] += [start_s + head.record_s * i / rows for i in range(rows)]
                for index in wanted:
                    floats[index] += _values(record, head, head.signals[index - 1], rows)
            count = len(floats[layout.time])
            row += count
            done[0] = min(first + together, head.records)
            yield Batch(range(row - count + 1, row + 1), {}, floats)
    except OSError as error:
        raise unopened(path, error) from None
    finally:
        file.close()


def _values(record: bytes, head: _Head, signal: _Signal, rows: int) -> list[float]:
    """A channel's physical values of one record, one a row."""
    raw = record[signal.offset : signal.offset + signal.count * head.width]
    if head.width == 2:  # noqa: PLR2004 - EDF
        digital = array("h", raw)
        if sys.byteorder == "big":
            digital.byteswap()
        numbers: list[int] = digital.tolist()
    else:
        numbers = [int.from_bytes(raw[place : place + 3], "little", signed=True) for place in range(0, len(raw), 3)]
    values = [signal.gain * number + signal.base for number in numbers]
    return values if signal.count == rows else placed(rows, float(rows), float(signal.count), values)


def _start_s(path: Path, record: bytes, head: _Head, number: int) -> float:
    """When a record begins: one after the other, or, in EDF+D, as its first annotation says."""
    if not head.gaps:
        return number * head.record_s
    for signal in head.signals:
        if signal.label in _ANNOTATIONS:
            told = record[signal.offset : signal.offset + signal.count * head.width].split(b"\x14", 1)[0]
            return _number(path, told, f"time of record {number + 1}")
    raise refusal(path, "records have gaps but tell no times", "export it as plain EDF")
