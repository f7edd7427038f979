from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from levelhip.session.repetition_shape import RepetitionShape, shape_of
from tests.session.people import Path


def shape(path: Path, *, rest: float = 0.0, trough: float | None = None, held: bool = True) -> RepetitionShape:
    return shape_of(path.t_s, path.x, rest, rest if trough is None else trough, 1.2, held=held)


def test_a_plain_hold() -> None:
    found = shape(Path().stay(1).go(20, 1).stay(6).go(0, 2).stay(1))
    assert found.hold_start_s == pytest.approx(1.5, abs=0.02)
    assert found.hold_end_s == pytest.approx(9.0, abs=0.02)
    assert found.start_s == pytest.approx(1.2, abs=0.1)
    assert found.end_s == pytest.approx(9.7, abs=0.2)
    assert found.amplitude == pytest.approx(20.0)
    assert found.peak == pytest.approx(20.0)
    assert found.mean_hold == pytest.approx(20.0, abs=0.1)
    assert found.steadiness_cv == pytest.approx(0.0, abs=2.0)
    assert found.plateau_s == pytest.approx(7.2, abs=0.3)
    assert found.release_s == pytest.approx(1.2, abs=0.2)
    assert found.sag == pytest.approx(0.0, abs=0.01)


@given(st.floats(-500.0, 500.0))
def test_the_level_of_rest_does_not_matter(level: float) -> None:
    plain = shape(Path().stay(1).go(20, 1).stay(6).go(0, 2).stay(1))
    moved = shape(Path(level).stay(1).go(level + 20, 1).stay(6).go(level, 2).stay(1), rest=level)
    for name in ("hold_start_s", "hold_end_s", "amplitude", "peak", "mean_hold", "steadiness_cv", "plateau_s", "sag"):
        assert getattr(moved, name) == pytest.approx(getattr(plain, name), abs=1e-6, nan_ok=True), name


def test_a_movement_is_measured_from_both_rests_to_its_top() -> None:
    found = shape(Path().stay(1).go(30, 1).go(6, 1).stay(0.5), trough=6.0, held=False)
    assert found.amplitude == pytest.approx(27.0, abs=0.2)
    assert found.peak == pytest.approx(24.0, abs=0.2)


def test_a_spike_that_the_mean_takes_away_is_held_for_no_time() -> None:
    t_s, x = [0.02 * i for i in range(19)], [*[0.0] * 8, *[20.0] * 3, *[0.0] * 8]
    found = shape_of(t_s, x, 0.0, 0.0, 1.2, held=True, smooth_s=0.1)
    assert found.hold_start_s == found.hold_end_s
    assert 0.1 < found.hold_start_s < 0.25


def test_a_lift_whose_beginning_and_end_are_not_there() -> None:
    found = shape(Path(20.0).stay(5))
    assert (found.start_s, found.hold_start_s) == (0.0, 0.0)
    assert found.hold_end_s == found.end_s == pytest.approx(4.98)


def test_a_touch_before_the_hold_is_not_its_beginning() -> None:
    path = Path().stay(1).go(15, 0.1).go(0, 0.1).stay(0.5).go(20, 1).stay(5).go(0, 1).stay(0.5)
    assert shape(path).hold_start_s == pytest.approx(2.2, abs=0.1)


def test_a_sag_is_the_lesser_of_fall_and_rise() -> None:
    path = Path().stay(1).go(20, 1).stay(2).go(14, 0.8).stay(0.5).go(18, 0.8).stay(2).go(0, 1)
    assert shape(path).sag == pytest.approx(4.0, abs=0.6)


def test_sinking_for_good_is_no_sag() -> None:
    path = Path().stay(1).go(20, 1).stay(2).go(15, 0.8).stay(3).go(0, 1)
    assert shape(path).sag == pytest.approx(0.0, abs=0.5)


def test_a_sag_that_is_followed_by_a_new_height() -> None:
    path = Path().stay(1).go(20, 1).stay(2).go(16, 0.8).go(23, 0.8).stay(2).go(0, 1)
    assert shape(path).sag == pytest.approx(3.5, abs=0.8)


def test_a_lift_that_is_no_higher_than_rest_is_measured_all_the_same() -> None:
    """An attempt may end where nothing is left of its height: numbers, or NaN, but no exception."""
    found = shape(Path(0.0).stay(1), rest=0.0)
    assert math.isnan(found.steadiness_cv) or found.steadiness_cv == 0.0


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30),
    rest=st.floats(-1e3, 1e3),
    higher=st.floats(0, 50),
    held=st.booleans(),
)
def test_any_lift_has_a_shape(values: list[float], rest: float, higher: float, *, held: bool) -> None:
    """Whatever the samples, if one of them is above both rests."""
    trough = rest + higher
    assume(max(values) > trough)
    t_s = [0.1 * i for i in range(len(values))]
    found = shape_of(t_s, values, rest, trough, 1.2, held=held)
    assert found.start_s <= found.hold_start_s <= found.hold_end_s <= found.end_s
    assert found.plateau_s >= 0.0
    assert found.sag >= 0.0
