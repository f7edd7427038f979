"""One session as its page shows it, read out of the kept record. What is not known is said to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from levelhip.exercise.sentence import read_sentence
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.history import RANGE_CHECK
from levelhip.web.chain_view import ChainPart, chain_part
from levelhip.web.exercise_pages import spoken_name
from levelhip.web.language import Language
from levelhip.web.page_words import RIGGINGS, WAYS, brief, clock_time, day_near, seconds
from levelhip.web.reading import ZONE
from levelhip.web.record_reading import count_of, list_of, number_of, object_of
from levelhip.web.session_reps import SideRows, paced_reps, side_rows, told_line
from levelhip.web.session_words import Stopped, compared, differing_counts, stopped_of, to_try, went_well

_ENDS: Final = {
    "stopped": N_("stopped early"),
    "pain": N_("stopped because of pain"),
    "unfinished": N_("not finished"),
}
_HEIGHT_BY: Final = {
    "camera": N_("Leg held at, by the camera"),
    "shin": N_("Leg held at, by the phone on the shin"),
}
_NO_SIGNAL: Final = "clock"
RANGE_NAME: Final = N_("Range check")


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
    stopped: Stopped | None
    chain: ChainPart | None
    has_trace: bool
    has_signal: bool
    has_report: bool
    facts: list[tuple[str, str]]
    differences: list[str]
    compared: str
    is_range: bool


def session_page(data: Json, today: datetime, words: Language) -> SessionPage:
    """The page of one session."""
    live = object_of(data.get("record"))
    record = object_of(live.get("record"))
    asked = object_of(record.get("prescription"))
    hold_s = number_of(asked.get("hold_s")) or 0.0
    sides = [object_of(side) for side in list_of(record.get("sides"))]
    corrections = object_of(live.get("corrections"))
    stopped = stopped_of(data, words)
    rows = [side_rows(side, corrections, hold_s, words) for side in sides if list_of(side.get("reps"))]
    is_range = data.get("purpose") == RANGE_CHECK
    return SessionPage(
        id=str(data["id"]),
        name=words.say(RANGE_NAME) if is_range else spoken_name(str(data["exercise"]), words),
        when=when_words(data, today, words),
        headline=headline(sides, corrections, hold_s, words),
        way=words.say(WAYS.get(str(data.get("way")), N_("not known"))),
        provenance=provenance_words(data, words),
        told=data.get("provenance") == "self-reported",
        badges=_badges(data, words),
        warnings=_warnings(data, words),
        well="" if stopped else went_well(sides, hold_s, words),
        to_try="" if stopped else to_try(sides, words),
        sides=rows,
        hold=brief(hold_s, words),
        stopped=stopped,
        chain=chain_part(live, words),
        has_trace=bool(list_of(live.get("trace"))),
        has_signal=_NO_SIGNAL not in (data.get("way"), object_of(record.get("signal")).get("quantity")),
        has_report=bool(record),
        facts=_facts(data, record, words),
        differences=differing_counts(data, words),
        compared=compared(data, words),
        is_range=is_range,
    )


def when_words(data: Json, now: datetime, words: Language) -> str:
    """Today, 14:05."""
    started = datetime.fromisoformat(str(data["started_at"])).astimezone(ZONE)
    return words.say(N_("{day}, {time}"), day=day_near(started.date(), now.date(), words), time=clock_time(started))


def headline(sides: Sequence[Json], corrections: Json, hold_s: float, words: Language) -> str:
    """12 of 14 holds lasted the full 6 s; by the clock alone: 13 of 14, as you told it."""
    count = sum(count_of(side.get("rep_count")) for side in sides)
    complete = sum(count_of(side.get("complete_count")) for side in sides)
    paced = paced_reps(sides, corrections)
    if not count:
        return words.say(N_("No repetition was counted."))
    if paced.count == count:
        return told_line(paced, words)
    if paced.count and paced.full is None:
        return words.say(N_("{count} holds; how many were full ones is not known of all"), count=count)
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
    how = str(data.get("provenance"))
    if how == "self-reported" and any(side.get("told") is False for side in map(object_of, list_of(data.get("sides")))):
        return words.say(N_("not measured, and not all of it told"))
    return words.say(told.get(how, N_("nothing was measured")))


def _badges(data: Json, words: Language) -> list[str]:
    ended = words.say(_ENDS[data["ended"]]) if data.get("ended") in _ENDS else ""
    simulated = words.say(N_("a simulated patient, not you")) if data.get("simulated") else ""
    return [badge for badge in (ended, simulated) if badge]


def _warnings(data: Json, words: Language) -> list[str]:
    found = []
    if data.get("clearance_held") is False:
        found.append(words.say(N_("When this session began, the questions before the exercise did not allow it.")))
    if rest := object_of(object_of(data.get("assessment")).get("plan_rests")):
        found.append(
            words.say(
                N_("When this session began, your plan rested: {why}"), why=read_sentence(rest).said(words.messages)
            )
        )
    if data.get("state") == "open":
        found.append(
            words.say(N_("This session has not arrived completely yet. It is still on the device it was done on."))
        )
    return found


def _facts(data: Json, record: Json, words: Language) -> list[tuple[str, str]]:
    said = {
        words.say(N_("Pain afterwards")): _of_ten(data.get("pain"), words),
        words.say(N_("Effort")): _of_ten(data.get("effort"), words),
        words.say(N_("Measured by")): words.say(WAYS.get(str(data.get("way")), N_("not known"))),
    }
    rigging = RIGGINGS.get(str(object_of(object_of(data.get("record")).get("belt")).get("rigging")))
    if rigging:
        said[words.say(N_("The sensor sits"))] = words.say(rigging)
    said.update(_heights(object_of(data.get("record")), words))
    rate = number_of(object_of(record.get("signal")).get("rate_hz"))
    if rate:
        said[words.say(N_("Samples a second"))] = brief(rate, words)
    if made_by := object_of(data.get("config")).get("made_by"):
        said[words.say(N_("Recorded by"))] = str(made_by)[:40]
    if data.get("engine"):
        said[words.say(N_("Engine"))] = f"levelhip {data['engine']}"
    return list(said.items())


def _heights(live: Json, words: Language) -> dict[str, str]:
    """How high the leg was held, where a second sensor watched beside the belt, and which."""
    held = [
        number
        for each in list_of(live.get("lifts"))
        if (number := number_of(object_of(each).get("lift_deg"))) is not None
    ]
    by = _HEIGHT_BY.get(str(object_of(live.get("sources")).get("lift_deg")))
    if not held or by is None:
        return {}
    low, high = (brief(round(number), words) for number in (min(held), max(held)))
    return {words.say(by): words.say(N_("{low} to {high} degrees"), low=low, high=high)}


def _of_ten(value: object, words: Language) -> str:
    if value is None:
        return words.say(N_("not said"))
    return words.say(N_("{number} of 10"), number=value)
