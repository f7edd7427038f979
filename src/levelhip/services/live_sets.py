"""A session that the command line coaches, kept as the page's are: told of at its start, its journal, its record.

The journal goes into the store while it grows. Whoever is killed loses some seconds, and the next start finishes what
was recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from levelhip.exercise.signals import Side
from levelhip.ports import Clock, Json, KeptSession, SessionStore
from levelhip.services.coaching import Coaching
from levelhip.services.history import History, session_dict
from levelhip.services.session_config import ConfigError
from levelhip.session.load_cell import Rigging

if TYPE_CHECKING:
    from levelhip.services.running_set import RunningSet

MADE_BY: Final = "levelhip live"
"""Under `made_by` in the configuration of a session that was not done in a page."""
LANGUAGE: Final = "en"
"""What the command line speaks."""
LOOKED_AT: Final = timedelta(days=30)
"""What was cut off longer ago is left alone."""
ODD: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a journal of another version may lead to."""


class LiveSets:
    """Begins sessions with the sensor in the belt, and finishes those that were cut off."""

    def __init__(
        self,
        store: SessionStore,
        clock: Clock,
        coaching: Coaching,
        history: History,
        messages: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._store, self._clock, self._coaching, self._history = store, clock, coaching, history
        self._messages = messages

    def begin(self, exercise: str, rigging: Rigging, side: Side | None, *, keeps: bool) -> RunningSet:
        """A session to begin now, of the plan's dose of today; `side`: of one leg only. `keeps`: it is kept.

        Raises Resting, NotCleared, UnknownExerciseError, and ConfigError where no load cell measures the exercise.
        """
        from levelhip.services.running_set import RunningSet  # noqa: PLC0415 - Today needs none

        config = self._coaching.config(exercise, "belt")
        if config["way"] != "belt":
            raise ConfigError(f"{exercise}: cannot be measured by a load cell; see `levelhip exercises`")
        config = {**config, "rigging": rigging, "beside": None, "language": LANGUAGE, "made_by": MADE_BY}
        if side is not None:
            config["sides"] = [side]
        return RunningSet(config, self._messages(LANGUAGE), self._coaching if keeps else None)

    def finish_what_was_cut_off(self) -> list[Json]:
        """Count what was recorded of sessions that ended with their process; gives them as lists show them."""
        recent = self._store.sessions(since=self._clock.now() - LOOKED_AT)
        cut_off = [each for each in recent if each.parts is None and each.started.config.get("made_by") == MADE_BY]
        return [session_dict(self._history.kept(each.started.id)) for each in cut_off if self._finished(each)]

    def _finished(self, session: KeptSession) -> bool:
        from levelhip.coaching.live import replay_live  # noqa: PLC0415 - Today needs none

        started = session.started
        inputs = self._history.inputs(started.id)
        if not inputs:
            return False
        try:
            record = replay_live(started.config, inputs, self._messages(started.language))
        except ODD:
            return False
        numbers = self._store.part_numbers(started.id)
        whole = next((n for n, found in enumerate(numbers) if n != found), len(numbers))
        self._coaching.finish(started.id, whole, record)
        return True
