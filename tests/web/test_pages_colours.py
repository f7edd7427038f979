"""The pages and the reports are one house: the same colours, each legible on each ground."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from levelhip.reports.palette import DARK, LIGHT, Palette
from tests.reports.test_colours import contrast

SHEET = Path(__file__).parents[2] / "frontend" / "styles" / "parts" / "colours.css"


def colours(theme: str) -> dict[str, str]:
    """The colours of the style sheet in "light" or "dark"."""
    light, dark = SHEET.read_text("utf-8").split("@media screen")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", {"light": light, "dark": dark}[theme]))


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_pages_have_the_reports_palette(theme: str, palette: Palette) -> None:
    assert asdict(palette).items() <= colours(theme).items()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("on-warning", "warning"),
        ("ink", "warning-tint"),
        ("warning", "warning-tint"),
        ("ink", "tint"),
        ("soft", "tint"),
    ],
)
def test_words_are_legible(theme: str, words: str, ground: str) -> None:
    assert contrast(colours(theme)[words], colours(theme)[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("edge", ["soft", "accent", "warning"])
def test_the_edges_of_what_can_be_touched_are_seen(theme: str, edge: str) -> None:
    for ground in ("page", "ground"):
        assert contrast(colours(theme)[edge], colours(theme)[ground]) >= 3
