"""Somebody with a sensor in the belt: packets as a device sends them, of a press that a simulated patient does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from levelhip.exercise.signals import COLUMNS, Quantity, Side
from levelhip.session.load_cell import GRAVITY_MS2, STRANDS, Rigging
from levelhip.session.progressor import Weight, weight_packet
from levelhip.simulation.live import live_patient, live_set
from tests.coaching.live_people import Room, config, put_samples
from tests.simulation.readings import numbers

RATE_HZ: Final = 80
READY_S: Final = 3.0
"""Lying still this long is over when a set starts: the patient's own stillness is played from there."""
PULL_N: Final = 20.0
WRAP_US: Final = 1 << 32


def belt_room(rigging: Rigging = "strand", **changes: object) -> Room:
    room = Room(config("belt", rigging=rigging, **changes))
    room.command("begin", 0.0)
    return room


def connected(room: Room) -> list[dict[str, Any]]:
    return room.put({"do": "connected", "t_s": room.now_s, "device": "progressor"})


def put_packet(room: Room, body: bytes, t_s: float | None = None) -> list[dict[str, Any]]:
    t_s = room.now_s if t_s is None else t_s
    return room.put({"do": "packet", "t_s": t_s, "device": "progressor", "hex": body.hex()})


@dataclass
class Wearer:
    """Wears the belt and does as told: leaves it loose, pulls once, then the simulated presses of each side."""

    room: Room
    seed: int = 1
    faults: tuple[tuple[Any, ...], ...] = ()
    in_packet: int = 8
    zero_kg: float = 0.7
    boot_s: float = 4280.0
    """The device's own clock at the session's beginning: it starts over soon after."""
    is_slack: bool = False
    """Whether the belt is too long: whatever the leg does, it hangs loose."""
    plugged: Callable[[float], bool] = lambda _: True
    watched_by: str | None = None
    """The second sensor: camera or shin."""
    watched: Callable[[float], bool] = lambda _: True
    blank: Callable[[float], bool] = lambda _: False
    """When the second sensor sends nothing but missing values."""
    behind_s: float = 0.0
    """How far the second sensor's clock is behind."""
    lift_deg: dict[Side, list[float]] = field(default_factory=dict)
    truth: dict[Side, list[dict[str, Any]]] = field(default_factory=dict)
    _set: Iterator[tuple[float, float]] | None = None
    _next: tuple[float, float] | None = None
    _from_s: float = 0.0
    _force_n: float = 0.0
    _heard: int = 0
    _pull_s: tuple[float, float] = (0.0, 0.0)
    _n: int = 0
    _rows: list[tuple[float, Any]] = field(default_factory=list)

    def run(self, until: Callable[[dict[str, Any]], bool] = lambda _: False, most_s: float = 600.0) -> None:
        """Play until the session is over, or `until` holds of its state."""
        room, waiting = self.room, list[Weight]()
        was_plugged = True
        while room.state.get("ended", "unfinished") == "unfinished" and room.now_s < most_s and not until(room.state):
            self._n += 1
            t_s = round(self._n / RATE_HZ, 6)
            self._listen()
            force_n = self.force_n(t_s)
            is_plugged = self.plugged(t_s)
            if is_plugged and not was_plugged:
                waiting.clear()
                room.now_s = t_s
                connected(room)
            was_plugged = is_plugged
            if is_plugged:
                waiting.append(Weight(self.kg(force_n), round((self.boot_s + t_s) * 1e6) % WRAP_US))
            if len(waiting) >= self.in_packet:
                put_packet(room, weight_packet(tuple(waiting)), t_s)
                waiting.clear()
            self._watch(t_s)
            if self._n % self.in_packet == 0:
                room.advance(t_s)

    def kg(self, force_n: float) -> float:
        return self.zero_kg + (0.0 if self.is_slack else force_n) / GRAVITY_MS2 / STRANDS[self.room.config["rigging"]]

    def force_n(self, t_s: float) -> float:
        """What the ankle feels now."""
        if self._pull_s[0] <= t_s < self._pull_s[1]:
            return PULL_N
        while self._next is not None and self._next[0] <= t_s - self._from_s:
            self._force_n = self._next[1]
            self._next = next(self._set, None) if self._set else None
        return self._force_n if self._next else 0.0

    def _listen(self) -> None:
        said = self.room.said
        for say in said[self._heard :]:
            if say["key"] in ("lie", "side_done"):
                self._pull_s = (say["t_s"] + 5.0, say["t_s"] + 6.0)
            if say["key"] in ("start", "going_on"):
                self._play(self.room.state)
        self._heard = len(said)

    def _watch(self, t_s: float) -> None:
        """What the second sensor sees until now."""
        seen = [row for row in self._rows if row[0] <= t_s]
        self._rows = self._rows[len(seen) :]
        seen = [(at_s, None if self.blank(at_s) else row) for at_s, row in seen]
        if seen and self.watched(t_s):
            put_samples(self.room, "landmarks_px" if self.watched_by == "camera" else "acceleration_g", seen)

    def _play(self, state: dict[str, Any]) -> None:
        settings = self.room.config
        patient = live_patient(
            self.seed,
            "everyday",
            self.faults,
            state["side"],
            hold_s=settings["hold_s"],
            reps=settings["reps"],
            from_attempt=state["attempts"] + 1,
        )
        self.truth.setdefault(state["side"], []).extend(patient.truth)
        self._set = iter(zip(patient.t_s, patient.force_n, strict=True))
        self._next = next(self._set)
        self._from_s = self.room.now_s - READY_S
        if self.watched_by:
            self._film(state["side"], self.watched_by)

    def _film(self, side: Side, kind: str) -> None:
        """The same set as the camera or the shin sees it; what it cannot know is missing."""
        settings = self.room.config
        session = live_set(
            self.seed, "everyday", self.faults, side, hold_s=settings["hold_s"], reps=settings["reps"], rest_s=3.0
        )
        start_s = next(segment.start_s for segment in session.truth.segments if segment.kind == "set")
        self.lift_deg[side] = [attempt.lift_deg for attempt in session.truth.attempts]
        table = session.recording(kind)
        t_s = numbers(table, "t_s")
        names = COLUMNS[Quantity.LANDMARKS if kind == "camera" else Quantity.ACCELERATION]
        columns = [numbers(table, name) if name in table else [math.nan] * len(t_s) for name in names]
        self._rows = [
            (
                round(self._from_s + t - start_s + self.behind_s, 6),
                [None if math.isnan(value) else value for value in row],
            )
            for t, row in zip(t_s, zip(*columns, strict=True), strict=True)
            if t - start_s >= READY_S
        ]
