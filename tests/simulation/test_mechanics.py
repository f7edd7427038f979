"""Physics of the virtual patient: belt, leg, gravity, and the limits of a person."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from levelhip.simulation import POPULATIONS, Belt, Person, SessionPlan, simulate_session
from levelhip.simulation.belt import BeltState, angle_at_distance_rad, ankle_distance_m, loop_length_m
from levelhip.simulation.leg import STEP_S, Leg, Motion
from levelhip.simulation.noise import Tremor, minimum_jerk, minimum_jerk_acceleration, minimum_jerk_rate

seeds = st.integers(0, 10**6)


def person_of(seed: int, population: str = "everyday") -> Person:
    return POPULATIONS[population].draw(random.Random(seed))


@given(seeds, st.floats(-5.0, 35.0), st.floats(0.0, 40.0))
def test_the_belts_geometry_is_inverted_exactly(seed: int, theta_deg: float, knee_deg: float) -> None:
    person, theta, knee = person_of(seed), math.radians(theta_deg), math.radians(knee_deg)
    assert angle_at_distance_rad(person, ankle_distance_m(person, theta, knee), knee) == pytest.approx(theta, abs=1e-9)


def test_the_loops_length_agrees_with_the_published_formula() -> None:
    person, belt = person_of(1), Belt(tight_deg=15.0)
    d = (loop_length_m(person, belt) - person.ankle_circumference_m) / 2.0
    length, width = person.leg_m, person.hip_width_m
    k = (d * d - width * width) / (2.0 * length)
    theta = math.acos((length - k) / math.hypot(length, width)) - math.atan(width / length)
    assert math.degrees(theta) == pytest.approx(15.0, abs=1e-9)


@given(seeds, st.floats(8.0, 20.0), st.floats(0.0, 0.05))
def test_a_slack_belt_pulls_nothing_and_a_tight_one_more_the_further_it_is_pulled(
    seed: int, tight_deg: float, beyond_m: float
) -> None:
    person = person_of(seed)
    belt = BeltState(person, Belt(tight_deg=tight_deg))
    free = belt.tight_m()
    assert belt.force_n(free - 1e-6, 0.3, STEP_S) == 0.0
    assert belt.force_n(free + beyond_m, 0.0, STEP_S) == pytest.approx(1200.0 * beyond_m)
    assert belt.force_n(free + beyond_m + 0.001, 0.0, STEP_S) > 1200.0 * beyond_m


def test_a_belt_held_long_creeps_and_keeps_a_little_of_it() -> None:
    belt = BeltState(person_of(2), Belt())
    stretched = belt.tight_m() + 0.02
    first = belt.force_n(stretched, 0.0, STEP_S)
    for _ in range(4000):
        last = belt.force_n(stretched, 0.0, STEP_S)
    assert 0.75 * first < last < 0.95 * first
    for _ in range(20000):
        belt.force_n(stretched - 0.1, 0.0, STEP_S)
    assert 0.0 < belt.stretch_m < 0.002


def test_an_elastic_loop_pulls_from_the_start() -> None:
    belt = BeltState(person_of(3), Belt(pretension_n=5.0))
    at_rest = belt.force_n(belt.lax_m, 0.0, STEP_S)
    assert at_rest == pytest.approx(5.0)
    assert 5.0 < belt.force_n(0.5 * (belt.lax_m + belt.free_m), 0.0, STEP_S) < 8.1


@given(st.floats(0.0, 1.0))
def test_minimum_jerk_and_its_derivatives_agree(u: float) -> None:
    h = 1e-5
    if h < u < 1.0 - h:
        assert minimum_jerk_rate(u) == pytest.approx((minimum_jerk(u + h) - minimum_jerk(u - h)) / (2 * h), abs=1e-6)
        slope = (minimum_jerk_rate(u + h) - minimum_jerk_rate(u - h)) / (2 * h)
        assert minimum_jerk_acceleration(u) == pytest.approx(slope, abs=1e-5)


def test_tremor_has_unit_size_and_its_frequency() -> None:
    tremor = Tremor(random.Random(4), 8.0, STEP_S)
    values = [tremor.step() for _ in range(40000)]
    assert math.sqrt(math.fsum(v * v for v in values) / len(values)) == pytest.approx(1.0, rel=0.1)
    rises = sum(1 for a, b in itertools.pairwise(values) if a < 0.0 <= b)
    assert rises / (len(values) * STEP_S) == pytest.approx(8.0, abs=0.7)


def test_a_relaxed_leg_falls_onto_the_other_and_stays_there_losing_energy() -> None:
    person, motion = person_of(5), Motion()
    leg = Leg(person, "right", Belt(tight_deg=40.0), motion, random.Random(1))
    leg.theta = math.radians(20.0)
    leg.move(4.0)
    weight, inertia = person.leg_moment_nm, person.leg_inertia_kgm2
    falling = [i for i in range(len(motion.theta)) if motion.theta[i] > math.radians(person.rest_deg + 3.0)]
    energy = [0.5 * inertia * motion.omega[i] ** 2 + weight * math.sin(motion.theta[i]) for i in falling[: falling[-1]]]
    assert energy[-1] < energy[0]
    assert math.degrees(motion.theta[-1]) == pytest.approx(person.rest_deg, abs=0.05)
    assert abs(motion.omega[-1]) < 1e-3
    assert max(motion.force) == 0.0


def test_nobody_presses_harder_than_they_can() -> None:
    person, motion = person_of(6, "frail"), Motion()
    leg = Leg(person, "left", Belt(), motion, random.Random(2))
    leg.move(0.4, carry=1.0)
    leg.move(1.0, theta=leg.pressed_rad(0.0))
    leg.move(1.0, theta=leg.pressed_rad(300.0), press=300.0)
    leg.move(3.0)
    assert max(motion.drive) <= 1.0
    assert 0.5 * person.largest_press_n("left") < motion.force[-1] < 1.3 * person.largest_press_n("left")


@pytest.mark.parametrize("population", sorted(POPULATIONS))
@settings(max_examples=40, deadline=None)
@given(seeds)
@example(513)  # a short, light person of the frail: 1.19 kg m^2
def test_every_person_is_possible(population: str, seed: int) -> None:
    person = person_of(seed, population)
    assert person.population == population
    assert 0.54 <= person.leg_moment_nm_per_kg <= 0.66
    assert 0.60 < person.leg_m < 1.10
    # The extremes a population allows: 1.02 (frail, 1.46 m and 39 kg) and 5.27 (everyday, 1.90 m and 112 kg).
    assert 1.0 < person.leg_inertia_kgm2 < 5.3
    assert 0.14 < person.hip_width_m < 0.19
    assert -8.0 <= person.rest_deg <= -3.0
    for side in ("left", "right"):
        assert person.strength_nm(side) >= 1.3 * person.leg_moment_nm - 1e-9
    assert 8.0 <= person.press_n <= 48.0
    plan = SessionPlan.draw(random.Random(seed), person)
    assert 8.0 <= plan.belt.tight_deg <= 20.0


def test_force_rises_only_beyond_the_angle_at_which_the_belt_is_tight() -> None:
    session = simulate_session(person_of(7), SessionPlan(reps=3), 7)
    times, force = session.clean("force")
    angle_times, angle = session.clean("shin")
    elevation = dict(zip((round(t, 3) for t in angle_times), angle, strict=True))
    for t, newton in zip(times, force, strict=True):
        degrees = elevation.get(round(t, 3), math.nan)
        if degrees < 12.5:
            assert newton == 0.0
        elif degrees > 16.0:
            assert newton > 0.0


def test_good_holds_are_as_long_as_people_count() -> None:
    for population in POPULATIONS:
        for seed in range(2):
            person = person_of(seed, population)
            truth = simulate_session(person, SessionPlan.draw(random.Random(seed), person, 0.0, 0.0), seed).truth
            assert len(truth.attempts) == 14
            for attempt in truth.attempts:
                assert 5.6 <= attempt.hold_s <= 8.0
                assert attempt.press_n > 5.0
                assert attempt.complete_in_recording
