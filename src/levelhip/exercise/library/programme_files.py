"""The programmes that come with Levelhip: one TOML file each in `programmes/`, found by being there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from levelhip.exercise.library.programme_parsing import parse_programme
from levelhip.exercise.library.shipped import shipped
from levelhip.exercise.library.tables import LibraryError, suggestion

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from levelhip.exercise.programme import Programme

DEFAULT_PROGRAMME: Final = "hip"
"""The programme of the source: the belt first, then further."""

_SUFFIX: Final = ".toml"


class UnknownProgrammeError(LookupError):
    """No programme has this key. The message suggests the nearest and lists all."""

    def __init__(self, key: str, keys: tuple[str, ...]) -> None:
        super().__init__(f"no programme is called {key!r}{suggestion(key, keys)}; there are: {', '.join(keys)}")
        self.key = key
        self.keys = keys


def programme_keys(folder: Traversable | None = None) -> tuple[str, ...]:
    """Return the keys of all programmes in `folder` (None: those shipped here), in alphabetical order."""
    names = (entry.name for entry in _folder(folder).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def load_programme(key: str, folder: Traversable | None = None) -> Programme:
    """Return the programme `key` of `folder` (None: of those shipped here, read once).

    Raises UnknownProgrammeError where there is none, LibraryError where its file is wrong.
    """
    return _load_shipped(key) if folder is None else _load(key, folder)


@cache
def _load_shipped(key: str) -> Programme:
    return _load(key, _folder(None))


def _load(key: str, folder: Traversable) -> Programme:
    keys = programme_keys(folder)
    if key not in keys:
        raise UnknownProgrammeError(key, keys)
    source = key + _SUFFIX
    try:
        text = folder.joinpath(source).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LibraryError(source, "file", f"cannot be read: {error.reason}", "UTF-8 text") from error
    return parse_programme(text, source)


def _folder(folder: Traversable | None) -> Traversable:
    return shipped().joinpath("programmes") if folder is None else folder
