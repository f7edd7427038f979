"""Watches form during a repetition: how far each form quantity goes from where it was at rest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from levelhip.exercise.protocol import FormCheck

REST_TAU_S: Final = 0.5


class FormWatch:
    """Form checks of one exercise. A bad form signal spoils the judgement of form, never the count."""

    def __init__(self, checks: Iterable[FormCheck]) -> None:
        self._checks = tuple(checks)
        self._rest: dict[str, float] = {}
        self._extreme: dict[str, float] = {}
        self._t: dict[str, float] = {}

    def take(self, t_s: float, quantities: Mapping[str, float], *, at_rest: bool) -> None:
        """Take form quantities (degrees) at `t_s`; at rest they move the zero, else they are compared with it."""
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
                away = value - rest
                if abs(away) > abs(self._extreme.get(name, 0.0)):
                    self._extreme[name] = away
            self._t[name] = t_s

    def faults(self) -> list[tuple[str, float]]:
        """The checks failed since the last call, with the largest departure (degrees)."""
        found = [
            (check.key, self._extreme[check.feature])
            for check in self._checks
            if abs(self._extreme.get(check.feature, 0.0)) > check.limit_deg
        ]
        self._extreme.clear()
        return found
