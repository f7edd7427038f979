"""What the camera must see before it starts, and why it sees nothing: one condition after another.

A condition changes only when what is seen has been so for a while: a single wild frame changes nothing.
"""

from __future__ import annotations

import math
from typing import Final

from levelhip.coaching.posture import NOBODY, Posture, posture_of
from levelhip.exercise.protocol import Position
from levelhip.exercise.signals import Sample, Side
from levelhip.session.filters import MedianOfThree

AGREED_S: Final = 1.0
"""So long must a condition be seen before it is believed."""
SPAN_LEAST: Final = 1 / 3
"""Of the picture's width: a smaller body is measured wrongly or not at all (measured)."""
DARK: Final = 35.0
"""Mean brightness (0-255) below this is too dark (convention)."""
JUMP_SHARE: Final = 0.6
"""Of the trunk's length: hips that move further than this between two frames are somebody else's."""
JUMP_LASTS_S: Final = 2.0
FRAME_GAP_S: Final = 0.5
ARM_S: Final = 0.7
"""An arm raised for so long is a stop."""
ROWS_STOP_S: Final = 1.5
"""Without a frame for so long nothing is known of what the camera sees."""

Condition = tuple[str, bool | None]
"""Key, and whether it holds (None: not known, or only asked)."""


class Agreed:
    """A yes or no that is believed when it has been seen for a while, and then until the opposite has."""

    __slots__ = ("_raw", "_seconds", "_since_s", "value")

    def __init__(self, seconds: float = AGREED_S) -> None:
        self.value: bool | None = None
        self._seconds = seconds
        self._raw: bool | None = None
        self._since_s = -math.inf

    def see(self, t_s: float, *, raw: bool) -> None:
        """Seen at `t_s`."""
        if raw is not self._raw:
            self._raw, self._since_s = raw, t_s
        if t_s - self._since_s >= self._seconds:
            self.value = raw


class OtherPerson:
    """Whether the skeleton leaps from one body to another, where nobody counts the people."""

    def __init__(self) -> None:
        self._x, self._y = MedianOfThree(), MedianOfThree()
        self._last: tuple[float, float, float] | None = None
        self._until_s = -math.inf

    def see(self, t_s: float, posture: Posture) -> bool:
        """Take a frame; whether it looks as if somebody else had been found."""
        if posture.missing == "nobody":
            return t_s < self._until_s
        x, y = self._x.push(t_s, posture.hips_px[0]), self._y.push(t_s, posture.hips_px[1])
        if x is not None and y is not None:
            last, self._last = self._last, (x[0], x[1], y[1])
            near_s = last is not None and x[0] - last[0] <= FRAME_GAP_S
            if last and near_s and math.hypot(x[1] - last[1], y[1] - last[2]) > JUMP_SHARE * posture.trunk_px:
                self._until_s = t_s + JUMP_LASTS_S
        return t_s < self._until_s


class PictureCheck:
    """The conditions of one side, from landmarks and from looks at the picture."""

    def __init__(self, position: Position, side: Side, frame_px: tuple[float, float] | None) -> None:
        self.frame_px = frame_px
        self._position = position
        self._bottom: Side = "left" if side == "right" else "right"
        self._posture = NOBODY
        self._seen_s = -math.inf
        self._all_there, self._large, self._alone = Agreed(), Agreed(), Agreed()
        self._light, self._facing, self._placed, self._in_position = Agreed(), Agreed(), Agreed(), Agreed()
        self._counted_alone: Agreed = Agreed()
        self._other = OtherPerson()
        self._arm = Agreed(ARM_S)

    # -- in ----------------------------------------------------------------------------------------------------------

    def frame(self, t_s: float, row: Sample) -> None:
        """One frame of landmarks."""
        assert isinstance(row, tuple)  # noqa: S101 - a camera's sample is its landmarks
        posture = self._posture = posture_of(row, self.frame_px)
        self._seen_s = t_s
        self._alone.see(t_s, raw=not self._other.see(t_s, posture))
        there = posture.missing == ""
        self._all_there.see(t_s, raw=there)
        if posture.missing == "nobody":
            self._in_position.see(t_s, raw=False)
            self._arm.see(t_s, raw=False)
            return
        if not math.isnan(posture.span_share):
            self._large.see(t_s, raw=posture.span_share >= SPAN_LEAST)
        self._in_position.see(t_s, raw=self._is_in_position(posture))
        self._facing.see(t_s, raw=posture.facing)
        self._placed.see(t_s, raw=posture.top is not None and posture.top != self._bottom)
        self._arm.see(t_s, raw=posture.arm_raised)

    def look(self, t_s: float, brightness: float | None, people: int | None) -> None:
        """What the picture itself tells: how bright it is, how many people are in it (None: not known)."""
        if brightness is not None:
            self._light.see(t_s, raw=brightness >= DARK)
        if people is not None and people > 0:
            self._counted_alone.see(t_s, raw=people == 1)

    def _is_in_position(self, posture: Posture) -> bool:
        if self._position == "standing":
            return posture.upright
        return posture.lying and (self._position == "supine" or posture.top is not None)

    # -- out ---------------------------------------------------------------------------------------------------------

    def conditions(self) -> list[Condition]:
        """Every condition in the order in which it is asked for; what only the person can know is left out."""
        whole = _both(self._all_there.value, self._large.value)
        picture: list[Condition] = [("whole_body", whole), ("only_you", self._only_you), ("light", self._light.value)]
        if self._position != "side_lying":
            return [*picture, (self._position, self._in_position.value)]
        lying = self._in_position.value
        return [*picture, ("facing", lying and self._facing.value), ("side", lying and self._placed.value)]

    @property
    def _only_you(self) -> bool | None:
        if self._counted_alone.value is False or self._alone.value is False:
            return False
        return _both(self._counted_alone.value, self._alone.value) if self._counted_alone.value else self._alone.value

    def fulfilled(self) -> bool:
        """Whether every condition holds."""
        return all(holds is True for _, holds in self.conditions())

    def trouble(self) -> str:
        """The first thing that is not as it should be; "" where nothing is known to be wrong."""
        whole, only_you, light, *_ = (holds for _, holds in self.conditions())
        if whole is False:
            if self._all_there.value is False:
                return self._posture.missing or "body"
            return "too_small"
        if only_you is False:
            return "somebody_else"
        if light is False:
            return "too_dark"
        return self._trouble_of_position()

    def _trouble_of_position(self) -> str:
        if self._in_position.value is False:
            return {"supine": "not_lying", "standing": "not_upright"}.get(self._position, "not_on_side")
        if self._position != "side_lying":
            return ""
        if self._facing.value is False:
            return "turned_away"
        return "wrong_side" if self._placed.value is False else ""

    def spoils(self) -> str:
        """What makes measuring wrong though landmarks come: then nothing is counted. "" if nothing does.

        What is out of the picture is not among it: the engine itself needs to see what it measures.
        """
        if self._only_you is False:
            return "somebody_else"
        if self._light.value is False:
            return "too_dark"
        if self._posture.missing == "nobody":
            return ""
        trouble = self._trouble_of_position()
        return trouble if trouble != "turned_away" else ""

    def why_lost(self) -> str:
        """Why somebody who was seen is not any more: what spoils, else what is missing in the last frame."""
        return self.spoils() or self._posture.missing

    def seen(self, now_s: float) -> bool:
        """Whether frames are coming at all."""
        return now_s - self._seen_s <= ROWS_STOP_S

    @property
    def arm_raised(self) -> bool:
        """Whether a lying person holds an arm up: a stop."""
        return self._position == "side_lying" and self._arm.value is True


def _both(a: bool | None, b: bool | None) -> bool | None:  # noqa: FBT001 - three-valued and
    if a is False or b is False:
        return False
    return True if a and b else None
