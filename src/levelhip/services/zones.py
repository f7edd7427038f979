"""Which day it is depends on where the person is: zones as a browser names them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET: Final = re.compile(r"([+-])(\d{2}):?(\d{2})")
_LONGEST_NAME: Final = 64
_FARTHEST: Final = timedelta(hours=18)


def zone_of(text: str | None) -> tzinfo | None:
    """The zone of an IANA name or an offset like "+02:00"; None, as `astimezone` takes it, for this machine's own.

    Raises ValueError for what is neither.
    """
    if not text:
        return None
    if match := _OFFSET.fullmatch(text):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        if offset <= _FARTHEST:
            return timezone(-offset if match[1] == "-" else offset)
    elif len(text) <= _LONGEST_NAME:
        try:
            return ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    raise ValueError(f"{text[:_LONGEST_NAME]!r} is no time zone; write one like Europe/Madrid or +02:00")


def named_zone(text: str) -> ZoneInfo:
    """The zone of an IANA name. Raises ValueError for what is none; an offset is none, since it knows no summer."""
    found = zone_of(text)
    if not isinstance(found, ZoneInfo):
        raise ValueError(f"{text[:_LONGEST_NAME]!r} is no time zone's name; write one like Europe/Madrid")  # noqa: TRY004
    return found


def local_zone() -> ZoneInfo | None:
    """The machine's own zone by its IANA name; None where the system tells none."""
    from tzlocal import get_localzone_name  # noqa: PLC0415 - only where a calendar is made

    try:
        name = get_localzone_name()
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


def day_of(moment: datetime, zone: tzinfo | None) -> date:
    """The date that people in `zone` call `moment`."""
    try:
        return moment.astimezone(zone).date()
    except OverflowError:  # the first and the last day there are
        return moment.date()


def beginning_of(day: date, zone: tzinfo | None) -> datetime:
    """The moment `day` begins in `zone`, in UTC."""
    midnight = datetime.combine(day, time())
    local = midnight.astimezone() if zone is None else midnight.replace(tzinfo=zone)
    return local.astimezone(UTC)
