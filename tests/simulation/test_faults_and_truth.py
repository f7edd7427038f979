"""Every fault shows where it physically can, and the truth agrees with the noise-free signals."""

from __future__ import annotations

import itertools
import math
import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.simulation import FAULT_SIZES, POPULATIONS, RECORDING_KINDS, Fault, SessionPlan, simulate_session
from levelhip.simulation.session import SimulatedSession
from levelhip.simulation.truth import Attempt, SensorFacts
from tests.simulation.readings import known, numbers, words

PERSON = POPULATIONS["athletic"].draw(random.Random(21))
SEED = 4


def one_set(*faults: Fault, reps: int = 3) -> SimulatedSession:
    return simulate_session(PERSON, SessionPlan(sides=("right",), reps=reps, faults=faults), SEED)


def second(*faults: Fault) -> Attempt:
    return one_set(*faults).truth.attempts[1]


def hold_of(facts: SensorFacts) -> tuple[float, float]:
    return known(facts.hold_start_s), known(facts.hold_end_s)


def test_a_good_attempt_is_complete_and_unbroken_in_every_sensor() -> None:
    attempt = second()
    assert attempt.kinds == ()
    assert 5.6 <= attempt.hold_s <= 8.0
    for kind, facts in attempt.sensors.items():
        assert facts.visible, kind
        assert facts.complete_in_recording
        assert facts.covered == pytest.approx(1.0)
        assert kind == "emg" or facts.breaks == ()  # the drive may dip when a brisk lift is braked
        start, end = hold_of(facts)
        assert known(facts.start_s) < start < end < known(facts.end_s)
    assert known(attempt.sensors["camera"].hold_s) > known(attempt.sensors["force"].hold_s)


@pytest.mark.parametrize("size", [1.5, 3.0, 4.5])
def test_early_release(size: float) -> None:
    attempt = second(Fault("early_release", "right", 2, size))
    assert attempt.hold_s == pytest.approx(size, abs=0.5)
    assert known(attempt.sensors["shin"].hold_s) < known(second().sensors["shin"].hold_s) - 0.8


@pytest.mark.parametrize(("size", "sag"), [(0.6, 0.5), (1.5, 4.0), (2.5, 8.0)])
def test_broken(size: float, sag: float) -> None:
    attempt = second(Fault("broken", "right", 2, size, sag))
    assert attempt.press_lost_s == pytest.approx(size, abs=0.35)
    assert known(attempt.break_start_s) < known(attempt.break_end_s)
    assert attempt.hold_s >= 5.4
    assert max(0.3, sag - 1.2) < attempt.sag_deg < sag + 2.5
    assert attempt.sensors["shin"].sag_depth == pytest.approx(attempt.sag_deg, abs=1.5)


def test_no_press_is_unseen_by_the_belt_only() -> None:
    attempt = second(Fault("no_press", "right", 2))
    assert attempt.sensors["force"].amplitude < 4.0
    assert attempt.hold_s < 0.5 or attempt.press_n < 4.0
    for kind in ("camera", "shin", "thigh", "angle"):
        assert known(attempt.sensors[kind].hold_s) > 5.4


def test_partial_lift_never_reaches_the_belt_and_holds_nothing() -> None:
    attempt = second(Fault("partial_lift", "right", 2, 0.35))
    assert attempt.peak_n == 0.0
    assert attempt.hold_s == 0.0
    assert not attempt.sensors["force"].visible
    good = second().sensors["shin"].amplitude
    assert 0.2 * good < attempt.sensors["shin"].amplitude < 0.6 * good
    assert attempt.sensors["shin"].hold_median is None


def test_bent_knee_is_in_the_gyroscope_but_hardly_in_the_camera() -> None:
    bent, straight = one_set(Fault("bent_knee", "right", 2, 25.0)), one_set()
    attempt = bent.truth.attempts[1]
    assert attempt.knee_deg == pytest.approx(25.0, abs=0.1)
    assert attempt.hold_s > 5.6
    assert abs(attempt.sensors["camera"].amplitude - straight.truth.attempts[1].sensors["camera"].amplitude) < 6.0

    def turned_deg(session: SimulatedSession, sensor: str) -> float:
        facts, table = session.truth.attempts[1].sensors["shin"], session.recording(sensor)
        start, end = known(facts.start_s) - 0.3, known(facts.hold_start_s) + 1.5
        columns = (numbers(table, name) for name in ("t_s", "gx_dps", "gy_dps", "gz_dps"))
        sums, before = [0.0, 0.0, 0.0], None
        for t, *rates in zip(*columns, strict=True):
            if start < t < end:
                for k, rate in enumerate(rates):
                    sums[k] += (t - before) * rate if before is not None else 0.0
                before = t
        return math.hypot(*sums)

    assert turned_deg(bent, "shin") > turned_deg(straight, "shin") + 5.0
    assert turned_deg(bent, "thigh") < turned_deg(straight, "thigh") + 5.0


def test_roll_turns_pelvis_markers_and_shin_but_not_the_force() -> None:
    rolled, level = one_set(Fault("roll", "right", 2, 20.0)), one_set()
    assert rolled.truth.attempts[1].roll_deg == pytest.approx(20.0, abs=0.1)
    assert rolled.truth.attempts[1].press_n == pytest.approx(level.truth.attempts[1].press_n, rel=0.3)

    def asis_tilt(session: SimulatedSession) -> float:
        facts, table = session.truth.attempts[1].sensors["angle"], session.recording("markers")
        start, end = hold_of(facts)
        names = ("t_s", "RASI_y_mm", "LASI_y_mm", "RASI_z_mm", "LASI_z_mm")
        tilts = [
            math.degrees(math.atan2(right_y - left_y, right_z - left_z))
            for t, right_y, left_y, right_z, left_z in zip(*(numbers(table, name) for name in names), strict=True)
            if start + 2.0 < t < end - 2.0
        ]
        return statistics.median(t for t in tilts if not math.isnan(t))

    assert 10.0 < asis_tilt(rolled) - asis_tilt(level) < 25.0
    lifts = [s.truth.attempts[1].sensors["camera"].amplitude for s in (rolled, level)]
    assert abs(lifts[0] - lifts[1]) < 4.0


def test_wrong_side_is_seen_by_the_camera_and_said_in_the_truth() -> None:
    session = one_set(Fault("wrong_side", "right"))
    assert {(a.side, a.side_done) for a in session.truth.attempts} == {("right", "left")}
    table = session.recording("camera")
    sides, nose = words(table, "side"), numbers(table, "nose_visibility")
    left_y, right_y = numbers(table, "left_hip_y_px"), numbers(table, "right_hip_y_px")
    settled = [i for i, side in enumerate(sides) if side and nose[i] > 0.0]
    assert {sides[i] for i in settled} == {"right"}
    assert all(left_y[i] < right_y[i] for i in settled[::5])


@pytest.mark.parametrize("sensor", ["all", "force", "camera"])
def test_dropout_silences_only_its_sensor(sensor: str) -> None:
    session = one_set(Fault("dropout", "right", 2, 3.0, sensor=sensor))
    gap = next(h for h in session.truth.happenings if h.kind == "dropout")
    assert gap.end_s - gap.start_s == pytest.approx(3.0)
    for kind in ("force", "camera", "shin"):
        times = numbers(session.recording(kind), "t_s")
        silent = not any(gap.start_s + 0.01 < t < gap.end_s - 0.01 for t in times)
        assert silent == (sensor in ("all", kind))
        covered = session.truth.attempts[1].sensors[kind].covered
        assert covered < 0.99 if silent else covered == pytest.approx(1.0)


def test_a_dropout_longer_than_the_attempt_makes_it_incomplete() -> None:
    session = one_set(Fault("dropout", "right", 1, 60.0, sensor="force"))
    assert not session.truth.attempts[2].complete_in_recording
    assert session.truth.attempts[2].sensors["force"].covered == 0.0
    assert session.truth.attempts[2].sensors["camera"].complete_in_recording


def test_too_hard_and_fast_release() -> None:
    assert second(Fault("too_hard", "right", 2, 2.5)).press_n > 2.0 * second().press_n
    fast = second(Fault("fast_release", "right", 2, 0.3))
    assert fast.release_s < 0.8 < second().release_s


def test_fidget_moves_the_resting_leg_without_the_belt() -> None:
    session = one_set(Fault("fidget", "right", 2, 3.0))
    event = next(h for h in session.truth.happenings if h.kind == "fidget")
    times, values = session.clean("shin")
    moved = [v for t, v in zip(times, values, strict=True) if event.start_s < t < event.end_s]
    assert 1.5 < max(moved) - min(moved) < 5.5
    times, force = session.clean("force")
    assert max(f for t, f in zip(times, force, strict=True) if event.start_s < t < event.end_s) == 0.0
    assert len(session.truth.attempts) == 3


def test_cough_jerks_the_shin() -> None:
    session, quiet = one_set(Fault("cough", "right", 2, 20.0)), one_set()
    event = next(h for h in session.truth.happenings if h.kind == "cough")

    def roughness(s: SimulatedSession) -> float:
        table = s.recording("shin")
        rows = [r for r in zip(*(numbers(table, c) for c in ("t_s", "ax_g", "ay_g", "az_g")), strict=True)
                if event.start_s < r[0] < event.end_s]  # fmt: skip
        return max(math.dist(a[1:], b[1:]) for a, b in itertools.pairwise(rows))

    assert roughness(session) > roughness(quiet) + 0.05


def test_a_recording_may_start_and_stop_in_the_middle_of_a_hold() -> None:
    session = one_set(Fault("starts_mid_rep", "right", 1), Fault("stops_mid_rep", "right", 3))
    first, middle, last = session.truth.attempts
    assert [a.complete_in_recording for a in (first, middle, last)] == [False, True, False]
    assert first.start_s < 0.0 < known(first.sensors["force"].hold_end_s)
    assert known(last.sensors["force"].hold_start_s) < session.duration_s < last.end_s
    table = session.recording("force")
    assert table["side"][0] == table["side"][-1] == "right"
    force = numbers(table, "force_n")
    assert statistics.fmean(force[:20]) > 5.0 < statistics.fmean(force[-20:])
    assert 0.0 <= session.clean("angle")[0][0] < 0.03


@pytest.mark.parametrize("kind", RECORDING_KINDS)
def test_facts_are_the_crossings_of_the_clean_signal(kind: str) -> None:
    session = one_set()
    times, values = session.clean(kind)
    for attempt in session.truth.attempts:
        facts = attempt.sensors[kind]
        level = facts.rest + 0.5 * facts.amplitude
        start, end = hold_of(facts)
        for moment, rising in ((start, True), (end, False)):
            i = next(k for k, t in enumerate(times) if t > moment)
            assert (values[i - 2] < level <= values[i + 1]) if rising else (values[i + 1] < level <= values[i - 2])
        held = [v for t, v in zip(times, values, strict=True) if start < t < end]
        assert max(held) <= facts.peak + 1e-9
        assert facts.hold_median == pytest.approx(statistics.median(held), rel=0.12)


def test_wrong_plans_are_refused() -> None:
    for wrong in (
        lambda: Fault("sneeze", "right"),
        lambda: Fault("cough", "middle"),  # type: ignore[arg-type]
        lambda: Fault("cough", "right", 0),
        lambda: Fault("cough", "right", size=float("nan")),
        lambda: Fault("dropout", "right", sensor="sonar"),
        lambda: SessionPlan(sides=("right",), faults=(Fault("cough", "left"),)),
        lambda: SessionPlan(sides=("right", "right")),
        lambda: SessionPlan(reps=0),
        lambda: SessionPlan(band_n=(40.0, 10.0)),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            wrong()


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(POPULATIONS)))
def test_any_drawn_session_has_a_whole_truth(seed: int, population: str) -> None:
    person = POPULATIONS[population].draw(random.Random(seed))
    plan = SessionPlan.draw(random.Random(seed + 1), person, 0.5, 0.3)
    session = simulate_session(person, plan, seed)
    truth = session.truth
    planned = {(f.side, f.rep, f.kind) for f in plan.faults if f.kind != "wrong_side"}
    kept = {(a.side, a.number, kind) for a in truth.attempts for kind in a.kinds}
    assert kept <= planned
    assert {kind for _, _, kind in kept} <= set(FAULT_SIZES)
    assert len(truth.attempts) == len({(a.side, a.number) for a in truth.attempts}) <= 14
    starts = [a.start_s for a in truth.attempts]
    assert starts == sorted(starts)
    for attempt in truth.attempts:
        for facts in attempt.sensors.values():
            moments = [facts.start_s, facts.hold_start_s, facts.hold_end_s, facts.end_s]
            present = [m for m in moments if m is not None]
            assert present == sorted(present)
            assert 0.0 <= facts.covered <= 1.0 + 1e-9
    times, force = session.clean("force")
    assert min(force) >= 0.0
    assert len(times) == len(force)
