"""The engine's recorded cases say in the browser's Python what they say here: two Python versions, the same numbers."""

from __future__ import annotations

import json
import platform

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Server, Watched
from tests.session import recorded_cases

pytestmark = pytest.mark.browser

LOAD = """async (built) => {
    const { loadPyodide } = await import(`${built}pyodide.mjs`);
    const python = await loadPyodide({ indexURL: built });
    const engine = await (await fetch("/api/engine")).json();
    const zip = await (await fetch(engine.url)).arrayBuffer();
    python.FS.writeFile("/engine.zip", new Uint8Array(zip));
    python.runPython('import sys; sys.path.insert(0, "/engine.zip")');
    window.python = python;
    return python.runPython("import sys; sys.version.split()[0]");
}"""
PLAY = """(given) => {
    const [source, cases] = JSON.parse(given);
    window.python.globals.set("source", source);
    window.python.globals.set("cases", JSON.stringify(cases));
    return window.python.runPython(`
import json, types
player = types.ModuleType("player")
player.__file__ = "/player.py"
exec(compile(source, "player.py", "exec"), vars(player))
json.dumps({name: player.play_case(case) for name, case in json.loads(cases).items()}, allow_nan=False)
`);
}"""


@pytest.fixture
def page(server: Server, watched: Watched) -> Page:
    page = watched.page()
    page.set_default_timeout(60_000)
    page.goto(f"{server.origin}/about")
    return page


def test_every_recorded_case_says_in_the_browser_what_it_says_here(page: Page) -> None:
    built = page.locator('link[rel="stylesheet"]').first.get_attribute("href")
    assert built is not None
    version = page.evaluate(LOAD, f"{built.split('/styles/')[0]}/vendor/pyodide/")
    print(f"Python {version} in the browser, {platform.python_version()} here")
    cases = {name: recorded_cases.load(name) for name in recorded_cases.names()}
    source = recorded_cases.__spec__.loader.get_source(recorded_cases.__name__)  # type: ignore[union-attr]
    said = json.loads(page.evaluate(PLAY, json.dumps([source, cases])))
    found = {name: list(recorded_cases.differences(said[name], case["events"])) for name, case in cases.items()}
    assert not {name: differing for name, differing in found.items() if differing}
    assert said
