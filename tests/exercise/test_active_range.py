"""Ranges before and after: compared only where measured alike, and judged against the route's own error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.active_range import ROUTE_SD_DEG, RangeResult, Route, range_change, smallest_change_deg

BEFORE: Final = RangeResult("left", 30.0, "shin", "side_lying", date(2026, 11, 1))
ROUTES: Final = st.sampled_from(sorted(ROUTE_SD_DEG))
ANGLES: Final = st.floats(0, 90)


@given(ROUTES, ANGLES, ANGLES)
def test_a_change_is_one_beyond_the_routes_own_error_alone(route: Route, first: float, second: float) -> None:
    before, after = (replace(BEFORE, route=route, angle_deg=angle) for angle in (first, second))
    error_deg = smallest_change_deg(route)
    assert error_deg is not None
    judged = range_change(before, after)
    assert (judged.verdict == "not_judged") == (abs(second - first) >= error_deg)
    assert judged.verdict in {"not_judged", "within_error", "same"}
    assert judged.evidence
    assert range_change(after, before).verdict == judged.verdict


def test_the_words() -> None:
    assert str(range_change(BEFORE, replace(BEFORE, angle_deg=33)).reason) == (
        "No change beyond the measurement's own error of 5.5°."
    )
    assert str(range_change(BEFORE, replace(BEFORE, angle_deg=36.0)).reason) == (
        "Changed by 6°: beyond the measurement's own error of 5.5°."
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"route": "camera"}, "measured in another way (what measured it)"),
        ({"position": "standing"}, "measured in another way (the position)"),
        ({"route": None}, "not known whether both were measured alike (what measured it)"),
        ({"position": None}, "not known whether both were measured alike (the position)"),
        ({"angle_deg": None}, "one of the two is not known"),
        ({"pelvis_stayed": False}, "in one of the two the pelvis went along with the leg"),
    ],
)
def test_what_is_not_alike_is_not_compared(changed: dict[str, object], said: str) -> None:
    judged = range_change(BEFORE, replace(BEFORE, **changed))  # type: ignore[arg-type]
    assert judged.verdict == "unknown"
    assert said in str(judged.reason)


def test_a_pelvis_that_stayed_or_that_nobody_saw_is_compared() -> None:
    for stayed in (True, None):
        assert range_change(BEFORE, replace(BEFORE, angle_deg=33, pelvis_stayed=stayed)).verdict == "within_error"


def test_a_route_of_unknown_error_judges_nothing() -> None:
    one, other = (replace(BEFORE, route="angle", angle_deg=angle) for angle in (10.0, 60.0))
    assert range_change(one, other).verdict == "unknown"
    assert smallest_change_deg("angle") is None
    assert smallest_change_deg(None) is None


def test_sides_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="is compared with left"):
        range_change(BEFORE, replace(BEFORE, side="right"))
