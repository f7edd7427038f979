"""Whether the person may start: the answers they gave, kept one after another, and what follows from them now.

Beside the answers count stops for pain, which end those about the day and may close it, and the releases of trusted
clinicians.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from levelhip.exercise.clearance import (
    CLOCK_TOLERANCE,
    Assessment,
    assess_stop,
    questions,
    stop_questions,
)
from levelhip.exercise.clearance_kept import assess_kept
from levelhip.exercise.clearance_rules import Question
from levelhip.exercise.clearance_stops import SPOKE, Stop, carried
from levelhip.exercise.library import load_exercise
from levelhip.ports import ClearanceAnswers, Clock, Json, PainStop, SessionStore
from levelhip.services.opening import Opening
from levelhip.services.zones import beginning_of, day_of


class UnknownQuestionError(ValueError):
    """An answer to a question that is not asked."""


class Clearing:
    """Keeps the answers and asks the rules. The moment of answering is ours to tell, never the client's."""

    def __init__(self, store: SessionStore, clock: Clock, opening: Opening) -> None:
        self._store = store
        self._clock = clock
        self._opening = opening

    def answer(self, answers: Mapping[str, object], exercise: str, *, maximal: bool = False) -> Assessment:
        """Keep these answers beside those to other questions; gives what follows from all of them.

        `maximal`: before pressing as hard as one can, which asks for more.

        Raises UnknownExerciseError, and UnknownQuestionError where an answer belongs to no question; nothing is kept.
        """
        asked = {question.key for question in questions(exercise, maximal=maximal)}
        known = {question.key for question in questions(grave_stop=True, maximal=True)} | asked
        if strange := sorted(set(answers) - known):
            raise UnknownQuestionError(f"no question is called {strange[0][:80]!r}")
        now = self._clock.now().astimezone(UTC)

        def merged(old: ClearanceAnswers | None) -> ClearanceAnswers:
            """Answers to questions of another version stay, and block, until all has been answered anew."""
            stays = old or ClearanceAnswers({}, {}, now)
            kept = {key: given for key, given in stays.answers.items() if key in known or not asked <= set(answers)}
            times = {key: at for key, at in stays.times.items() if key in kept}
            return ClearanceAnswers({**kept, **answers}, {**times, **dict.fromkeys(answers, now.isoformat())}, now)

        self._store.add_clearance(merged)
        return self.assessment(exercise, maximal=maximal)

    def kept(self, exercise: str) -> Json:
        """The answers, and what opens gates, as a session's configuration carries them."""
        answers = _kept(self._store.clearance(), self._store.pain_stops(), self._clock.now())
        return {**answers, **self._opening.kept(exercise)}

    def assessment(self, exercise: str, *, maximal: bool = False) -> Assessment:
        """What follows now. Raises UnknownExerciseError."""
        load_exercise(exercise)
        return assess_kept(self.kept(exercise), exercise, now=self._clock.now(), maximal=maximal)

    def assessment_at(self, exercise: str, moment: datetime) -> Assessment:
        """What followed at `moment` from the answers given, and the releases there were, by then.

        Raises UnknownExerciseError.
        """
        by_then = moment + CLOCK_TOLERANCE
        answers = _kept(self._store.clearance(at=by_then), self._store.pain_stops(at=by_then), moment)
        return assess_kept({**answers, **self._opening.kept_at(exercise, moment)}, exercise, now=moment)

    def asked(self, exercise: str, *, maximal: bool = False) -> list[Question]:
        """What is asked before the exercise now: one question more after a stop that nobody has looked at."""
        open_ones = {reason.key for reason in self.assessment(exercise, maximal=maximal).reasons}
        every = questions(exercise, maximal=maximal, grave_stop=True)
        return [each for each in every if each.key != SPOKE or SPOKE in open_ones]

    def fresh(self, exercise: str, *, maximal: bool = False) -> Json:
        """Answers, yes or no, that still hold and do not stand in the way: they need not be thought about anew."""
        kept, found = self.kept(exercise), self.assessment(exercise, maximal=maximal)
        in_the_way = {each.key for each in found.reasons} | {each.key for each in found.opened}
        asked = (each for each in self.asked(exercise, maximal=maximal) if each.kind == "yes_no")
        good = [each.key for each in asked if each.key not in in_the_way and each.key != SPOKE]
        return {key: kept["answers"][key] for key in good if key in kept["answers"]}

    def state(self, exercise: str) -> Json:
        """Questions, answers and what follows, for a page. Raises UnknownExerciseError."""
        latest = self._store.clearance()
        return {
            "exercise": exercise,
            "questions": [question.as_dict() for question in self.asked(exercise)],
            "stop_questions": [question.as_dict() for question in stop_questions()],
            "answers": None if latest is None else latest.answers,
            "answered_at": None if latest is None else latest.times,
            "assessment": self.assessment(exercise).as_dict(),
        }


def _kept(given: ClearanceAnswers | None, stops: Sequence[PainStop], now: datetime) -> Json:
    stopped = max((stop.told_at for stop in stops), default=None)
    return {
        "answers": {} if given is None else given.answers,
        "answered_at": {} if given is None else given.times,
        "stopped_at": None if stopped is None else stopped.isoformat(),
        "stops": [_written(stop) for stop in carried(map(_stop, stops), now)],
        "day": {"began": _began(now).isoformat(), "ends": _ends(now).isoformat()},
    }


def _stop(stop: PainStop) -> Stop:
    """Its day is this machine's day, as on the pages."""
    return Stop(stop.told_at, stop.answers or {}, _ends(stop.told_at))


def _began(moment: datetime) -> datetime:
    return beginning_of(day_of(moment, None), None)


def _ends(moment: datetime) -> datetime:
    return beginning_of(day_of(moment, None) + timedelta(days=1), None)


def _written(stop: Stop) -> Json:
    return {
        "told_at": stop.told_at.isoformat(),
        "day_ends": stop.day_ends.isoformat(),
        "answers": dict(stop.answers),
    }


def after_stop(answers: Mapping[str, object]) -> Assessment:
    """What follows from the answers to the questions asked after a stop for pain."""
    return assess_stop(answers)
