"""A live session as the server sees it: the start, the inputs as they come in, the end, and what was said then."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo
from typing import Final

from levelhip import __version__
from levelhip.exercise.clearance import Assessment
from levelhip.exercise.clearance_stops import worst_answers
from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.sentence import Sentence
from levelhip.ports import Clock, Json, KeptSession, NewRecord, NewSession, PartLimits, SessionStore
from levelhip.services.clearing import Clearing, after_stop
from levelhip.services.history import RANGE_CHECK, purpose_of
from levelhip.services.person import DUE_EXERCISE, PersonSettings
from levelhip.services.plan_rest import rest_at_start
from levelhip.services.planning import PlannedDay, Planning
from levelhip.services.range_checking import USUAL_EXERCISE, RangeChecking, asked_of
from levelhip.services.replaying import check, check_config, engine_of
from levelhip.services.session_config import Basics, ConfigError, new_config, read_basics
from levelhip.services.session_numbers import numbers_of, scale_of

IN_STEP: Final = timedelta(minutes=2)
"""A session told of within this much of its start is told of at its start; any other is late, and kept anyway."""
DEFAULT_LANGUAGE: Final = "en"


class NotCleared(Exception):  # noqa: N818 - it is no error, it is the answer
    """The person may not start now; the assessment says why and what to do."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(assessment.outcome)
        self.assessment = assessment


class Resting(Exception):  # noqa: N818 - it is no error, it is the answer
    """Nothing more is to be done today; `reason` says why."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


class PartsMissing(Exception):  # noqa: N818 - it is no error, it is the answer
    """Some parts have not arrived; send them, then finish again."""

    def __init__(self, missing: list[int]) -> None:
        super().__init__(f"{len(missing)} parts are missing")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of telling of a start. `created`: it was not known before."""

    session: KeptSession
    created: bool


class Coaching:
    """Starts, keeps and checks live sessions. An unknown session is a KeyError."""

    def __init__(
        self,
        store: SessionStore,
        clock: Clock,
        clearing: Clearing,
        person: PersonSettings,
        planning: Planning,
        ranges: RangeChecking,
        messages: Callable[[str], Mapping[str, str]],
        *,
        limits: PartLimits = PartLimits(),  # noqa: B008 - frozen
    ) -> None:
        self._store, self._clock, self._clearing, self._person = store, clock, clearing, person
        self._planning, self._ranges = planning, ranges
        self._messages = messages
        self._limits = limits

    def config(
        self, exercise: str | None, way: str | None, zone: tzinfo | None = None, purpose: str | None = None
    ) -> Json:
        """A configuration to start with now, of `exercise` or of what is due next, with the dose that the plan has.

        `purpose`: RANGE_CHECK for a check of the range, whose dose is its own.

        Raises Resting, NotCleared, UnknownExerciseError, ConfigError.
        """
        if purpose not in (None, RANGE_CHECK):
            raise ConfigError(f"purpose: {RANGE_CHECK}, or none")
        planned = self._planning.today(zone)
        if exercise is None:
            exercise = _next(planned) if purpose is None else USUAL_EXERCISE
        assessment = self._clearing.assessment(exercise)
        if not assessment.may_start:
            raise NotCleared(assessment)
        person = self._person.settings()
        way = way or person.way or "clock"
        if planned.pauses and planned.decision is not None and way != "simulated":
            raise Resting(planned.decision.reason)
        return new_config(
            _dose(exercise, planned) if purpose is None else _check_dose(exercise, planned),
            way,
            language=person.language or DEFAULT_LANGUAGE,
            now=self._clock.now(),
            clearance=self._clearing.kept(exercise),
            rigging=person.rigging,
            beside=person.beside,
            purpose=purpose,
        )

    def register(self, config: Json) -> Registered:
        """Keep a session's start, once. Raises NotCleared for a start now; one told of late is kept, and marked.

        So is one that begins while the plan rests, of a configuration that is older than the rest: what is done is
        never lost, and its page says it. Raises ConfigError for what is no configuration.
        """
        basics = read_basics(config)
        known = self._store.session(basics.id)
        if known is not None:
            return Registered(known, created=False)
        refused = _refused_by_engine(config) if basics.engine == __version__ else None
        now = self._clock.now()
        late = abs(now - basics.started_at) > IN_STEP
        assessment = refused or self._assessment(basics, late=late)
        if not late and not assessment.may_start:
            raise NotCleared(assessment)
        new = NewSession(
            id=basics.id,
            config=config,
            exercise=basics.exercise,
            way=basics.way,
            language=basics.language,
            engine=basics.engine,
            started_at=basics.started_at,
            registered_at=now,
            clearance_held=assessment.may_start,
            assessment=dict(assessment.as_dict()),
            late=late,
        )
        if (rest := rest_at_start(new, self._planning, self._store.plans)) is not None:
            new = replace(new, assessment={**new.assessment, "plan_rests": rest})
        created = self._store.add_session(new)
        return Registered(self._session(basics.id), created)

    def _assessment(self, basics: Basics, *, late: bool) -> Assessment:
        """What our own answers led to when it was begun."""
        if late:
            return self._clearing.assessment_at(basics.exercise, basics.started_at)
        return self._clearing.assessment(basics.exercise)

    def put_part(self, session_id: str, n: int, inputs: list[Json]) -> bool:
        """Keep a part, once; False where another one stands in its place (it stays). Raises TooMuchError."""
        body = json.dumps(inputs, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        kept = self._store.put_part(session_id, n, body, self._limits)
        if any(map(_tells_of_pain, inputs)):
            self._note_pain_stop(session_id, worst_answers(*(each.get("stop_answers") for each in inputs)))
        return kept != "other"

    def part_numbers(self, session_id: str) -> list[int]:
        """Which parts have arrived."""
        self._session(session_id)
        return self._store.part_numbers(session_id)

    def finish(self, session_id: str, parts: int, client_record: Json) -> Json:
        """Check the session against our own count; both are kept. Raises PartsMissing. The same again: same answer."""
        session = self._session(session_id)
        if not 0 <= parts <= self._limits.count:
            raise ConfigError(f"parts: from 0 to {self._limits.count}")
        missing = sorted(set(range(parts)) - set(self._store.part_numbers(session_id)))
        if missing:
            raise PartsMissing(missing)
        done = (each for each in self._store.records(session_id) if each.parts == parts)
        record = next((each for each in done if each.client_record == client_record), None)
        if record is None:
            record = self._checked(session, parts, client_record)
            own = record.own_record if record.agrees else None
            if own is not None and not any(each.agrees for each in self._store.records(session_id)):
                self._ranges.keep_session(session, own)  # before the record: what breaks off here is done again
            stop = worst_answers(client_record.get("stop_answers"), (record.own_record or {}).get("stop_answers"))
            if stop is not None or "pain" in (client_record.get("ended"), record.numbers.get("ended")):
                self._note_pain_stop(session_id, stop)
            self._store.add_record(record)
            self._keep_what_was_said(session, record.own_record or client_record, stop)
        return {
            "agrees": record.agrees,
            "differences": list(record.differences),
            "url": f"/range/{session_id}" if purpose_of(session) == RANGE_CHECK else f"/history/{session_id}",
        }

    def afterwards(self, session_id: str, answers: Json) -> Json:
        """Keep what was said afterwards; null is not known. Gives what follows from the answers to a stop's questions.

        Raises ConfigError for what is no answer.
        """
        said = _read_afterwards(answers)
        told, before = said["stop_answers"], self._session(session_id).afterwards or {}
        stop = worst_answers(before.get("stop_answers"), told)
        if told is not None:
            self._note_pain_stop(session_id, told)
        self._store.set_afterwards(session_id, {**said, "stop_answers": stop}, self._clock.now())
        return {"assessment": None if told is None else after_stop(stop or {}).as_dict()}

    def _note_pain_stop(self, session_id: str, answers: Json | None) -> None:
        """A simulated patient feels nothing: with one, only what the person answers is told of a real pain."""
        if answers or self._session(session_id).started.way != "simulated":
            self._store.note_pain_stop(session_id, self._clock.now())

    def _session(self, session_id: str) -> KeptSession:
        session = self._store.session(session_id)
        if session is None:
            raise KeyError(session_id)
        return session

    def _checked(self, session: KeptSession, parts: int, client_record: Json) -> NewRecord:
        config = session.started.config
        inputs = [each for body in self._store.parts(session.started.id, parts) for each in json.loads(body)]
        result = check(config, inputs, client_record, self._messages(session.started.language))
        return NewRecord(
            session_id=session.started.id,
            parts=parts,
            client_record=client_record,
            own_record=result.own_record,
            client_engine=engine_of(config, client_record),
            own_engine=__version__,
            agrees=result.agrees,
            differences=result.differences,
            numbers=numbers_of(result.own_record or client_record),
            finished_at=self._clock.now(),
        )

    def _keep_what_was_said(self, session: KeptSession, record: Json, stop: Json | None) -> None:
        """Answers given within the session, unless there are some given after it. After a stop the worst stay."""
        told = {"pain": scale_of(record.get("pain")), "effort": scale_of(record.get("effort")), "stop_answers": stop}
        before = session.afterwards
        said = told if before is None else {**before, "stop_answers": worst_answers(before["stop_answers"], stop)}
        if said != before and any(value is not None for value in said.values()):
            self._store.set_afterwards(session.started.id, said, self._clock.now())


def _next(planned: PlannedDay) -> str:
    return DUE_EXERCISE if planned.next is None else planned.next.due.exercise


def _dose(exercise: str, planned: PlannedDay) -> Prescription:
    """As the plan has it; an exercise that is not in it, as the library has it."""
    due = planned.due_of(exercise)
    if due is not None:
        return due.prescription()
    usual = prescribe(load_exercise(exercise))
    return usual if len(usual.sides) == 1 else replace(usual, sides=planned.plan.sides)


def _check_dose(exercise: str, planned: PlannedDay) -> Prescription:
    try:
        return asked_of(exercise, planned.plan.sides)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def _tells_of_pain(given: Json) -> bool:
    """Say whether an input stops for pain, or answers what is asked after that."""
    if given.get("do") == "command":
        return given.get("command") == "pain"
    return given.get("do") == "afterwards" and isinstance(given.get("stop_answers"), dict)


def _refused_by_engine(config: Json) -> Assessment | None:
    """Ask the engine too: it looks at the answers that the configuration itself carries."""
    try:
        return check_config(config)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _read_afterwards(answers: Json) -> Json:
    said: Json = {}
    for key in ("pain", "effort"):
        value = answers.get(key)
        if value is not None and scale_of(value) is None:
            raise ConfigError(f"{key}: a whole number from 0 to 10, or null where it is not known")
        said[key] = value
    stop = answers.get("stop_answers")
    if stop is not None and not isinstance(stop, dict):
        raise ConfigError("stop_answers: question and answer pairs, or null")
    return {**said, "stop_answers": stop}
