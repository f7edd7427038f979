"""Whole sessions, as a browser runs and sends them."""

# ruff: noqa: ANN401 - JSON is of any type

from __future__ import annotations

import json
from typing import Any, Final

from tests.coaching.live_people import Room, play_patient
from tests.web.servers import Json, Server

PART: Final = 60


def simulated(server: Server, **changes: object) -> Room:
    """A whole session of a simulated patient, as the browser would run it."""
    config = {**server.get("/api/config?way=simulated"), **changes}
    room = Room(
        {**config, "simulated": {"seed": 3, "population": "everyday", "faults": [["early_release", "right", 3]]}}
    )
    room.command("begin", 0.0)
    play_patient(room)
    return room


def by_the_clock(server: Server) -> Room:
    room = Room(server.get("/api/config?way=clock"))
    room.command("begin", 0.0)
    while (due_s := room.live.next_deadline_s()) is not None:
        room.advance(due_s)
        if room.state["asks"] == "corrections":
            room.command("correct", side=room.state["asks_side"], complete=6)
    return room


def plain(value: Any) -> Any:
    """As it arrives: through JSON."""
    return json.loads(json.dumps(value, allow_nan=False))


def parts_of(room: Room) -> list[list[Json]]:
    return [room.journal[start : start + PART] for start in range(0, len(room.journal), PART)]


def upload(server: Server, room: Room) -> Json:
    url = f"/api/sessions/{room.config['id']}"
    server.post("/api/sessions", {"config": room.config}, 201)
    parts = parts_of(room)
    for n, inputs in enumerate(parts):
        server.put(f"{url}/parts/{n}", {"inputs": inputs}, 204)
    answer: Json = server.post(f"{url}/finish", {"parts": len(parts), "record": plain(room.live.record())})
    return answer
