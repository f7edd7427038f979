"""Reads XDF (LabRecorder): the muscle stream tells the rows, other streams stand in the rows nearest in time."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from levelhip.extras import needs_extra
from levelhip.ports import CHUNK_ROWS, ReadOptions, Recording
from levelhip.recordings.assembling import Assembler, Batch
from levelhip.recordings.columns import Facts, Layout, plan_layout
from levelhip.recordings.muscles import aliases_of, microvolts
from levelhip.recordings.notes import Notes, quoted, refusal
from levelhip.recordings.opening import check_file, unopened
from levelhip.recordings.time_column import TimeColumn

_MAGIC: Final = b"XDF:"
_LENGTH_BYTES: Final = (1, 4, 8)


@dataclass(frozen=True, slots=True)
class _Stream:
    """One stream: its kind (EMG, Force ...), channels and samples (NumPy arrays, rows x channels)."""

    kind: str
    labels: list[str]
    units: list[str]
    times: Any
    values: Any


class XdfReader:
    """Reads an XDF file at once (its clocks are only known at its end) and hands it over in chunks."""

    suffixes: tuple[str, ...] = (".xdf",)

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Open an XDF file. Raises RecordingError, here or while chunks are read, saying what and where."""
        check_file(path)
        _check_chunks(path)
        streams = _streams(path)
        notes = Notes()
        main = max(streams, key=lambda each: (each.kind.upper().startswith("EMG"), len(each.times)))
        ordered = [main, *(each for each in streams if each is not main)]
        labels = [label for each in ordered for label in each.labels]
        kinds = [each.kind for each in ordered for _ in each.labels]
        units = [unit for each in ordered for unit in each.units]
        names = ["t_s", *_once(labels)]
        factors = {number: microvolts(unit) or 1.0 for number, unit in enumerate(units, 1)}
        facts = Facts(factors, aliases_of(names[1:], kinds, units), "s")
        layout = plan_layout(path, names, options, notes, facts=facts)
        done = [0]
        rows = len(main.times)
        assembler = Assembler(path, layout, TimeColumn(path, "t_s", "s", notes), notes, word="sample")
        return assembler.recording(assembler.chunks(_batches(ordered, layout, done)), lambda: done[0] / rows)


READER = XdfReader()


def _check_chunks(path: Path) -> None:
    """Raise RecordingError where the file's chunks do not fill it: not XDF, cut off, or damaged."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            if file.read(4) != _MAGIC:
                raise refusal(path, "is not an XDF file (its first 4 bytes)", "record it again")
            while (place := file.tell()) < size:
                length = _length(file)
                if length is None or length < 2:  # noqa: PLR2004 - a chunk has a tag of two bytes
                    raise refusal(path, f"is damaged at byte {place}", "copy it again")
                if file.tell() + length > size:
                    raise refusal(path, f"is cut off at byte {size}, in the chunk from byte {place}", "copy it again")
                file.seek(length, 1)
    except OSError as error:
        raise unopened(path, error) from None


def _length(file: BinaryIO) -> int | None:
    """How many bytes follow, as the next bytes say; None where they say nothing."""
    count = file.read(1)
    if not count or count[0] not in _LENGTH_BYTES:
        return None
    told = file.read(count[0])
    return int.from_bytes(told, "little") if len(told) == count[0] else None


def _streams(path: Path) -> list[_Stream]:
    """The streams of numbers that have samples."""
    with needs_extra("emg"):
        import numpy  # noqa: PLC0415
        import pyxdf  # noqa: PLC0415
    logging.getLogger("pyxdf").setLevel(logging.CRITICAL)  # what is wrong is said in one line, below
    try:
        with numpy.errstate(all="ignore"):
            found, _ = pyxdf.load_xdf(str(path))
        streams = [stream for each in found if (stream := _stream(each)) is not None]
    except (MemoryError, RecursionError, Exception) as error:  # noqa: BLE001 - a damaged file may make it say anything
        raise refusal(path, f"the XDF file is damaged ({quoted(error)})", "record or copy it again") from None
    if not streams:
        raise refusal(path, "there is no stream of numbers with samples in it", "record it again")
    start_s = min(float(each.times[0]) for each in streams)
    return [_Stream(each.kind, each.labels, each.units, each.times - start_s, each.values) for each in streams]


def _stream(found: dict[str, Any]) -> _Stream | None:
    import numpy  # noqa: PLC0415

    values = found["time_series"]
    times = numpy.asarray(found["time_stamps"], dtype=float)
    if not isinstance(values, numpy.ndarray) or values.ndim != 2 or not len(values) or len(times) != len(values):  # noqa: PLR2004 - rows and channels
        return None
    if not numpy.all(numpy.isfinite(times)):
        raise ValueError("its times are no numbers")
    info = found["info"]
    kind, name = _text(info, "type"), _text(info, "name")
    told = _channels(info)
    labels, units = [], []
    for number in range(values.shape[1]):
        channel = told[number] if number < len(told) else {}
        labels.append(_text(channel, "label") or f"{name or kind or 'stream'} {number + 1}")
        units.append(_text(channel, "unit"))
    return _Stream(kind, labels, units, times, values.astype(float))


def _channels(info: dict[str, Any]) -> list[dict[str, Any]]:
    """What is told of each channel, if anything is."""
    try:
        return [each or {} for each in info["desc"][0]["channels"][0]["channel"]]
    except (KeyError, IndexError, TypeError):
        return []


def _text(told: dict[str, Any], key: str) -> str:
    value = told.get(key)
    return str(value[0] or "").strip() if isinstance(value, list) and value else ""


def _once(labels: list[str]) -> list[str]:
    """Labels that come again get a number."""
    seen: dict[str, int] = {}
    out = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        out.append(label if seen[label] == 1 else f"{label} {seen[label]}")
    return out


def _batches(streams: list[_Stream], layout: Layout, done: list[int]) -> Iterator[Batch]:
    """Rows of the main stream; a sample of another stream stands in the row nearest to it."""
    import numpy  # noqa: PLC0415

    rows = streams[0].times
    columns: dict[int, Any] = {layout.time: rows}
    place = 1
    for stream in streams:
        for number in range(stream.values.shape[1]):
            if place in layout.indices:
                own = stream.values[:, number]
                columns[place] = own if stream is streams[0] else _placed(numpy, rows, stream.times, own)
            place += 1
    for start in range(0, len(rows), CHUNK_ROWS):
        stop = min(start + CHUNK_ROWS, len(rows))
        done[0] = stop
        yield Batch(
            range(start + 1, stop + 1), {}, {index: cells[start:stop].tolist() for index, cells in columns.items()}
        )


def _placed(numpy: Any, rows: Any, times: Any, values: Any) -> Any:  # noqa: ANN401 - arrays of an extra
    """The values in the rows nearest in time, NaN elsewhere; what lies outside the rows is left out."""
    out = numpy.full(len(rows), math.nan)
    order = numpy.argsort(rows, kind="stable")
    after = numpy.clip(numpy.searchsorted(rows[order], times), 1, max(1, len(rows) - 1))
    nearer = times - rows[order][after - 1] < rows[order][numpy.minimum(after, len(rows) - 1)] - times
    near = numpy.minimum(after - nearer, len(rows) - 1)
    step = float(numpy.median(numpy.diff(rows))) if len(rows) > 1 else 1.0
    inside = numpy.abs(times - rows[order][near]) <= max(step, 1e-9)
    out[order[near[inside]]] = values[inside]
    return out
