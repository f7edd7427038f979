"""One press against the truth: its onset, how fast it rises, how surely that is told, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from levelhip.exercise.press import Press, measure_press
from levelhip.exercise.press_finding import find_presses, ordered, rate_hz
from levelhip.exercise.press_rates import RFD_WINDOWS_MS, rfd_error_percent
from levelhip.exercise.sentence import Sentence
from levelhip.exercise.strength_record import press_dict
from tests.exercise.press_people import (
    EVERY_SHAPE,
    FAST,
    SHAPES,
    TROUBLES,
    Shape,
    TruePress,
    exponential,
    least_jerk,
    press,
)

SEEDS: Final = range(60)


def measured(true: TruePress) -> Press:
    t_s, force_n = ordered(true.t_s, true.read_n)
    (stretch,) = find_presses(t_s, force_n)
    return measure_press(t_s, force_n, stretch, rate_hz(t_s))


@pytest.mark.parametrize("make", FAST)
def test_the_onset_of_a_sharp_press_is_told_within_20_ms(make: Callable[[Random], Shape]) -> None:
    onsets = [(true, measured(true).onset) for true in (press(seed, make) for seed in SEEDS)]
    told = [(true, onset) for true, onset in onsets if onset is not None and onset.is_told]
    assert len(told) >= 0.8 * len(SEEDS)
    for true, onset in told:
        assert abs(onset.t_s - true.onset_s) <= 0.02
        assert onset.low_s <= onset.t_s <= onset.high_s
        assert onset.method == "3 SD over the baseline, searched back"


@pytest.mark.slow
@pytest.mark.parametrize("make", EVERY_SHAPE)
def test_however_it_begins_what_is_told_is_within_20_ms(make: Callable[[Random], Shape]) -> None:
    """Whatever the shape, and whatever was before it: told within 20 ms, or only from when to when."""
    near, within, rates = list[bool](), list[bool](), list[bool]()
    for seed in SEEDS[:30]:
        true = press(4000 + seed, make)
        for each in (true, TROUBLES[seed % len(TROUBLES)](true, seed)):
            found = measured(each)
            if found.onset is None:
                continue
            within.append(found.onset.low_s <= true.onset_s <= found.onset.high_s)
            if found.onset.is_told:
                near.append(abs(found.onset.t_s - true.onset_s) <= 0.02)
            rates += [rfd.low_n_per_s <= true.rfd(200) <= rfd.high_n_per_s for rfd in found.rfd if rfd.window_ms == 200]
    for held, share in ((near, 0.05), (rates, 0.05), (within, 0.1)):
        assert held.count(False) <= max(2, share * len(held))


def test_an_onset_that_is_no_moment_is_refused_with_its_span() -> None:
    presses = [measured(press(seed, least_jerk)) for seed in SEEDS[:20]]
    vague = [found for found in presses if found.onset is not None and not found.onset.is_told]
    assert vague
    for found in vague:
        assert found.onset is not None
        assert found.onset.high_s - found.onset.low_s > 0.02
        (reason,) = (each.reason for each in found.refusals if each.measure == "onset")
        assert "may lie anywhere within" in str(reason)
        told = press_dict(found)["onset"]
        assert (told["t_s"], told["interval_s"]) == (None, [found.onset.low_s, found.onset.high_s])


@pytest.mark.slow
@pytest.mark.parametrize("hz", [80.0, 40.0])
def test_the_rate_of_force_development_lies_where_it_is_said_to(hz: float) -> None:
    within: dict[int, list[bool]] = {window: [] for window in RFD_WINDOWS_MS}
    for make in SHAPES:
        for seed in SEEDS:
            true = press(1000 + seed, make, hz)
            for each in measured(true).rfd:
                within[each.window_ms].append(each.low_n_per_s <= true.rfd(each.window_ms) <= each.high_n_per_s)
    assert len(within[200]) >= (0.9 if hz == 80 else 0.5) * len(SHAPES) * len(SEEDS)
    assert bool(within[100]) == (hz == 80)
    assert not within[50]
    for told in filter(None, within.values()):
        assert told.count(True) >= 0.95 * len(told)


@pytest.mark.slow
def test_a_fast_press_at_80_hz_has_the_error_that_is_stated() -> None:
    errors = []
    for make in FAST:
        for seed in SEEDS:
            true = press(2000 + seed, make)
            errors += [100 * (each.n_per_s / true.rfd(200) - 1) for each in measured(true).rfd if each.window_ms == 200]
    assert sum(-3 <= error <= 2 for error in errors) >= 0.85 * len(errors)
    assert len(errors) >= 0.9 * len(FAST) * len(SEEDS)


@pytest.mark.parametrize("hz", [8.0, 10.0, 20.0])
def test_from_few_samples_only_peak_and_length_are_told(hz: float) -> None:
    found = measured(press(3, exponential, hz))
    assert found.onset is None
    assert found.plateau is None
    assert found.rest_n is None
    assert not found.rfd
    assert {each.measure for each in found.refusals} == {"onset", "rfd_50", "rfd_100", "rfd_200", "steadiness"}
    assert all("more than 20 are needed" in str(each.reason) for each in found.refusals)
    assert found.peak_n == pytest.approx(press(3, exponential, hz).top_n, rel=0.1)
    assert found.pressed_s == pytest.approx(4, abs=0.5)


def test_which_window_a_rate_can_carry() -> None:
    def carried(hz: float) -> list[int]:
        return [window for window in RFD_WINDOWS_MS if not isinstance(rfd_error_percent(window, hz), Sentence)]

    assert carried(10) == carried(20) == carried(math.nan) == carried(30) == []
    assert carried(40) == [200]
    assert carried(79) == carried(90) == [100, 200]
    assert carried(1000) == carried(2000) == [50, 100, 200]
    assert rfd_error_percent(200, 80) == (-3, 2)


@pytest.mark.parametrize("make", SHAPES)
def test_peak_and_plateau(make: Callable[[Random], Shape]) -> None:
    for seed in range(10):
        true = press(seed, make, drift_n_per_s=0.0)
        found = measured(true)
        assert found.peak_n == pytest.approx(true.rest_n + true.top_n, rel=0.04)
        assert found.plateau is not None
        assert found.plateau.mean_n == pytest.approx(true.rest_n + true.top_n, rel=0.06)
        assert found.plateau.cv_detrended_percent <= found.plateau.cv_percent + 0.01
        assert found.rest_n == pytest.approx(true.rest_n, abs=1)


def test_one_wild_sample_changes_nothing() -> None:
    true = press(5, exponential)
    spiked = list(true.read_n)
    spiked[100] = spiked[500] = 2000.0
    before, after = measured(true), measured(TruePress(true.t_s, spiked, 0, 0, 0, true.force_n))
    assert after.peak_n == pytest.approx(before.peak_n, rel=0.01)
    assert after.onset is not None
    assert before.onset is not None
    assert after.onset.t_s == pytest.approx(before.onset.t_s, abs=0.002)


def without(true: TruePress, from_s: float, to_s: float) -> Press:
    kept = [(t, read) for t, read in zip(true.t_s, true.read_n, strict=True) if not from_s <= t < to_s]
    return measured(TruePress([t for t, _ in kept], [read for _, read in kept], 0, 0, 0, true.force_n))


def test_missing_samples_where_it_begins_refuse_what_needs_them() -> None:
    true = press(7, exponential)
    gap = without(true, true.onset_s - 0.05, true.onset_s + 0.1)
    assert gap.onset is None
    assert {str(each.reason) for each in gap.refusals if each.measure == "rfd_200"} == {
        "samples are missing where it begins"
    }
    later = without(true, true.onset_s + 0.12, true.onset_s + 0.25)
    assert later.onset is not None
    assert [each.window_ms for each in later.rfd] == [100]


def test_a_recording_that_begins_in_the_press_has_no_onset() -> None:
    true = press(7, exponential)
    found = without(true, 0, true.onset_s + 0.5)
    assert found.onset is None
    assert found.peak_n == pytest.approx(true.rest_n + true.top_n, rel=0.05)
    assert "no quiet stretch before the press" in {str(each.reason) for each in found.refusals}


def test_too_little_quiet_is_judged_by_5_newtons_and_told() -> None:
    true = press(8, exponential)
    onset = without(true, 0, true.onset_s - 0.2).onset
    assert onset is not None
    assert onset.method == "5 N over the baseline, searched back"
    assert onset.t_s == pytest.approx(true.onset_s, abs=0.03)


@example([(-1.0, -1.0), (0.0, -1.0), (1.0, -11.0)])
@given(
    st.lists(st.tuples(st.floats(), st.floats()), max_size=300)
    | st.lists(st.tuples(st.floats(0, 30), st.floats(-100, 1000)), max_size=300)
)
def test_whatever_the_samples_nothing_is_raised_and_all_is_told_or_refused(rows: list[tuple[float, float]]) -> None:
    t_s, force_n = ordered([t for t, _ in rows], [force for _, force in rows])
    for stretch in find_presses(t_s, force_n):
        found = measure_press(t_s, force_n, stretch, rate_hz(t_s))
        told = {f"rfd_{each.window_ms}" for each in found.rfd} | {each.measure for each in found.refusals}
        assert {"rfd_50", "rfd_100", "rfd_200"} <= told
        assert all(each.low_n_per_s <= each.n_per_s <= each.high_n_per_s for each in found.rfd)
        assert (found.onset is None or not found.onset.is_told) == ("onset" in told)
        assert (found.plateau is None) == ("steadiness" in told)


def test_unequal_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="2 times but 1 forces"):
        ordered([0, 1], [0])
