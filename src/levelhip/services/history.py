"""What has been done: sessions one by one, and over the weeks."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from statistics import median
from typing import Any, Final

from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.signals import SIDES
from levelhip.ports import Clock, Json, KeptSession, Morning, SessionStore
from levelhip.services.zones import beginning_of, day_of

MOST_DAYS: Final = 3 * 366
MOST_SESSIONS: Final = 500
RANGE_CHECK: Final = "range"
"""The purpose of a session that is a check of the range, and no training."""


class History:
    """Reads what was kept. An unknown session is a KeyError."""

    def __init__(self, store: SessionStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def sessions(self, limit: int = 50, before: datetime | None = None) -> list[Json]:
        """Sessions that started before a moment, newest first."""
        return [session_dict(each) for each in self._store.sessions(before=before, limit=min(limit, MOST_SESSIONS))]

    def session(self, session_id: str) -> Json:
        """One session with everything about it but its inputs."""
        kept = self.kept(session_id)
        newest = next(iter(self._store.records(session_id)), None)
        return {
            **session_dict(kept),
            "config": kept.started.config,
            "assessment": kept.started.assessment,
            "record": None if newest is None else newest.own_record or newest.client_record,
            "client_record": None if newest is None else newest.client_record,
            "counted_again": newest is not None and newest.own_record is not None,
            "afterwards": kept.afterwards,
        }

    def kept(self, session_id: str) -> KeptSession:
        """One session as the store has it."""
        session = self._store.session(session_id)
        if session is None:
            raise KeyError(session_id)
        return session

    def inputs(self, session_id: str) -> list[Json]:
        """Everything that was recorded of a session, in order, as far as the parts go without a gap."""
        numbers = self._store.part_numbers(session_id)
        whole = next((n for n, found in enumerate(numbers) if n != found), len(numbers))
        return [each for body in self._store.parts(session_id, whole) for each in json.loads(body)]

    def progress(self, zone: tzinfo | None, days: int = 84) -> Json:
        """Day by day up to today: held seconds and counts a side, pain, effort, the morning after.

        Of a check only its pain is told here: it was no training.
        """
        last = day_of(self._clock.now(), zone)
        first = last - timedelta(days=max(1, min(days, MOST_DAYS)) - 1)
        by_day: dict[date, list[KeptSession]] = defaultdict(list)
        for session in self._store.sessions(since=beginning_of(first, zone)):
            if is_real(session) and session.numbers is not None:
                by_day[day_of(session.started.started_at, zone)].append(session)
        mornings = {each.day: each for each in self._store.mornings(first, last)}
        dates = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return {"days": [_day(each, by_day.get(each, []), mornings.get(each)) for each in dates]}


def is_real(session: KeptSession) -> bool:
    """Say whether a person did it, not a simulated patient."""
    return session.started.way != "simulated"


def purpose_of(session: KeptSession) -> str | None:
    """What a session was for, where it was no training."""
    purpose = session.started.config.get("purpose")
    return purpose if isinstance(purpose, str) else None


def is_training(session: KeptSession) -> bool:
    """Say whether a person exercised: no simulated patient did, and it was no check."""
    return is_real(session) and purpose_of(session) is None


def session_dict(session: KeptSession) -> Json:
    """A session as lists show it."""
    started, numbers, said = session.started, session.numbers or {}, session.afterwards or {}
    known = started.exercise in exercise_keys()
    sides = numbers.get("sides", [])
    return {
        "id": started.id,
        "exercise": started.exercise,
        "name": load_exercise(started.exercise).name if known else started.exercise,
        "started_at": started.started_at.isoformat(),
        "way": started.way,
        "purpose": purpose_of(session),
        "simulated": not is_real(session),
        "state": "open" if session.parts is None else "finished",
        "ended": numbers.get("ended"),
        "sides": sides,
        "provenance": _provenance(sides),
        "summary": numbers.get("summary"),
        "pain": said.get("pain"),
        "effort": said.get("effort"),
        "stop_answers": said.get("stop_answers"),
        "agrees": session.agrees,
        "differences": list(session.differences),
        "clearance_held": started.clearance_held,
        "late": started.late,
        "engine": started.engine,
        "url": f"/history/{started.id}",
    }


def _provenance(sides: Iterable[Json]) -> str | None:
    told = {side.get("provenance") for side in sides} - {None}
    return told.pop() if len(told) == 1 else ("mixed" if told else None)


def _day(day: date, sessions: list[KeptSession], morning: Morning | None) -> Json:
    trained = [session for session in sessions if is_training(session)]
    sides = [side for session in trained for side in (session.numbers or {})["sides"]]
    said = [session.afterwards or {} for session in sessions]
    return {
        "date": day.isoformat(),
        "sessions": len(trained),
        "sides": {name: _side_day([side for side in sides if side["side"] == name]) for name in SIDES},
        "pain_max": _most(said, "pain"),
        "effort_max": _most([each.afterwards or {} for each in trained], "effort"),
        "morning": None if morning is None else morning.rating,
        "morning_skipped": morning is not None and morning.rating is None,
    }


def _side_day(sides: list[Json]) -> Json | None:
    """One side's day; None where it was not exercised."""
    if not sides:
        return None
    return {
        "held_s": _known_total(sides, "held_s"),
        "measured_s": _total(sides, "measured_s"),
        "self_reported_s": _total(sides, "self_reported_s"),
        "complete": None if all(side.get("told") is False for side in sides) else _complete(sides),
        "reps": int(_total(sides, "rep_count")),
        "press_n": _press_n(sides),
    }


def _press_n(sides: list[Json]) -> float | None:
    """How hard was pressed that day; None where no sensor in the belt told it."""
    told = [side["press_n"] for side in sides if side.get("press_n") is not None]
    return round(median(told), 1) if told else None


def _complete(sides: list[Json]) -> int:
    """Full holds of which somebody told, or a sensor."""
    return int(_total([side for side in sides if side.get("told") is not False], "complete_count"))


def _known_total(sides: list[Json], key: str) -> float | None:
    """What is known of it; None where nothing is."""
    return _total(sides, key) if any(side[key] is not None for side in sides) else None


def _total(sides: list[Json], key: str) -> float:
    return round(math.fsum(side[key] or 0 for side in sides), 3)


def _most(said: list[Json], key: str) -> Any:  # noqa: ANN401 - a number or None, from JSON
    told = [each[key] for each in said if each.get(key) is not None]
    return max(told, default=None)
