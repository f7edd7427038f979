"""The words in the picture of a session, in the reader's language. The picture is drawn in English, by the reports."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from levelhip.exercise.wording import N_
from levelhip.web.language import Language

_SENTENCES: Final = (
    N_("Press above rest (N)"),
    N_("Lift above rest (degrees)"),
    N_("Left side · {number}"),
    N_("Right side · {number}"),
    N_("Left side"),
    N_("Right side"),
    N_("lift"),
    N_("hold"),
    N_("top"),
    N_("release"),
    N_("broken"),
    N_("held, of {number} s"),
    N_("gentle, {low} to {high} N"),
    N_("to improve"),
    N_("no signal"),
    N_("clock restarts"),
    N_("a repetition rises at least {number} {unit}"),
    N_("No signal was kept: here the press or the lift would be seen"),
)
"""What may stand in the picture. A number is a number in every language."""

_TEXT: Final = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(sentence)))


_PATTERNS: Final = tuple((_pattern(sentence), sentence) for sentence in _SENTENCES)


def translated(svg: str, words: Language) -> str:
    """The picture with every text it is known to have in the reader's language."""
    if not words.messages:
        return svg
    return _TEXT.sub(lambda found: f"{found[1]}{escape(_said(unescape(found[2]), words))}{found[3]}", svg)


def _said(text: str, words: Language) -> str:
    for pattern, sentence in _PATTERNS:
        if found := pattern.fullmatch(text):
            return words.say(sentence, **found.groupdict())
    return text
