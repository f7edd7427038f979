from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.session.filters import LowPass, MedianOfThree, OneEuro, Stillness

numbers = st.floats(-100.0, 100.0)


@given(st.lists(st.tuples(st.floats(0.001, 1.0), numbers), min_size=1), st.sampled_from((LowPass(0.1), OneEuro())))
def test_smoothing_stays_between_the_extremes(steps: list[tuple[float, float]], kind: LowPass | OneEuro) -> None:
    smooth = LowPass(kind.tau_s) if isinstance(kind, LowPass) else OneEuro()
    now_s = 0.0
    low, high = math.inf, -math.inf
    for step_s, x in steps:
        now_s += step_s
        low, high = min(low, x), max(high, x)
        assert low - 1e-9 <= smooth.push(now_s, x) <= high + 1e-9


def test_a_low_pass_lags_a_ramp_by_its_time_constant() -> None:
    smooth = LowPass(0.1)
    values = [(0.01 * i, smooth.push(0.01 * i, 0.01 * i)) for i in range(300)]
    t_s, y = values[-1]
    assert t_s - y == pytest.approx(0.1, abs=1e-6)


def test_a_low_pass_has_gone_63_percent_of_a_step_after_its_time_constant() -> None:
    smooth = LowPass(0.1)
    smooth.push(0.0, 0.0)
    for i in range(1, 1001):
        y = smooth.push(0.0001 * i, 1.0)
    assert y == pytest.approx(1 - math.exp(-1), abs=1e-3)


def test_one_euro_is_smooth_at_rest_and_quick_in_motion() -> None:
    rest, motion = OneEuro(), OneEuro()
    shaken = [rest.push(0.02 * i, 0.1 * (-1) ** i) for i in range(200)]
    assert max(map(abs, shaken[100:])) < 0.02
    followed = [motion.push(0.02 * i, 0.02 * i * 60) for i in range(200)]
    assert followed[-1] == pytest.approx(0.02 * 199 * 60, abs=2.0)


def test_one_euro_takes_time_that_stands_as_a_new_beginning() -> None:
    smooth = OneEuro()
    assert smooth.push(1.0, 5.0) == 5.0
    assert smooth.push(1.0, 7.0) == 7.0


def test_median_of_three_removes_one_wild_sample_and_gives_every_sample_once() -> None:
    clean = MedianOfThree()
    values = [1.0, 2.0, 900.0, 3.0, 4.0, -900.0, 2.0, 1.0]
    out = [each for i, x in enumerate(values) if (each := clean.push(float(i), x)) is not None]
    last = clean.flush()
    assert last is not None
    out.append(last)
    assert [t for t, _ in out] == [float(i) for i in range(len(values))]
    assert [x for _, x in out] == [1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0, 1.0]
    assert clean.flush() is None


@given(st.lists(numbers, min_size=3))
def test_median_of_three_is_the_middle_one(values: list[float]) -> None:
    clean = MedianOfThree()
    out = [each for i, x in enumerate(values) if (each := clean.push(float(i), x)) is not None]
    for i, (_, x) in enumerate(out[1:], start=1):
        assert x == sorted(values[i - 1 : i + 2])[1]


def test_stillness_lasts_until_something_moves() -> None:
    calm = Stillness(1.0)
    assert [calm.push(0.1 * i, 0.4 * (-1) ** i) for i in range(4)] == pytest.approx([0.0, 0.1, 0.2, 0.3])
    assert calm.push(0.4, 5.0) == 0.0
    assert calm.push(0.5, 5.9) == pytest.approx(0.1)
    calm.restart()
    assert calm.push(0.6, 5.9) == 0.0
