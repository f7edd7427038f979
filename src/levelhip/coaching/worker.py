"""Between the worker's strings and the coach: JSON in, JSON out, one session at a time. It decides nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from levelhip.coaching.live import LiveSession
from levelhip.exercise.clearance import assess_stop, stop_questions
from levelhip.exercise.figure import animated_svg
from levelhip.exercise.library import load_exercise
from levelhip.exercise.signals import Side
from levelhip.session.progressor import NAME_PREFIX, NOTIFY_UUID, SERVICE_UUID, WRITE_UUID, Command
from levelhip.simulation.live import live_patient

__all__ = [
    "about",
    "belt_profile",
    "figure",
    "judge_stop",
    "open_session",
    "questions_after_stop",
    "record",
    "replay",
    "simulated_set",
    "take",
    "use_messages",
]


@dataclass(slots=True)
class _Here:
    """What this worker has open."""

    messages: dict[str, str] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    session: LiveSession | None = None

    @property
    def live(self) -> LiveSession:
        """The session. Raises ValueError before there is one."""
        if self.session is None:
            raise ValueError("no session has begun")
        return self.session


_here: Final = _Here()


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _word(text: str) -> str:
    return _here.messages.get(text) or text


def use_messages(messages: str) -> None:
    """The catalogue of the person's language."""
    _here.messages = json.loads(messages)


def about(exercise: str) -> str:
    """Name and summary of an exercise, for the page's head."""
    known = load_exercise(exercise)
    return _said({"name": _word(known.name), "summary": _word(known.summary), "position": known.position})


def belt_profile() -> str:
    """How the belt's sensor is found and spoken to."""
    return _said(
        {
            "device": "progressor",
            "service": SERVICE_UUID,
            "notify": NOTIFY_UUID,
            "write": WRITE_UUID,
            "name_prefix": NAME_PREFIX,
            "start": Command.START,
            "stop": Command.STOP,
            "battery": Command.BATTERY,
        }
    )


def open_session(config: str) -> None:
    """Begin the session of this config."""
    _here.config = json.loads(config)
    _here.session = LiveSession(_here.config, _here.messages)


def take(given: str) -> str:
    """Give the coach one input."""
    live = _here.live
    return _said({"outputs": live.take(json.loads(given)), "deadline_s": live.next_deadline_s()})


def replay(inputs: str) -> str:
    """Give the coach what was recorded before, and return the last state it came to."""
    live, state = _here.live, None
    for given in json.loads(inputs):
        for output in live.take(given):
            state = output.get("state", state)
    return _said({"outputs": [{"state": state}] if state else [], "deadline_s": live.next_deadline_s()})


def simulated_set(side: Side, from_attempt: int) -> str:
    """The samples of a side's set, by the simulated person of the config."""
    config = _here.config
    person = config["simulated"]
    played = live_patient(
        person["seed"],
        person["population"],
        person["faults"],
        side,
        hold_s=config["hold_s"],
        reps=config["reps"],
        from_attempt=from_attempt,
    )
    return _said({"t_s": played.t_s, "force_n": played.force_n})


def record() -> str:
    """What came of the session so far."""
    return _said(_here.live.record())


def figure(exercise: str, side: Side) -> str:
    """The drawn figure, moving."""
    return animated_svg(load_exercise(exercise), side, messages=_here.messages)


def questions_after_stop() -> str:
    """What is asked after a stop for pain."""
    return _said(_in_words([asked.as_dict() for asked in stop_questions()]))


def judge_stop(answers: str) -> str:
    """What follows from the answers."""
    return _said(_in_words(assess_stop(json.loads(answers)).as_dict()))


_SENTENCES = ("text", "help", "do", "do_now")


def _in_words(value: object, name: str = "") -> object:
    """The same, its sentences in the person's language."""
    if isinstance(value, dict):
        return {key: _in_words(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_words(inner) for inner in value]
    return _word(value) if name in _SENTENCES and isinstance(value, str) else value
