"""When somebody wants to be reminded, as a calendar needs to know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from levelhip.exercise.programme import DAYS_A_WEEK

EVERY_DAY: Final = tuple(range(DAYS_A_WEEK))
"""Weekdays, Monday is 0."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Times of day on `weekdays`, from the day `first` on. Raises ValueError where no day is left.

    `zone`: where those times are meant; None: wherever the calendar is read. `uid` names this installation's calendar
    among all there are, `made_at` (aware) is when it was made.
    """

    times: tuple[time, ...]
    first: date
    made_at: datetime
    uid: str
    zone: ZoneInfo | None
    weekdays: tuple[int, ...] = EVERY_DAY

    def __post_init__(self) -> None:
        if not self.weekdays or not set(self.weekdays) <= set(EVERY_DAY):
            raise ValueError(f"weekdays: some of 0 (Monday) to 6, not {list(self.weekdays)}")


def spread(days_a_week: int) -> Sequence[int]:
    """So many weekdays, as evenly apart as they go, from Monday on: 3 are Monday, Wednesday, Friday.

    Raises ValueError where a week has no such number of days.
    """
    if not 1 <= days_a_week <= DAYS_A_WEEK:
        raise ValueError(f"a week has 1 to {DAYS_A_WEEK} days, not {days_a_week}")
    return tuple(n * DAYS_A_WEEK // days_a_week for n in range(days_a_week))
