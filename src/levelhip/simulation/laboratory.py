"""What a laboratory or a wearable records besides: optical markers, an angle sensor, surface EMG.

Markers follow the joints with noise and soft-tissue slip (1 mm a 10 deg of lift), names as in Plug-in-Gait, mm, Z up.
The angle is the thigh's abduction against the pelvis. The EMG is band-limited noise (a resonance at about 95 Hz,
roughly the 20-450 Hz of surface EMG) whose amplitude grows with the muscle's drive; nobody has published
gluteus medius EMG of this exercise, so its amplitude is an assumption and its shape the drive's.
"""

from __future__ import annotations

import math
import random
from typing import Final

from levelhip.exercise.signals import MARKERS, Side
from levelhip.simulation.acting import Act
from levelhip.simulation.body import (
    Posture,
    abduction_rad,
    head_direction,
    joints,
    pelvis_axes,
    posture_at,
    shank_axes,
    thigh_axes,
)
from levelhip.simulation.clocks import Stamps, spell_finder
from levelhip.simulation.finder_errors import agitation
from levelhip.simulation.leg import STEP_S, Motion
from levelhip.simulation.noise import Wander, irregular, minimum_jerk
from levelhip.simulation.people import Person
from levelhip.simulation.plans import SensorQuality
from levelhip.simulation.vectors import Vector

_MAT_MM: Final = 450.0  # height of the couch
_ELECTROMECHANICAL_DELAY_S: Final = 0.05


def angle_column(person: Person, act: Act, quality: SensorQuality, stamps: Stamps, rng: random.Random) -> list[float]:
    """`abduction_deg` for the stamps: the true angle, a slow drift and noise."""
    drift = Wander(rng, 20.0)
    spell_at = spell_finder(act.spells)
    values: list[float] = []
    before = stamps[0] if stamps else 0.0
    for t in stamps:
        head = head_direction(spell_at(t).done)
        true = math.degrees(abduction_rad(person, posture_at(act.motion, t), head))
        slow = quality.angle_drift_deg * drift.step(max(1e-4, t - before))
        values.append(true + slow + rng.gauss(0.0, quality.angle_noise_deg))
        before = t
    return values


def marker_places(person: Person, posture: Posture, top: Side) -> dict[str, Vector]:
    """The eight markers of a settled body, mm, Z up; the origin is under the bottom hip on the floor."""
    head = head_direction(top)
    body = joints(person, posture, head)
    lateral, forward = pelvis_axes(person, posture, head)
    thigh = thigh_axes(posture, head)
    shank = shank_axes(thigh, posture.knee)
    slip = 0.006 * (posture.theta - math.radians(person.rest_deg))
    middle = [0.5 * (a + b) for a, b in zip(body.top_hip, body.bottom_hip, strict=True)]

    def at(base: Vector | list[float], *steps: tuple[Vector, float]) -> Vector:
        place = list(base)
        for direction, metres in steps:
            for k in range(3):
                place[k] += metres * direction[k]
        return (1000.0 * place[0], 1000.0 * place[1], 1000.0 * place[2] + _MAT_MM)

    half = 0.72 * person.hip_width_m
    up, low = ("R", "L") if top == "right" else ("L", "R")
    down: Vector = (0.0, 0.0, 1.0)
    return {
        f"{up}ASI": at(middle, (lateral, half), (forward, 0.09), (head, 0.07)),
        f"{low}ASI": at(middle, (lateral, -half), (forward, 0.09), (head, 0.07)),
        f"{up}PSI": at(middle, (lateral, 0.045), (forward, -0.09), (head, 0.08)),
        f"{low}PSI": at(middle, (lateral, -0.045), (forward, -0.09), (head, 0.08)),
        f"{up}KNE": at(body.top_knee, (thigh.lateral, 0.05), (thigh.distal, -slip)),
        f"{up}ANK": at(body.top_ankle, (shank.lateral, 0.035)),
        f"{low}KNE": at(body.bottom_knee, (down, -0.05)),
        f"{low}ANK": at(body.bottom_ankle, (down, -0.035)),
    }


def marker_table(
    person: Person, act: Act, quality: SensorQuality, stamps: Stamps, rng: random.Random
) -> dict[str, list[float]]:
    """Columns `LASI_x_mm` ... for the stamps; a marker is hidden now and then (missing, 0.05-0.4 s)."""
    table: dict[str, list[float]] = {f"{name}_{axis}_mm": [] for name in MARKERS for axis in "xyz"}
    roam = {name: tuple(irregular(rng, 0.1, 0.9, 3) for _ in range(3)) for name in MARKERS}
    hidden_until = dict.fromkeys(MARKERS, -1.0)
    spell_at = spell_finder(act.spells)
    old: Side = act.spells[0].done
    new = old
    for t in stamps:
        spell = spell_at(t)
        if spell.done != new:
            old, new = new, spell.done
        moving = agitation(spell, t)
        posture = posture_at(act.motion, t)
        places = marker_places(person, posture, spell.done)
        share = 1.0
        if spell.kind == "turning":
            share = minimum_jerk((t - spell.start_s) / (spell.end_s - spell.start_s))
        previous = marker_places(person, posture, old) if share < 1.0 else places
        for name in MARKERS:
            if t > hidden_until[name] and rng.random() < 0.0002 * (1.0 + 20.0 * moving):
                hidden_until[name] = t + rng.uniform(0.05, 0.4)
            for k, axis in enumerate("xyz"):
                value = previous[name][k] + share * (places[name][k] - previous[name][k])
                if moving > 0.0:
                    value += 120.0 * moving * roam[name][k](t)
                value += rng.gauss(0.0, quality.marker_noise_mm)
                table[f"{name}_{axis}_mm"].append(math.nan if t <= hidden_until[name] else value)
    return table


def emg_amplitude_uv(motion: Motion, quality: SensorQuality, t_s: float) -> float:
    """RMS of the EMG at a time, uV: rest level plus drive to the power 1.2; it leads the moment by 50 ms."""
    i = min(max(0, round((t_s + _ELECTROMECHANICAL_DELAY_S) / STEP_S)), len(motion.drive) - 1)
    drive = motion.drive[i]
    active = quality.emg_full_uv * math.exp(1.2 * math.log(drive)) if drive > 1e-6 else 0.0
    return math.hypot(quality.emg_rest_uv, active)


def emg_column(motion: Motion, quality: SensorQuality, stamps: Stamps, rng: random.Random) -> list[float]:
    """`emg_gluteus_medius_uv` for the stamps (1000 Hz)."""
    gauss = rng.gauss
    radius, angle = 0.72, math.tau * 0.095
    a1, a2 = 2.0 * radius * math.cos(angle), -radius * radius
    # Zero at 0 Hz: the input is differenced. Gain set so that the output has SD 1.
    gain = 1.0 / _emg_sd(a1, a2)
    x1 = x2 = e1 = 0.0
    values: list[float] = []
    amplitude = 0.0
    for n, t in enumerate(stamps):
        if n % 5 == 0:
            amplitude = emg_amplitude_uv(motion, quality, t)
        e = gauss(0.0, 1.0)
        x = a1 * x1 + a2 * x2 + e - e1
        x2, x1, e1 = x1, x, e
        values.append(gain * amplitude * x)
    return values


def _emg_sd(a1: float, a2: float) -> float:
    """SD of x[n] = a1 x[n-1] + a2 x[n-2] + e[n] - e[n-1], from its first 200 impulse response values."""
    total, h1, h2 = 0.0, 0.0, 0.0
    for n in range(200):
        h = a1 * h1 + a2 * h2 + (1.0 if n == 0 else 0.0) - (1.0 if n == 1 else 0.0)
        total += h * h
        h2, h1 = h1, h
    return math.sqrt(total)
