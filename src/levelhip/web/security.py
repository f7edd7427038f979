"""Who may ask, how much they may send, and what every answer carries. Plain ASGI: it sees each byte once.

No password guards this server: it is safe because only this machine reaches it, and because no page but our own may
make the person's browser speak to it. Host is checked against pages that point their own name here (DNS rebinding),
Origin and Sec-Fetch-Site against pages that send forms or scripts across (CSRF).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import HTTPException

from levelhip.ports import StoreError
from levelhip.web.answers import BROKEN, refusal, store_refusal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTENT_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'; object-src 'none'"
)
HEADERS: Final = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": (
        "camera=(self), accelerometer=(self), gyroscope=(self), microphone=(), geolocation=(), screen-wake-lock=(self)"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer carries, unless it says otherwise itself."""

READS: Final = frozenset({"GET", "HEAD"})
WRITES: Final = frozenset({"POST", "PUT", "DELETE"})
LONGEST_PATH: Final = 2048
_KIBI: Final = 1024
_MEBI: Final = 1024 * _KIBI
USUAL_LIMIT: Final = 256 * _KIBI
LIMITS: Final = (("/parts/", 2 * _MEBI + _KIBI), ("/finish", 8 * _MEBI))
"""Bytes that a body sent to a session may have, by what its path contains or ends with."""
RECORDINGS: Final = dict.fromkeys(("/emg/recording", "/range/recording", "/strength/recording"), 32 * _MEBI)
"""The same where a page takes a recording."""

_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:@\[\]\s]+))(?::[0-9]{1,5})?")
_log: Final = logging.getLogger("levelhip.web")


@dataclass(frozen=True, slots=True)
class Refusal(Exception):  # noqa: N818 - it is the answer
    """A request that is not let in."""

    status: int
    line: str


class Guard:
    """ASGI: lets in only what may come in, and dresses every answer."""

    def __init__(self, app: App, allowed_hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, _Dressed(send))
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: _Dressed) -> None:
        path = scope["path"]
        try:
            request = Asked.of(scope)
            check(request, self._hosts)
            await self._app(scope, _Measured(receive, request), send)
        except Refusal as error:
            await _reply(refusal(path, error.status, error.line), scope, receive, send)
        except StoreError as error:
            _log.error("%s", error.line)
            await _reply(store_refusal(path, error), scope, receive, send)
        except Exception:  # noqa: BLE001 - whatever it was, its innards stay here
            _log.exception("%s %s failed", scope["method"], path)
            await _reply(refusal(path, 500, BROKEN), scope, receive, send)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a request decides whether it is let in."""

    method: str
    scheme: str
    path: str
    headers: dict[str, list[str]]

    @classmethod
    def of(cls, scope: Scope) -> Asked:
        """Read it off the scope."""
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        return cls(scope["method"], scope.get("scheme", "http"), scope["path"], headers)

    def one(self, name: str) -> str | None:
        """The header's value; None where it is not there, or more than once."""
        values = self.headers.get(name, [])
        return values[0] if len(values) == 1 else None

    @property
    def limit(self) -> int:
        """How many bytes the body may have."""
        if not self.path.startswith("/api/sessions/"):
            return RECORDINGS.get(self.path, USUAL_LIMIT)
        return next((limit for part, limit in LIMITS if part in self.path), USUAL_LIMIT)


def check(asked: Asked, allowed_hosts: frozenset[str]) -> None:
    """Raise Refusal where the request may not come in."""
    if len(asked.path) > LONGEST_PATH:
        raise Refusal(414, "the address is too long")
    host = asked.one("host")
    if host is None or host_name(host) not in allowed_hosts:
        raise Refusal(421, "this name is not one of Levelhip's; open it at the address its window shows")
    if asked.method in WRITES:
        _check_write(asked, host)
    elif asked.method not in READS:
        raise Refusal(405, f"{asked.method[:20]} is not done here")
    elif _from_elsewhere(asked) and asked.one("sec-fetch-mode") != "navigate":
        raise Refusal(403, "another site's page asked for this")
    length = asked.one("content-length")
    if length is not None and (not length.isdecimal() or int(length[:20]) > asked.limit):
        raise Refusal(413, f"too much at once: at most {asked.limit // _KIBI} kB here")


def host_name(host: str) -> str:
    """The name in a Host header, without the port: `localhost`, `127.0.0.1`, `::1`; empty where it is none."""
    found = _HOST.fullmatch(host.lower())
    return (found[1] or found[2]) if found else ""


def _check_write(asked: Asked, host: str) -> None:
    """Only our own pages write. With Referrer-Policy no-referrer their forms say Origin: null; Sec-Fetch-Site tells."""
    origin, site = asked.one("origin"), asked.one("sec-fetch-site")
    own = origin is not None and origin.lower() == f"{asked.scheme}://{host}".lower()
    if "origin" in asked.headers and not own and origin != "null":
        raise Refusal(403, "another site's page sent this")
    is_api = asked.path.startswith("/api/")
    is_program = is_api and "origin" not in asked.headers
    if not (own or is_program if site is None else site == "same-origin"):
        raise Refusal(403, "another site's page sent this")
    if is_api and asked.one("x-levelhip") != "1":
        raise Refusal(403, "writes want the header X-Levelhip: 1")


def _from_elsewhere(asked: Asked) -> bool:
    return asked.headers.get("sec-fetch-site", ["none"]) not in (["same-origin"], ["none"])


class _Measured:
    """Receives a body, and stops where it is longer than allowed."""

    def __init__(self, receive: Receive, asked: Asked) -> None:
        self._receive, self._limit, self._got = receive, asked.limit, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._got += len(message.get("body", b""))
        if self._got > self._limit:
            raise HTTPException(413, f"too much at once: at most {self._limit // _KIBI} kB here")
        return message


class _Dressed:
    """Sends an answer with the headers that every one carries."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            own = {name.lower() for name, _ in message.get("headers", ())}
            extra = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in own]
            message = {**message, "headers": [*message.get("headers", ()), *extra]}
        await self._send(message)


async def _reply(response: App, scope: Scope, receive: Receive, send: _Dressed) -> None:
    if send.has_begun:
        raise ConnectionResetError("the answer broke off")  # the client must not take half for the whole
    await response(scope, receive, send)
