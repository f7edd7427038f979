"""Reading `references.bib`: BibTeX that any reference manager opens, in a strict layout.

An entry is `@type{key,`, then one `field = {value},` a line, then `}`; empty lines mean nothing, nor do
lines between entries that begin with `%`. What the entries mean is told in `levelhip.exercise.evidence`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NoReturn

from levelhip.exercise.library.shipped import shipped
from levelhip.exercise.library.tables import LibraryError

Fields = Mapping[str, str]
"""The fields of one entry by their names."""

FILE: Final = "references.bib"

_FIELDS: Final[dict[str, tuple[str, str]]] = {
    "author": (r".+", "a text"),
    "title": (r".+", "a text"),
    "year": (r"(19|20)\d\d", "four digits"),
    "journal": (r".+", "a text"),
    "doi": (r"10\.\d{4,9}/\S+", "10.<registrant>/<name>, without an address before it"),
    "pubmed": (r"(PMC)?\d+", "a PubMed number, or PMC and a number"),
    "confidence": (r"[HMD]", "H, M, D"),
    "note": (r".+", "a text"),
}
"""Each field with the pattern of its values, and that pattern in words."""

_REQUIRED: Final = ("confidence", "note")
_OPENING: Final = re.compile(r"@(?:article|book|misc)\{([a-z][a-z0-9_]*),")
_FIELD: Final = re.compile(r"\s*([a-z]+)\s*=\s*\{([^{}]*)\},?")


@cache
def bibliography() -> Mapping[str, Fields]:
    """Return the entries of the shipped `references.bib` by key, in the order of the file."""
    return MappingProxyType(parse_bibliography(shipped().joinpath(FILE).read_text(encoding="utf-8")))


def parse_bibliography(text: str) -> dict[str, Fields]:
    """Read the entries of a file in the layout above. Raises LibraryError with the line's number."""
    entries: dict[str, Fields] = {}
    key: str | None = None
    fields: dict[str, str] = {}
    lines = [line.rstrip() for line in text.split("\n")]
    for number, line in enumerate(lines, start=1):
        if not line or (key is None and line.startswith("%")):
            continue
        if key is None:
            key, fields = _opened(number, line, entries), {}
        elif line.strip() == "}":
            _check_complete(number, key, fields)
            entries[key] = MappingProxyType(fields)
            key = None
        else:
            name, value = _field(number, line, fields)
            fields[name] = value
    if key is not None:
        _refuse(len(lines), f"the entry {key} is not closed", "a line with }")
    return entries


def _opened(number: int, line: str, entries: Mapping[str, Fields]) -> str:
    opening = _OPENING.fullmatch(line)
    if opening is None:
        _refuse(number, f"{line!r} opens no entry", "@article{key, or @book{key, or @misc{key,")
    if opening[1] in entries:
        _refuse(number, f"{opening[1]} is there already", "each key once")
    return opening[1]


def _field(number: int, line: str, fields: Fields) -> tuple[str, str]:
    matched = _FIELD.fullmatch(line)
    if matched is None:
        _refuse(number, f"{line.strip()!r} is no field", "field = {value}, on one line, or }")
    name, value = matched[1], matched[2].strip().replace(r"\&", "&")
    if name not in _FIELDS:
        _refuse(number, f"unknown field {name}", ", ".join(_FIELDS))
    if name in fields:
        _refuse(number, f"{name} is there already", "each field once")
    pattern, allowed = _FIELDS[name]
    if not re.fullmatch(pattern, value):
        _refuse(number, f"{name} is {value!r}", allowed)
    return name, value


def _check_complete(number: int, key: str, fields: Fields) -> None:
    for name in _REQUIRED:
        if name not in fields:
            _refuse(number, f"{name} is missing in {key}", _FIELDS[name][1])


def _refuse(number: int, problem: str, allowed: str) -> NoReturn:
    raise LibraryError(FILE, f"line {number}", problem, allowed)
