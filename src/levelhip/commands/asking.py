"""Questions on the terminal after a session: every one may be skipped, and what is skipped is not known."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from levelhip.exercise.clearance_rules import SCALE_MOST, Question

SKIP: Final = "Enter to skip"
_Answer = TypeVar("_Answer")


def somebody_is_there() -> bool:
    """Whether a person can be asked: both ways go to a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_scale(question: str) -> int | None:
    """A whole number from 0 to 10; None: not told."""

    def read(said: str) -> int | None:
        return int(said) if said.isascii() and said.isdigit() and int(said) <= SCALE_MOST else None

    return _ask(f"{question} (0 to {SCALE_MOST}, {SKIP}) ", read, f"a whole number from 0 to {SCALE_MOST}, please")


def ask_yes(question: str) -> bool | None:
    """Yes or no; None: not told."""
    return _ask(f"{question} (y/n, {SKIP}) ", _yes_or_no, "y or n, please")


def ask_all(questions: Sequence[Question]) -> dict[str, object]:
    """The answers to questions of clearance; those that were skipped are not among them."""
    answers: dict[str, object] = {}
    for each in questions:
        if each.kind == "yes_no":
            told = ask_yes(each.text)
            answer: object = None if told is None else "yes" if told else "no"
        elif each.kind == "scale":
            answer = ask_scale(each.text)
        else:
            keys = [option.key for option in each.options]
            for number, option in enumerate(each.options, 1):
                print(f"  {number}  {option.text}")
            chosen = _ask(f"{each.text} (1 to {len(keys)}, {SKIP}) ", _one_of(keys), "one of the numbers, please")
            answer = chosen
        if answer is not None:
            answers[each.key] = answer
    return answers


def _ask(question: str, read: Callable[[str], _Answer | None], again: str) -> _Answer | None:
    """What was typed, once it can be read; None where nothing was, or the input has ended."""
    while True:
        try:
            said = input(question).strip().casefold()
        except (EOFError, KeyboardInterrupt):
            print()
            return None
        if not said:
            return None
        answer = read(said)
        if answer is not None:
            return answer
        print(again)


def _yes_or_no(said: str) -> bool | None:
    return {"y": True, "yes": True, "n": False, "no": False}.get(said)


def _one_of(keys: Sequence[str]) -> Callable[[str], str | None]:
    def read(said: str) -> str | None:
        return keys[int(said) - 1] if said.isascii() and said.isdigit() and 0 < int(said) <= len(keys) else None

    return read
