"""A clinician's key in a file: locked, never overwritten, never taken for another."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from levelhip.exercise.clinicians import read_card
from levelhip.exercise.codes import CodeError
from levelhip.exercise.letters import LetterError
from levelhip.exercise.library import UnknownExerciseError
from levelhip.exercise.releases import LONGEST, check_release, read_release
from levelhip.services import key_files
from levelhip.services.key_files import new_key, open_key, read_key_file, write_new
from levelhip.services.signing import Order, SigningError
from tests.exercise.clinician_factories import PATIENT, signer

NOW = datetime(2026, 11, 22, 12, 0, 0, 123, tzinfo=UTC)
PHRASE = "four words make it"


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return new_key("Ana Ruiz", "surgeon", "Register 7", passphrase=PHRASE, now=NOW)


@pytest.fixture
def file(tmp_path: Path, content: dict[str, Any]) -> Path:
    path = tmp_path / "my.key"
    write_new(path, content)
    return path


def test_a_key_is_made_kept_and_opened(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    _, card = read_key_file(file)
    assert (card.name, card.profession, card.registration) == ("Ana Ruiz", "surgeon", "Register 7")
    opened = open_key(file, PHRASE)
    release = opened.release(
        Order(PATIENT.lower(), ["clamshell"], ["pregnant"], NOW + timedelta(days=9), " Mind. "), NOW
    )
    read = read_release(release)
    check_release(read, card)
    assert (read.patient, read.note, read.signed_at) == (PATIENT, "Mind.", NOW.replace(microsecond=0))


def test_what_stands_in_the_file_is_locked(file: Path, content: dict[str, Any]) -> None:
    assert content["private_key"].startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    with pytest.raises(ValueError, match=r"."):
        serialization.load_pem_private_key(content["private_key"].encode(), PHRASE.encode())
    for wrong in ("", "another passphrase", PHRASE + " ", "\ud800"):
        with pytest.raises(SigningError, match="passphrase is wrong"):
            open_key(file, wrong)


def test_nothing_is_overwritten(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(SigningError, match="is there already"):
        write_new(file, {"new": 1})
    assert file.read_bytes() == before


def test_what_cannot_be_written_whole_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_new(tmp_path / "my.key", {"a": 1})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("passphrase", ["", "short", "elevenchars"])
def test_a_short_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(SigningError, match="at least 12"):
        new_key("Ana", "surgeon", "", passphrase=passphrase, now=NOW)


def test_a_name_that_cannot_be_is_refused() -> None:
    with pytest.raises(LetterError, match="name"):
        new_key("", "surgeon", "", passphrase=PHRASE, now=NOW)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "[" * 10_000, '{"schema": "levelhip.key/1"}'])
def test_what_is_no_key_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "my.key"
    path.write_text(text)
    with pytest.raises(SigningError, match="no key file"):
        open_key(path, PHRASE)


def test_a_changed_file_is_refused(tmp_path: Path, content: dict[str, Any]) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    secret = key_files._stretched(PHRASE, bytes.fromhex(content["salt"]))
    forgeries: list[dict[str, Any]] = [
        {"card": {**content["card"], "profession": "therapist"}},
        {"card": signer()._letter},
        {"private_key": locked(Ed25519PrivateKey.generate(), secret)},
        {"private_key": locked(other, secret)},
        {"private_key": 3},
        {"salt": "x"},
        {"salt": "00"},
        {"more": 1},
    ]
    for number, changes in enumerate(forgeries):
        path = tmp_path / f"{number}.key"
        path.write_text(json.dumps({**content, **changes}))
        with pytest.raises(SigningError) as refused:
            open_key(path, PHRASE)
        assert "\n" not in str(refused.value)


def locked(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey, secret: bytes) -> str:
    encryption = serialization.BestAvailableEncryption(secret)
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption).decode()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"patient": "x"}, CodeError),
        ({"exercises": ["somersault"]}, UnknownExerciseError),
        ({"exercises": []}, LetterError),
        ({"gates": ["somersault"]}, SigningError),
        ({"gates": []}, LetterError),
        ({"until": NOW}, SigningError),
        ({"until": NOW + LONGEST + timedelta(seconds=1)}, SigningError),
        ({"note": "two\nlines"}, LetterError),
    ],
    ids=str,
)
def test_a_release_that_cannot_be_is_not_signed(changes: dict[str, Any], error: type[Exception]) -> None:
    order: dict[str, Any] = {
        "patient": PATIENT,
        "exercises": ["bridge"],
        "gates": ["pregnant"],
        "until": NOW + timedelta(days=1),
    }
    with pytest.raises(error) as refused:
        signer().release(Order(**{**order, **changes}), NOW)
    assert "\n" not in str(refused.value)


def test_a_challenge_must_be_one() -> None:
    with pytest.raises(CodeError):
        signer().answer(PATIENT, NOW)
    assert read_card(signer()._letter).key_id == signer().card.key_id
