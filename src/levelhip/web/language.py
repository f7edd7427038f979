"""Languages of the pages and of the voice: gettext catalogues of the package, and which of them somebody reads."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO, Final

from levelhip.reports.wording import Wording

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "es": "Español"}
"""Code -> the language's own name. The sentences in the code are English."""
DEFAULT: Final = "en"
_DECIMAL_POINTS: Final = {"es": ","}


class Catalogue(gettext.GNUTranslations):
    """A compiled catalogue that also gives its plain messages, for the engine in the browser."""

    messages: Mapping[str, str]

    def _parse(self, fp: IO[bytes]) -> None:  # type: ignore[override] # typeshed names a reader of its own
        super()._parse(fp)
        entries: dict[object, str] = self._catalog  # type: ignore[attr-defined] # not in typeshed
        self.messages = {key: words for key, words in entries.items() if isinstance(key, str) and key}


@dataclass(frozen=True, slots=True)
class Language:
    """One language somebody reads: its code, and the way from an English sentence to its own."""

    code: str
    catalogue: gettext.NullTranslations

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language, its `{name}`s filled in."""
        words = self.catalogue.gettext(sentence) if sentence else ""
        return words.format(**values) if values else words

    def count(self, one: str, many: str, number: int) -> str:
        """The sentence for one or for many, its `{number}` filled in."""
        return self.catalogue.ngettext(one, many, number).format(number=number)

    @property
    def decimal_point(self) -> str:
        """What stands between the whole and its tenths."""
        return _DECIMAL_POINTS.get(self.code, ".")

    @property
    def wording(self) -> Wording:
        """The same for reports and pictures, which know nothing of catalogues."""
        return Wording(self.messages, self.code, self.decimal_point)

    @property
    def messages(self) -> Mapping[str, str]:
        """Every sentence by its English one; empty in English."""
        return self.catalogue.messages if isinstance(self.catalogue, Catalogue) else {}


@cache
def language(code: str) -> Language:
    """The language `code`; English for one there is no catalogue of."""
    known = code if code in LANGUAGES else DEFAULT
    return Language(known, _catalogue(known))


def _catalogue(code: str) -> gettext.NullTranslations:
    file = resources.files("levelhip").joinpath("locale", code, "LC_MESSAGES", "levelhip.mo")
    if code == DEFAULT or not file.is_file():
        return gettext.NullTranslations()
    with file.open("rb") as compiled:
        return Catalogue(compiled)


def guess(accept_language: str | None) -> str:
    """The language a browser asks for most (`es-MX,es;q=0.9,en;q=0.8`) among those there are."""
    wishes = [_wish(part) for part in (accept_language or "").split(",")]
    wanted = sorted((wish for wish in wishes if wish[1] > 0), key=lambda wish: -wish[1])
    return next((code for code, _ in wanted if code in LANGUAGES), DEFAULT)


def _wish(part: str) -> tuple[str, float]:
    tag, _, quality = part.partition(";")
    code = tag.strip().lower().split("-")[0]
    try:
        return code, float(quality.strip().removeprefix("q=") or 1)
    except ValueError:
        return code, 0.0
