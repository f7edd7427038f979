"""No sequence of answers, pairings, letters, clock changes, stops and removals starts an exercise that is closed."""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from levelhip.coaching.live import LiveSession
from levelhip.exercise.clearance import questions, stop_questions
from levelhip.exercise.codes import PATIENT_CODE
from levelhip.exercise.library import load_clearance
from levelhip.services.coaching import NotCleared, Resting
from levelhip.services.releasing import ReleasingError
from levelhip.services.signing import Signer
from tests.exercise.clearance_factories import BELT, harmless, harmless_answer
from tests.exercise.clinician_factories import card_letter, release_letter, signer
from tests.services.releasing_model import EXERCISES, Key, Model, ModelRelease
from tests.services.releasing_world import Device, spoken

KEYS = st.sampled_from([("surgeon", 1), ("surgeon", 2), ("clinician", 1), ("therapist", 1)])
GATES = st.sets(st.sampled_from([*load_clearance().gates(), "numb_saddle", "resting_pain"]), min_size=1, max_size=6)
GIVEN = st.dictionaries(
    st.sampled_from([question.key for question in questions(BELT, grave_stop=True)]),
    st.sampled_from(["yes", "no", "unknown", 0, 6, None, "maybe"]),
    max_size=3,
)
CLOSING = st.dictionaries(
    st.sampled_from(["abductor_repair", "hip_replacement", "pregnant", "weight_loss", "long_in_bed"]), st.just("yes"),
    min_size=1, max_size=2,
)  # fmt: skip
"""Answers that somebody's word can open."""


CALM = {question.key: harmless_answer(question) for question in stop_questions()} | {"stop_where": "side_of_hip"}
STOP_ANSWERS = {"calm": CALM, "hurts": {**CALM, "stop_pain": 8}, "grave": {**CALM, "stop_calf_pain": "yes"}}


class Patient(RuleBasedStateMachine):
    """A device and what should be the case, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.device = Device(Path(self.folder.name))
        self.model = Model()
        self.number = 0

    def teardown(self) -> None:
        self.device.close()
        self.folder.cleanup()

    @property
    def now(self) -> Any:  # noqa: ANN401 - the moment
        return self.device.clock.now()

    # -- what a person may do ------------------------------------------------------------------------------------------

    @initialize(
        changes=CLOSING, key=KEYS, exercises=st.sampled_from([{BELT}, set(EXERCISES)]), days=st.sampled_from([1, 30])
    )
    def begin(self, changes: dict[str, object], key: Key, exercises: set[str], days: int) -> None:
        self.answer_all(changes)
        self.pair(key)
        self.release_what_is_closed(key, exercises, days)

    @rule(changes=CLOSING, key=KEYS, days=st.sampled_from([1, 30]))
    def see_a_clinician(self, changes: dict[str, object], key: Key, days: int) -> None:
        """All that is needed, one thing after another."""
        self.begin(changes, key, set(EXERCISES), days)
        self.starts_only_where_the_rules_allow()

    @rule(changes=GIVEN)
    def answer_all(self, changes: dict[str, object]) -> None:
        self.device.answer(**changes)
        self.model.say({**harmless(), **changes}, self.now)

    @rule(changes=GIVEN)
    def answer_some(self, changes: dict[str, object]) -> None:
        self.device.services.clearing.answer(changes, BELT)
        self.model.say(changes, self.now)

    @rule(minutes=st.one_of(st.integers(-3000, 3000), st.integers(-60_000, 60_000)))
    def move_clock(self, minutes: int) -> None:
        self.device.clock.move(minutes=minutes)

    @rule(minutes=st.sampled_from([10, 1440, 1500, 3000]))
    def set_clock_ahead_and_back(self, minutes: int) -> None:
        self.device.clock.move(minutes=minutes)
        self.starts_only_where_the_rules_allow()
        self.device.clock.move(minutes=-minutes)

    @rule(key=KEYS)
    def pair(self, key: Key) -> None:
        with suppress(ReleasingError):
            self.device.pair(*key)
            assert key not in self.model.revoked | self.model.trusted
            self.model.trusted.add(key)

    @rule(key=KEYS, wrong=st.sampled_from(["digits", "old answer", "other key", "card only"]))
    def pair_wrongly(self, key: Key, wrong: str) -> None:
        with suppress(ReleasingError):
            number = self.device.ask(*key)
            by = signer(*key) if wrong != "other key" else signer(key[0], 3)
            asked = self.device.services.releasing.waiting(number).challenge
            challenge = PATIENT_CODE.made(b"?") if wrong == "card only" else asked
            answer = json.dumps(signer(*key).answer(asked, self.now)) if wrong == "digits" else "{}"
            if wrong == "other key":
                answer = json.dumps(by.answer(asked, self.now))
            if wrong == "old answer":
                self.device.ask(*key)
                answer = json.dumps(by.answer(challenge, self.now))
            digits = "12345 12345" if wrong == "digits" else spoken(signer(*key))
            self.device.services.releasing.pair(number, digits, answer)
            pytest.fail("a key was trusted without its owner's part")

    @rule(
        key=KEYS,
        gates=GATES,
        exercises=st.sets(st.sampled_from(EXERCISES), min_size=1),
        days=st.sampled_from([1, 2, 30, 366]),
        fault=st.sampled_from(["", "", "", "patient", "signature", "name"]),
    )
    def take_in(self, key: Key, gates: set[str], exercises: set[str], days: int, fault: str) -> None:
        by, signed_at = signer(*key), self.now.replace(microsecond=0)
        until = signed_at + timedelta(days=days)
        self.number += 1
        code = self.device.services.releasing.patient_code()
        letter = release_letter(
            *gates,
            by=by,
            patient=PATIENT_CODE.made(b"another") if fault == "patient" else code,
            exercises=sorted(exercises),
            signed_at=signed_at,
            until=until,
            number=self.number,
        )
        if fault == "signature":
            letter["gates"] = sorted(load_clearance().gates())
        if fault == "name":
            letter["profession"] = "surgeon"
        with suppress(ReleasingError):
            name = self.device.take_in(letter)
            assert key in self.model.trusted
            assert fault in ("", "name"), "something was changed"
            self.model.releases[name] = ModelRelease(key, gates, exercises, signed_at, until)

    @precondition(lambda self: self.model.trusted)
    @rule(key=KEYS, exercises=st.sampled_from([{BELT}, set(EXERCISES)]), days=st.sampled_from([1, 2, 30]))
    def release_what_is_closed(self, key: Key, exercises: set[str], days: int) -> None:
        found = [self.device.services.clearing.assessment(each).reasons for each in EXERCISES]
        if gates := {reason.key for reasons in found for reason in reasons if reason.released_by != "nobody"}:
            self.take_in(key, gates, exercises, days, "")

    @rule(changes=CLOSING)
    def fall_ill(self, changes: dict[str, object]) -> None:
        self.answer_some(changes)

    @precondition(lambda self: self.model.releases)
    @rule(draw=st.data())
    def withdraw(self, draw: st.DataObject) -> None:
        name = draw.draw(st.sampled_from(sorted(self.model.releases)))
        self.device.services.releasing.withdraw(name)
        self.model.releases[name].ended = True

    @precondition(lambda self: self.model.trusted)
    @rule(draw=st.data(), again=st.booleans())
    def remove(self, draw: st.DataObject, again: bool) -> None:  # noqa: FBT001
        key = self.one_trusted(draw)
        self.device.services.releasing.remove(signer(*key).card.key_id)
        self.model.untrust(key)
        if again:
            self.pair(key)

    @precondition(lambda self: self.model.trusted)
    @rule(draw=st.data())
    def revoke_one(self, draw: st.DataObject) -> None:
        self.revoke(self.one_trusted(draw))

    @rule(key=KEYS)
    def revoke(self, key: Key) -> None:
        self.device.services.releasing.revoke(json.dumps(signer(*key).revocation(self.now)))
        self.model.untrust(key)
        self.model.revoked.add(key)

    @rule(exercise=st.sampled_from(EXERCISES), said=st.sampled_from(["", *STOP_ANSWERS]))
    def stop_for_pain(self, exercise: str, said: str) -> None:
        with suppress(NotCleared, Resting):
            coaching = self.device.services.coaching
            config = coaching.config(exercise, "clock")
            coaching.register(config)
            coaching.put_part(config["id"], 0, [{"do": "command", "t_s": 1.0, "command": "pain"}])
            self.model.stop(config["id"], "", self.now)
            if said:
                self.say_after_stop(config["id"], said)

    @precondition(lambda self: self.model.stops)
    @rule(draw=st.data(), said=st.sampled_from([*STOP_ANSWERS]))
    def answer_about_a_stop_again(self, draw: st.DataObject, said: str) -> None:
        self.say_after_stop(draw.draw(st.sampled_from(sorted(self.model.stops))), said)

    def say_after_stop(self, session: str, said: str) -> None:
        told = {"pain": None, "effort": None, "stop_answers": STOP_ANSWERS[said]}
        self.device.services.coaching.afterwards(session, told)
        self.model.stop(session, said, self.now)

    @precondition(lambda self: self.model.stops)
    @rule(hours=st.sampled_from([0, 26]), spoke=st.sampled_from(["yes", "yes", "no", "unknown"]))
    def begin_again_after_a_stop(self, hours: int, spoke: str) -> None:
        """Some time later: the question about the stop, and all the others."""
        self.device.clock.move(hours=hours)
        self.device.services.clearing.answer({"spoke_after_stop": spoke}, BELT)
        self.model.say({"spoke_after_stop": spoke}, self.now)
        self.answer_all({})

    @precondition(lambda self: len(self.model.releases) > 2)
    @rule()
    def erase(self) -> None:
        self.device.services.leaving.erase("erase")
        self.model = Model()

    # -- what must hold ------------------------------------------------------------------------------------------------

    @invariant()
    def starts_only_where_the_rules_allow(self) -> None:
        self.model.look(self.now)
        for exercise in EXERCISES:
            allowed = self.model.may_start(exercise, self.now)
            assessment = self.device.services.clearing.assessment(exercise)
            assert assessment.may_start == allowed, (exercise, assessment)
            coaching = self.device.services.coaching
            if allowed:
                with suppress(Resting):  # the plan may rest on top of that
                    LiveSession(coaching.config(exercise, "clock"))
            else:
                with pytest.raises(NotCleared):
                    coaching.config(exercise, "clock")
                with pytest.raises(NotCleared):
                    coaching.register(self.forged(exercise))

    def one_trusted(self, draw: st.DataObject) -> Key:
        return draw.draw(st.sampled_from(sorted(self.model.trusted)))

    def forged(self, exercise: str) -> dict[str, Any]:
        """A configuration that carries answers, a key and a release of somebody's own making."""
        by: Signer = signer("surgeon", 9)
        code, now = PATIENT_CODE.made(b"anybody"), self.now.replace(microsecond=0)
        release = release_letter(
            *load_clearance().gates(),
            by=by,
            patient=code,
            exercises=[exercise],
            signed_at=now,
            until=now + timedelta(1),
        )
        return {
            "schema": "levelhip.live/1", "id": str(uuid.uuid4()), "exercise": exercise, "hold_s": 6, "reps": 7,
            "sides": ["right", "left"], "way": "clock", "language": "en", "engine": "of another version",
            "started_at": self.now.isoformat(), "frame_px": None, "simulated": None,
            "clearance": {
                "answers": harmless(exercise), "answered_at": self.now.isoformat(), "patient": code,
                "keys": [card_letter("surgeon", 9)], "releases": [release], "latest": None, "stopped_at": None,
            },
        }  # fmt: skip


@pytest.mark.slow
def test_no_sequence_starts_what_is_closed() -> None:
    many = 20 + settings().max_examples // 4
    run_state_machine_as_test(Patient, settings=settings(stateful_step_count=25, max_examples=many, deadline=None))
