"""The library of exercises: one TOML file each, found by being here. To add an exercise, add its file.

`clearance.toml` is no exercise but what is asked before one; `references.bib` holds what the `evidence` of all of them
points to (read by `levelhip.exercise.evidence`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from levelhip.exercise.library.clearance_parsing import parse_clearance
from levelhip.exercise.library.parsing import FEATURES, FORM_FEATURES, LOAD_BANDS, parse_exercise
from levelhip.exercise.library.shipped import shipped
from levelhip.exercise.library.tables import LibraryError, suggestion

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from levelhip.exercise.clearance_rules import ClearanceRules
    from levelhip.exercise.protocol import Exercise

__all__ = [
    "FEATURES",
    "FORM_FEATURES",
    "LOAD_BANDS",
    "LibraryError",
    "UnknownExerciseError",
    "exercise_keys",
    "load_clearance",
    "load_exercise",
    "parse_clearance",
    "parse_exercise",
]

_SUFFIX = ".toml"
_CLEARANCE = "clearance.toml"


class UnknownExerciseError(LookupError):
    """No exercise has this key. The message suggests the nearest and says where all are listed."""

    def __init__(self, key: str, keys: tuple[str, ...]) -> None:
        all_of_them = f"`levelhip exercises` lists all {len(keys)}"
        super().__init__(f"no exercise is called {key!r}{suggestion(key, keys)}; {all_of_them}")
        self.key = key
        self.keys = keys


def exercise_keys(folder: Traversable | None = None) -> tuple[str, ...]:
    """Return the keys of all exercises in `folder` (None: those shipped here), in alphabetical order."""
    entries = shipped().iterdir() if folder is None else folder.iterdir()
    names = (entry.name for entry in entries if entry.name != _CLEARANCE)
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def load_exercise(key: str, folder: Traversable | None = None) -> Exercise:
    """Return the exercise `key` of `folder` (None: of those shipped here, read once).

    Raises UnknownExerciseError where there is none, LibraryError where its file is wrong.
    """
    return _load_shipped(key) if folder is None else _load(key, folder)


@cache
def _load_shipped(key: str) -> Exercise:
    return _load(key, shipped())


def _load(key: str, folder: Traversable) -> Exercise:
    keys = exercise_keys(folder)
    if key not in keys:
        raise UnknownExerciseError(key, keys)
    source = key + _SUFFIX
    return parse_exercise(_text(folder, source), source)


@cache
def load_clearance() -> ClearanceRules:
    """Return what is asked before an exercise and what the answers lead to, read once. Raises LibraryError."""
    return parse_clearance(_text(shipped(), _CLEARANCE), _CLEARANCE, exercise_keys())


def _text(folder: Traversable, source: str) -> str:
    try:
        return folder.joinpath(source).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LibraryError(source, "file", f"cannot be read: {error.reason}", "UTF-8 text") from error
