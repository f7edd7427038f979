"""What goes out to the person: cues in their turn, the count of a hold, events; all of it plain data, in order."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any, Final

from levelhip.coaching.cues import Script
from levelhip.coaching.speaking import Cue, Said, Speaker
from levelhip.session.events import Event
from levelhip.session.measures import RepMeasures

LATE_S: Final = 1.0
"""A cue that was due longer ago than this when the clock was read is not said any more; safety always is."""

Output = dict[str, Any]


class Voice:
    """Collects outputs; `take` hands them over."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.said: dict[str, float] = {}
        """When each key was said last."""
        self._speaker = Speaker()
        self._out: list[Output] = []
        self._counting = False

    # -- speech ------------------------------------------------------------------------------------------------------

    def say(self, cue: Cue, now_s: float) -> float:
        """Ask for a cue; gives when it will have been said if nothing more urgent comes."""
        self._speaker.ask(cue, now_s)
        return max(now_s, self._speaker.busy_until_s) + cue.speaking_s

    def drop(self, *keys: str) -> None:
        """These cues are not wanted any more."""
        self._speaker.drop(*keys)

    def speak(self, now_s: float, read_s: float) -> None:
        """Say what is due at `now_s`, the clock having been read at `read_s`."""
        for said in self._speaker.due(now_s):
            self.said[said.cue.key] = said.t_s
            if read_s - said.t_s <= LATE_S or said.cue.rank == "safety":
                self._out.append({"say": _said(said)})

    def next_deadline_s(self) -> float | None:
        """When something that waits can be said."""
        return self._speaker.next_deadline_s()

    @property
    def busy_until_s(self) -> float:
        """When what is being said will have been said."""
        return self._speaker.busy_until_s

    def cut(self, now_s: float) -> None:
        """What is being said need not be heard to its end."""
        self._speaker.cut(now_s)

    def quiet(self) -> None:
        """Nothing that was planned is said any more, and nothing ticks."""
        self._speaker.quiet()
        self.stop_count()

    # -- the count ---------------------------------------------------------------------------------------------------

    def count(self, start_s: float, from_s: float, to_s: float) -> None:
        """The hold clock runs: second k of the hold is due at `start_s + (k - from_s)`."""
        self._speaker.counting = True
        self._counting = True
        self._out.append({"count": {"start_s": _plain(start_s), "from_s": _plain(from_s), "to_s": to_s}})

    def hold_count(self) -> None:
        """The hold clock stands still; nothing but the count's own words is said until it is over."""
        if self._counting:
            self._counting = False
            self._out.append({"count": None})

    def finish_count(self) -> None:
        """The whole hold was counted: the ticks have come to their own end."""
        self._counting = False
        self._speaker.counting = False

    def stop_count(self) -> None:
        """No hold is counted any more: other things may be said."""
        self._speaker.counting = False
        self.hold_count()

    # -- out ---------------------------------------------------------------------------------------------------------

    def tell(self, event: Event) -> None:
        """Pass an event on."""
        self._out.append({"event": event_dict(event)})

    def take(self) -> list[Output]:
        """Everything since it was last asked for, in order."""
        out, self._out = self._out, []
        return out


def event_dict(event: Event) -> dict[str, Any]:
    """An event as plain data; what is not known is None."""
    values: dict[str, Any] = {"kind": type(event).__name__}
    for name in (each.name for each in fields(event)):
        value = getattr(event, name)
        if isinstance(value, RepMeasures):
            value = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        values[name] = _plain(value)
    return values


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


def _said(said: Said) -> dict[str, Any]:
    cue = said.cue
    return {
        "t_s": round(said.t_s, 6),
        "key": cue.key,
        "text": cue.text,
        "rank": cue.rank,
        "interrupts": said.interrupts,
        "tone": cue.tone,
        "vibrate": list(cue.vibrate),
    }
