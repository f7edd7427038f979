"""Bodies as a camera in front sees them, drawn as landmarks by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from levelhip.exercise.signals import LANDMARKS, Side

Row = tuple[float, ...]
FRAME = (640.0, 480.0)

# Along the body from the hips (shares of its length; towards the head is positive) and across it (up is positive).
_MIDDLE = {
    "nose": (0.42, 0.02), "left_eye": (0.43, 0.02), "right_eye": (0.43, 0.02), "left_ear": (0.41, 0.02),
    "right_ear": (0.41, 0.02),
}  # fmt: skip
_EITHER = {
    "shoulder": (0.30, 0.09), "hip": (0.0, 0.055), "knee": (-0.25, 0.04), "ankle": (-0.5, 0.03), "heel": (-0.51, 0.03),
    "foot_index": (-0.53, 0.03), "elbow": (0.15, 0.06), "wrist": (0.05, 0.05),
}  # fmt: skip


@dataclass(frozen=True)
class Body:
    """Somebody lying with `top` uppermost, facing the camera unless `turned_away`. Pixels."""

    top: Side = "right"
    length_px: float = 400.0
    hips_px: tuple[float, float] = (320.0, 260.0)
    turned_away: bool = False
    lift_deg: float = 0.0
    stacked: float = 1.0
    """How far one hip is above the other: 1 on the side, 0 on the back."""
    tilt_deg: float = 0.0
    """Of the whole body: 90 is upright."""
    arm_up: bool = False
    unseen: tuple[str, ...] = field(default=())

    def row(self, *, moved_px: float = 0.0) -> Row:
        """One frame of landmarks."""
        # Who lies on the left side (right hip on top) and faces the camera has the head at the picture's right.
        head = 1.0 if (self.top == "right") != self.turned_away else -1.0
        points = {name: self._pixel(*at, head) for name, at in _MIDDLE.items()}
        for part, (along, across) in _EITHER.items():
            for side in ("left", "right"):
                up = across if side == self.top else -across
                points[f"{side}_{part}"] = self._limb(part, along, up * self.stacked, head, lifted=side == self.top)
        if self.arm_up:
            points[f"{self.top}_wrist"] = self._pixel(0.3, 0.38, head)
        numbers: list[float] = []
        for name in LANDMARKS:
            x, y = points.get(name, (math.nan, math.nan))
            seen = name in points and name not in self.unseen
            numbers.extend((x + moved_px, y, 0.95 if seen else 0.1))
        return tuple(numbers)

    def _limb(self, part: str, along: float, across: float, head: float, *, lifted: bool) -> tuple[float, float]:
        if lifted and part in ("knee", "ankle", "heel", "foot_index"):
            lift = math.radians(self.lift_deg)
            along, across = along * math.cos(lift), across - along * math.sin(lift)
        return self._pixel(along, across, head)

    def _pixel(self, along: float, across: float, head: float) -> tuple[float, float]:
        tilt = math.radians(self.tilt_deg)
        x, y = head * along * self.length_px, across * self.length_px
        turned = (x * math.cos(tilt) - y * math.sin(tilt), x * math.sin(tilt) + y * math.cos(tilt))
        return self.hips_px[0] + turned[0], self.hips_px[1] - turned[1]


NOBODY: Row = (math.nan, math.nan, 0.0) * len(LANDMARKS)
