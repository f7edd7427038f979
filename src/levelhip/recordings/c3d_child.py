"""Decodes one C3D file in a process of its own, because the decoder can crash on a damaged file.

Run as a script: `c3d_child.py FILE` writes one line of JSON (labels, rate, unit, first frame, shape) and then the
points as 64-bit little-endian floats, frame by frame, point by point, x y z; points that were not seen are NaN. With
`analog` after the file it writes the analog channels instead, sample by sample. It imports nothing of this project, so
that it starts fast.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

MEMORY_BYTES = 1 << 29
MEMORY_PER_FILE_BYTE = 60
LEAST_SECONDS = 5
BYTES_PER_SECOND = 500_000
NOT_POSITIONS = ("ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS")


def main() -> int:
    """Decode the file named by the first argument; 0 if the points were written, 1 and a reason on stderr if not."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the decoder's own chatter must not mix with the points
    _limit_appetite(Path(sys.argv[1]).stat().st_size)
    import ezc3d  # noqa: PLC0415  (heavy: only in this process)

    try:
        decode = _decode_analog if "analog" in sys.argv[2:] else _decode
        decode(ezc3d.c3d(sys.argv[1]), out)
    except Exception as error:  # noqa: BLE001  (whatever the decoder says of a damaged file is one reason)
        sys.stderr.write(f"\n{type(error).__name__} {' '.join(str(error).split())}\n")
        return 1
    out.flush()
    return 0


def _limit_appetite(file_bytes: int) -> None:
    """Limit this process's memory and time, where the system can: one wrong byte can make the decoder take all."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    limit = MEMORY_BYTES + MEMORY_PER_FILE_BYTE * file_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    seconds = LEAST_SECONDS + file_bytes // BYTES_PER_SECOND
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _decode(file: Mapping[str, Any], out: BinaryIO) -> None:
    import numpy as np  # noqa: PLC0415

    points = np.asarray(file["data"]["points"], dtype="<f8")[:3]
    residuals = np.asarray(file["data"]["meta_points"]["residuals"])[0]
    unseen = (residuals < 0) | ~points.any(axis=0)
    points = np.where(unseen[None], np.nan, points)
    parameters = file["parameters"]["POINT"]
    labels = _texts(parameters, "LABELS")
    for number in range(2, 20):
        labels += _texts(parameters, f"LABELS{number}")
    head = {
        "labels": labels,
        "elsewhere": [label for group in NOT_POSITIONS for label in _texts(parameters, group)],
        "units": _texts(parameters, "UNITS"),
        "rate_hz": float(file["header"]["points"]["frame_rate"]),
        "first_frame": int(file["header"]["points"]["first_frame"]),
        "points": int(points.shape[1]),
        "frames": int(points.shape[2]),
    }
    out.write(json.dumps(head).encode() + b"\n")
    out.write(np.ascontiguousarray(points.transpose(2, 1, 0)).tobytes())


def _decode_analog(file: Mapping[str, Any], out: BinaryIO) -> None:
    import numpy as np  # noqa: PLC0415

    values = np.asarray(file["data"]["analogs"], dtype="<f8")
    values = values.reshape(values.shape[-2], values.shape[-1])
    parameters = file["parameters"]["ANALOG"]
    labels, units = _texts(parameters, "LABELS"), _texts(parameters, "UNITS")
    for number in range(2, 20):
        labels += _texts(parameters, f"LABELS{number}")
        units += _texts(parameters, f"UNITS{number}")
    head = {
        "labels": labels,
        "units": units,
        "rate_hz": float(file["header"]["analogs"]["frame_rate"]),
        "channels": int(values.shape[0]),
        "samples": int(values.shape[1]),
    }
    out.write(json.dumps(head).encode() + b"\n")
    out.write(np.ascontiguousarray(values.T).tobytes())


def _texts(parameters: Mapping[str, Any], name: str) -> list[str]:
    return [str(text) for text in parameters[name]["value"]] if name in parameters else []


if __name__ == "__main__":
    sys.exit(main())
