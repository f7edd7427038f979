"""Noise-free scalar signals, one a kind of recording: what a perfect sensor of that kind would show."""

from __future__ import annotations

import math
from typing import Final

from levelhip.simulation.acting import Act, Spell
from levelhip.simulation.body import Posture, abduction_rad, head_direction, joints
from levelhip.simulation.camera import Eye, legs_angle_rad
from levelhip.simulation.inertial import elevation_rad
from levelhip.simulation.laboratory import emg_amplitude_uv
from levelhip.simulation.leg import STEP_S, Motion
from levelhip.simulation.load_cells import strand_share
from levelhip.simulation.people import Person
from levelhip.simulation.plans import SessionPlan

Series = tuple[list[float], list[float]]

UNITS: Final[dict[str, str]] = {
    "force": "N",
    "strand": "N",
    "camera": "deg",
    "shin": "deg",
    "thigh": "deg",
    "markers": "deg",
    "angle": "deg",
    "emg": "uV",
}
"""Kind -> unit. force, strand: net force, one strand's tension. camera: angle between the legs (hip to ankle) in the
picture, the finder's gain included. shin, thigh: elevation of the segment over the horizontal. markers, angle: hip
abduction against the pelvis. emg: RMS amplitude. Angles are NaN while the person is not lying on a side."""

_ANGLE_STRIDE: Final = 4  # angles at every fourth step: 50 Hz


def clean_series(person: Person, plan: SessionPlan, act: Act, kind: str) -> Series:
    """Times (s of the session) and noise-free values; 200 Hz for forces and EMG, 50 Hz for angles."""
    motion = act.motion
    if UNITS[kind] == "deg":
        return _angles(person, plan, act, kind)
    times = [i * STEP_S for i in range(len(motion.theta))]
    if kind == "force":
        return times, list(motion.force)
    if kind == "strand":
        share = strand_share(plan.quality)
        return times, [share * force for force in motion.force]
    return times, [emg_amplitude_uv(motion, plan.quality, t) for t in times]


def _angles(person: Person, plan: SessionPlan, act: Act, kind: str) -> Series:
    """Angle signals, deg."""
    times: list[float] = []
    values: list[float] = []
    for spell in act.spells:
        eye = Eye(plan.view, plan.view.yaw_deg[plan.sides.index(spell.side)], spell.done)
        first, last = math.ceil(spell.start_s / STEP_S - 1e-6), math.ceil(spell.end_s / STEP_S - 1e-6)
        for i in range(first + -first % _ANGLE_STRIDE, min(last, len(act.motion.theta)), _ANGLE_STRIDE):
            times.append(i * STEP_S)
            if spell.kind == "set":
                posture = posture_of_step(act.motion, i)
                values.append(math.degrees(_angle(person, plan, eye, spell, posture, kind)))
            else:
                values.append(math.nan)
    return times, values


def _angle(person: Person, plan: SessionPlan, eye: Eye, spell: Spell, posture: Posture, kind: str) -> float:
    """One angle, rad."""
    head = head_direction(spell.done)
    if kind == "camera":
        return legs_angle_rad(eye, joints(person, posture, head)) * plan.view.leg_gain
    if kind in ("shin", "thigh"):
        return elevation_rad(posture, head, shin=kind == "shin")
    return abduction_rad(person, posture, head)


def posture_of_step(motion: Motion, i: int) -> Posture:
    """Posture at one step of the mechanics."""
    return Posture(motion.theta[i], motion.knee[i], motion.roll[i], motion.flexion[i], motion.shake[i])
