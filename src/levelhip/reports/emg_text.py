"""A muscle reading on the terminal: quality first, a table, one paragraph, what is not reported and why."""

from __future__ import annotations

from typing import Final

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.reports.emg_words import muscle_name, quality_line, refused_lines, summary
from levelhip.reports.wording import ENGLISH, Wording
from levelhip.reports.words import clip, printable

_WIDTH: Final = 100
COLUMNS: Final = (
    ("", "number", 0),
    (N_("on s"), "onset_s", 3),
    (N_("off s"), "offset_s", 3),
    (N_("length s"), "duration_s", 3),
    (N_("RMS µV"), "rms_uv", 1),
    (N_("peak µV"), "peak_uv", 1),
    (N_("RMS %MVIC"), "rms_percent_mvic", 1),
    (N_("peak %MVIC"), "peak_percent_mvic", 1),
)
"""Heading, key, digits."""


def shown_columns(record: Json) -> tuple[tuple[str, str, int], ...]:
    """The columns in which there is something."""
    return tuple(each for each in COLUMNS if any(burst[each[1]] is not None for burst in record["bursts"]))


def cell(value: float | None, digits: int, wording: Wording = ENGLISH) -> str:
    """A number of the table; a dash where it is not known."""
    return "-" if value is None else wording.number(value, digits)


def print_emg(record: Json, console: Console | None = None) -> None:
    """Print a reading (`levelhip.emg/1`)."""
    console = console or Console(width=None if Console().is_terminal else _WIDTH, highlight=False, soft_wrap=False)
    signal = record["signal"]
    measured = f"{signal['duration_s']:.0f} s at {signal['rate_hz']:.0f} Hz"
    console.print(Text(f"{muscle_name(record['muscle'])} - {clip(record['source'], 50)} ({measured})", style="bold"))
    console.print(Text(quality_line(record)))
    if record["bursts"]:
        table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
        columns = shown_columns(record)
        for heading, _, _ in columns:
            table.add_column(heading, justify="right", no_wrap=True)
        for burst in record["bursts"]:
            table.add_row(*(cell(burst[key], digits) for _, key, digits in columns))
        console.print()
        console.print(table)
    console.print(Text(summary(record)))
    for line in refused_lines(record):
        console.print(Text(f"Not reported: {printable(line)}"), soft_wrap=True)
    for warning in record["warnings"]:
        console.print(Text(f"Note: {printable(warning)}", style="yellow"), soft_wrap=True)
