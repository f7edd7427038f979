"""Whole live sessions for tests: configurations, patients who answer the coach, and what is said to them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from levelhip.coaching.live import LiveSession
from levelhip.exercise.clearance import questions
from levelhip.exercise.signals import COLUMNS, Quantity, Side
from levelhip.simulation import POPULATIONS, SessionPlan, simulate_session
from levelhip.simulation.live import live_patient

EXERCISE: Final = "isometric_hip_abduction"
STARTED: Final = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
SESSION_ID: Final = "6f3b1c52-0f0a-4f2f-9a55-2f9d0a1b7c11"


def clearance(exercise: str = EXERCISE) -> dict[str, Any]:
    """Answers of somebody whom nothing keeps from the exercise."""
    answers: dict[str, Any] = {}
    for question in questions(exercise):
        fine = ("no", "yes", 0)
        answers[question.key] = next(
            answer for answer in fine if question.understood(answer) is not None and question.finding(answer) is None
        )
    return {"answers": answers, "answered_at": STARTED.isoformat(), "releases": []}


def config(way: str = "clock", /, **changes: object) -> dict[str, Any]:
    """A configuration as a page gets it."""
    exercise = str(changes.get("exercise", EXERCISE))
    return {
        "schema": "levelhip.live/1",
        "id": SESSION_ID,
        "exercise": exercise,
        "hold_s": 6,
        "reps": 7,
        "sides": ["right", "left"],
        "way": way,
        "language": "en",
        "engine": "test",
        "started_at": STARTED.isoformat(),
        "frame_px": [640, 480] if way == "camera" else None,
        "simulated": {"seed": 1, "population": "everyday", "faults": []} if way == "simulated" else None,
        "clearance": clearance(exercise),
        **changes,
    }


@dataclass
class Room:
    """A live session under test: keeps the journal and everything that came out."""

    config: dict[str, Any]
    messages: dict[str, str] | None = None
    journal: list[dict[str, Any]] = field(default_factory=list)
    outputs: list[dict[str, Any]] = field(default_factory=list)
    now_s: float = 0.0

    def __post_init__(self) -> None:
        self.live = LiveSession(self.config, self.messages)

    def put(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        self.journal.append(given)
        out = self.live.take(given)
        self.outputs.extend(out)
        return out

    def command(self, command: str, t_s: float | None = None, **more: object) -> list[dict[str, Any]]:
        self.now_s = self.now_s if t_s is None else t_s
        return self.put({"do": "command", "t_s": self.now_s, "command": command, **more})

    def advance(self, t_s: float) -> list[dict[str, Any]]:
        self.now_s = t_s
        return self.put({"do": "advance", "t_s": t_s})

    def run_clock(self, until_s: float, stop: Callable[[dict[str, Any]], bool] = lambda _: False) -> None:
        """Advance from deadline to deadline."""
        while (due_s := self.live.next_deadline_s()) is not None and due_s <= until_s and not stop(self.state):
            self.advance(max(due_s, self.now_s))
        if not stop(self.state):
            self.advance(max(until_s, self.now_s))

    @property
    def state(self) -> dict[str, Any]:
        return next((out["state"] for out in reversed(self.outputs) if "state" in out), {})

    @property
    def said(self) -> list[dict[str, Any]]:
        return [out["say"] for out in self.outputs if "say" in out]

    @property
    def texts(self) -> list[str]:
        return [say["text"] for say in self.said]

    @property
    def keys(self) -> list[str]:
        return [say["key"] for say in self.said]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [out["event"] for out in self.outputs if "event" in out]

    def transcript(self) -> Iterator[str]:
        for out in self.outputs:
            if "say" in out:
                say = out["say"]
                mark = "!" if say["interrupts"] else " "
                yield f"{say['t_s']:8.2f} {mark} {say['rank']:<10} {say['text']}"
            elif "count" in out:
                yield f"         . count {out['count']}"


def play_patient(room: Room, *, chunk_s: float = 0.1, until: Callable[[dict[str, Any]], bool] | None = None) -> None:
    """A simulated patient answers the coach as the page's worker lets it: in chunks, the clock read after each."""
    simulated = room.config["simulated"]
    streaming: dict[str, Any] | None = None
    samples: list[tuple[float, float]] = []
    place = 0
    while room.state.get("ended", "unfinished") == "unfinished" and room.now_s < 1200:
        if until is not None and until(room.state):
            return
        wanted = room.state.get("patient")
        if wanted and wanted != streaming:
            streaming, place = wanted, 0
            samples = stream(room.config, simulated, wanted, room.now_s)
        to_s = room.now_s + chunk_s
        stop = place
        while stop < len(samples) and samples[stop][0] <= to_s:
            stop += 1
        if stop > place:
            put_samples(room, "force_n", samples[place:stop])
            place = stop
        room.advance(to_s)


def stream(
    settings: dict[str, Any], simulated: dict[str, Any], wanted: dict[str, Any], now_s: float
) -> list[tuple[float, float]]:
    """The samples of one side in session seconds."""
    patient = live_patient(
        simulated["seed"],
        simulated["population"],
        simulated["faults"],
        wanted["side"],
        hold_s=settings["hold_s"],
        reps=settings["reps"],
        from_attempt=wanted["from_attempt"],
    )
    since_s = max(wanted["from_s"], now_s)
    return [(round(since_s + t, 6), force) for t, force in zip(patient.t_s, patient.force_n, strict=True)]


def put_samples(room: Room, quantity: str, samples: Sequence[tuple[float, Any]]) -> list[dict[str, Any]]:
    return room.put(
        {
            "do": "samples",
            "source": room.config["way"],
            "quantity": quantity,
            "t_s": [t for t, _ in samples],
            "values": [value for _, value in samples],
        }
    )


def simulated_room(faults: Sequence[Sequence[Any]] | None = (), seed: int = 1, **changes: object) -> Room:
    settings = config("simulated", simulated={"seed": seed, "population": "everyday", "faults": faults}, **changes)
    room = Room(settings)
    room.command("begin", 0.0)
    return room


def clock_room(**changes: object) -> Room:
    room = Room(config("clock", **changes))
    room.command("begin", 0.0)
    return room


OTHER: Final[dict[Side, Side]] = {"left": "right", "right": "left"}


# -- people whom a camera or a phone watches ------------------------------------------------------------------------


def recorded_rows(kind: str, seed: int = 3, **changes: object) -> list[tuple[float, Any]]:
    """A simulated session seen by the camera or the shin's phone, from settling to getting up."""
    person = POPULATIONS["everyday"].draw(random.Random(seed))
    person = replace(person, tempo=1.1, tempo_scatter=0.02, rest_s_factor=1.0, release_s=2.2, lift_s=1.2)
    settled: dict[str, Any] = {"settle_s": 14.0, "still_s": 7.5, "turn_s": 30.0, "rest_s": 4.0, **changes}
    table: dict[str, list[Any]] = {**simulate_session(person, SessionPlan(**settled), seed).recording(kind)}
    names = [name for name in table if name not in ("t_s", "side")]
    wanted = COLUMNS[Quantity.LANDMARKS if kind == "camera" else Quantity.ACCELERATION]
    columns = [table[name] if name in names else [float("nan")] * len(table["t_s"]) for name in wanted]
    return [
        (float(t), [None if math.isnan(v) else v for v in row])
        for t, row in zip(table["t_s"], zip(*columns, strict=True), strict=True)
    ]


def watch(room: Room, rows: Sequence[tuple[float, Any]], *, chunk: int = 1, looks: bool = True) -> None:
    """Rows arrive in chunks; the clock is read after each, and once a second somebody looks at the picture."""
    quantity = "landmarks_px" if room.config["way"] == "camera" else "acceleration_g"
    looked_s = -1.0
    for start in range(0, len(rows), chunk):
        part = rows[start : start + chunk]
        put_samples(room, quantity, part)
        room.advance(part[-1][0])
        if looks and room.config["way"] == "camera" and room.now_s - looked_s >= 0.5:
            looked_s = room.now_s
            look(room)


def look(room: Room, *, brightness: float | None = 120.0, people: int | None = 1) -> list[dict[str, Any]]:
    return room.put(
        {"do": "look", "t_s": room.now_s, "brightness": brightness, "people": people, "frame_px": [640, 480]}
    )


def camera_room(**changes: object) -> Room:
    room = Room(config("camera", **changes))
    room.command("begin", 0.0)
    return room


def shin_room(**changes: object) -> Room:
    room = Room(config("shin", **changes))
    room.command("begin", 0.0)
    return room
