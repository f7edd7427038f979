"""Sentences that people read or hear: marked where they stand, translated where they are said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

Messages = Mapping[str, str]
"""English sentence -> the same in another language. What is not in it stays English."""


def N_(text: str) -> str:  # noqa: N802 - the name that extractors of messages know
    """Return `text` as it is: an English sentence, translated only where it is shown."""
    return text


def translate(messages: Messages | None, text: str, /, **values: object) -> str:
    """The sentence `text` in the language of `messages`, its `{name}` places filled in.

    A translation whose places do not fit is not used: the person hears English rather than nothing.
    """
    words = (messages or {}).get(text) or text
    if not values:
        return words
    try:
        return words.format(**values)
    except (KeyError, IndexError, ValueError):
        return text.format(**values)


NUMBERS: Final = (
    N_("none"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"),
    N_("nine"), N_("ten"), N_("eleven"), N_("twelve"), N_("thirteen"), N_("fourteen"), N_("fifteen"), N_("sixteen"),
    N_("seventeen"), N_("eighteen"), N_("nineteen"), N_("twenty"),
)  # fmt: skip
"""Numbers as they are spoken; larger ones are left to the voice."""


def number_in_words(number: int, messages: Messages | None = None) -> str:
    """A whole number as it is spoken: in words up to twenty, in digits beyond."""
    return translate(messages, NUMBERS[number]) if 0 <= number < len(NUMBERS) else str(number)


MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def day_in_words(day: date, messages: Messages | None = None) -> str:
    """22 November 2026."""
    month = translate(messages, MONTHS[day.month - 1])
    return translate(messages, N_("{day} {month} {year}"), day=day.day, month=month, year=day.year)


def sentence_case(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
