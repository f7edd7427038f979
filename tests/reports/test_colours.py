from __future__ import annotations

import itertools

import pytest

from levelhip.reports.palette import DARK, LIGHT, Palette


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("palette", "ground"),
    [*itertools.product((LIGHT, DARK), ("page", "tint", "ground"))],
)
def test_everything_written_is_legible(palette: Palette, ground: str) -> None:
    for name in ("ink", "soft", "accent", "warning"):
        assert contrast(getattr(palette, name), getattr(palette, ground)) >= 4.5, name
