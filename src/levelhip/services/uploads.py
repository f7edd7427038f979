"""Recordings given to a page: opened as the command opens a file, and what came of one until it is kept or not."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO, Final, Generic, TypeVar

from levelhip.exercise.strength_record import StrengthCheck
from levelhip.ports import ReadOptions, Recording
from levelhip.session.range_check import RangeCheck

MOST_WAITING: Final = 8
"""So many results wait at once to be kept or not; the oldest are forgotten."""
_LONGEST_NAME: Final = 80
_NAMELESS: Final = "recording"

Result = TypeVar("Result")


class Uploads:
    """Opens what was sent. `open_recording` reads a file by its name."""

    def __init__(self, open_recording: Callable[[Path, ReadOptions], Recording]) -> None:
        self._open = open_recording
        self.strength_checks: Waiting[StrengthCheck] = Waiting()
        self.range_checks: Waiting[RangeCheck] = Waiting()

    def forget(self) -> None:
        """Let nothing wait any more."""
        self.strength_checks.forget()
        self.range_checks.forget()

    @contextmanager
    def opened(self, name: str, body: IO[bytes], options: ReadOptions) -> Iterator[Recording]:
        """The recording, under the name it had; of the file nothing stays. Raises RecordingError."""
        with tempfile.TemporaryDirectory(prefix="levelhip-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / plain_name(name)
            with path.open("wb") as file:
                shutil.copyfileobj(body, file)
            yield self._open(path, options)


def plain_name(name: str) -> str:
    """A sent file's name without folders and whatever else could mean something to a system."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter if letter.isalnum() or letter in "-_. ()" else "_" for letter in last).strip(" .")
    return plain[-_LONGEST_NAME:] or _NAMELESS


class Waiting(Generic[Result]):
    """What was measured and is not kept yet, by a word that only the page knows. In memory: nothing is kept unasked."""

    def __init__(self) -> None:
        self._results: OrderedDict[str, Result] = OrderedDict()
        self._lock = Lock()

    def put(self, result: Result) -> str:
        """Let it wait; gives its word."""
        word = secrets.token_urlsafe(16)
        with self._lock:
            self._results[word] = result
            while len(self._results) > MOST_WAITING:
                self._results.popitem(last=False)
        return word

    def take(self, word: str) -> Result | None:
        """Give it out, once; None where nothing waits under this word (any more)."""
        with self._lock:
            return self._results.pop(word, None)

    def forget(self) -> None:
        """Let nothing wait any more."""
        with self._lock:
            self._results.clear()
