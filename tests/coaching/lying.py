"""Somebody who lies before a camera and lifts the leg as a test wants."""

from __future__ import annotations

from typing import Any

from tests.coaching.figures import Body, Row
from tests.coaching.live_people import camera_room, look, put_samples


class Lying:
    """Somebody on the left side whom the camera watches; the right leg goes where it is told. 20 frames a second."""

    def __init__(self, **changes: object) -> None:
        self.room = camera_room(**changes)
        self.body = Body()
        self.deg = 0.0

    def stay(self, seconds: float, row: Row | None = None, *, brightness: float = 120.0, people: int = 1) -> Lying:
        return self.go(self.deg, seconds, row, brightness=brightness, people=people)

    def go(
        self, deg: float, seconds: float, row: Row | None = None, *, brightness: float = 120.0, people: int = 1
    ) -> Lying:
        """Move the leg evenly; `row`: what the camera sees instead."""
        start_s, from_deg = self.room.now_s, self.deg
        frames = round(20 * seconds)
        for i in range(1, frames + 1):
            self.deg = from_deg + (deg - from_deg) * i / frames
            t_s = round(start_s + i / 20, 6)
            body = Body(**{**self._as_dict(), "lift_deg": self.deg})
            put_samples(self.room, "landmarks_px", [(t_s, list(row or body.row()))])
            self.room.advance(t_s)
            if i % 10 == 0:
                look(self.room, brightness=brightness, people=people)
        return self

    def _as_dict(self) -> dict[str, Any]:
        return {name: getattr(self.body, name) for name in self.body.__dataclass_fields__}

    def until(self, stage: str, most_s: float = 60.0) -> Lying:
        end_s = self.room.now_s + most_s
        while self.room.state["stage"] != stage:
            assert self.room.now_s < end_s, (stage, self.room.texts[-3:])
            self.stay(0.5)
        return self

    def press(self, hold_s: float = 6.6, *, deg: float = 15.0, down_s: float = 2.5) -> Lying:
        return self.go(deg, 1.2).stay(hold_s).go(0.0, down_s)


def lying_ready(**changes: object) -> Lying:
    return Lying(**changes).stay(1.0).until("exercise")
