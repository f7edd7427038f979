from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from levelhip.exercise.library.parsing import FEATURES
from levelhip.exercise.signals import COLUMNS, Quantity, Sample, Side
from levelhip.session.features import Feature, LimbRotation, PictureAngle, ThighAgainstPelvis, make_feature
from tests.session.people import (
    STRAIGHT,
    Matrix,
    Path,
    acceleration,
    any_rotation,
    body,
    landmark_row,
    lying,
    lying_on_the_side,
)

thirds = st.floats(0.0, 1.0)
rotations = st.builds(any_rotation, thirds, thirds, thirds)


def angles(feature: Feature, samples: Sequence[Sample], rate_hz: float = 50.0) -> list[float]:
    """What a feature makes of samples, the last one too."""
    out = [each for i, sample in enumerate(samples) if (each := feature.push(i / rate_hz, sample)) is not None]
    last = feature.flush()
    if last is not None:
        out.append(last)
    assert all(earlier[0] <= later[0] for earlier, later in pairwise(out))
    return [x for _, x in out]


# -- one number -----------------------------------------------------------------------------------------------------


def test_a_strand_carries_half_of_what_the_ankle_feels() -> None:
    strand = make_feature("press", Quantity.STRAND_TENSION, "right")
    net = make_feature("press", Quantity.FORCE, "right")
    assert angles(strand, [10.0] * 5) == pytest.approx([20.0] * 5)
    assert angles(net, [10.0] * 5) == pytest.approx([10.0] * 5)


def test_an_angle_is_smoothed_and_its_lag_taken_off_the_time() -> None:
    angle = make_feature("angle", Quantity.ABDUCTION, None)
    values = [angle.push(0.01 * i, 0.5 * i) for i in range(200)]
    last = values[-1]
    assert last is not None
    assert last[1] == pytest.approx(50.0 * last[0], abs=0.05)
    angle.rezero()
    assert angle.signed
    assert angle.flush() is None


@pytest.mark.parametrize(("feature", "quantity"), [(f, q) for q, names in FEATURES.items() for f in names])
def test_missing_is_nothing(feature: str, quantity: Quantity) -> None:
    width = len(COLUMNS[quantity])
    made = make_feature(feature, quantity, "left")
    missing: Sample = math.nan if width == 1 else (math.nan,) * width
    assert made.push(0.0, missing) is None
    made.rezero()
    assert made.push(0.1, missing) is None
    assert made.flush() is None


@pytest.mark.parametrize(("feature", "quantity"), [(f, q) for q, names in FEATURES.items() for f in names])
@pytest.mark.parametrize("wild", [math.inf, -math.inf])
def test_infinite_is_nothing_and_leaves_no_trace(feature: str, quantity: Quantity, wild: float) -> None:
    width = len(COLUMNS[quantity])
    good = {
        Quantity.ACCELERATION: acceleration(10.0),
        Quantity.LANDMARKS: lying(10.0),
        Quantity.MARKERS: body(10.0),
    }.get(quantity, 10.0)
    bad: Sample = wild if width == 1 else (wild,) * width
    made = make_feature(feature, quantity, "right")
    values = angles(made, [good, good, bad, good, good])
    assert all(map(math.isfinite, values))


def test_an_unknown_feature_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="no feature 'swing' for abduction_deg"):
        make_feature("swing", Quantity.ABDUCTION, None)


# -- accelerometer --------------------------------------------------------------------------------------------------


def rotation(path: Path, sensor: Matrix = STRAIGHT, axis_deg: float = 90.0, scale: float = 1.0) -> list[float]:
    samples: list[Sample] = []
    for x in path.x:
        ax, ay, az = acceleration(x, sensor, axis_deg)
        samples.append((scale * ax, scale * ay, scale * az))
    return angles(LimbRotation(), samples)


@given(rotations, st.floats(5.0, 60.0))
def test_the_accelerometer_may_sit_in_any_orientation(sensor: Matrix, height: float) -> None:
    """The same lifts in a turned sensor give the same angles, within 0.2 degrees."""
    path = Path(0.0, 25.0).stay(1).go(height, 1).stay(1).go(0, 1).stay(1).go(0.8 * height, 1).stay(1)
    one, other = rotation(path), rotation(path, sensor)
    assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 0.2


@pytest.mark.parametrize("height", [-30.0, 12.0, 45.0])
def test_the_first_excursion_is_positive_and_right(height: float) -> None:
    path = Path(0.0, 50.0).stay(1).go(height, 1).stay(2).go(0, 1).stay(2)
    values = rotation(path)
    assert max(values) == pytest.approx(abs(height), abs=0.1)
    assert values[-1] == pytest.approx(0.0, abs=0.2)
    assert min(values) > -0.5


def test_swings_to_either_side_have_either_sign() -> None:
    path = Path(0.0, 50.0).stay(1).go(20, 1).stay(1).go(-20, 2).stay(1).go(0, 1)
    values = rotation(path)
    assert max(values) == pytest.approx(20.0, abs=0.1)
    assert min(values) == pytest.approx(-20.0, abs=0.1)


def test_the_length_of_gravity_does_not_matter() -> None:
    path = Path(0.0, 50.0).stay(1).go(20, 1).stay(2)
    assert rotation(path, scale=9.81)[-1] == pytest.approx(20.0, abs=0.1)


def test_falling_has_no_direction() -> None:
    assert angles(LimbRotation(), [(0.0, 0.0, 0.01)] * 5) == []


@pytest.mark.parametrize("knock", [(1.5, -1.0, 0.5), (0.1, 0.2, 0.1)])
def test_a_knock_is_no_rotation(knock: tuple[float, float, float]) -> None:
    """A blow, or a fall, of 0.1 s: no value, and no trace of it afterwards."""
    samples = [knock if 200 <= i < 210 else acceleration(0.0) for i in range(300)]
    feature = LimbRotation()
    seen = [feature.push(0.01 * i, sample) for i, sample in enumerate(samples)]
    assert seen[200:210] == [None] * 10
    assert all(value is not None and value[1] == pytest.approx(0.0, abs=1e-6) for value in (*seen[:200], *seen[210:]))


def test_another_scale_is_taken_up_soon() -> None:
    """From g to m/s2 in mid-recording: after 0.3 s it is believed, and the leg is seen again."""
    samples = [acceleration(0.0)] * 200
    samples += [tuple(9.81 * each for each in acceleration(20.0)) for _ in range(300)]  # type: ignore[misc]
    feature = LimbRotation()
    seen = [feature.push(0.01 * i, sample) for i, sample in enumerate(samples)]
    assert None not in seen[260:]
    assert abs((seen[-1] or (0.0, 0.0))[1]) == pytest.approx(20.0, abs=0.5)


def test_what_a_recording_begins_with_is_no_knock() -> None:
    """In its first second nothing is known of gravity: a wild first sample does not shut out the rest."""
    samples = [(5.0, 0.0, 0.0), *[acceleration(0.0)] * 100]
    feature = LimbRotation()
    assert None not in [feature.push(0.01 * i, sample) for i, sample in enumerate(samples)]


def test_a_larger_movement_decides_the_axis_anew() -> None:
    """A first small wobble about another axis does not define how the leg is lifted."""
    feature = LimbRotation()
    wobble: list[Sample] = [acceleration(0.0)] * 50
    c, s = math.cos(math.radians(4)), math.sin(math.radians(4))
    wobble += [(c, 0.0, s)] * 30
    wobble += [acceleration(0.0)] * 30
    values = angles(feature, wobble + [acceleration(25.0)] * 100)
    assert values[-1] == pytest.approx(25.0, abs=0.5)


def test_rezero_forgets_rest_and_axis() -> None:
    feature = LimbRotation()
    angles(feature, [acceleration(0.0)] * 20 + [acceleration(30.0)] * 100)
    feature.rezero()
    values = angles(feature, [acceleration(30.0)] * 20)
    assert values[-1] == pytest.approx(0.0, abs=0.1)
    assert not feature.signed


# -- camera ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["leg_leg_angle", "thigh_leg_angle"])
@pytest.mark.parametrize("top", ["left", "right"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_angle_between_the_legs(which: str, top: Side, *, mirrored: bool) -> None:
    """Either leg on top, head to either side of the picture."""
    rows = [lying(angle, top=top, mirrored=mirrored) for angle in (0.0, 10.0, 20.0, 30.0, 40.0)]
    assert angles(PictureAngle(which), rows) == pytest.approx([0.0, 10.0, 20.0, 30.0, 40.0])


def test_standing_hips_side_by_side_keep_the_leg_that_was_first() -> None:
    points = {"left_hip": (600.0, 300.0), "right_hip": (500.0, 300.0)}
    feature = PictureAngle("leg_leg_angle")
    rows: list[Sample] = []
    for lift in (0.0, 10.0, 20.0):
        x, y = 400 * math.sin(math.radians(lift)), 400 * math.cos(math.radians(lift))
        rows.append(
            landmark_row({**points, "left_ankle": (600.0 + x + 1e-6, 300 + y), "right_ankle": (499.999, 700.0)})
        )
    values = angles(feature, rows)
    assert [abs(v - values[0]) for v in values] == pytest.approx([0.0, 10.0, 20.0], abs=0.1)


@pytest.mark.parametrize("unseen", ["left_hip", "right_hip", "left_ankle", "right_ankle"])
def test_a_landmark_that_is_hardly_seen_is_not_seen(unseen: str) -> None:
    feature = PictureAngle("leg_leg_angle")
    assert angles(feature, [lying(10.0, unseen=[unseen])] * 3) == []


def test_one_wild_frame_disappears() -> None:
    rows = [lying(5.0)] * 5 + [lying(60.0)] + [lying(5.0)] * 5
    assert angles(PictureAngle("leg_leg_angle"), rows) == pytest.approx([5.0] * 11)


def bridging(lift_deg: float, seen: Side = "left", *, mirrored: bool = False) -> tuple[float, ...]:
    """Hip at the corner, shoulder and knee on either side of it."""
    way = -1.0 if mirrored else 1.0
    other: Side = "right" if seen == "left" else "left"
    half = math.radians((180.0 - lift_deg) / 2)
    x, y = 200 * math.sin(half), 200 * math.cos(half)
    points = {f"{seen}_shoulder": (600 - way * x, 300 + y), f"{seen}_hip": (600.0, 300.0)}
    points[f"{seen}_knee"] = (600 + way * x, 300 + y)
    points |= {f"{other}_{name}": (0.0, 0.0) for name in ("shoulder", "hip", "knee")}
    return landmark_row(points, unseen=[f"{other}_{name}" for name in ("shoulder", "hip", "knee")])


@pytest.mark.parametrize("seen", ["left", "right"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_angle_of_thigh_and_trunk(seen: Side, *, mirrored: bool) -> None:
    rows = [bridging(bent, seen, mirrored=mirrored) for bent in (90.0, 60.0, 30.0, 10.0)]
    assert angles(PictureAngle("thigh_trunk_angle"), rows) == pytest.approx([90.0, 120.0, 150.0, 170.0])


# -- markers --------------------------------------------------------------------------------------------------------


def thigh(which: str, sample: Sample, side: Side = "right") -> tuple[float, dict[str, float]]:
    feature = ThighAgainstPelvis(which, side)
    value = feature.push(0.0, sample)
    assert value is not None
    return value[1], feature.form


@given(rotations, st.floats(-20.0, 60.0), st.floats(-40.0, 60.0), st.sampled_from(("left", "right")))
def test_where_the_body_is_in_the_room_does_not_matter(
    pose: Matrix, abduction_deg: float, flexion_deg: float, side: Side
) -> None:
    """A pelvis anyhow in space: the angles of the thigh against it are the same."""
    sample = body(abduction_deg, flexion_deg, pose=pose, side=side)
    abduction, form = thigh("thigh_abduction", sample, side)
    flexion, _ = thigh("thigh_flexion", sample, side)
    extension, _ = thigh("thigh_extension", sample, side)
    assert abduction == pytest.approx(abduction_deg, abs=1e-6)
    assert flexion == -extension == pytest.approx(flexion_deg, abs=1e-6)
    assert form["hip_flexion_deg"] == pytest.approx(flexion_deg, abs=1e-6)


@given(rotations, st.floats(0.0, 120.0))
def test_the_knee(pose: Matrix, bent_deg: float) -> None:
    _, form = thigh("thigh_abduction", body(0.0, 10.0, bent_deg, pose=pose))
    assert form["knee_flexion_deg"] == pytest.approx(bent_deg, abs=1e-5)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("roll_deg", [-40.0, -15.0, 0.0, 20.0, 60.0])
def test_roll_of_the_pelvis_lying_on_a_side(side: Side, roll_deg: float) -> None:
    _, form = thigh("thigh_abduction", body(10.0, pose=lying_on_the_side(roll_deg, side), side=side), side)
    assert form["pelvis_roll_deg"] == pytest.approx(-roll_deg, abs=1e-6)


@pytest.mark.parametrize("side", ["left", "right"])
@given(tilt_deg=st.floats(-60.0, 60.0))
def test_obliquity_is_positive_where_the_hip_is_hitched(side: Side, tilt_deg: float) -> None:
    """Standing, the pelvis tilted sideways: the measured side's hip is higher by this angle."""
    a = math.radians(tilt_deg if side == "left" else -tilt_deg)
    pose: Matrix = ((1.0, 0.0, 0.0), (0.0, math.cos(a), -math.sin(a)), (0.0, math.sin(a), math.cos(a)))
    _, form = thigh("thigh_abduction", body(pose=pose, side=side), side)
    assert form["pelvic_obliquity_deg"] == pytest.approx(tilt_deg, abs=1e-6)


@given(st.integers(0, 23))
def test_a_missing_marker_is_nothing(place: int) -> None:
    """A missing pelvis or knee marker gives no angle; a missing ankle only no angle of the knee."""
    sample = list(body(10.0))
    sample[place] = math.nan
    value = ThighAgainstPelvis("thigh_abduction", "right").push(0.0, tuple(sample))
    names = ("LASI", "RASI", "LPSI", "RPSI", "LKNE", "RKNE", "LANK", "RANK")
    needed = names[place // 3] in ("LASI", "RASI", "LPSI", "RPSI", "RKNE")
    assert (value is None) == needed


def test_markers_in_one_point_are_nothing() -> None:
    assert ThighAgainstPelvis("thigh_abduction", "right").push(0.0, (0.0,) * 24) is None


@given(st.lists(st.floats(), min_size=24, max_size=24))
def test_any_markers_raise_nothing(sample: list[float]) -> None:
    feature = ThighAgainstPelvis("thigh_abduction", "right")
    value = feature.push(0.0, tuple(sample))
    assert value is None or math.isfinite(value[1])


@given(st.lists(st.floats(), min_size=3, max_size=3))
def test_any_acceleration_raises_nothing(sample: list[float]) -> None:
    assume(not any(map(math.isnan, sample)))
    feature = LimbRotation()
    for i in range(4):
        value = feature.push(0.1 * i, tuple(sample))
        assert value is None or math.isfinite(value[1])
