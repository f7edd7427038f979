"""Reading one TOML table strictly: every value is asked for by key, and a wrong one is refused with what is allowed."""

from __future__ import annotations

import difflib
import re
import reprlib
import tomllib
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Word = TypeVar("Word", bound=str)

_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_TEXT: Final = "a text on one line, without spaces around it"


class LibraryError(ValueError):
    """A file of the library is wrong. One line: the file, the dotted key, what is wrong, what is allowed."""

    def __init__(self, source: str, key: str, problem: str, allowed: str) -> None:
        super().__init__(f"{source}: {key}: {problem}; allowed: {allowed}")
        self.source = source
        self.key = key
        self.problem = problem
        self.allowed = allowed


def key_of(source: str) -> str:
    """The key that a file's name stands for. Raises LibraryError."""
    key = source.rpartition("/")[2].removesuffix(".toml")
    if not _KEY.fullmatch(key):
        raise LibraryError(source, "file name", f"{key!r} cannot be a key", "small letters, digits and _, letter first")
    return key


def read_toml(text: str, source: str) -> dict[str, Any]:
    """What a file of TOML holds. Raises LibraryError."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise LibraryError(source, "file", f"is not TOML: {reason}", "TOML 1.0") from error


def suggestion(word: object, options: Sequence[str]) -> str:
    """Return " (did you mean 'x'?)" for the option nearest to `word`, or nothing where none is near."""
    near = difflib.get_close_matches(word, options, n=1) if isinstance(word, str) else []
    return f" (did you mean {str(near[0])!r}?)" if near else ""


def _shown(value: object) -> str:
    """Return `value` as a message shows it: short, on one line."""
    try:
        return reprlib.repr(value)
    except ValueError:  # Python writes out no integer of more than some thousand digits; 0xfff... can be one
        return "too long a number"


class Table:
    """A TOML table at a dotted `path` of a file ("" at the top). Raises LibraryError on any key not in `keys`."""

    def __init__(self, source: str, path: str, data: Mapping[str, object], keys: Sequence[str]) -> None:
        self._source = source
        self._path = path
        self._data = data
        for key in data:
            if key not in keys:
                # Quoted TOML keys may hold anything; repr keeps the message on one line.
                shown = key if key.isidentifier() else _shown(key)
                self.refuse(shown, f"unknown key{suggestion(key, keys)}", ", ".join(keys))

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def refuse(self, key: str, problem: str, allowed: str) -> NoReturn:
        """Raise LibraryError for `key` of this table."""
        raise LibraryError(self._source, f"{self._path}.{key}" if self._path else key, problem, allowed)

    def text(self, key: str) -> str:
        """Return a text that can be shown or spoken: one line, not empty, no space at either end."""
        return self._text(key, self._value(key, _TEXT))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of at least one such text."""
        values = self._list(key, "a list of texts")
        return tuple(self._text(f"{key}[{index}]", value) for index, value in enumerate(values))

    def number(self, key: str, low: float, high: float) -> float:
        """Return a number from `low` to `high`, both allowed."""
        allowed = f"a number from {low:g} to {high:g}"
        return self._number(key, self._value(key, allowed), low, high, allowed)

    def numbers(self, key: str, low: float, high: float) -> tuple[float, ...]:
        """Return one number, or a list of at least one, from `low` to `high`, both allowed."""
        allowed = f"a number from {low:g} to {high:g}, or a list of them"
        value = self._value(key, allowed)
        values = value if isinstance(value, list) and value else [value]
        return tuple(self._number(key, each, low, high, allowed) for each in values)

    def whole(self, key: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both allowed."""
        allowed = f"a whole number from {low} to {high}"
        return self._whole(key, self._value(key, allowed), low, high, allowed)

    def span(self, key: str, low: float, high: float) -> tuple[float, float]:
        """Return two numbers from `low` to `high`, the smaller one first."""
        allowed = f"two numbers from {low:g} to {high:g}, the smaller one first"
        first, second = self._two(key, allowed)
        smaller = self._number(key, first, low, high, allowed)
        return smaller, self._number(key, second, smaller, high, allowed)

    def whole_span(self, key: str, low: int, high: int) -> tuple[int, int]:
        """Return two whole numbers from `low` to `high`, the smaller one first."""
        allowed = f"two whole numbers from {low} to {high}, the smaller one first"
        first, second = self._two(key, allowed)
        smaller = self._whole(key, first, low, high, allowed)
        return smaller, self._whole(key, second, smaller, high, allowed)

    def choice(self, key: str, options: Sequence[Word]) -> Word:
        """Return the one of `options` that stands at `key`."""
        allowed = ", ".join(options)
        return self._choice(key, self._value(key, allowed), options, allowed)

    def choices(self, key: str, options: Sequence[Word]) -> tuple[Word, ...]:
        """Return a list of at least one of `options`, none of them twice."""
        allowed = f"a list of {', '.join(options)}"
        chosen = tuple(self._choice(key, value, options, allowed) for value in self._list(key, allowed))
        self.unique(key, chosen)
        return chosen

    def table(self, key: str, keys: Sequence[str]) -> Table:
        """Return the table under `key`, which may have only `keys`."""
        allowed = f"a table with {', '.join(keys)}"
        return self._table(key, self._value(key, allowed), keys, allowed)

    def rows(self, key: str, keys: Sequence[str]) -> list[Table]:
        """Return the array of tables under `key`, which may be left out; each row may have only `keys`."""
        allowed = f"tables [[{key}]] with {', '.join(keys)}"
        rows = self._data.get(key, [])
        if not isinstance(rows, list):
            self._refuse_value(key, rows, allowed)
        return [self._table(f"{key}[{index}]", row, keys, allowed) for index, row in enumerate(rows)]

    def unique(self, key: str, words: Sequence[str]) -> None:
        """Refuse `key` where one of `words` stands twice."""
        twice = next((word for index, word in enumerate(words) if word in words[:index]), None)
        if twice is not None:
            self.refuse(key, f"{str(twice)!r} stands there twice", "each one once")

    def _value(self, key: str, allowed: str) -> object:
        if key not in self._data:
            self.refuse(key, "is missing", allowed)
        return self._data[key]

    def _refuse_value(self, key: str, value: object, allowed: str) -> NoReturn:
        self.refuse(key, f"is {_shown(value)}", allowed)

    def _list(self, key: str, allowed: str) -> list[object]:
        value = self._value(key, allowed)
        if not isinstance(value, list) or not value:
            self._refuse_value(key, value, f"{allowed}, at least one")
        return value

    def _two(self, key: str, allowed: str) -> tuple[object, object]:
        value = self._value(key, allowed)
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - a pair is a pair
            self._refuse_value(key, value, allowed)
        return value[0], value[1]

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value or value != value.strip() or not value.isprintable():
            self._refuse_value(key, value, _TEXT)
        return value

    def _number(self, key: str, value: object, low: float, high: float, allowed: str) -> float:
        # A TOML true is an int to Python, and nan fails both comparisons.
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self._refuse_value(key, value, allowed)
        return float(value)

    def _whole(self, key: str, value: object, low: int, high: int, allowed: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self._refuse_value(key, value, allowed)
        return value

    def _choice(self, key: str, value: object, options: Sequence[Word], allowed: str) -> Word:
        chosen = next((option for option in options if option == value), None)
        if chosen is None:
            self.refuse(key, f"is {_shown(value)}{suggestion(value, options)}", allowed)
        return chosen

    def _table(self, key: str, value: object, keys: Sequence[str], allowed: str) -> Table:
        if not isinstance(value, dict):
            self._refuse_value(key, value, allowed)
        return Table(self._source, f"{self._path}.{key}" if self._path else key, value, keys)
