"""What a person's days were like: the history that a dose is decided by. What is not known is None, never 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from levelhip.exercise.signals import Side

Provenance = Literal["measured", "self_reported", "mixed"]
"""`measured` by a sensor, `self_reported` by the person, or a day with some of each."""

SCALE_MOST: Final = 10.0
"""Pain and effort are rated from 0 to this."""


@dataclass(frozen=True, slots=True)
class SideDay:
    """The holds (or movements) of one side on one day, of the exercise that is worked on.

    `prescribed`: asked for, all times of the day together. `faulty`: how many of the attempted had a fault of form;
    None: nothing could see it. Raises ValueError on counts that cannot be.
    """

    prescribed: int
    attempted: int
    complete: int
    faulty: int | None = None

    def __post_init__(self) -> None:
        counts = (self.prescribed, self.attempted, self.complete, self.faulty or 0)
        if min(counts) < 0 or max(self.complete, self.faulty or 0) > self.attempted:
            raise ValueError(f"holds: prescribed, attempted, complete, faulty cannot be {counts}")

    @property
    def share(self) -> float | None:
        """Complete of prescribed, at most 1: more than asked does not count. None: nothing was asked."""
        return min(1.0, self.complete / self.prescribed) if self.prescribed else None


@dataclass(frozen=True, slots=True)
class Day:
    """One day. Ratings are from 0 to 10. Raises ValueError on ratings and counts that cannot be.

    `morning`: how the hip was on this very morning; for the day before it is the next morning's answer. `pain`: the
    most during exercise. `stopped`: for pain. `sessions_done`: of all that was due, what is only kept up included.
    """

    day: date
    sides: tuple[tuple[Side, SideDay], ...] = ()
    sessions_due: int = 0
    sessions_done: int = 0
    morning: float | None = None
    pain: float | None = None
    effort: float | None = None
    stopped: bool = False
    provenance: Provenance | None = None

    def __post_init__(self) -> None:
        for name in ("morning", "pain", "effort"):
            rating = getattr(self, name)
            if rating is not None and not 0 <= rating <= SCALE_MOST:
                raise ValueError(f"{self.day}: {name} must be from 0 to {SCALE_MOST:g} or not known, not {rating:g}")
        if min(self.sessions_due, self.sessions_done) < 0:
            raise ValueError(f"{self.day}: sessions cannot be fewer than none")
        if len(dict(self.sides)) < len(self.sides):
            raise ValueError(f"{self.day}: a side stands there twice")

    @property
    def exercised(self) -> bool:
        """Say whether anything was done."""
        return self.sessions_done > 0 or any(side.attempted for _, side in self.sides)

    @property
    def tried(self) -> bool:
        """Say whether the exercise that is worked on was done, in part at least."""
        return any(side.attempted for _, side in self.sides)

    @property
    def share(self) -> float | None:
        """Complete of prescribed holds on the side that did least; None: none were asked."""
        return min((side.share for _, side in self.sides if side.share is not None), default=None)

    @property
    def faulty_share(self) -> float | None:
        """Holds with a fault of those attempted, on the side with most; None: nothing could see it."""
        seen = (side for _, side in self.sides if side.faulty is not None and side.attempted)
        return max(((side.faulty or 0) / side.attempted for side in seen), default=None)


class History:
    """The days up to `today`, in any order; a day told twice is taken at its worst, days to come are left out.

    Days are asked for by their ordinals, so that no date is too early or too late to be counted from.
    """

    def __init__(self, days: Iterable[Day], today: date) -> None:
        self._today = today.toordinal()
        found: dict[int, Day] = {}
        for each in days:
            number = each.day.toordinal()
            if number <= self._today:
                found[number] = _worse(found[number], each) if number in found else each
        self._days: Mapping[int, Day] = found

    def day(self, number: int) -> Day | None:
        """The day with this ordinal; None: nothing is known of it."""
        return self._days.get(number)

    def between(self, first: int, end: int) -> Iterator[tuple[int, Day]]:
        """The days known in [first, end), oldest first, with their ordinals."""
        return ((number, self._days[number]) for number in range(first, end) if number in self._days)

    def morning(self, number: int) -> float | None:
        """The rating on the morning of this day."""
        known = self._days.get(number)
        return None if known is None else known.morning

    def last_exercised(self) -> int | None:
        """The ordinal of the last day before today on which anything was done."""
        latest_first = (number for number in sorted(self._days, reverse=True) if number < self._today)
        return next((number for number in latest_first if self._days[number].exercised), None)


def _worse(one: Day, other: Day) -> Day:
    """The same day told twice: of every number the worse one, and what only one of them knows."""
    sides = dict(one.sides)
    for name, side in other.sides:
        sides[name] = _worse_side(sides[name], side) if name in sides else side
    return Day(
        day=one.day,
        sides=tuple(sides.items()),
        sessions_due=max(one.sessions_due, other.sessions_due),
        sessions_done=min(one.sessions_done, other.sessions_done),
        morning=_most(one.morning, other.morning),
        pain=_most(one.pain, other.pain),
        effort=_most(one.effort, other.effort),
        stopped=one.stopped or other.stopped,
        provenance=one.provenance if one.provenance == other.provenance else "mixed",
    )


def _worse_side(one: SideDay, other: SideDay) -> SideDay:
    faulty = [each.faulty for each in (one, other) if each.faulty is not None]
    return SideDay(
        prescribed=max(one.prescribed, other.prescribed),
        attempted=max(one.attempted, other.attempted),
        complete=min(one.complete, other.complete),
        faulty=max(faulty, default=None),
    )


def _most(one: float | None, other: float | None) -> float | None:
    return max((each for each in (one, other) if each is not None), default=None)
