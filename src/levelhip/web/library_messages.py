"""What a translator is given of the exercise library: an extractor for Babel (see `locale/babel.cfg`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final

SHOWN: Final = frozenset(
    {
        "name",
        "summary",
        "ready",
        "say",
        "cautions",
        "why",
        "text",
        "help",
        "do",
        "title",
        "expired",
        "stopped",
        "mind",
        "decides",
        "says",
        "ask",
        "ends",
        "licence",
    }
)
"""The keys whose texts people read or hear."""

Message = tuple[int, str, str, list[str]]


def extract(fileobj: IO[bytes], *_: object, **__: object) -> Iterator[Message]:
    """Give each text of a TOML file as Babel wants it: line, function, message, comments."""
    content = fileobj.read().decode("utf-8")
    lines = content.splitlines()
    for text in dict.fromkeys(texts(tomllib.loads(content))):
        yield _line_of(text, lines), "", text, []


def texts(value: object, *, shown: bool = False) -> Iterator[str]:
    """Every text under a key of `SHOWN`, however deep, in the order of the file."""
    if isinstance(value, str) and shown:
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key != "phases":
                yield from texts(inner, shown=key in SHOWN)
                continue
            yield from (phase["say"] for phase in inner)  # a phase's name is a key, what it says is heard
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from texts(inner, shown=shown)


def _line_of(text: str, lines: Sequence[str]) -> int:
    """Where a text stands, by its first words: long ones are broken over lines."""
    start = text[:24].replace('"', '\\"')
    return next((number for number, line in enumerate(lines, 1) if start in line), 1)
