"""Phones and inertial sensors strapped to the top leg: specific force (g) and turning rate (deg/s), any orientation.

A still sensor reads 1 g upwards. While the person lies on a side, the segment's axes give gravity, and the hip's
angular velocity and acceleration give the linear acceleration of a point r from the hip:
a = alpha k x p + omega^2 k x (k x p), k the horizontal axis of the lift. While turning over, the segment turns about
a fixed and a wandering axis from one lying orientation to the next, with jolts of some tenths of g. The sensor is
strapped on anew for each side, with a new random orientation.
"""

from __future__ import annotations

import math
import random
from typing import Final

from levelhip.simulation.acting import Act, Spell
from levelhip.simulation.body import (
    UP,
    Posture,
    Segment,
    head_direction,
    posture_at,
    shank_axes,
    thigh_axes,
)
from levelhip.simulation.clocks import Stamps, spell_finder
from levelhip.simulation.finder_errors import agitation
from levelhip.simulation.leg import STEP_S, Motion
from levelhip.simulation.noise import irregular
from levelhip.simulation.people import GRAVITY, Person
from levelhip.simulation.plans import SensorQuality
from levelhip.simulation.vectors import (
    Matrix,
    Vector,
    blend,
    cross,
    dot,
    random_direction,
    random_rotation,
    rotation,
    scaled,
    turned,
)

SHIN_QUANTUM_G: Final = 1.0 / 4096.0
THIGH_QUANTUM_G: Final = 1.0 / 64.0
_GYRO_QUANTUM_DPS: Final = 1.0 / 16.4


def segment_at(posture: Posture, head: Vector, *, shin: bool) -> Segment:
    """Axes of the segment that carries the sensor."""
    thigh = thigh_axes(posture, head)
    return shank_axes(thigh, posture.knee) if shin else thigh


def elevation_rad(posture: Posture, head: Vector, *, shin: bool) -> float:
    """Elevation of the segment over the horizontal, rad: the tilt of a sensor whose orientation is known."""
    return math.asin(max(-1.0, min(1.0, dot(segment_at(posture, head, shin=shin).distal, UP))))


def _rates(motion: Motion, i: int) -> tuple[float, float, float, float, float]:
    """Angular velocity and acceleration of the lift, and rates of knee, roll and flexion, at step `i`."""
    last = len(motion.theta) - 1
    i = min(max(1, i), last - 1)
    scale = 1.0 / (2.0 * STEP_S)
    return (
        motion.omega[i],
        motion.alpha[i],
        (motion.knee[i + 1] - motion.knee[i - 1]) * scale,
        (motion.roll[i + 1] - motion.roll[i - 1]) * scale,
        (motion.flexion[i + 1] - motion.flexion[i - 1]) * scale,
    )


class Strapped:
    """An ideal sensor on the top leg's shin or thigh, before noise."""

    def __init__(self, person: Person, act: Act, rng: random.Random, *, shin: bool) -> None:
        self._person, self._act, self._shin = person, act, shin
        self._spell_at = spell_finder(act.spells)
        self._worn: dict[str, Matrix] = {}
        for spell in act.spells:
            self._worn.setdefault(spell.side, random_rotation(rng))
        self._along = rng.uniform(0.25, 0.7)  # place along the segment
        self._axes = (random_direction(rng), random_direction(rng))
        self._turns = (irregular(rng, 0.1, 0.6), irregular(rng, 0.2, 1.0))
        self._jolts = tuple(irregular(rng, 0.5, 5.0) for _ in range(3))

    def at(self, t_s: float) -> tuple[Vector, Vector]:
        """Specific force in g and turning rate in deg/s, in the sensor's axes; times must rise."""
        spell = self._spell_at(t_s)
        head = head_direction(spell.done)
        posture = posture_at(self._act.motion, t_s)
        frame = self._frame(segment_at(posture, head, shin=self._shin), spell)
        if spell.kind != "set":
            return self._tumble(t_s, spell, frame)
        linear, turning = self._movement(round(t_s / STEP_S), posture, head)
        force = blend(UP, 1.0, linear, 1.0 / GRAVITY)
        return turned(frame, force), turned(frame, scaled(turning, math.degrees(1.0)))

    def _frame(self, segment: Segment, spell: Spell) -> Matrix:
        """Rows: the sensor's axes in the room."""
        third = cross(segment.distal, segment.lateral)
        rows = []
        for a, b, c in self._worn[spell.side]:
            mixed = blend(segment.distal, a, segment.lateral, b)
            rows.append(blend(mixed, 1.0, third, c))
        return (rows[0], rows[1], rows[2])

    def _movement(self, i: int, posture: Posture, head: Vector) -> tuple[Vector, Vector]:
        """Linear acceleration (m/s^2) of the sensor and angular velocity (rad/s) of its segment, in the room."""
        omega, alpha, knee_rate, roll_rate, flexion_rate = _rates(self._act.motion, i)
        person = self._person
        thigh = thigh_axes(posture, head)
        flat = (thigh.distal[0], thigh.distal[1], 0.0)
        size = math.sqrt(dot(flat, flat))
        axis = cross(flat, UP)
        axis = scaled(axis, 1.0 / size)
        arm = scaled(thigh.distal, person.thigh_m * self._along)
        if self._shin:
            shank = shank_axes(thigh, posture.knee)
            arm = blend(thigh.distal, person.thigh_m, shank.distal, person.shank_m * self._along)
        across = cross(axis, arm)
        linear = blend(across, alpha, cross(axis, across), omega * omega)
        shake = 60.0 * posture.shake
        linear = (linear[0] + shake * head[0], linear[1] - 0.4 * shake, linear[2] + 0.5 * shake)
        turning = blend(axis, omega, cross(thigh.lateral, thigh.anterior), -0.8 * roll_rate)
        hinge = cross(thigh.distal, thigh.anterior)
        turning = blend(turning, 1.0, hinge, -knee_rate if self._shin else 0.0)
        return linear, blend(turning, 1.0, UP, math.copysign(flexion_rate, flexion_rate * hinge[2]))

    def _tumble(self, t_s: float, spell: Spell, frame: Matrix) -> tuple[Vector, Vector]:
        """Reading while the whole body moves about: the lying frame turned by large irregular angles."""
        before, now, after = (self._orientation(t_s + d, spell) for d in (-STEP_S, 0.0, STEP_S))
        moving = agitation(spell, t_s)
        jolt = tuple(0.12 * moving * wave(t_s) for wave in self._jolts)
        up = turned(now, (UP[0] + jolt[0], UP[1] + jolt[1], UP[2] + jolt[2]))
        # Angular velocity in the room from R' R^T, central difference.
        slope = [[(after[i][k] - before[i][k]) / (2.0 * STEP_S) for k in range(3)] for i in range(3)]
        spin = (
            math.fsum(slope[2][k] * now[1][k] for k in range(3)),
            math.fsum(slope[0][k] * now[2][k] for k in range(3)),
            math.fsum(slope[1][k] * now[0][k] for k in range(3)),
        )
        return turned(frame, up), turned(frame, scaled(spin, -math.degrees(1.0)))

    def _orientation(self, t_s: float, spell: Spell) -> Matrix:
        """Rotation of the whole body at this time of a restless spell; none at its settled ends."""
        moving = agitation(spell, t_s)
        first = rotation(self._axes[0], 1.1 * moving * self._turns[0](t_s))
        second = rotation(self._axes[1], 0.6 * moving * self._turns[1](t_s))
        columns = [turned(first, (second[0][k], second[1][k], second[2][k])) for k in range(3)]
        return (
            (columns[0][0], columns[1][0], columns[2][0]),
            (columns[0][1], columns[1][1], columns[2][1]),
            (columns[0][2], columns[1][2], columns[2][2]),
        )


def inertial_table(
    person: Person, act: Act, quality: SensorQuality, stamps: Stamps, rng: random.Random, *, shin: bool
) -> dict[str, list[float]]:
    """Columns `ax_g` ... `gz_dps`: ideal readings plus bias, noise and rounding to the sensor's steps."""
    sensor = Strapped(person, act, rng, shin=shin)
    quantum = SHIN_QUANTUM_G if shin else THIGH_QUANTUM_G
    bias = random_direction(rng)
    gyro_bias = random_direction(rng)
    names = ("ax_g", "ay_g", "az_g", "gx_dps", "gy_dps", "gz_dps")
    table: dict[str, list[float]] = {name: [] for name in names}
    columns = [table[name] for name in names]
    gauss = rng.gauss
    for t in stamps:
        force, turning = sensor.at(t)
        for k in range(3):
            value = force[k] + quality.accel_bias_g * bias[k] + gauss(0.0, quality.accel_noise_g)
            columns[k].append(round(value / quantum) * quantum)
            rate = turning[k] + quality.gyro_bias_dps * gyro_bias[k] + gauss(0.0, quality.gyro_noise_dps)
            columns[k + 3].append(round(rate / _GYRO_QUANTUM_DPS) * _GYRO_QUANTUM_DPS)
    return table
