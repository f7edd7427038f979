"""Recordings in and out: every reader in this folder, the choice among them by file name, and the native writers.

A new reader is one file here that exposes `READER`; it is found by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from levelhip.ports import ReadOptions, Recording, RecordingReader
from levelhip.recordings.notes import refusal
from levelhip.recordings.opening import check_file
from levelhip.recordings.writing import write_csv, write_parquet

__all__ = ["READERS", "open_recording", "read_table", "write_csv", "write_parquet"]


def _discovered() -> tuple[RecordingReader, ...]:
    """Return the READER of every module in this folder, in the order of the modules' names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.READER for module in modules if hasattr(module, "READER"))


READERS: tuple[RecordingReader, ...] = _discovered()
"""Every reader there is."""


def open_recording(path: Path, options: ReadOptions = ReadOptions()) -> Recording:  # noqa: B008  (frozen, never changed)
    """Open a recorded file with the reader its name asks for (upper or lower case).

    The chunks hold our columns only: seconds, and numbers in the unit each column's name tells. Raises RecordingError,
    here or while the chunks are read: one line that says what is wrong, where, and what to do.
    """
    path = Path(path)
    check_file(path)
    name = path.name.lower()
    fitting = [(len(suffix), reader) for reader in READERS for suffix in reader.suffixes if name.endswith(suffix)]
    if not fitting:
        allowed = " ".join(sorted({suffix for reader in READERS for suffix in reader.suffixes}))
        raise refusal(path, "this kind of file is not read", f"allowed are names ending in {allowed}")
    recording = max(fitting, key=lambda each: each[0])[1].read(path, options)
    recording.rigging = options.rigging or recording.rigging
    return recording


def read_table(path: Path, options: ReadOptions = ReadOptions()) -> dict[str, list[float] | list[str]]:  # noqa: B008
    """Return a whole recording as one table: `t_s` and our other columns, equally long, `side` as words if told.

    The opposite of `write_csv` and `write_parquet`; for files that fit in memory. Raises RecordingError.
    """
    recording = open_recording(path, options)
    numbers: dict[str, list[float]] = {name: [] for name in recording.columns if name != "side"}
    sides: list[str] = []
    for chunk in recording.chunks:
        numbers["t_s"] += chunk.t_s
        for name in numbers.keys() - {"t_s"}:
            numbers[name] += chunk.numbers[name]
        sides += chunk.side or []
    table: dict[str, list[float] | list[str]] = dict(numbers)
    return {**table, "side": sides} if "side" in recording.columns else table
