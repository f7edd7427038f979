"""Values out of a record that anybody may have written: what is not of its form is not known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def object_of(value: object) -> dict[str, Any]:
    """A JSON object; empty for anything else."""
    return dict(value) if isinstance(value, Mapping) else {}


def list_of(value: object) -> list[Any]:
    """A JSON list; empty for anything else."""
    return list(value) if isinstance(value, list | tuple) else []


def number_of(value: object) -> float | None:
    """A finite number; None for anything else."""
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if known and isinstance(value, int | float) else None


def count_of(value: object) -> int:
    """A whole number; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
