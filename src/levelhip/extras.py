"""What is installed only where it is asked for, `levelhip[emg]` and its like: said in one line where it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from levelhip.ports import RecordingError


class MissingExtraError(RecordingError):
    """A package that this needs is not installed. The message is one line that says how to get it."""


@contextmanager
def needs_extra(name: str) -> Iterator[None]:
    """Imports in here may fail. Raises MissingExtraError: which extra has what is missing."""
    try:
        yield
    except ImportError as error:
        missing = error.name or "a package"
        message = f"this needs levelhip[{name}] ({missing} is missing): pip install 'levelhip[{name}]'"
        raise MissingExtraError(message) from None
