"""Which column of a file is which of ours: own names, foreign names and units, landmarks as fractions of a picture."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from levelhip.exercise.signals import COLUMNS, LANDMARKS, is_known_column
from levelhip.ports import ReadOptions
from levelhip.recordings.dynamometer import RIGGED, rigged_column
from levelhip.recordings.notes import Notes, listed, quoted, refusal
from levelhip.recordings.time_column import recognise
from levelhip.recordings.units import TIME_UNITS, allowed_units, plain_unit, unit_factor

_OWN: Final = {name.lower(): name for names in COLUMNS.values() for name in names}
_MARKER: Final = re.compile(r"([A-Za-z0-9]+)_([xyz])_mm", re.IGNORECASE)
_FRACTION: Final = re.compile(rf"({'|'.join(LANDMARKS)})_([xy])")
_BARE: Final = re.compile(r"[a-z_]+_[xy]")
_LONGEST_EXAMPLE: Final = 40
_EXAMPLES: Final = "force_n, strand_tension_n, abduction_deg, ax_g ay_g az_g, left_hip_x_px, LASI_x_mm, emg_gmed_uv"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of our columns: its name, its place in the file, and what its numbers are multiplied by."""

    ours: str
    index: int
    factor: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything wanted stands in a file: the time's place and unit, the numbers, the side's place or None."""

    names: tuple[str, ...]
    time: int
    time_unit: str | None
    numbers: tuple[Wanted, ...]
    side: int | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Our names of what will be read, time first."""
        return ("t_s", *(wanted.ours for wanted in self.numbers), *(("side",) if self.side is not None else ()))

    @property
    def indices(self) -> tuple[int, ...]:
        """The places in the file that are read, each once."""
        side = () if self.side is None else (self.side,)
        return tuple(sorted({self.time, *side, *(wanted.index for wanted in self.numbers)}))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file format makes certain about its columns.

    `factors`: what a file column, by place, is multiplied by whatever it becomes. `aliases`: foreign name -> our column
    and factor. `time_unit`: unit of a time column whose name does not tell it.
    """

    factors: Mapping[int, float] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    time_unit: str | None = None


_NO_FACTS: Final = Facts()


def plan_layout(
    path: Path, names: Sequence[str], options: ReadOptions, notes: Notes, *, facts: Facts = _NO_FACTS
) -> Layout:
    """Return the layout of a file with the columns `names`.

    Raises RecordingError for doubled names, wrong or missing sources and units, fractions of a picture of unknown size,
    no time, and nothing that is known.
    """
    _refuse_doubled(path, names)
    found: dict[str, Wanted] = {}
    time: tuple[int, str | None] | None = None
    side: int | None = None
    for ours, source in options.sources.items():
        index = _place_of(path, names, ours, source.name)
        if ours == "t_s":
            time = (index, _time_unit(path, source.unit) or recognise(source.name)[1] or facts.time_unit)
        elif ours == "side":
            side = index
        else:
            found[ours] = Wanted(ours, index, _factor(path, ours, source.unit, options))
    time = time or _find_time(names, notes, facts.time_unit)
    if side is None:
        side = next((index for index, name in enumerate(names) if name.lower() == "side"), None)
    _add_own(path, names, found, options, facts, {time[0] if time else None, side})
    _add_cell(path, names, found, options, notes, time[0] if time else None)
    if not found:
        todo = f"known are {_EXAMPLES}; say which is which, for example --column {_example(names, time, options)}"
        raise refusal(path, f"no column is known (found: {listed(names)})", todo)
    if time is None:
        todo = f"a recording needs t_s or, for example, --column t_s={_sayable(names[:1])}:ms"
        raise refusal(path, f"there is no time column (found: {listed(names)})", todo)
    ordered = sorted(found.values(), key=lambda each: each.index)
    scaled = (Wanted(each.ours, each.index, each.factor * facts.factors.get(each.index, 1.0)) for each in ordered)
    return Layout(tuple(names), time[0], time[1], tuple(scaled), side)


def _add_own(
    path: Path,
    names: Sequence[str],
    found: dict[str, Wanted],
    options: ReadOptions,
    facts: Facts,
    taken: set[int | None],
) -> None:
    """Add the columns that need no --column: our own names, a format's aliases, landmarks as fractions of a picture."""
    mapped = {wanted.index for wanted in found.values()}
    fractions: dict[str, int] = {}
    for index, name in enumerate(names):
        if index in taken:
            continue
        if _FRACTION.fullmatch(name.lower()):
            if index not in mapped:
                fractions[f"{name.lower()}_px"] = index
            continue
        ours, factor = facts.aliases.get(name) or (own_name(name, names), 1.0)
        if ours and ours not in found:
            found[ours] = Wanted(ours, index, factor)
    for ours, index in fractions.items():
        if ours not in found:
            found[ours] = Wanted(ours, index, _picture_size(path, ours, options))


def _add_cell(
    path: Path, names: Sequence[str], found: dict[str, Wanted], options: ReadOptions, notes: Notes, time: int | None
) -> None:
    """Add a foreign load cell's column, where no column of ours tells a force."""
    if not found.keys().isdisjoint(RIGGED.values()):
        if options.rigging is not None:
            notes.add("--rigging is not needed: the file's own column tells how the sensor was rigged")
        return
    taken = {time, *(wanted.index for wanted in found.values())}
    cell = rigged_column(path, names, taken, options, notes, needed=not found)
    if cell is not None:
        place, ours, factor = cell
        found[ours] = Wanted(ours, place, factor)


def own_name(name: str, names: Sequence[str] = ()) -> str:
    """Return our column that a file's column `name` plainly is (whatever its case), or ''."""
    if _means_something(name):
        return name
    lower = name.lower()
    marker = _MARKER.fullmatch(name)
    nearest = _OWN.get(lower) or (lower if _means_something(lower) else "")
    if marker is not None:
        nearest = _OWN.get(lower, f"{marker[1]}_{marker[2].lower()}_mm")
    return nearest if nearest and nearest not in names else ""


def _means_something(name: str) -> bool:
    """Say whether `name` is a column to read as it stands; a bare `_x` or `_y` has no unit and is not."""
    return name not in ("t_s", "side") and is_known_column(name) and _BARE.fullmatch(name) is None


def _refuse_doubled(path: Path, names: Sequence[str]) -> None:
    doubled = [name for name, count in Counter(names).items() if count > 1 and name]
    if doubled:
        raise refusal(path, f"column names appear twice: {listed(doubled)}", "rename them")
    alike = Counter(_OWN[name.lower()] for name in names if name.lower() in _OWN)
    unsure = [name for name, count in alike.items() if count > 1 and name not in names]
    if unsure:
        raise refusal(path, f"several columns could be {listed(unsure)}, by case alone", "rename them")


def _place_of(path: Path, names: Sequence[str], ours: str, name: str) -> int:
    """Return the place of the foreign column `name`, asked for as `ours`."""
    if ours not in {"t_s", "side"} and not _means_something(ours):
        near = difflib.get_close_matches(ours, [*_OWN.values(), "t_s", "side"], n=1)
        todo = f"did you mean {near[0]}?" if near else f"known are t_s, side, {_EXAMPLES}"
        raise refusal(path, f"--column {quoted(ours)} is not a column that is known", todo)
    if name in names:
        return names.index(name)
    by_case = [index for index, each in enumerate(names) if each.lower() == name.strip().lower()]
    if len(by_case) == 1:
        return by_case[0]
    near = difflib.get_close_matches(name.lower(), [each.lower() for each in names], n=1)
    meant = [each for each in names if near and each.lower() == near[0]]
    todo = f"did you mean {listed(meant[:1])}?" if meant else "check --column"
    raise refusal(path, f"there is no column {quoted(name)} for {ours} (found: {listed(names)})", todo)


def _factor(path: Path, ours: str, unit: str | None, options: ReadOptions) -> float:
    if unit is not None and ours.endswith("_px") and plain_unit(unit) == "fraction":
        return _picture_size(path, ours, options)
    factor = unit_factor(ours, unit)
    if factor is None:
        allowed = ", ".join((*allowed_units(ours), *(("fraction",) if ours.endswith("_px") else ()))) or "no unit"
        raise refusal(path, f"unit {quoted(unit)} does not suit {ours}", f"allowed: {allowed}")
    return factor


def _time_unit(path: Path, unit: str | None) -> str | None:
    if unit is None:
        return None
    if plain_unit(unit) not in TIME_UNITS:
        raise refusal(path, f"unit {quoted(unit)} does not suit t_s", f"allowed: {', '.join(TIME_UNITS)}")
    return plain_unit(unit)


def _find_time(names: Sequence[str], notes: Notes, default: str | None) -> tuple[int, str | None] | None:
    """Return the place and unit of the time column: t_s first, then names that tell a unit, then the first one."""
    times = [(index, *recognise(name)) for index, name in enumerate(names)]
    known = [(index, unit) for index, is_time, unit in times if is_time]
    if not known:
        return None
    own = [each for each in known if names[each[0]].lower() == "t_s"]
    chosen = (own or [each for each in known if each[1] is not None] or known)[0]
    if len(known) > 1 and not own:
        others = listed(names[index] for index, _ in known if index != chosen[0])
        notes.add(f"time is read from {quoted(names[chosen[0]])}, not from {others}")
    return chosen[0], chosen[1] or default


def _picture_size(path: Path, ours: str, options: ReadOptions) -> float:
    if options.frame_px is None:
        what = f"{quoted(ours.removesuffix('_px'))} is a fraction of a picture whose size the file does not tell"
        raise refusal(path, what, "say it, for example --frame 640x480")
    size = options.frame_px[0 if ours.endswith("_x_px") else 1]
    if size <= 0:
        raise refusal(path, f"a picture of {options.frame_px[0]}x{options.frame_px[1]} is none", "use --frame 640x480")
    return float(size)


def _example(names: Sequence[str], time: tuple[int, str | None] | None, options: ReadOptions) -> str:
    """Return what to write after --column for one of the file's columns, the likeliest one."""
    others = [name for index, name in enumerate(names) if time is None or index != time[0]]
    if options.muscles:
        return f"emg_gmed_uv={_sayable(others)}:uV"
    for name in others:
        if name.lower() in ("ax", "acc_x", "accx", "acc_x_m/s2", "x"):
            return f"ax_g={_sayable([name])}:m/s2"
    forces = [name for name in others if any(word in name.lower() for word in ("force", "weight", "load", "newton"))]
    return f"force_n={_sayable(forces or others)}:N"


def _sayable(names: Sequence[str]) -> str:
    fit = [name for name in names if name and name.isprintable() and len(name) <= _LONGEST_EXAMPLE]
    return fit[0] if fit else "NAME"
