"""Where things are and who may ask: what the command line and the environment decide before anything starts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

USUAL_PORT: Final = 8377
DATA_DIR_VARIABLE: Final = "LEVELHIP_DATA_DIR"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
"""Names of this very machine."""


def usual_data_dir() -> Path:
    """The folder LEVELHIP_DATA_DIR names, else the place where this system keeps a program's data."""
    named = os.environ.get(DATA_DIR_VARIABLE)
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415 - only where it is asked for

    return Path(platformdirs.user_data_path("levelhip", appauthor=False))


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server is set up. `hosts`: names other than this machine's own under which it may be asked for."""

    data_dir: Path
    host: str = LOOPBACK[0]
    port: int | None = None
    """None: the usual one, or one near it if that is taken."""
    open_browser: bool = True
    hosts: tuple[str, ...] = ()
    lan: bool = False
    """Whether devices on the home network may come in, once they are paired."""

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Every name that the Host header may carry (a page elsewhere that points its own name here is refused)."""
        return frozenset({*LOOPBACK, self.host.lower(), *(host.lower() for host in self.hosts)})

    @property
    def database(self) -> Path:
        """The one file that holds everything."""
        return self.data_dir / "levelhip.sqlite3"

    @property
    def questionnaires(self) -> Path:
        """The folder of questionnaires that a clinic adds; it need not be there."""
        return self.data_dir / "questionnaires"
