"""How a report speaks: the reader's language, and how numbers and lengths of time are written in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.wording import N_, Messages, translate

HUGE: Final = 1e9
"""Beyond this a number is an error of the file, not a measurement."""

_UNITS: Final = {"deg": "°", "N": "\u00a0N"}
_MINUTE_S: Final = 60
_HOUR_MIN: Final = 60
_SHOWN: Final = 0.05
"""Less than this does not show in a tenth."""


def known(value: float) -> bool:
    """Say whether `value` is a number a person can be shown."""
    return math.isfinite(value) and abs(value) < HUGE


@dataclass(frozen=True, slots=True)
class Wording:
    """One reader's language: its `code`, its sentences by the English ones, what stands before the tenths."""

    messages: Messages | None = None
    code: str = "en"
    decimal_point: str = "."

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence, its `{name}` places filled in. One that is not known stays as it is."""
        return translate(self.messages, sentence, **values)

    def counted(self, count: int, one: str, many: str, /, **values: object) -> str:
        """The sentence for one or for many, its `{count}` filled in: 1 hold, 2 holds."""
        return self.say(one if count == 1 else many, count=count, **values)

    def number(self, value: float, digits: int = 0, unit: str = "") -> str:
        """`value` rounded, with its unit; "not known" where it is not."""
        if not known(value):
            return self.say(N_("not known"))
        text = f"{value:.{digits}f}"
        if float(text) == 0:
            text = text.lstrip("-")
        written = text.replace("-", "\u2212").replace(".", self.decimal_point)
        return written + _UNITS.get(unit, f"\u00a0{unit}" if unit else "")

    def short(self, value: float) -> str:
        """`value` with a decimal only where it has one: 6, 5.5."""
        return self.number(value, 0 if not known(value) or abs(value - round(value)) < _SHOWN else 1)

    def clock(self, seconds: float) -> str:
        """A duration as a person says it: 45 s, 3 min 20 s, 1 h 2 min."""
        if not known(seconds):
            return self.say(N_("not known"))
        whole = round(seconds)
        if whole < _MINUTE_S:
            return f"{self.short(seconds)}\u00a0s"
        minutes, rest = divmod(whole, _MINUTE_S)
        if minutes < _HOUR_MIN:
            return f"{minutes}\u00a0min" + (f" {rest}\u00a0s" if rest else "")
        hours, minutes = divmod(minutes, _HOUR_MIN)
        return f"{hours}\u00a0h" + (f" {minutes}\u00a0min" if minutes else "")


ENGLISH: Final = Wording()
