"""Reading a page as a test does: its words, its links, its forms, and what a strict content policy would refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset({"script", "style", "svg", "noscript"})
_VOID: Final = frozenset({"meta", "link", "input", "img", "br", "hr"})


@dataclass(slots=True)
class Page:
    """What a page holds."""

    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    """Element, attribute, value."""
    scripts: list[dict[str, str | None]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    language: str = ""

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(self.words)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(tag)
        self.page.attributes += [(tag, name, value or "") for name, value in attrs]
        given = dict(attrs)
        if tag == "script":
            self.page.scripts.append(given)
        if tag == "html":
            self.page.language = given.get("lang") or ""
        if tag == "a":
            self.page.links.append(given.get("href") or "")
        if given.get("id") and "svg" not in self._open:
            self.page.ids.append(str(given["id"]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if not words or _SILENT & set(self._open):
            return
        self.page.words.append(words)
        if self._open and self._open[-1] in {"h1", "h2", "h3"}:
            self.page.headings.append((int(self._open[-1][1]), words))


def read(html: str) -> Page:
    """The page."""
    reader = _Reader()
    reader.feed(html)
    return reader.page
