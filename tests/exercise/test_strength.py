"""Strength and control checks: compared only where measured alike, both sides always, an index never alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.evidence import references
from levelhip.exercise.signals import Side
from levelhip.exercise.strength import (
    CHECK_ERRORS_DEG,
    CHECK_EVIDENCE,
    ERROR_SHARE,
    HIDES,
    MESSAGES,
    NORMALISED,
    ControlResult,
    StrengthResult,
    control_change,
    strength_change,
    symmetry,
)

DAY: Final = date(2026, 11, 22)
VALUES: Final = st.floats(0, 1000, allow_subnormal=False)


def result(value: float | None = 100.0, side: Side = "left", **more: Any) -> StrengthResult:  # noqa: ANN401 - any field
    usual: dict[str, Any] = {
        "unit": "N", "position": "side_lying", "lever_m": 0.8, "is_gravity_corrected": True, "measured_on": DAY,
    }  # fmt: skip
    return StrengthResult(side=side, value=value, **{**usual, **more})


@given(VALUES, st.lists(VALUES, min_size=2, max_size=6))
def test_more_strength_is_never_said_to_be_less(before: float, afters: list[float]) -> None:
    rank = {"worse": 0, "within_error": 1, "same": 1, "better": 2}
    ranks = [rank[strength_change(result(before), result(after)).verdict] for after in sorted(afters)]
    assert ranks == sorted(ranks)


@given(VALUES, VALUES)
def test_a_change_within_the_error_is_none(before: float, after: float) -> None:
    found = strength_change(result(before), result(after))
    if found.verdict in {"better", "worse"}:
        assert abs(after - before) >= ERROR_SHARE * max(before, after)
    assert set(found.evidence) <= set(references())
    assert found.gain is not None


def test_changes_in_words() -> None:
    assert str(strength_change(result(100), result(140)).reason) == (
        "Stronger by 40 N: beyond the measurement's own error of about 37.8 N."
    )
    assert strength_change(result(140), result(100)).verdict == "worse"
    assert str(strength_change(result(100), result(120)).reason) == (
        "No change beyond the measurement's own error of about 32.4 N."
    )
    assert strength_change(result(0), result(0)).verdict == "same"


def test_a_measurement_that_knows_its_own_error_is_judged_by_it() -> None:
    fine = strength_change(result(100, error=5), result(110, error=8))
    assert (fine.verdict, fine.evidence) == ("better", ())
    assert strength_change(result(100, error=5), result(110, error=12)).verdict == "within_error"
    assert strength_change(result(100, error=5), result(110)).verdict == "within_error"


@pytest.mark.parametrize(
    ("name", "other", "what"),
    [
        ("side", "right", "the side"),
        ("unit", "Nm", "the unit"),
        ("position", "supine", "the position"),
        ("lever_m", 0.4, "the lever"),
        ("is_gravity_corrected", False, "the leg's own weight"),
    ],
)
def test_only_what_was_measured_alike_is_compared(name: str, other: object, what: str) -> None:
    changed: dict[str, Any] = {name: other}
    found = strength_change(result(), replace(result(200), **changed))
    assert (found.verdict, found.gain) == ("unknown", None)
    assert str(found.reason) == f"Not compared: measured in another way ({what})."
    if name not in {"side", "unit"}:
        unknown: dict[str, Any] = {name: None}
        for one, two in ((result(), replace(result(), **unknown)), (replace(result(), **unknown),) * 2):
            said = str(strength_change(one, two).reason)
            assert said == f"Not compared: it is not known whether both were measured alike ({what})."


def test_how_often_it_was_sampled_matters_where_both_tell() -> None:
    assert strength_change(result(rate_hz=10), result(200, rate_hz=80)).verdict == "unknown"
    assert strength_change(result(rate_hz=80), result(200)).verdict == "better"
    assert strength_change(result(lever_m=0.8), result(200, lever_m=0.805)).verdict == "better"


@given(st.none() | VALUES, st.none() | VALUES)
def test_symmetry_shows_both_sides_and_its_warning_always(left: float | None, right: float | None) -> None:
    found = symmetry(result(left), result(right, "right"))
    assert (found.left, found.right, found.warning) == (left, right, HIDES)
    if left is None or right is None or max(left, right) == 0:
        assert found.index is None
    else:
        assert found.index is not None
        assert 0 <= found.index <= 100
        assert found.index == symmetry(result(right), result(left, "right")).index


def test_an_index_hides_a_weakness_on_both_sides() -> None:
    assert symmetry(result(20), result(20, "right")).index == symmetry(result(120), result(120, "right")).index == 100
    assert symmetry(result(90), result(100, "right")).index == 90
    assert symmetry(result(90), result(100, "right", unit="Nm")).index is None
    assert symmetry(result(90, lever_m=None), result(100, "right")).index is None
    with pytest.raises(ValueError, match="the left and the right side are wanted, not right and right"):
        symmetry(result(1, "right"), result(1, "right"))


def test_unknown_strength_is_not_none() -> None:
    assert strength_change(result(None), result(100)).verdict == "unknown"
    assert strength_change(result(100), result(None)).verdict == "unknown"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": -1.0}, "value: a number, 0 or more"),
        ({"value": float("nan")}, "value"),
        ({"value": float("inf")}, "value"),
        ({"lever_m": 0.0}, "lever_m: a number, more than 0"),
        ({"rate_hz": -1.0}, "rate_hz"),
        ({"error": 0.0}, "error"),
        ({"unit": "kg"}, "unit: one of N, Nm"),
    ],
)
def test_a_result_that_cannot_be_is_refused(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        result(**changed)
    assert "\n" not in str(refused.value)


def test_a_unit_says_what_it_was_divided_by() -> None:
    assert result(unit="Nm/kg").normalisation == "body mass"
    assert {NORMALISED[unit] for unit in NORMALISED} == {"none", "body mass", "body weight"}
    assert len(MESSAGES) == len(set(MESSAGES))


def test_control_checks_are_judged_by_their_own_error() -> None:
    def angle(value: float | None, side: Side = "left") -> ControlResult:
        return ControlResult("pelvis_on_one_leg", side, value, DAY)

    assert control_change(angle(83), angle(80)).verdict == "within_error"
    found = control_change(angle(83), angle(87))
    assert (found.verdict, found.gain, found.evidence) == ("not_judged", None, ("youdas_2007",))
    assert str(found.reason) == "Changed by 4°: beyond the measurement's own error of 4°."
    assert control_change(angle(83), angle(None)).verdict == "unknown"
    with pytest.raises(ValueError, match="pelvis_on_one_leg, right: is compared with pelvis_on_one_leg, left"):
        control_change(angle(83), angle(83, "right"))
    assert set(CHECK_ERRORS_DEG) == set(CHECK_EVIDENCE)
