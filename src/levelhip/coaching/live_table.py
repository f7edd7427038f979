"""A live session as a recording: its samples as columns with units, the side told only where it was counted.

Measured as a file it gives the very same repetitions. What a second sensor saw of the leg has rows of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from levelhip.coaching.coach import Coach
from levelhip.coaching.live_config import read_config
from levelhip.coaching.live_inputs import read_input
from levelhip.exercise.signals import COLUMNS, Sample, Side

Table = dict[str, list[float] | list[str]]
Row = tuple[float, tuple[float, ...], str]
"""A time (s), one value a column, and the side."""


def as_table(config: Mapping[str, Any], inputs: Iterable[Mapping[str, Any]]) -> Table:
    """The table of a session from its recorded inputs. A session by the clock alone has no rows.

    Raises ValueError where configuration or inputs are none. A session that was once begun is exported whatever has
    become of its clearance since.
    """
    settled = read_config(config)
    coach = Coach(settled, None)
    beside = settled.beside if coach.beside is not None else None
    names = (*COLUMNS[settled.way.quantity], *(COLUMNS[beside.quantity] if beside else ()))
    nothing = (math.nan,) * len(COLUMNS[settled.way.quantity])
    unseen = (math.nan,) * (len(names) - len(nothing))
    rows: list[Row] = []
    of_leg: list[Row] = []

    def keep(time_s: float, value: Sample, side: Side | None) -> None:
        rows.append((time_s, (*_plain(value), *unseen), side or ""))

    def keep_leg(time_s: float, value: Sample) -> None:
        of_leg.append((time_s, (*nothing, *_plain(value)), ""))

    coach.on_sample, coach.on_leg = keep, keep_leg
    for given in inputs:
        coach.take(read_input(given))
    rows = list(_merged(rows, of_leg))
    columns = list(zip(*(samples for _, samples, _ in rows), strict=True)) if rows else [() for _ in names]
    table: Table = {"t_s": [t_s for t_s, _, _ in rows]}
    for name, column in zip(names, columns, strict=True):
        table[name] = list(column)
    table["side"] = [side for _, _, side in rows]
    return table


def _plain(value: Sample) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


def _merged(rows: Sequence[Row], others: Sequence[Row]) -> Iterator[Row]:
    """Both by time, each in its own order."""
    i = 0
    for row in rows:
        while i < len(others) and others[i][0] < row[0]:
            yield others[i]
            i += 1
        yield row
    yield from others[i:]
