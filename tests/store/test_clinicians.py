"""Who may open gates: rows that are only added, and what can no longer be taken back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from levelhip.ports import KeptRelease, PainStop, Pairing
from levelhip.store.clinicians import SqlClinicians
from levelhip.store.store import SqlStore
from tests.store.test_store import session

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
CARD = {"name": "Ñ"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = SqlStore(tmp_path / "levelhip.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def kept(store: SqlStore) -> SqlClinicians:
    return store.clinicians


def asked(kept: SqlClinicians, key: str = "a") -> Pairing:
    pairing = kept.ask(key, CARD, "challenge", NOON)
    assert pairing is not None
    return pairing


def paired(kept: SqlClinicians, key: str = "a") -> Pairing:
    pairing = asked(kept, key)
    assert kept.confirm(pairing.id, {"answer": 1}, NOON)
    return next(each for each in kept.pairings() if each.id == pairing.id)


def release(pairing: Pairing, name: str = "r") -> KeptRelease:
    return KeptRelease(name, pairing.id, {"id": name}, NOON)


def test_the_code_of_a_device_stays(kept: SqlClinicians) -> None:
    assert [kept.patient_code(code) for code in "abc"] == ["a"] * 3
    kept.note_moment(NOON)
    assert kept.patient_code("d") == "a"


def test_the_latest_moment_only_grows(kept: SqlClinicians) -> None:
    assert kept.latest() is None
    for moment, latest in ((NOON, NOON), (NOON - timedelta(days=9), NOON), (LATER, LATER)):
        kept.note_moment(moment)
        assert kept.latest() == latest


def test_a_key_is_asked_about_then_trusted_then_removed(kept: SqlClinicians) -> None:
    pairing = asked(kept)
    assert (pairing.card, pairing.challenge, pairing.is_asked, pairing.is_trusted) == (CARD, "challenge", True, False)
    assert kept.confirm(pairing.id, {"answer": 1}, LATER)
    assert not kept.confirm(pairing.id, {"answer": 2}, LATER)
    (now,) = kept.pairings()
    assert (now.answer, now.paired_at, now.is_trusted) == ({"answer": 1}, LATER, True)
    assert kept.ask("a", CARD, "again", LATER) is None
    assert kept.remove("a", LATER)
    assert not kept.remove("a", LATER)
    again = asked(kept)
    assert [each.is_trusted for each in kept.pairings()] == [False, False]
    assert again.id != pairing.id


def test_who_asks_again_asks_once(kept: SqlClinicians) -> None:
    first, second = asked(kept), asked(kept)
    assert not kept.confirm(first.id, {}, NOON)
    assert kept.confirm(second.id, {}, NOON)


def test_wrong_tries_end_it(kept: SqlClinicians) -> None:
    pairing = asked(kept)
    for tries in range(1, 4):
        kept.count_wrong(pairing.id, 3, NOON)
        assert kept.pairings()[0].wrong_tries == tries
    assert not kept.confirm(pairing.id, {}, NOON)


def test_a_revoked_key_is_never_trusted_again(kept: SqlClinicians) -> None:
    paired(kept)
    waiting = asked(kept, "b")
    for key in ("a", "b", "unknown"):
        kept.revoke(key, CARD, {"end": key}, LATER)
        kept.revoke(key, CARD, {"end": "again"}, LATER + timedelta(days=1))
        assert kept.ask(key, CARD, "x", LATER) is None
    assert not kept.confirm(waiting.id, {}, LATER)
    assert [(each.revocation, each.revoked_at) for each in kept.pairings()] == [
        ({"end": key}, LATER) for key in ("a", "b", "unknown")
    ]


def test_a_release_comes_once_and_ends_once(kept: SqlClinicians) -> None:
    pairing = paired(kept)
    assert kept.add_release(release(pairing))
    assert not kept.add_release(release(pairing))
    assert kept.withdraw("r", LATER)
    assert not kept.withdraw("r", LATER)
    assert not kept.withdraw("other", LATER)
    assert not kept.add_release(release(pairing)), "what has ended does not come again"
    assert kept.releases() == [KeptRelease("r", pairing.id, {"id": "r"}, NOON, LATER)]


def test_no_release_comes_under_a_key_that_is_not_trusted(kept: SqlClinicians) -> None:
    assert not kept.add_release(release(asked(kept)))
    pairing = paired(kept, "b")
    kept.remove("b", LATER)
    assert not kept.add_release(release(pairing))
    assert kept.releases() == []


def test_a_stop_for_pain_is_told_of_once(store: SqlStore) -> None:
    assert store.pain_stops() == []
    for name, at in (("a", NOON), ("a", LATER), ("b", NOON - timedelta(days=1))):
        store.add_session(session(name))
        store.note_pain_stop(name, at)
    store.set_afterwards("a", {"stop_answers": {"stop_pain": 7}}, LATER)
    before = PainStop(NOON - timedelta(days=1), None)
    assert store.pain_stops() == [before, PainStop(NOON, {"stop_pain": 7})]
    assert store.pain_stops(at=NOON - timedelta(hours=1)) == [before]
    assert store.pain_stops(at=NOON - timedelta(days=2)) == []
    with pytest.raises(KeyError):
        store.note_pain_stop("c", NOON)


def test_erasing_takes_all_of_it(store: SqlStore, kept: SqlClinicians) -> None:
    kept.patient_code("a")
    kept.add_release(release(paired(kept)))
    gone = store.erase()
    assert (gone["clinician_keys"], gone["releases"], gone["device"]) == (1, 1, 1)
    assert (kept.pairings(), kept.releases(), kept.latest()) == ([], [], None)
    assert kept.patient_code("b") == "b"


def test_two_at_once_make_one_code(kept: SqlClinicians) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda n=n: found.append(kept.patient_code(str(n)))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
