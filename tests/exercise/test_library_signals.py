"""What the figure of an exercise does, its signals see: rest and top are as far apart as a repetition has to be."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import pytest

from levelhip.exercise.figure_skeleton import Skeleton, skeleton
from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.protocol import Exercise, RepSignal
from levelhip.exercise.signals import LANDMARKS, MARKERS, Quantity, Sample
from levelhip.exercise.vectors import Vector, added
from levelhip.session.features import make_feature

KEYS: Final = exercise_keys()
RATE_HZ: Final = 50
PX_A_CM: Final = 4.0


def unit(vector: Vector) -> Vector:
    length = math.hypot(*vector)
    return vector[0] / length, vector[1] / length, vector[2] / length


def dot(one: Vector, other: Vector) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def cross(one: Vector, other: Vector) -> Vector:
    (a, b, c), (x, y, z) = one, other
    return b * z - c * y, c * x - a * z, a * y - b * x


def across(vector: Vector, along: Vector) -> Vector:
    """What of a vector is at right angles to `along`."""
    return unit(added(vector, along, -dot(vector, along)))


def gravity_on(start: str, end: str, flesh: str) -> Callable[[Skeleton], Sample]:
    """What an accelerometer on a segment of the working leg reads at rest: up, as the segment sees it."""

    def sample(body: Skeleton) -> Sample:
        top, bottom, muscle = (body[f"working_{name}"] for name in (start, end, flesh))
        along = unit(added(top, bottom, -1.0))
        out = across(added(muscle, top, -1.0), along)
        return along[1], out[1], cross(along, out)[1]

    return sample


def markers(body: Skeleton) -> Sample:
    """Markers on the pelvis and the right leg, mm, Z up."""
    across_cm = unit(added(body["other_hip"], body["working_hip"], -1.0))
    up = across(added(body["waist"], body["pelvis"], -1.0), across_cm)
    front = cross(across_cm, up)

    def on_pelvis(left: float, ahead: float) -> Vector:
        return added(added(added(body["pelvis"], up, 8.0), across_cm, left), front, ahead)

    places = {
        "LASI": on_pelvis(12, 8), "RASI": on_pelvis(-12, 8), "LPSI": on_pelvis(5, -9), "RPSI": on_pelvis(-5, -9),
        "RKNE": body["working_knee"], "RANK": body["working_ankle"],
        "LKNE": body["other_knee"], "LANK": body["other_ankle"],
    }  # fmt: skip
    row = [places.get(name, (math.nan,) * 3) for name in MARKERS]
    return tuple(10 * value for x, y, z in row for value in (x, -z, y))


def landmarks(body: Skeleton) -> Sample:
    """Landmarks as a camera in front of the mat sees them: x to the right, y down; all seen well."""
    halves = {"right": "working", "left": "other"}
    row: list[float] = []
    for name in LANDMARKS:
        side, _, joint = name.partition("_")
        x, y, _ = body.get(f"{halves.get(side, '')}_{joint}", (math.nan,) * 3)
        row += [300 + PX_A_CM * x, 300 - PX_A_CM * y, 0.0 if math.isnan(x) else 0.9]
    return tuple(row)


SEEN: Final[dict[Quantity, list[Callable[[Skeleton], Sample]]]] = {
    Quantity.ACCELERATION: [gravity_on("hip", "knee", "thigh"), gravity_on("knee", "ankle", "calf")],
    Quantity.MARKERS: [markers],
    Quantity.LANDMARKS: [landmarks],
}


def excursion(exercise: Exercise, signal: RepSignal, seen: Callable[[Skeleton], Sample]) -> float:
    """How far the signal goes from rest to the top, while the figure moves up in two seconds."""
    feature = make_feature(signal.feature, signal.quantity, "right")
    values = []
    for index in range(5 * RATE_HZ):
        share = min(max(index / RATE_HZ - 1.0, 0.0) / 2.0, 1.0)
        figure = exercise.figure
        body = skeleton(exercise.position, figure.pose(share), figure.stands_on, figure.stands_cm)
        if (value := feature.push(index / RATE_HZ, seen(body))) is not None:
            values.append(value[1])
    return values[-1] - values[0]


CASES: Final = [
    (key, signal.quantity) for key in KEYS for signal in load_exercise(key).signals if signal.quantity in SEEN
]


@pytest.mark.parametrize(("key", "quantity"), CASES)
def test_the_figure_moves_as_far_as_a_repetition_has_to(key: str, quantity: Quantity) -> None:
    """On the thigh or on the shin: which of them turns enough depends on the exercise."""
    exercise = load_exercise(key)
    signal = exercise.signal_for(quantity)
    assert signal is not None
    turned = max(excursion(exercise, signal, seen) for seen in SEEN[quantity])
    assert signal.least < turned < signal.most


@pytest.mark.parametrize("key", KEYS)
def test_form_is_seen_by_what_can_drive_the_count(key: str) -> None:
    """The engine knows a quantity's form only through its signal."""
    exercise = load_exercise(key)
    for check in exercise.form_checks:
        assert set(check.seen_by) <= {signal.quantity for signal in exercise.signals}
