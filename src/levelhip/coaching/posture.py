"""One frame of landmarks -> what can be seen of how somebody lies. No memory: a wild frame gives a wild answer.

The picture is not mirrored: who lies on the left side and faces the camera has the head at the picture's right and the
right hip above the left one. Seen from behind the same person's head is at the left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.signals import LANDMARKS, Side

Row = tuple[float, ...]
Point = tuple[float, float]

VISIBLE: Final = 0.3
"""Landmarks less visible than this are taken as not seen (the engine's own limit for a leg's angle)."""
EDGE_SHARE: Final = 0.005
"""Of the picture's width and height: a landmark nearer to the edge than this, or beyond it, is out of the picture."""
HORIZONTAL: Final = math.tan(math.radians(35.0))
"""A trunk flatter than this lies; the camera may look down and from the side (convention)."""
UPRIGHT: Final = math.tan(math.radians(60.0))
"""A trunk steeper than this stands or sits."""
STACKED_SHARE: Final = 0.12
"""Of the trunk's length: one hip, or shoulder, this much above the other is on top; less is no lying on a side."""
ARM_SHARE: Final = 0.5
"""Of the trunk's length: a wrist this much above the upper shoulder is a raised arm."""
ARM_VISIBLE: Final = 0.5

_AT: Final = {name: 3 * index for index, name in enumerate(LANDMARKS)}
_HEAD: Final = ("nose", "left_ear", "right_ear", "left_eye", "right_eye")
_FEET: Final = ("left_ankle", "right_ankle")
_LEGS: Final = ("left_knee", "right_knee")
_TRUNK: Final = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
_SPAN: Final = (*_HEAD, *_TRUNK, *_LEGS, *_FEET, "left_foot_index", "right_foot_index", "left_heel", "right_heel")


@dataclass(frozen=True, slots=True)
class Posture:
    """What one frame shows. `missing`: the part out of the picture, "" where all is seen, "nobody" where nobody is.

    `span_share`: length of the body over the picture's width (NaN: its size is not known). `lying`: the trunk is about
    level; `upright`: about plumb. `top`: the side that is uppermost, None where neither is. `head_right`: the head is
    to the right of the hips. `arm_raised`: a wrist far above the upper shoulder of somebody lying. `hips_px`: between
    the hips.
    """

    missing: str
    span_share: float = math.nan
    lying: bool = False
    upright: bool = False
    top: Side | None = None
    head_right: bool = False
    arm_raised: bool = False
    hips_px: Point = (math.nan, math.nan)
    trunk_px: float = math.nan

    @property
    def facing(self) -> bool:
        """Whether the person's front is towards the camera: the head is where the uppermost side says it is."""
        return self.top is not None and (self.top == "right") == self.head_right


NOBODY: Final = Posture("nobody")


def posture_of(row: Row, frame_px: tuple[float, float] | None) -> Posture:
    """Read one frame: 33 x (x_px, y_px, visibility). `frame_px`: size of the picture, None where it is not known."""
    trunk = [_point(row, name) for name in _TRUNK]
    if any(point is None for point in trunk):
        return NOBODY
    left_shoulder, right_shoulder, left_hip, right_hip = (point or (0.0, 0.0) for point in trunk)
    shoulders, hips = _middle(left_shoulder, right_shoulder), _middle(left_hip, right_hip)
    trunk_px = math.hypot(shoulders[0] - hips[0], shoulders[1] - hips[1])
    if not trunk_px > 0:
        return NOBODY
    across, up = abs(shoulders[0] - hips[0]), abs(shoulders[1] - hips[1])
    lying = up < HORIZONTAL * across
    return Posture(
        missing=_missing(row, frame_px),
        span_share=_span_px(row) / frame_px[0] if frame_px else math.nan,
        lying=lying,
        upright=up > UPRIGHT * across,
        top=_top(left_hip[1] - right_hip[1] + left_shoulder[1] - right_shoulder[1], trunk_px),
        head_right=shoulders[0] > hips[0],
        arm_raised=lying and _arm_raised(row, min(left_shoulder[1], right_shoulder[1]), trunk_px),
        hips_px=hips,
        trunk_px=trunk_px,
    )


def _top(left_below_right_px: float, trunk_px: float) -> Side | None:
    """The uppermost side, from how far the left hip and shoulder together lie below the right ones."""
    if abs(left_below_right_px) < 2 * STACKED_SHARE * trunk_px:
        return None
    return "right" if left_below_right_px > 0 else "left"


def _missing(row: Row, frame_px: tuple[float, float] | None) -> str:
    gone = {
        "feet": any(not _inside(row, name, frame_px) for name in _FEET),
        "legs": any(not _inside(row, name, frame_px) for name in _LEGS),
        "head": not any(_inside(row, name, frame_px) for name in _HEAD),
        "body": any(not _inside(row, name, frame_px) for name in _TRUNK),
    }
    return next((part for part, is_gone in gone.items() if is_gone), "")


def _inside(row: Row, name: str, frame_px: tuple[float, float] | None) -> bool:
    point = _point(row, name)
    if point is None or frame_px is None:
        return point is not None
    (x, y), (width, height) = point, frame_px
    return EDGE_SHARE * width < x < (1 - EDGE_SHARE) * width and EDGE_SHARE * height < y < (1 - EDGE_SHARE) * height


def _span_px(row: Row) -> float:
    points = [point for name in _SPAN if (point := _point(row, name)) is not None]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _arm_raised(row: Row, shoulder_y: float, trunk_px: float) -> bool:
    limit_y = shoulder_y - ARM_SHARE * trunk_px
    wrists = [_AT["left_wrist"], _AT["right_wrist"]]
    return any(row[i + 2] >= ARM_VISIBLE and row[i + 1] < limit_y for i in wrists)


def _point(row: Row, name: str) -> Point | None:
    i = _AT[name]
    x, y = row[i], row[i + 1]
    return (x, y) if row[i + 2] >= VISIBLE and math.isfinite(x) and math.isfinite(y) else None


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
