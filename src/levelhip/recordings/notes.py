"""How a reader speaks: one-line refusals that name the file, and warnings that grow while a file is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from levelhip.ports import RecordingError

_LONGEST = 40
_MOST_NAMES = 12


class Notes:
    """Warnings about one recording. `lines` is the list a Recording shows; a kept line is replaced as counts grow."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._places: dict[str, int] = {}

    def add(self, text: str) -> None:
        """Append one warning."""
        self.lines.append(text)

    def has(self, key: str) -> bool:
        """Say whether a warning known as `key` was kept."""
        return key in self._places

    def keep(self, key: str, text: str) -> None:
        """Append the warning known as `key`, or replace what it said before."""
        if key in self._places:
            self.lines[self._places[key]] = text
        else:
            self._places[key] = len(self.lines)
            self.lines.append(text)


def quoted(text: object) -> str:
    """Return foreign text fit for one line: quoted, shortened, every control character escaped."""
    plain = str(text)
    return repr(plain if len(plain) <= _LONGEST else plain[: _LONGEST - 3] + "...")


def listed(names: Iterable[str]) -> str:
    """Return foreign names as one readable list, the first dozen of them."""
    every = [name for name in names if name]
    shown = ", ".join(name if name.isprintable() and len(name) <= _LONGEST else quoted(name)
                      for name in every[:_MOST_NAMES])  # fmt: skip
    rest = len(every) - _MOST_NAMES
    return (shown or "none") + (f" and {rest} more" if rest > 0 else "")


def shown(path: Path) -> str:
    """Return a file's name for a message."""
    name = path.name or str(path)
    return name if name.isprintable() else quoted(name)


def refusal(path: Path, what: str, todo: str = "") -> RecordingError:
    """Return the error for `path`: what is wrong and, if there is something, what to do. Always one line."""
    text = f"{shown(path)}: {what}" + (f"; {todo}" if todo else "")
    return RecordingError(" ".join(text.split()))
