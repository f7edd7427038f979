"""Clearance as it is kept and travels with a session: plain JSON in, judged like everything else. Fails closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final, TypeVar

from levelhip.exercise.clearance import AnsweredAt, Assessment, assess, closed_by, is_aware
from levelhip.exercise.clearance_day import CalendarDay, of_another_day
from levelhip.exercise.clearance_stops import Stop, asks_for_a_doctor, closing
from levelhip.exercise.clinicians import read_card
from levelhip.exercise.letters import LetterError
from levelhip.exercise.releases import NO_TRUST, Trust, read_release

Read = TypeVar("Read")

MOST_LETTERS: Final = 100
"""Cards, and releases, that one session carries; more are not looked at."""
MOST_STOPS: Final = 100


def assess_kept(clearance: object, exercise: str, *, now: datetime, maximal: bool = False) -> Assessment:
    """Assess what is kept. Raises UnknownExerciseError.

    `answers`, `answered_at` (an ISO time, or one a question), `stopped_at` (the last stop for pain), `stops` (those
    that still matter: `told_at`, `answers`, `day_ends`), and what opens gates: `patient`, `keys` (cards), `releases`,
    `latest` (the latest moment seen). `day`: the day that it is where the person is, from `began` until `ends`. What
    cannot be read counts as not answered, as not released, as a stop this very moment, as a day that is over.
    """
    block = _mapping(clearance)
    answers, answered_at = _mapping(block.get("answers")), read_times(block.get("answered_at"))
    stops = read_stops(block.get("stops"), now) if is_aware(now) else []  # at no known time nothing clears anyway
    told = [stop.told_at for stop in stops]
    if block.get("stopped_at") is not None:
        told.append(_read_aware(block["stopped_at"]) or now)
    assessment = assess(
        answers,
        exercise,
        answered_at=answered_at,
        now=now,
        maximal=maximal,
        trust=read_trust(block),
        stopped_at=max(told, default=None),
        grave_stop=asks_for_a_doctor(stops, answers, answered_at, now),
    )
    if "day" in block:
        day = _read_day(block["day"], now)
        past = of_another_day(exercise, answered_at, day, now, maximal=maximal)
        assessment = closed_by([each for each in past if each.key not in assessment.to_answer], assessment)
    return closed_by(closing(stops, now), assessment)


def read_stops(written: object, now: datetime) -> list[Stop]:
    """Read stops for pain; what is none, or are too many, is one of this very moment, of which nothing is known."""
    if written is None:
        return []
    if not isinstance(written, list) or len(written) > MOST_STOPS:
        return [_read_stop(None, now)]
    return [_read_stop(each, now) for each in written]


def _read_day(written: object, now: datetime) -> CalendarDay:
    day = _mapping(written)
    began, ends = _read_aware(day.get("began")), _read_aware(day.get("ends"))
    return CalendarDay(now, now) if began is None or ends is None else CalendarDay(began, ends)


def _read_stop(written: object, now: datetime) -> Stop:
    stop = _mapping(written)
    told_at, day_ends = _read_aware(stop.get("told_at")), _read_aware(stop.get("day_ends"))
    if told_at is None or day_ends is None:
        return Stop(now, {}, datetime.max.replace(tzinfo=now.tzinfo))
    return Stop(told_at, _mapping(stop.get("answers")), day_ends)


def read_times(written: object) -> AnsweredAt:
    """Read ISO times, one for all or one a question; what is none is left out."""
    if isinstance(written, Mapping):
        times = {str(key): _read_time(value) for key, value in written.items()}
        return {key: time for key, time in times.items() if time is not None}
    return _read_time(written)


def read_trust(block: Mapping[str, object]) -> Trust:
    """Read what opens gates; a card or release that is none is left out, and all of it where the time is none."""
    patient, latest = block.get("patient"), block.get("latest")
    seen = None if latest is None else _read_aware(latest)
    if not isinstance(patient, str) or (latest is not None and seen is None):
        return NO_TRUST
    cards = tuple(_readable(read_card, block.get("keys")))
    return Trust(patient, cards, tuple(_readable(read_release, block.get("releases"))), seen)


def _readable(read: Callable[[object], Read], letters: object) -> Iterator[Read]:
    for letter in letters[:MOST_LETTERS] if isinstance(letters, list) else ():
        try:
            yield read(letter)
        except LetterError:
            continue


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _read_aware(written: object) -> datetime | None:
    time = _read_time(written)
    return time if is_aware(time) else None


def _read_time(written: object) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
