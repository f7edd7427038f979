"""From what a sensor measures to how far the leg is lifted, or how hard it presses: one number a sample.

Every feature is a small object: `push(t_s, sample)` gives `(t_s, x)` with the filter's own lag taken off the time, or
None when there is nothing to give (missing values, not enough samples yet). `rezero()` tells it that the person is at
rest now. `form` holds the form quantities of the last sample (degrees), where the sensor shows any.

What is not seen is not claimed: a camera in front sees neither a bent knee nor a rolled pelvis.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Protocol

from levelhip.exercise.biomechanics import LOOP_FACTOR
from levelhip.exercise.signals import COLUMNS, LANDMARKS, MARKERS, Quantity, Sample
from levelhip.session.filters import LowPass, MedianOfThree

Point = tuple[float, float]
Vector = tuple[float, float, float]
Value = tuple[float, float]
"""A time (s) and the feature's value there."""


class Feature(Protocol):
    """What the engine asks of a feature."""

    signed: bool
    """Whether up is known to be up; if not, the polarity is found from how the person moves."""

    @property
    def form(self) -> Mapping[str, float]:
        """The form quantities of the last sample, degrees."""
        ...

    def push(self, t_s: float, sample: Sample) -> Value | None:
        """Take one sample, give a time and a value, or None."""
        ...

    def flush(self) -> Value | None:
        """What is left when the signal ends."""
        ...

    def rezero(self) -> None:
        """The person is at rest now."""
        ...


HUGE: Final = 1e9
"""No force in N, angle in degrees or acceleration in g is as large as this; a broken file is."""


class Scalar:
    """A signal that is already the wanted number: a force (times the rigging's factor) or an angle."""

    signed = True

    def __init__(self, factor: float, tau_s: float) -> None:
        self.form: Mapping[str, float] = {}
        self._factor = factor
        self._tau_s = tau_s
        self._t = self._y = math.nan

    def push(self, t_s: float, sample: Sample) -> Value | None:
        """`sample`: N or degrees."""
        if not -HUGE < sample < HUGE:  # type: ignore[operator]
            return None  # NaN, or no measurement
        x = self._factor * sample  # type: ignore[operator]
        dt = t_s - self._t
        self._t = t_s
        tau_s = self._tau_s
        # A low-pass (filters.LowPass) written out: this is what every sample of a force or an angle costs.
        self._y = y = self._y + (x - self._y) * (dt / (tau_s + dt)) if dt > 0 else x
        return t_s - tau_s, y

    def flush(self) -> Value | None:
        """Nothing is held back."""
        return None

    def rezero(self) -> None:
        """Rest is found by the tracker."""


SMALL_TURN: Final = math.sin(math.radians(2.0))
"""Below this the direction of a rotation is mostly noise."""
SMALL_2: Final = math.sin(math.radians(4.0)) ** 2
CLEARLY_LARGER: Final = 1.5
"""An excursion this much larger than all before it decides anew which way is up."""
KNOCK2: Final = 1.5**2
"""Acceleration (squared) that is by this factor more or less than gravity was is a knock..."""
KNOCK_S: Final = 0.3
"""...unless it goes on for longer: then it is another unit, or another scale."""
UNKNOWN_S: Final = 1.0
"""How long gravity was is known only after this."""
AXIS_STEP_S: Final = 0.05
AXIS_MEMORY_S: Final = 20.0
"""Seconds away from rest over which the main axis is averaged."""


class LimbRotation:
    """Accelerometer in any orientation -> rotation (degrees) of the limb about its main axis, signed from rest.

    Slow movement: the low-passed acceleration is the direction of gravity in the sensor. With g0 that direction at
    rest, v = g0 x g points along the axis of rotation, and atan2(axis . v, g0 . g) is the angle. The main axis is the
    principal axis of v over the time away from rest, so that a jerk does not define it. It gives the sign; well away
    from rest all of the rotation counts, so that a leg that also rolls is not seen lower. Rotation about gravity itself
    cannot be seen. The first clear excursion counts as positive.
    """

    signed = False
    TAU_S: Final = 0.1

    def __init__(self) -> None:
        self.form: Mapping[str, float] = {}
        self._t = self._began_s = math.nan
        self._g: Vector = (math.nan, math.nan, math.nan)
        self._rest: Vector | None = None
        self.rezero()

    def rezero(self) -> None:
        """The next sample is rest, and the axis is to be found again."""
        self._rest = None
        self._axis: Vector | None = None
        self._learned_s = -math.inf
        self._slow: Vector = (0.0, 0.0, 0.0)
        self._largest = SMALL_TURN
        self._scatter = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # xx, yy, zz, xy, xz, yz

    def push(self, t_s: float, sample: Sample) -> Value | None:
        """`sample`: (ax, ay, az) in g."""
        ax, ay, az = sample  # type: ignore[misc]
        gx, gy, gz = self._g
        size2 = ax * ax + ay * ay + az * az
        if not size2 < HUGE * HUGE:
            return None
        if gx == gx:  # noqa: PLR0124 - not the first
            if self._is_knock(t_s, size2, gx * gx + gy * gy + gz * gz):
                return None
            dt = t_s - self._t
            k = dt / (self.TAU_S + dt)
            gx, gy, gz = gx + k * (ax - gx), gy + k * (ay - gy), gz + k * (az - gz)
        else:
            gx, gy, gz = ax, ay, az
            self._began_s = t_s
        self._t = t_s
        self._g = (gx, gy, gz)
        norm = math.sqrt(gx * gx + gy * gy + gz * gz)
        if norm < 0.2:  # noqa: PLR2004 - falling, or not in g: there is no direction to speak of
            return None
        return t_s - self.TAU_S, self._angle_deg(t_s, gx / norm, gy / norm, gz / norm)

    @property
    def gravity(self) -> Vector:
        """Where gravity pulls in the sensor after the last sample, g, low-passed."""
        return self._g

    def _is_knock(self, t_s: float, size2: float, usual2: float) -> bool:
        """Whether a sample is no gravity: far longer or shorter than it has been, and not for long."""
        if usual2 < KNOCK2 * size2 and size2 < KNOCK2 * usual2:
            return False
        return t_s - self._began_s >= UNKNOWN_S and t_s - self._t <= KNOCK_S

    def _angle_deg(self, t_s: float, gx: float, gy: float, gz: float) -> float:
        if self._rest is None:
            self._rest = (gx, gy, gz)
            return 0.0
        rx, ry, rz = self._rest
        vx, vy, vz = ry * gz - rz * gy, rz * gx - rx * gz, rx * gy - ry * gx
        along = rx * gx + ry * gy + rz * gz
        if t_s - self._learned_s >= AXIS_STEP_S:
            self._learn_axis(t_s, vx, vy, vz)
        if self._axis is None:
            return math.degrees(math.atan2(math.sqrt(vx * vx + vy * vy + vz * vz), along))
        x, y, z = self._axis
        about = x * vx + y * vy + z * vz
        across2 = max(0.0, vx * vx + vy * vy + vz * vz - about * about)
        return math.degrees(math.atan2(about * math.sqrt(1 + across2 / (about * about + SMALL_2)), along))

    def _learn_axis(self, t_s: float, vx: float, vy: float, vz: float) -> None:
        """One step towards the principal axis of the excursions (power iteration on their forgetting scatter)."""
        dt = min(t_s - self._learned_s, 4 * AXIS_STEP_S)
        self._learned_s = t_s
        k = dt / (0.2 + dt)
        sx, sy, sz = self._slow
        sx, sy, sz = sx + k * (vx - sx), sy + k * (vy - sy), sz + k * (vz - sz)
        self._slow = (sx, sy, sz)
        size = math.sqrt(sx * sx + sy * sy + sz * sz)
        if size < SMALL_TURN:
            return
        keep = 1 - dt / AXIS_MEMORY_S
        xx, yy, zz, xy, xz, yz = self._scatter
        xx, yy, zz = keep * xx + dt * sx * sx, keep * yy + dt * sy * sy, keep * zz + dt * sz * sz
        xy, xz, yz = keep * xy + dt * sx * sy, keep * xz + dt * sx * sz, keep * yz + dt * sy * sz
        self._scatter = (xx, yy, zz, xy, xz, yz)
        if self._axis is None or size > CLEARLY_LARGER * self._largest:
            self._axis = (sx / size, sy / size, sz / size)
        else:
            x, y, z = self._axis
            x, y, z = xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z
            norm = math.sqrt(x * x + y * y + z * z)
            self._axis = (x / norm, y / norm, z / norm)
        self._largest = max(self._largest, size)

    def flush(self) -> Value | None:
        """Nothing is held back."""
        return None


def _elevation_deg(from_: Point, to: Point) -> float:
    """Angle of the line `from_` -> `to` over the picture's horizontal, up positive, whichever way it points."""
    return math.degrees(math.atan2(from_[1] - to[1], abs(to[0] - from_[0])))


def _between_deg(a: Point, vertex: Point, b: Point) -> float:
    """Angle at `vertex` between the lines to `a` and to `b`, 0-180."""
    ux, uy, vx, vy = a[0] - vertex[0], a[1] - vertex[1], b[0] - vertex[0], b[1] - vertex[1]
    return math.degrees(math.atan2(abs(ux * vy - uy * vx), ux * vx + uy * vy))


_COLUMN: Final = {name: 3 * index for index, name in enumerate(LANDMARKS)}
VISIBLE: Final = 0.3
"""Landmarks less visible than this are taken as not seen (MediaPipe's own score, 0-1)."""


class PictureAngle:
    """MediaPipe's landmarks (px) -> an angle in the picture, cleaned of single wild frames.

    `leg_leg_angle`: elevation of the top leg (hip to ankle) over the bottom leg's, the better one. `thigh_leg_angle`:
    the same of the thighs. `thigh_trunk_angle`: what shoulder-hip-knee lack to a straight line, of the side that is
    nearer to the camera (more visible). Absolute values differ between cameras: rest is taken as zero later.
    """

    signed = True

    def __init__(self, which: str) -> None:
        self.form: Mapping[str, float] = {}
        self._which = which
        self._clean = MedianOfThree()
        self._top: str | None = None

    def push(self, t_s: float, sample: Sample) -> Value | None:
        """`sample`: 33 x (x_px, y_px, visibility), as in `COLUMNS`."""
        angle = self._thigh_trunk(sample) if self._which == "thigh_trunk_angle" else self._legs(sample)  # type: ignore[arg-type]
        if not math.isfinite(angle):
            return None
        return self._clean.push(t_s, angle)

    def _point(self, row: tuple[float, ...], name: str) -> Point:
        i = _COLUMN[name]
        if row[i + 2] < VISIBLE:
            return math.nan, math.nan
        return row[i], row[i + 1]

    def _legs(self, row: tuple[float, ...]) -> float:
        left_hip, right_hip = self._point(row, "left_hip"), self._point(row, "right_hip")
        end = "ankle" if self._which == "leg_leg_angle" else "knee"
        left = _elevation_deg(left_hip, self._point(row, f"left_{end}"))
        right = _elevation_deg(right_hip, self._point(row, f"right_{end}"))
        if left_hip[1] == left_hip[1] and right_hip[1] == right_hip[1]:
            self._choose_top(left_hip, right_hip)
        return left - right if self._top == "left" else right - left

    def _choose_top(self, left_hip: Point, right_hip: Point) -> None:
        """The upper hip's leg is the top one; a near tie keeps what was."""
        apart_px = right_hip[1] - left_hip[1]
        span_px = abs(apart_px) + abs(left_hip[0] - right_hip[0])
        if self._top is None or abs(apart_px) > 0.5 * span_px:
            self._top = "left" if apart_px > 0 else "right"

    def _thigh_trunk(self, row: tuple[float, ...]) -> float:
        seen = {side: row[_COLUMN[f"{side}_hip"] + 2] + row[_COLUMN[f"{side}_knee"] + 2] for side in ("left", "right")}
        if self._top is None:
            self._top = "left" if seen["left"] > seen["right"] else "right"
        shoulder, hip, knee = (self._point(row, f"{self._top}_{name}") for name in ("shoulder", "hip", "knee"))
        return _between_deg(shoulder, hip, knee)

    def flush(self) -> Value | None:
        """The last frame."""
        return self._clean.flush()

    def rezero(self) -> None:
        """Rest is found by the tracker."""


def _minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _norm(a: Vector) -> float:
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def _middle(a: Vector, b: Vector) -> Vector:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2


def _unit(a: Vector) -> Vector:
    n = _norm(a)
    return (a[0] / n, a[1] / n, a[2] / n) if n > 0 else (math.nan, math.nan, math.nan)


def _at(sample: Sample, i: int) -> Vector:
    return sample[i], sample[i + 1], sample[i + 2]  # type: ignore[index]


_MARKER: Final = {name: 3 * index for index, name in enumerate(MARKERS)}


class ThighAgainstPelvis:
    """Optical markers (mm, Z up) -> flexion, extension or abduction (degrees) of the thigh against the pelvis.

    Pelvis: Y from right to left ASIS, X from mid-PSIS to mid-ASIS at right angles to Y, Z up. Hip centre: Harrington
    et al. 2007, regression on pelvis depth and width. Thigh: hip centre to knee marker. Abduction is its angle out of
    the sagittal plane, flexion its angle from straight down in that plane; extension is minus flexion. Form: flexion,
    pelvic obliquity, roll of the pelvis about the body's long axis (lying on a side), and the knee's angle from
    straight (marker to marker).
    """

    signed = True

    def __init__(self, which: str, side: str) -> None:
        self.form: dict[str, float] = {}
        self._which = which
        self._letter = "L" if side == "left" else "R"
        self._outward = 1.0 if side == "left" else -1.0
        self._smooth = LowPass(self.TAU_S)

    TAU_S: Final = 0.03

    def push(self, t_s: float, sample: Sample) -> Value | None:
        """`sample`: the markers of `MARKERS` as x, y, z."""
        marker = {name: _at(sample, i) for name, i in _MARKER.items()}
        front = _middle(marker["LASI"], marker["RASI"])
        back = _middle(marker["LPSI"], marker["RPSI"])
        across = _minus(marker["LASI"], marker["RASI"])
        width, depth = _norm(across), _norm(_minus(front, back))
        y = _unit(across)
        forward = _minus(front, back)
        off = _dot(forward, y)
        x = _unit((forward[0] - off * y[0], forward[1] - off * y[1], forward[2] - off * y[2]))
        z = _cross(x, y)
        a, b, c = -0.24 * depth - 9.9, self._outward * (0.33 * width + 7.3), -0.30 * width - 10.9
        hip_x, hip_y, hip_z = (front[i] + a * x[i] + b * y[i] + c * z[i] for i in range(3))
        thigh = _minus(marker[f"{self._letter}KNE"], (hip_x, hip_y, hip_z))
        ahead, out, up = _dot(thigh, x), self._outward * _dot(thigh, y), _dot(thigh, z)
        flexion = math.degrees(math.atan2(ahead, -up))
        abduction = math.degrees(math.atan2(out, math.hypot(ahead, up)))
        value = {"thigh_flexion": flexion, "thigh_extension": -flexion}.get(self._which, abduction)
        if not math.isfinite(value):
            return None
        self.form["hip_flexion_deg"] = flexion
        shank = _minus(marker[f"{self._letter}ANK"], marker[f"{self._letter}KNE"])
        self.form["knee_flexion_deg"] = math.degrees(math.atan2(_norm(_cross(thigh, shank)), _dot(thigh, shank)))
        self.form["pelvis_roll_deg"] = math.degrees(math.atan2(x[2], abs(y[2])))
        self.form["pelvic_obliquity_deg"] = math.degrees(math.asin(max(-1.0, min(1.0, self._outward * y[2]))))
        return t_s - self.TAU_S, self._smooth.push(t_s, value)

    def flush(self) -> Value | None:
        """Nothing is held back."""
        return None

    def rezero(self) -> None:
        """Rest is found by the tracker."""


FORCE_TAU_S: Final = 0.02
ANGLE_TAU_S: Final = 0.04
STRANDS_OF_A_LOOP: Final = LOOP_FACTOR["strand"]
"""A gauge in one strand of a closed loop reads half of what the ankle feels, if both strands carry the same."""


def make_feature(feature: str, quantity: Quantity, side: str | None) -> Feature:
    """The feature an exercise's file names, for a channel of `quantity` on `side`. Raises KeyError if unknown."""
    if feature == "press":
        return Scalar(STRANDS_OF_A_LOOP if quantity == Quantity.STRAND_TENSION else 1.0, FORCE_TAU_S)
    if feature == "angle":
        return Scalar(1.0, ANGLE_TAU_S)
    if feature == "limb_rotation":
        return LimbRotation()
    if quantity == Quantity.LANDMARKS:
        return PictureAngle(feature)
    if quantity == Quantity.MARKERS:
        return ThighAgainstPelvis(feature, side or "right")
    message = f"no feature {feature!r} for {quantity} ({', '.join(COLUMNS[quantity])})"
    raise KeyError(message)
