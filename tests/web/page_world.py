"""A person with a history, for the tests of the pages: the real services over a store in a temporary folder."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import httpx
from fastapi import FastAPI

from levelhip import __version__
from levelhip.bootstrap import Services, build
from levelhip.exercise.clearance import questions
from levelhip.exercise.clearance_rules import Question
from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.ports import Morning, NewRecord, NewSession
from levelhip.services.demonstrate import DEMO_FAULTS, SimulationRequest, measure_simulated, simulate
from levelhip.services.session_numbers import numbers_of
from levelhip.store.store import SqlStore
from levelhip.web.app import create_app
from tests.web.catalogues import compile_all

EXERCISE: Final = "isometric_hip_abduction"
NOW: Final = datetime(2026, 11, 18, 8, 20, tzinfo=UTC)
"""A Wednesday morning, wherever the tests run west of Greenwich or a little east of it."""
HOSTS: Final = frozenset({"127.0.0.1", "localhost", "testserver"})

Answers = dict[str, object]


@dataclass(slots=True)
class FixedClock:
    """A clock that stands where a test puts it."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@dataclass(frozen=True, slots=True)
class World:
    """The services, their clock, and the application over them."""

    services: Services
    clock: FixedClock
    app: FastAPI

    def clear(self, **other: object) -> None:
        """Let the person answer every question harmlessly, but for `other`."""
        self.services.clearing.answer({**harmless(), **other}, EXERCISE)

    def add_session(
        self,
        started_at: datetime,
        live: Mapping[str, Any],
        *,
        way: str = "camera",
        agrees: bool | None = True,
        **said: object,
    ) -> str:
        """Keep a finished session."""
        number = str(uuid.UUID(int=random.Random(started_at.isoformat() + way).getrandbits(128), version=4))
        store = self.services.store
        store.add_session(
            NewSession(
                id=number,
                config={"way": way},
                exercise=EXERCISE,
                way=way,
                language="en",
                engine=__version__,
                started_at=started_at,
                registered_at=started_at,
                clearance_held=True,
                assessment={},
                late=False,
            )
        )
        differences = [] if agrees is not False else ["left, repetition 3: held 5.4 s here, 4.9 s there"]
        store.add_record(
            NewRecord(
                number,
                1,
                dict(live),
                dict(live),
                __version__,
                __version__,
                agrees,
                differences,
                numbers_of(dict(live)),
                started_at,
            )
        )
        if said:
            store.set_afterwards(number, {"pain": None, "effort": None, "stop_answers": None, **said}, started_at)
        return number

    def add_weeks(self, weeks: int = 5, seed: int = 4) -> None:
        """Give the person a history: two or three sessions a day, pain that settles."""
        rng = random.Random(seed)
        today = self.clock.now().date()
        for back in range(7 * weeks, -1, -1):
            day = today - timedelta(days=back)
            for hour in sorted(rng.sample((7, 12, 18), rng.choice((0, 1, 2, 2, 3)) if back else 1)):
                live = live_record(rng.randint(1, 4) if back else 1)
                started = datetime.combine(day, time(hour if back else 6, rng.randint(0, 40)), UTC)
                told = rng.random() < 0.85
                pain = max(0, round(4.5 - 3 * (1 - back / (7 * weeks)) + rng.gauss(0, 0.8))) if told else None
                self.add_session(started, live, pain=pain, effort=rng.randint(3, 6))
            if rng.random() < 0.8:
                self.services.store.set_morning(
                    Morning(day, max(0, round(back / 12 + rng.gauss(0, 0.7))), self.clock.now())
                )


def harmless() -> Answers:
    """Answers that clear: found by trying what each question makes of them."""
    return {question.key: next(a for a in ("no", "yes", 1) if _clears(question, a)) for question in questions(EXERCISE)}


def _clears(question: Question, answer: str | int) -> bool:
    understood = question.understood(answer)
    return understood is not None and question.finding(understood) is None


def make_world(folder: Path, messages: Callable[[str], Mapping[str, str]] = lambda _: {}) -> World:
    """A new person, of whom nothing is known."""
    compile_all()
    clock = FixedClock()
    services = build(SqlStore(folder / "levelhip.sqlite3"), clock, messages)
    return World(services, clock, create_app(services, HOSTS))


@cache
def live_record(seed: int = 1, *, told: bool = False) -> dict[str, Any]:
    """What a live session leaves behind: a simulated patient's, measured by force."""
    request = SimulationRequest(seed=seed, faults=DEMO_FAULTS if seed == 1 else None)
    measured = measure_simulated(simulate(request), "force", prescribe(load_exercise(EXERCISE)), "live")
    record = measured.record.as_dict()
    if told:
        for side in record["sides"]:
            for rep in side["reps"]:
                rep["provenance"] = "self-reported"
    points = [] if told else [[p.t_s, p.low, p.high] for p in measured.trace.segments[0]]
    return {
        "schema": "levelhip.live-record/1",
        "engine": __version__,
        "record": record,
        "trace": points,
        "ended": "done",
        "summary": record["summary"],
    }


class Browser:
    """A browser without a script: it follows where it is sent, and says whose form it posts."""

    def __init__(self, app: FastAPI, origin: str = "http://testserver") -> None:
        self._app, self._origin = app, origin

    def get(self, address: str, accept_language: str = "en") -> httpx.Response:
        return self._outside("GET", address, {"accept-language": accept_language}, None)

    def post(self, address: str, data: Mapping[str, str | list[str]]) -> httpx.Response:
        return self._outside("POST", address, {"origin": self._origin}, data)

    def upload(self, address: str, field: str, content: bytes) -> httpx.Response:
        """Choose a file in a form and send it."""
        return self._outside("POST", address, {"origin": self._origin}, None, {field: content})

    def _outside(
        self,
        method: str,
        address: str,
        headers: dict[str, str],
        data: Mapping[str, str | list[str]] | None,
        files: Mapping[str, bytes] | None = None,
    ) -> httpx.Response:
        """Ask in a thread of its own: Playwright's loop may be running in this one."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(self._ask(method, address, headers, data, files))).result()

    async def _ask(
        self,
        method: str,
        address: str,
        headers: dict[str, str],
        data: Mapping[str, str | list[str]] | None,
        files: Mapping[str, bytes] | None,
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://testserver", follow_redirects=True
        ) as client:
            fields = dict(data) if data is not None else None
            return await client.request(method, address, headers=headers, data=fields, files=files)
