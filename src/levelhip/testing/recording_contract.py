"""What every reader of recordings must do, as tests: derive from `RecordingContract`, give it reader and example."""

from __future__ import annotations

import gzip
import math
import random
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from levelhip.exercise.signals import is_known_column
from levelhip.ports import Chunk, ReadOptions, Recording, RecordingError, RecordingReader

_LONGEST_MESSAGE: Final = 2000
_GARBAGE: Final = (
    b"\0" * 2000,
    b"\xff" * 2000,
    b"PK\x03\x04" + b"\0" * 500,
    bytes(range(256)) * 20,
    b"hello",
    b"\n\n\n",
)


def examples_of(reader: RecordingReader, folder: Path) -> list[Path]:
    """Return the small whole recordings in `folder` whose names end as the reader's files do, at least one.

    Raises FileNotFoundError saying which file to add, so that no reader goes untested.
    """
    fitting = sorted(each for each in folder.iterdir() if each.name.lower().endswith(reader.suffixes))
    if not fitting:
        message = f"add a small recording to {folder.name}/ whose name ends in one of {' '.join(reader.suffixes)}"
        raise FileNotFoundError(message)
    return fitting


def read_whole(
    reader: RecordingReader, path: Path, options: ReadOptions | None = None
) -> tuple[Recording, list[Chunk]]:
    """Read a recording to its end and check every law of its chunks. Raises RecordingError as the reader does."""
    recording = reader.read(path, options or ReadOptions())
    chunks = list(recording.chunks)
    assert chunks, "a recording without rows must be refused"
    for chunk in chunks:
        check_chunk(recording, chunk)
    assert all("\n" not in warning for warning in recording.warnings)
    progress = recording.progress()
    assert progress is None or math.isclose(progress, 1.0)
    return recording, chunks


def check_chunk(recording: Recording, chunk: Chunk) -> None:
    """Check one chunk: equal lengths, known columns as announced, finite times, NaN and nothing else for missing."""
    rows = len(chunk.t_s)
    assert rows > 0
    assert all(type(time) is float and math.isfinite(time) for time in chunk.t_s)
    sides = ("side",) if chunk.side is not None else ()
    assert set(recording.columns) == {"t_s", *chunk.numbers, *sides}
    assert len(recording.columns) == len(set(recording.columns))
    for name, values in chunk.numbers.items():
        assert is_known_column(name), name
        assert len(values) == rows, name
        assert all(type(value) is float and not math.isinf(value) for value in values), name
    if chunk.side is not None:
        assert len(chunk.side) == rows
        assert set(chunk.side) <= {"left", "right", ""}


def check_refusal(error: RecordingError) -> None:
    """Check that a refusal is one readable line."""
    message = str(error)
    assert message
    assert message.isprintable(), message
    assert len(message) < _LONGEST_MESSAGE


def reads_or_refuses(reader: RecordingReader, path: Path, options: ReadOptions | None = None) -> bool:
    """Say whether a file was read; anything but a lawful recording or a lawful refusal fails the test."""
    try:
        read_whole(reader, path, options)
    except RecordingError as error:
        check_refusal(error)
        return False
    return True


class RecordingContract:
    """Derive a test class and give it the fixtures `reader` and `example` (a small whole file the reader reads)."""

    @pytest.fixture
    def reader(self) -> RecordingReader:
        """Return the reader under test."""
        pytest.fail("derive this class and give it the fixture `reader`")

    @pytest.fixture
    def example(self, reader: RecordingReader) -> Path:
        """Return a small whole file of the reader's kind."""
        pytest.fail(f"derive this class and give it the fixture `example`, a whole file for {type(reader).__name__}")

    def refused(self, reader: RecordingReader, path: Path) -> str:
        """Return the message of the refusal that reading `path` must give."""
        with pytest.raises(RecordingError) as caught:
            list(reader.read(path, ReadOptions()).chunks)
        check_refusal(caught.value)
        return str(caught.value)

    def test_is_a_reader(self, reader: RecordingReader) -> None:
        """It fulfils the port and names its files in lower case."""
        assert isinstance(reader, RecordingReader)
        assert reader.suffixes
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)

    def test_reads_its_example(self, reader: RecordingReader, example: Path) -> None:
        """A whole file gives lawful chunks."""
        recording, chunks = read_whole(reader, example)
        assert recording.source == example.name
        assert any(chunk.numbers for chunk in chunks)

    def test_reads_the_same_twice(self, reader: RecordingReader, example: Path) -> None:
        """Reading keeps no state."""
        assert repr(read_whole(reader, example)[1]) == repr(read_whole(reader, example)[1])

    def test_progress_grows(self, reader: RecordingReader, example: Path) -> None:
        """Progress is a fraction that never falls."""
        recording = reader.read(example, ReadOptions())
        seen = [recording.progress(), *(recording.progress() for _ in recording.chunks)]
        known = [each for each in seen if each is not None]
        assert known == sorted(known)
        assert all(0.0 <= each <= 1.0 for each in known)

    def test_closes_the_file(self, reader: RecordingReader, example: Path) -> None:
        """No file is left open: read to the end, let go at once, or refused."""
        with warnings.catch_warnings():
            warnings.simplefilter("error", ResourceWarning)
            read_whole(reader, example)
            recording = reader.read(example, ReadOptions())
            del recording

    def test_refuses_what_is_no_file(self, reader: RecordingReader, example: Path, tmp_path: Path) -> None:
        """A folder, a missing and an empty file are refused by name."""
        folder = tmp_path / f"folder{reader.suffixes[0]}"
        folder.mkdir()
        assert "folder" in self.refused(reader, folder)
        empty = tmp_path / f"empty{reader.suffixes[0]}"
        empty.write_bytes(b"")
        assert empty.name in self.refused(reader, empty)
        copied = tmp_path / f"recording1{reader.suffixes[0]}"
        copied.write_bytes(example.read_bytes())
        assert copied.name in self.refused(reader, tmp_path / f"recordinq1{reader.suffixes[0]}")

    @pytest.mark.parametrize("garbage", _GARBAGE)
    def test_refuses_garbage(self, reader: RecordingReader, tmp_path: Path, garbage: bytes) -> None:
        """Bytes that are no recording are refused under every name the reader answers to."""
        for suffix in reader.suffixes:
            path = tmp_path / f"garbage{suffix}"
            path.write_bytes(garbage)
            assert path.name in self.refused(reader, path)

    def test_truncated_files(self, reader: RecordingReader, example: Path, tmp_path: Path) -> None:
        """A binary file that lacks a tenth or more is refused; of a text file whole rows may be read."""
        whole = example.read_bytes()
        binary = b"\0" in whole
        path = tmp_path / example.name
        for keep in (0.1, 0.5, 0.9):
            path.write_bytes(whole[: int(len(whole) * keep)])
            read = reads_or_refuses(reader, path)
            assert not (binary and read), f"{keep:.0%} of the file was read as if it were whole"

    def test_truncated_gzip(self, reader: RecordingReader, example: Path, tmp_path: Path) -> None:
        """A compressed file is read as the plain one is; cut off, it is refused."""
        for suffix in (suffix for suffix in reader.suffixes if suffix.endswith(".gz")):
            if not example.name.lower().endswith(suffix.removesuffix(".gz")):
                continue
            packed = gzip.compress(example.read_bytes())
            path = tmp_path / f"packed{suffix}"
            path.write_bytes(packed)
            assert repr(read_whole(reader, path)[1]) == repr(read_whole(reader, example)[1])
            path.write_bytes(packed[: len(packed) // 2])
            assert "gzip" in self.refused(reader, path)

    def test_damaged_files(self, reader: RecordingReader, example: Path, tmp_path: Path) -> None:
        """A file with a few wrong bytes is read or refused, nothing else."""
        whole = example.read_bytes()
        path = tmp_path / example.name
        for seed in range(8):
            path.write_bytes(bytes(damaged(whole, seed)))
            reads_or_refuses(reader, path)


def damaged(whole: bytes, seed: int) -> Iterator[int]:
    """Yield the bytes of `whole`, a handful of them changed; the same ones for the same `seed`."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    wrong = {chance.randrange(len(whole)): chance.randrange(256) for _ in range(1 + seed % 8)}
    return (wrong.get(place, byte) for place, byte in enumerate(whole))
