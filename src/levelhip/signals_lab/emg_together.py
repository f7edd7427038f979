"""A muscle beside something else: another muscle (co-activation, the other side), or the force it makes (delay)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from levelhip.exercise.sentence import sentence
from levelhip.exercise.wording import N_
from levelhip.signals_lab.emg_bursts import Bursts
from levelhip.signals_lab.emg_envelope import Envelope
from levelhip.signals_lab.emg_signal import RefusedError

Doubles = npt.NDArray[np.float64]

INDEX_ENDS: Final = (0.0, 1.0)
"""Co-activation: never at the same time; exactly alike."""
LEAST_FORCE_HZ: Final = 80.0
"""Below, a step of the force takes as long as the delay itself."""
REST_S: Final = (0.6, 0.1)
"""From when to when before the muscle's onset the force is at rest."""
SEARCH_S: Final = (-0.05, 0.5)
"""Where around the muscle's onset the force's is looked for: before, after. What lies elsewhere is another's."""
SD_ABOVE: Final = 3.0
LEAST_N: Final = 1.0
STAYS_S: Final = 0.05
"""A force has begun where it stays so many SD, and so many N, above its rest for so long."""
KEPT: Final = 0.95
"""A nominal rate is not kept to the last digit."""
FEWEST_REST: Final = 10
NO_BURSTS: Final = N_("needs bursts of the muscle, and some signal of both")
SILENT: Final = N_("both muscles are silent")
TOO_SLOW: Final = N_("needs force at {needed} samples a second; these are {rate}")


def co_activation(one: Envelope, other: Envelope, bursts: Bursts, full_uv: tuple[float, float]) -> float:
    """The common area of both envelopes while the first muscle is on, 0-1: twice the smaller by the sum of both.

    After Falconer and Winter 1985 (not re-read). `full_uv`: what each is divided by before. Raises RefusedError.
    """
    parts = [(burst.onset_s or 0.0, burst.offset_s) for burst in bursts.bursts]
    end_s = min(len(one.values_uv) * one.step_s, len(other.values_uv) * other.step_s)
    if not parts or min(full_uv) <= 0:
        raise RefusedError(sentence(NO_BURSTS))
    mine, theirs = (
        np.concatenate([each.between(start, end_s if stop is None else min(stop, end_s)) for start, stop in parts])
        for each in (one, other)
    )
    count = min(len(mine), len(theirs))
    a, b = mine[:count] / full_uv[0], theirs[:count] / full_uv[1]
    whole = float(np.sum(a + b))
    if whole <= 0:
        raise RefusedError(sentence(SILENT))
    return float(np.clip(2 * np.sum(np.minimum(a, b)) / whole, *INDEX_ENDS))


@dataclass(frozen=True, slots=True)
class Force:
    """Force in N at its own times, s from the first sample of the muscle."""

    t_s: Doubles
    force_n: Doubles

    @property
    def rate_hz(self) -> float:
        """Samples a second, of most of them."""
        return 1 / float(np.median(np.diff(self.t_s))) if len(self.t_s) > 1 else 0.0


def delays_s(bursts: Bursts, force: Force) -> tuple[float | None, ...]:
    """From the onset of each burst to that of the force, s; None where the force does not begin near it.

    Raises RefusedError where the force is sampled too slowly.
    """
    if force.rate_hz < KEPT * LEAST_FORCE_HZ:
        raise RefusedError(sentence(TOO_SLOW, needed=LEAST_FORCE_HZ, rate=f"{force.rate_hz:.3g}"))
    return tuple(None if burst.onset_s is None else _delay_s(burst.onset_s, force) for burst in bursts.bursts)


def _delay_s(onset_s: float, force: Force) -> float | None:
    rest = force.force_n[(force.t_s >= onset_s - REST_S[0]) & (force.t_s < onset_s - REST_S[1])]
    inside = (force.t_s >= onset_s + SEARCH_S[0]) & (force.t_s < onset_s + SEARCH_S[1])
    t_s, values = force.t_s[inside], force.force_n[inside]
    if len(rest) < FEWEST_REST or len(values) <= 1:
        return None
    above = values > float(np.mean(rest)) + max(SD_ABOVE * float(np.std(rest)), LEAST_N)
    width = max(1, round(STAYS_S * force.rate_hz))
    stays = np.convolve(above, np.ones(width), "valid") >= width if len(above) >= width else np.zeros(0)
    places = np.flatnonzero(stays)
    return float(t_s[places[0]]) - onset_s if len(places) and not above[0] else None
