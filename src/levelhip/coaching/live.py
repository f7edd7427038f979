"""A live session as plain data: one input in, a list of outputs out. The same in a browser, on a server, in a test.

    live = LiveSession(config)
    for output in live.take({"do": "command", "command": "begin", "t_s": 0.0}): ...

Inputs, in their order, are the session's journal: the same inputs give the same outputs and the same record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from levelhip.coaching.coach import Coach
from levelhip.coaching.live_config import SCHEMA, LiveConfig, read_config
from levelhip.coaching.live_inputs import read_input
from levelhip.coaching.live_record import compare_records, live_record
from levelhip.coaching.live_state import state_of
from levelhip.exercise.clearance import Assessment
from levelhip.exercise.clearance_kept import assess_kept
from levelhip.exercise.signals import Sample, Side
from levelhip.exercise.wording import Messages

__all__ = ["SCHEMA", "LiveSession", "NotClearedError", "compare_records", "replay_live"]

NEVER: Final[dict[str, Any]] = {}


class NotClearedError(ValueError):
    """The exercise may not be started. `assessment` says why, and what to do instead."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(f"not cleared: {assessment.outcome}")
        self.assessment = assessment


class LiveSession:
    """One session of one person. Raises ValueError for a configuration that is none, NotClearedError fails closed."""

    def __init__(self, config: Mapping[str, Any], messages: Messages | None = None) -> None:
        settled = read_config(config)
        require_clearance(settled)
        self._messages = messages
        self._coach = Coach(settled, messages)
        self._shown = NEVER

    def take(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Take one input and give what it leads to. Raises ValueError, changing nothing, on nonsense."""
        self._coach.take(read_input(given))
        outputs = self._coach.voice.take()
        state = state_of(self._coach)
        if state != self._shown:
            self._shown = state
            outputs.append({"state": state})
        return outputs

    def next_deadline_s(self) -> float | None:
        """When an "advance" is wanted next, in session seconds; None: nothing is due."""
        return self._coach.next_deadline_s()

    def listen(self, heard: Callable[[float, Sample, Side | None], None]) -> None:
        """Have every sample of the driving channel told as it comes, and the side it was counted for (None: none)."""
        self._coach.on_sample = heard

    def record(self) -> dict[str, Any]:
        """What came of it so far."""
        return live_record(self._coach, self._messages)


def require_clearance(config: LiveConfig) -> None:
    """Raise NotClearedError unless the person may start this exercise."""
    assessment = assess_kept(config.clearance, config.prescription.exercise.key, now=config.started_at)
    if not assessment.may_start:
        raise NotClearedError(assessment)


def replay_live(
    config: Mapping[str, Any], inputs: Iterable[Mapping[str, Any]], messages: Messages | None = None
) -> dict[str, Any]:
    """The record that recorded inputs lead to."""
    live = LiveSession(config, messages)
    for given in inputs:
        live.take(given)
    return live.record()
