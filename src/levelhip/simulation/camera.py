"""The camera: a pinhole picture (640 x 480, 60 deg wide) of the body, and where a landmark finder puts its points.

Only what is systematic is here: the projection, and that the finder reads the angle between the legs 1-10 % large
and the angle against the trunk 11-20 % small. Noise, drift and lost frames are in `finder_errors.py`.
"""

from __future__ import annotations

import math
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.simulation.body import FORWARD, Joints, Posture, head_direction, joints, shank_axes, thigh_axes
from levelhip.simulation.people import Person
from levelhip.simulation.plans import CameraView, SessionPlan
from levelhip.simulation.vectors import Vector, blend

Point = tuple[float, float]

FOCAL_PX: Final = 320.0 / math.tan(math.radians(30.0))
_OTHER: Final[dict[Side, Side]] = {"left": "right", "right": "left"}

# Head and arms: shares of height along the head's direction, forwards and up, from the bottom hip, and visibility.
_STATIC: Final[dict[str, tuple[float, float, float, float]]] = {
    "nose": (0.395, 0.075, 0.085, 0.99),
    "mouth_top": (0.378, 0.068, 0.098, 0.98),
    "mouth_bottom": (0.378, 0.068, 0.070, 0.98),
    "eye_inner_top": (0.415, 0.062, 0.100, 0.99),
    "eye_top": (0.416, 0.060, 0.108, 0.99),
    "eye_outer_top": (0.416, 0.055, 0.115, 0.99),
    "eye_inner_bottom": (0.415, 0.062, 0.078, 0.99),
    "eye_bottom": (0.416, 0.060, 0.070, 0.98),
    "eye_outer_bottom": (0.416, 0.055, 0.063, 0.97),
    "ear_top": (0.408, 0.010, 0.128, 0.97),
    "ear_bottom": (0.408, 0.010, 0.048, 0.70),
    "elbow_top": (0.185, 0.060, 0.110, 0.95),
    "wrist_top": (0.215, 0.150, 0.020, 0.95),
    "pinky_top": (0.225, 0.185, 0.010, 0.90),
    "index_top": (0.245, 0.185, 0.012, 0.90),
    "thumb_top": (0.240, 0.170, 0.020, 0.90),
    "elbow_bottom": (0.330, 0.150, 0.000, 0.60),
    "wrist_bottom": (0.430, 0.090, 0.015, 0.55),
    "pinky_bottom": (0.455, 0.070, 0.015, 0.45),
    "index_bottom": (0.455, 0.060, 0.020, 0.45),
    "thumb_bottom": (0.445, 0.060, 0.030, 0.45),
}
_VISIBLE: Final = {"hip": 0.998, "knee": 0.97, "ankle": 0.96, "heel": 0.93, "foot_index": 0.94, "shoulder": 0.999}


def _landmark(part: str, side: Side) -> str:
    """Name of a part on a side: "mouth" has the side last, the others first."""
    return f"mouth_{side}" if part == "mouth" else f"{side}_{part}"


def _static_landmark(name: str, top: Side) -> str:
    """Landmark of a row of `_STATIC` when this side is on top."""
    part, _, where = name.rpartition("_")
    return _landmark(part, top if where == "top" else _OTHER[top]) if part else name


def visibilities(top: Side) -> dict[str, float]:
    """How sure the finder is of each landmark when this side is on top, 0..1."""
    seen = {f"{side}_{part}": value for part, value in _VISIBLE.items() for side in (top, _OTHER[top])}
    for part in _VISIBLE:
        seen[f"{_OTHER[top]}_{part}"] *= 0.97
    for name, (_, _, _, value) in _STATIC.items():
        seen[_static_landmark(name, top)] = value
    return seen


class Eye:
    """A camera looking at a body with one side on top."""

    def __init__(self, view: CameraView, yaw_deg: float, top: Side) -> None:
        self.head = head_direction(top)
        self._yaw = (math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg)))
        pitch = math.radians(view.pitch_deg)
        self._pitch = (math.cos(pitch), math.sin(pitch))
        self._distance = view.distance_m

    def pixel(self, place: Vector) -> Point:
        """Project a point of the room, m, to the picture, px. The camera aims at a point 0.2 m over the mat."""
        x = place[0] * self._yaw[0] - place[1] * self._yaw[1] - 0.05 * self.head[0]
        y = place[0] * self._yaw[1] + place[1] * self._yaw[0]
        z = place[2] - 0.20
        depth = self._distance + y * self._pitch[0] - z * self._pitch[1]
        height = z * self._pitch[0] + y * self._pitch[1]
        scale = FOCAL_PX / depth
        return (320.0 + scale * x, 240.0 - scale * height)


def _slope(start: Point, end: Point, head_x: float) -> float:
    """Elevation of a leg in the picture, rad: from hip to ankle, away from the head and upwards positive."""
    return math.atan2(start[1] - end[1], -(end[0] - start[0]) * head_x)


def legs_angle_rad(eye: Eye, body: Joints) -> float:
    """Angle in the picture between the top and the bottom leg (hip to ankle), before the finder's gain."""
    top = _slope(eye.pixel(body.top_hip), eye.pixel(body.top_ankle), eye.head[0])
    return top - _slope(eye.pixel(body.bottom_hip), eye.pixel(body.bottom_ankle), eye.head[0])


def _swing(pivot: Point, point: Point, angle_rad: float) -> Point:
    """Turn a point of the picture about a pivot; positive lifts what is left of it (y points down)."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    dx, dy = point[0] - pivot[0], point[1] - pivot[1]
    return (pivot[0] + dx * c - dy * s, pivot[1] + dx * s + dy * c)


class Finder:
    """Ideal landmarks (px) of the settled body: projection, then the finder's gains."""

    def __init__(self, person: Person, plan: SessionPlan, index: int, top: Side) -> None:
        self._person, self._view, self._top = person, plan.view, top
        self.eye = Eye(plan.view, plan.view.yaw_deg[index], top)
        self._still: dict[str, Point] = {}
        for name, (along, front, up, _) in _STATIC.items():
            place = (along * person.height_m * self.eye.head[0], -front * person.height_m, 0.1 + up * person.height_m)
            self._still[_static_landmark(name, top)] = self.eye.pixel(place)

    def landmarks(self, posture: Posture) -> dict[str, Point]:
        """All 33 landmarks of a posture, px."""
        person, eye, top = self._person, self.eye, self._top
        body = joints(person, posture, eye.head)
        shank = shank_axes(thigh_axes(posture, eye.head), posture.knee)
        ankle = body.top_ankle
        points = dict(self._still)
        if posture.shake:
            jolt = 300.0 * posture.shake
            points = {name: (x + jolt, y - 0.5 * jolt) for name, (x, y) in points.items()}
        leg = {
            "hip": eye.pixel(body.top_hip),
            "knee": eye.pixel(body.top_knee),
            "ankle": eye.pixel(ankle),
            "heel": eye.pixel(_offset(ankle, shank.distal, 0.04, shank.anterior, -0.05)),
            "foot_index": eye.pixel(_offset(ankle, shank.distal, 0.07, shank.anterior, 0.14)),
        }
        extra = (self._view.leg_gain - 1.0) * legs_angle_rad(eye, body) * eye.head[0]
        for part, point in leg.items():
            points[f"{top}_{part}"] = point if part == "hip" else _swing(leg["hip"], point, extra)
        self._bottom_leg(body, points)
        # The trunk's line follows the lifted thigh a little: this is what reads the trunk's angle low.
        lift = posture.theta - math.radians(person.rest_deg)
        lean = (1.0 - self._view.trunk_gain) * lift * eye.head[0]
        points[f"{top}_shoulder"] = _swing(leg["hip"], eye.pixel(body.top_shoulder), lean)
        return points

    def _bottom_leg(self, body: Joints, points: dict[str, Point]) -> None:
        """Add the bottom leg and shoulder."""
        eye, low = self.eye, _OTHER[self._top]
        foot: Vector = (-eye.head[0], 0.0, 0.0)
        points[f"{low}_hip"] = eye.pixel(body.bottom_hip)
        points[f"{low}_knee"] = eye.pixel(body.bottom_knee)
        points[f"{low}_ankle"] = eye.pixel(body.bottom_ankle)
        points[f"{low}_heel"] = eye.pixel(_offset(body.bottom_ankle, foot, 0.04, FORWARD, -0.05))
        points[f"{low}_foot_index"] = eye.pixel(_offset(body.bottom_ankle, foot, 0.07, FORWARD, 0.14))
        points[f"{low}_shoulder"] = eye.pixel(body.bottom_shoulder)


def _offset(start: Vector, a: Vector, p: float, b: Vector, q: float) -> Vector:
    """Return start + p a + q b."""
    step = blend(a, p, b, q)
    return (start[0] + step[0], start[1] + step[1], start[2] + step[2])
