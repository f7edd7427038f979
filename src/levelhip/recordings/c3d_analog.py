"""The analog channels of a C3D file: muscles in microvolts, at their own rate."""

from __future__ import annotations

import json
import math
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from levelhip.ports import CHUNK_ROWS, ReadOptions, Recording
from levelhip.recordings.assembling import Assembler, Batch
from levelhip.recordings.columns import Facts, Layout, plan_layout
from levelhip.recordings.muscles import aliases_of, microvolts
from levelhip.recordings.notes import Notes, refusal
from levelhip.recordings.time_column import TimeColumn


@dataclass(frozen=True, slots=True)
class _Channels:
    """Decoded channels. `values`: sample by sample, each with one number a channel, in the file's units."""

    labels: list[str]
    units: list[str]
    rate_hz: float
    samples: int
    values: array[float]


def read_analog(path: Path, answer: bytes, options: ReadOptions) -> Recording:
    """The recording of what the decoder answered. Raises RecordingError, here or while chunks are read."""
    channels = _channels(path, answer)
    notes = Notes()
    names = ["t_s", *channels.labels]
    factors = {number: microvolts(unit) or 1.0 for number, unit in enumerate(channels.units, 1)}
    aliases = aliases_of(channels.labels, [""] * len(channels.labels), channels.units)
    layout = plan_layout(path, names, options, notes, facts=Facts(factors, aliases, "s"))
    done = [0]
    assembler = Assembler(path, layout, TimeColumn(path, "t_s", "s", notes), notes, word="sample")
    width, count = len(channels.labels), channels.samples
    chunks = assembler.chunks(even_batches(channels.values, width, count, channels.rate_hz, layout, done))
    return assembler.recording(chunks, lambda: done[0] / channels.samples)


def _channels(path: Path, answer: bytes) -> _Channels:
    """Take the decoder's answer apart. Raises RecordingError if it does not fit together."""
    told, _, body = answer.partition(b"\n")
    values: array[float] = array("d")
    try:
        head = json.loads(told)
        values.frombytes(body)
        width, samples, rate_hz = int(head["channels"]), int(head["samples"]), float(head["rate_hz"])
        labels, units = [str(each).strip() for each in head["labels"]], [str(each) for each in head["units"]]
    except (ValueError, KeyError, TypeError):
        raise refusal(path, "the C3D file could not be decoded", "export it again") from None
    if sys.byteorder == "big":
        values.byteswap()
    if not width or not samples or len(values) != width * samples:
        raise refusal(path, "there is no analog sample in the C3D file", "export it again")
    if not (math.isfinite(rate_hz) and rate_hz > 0):
        raise refusal(path, f"its analog rate is {rate_hz:g} Hz", "export it again")
    labels = [*labels[:width], *[""] * (width - len(labels))]
    units = [*units[:width], *[""] * (width - len(units))]
    return _Channels(labels, units, rate_hz, samples, values)


def even_batches(
    values: array[float], width: int, count: int, rate_hz: float, layout: Layout, done: list[int]
) -> Iterator[Batch]:
    """Rows of `width` values each as batches: column 0 is the time from the rate. `done`: how many rows are over."""
    for start in range(0, count, CHUNK_ROWS):
        stop = min(start + CHUNK_ROWS, count)
        floats = {
            index: values[start * width + index - 1 : stop * width : width].tolist()
            for index in layout.indices
            if index
        }
        floats[0] = [row / rate_hz for row in range(start, stop)]
        done[0] = stop
        yield Batch(range(start + 1, stop + 1), {}, floats)
