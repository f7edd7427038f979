"""Open a recording's bytes, plain or gzip, tell how far they are read, and refuse what is not a readable file."""

from __future__ import annotations

import codecs
import difflib
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from levelhip.recordings.notes import listed, refusal, shown

BLOCK_BYTES: Final = 1 << 18
LONGEST_LINE: Final = 1 << 22
_GZIP: Final = b"\x1f\x8b"

Read = TypeVar("Read")


def check_file(path: Path) -> None:
    """Raise RecordingError if `path` is missing (naming the nearest file beside it), a folder, a device or empty."""
    try:
        if path.is_file():
            if path.stat().st_size == 0:
                raise refusal(path, "the file is empty", "record or export it again")
            return
        if path.is_dir():
            raise refusal(path, "is a folder, not a recording", "name a file in it")
        if path.exists():
            raise refusal(path, "is not an ordinary file", "name a recorded file")
    except OSError as error:
        raise unopened(path, error) from None
    raise refusal(path, "there is no such file", _nearest(path))


def read_open(path: Path, read: Callable[[BinaryIO], Read]) -> Read:
    """What `read` makes of the open file, which is closed only where that fails. Raises RecordingError."""
    check_file(path)
    try:
        file = path.open("rb")
    except OSError as error:
        raise unopened(path, error) from None
    try:
        return read(file)
    except BaseException:
        file.close()
        raise


def _nearest(path: Path) -> str:
    try:
        beside = [each.name for each in path.parent.iterdir()]
    except OSError:
        return f"the folder {shown(path.parent)} cannot be read either"
    near = difflib.get_close_matches(path.name, beside, n=1)
    return f"did you mean {listed(near)}?" if near else "check the name and the folder"


def unopened(path: Path, error: OSError) -> Exception:
    """Return the RecordingError for a file the system does not let us read."""
    if isinstance(error, PermissionError):
        return refusal(path, "this user may not read the file", "change its permissions")
    return refusal(path, f"cannot be read ({error.strerror or 'input/output error'})", "check the disk and the name")


class TextFile:
    """A text file being read, gzip or not, by blocks of whole lines: constant memory whatever the file's size.

    Raises RecordingError on opening: missing, empty, a folder, not permitted, not text, gzip in name only.
    """

    def __init__(self, path: Path) -> None:
        check_file(path)
        self.path = path
        self.lines_read = 0
        self._size = path.stat().st_size
        self._position = 0
        try:
            self._raw = path.open("rb")
        except OSError as error:
            raise unopened(path, error) from None
        try:
            self._open_body()
        except BaseException:
            self.close()
            raise

    def _open_body(self) -> None:
        packed = self._raw.read(2) == _GZIP
        self._raw.seek(0)
        if not packed and self.path.name.lower().endswith(".gz"):
            raise refusal(self.path, "ends in .gz but is not gzip", "fetch or compress it again")
        self._body: io.BufferedIOBase = gzip.GzipFile(fileobj=self._raw) if packed else self._raw
        first = self._read()
        if not first:
            raise refusal(self.path, "the file is empty", "record or export it again")
        encoding = _encoding(first)
        if encoding is None:
            raise refusal(self.path, "is not a text table (zero bytes near its start)", "export it as text or Parquet")
        self._first = first
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._decoder = io.IncrementalNewlineDecoder(decoder, translate=True)

    def _read(self) -> bytes:
        try:
            return self._body.read(BLOCK_BYTES)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            where = f"after line {self.lines_read}" if self.lines_read else "near its start"
            raise refusal(self.path, f"the gzip data is cut off or damaged {where}", "copy the file again") from None
        except OSError as error:
            raise unopened(self.path, error) from None

    def progress(self) -> float:
        """Return the fraction of the file's bytes consumed, 0-1."""
        if not self._raw.closed:
            self._position = self._raw.tell()
        return min(1.0, self._position / self._size)

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        if not self._raw.closed:
            self._position = self._raw.tell()
        self._raw.close()

    def blocks(self) -> Iterator[list[str]]:
        """Yield lists of whole lines without their ends; the file is closed after the last, or when let go.

        Raises RecordingError where gzip data is cut off or damaged, or a line never ends.
        """
        rest, data = "", self._first
        self._first = b""
        try:
            while data:
                lines = (rest + self._decoder.decode(data)).split("\n")
                rest = lines.pop()
                if len(rest) > LONGEST_LINE:
                    what = f"line {self.lines_read + len(lines) + 1} is longer than {LONGEST_LINE} characters"
                    raise refusal(self.path, what, "it is probably not a table of text")
                self.lines_read += len(lines)
                if lines:
                    yield lines
                data = self._read()
            rest += self._decoder.decode(b"", final=True)
            if rest:
                self.lines_read += 1
                yield rest.split("\n")
        finally:
            self.close()


def _encoding(first: bytes) -> str | None:
    """Return the encoding of a text by its first block, None if it is no text."""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in first[:4096]:
        return None
    try:
        first.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        whole = error.start < len(first) - 3 or len(first) < BLOCK_BYTES
        return "latin-1" if whole else "utf-8-sig"
    return "utf-8-sig"
