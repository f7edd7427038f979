"""The table of clearance: every row of the clinical page, and what it leads to in the exercise with the belt."""

from __future__ import annotations

from typing import Final

# What is answered, and what it leads to in the exercise with the belt. Every row of the table.
ROWS: Final[list[tuple[dict[str, object], str]]] = [
    ({"injury_cannot_move": "yes"}, "emergency"),
    ({"leg_shortened": "yes"}, "emergency"),
    ({"hot_joint_fever": "yes"}, "emergency"),
    ({"numb_saddle": "yes"}, "emergency"),
    ({"chest_pain_now": "yes"}, "emergency"),
    ({"calf_swollen": "yes"}, "same_day"),
    ({"calf_swollen": "yes", "long_in_bed": "yes"}, "same_day"),
    ({"calf_swollen": "yes", "breathless": "yes"}, "emergency"),
    ({"long_in_bed": "yes", "breathless": "yes"}, "emergency"),
    ({"recent_surgery": "yes", "breathless": "yes"}, "emergency"),
    ({"breathless": "yes"}, "same_day"),
    ({"long_in_bed": "yes"}, "clinician"),
    ({"avascular_necrosis": "yes"}, "clinician"),
    ({"cancer_night_pain": "yes"}, "clinician"),
    ({"weight_loss": "yes"}, "clinician"),
    ({"loss_of_feeling": "yes"}, "clinician"),
    ({"abductor_repair": "yes"}, "blocked"),
    ({"hip_replacement": "yes"}, "blocked"),
    ({"recent_surgery": "yes"}, "blocked"),
    ({"resting_pain": 5}, "cleared"),
    ({"resting_pain": 5.5}, "not_today"),
    ({"resting_pain": 6}, "not_today"),
    ({"resting_pain": 10}, "not_today"),
    ({"lying_on_side_hurts": "yes"}, "redirected"),
    ({"ankle_trouble": "yes"}, "redirected"),
    ({"cannot_lift": "no"}, "clinician"),
    ({"blood_pressure": "yes"}, "blocked"),
    ({"unstable_heart": "yes"}, "blocked"),
    ({"pregnant": "yes"}, "clinician"),
    ({"under_18": "yes"}, "clinician"),
    ({"weight_loss": "yes", "resting_pain": 8, "calf_swollen": "yes"}, "same_day"),
]
