"""Where every number comes from, and how far each source is to be trusted.

The numbers stand in `library/numbers/*.toml`, one file a topic; a test holds the code's constants to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from levelhip.exercise.evidence_fields import filled
from levelhip.exercise.library.bibliography import Fields, bibliography
from levelhip.exercise.library.numbers_parsing import number_files
from levelhip.exercise.library.tables import suggestion
from levelhip.exercise.numbers import Number

Confidence = Literal["H", "M", "D"]
"""`H`: read in the source or its abstract. `M`: commonly cited, not read again. `D`: derived by this project."""

STANDINGS: Final[dict[Confidence, str]] = {
    "H": "read in the source",
    "M": "unverified",
    "D": "derived or set by this project",
}
"""How a confidence is shown to people."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One source. What we do not know of it is None, or empty in `where` (journal, PubMed) and `author`."""

    key: str
    title: str | None
    year: int | None
    where: str
    doi: str | None
    confidence: Confidence
    note: str
    author: str = ""

    @property
    def standing(self) -> str:
        """The confidence as people read it: M is "unverified"."""
        return STANDINGS[self.confidence]

    def __str__(self) -> str:
        who = " ".join(part for part in (self.author, str(self.year or "")) if part)
        doi = f"doi:{self.doi}" if self.doi else None
        known = ", ".join(part for part in (who, self.title, self.where, doi) if part)
        return f"{known or self.key} ({self.standing})"


@cache
def references() -> Mapping[str, Reference]:
    """Return every reference of the library by its key, in the order of its file. Raises LibraryError."""
    return MappingProxyType({key: reference(key, fields) for key, fields in bibliography().items()})


@cache
def numbers() -> Mapping[str, Number]:
    """Return every number by its key, topic by topic. Raises LibraryError."""
    files = number_files()
    every = [each for file in files for each in (*(filled(field, file.source) for field in file.fields), *file.numbers)]
    return MappingProxyType({each.key: each for each in every})


class UnknownNumberError(LookupError):
    """Nothing in the evidence has this key or word. The message suggests the nearest key."""

    def __init__(self, word: str) -> None:
        near = suggestion(word, tuple(numbers()))
        super().__init__(f"the evidence has nothing called {word!r}{near}; `levelhip evidence` lists all")


def find_numbers(word: str) -> tuple[Number, ...]:
    """Return the number whose key `word` is, else all in whose key, words or sources it stands.

    Raises UnknownNumberError where there is none.
    """
    known = numbers()
    if word in known:
        return (known[word],)
    sought = word.casefold()
    found = tuple(each for each in known.values() if sought and sought in _everything(each).casefold())
    if not found:
        raise UnknownNumberError(word)
    return found


def _everything(number: Number) -> str:
    """All that is said of a number, to be searched."""
    cases = (*number.cases, *number.conflicts)
    sources = dict.fromkeys(key for case in cases for key in case.evidence)
    said = (word for case in cases for word in (*case.of, case.says))
    about = (number.key, number.topic.title, number.name, number.decides)
    return "\n".join((*about, *said, *(f"{key} {references()[key]}" for key in sources)))


def reference(key: str, fields: Fields) -> Reference:
    """Return what the fields of one entry of the bibliography say."""
    pubmed = fields.get("pubmed", "")
    if pubmed and not pubmed.startswith("PMC"):
        pubmed = f"PubMed {pubmed}"
    return Reference(
        key=key,
        title=fields.get("title"),
        year=int(fields["year"]) if "year" in fields else None,
        where=", ".join(part for part in (fields.get("journal"), pubmed) if part),
        doi=fields.get("doi"),
        confidence=next(level for level in STANDINGS if level == fields["confidence"]),
        note=fields["note"],
        author=fields.get("author", ""),
    )
