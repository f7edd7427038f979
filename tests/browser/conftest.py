"""A real server and a real Chromium, for tests by what is seen and heard."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from levelhip.exercise.clearance import questions

EXERCISE = "isometric_hip_abduction"
READY_MS = 60_000

Loose = Any
"""JSON, or what Playwright takes."""


class Server:
    """`levelhip serve` in a process of its own, which may be killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = (
            *(sys.executable, "-m", "levelhip.cli", "serve", "--no-browser"),
            *("--port", str(self.port), "--data-dir", str(self.folder / "data")),
        )
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        for _ in range(150):
            try:
                httpx.get(f"{self.origin}/api/engine").raise_for_status()
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.folder / "server.log").read_text("utf-8"))

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def ask(self, method: str, path: str, body: Loose = None) -> Loose:
        answer = httpx.request(method, self.origin + path, json=body, headers={"X-Levelhip": "1"}, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def clear_the_person(self) -> None:
        """Answer every question so that nothing keeps the person from the exercise."""
        answers = {
            question.key: next(
                answer
                for answer in ("no", "yes", 0)
                if question.understood(answer) is not None and question.finding(answer) is None
            )
            for question in questions(EXERCISE)
        }
        assessment = self.ask("PUT", "/api/clearance", {"answers": answers, "exercise": EXERCISE})
        assert assessment["may_start"], assessment


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def cleared(server: Server) -> Server:
    server.clear_the_person()
    return server


class Watched:
    """Contexts whose every request and error is noted."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser = browser
        self._origin = origin
        self._contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.errors: list[str] = []

    def context(self, **options: Loose) -> BrowserContext:
        """By default without a service worker: a test that wants one says `service_workers="allow"`."""
        context = self._browser.new_context(**{"service_workers": "block", "locale": "en-GB", **options})
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", lambda line: self._note(line.type, line.text))
        self._contexts.append(context)
        return context

    def page(self, **options: Loose) -> Page:
        return self.context(**options).new_page()

    def _note(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text or (kind == "error" and "Failed to load resource" not in text):
            self.errors.append(text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def check(self) -> None:
        """No request has left the origin, nothing broke the content policy, no script failed."""
        own = (self._origin, f"blob:{self._origin}", "data:")
        assert [url for url in self.requests if not url.startswith(own)] == []
        assert self.errors == []


@pytest.fixture
def watched(browser: Browser, server: Server) -> Iterator[Watched]:
    contexts = Watched(browser, server.origin)
    yield contexts
    contexts.close()
    contexts.check()


@pytest.fixture
def watch(server: Server) -> Iterator[Callable[[Browser], Watched]]:
    """The same for another browser."""
    made: list[Watched] = []

    def watch(browser: Browser) -> Watched:
        made.append(Watched(browser, server.origin))
        return made[-1]

    yield watch
    for contexts in made:
        contexts.close()
        contexts.check()
