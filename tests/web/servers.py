"""An app over a fresh folder, a clock that stands until it is moved, and a person who is cleared."""

# ruff: noqa: ANN401 - JSON is of any type

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
from fastapi import FastAPI

from levelhip import __version__
from levelhip.bootstrap import Services, build
from levelhip.exercise.clearance import questions
from levelhip.exercise.clearance_rules import Question
from levelhip.store.store import SqlStore
from levelhip.web.app import create_app

HOST: Final = "127.0.0.1:8377"
ORIGIN: Final = f"http://{HOST}"
HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})
EXERCISE: Final = "isometric_hip_abduction"
NOON: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WRITE: Final = {"X-Levelhip": "1"}

Json = dict[str, Any]


@dataclass
class StandingClock:
    """Stands until it is moved."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


class Browser:
    """Asks an app without a network, one request after another."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        # In a thread of its own: where a browser test ran before, this one has a running loop.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, self._request(method, path, options)).result()

    async def _request(self, method: str, path: str, options: Json) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            return await client.request(method, path, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def put(self, path: str, **options: Any) -> httpx.Response:
        return self.request("PUT", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)


@dataclass
class Server:
    """The app, asked without a network; `browser` writes as our own page would."""

    services: Services
    clock: StandingClock
    browser: Browser
    folder: Path

    def put(self, path: str, body: object, status: int = 200) -> Any:
        return _read(self.browser.put(path, json=body, headers=WRITE), status)

    def post(self, path: str, body: object, status: int = 200) -> Any:
        return _read(self.browser.post(path, json=body, headers=WRITE), status)

    def get(self, path: str, status: int = 200) -> Any:
        return _read(self.browser.get(path), status)

    def clear(self) -> None:
        """Answer so that nothing stands in the way."""
        assert self.put("/api/clearance", {"answers": harmless_answers()})["may_start"]

    def start(self, **changes: object) -> Json:
        """A session that the server knows; gives its configuration."""
        config = {**self.get("/api/config?way=clock"), **changes}
        self.post("/api/sessions", {"config": config}, 201)
        return config


def _read(response: Any, status: int) -> Any:
    assert response.status_code == status, response.text
    return response.json() if response.content else None


def make_server(folder: Path) -> Server:
    clock = StandingClock()
    services = build(SqlStore(folder / "levelhip.sqlite3"), clock, lambda _: {})
    return Server(services, clock, Browser(create_app(services, HOSTS)), folder)


def harmless_answers(exercise: str = EXERCISE) -> dict[str, str | float]:
    return {question.key: _harmless(question) for question in questions(exercise)}


def _harmless(question: Question) -> str | float:
    usual: tuple[str | float, ...] = ("no", "yes", 0, *(option.key for option in question.options))
    for answer in usual:
        understood = question.understood(answer)
        if understood is not None and question.finding(understood) is None:
            return answer
    raise AssertionError(question.key)


def foreign_config(clock: StandingClock, **changes: object) -> Json:
    """A configuration as an engine of another version would have it: ours does not look into it."""
    return {
        "schema": "levelhip.live/1",
        "id": str(uuid4()),
        "exercise": EXERCISE,
        "hold_s": 6,
        "reps": 7,
        "sides": ["right", "left"],
        "way": "clock",
        "language": "en",
        "engine": f"{__version__}.other",
        "started_at": clock.now().isoformat(),
        "frame_px": None,
        "simulated": None,
        "clearance": {"answers": {}, "answered_at": {}, "releases": []},
        **changes,
    }
