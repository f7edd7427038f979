"""Whether the person may start: the answers they gave, kept one after another, and what follows from them now.

Beside the answers count a stop for pain, which ends those about the day, and the releases of trusted clinicians.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from levelhip.exercise.clearance import (
    CLOCK_TOLERANCE,
    Assessment,
    assess_stop,
    questions,
    stop_questions,
)
from levelhip.exercise.clearance_kept import assess_kept
from levelhip.exercise.library import load_exercise
from levelhip.ports import ClearanceAnswers, Clock, Json, SessionStore
from levelhip.services.opening import Opening


class UnknownQuestionError(ValueError):
    """An answer to a question that is not asked."""


class Clearing:
    """Keeps the answers and asks the rules. The moment of answering is ours to tell, never the client's."""

    def __init__(self, store: SessionStore, clock: Clock, opening: Opening) -> None:
        self._store = store
        self._clock = clock
        self._opening = opening

    def answer(self, answers: Mapping[str, object], exercise: str) -> Assessment:
        """Keep these answers beside those to other questions; gives what follows from all of them.

        Raises UnknownExerciseError, and UnknownQuestionError where an answer belongs to no question; nothing is kept.
        """
        asked = {question.key for question in questions(exercise)}
        known = {question.key for question in questions()} | asked
        if strange := sorted(set(answers) - known):
            raise UnknownQuestionError(f"no question is called {strange[0][:80]!r}")
        now = self._clock.now().astimezone(UTC)

        def merged(old: ClearanceAnswers | None) -> ClearanceAnswers:
            """Answers to questions of another version stay, and block, until all has been answered anew."""
            stays = old if old is not None and not asked <= set(answers) else ClearanceAnswers({}, {}, now)
            times = dict.fromkeys(answers, now.isoformat())
            return ClearanceAnswers({**stays.answers, **answers}, {**stays.times, **times}, now)

        self._store.add_clearance(merged)
        return self.assessment(exercise)

    def kept(self, exercise: str) -> Json:
        """The answers, and what opens gates, as a session's configuration carries them."""
        answers = _kept(self._store.clearance(), self._store.last_pain_stop())
        return {**answers, **self._opening.kept(exercise)}

    def assessment(self, exercise: str) -> Assessment:
        """What follows now. Raises UnknownExerciseError."""
        load_exercise(exercise)
        return assess_kept(self.kept(exercise), exercise, now=self._clock.now())

    def assessment_at(self, exercise: str, moment: datetime) -> Assessment:
        """What followed at `moment` from the answers given, and the releases there were, by then.

        Raises UnknownExerciseError.
        """
        by_then = moment + CLOCK_TOLERANCE
        answers = _kept(self._store.clearance(at=by_then), self._store.last_pain_stop(at=by_then))
        return assess_kept({**answers, **self._opening.kept_at(exercise, moment)}, exercise, now=moment)

    def state(self, exercise: str) -> Json:
        """Questions, answers and what follows, for a page. Raises UnknownExerciseError."""
        latest = self._store.clearance()
        return {
            "exercise": exercise,
            "questions": [question.as_dict() for question in questions(exercise)],
            "stop_questions": [question.as_dict() for question in stop_questions()],
            "answers": None if latest is None else latest.answers,
            "answered_at": None if latest is None else latest.times,
            "assessment": self.assessment(exercise).as_dict(),
        }


def _kept(given: ClearanceAnswers | None, stopped_at: datetime | None) -> Json:
    stopped = None if stopped_at is None else stopped_at.isoformat()
    if given is None:
        return {"answers": {}, "answered_at": {}, "stopped_at": stopped}
    return {"answers": given.answers, "answered_at": given.times, "stopped_at": stopped}


def after_stop(answers: Mapping[str, object]) -> Assessment:
    """What follows from the answers to the questions asked after a stop for pain."""
    return assess_stop(answers)
