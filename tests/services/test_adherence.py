"""How often of late: what was done is told, what was not is not held against anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.services.adherence import DAYS, last_days

TODAY: Final = date(2026, 11, 22)


@dataclass
class Kept:
    """A store with sessions on days so long ago."""

    ago: list[int]
    way: str = "clock"
    ended: str = "done"
    purpose: str | None = None

    def sessions(
        self, *, since: datetime | None = None, before: datetime | None = None, limit: int | None = None
    ) -> Any:  # noqa: ANN401
        every = sorted(self.ago)
        moments = [datetime.combine(TODAY - timedelta(days=each), time(9), UTC) for each in every]
        found = [m for m in moments if (since is None or m >= since) and (before is None or m < before)]
        config = {"purpose": self.purpose}
        return [
            SimpleNamespace(
                started=SimpleNamespace(started_at=each, way=self.way, config=config), numbers={"ended": self.ended}
            )
            for each in found[:limit]
        ]


def said(*ago: int, **more: str) -> str | None:
    found = last_days(Kept(list(ago), **more), TODAY, UTC)  # type: ignore[arg-type] # as much of a store as it asks
    return str(found) if found else None


@pytest.mark.parametrize(
    ("ago", "begins"),
    [
        ((1, 2, 5, 30), "You exercised on 3 of the last 7 days."),
        ((0, 1, 2, 5, 30), "You exercised on 4 of the last 7 days."),
        ((7, 30), "You exercised on 1 of the last 7 days."),  # today is not over
        ((0, 7, 30), "You exercised on 1 of the last 7 days."),
        ((0, 0, 0, 30), "You exercised on 1 of the last 7 days."),
        ((*range(1, 8), 30), "You exercised on each of the last 7 days."),
        ((*range(7), 30), "You exercised on each of the last 7 days."),
    ],
)
def test_what_was_done_is_told(ago: tuple[int, ...], begins: str) -> None:
    assert (said(*ago) or "").startswith(begins)


@pytest.mark.parametrize("ago", [(), (0,), (1, 2, 3), (8,), (8, 30), (400,)])
def test_nothing_is_said_to_who_has_just_begun_or_was_away(ago: tuple[int, ...]) -> None:
    assert said(*ago) is None


@pytest.mark.parametrize("more", [{"way": "simulated"}, {"ended": "stopped"}, {"purpose": "range"}])
def test_only_a_persons_sessions_to_their_end_count(more: dict[str, str]) -> None:
    assert said(1, 2, 30, **more) is None


@given(st.lists(st.integers(0, 40)))
def test_one_more_session_never_tells_less(ago: list[int]) -> None:
    def days(found: str | None) -> int:
        return 0 if found is None else DAYS if "each" in found else int(found.split()[3])

    assert days(said(*ago, 30)) <= DAYS
    for other in (0, 3):
        assert days(said(*ago, other, 30)) >= days(said(*ago, 30))


@given(st.lists(st.integers(0, 40)))
def test_nobody_is_blamed(ago: list[int]) -> None:
    found = (said(*ago) or "").casefold()
    assert not [word for word in ("streak", "missed", "only", "failed", "0 of", "should") if word in found]
