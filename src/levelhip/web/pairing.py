"""Who may come in from the network: devices that were shown the pairing code on this computer's own screen.

    desk = PairingDesk(data_dir / "paired-devices.json", clock)
    desk.code()                          what the screen shows
    token = desk.pair("482 913", "phone")    None: wrong; the token goes into a cookie
    desk.knows(token)

The code is short, so it lives for minutes and bears a handful of wrong tries. Tokens are kept only as hashes.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Final, TypedDict

from levelhip.files import replace_file

CODE_DIGITS: Final = 6
CODE_LASTS: Final = timedelta(minutes=10)
WRONG_TRIES: Final = 5
"""After so many wrong codes there is a new one: guessing six digits succeeds once in 200,000 codes."""
COOKIE: Final = "__Host-levelhip-paired"
"""The prefix makes browsers refuse it unless it came over HTTPS from this very host."""
COOKIE_DAYS: Final = 180
MOST_DEVICES: Final = 20


class Device(TypedDict):
    """A paired device as it is kept."""

    name: str
    token_sha256: str
    paired_at: str


class PairingDesk:
    """Gives out the code, takes it back, remembers who was let in (in `file`). `now` gives aware times."""

    def __init__(self, file: Path, now: Callable[[], datetime]) -> None:
        self._file = file
        self._now = now
        self._code = ""
        self._until = now()
        self._wrong = 0
        self._devices = self._read()

    def code(self) -> str:
        """The code that is good now; a new one where the last was used up or is too old."""
        if not self._code or self._now() >= self._until or self._now() < self._until - CODE_LASTS:
            self._new_code()
        return self._code

    def pair(self, code: str, name: str) -> str | None:
        """Let a device in that knows the code: its token, to be kept by it. None where the code is wrong."""
        wanted = self.code()
        given = "".join(char for char in code[:40] if char in "0123456789")
        if not secrets.compare_digest(given, wanted):
            self._wrong += 1
            if self._wrong >= WRONG_TRIES:
                self._new_code()
            return None
        self._code = ""
        token = secrets.token_urlsafe(32)
        device = Device(name=_short(name), token_sha256=_hash(token), paired_at=self._now().isoformat())
        self._keep([*self._devices, device][-MOST_DEVICES:])
        return token

    def knows(self, token: str | None) -> bool:
        """Whether a token is of a device that was let in."""
        if not token:
            return False
        held = _hash(token)
        known = [secrets.compare_digest(device["token_sha256"], held) for device in self._devices]
        return any(known)

    @property
    def devices(self) -> tuple[Device, ...]:
        """Who was let in, oldest first."""
        return tuple(self._devices)

    def forget_all(self) -> None:
        """Let nobody in who was let in before."""
        self._keep([])
        self._code = ""

    def _new_code(self) -> None:
        self._code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
        self._until = self._now() + CODE_LASTS
        self._wrong = 0

    def _keep(self, devices: list[Device]) -> None:
        text = json.dumps(devices, indent=1)
        replace_file(self._file, lambda file: file.write(text.encode()))
        self._devices = devices

    def _read(self) -> list[Device]:
        """The devices let in; none where the file is missing or spoiled: they pair again."""
        try:
            rows = json.loads(self._file.read_text("utf-8"))
            return [
                Device(name=str(row["name"]), token_sha256=str(row["token_sha256"]), paired_at=str(row["paired_at"]))
                for row in rows
            ]
        except (OSError, ValueError, TypeError, KeyError):
            return []


def cookie_for(token: str) -> str:
    """The `Set-Cookie` header that hands a device its token."""
    return f"{COOKIE}={token}; Path=/; Max-Age={COOKIE_DAYS * 86400}; Secure; HttpOnly; SameSite=Strict"


def token_in(cookie_header: str) -> str | None:
    """The token a request brings in its `Cookie` header."""
    try:
        found = SimpleCookie(cookie_header).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _short(name: str) -> str:
    return "".join(char for char in name if char.isprintable())[:60] or "a device"
