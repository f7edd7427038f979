"""A time zone as a calendar carries it (VTIMEZONE, RFC 5545, 3.6.5): every change of the clock in a span, one by one.

`icalendar` can make one too, but dates a change forward by the hour that is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_STEP: Final = timedelta(days=1)
"""No zone changes its clock twice within this."""
_SECOND: Final = timedelta(seconds=1)


def zone_component(zone: ZoneInfo, first: date, end: date) -> Timezone:
    """The zone as it is for local times in [first, end)."""
    since, until = (datetime.combine(day, time(), UTC) for day in (first - 2 * _STEP, end + 2 * _STEP))
    component = Timezone()
    component.add("TZID", zone.key)
    offset = _offset(zone, since)
    component.add_component(_observance(zone, since, offset))
    for moment in _changes(zone, since, until):
        component.add_component(_observance(zone, moment, offset))
        offset = _offset(zone, moment)
    return component


def _changes(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[datetime]:
    """The moments, to the second, from which on another offset holds."""
    while since < until:
        later = since + _STEP
        if _offset(zone, since) != _offset(zone, later):
            yield _first_after(zone, since, later)
        since = later


def _first_after(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _observance(zone: ZoneInfo, moment: datetime, offset_before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """What holds from `moment` on. It begins by the clock as it was before the change."""
    local = moment.astimezone(zone)
    summer = local.dst() or timedelta()
    component = TimezoneDaylight() if summer > timedelta() else TimezoneStandard()
    component.add("DTSTART", (moment + offset_before).replace(tzinfo=None))
    component.add("TZOFFSETFROM", offset_before)
    component.add("TZOFFSETTO", _offset(zone, moment))
    component.add("TZNAME", local.tzname() or zone.key)
    return component


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
