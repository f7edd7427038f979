"""`levelhip key` and `levelhip release`: from a key to a release that a patient's device takes, and every refusal."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from levelhip.exercise.clinicians import check_answer, fingerprint, read_card, read_revocation
from levelhip.exercise.codes import CHALLENGE, PATIENT_CODE
from levelhip.exercise.letters import parse_letter
from levelhip.exercise.releases import check_release, read_release
from tests.cli.conftest import Ran, Run

PATIENT = PATIENT_CODE.made(b"a patient")
ASKED = CHALLENGE.made(b"a challenge!")


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    path = tmp_path / "phrase.txt"
    path.write_text("a long enough phrase\nand nothing else\n")
    return path


@pytest.fixture
def key(run: Run, tmp_path: Path, phrase: Path) -> Path:
    path = tmp_path / "my.key"
    words = ("--name", "Dr. Ana Ruiz", "--profession", "clinician", "--passphrase-file", phrase)
    assert run("key", "new", path, *words).code == 0
    return path


def card_of(run: Run, key: Path) -> Any:  # noqa: ANN401 - JSON
    return parse_letter(run("key", "show", key, "--json").out)


def release(run: Run, key: Path, phrase: Path, *more: object, **changes: str) -> Ran:
    until = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    options = {"patient": PATIENT, "exercise": "clamshell", "gate": "pregnant", "until": until, **changes}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return run("release", "--key", key, "--passphrase-file", phrase, *words, *map(str, more))


def test_a_key_is_shown_as_it_is_read_aloud(run: Run, key: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    card = read_card(card_of(run, key))
    shown = run("key", "show", key).out
    assert " ".join(fingerprint(card.key_id)) in shown
    assert "Dr. Ana Ruiz" in shown
    assert "pregnant" in shown
    assert "hip_replacement" not in shown


def test_what_it_signs_is_taken(run: Run, key: Path, phrase: Path, tmp_path: Path) -> None:
    card = read_card(card_of(run, key))
    answer = run("key", "answer", ASKED.lower(), "--key", key, "--passphrase-file", phrase)
    check_answer(parse_letter(answer.out), card, ASKED)
    end = tmp_path / "end.json"
    assert run("key", "revoke", "--key", key, "--passphrase-file", phrase, "--out", end).code == 0
    assert read_revocation(parse_letter(end.read_text())).card == card
    out = tmp_path / "release.json"
    ran = release(run, key, phrase, "-e", "bridge", "--out", out, "--note", "Gently.")
    assert str(out) in ran.out
    read = read_release(parse_letter(out.read_text()))
    check_release(read, card)
    assert (read.patient, read.exercises, read.gates, read.note) == (
        PATIENT, ("bridge", "clamshell"), ("pregnant",), "Gently.",
    )  # fmt: skip


def test_the_last_day_is_whole(run: Run, key: Path, phrase: Path, tmp_path: Path) -> None:
    last = (datetime.now().astimezone() + timedelta(days=3)).date()
    out = tmp_path / "release.json"
    assert release(run, key, phrase, "--out", out, until=last.isoformat()).code == 0
    until = read_release(json.loads(out.read_text())).until.astimezone()
    assert until.date() == last + timedelta(days=1)
    assert until.time().isoformat() == "00:00:00"


def test_without_a_name_the_file_names_itself(
    run: Run, key: Path, phrase: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert release(run, key, phrase).code == 0
    (written,) = tmp_path.glob(f"release-{PATIENT}-*.json")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_the_passphrase_is_asked_for(run: Run, key: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []

    def prompt(_: str, **options: Any) -> str:  # noqa: ANN401 - whatever Typer takes
        asked.append(options)
        return "a long enough phrase"

    monkeypatch.setattr(typer, "prompt", prompt)
    assert run("key", "answer", ASKED, "--key", key).code == 0
    assert run("key", "new", tmp_path / "b.key", "--name", "B", "--profession", "surgeon").code == 0
    assert [each["hide_input"] for each in asked] == [True, True]
    assert [each["confirmation_prompt"] for each in asked] == [False, True]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"patient": "K7QM"}, "patient code"),
        ({"exercise": "somersault"}, "somersault"),
        ({"gate": "hip_replacement"}, "not for a clinician to open"),
        ({"gate": "pregnent"}, "did you mean 'pregnant'"),
        ({"until": "soon"}, "--until"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": "9999-12-31"}, "--until"),
        ({"note": "x" * 501}, "note"),
    ],
    ids=str,
)
def test_what_cannot_be_signed(run: Run, key: Path, phrase: Path, changes: dict[str, str], word: str) -> None:
    before = set(Path.cwd().iterdir())
    release(run, key, phrase, **changes).refused(word)
    assert set(Path.cwd().iterdir()) == before


def test_what_is_no_key(run: Run, key: Path, phrase: Path, tmp_path: Path) -> None:
    run("key", "show", tmp_path / "none.key").refused("none.key")
    run("key", "show", phrase).refused("no key file")
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("a wrong passphrase")
    run("key", "answer", ASKED, "--key", key, "--passphrase-file", wrong).refused("passphrase is wrong")
    run("key", "answer", "hello", "--key", key, "--passphrase-file", phrase).refused("challenge")
    run("key", "answer", ASKED, "--key", phrase).refused("no key file")


def test_nothing_is_overwritten(run: Run, key: Path, phrase: Path) -> None:
    before = key.read_bytes()
    words = ("--name", "B", "--profession", "surgeon", "--passphrase-file", phrase)
    run("key", "new", key, *words).refused("is there already")
    run("key", "show", key, "--out", key).refused("is there already")
    assert key.read_bytes() == before


@pytest.mark.parametrize("words", [
    ("key", "new"), ("key", "new", "x", "--name", "A", "--profession", "wizard"), ("key", "lend"), ("release",),
])  # fmt: skip
def test_bad_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).refused()


def test_help_of_the_group(run: Run) -> None:
    out = run("key", "--help").out
    assert all(word in out for word in ("new", "show", "answer", "revoke"))
    assert "levelhip release --key" in run("release", "--help").out
