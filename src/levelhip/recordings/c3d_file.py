"""Reads optical markers from C3D: positions in mm, seconds from the rate; a damaged file is refused, never a crash."""

from __future__ import annotations

import json
import math
import os
import struct
import subprocess
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from levelhip.ports import ReadOptions, Recording
from levelhip.recordings.assembling import Assembler
from levelhip.recordings.c3d_analog import even_batches, read_analog
from levelhip.recordings.columns import Facts, plan_layout
from levelhip.recordings.markers import marker_names, with_sacrum
from levelhip.recordings.notes import Notes, quoted, refusal
from levelhip.recordings.opening import check_file, unopened
from levelhip.recordings.time_column import TimeColumn
from levelhip.recordings.units import LENGTHS_MM

_CHILD: Final = Path(__file__).with_name("c3d_child.py")
_BLOCK: Final = 512
_MAGIC: Final = 0x50
_PARAMETER_HEAD: Final = 4
_PROCESSORS: Final = (84, 85, 86)
_INTEL: Final = 84
_SECONDS_PER_MB: Final = 2.0
_LEAST_SECONDS: Final = 60.0


class C3dReader:
    """Reads a C3D file at once (its decoder cannot stream) in a process of its own, and hands it over in chunks."""

    suffixes: tuple[str, ...] = (".c3d",)

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Open a C3D file. Raises RecordingError, here or while chunks are read, saying what and where."""
        check_file(path)
        _check_blocks(path, options)
        if options.muscles:
            return read_analog(path, _child_answer(path, "analog"), options)
        points = _points(path, _child_answer(path))
        notes = Notes()
        names, factors = _columns(path, points)
        layout = plan_layout(path, names, options, notes, facts=Facts(factors, time_unit="s"))
        layout = with_sacrum(layout, notes)
        time = TimeColumn(path, names[layout.time], layout.time_unit, notes)
        done = [0]
        assembler = Assembler(path, layout, time, notes, word="frame")
        width, count = 3 * points.width, points.frames
        chunks = assembler.chunks(even_batches(points.values, width, count, points.rate_hz, layout, done))
        return assembler.recording(chunks, lambda: done[0] / points.frames)


READER = C3dReader()


@dataclass(frozen=True, slots=True)
class _Points:
    """Decoded points. `values`: x, y, z of each point of each frame, frame by frame, in the file's unit."""

    labels: list[str]
    elsewhere: list[str]
    unit: str
    rate_hz: float
    first_frame: int
    frames: int
    width: int
    values: array[float]


def _check_blocks(path: Path, options: ReadOptions) -> None:
    """Raise RecordingError if the file's fixed blocks do not fit it: not C3D, cut off, or a head that is damaged."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_BLOCK)
            if len(head) < _BLOCK or head[1] != _MAGIC or head[0] == 0:
                raise refusal(path, "is not a C3D file (byte 2 of 512 should be 0x50)", "export it again")
            file.seek((head[0] - 1) * _BLOCK)
            parameters = file.read(_PARAMETER_HEAD)
    except OSError as error:
        raise unopened(path, error) from None
    if len(parameters) < _PARAMETER_HEAD or parameters[3] not in _PROCESSORS:
        where = (head[0] - 1) * _BLOCK
        raise refusal(path, f"the C3D parameters are missing or damaged at byte {where}", "copy or export it again")
    if parameters[3] == _INTEL:
        _check_sizes(path, head, size, options)


def _check_sizes(path: Path, head: bytes, size: int, options: ReadOptions) -> None:
    points, analogs, first, last = struct.unpack_from("<4H", head, 2)
    (scale,) = struct.unpack_from("<f", head, 12)
    (data_block,) = struct.unpack_from("<H", head, 16)
    if points == 0 and not options.muscles:
        raise refusal(path, "there is no point in it", "export the markers too")
    if analogs == 0 and options.muscles:
        raise refusal(path, "there is no analog channel in it", "export the muscle signals too")
    if data_block == 0 or last < first or not math.isfinite(scale):
        raise refusal(path, "the head of the C3D file is damaged at byte 2", "copy or export it again")
    frame_bytes = (points * 4 + analogs) * (4 if scale < 0 else 2)
    needed = (data_block - 1) * _BLOCK + (last - first + 1) * frame_bytes
    if size < needed:
        raise refusal(path, f"is cut off at byte {size} of at least {needed}", "copy or export it again")


def _child_answer(path: Path, *words: str) -> bytes:
    """What the decoder says of the file: its points, or with `analog` its analog channels."""
    if not sys.executable:
        raise refusal(path, "C3D needs a Python program to run beside this one and none is known", "export it as TRC")
    limit_s = _LEAST_SECONDS + _SECONDS_PER_MB * path.stat().st_size / 1e6
    command = [sys.executable, "-P", str(_CHILD), str(path.resolve()), *words]
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # more would reserve memory for nothing
    try:
        done = subprocess.run(  # noqa: S603  (our own file)
            command, capture_output=True, check=False, timeout=limit_s, env=one_thread
        )
    except subprocess.TimeoutExpired:
        raise refusal(path, "decoding the C3D file does not end", "it is probably damaged: export it again") from None
    except (OSError, ValueError) as error:
        raise refusal(path, f"the C3D decoder cannot be started ({quoted(error)})", "export it as TRC or CSV") from None
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").split("\n") if done.returncode == 1 else []
        reason = quoted(next((line for line in reversed(lines) if line.strip()), "the decoder crashed on it"))
        raise refusal(path, f"the C3D file is damaged or not standard ({reason})", "export it again")
    return done.stdout


def _points(path: Path, answer: bytes) -> _Points:
    """Take the child's answer apart. Raises RecordingError if it does not fit together."""
    told, _, body = answer.partition(b"\n")
    values: array[float] = array("d")
    try:
        head = json.loads(told)
        values.frombytes(body)
        width, frames = int(head["points"]), int(head["frames"])
        rate_hz = float(head["rate_hz"])
    except (ValueError, KeyError, TypeError):
        raise refusal(path, "the C3D file could not be decoded", "export it again") from None
    if sys.byteorder == "big":
        values.byteswap()
    if len(values) != width * frames * 3 or frames == 0 or width == 0:
        raise refusal(path, "there is no frame with points in the C3D file", "export it again")
    if not (math.isfinite(rate_hz) and rate_hz > 0):
        raise refusal(path, f"its frame rate is {rate_hz:g} Hz", "export it again")
    unit = (head["units"] or ["mm"])[0].strip().lower() or "mm"
    return _Points(head["labels"], head["elsewhere"], unit, rate_hz, head["first_frame"], frames, width, values)


def _columns(path: Path, points: _Points) -> tuple[list[str], dict[int, float]]:
    """Return the names of the file's columns, time first then three a point, and what each is multiplied by."""
    if points.unit not in LENGTHS_MM:
        raise refusal(path, f"its length unit {quoted(points.unit)} is not known", "allowed: mm, cm, m")
    other = set(points.elsewhere)
    labels = ["" if label in other or label.startswith("*") else label for label in points.labels[: points.width]]
    names = ["t_s"]
    for label in marker_names(labels):
        names += [f"{label}_{axis}_mm" if label else "" for axis in "xyz"]
    return names, dict.fromkeys(range(1, len(names)), LENGTHS_MM[points.unit])
