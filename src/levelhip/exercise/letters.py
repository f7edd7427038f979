"""Letters that a clinician signs: JSON with one spelling, so that what is checked is what was signed.

A letter is a JSON object of texts, lists of texts and letters within it. Its signature is over `signed_bytes`: every
field but `signature`, keys in order, ASCII, nothing in between. Anything unknown, twice, missing or spelt otherwise is
refused. Which characters are allowed is written out here: Python versions disagree on what is printable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, Literal, NoReturn, TypeVar

from levelhip.exercise.signatures import KEY_BYTES, SIGNATURE_BYTES, is_signed

Word = TypeVar("Word", bound=str)
Letter = Mapping[str, Any]
Fault = Literal["unreadable", "other", "forged"]

SIGNATURE: Final = "signature"
LONGEST_LETTER: Final = 20_000
"""Characters; a release with a long note has two thousand."""
LONGEST_WORD: Final = 80

_MOMENT: Final = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
_WORD: Final = re.compile(r"[a-z][a-z0-9_]*")
_ODD: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
"""What does not show, or turns the order of what does: a name is what one sees."""


class LetterError(ValueError):
    """A letter that does not count. `fault`: it cannot be read, is another letter, or its signature is wrong."""

    def __init__(self, fault: Fault, line: str) -> None:
        super().__init__(line)
        self.fault = fault


def parse_letter(text: str) -> dict[str, Any]:
    """Read a letter as it was pasted or loaded. Raises LetterError."""
    if len(text) > LONGEST_LETTER:
        raise LetterError("unreadable", f"longer than {LONGEST_LETTER} characters: this is no letter of Levelhip's")
    try:
        value = json.loads(text.strip("\ufeff \t\r\n"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise LetterError("unreadable", f"this is no JSON: {error.msg} (character {error.pos})") from None
    except LetterError:
        raise
    except (ValueError, RecursionError):
        raise LetterError("unreadable", "this is no JSON of a letter: too deep, or too long a number") from None
    if not isinstance(value, dict):
        raise LetterError("unreadable", "a letter is a JSON object")
    return value


def signed_bytes(letter: Letter) -> bytes:
    """What a signature of `letter` is over."""
    told = {name: value for name, value in letter.items() if name != SIGNATURE}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def check_signature(letter: Letter, public_key: str) -> None:
    """Raise LetterError unless `letter` is signed with the key (hexadecimal). Its fields must have been read before."""
    if not is_signed(signed_bytes(letter), bytes.fromhex(letter[SIGNATURE]), bytes.fromhex(public_key)):
        raise LetterError("forged", "the signature does not fit: the letter was changed, or another key signed it")


def written(moment: datetime) -> str:
    """A moment as letters spell it: 2026-11-22T08:30:00Z."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Fields:
    """The fields of a letter of one schema, read strictly. Every method raises LetterError. `whole`: the letter."""

    def __init__(self, letter: object, schema: str, names: Sequence[str]) -> None:
        if not isinstance(letter, Mapping):
            raise LetterError("unreadable", "a letter is a JSON object")
        if letter.get("schema") != schema:
            raise LetterError("other", f"schema: is {letter.get('schema')!r:.60}, not {schema!r}")
        wanted = {"schema", SIGNATURE, *names}
        if strange := sorted(map(str, letter.keys() - wanted)):
            raise LetterError("unreadable", f"{strange[0]:.60}: there is no such field in {schema}")
        if missing := sorted(wanted - letter.keys()):
            raise LetterError("unreadable", f"{missing[0]}: is missing")
        self.whole: Letter = letter
        self.signature = self.hexadecimal(SIGNATURE, SIGNATURE_BYTES)

    def text(self, name: str, most: int = LONGEST_WORD, *, least: int = 1) -> str:
        """A text on one line, without spaces around it."""
        value = self.whole[name]
        if not isinstance(value, str) or not least <= len(value) <= most or value != value.strip(" "):
            self._refuse(name, f"a text of {least} to {most} characters without spaces around it")
        if _ODD.search(value):
            self._refuse(name, "a text without invisible characters")
        return value

    def words(self, name: str, most: int) -> tuple[str, ...]:
        """At least one key (of an exercise, of a gate), in alphabetical order, none twice."""
        value = self.whole[name]
        wanted = f"1 to {most} keys in alphabetical order, each once"
        if not isinstance(value, list) or not 1 <= len(value) <= most or not all(map(_is_word, value)):
            self._refuse(name, wanted)
        if value != sorted(set(value)):
            self._refuse(name, wanted)
        return tuple(value)

    def moment(self, name: str) -> datetime:
        """A moment to the second, in UTC."""
        value = self.whole[name]
        found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
        if found is not None:
            year, month, day, hour, minute, second = map(int, found.groups())
            with suppress(ValueError):
                return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return self._refuse(name, "a moment that there is, like 2026-11-22T08:30:00Z")

    def hexadecimal(self, name: str, count: int) -> str:
        """So many bytes, in small hexadecimal digits."""
        value = self.whole[name]
        if not isinstance(value, str) or not re.fullmatch(f"[0-9a-f]{{{2 * count}}}", value):
            self._refuse(name, f"{2 * count} digits from 0-9 and a-f")
        return value

    def public_key(self, name: str) -> str:
        """A public key in hexadecimal."""
        return self.hexadecimal(name, KEY_BYTES)

    def choice(self, name: str, options: Sequence[Word]) -> Word:
        """One of `options`."""
        for option in options:
            if option == self.whole[name]:
                return option
        return self._refuse(name, f"one of {', '.join(options)}")

    @staticmethod
    def _refuse(name: str, wanted: str) -> NoReturn:
        raise LetterError("unreadable", f"{name}: must be {wanted}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise LetterError("unreadable", "a field stands there twice")
    return made


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_WORD and _WORD.fullmatch(value) is not None
