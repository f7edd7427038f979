"""The part of a signal that can be muscle: 20-450 Hz without the mains, filtered without any delay.

Frames of half a minute through one Fourier transform there and a shorter one back, many at a time: that is quicker than
a recursive filter run both ways, its spectrum tells how much of the signal is mains hum, and what lies above the band
need not be carried on: about 1000 samples a second come out whatever went in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import fft

Floats = npt.NDArray[np.float32]
Spectra = npt.NDArray[np.complex64]

LOW_HZ: Final = 20.0
HIGH_HZ: Final = 450.0
"""The usual band of surface EMG."""
NYQUIST_SHARE: Final = 0.9
"""No filter reaches beyond this share of half the sampling rate."""
MAINS_HZ: Final = (50.0, 60.0)
LINE_STANDS_OUT: Final = 6.0
"""A multiple of the mains is cut out where it has this many times its neighbours' power."""

# How it is filtered.
ORDER: Final = 4
"""Of the Butterworth response that is applied once forwards and once backwards."""
LEAST_OUT_HZ: Final = 960.0
FRAME_S: Final = 32.0
MARGIN_S: Final = 1.0
LEVEL_S: Final = 0.1
LEVEL_SAMPLES: Final = 10_000
FRAMES_AT_ONCE: Final = 16
LINE_HALF_WIDTH_HZ: Final = 0.8
NEIGHBOURS_HZ: Final = 6.0


@dataclass(frozen=True, slots=True)
class Banded:
    """The band-passed signal. `rate_hz`: its own; `band_hz`: lower and upper edge.

    `mains_hz`: 50 or 60 where there is hum, else None; `hum_share`: its power and that of its multiples, as a share of
    all power from 10 Hz to the upper edge.
    """

    values_uv: Floats
    rate_hz: float
    band_hz: tuple[float, float]
    mains_hz: float | None
    hum_share: float


@dataclass(frozen=True, slots=True)
class _Frames:
    """How a signal is cut: `step` samples of each frame of `length` are its own, after `margin` that are not."""

    length: int
    margin: int
    keep_every: int

    @property
    def step(self) -> int:
        return self.length - 2 * self.margin


def upper_edge_hz(rate_hz: float) -> float:
    """The upper edge that this sampling rate allows, Hz."""
    return min(HIGH_HZ, NYQUIST_SHARE * rate_hz / 2)


def band_pass(values_uv: Floats, rate_hz: float) -> Banded:
    """Filter samples without gaps: missing ones must have been filled before."""
    frames = _frames(len(values_uv), rate_hz)
    high_hz = upper_edge_hz(rate_hz)
    hz = fft.rfftfreq(frames.length, 1 / rate_hz).astype(np.float32)
    response, taper = _response(hz, high_hz), _taper(frames)
    power = np.zeros(len(hz), np.float64)
    mains_hz, hum = 0.0, 0.0
    pieces = []
    for cut in _cut(_continued(values_uv, frames, rate_hz), len(values_uv), frames):
        spectra = fft.rfft(cut * taper, axis=1)
        here = _power(spectra)
        found_hz, excess, lines = _mains(here, hz, high_hz)
        mains_hz, hum, power = found_hz or mains_hz, hum + excess, power + here
        pieces.append(_filtered(spectra, response, lines, frames))
    out = np.concatenate(pieces)[: -(-len(values_uv) // frames.keep_every)] / np.float32(frames.keep_every)
    whole = float(power[(hz >= LOW_HZ / 2) & (hz <= high_hz)].sum())
    share = hum / whole if whole > 0 else 0.0
    return Banded(out, rate_hz / frames.keep_every, (LOW_HZ, high_hz), mains_hz or None, share)


def _cut(padded: Floats, count: int, frames: _Frames) -> Iterator[Floats]:
    """The frames, some at a time, a row each."""
    windows = np.lib.stride_tricks.sliding_window_view(padded, frames.length)
    starts = range(0, count, frames.step)
    for first in range(0, len(starts), FRAMES_AT_ONCE):
        group = starts[first : first + FRAMES_AT_ONCE]
        yield windows[group.start : group.stop : frames.step]


def _filtered(spectra: Spectra, response: Floats, lines: list[slice], frames: _Frames) -> Floats:
    """What of each frame is its own, back in time, one sample of `keep_every`, one frame after the other."""
    length = frames.length // frames.keep_every
    kept = spectra[:, : length // 2 + 1]
    kept *= response[: length // 2 + 1]
    for line in lines:
        kept[:, line] = 0
    own = slice(frames.margin // frames.keep_every, (frames.margin + frames.step) // frames.keep_every)
    back: Floats = fft.irfft(kept, length, axis=1)[:, own].ravel()
    return back


def _power(spectra: Spectra) -> Floats:
    """The power at each frequency, summed over the frames."""
    parts = spectra.view(np.float32)
    squares: Floats = np.einsum("ij,ij->j", parts, parts)
    return squares[::2] + squares[1::2]


def _frames(count: int, rate_hz: float) -> _Frames:
    """Frames of equal length, a power of two times the number of samples of which one is kept."""
    keep_every = max(1, int(rate_hz // LEAST_OUT_HZ))
    margin = keep_every * max(1, round(MARGIN_S * rate_hz / keep_every))
    wanted = min(FRAME_S * rate_hz, count + 2 * margin)
    half = 1 << max(0, int(np.ceil(np.log2(max(1.0, wanted / (2 * keep_every))))))
    length = 2 * keep_every * half
    return _Frames(length, margin, keep_every)


def _continued(values: Floats, frames: _Frames, rate_hz: float) -> Floats:
    """The values from zero level, continued at both ends so that they do not ring.

    The first and the last half second are said once more: 50 and 60 Hz go on there without a break.
    """
    count = len(values)
    out = np.zeros(-(-count // frames.step) * frames.step + 2 * frames.margin, np.float32)
    body = out[frames.margin : frames.margin + count]
    body[:] = values
    body -= np.median(values[:: max(1, count // LEVEL_SAMPLES)])
    reach = min(round(MARGIN_S * rate_hz), count)
    short = max(1, min(round(LEVEL_S * rate_hz), reach // 2))
    before, after = out[frames.margin - reach : frames.margin], out[frames.margin + count :][:reach]
    first, last = body[:reach], body[count - reach :]
    to_edge = reach / max(1, reach - short)  # from the middles of the short stretches to the very ends
    before[:] = first + to_edge * (first[:short].mean() - first[-short:].mean())
    after[:] = (last + to_edge * (last[-short:].mean() - last[:short].mean()))[: len(after)]
    return out


def _taper(frames: _Frames) -> Floats:
    """A frame fades in and out over its margins, so that a hum in it stays narrow."""
    fade = np.sin(np.linspace(0, np.pi / 2, frames.margin, dtype=np.float32)) ** 2
    return np.concatenate((fade, np.ones(frames.step, np.float32), fade[::-1]))


def _response(hz: Floats, high_hz: float) -> Floats:
    """A Butterworth band-pass forwards and backwards: real, so nothing is delayed."""
    rise = (hz / np.float32(LOW_HZ)) ** (2 * ORDER)
    fall = (hz / np.float32(high_hz)) ** (2 * ORDER)
    response: Floats = (rise / (1 + rise) / (1 + fall)).astype(np.float32)
    return response


def _mains(power: Floats, hz: Floats, high_hz: float) -> tuple[float, float, list[slice]]:
    """The mains' frequency (0: none), the power of its multiples above their neighbours', and where they are."""
    found = [(*_lines(power, hz, each, high_hz), each) for each in MAINS_HZ]
    excess, cuts, mains_hz = max(found, key=lambda each: each[0])
    return (mains_hz, excess, cuts) if cuts else (0.0, 0.0, [])


def _lines(power: Floats, hz: Floats, mains_hz: float, high_hz: float) -> tuple[float, list[slice]]:
    excess = 0.0
    cuts = []
    for line_hz in np.arange(mains_hz, high_hz, mains_hz):
        edges = line_hz + np.array((-NEIGHBOURS_HZ, -LINE_HALF_WIDTH_HZ, LINE_HALF_WIDTH_HZ, NEIGHBOURS_HZ))
        left, low, high, right = np.searchsorted(hz, edges)
        around = np.concatenate((power[left:low], power[high:right]))
        if high <= low or not len(around):
            continue
        usual, here = float(around.mean()), float(power[low:high].mean())
        if here > LINE_STANDS_OUT * usual:
            excess += (here - usual) * float(high - low)
            cuts.append(slice(int(low), int(high)))
    return excess, cuts
