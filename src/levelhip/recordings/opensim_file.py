"""Reads OpenSim's text files: markers (.trc) and joint angles or other tables (.mot, .sto), plain or gzip."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Final

from levelhip.ports import Chunk, ReadOptions, Recording
from levelhip.recordings.assembling import Assembler
from levelhip.recordings.columns import Facts, Layout, Wanted, plan_layout
from levelhip.recordings.markers import marker_names, with_sacrum
from levelhip.recordings.notes import Notes, listed, quoted, refusal
from levelhip.recordings.opening import TextFile
from levelhip.recordings.text_rows import WHITESPACE, TextTable, batches
from levelhip.recordings.time_column import TimeColumn
from levelhip.recordings.units import DEG_PER_RAD, LENGTHS_MM

_HEADER_LINES: Final = 500
_LONGEST_COUNT: Final = 12
_ADDUCTION: Final = {"left": "hip_adduction_l", "right": "hip_adduction_r"}


@dataclass(slots=True)
class _Start:
    """What the head of a file tells. `factors`: place -> multiplier; `rows`: rows it promises, None if it does not."""

    names: list[str]
    lines: int
    delimiter: str
    factors: dict[int, float] = field(default_factory=dict)
    rows: int | None = None
    radians: bool = False


class OpenSimReader:
    """Streams OpenSim's tables. Markers become Z up in mm; hip adduction becomes abduction of one side in degrees."""

    suffixes: tuple[str, ...] = (".trc", ".trc.gz", ".mot", ".mot.gz", ".sto", ".sto.gz")

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Open a marker or angle file. Raises RecordingError, here or while chunks are read, saying what and where."""
        if options.side not in (None, "left", "right"):
            raise refusal(path, f"side {quoted(options.side)} is not one", "allowed: left, right")
        file = TextFile(path)
        try:
            if path.name.lower().removesuffix(".gz").endswith(".trc"):
                return _read_markers(path, file, options)
            return _read_angles(path, file, options)
        except BaseException:
            file.close()
            raise


READER = OpenSimReader()


def _read_markers(path: Path, file: TextFile, options: ReadOptions) -> Recording:
    notes = Notes()
    lines = chain.from_iterable(file.blocks())
    start = _marker_start(path, lines)
    layout = plan_layout(path, start.names, options, notes, facts=Facts(start.factors, time_unit="s"))
    layout = with_sacrum(layout, notes)
    notes.add("the file does not tell which axis is up; taken as Y up and turned to Z up: (x, y, z) -> (x, -z, y)")
    time = TimeColumn(path, start.names[layout.time], layout.time_unit, notes)
    table = TextTable(path, lines, start.lines, start.delimiter, len(start.names))
    assembler = Assembler(path, layout, time, notes)
    chunks = assembler.chunks(batches(table, layout, notes))
    return assembler.recording(_counted(chunks, start.rows, notes), file.progress)


def _marker_start(path: Path, lines: Iterator[str]) -> _Start:
    head: list[str] = []
    for line in islice(lines, _HEADER_LINES):
        head.append(line)
        if line.lstrip().lower().startswith("frame#"):
            break
    else:
        raise refusal(path, "there is no line starting with Frame# that names the markers", "export it as TRC again")
    told = _marker_facts(head)
    unit = told.get("units", "mm").lower()
    if unit not in LENGTHS_MM:
        raise refusal(path, f"its length unit {quoted(unit)} is not known", "allowed: mm, cm, m")
    tabs = "\t" in head[-1]
    labels = [cell.strip() for cell in (head[-1].split("\t") if tabs else head[-1].split())[2:]]
    names = ["Frame#", "Time"]
    factors: dict[int, float] = {}
    for label in marker_names([label for label in labels if label]):
        for axis, sign in (("x", 1.0), ("z", 1.0), ("y", -1.0)):
            factors[len(names)] = sign * LENGTHS_MM[unit]
            names.append(f"{label}_{axis}_mm")
    axes = next(lines, "")
    return _Start(names, len(head) + bool(axes), "\t" if tabs else WHITESPACE, factors, _count(told.get("numframes")))


def _marker_facts(head: list[str]) -> dict[str, str]:
    """Return what the two header lines of a TRC file pair: `units` -> `mm` and so on, in lower case."""
    for keys, values in pairwise(head):
        if keys.lower().startswith("datarate"):
            return dict(zip(keys.lower().split(), values.split(), strict=False))
    return {}


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.strip().isdecimal() and len(text) <= _LONGEST_COUNT else None


def _read_angles(path: Path, file: TextFile, options: ReadOptions) -> Recording:
    notes = Notes()
    lines = chain.from_iterable(file.blocks())
    start = _angle_start(path, lines)
    side = _side_to_read(path, start.names, options, notes)
    aliases: Mapping[str, tuple[str, float]] = {}
    if side is not None:
        aliases = {_ADDUCTION[side]: ("abduction_deg", -DEG_PER_RAD if start.radians else -1.0)}
    layout = plan_layout(path, start.names, options, notes, facts=Facts(aliases=aliases, time_unit="s"))
    time = TimeColumn(path, start.names[layout.time], layout.time_unit, notes)
    table = TextTable(path, lines, start.lines, start.delimiter, len(start.names))
    assembler = Assembler(path, layout, time, notes)
    chunks = _counted(assembler.chunks(batches(table, layout, notes)), start.rows, notes)
    recording = assembler.recording(chunks, file.progress)
    if side is not None and layout.side is None:
        recording.columns = (*recording.columns, "side")
        recording.chunks = _sided(recording.chunks, side)
    return recording


def _angle_start(path: Path, lines: Iterator[str]) -> _Start:
    told: dict[str, str] = {}
    ended = 0
    for number, line in enumerate(islice(lines, _HEADER_LINES), 1):
        plain = line.strip()
        if ended and plain:
            radians = told.get("indegrees", "yes").lower() == "no"
            rows = _count(told.get("nrows") or told.get("datarows"))
            return _Start(plain.split(), number, WHITESPACE, rows=rows, radians=radians)
        if plain.lower() == "endheader":
            ended = number
        key, _, value = plain.partition("=")
        told[key.strip().lower()] = value.strip()
    what = f"after line {ended} there is no line that names the columns" if ended else "there is no line 'endheader'"
    raise refusal(path, what, "export it from OpenSim again")


def _side_to_read(path: Path, names: list[str], options: ReadOptions, notes: Notes) -> str | None:
    """Return the side whose hip angle is read, None if the file has no such angle or --column says what to read."""
    if "abduction_deg" in options.sources or "abduction_deg" in names:
        return None
    there = [side for side, name in _ADDUCTION.items() if name in names]
    if options.side is not None and there and options.side not in there:
        what = f"there is no column {_ADDUCTION[options.side]} for the {options.side} side"
        raise refusal(path, f"{what} (found: {listed(names)})", f"use --side {there[0]}")
    if len(there) != len(_ADDUCTION):
        return there[0] if there else None
    if options.side is not None:
        return options.side
    ranges = _ranges(path)
    side = max(there, key=lambda each: ranges[each])
    text = f"both hips are in the file and no side was told; the {side} one is read, its angle has the larger range"
    notes.add(f"{text} (say --side to choose)")
    return side


def _ranges(path: Path) -> dict[str, float]:
    """Return the range of both hip adduction angles over a whole file, in the file's unit, by reading it once."""
    file = TextFile(path)
    lines = chain.from_iterable(file.blocks())
    start = _angle_start(path, lines)
    wanted = tuple(Wanted(side, start.names.index(name), 1.0) for side, name in _ADDUCTION.items())
    layout = Layout(tuple(start.names), 0, "s", wanted, None)
    notes = Notes()
    table = TextTable(path, lines, start.lines, start.delimiter, len(start.names))
    smallest = dict.fromkeys(_ADDUCTION, math.inf)
    largest = dict.fromkeys(_ADDUCTION, -math.inf)
    time = TimeColumn(path, start.names[0], "s", notes)
    for chunk in Assembler(path, layout, time, notes).chunks(batches(table, layout, notes)):
        for side, values in chunk.numbers.items():
            known = [value for value in values if math.isfinite(value)]
            smallest[side] = min([smallest[side], *known])
            largest[side] = max([largest[side], *known])
    return {side: largest[side] - smallest[side] for side in _ADDUCTION}


def _counted(chunks: Iterator[Chunk], promised: int | None, notes: Notes) -> Iterator[Chunk]:
    """Pass chunks on and warn at the end if the file holds fewer rows than its head promises."""
    rows = 0
    for chunk in chunks:
        rows += len(chunk.t_s)
        yield chunk
    if promised is not None and rows < promised:
        notes.add(f"the head of the file promises {promised} rows but {rows} can be read: it may be cut off")


def _sided(chunks: Iterator[Chunk], side: str) -> Iterator[Chunk]:
    return (Chunk(chunk.t_s, chunk.numbers, [side] * len(chunk.t_s)) for chunk in chunks)
