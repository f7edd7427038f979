from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.servers import Server, make_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server over an empty folder."""
    made = make_server(tmp_path)
    yield made
    made.services.store.close()


@pytest.fixture
def cleared(server: Server) -> Server:
    """A server whose person may start."""
    server.clear()
    return server
