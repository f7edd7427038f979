"""From being told how to lie to lying so: conditions tick themselves off, then lying still starts the set."""

from __future__ import annotations

import math
from typing import Final, Literal

from levelhip.coaching.belt import Belt
from levelhip.coaching.loose_belt import LooseBelt
from levelhip.coaching.measuring import STILL_S, LyingStill
from levelhip.coaching.set_up_check import Condition, PictureCheck
from levelhip.coaching.voice import Voice
from levelhip.exercise.protocol import Prescription, RepSignal
from levelhip.exercise.signals import Quantity, Sample, Side

CLOCK_WAIT_S: Final = 10.0
"""With the clock alone it starts so long after having said how to lie (convention)."""
REMIND_S: Final = 6.0
"""What is missing is said no more often than this..."""
REMINDERS: Final = 5
SELDOM_S: Final = 30.0
"""...and after so many times only this often: perhaps nobody is there."""
PATIENCE_S: Final = 3.0
"""After having been told how to lie a person is left alone for so long."""
NO_PICTURE_S: Final = 10.0
"""A camera may take so long until somebody is looked for in its first picture."""
STILL_PATIENCE_S: Final = 10.0
"""Lying as asked but not still is mentioned only after this."""

Kind = Literal["first", "turn", "again"]
"""Before the first side, between two sides, after an interruption."""


class SetUp:
    """Getting into position for one side. `frame_px`: size of the camera's picture where it is known.

    `belt`: the load cell that measures, None for every other way. A belt is zeroed first, before anybody lies down.
    """

    def __init__(
        self,
        voice: Voice,
        prescription: Prescription,
        side: Side,
        kind: Kind,
        signal: RepSignal | None,
        frame_px: tuple[float, float] | None,
        belt: Belt | None = None,
    ) -> None:
        self.side = side
        self.kind = kind
        self.message: str | None = None
        self.not_before_s = math.inf
        """It does not start before this; no time at all until somebody has been told how to lie."""
        self.picture: PictureCheck | None = None
        self._voice = voice
        self._belt = prescription.press_band_n is not None
        self._still = LyingStill(signal, side) if signal else None
        self.loose = LooseBelt(belt, signal, side, wait_for_pull=kind != "again") if signal and belt else None
        if signal and signal.quantity is Quantity.LANDMARKS:
            self.picture = PictureCheck(prescription.exercise.position, side, frame_px)
        self._remind_s = math.inf
        self._wanted_s = -math.inf
        self._told = False
        self._reminders = 0
        self._fulfilled_s = math.inf
        self._ready = False

    def begin(self, now_s: float, not_before_s: float = -math.inf) -> None:
        """Say how to lie; it starts when the person lies so, and not before `not_before_s`."""
        self._wanted_s = not_before_s
        if self.loose is not None and not self.loose.zeroed:
            self._hang_loose(now_s)
        else:
            self._tell(now_s)

    def _hang_loose(self, now_s: float) -> None:
        """A belt that is not zeroed: nobody lies down yet."""
        assert self.loose is not None  # noqa: S101 - only a belt is zeroed
        said_s = self._voice.say(self._voice.script.hang_loose(), now_s)
        self.loose.zero_from(said_s)
        self.not_before_s = math.inf
        self._remind_s = said_s + STILL_S + PATIENCE_S

    def _tell(self, now_s: float) -> None:
        not_before_s, measured = self._wanted_s, self._still is not None
        wait_s = 0.0 if measured else max(CLOCK_WAIT_S, not_before_s - now_s)
        script = self._voice.script
        if self.kind == "first" and not self._told:
            said_s = self._voice.say(script.lie(self.side, wait_s), now_s)
        elif self.kind == "turn" and not self._told:
            said_s = self._voice.say(script.side_done(self.side, wait_s), now_s)
        else:
            said_s = self._voice.say(script.lie_again(wait_s), now_s)
        self._told = True
        clock_s = said_s + CLOCK_WAIT_S if self.kind != "turn" else now_s + wait_s
        self.not_before_s = max(said_s, not_before_s) if measured else max(said_s, clock_s)
        self._remind_s = max(said_s, self.not_before_s if self.kind == "turn" else said_s) + PATIENCE_S

    def skip_wait(self, now_s: float) -> None:
        """Start as soon as everything else allows it."""
        if self.loose is not None:
            self.loose.ready()
        if math.isfinite(self.not_before_s):
            self.not_before_s = min(self.not_before_s, now_s)

    def zero_again(self, now_s: float) -> None:
        """What was zero is not any more."""
        if self.loose is not None and math.isfinite(self._remind_s):
            self._hang_loose(now_s)

    # -- in ----------------------------------------------------------------------------------------------------------

    def sample(self, t_s: float, value: Sample) -> None:
        """One sample of the driving channel."""
        if self.loose is not None and isinstance(value, float) and not self._is_zeroed(self.loose, t_s, value):
            return
        if self.picture is not None:
            self.picture.frame(t_s, value)
        if self._still is not None:
            self._still.take(t_s, value)
            self._judge(t_s)

    def _is_zeroed(self, loose: LooseBelt, t_s: float, force_n: float) -> bool:
        """Whether the sample says something of a person: the belt is zeroed, and this one was read after that."""
        if loose.zeroed:
            if loose.pulls_below_zero(t_s, force_n):
                self.zero_again(t_s)
            return loose.zeroed
        if loose.hangs_still(t_s, force_n):
            self.message = None
            self._tell(t_s)
        return False

    def _judge(self, now_s: float) -> None:
        still = self._still
        assert still is not None  # noqa: S101 - the only caller has one
        fulfilled = self.picture is None or self.picture.fulfilled()
        fulfilled = fulfilled and (self.loose is None or self.loose.fulfilled)
        if not fulfilled:
            self._fulfilled_s = math.inf
        elif self._fulfilled_s == math.inf:
            self._fulfilled_s = now_s
        self._ready = fulfilled and now_s >= self.not_before_s and still.is_still(now_s)

    # -- time --------------------------------------------------------------------------------------------------------

    def next_deadline_s(self) -> float | None:
        """When something is due whatever the sensors do."""
        if self._still is None:
            return self.not_before_s if not self._ready and math.isfinite(self.not_before_s) else None
        return self._remind_s if math.isfinite(self._remind_s) else None

    def tick(self, now_s: float) -> None:
        """Something is due."""
        if self._still is None:
            self._ready = now_s >= self.not_before_s
            return
        if now_s < self._remind_s:
            return
        trouble = self.trouble(now_s)
        self._reminders += bool(trouble)
        self._remind_s = now_s + (SELDOM_S if self._reminders >= REMINDERS else REMIND_S)
        self.message = self._voice.script.plain(self._voice.script.trouble(trouble, self.side)) if trouble else None
        if trouble:
            self._voice.say(self._voice.script.not_ready(trouble, self.side), now_s)

    def trouble(self, now_s: float) -> str:
        """The one thing that is missing most; "" where there is nothing to complain of."""
        still = self._still
        if still is None:
            return ""
        if trouble := self._sensor_trouble(now_s):
            return trouble
        if not still.is_heard(now_s):
            return ""
        waited = now_s - max(self._fulfilled_s, self.not_before_s) > STILL_PATIENCE_S
        return "not_still" if waited and not still.is_still(now_s) else ""

    def _sensor_trouble(self, now_s: float) -> str:
        """What the sensor misses, or sees that is not as it should be, stillness apart."""
        if self.loose is not None:
            return self.loose.trouble(now_s)
        if self.picture is None:
            return "" if self._still is None or self._still.is_heard(now_s) else "no_signal"
        if self.picture.seen(now_s):
            return self.picture.trouble()
        return "no_signal" if now_s - self.not_before_s > NO_PICTURE_S else ""

    # -- out ---------------------------------------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether it may start."""
        return self._ready

    @property
    def starts_at_s(self) -> float | None:
        """When it starts by itself, where only the clock decides."""
        return self.not_before_s if self._still is None and math.isfinite(self.not_before_s) else None

    def conditions(self, now_s: float) -> list[Condition]:
        """What must hold, in the order in which it is asked for; None: not known, or only asked."""
        asked: Condition = ("belt" if self._belt else "position", None)
        if self._still is None:
            return [asked]
        seen = self._still.is_heard(now_s)
        still: Condition = ("still", self._still.is_still(now_s) if seen else None)
        if self.loose is not None:
            return [("signal", self.loose.is_heard(now_s)), *self.loose.conditions(), still]
        first = self.picture.conditions() if self.picture is not None else [("signal", seen)]
        return [*first, asked, still]
