"""Numbers in the core that no rule decides by and nobody reads: what they are instead. Patterns of `module.NAME`.

Not here, but in `library/numbers/*.toml` with its source, belongs every threshold, dose, limit and time that a person
lives through. A pattern that fits nothing any more fails the test.
"""

from __future__ import annotations

from typing import Final

DETAILS: Final = {
    "figure*": "how the figure is drawn",
    "vectors.*": "space has three dimensions",
    "*.TICK_S": "taken off or added so that round times do not stand on a knife's edge",
    "*.PERCENT": "a unit",
    "numbers.DECIMALS": "how numbers are written",
    "*.CM_PER_M": "a unit",
    "plausible.*": "a limit of what is read from outside",
    "belt_geometry.STRAIGHT_DEG": "where a leg's way ends",
    "leg_weight.GRAVITY_M_S2": "standard gravity",
    "outcomes.EXACTLY": "the last binary digits of a float",
    "press.FEWEST_SAMPLES": "a spread of two says nothing",
    "press.GAP_STEPS": "following a signal",
    "press.MS_PER_S": "a unit",
    "press_finding.*": "following a signal",
    "press_onset.BASELINE_S": "following a signal",
    "press_onset.DRIFT_BASELINE_S": "following a signal",
    "press_onset.FEWEST_SAMPLES": "a spread of two says nothing",
    "press_onset.GUARD_S": "following a signal",
    "press_onset.LEAST_BASELINE_S": "following a signal",
    "press_onset.ONSET_LEAST_N": "following a signal",
    "press_onset.QUIET_AT": "following a signal",
    "press_onset.SURE_*": "following a signal",
    "press_onset._LOOKS": "following a signal",
    "press_ramp.*": "following a signal",
    "press_rates.RATE_SLACK": "telling what a signal is like",
    "press_rates.RFD_USUAL_MS": "which of the windows is the usual one",
    "programme.DAYS_A_WEEK": "the calendar",
    "progression_situation.in_percent": "a unit",
    "plan_kept.*": "a limit of what is read from outside",
    "clearance_rules.SEVERITY": "an order",
    "speaking.ORDER": "an order",
    "sentence._MOST_DEPTH": "a limit of what is read from outside",
    "library.*": "a limit of what is read from files",
    "questionnaires.*": "a limit of what is read from outside",
    "clearance_kept.*": "a limit of what is read from outside",
    "clinicians.*": "how names and fingerprints are written",
    "codes.*": "how codes are written",
    "letters.*": "a limit of what is read from outside",
    "releases.MOST_NAMED": "a limit of what is read from outside",
    "releases.NOTE_LETTERS": "a limit of what is read from outside",
    "releases.read_release": "a limit of what is read from outside",
    "signatures.*": "Ed25519, RFC 8032",
    "progressor.*": "how a device speaks",
    "crane_scale.*": "how a device speaks",
    "load_cell.GRAVITY_MS2": "standard gravity",
    "load_cell.STRANDS": "one strand is one; a loop's are in the registry",
    "load_cell.WRAP_*": "when a device's clock begins anew",
    "load_cell.LATE_US": "when a device's clock begins anew",
    "load_cell.AHEAD_S": "when a device's clock begins anew",
    "load_cell.WINDOW*": "following a clock",
    "load_cell.*SLEW": "following a clock",
    "load_cell.FIRST_S": "following a clock",
    "load_cell.STEP_S": "following a clock",
    # How the engine follows a signal. It is checked as a whole, on recordings of people and on simulated patients
    # (docs/validation.md): no one of these can be asked for.
    "alignment.*": "following a signal",
    "features.*": "following a signal",
    "form.*": "following a signal",
    "hold_clock.CREEP_*": "following a signal",
    "judging.SMOOTH_S": "following a signal",
    "lift.*": "following a signal",
    "polarity.*": "following a signal",
    "repetition_shape.*": "following a signal",
    "repetitions.*": "following a signal",
    "resting.*": "following a signal",
    "signal_statistics.*": "telling what a signal is like",
    "trace.*": "how much of a signal is kept to be drawn",
    # The coach.
    "conversation.BREATH_S": "the rhythm of speech",
    "lift_beside.*KEPT*": "how much of a signal is kept",
    "belt.LARGEST_N": "a limit of what is read from outside",
    "cues.*": "how long words take to say",
    "measured_set.BOUNCE_S": "following a signal",
    "measured_set.FIRST_SECOND_S": "the rhythm of speech",
    "measured_set.POLL_S": "how often something is looked at again",
    "set_up_check.FRAME_GAP_S": "following a signal",
    "set_up_check.JUMP_LASTS_S": "following a signal",
    "posture._AT": "where a landmark stands in a row",
    "live_*": "a limit of what is read from outside",
}
"""Pattern -> what the number is."""

DECISIVE: Final = ("exercise",)
"""Rooms in whose functions no number stands without a name."""
