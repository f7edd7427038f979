"""How soon the pages are there for somebody who has done three sessions a day for a year.

The store is filled through its own methods: each session with its start, its inputs, its record and what was said
afterwards. One session of a simulated patient is run once, as in the browser, and kept over and over with other times
and other counts. Then the pages are asked for through the application, in this process, without a network.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx

from bench.streams import belt_exercise
from bench.table import Figure
from levelhip import __version__
from levelhip.bootstrap import build
from levelhip.coaching.live import LiveSession
from levelhip.exercise.clearance import questions
from levelhip.ports import Morning, NewRecord, NewSession, PartLimits
from levelhip.services.session_config import new_config
from levelhip.services.session_numbers import numbers_of
from levelhip.simulation.live import live_patient
from levelhip.store.store import SqlStore
from levelhip.web.app import create_app

EXERCISE: Final = "isometric_hip_abduction"
HOST: Final = "127.0.0.1:8377"
DAYS: Final = 366
HOURS: Final = (7, 13, 19)
PART: Final = 600
"""Inputs in a part, ten a second and as many samples."""
LONGEST_S: Final = 1200
ROUNDS: Final = 7
SOON_S: Final = 0.5
NOW: Final = datetime(2026, 11, 22, 21, tzinfo=UTC)


def figures() -> list[Figure]:
    """A year is kept, then each page is asked for several times."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore(Path(folder) / "levelhip.sqlite3")
        try:
            ids = keep_a_year(store)
            size_mb = store.path.stat().st_size / 1e6
            app = create_app(build(store, _Standing(), lambda _: {}), frozenset({"127.0.0.1"}))
            addresses = {
                "Today": "/",
                "History, with progress": "/history",
                "History, the oldest sessions": f"/history?before={(NOW - timedelta(days=DAYS - 5)).isoformat()[:19]}Z",
                "progress of a year": "/api/progress?days=366",
                "one session": f"/history/{ids[len(ids) // 2]}",
            }
            note = f"{len(ids)} sessions, {size_mb:.0f} MB; the slowest of {ROUNDS} after the first"
            return [
                Figure(what, max(asyncio.run(_times(app, address))), "s", at_most=SOON_S, note=note)
                for what, address in addresses.items()
            ]
        finally:
            store.close()


class _Standing:
    """A clock that stands at the end of the year."""

    def now(self) -> datetime:
        return NOW


async def _times(app: Any, address: str) -> list[float]:  # noqa: ANN401 - an ASGI application
    took_s = []
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
        for _ in range(ROUNDS + 1):
            start = time.perf_counter()
            (await client.get(address)).raise_for_status()
            took_s.append(time.perf_counter() - start)
    return took_s[1:]


@dataclass(frozen=True, slots=True)
class Played:
    """A whole session: its configuration, its inputs in parts, its record."""

    config: dict[str, Any]
    parts: list[bytes]
    record: dict[str, Any]


def play() -> Played:
    """A simulated patient's session on both sides, in step with the coach, as the browser runs it."""
    config = new_config(belt_exercise(), "simulated", language="en", now=NOW, clearance=_cleared())
    live = LiveSession(config)
    inputs: list[dict[str, Any]] = []
    state: dict[str, Any] = {}
    wanted: dict[str, Any] | None = None
    samples: deque[tuple[float, float]] = deque()
    given: dict[str, Any] = {"do": "command", "t_s": 0.0, "command": "begin"}
    for step in range(1, LONGEST_S * 10):
        inputs.append(given)
        state = next((out["state"] for out in reversed(live.take(given)) if "state" in out), state)
        if state["ended"] != "unfinished":
            break
        if state.get("patient") and state["patient"] != wanted:
            wanted = state["patient"]
            samples = deque(_samples(config, wanted, step / 10))
        arrived = [samples.popleft() for _ in range(len(samples)) if samples[0][0] <= step / 10]
        if arrived:
            block = {"t_s": [t for t, _ in arrived], "values": [force_n for _, force_n in arrived]}
            inputs.append({"do": "samples", "source": "simulated", "quantity": "force_n", **block})
            live.take(inputs[-1])
        given = {"do": "advance", "t_s": step / 10}
    bodies = [json.dumps(inputs[i : i + PART]).encode() for i in range(0, len(inputs), PART)]
    return Played(config, bodies, live.record())


def _samples(config: dict[str, Any], wanted: dict[str, Any], now_s: float) -> list[tuple[float, float]]:
    """The samples of one side in session seconds."""
    person = {"hold_s": config["hold_s"], "reps": config["reps"], "from_attempt": wanted["from_attempt"]}
    played = live_patient(3, "everyday", [], wanted["side"], **person)
    since_s = max(wanted["from_s"], now_s)
    return [(round(since_s + t, 6), force_n) for t, force_n in zip(played.t_s, played.force_n, strict=True)]


def _cleared() -> dict[str, Any]:
    answers = {}
    for question in questions(EXERCISE):
        words = [0] if question.kind == "scale" else list(question.words)
        answers[question.key] = next(word for word in words if question.finding(word) is None)
    return {"answers": answers, "answered_at": NOW.isoformat(), "stopped_at": None, "stops": []}


def keep_a_year(store: SqlStore) -> list[str]:
    """Fill the store; gives the sessions' ids, oldest first."""
    played, rng = play(), random.Random(1)
    ids = []
    for back in range(DAYS - 1, -1, -1):
        day = NOW.date() - timedelta(days=back)
        ids += [_keep(store, played, day, hour, rng) for hour in HOURS]
        store.set_morning(Morning(day, rng.randint(0, 6), NOW))
    return ids


def _keep(store: SqlStore, played: Played, day: date, hour: int, rng: random.Random) -> str:
    number = str(UUID(int=rng.getrandbits(128), version=4))
    at = datetime(day.year, day.month, day.day, hour, rng.randint(0, 40), tzinfo=UTC)
    config = {**played.config, "id": number, "started_at": at.isoformat()}
    store.add_session(
        NewSession(number, config, EXERCISE, "camera", "en", __version__, at, at, True, {}, False)  # noqa: FBT003
    )
    for n, body in enumerate(played.parts):
        store.put_part(number, n, body, PartLimits())
    record = {**played.record, "config_id": number, "ended": "done"}
    numbers = numbers_of(record)
    for side in numbers["sides"]:
        side["complete_count"] = rng.randint(3, 7)
    store.add_record(
        NewRecord(number, len(played.parts), record, record, __version__, __version__, True, [], numbers, at)  # noqa: FBT003
    )
    said = {"pain": rng.randint(0, 5), "effort": rng.randint(2, 6), "stop_answers": None}
    store.set_afterwards(number, said, at)
    return number
