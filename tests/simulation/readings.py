"""Read tables and truths of a simulated session with exact types: columns of numbers or words, facts that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.simulation.session import Table


def numbers(table: Table, name: str) -> list[float]:
    """Return a column that holds numbers only."""
    column = [value for value in table[name] if not isinstance(value, str)]
    assert len(column) == len(table[name]), f"{name} holds words"
    return column


def words(table: Table, name: str) -> list[str]:
    """Return a column that holds words only."""
    column = [value for value in table[name] if isinstance(value, str)]
    assert len(column) == len(table[name]), f"{name} holds numbers"
    return column


def known(fact: float | None) -> float:
    """Return a fact that must not be missing."""
    assert fact is not None
    return fact
