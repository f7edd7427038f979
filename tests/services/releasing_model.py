"""The rules of clearance said anew, as plainly as can be: what the machine of `test_releasing_machine` holds us to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from levelhip.exercise.clearance import questions
from levelhip.exercise.clearance_rules import Question
from levelhip.exercise.clinicians import Profession
from levelhip.exercise.library import load_clearance
from tests.exercise.clearance_factories import BELT

Key = tuple[Profession, int]

WORDS: Final = {"therapist": 1, "clinician": 2, "surgeon": 3}
"""Who is higher opens what is lower; "nobody" is not among them."""
BADNESS: Final = ("calm", "hurts", "grave")
HOURS: Final = {"today": 24, "health": 672}


@dataclass
class ModelRelease:
    """A release that was taken in."""

    key: Key
    gates: set[str]
    exercises: set[str]
    signed_at: datetime
    until: datetime
    ended: bool = False


@dataclass
class Model:
    """What a person has said, whom they trust, what they were given."""

    answers: dict[str, tuple[object, datetime]] = field(default_factory=dict)
    trusted: set[Key] = field(default_factory=set)
    revoked: set[Key] = field(default_factory=set)
    releases: dict[str, ModelRelease] = field(default_factory=dict)
    stopped_at: datetime | None = None
    stops: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    """Of each session stopped for pain: when, and the worst that was answered: "", "calm", "hurts", "grave"."""
    seen: datetime | None = None

    def look(self, now: datetime) -> None:
        """Somebody asks, at this moment; the device takes note while it trusts anybody."""
        if self.trusted:
            self.seen = max(now, self.seen or now)

    def say(self, answers: dict[str, object], now: datetime) -> None:
        """Answers take the place of earlier ones to the same questions."""
        self.answers |= {key: (answer, now) for key, answer in answers.items()}

    def untrust(self, key: Key) -> None:
        """All that came under a key ends with it."""
        self.trusted.discard(key)
        for release in self.releases.values():
            release.ended |= release.key == key

    def stop(self, session: str, said: str, now: datetime) -> None:
        """A session was stopped for pain, and this was answered then; what is worse stays."""
        at, before = self.stops.get(session, (now, ""))
        worse = max((each for each in (before, said) if each), key=BADNESS.index, default="")
        self.stops[session] = at, worse
        self.stopped_at = max(at, self.stopped_at or at)

    def is_held_by_a_stop(self, now: datetime) -> bool:
        """Say whether a stop closes the day, or waits for a doctor."""
        if any(
            said != "calm" and now.astimezone().date() <= at.astimezone().date() for at, said in self.stops.values()
        ):
            return True
        grave = [at for at, said in self.stops.values() if said == "grave"]
        spoke, at = self.answers.get("spoke_after_stop", (None, now))
        return bool(grave) and not (spoke == "yes" and max(grave) < at <= now + timedelta(minutes=2))

    def may_start(self, exercise: str, now: datetime) -> bool:
        """Say whether the exercise may be started."""
        if self.is_held_by_a_stop(now):
            return False
        asked = questions(exercise)
        if not all(self._allows(question, exercise, now) for question in asked):
            return False
        said = {key: answer for key, (answer, _) in self.answers.items()}
        harm = {question.key for question in asked if said.get(question.key) not in (_good(question), "unknown")}
        together = [rule for rule in load_clearance().together if "any" in rule.matters_for]
        return not any(harm.issuperset(rule.questions) for rule in together)

    def _allows(self, question: Question, exercise: str, now: datetime) -> bool:
        answer, at = self.answers.get(question.key, (None, now))
        if answer not in ((0, 6, "unknown") if question.kind == "scale" else ("yes", "no", "unknown")):
            return False
        if not -timedelta(minutes=2) <= now - at <= timedelta(hours=HOURS[question.group]):
            return False
        if question.group == "today" and at.astimezone().date() < now.astimezone().date():
            return False
        if question.group == "today" and self.stopped_at is not None and at <= self.stopped_at:
            return False
        return answer == _good(question) or self._is_open(question, answer, exercise, now)

    def _is_open(self, question: Question, answer: object, exercise: str, now: datetime) -> bool:
        wanted = next(each.finding for each in question.verdicts if each.fits(answer)).released_by  # type: ignore[arg-type]
        moment = max(now, self.seen or now)
        return wanted != "nobody" and any(
            not each.ended
            and each.key in self.trusted
            and question.key in each.gates
            and exercise in each.exercises
            and WORDS[each.key[0]] >= WORDS[wanted]
            and each.signed_at <= moment < each.until
            for each in self.releases.values()
        )


def _good(question: Question) -> object:
    """The one answer that lets go on."""
    return 0 if question.kind == "scale" else "yes" if question.key == "cannot_lift" else "no"


EXERCISES: Final = (BELT, "bridge")
