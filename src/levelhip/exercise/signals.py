"""Quantities and blocks of samples: the vocabulary every room shares.

A recording is a table whose columns carry their unit (`force_n`, `ax_g`, `left_hip_x_px`). A *quantity* groups
the columns that are measured together; one sample of it is one number, or one tuple in the order of its columns.
Time is in seconds of the session, missing values are NaN, intervals are half-open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Side = Literal["left", "right"]
SIDES: Final[tuple[Side, Side]] = ("left", "right")

LANDMARKS: Final = (
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_pinky", "right_pinky", "left_index", "right_index",
    "left_thumb", "right_thumb", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    "left_heel", "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip
"""MediaPipe's 33 pose landmarks, in its order."""

MARKERS: Final = ("LASI", "RASI", "LPSI", "RPSI", "LKNE", "RKNE", "LANK", "RANK")
"""The Plug-in-Gait markers the hip needs: pelvis, knees, ankles."""


class Quantity(StrEnum):
    """What a channel measures. The value is the word used in files and JSON."""

    FORCE = "force_n"  # net force on the ankle, N
    STRAND_TENSION = "strand_tension_n"  # tension in one strand of a closed loop, N
    ABDUCTION = "abduction_deg"  # hip abduction, degrees
    ACCELERATION = "acceleration_g"  # accelerometer on the limb, any orientation, g
    LANDMARKS = "landmarks_px"  # MediaPipe's 33 landmarks, pixels
    MARKERS = "markers_mm"  # optical markers, mm, Z up
    CLOCK = "clock"  # no sensor at all


COLUMNS: Final[dict[Quantity, tuple[str, ...]]] = {
    Quantity.FORCE: ("force_n",),
    Quantity.STRAND_TENSION: ("strand_tension_n",),
    Quantity.ABDUCTION: ("abduction_deg",),
    Quantity.ACCELERATION: ("ax_g", "ay_g", "az_g"),
    Quantity.LANDMARKS: tuple(f"{name}_{part}" for name in LANDMARKS for part in ("x_px", "y_px", "visibility")),
    Quantity.MARKERS: tuple(f"{name}_{axis}_mm" for name in MARKERS for axis in "xyz"),
    Quantity.CLOCK: (),
}
"""The columns of one sample of each quantity, in the order of the sample's tuple."""

_FREE_COLUMNS: Final = re.compile(
    r"emg_[a-z0-9_]+_uv|g[xyz]_dps|[A-Za-z0-9]+_[xyz]_mm|[a-z_]+_(x|y)(_px)?|[a-z_]+_visibility"
)


def is_known_column(name: str) -> bool:
    """Say whether `name` is a column this project gives a meaning to."""
    return (
        name in ("t_s", "side")
        or any(name in columns for columns in COLUMNS.values())
        or _FREE_COLUMNS.fullmatch(name) is not None
    )


Sample = float | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """Where samples come from: a source's name, the quantity it measures, the side it is on (None: not known)."""

    source: str
    quantity: Quantity
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class SampleBlock:
    """Samples of one channel, in its own time order.

    `t_s`: session seconds, one a sample. `values`: one number a sample, or one tuple in the order of
    `COLUMNS[channel.quantity]`. NaN is a missing value. Raises ValueError where the two lengths differ.
    """

    channel: Channel
    t_s: tuple[float, ...]
    values: tuple[Sample, ...]

    def __post_init__(self) -> None:
        if len(self.t_s) != len(self.values):
            message = f"{len(self.t_s)} times but {len(self.values)} values in a block of {self.channel.quantity}"
            raise ValueError(message)
