"""A person with a plan, whose days are told in a line each: the real services over a file in a folder."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from levelhip import __version__
from levelhip.bootstrap import Services, build
from levelhip.ports import Morning, NewRecord, NewSession
from levelhip.services.planning import PlannedDay
from levelhip.store.store import SqlStore

BELT: Final = "isometric_hip_abduction"
FIRST: Final = date(2026, 3, 2)
"""A Monday."""


@dataclass
class World:
    """The services over a new file in `folder`, and the day it is: their clock."""

    folder: Path
    day: date = FIRST
    services: Services = field(init=False)

    def __post_init__(self) -> None:
        self.services = build(SqlStore(self.folder / "levelhip.sqlite3"), self, lambda _: {})

    def now(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)

    def open(self) -> PlannedDay:
        """Open Today."""
        return self.services.planning.today(UTC)

    def morning(self, rating: int | None = 0) -> None:
        """Answer the morning's question, or skip it."""
        self.services.store.set_morning(Morning(self.day, rating, self.now()))

    def exercise(
        self,
        exercise: str = BELT,
        *,
        times: int = 1,
        reps: int = 7,
        complete: int | None = None,
        way: str = "camera",
        sides: Sequence[str] = ("right", "left"),
        ended: str = "done",
        told: bool = True,
        **said: Any,  # noqa: ANN401 - answers
    ) -> None:
        """So many sessions today; by default good ones, with pain 0 and effort 3."""
        provenance = "self-reported" if way == "clock" else "measured"
        done = reps if complete is None else complete
        numbers = {
            "ended": ended,
            "summary": None,
            "sides": [
                {
                    "side": side, "rep_count": reps, "complete_count": done, "held_s": 6.0 * done, "measured_s": 0.0,
                    "self_reported_s": 0.0, "provenance": provenance,
                    "faulty_count": 0 if provenance == "measured" else None, "told": told,
                }
                for side in sides
            ],
        }  # fmt: skip
        for _ in range(times):
            self._add(exercise, way, list(sides), numbers, {"pain": 0, "effort": 3, **said})

    def _add(self, exercise: str, way: str, sides: list[str], numbers: dict[str, Any], said: dict[str, Any]) -> None:
        store, number, now = self.services.store, str(uuid.uuid4()), self.now()
        store.add_session(
            NewSession(
                number,
                {"sides": sides},
                exercise,
                way,
                "en",
                __version__,
                now,
                now,
                clearance_held=True,
                assessment={},
                late=False,
            )
        )
        store.add_record(NewRecord(number, 0, {}, {}, __version__, __version__, None, [], numbers, now))
        store.set_afterwards(number, {"stop_answers": None, **said}, now)

    def good_day(self, **changes: Any) -> PlannedDay:  # noqa: ANN401 - of a session
        """A day on which all is well: opened, told, exercised as often as is asked."""
        self.morning()
        for asked in self.open().asked:
            dose = asked.due.dose
            self.exercise(asked.due.exercise, **{"times": dose.per_day, "reps": dose.reps, **changes})
        planned = self.open()
        self.day += timedelta(days=1)
        return planned
