"""A live session as a recording: its samples as columns with units, the side told only where it was counted.

Measured as a file it gives the very same repetitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from levelhip.coaching.coach import Coach
from levelhip.coaching.live_config import read_config
from levelhip.coaching.live_inputs import read_input
from levelhip.exercise.signals import COLUMNS, Sample, Side

Table = dict[str, list[float] | list[str]]


def as_table(config: Mapping[str, Any], inputs: Iterable[Mapping[str, Any]]) -> Table:
    """The table of a session from its recorded inputs. A session by the clock alone has no rows.

    Raises ValueError where configuration or inputs are none. A session that was once begun is exported whatever has
    become of its clearance since.
    """
    settled = read_config(config)
    coach = Coach(settled, None)
    t_s: list[float] = []
    samples: list[tuple[float, ...]] = []
    sides: list[str] = []

    def keep(time_s: float, value: Sample, side: Side | None) -> None:
        t_s.append(time_s)
        samples.append(value if isinstance(value, tuple) else (value,))
        sides.append(side or "")

    coach.on_sample = keep
    for given in inputs:
        coach.take(read_input(given))
    names = COLUMNS[settled.way.quantity]
    columns = list(zip(*samples, strict=True)) if samples else [() for _ in names]
    table: Table = {"t_s": t_s}
    for name, column in zip(names, columns, strict=True):
        table[name] = list(column)
    table["side"] = sides
    return table
