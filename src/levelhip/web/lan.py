"""Open to the home network, for a phone that films while the laptop keeps the record: nothing without pairing.

Two doors: the coach itself over HTTPS, and a plain one that does nothing but explain how to trust this computer's
authority and hand out its certificate (to a phone that does not trust it yet, HTTPS is all warnings).
"""

from __future__ import annotations

import re
import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import quote

from levelhip.web.local_authority import Address, is_home
from levelhip.web.pairing import PairingDesk, token_in

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

OPEN_PATHS: Final = ("/pair", "/trust", "/authority.crt", "/favicon.ico")
PLAIN_PATHS: Final = ("/trust", "/authority.crt", "/favicon.ico")
OPEN_FOLDERS: Final = ("/static/",)
"""What a stranger may see: how to be let in, and the styles of that page."""
CALENDAR_PATH: Final = re.compile(r"/calendar/[A-Za-z0-9_-]{43}\.ics")
"""Where a calendar program, which cannot pair, brings a secret instead; the page there looks whether it fits."""
NOWHERE: Final = (("10.255.255.255", 1), ("192.168.255.255", 1), ("172.31.255.255", 1))
"""Asked for the way there (no packet is sent), the system names the address it would send from."""


def home_addresses() -> list[Address]:
    """The addresses of this machine on its home networks; empty where it is on none."""
    found: dict[Address, None] = {}
    for place in NOWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(place)
                found[ip_address(probe.getsockname()[0])] = None
            except OSError:
                continue
    return [address for address in found if is_home(address) and not address.is_loopback]


class LanGate:
    """ASGI, before the door to the home network: only paired devices come in."""

    def __init__(self, app: App, desk: PairingDesk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through who may, send others to the pairing page."""
        if scope["type"] == "lifespan" or self._may_pass(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await _turn_away(scope, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _may_pass(self, scope: Scope) -> bool:
        path = scope.get("path", "")
        if path in OPEN_PATHS or path.startswith(OPEN_FOLDERS):
            return True
        if scope.get("method") == "GET" and CALENDAR_PATH.fullmatch(path):
            return True
        return self._desk.knows(token_in(_header(scope, b"cookie")))


def _header(scope: Scope, name: bytes) -> str:
    headers: Iterable[tuple[bytes, bytes]] = scope.get("headers", ())
    return "; ".join(value.decode("latin-1") for key, value in headers if key == name)


async def _turn_away(scope: Scope, send: Send) -> None:
    path = scope.get("path", "/")
    if path.startswith("/api/") or scope.get("method") != "GET":
        body = b'{"error": "this device is not paired: open /pair"}'
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 401, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        return
    await _lead_to(f"/pair?next={quote(path, safe='/')}".encode("ascii"), send)


async def _lead_to(address: bytes, send: Send) -> None:
    headers = [(b"location", address), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


class PlainDoor:
    """ASGI, before the door without HTTPS: how to trust this computer, and nothing else."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Show the guide; whatever else is asked for leads there."""
        if scope["type"] != "http":
            return
        path = scope.get("path", "")
        if scope.get("method") in ("GET", "HEAD") and (path in PLAIN_PATHS or path.startswith(OPEN_FOLDERS)):
            await self._app(scope, receive, send)
        else:
            await _lead_to(b"/trust", send)
