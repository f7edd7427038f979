"""A clinician's key in a file: JSON with the card in the clear and the private key locked with a passphrase.

The lock is PKCS #8, locked with the passphrase as scrypt has stretched it: by itself PKCS #8, as it is written here,
makes guessing cheap (2,048 rounds).
"""

from __future__ import annotations

import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from levelhip.exercise.clinicians import CARD, Card, Profession, read_card
from levelhip.exercise.letters import written
from levelhip.ports import Json
from levelhip.services.signing import Signer, SigningError, signed

KEY_FILE: Final = "levelhip.key/1"
PASSPHRASE_LETTERS: Final = 12
"""At least (levelhip_convention)."""
SALT_BYTES: Final = 16
_FIELDS: Final = frozenset({"schema", "card", "salt", "private_key"})


def new_key(name: str, profession: Profession, registration: str, *, passphrase: str, now: datetime) -> Json:
    """The content of a new key file. Raises SigningError, LetterError."""
    check_passphrase(passphrase)
    key = Ed25519PrivateKey.generate()
    told = {
        "schema": CARD,
        "name": name,
        "profession": profession,
        "registration": registration,
        "public_key": _public(key),
        "made_at": written(now),
    }
    card = signed(told, key)
    read_card(card)
    salt = secrets.token_bytes(SALT_BYTES)
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_stretched(passphrase, salt)),
    )
    return {"schema": KEY_FILE, "card": card, "salt": salt.hex(), "private_key": locked.decode("ascii")}


def check_passphrase(passphrase: str) -> None:
    """Raise SigningError where a passphrase is too short."""
    if len(passphrase) < PASSPHRASE_LETTERS:
        raise SigningError(f"passphrase: at least {PASSPHRASE_LETTERS} letters; a few words are best")


def read_key_file(path: Path) -> tuple[Json, Card]:
    """A key file's content, and its card; the private key stays locked. Raises SigningError, OSError."""
    try:
        content: Any = json.loads(path.read_text("utf-8"))
        if set(content) == _FIELDS and content["schema"] == KEY_FILE:
            return content, read_card(content["card"])
    except (ValueError, TypeError, RecursionError):
        pass
    raise SigningError(f"{path}: is no key file of Levelhip's, or was changed")


def open_key(path: Path, passphrase: str) -> Signer:
    """Unlock a key. Raises SigningError, OSError."""
    content, card = read_key_file(path)
    try:
        secret = _stretched(passphrase, bytes.fromhex(str(content["salt"])))
        key = serialization.load_pem_private_key(str(content["private_key"]).encode(), secret)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SigningError(f"{path}: the passphrase is wrong, or the file was changed") from None
    if not isinstance(key, Ed25519PrivateKey) or _public(key) != card.public_key:
        raise SigningError(f"{path}: the private key is not that of the card in it")
    return Signer(key, content["card"])


def write_new(path: Path, content: Json) -> None:
    """Write what only its owner may read, where nothing stands yet. Raises SigningError, OSError."""
    text = json.dumps(content, indent=1) + "\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SigningError(f"{path}: is there already, and stays; give another name") from None
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _stretched(passphrase: str, salt: bytes) -> bytes:
    """64 MB and a fifth of a second for every guess."""
    stretched = Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(passphrase.encode("utf-8", "surrogatepass"))
    return stretched.hex().encode("ascii")


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
