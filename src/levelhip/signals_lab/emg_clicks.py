"""Clicks: a knocked plug, a jump of the level, a few milliseconds long, bridged before a filter makes them ring."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

STANDS_OUT: Final = 30.0
"""Times the power of the slope 15-20 ms before and after it; noise seldom reaches 8."""
JUMP_SPREADS: Final = 3.0
"""A level that has moved by more than so many spreads of both sides has jumped."""
BLOCK_S: Final = 0.005
AWAY: Final = (3, 4)


def without_clicks(values: Floats, rate_hz: float) -> tuple[Floats, int]:
    """The samples with straight lines where clicks were, and how many clicks there were. The input stays as it is."""
    width = max(1, round(BLOCK_S * rate_hz))
    steps = np.diff(values)
    count = len(steps) // width
    if count <= 2 * AWAY[-1]:
        return values, 0
    rows = steps[: count * width].reshape(count, width)
    steep = np.einsum("ij,ij->i", rows, rows)
    usual = np.zeros(count, np.float32)
    for away in AWAY:
        before, after = steep[: -2 * away], steep[2 * away :]
        usual[away:-away] = np.maximum(usual[away:-away], np.maximum(before, after))
    usual[: AWAY[-1]] = usual[-AWAY[-1] :] = np.inf
    places = np.flatnonzero(steep > STANDS_OUT * usual)
    places = places[usual[places] > 0]
    if not len(places):
        return values, 0
    mended = values.copy()
    groups = np.split(places, np.flatnonzero(np.diff(places) > 2) + 1)  # noqa: PLR2004 - blocks that nearly touch
    for group in groups:
        _bridge(mended, (int(group[0]) - 1) * width, min((int(group[-1]) + 2) * width, len(values) - 1), width)
    return mended, len(groups)


def _bridge(values: Floats, start: int, stop: int, width: int) -> None:
    """Draw a straight line over [start, stop). Where the level has jumped there, what comes after is moved back."""
    before, after = values[max(0, start - AWAY[0] * width) : start], values[stop : stop + AWAY[0] * width]
    jump = float(np.median(after) - np.median(before)) if len(before) and len(after) else 0.0
    spread = float(np.std(before) + np.std(after)) if len(before) and len(after) else 0.0
    if abs(jump) > JUMP_SPREADS * spread:
        values[stop:] -= np.float32(jump)
    values[start:stop] = np.linspace(values[start], values[stop], stop - start, endpoint=False)
