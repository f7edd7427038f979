"""Reminders as an iCalendar file (RFC 5545): one recurring event a time of day, each with an alarm.

Calendars are shared, printed, and read aloud by speakers: nothing in here says what is done, how much, or why.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from levelhip import __version__
from levelhip.exercise.programme import DAYS_A_WEEK
from levelhip.exercise.wording import Messages, translate
from levelhip.reports.calendar_words import TEXT, TITLE
from levelhip.reports.calendar_zone import zone_component
from levelhip.reports.schedule import EVERY_DAY, Schedule

DAYS_AHEAD: Final = 365
"""How far reminders reach; each time the calendar is fetched it begins anew (convention)."""
LASTS: Final = timedelta(minutes=15)
"""How long the entry is drawn (convention). It says nothing about the session, and blocks no time."""
FETCH_AGAIN: Final = timedelta(days=1)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def render_calendar(schedule: Schedule, messages: Messages | None = None) -> bytes:
    """The calendar in the language of `messages`: UTF-8, with the line ends that the standard wants.

    With no times it has no events: a program that fetches it again then forgets those it had.
    """
    calendar = Calendar()
    calendar.add("PRODID", f"-//Levelhip//Levelhip {__version__}//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", "Levelhip")
    calendar.add("REFRESH-INTERVAL", FETCH_AGAIN, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "P1D")
    first = _first_day(schedule)
    end = first + timedelta(days=DAYS_AHEAD)
    if schedule.zone is not None:
        calendar.add_component(zone_component(schedule.zone, first, end))
    for number, each in enumerate(schedule.times, 1):
        calendar.add_component(_event(schedule, number, each, first, end, messages))
    content: bytes = calendar.to_ical()
    return content


def _first_day(schedule: Schedule) -> date:
    days = (schedule.first + timedelta(days=n) for n in range(DAYS_A_WEEK))
    return next(day for day in days if day.weekday() in schedule.weekdays)


def _event(schedule: Schedule, number: int, at: time, first: date, end: date, messages: Messages | None) -> Event:
    """One time of day, in [first, end). Its name is its place in the day: a time that is moved, moves the event."""
    title, text = translate(messages, TITLE), translate(messages, TEXT)
    event = Event()
    event.add("UID", f"{number}.{schedule.uid}@levelhip")
    event.add("DTSTAMP", schedule.made_at.astimezone(UTC))
    event.add("SEQUENCE", schedule.made_at.date().toordinal())  # a later day's calendar replaces an earlier one's
    event.add("DTSTART", datetime.combine(first, at), {"TZID": schedule.zone.key} if schedule.zone else {})
    event.add("DURATION", LASTS)
    event.add("RRULE", _rule(schedule, at, end))
    event.add("SUMMARY", title)
    event.add("DESCRIPTION", text)
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "TRANSPARENT")
    event.add_component(_alarm(title))
    return event


def _rule(schedule: Schedule, at: time, end: date) -> dict[str, object]:
    """UNTIL stands in UTC where the event has a zone, else by the clock (RFC 5545, 3.3.10)."""
    last = datetime.combine(end - timedelta(days=1), at)
    until = last if schedule.zone is None else last.replace(tzinfo=schedule.zone).astimezone(UTC)
    if set(schedule.weekdays) == set(EVERY_DAY):
        return {"FREQ": "DAILY", "UNTIL": until}
    return {"FREQ": "WEEKLY", "UNTIL": until, "BYDAY": [_WEEKDAYS[day] for day in sorted(set(schedule.weekdays))]}


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", timedelta())
    alarm.add("DESCRIPTION", title)
    return alarm
