"""The calendar of reminders, read back as a calendar program reads it: at the right moment on every day of a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from levelhip.reports.calendar import DAYS_AHEAD, render_calendar
from levelhip.reports.calendar_words import TEXT, TITLE
from levelhip.reports.schedule import EVERY_DAY, Schedule, spread

NAMED: Final = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca",
    "America/St_Johns", "Pacific/Chatham", "Asia/Kolkata", "Etc/UTC",
)  # fmt: skip
"""Half an hour of summer time, a winter time that is the exception, a month of it, odd minutes, none at all."""
ZONES: Final = st.sampled_from(sorted(name for name in available_timezones() if "/" in name)).map(ZoneInfo)
TIMES: Final = st.lists(st.builds(time, st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=3, unique=True)
DAYS: Final = st.dates(date(2020, 1, 1), date(2036, 12, 31))
WEEKDAYS: Final = st.lists(st.sampled_from(EVERY_DAY), min_size=1, unique=True).map(tuple)
MADE: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST: Final = MADE.date()
HOURS: Final = (time(2, 30), time(8), time(23, 59))


def schedule(zone: ZoneInfo | None, *times: time, first: date = FIRST, **more: Any) -> Schedule:  # noqa: ANN401
    return Schedule(times=times, first=first, made_at=MADE, uid="abc", zone=zone, **more)


def read(made: Schedule, messages: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - as the package gives it
    return Calendar.from_ical(render_calendar(made, messages))


def by_the_clock(event: Any) -> list[datetime]:  # noqa: ANN401
    """What the rule says, by the clock on the wall, expanded by a reader of its own."""
    start = event["DTSTART"].dt.replace(tzinfo=None)
    rule = dict(event["RRULE"])
    (until,) = rule.pop("UNTIL")
    zone = event["DTSTART"].dt.tzinfo
    last = until.astimezone(zone).replace(tzinfo=None) if zone else until
    text = ";".join(f"{key}={','.join(map(str, values))}" for key, values in rule.items())
    return list(rrulestr(text, dtstart=start).between(start, last, inc=True))


def in_utc(calendar: Any, local: datetime) -> datetime:  # noqa: ANN401
    """A local time by the calendar's own VTIMEZONE alone (RFC 5545, 3.3.5): the first, where it comes twice."""
    observances: list[tuple[datetime, timedelta, timedelta]] = sorted(
        (each["DTSTART"].dt - each["TZOFFSETFROM"].td, each["TZOFFSETFROM"].td, each["TZOFFSETTO"].td)
        for each in calendar.timezones[0].subcomponents
    )
    ends = [onset for onset, _, _ in observances[1:]] + [datetime.max]  # noqa: DTZ901 - all of them in UTC
    for (onset, _, offset), end in zip(observances, ends, strict=True):
        if onset <= local - offset < end:
            return (local - offset).replace(tzinfo=UTC)
    before = next(before for onset, before, offset in observances if onset + before <= local < onset + offset)
    return (local - before).replace(tzinfo=UTC)


def expected(made: Schedule, at: time) -> Iterator[datetime]:
    """Every such time in a year, as the time zone database has it."""
    days = (made.first + timedelta(days=n) for n in range(DAYS_AHEAD + 7))
    due = [day for day in days if day.weekday() in made.weekdays]
    for day in due:
        if day < due[0] + timedelta(days=DAYS_AHEAD):
            yield datetime.combine(day, at, made.zone)


def check_moments(made: Schedule) -> None:
    calendar = read(made)
    assert len(calendar.events) == len(made.times)
    for event, at in zip(calendar.events, made.times, strict=True):
        assert str(event["DTSTART"].params["TZID"]) == made.zone.key if made.zone else True
        moments = [in_utc(calendar, local) for local in by_the_clock(event)]
        assert moments == [each.astimezone(UTC) for each in expected(made, at)]


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2026, 11, 22), date(2027, 3, 28)])
def test_every_moment_of_a_year_is_right_on_both_sides_of_each_change(name: str, first: date) -> None:
    check_moments(schedule(ZoneInfo(name), *HOURS, first=first))


@given(zone=ZONES, times=TIMES, first=DAYS, weekdays=WEEKDAYS)
def test_every_moment_is_right_everywhere(zone: ZoneInfo, times: list[time], first: date, weekdays: Any) -> None:  # noqa: ANN401
    check_moments(schedule(zone, *times, first=first, weekdays=weekdays))


@pytest.mark.parametrize("name", NAMED)
def test_the_zone_is_read_by_others_as_the_database_has_it(name: str) -> None:
    made = schedule(ZoneInfo(name), time(8))
    zone = read(made).timezones[0].to_tz(lookup_tzid=False)
    for moment in expected(made, time(8)):
        assert moment.replace(tzinfo=zone).utcoffset() == moment.utcoffset(), moment


@given(times=TIMES, first=DAYS, weekdays=WEEKDAYS)
def test_without_a_zone_times_are_those_of_the_clock_on_the_wall(times: list[time], first: date, weekdays: Any) -> None:  # noqa: ANN401
    made = schedule(None, *times, first=first, weekdays=weekdays)
    calendar = read(made)
    assert not calendar.timezones
    for event, at in zip(calendar.events, times, strict=True):
        assert by_the_clock(event) == list(expected(made, at))


@given(zone=st.none() | ZONES, times=TIMES, first=DAYS)
def test_every_event_has_its_alarm_and_keeps_to_itself(zone: ZoneInfo | None, times: list[time], first: date) -> None:
    for number, event in enumerate(read(schedule(zone, *times, first=first)).events, 1):
        (alarm,) = event.subcomponents
        assert (alarm.name, alarm["ACTION"], alarm["TRIGGER"].dt) == ("VALARM", "DISPLAY", timedelta())
        assert alarm["DESCRIPTION"] == TITLE
        assert (event["UID"], event["CLASS"], event["TRANSP"]) == (f"{number}.abc@levelhip", "PRIVATE", "TRANSPARENT")


def test_nothing_is_said_of_health() -> None:
    said = " ".join(f"{event['SUMMARY']} {event['DESCRIPTION']}" for event in read(schedule(None, *HOURS)).events)
    assert said == " ".join([f"{TITLE} {TEXT}"] * 3)
    words = said.casefold().replace("levelhip", "")
    assert not [word for word in ("hip", "exercis", "pain", "hold", "session", "therap", "glute") if word in words]


def test_names_stay_and_a_later_calendar_is_the_newer_one() -> None:
    older = read(schedule(None, time(8), time(13)))
    newer = read(Schedule((time(9),), MADE.date(), MADE + timedelta(days=1), "abc", None))
    assert newer.events[0]["UID"] == older.events[0]["UID"]
    assert newer.events[0]["SEQUENCE"] > older.events[0]["SEQUENCE"]


@given(said=st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from('\r\n;,:\\"'), min_size=1))
def test_whatever_is_said_stays_text(said: str) -> None:
    content = render_calendar(schedule(None, time(8)), {TITLE: f"a\r\nEND:VEVENT\r\n{said}", TEXT: said})
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    calendar: Any = Calendar.from_ical(content)
    (event,) = calendar.events
    assert event["SUMMARY"].replace("\n", "") == f"a\r\nEND:VEVENT\r\n{said}".replace("\r", "").replace("\n", "")
    assert len(event.subcomponents) == 1


def test_the_persons_language_is_spoken() -> None:
    (event,) = read(
        schedule(None, time(8)), {TITLE: "Levelhip: su recordatorio", TEXT: "Ábralo, cuando quiera; ¡ya!"}
    ).events
    assert (event["SUMMARY"], event["DESCRIPTION"]) == ("Levelhip: su recordatorio", "Ábralo, cuando quiera; ¡ya!")


def test_no_times_are_a_calendar_without_events() -> None:
    assert read(schedule(ZoneInfo("Europe/Berlin"))).events == []


@pytest.mark.parametrize(
    ("days", "weekdays"), [(1, (0,)), (2, (0, 3)), (3, (0, 2, 4)), (5, (0, 1, 2, 4, 5)), (7, EVERY_DAY)]
)
def test_days_are_spread_over_the_week(days: int, weekdays: tuple[int, ...]) -> None:
    assert spread(days) == weekdays


@pytest.mark.parametrize("days", [0, 8, -1])
def test_a_week_has_seven_days(days: int) -> None:
    with pytest.raises(ValueError, match="1 to 7 days"):
        spread(days)


@pytest.mark.parametrize("weekdays", [(), (7,), (-1, 2)])
def test_a_schedule_without_a_day_is_refused(weekdays: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="Monday"):
        schedule(None, time(8), weekdays=weekdays)
