"""Where every number comes from, and how far each source is to be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from levelhip.exercise.library.bibliography import Fields, bibliography

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
