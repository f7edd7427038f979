"""The strength check: what is asked for, and what comes of three presses as hard as one can on each side.

A cell between the ankle and a fixed anchor measures one hip. In a belt round both legs both hips press, so what it
gives is called a belt press and is not set beside strength. Pressing as hard as one can has a clearance of its own
(`clearance.assess(..., maximal=True)`); nothing here opens it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from levelhip.exercise.press import PERCENT, Press, measure_press
from levelhip.exercise.press_finding import find_presses, ordered, rate_hz
from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import N_

WARM_UPS: Final = 2
"""Presses at about half of what one can, before (convention)."""
WARM_UP_PERCENT: Final = 50
PRESSES: Final = 3
"""As hard as one can, on each side,"""
PRESS_S: Final = 5.0
"""held for so long."""
REST_S: Final = 60.0
"""Between two presses (convention)."""
TURN_S: Final = 120.0
"""Before the other side (convention)."""
UNEVEN_PERCENT: Final = 20.0
"""Three presses that lie farther apart, of the best: one of them was not as hard as one can (convention)."""
PRE_TENSION_N: Final = 20.0
"""More force than this before a press is no rest (convention)."""
SHORT_PRESS_S: Final = 3.0
"""A press shorter than this was not held (convention)."""

Rigging = Literal["inline", "strand", "belt-loop"]
"""Where the cell is: between an ankle and a fixed anchor; in one strand of a belt round both legs; between both legs,
so that it carries all of the belt's force."""
RIGGINGS: Final[tuple[Rigging, ...]] = get_args(Rigging)
STRANDS: Final[dict[Rigging, float]] = {"inline": 1.0, "strand": 2.0, "belt-loop": 1.0}
"""Times the cell's pull that acts on the ankle."""
Kind = Literal["strength", "belt_press"]

NONE_FOUND: Final = N_("No press was found.")
FEWER: Final = N_("{count} of {wanted} presses were found: best and mean are of those.")
MORE: Final = N_("{count} presses were found; the last {wanted} count.")
UNEVEN: Final = N_(
    "The presses lie {percent} percent apart: one of them was perhaps not as hard as you can. Repeat another day."
)
PULLED: Final = N_("It pulled with {force} N before a press already: let it hang loose and zero it first.")
PUSHED: Final = N_("It showed {force} N below nothing before a press: let it hang loose and zero it first.")
SHORT: Final = N_("A press was held for {seconds} s only; {wanted} s are asked for.")

MESSAGES: Final = (NONE_FOUND, FEWER, MORE, UNEVEN, PULLED, PUSHED, SHORT)


@dataclass(frozen=True, slots=True)
class SideCheck:
    """One side's presses. `spread_n`: strongest less weakest; `sd_n`: their standard deviation. None: too few."""

    side: Side
    presses: tuple[Press, ...]
    rate_hz: float
    best_n: float | None
    mean_n: float | None
    spread_n: float | None
    sd_n: float | None
    warnings: tuple[Sentence, ...]

    @property
    def cv_percent(self) -> float | None:
        """The spread of the presses: 100 SD / mean."""
        return PERCENT * self.sd_n / self.mean_n if self.sd_n is not None and self.mean_n else None


def kind_of(rigging: Rigging) -> Kind:
    """Return what a check with the cell there measures. Raises ValueError in one line on another word."""
    return "strength" if _known(rigging) == "inline" else "belt_press"


def check_side(
    t_s: Sequence[float], force_n: Sequence[float], side: Side, rigging: Rigging, *, is_net: bool = False
) -> SideCheck:
    """Measure one side's presses.

    `force_n`: what the cell read, N; with `is_net` what acted on the ankle already. Missing values are NaN. Raises
    ValueError in one line on unequal lengths and on another rigging.
    """
    times, read_n = ordered(t_s, force_n)
    times_cell = 1.0 if is_net else STRANDS[_known(rigging)]
    forces = [times_cell * force for force in read_n]
    usual_hz = rate_hz(times)
    found = [measure_press(times, forces, stretch, usual_hz) for stretch in find_presses(times, forces)]
    presses = tuple(found[-PRESSES:])
    peaks = [press.peak_n for press in presses]
    mean_n = math.fsum(peaks) / len(peaks) if peaks else None
    sd_n = spread_n = None
    if mean_n is not None and len(peaks) > 1:
        sd_n = math.sqrt(math.fsum((peak - mean_n) ** 2 for peak in peaks) / (len(peaks) - 1))
        spread_n = max(peaks) - min(peaks)
    warnings = tuple(_warnings(presses, len(found)))
    return SideCheck(side, presses, usual_hz, max(peaks, default=None), mean_n, spread_n, sd_n, warnings)


def _known(rigging: Rigging) -> Rigging:
    if rigging not in RIGGINGS:
        raise ValueError(f"rigging: {', '.join(RIGGINGS)} are known, not {rigging!r}")
    return rigging


def _warnings(presses: Sequence[Press], count: int) -> list[Sentence]:
    """What a person should know before they believe the numbers."""
    if not presses:
        return [sentence(NONE_FOUND)]
    said = []
    if count != PRESSES:
        said.append(sentence(FEWER if count < PRESSES else MORE, count=float(count), wanted=float(PRESSES)))
    peaks = [press.peak_n for press in presses]
    apart = PERCENT * (max(peaks) - min(peaks)) / max(peaks) if max(peaks) > 0 else 0.0
    if apart > UNEVEN_PERCENT:
        said.append(sentence(UNEVEN, percent=float(round(apart))))
    rests = [press.rest_n for press in presses if press.rest_n is not None]
    if rests and max(rests) > PRE_TENSION_N:
        said.append(sentence(PULLED, force=float(round(max(rests)))))
    if rests and min(rests) < -PRE_TENSION_N:
        said.append(sentence(PUSHED, force=float(round(-min(rests)))))
    if (shortest := min(press.pressed_s for press in presses)) < SHORT_PRESS_S:
        said.append(sentence(SHORT, seconds=round(shortest, 1), wanted=PRESS_S))
    return said
