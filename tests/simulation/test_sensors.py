"""What the sensors record: columns, rates, gravity, camera noise and gain, determinism."""

from __future__ import annotations

import itertools
import json
import math
import random
import statistics

import pytest

from levelhip.exercise.signals import COLUMNS, LANDMARKS, Quantity, is_known_column
from levelhip.simulation import POPULATIONS, RECORDING_KINDS, CameraView, SensorQuality, SessionPlan, simulate_session
from levelhip.simulation.body import Posture, head_direction, joints, shank_axes, thigh_axes
from levelhip.simulation.camera import Eye, legs_angle_rad
from levelhip.simulation.inertial import Strapped
from levelhip.simulation.session import SimulatedSession, Table
from levelhip.simulation.vectors import blend, cross, dot
from tests.simulation.readings import known, numbers, words

PERSON = POPULATIONS["everyday"].draw(random.Random(11))
RATES = {"force": 80, "strand": 80, "camera": 15, "shin": 50, "thigh": 102.5, "markers": 100, "angle": 50, "emg": 1000}


@pytest.fixture(scope="module")
def session() -> SimulatedSession:
    return simulate_session(PERSON, SessionPlan(reps=3), 5)


@pytest.mark.parametrize("kind", RECORDING_KINDS)
def test_tables_have_known_columns_of_equal_length_in_time_order(session: SimulatedSession, kind: str) -> None:
    table = session.recording(kind)
    assert next(iter(table)) == "t_s"
    assert list(table)[-1] == "side"
    assert all(is_known_column(name) for name in table)
    assert len({len(column) for column in table.values()}) == 1
    times = numbers(table, "t_s")
    steps = [b - a for a, b in itertools.pairwise(times)]
    assert min(steps) > 0.0
    assert -0.01 <= times[0] < 0.1
    assert session.duration_s - 0.2 < times[-1] < session.duration_s + 0.01
    assert statistics.median(steps) == pytest.approx(1.0 / RATES[kind], rel=0.05)
    if kind not in ("markers", "emg"):
        assert len({round(step, 5) for step in steps}) > 1


def test_every_native_column_of_a_quantity_is_there(session: SimulatedSession) -> None:
    expected = {
        "force": Quantity.FORCE,
        "strand": Quantity.STRAND_TENSION,
        "camera": Quantity.LANDMARKS,
        "shin": Quantity.ACCELERATION,
        "thigh": Quantity.ACCELERATION,
        "markers": Quantity.MARKERS,
        "angle": Quantity.ABDUCTION,
    }
    for kind, quantity in expected.items():
        assert set(COLUMNS[quantity]) <= set(session.recording(kind))


def test_the_side_is_written_exactly_during_the_sets(session: SimulatedSession) -> None:
    table = session.recording("angle")
    sets = [segment for segment in session.truth.segments if segment.kind == "set"]
    assert [segment.side for segment in sets] == ["right", "left"]
    for t, side in zip(numbers(table, "t_s"), words(table, "side"), strict=True):
        inside = [s.side for s in sets if s.start_s + 0.01 < t < s.end_s - 0.01]
        if inside:
            assert side == inside[0]
        elif all(t < s.start_s - 0.01 or t > s.end_s + 0.01 for s in sets):
            assert side == ""


def test_same_seed_same_session_and_no_kind_depends_on_another() -> None:
    plan = SessionPlan.draw(random.Random(3), PERSON)
    one, two = simulate_session(PERSON, plan, 9), simulate_session(PERSON, plan, 9)
    one.recording("force")
    assert repr(one.recording("shin")) == repr(two.recording("shin"))
    assert repr(one.recording("camera")) == repr(two.recording("camera"))
    assert repr(one.truth) == repr(two.truth)
    assert repr(simulate_session(PERSON, plan, 10).recording("force")) != repr(one.recording("force"))


def test_a_still_shin_reads_one_g_and_turns_with_the_lift(session: SimulatedSession) -> None:
    table, truth = session.recording("shin"), session.truth
    first = truth.segments[1]
    lift = truth.attempts[0].sensors["shin"]
    rows = list(zip(*(numbers(table, name) for name in ("t_s", "ax_g", "ay_g", "az_g")), strict=True))

    def mean(start: float, end: float) -> list[float]:
        chosen = [row[1:] for row in rows if start < row[0] < end]
        return [statistics.fmean(column) for column in zip(*chosen, strict=True)]

    rest = mean(first.start_s + 0.5, known(lift.start_s) - 0.2)
    held = mean(known(lift.hold_start_s) + 1.5, known(lift.hold_end_s) - 1.5)
    assert math.hypot(*rest) == pytest.approx(1.0, abs=0.03)
    assert math.hypot(*held) == pytest.approx(1.0, abs=0.03)
    cosine = math.fsum(a * b for a, b in zip(rest, held, strict=True)) / math.hypot(*rest) / math.hypot(*held)
    assert math.degrees(math.acos(cosine)) == pytest.approx(lift.amplitude, abs=2.5)


def posture(angles: list[float]) -> Posture:
    theta, knee, roll, flexion = angles
    return Posture(theta, knee, roll, flexion, 0.0)


def test_the_gyroscope_is_the_derivative_of_the_orientation() -> None:
    rng = random.Random(8)
    for top in ("left", "right"):
        head = head_direction(top)
        for _ in range(20):
            angles = [rng.uniform(-0.2, 0.4), rng.uniform(0.0, 0.5), rng.uniform(-0.3, 0.4), rng.uniform(-0.1, 0.1)]
            rates = [rng.uniform(-1.0, 1.0) for _ in range(4)]
            frames = []
            for h in (-1e-5, 1e-5):
                p = posture([a + h * r for a, r in zip(angles, rates, strict=True)])
                shank = shank_axes(thigh_axes(p, head), p.knee)
                frames.append((shank.distal, shank.lateral, shank.anterior))
            turning = [0.0, 0.0, 0.0]
            for before, after in zip(*frames, strict=True):
                middle, speed = blend(before, 0.5, after, 0.5), blend(before, -1.0 / 2e-5, after, 1.0 / 2e-5)
                for k, value in enumerate(cross(middle, speed)):
                    turning[k] += 0.5 * value
            distal, lateral, _ = frames[0]
            assert abs(dot(distal, lateral)) < 1e-9
            model = _modelled_rate(head, angles, rates)
            assert model == pytest.approx(turning, abs=2e-3)


def _modelled_rate(head: tuple[float, float, float], angles: list[float], rates: list[float]) -> tuple[float, ...]:
    """Angular velocity from `Strapped._movement` with the rates put into a two-sided motion log."""
    session = simulate_session(PERSON, SessionPlan(reps=1, sides=("right",)), 1)
    sensor = Strapped(PERSON, session._act, random.Random(1), shin=True)
    motion = session._act.motion
    i, step = 1000, 0.005
    for name, angle, rate in zip(("knee", "roll", "flexion"), angles[1:], rates[1:], strict=True):
        column = getattr(motion, name)
        column[i - 1], column[i], column[i + 1] = angle - rate * step, angle, angle + rate * step
    motion.omega[i] = rates[0]
    return sensor._movement(i, posture(angles), head)[1]


def legs_deg(table: Table, top: str) -> list[float]:
    low = "left" if top == "right" else "right"

    def elevations(side: str) -> list[float]:
        names = (f"{side}_{place}_px" for place in ("hip_x", "hip_y", "ankle_x", "ankle_y"))
        rows = zip(*(numbers(table, name) for name in names), strict=True)
        return [math.degrees(math.atan2(hip_y - y, abs(x - hip_x))) for hip_x, hip_y, x, y in rows]

    return [a - b for a, b in zip(elevations(top), elevations(low), strict=True)]


@pytest.mark.parametrize("noise_deg", [0.06, 0.12, 0.20])
def test_camera_noise_at_rest_is_as_measured(noise_deg: float) -> None:
    plan = SessionPlan(sides=("right",), reps=1, still_s=40.0, view=CameraView(noise_deg=noise_deg))
    session = simulate_session(PERSON, plan, 3)
    table = session.recording("camera")
    angle = legs_deg(table, "right")
    start = session.truth.segments[1].start_s
    times = numbers(table, "t_s")
    still = [a for a, t in zip(angle, times, strict=True) if start + 1 < t < start + 39 and not math.isnan(a)]
    # Fast part: SD within windows of half a second; slow part: spread of 5 s.
    drifts = [max(w) - min(w) for w in ([statistics.fmean(still[i + j : i + j + 15]) for j in range(0, 61, 15)]
              for i in range(0, len(still) - 75, 75))]  # fmt: skip
    steps = [b - a for a, b in itertools.pairwise(still)]
    keep = math.exp(-1.0 / 15.0 / 0.12)
    doubtless = sorted(abs(s) for s in steps)
    sd = doubtless[len(doubtless) // 2] / 0.6745 / math.sqrt(2.0 * (1.0 - keep))
    assert sd == pytest.approx(noise_deg, rel=0.35)
    assert 0.1 < statistics.median(drifts) < 0.8
    assert -9.0 < statistics.fmean(still) < -2.0


@pytest.mark.parametrize(("yaw", "low", "high"), [(0.0, 0.97, 1.09), (15.0, 0.95, 1.2), (-15.0, 0.95, 1.2)])
def test_the_projected_angle_is_near_the_true_one(yaw: float, low: float, high: float) -> None:
    for top in ("right", "left"):
        eye = Eye(CameraView(), yaw, top)
        rest, lifted = (
            legs_angle_rad(eye, joints(PERSON, Posture(math.radians(d), 0.0, 0.0, 0.05, 0.0), eye.head))
            for d in (-5, 15)
        )
        assert low < math.degrees(lifted - rest) / 20.0 < high


def test_the_body_is_in_the_picture_with_the_top_hip_above(session: SimulatedSession) -> None:
    table = session.recording("camera")
    sides, nose = words(table, "side"), numbers(table, "nose_visibility")
    settled = [i for i, side in enumerate(sides) if side and nose[i] > 0.0]
    for name in LANDMARKS:
        x, y = numbers(table, f"{name}_x_px"), numbers(table, f"{name}_y_px")
        assert all(0 < x[i] < 640 and 0 < y[i] < 480 for i in settled[::10])
    hips = {side: numbers(table, f"{side}_hip_y_px") for side in ("left", "right")}
    for i in settled[::10]:
        low = "left" if sides[i] == "right" else "right"
        assert hips[sides[i]][i] < hips[low][i]


def test_a_strand_carries_half_and_tare_and_noise_are_added() -> None:
    quality = SensorQuality(force_noise_n=0.2, force_tare_n=4.0, force_drift_n_per_min=0.0, strand_imbalance=0.0)
    session = simulate_session(PERSON, SessionPlan(sides=("left",), reps=2, quality=quality), 2)
    attempt = session.truth.attempts[0]
    facts = attempt.sensors["force"]
    start, end = known(facts.hold_start_s) + 1.0, known(facts.hold_end_s) - 1.0

    def median(kind: str, column: str, a: float, b: float) -> float:
        table = session.recording(kind)
        rows = zip(numbers(table, "t_s"), numbers(table, column), strict=True)
        return statistics.median(v for t, v in rows if a < t < b)

    rest = attempt.start_s - 1.5, attempt.start_s - 0.3
    assert median("force", "force_n", *rest) == pytest.approx(4.0, abs=0.1)
    net = median("force", "force_n", start, end) - 4.0
    assert net == pytest.approx(attempt.press_n, rel=0.1)
    assert median("strand", "strand_tension_n", start, end) - 2.0 == pytest.approx(net / 2.0, rel=0.06)


def test_emg_amplitude_follows_the_drive(session: SimulatedSession) -> None:
    table, attempt = session.recording("emg"), session.truth.attempts[0]
    facts = attempt.sensors["emg"]

    def rms(a: float, b: float) -> float:
        rows = zip(numbers(table, "t_s"), numbers(table, "emg_gluteus_medius_uv"), strict=True)
        values = [v for t, v in rows if a < t < b]
        return math.sqrt(statistics.fmean(v * v for v in values))

    start = known(facts.start_s)
    assert rms(start - 1.0, start - 0.1) == pytest.approx(facts.rest, rel=0.15)
    assert rms(known(facts.hold_start_s) + 1.5, known(facts.hold_end_s) - 1.5) == pytest.approx(
        facts.hold_median, rel=0.15
    )


def test_an_unknown_kind_is_refused_and_the_truth_is_json(session: SimulatedSession) -> None:
    with pytest.raises(KeyError, match="sonar"):
        session.recording("sonar")
    data = json.loads(json.dumps(session.truth.as_dict(), allow_nan=False))
    assert data["schema"] == "levelhip.truth/1"
    assert len(data["attempts"]) == 6
