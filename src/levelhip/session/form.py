"""Watches form during a repetition: how far each form quantity goes from where it was at rest."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from levelhip.exercise.protocol import FormCheck
from levelhip.session.hold_clock import GAP_S

REST_TAU_S: Final = 0.5
LIFTS_KEPT: Final = 64
"""Lifts whose form is remembered, for repetitions that are judged only later."""


@dataclass(slots=True)
class _Lift:
    """A lift, or a part of it without a gap, as the form channels saw it: the largest departures from rest, degrees."""

    start_s: float
    end_s: float
    extreme: dict[str, float] = field(default_factory=dict)


class FormWatch:
    """Form checks of one exercise. A bad form signal spoils the judgement of form, never the count."""

    def __init__(self, checks: Iterable[FormCheck]) -> None:
        self._checks = tuple(checks)
        self._rest: dict[str, float] = {}
        self._t: dict[str, float] = {}
        self._lift: _Lift | None = None
        self._lifts: deque[_Lift] = deque(maxlen=LIFTS_KEPT)

    def take(self, t_s: float, quantities: Mapping[str, float], *, at_rest: bool) -> None:
        """Take form quantities (degrees) at `t_s`; at rest they move the zero, else they are compared with it."""
        if at_rest:
            self._lift = None
        for check in self._checks:
            name = check.feature
            value = quantities.get(name, math.nan)
            if not math.isfinite(value):
                continue
            rest = self._rest.get(name)
            if rest is None:
                self._rest[name] = value
            elif at_rest:
                dt = max(0.0, t_s - self._t[name])
                self._rest[name] = rest + (value - rest) * (dt / (REST_TAU_S + dt))
            else:
                self._away(t_s, name, value - rest)
            self._t[name] = t_s

    def _away(self, t_s: float, name: str, away_deg: float) -> None:
        lift = self._lift
        if lift is None or t_s - lift.end_s > GAP_S:
            lift = self._lift = _Lift(t_s, t_s)
            self._lifts.append(lift)
        lift.end_s = t_s
        if abs(away_deg) > abs(lift.extreme.get(name, 0.0)):
            lift.extreme[name] = away_deg

    def faults(self, start_s: float, end_s: float) -> list[tuple[str, float]]:
        """The checks failed in the lift that was held in [start_s, end_s), with the largest departure (degrees)."""
        seen = [lift.extreme for lift in self._lifts if lift.start_s < end_s and lift.end_s > start_s]
        largest = {
            check: max((extreme.get(check.feature, 0.0) for extreme in seen), key=abs, default=0.0)
            for check in self._checks
        }
        return [(check.key, away_deg) for check, away_deg in largest.items() if abs(away_deg) > check.limit_deg]
