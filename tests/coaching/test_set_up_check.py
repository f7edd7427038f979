"""What the camera must see before it starts, one condition after another; single wild frames change nothing."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.coaching.posture import NOBODY as NOTHING
from levelhip.coaching.posture import posture_of
from levelhip.coaching.set_up_check import Agreed, OtherPerson, PictureCheck
from levelhip.exercise.signals import Side
from tests.coaching.figures import FRAME, NOBODY, Body, Row

OTHER: dict[Side, Side] = {"left": "right", "right": "left"}


def seen(
    body: Body | Row,
    *,
    side: Side = "right",
    seconds: float = 2.0,
    brightness: float | None = 120,
    people: int | None = 1,
) -> PictureCheck:
    """The check after it has seen somebody for a while at 15 frames a second."""
    check = PictureCheck("side_lying", side, FRAME)
    watch(check, body, seconds=seconds, brightness=brightness, people=people)
    return check


def watch(
    check: PictureCheck,
    body: Body | Row,
    *,
    start_s: float = 0.0,
    seconds: float = 2.0,
    brightness: float | None = 120,
    people: int | None = 1,
) -> float:
    row = body.row() if isinstance(body, Body) else body
    frames = round(15 * seconds)
    for i in range(frames):
        check.frame(start_s + i / 15, row)
        if i % 5 == 0:
            check.look(start_s + i / 15, brightness, people)
    return start_s + frames / 15


# -- one frame ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("top", ["left", "right"])
@pytest.mark.parametrize("away", [False, True])
def test_which_way_somebody_lies(top: Side, away: bool) -> None:  # noqa: FBT001
    """Lying on the left side, right hip on top, facing the camera: the head is at the picture's right."""
    posture = posture_of(Body(top=top, turned_away=away).row(), FRAME)
    assert (posture.lying, posture.top, posture.facing, posture.missing) == (True, top, not away, "")
    assert posture.head_right is ((top == "right") is not away)


def test_the_lifted_leg_changes_nothing() -> None:
    rest, lifted = (posture_of(Body(lift_deg=deg).row(), FRAME) for deg in (0.0, 40.0))
    assert (rest.lying, rest.top, rest.facing) == (lifted.lying, lifted.top, lifted.facing)


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        (Body(hips_px=(90.0, 260.0)), "feet"),
        (Body(hips_px=(-60.0, 260.0)), "feet"),
        (Body(hips_px=(560.0, 260.0)), "head"),
        (Body(unseen=("left_ankle",)), "feet"),
        (Body(unseen=("right_knee",)), "legs"),
        (Body(unseen=("left_hip",)), "nobody"),
        (Body(hips_px=(320.0, 470.0)), "feet"),
    ],
)
def test_what_is_out_of_the_picture(body: Body, missing: str) -> None:
    assert posture_of(body.row(), FRAME).missing == missing


def test_without_the_pictures_size_only_what_is_seen_counts() -> None:
    posture = posture_of(Body(hips_px=(90.0, 260.0)).row(), None)
    assert posture.missing == ""
    assert math.isnan(posture.span_share)


def test_nobody() -> None:
    assert posture_of(NOBODY, FRAME) == NOTHING
    assert posture_of(Body(length_px=0.0).row(), FRAME) == NOTHING
    assert not NOTHING.facing


def test_neither_hip_on_top() -> None:
    assert posture_of(Body(stacked=0.1).row(), FRAME).top is None


def test_standing() -> None:
    posture = posture_of(Body(tilt_deg=90.0).row(), FRAME)
    assert (posture.lying, posture.upright) == (False, True)


# -- the conditions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["left", "right"])
def test_all_is_well(side: Side) -> None:
    check = seen(Body(top=side), side=side)
    assert check.conditions() == [
        ("whole_body", True),
        ("only_you", True),
        ("light", True),
        ("facing", True),
        ("side", True),
    ]
    assert check.fulfilled()
    assert check.trouble() == check.spoils() == ""
    assert check.seen(2.5)
    assert not check.seen(9.0)


def test_nothing_is_known_at_first() -> None:
    check = seen(Body(), seconds=0.5)
    assert {holds for _, holds in check.conditions()} == {None}
    assert not check.fulfilled()
    assert check.trouble() == ""


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (NOBODY, "nobody"),
        (Body(hips_px=(90.0, 260.0)), "feet"),
        (Body(length_px=180.0), "too_small"),
        (Body(tilt_deg=90.0, length_px=380), "not_on_side"),
        (Body(stacked=0.1), "not_on_side"),
        (Body(top="left"), "wrong_side"),
        (Body(turned_away=True), "turned_away"),
    ],
)
def test_one_thing_is_complained_of(body: Body | Row, trouble: str) -> None:
    check = seen(body)
    assert check.trouble() == trouble
    assert not check.fulfilled()


def test_dark_and_crowded() -> None:
    assert seen(Body(), brightness=10).trouble() == "too_dark"
    assert seen(Body(), people=2).trouble() == "somebody_else"
    assert seen(Body(), brightness=10).spoils() == "too_dark"
    assert seen(Body(), people=2).spoils() == "somebody_else"


def test_what_spoils_a_measurement() -> None:
    """Out of the picture: the engine sees for itself. Not on the side, or on the other: nothing is counted."""
    assert seen(NOBODY).spoils() == ""
    assert seen(Body(hips_px=(90.0, 260.0))).spoils() == ""
    assert seen(Body(top="left")).spoils() == "wrong_side"
    assert seen(Body(tilt_deg=90.0)).spoils() == "not_on_side"
    assert seen(Body(turned_away=True)).spoils() == ""


def test_the_order_of_complaints_is_the_order_of_the_list() -> None:
    worst = seen(Body(top="left", length_px=180.0), brightness=10, people=2)
    assert worst.trouble() == "too_small"
    assert seen(Body(top="left"), brightness=10, people=2).trouble() == "somebody_else"
    assert seen(Body(top="left"), brightness=10).trouble() == "too_dark"


def test_nobody_counts_the_people() -> None:
    check = seen(Body(), people=None)
    assert check.fulfilled()
    assert seen(Body(), people=0).fulfilled()
    assert not seen(Body(), brightness=None).fulfilled(), "light that nobody measured is not claimed"


def test_the_skeleton_leaps_to_somebody_else() -> None:
    check = PictureCheck("side_lying", "right", FRAME)
    now_s = watch(check, Body(), people=None)
    now_s = watch(check, Body(hips_px=(320.0, 120.0)), start_s=now_s, seconds=1.5, people=None)
    assert check.trouble() == "somebody_else"
    watch(check, Body(hips_px=(320.0, 120.0)), start_s=now_s, seconds=4.0, people=None)
    assert check.trouble() == ""


def test_a_single_leap_is_a_wild_frame() -> None:
    other = OtherPerson()
    for i in range(30):
        body = Body(hips_px=(100.0, 60.0)) if i == 15 else Body()
        assert not other.see(i / 15, posture_of(body.row(), FRAME))


@given(st.lists(st.floats(-1e4, 1e4), min_size=99, max_size=99), st.integers(0, 29))
def test_one_wild_frame_changes_nothing(wild: list[float], place: int) -> None:
    check = seen(Body())
    for i in range(30):
        check.frame(2.0 + i / 15, tuple(wild) if i == place else Body().row())
    assert check.fulfilled()
    assert check.trouble() == check.spoils() == ""


def test_a_raised_arm() -> None:
    body = Body(arm_up=True)
    assert not seen(body, seconds=0.6).arm_raised
    assert seen(body, seconds=1.0).arm_raised
    assert not seen(replace(body, arm_up=False)).arm_raised
    assert not seen(replace(body, tilt_deg=90.0)).arm_raised, "who stands may move the arms"
    check = seen(body)
    watch(check, NOBODY, start_s=2.0)
    assert not check.arm_raised


@pytest.mark.parametrize(
    ("position", "body", "trouble"),
    [
        ("supine", Body(stacked=0.1), ""),
        ("supine", Body(tilt_deg=90.0), "not_lying"),
        ("standing", Body(tilt_deg=90.0, length_px=380.0, hips_px=(320.0, 230.0)), ""),
        ("standing", Body(), "not_upright"),
    ],
)
def test_other_positions(position: str, body: Body, trouble: str) -> None:
    check = PictureCheck(position, "right", FRAME)  # type: ignore[arg-type] # one of the positions
    watch(check, body)
    assert check.trouble() == trouble
    assert check.fulfilled() == (not trouble)
    assert [key for key, _ in check.conditions()] == ["whole_body", "only_you", "light", position]
    assert not check.arm_raised


def test_agreement_takes_its_time() -> None:
    agreed = Agreed()
    for t_s, raw, value in (
        (0.0, True, None),
        (0.9, True, None),
        (1.0, True, True),
        (1.1, False, True),
        (1.2, True, True),
    ):
        agreed.see(t_s, raw=raw)
        assert agreed.value is value
    agreed.see(2.0, raw=False)
    agreed.see(3.0, raw=False)
    assert agreed.value is False
