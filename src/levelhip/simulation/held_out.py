"""Two populations put aside: nobody tunes anything on these; they are for checking what was tuned elsewhere.

"frail": older or after long rest: about 0.85 Nm/kg, slow, unsteady, quickly tired. "athletic": strong, brisk,
steady, sometimes pressing rather hard. The values are assumptions within the ranges of docs/simulator.md.
"""

from __future__ import annotations

from typing import Final

from levelhip.simulation.people import Population

FRAIL: Final = Population(
    name="frail",
    height_m=(1.46, 1.78),
    body_mass_index=(18.5, 34.0),
    strength_mean_sd=(0.88, 0.12),
    asymmetry_sd=0.16,
    press_n=(9.0, 22.0),
    press_scatter=(0.08, 0.22),
    press_wobble=(0.06, 0.14),
    tempo=(0.96, 1.14),
    lift_s=(1.1, 2.6),
    release_s=(1.0, 3.2),
    rest_factor=(1.0, 2.2),
    reaction_s=(0.22, 0.50),
    tremor_share=(0.005, 0.018),
    fatigue_rate=(0.003, 0.008),
    rest_scatter_deg=(0.2, 1.0),
    knee_deg=(0.0, 11.0),
    roll_deg=(-4.0, 9.0),
)

ATHLETIC: Final = Population(
    name="athletic",
    height_m=(1.58, 1.98),
    body_mass_index=(19.0, 27.0),
    strength_mean_sd=(1.60, 0.20),
    asymmetry_sd=0.05,
    press_n=(14.0, 48.0),
    press_scatter=(0.03, 0.12),
    press_wobble=(0.02, 0.08),
    tempo=(0.95, 1.12),
    lift_s=(0.45, 1.2),
    release_s=(1.0, 4.5),
    rest_factor=(0.6, 1.2),
    reaction_s=(0.12, 0.25),
    tremor_share=(0.0015, 0.006),
    fatigue_rate=(0.0004, 0.002),
    rest_scatter_deg=(0.1, 0.5),
    knee_deg=(0.0, 4.0),
    roll_deg=(-2.0, 3.0),
)
