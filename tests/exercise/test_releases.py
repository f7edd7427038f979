"""What a release opens: the gates it names, for its patient and exercises, in its time, as far as its signer may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.clearance import Assessment, assess, questions
from levelhip.exercise.clearance_kept import MOST_LETTERS, assess_kept, read_trust
from levelhip.exercise.clearance_rules import SEVERITY, ReleasedBy
from levelhip.exercise.clinicians import MAY_OPEN, PROFESSIONS, Profession
from levelhip.exercise.codes import PATIENT_CODE
from levelhip.exercise.library import exercise_keys, load_clearance
from levelhip.exercise.releases import Release, Trust
from levelhip.services.signing import Signer, SigningError, checked_gates, gates_of
from tests.exercise.clearance_factories import BELT, NOW, harmless
from tests.exercise.clinician_factories import PATIENT, card_letter, release_letter, signer, trust

REPAIRED: Final[dict[str, object]] = {"abductor_repair": "yes"}
GATES: Final = load_clearance().gates()
SECOND: Final = timedelta(seconds=1)


def judged(changes: dict[str, object], trusted: Trust, *, now: datetime = NOW, maximal: bool = False) -> Assessment:
    answers = {**harmless(maximal=maximal), **changes}
    return assess(answers, BELT, answered_at=now, now=now, trust=trusted, maximal=maximal)


def opens(
    letter: dict[str, Any], changes: dict[str, object], *, by: Sequence[Signer] = (), now: datetime = NOW
) -> bool:
    return judged(changes, trust(letter, by=by), now=now).may_start


def test_a_release_opens_its_gate() -> None:
    letter = release_letter("abductor_repair")
    assessment = judged(REPAIRED, trust(letter))
    assert assessment.may_start
    (opened,) = assessment.opened
    assert (opened.key, opened.release_id, opened.by) == ("abductor_repair", letter["id"], "Dr. B. Surgeon")
    assert assessment.as_dict()["opened"] == [opened.as_dict()]


def test_a_release_opens_nothing_but_its_gate() -> None:
    letter = release_letter("abductor_repair")
    assert not opens(letter, {"hip_replacement": "yes"})
    assert not opens(letter, {**REPAIRED, "weight_loss": "yes"})
    assert judged({**REPAIRED, "weight_loss": "yes"}, trust(letter)).opened


def test_a_release_is_for_its_exercises() -> None:
    assert not opens(release_letter("abductor_repair", exercises=("bridge",)), REPAIRED)
    assert opens(release_letter("abductor_repair", exercises=("bridge", BELT)), REPAIRED)


def test_a_release_is_for_its_patient() -> None:
    other = PATIENT_CODE.made(b"another")
    assert not opens(release_letter("abductor_repair", patient=other), REPAIRED)
    assert not judged(REPAIRED, trust(release_letter("abductor_repair"), patient=other)).may_start
    assert not judged(REPAIRED, trust(release_letter("abductor_repair"), patient="")).may_start


def test_a_release_has_its_time() -> None:
    letter = release_letter("abductor_repair", signed_at=NOW, until=NOW + timedelta(days=30))
    for now, is_open in (
        (NOW - SECOND, False),
        (NOW, True),
        (NOW + timedelta(days=30) - SECOND, True),
        (NOW + timedelta(days=30), False),
    ):
        assert opens(letter, REPAIRED, now=now) == is_open


def test_a_clock_set_back_revives_nothing() -> None:
    letter = release_letter("abductor_repair", until=NOW + timedelta(days=1))
    assert judged(REPAIRED, trust(letter, latest=NOW)).may_start
    assert not judged(REPAIRED, trust(letter, latest=NOW + timedelta(days=1))).may_start
    assert not judged(REPAIRED, trust(letter), now=NOW.replace(tzinfo=None)).may_start


@pytest.mark.parametrize("profession", PROFESSIONS)
@pytest.mark.parametrize(("gate", "answer", "word"), [
    ("cannot_lift", "no", "therapist"), ("pregnant", "yes", "clinician"), ("hip_replacement", "unknown", "surgeon"),
])  # fmt: skip
def test_who_may_open_what(profession: Profession, gate: str, answer: str, word: ReleasedBy) -> None:
    by = signer(profession)
    assert opens(release_letter(gate, by=by), {gate: answer}, by=[by]) == (word in MAY_OPEN[profession])
    assert (gate in gates_of(profession)) == (word in MAY_OPEN[profession])


def test_whoever_is_not_trusted_opens_nothing() -> None:
    assert not opens(release_letter("abductor_repair", by=signer("surgeon", 2)), REPAIRED)
    assert not opens(release_letter("abductor_repair"), REPAIRED, by=[signer("surgeon", 2)])
    assert not judged(REPAIRED, Trust(PATIENT, (), (trust(release_letter("abductor_repair")).releases))).may_start


def test_a_forged_release_opens_nothing() -> None:
    letter = release_letter("abductor_repair")
    assert not opens({**letter, "signature": letter["signature"][:-1] + "0"}, REPAIRED)
    assert not opens({**letter, "until": "2026-05-01T00:00:00Z"}, REPAIRED)
    therapist = signer("therapist")
    assert not opens(
        {**release_letter("abductor_repair", by=therapist), "profession": "surgeon"}, REPAIRED, by=[therapist]
    )


def test_the_release_that_holds_longest_is_named() -> None:
    short, long = (release_letter("abductor_repair", until=NOW + timedelta(days=days), number=days) for days in (3, 30))
    for letters in ((short, long), (long, short)):
        assert judged(REPAIRED, trust(*letters)).opened[0].release_id == long["id"]


def test_every_gate_can_be_opened_and_nothing_else() -> None:
    """A surgeon's release of everything there is: what is nobody's stays closed."""
    surgeon, rules = signer(), load_clearance()
    every = tuple(sorted({question.key for question in rules.questions} | {rule.key for rule in rules.beside}))
    everything = trust(release_letter(*every))
    for question in questions(BELT, maximal=True):
        answers: list[str | float] = [*question.words, 0, 10]
        for answer in answers:
            finding = question.finding(answer) if question.understood(answer) is not None else None
            if finding is None:
                continue
            assessment = judged({question.key: answer}, everything, maximal=True)
            assert assessment.may_start == (finding.released_by != "nobody"), (question.key, answer)
        missing = {key: value for key, value in harmless(maximal=True).items() if key != question.key}
        assert not assess(missing, BELT, answered_at=NOW, now=NOW, trust=everything, maximal=True).may_start
    assert checked_gates(list(GATES), surgeon.card.profession) == tuple(sorted(GATES))


def test_worse_together_stays_closed() -> None:
    opened = trust(release_letter(*GATES))
    for answers in ({"long_in_bed": "yes", "breathless": "yes"}, {"recent_surgery": "yes", "breathless": "yes"}):
        assert judged(dict(answers), opened).outcome == "emergency"


def test_a_maximal_press_is_released_apart() -> None:
    therapist = signer("therapist")
    word = trust(release_letter("therapist_word", by=therapist), by=[therapist])
    assert judged({}, word, maximal=True).may_start
    assert not judged({}, trust(release_letter("pregnant", "hip_replacement")), maximal=True).may_start
    doctor = signer("clinician")
    gentle = release_letter("pregnant", "therapist_word", by=doctor)
    assert judged({"pregnant": "yes"}, trust(gentle, by=[doctor])).may_start
    assessment = judged({"pregnant": "yes"}, trust(gentle, by=[doctor]), maximal=True)
    assert [reason.key for reason in assessment.reasons] == ["maximal_pregnancy"]
    both = release_letter("pregnant", "therapist_word", "maximal_pregnancy", by=doctor)
    assert judged({"pregnant": "yes"}, trust(both, by=[doctor]), maximal=True).may_start
    assert not judged({"maximal_heart": "yes"}, word, maximal=True).may_start


def test_who_is_pregnant_is_told_when_to_stop() -> None:
    doctor = signer("clinician")
    (opened,) = judged({"pregnant": "yes"}, trust(release_letter("pregnant", by=doctor), by=[doctor])).opened
    for sign in ("bleeding", "fluid", "contractions", "dizziness", "chest", "calf"):
        assert sign in opened.mind


@pytest.mark.parametrize(("gate", "words"), [
    ("hip_replacement", "not for a clinician"), ("hip_replacemant", "is no gate"), ("numb_saddle", "is no gate"),
])  # fmt: skip
def test_nothing_is_signed_that_would_not_open(gate: str, words: str) -> None:
    with pytest.raises(SigningError, match=words):
        checked_gates([gate], "clinician")


# --- laws ---------------------------------------------------------------------------------------------------------

WORDS: Final = st.sampled_from(["yes", "no", "unknown", 0, 6, None])
KEYS: Final = st.sampled_from([question.key for question in questions(BELT)])
MOMENTS: Final = st.integers(-40, 40).map(lambda days: NOW + timedelta(days=days))


@st.composite
def releases(draw: st.DrawFn) -> tuple[dict[str, Any], Signer]:
    by = signer(draw(st.sampled_from(PROFESSIONS)), draw(st.sampled_from([1, 2])))
    signed_at = draw(MOMENTS)
    letter = release_letter(
        *draw(st.sets(st.sampled_from([*GATES, "numb_saddle", "of_another_version"]), min_size=1, max_size=4)),
        by=by,
        patient=draw(st.sampled_from([PATIENT, PATIENT_CODE.made(b"another")])),
        exercises=sorted(draw(st.sets(st.sampled_from([*exercise_keys()[:3], BELT]), min_size=1))),
        signed_at=signed_at,
        until=signed_at + timedelta(days=draw(st.integers(1, 366))),
        number=draw(st.integers(1, 9)),
    )  # fmt: skip
    return letter, by


@given(
    st.lists(releases(), max_size=4),
    st.sets(st.tuples(st.sampled_from(PROFESSIONS), st.sampled_from([1, 2])), max_size=3),
    st.dictionaries(KEYS, WORDS, max_size=4),
    st.none() | MOMENTS,
)
def test_only_what_the_rules_allow_is_open(
    given_: list[tuple[dict[str, Any], Signer]],
    trusted: set[tuple[Profession, int]],
    changes: dict[str, object],
    latest: datetime | None,
) -> None:
    """Said anew, not by the code under test: a finding is open where a release of a trusted key names it rightly."""
    signers = [signer(*each) for each in trusted]
    device = trust(*(letter for letter, _ in given_), by=signers or [signer("therapist", 3)], latest=latest)
    answers = {**harmless(), **changes}
    assessment = assess(answers, BELT, answered_at=NOW, now=NOW, trust=device)
    closed = set()
    for question in questions(BELT):
        understood = question.understood(answers[question.key])
        finding = None if understood is None else question.finding(understood)
        if understood is None or (
            finding is not None and not rightly(question.key, finding.released_by, device, latest)
        ):
            closed.add(question.key)
    together = {reason.key for reason in assessment.reasons} - {question.key for question in questions(BELT)}
    assert {reason.key for reason in assessment.reasons} - together == closed
    assert assessment.may_start == (not closed and not together)


def rightly(gate: str, word: ReleasedBy, device: Trust, latest: datetime | None) -> bool:
    def does(release: Release) -> bool:
        owner = next((card for card in device.cards if card.key_id == release.key_id), None)
        words = {"therapist": ["therapist"], "clinician": ["therapist", "clinician"]}
        allowed = [] if owner is None else words.get(owner.profession, ["therapist", "clinician", "surgeon"])
        moment = max(NOW, latest or NOW)
        named = gate in release.gates and BELT in release.exercises and release.patient == PATIENT
        return named and word in allowed and release.signed_at <= moment < release.until

    return any(does(release) for release in device.releases)


@given(st.lists(releases(), max_size=3), st.dictionaries(KEYS, WORDS, max_size=4))
def test_a_release_never_makes_it_worse(
    given_: list[tuple[dict[str, Any], Signer]], changes: dict[str, object]
) -> None:
    without = judged(changes, Trust(PATIENT))
    with_ = judged(changes, trust(*(letter for letter, _ in given_), by=[signer(), signer("clinician")]))
    assert SEVERITY[with_.outcome] <= SEVERITY[without.outcome]
    assert set(with_.to_answer) == set(without.to_answer)


# --- as it travels ------------------------------------------------------------------------------------------------


def block(*letters: dict[str, Any], **changes: object) -> dict[str, object]:
    return {
        "answers": {**harmless(), **REPAIRED},
        "answered_at": NOW.isoformat(),
        "stopped_at": None,
        "patient": PATIENT,
        "keys": [card_letter()],
        "releases": list(letters),
        "latest": NOW.isoformat(),
        **changes,
    }


def test_what_is_kept_opens_alike() -> None:
    letter = release_letter("abductor_repair")
    assert assess_kept(block(letter), BELT, now=NOW).may_start
    assert assess_kept(block({"x": 1}, letter), BELT, now=NOW).may_start, "what cannot be read is passed over"


@pytest.mark.parametrize(
    "changes",
    [
        {"patient": None}, {"patient": 3}, {"patient": PATIENT_CODE.made(b"another")},
        {"keys": []}, {"keys": None}, {"keys": "all"}, {"keys": [{"key_id": "*"}]},
        {"releases": None}, {"releases": {}}, {"releases": [None, 3, "all", {"gates": ["abductor_repair"]}]},
        {"latest": "soon"}, {"latest": 3}, {"latest": "2026-03-29T09:00:00"}, {"latest": "2031-01-01T00:00:00+00:00"},
        {"stopped_at": NOW.isoformat()}, {"stopped_at": "soon"}, {"stopped_at": 3}, {"stopped_at": "2020-01-01"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_kept_fails_closed(changes: dict[str, object]) -> None:
    assert not assess_kept({**block(release_letter("abductor_repair")), **changes}, BELT, now=NOW).may_start


def test_a_card_with_another_ones_key_is_none() -> None:
    forged = {**card_letter("therapist"), "profession": "surgeon"}
    assert read_trust({**block(), "keys": [forged]}).cards == ()


def test_no_more_letters_are_read_than_make_sense() -> None:
    many = [card_letter()] * (MOST_LETTERS + 1)
    assert len(read_trust({**block(), "keys": many}).cards) == MOST_LETTERS
