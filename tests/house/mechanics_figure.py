"""The figure of docs/mechanics.md: the belt helper's own, with letters. `python -m tests.house.mechanics_figure`."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from levelhip.exercise.belt_load import Legs, fit_of_angle
from levelhip.reports.belt_svg import FigureWords, belt_figure

FIGURE: Final = Path(__file__).parents[2] / "docs" / "mechanics.svg"
_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_TITLE: Final = (
    "Two legs from behind, one hip over the other: the top leg at the angle theta, a tight belt round both ankles"
)
_INK: Final = "#1c2430"


def drawn() -> str:
    """Draw the figure on white, so that it can be read on a dark page too."""
    legs = Legs(0.88, 0.24, 0.16)
    figure = ElementTree.fromstring(belt_figure(legs, fit_of_angle(legs, 15), FigureWords(_TITLE, "θ", "d")))  # noqa: S314 - ours
    ends = [(float(each.get("cx", "")), float(each.get("cy", ""))) for each in figure.findall("circle")]
    low_hip, low_ankle, hip, ankle = ends
    figure.set("xmlns", _NAMESPACE)
    figure.set("color", _INK)
    _, _, width, height = figure.get("viewBox", "").split()
    figure.set("width", "700")
    del figure.attrib["height"]
    figure.insert(1, ElementTree.Element("rect", width=width, height=height, fill="#ffffff", stroke="none"))
    middle = (hip[0] + ankle[0]) / 2
    for x, y, letter in (
        (middle, (hip[1] + ankle[1]) / 2 - 4, "L"),
        (middle, low_hip[1] - 4, "L"),
        (hip[0] + 5, (hip[1] + low_hip[1]) / 2 + 3, "w"),
        (ankle[0] - 14, (ankle[1] + low_ankle[1]) / 2 + 3, "F"),
    ):
        place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": "7.5", "fill": "currentColor", "stroke": "none"}
        ElementTree.SubElement(figure, "text", place).text = letter
    return ElementTree.tostring(figure, encoding="unicode") + "\n"


if __name__ == "__main__":
    FIGURE.write_text(drawn(), "utf-8")
