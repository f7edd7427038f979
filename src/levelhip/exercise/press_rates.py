"""Which measure of a press a sampling rate can carry, and how far off it then is. What it cannot carry is refused.

The spans are 95 % intervals of the error in simulated presses. From so few samples no rate of force development, no
onset and no steadiness is told: a hand's tremor of 10 Hz, and a rise of a tenth of a second, fall between them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.wording import N_

TOO_FEW_HZ: Final = 20.0
"""Up to so many samples a second only the peak and the length of a press are told."""
RATE_SLACK: Final = 0.9
"""A cell that is called 80 Hz gives a little less; so much of a rate counts as it (convention)."""
RFD_ERRORS_PERCENT: Final[dict[int, dict[int, tuple[float, float]]]] = {
    1000: {50: (-6, 4), 100: (-4, 2), 200: (-3, 2)},
    80: {100: (-6, 2), 200: (-3, 2)},
    40: {200: (-5, 2)},
}  # fmt: skip
"""Samples a second -> length of the window in ms -> least and largest error of what is told, percent."""
RFD_WINDOWS_MS: Final = (50, 100, 200)
RFD_USUAL_MS: Final = 200
"""The window that is told without a caveat; shorter ones are far off."""

TOO_SELDOM: Final = N_("sampled {rate} times a second; more than {least} are needed")
TOO_SELDOM_WINDOW: Final = N_("sampled {rate} times a second; about {least} are needed")
FAR_OFF: Final = N_("over {window} ms it is far off: look at the span, not at the value")

MESSAGES: Final = (TOO_SELDOM, TOO_SELDOM_WINDOW, FAR_OFF)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A measure that is not told, and why. `measure`: onset, steadiness, rfd_50, rfd_100, rfd_200."""

    measure: str
    reason: Sentence


def too_seldom(rate_hz: float) -> Sentence | None:
    """Why onset and steadiness cannot be told at this rate; None: they can."""
    if math.isfinite(rate_hz) and rate_hz > TOO_FEW_HZ:
        return None
    return sentence(TOO_SELDOM, rate=_told(rate_hz), least=TOO_FEW_HZ)


def rfd_error_percent(window_ms: int, rate_hz: float) -> tuple[float, float] | Sentence:
    """How far off the rate of force development over the window is at this rate; or why it cannot be told."""
    if (few := too_seldom(rate_hz)) is not None:
        return few
    reached = [errors for hz, errors in RFD_ERRORS_PERCENT.items() if rate_hz >= RATE_SLACK * hz]
    if reached and window_ms in reached[0]:
        return reached[0][window_ms]
    least = min(hz for hz, errors in RFD_ERRORS_PERCENT.items() if window_ms in errors)
    return sentence(TOO_SELDOM_WINDOW, rate=_told(rate_hz), least=float(least))


def rfd_caveat(window_ms: int) -> Sentence | None:
    """What to heed where the rate over this window is told; None: nothing."""
    return None if window_ms >= RFD_USUAL_MS else sentence(FAR_OFF, window=float(window_ms))


def _told(rate_hz: float) -> float:
    return round(rate_hz, 1) if math.isfinite(rate_hz) else 0.0
