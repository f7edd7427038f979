"""A live measurement on the terminal: how hard, how long held, how often; and what happened, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from levelhip.exercise.protocol import Prescription
from levelhip.ports import SensorNews, SensorState
from levelhip.reports.words import fault_words, missed_words
from levelhip.session.events import (
    AttemptMissed,
    Event,
    HoldBroken,
    HoldResumed,
    HoldSecond,
    HoldStarted,
    RepCompleted,
    SignalLost,
)
from levelhip.session.load_cell import GRAVITY_MS2, Rigging

NEEDLE_WIDTH: Final = 32
FULL_SCALE: Final = 2.0
"""The needle's scale ends at this many times the gentle band's upper end."""
NO_BAND_N: Final = 100.0
"""It ends here where the exercise has no band."""

_STATES: Final = {
    SensorState.CONNECTED: "connected; let the belt hang loose",
    SensorState.ZEROED: "the zero is set: begin",
    SensorState.LOST: "the belt is lost, the count waits; looking for it",
    SensorState.FOUND: "the belt is back",
    SensorState.LOW_POWER: "its battery is almost empty: charge it soon",
}


def rigging_words(rigging: Rigging) -> str:
    """Where the cell is, for a person."""
    if rigging == "strand":
        return "in one strand of the loop: the ankle feels twice its pull"
    return "inline between two cuffs: the ankle feels its whole pull"


@dataclass(slots=True)
class LiveView:
    """What a person sees now."""

    prescription: Prescription
    force_n: float = 0.0
    held_s: int = 0
    reps: int = 0
    is_holding: bool = False
    is_zeroed: bool = False

    def take(self, news: SensorNews, events: Sequence[Event]) -> list[str]:
        """Take what was told and said; gives the lines worth keeping."""
        if news.samples:
            self.force_n = news.samples[-1][1]
        self.is_zeroed = self.is_zeroed or news.state is SensorState.ZEROED
        lines = [_STATES[news.state]] if news.state in _STATES else []
        if news.battery_mv is not None and news.state is SensorState.BATTERY:
            lines.append(f"battery {news.battery_mv / 1000:.2f} V")
        return [*lines, *(line for event in events if (line := self._event(event)))]

    def _event(self, event: Event) -> str:
        self._follow(event)
        match event:
            case HoldStarted():
                line = "hold"
            case HoldBroken(valid_hold_s=held_s):
                line = f"outside the band after {held_s:.1f} s: the count waits"
            case HoldResumed():
                line = "inside the band again"
            case RepCompleted(number=number, measures=measures):
                what = ", ".join(fault_words(fault) for fault in measures.faults) or "good"
                line = f"repetition {number}: held {measures.valid_hold_s:.1f} s, {what}"
            case AttemptMissed(reason=reason):
                line = f"not counted: {missed_words((reason,)).removeprefix('1 ')}"
            case SignalLost():
                line = "nothing is heard: the count waits"
            case _:
                line = ""
        return line

    def _follow(self, event: Event) -> None:
        if isinstance(event, HoldStarted):
            self.held_s = 0
        elif isinstance(event, HoldSecond):
            self.held_s = event.second
        elif isinstance(event, RepCompleted):
            self.reps += 1
        if isinstance(event, HoldStarted | HoldResumed):
            self.is_holding = True
        elif isinstance(event, HoldBroken | RepCompleted | AttemptMissed):
            self.is_holding = False

    def text(self) -> Text:
        """Needle, hold and count, a line each."""
        wanted_s = max(1, round(self.prescription.hold_s))
        held_s = min(self.held_s, wanted_s)
        ring = "●" * held_s + "○" * (wanted_s - held_s)
        force = f"{self.force_n:6.1f} N  {self.force_n / GRAVITY_MS2:5.2f} kg"
        return Text(
            f"{needle(self.force_n, self.prescription.press_band_n)}  {force}  {self._advice()}\n"
            f"{ring}  {held_s} of {wanted_s} s\n"
            f"{self.reps} of {self.prescription.reps}",
            no_wrap=True,
        )

    def _advice(self) -> str:
        band = self.prescription.press_band_n
        if not self.is_zeroed:
            return "let the belt hang loose"
        if band is None or not self.is_holding:
            return ""
        if self.force_n > band[1]:
            return "a little less"
        return "gentle" if self.force_n >= band[0] else "a little more"


def needle(force_n: float, band_n: tuple[float, float] | None) -> str:
    """A scale from nothing on, the gentle band on it, and where the force stands."""
    full_n = FULL_SCALE * band_n[1] if band_n else NO_BAND_N

    def place(value_n: float) -> int:
        return round(max(0.0, min(1.0, value_n / full_n)) * (NEEDLE_WIDTH - 1))

    low, high = (place(band_n[0]), place(band_n[1])) if band_n else (NEEDLE_WIDTH, NEEDLE_WIDTH)
    marks = ["═" if low <= i <= high else "─" for i in range(NEEDLE_WIDTH)]
    marks[place(force_n)] = "█"
    return "".join(marks)
