"""What a reader of recordings must offer: a new one is one file in `recordings/`, and `levelhip.testing` tests it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

CHUNK_ROWS: Final = 4096
"""Rows a reader hands over at once: small enough for constant memory, large enough to cost nothing."""


class RecordingError(ValueError):
    """A recording that cannot be read. The message is one line for a person: what is wrong, where, what to do."""


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """Where a column comes from in a foreign file: its name there and, if it differs, its unit."""

    name: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a person says to read a file.

    `header`: names of the columns of a file without a header line (`--columns a,b,c`; `-` skips a column).
    `sources`: our column name -> where it is found (`--column force_n=Weight:kg`).
    `frame_px`: width and height of the picture, for landmarks given as fractions of it (`--frame 640x480`).
    `side`: 'left' or 'right', for files that hold both legs' angles in one table (`--side left`).
    `rigging`: 'strand' or 'inline', where the load cell sat that a foreign file is from (`--rigging strand`).
    `muscles`: of a file that holds markers and muscle signals at two rates, the muscle signals are meant.
    """

    header: tuple[str, ...] = ()
    sources: Mapping[str, ColumnSource] = field(default_factory=dict)
    frame_px: tuple[int, int] | None = None
    side: str | None = None
    rigging: str | None = None
    muscles: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive rows of a recording, column by column; all columns equally long, missing numbers NaN.

    `t_s`: seconds. `numbers`: our column name -> floats. `side`: 'left', 'right' or '' a row, None if not told.
    """

    t_s: list[float]
    numbers: dict[str, list[float]]
    side: list[str] | None = None


@dataclass(slots=True)
class Recording:
    """An opened recording. `chunks` is read once, front to back; `warnings` grows while it is."""

    source: str
    columns: tuple[str, ...]
    chunks: Iterator[Chunk]
    started_at: str | None = None
    warnings: list[str] = field(default_factory=list)
    progress: Callable[[], float | None] = lambda: None
    """Fraction of the file read so far, 0-1, or None where that is unknown."""
    rigging: str | None = None
    """How the load cell sat, as the options or the file told it: 'strand' or 'inline'."""


@runtime_checkable
class RecordingReader(Protocol):
    """Reads one kind of file."""

    suffixes: tuple[str, ...]
    """File name endings, lower case with the dot: `.csv`, `.csv.gz`."""

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Open `path`. Raises RecordingError, here or while the chunks are read, saying what and where."""
        ...
