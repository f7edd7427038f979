"""The documentation's table of exercises is the library's."""

from __future__ import annotations

from tests.house.exercises_page import PAGE, written


def test_the_table_is_the_librarys() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "run `just docs`"
