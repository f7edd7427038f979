"""The side-lying body in three dimensions, in the room's axes (m): x along the picture, y away from the camera, z up.

The body faces the camera (-y). With the right side on top the head points to +x, with the left to -x; both sides
are mirror images, so every vector is built from head, forward and up. The bottom leg lies horizontal; the top leg
leaves its hip at theta from the horizontal, swung forwards by the hip's flexion, its knee bent by the knee's
flexion, and turned about its own length by 0.8 of the pelvis's roll. The pelvis rolls about the bottom hip and
hikes by a personal share of the lift; the trunk follows 0.4 of the roll.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.simulation.leg import STEP_S, Motion
from levelhip.simulation.people import Person
from levelhip.simulation.vectors import Vector, blend, cross, dot, unit

UP: Final[Vector] = (0.0, 0.0, 1.0)
FORWARD: Final[Vector] = (0.0, -1.0, 0.0)
_AXIAL_SHARE: Final = 0.8
_BOTTOM_HIP_M: Final = 0.10  # height of the bottom hip's centre over the mat


@dataclass(frozen=True, slots=True)
class Posture:
    """Angles of one moment, radians (`theta` top leg from the horizontal), and the body's shake, m."""

    theta: float
    knee: float
    roll: float
    flexion: float
    shake: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Axes of the thigh or the shank: `distal` along the bone, `lateral` (upwards when lying), `anterior`."""

    distal: Vector
    lateral: Vector
    anterior: Vector


def head_direction(top: Side) -> Vector:
    """Where the head points when this side is on top."""
    return (1.0, 0.0, 0.0) if top == "right" else (-1.0, 0.0, 0.0)


def posture_at(motion: Motion, t_s: float) -> Posture:
    """Posture at a time, interpolated between the steps."""
    last = len(motion.theta) - 1
    place = min(max(0.0, t_s / STEP_S), float(last))
    i = min(int(place), last - 1)
    f = place - i
    g = 1.0 - f
    return Posture(
        g * motion.theta[i] + f * motion.theta[i + 1],
        g * motion.knee[i] + f * motion.knee[i + 1],
        g * motion.roll[i] + f * motion.roll[i + 1],
        g * motion.flexion[i] + f * motion.flexion[i + 1],
        g * motion.shake[i] + f * motion.shake[i + 1],
    )


def thigh_axes(posture: Posture, head: Vector) -> Segment:
    """Axes of the top thigh."""
    ct, st = math.cos(posture.theta), math.sin(posture.theta)
    cf, sf = math.cos(posture.flexion), math.sin(posture.flexion)
    distal = (-head[0] * ct * cf, -ct * sf, st)
    lateral = unit(blend(UP, 1.0, distal, -st))
    sideways = cross(lateral, distal)
    anterior = sideways if dot(sideways, FORWARD) > 0.0 else cross(distal, lateral)
    turn = _AXIAL_SHARE * posture.roll
    c, s = math.cos(turn), math.sin(turn)
    # Rolling backwards turns the lateral side backwards and the front of the thigh upwards.
    return Segment(distal, blend(lateral, c, anterior, -s), blend(anterior, c, lateral, s))


def shank_axes(thigh: Segment, knee_rad: float) -> Segment:
    """Axes of the shank: the knee bends the foot backwards."""
    c, s = math.cos(knee_rad), math.sin(knee_rad)
    return Segment(blend(thigh.distal, c, thigh.anterior, -s), thigh.lateral, blend(thigh.anterior, c, thigh.distal, s))


def pelvis_axes(person: Person, posture: Posture, head: Vector) -> tuple[Vector, Vector]:
    """Lateral (towards the top side) and forward axis of the pelvis: rolled, and hiked by a share of the lift."""
    hike = person.hike_share * (posture.theta - math.radians(person.rest_deg))
    c, s = math.cos(posture.roll), math.sin(posture.roll)
    lateral = (0.0, s, c)  # backwards is +y
    forward = (0.0, -c, s)
    ch, sh = math.cos(hike), math.sin(hike)
    return blend(lateral, ch, head, sh), forward


def abduction_rad(person: Person, posture: Posture, head: Vector) -> float:
    """Hip abduction: the thigh's elevation over the plane across the pelvis's lateral axis."""
    lateral, _ = pelvis_axes(person, posture, head)
    return math.asin(max(-1.0, min(1.0, dot(thigh_axes(posture, head).distal, lateral))))


@dataclass(frozen=True, slots=True)
class Joints:
    """Joint centres of one moment, m: the top leg's, the bottom leg's, and the shoulders."""

    top_hip: Vector
    top_knee: Vector
    top_ankle: Vector
    bottom_hip: Vector
    bottom_knee: Vector
    bottom_ankle: Vector
    top_shoulder: Vector
    bottom_shoulder: Vector


def _plus(a: Vector, b: Vector, times: float) -> Vector:
    return (a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2])


def joints(person: Person, posture: Posture, head: Vector) -> Joints:
    """Place all joints; the bottom hip is at x = y = 0."""
    thigh = thigh_axes(posture, head)
    shank = shank_axes(thigh, posture.knee)
    lateral, _ = pelvis_axes(person, posture, head)
    low: Vector = (posture.shake * head[0], 0.3 * posture.shake, _BOTTOM_HIP_M + 0.5 * posture.shake)
    top_hip = _plus(low, lateral, person.hip_width_m)
    top_knee = _plus(top_hip, thigh.distal, person.thigh_m)
    down: Vector = (-head[0], -0.04, 0.0)
    bottom_shoulder = _plus(_plus(low, head, 0.275 * person.height_m), UP, -0.01)
    half = 0.4 * posture.roll
    across: Vector = (0.0, math.sin(half), math.cos(half))
    return Joints(
        top_hip,
        top_knee,
        _plus(top_knee, shank.distal, person.shank_m),
        low,
        _plus(low, down, person.thigh_m),
        _plus(low, down, person.leg_m),
        _plus(bottom_shoulder, across, 0.185 * person.height_m),
        bottom_shoulder,
    )
