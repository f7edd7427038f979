"""Writes tables as CSV or Parquet, whole or not at all: a temporary file beside the target, then one rename."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from levelhip.files import replace_file
from levelhip.recordings.notes import refusal

Table = Mapping[str, Sequence[float] | Sequence[str]]


def write_csv(path: Path, table: Table) -> None:
    """Write a table of equally long columns as UTF-8 CSV, gzip if the name ends in .gz; NaN becomes an empty cell.

    Numbers are written so that reading gives exactly the same ones. Raises ValueError for columns of unequal length,
    RecordingError where the file cannot be written; then nothing is left behind and an older file stays as it was.
    """
    _length(table)
    columns = [[_cell(value) for value in values] for values in table.values()]
    packed = path.name.lower().endswith(".gz")

    def fill(file: BinaryIO) -> None:
        if packed:
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as body:
                _write_rows(body, table, columns)
        else:
            _write_rows(file, table, columns)

    _replace(path, fill)


def write_parquet(path: Path, table: Table) -> None:
    """Write a table of equally long columns as Parquet: 64-bit floats and strings, checksums included.

    Raises ValueError for columns of unequal length, RecordingError where the file cannot be written; then nothing is
    left behind and an older file stays as it was.
    """
    import pyarrow as pa  # noqa: PLC0415  (heavy: only where it is needed)
    from pyarrow import parquet  # noqa: PLC0415

    _length(table)
    columns = {name: _arrow_column(values) for name, values in table.items()}
    arrow = pa.table(columns)
    _replace(path, lambda file: parquet.write_table(arrow, file, write_page_checksum=True))


def _arrow_column(values: Sequence[float] | Sequence[str]) -> object:
    import pyarrow as pa  # noqa: PLC0415

    text = any(isinstance(value, str) for value in values)
    return pa.array(list(values), pa.string()) if text else pa.array(map(float, values), pa.float64())


def _length(table: Table) -> int:
    lengths = {name: len(values) for name, values in table.items()}
    if len(set(lengths.values())) > 1:
        message = f"columns of unequal length: {lengths}"
        raise ValueError(message)
    return next(iter(lengths.values()), 0)


def _cell(value: float | str) -> str:
    if isinstance(value, str):
        return value
    number = float(value)
    return "" if number != number else repr(number)  # noqa: PLR0124  (NaN is what differs from itself)


def _write_rows(file: BinaryIO | gzip.GzipFile, table: Table, columns: list[list[str]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    rows: Iterable[tuple[str, ...]] = zip(*columns, strict=True)
    writer.writerows(rows)
    text.flush()
    text.detach()


def _replace(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Write a file whole or not at all, and say in one line why not."""
    try:
        replace_file(path, fill)
    except OSError as error:
        what = f"cannot be written ({error.strerror or 'input/output error'})"
        raise refusal(path, what, "check the folder, its permissions and the space left") from None
