"""What every store speaks of: JSON objects, the time, and why nothing was kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Protocol

Json = dict[str, Any]
"""A JSON object."""


class Clock(Protocol):
    """Tells what time it is."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...


class StoreError(Exception):
    """Nothing was kept, and nothing half. `line` says in one line what is wrong and what to do."""

    def __init__(self, reason: Literal["full", "read_only", "busy", "damaged", "newer", "unusable"], line: str) -> None:
        super().__init__(line)
        self.reason = reason
        self.line = line
