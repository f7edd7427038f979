"""A coached session on the terminal: how hard, how long held, how often; what the coach says, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rich.text import Text

from levelhip.ports import Json, SensorNews, SensorState
from levelhip.reports.words import fault_words, missed_words
from levelhip.session.load_cell import GRAVITY_MS2, Rigging

NEEDLE_WIDTH: Final = 32
FULL_SCALE: Final = 2.0
"""The needle's scale ends at this many times the gentle band's upper end."""
NO_BAND_N: Final = 100.0
"""It ends here where the exercise has no band."""
COUNTED: Final = "count_"
"""How the keys of the hold's spoken seconds begin: the needle shows them."""

_STATES: Final = {
    SensorState.CONNECTED: "connected",
    SensorState.LOST: "the belt is lost, the count waits; looking for it",
    SensorState.FOUND: "the belt is back",
}


def rigging_words(rigging: Rigging) -> str:
    """Where the cell is, for a person."""
    if rigging == "strand":
        return "in one strand of the loop: the ankle feels twice its pull"
    return "inline between two cuffs: the ankle feels its whole pull"


@dataclass(slots=True)
class LiveView:
    """What a person sees now."""

    state: Json = field(default_factory=dict)

    def take(self, news: SensorNews | None, outputs: Sequence[Json]) -> list[str]:
        """Take what the sensor told and what the coach made of it; gives the lines worth keeping."""
        lines = []
        if news is not None and news.state in _STATES:
            lines.append(_STATES[news.state])
        if news is not None and news.state is SensorState.BATTERY and news.battery_mv is not None:
            lines.append(f"battery {news.battery_mv / 1000:.2f} V")
        for each in outputs:
            self.state = each.get("state", self.state)
            if line := _said(each.get("say")) or _happened(each.get("event")):
                lines.append(line)
        return lines

    def text(self) -> Text:
        """Needle, hold and count, a line each; before the first lift, what is still missing."""
        state = self.state
        if not state or state["stage"] in ("set_up", "side_change"):
            missing = [each["text"] for each in state.get("set_up", []) if each["ok"] is False]
            return Text(missing[0] if missing else "", no_wrap=True)
        band: Any = state["press_band_n"]
        force_n, wanted_s = state["level"], max(1, round(state["hold_s"]))
        held_s = min(int(state["held_s"]), wanted_s)
        force = "-" if force_n is None else f"{force_n:6.1f} N  {force_n / GRAVITY_MS2:5.2f} kg"
        return Text(
            f"{needle(force_n or 0.0, band)}  {force}  {_advice(state)}\n"
            f"{'●' * held_s}{'○' * (wanted_s - held_s)}  {held_s} of {wanted_s} s\n"
            f"{state['side']}: {state['attempts']} of {state['reps']}",
            no_wrap=True,
        )


def _said(say: Json | None) -> str:
    """What the coach says; not the seconds of a hold."""
    return "" if say is None or say["key"].startswith(COUNTED) else str(say["text"])


def _happened(event: Json | None) -> str:
    kind = None if event is None else event["kind"]
    if event is None or kind not in ("RepCompleted", "AttemptMissed", "SignalLost"):
        return ""
    if kind == "SignalLost":
        return "nothing is heard: the count waits"
    if kind == "AttemptMissed":
        return f"not counted: {missed_words((event['reason'],)).removeprefix('1 ')}"
    measures = event["measures"]
    what = ", ".join(fault_words(fault) for fault in measures["faults"]) or "good"
    return f"repetition {event['number']}: held {measures['valid_hold_s'] or 0.0:.1f} s, {what}"


def _advice(state: Json) -> str:
    band, force_n = state["press_band_n"], state["level"]
    if band is None or force_n is None or not state["clock_runs"]:
        return ""
    if force_n > band[1]:
        return "a little less"
    return "gentle" if force_n >= band[0] else "a little more"


def needle(force_n: float, band_n: Sequence[float] | None) -> str:
    """A scale from nothing on, the gentle band on it, and where the force stands."""
    full_n = FULL_SCALE * band_n[1] if band_n else NO_BAND_N

    def place(value_n: float) -> int:
        return round(max(0.0, min(1.0, value_n / full_n)) * (NEEDLE_WIDTH - 1))

    low, high = (place(band_n[0]), place(band_n[1])) if band_n else (NEEDLE_WIDTH, NEEDLE_WIDTH)
    marks = ["═" if low <= i <= high else "─" for i in range(NEEDLE_WIDTH)]
    marks[place(force_n)] = "█"
    return "".join(marks)
