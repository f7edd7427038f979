"""A sentence with what it says filled in only where it is shown, so that it can be translated until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Union

from levelhip.exercise.wording import Messages, day_in_words, translate

Value = Union[str, float, date, "Sentence"]
"""What may stand in a place. A text stands as it is; what must be translated is a Sentence of its own."""

_DAY: Final = "day"
_MOST_DEPTH: Final = 4
"""Sentences within sentences, when read back."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English message id with `{name}` places, and what stands in them."""

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    def said(self, messages: Messages | None = None) -> str:
        """The sentence in the language of `messages`."""
        return translate(messages, self.text, **{name: _shown(value, messages) for name, value in self.values})

    def as_dict(self) -> dict[str, object]:
        """The sentence for JSON; a date stands as {"day": "2026-11-22"}."""
        return {"text": self.text, "values": {name: _plain(value) for name, value in self.values}}

    def __str__(self) -> str:
        return self.said()


def sentence(text: str, /, **values: Value) -> Sentence:
    """The sentence `text` with these values."""
    return Sentence(text, tuple(values.items()))


def read_sentence(data: object, _depth: int = 0) -> Sentence:
    """Read what `as_dict` gave. Raises ValueError on anything else."""
    if isinstance(data, Mapping) and isinstance(data.get("text"), str) and _depth < _MOST_DEPTH:
        values = data.get("values", {})
        if isinstance(values, Mapping):
            return Sentence(data["text"], tuple((str(name), _read(value, _depth)) for name, value in values.items()))
    raise ValueError("a sentence is a text with its values")


def _shown(value: Value, messages: Messages | None) -> str:
    match value:
        case Sentence():
            return value.said(messages)
        case date():
            return day_in_words(value, messages)
        case str():
            return value
        case _:
            return f"{value:g}"


def _plain(value: Value) -> object:
    match value:
        case Sentence():
            return value.as_dict()
        case date():
            return {_DAY: value.isoformat()}
        case _:
            return value


def _read(value: object, depth: int) -> Value:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, Mapping) and isinstance(value.get(_DAY), str):
        return _read_day(value[_DAY])
    return read_sentence(value, depth + 1)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"a sentence is a text with its values, and {text!r} is no day") from None
