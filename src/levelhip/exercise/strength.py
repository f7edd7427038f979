"""Strength and control checks as somebody measured them: a side, a value, and how it was measured.

Two values are compared only where they were measured alike; what is not known of one is not "alike". No change is
reported that is smaller than the measurement's own error, and no norms are shipped. The two kinds of check stand apart:
strength is not inferred from how the pelvis drops.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from levelhip.exercise.outcomes import NOT_KNOWN, SAME, Change
from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import N_

Position = Literal["side_lying", "supine", "standing"]
Unit = Literal["N", "Nm", "N/kg", "Nm/kg", "% of body weight", "s"]
Normalisation = Literal["none", "body mass", "body weight"]
NORMALISED: Final[dict[Unit, Normalisation]] = {
    "N": "none", "Nm": "none", "N/kg": "body mass", "Nm/kg": "body mass", "% of body weight": "body weight",
    "s": "none",
}  # fmt: skip
"""What a value in this unit was divided by."""
N_("% of body weight")

ERROR_SHARE: Final = 0.27
"""The smallest change of strength beyond error, as a share of the larger value, where the measurement tells none of its
own: 1.96 times the root of 2 times the largest coefficient of variation we read, 9.8 %."""
LEVER_TOLERANCE_M: Final = 0.01
"""Levers that differ by no more than this are the same (convention)."""
RATE_TOLERANCE: Final = 0.1
"""Rates that differ by no more than this share of the larger are the same: no cell keeps to its own (convention)."""
TARGET_INDEX: Final = 90.0
"""Percent; a symmetry that is commonly aimed at. Shown, never decided by."""
PERCENT: Final = 100.0

STRONGER: Final = N_("Stronger by {amount} {unit}: beyond the measurement's own error of about {error} {unit}.")
WEAKER: Final = N_("Weaker by {amount} {unit}: beyond the measurement's own error of about {error} {unit}.")
NO_STRONGER: Final = N_("No change beyond the measurement's own error of about {error} {unit}.")
OTHERWISE: Final = N_("Not compared: measured in another way ({what}).")
PERHAPS_OTHERWISE: Final = N_("Not compared: it is not known whether both were measured alike ({what}).")
HIDES: Final = N_("This number hides a weakness on both sides: look at the two values themselves.")
CHANGED: Final = N_("Changed by {amount}°: beyond the measurement's own error of {error}°.")
NOT_CHANGED: Final = N_("No change beyond the measurement's own error of {error}°.")

_CONDITIONS: Final = {
    "side": N_("the side"),
    "unit": N_("the unit"),
    "position": N_("the position"),
    "lever_m": N_("the lever"),
    "is_gravity_corrected": N_("the leg's own weight"),
    "rate_hz": N_("how often it was sampled"),
}
"""What two measurements must share to be compared, as people read it."""

MESSAGES: Final = (
    STRONGER, WEAKER, NO_STRONGER, OTHERWISE, PERHAPS_OTHERWISE, HIDES, CHANGED, NOT_CHANGED, *_CONDITIONS.values(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StrengthResult:
    """One side's strength. None is "not known" everywhere.

    `lever_m`: from the hip's centre to where the force was taken. `is_gravity_corrected`: whether the leg's own weight
    was taken off. `rate_hz`: samples a second. `error`: the smallest real change of this very measurement, in `unit`.
    Raises ValueError in one line where a value cannot be.
    """

    side: Side
    value: float | None
    unit: Unit
    position: Position | None
    lever_m: float | None
    is_gravity_corrected: bool | None
    measured_on: date
    rate_hz: float | None = None
    error: float | None = None

    def __post_init__(self) -> None:
        for name in ("value", "lever_m", "rate_hz", "error"):
            number = getattr(self, name)
            if number is not None and not (0 <= number < math.inf and (number > 0 or name == "value")):
                least = "0 or more" if name == "value" else "more than 0"
                raise ValueError(f"{name}: a number, {least}, or nothing where it is not known")
        if self.unit not in get_args(Unit):
            raise ValueError(f"unit: one of {', '.join(get_args(Unit))}")

    @property
    def normalisation(self) -> Normalisation:
        """What the value was divided by."""
        return NORMALISED[self.unit]


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Both sides, and what the index does not show, always.

    `index`: weaker to stronger in percent; None where the two cannot be set against each other.
    """

    left: float | None
    right: float | None
    index: float | None
    warning: str = HIDES


def are_alike(before: StrengthResult, after: StrengthResult) -> bool:
    """Say whether the two were measured alike, so that their values can be compared."""
    return _unlike(before, after) is None


def strength_change(before: StrengthResult, after: StrengthResult, own_share: float | None = None) -> Change:
    """Judge the change of one side's strength. Sentences: see `MESSAGES`.

    `own_share`: the person's own smallest real change as a share of the larger value, where it is known.
    """
    if (unlike := _unlike(before, after)) is not None:
        return Change("unknown", None, unlike)
    if before.value is None or after.value is None:
        return Change("unknown", None, sentence(NOT_KNOWN))
    gain = after.value - before.value
    error, evidence = _error(before, after, max(before.value, after.value), own_share)
    if gain == 0:
        return Change("same", 0.0, sentence(SAME), evidence)
    unit = Sentence(before.unit)
    if abs(gain) < error:
        return Change("within_error", gain, sentence(NO_STRONGER, unit=unit, error=error), evidence)
    reason = sentence(STRONGER if gain > 0 else WEAKER, amount=abs(gain), unit=unit, error=error)
    return Change("better" if gain > 0 else "worse", gain, reason, evidence)


def symmetry(left: StrengthResult, right: StrengthResult) -> Symmetry:
    """Set the two sides against each other. Raises ValueError where they are not the left and the right."""
    if (left.side, right.side) != ("left", "right"):
        raise ValueError(f"symmetry: the left and the right side are wanted, not {left.side} and {right.side}")
    index = None
    if left.value is not None and right.value is not None and next(_differing(left, right, but="side"), None) is None:
        stronger = max(left.value, right.value)
        index = PERCENT * (min(left.value, right.value) / stronger) if stronger > 0 else None
    return Symmetry(left.value, right.value, index)


def _error(
    before: StrengthResult, after: StrengthResult, larger: float, own_share: float | None
) -> tuple[float, tuple[str, ...]]:
    """The larger of what the two tell of themselves; else the person's own; else the usual share of the larger."""
    if before.error is not None and after.error is not None:
        return max(before.error, after.error), ()
    if own_share is not None:
        return own_share * larger, ("widler_2009", "levelhip_convention")
    return ERROR_SHARE * larger, ("plos_one_0202248", "levelhip_convention")


def _unlike(before: StrengthResult, after: StrengthResult) -> Sentence | None:
    """Why the two cannot be compared; None: they can."""
    found = next(_differing(before, after), None)
    if found is None:
        return None
    name, known = found
    return sentence(OTHERWISE if known else PERHAPS_OTHERWISE, what=Sentence(_CONDITIONS[name]))


def _differing(one: StrengthResult, other: StrengthResult, but: str = "") -> Iterator[tuple[str, bool]]:
    """Give each condition that differs, or that is not known of one of them (then False)."""
    for name in _CONDITIONS:
        first, second = getattr(one, name), getattr(other, name)
        if name == but or (name == "rate_hz" and None in (first, second)):  # how often is seldom told
            continue
        if first is None or second is None:
            yield name, False
        elif name == "lever_m":
            if abs(first - second) > LEVER_TOLERANCE_M:
                yield name, True
        elif name == "rate_hz":
            if abs(first - second) > RATE_TOLERANCE * max(first, second):
                yield name, True
        elif first != second:
            yield name, True


# -- control checks ----------------------------------------------------------------------------------------------------

Check = Literal["pelvis_on_one_leg", "knee_in_a_jump"]
CHECK_ERRORS_DEG: Final[dict[Check, float]] = {"pelvis_on_one_leg": 4.0, "knee_in_a_jump": 8.9}
"""The smallest change beyond error. The pelvic-on-femoral angle standing on one leg: MDC. The knee's frontal plane
projection angle in a drop jump: the larger of the two smallest detectable differences that are given."""
CHECK_EVIDENCE: Final[dict[Check, tuple[str, ...]]] = {
    "pelvis_on_one_leg": ("youdas_2007",),
    "knee_in_a_jump": ("munro_2012",),
}


@dataclass(frozen=True, slots=True)
class ControlResult:
    """One side's angle in a control check, in degrees; None is not known. There is no agreed good or bad value."""

    check: Check
    side: Side
    angle_deg: float | None
    measured_on: date


def control_change(before: ControlResult, after: ControlResult) -> Change:
    """Judge the change of an angle: beyond its own error or not. Nobody has agreed on which way is better.

    Raises ValueError where the two are not of one check and side.
    """
    if (before.check, before.side) != (after.check, after.side):
        raise ValueError(f"{after.check}, {after.side}: is compared with {before.check}, {before.side}")
    if before.angle_deg is None or after.angle_deg is None:
        return Change("unknown", None, sentence(NOT_KNOWN))
    error, evidence = CHECK_ERRORS_DEG[after.check], CHECK_EVIDENCE[after.check]
    amount = abs(after.angle_deg - before.angle_deg)
    if amount < error:
        return Change("within_error", None, sentence(NOT_CHANGED, error=error), evidence)
    return Change("not_judged", None, sentence(CHANGED, amount=amount, error=error), evidence)
