"""Reminders: the times a person chose, as a calendar, and the secret address at which a calendar program fetches it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from levelhip.exercise.plan import Plan
from levelhip.exercise.wording import Messages
from levelhip.ports import Clock, Json, SessionStore, StoreError
from levelhip.reports.schedule import EVERY_DAY, Schedule, spread
from levelhip.services.person import PersonSettings
from levelhip.services.zones import day_of

SECRET_BYTES: Final = 32
SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a secret looks like: so many bytes as text."""
_UID_BYTES: Final = 12
_KEPT: Final = "calendar"
"""Where among the settings the calendar's name and secret are kept. Whoever asks for the settings does not get them."""

Draw = Callable[[Schedule, Messages | None], bytes]


class Reminders:
    """The calendar. `weekdays` says on which days (Monday is 0) there is something to be reminded of."""

    def __init__(
        self,
        store: SessionStore,
        clock: Clock,
        person: PersonSettings,
        draw: Draw,
        weekdays: Callable[[], Sequence[int]] = lambda: EVERY_DAY,
    ) -> None:
        self._store, self._clock, self._person, self._draw, self._weekdays = store, clock, person, draw, weekdays

    def calendar(self, zone: ZoneInfo | None, messages: Messages | None = None) -> bytes:
        """The calendar for a year from today on. `zone`: where the times are meant; None: wherever it is read."""
        now = self._clock.now()
        schedule = Schedule(
            times=self._person.settings().reminder_times,
            first=day_of(now, zone),
            made_at=now,
            uid=self._uid(),
            zone=zone,
            weekdays=tuple(self._weekdays()),
        )
        return self._draw(schedule, messages)

    def secret(self) -> str | None:
        """What the address has in it; None: there is no address, and nobody fetches anything."""
        kept = self._kept().get("secret")
        return kept if isinstance(kept, str) and SECRET.fullmatch(kept) else None

    def fits(self, secret: str) -> bool:
        """Say whether this is the secret. Never, where there is none or it cannot be read."""
        try:
            kept = self.secret()
        except StoreError:
            return False
        return kept is not None and secrets.compare_digest(kept.encode(), secret.encode("utf-8", "replace"))

    def open_address(self) -> None:
        """Make an address; one that was there works no longer."""
        self._keep(secret=secrets.token_urlsafe(SECRET_BYTES))

    def close_address(self) -> None:
        """Let nobody fetch the calendar any more."""
        self._keep(secret=None)

    def _uid(self) -> str:
        """The name of this installation's calendar among all there are; made the first time it is asked for."""
        kept = self._kept().get("uid")
        if isinstance(kept, str):
            return kept
        return str(self._keep(uid=secrets.token_hex(_UID_BYTES))["uid"])

    def _kept(self) -> Json:
        return _part(self._store.settings())

    def _keep(self, **changes: str | None) -> Json:
        return _part(self._store.change_settings(lambda old: {**old, _KEPT: {**_part(old), **changes}}))


def weekdays_of(plan: Plan) -> Sequence[int]:
    """The weekdays on which a plan wants to be remembered: as many as what it asks for most often."""
    beside = (item.rungs[0] for item in plan.place.stage.beside)
    return spread(max(rung.days_a_week for rung in (plan.dose, *beside)))


def without_secrets(settings: Json) -> Json:
    """The settings as they may be given to others."""
    return {field: value for field, value in settings.items() if field != _KEPT}


def _part(settings: Json) -> Json:
    part = settings.get(_KEPT)
    return part if isinstance(part, dict) else {}
