"""What a clinician types: `levelhip key ...` and `levelhip release`. The private key never leaves its file unlocked."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from levelhip.exercise.clinicians import Card
    from levelhip.services.signing import Signer

key = typer.Typer(
    name="key",
    help="A clinician's key: make it, show its card, answer a patient's device, end it.",
    no_args_is_help=True,
)

KeyFile = Annotated[Path, typer.Option("--key", metavar="FILE", help="The key file.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="Read the passphrase from a file's first line; else it is asked for."
    ),
]
OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there instead of printing it.")]


@key.command()
def new(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="Where the key goes; keep it to yourself.")],
    name: Annotated[str, typer.Option("--name", help="Your name, as your patients know it.")],
    profession: Annotated[
        Literal["therapist", "clinician", "surgeon"],
        typer.Option("--profession", help="What you are, and so what you may open."),
    ],
    registration: Annotated[
        str,
        typer.Option("--registration", help="Where your patients can look you up: a register and your number there."),
    ] = "",
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make a key, locked with a passphrase. A file that is there already is never overwritten."""
    from levelhip.services.key_files import new_key, read_key_file, write_new

    passphrase = _passphrase(passphrase_file, twice=True)
    write_new(out, new_key(name, profession, registration, passphrase=passphrase, now=_now()))
    _, card = read_key_file(out)
    print(_described(card))
    print(f"\nWritten to {out}. Keep it, and the passphrase, to yourself.")
    print("Next: levelhip key show FILE --json (your card, for your patients)")
    print("      levelhip key revoke --key FILE --out end-of-my-key.json (put that away, for the day the key is lost)")


@key.command()
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The key file.")],
    json_: Annotated[bool, typer.Option("--json", help="The card itself, to be given to patients.")] = False,
    out: OutFile = None,
) -> None:
    """Show whose key it is, and the fingerprint that is read to a patient. It needs no passphrase."""
    from levelhip.services.key_files import read_key_file

    content, card = read_key_file(file)
    if json_ or out is not None:
        _give(content["card"], out)
    else:
        print(_described(card))


@key.command()
def answer(
    challenge: Annotated[str, typer.Argument(metavar="CHALLENGE", help="What the patient's device shows.")],
    key_file: KeyFile,
    passphrase_file: PassphraseFile = None,
    out: OutFile = None,
) -> None:
    """Answer the challenge of a patient's device, so that it trusts your key. Only for a patient of yours."""
    _give(_open(key_file, passphrase_file).answer(challenge, _now()), out)


@key.command()
def revoke(key_file: KeyFile, passphrase_file: PassphraseFile = None, out: OutFile = None) -> None:
    """End a key: every device that takes this in trusts it no longer, ever. Make it before you need it."""
    _give(_open(key_file, passphrase_file).revocation(_now()), out)


def release(
    key_file: KeyFile,
    patient: Annotated[
        str, typer.Option("--patient", metavar="CODE", help="The patient code that their device shows.")
    ],
    exercise: Annotated[
        list[str],
        typer.Option("--exercise", "-e", metavar="KEY", help="For which exercise; may be given several times."),
    ],
    gate: Annotated[
        list[str],
        typer.Option(
            "--gate", metavar="KEY", help="What it opens: hip_replacement, pregnant, ... (a wrong one lists them)"
        ),
    ],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day on which it holds: 2027-02-28")],
    note: Annotated[str, typer.Option("--note", help="A sentence for the patient.")] = "",
    passphrase_file: PassphraseFile = None,
    out: OutFile = None,
) -> None:
    r"""Sign a release: it opens what you name, for one patient, some exercises, and at most a year.

    \b
    levelhip release --key my.key --patient K7QM-2X9D-4TAC -e clamshell --gate hip_replacement --until 2027-02-28
    """
    from levelhip.exercise.library import UnknownExerciseError
    from levelhip.services.key_files import write_new
    from levelhip.services.signing import Order

    order = Order(patient, exercise, gate, _end_of(until), note)
    try:
        letter = _open(key_file, passphrase_file).release(order, _now())
    except UnknownExerciseError as error:
        raise ValueError(str(error)) from None
    path = out or Path(f"release-{letter['patient']}-{letter['id'][:8]}.json")
    write_new(path, letter)
    gates, exercises = ", ".join(letter["gates"]), ", ".join(letter["exercises"])
    print(f"Written to {path}: {gates} for {exercises}, until the end of {until}.")


def _open(file: Path, passphrase_file: Path | None) -> Signer:
    from levelhip.services.key_files import open_key, read_key_file

    read_key_file(file)  # says what is wrong with the file before it asks for a secret
    return open_key(file, _passphrase(passphrase_file))


def _passphrase(file: Path | None, *, twice: bool = False) -> str:
    if file is not None:
        return file.read_text("utf-8").partition("\n")[0].rstrip("\r")
    typed: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)
    return typed


def _described(card: Card) -> str:
    from levelhip.exercise.clinicians import fingerprint
    from levelhip.services.signing import gates_of

    return "\n".join((
        f"name          {card.name}",
        f"profession    {card.profession}",
        f"registration  {card.registration or '-'}",
        f"made          {card.made_at.date()}",
        f"fingerprint   {' '.join(fingerprint(card.key_id))}",
        f"may open      {', '.join(gates_of(card.profession))}",
    ))  # fmt: skip


def _give(letter: dict[str, object], out: Path | None) -> None:
    from levelhip.services.key_files import write_new

    if out is None:
        print(json.dumps(letter, indent=1))
        return
    write_new(out, letter)
    print(f"Written to {out}.")


def _end_of(day: str) -> datetime:
    """The moment in which a day is over, here."""
    try:
        after = date.fromisoformat(day) + timedelta(days=1)
        return datetime.combine(after, time()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"--until {day!r}: write the last day like 2027-02-28") from None


def _now() -> datetime:
    return datetime.now(UTC)
