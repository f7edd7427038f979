"""Form checks, and the queue in which form samples wait for their turn."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.protocol import FormCheck
from levelhip.exercise.signals import Channel, Quantity, SampleBlock
from levelhip.session.alignment import LONGEST_LATENESS_S, MAX_LATENESS_S, MOST_WAITING, FormQueue
from levelhip.session.engine import Profile
from levelhip.session.events import Event, FormFault, SampleRefused
from levelhip.session.form import FormWatch
from tests.session.people import Path, marker_block, of, play, reps, task

ROLL = FormCheck("roll", "pelvis_roll_deg", 15.0, (Quantity.MARKERS,), "Do not roll.")
KNEE = FormCheck("bent_knee", "knee_flexion_deg", 15.0, (Quantity.MARKERS,), "Straighten your knee.")


# -- the queue ------------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(0.0, 10.0), max_size=50))
def test_samples_come_out_in_time_order_and_none_is_lost(times: list[float]) -> None:
    queue = FormQueue()
    for t_s in times:
        assert queue.put(t_s, "camera", {"pelvis_roll_deg": t_s}, driver_s=0.0)
    assert len(queue.waiting) == len(times)
    out = [t_s for t_s, _ in queue.due(100.0)]
    assert out == sorted(times)
    assert not queue.waiting


def test_a_sample_waits_until_nothing_earlier_can_come() -> None:
    queue = FormQueue()
    assert queue.put(1.0, "a", {}, driver_s=1.0)
    assert list(queue.due(1.0 + LONGEST_LATENESS_S - 0.01)) == []
    assert [t for t, _ in queue.due(1.0 + LONGEST_LATENESS_S)] == [1.0]
    assert not queue.put(1.0, "b", {}, driver_s=1.0 + LONGEST_LATENESS_S)
    assert queue.put(1.01, "b", {}, driver_s=1.0 + LONGEST_LATENESS_S)


def test_what_waits_for_a_silent_driver_is_bounded() -> None:
    queue = FormQueue()
    taken = [queue.put(0.001 * i, "a", {}, driver_s=-math.inf) for i in range(MOST_WAITING + 10)]
    assert taken == [True] * MOST_WAITING + [False] * 10
    assert len(queue.waiting) == MOST_WAITING


def test_every_sensor_has_a_lateness() -> None:
    assert set(MAX_LATENESS_S) == set(Quantity) - {Quantity.CLOCK}
    assert max(MAX_LATENESS_S.values()) == LONGEST_LATENESS_S


# -- the watch ------------------------------------------------------------------------------------------------------


def test_a_departure_from_rest_beyond_the_limit_is_a_fault_with_its_sign() -> None:
    watch = FormWatch([ROLL, KNEE])
    watch.take(0.0, {"pelvis_roll_deg": 40.0, "knee_flexion_deg": 3.0}, at_rest=True)
    watch.take(1.0, {"pelvis_roll_deg": 20.0, "knee_flexion_deg": 10.0}, at_rest=False)
    watch.take(1.1, {"pelvis_roll_deg": 45.0}, at_rest=False)
    assert watch.faults(0.9, 1.2) == [("roll", -20.0)]
    assert watch.faults(0.0, 1.0) == []
    assert watch.faults(1.1, 2.0) == []


def test_each_lift_has_its_own_faults() -> None:
    """Also when they are asked for late, and in any order."""
    watch = FormWatch([ROLL])
    for i in range(40):
        watch.take(0.1 * i, {"pelvis_roll_deg": {1: 20.0, 3: -30.0}.get(i // 10, 0.0)}, at_rest=i // 10 in (0, 2))
    assert watch.faults(3.0, 3.8) == [("roll", -30.0)]
    assert watch.faults(1.0, 1.8) == [("roll", 20.0)]
    assert watch.faults(2.0, 2.8) == []


def test_a_camera_that_looks_away_in_a_hold_sees_one_lift() -> None:
    watch = FormWatch([ROLL])
    watch.take(0.0, {"pelvis_roll_deg": 0.0}, at_rest=True)
    watch.take(1.0, {"pelvis_roll_deg": 2.0}, at_rest=False)
    watch.take(6.0, {"pelvis_roll_deg": 20.0}, at_rest=False)
    watch.take(6.1, {"pelvis_roll_deg": 3.0}, at_rest=False)
    assert watch.faults(0.9, 6.5) == [("roll", 20.0)]


def test_rest_follows_slowly() -> None:
    watch = FormWatch([ROLL])
    watch.take(0.0, {"pelvis_roll_deg": 0.0}, at_rest=True)
    for i in range(1, 200):
        watch.take(0.05 * i, {"pelvis_roll_deg": 30.0}, at_rest=True)
    watch.take(11.0, {"pelvis_roll_deg": 35.0}, at_rest=False)
    watch.take(11.1, {"pelvis_roll_deg": 10.0}, at_rest=False)
    ((fault, away_deg),) = watch.faults(10.5, 11.05)
    assert fault == "roll"
    assert away_deg == pytest.approx(-20.0, abs=0.1)


@pytest.mark.parametrize("nothing", [{}, {"pelvis_roll_deg": math.nan}, {"pelvis_roll_deg": math.inf}])
def test_what_is_not_seen_is_not_judged(nothing: dict[str, float]) -> None:
    watch = FormWatch([ROLL])
    watch.take(0.0, {"pelvis_roll_deg": 0.0}, at_rest=True)
    watch.take(1.0, nothing, at_rest=False)
    assert watch.faults(0.5, 1.5) == []


# -- in a session ---------------------------------------------------------------------------------------------------


def angles(*heights: float) -> SampleBlock:
    path = Path()
    for height in heights:
        path.rep(height)
    return path.stay(3).block()


def form(drives: str, *amounts: float, hold_s: float = 6.5) -> SampleBlock:
    path = Path(rate_hz=25.0)
    for amount in amounts:
        path.rep(amount, hold_s)
    return marker_block(path.stay(3), drives=drives)


def together(*blocks: SampleBlock) -> list[SampleBlock]:
    """Sample by sample in time order, as channels arrive in life."""
    single = [
        SampleBlock(block.channel, (t,), (value,))
        for block in blocks
        for t, value in zip(block.t_s, block.values, strict=True)
    ]
    return sorted(single, key=lambda block: block.t_s[0])


def said(*blocks: SampleBlock) -> list[Event]:
    return play(together(*blocks), Profile(Quantity.ABDUCTION))


@pytest.mark.parametrize(("drives", "fault"), [("flexion", "hip_drift"), ("roll", "roll"), ("knee", "bent_knee")])
def test_a_form_fault_is_told_with_its_repetition(drives: str, fault: str) -> None:
    """Before the repetition's own event, and with the same number."""
    events = said(angles(15, 15, 15), form(drives, 0, 25, 0))
    (found,) = of(events, FormFault)
    assert (found.number, found.fault, found.side) == (2, fault, "right")
    assert abs(found.value_deg) == pytest.approx(25.0, abs=1.5)
    assert events.index(found) == events.index(reps(events)[1]) - 1
    assert found.t_s == reps(events)[1].t_s


def test_good_form_and_small_departures_are_no_fault() -> None:
    assert not of(said(angles(15, 15), form("roll", 0, 12)), FormFault)


def test_the_driver_itself_may_show_form() -> None:
    path = Path(rate_hz=25.0).rep(15).rep(15).stay(2)
    driver = marker_block(path)
    bent = form("knee", 0, 30)
    values = list(driver.values)
    for i, (whole, knee) in enumerate(zip(driver.values, bent.values, strict=False)):
        assert isinstance(whole, tuple)
        assert isinstance(knee, tuple)
        values[i] = (*whole[:21], *knee[21:]) if i > 320 else whole
    events = play([SampleBlock(driver.channel, driver.t_s, tuple(values))], Profile(Quantity.MARKERS))
    assert [each.number for each in reps(events)] == [1, 2]
    assert [(each.number, each.fault) for each in of(events, FormFault)] == [(2, "bent_knee")]


def test_bad_form_in_a_lift_that_did_not_count_is_not_told_of_the_next() -> None:
    """A partial lift with a roll, then a good repetition: the roll is not the repetition's."""
    events = said(angles(16, 6, 16), form("roll", 0, 25, 0))
    assert [each.number for each in reps(events)] == [1, 2]
    assert not of(events, FormFault)


def test_the_first_short_hold_keeps_its_own_form_faults() -> None:
    """It waits to be compared with the second, but what was seen in it stays its own."""
    path = Path().rep(15, 1.0).rep(15).stay(3)
    shown = Path(rate_hz=25.0).rep(0, 1.0).rep(25).stay(3)
    events = said(path.block(), marker_block(shown, drives="roll"))
    assert [each.number for each in reps(events)] == [1, 2]
    assert [each.number for each in of(events, FormFault)] == [2]


def test_form_is_judged_on_the_second_side_too() -> None:
    right, left = Path().rep(15).rep(15).stay(2), Path(start_s=40.0).rep(15).rep(15).stay(2)
    shown = Path(rate_hz=25.0).rep(0).rep(0).stay(2)
    shown.stay(40.0 - shown.now_s).rep(0).rep(30).stay(2)
    events = said(right.block(side="right"), left.block(side="left"), marker_block(shown, drives="roll"))
    assert not of(events, SampleRefused)
    assert [(each.side, each.number) for each in of(events, FormFault)] == [("left", 2)]


def test_a_camera_that_goes_blind_in_a_bad_moment_does_not_move_the_zero() -> None:
    """Markers vanish while the pelvis is rolled and come back in the next lift: what was seen last is not rest."""
    shown = Path(rate_hz=25.0).stay(3).go(30, 1).stay(2).missing(10.5)
    shown.level = 0.0
    shown.stay(24)
    events = said(angles(15, 15, 15), marker_block(shown, drives="roll"))
    assert [each.number for each in of(events, FormFault)] == [1]


def test_form_that_comes_too_late_is_left_out_and_told_once() -> None:
    driver, shown = angles(15, 15), form("roll", 25, 25)
    events = play([driver, shown], Profile(Quantity.ABDUCTION))
    assert not of(events, FormFault)
    assert len(of(events, SampleRefused)) == 1


def test_form_whose_time_does_not_go_forward_is_refused() -> None:
    shown = form("roll", 0, 0)
    times = [t if i % 7 else t - 0.03 - 0.04 for i, t in enumerate(shown.t_s)]
    jumping = SampleBlock(shown.channel, tuple(times), shown.values)
    events = play([jumping, angles(15, 15)], Profile(Quantity.ABDUCTION))
    assert len(reps(events)) == 2


def test_a_channel_the_exercise_has_no_use_for_is_told_once() -> None:
    """A clock is no sensor; a block without samples has no time to tell."""
    other = Channel("odd", Quantity.CLOCK)
    blocks = [SampleBlock(other, (), ()), SampleBlock(other, (1.0,), (1.0,)), SampleBlock(other, (2.0,), (1.0,))]
    events = play(blocks, Profile(Quantity.ABDUCTION), task())
    (refused,) = of(events, SampleRefused)
    assert (refused.source, refused.t_s) == ("odd", 1.0)
    assert "no use" in refused.reason


def test_a_channel_that_shows_no_form_is_heard_and_says_nothing() -> None:
    press = Path().rep(30).rep(30).stay(3).block(Quantity.FORCE)
    assert not of(said(angles(15, 15), press), SampleRefused)
