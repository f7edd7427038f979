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
from levelhip.session.load_cell import Rigging
from levelhip.session.record import Rep, SessionRecord, SideRecord, summarise

_HOLD_COLUMNS: Final = ("", "start", "hold from", "to", "valid s", "broken s", "peak", "steady %", "release s", "what")
_MOVEMENT_COLUMNS: Final = ("", "start", "up", "down", "end", "peak", "release s", "what")
_LIFTS_COLUMN: Final = "lift"
"""Degrees; before the last, where a second sensor saw the leg."""
_WIDTH: Final = 100
_MEASURED: Final = {
    Quantity.FORCE: "force_n, net",
    Quantity.STRAND_TENSION: "strand_tension_n, one strand counted twice",
}
_RIGGED: Final[dict[Rigging, str]] = {"strand": "sensor in one strand of the loop", "inline": "sensor inline"}


def print_session(record: SessionRecord, console: Console | None = None) -> None:
    """Print a session: what was measured, a table a side, the summary, warnings."""
    width = _WIDTH + len(_LIFTS_COLUMN) + 2 if record.lift_sources else _WIDTH
    console = console or Console(width=None if Console().is_terminal else width, highlight=False, soft_wrap=False)
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
    measured = f"{_MEASURED.get(signal.quantity, signal.quantity)}, {signal.unit} from rest"
    if record.rigging is not None and signal.quantity is Quantity.FORCE:
        measured = f"{measured}, {_RIGGED[record.rigging]}"
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
    *headings, what = _HOLD_COLUMNS if held else _MOVEMENT_COLUMNS
    for heading in (*headings, *([_LIFTS_COLUMN] if record.lift_sources else []), what):
        unit = f" {record.signal.unit}" if heading == "peak" else ""
        table.add_column(heading + unit, justify="left" if heading == "what" else "right", no_wrap=heading != "what")
    for rep in side.reps:
        table.add_row(*_cells(rep, record, held=held))
    return table


def _cells(rep: Rep, record: SessionRecord, *, held: bool) -> list[str]:
    m = rep.measures
    times = (m.start_s, m.hold_start_s, m.hold_end_s)
    rest = (
        (m.valid_hold_s, m.broken_s, m.peak, m.steadiness_cv, m.release_s) if held else (m.end_s, m.peak, m.release_s)
    )
    chain = next((each for each in record.lifts if (each.side, each.number) == (rep.side, rep.number)), None)
    of_leg = chain.faults if chain else ()
    what = ", ".join(fault_words(fault) for fault in dict.fromkeys((*rep.faults, *of_leg))) or "good"
    lift = [f"{chain.lift_deg:.0f}°" if chain and chain.lift_deg is not None else "-"]
    return [str(rep.number), *map(_number, (*times, *rest)), *(lift if record.lift_sources else []), what]


def _number(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "-"
