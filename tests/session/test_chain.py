"""Lift -> slack -> tension -> hold -> release -> lowered, by two sensors: against the truth, and with one gone."""

from __future__ import annotations

import math
import random
from functools import cache
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.session.chain import Chain, chain_sources
from levelhip.session.leg_pose import away_deg, height_above, middle, still_poses
from levelhip.simulation.faults import Fault
from levelhip.simulation.truth import Attempt
from tests.session.two_sensors import Row, fused, matched, of_the_set, rows, simulated, true_moments
from tests.simulation.readings import known

SEEDS = range(500, 512)
WITHIN_S, WITHIN_DEG = 0.2, 2.0
SAG_DEG = 4.0
SLOW_S = 1.0
"""From the end of the hold until the leg is within 15 % of rest: so long, it was not let fall."""
KINDS = ("shin", "camera", "angle")


@cache
def played(seed: int, kind: str, *, is_faulty: bool = False) -> list[tuple[Chain, Attempt, tuple[float, float]]]:
    faults = (
        Fault("fast_release", "right", 1),
        Fault("broken", "right", 2, 1.2, SAG_DEG),
        Fault("fast_release", "right", 3),
    )
    session = simulated(seed, faults if is_faulty else ())
    _, chains = fused(of_the_set(session, rows(session, "force")), of_the_set(session, rows(session, kind)), kind)
    return [(chain, attempt, true_moments(session, kind, attempt)) for chain, attempt in matched(chains, session)]


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.mark.parametrize("kind", KINDS)
def test_the_moments_and_the_height_are_those_of_the_truth(kind: str) -> None:
    found = [each for seed in SEEDS for each in played(seed, kind)]
    assert len(found) >= 0.95 * 4 * len(SEEDS)
    lifts = [abs(known(chain.lift_deg) - attempt.sensors[kind].amplitude) <= WITHIN_DEG for chain, attempt, _ in found]
    starts = [abs(known(chain.lift_start_s) - start_s) <= WITHIN_S for chain, _, (start_s, _) in found]
    ends = [abs(known(chain.lowered_s) - end_s) <= WITHIN_S for chain, _, (_, end_s) in found]
    assert min(share(lifts), share(starts), share(ends)) >= 0.95
    for chain, _, _ in found:
        order = [chain.lift_start_s, chain.hold_start_s, chain.hold_end_s, chain.lowered_s]
        assert order == sorted(map(known, order))
        assert known(chain.slack_s) >= 0.0


@pytest.mark.parametrize("kind", KINDS)
def test_a_fast_lowering_and_a_sag_are_told_and_nothing_else(kind: str) -> None:
    faulty = [each for seed in SEEDS for each in played(seed, kind, is_faulty=True)]
    fast = ["fast_release" in chain.faults for chain, attempt, _ in faulty if "fast_release" in attempt.kinds]
    sunk = ["sagged" in chain.faults for chain, attempt, _ in faulty if attempt.sag_deg >= 3.0]
    assert min(share(fast), share(sunk)) >= 0.95
    clean = [each for seed in SEEDS for each in played(seed, kind)]
    assert share(["sagged" in chain.faults for chain, attempt, _ in clean if attempt.sag_deg < 1.0]) <= 0.02
    slow = [
        "fast_release" in c.faults
        for c, a, (_, end_s) in clean
        if end_s - known(a.sensors["force"].hold_end_s) >= SLOW_S
    ]
    assert len(slow) >= 10
    assert share(slow) <= 0.02


# -- whatever happens to the second sensor ----------------------------------------------------------------------------


@cache
def once() -> tuple[list[Row], list[Row], list[str]]:
    session = simulated(7, reps=2)
    force, shin = (of_the_set(session, rows(session, kind)) for kind in ("force", "shin"))
    alone, _ = fused(force, [], "shin")
    return force, shin, list(map(repr, alone))


@given(
    gone=st.lists(st.tuples(st.floats(0, 40), st.floats(0, 15)), max_size=3),
    nothing=st.floats(0, 0.5),
    clock_s=st.floats(-0.3, 0.3),
    late_s=st.floats(0, 0.4),
)
@settings(max_examples=15, deadline=None)
def test_the_belt_counts_the_same_whatever_the_second_sensor_does(
    gone: list[tuple[float, float]], nothing: float, clock_s: float, late_s: float
) -> None:
    """Missing at first, dying in mid-hold, back again, its clock off, its samples NaN or late."""
    force, shin, alone = once()
    rng = random.Random(1)
    blank = (math.nan,) * 3
    leg = [
        (t_s + clock_s, blank if rng.random() < nothing else sample)
        for t_s, sample in shin
        if not any(start_s <= t_s - shin[0][0] < start_s + length_s for start_s, length_s in gone)
    ]
    reps, chains = fused(force, leg, "shin", late_s=late_s)
    assert list(map(repr, reps)) == alone
    assert [(c.tension_s, c.hold_start_s, c.hold_end_s, c.loose_s) for c in chains] == [
        (r.measures.start_s, r.measures.hold_start_s, r.measures.hold_end_s, r.measures.end_s) for r in reps
    ]


@given(late_s=st.floats(0.0, 3.0))
@settings(max_examples=6, deadline=None)
def test_it_does_not_matter_when_the_samples_arrive(late_s: float) -> None:
    force, shin, _ = once()
    assert fused(force, shin, "shin", late_s=late_s)[1] == fused(force, shin, "shin")[1]


def test_a_clock_that_is_a_little_off_moves_the_moments_by_as_much() -> None:
    force, shin, _ = once()
    (_, usual), (_, late) = (fused(force, [(t + off_s, g) for t, g in shin], "shin") for off_s in (0.0, 0.15))
    for ours, theirs in zip(usual, late, strict=True):
        assert known(theirs.lift_deg) == pytest.approx(known(ours.lift_deg), abs=0.3)
        assert known(theirs.lift_start_s) - known(ours.lift_start_s) == pytest.approx(0.15, abs=0.05)
        assert known(theirs.lowered_s) - known(ours.lowered_s) == pytest.approx(0.15, abs=0.05)
        assert theirs.faults == ours.faults == ()


def test_what_was_not_seen_is_not_known() -> None:
    force, shin, _ = once()
    _, nothing = fused(force, [], "shin")
    assert [(c.lift_deg, c.lift_start_s, c.lowered_s, c.sag_deg, c.faults) for c in nothing] == [
        (None, None, None, None, ())
    ] * 2
    first = nothing[0]
    middle_s = (first.hold_start_s + first.hold_end_s) / 2
    _, died = fused(force, [row for row in shin if row[0] < middle_s], "shin")
    assert died[0].lift_start_s is not None
    assert died[0].lift_deg is not None
    assert (died[0].lowered_s, died[0].lowering_s, died[0].sag_deg) == (None, None, None)
    assert died[1].lift_deg is None
    _, back = fused(force, [row for row in shin if not middle_s <= row[0] < first.loose_s + 3.0], "shin")
    assert back[0].lowered_s is None
    assert back[1].lowered_s is not None
    _, still = fused(force, [(t_s, (0.0, 0.0, 1.0)) for t_s, _ in shin], "shin")
    assert all(c.lift_deg is not None and c.lift_deg < 0.5 and c.lift_start_s is None for c in still)


def test_every_quantity_says_which_sensor_it_is_from() -> None:
    told = chain_sources("belt", "shin")
    assert {*told, "side", "number", "faults"} == set(Chain("left", 1, 0.0, 1.0, 2.0, 3.0).as_dict())
    assert (told["lift_deg"], told["tension_s"], told["slack_s"]) == ("shin", "belt", "shin, belt")


# -- where a leg is ---------------------------------------------------------------------------------------------------


@given(
    lift=st.floats(3, 60),
    share_=st.floats(0, 1),
    turn=st.tuples(*[st.floats(-math.pi, math.pi)] * 3),
)
def test_a_height_is_the_same_however_the_sensor_is_strapped_on(
    lift: float, share_: float, turn: tuple[float, float, float]
) -> None:
    def gravity(deg: float) -> tuple[float, ...]:
        v = (math.sin(math.radians(deg)), 0.0, math.cos(math.radians(deg)))
        for axis, angle in enumerate(turn):
            i, j = (axis + 1) % 3, (axis + 2) % 3
            c, s = math.cos(angle), math.sin(angle)
            w = list(v)
            w[i], w[j] = c * v[i] - s * v[j], s * v[i] + c * v[j]
            v = (w[0], w[1], w[2])
        return v

    height = height_above(gravity(0.0), gravity(lift))
    assert height(gravity(share_ * lift)) == pytest.approx(share_ * lift, abs=1e-6)
    assert height(gravity(-1.0)) == pytest.approx(-1.0, abs=1e-6)
    assert away_deg(gravity(0.0), gravity(lift)) == pytest.approx(lift, abs=1e-6)
    assert away_deg(middle([gravity(lift)] * 3), gravity(lift)) == pytest.approx(0.0, abs=1e-5)


def test_a_leg_is_still_where_it_stays_and_not_across_a_gap() -> None:
    deg = [*[0.0] * 30, *[float(each) for each in range(10)], *[10.0] * 30]
    seen = [(0.05 * i, (value,)) for i, value in enumerate(deg)]
    assert still_poses(seen, 1.0, 1.0) == [(0.0,), (10.0,)]
    gappy = list(accumulate([0.05] * 15 + [1.0] + [0.05] * 15))
    assert still_poses([(t_s, (0.0,)) for t_s in gappy], 1.0, 1.0) == []
