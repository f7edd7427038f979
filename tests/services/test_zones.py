from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.services.zones import beginning_of, day_of, zone_of


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        (None, None),
        ("", None),
        ("Europe/Madrid", ZoneInfo("Europe/Madrid")),
        ("+02:00", timezone(timedelta(hours=2))),
        ("-0330", timezone(-timedelta(hours=3, minutes=30))),
        ("+00:00", UTC),
    ],
)
def test_zones_as_browsers_name_them(text: str | None, zone: object) -> None:
    assert zone_of(text) == zone


@given(st.text(max_size=80))
def test_whatever_is_written_it_is_a_zone_or_refused_in_a_line(text: str) -> None:
    try:
        zone = zone_of(text)
    except ValueError as error:
        said = str(error)
    else:
        said = f"{day_of(datetime(2026, 11, 22, tzinfo=UTC), zone)} in this time zone"
    assert "time zone" in said


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "+13:00", "-09:30", None]),
)
def test_a_day_begins_where_the_day_before_ends(day: date, name: str | None) -> None:
    zone = zone_of(name)
    begins = beginning_of(day, zone)
    assert day_of(begins, zone) == day
    assert day_of(begins - timedelta(seconds=1), zone) == day - timedelta(days=1)


def test_the_first_and_the_last_day_there_are() -> None:
    assert day_of(datetime.max.replace(tzinfo=UTC), zone_of("+13:00")) == date.max
    assert day_of(datetime.min.replace(tzinfo=UTC), zone_of("-13:00")) == date.min
