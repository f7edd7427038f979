"""One line of a validation table: what was compared, the figure, the limit, and whether it holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.exercise.signals import Side
from levelhip.ports import ReadOptions
from levelhip.recordings import open_recording
from levelhip.services.measure import Measurement, measure
from levelhip.session.record import Rep, SessionRecord

_AS_IT_IS: Final = ReadOptions()


@dataclass(frozen=True, slots=True)
class Row:
    """`holds`: the figure is within the limit. `known`: it is not, and the note says why that is left standing."""

    data: str
    what: str
    value: float
    unit: str
    limit: str
    holds: bool
    note: str = ""
    known: bool = False

    @property
    def figure(self) -> str:
        """The value as it is printed."""
        if not math.isfinite(self.value):
            return "none"
        number = f"{self.value:.0f}" if self.value == round(self.value) else f"{self.value:.2f}"
        return f"{number} {self.unit}".strip()

    @property
    def verdict(self) -> str:
        """Yes, no, or no where that is known and explained."""
        return "yes" if self.holds else "no, known" if self.known else "NO"

    def __str__(self) -> str:
        note = f"; {self.note}" if self.note else ""
        return f"{self.data}: {self.what}: {self.figure} (limit {self.limit}): {self.verdict}{note}"


def failures(rows: Iterable[Row]) -> list[str]:
    """The rows that do not hold, the known disagreements left out."""
    return [str(row) for row in rows if not row.holds and not row.known]


def as_table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, as it stands in docs/validation.md."""
    lines = ["| recording | what | figure | limit | holds |", "|---|---|---|---|---|"]
    for row in rows:
        what = f"{row.what} ({row.note})" if row.note else row.what
        lines.append(f"| {row.data} | {what} | {row.figure} | {row.limit} | {row.verdict} |")
    return "\n".join(lines)


def measured(path: Path, exercise: str, options: ReadOptions = _AS_IT_IS, side: Side | None = None) -> Measurement:
    """Measure a file as `levelhip analyze` does."""
    return measure(open_recording(path, options), prescribe(load_exercise(exercise)), side=side)


def repetitions(record: SessionRecord) -> list[Rep]:
    """Every repetition, whatever the side."""
    return [rep for side in record.sides for rep in side.reps]


def overlap_s(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Seconds that two intervals share."""
    return max(0.0, min(a[1], b[1]) - max(a[0], b[0]))


def matched(wanted: Sequence[tuple[float, float]], found: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Pairs (index of wanted, index of found): each wanted interval with the one it shares most time with."""
    pairs = []
    for i, interval in enumerate(wanted):
        shared = [overlap_s(interval, other) for other in found]
        if shared and max(shared) > 0:
            pairs.append((i, shared.index(max(shared))))
    return pairs
