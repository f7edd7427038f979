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
    "outcomes.EXACTLY": "the last binary digits of a float",
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
