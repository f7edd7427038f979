"""OpenSignals text (biosignalsplux, BITalino): a head in JSON, raw numbers of the converter, no time but the rate."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from levelhip.ports import Chunk, ReadOptions, Recording
from levelhip.recordings.assembling import Assembler
from levelhip.recordings.columns import Facts, plan_layout
from levelhip.recordings.muscles import muscle_column
from levelhip.recordings.notes import Notes, refusal
from levelhip.recordings.opening import TextFile
from levelhip.recordings.text_rows import TextTable, batches
from levelhip.recordings.time_column import TimeColumn

_FIRST_LINE: Final = "# opensignals text file format"
_END: Final = "# endofheader"
_MOST_HEAD_LINES: Final = 20
_SUPPLY_AND_GAIN: Final = {"bitalino": (3.3, 1009.0), "plux": (3.0, 1000.0)}
"""Volts of the supply and amplification of the EMG sensor, by the makers' data sheets (not re-read)."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What the head tells. `scales`: place of a column -> microvolts a step; `middles`: and its zero in steps."""

    rate_hz: float
    names: list[str]
    scales: dict[int, float]
    middles: dict[int, float]
    lines: int


def is_opensignals(head: list[str]) -> bool:
    """Say whether a text file begins as OpenSignals writes it."""
    return bool(head) and head[0].strip().lower().startswith(_FIRST_LINE)


def read_opensignals(
    path: Path, file: TextFile, head: list[str], rest: Iterator[str], options: ReadOptions
) -> Recording:
    """Read the file whose first lines are `head`, the others `rest`. EMG in uV; other channels in steps."""
    notes = Notes()
    start = _start(path, head)
    aliases = {name: (name, 1.0) for name in start.names if muscle_column(name) == name}
    layout = plan_layout(path, start.names, options, notes, facts=Facts(start.scales, aliases, "s"))
    zeros = {
        wanted.ours: start.middles[wanted.index] * wanted.factor
        for wanted in layout.numbers
        if wanted.index in start.middles
    }
    lines = _timed(_chained(head[start.lines :], rest), start.rate_hz)
    table = TextTable(path, lines, start.lines, "\t", len(start.names))
    assembler = Assembler(path, layout, TimeColumn(path, "t_s", "s", notes), notes)
    return assembler.recording(_centred(assembler.chunks(batches(table, layout, notes)), zeros), file.progress)


def _start(path: Path, head: list[str]) -> _Start:
    ends = [number for number, line in enumerate(head[:_MOST_HEAD_LINES]) if line.strip().lower() == _END]
    try:
        told = json.loads(head[1].lstrip("# "))
        device = next(iter(told.values()))
        rate_hz = float(device["sampling rate"])
        columns = [str(name) for name in device["column"]]
        sensors = [str(name) for name in device["sensor"]]
        bits = [int(each) for each in device["resolution"]]
    except (ValueError, KeyError, TypeError, IndexError, StopIteration, AttributeError, RecursionError):
        raise refusal(path, "the head of the OpenSignals file is damaged at line 2", "export it again") from None
    if not ends or not columns or not (math.isfinite(rate_hz) and rate_hz > 0):
        raise refusal(path, "the head of the OpenSignals file is not whole", "export it again")
    if len(told) > 1:
        raise refusal(path, "it holds several devices side by side", "export each device to a file of its own")
    analog = len(columns) - len(sensors)
    names, scales, middles = ["t_s", *columns], {}, {}
    for number, sensor in enumerate(sensors):
        place = 1 + analog + number
        depth = bits[analog + number] if len(bits) == len(columns) else bits[min(number, len(bits) - 1)] if bits else 0
        if analog < 0 or not sensor.upper().startswith("EMG") or not 1 <= depth <= 32:  # noqa: PLR2004 - bits
            continue
        scales[place] = _microvolts_a_step(device, depth)
        middles[place] = 2.0 ** (depth - 1)
        label = _label(device, number)
        names[place] = muscle_column(label, kind="EMG") or names[place]
    return _Start(rate_hz, _once(names), scales, middles, ends[0] + 1)


def _label(device: Mapping[str, Any], number: int) -> str:
    labels = device.get("label")
    return str(labels[number]) if isinstance(labels, list) and number < len(labels) else f"ch{number + 1}"


def _microvolts_a_step(device: Mapping[str, Any], depth: int) -> float:
    maker = "bitalino" if "bitalino" in str(device.get("device", "")).lower() else "plux"
    supply_v, gain = _SUPPLY_AND_GAIN[maker]
    return supply_v / gain / 2.0**depth * 1e6


def _once(names: list[str]) -> list[str]:
    """Names that come again get a number."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        again = seen[name] > 1
        out.append(f"{name.removesuffix('_uv')}_{seen[name]}{'_uv' if name.endswith('_uv') else ''}" if again else name)
    return out


def _chained(head: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from head
    yield from rest


def _timed(lines: Iterator[str], rate_hz: float) -> Iterator[str]:
    """Each row with its time before it."""
    row = 0
    for line in lines:
        if line.strip():
            yield f"{row / rate_hz!r}\t{line.rstrip(chr(9))}"
            row += 1
        else:
            yield line


def _centred(chunks: Iterator[Chunk], zeros: Mapping[str, float]) -> Iterator[Chunk]:
    """Chunks whose muscles swing about zero instead of the middle of the converter."""
    for chunk in chunks:
        numbers = {
            name: [value - zeros[name] for value in values] if name in zeros else values
            for name, values in chunk.numbers.items()
        }
        yield Chunk(chunk.t_s, numbers, chunk.side)
