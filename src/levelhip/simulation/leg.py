"""The leg's mechanics: one hip that carries the leg, pulls the belt, tires and trembles, at 200 steps a second.

    I theta'' = M - M_leg cos(theta) - F arm(theta) - b theta' + M_rest + M_jerk

M is the abductors' moment: carrying and swinging the leg (switched on by `carry`, 0..1) and pressing (F_wanted arm),
both behind a 40 ms activation lag; and the hip's own stiffness and damping about the intended angle. It trembles in
proportion to itself and cannot exceed the strength left by fatigue. F is the belt's force (belt.py), M_rest the
bottom leg's support (stiff, damped, push only), M_jerk a cough. A press that is off is corrected with a time constant
of about 2 s. Intentions (angle, press, carry, knee, roll, hip flexion) move from value to value with minimum jerk.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.simulation.belt import Belt, BeltState, angle_at_distance_rad
from levelhip.simulation.noise import Tremor, Wander, minimum_jerk, minimum_jerk_acceleration, minimum_jerk_rate
from levelhip.simulation.people import Person

STEP_S: Final = 0.005
"""Time step of the mechanics, s."""

_ACTIVATION_S: Final = 0.04
_SUPPORT_NM_PER_RAD: Final = 3000.0
_SUPPORT_DAMPING: Final = 55.0  # Nms/rad
_PASSIVE_DAMPING: Final = 4.0  # Nms/rad
_CORRECTION_PER_S: Final = 0.5
_RECOVERY_S: Final = 60.0
_LET_GO_SHARE: Final = 0.4
_WEAKENING: Final = 0.15  # share of strength lost when fully tired
_WOBBLE_GAIN: Final = 1.25  # the hip's own stiffness swallows a fifth of an uneven press


@dataclass(slots=True)
class Motion:
    """Noise-free movement on the grid t = i * `STEP_S`: angles in rad, force in N (net), `drive` 0..1 of strength."""

    theta: list[float] = field(default_factory=list)
    omega: list[float] = field(default_factory=list)
    alpha: list[float] = field(default_factory=list)
    force: list[float] = field(default_factory=list)
    drive: list[float] = field(default_factory=list)
    knee: list[float] = field(default_factory=list)
    roll: list[float] = field(default_factory=list)
    flexion: list[float] = field(default_factory=list)
    shake: list[float] = field(default_factory=list)  # m, of the whole body (cough)

    @property
    def now_s(self) -> float:
        """Time after the last step, s."""
        return len(self.theta) * STEP_S


@dataclass(slots=True)
class Intention:
    """What the person means to do now. Angles in rad, press in N net, `carry` the share of the leg carried."""

    theta: float
    press: float = 0.0
    carry: float = 0.0
    knee: float = 0.0
    roll: float = 0.0
    flexion: float = 0.0


class Leg:
    """The top leg during one set; writes its movement to `motion`."""

    def __init__(self, person: Person, side: Side, belt: Belt, motion: Motion, rng: random.Random) -> None:
        self.person = person
        self.motion = motion
        self.belt = BeltState(person, belt)
        self.strength_nm = person.strength_nm(side)
        self.rest_rad = math.radians(person.rest_deg)
        self.theta = self.rest_rad
        self.omega = 0.0
        self.fatigue = 0.0
        self.jerks: list[tuple[float, float, float]] = []  # start s, length s, Nm
        self.intention = Intention(self.rest_rad)
        self._forward = 0.0
        self._lax = 0.0
        self._swing = 0.0  # intended angular acceleration, rad/s^2
        self._correction = 0.0
        self._wobble = Wander(rng, 0.5)
        self._drift = Wander(rng, 3.0)
        self._tremor = Tremor(rng, person.tremor_hz, STEP_S)

    def move(self, seconds: float, until: Callable[[], bool] | None = None, **targets: float) -> None:
        """Go on for `seconds`, the named intentions moving to their targets; `until` may end it early.

        A press that is given up is gone after the first `_LET_GO_SHARE` of the time: the belt goes slack first.
        """
        steps = max(1, round(seconds / STEP_S))
        names = list(targets)
        starts = [getattr(self.intention, name) for name in names]
        spans = [targets[name] - start for name, start in zip(names, starts, strict=True)]
        swing = targets["theta"] - self.intention.theta if "theta" in targets else 0.0
        for i in range(1, steps + 1):
            share = minimum_jerk(i / steps)
            for name, start, span in zip(names, starts, spans, strict=True):
                if name == "press" and span < 0.0:
                    setattr(self.intention, name, start + span * minimum_jerk(i / steps / _LET_GO_SHARE))
                else:
                    setattr(self.intention, name, start + span * share)
            self._swing = swing * minimum_jerk_acceleration(i / steps) / (steps * STEP_S) ** 2
            self._step(swing * minimum_jerk_rate(i / steps) / (steps * STEP_S))
            if until is not None and until():
                return

    def pressed_rad(self, force_n: float, knee_rad: float | None = None) -> float:
        """Leg angle at which the belt, as it is now, pulls with `force_n` (0: where it is just tight), rad."""
        knee = self.intention.knee if knee_rad is None else knee_rad
        return angle_at_distance_rad(self.person, self.belt.distance_at_m(force_n), knee)

    def _step(self, intended_rate: float) -> None:
        """Advance by one step (semi-implicit Euler) and write it down."""
        person, want, theta, omega = self.person, self.intention, self.theta, self.omega
        cosine, sine = math.cos(theta), math.sin(theta)
        length, width = person.thigh_m + person.shank_m, person.hip_width_m
        along, back = length, 0.0
        if want.knee:
            along = person.thigh_m + person.shank_m * math.cos(want.knee)
            back = person.shank_m * math.sin(want.knee)
        gap_x, gap_z = length - along * cosine, width + along * sine
        distance = math.sqrt(gap_x * gap_x + gap_z * gap_z + back * back)
        arm = along * (length * sine + width * cosine) / distance
        force = self.belt.force_n(distance, arm * omega, STEP_S)
        self._lax = self.belt.lax_force_n(distance)
        weight = person.leg_moment_nm_per_kg * person.mass_kg
        moment = self._muscle(theta, omega, force, arm, weight * cosine, intended_rate)
        depth = self.rest_rad + weight / _SUPPORT_NM_PER_RAD - theta
        support = max(0.0, _SUPPORT_NM_PER_RAD * depth - _SUPPORT_DAMPING * omega) if depth > 0.0 else 0.0
        jerk, shake = self._jerk() if self.jerks else (0.0, 0.0)
        total = moment - weight * cosine - force * arm - _PASSIVE_DAMPING * omega + support + jerk
        alpha = total / person.leg_inertia_kgm2
        self.omega = omega + alpha * STEP_S
        self.theta = theta + self.omega * STEP_S
        drive = max(0.0, moment) / self.strength_nm + abs(jerk) / 200.0
        self.fatigue += STEP_S * (person.fatigue_rate * drive * (1.0 - self.fatigue) * 2.0)
        if drive < 0.1:
            self.fatigue -= STEP_S * self.fatigue / _RECOVERY_S
        log = self.motion
        log.theta.append(theta)
        log.omega.append(omega)
        log.alpha.append(alpha)
        log.force.append(force)
        log.drive.append(min(1.0, drive))
        log.knee.append(want.knee)
        log.roll.append(want.roll)
        log.flexion.append(want.flexion)
        log.shake.append(shake)

    def _muscle(
        self, theta: float, omega: float, force: float, arm: float, weight: float, intended_rate: float
    ) -> float:
        """Return the abductors' moment, Nm."""
        want, person = self.intention, self.person
        uneven = 0.85 * self._wobble.step(STEP_S) + 0.5 * self._drift.step(STEP_S)
        tremor = self._tremor.step()
        press = 0.0
        if want.press > 0.0:
            wanted = want.press * (1.0 - 0.35 * self.fatigue) * (1.0 + _WOBBLE_GAIN * person.press_wobble * uneven)
            limit = 0.8 * want.press
            self._correction += _CORRECTION_PER_S * (wanted - force) * STEP_S
            self._correction = min(limit, max(-limit, self._correction))
            press = wanted + self._correction * want.carry
        else:
            self._correction *= 1.0 - STEP_S / 0.1
        goal = want.carry * (weight + person.leg_inertia_kgm2 * self._swing) + max(press, want.carry * self._lax) * arm
        self._forward += (goal - self._forward) * STEP_S / _ACTIVATION_S
        stiffness = person.stiffness_nm_per_rad
        damping = 0.9 * math.sqrt(stiffness * person.leg_inertia_kgm2)
        moment = self._forward + want.carry * (stiffness * (want.theta - theta) + damping * (intended_rate - omega))
        moment *= 1.0 + person.tremor_share * (1.0 + 2.0 * self.fatigue) * tremor
        return min(self.strength_nm * (1.0 - _WEAKENING * self.fatigue), max(0.0, moment))

    def _jerk(self) -> tuple[float, float]:
        """Return a cough's moment (Nm) and the shake of the body (m) now."""
        now = self.motion.now_s
        moment = shake = 0.0
        for start, length, size in self.jerks:
            u = (now - start) / length
            if 0.0 < u < 1.0:
                moment += size * math.sin(math.tau * u)
                shake += 0.0006 * size * math.sin(math.pi * u) ** 2
        return moment, shake
