"""Serves the home network beside this machine: HTTPS for paired devices, and the plain door that explains how."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn

from levelhip.web.lan import App, LanGate, PlainDoor, home_addresses
from levelhip.web.local_authority import Address, LocalAuthority
from levelhip.web.pairing import PairingDesk
from levelhip.web.phone_pages import Doors

PORTS_ABOVE = 20
"""How many ports are tried for a door."""


class NoHomeNetworkError(ValueError):
    """There is no network to open to. The message is one line."""


@dataclass(frozen=True, slots=True)
class HomeNetwork:
    """The two doors, bound and certified, before anybody is served."""

    doors: Doors
    secure: Sequence[socket.socket]
    plain: Sequence[socket.socket]

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which devices ask."""
        return tuple(bound.getsockname()[0] for bound in self.secure)

    def servers(self, app: App, config: Callable[..., uvicorn.Config]) -> Iterator[tuple[uvicorn.Server, Any]]:
        """The servers for the two doors, with their sockets. `config`: how every server here is set up."""
        authority = self.doors.authority
        certified = {"ssl_certfile": str(authority.chain_file), "ssl_keyfile": str(authority.key_file)}
        yield Follower(config(LanGate(app, self.doors.desk), **certified)), list(self.secure)
        yield Follower(config(PlainDoor(app))), list(self.plain)

    def close(self) -> None:
        """Give the ports back."""
        for bound in (*self.secure, *self.plain):
            bound.close()


class Follower(uvicorn.Server):
    """A server that leaves signals to the first one."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield


def open_to_home(
    folder: Path, first_port: int, now: Callable[[], datetime], addresses: Sequence[Address] | None = None
) -> HomeNetwork:
    """Bind both doors at every home address and have a certificate for them. Raises NoHomeNetworkError, OSError."""
    found = list(home_addresses() if addresses is None else addresses)
    if not found:
        raise NoHomeNetworkError("--lan: this computer is on no home network now; join one, or leave --lan out")
    authority = LocalAuthority(folder / "authority")
    authority.certify(found)
    secure_port, secure = _bind_all(found, first_port)
    plain_port, plain = _bind_all(found, secure_port + 1)
    doors = Doors(
        secure_urls=tuple(f"https://{address}:{secure_port}/" for address in found),
        plain_urls=tuple(f"http://{address}:{plain_port}/" for address in found),
        desk=PairingDesk(folder / "paired-devices.json", now),
        authority=authority,
    )
    return HomeNetwork(doors, secure, plain)


def _bind_all(addresses: Sequence[Address], first_port: int) -> tuple[int, list[socket.socket]]:
    """The first port from `first_port` on that is free at all the addresses."""
    for port in range(first_port, first_port + PORTS_ABOVE):
        bound: list[socket.socket] = []
        try:
            bound.extend(socket.create_server((str(address), port)) for address in addresses)
        except OSError:
            for each in bound:
                each.close()
            continue
        return port, bound
    raise NoHomeNetworkError(f"--lan: no port from {first_port} on is free on the home network")


async def serve_together(first: uvicorn.Server, bound: list[socket.socket], others: Sequence[tuple[Any, Any]]) -> None:
    """Serve all; when the first is told to end, all do."""
    tasks = [asyncio.create_task(server.serve(sockets=sockets)) for server, sockets in others]
    try:
        await first.serve(sockets=bound)
    finally:
        for server, _ in others:
            server.should_exit = True
        await asyncio.gather(*tasks, return_exceptions=True)
