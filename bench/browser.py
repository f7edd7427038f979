"""The coach in Chromium: what the session page weighs, how soon it is ready, how soon it answers, whether it grows.

Wants a Chromium. `LEVELHIP_BENCH_MINUTES` (2): how long the session for the heap goes on. `LEVELHIP_BENCH_CAMERA`: a
.mjpeg file shown as the camera; without it, what needs a camera is left out.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, sync_playwright

from bench.table import Figure
from levelhip.exercise.clearance import questions

EXERCISE: Final = "isometric_hip_abduction"
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
READY_MS: Final = 120_000
MOST_MB, FIRST_S, CAMERA_S, AGAIN_S, CUE_MS, ENGINE_PERCENT = 20.0, 10.0, 25.0, 5.0, 100.0, 2.0
MOST_GROWTH: Final = 10.0
"""Percent of the heap; collecting garbage is never exact."""
FASTEST: Final = 8
"""How quick the simulated session is: minutes of it are less than minutes of ours."""
REPETITION_S: Final = 14.0
"""About how long one takes, its rest included."""
LONG: Final = {"sides": ["right"], "simulated": {"seed": 1, "population": "everyday", "faults": []}}


def figures() -> list[Figure]:
    """All of it, in one run."""
    program = shutil.which("chromium") or os.environ.get("LEVELHIP_CHROMIUM")
    if program is None:
        return [Figure("the coach in Chromium", None, note="no Chromium here")]
    camera = os.environ.get("LEVELHIP_BENCH_CAMERA")
    shown = [f"--use-file-for-fake-video-capture={camera}"] if camera else []
    with serving() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *shown])
        found = [*loading(browser, origin, "clock", FIRST_S, AGAIN_S), *growing(browser, origin)]
        if camera:
            found += [*loading(browser, origin, "camera", CAMERA_S, None), *watching(browser, origin)]
        browser.close()
    return found


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server of a person who is cleared."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "levelhip.cli", "serve", "--no-browser", "--data-dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        origin = next(word for word in server.stdout.readline().split() if word.startswith("http")).rstrip("/")
        httpx.put(
            f"{origin}/api/clearance", json={"answers": dict(harmless())}, headers={"X-Levelhip": "1"}
        ).raise_for_status()
        try:
            yield origin
        finally:
            server.terminate()
            server.wait()


def harmless() -> Iterator[tuple[str, str | int]]:
    """Answers that keep nobody from the exercise."""
    for question in questions(EXERCISE):
        yield (
            question.key,
            next(
                answer
                for answer in ("no", "yes", 0)
                if question.understood(answer) is not None and question.finding(answer) is None
            ),
        )


def opened(context: BrowserContext, origin: str, way: str, prepare: Callable[[Page], object] = id) -> Page:
    """The session page, ready."""
    page = context.new_page()
    prepare(page)
    page.goto(f"{origin}/session?exercise={EXERCISE}&way={way}")
    page.wait_for_selector("body[data-ready-ms]", timeout=READY_MS)
    return page


def number(page: Page, name: str) -> float:
    """One of the figures that the page itself takes."""
    return float(page.evaluate(f"document.body.dataset.{name} ?? 'nan'"))


def loading(browser: Browser, origin: str, way: str, first_s: float, again_s: float | None) -> list[Figure]:
    """Bytes and seconds of the first load with nothing kept, and of the second."""
    context = browser.new_context()
    answered: list[Request] = []

    def note(request: Request) -> None:
        answered.append(request)

    context.on("requestfinished", note)
    first = opened(context, origin, way)
    first_mb = sum(request.sizes()["responseBodySize"] for request in list(answered)) / 1e6
    found = [
        Figure(f"{way}: first load of the session page", first_mb, "MB", at_most=MOST_MB, note="as sent, compressed"),
        Figure(f"{way}: ready, nothing kept", number(first, "readyMs") / 1000, "s", at_most=first_s),
    ]
    first.wait_for_timeout(4000)  # the service worker and the interpreter's memory are put away
    first.close()
    if again_s is not None:
        second = opened(context, origin, way)
        found.append(Figure(f"{way}: ready from the cache", number(second, "readyMs") / 1000, "s", at_most=again_s))
    context.close()
    return found


def growing(browser: Browser, origin: str) -> list[Figure]:
    """A simulated session that goes on and on, as quick as can be: heap at the beginning and at the end."""
    minutes = float(os.environ.get("LEVELHIP_BENCH_MINUTES", "2"))
    reps = math.ceil((minutes + 1) * 60 * FASTEST / REPETITION_S)
    context = browser.new_context(service_workers="block")

    def lengthen(page: Page) -> None:
        def change(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, json={**answer.json(), **LONG, "reps": reps})

        page.route("**/api/config*", change)

    page = opened(context, origin, "simulated", lengthen)
    page.check(f'input[name=speed][value="{FASTEST}"]')
    page.click("#start")
    page.wait_for_selector("#live:not([hidden])", timeout=READY_MS)
    page.wait_for_timeout(30_000)
    heap, process = [heap_mb(page)], [renderers_mb(browser)]
    page.wait_for_timeout(minutes * 60_000)
    heap.append(heap_mb(page))
    process.append(renderers_mb(browser))
    over = f"over {FASTEST * minutes:g} session minutes"
    found = [
        growth(f"page's heap {over}", heap),
        growth(f"page and worker, Python's memory included, {over}", process),
    ]
    context.close()
    return found


def growth(what: str, megabytes: list[float]) -> Figure:
    """How much more there is at the end than at the beginning."""
    before, after = megabytes
    note = f"{before:.1f} -> {after:.1f} MB"
    more = None if math.isnan(after) else 100 * (after - before) / before
    return Figure(what, more, "% more", at_most=MOST_GROWTH, note=note)


def heap_mb(page: Page) -> float:
    """What the page holds after garbage was collected."""
    tools = page.context.new_cdp_session(page)
    tools.send("HeapProfiler.collectGarbage")
    return float(tools.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def renderers_mb(browser: Browser) -> float:
    """What the browser's renderers hold in memory; NaN where the system does not tell."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    files = [Path(f"/proc/{process['id']}/statm") for process in told if process["type"] == "renderer"]
    pages = [int(file.read_text("ascii").split()[1]) for file in files if file.exists()]
    return sum(pages) * 4096 / 1e6 if pages else math.nan


def watching(browser: Browser, origin: str) -> list[Figure]:
    """A minute in front of the camera: how soon the coach answers, what the engine costs beside finding the body."""
    context = browser.new_context(service_workers="block")
    page = opened(context, origin, "camera")
    page.click("#start")
    page.wait_for_selector("#live:not([hidden])", timeout=READY_MS)
    page.wait_for_timeout(60_000)
    engine_ms, pose_ms, cue_ms = (number(page, name) for name in ("engineMs", "poseMs", "cueMs"))
    context.close()
    return [
        Figure("from a sample to its cue", cue_ms, "ms", at_most=CUE_MS, note="median"),
        Figure(
            "engine beside the pose", 100 * engine_ms / pose_ms, "%", at_most=ENGINE_PERCENT,
            note=f"{engine_ms:.2f} ms against {pose_ms:.0f} ms, medians",
        )
    ]  # fmt: skip
