"""The belt helper's answers: a fit and its error, a load and its spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise import biomechanics as bio
from levelhip.exercise.belt_load import BeltLoad, Legs, Span, belt_load, fit_of_angle, fit_of_loop
from levelhip.exercise.signals import Quantity
from levelhip.session.features import STRANDS_OF_A_LOOP

ANA = Legs(0.80, 0.23, 0.16)
WITHIN = st.floats(0, 90)


def spans(load: BeltLoad) -> list[Span]:
    return [load.hip_nm, load.hip_nm_per_kg, load.leg_alone_nm, load.knee_nm, load.knee_nm_per_kg, load.lift_off_n]


@given(WITHIN)
def test_a_loop_and_its_angle_are_one_fit(angle: float) -> None:
    wanted = fit_of_angle(ANA, angle)
    found = fit_of_loop(ANA, wanted.loop_m)
    assert found.abduction_deg == pytest.approx(angle, abs=1e-9)
    assert found.apart_m == pytest.approx(bio.ankle_distance_m(angle, 0.80, 0.16))


@pytest.mark.parametrize(("angle", "verdict"), [(9, "short"), (10, "good"), (20, "good"), (21, "long")])
def test_the_belt_should_be_tight_between_ten_and_twenty_degrees(angle: float, verdict: str) -> None:
    assert fit_of_angle(ANA, angle).verdict == verdict


def test_hips_that_nobody_measured_make_the_angle_less_sure() -> None:
    guessed = fit_of_angle(Legs(0.80, 0.23), 15)
    assert guessed.loop_m == fit_of_angle(ANA, 15).loop_m
    assert guessed.sd_deg > 1.8 * fit_of_angle(ANA, 15).sd_deg


@given(st.sampled_from(["ankles", "knees"]), st.floats(0, 300), WITHIN)
def test_an_unknown_sex_spans_both(place: str, net: float, angle: float) -> None:
    either, *known = (belt_load(ANA, 62, sex, net, angle, place) for sex in (None, "female", "male"))  # type: ignore[arg-type]
    for all_of_it, *ones in zip(spans(either), *(spans(each) for each in known), strict=True):
        assert all_of_it == (min(one.low for one in ones), max(one.high for one in ones))
    if either.muscle_n is not None:
        assert either.muscle_n.low_n <= min(each.muscle_n.low_n for each in known if each.muscle_n)


def test_one_sex_is_one_value() -> None:
    load = belt_load(ANA, 62, "female", 40, 15)
    assert all(span.low == span.high for span in spans(load))
    assert load.hip_nm.low == pytest.approx(
        bio.hip_abduction_moment_nm(40, 15, 0.80, 0.16, bio.leg_gravity_moment_nm(62, 0.80, "female"))
    )


def test_a_belt_above_the_knees_spares_them_and_asks_less_of_the_hip() -> None:
    ankles, knees = (belt_load(ANA, 62, "female", 40, 15, place) for place in ("ankles", "knees"))
    assert knees.hip_nm.low < ankles.hip_nm.low
    assert knees.knee_nm == belt_load(ANA, 62, "female", 0, 15).knee_nm
    assert knees.lift_off_n.low > ankles.lift_off_n.low


def test_a_weighed_leg_is_surer_and_is_taken() -> None:
    weighed = belt_load(ANA, 62, None, 0, 0, scale_force_n=45)
    assert weighed.hip_nm.low == pytest.approx(36)
    assert weighed.hip_nm.high == pytest.approx(36)
    assert weighed.error_share < belt_load(ANA, 62, None, 0, 0).error_share


def test_the_engine_counts_strands_as_the_mechanics_do() -> None:
    assert bio.net_force_from_tension_n(1, "strand") == STRANDS_OF_A_LOOP
    assert Quantity.STRAND_TENSION.value == "strand_tension_n"
