from __future__ import annotations

import math
import statistics
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.session.measures import (
    PLATEAU_TRIM_S,
    crossing_s,
    last_fall_s,
    median,
    plateau_statistics,
    set_measures,
)
from tests.session.people import REP

numbers = st.floats(-1e6, 1e6)


@given(st.lists(numbers, min_size=1))
def test_median_is_the_middle_value(values: list[float]) -> None:
    assert median(values) == pytest.approx(statistics.median(values))


def test_median_of_nothing_is_not_known() -> None:
    assert math.isnan(median([]))


@given(st.floats(0, 10), numbers, st.floats(0.001, 10), numbers, numbers)
def test_a_crossing_lies_between_its_samples(t0: float, x0: float, dt: float, x1: float, level: float) -> None:
    t = crossing_s(t0, x0, t0 + dt, x1, level)
    assert t0 <= t <= t0 + dt + 1e-9
    if min(x0, x1) < level < max(x0, x1):
        assert x0 + (x1 - x0) * (t - t0) / dt == pytest.approx(level, abs=1e-3)


def test_a_crossing_of_a_flat_line_is_its_end() -> None:
    assert crossing_s(1.0, 5.0, 2.0, 5.0, 5.0) == 2.0


def test_last_fall() -> None:
    t_s = [0.0, 1.0, 2.0, 3.0, 4.0]
    assert last_fall_s(t_s, [0, 10, 10, 0, 0], 5.0, 0, 5) == 2.5
    assert last_fall_s(t_s, [0, 10, 10, 10, 10], 5.0, 0, 5) == 4.0
    assert last_fall_s(t_s, [0, 0, 0, 0, 0], 5.0, 1, 5) == 1.0


def test_plateau_statistics_leave_the_edges_out() -> None:
    t_s = [0.1 * i for i in range(101)]
    x = [0.0 if t < PLATEAU_TRIM_S - 0.05 or t > 10 - PLATEAU_TRIM_S + 0.05 else 20.0 + (-1) ** i
         for i, t in enumerate(t_s)]  # fmt: skip
    mean, cv = plateau_statistics(t_s, x, 0.0, 10.0)
    assert mean == pytest.approx(20.0, abs=0.02)
    assert cv == pytest.approx(5.0, abs=0.1)


def test_a_short_plateau_is_trimmed_less() -> None:
    t_s = [0.01 * i for i in range(101)]
    mean, _ = plateau_statistics(t_s, [5.0] * 101, 0.0, 1.0)
    assert mean == 5.0


@given(st.floats(-1e200, 1e200))
def test_plateau_statistics_of_anything_raise_nothing(value: float) -> None:
    mean, cv = plateau_statistics([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [value, 0.0, -value, value, 1.0, value], 0.0, 5.0)
    assert not math.isinf(mean)
    assert math.isnan(cv) or cv >= 0.0


def test_two_samples_have_no_spread() -> None:
    assert all(map(math.isnan, plateau_statistics([0.0, 1.0], [5.0, 5.0], 0.0, 1.0)))


def test_a_plateau_at_nothing_has_no_relative_spread() -> None:
    mean, cv = plateau_statistics([0.0, 1.0, 2.0, 3.0, 4.0], [-1.0] * 5, 0.0, 4.0)
    assert mean == -1.0
    assert math.isnan(cv)


def test_a_set() -> None:
    reps = [
        replace(REP, start_s=12.0 * i, hold_start_s=12.0 * i + 1, hold_end_s=12.0 * i + 8, mean_hold=20.0 - i)
        for i in range(7)
    ]
    totals = set_measures(reps)
    assert totals.valid_hold_total_s == pytest.approx(45.5)
    assert totals.time_under_tension_s == pytest.approx(49.0)
    assert totals.tempo_s == 12.0
    assert totals.range_median == 15.0
    assert totals.drop_off_percent == pytest.approx(100 * (19.5 - 14.5) / 19.5)


def test_a_set_uses_the_peak_where_no_plateau_was_seen() -> None:
    reps = [replace(REP, mean_hold=math.nan, peak=10.0 * (i + 1)) for i in range(3)]
    assert set_measures(reps).drop_off_percent == pytest.approx(-200.0)


def test_a_small_set_has_no_drop_off_and_no_set_no_tempo() -> None:
    assert math.isnan(set_measures([REP, REP]).drop_off_percent)
    assert math.isnan(set_measures([REP, REP]).tempo_s)  # time went back: another recording
    empty = set_measures([])
    assert empty.valid_hold_total_s == 0.0
    assert math.isnan(empty.range_median)


def test_levels_at_nothing_have_no_drop_off() -> None:
    assert math.isnan(set_measures([replace(REP, mean_hold=0.0)] * 3).drop_off_percent)
