"""What the screen asks: how many were held where nobody measured, what hurts after a stop, and how it was."""

from __future__ import annotations

from levelhip.coaching.keeping import Kept
from levelhip.coaching.live_inputs import Afterwards, Command
from levelhip.exercise.signals import Side


class Questions:
    """Which questions are open; the answers are put into `kept`. Every one may be skipped."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._answered_sides: set[Side] = set()
        self._answered_stop = False
        self._answered_afterwards = False

    def stopped(self) -> None:
        """A stop: what hurts is asked, whatever was answered before."""
        self._answered_stop = False

    def open_question(self, *, ended: str, between_sides: bool) -> str | None:
        """What is to be asked now; None: nothing."""
        if ended in ("stopped", "pain") and not self._answered_stop:
            return "stop_questions"
        if self.open_side is not None and (ended == "done" or (ended == "unfinished" and between_sides)):
            return "corrections"
        return "afterwards" if ended != "unfinished" and not self._answered_afterwards else None

    @property
    def open_side(self) -> Side | None:
        """The paced side of which nobody has told yet how many were held in full."""
        return next((side for side in self._kept.corrections if side not in self._answered_sides), None)

    def check(self, command: Command) -> None:
        """Raise ValueError for a correction of what was never paced."""
        if command.side is None:
            return
        if command.side not in self._kept.corrections:
            raise ValueError(f"there is nothing to correct on the {command.side} side: it was not paced by the clock")
        most = self._kept.self_reported(command.side)
        if command.complete is not None and command.complete > most:
            raise ValueError(f"{command.complete} cannot have been held in full: there were {most}")

    def correct(self, side: Side, complete: int | None) -> None:
        """So many of the paced repetitions of `side` were held in full; None: the person does not say."""
        self._kept.corrections[side] = complete
        self._answered_sides.add(side)

    def afterwards(self, given: Afterwards, *, asked_stop: bool) -> None:
        """How it was. After a stop the first answer is to what was asked about that."""
        kept = self._kept
        kept.pain = kept.pain if given.pain is None else given.pain
        kept.effort = kept.effort if given.effort is None else given.effort
        kept.stop_answers = given.stop_answers or kept.stop_answers
        self._answered_stop = True
        self._answered_afterwards = not asked_stop or given.pain is not None or given.effort is not None
