"""Reads Parquet, batch by batch: numbers of any kind, times as numbers, stamps or text, nulls as missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from levelhip.ports import CHUNK_ROWS, ReadOptions, Recording
from levelhip.recordings.assembling import Assembler, Batch
from levelhip.recordings.columns import Layout, plan_layout
from levelhip.recordings.notes import Notes, quoted, refusal
from levelhip.recordings.opening import read_open
from levelhip.recordings.time_column import TimeColumn

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

_Result = TypeVar("_Result")


class ParquetReader:
    """Streams a Parquet file, CHUNK_ROWS rows at a time."""

    suffixes: tuple[str, ...] = (".parquet", ".pq")

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Open a Parquet file. Raises RecordingError, here or while chunks are read, saying what and where."""
        return read_open(path, lambda file: _read(path, file, options))


READER = ParquetReader()


def _read(path: Path, file: BinaryIO, options: ReadOptions) -> Recording:
    from pyarrow import parquet  # noqa: PLC0415  (heavy: only where it is needed)

    table: ParquetFile = _guarded(path, 0, lambda: parquet.ParquetFile(file))
    schema: pa.Schema = _guarded(path, 0, lambda: table.schema_arrow)
    notes = Notes()
    names = _guarded(path, 0, lambda: list(schema.names))
    layout = plan_layout(path, names, options, notes)
    time = _time_column(path, layout, schema.field(layout.time).type, notes)
    rows_read = [0]
    batches = _batches(path, file, table, layout, rows_read)
    assembler = Assembler(path, layout, time, notes, word="row")
    rows = max(1, table.metadata.num_rows)
    return assembler.recording(assembler.chunks(batches), lambda: min(1.0, rows_read[0] / rows))


def _guarded(path: Path, row: int, work: Callable[[], _Result]) -> _Result:
    """Do `work` on a file that may be damaged: whatever Arrow says of it becomes a RecordingError."""
    import pyarrow as pa  # noqa: PLC0415

    try:
        return work()
    except (pa.ArrowException, OSError, UnicodeDecodeError, MemoryError, OverflowError) as error:
        where = f"after row {row}" if row else "at its start"
        reason = quoted(str(error).splitlines()[0] if str(error) else type(error).__name__)
        what = f"is not a whole Parquet file ({where}: {reason})"
        raise refusal(path, what, "copy or export it again") from None


def _time_column(path: Path, layout: Layout, kind: pa.DataType, notes: Notes) -> TimeColumn:
    """Return the time column: its unit comes from the table's own type where that is a time."""
    import pyarrow as pa  # noqa: PLC0415

    unit = layout.time_unit
    types = pa.types
    if types.is_timestamp(kind) or types.is_duration(kind) or types.is_time(kind):
        unit = kind.unit
    time = TimeColumn(path, layout.names[layout.time], unit, notes)
    time.stamps = types.is_timestamp(kind)
    time.zone = not time.stamps or kind.tz is not None
    return time


def _batches(path: Path, file: BinaryIO, table: ParquetFile, layout: Layout, rows_read: list[int]) -> Iterator[Batch]:
    wanted = {index: layout.names[index] for index in layout.indices}
    try:
        arrow = table.iter_batches(CHUNK_ROWS, columns=list(wanted.values()))
        while (part := _guarded(path, rows_read[0], lambda: next(arrow, None))) is not None:
            texts: dict[int, Sequence[str]] = {}
            floats: dict[int, Sequence[float]] = {}
            for index, name in wanted.items():
                place = part.schema.get_field_index(name)
                if place < 0:
                    raise refusal(path, f"column {quoted(name)} is not one of plain values", "export it as numbers")
                cells = _cells(path, name, part.column(place), exact=index == layout.time)
                if isinstance(cells, tuple):
                    texts[index] = cells
                else:
                    floats[index] = cells
            lines = range(rows_read[0] + 1, rows_read[0] + 1 + part.num_rows)
            rows_read[0] += part.num_rows
            if part.num_rows:
                yield Batch(lines, texts, floats)
    finally:
        file.close()


def _cells(path: Path, name: str, column: pa.Array, *, exact: bool) -> tuple[str, ...] | list[float]:
    """Return an Arrow column as text cells (a tuple) or as numbers (a list); `exact` keeps integers as they are."""
    import pyarrow as pa  # noqa: PLC0415

    types = pa.types
    try:
        if types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        kind = column.type
        if types.is_string(kind) or types.is_large_string(kind):
            return tuple(value or "" for value in column.to_pylist())
        if exact and (types.is_temporal(kind) or types.is_integer(kind)):
            if types.is_time32(kind) or types.is_date32(kind):
                column = column.cast(pa.int32())
            column = column.cast(pa.int64())
        else:
            column = column.cast(pa.float64(), safe=False)
        return [math.nan if value is None else value for value in column.to_pylist()]
    except (pa.ArrowException, UnicodeDecodeError):
        what = f"column {quoted(name)} of type {quoted(column.type)} cannot be read as numbers"
        raise refusal(path, what, "export it as numbers") from None
