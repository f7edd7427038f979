"""Where every number comes from: one page, made from the registry, with an anchor for each number to point at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request, Response

from levelhip.bootstrap import Services
from levelhip.exercise.evidence import Confidence, numbers
from levelhip.exercise.numbers import EFFECTS, Case, Number
from levelhip.exercise.wording import N_
from levelhip.web.language import Language
from levelhip.web.page_words import full_day
from levelhip.web.reading import reader_of
from levelhip.web.sources import STANDINGS, source_lines

_MEANINGS: Final[dict[Confidence, str]] = {
    "H": N_("somebody here read the number in the source or its abstract"),
    "M": N_("commonly cited, but not read again here: it may stop or lower something, and never raises or allows"),
    "D": N_("worked out or set by this project, because nobody gives a number"),
}


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value: where it holds, what is to be said of it, its sources."""

    value: str
    of: list[str]
    says: str
    sources: list[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One number. `key`: what "/evidence#key" points at."""

    key: str
    name: str
    decides: str
    effect: str
    values: list[ValueLine]
    conflicts: list[ValueLine]
    reviewed: str


@dataclass(frozen=True, slots=True)
class TopicPart:
    """The numbers of one topic."""

    key: str
    title: str
    entries: list[Entry]


def evidence_router(services: Services) -> APIRouter:
    """The page."""
    router = APIRouter()

    @router.get("/evidence", include_in_schema=False)
    def evidence(request: Request) -> Response:
        reader = reader_of(request, services)
        words = reader.words
        standings = [(words.say(STANDINGS[level]), words.say(meaning)) for level, meaning in _MEANINGS.items()]
        return reader.page("evidence.html", topics=topic_parts(words), standings=standings)

    return router


def topic_parts(words: Language) -> list[TopicPart]:
    """Every number, topic by topic."""
    return [
        TopicPart(topic.key, words.say(topic.title), [entry(each, words) for each in those])
        for topic, those in groupby(numbers().values(), key=lambda number: number.topic)
    ]


def entry(number: Number, words: Language) -> Entry:
    """One number as the page shows it."""
    return Entry(
        key=number.key,
        name=words.say(number.name),
        decides=words.say(number.decides),
        effect=words.say(EFFECTS[number.effect]),
        values=[_line(number, case, words) for case in number.cases],
        conflicts=[_line(number, case, words) for case in number.conflicts],
        reviewed=full_day(number.last_reviewed, words),
    )


def _line(number: Number, case: Case, words: Language) -> ValueLine:
    return ValueLine(
        value=number.shown(case, words.say, words.decimal_point),
        of=[words.say(name) for name in case.of],
        says=words.say(case.says),
        sources=source_lines(case.evidence, words),
    )
