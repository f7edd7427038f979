"""How strong the signal is from moment to moment: the usual two envelopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy import ndimage, signal

from levelhip.signals_lab.emg_band import Banded

Doubles = npt.NDArray[np.float64]
Method = Literal["rms_50_ms", "low_pass_6_hz"]

RMS_S: Final = 0.05
LOW_PASS_HZ: Final = 6.0
MVIC_S: Final = 0.5
"""The strongest stretch of this length is the reference of %MVIC."""
STEP_S: Final = 0.005


@dataclass(frozen=True, slots=True)
class Envelope:
    """Values every `step_s` from the first sample on, uV; a value is about the moment in the middle of its window."""

    values_uv: Doubles
    step_s: float
    method: Method

    def between(self, start_s: float, stop_s: float) -> Doubles:
        """The values in [start, stop)."""
        return self.values_uv[max(0, int(np.ceil(start_s / self.step_s))) : max(0, int(np.ceil(stop_s / self.step_s)))]


def envelope(banded: Banded, method: Method = "rms_50_ms") -> Envelope:
    """The root mean square over 50 ms; or the rectified signal below 6 Hz (Butterworth, 2nd order, there and back)."""
    every = max(1, round(STEP_S * banded.rate_hz))
    values = banded.values_uv.astype(np.float64)
    if method == "rms_50_ms":
        width = max(1, round(RMS_S * banded.rate_hz))
        squares = ndimage.uniform_filter1d(np.square(values), width, mode="nearest")
        smooth = np.sqrt(np.maximum(squares, 0))
    else:
        sections = signal.butter(2, LOW_PASS_HZ, fs=banded.rate_hz, output="sos")
        padding = min(len(values) - 1, round(banded.rate_hz / LOW_PASS_HZ))
        smooth = np.maximum(signal.sosfiltfilt(sections, np.abs(values), padlen=padding), 0)
    return Envelope(smooth[::every], every / banded.rate_hz, method)


def rms_uv(banded: Banded, start_s: float, stop_s: float) -> float:
    """The root mean square of [start, stop), uV; NaN where there is nothing."""
    piece = banded.values_uv[max(0, round(start_s * banded.rate_hz)) : max(0, round(stop_s * banded.rate_hz))]
    return float(np.sqrt(np.mean(np.square(piece, dtype=np.float64)))) if len(piece) else float("nan")


def strongest_rms_uv(banded: Banded, length_s: float = MVIC_S) -> float:
    """The highest root mean square of any stretch of `length_s`, uV: what %MVIC is a share of."""
    width = min(len(banded.values_uv), max(1, round(length_s * banded.rate_hz)))
    sums = np.concatenate(((0.0,), np.cumsum(np.square(banded.values_uv, dtype=np.float64))))
    return float(np.sqrt(max(0.0, float(np.max(sums[width:] - sums[:-width]))) / width))
