"""Questionnaires: what they ask, how their answers become one number, and when there is none. Unknown is never zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["rating", "activities", "items", "listed"]
"""`rating`: one question. `activities`: a rating for each activity the person names. `items`: a fixed list of
questions. `listed`: known by name only, neither asked nor scored."""

Total = Literal["sum", "mean"]
Better = Literal["higher", "lower"]
Rating = int | None
"""One answer; None: not answered."""

MOST_ITEMS: Final = 200
LONGEST_LABEL: Final = 80


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """What a change means, in points. `error`: the smallest beyond the measurement's own error (MDC).

    `important`: the smallest that people notice as better (MCID), `much`: as much better; the shares are of the score
    before. None: nobody we read gives it.
    """

    evidence: tuple[str, ...]
    error: float | None = None
    important: float | None = None
    important_share: float | None = None
    much: float | None = None
    much_share: float | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One instrument as its file describes it. Texts are English message ids, but a clinic's own are its own.

    `scale`: the least and the most of one answer. `ends`: what these two mean. `answers`: what every answer means,
    or nothing. `items`: the questions, or nothing where their wording may not be shipped. `item_count`: of the
    instrument, with or without wording. `activity_count`: the fewest and the most to name.
    """

    key: str
    name: str
    summary: str
    kind: Kind
    scale: tuple[int, int]
    total: Total
    better: Better
    licence: str
    evidence: tuple[str, ...]
    ask: str = ""
    ends: tuple[str, str] = ("", "")
    answers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    item_count: int = 1
    activity_count: tuple[int, int] | None = None
    change: ChangeLimits | None = None

    @property
    def can_be_asked(self) -> bool:
        """Whether its wording is here."""
        return self.kind in ("rating", "activities") or (self.kind == "items" and len(self.items) == self.item_count)

    @property
    def highest(self) -> float:
        """The largest total there can be; the smallest is this with the scale's least."""
        return float(self.scale[1] * (self.item_count if self.total == "sum" else 1))

    @property
    def lowest(self) -> float:
        """The smallest total there can be."""
        return float(self.scale[0] * (self.item_count if self.total == "sum" else 1))


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answered: a rating each, and for activities what they are. Never checked here: see `understood`."""

    ratings: tuple[Rating, ...]
    labels: tuple[str, ...] = ()


class AnswerError(ValueError):
    """Answers that cannot be. The message is one line: what and where."""


def understood(asked: Questionnaire, ratings: Sequence[object], labels: Sequence[object] = ()) -> Answered:
    """Return the answers where they can be ones to `asked`; None among them is "not answered". Raises AnswerError."""
    if not asked.can_be_asked:
        raise AnswerError(f"{asked.key}: its questions are not here")
    read = tuple(_rating(asked, number, rating) for number, rating in enumerate(ratings, 1))
    if asked.activity_count is None:
        if labels:
            raise AnswerError(f"{asked.key}: names no activities")
        if len(read) != asked.item_count:
            raise AnswerError(f"{asked.key}: {len(read)} answers, not {asked.item_count}")
        return Answered(read)
    names = tuple(_label(asked, number, label) for number, label in enumerate(labels, 1))
    if len(names) != len(read) or not 1 <= len(names) <= asked.activity_count[1]:
        raise AnswerError(f"{asked.key}: one rating for each of 1 to {asked.activity_count[1]} activities")
    if len({name.casefold() for name in names}) != len(names):
        raise AnswerError(f"{asked.key}: an activity stands there twice")
    return Answered(read, names)


def score(asked: Questionnaire, given: Answered) -> float | None:
    """Return the total of answers that were `understood`; None where it is not known.

    None of these instruments says, in what we read, how many answers may be missing: so none may. Of activities there
    must be as many as the instrument wants.
    """
    ratings = [rating for rating in given.ratings if rating is not None]
    if len(ratings) != len(given.ratings) or not ratings:
        return None
    if asked.kind == "items" and len(ratings) != asked.item_count:
        return None
    if asked.activity_count is not None and len(ratings) < asked.activity_count[0]:
        return None
    total = math.fsum(ratings)
    return total / len(ratings) if asked.total == "mean" else total


def _rating(asked: Questionnaire, number: int, rating: object) -> Rating:
    least, most = asked.scale
    if rating is None:
        return None
    if isinstance(rating, bool) or not isinstance(rating, int) or not least <= rating <= most:
        raise AnswerError(f"{asked.key}: answer {number}: a whole number from {least} to {most}, or null")
    return rating


def _label(asked: Questionnaire, number: int, label: object) -> str:
    name = " ".join(label.split()) if isinstance(label, str) else ""
    if not name or len(name) > LONGEST_LABEL or not name.isprintable():
        raise AnswerError(f"{asked.key}: activity {number}: a name of at most {LONGEST_LABEL} letters")
    return name
