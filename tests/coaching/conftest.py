"""Fixtures of several files."""

from __future__ import annotations

import pytest


@pytest.fixture
def cleared_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clearance has its own tests."""
    monkeypatch.setattr("levelhip.coaching.live.require_clearance", lambda _: None)
