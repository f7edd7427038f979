"""What every test may ask for: recordings of real people, a browser, and how thoroughly to search for mistakes."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import pytest
from hypothesis import settings

from levelhip.testing.real_recordings import SKIP_REASON, VARIABLE, recordings_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).parents[1]
IN_CI: Final = os.environ.get("CI") == "true"

# Chosen with `--hypothesis-profile=thorough`. In CI the examples are the same on every run.
settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=30, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", max_examples=10_000, deadline=None)
settings.load_profile("ci" if IN_CI else "quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first. Of several processes all but one begin with tests in a browser: those mostly wait."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    others = iter([item for item in items if not item.get_closest_marker("browser")])
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    share = len(items) // processes  # each process is first given so many neighbours
    waiting = max(1, processes - 1)
    first = [in_browser[start::waiting] for start in range(waiting)]
    if os.environ.get("PYTEST_XDIST_WORKER") == f"gw{waiting}" and hasattr(os, "nice"):
        os.nice(10)  # what only computes gives way to what is seen and heard in time
    items[:] = [item for part in first for item in (*part, *islice(others, max(0, share - len(part))))]
    items.extend(others)


@pytest.fixture(autouse=True)
def no_loop_but_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """A browser's driver leaves its event loop running in this thread; tests without a browser see none of it."""
    loop = asyncio._get_running_loop()
    if loop is None or "launch" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


def absent(what: str) -> NoReturn:
    """Skip the test that needs `what`; in CI, where nothing may be absent, fail it."""
    if IN_CI:
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The folder of recordings of real people, made by others and kept outside the project.

    `LEVELHIP_DATA=none` says that there is none here, in CI too.
    """
    if os.environ.get(VARIABLE) == "none":
        pytest.skip(SKIP_REASON)
    return recordings_folder() or absent(SKIP_REASON)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium for Playwright's `executable_path`. LEVELHIP_CHROMIUM may name another."""
    named = os.environ.get("LEVELHIP_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or absent("no Chromium: install the package `chromium`, or name one in LEVELHIP_CHROMIUM")


QUIET_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def launch(chromium: str) -> Iterator[Callable[..., Browser]]:
    """Start a Chromium with more flags; all are closed at the end. One Playwright serves all tests of a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as engine:
        started: list[Browser] = []

        def start(*flags: str) -> Browser:
            browser: Browser = engine.chromium.launch(executable_path=chromium, args=[*QUIET_FLAGS, *flags])
            started.append(browser)
            return browser

        yield start
        for browser in started:
            with suppress(playwright.Error):  # it is gone already
                browser.close()


@pytest.fixture(scope="session")
def browsers() -> list[Browser]:
    """Those that were started for tests that want nothing special."""
    return []


@pytest.fixture
def browser(launch: Callable[..., Browser], browsers: list[Browser]) -> Browser:
    """A Chromium for all tests that want nothing special; another one where that has died."""
    if not browsers or not browsers[-1].is_connected():
        browsers.append(launch())
    return browsers[-1]
