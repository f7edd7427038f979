"""One session as its page shows it, read out of the kept record. What is not known is said to be."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from levelhip.exercise.protocol import COMPLETE_FRACTION
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.web.exercise_pages import spoken_name
from levelhip.web.language import Language
from levelhip.web.page_words import SIDES, WAYS, brief, clock_time, day_near, decimal, duration, fault_words, seconds
from levelhip.web.reading import ZONE

_TRY: Final = (
    ("too_hard", N_("Press more gently: just enough to feel the side of the hip work.")),
    ("broken_hold", N_("Keep pressing until the count is done.")),
    ("short_hold", N_("Let go a little later: the count tells you when.")),
    ("sagged", N_("Keep the leg against the belt all through the hold.")),
    ("hip_drift", N_("Take the leg back a little, in line with your body.")),
    ("roll", N_("Do not roll: keep one hip right above the other.")),
    ("bent_knee", N_("Straighten your knees.")),
    ("pelvis_tilt", N_("Keep the pelvis level.")),
    ("fast_release", N_("Let the leg down more slowly.")),
)
"""What to try, the most helpful first."""
_ENDS: Final = {
    "stopped": N_("stopped early"),
    "pain": N_("stopped because of pain"),
    "unfinished": N_("not finished"),
}
_LOST_S: Final = 0.05
_OFTEN: Final = 10
"""A fault in a tenth of the repetitions is worth a sentence."""
_LONGEST: Final = 1.5
"""How far a bar may go beyond its target."""


@dataclass(frozen=True, slots=True)
class RepRow:
    """One repetition: its bar in per cent of the bar's length, its seconds in words, what is to note."""

    number: str
    held: str
    fill: float
    lost: float
    target: float
    notes: str
    noted: bool


@dataclass(frozen=True, slots=True)
class SideRows:
    """One side's repetitions."""

    key: str
    name: str
    line: str
    rows: list[RepRow]


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Everything the page shows."""

    id: str
    name: str
    when: str
    headline: str
    way: str
    provenance: str
    told: bool
    badges: list[str]
    warnings: list[str]
    well: str
    to_try: str
    sides: list[SideRows]
    hold: str
    has_trace: bool
    facts: list[tuple[str, str]]
    differences: list[str]
    compared: str


def session_page(data: Json, today: datetime, words: Language) -> SessionPage:
    """The page of one session."""
    live = _object(data.get("record"))
    record = _object(live.get("record"))
    asked = _object(record.get("prescription"))
    hold_s = _number(asked.get("hold_s")) or 0.0
    sides = [_object(side) for side in _list(record.get("sides"))]
    told = data.get("provenance") == "self-reported"
    return SessionPage(
        id=str(data["id"]),
        name=spoken_name(str(data["exercise"]), words),
        when=when_words(data, today, words),
        headline=headline(sides, hold_s, words),
        way=words.say(WAYS.get(str(data.get("way")), N_("not known"))),
        provenance=provenance_words(data, words),
        told=told,
        badges=_badges(data, words),
        warnings=_warnings(data, words),
        well=_well(sides, hold_s, words),
        to_try=_to_try(sides, words),
        sides=[_side(side, hold_s, words) for side in sides if _list(side.get("reps"))],
        hold=brief(hold_s, words),
        has_trace=bool(_list(live.get("trace"))),
        facts=_facts(data, record, words),
        differences=[str(line) for line in _list(data.get("differences"))],
        compared=_compared(data, words),
    )


def when_words(data: Json, now: datetime, words: Language) -> str:
    """Today, 14:05."""
    started = datetime.fromisoformat(str(data["started_at"])).astimezone(ZONE)
    return words.say(N_("{day}, {time}"), day=day_near(started.date(), now.date(), words), time=clock_time(started))


def headline(sides: Sequence[Json], hold_s: float, words: Language) -> str:
    """12 of 14 holds lasted the full 6 s."""
    count = sum(_count(side.get("rep_count")) for side in sides)
    complete = sum(_count(side.get("complete_count")) for side in sides)
    if not count:
        return words.say(N_("No repetition was counted."))
    if not hold_s:
        return words.count("{number} repetition", "{number} repetitions", count)
    if complete == count:
        return words.say(N_("All {count} holds lasted the full {hold}"), count=count, hold=seconds(hold_s, words))
    return words.say(
        N_("{complete} of {count} holds lasted the full {hold}"),
        complete=complete,
        count=count,
        hold=seconds(hold_s, words),
    )


def provenance_words(data: Json, words: Language) -> str:
    """Who says so: a sensor, the person, or both."""
    told = {
        "measured": N_("measured"),
        "self-reported": N_("self-reported, not measured"),
        "mixed": N_("partly measured, partly self-reported"),
    }
    return words.say(told.get(str(data.get("provenance")), N_("nothing was measured")))


def _badges(data: Json, words: Language) -> list[str]:
    ended = words.say(_ENDS[data["ended"]]) if data.get("ended") in _ENDS else ""
    simulated = words.say(N_("a simulated patient, not you")) if data.get("simulated") else ""
    return [badge for badge in (ended, simulated) if badge]


def _warnings(data: Json, words: Language) -> list[str]:
    found = []
    if data.get("clearance_held") is False:
        found.append(words.say(N_("When this session began, the questions before the exercise did not allow it.")))
    if data.get("state") == "open":
        found.append(
            words.say(N_("This session has not arrived completely yet. It is still on the device it was done on."))
        )
    return found


def _well(sides: Sequence[Json], hold_s: float, words: Language) -> str:
    """One sentence on what went well; there always is something true to say, or nothing is said."""
    reps = _reps(sides)
    complete = sum(_count(side.get("complete_count")) for side in sides)
    held_s = math.fsum(_number(rep.get("valid_hold_s")) or 0.0 for rep in reps)
    if not reps:
        return ""
    if hold_s and complete == len(reps):
        return words.say(N_("Every hold was a full one: {held} held in all."), held=duration(held_s, words))
    if len(reps) >= _OFTEN and not any(_list(rep.get("faults")) for rep in reps[len(reps) // 2 :]):
        return words.say(N_("The second half went without anything to correct."))
    if hold_s:
        return words.say(N_("You held {held} in all."), held=duration(held_s, words))
    return words.count("You did {number} repetition.", "You did {number} repetitions.", len(reps))


def _to_try(sides: Sequence[Json], words: Language) -> str:
    """The one thing to do better next time."""
    reps = _reps(sides)
    faults = Counter(str(fault) for rep in reps for fault in _list(rep.get("faults")))
    often = (advice for fault, advice in _TRY if faults[fault] * _OFTEN >= max(1, len(reps)) and faults[fault])
    return words.say(next(often, N_("Nothing stands out to correct: keep it like this."))) if reps else ""


def _side(side: Json, hold_s: float, words: Language) -> SideRows:
    key = str(side.get("side") or "")
    reps = [_object(rep) for rep in _list(side.get("reps"))]
    complete = _count(side.get("complete_count"))
    if hold_s:
        line = words.say(N_("{complete} of {count} full"), complete=complete, count=len(reps))
    else:
        line = words.count("{number} repetition", "{number} repetitions", len(reps))
    name = words.say(SIDES.get(key, N_("Side not known")))
    return SideRows(key, name, line, [_row(rep, hold_s, words) for rep in reps])


def _row(rep: Json, hold_s: float, words: Language) -> RepRow:
    valid_s = _number(rep.get("valid_hold_s"))
    lost_s = _number(rep.get("broken_s")) or 0.0
    peak = _number(rep.get("peak"))
    longest = max(hold_s, 1e-6) * _LONGEST
    shown = min(valid_s or 0.0, longest) if hold_s else 0.0
    notes = [fault_words(str(fault), words) for fault in dict.fromkeys(_list(rep.get("faults")))]
    if hold_s and lost_s >= _LOST_S:
        notes.append(words.say(N_("{seconds} s lost"), seconds=decimal(lost_s, 1, words)))
    if rep.get("provenance") == "self-reported":
        notes.append(words.say(N_("as you told it")))
    full = valid_s is not None and valid_s >= COMPLETE_FRACTION * hold_s - 1e-9
    if hold_s and not full and not notes:
        notes.append(words.say(N_("not the full time")))
    value = valid_s if hold_s else peak
    return RepRow(
        number=str(rep.get("number", "")),
        held=words.say(N_("not known"))
        if value is None
        else f"{decimal(value, 1, words)}\u00a0{'s' if hold_s else '°'}",
        fill=round(100 * shown / longest, 1),
        lost=round(100 * min(lost_s, longest - shown) / longest, 1) if hold_s else 0.0,
        target=round(100 / _LONGEST, 1) if hold_s else 0.0,
        notes="; ".join(notes),
        noted=bool(_list(rep.get("faults"))) or bool(hold_s and not full),
    )


def _facts(data: Json, record: Json, words: Language) -> list[tuple[str, str]]:
    said = {
        words.say(N_("Pain afterwards")): _of_ten(data.get("pain"), words),
        words.say(N_("Effort")): _of_ten(data.get("effort"), words),
        words.say(N_("Measured by")): words.say(WAYS.get(str(data.get("way")), N_("not known"))),
    }
    rate = _number(_object(record.get("signal")).get("rate_hz"))
    if rate:
        said[words.say(N_("Samples a second"))] = brief(rate, words)
    if data.get("engine"):
        said[words.say(N_("Engine"))] = f"levelhip {data['engine']}"
    return list(said.items())


def _of_ten(value: object, words: Language) -> str:
    if value is None:
        return words.say(N_("not said"))
    return words.say(N_("{number} of 10"), number=value)


def _compared(data: Json, words: Language) -> str:
    """What the server's own count of the same recording said."""
    if data.get("agrees") is True:
        return words.say(N_("Counted again on the computer from the recording: the very same."))
    if data.get("agrees") is False:
        return words.say(N_("Counted again on the computer from the recording, something differs. Both are kept:"))
    return words.say(N_("Not counted again on the computer (yet)."))


def _reps(sides: Sequence[Json]) -> list[Json]:
    return [_object(rep) for side in sides for rep in _list(side.get("reps"))]


def _object(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _number(value: object) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if known and isinstance(value, int | float) else None


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
