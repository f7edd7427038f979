"""The moving figure in a real browser, under a policy that allows neither scripts nor styles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from levelhip.exercise.figure import animated_svg
from levelhip.exercise.library import exercise_keys, load_exercise

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

POLICY: Final = "default-src 'none'; style-src 'self'; script-src 'self'"
OUTLINE: Final = """time_s => {
    const svg = document.querySelector("svg");
    svg.pauseAnimations();
    svg.setCurrentTime(time_s);
    return [...document.querySelectorAll("path")].map((path) => getComputedStyle(path).d).join();
}"""


@pytest.mark.browser
def test_the_figure_moves_and_stays_at_the_top(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for key in exercise_keys():
        _show(page, tmp_path / f"{key}.html", key)
        rest, on_the_way, top, still_there = (page.evaluate(OUTLINE, time_s) for time_s in (0, 1, 2.1, 2.4))
        assert rest.startswith("path(")
        assert len({rest, on_the_way, top}) == 3
        assert top == still_there
    page.close()
    assert not complaints


def _show(page: Page, file: Path, key: str) -> None:
    figure = animated_svg(load_exercise(key), "right", width_px=600)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    file.write_text(f"<!doctype html><html><head>{policy}</head><body>{figure}</body></html>", "utf-8")
    page.goto(file.as_uri())
