"""What came of a strength check: both sides, moments about the hip, and the same for programs and for keeping."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from levelhip.exercise.hip_moment import HipMoment, Leg, hip_moment
from levelhip.exercise.press import PEAK_WINDOW_S, PLATEAU_TRIM_S, Press
from levelhip.exercise.press_rates import rfd_caveat
from levelhip.exercise.signals import SIDES, Side
from levelhip.exercise.strength import Unit
from levelhip.exercise.strength_check import PRESS_S, PRESSES, REST_S, Kind, Rigging, SideCheck, kind_of

SCHEMA: Final = "levelhip.strength/1"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StrengthCheck:
    """What came of a recording. `moments`: of each side's mean press; only of a cell to a fixed anchor."""

    source: str
    rigging: Rigging
    leg: Leg
    sides: Mapping[Side, SideCheck]
    moments: Mapping[Side, HipMoment]
    best_moments: Mapping[Side, HipMoment]
    warnings: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """`strength`, or `belt_press`."""
        return kind_of(self.rigging)

    @property
    def press_count(self) -> int:
        """Presses that count, of both sides."""
        return sum(len(side.presses) for side in self.sides.values())

    def as_dict(self) -> Json:
        """The check for programs: SI units; null is not known, or refused with its reason."""
        return {
            "schema": SCHEMA,
            "source": self.source,
            "kind": self.kind,
            "rigging": self.rigging,
            "peak_window_s": PEAK_WINDOW_S,
            "plateau_trim_s": PLATEAU_TRIM_S,
            "wanted": {"presses": PRESSES, "press_s": PRESS_S, "rest_s": REST_S},
            "position": self.leg.position,
            "leg": asdict(self.leg),
            "sides": {side: self._side_dict(side) for side in self.sides},
            "warnings": list(self.warnings),
        }

    def _side_dict(self, side: Side) -> Json:
        found = self.sides[side]
        return {
            "rate_hz": found.rate_hz if math.isfinite(found.rate_hz) else None,
            "best_n": found.best_n,
            "mean_n": found.mean_n,
            "spread_n": found.spread_n,
            "sd_n": found.sd_n,
            "cv_percent": found.cv_percent,
            "moment_of_mean": _moment_dict(self.moments.get(side)),
            "moment_of_best": _moment_dict(self.best_moments.get(side)),
            "presses": [press_dict(press) for press in found.presses],
            "warnings": [str(line) for line in found.warnings],
        }

    def outcome(self) -> tuple[str, Json, Json]:
        """What is kept: the measure, its answers as `Outcomes.keep` takes them, and more about how it was measured."""
        unit = self._unit()
        values: Json = {side: self._value(side, unit) if side in self.sides else None for side in SIDES}
        moments = list(self.moments.values())
        rates = [each.rate_hz for each in self.sides.values() if math.isfinite(each.rate_hz)]
        answers: Json = {
            **values,
            "unit": unit,
            "position": self.leg.position,
            "lever_m": self.leg.arm_m if self.kind == "strength" else None,
            "is_gravity_corrected": bool(moments and moments[0].is_gravity_corrected) and unit != "N",
            "rate_hz": round(min(rates), 1) if rates else None,
        }
        detail = {
            "rigging": self.rigging,
            "warnings": {side: [line.as_dict() for line in each.warnings] for side, each in self.sides.items()},
            "presses_n": {side: [press.peak_n for press in each.presses] for side, each in self.sides.items()},
        }
        return self.kind, answers, detail

    def _unit(self) -> Unit:
        moments = list(self.moments.values())
        if not moments:
            return "N"
        return "Nm/kg" if all(each.nm_per_kg is not None and each.is_gravity_corrected for each in moments) else "Nm"

    def _value(self, side: Side, unit: Unit) -> float | None:
        moment = self.moments.get(side)
        if unit == "N" or moment is None:
            return self.sides[side].mean_n
        return moment.nm if unit == "Nm" else moment.nm_per_kg


def made_check(
    source: str, rigging: Rigging, leg: Leg, checks: Mapping[Side, SideCheck], warnings: Sequence[str]
) -> StrengthCheck:
    """Put a check together: with a cell to a fixed anchor also the moments about the hip."""
    is_strength = kind_of(rigging) == "strength"
    return StrengthCheck(
        source=source,
        rigging=rigging,
        leg=leg,
        sides=checks,
        moments=_moments(leg, {each: found.mean_n for each, found in checks.items() if is_strength}),
        best_moments=_moments(leg, {each: found.best_n for each, found in checks.items() if is_strength}),
        warnings=tuple(warnings),
    )


def forces_check(source: str, leg: Leg, forces_n: Mapping[Side, float]) -> StrengthCheck:
    """Make a check of forces that were read off a scale to a fixed anchor, N. Raises ValueError in one line."""
    checks = {side: SideCheck(side, (), math.nan, force, force, None, None, ()) for side, force in forces_n.items()}
    return made_check(source, "inline", leg, checks, ())


def _moments(leg: Leg, forces_n: Mapping[Side, float | None]) -> dict[Side, HipMoment]:
    found = {side: hip_moment(force, leg) for side, force in forces_n.items() if force is not None}
    return {side: moment for side, moment in found.items() if moment is not None}


def _moment_dict(moment: HipMoment | None) -> Json | None:
    return None if moment is None else {**asdict(moment), "is_gravity_corrected": moment.is_gravity_corrected}


def press_dict(press: Press) -> Json:
    """One press for programs."""
    onset = press.onset
    more: Any = None
    if onset is not None:
        more = {
            "t_s": onset.t_s if onset.is_told else None,
            "interval_s": [onset.low_s, onset.high_s],
            "method": onset.method,
            "threshold_n": onset.over_n,
            "baseline_n": onset.baseline.at(onset.t_s),
            "baseline_sd_n": onset.baseline.sd_n,
        }
    rfd = {
        f"rfd_{each.window_ms}": {
            "n_per_s": each.n_per_s,
            "interval_n_per_s": [each.low_n_per_s, each.high_n_per_s],
            "caveat": None if (caveat := rfd_caveat(each.window_ms)) is None else str(caveat),
        }
        for each in press.rfd
    }
    return {
        "peak_n": press.peak_n,
        "peak_s": press.peak_s,
        "rest_n": press.rest_n,
        "pressed_s": press.pressed_s,
        "onset": more,
        "rfd": rfd,
        "plateau": None if press.plateau is None else asdict(press.plateau),
        "refused": {each.measure: str(each.reason) for each in press.refusals},
    }
