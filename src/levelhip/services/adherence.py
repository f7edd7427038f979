"""How often somebody exercised of late, told without blame. There are no streaks: nothing is lost by a day off."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from typing import Final

from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.wording import N_
from levelhip.ports import KeptSession, SessionStore
from levelhip.services.history import is_training
from levelhip.services.zones import beginning_of, day_of

DAYS: Final = 7
_BEFORE: Final = 50
"""So many sessions before these days tell whether somebody had begun by then."""


def last_days(store: SessionStore, today: date, zone: tzinfo | None) -> Sentence | None:
    """One sentence about the last seven days; None where there is nothing good to say, or no week to speak of yet.

    Today is one of the seven once a session is done: a day that is not over was not missed.
    """
    recent = store.sessions(since=beginning_of(today - timedelta(days=DAYS), zone))
    done = {day_of(each.started.started_at, zone) for each in recent if _is_done(each)}
    last = today if today in done else today - timedelta(days=1)
    first = last - timedelta(days=DAYS - 1)
    count = sum(first <= day <= last for day in done)
    if not count or not any(map(_is_done, store.sessions(before=beginning_of(first, zone), limit=_BEFORE))):
        return None
    if count == DAYS:
        return sentence(N_("You exercised on each of the last {days} days."), days=DAYS)
    return sentence(
        N_("You exercised on {count} of the last {days} days. A day off loses nothing, and is not made up for."),
        count=count,
        days=DAYS,
    )


def _is_done(session: KeptSession) -> bool:
    """A person's session, of whatever exercise, to its end."""
    return is_training(session) and (session.numbers or {}).get("ended") == "done"
