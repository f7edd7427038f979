"""A number with where it comes from: what a rule decides by, or a person reads. Data only; `evidence` finds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from levelhip.exercise.wording import N_

Effect = Literal["asks", "counts", "raises", "lowers", "paces", "shows"]
EFFECTS: Final[dict[Effect, str]] = {
    "asks": N_("what you are asked to do"),
    "counts": N_("decides what counts"),
    "raises": N_("may raise or allow"),
    "lowers": N_("may lower, stop or block"),
    "paces": N_("when something is said or done"),
    "shows": N_("is only shown"),
}
"""What a number may do, and how people read that."""

MAY_BE_UNVERIFIED: Final[tuple[Effect, ...]] = ("lowers", "shows")
"""What may rest on sources alone that nobody here has read again: to lower, to stop, to be shown. Nothing else."""

Unit = Literal[
    "ms", "s", "min", "h", "days", "weeks", "years", "deg", "N", "N/Nm", "Nm/kg", "m", "mmHg", "Hz", "share", "percent",
    "%MVIC", "points", "repetitions", "times", "times a day", "days a week", "mornings", "questions", "activities",
    "brightness", "dB", "uV", "tier",
]  # fmt: skip
UNITS: Final[dict[Unit, str]] = {
    "ms": "ms",
    "s": N_("s"),
    "min": N_("min"),
    "h": N_("h"),
    "days": N_("days"),
    "weeks": N_("weeks"),
    "years": N_("years"),
    "deg": "°",
    "N": "N",
    "N/Nm": "N/Nm",
    "Nm/kg": "Nm/kg",
    "m": "m",
    "mmHg": "mmHg",
    "Hz": "Hz",
    "share": "%",
    "percent": "%",
    "%MVIC": N_("% of the strongest contraction"),
    "points": N_("points"),
    "repetitions": N_("repetitions"),
    "times": N_("times"),
    "times a day": N_("a day"),
    "days a week": N_("days a week"),
    "questions": N_("questions"),
    "activities": N_("activities"),
    "mornings": N_("mornings"),
    "brightness": N_("of 255"),
    "dB": "dB",
    "uV": "µV",
    "tier": "",
}
"""Each unit as people read it; a share is shown in percent."""
ONE: Final[dict[Unit, str]] = {"points": N_("point")}
"""Units of which there is one."""

TO: Final = N_("to")
DECIMALS: Final = 1
"""No number here is known better than that."""
SMALL: Final = 0.1
"""A smaller one is shown in its first digit."""
PERCENT: Final = 100
CM_PER_M: Final = 100

Joined = Literal["to", "over", "and"]
"""How several values are one number: a span, one over the other (180/110), or one beside the other."""


@dataclass(frozen=True, slots=True)
class Case:
    """One value: where it holds (`of`: names, none: everywhere), and the keys of what it rests on.

    `values`: one number, or as many as are one thing. `spread`: standard deviation. `says`: what is to be said of it.
    """

    values: tuple[float, ...]
    evidence: tuple[str, ...]
    of: tuple[str, ...] = ()
    spread: float | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What numbers are about; `order`: of the page."""

    key: str
    title: str
    order: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number a rule decides by or a person reads. `key`: the constant's dotted name, or a field of the library.

    `conflicts`: what other sources give instead. Texts are English message ids.
    """

    key: str
    topic: Topic
    name: str
    unit: Unit
    decides: str
    effect: Effect
    cases: tuple[Case, ...]
    last_reviewed: date
    conflicts: tuple[Case, ...] = ()
    joined: Joined = "and"

    @property
    def evidence(self) -> tuple[str, ...]:
        """The keys of all sources it rests on, each once."""
        return tuple(dict.fromkeys(key for case in self.cases for key in case.evidence))

    def shown(self, case: Case, say: Callable[[str], str] = str, point: str = ".") -> str:
        """The value with its unit: 6 s, 2 to 3 times a day, 180/110 mmHg, 81 ± 42 % of ...; 0.9 as 90 %."""
        small = self.unit == "m" and max(map(abs, case.values)) < 1  # 0.02 m would be shown as 0 m
        digits = [self._digits(value * CM_PER_M if small else value, point) for value in case.values]
        between = {"to": f" {say(TO)} ", "over": "/", "and": ", "}[self.joined]
        shown = between.join(dict.fromkeys(digits) if self.joined == "to" else digits)
        spread = "" if case.spread is None else f" ± {self._digits(case.spread, point)}"
        gap = "" if self.unit == "deg" else "\N{NO-BREAK SPACE}"
        unit = ONE.get(self.unit, UNITS[self.unit]) if case.values == (1,) else UNITS[self.unit]
        unit = "cm" if small else unit
        return f"{shown}{spread}{gap}{say(unit)}".rstrip()

    def _digits(self, value: float, point: str) -> str:
        value = value * PERCENT if self.unit == "share" else value
        shown = f"{value:.1g}" if 0 < abs(value) < SMALL else f"{round(value, DECIMALS):g}"
        return shown.replace("-", "\N{MINUS SIGN}").replace(".", point)
