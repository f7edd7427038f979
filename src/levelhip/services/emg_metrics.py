"""What needs more than a muscle's own bursts: a trend, the force, another muscle, the other side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from levelhip.exercise.sentence import sentence
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.emg_channels import COMPANIONS, Channels, burst_rows, judged, rounded

if TYPE_CHECKING:
    from levelhip.signals_lab.emg_envelope import Envelope
    from levelhip.signals_lab.emg_muscle import Muscle


NO_FORCE: Final = N_("needs force in the same recording (force_n)")
NO_DELAY: Final = N_("no burst is followed by the beginning of a force")
NO_COMPANION: Final = N_("needs gluteus medius (emg_gmed_uv) and tensor fasciae latae (emg_tfl_uv)")
ONE_SIDE: Final = N_("needs both sides in one recording, for example emg_gmed_left_uv and emg_gmed_right_uv")
NO_MVIC: Final = N_("microvolts of two sides do not compare: give a recording of maximal contractions of both")
NO_BURST: Final = N_("{muscle} has no burst")
COMMON_AREA: Final = N_("common area of the envelopes")
BY_MVIC: Final = N_("each by its MVIC")
BY_HIGHEST: Final = N_("each by its own highest value in this recording")


@dataclass(frozen=True, slots=True)
class Metrics:
    """Metrics that need more than the bursts. Each gives its part of the record, or raises RefusedError."""

    channels: Channels
    found: Muscle
    muscle: str
    mvic_uv: dict[str, float]

    def median_frequency(self) -> Json:
        """The median frequency and its trend."""
        from levelhip.signals_lab.emg_fatigue import median_frequency  # noqa: PLC0415

        got = median_frequency(self.found.banded, self.found.bursts, self.found.given.rate_hz)
        change = rounded(got.change_percent_per_min, 1)
        return {"mean_hz": rounded(got.mean_hz, 1), "change_percent_per_min": change, "windows": got.windows}

    def delay(self) -> Json:
        """From the onset of the muscle to that of the force."""
        import numpy  # noqa: PLC0415

        from levelhip.signals_lab.emg_signal import RefusedError  # noqa: PLC0415
        from levelhip.signals_lab.emg_together import LEAST_N, SD_ABOVE, Force, delays_s  # noqa: PLC0415

        if self.channels.force_n is None:
            raise RefusedError(sentence(NO_FORCE))
        there = numpy.isfinite(self.channels.force_n)
        force = Force(self.channels.t_s[there] - self.found.given.start_s, self.channels.force_n[there])
        each = delays_s(self.found.bursts, force)
        known = [delay for delay in each if delay is not None]
        if not known:
            raise RefusedError(sentence(NO_DELAY))
        shown = [None if delay is None else rounded(delay, 4) for delay in each]
        return {
            "median_s": rounded(median(known), 4),
            "each_s": shown,
            "force_onset": f"{SD_ABOVE:g} SD and {LEAST_N:g} N over rest",
        }

    def co_activation(self) -> Json:
        """How much the muscle and its companion work together."""
        from levelhip.signals_lab.emg_envelope import envelope  # noqa: PLC0415
        from levelhip.signals_lab.emg_signal import RefusedError  # noqa: PLC0415
        from levelhip.signals_lab.emg_together import co_activation  # noqa: PLC0415

        names = (self.muscle.replace(own, other) for own, other in COMPANIONS.items() if self.muscle.startswith(own))
        other = next((name for name in names if name in self.channels.muscles), "")
        if not other:
            raise RefusedError(sentence(NO_COMPANION))
        companion = judged(self.channels, other)
        mine, theirs = envelope(self.found.banded), envelope(companion.banded)
        given = (self.mvic_uv.get(self.muscle), self.mvic_uv.get(other))
        if given[0] is not None and given[1] is not None:
            full, words = (given[0], given[1]), BY_MVIC
        else:
            full, words = (float(mine.values_uv.max()), float(theirs.values_uv.max())), BY_HIGHEST
        index = co_activation(mine, theirs, self.found.bursts, full)
        return {
            "with": other,
            "index": rounded(index, 3),
            "method": COMMON_AREA,
            "normalised": words,
        }

    def side_difference(self) -> Json:
        """Both sides, each as a share of its own maximum."""
        from levelhip.signals_lab.emg_signal import RefusedError  # noqa: PLC0415

        names = [name for name in _other_side(self.muscle) if name in self.channels.muscles]
        if not names:
            raise RefusedError(sentence(ONE_SIDE))
        pair = (self.muscle, names[0])
        if not all(name in self.mvic_uv for name in pair):
            raise RefusedError(sentence(NO_MVIC))
        levels = {}
        for name in pair:
            found = self.found if name == self.muscle else judged(self.channels, name)
            summary = burst_rows(found, _shape(found), self.mvic_uv[name])
            values = [each["rms_percent_mvic"] for each in summary]
            if not values:
                raise RefusedError(sentence(NO_BURST, muscle=name))
            levels[name] = median(values)
        high = max(levels.values())
        difference = 100 * (high - min(levels.values())) / high if high > 0 else math.nan
        return {"median_percent_mvic": levels, "difference_percent_of_stronger": rounded(difference, 1)}


def _shape(found: Muscle) -> Envelope:
    from levelhip.signals_lab.emg_envelope import envelope  # noqa: PLC0415

    return envelope(found.banded)


def _other_side(muscle: str) -> list[str]:
    """The names the same muscle of the other side may have."""
    parts = muscle.split("_")
    swap = {"left": "right", "right": "left", "l": "r", "r": "l"}
    return ["_".join(swap.get(part, part) for part in parts)] if any(part in swap for part in parts) else []
