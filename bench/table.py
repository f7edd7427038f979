"""One figure a line: what it is, how much, its limit, and whether that holds. No figure here fails anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure. `value` None: it could not be measured, `note` says why."""

    what: str
    value: float | None
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the figure is within its limit; None: there is none, or no figure."""
        if self.value is None or (self.at_most is None and self.at_least is None):
            return None
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "holds": self.holds}

    def cells(self) -> tuple[str, ...]:
        """For the table."""
        limit = "" if self.at_most is None else f"<= {_number(self.at_most)}"
        limit = limit if self.at_least is None else f">= {_number(self.at_least)}"
        verdict = {None: "", True: "holds", False: "NOT MET"}[self.holds]
        value = "-" if self.value is None else _number(self.value)
        return self.what, value, self.unit, limit, verdict, self.note


def _number(x: float) -> str:
    return f"{x:.0f}" if abs(x) >= 100 or x == int(x) else f"{x:.2g}" if abs(x) < 10 else f"{x:.3g}"


def lines(results: dict[str, list[Figure]]) -> Iterator[str]:
    """The table as text, one block a benchmark, the same columns in all."""
    rows = {name: [figure.cells() for figure in figures] for name, figures in results.items()}
    widths = [max(len(row[column]) for block in rows.values() for row in block) for column in range(5)]
    for name, block in rows.items():
        yield name
        for row in block:
            yield _line(row, widths)


def _line(row: Iterable[str], widths: list[int]) -> str:
    what, value, unit, limit, verdict, note = row
    cells = (
        what.ljust(widths[0]),
        value.rjust(widths[1]),
        unit.ljust(widths[2]),
        limit.ljust(widths[3]),
        verdict.ljust(widths[4]),
        note,
    )
    return ("  " + "  ".join(cells)).rstrip()
