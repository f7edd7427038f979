"""A session on the terminal: a table a person can read in a chat window too, and one paragraph."""

from __future__ import annotations

import math
from typing import Final

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from levelhip.exercise.signals import Quantity
from levelhip.reports.words import clip, fault_words, plural, printable, side_name
from levelhip.session.record import Rep, SessionRecord, SideRecord, summarise

_HOLD_COLUMNS: Final = ("", "start", "hold from", "to", "valid s", "broken s", "peak", "steady %", "release s", "what")
_MOVEMENT_COLUMNS: Final = ("", "start", "up", "down", "end", "peak", "release s", "what")
_WIDTH: Final = 100
_RIGGED: Final = {
    Quantity.FORCE: "force_n, net",
    Quantity.STRAND_TENSION: "strand_tension_n, one strand counted twice",
}


def print_session(record: SessionRecord, console: Console | None = None) -> None:
    """Print a session: what was measured, a table a side, the summary, warnings."""
    console = console or Console(width=None if Console().is_terminal else _WIDTH, highlight=False, soft_wrap=False)
    console.print(Text(_heading(record), style="bold"))
    for side in record.sides:
        console.print()
        console.print(_side_line(side, record))
        if side.reps:
            console.print(_table(side, record))
    console.print(Text(summarise(record)))
    for warning in record.warnings:
        console.print(Text(f"Note: {printable(warning)}", style="yellow"), soft_wrap=True)


def _heading(record: SessionRecord) -> str:
    signal = record.signal
    measured = f"{_RIGGED.get(signal.quantity, signal.quantity)}, {signal.unit} from rest"
    rate = f" at {signal.rate_hz:.0f} Hz" if math.isfinite(signal.rate_hz) else ""
    gaps = f", {plural(signal.gaps, 'gap')}" if signal.gaps else ""
    name = record.prescription.exercise.name
    return f"{name} - {clip(record.source, 50)} ({measured}; {signal.duration_s:.0f} s{rate}{gaps})"


def _side_line(side: SideRecord, record: SessionRecord) -> Text:
    parts = [plural(side.rep_count, "repetition")]
    if record.prescription.exercise.kind == "hold":
        parts.append(f"{side.complete_count} complete")
    if side.missed:
        parts.append(f"{plural(len(side.missed), 'attempt')} not counted")
    return Text(f"{side_name(side.side)}: {', '.join(parts)}")


def _table(side: SideRecord, record: SessionRecord) -> Table:
    held = record.prescription.exercise.kind == "hold"
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    for heading in _HOLD_COLUMNS if held else _MOVEMENT_COLUMNS:
        unit = f" {record.signal.unit}" if heading == "peak" else ""
        table.add_column(heading + unit, justify="left" if heading == "what" else "right", no_wrap=heading != "what")
    for rep in side.reps:
        table.add_row(*_cells(rep, held=held))
    return table


def _cells(rep: Rep, *, held: bool) -> list[str]:
    m = rep.measures
    times = (m.start_s, m.hold_start_s, m.hold_end_s)
    rest = (
        (m.valid_hold_s, m.broken_s, m.peak, m.steadiness_cv, m.release_s) if held else (m.end_s, m.peak, m.release_s)
    )
    what = ", ".join(fault_words(fault) for fault in rep.faults) or "good"
    return [str(rep.number), *(_number(value) for value in (*times, *rest)), what]


def _number(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "-"
