"""The check of a side: which presses count, what is said of them, and when it is not strength but a belt press."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.biomechanics import leg_gravity_moment_nm
from levelhip.exercise.hip_moment import Leg, hip_moment
from levelhip.exercise.strength import ERROR_SHARE, StrengthResult, strength_change
from levelhip.exercise.strength_check import check_side, kind_of
from levelhip.exercise.strength_retest import LEAST_OWN_SHARE, error_bar_share, own_error
from tests.exercise.press_people import three

DAY: Final = date(2026, 11, 1)


def test_three_presses_give_best_mean_and_spread() -> None:
    found = check_side(*three(1, share=(1.0, 0.9, 0.95)), "left", "inline")
    peaks = [press.peak_n for press in found.presses]
    assert len(peaks) == 3
    assert found.best_n == max(peaks) == pytest.approx(200, rel=0.03)
    assert found.mean_n == pytest.approx(190, rel=0.03)
    assert found.spread_n == pytest.approx(20, rel=0.3)
    assert found.cv_percent == pytest.approx(5.3, abs=1.5)
    assert found.warnings == ()


def test_of_more_presses_the_last_three_count_and_of_fewer_it_is_said() -> None:
    more = check_side(*three(1, share=(0.5, 0.5, 1.0, 0.98, 0.95)), "left", "inline")
    assert len(more.presses) == 3
    assert min(press.peak_n for press in more.presses) > 170
    assert "5 presses were found; the last 3 count." in map(str, more.warnings)
    fewer = check_side(*three(1, share=(1.0, 0.97)), "left", "inline")
    assert str(fewer.warnings[0]).startswith("2 of 3 presses were found")
    one = check_side(*three(1, share=(1.0,)), "left", "inline")
    assert (one.spread_n, one.sd_n, one.cv_percent) == (None, None, None)


def test_uneven_presses_are_told_of_not_left_out() -> None:
    found = check_side(*three(1, share=(1.0, 0.7, 0.95)), "left", "inline")
    assert len(found.presses) == 3
    assert any("percent apart" in str(line) for line in found.warnings)


def test_a_cell_that_was_not_loose_is_told_of() -> None:
    t_s, read_n = three(1)
    pulled = check_side(t_s, [force + 40 for force in read_n], "left", "inline")
    assert any(str(line).startswith("It pulled with 40 N") for line in pulled.warnings)
    pushed = check_side(t_s, [force - 40 for force in read_n], "left", "inline")
    assert any("below nothing" in str(line) for line in pushed.warnings)


def test_nothing_pressed_is_nothing_found() -> None:
    found = check_side([number / 80 for number in range(800)], [0.0] * 800, "left", "inline")
    assert (found.best_n, found.mean_n, found.presses) == (None, None, ())
    assert [str(line) for line in found.warnings] == ["No press was found."]
    assert check_side([], [], "left", "inline").presses == ()


def test_with_a_loop_it_is_a_belt_press_and_a_strand_counts_twice() -> None:
    assert [kind_of(each) for each in ("inline", "strand", "belt-loop")] == ["strength", "belt_press", "belt_press"]
    samples = three(1)
    inline, strand = (check_side(*samples, "left", rigging) for rigging in ("inline", "strand"))
    assert inline.best_n is not None
    assert strand.best_n == pytest.approx(2 * inline.best_n)
    assert check_side(*samples, "left", "strand", is_net=True).best_n == inline.best_n
    with pytest.raises(ValueError, match="rigging: inline, strand, belt-loop are known, not 'rope'"):
        check_side(*samples, "left", "rope")  # type: ignore[arg-type]


@given(st.floats(0, 800), st.floats(0.6, 1.1), st.floats(40, 150), st.sampled_from(["female", "male"]))
def test_lying_on_one_side_the_leg_itself_counts(force_n: float, leg_m: float, mass_kg: float, sex: str) -> None:
    own = leg_gravity_moment_nm(mass_kg, leg_m, sex)  # type: ignore[arg-type]
    found = hip_moment(force_n, Leg(leg_m, mass_kg, sex))  # type: ignore[arg-type]
    assert found is not None
    assert found.nm == pytest.approx(force_n * leg_m + own)
    assert found.nm_per_kg == pytest.approx(found.nm / mass_kg)
    assert (found.gravity_nm, found.weight, found.is_gravity_corrected) == (own, "segments", True)
    unknown = hip_moment(force_n, Leg(leg_m, mass_kg))
    assert unknown is not None
    assert unknown.weight == "both sexes"
    assert unknown.error_share == 0.15
    assert hip_moment(force_n, Leg(leg_m, mass_kg, position="supine")).nm == pytest.approx(force_n * leg_m)  # type: ignore[union-attr]


def test_what_is_not_told_is_not_taken_to_be_nothing() -> None:
    assert hip_moment(100, Leg()) is None
    without = hip_moment(100, Leg(0.9))
    assert without is not None
    assert (without.nm, without.nm_per_kg, without.is_gravity_corrected) == (90, None, False)
    weighed = hip_moment(100, Leg(0.9, 70, "male", scale_force_n=50))
    assert weighed is not None
    assert weighed.nm == pytest.approx(135)
    assert (weighed.weight, weighed.error_share) == ("weighed", 0.025)
    above = hip_moment(100, Leg(0.9, 70, "male", lever_m=0.4))
    assert above is not None
    assert above.nm == pytest.approx(40 + leg_gravity_moment_nm(70, 0.9, "male"))
    for wrong in ({"leg_length_m": 88}, {"leg_length_m": 0.9, "lever_m": 1.0}, {"body_mass_kg": 7}):
        with pytest.raises(ValueError, match=r"_m|_kg"):
            Leg(**wrong)


def result(value: float | None, day: int, side: str = "left", **more: object) -> StrengthResult:
    told = {"unit": "Nm", "position": "side_lying", "lever_m": 0.9, "is_gravity_corrected": True, **more}
    return StrengthResult(side=side, value=value, measured_on=DAY + timedelta(days=day), **told)  # type: ignore[arg-type]


def test_two_checks_soon_after_one_another_tell_the_own_error() -> None:
    assert own_error([result(100, 0), result(100, 0, "right")]) is None
    assert own_error([result(100, 0), result(105, 15)]) is None  # too long apart
    assert own_error([result(100, 0), result(None, 3)]) is None
    assert own_error([result(100, 0), result(105, 3, unit="N")]) is None  # not alike
    both = [result(100, 0), result(104, 7), result(90, 0, "right"), result(87, 7, "right")]
    found = own_error(both)
    assert found is not None
    assert found.pairs == 2
    assert LEAST_OWN_SHARE < found.share < 0.2
    assert own_error(both[::-1]) == found
    assert own_error([result(100, 0), result(100, 7)]) == (LEAST_OWN_SHARE, 1)


@given(st.lists(st.floats(50, 150), min_size=2, max_size=8), st.floats(1.1, 10))
def test_the_own_error_grows_with_what_lies_apart_and_not_with_the_unit(values: list[float], times: float) -> None:
    one = own_error([result(value, day) for day, value in enumerate(values)])
    same = own_error([result(times * value, day) for day, value in enumerate(values)])
    assert one is not None
    assert same is not None
    assert one.share == pytest.approx(same.share)
    assert one.share >= LEAST_OWN_SHARE


def test_a_change_is_judged_by_the_own_error_where_it_is_known() -> None:
    before, after = result(100, 0), result(120, 60)
    assert strength_change(before, after).verdict == "within_error"
    assert strength_change(before, after, 0.1).verdict == "better"
    assert strength_change(before, after, 0.5).verdict == "within_error"
    assert "No change beyond the measurement's own error" in str(strength_change(before, after, 0.5).reason)
    assert error_bar_share(before, None) == pytest.approx(ERROR_SHARE / 2**0.5)
    assert error_bar_share(result(100, 0, error=10), 0.5) == pytest.approx(0.1 / 2**0.5)


def test_nearly_the_same_rate_is_the_same() -> None:
    assert strength_change(result(100, 0, rate_hz=79.6), result(150, 60, rate_hz=80.3)).verdict == "better"
