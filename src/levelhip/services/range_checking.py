"""The range check at home: whether it may begin, what a session or a recording of it showed, and keeping that once.

Three lifts a side without the belt are a check, no training: the plan does not count them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from levelhip.exercise.active_range import RangePosition
from levelhip.exercise.clearance import Assessment, Reason
from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import SIDES, Side
from levelhip.exercise.wording import N_
from levelhip.ports import Chunk, Json, KeptSession, Recording, RecordingError, SessionStore
from levelhip.services.clearing import Clearing
from levelhip.services.history import RANGE_CHECK, purpose_of
from levelhip.services.measure import measure
from levelhip.services.outcomes import FROM, PELVIS, RANGE, OutcomeError, Outcomes
from levelhip.services.planning import Planning
from levelhip.services.rebuilding import NothingToDrawError, rebuilt
from levelhip.services.strength_checking import RESTS
from levelhip.services.zones import day_of
from levelhip.session.range_check import RANGE_EXERCISES, RangeCheck, range_check, range_prescription

USUAL_EXERCISE: Final = next(iter(RANGE_EXERCISES))
MOST_ROWS: Final = 1_000_000
"""Of a recording: a range check is minutes long, whatever samples it."""
PELVIS_ANSWERS: Final[dict[str, bool | None]] = {"yes": True, "no": False, "unknown": None}
PELVIS_SAID: Final = "pelvis_said"
"""In the detail of a range: what the person answered; whoever answered is not asked again."""

RESTS_DO: Final = N_("Do not check your range today: your plan rests even from the gentle exercise.")
NOT_ARRIVED: Final = N_("This check has not arrived completely yet. It is still on the device it was done on.")
PAIN_STOPPED: Final = N_("You stopped because of pain. So nothing was kept of this check.")
NOT_DONE: Final = N_("This check was not done to its end, so nothing was kept of it.")
NOT_CHECKED: Final = N_("The server did not count the same, so nothing was kept of this check. Please do it again.")
NOT_FOUND: Final = N_("No lift was found, so nothing was kept.")
NOT_KEPT: Final = N_("Nothing is kept of this check, or it was removed.")


class RangeError(ValueError):
    """A check that cannot be kept. The message is one line."""


@dataclass(frozen=True, slots=True)
class CheckedSession:
    """A range check that was done as a session. `entry`: what was kept of it; where nothing was, `why_not` says why."""

    check: RangeCheck | None
    entry: Json | None
    why_not: str

    @property
    def asks(self) -> bool:
        """Whether it is still to be asked if the pelvis stayed where it was: nothing saw it, and nobody said."""
        return self.entry is not None and PELVIS_SAID not in self.entry["answers"]["detail"]


class RangeChecking:
    """The use cases."""

    def __init__(self, store: SessionStore, clearing: Clearing, outcomes: Outcomes, planning: Planning) -> None:
        self._store, self._clearing, self._outcomes, self._planning = store, clearing, outcomes, planning

    def assessment(self, exercise: str) -> Assessment:
        """Whether one may lift so now: never while the plan rests. Raises UnknownExerciseError."""
        cleared = self._clearing.assessment(exercise)
        if cleared.may_start and self._planning.today(None).pauses:
            return Assessment("not_today", (Reason("plan_rests", "not_today", RESTS, RESTS_DO),), RESTS_DO)
        return cleared

    def keep(self, found: RangeCheck, measured_on: date | None = None, *, session_id: str | None = None) -> Json:
        """Keep both sides; gives the entry, with what has changed. What a session showed is kept once.

        Raises RangeError or OutcomeError, and nothing is kept: no lift of a side that is known, or one that cannot be.
        """
        sides = {each.side: each for each in found.sides if each.side is not None}
        if not sides:
            raise RangeError("nothing to keep: no lift of a side that is known (--side says which)")
        answers: Json = {side: round(sides[side].angle_deg, 1) if side in sides else None for side in SIDES}
        answers |= {"route": found.route, "position": found.position}
        answers |= {} if measured_on is None else {"measured_on": measured_on.isoformat()}
        detail: Json = {
            "lifts_deg": {side: [round(lift, 1) for lift in each.lifts_deg] for side, each in sides.items()},
            PELVIS: {side: each.pelvis_stayed for side, each in sides.items()},
        }
        kept = self._outcomes.keep(RANGE, answers, None, detail, once=session_id)
        return next(each for each in self._entries() if each["id"] == kept["id"])

    def keep_session(self, session: KeptSession, record: Json) -> None:
        """Keep what a range check that was done to its end has shown; of anything else nothing.

        `record`: the server's own, that agrees with the one that was sent.
        """
        done = purpose_of(session) == RANGE_CHECK and record.get("ended") == "done"
        if not done or session.started.id in self._store.pain_stopped():
            return
        found = _found(record)
        if found is None or not found.sides:
            return
        started, registered = (day_of(at, None) for at in (session.started.started_at, session.started.registered_at))
        try:  # a clock that goes wrong may have begun it tomorrow
            self.keep(found, min(started, registered), session_id=session.started.id)
        except (OutcomeError, RangeError):
            return

    def session(self, session_id: str) -> CheckedSession:
        """What came of a range check. Raises KeyError where there is no such session, or it was none."""
        session = self._store.session(session_id)
        if session is None or purpose_of(session) != RANGE_CHECK:
            raise KeyError(session_id)
        newest = next(iter(self._store.records(session_id)), None)
        record = None if newest is None else newest.own_record
        found = _found(record) if record is not None else None
        entry = next((each for each in self._entries() if each["answers"].get(FROM) == session_id), None)
        if entry is not None:
            return CheckedSession(found, entry, "")
        if session_id in self._store.pain_stopped():
            return CheckedSession(None, None, PAIN_STOPPED)
        if newest is None:
            return CheckedSession(None, None, NOT_ARRIVED)
        if not newest.agrees:
            return CheckedSession(None, None, NOT_CHECKED)
        if newest.numbers.get("ended") != "done":
            return CheckedSession(None, None, NOT_DONE)
        nothing = found is None or not found.sides
        return CheckedSession(None if nothing else found, None, NOT_FOUND if nothing else NOT_KEPT)

    def tell_pelvis(self, session_id: str, said: str) -> bool:
        """Keep whether the hips stayed one above the other, as the person says: yes, no, or unknown.

        False where nothing is kept of that session, or `said` is none of these.
        """
        entry = next((each for each in self._entries() if each["answers"].get(FROM) == session_id), None)
        if entry is None or said not in PELVIS_ANSWERS:
            return False
        told = {side: PELVIS_ANSWERS[said] for side in SIDES if entry["answers"][side] is not None}
        return self._outcomes.note(entry["id"], {PELVIS: told, PELVIS_SAID: said})

    def _entries(self) -> list[Json]:
        """Every range that was kept, the newest first, with what became of it."""
        return next((each["entries"] for each in self._outcomes.history() if each["measure"] == RANGE), [])


def asked_of(exercise: str, sides: tuple[Side, ...]) -> Prescription:
    """What a range check asks, of these sides in their order. Raises ValueError for an exercise that shows no range."""
    return replace(range_prescription(load_exercise(exercise)), sides=sides)


def check_recording(recording: Recording, position: RangePosition, side: Side | None) -> RangeCheck:
    """Measure an opened recording. `side`: which leg, where the file does not say. Raises RecordingError."""
    key = next(key for key, each in RANGE_EXERCISES.items() if each == position)
    recording.chunks = _bounded(recording.source, recording.chunks)
    return range_check(measure(recording, range_prescription(load_exercise(key)), side=side).record)


def _bounded(source: str, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    count = 0
    for chunk in chunks:
        count += len(chunk.t_s)
        if count > MOST_ROWS:
            raise RecordingError(f"{source}: more than {MOST_ROWS} rows; a range check is minutes long")
        yield chunk


def _found(record: Json) -> RangeCheck | None:
    """The check in a live record; None where it cannot be read."""
    try:
        return range_check(rebuilt(record)[0])
    except (NothingToDrawError, KeyError):
        return None
