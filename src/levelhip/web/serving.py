"""Runs the server: on this machine only, one for a data folder, and gone without a trace at Ctrl-C."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from fastapi import FastAPI

from levelhip import __version__
from levelhip.bootstrap import Services, open_services
from levelhip.files import replace_file
from levelhip.ports import StoreError
from levelhip.settings import LOOPBACK, USUAL_PORT, Settings
from levelhip.web.app import create_app

if TYPE_CHECKING:
    from levelhip.web.lan_serving import HomeNetwork

PORTS_TRIED: Final = 20
GOODBYE_S: Final = 3
"""How long requests may take to end after Ctrl-C."""
_ASK_S: Final = 2.0


class ServingError(ValueError):
    """The server cannot be started. The message is one line."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is running: where, and what it calls itself."""

    host: str
    port: int
    instance: str

    @property
    def url(self) -> str:
        """The address of the first page."""
        return address(self.host, self.port)


def serve(settings: Settings) -> None:
    """Serve until stopped. Raises ServingError: one line says why it cannot be."""
    if settings.host.lower() not in LOOPBACK:
        raise ServingError(
            f"--host {settings.host}: only this machine itself is served ({', '.join(LOOPBACK)}): there is no password"
        )
    note = settings.data_dir / "serving.json"
    running = _already_running(note)
    if running is not None:
        _announce(f"Levelhip is running already: {running.url}", running.url, open_browser=settings.open_browser)
        return
    try:
        services = open_services(settings, _messages)
    except StoreError as error:
        raise ServingError(error.line) from error
    bound = _bind(settings.host, settings.port)
    instance = secrets.token_urlsafe(12)
    here = Running(settings.host, bound.getsockname()[1], instance)
    try:
        home = _open_to_home(settings, services, here.port) if settings.lan else None
        hosts = settings.allowed_hosts.union(home.hosts if home else ())
        app = create_app(services, hosts, instance=instance, doors=home.doors if home else None)
        _write_note(note, here)
        _run(app, bound, here.url, settings, home)
    finally:
        bound.close()
        services.store.close()
        note.unlink(missing_ok=True)


def _open_to_home(settings: Settings, services: Services, port: int) -> HomeNetwork:
    from levelhip.web.lan_serving import open_to_home  # noqa: PLC0415 - brings cryptography

    try:
        return open_to_home(settings.data_dir, port + 1, services.clock.now)
    except OSError as error:
        raise ServingError(f"--lan: {error.filename or settings.data_dir}: {error.strerror or error}") from None


def address(host: str, port: int) -> str:
    """The address people see and browsers open."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    """Says that it is there once it is."""

    def __init__(self, config: uvicorn.Config, line: str, url: str, *, open_browser: bool) -> None:
        super().__init__(config)
        self._line, self._url, self._open_browser = line, url, open_browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            gc.enable()
            _announce(self._line, self._url, open_browser=self._open_browser)


def _run(app: FastAPI, bound: socket.socket, url: str, settings: Settings, home: HomeNetwork | None) -> None:
    line = f"Levelhip is at {url} (to stop: Ctrl-C)"
    if home is not None:
        line += f"\nTo let a phone in, open {url}phone on this computer."
    server = _Server(_config(app), line, url, open_browser=settings.open_browser)
    try:
        if home is None:
            server.run(sockets=[bound])
        else:
            _run_with_home(server, bound, app, home)
    except KeyboardInterrupt:
        pass


def _run_with_home(server: uvicorn.Server, bound: socket.socket, app: FastAPI, home: HomeNetwork) -> None:
    from levelhip.web.lan_serving import serve_together  # noqa: PLC0415 - brings cryptography

    try:
        asyncio.run(serve_together(server, [bound], list(home.servers(app, _config))))
    finally:
        home.close()


def _config(app: Any, **more: Any) -> uvicorn.Config:  # noqa: ANN401 - ASGI, in uvicorn's own words
    """How every server here is set up."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=GOODBYE_S,
        proxy_headers=False,
        **more,
    )


def _announce(line: str, url: str, *, open_browser: bool) -> None:
    print(line, flush=True)  # noqa: T201 - this is the command's one line
    if open_browser:
        threading.Thread(target=_open, args=(url,), daemon=True).start()


def _open(url: str) -> None:
    try:
        webbrowser.open(url)
    except webbrowser.Error:
        print("(no browser was found to open; open the address yourself)", file=sys.stderr)  # noqa: T201


def _bind(host: str, port: int | None) -> socket.socket:
    """Bind the port asked for, or the usual one or one near it; at last any."""
    usual = range(USUAL_PORT, USUAL_PORT + PORTS_TRIED)
    for wanted in (port,) if port is not None else (*usual, 0):
        bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":  # elsewhere this would share a port that is taken
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, wanted))
            bound.listen(128)
        except OSError as error:
            bound.close()
            if port is not None or not wanted:
                reason = error.strerror or "it is not free"
                raise ServingError(
                    f"port {wanted} cannot be used ({reason}); leave --port out and one is found"
                ) from None
            continue
        return bound
    raise ServingError("no port is free")


def _already_running(note: Path) -> Running | None:
    """The server of this data folder, where one answers by the name it left here."""
    if not note.exists():
        return None
    import http.client  # noqa: PLC0415 - hardly ever needed at a start

    try:
        told = json.loads(note.read_text("utf-8"))
        running = Running(str(told["host"]), int(told["port"]), str(told["instance"]))
        connection = http.client.HTTPConnection(running.host, running.port, timeout=_ASK_S)
        connection.request("GET", "/api/instance")
        answer = json.loads(connection.getresponse().read(4096))
        connection.close()
    except (OSError, ValueError, LookupError, TypeError, http.client.HTTPException):
        return None
    if answer.get("instance") != running.instance:
        return None
    if answer.get("version") != __version__:
        raise ServingError(
            f"Levelhip {answer.get('version')} is still running at {running.url}; stop it first (Ctrl-C in its window)"
        )
    return running


def _write_note(note: Path, here: Running) -> None:
    """Tell the next one who starts. Without the note it works all the same."""
    text = json.dumps({"host": here.host, "port": here.port, "instance": here.instance, "pid": os.getpid()})
    try:
        replace_file(note, lambda file: file.write(text.encode()))
    except OSError as error:
        print(f"levelhip: {note}: {error.strerror}", file=sys.stderr)  # noqa: T201


def _messages(code: str) -> Mapping[str, str]:
    from levelhip.web.language import language  # noqa: PLC0415 - needed when a session ends

    return language(code).messages
