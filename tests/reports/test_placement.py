"""Where electrodes go: one figure for the page and the docs, to scale, in any language."""

from __future__ import annotations

import math
import re
from pathlib import Path

from levelhip.exercise import electrodes
from levelhip.reports import placement_svg
from levelhip.reports.placement_svg import placement_figure, placement_file

DOCS = Path(__file__).parents[2] / "docs" / "emg_placement.svg"


def circles(drawn: str) -> list[tuple[float, float]]:
    """The middles of the electrodes: gluteus medius first."""
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', drawn)
    return [(float(x), float(y)) for x, y, radius in found if float(radius) == placement_svg._PAD_PX]


def test_the_docs_show_the_same_figure() -> None:
    again = "python -c 'from levelhip.reports.placement_svg import placement_file as f; print(f(), end=str())'"
    assert DOCS.read_text("utf-8") == placement_file(), f"{again} > docs/emg_placement.svg"


def test_the_page_may_show_it() -> None:
    drawn = placement_figure()
    assert "<style" not in drawn
    assert "style=" not in drawn
    assert "<title>" in drawn


def test_pairs_are_to_scale_and_where_they_are_said_to_be() -> None:
    first, second, *tensor = circles(placement_figure())
    apart_px = electrodes.PAIR_APART_M * electrodes.MM_PER_M * placement_svg._PX_PER_MM
    assert math.dist(first, second) == math.dist((0, 0), (0, apart_px))
    middle = (first[1] + second[1]) / 2
    crest, trochanter = placement_svg._CREST[1], placement_svg._TROCHANTER[1]
    assert (middle - crest) / (trochanter - crest) == electrodes.GMED_SHARE
    assert abs(math.dist(*tensor) - apart_px) < 0.2


def test_its_words_are_those_of_the_reader() -> None:
    spoken = {electrodes.TROCHANTER: "trocánter mayor", electrodes.PAIR.text: "glúteo medio: a medio camino, a {mm} mm"}
    words = " ".join(re.findall(r"<text[^>]*>([^<]+)<", placement_figure(spoken)))
    assert "trocánter mayor" in words
    assert "a 20 mm" in words
    assert electrodes.CREST in words  # what has no translation stays English


def test_no_words_leave_the_sheet() -> None:
    longest = dict.fromkeys((electrodes.CREST, electrodes.REFERENCE), "Palabras muy largas, " * 3)
    for messages in (None, longest):
        drawn = placement_figure(messages)
        lines = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)<', drawn)
        assert max(float(y) for _, y, _ in lines) < placement_svg._HEIGHT
        assert all(len(words) <= placement_svg._LETTERS for _, _, words in lines)
