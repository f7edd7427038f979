"""Load cells: the net force on the ankle, or the tension in one strand of the loop.

A reading is the true force plus a tare offset, a slow drift, and noise. A gauge in one strand of the closed loop
carries half of the net force, a little more or less by friction round the ankles (the imbalance changes sign of
effect with loading and unloading: half of it is a hysteresis).
"""

from __future__ import annotations

import random

from levelhip.simulation.clocks import Stamps
from levelhip.simulation.leg import STEP_S, Motion
from levelhip.simulation.plans import SensorQuality


def net_force_n(motion: Motion, t_s: float) -> float:
    """True net force on the ankle at a time, N."""
    last = len(motion.force) - 1
    place = min(max(0.0, t_s / STEP_S), float(last))
    i = min(int(place), last - 1)
    return motion.force[i] + (place - i) * (motion.force[i + 1] - motion.force[i])


def strand_share(quality: SensorQuality) -> float:
    """Share of the net force in the gauge's strand, without hysteresis."""
    return 0.5 * (1.0 + quality.strand_imbalance)


def force_column(motion: Motion, quality: SensorQuality, stamps: Stamps, rng: random.Random) -> list[float]:
    """`force_n` for the stamps, N."""
    gauss = rng.gauss
    drift = quality.force_drift_n_per_min / 60.0
    return [
        net_force_n(motion, t) + quality.force_tare_n + drift * t + gauss(0.0, quality.force_noise_n) for t in stamps
    ]


def strand_column(motion: Motion, quality: SensorQuality, stamps: Stamps, rng: random.Random) -> list[float]:
    """`strand_tension_n` for the stamps, N."""
    values: list[float] = []
    drift = 0.5 * quality.force_drift_n_per_min / 60.0
    friction = 0.25 * abs(quality.strand_imbalance)
    slow = net_force_n(motion, stamps[0]) if stamps else 0.0
    for t in stamps:
        force = net_force_n(motion, t)
        slow += 0.05 * (force - slow)
        loading = max(-1.0, min(1.0, 0.2 * (force - slow)))
        tension = force * strand_share(quality) + 0.5 * friction * loading * force
        values.append(tension + 0.5 * quality.force_tare_n + drift * t + rng.gauss(0.0, 0.7 * quality.force_noise_n))
    return values
