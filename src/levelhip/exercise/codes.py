"""Codes that people read to each other: a patient's, a challenge's. Letters that cannot be mistaken, and a check.

Crockford's base 32 (no I, L, O, U); the last two letters are a check over the others, so that a slip is found out where
it is typed: one in 1024 would pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP_LETTERS: Final = 4
CHECK_LETTERS: Final = 2
_BITS: Final = 5
_MEANT: Final = str.maketrans("OIL", "011")
"""What people write for a digit."""


class CodeError(ValueError):
    """What was typed is no such code. The message is one line."""


@dataclass(frozen=True, slots=True)
class CodeKind:
    """One kind of code: what it is called, and how many letters it has with its check."""

    name: str
    letters: int

    @property
    def noise_bytes(self) -> int:
        """How many random bytes a code is made of."""
        return -(-(self.letters - CHECK_LETTERS) * _BITS // 8)

    def made(self, noise: bytes) -> str:
        """The code of `noise` (at least `noise_bytes` of them), as it is written: K7QM-2X9D-4TAC."""
        number = int.from_bytes(noise, "big")
        count = self.letters - CHECK_LETTERS
        return self._written("".join(ALPHABET[number >> _BITS * place & 31] for place in range(count)))

    def read(self, text: str) -> str:
        """The code in its one spelling, whatever case and spaces it was typed with. Raises CodeError."""
        plain = "".join(text[: 4 * self.letters].upper().translate(_MEANT).split()).replace("-", "")
        if len(plain) != self.letters or not set(plain) <= set(ALPHABET):
            raise CodeError(f"{text[:40]!r} is no {self.name}: {self.letters} letters and digits are wanted")
        written = self._written(plain[:-CHECK_LETTERS])
        if written.replace("-", "") != plain:
            raise CodeError(f"{text[:40]!r} is no {self.name}: a letter is wrong; read it again")
        return written

    def is_one(self, text: str) -> bool:
        """Say whether `text` is such a code in its one spelling."""
        try:
            return self.read(text) == text
        except CodeError:
            return False

    def _written(self, body: str) -> str:
        digest = sha256(f"levelhip {self.name} {body}".encode()).digest()
        check = "".join(ALPHABET[byte & 31] for byte in digest[:CHECK_LETTERS])
        whole = body + check
        return "-".join(whole[at : at + GROUP_LETTERS] for at in range(0, len(whole), GROUP_LETTERS))


PATIENT_CODE: Final = CodeKind("patient code", 12)
"""50 random bits: two patients of one clinician will not share one. It is a name, not a secret."""
CHALLENGE: Final = CodeKind("challenge", 20)
"""90 random bits: no answer to an earlier one fits."""
