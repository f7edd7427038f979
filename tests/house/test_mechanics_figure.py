"""The documentation's figure of the belt is the one that the program draws."""

from tests.house.mechanics_figure import FIGURE, drawn


def test_the_figure_is_the_programs_own() -> None:
    assert FIGURE.read_text("utf-8") == drawn(), "python -m tests.house.mechanics_figure"
