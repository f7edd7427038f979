"""The record of a live session, finished or not, as plain data; and the differences between two of them in words."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from levelhip import __version__
from levelhip.coaching.coach import Coach
from levelhip.coaching.keeping import Kept
from levelhip.coaching.measuring import Measuring
from levelhip.exercise.signals import Quantity
from levelhip.exercise.wording import N_, Messages, number_in_words, sentence_case, translate
from levelhip.session.load_cell import Rigging
from levelhip.session.record import SessionRecord, SignalInfo, advice_parts

SCHEMA: Final = "levelhip.live-record/1"
TOLERANCE_S: Final = 1e-6
MOST_DIFFERENCES: Final = 20

HELD_WELL: Final = N_("{complete} of {total} held the full {seconds} seconds.")
DID_WELL: Final = N_("{total} repetitions done.")
PACED: Final = N_("The clock paced them: to have them measured, try the camera or the phone on your shin.")
TELL_US: Final = N_("The clock paced them: next time say how many you held in full.")
NOTHING_YET: Final = N_("No repetition was counted.")


def live_record(coach: Coach, messages: Messages | None) -> dict[str, Any]:
    """What came of the session so far. A lift under way is judged as if the samples ended here, on a copy."""
    kept, measuring = copy.deepcopy((coach.kept, coach.measuring))
    closing = measuring.close() if measuring is not None else []
    for event in closing:
        kept.take(event)
    record = SessionRecord(
        prescription=coach.prescription,
        source=_source(coach),
        signal=_signal_info(coach, measuring),
        sides=kept.sides(),
        warnings=tuple(_warnings(coach, kept, measuring)),
        started_at=coach.config.started_at.isoformat(),
        rigging=coach.config.rigging,
        lifts=coach.beside.chains(closing) if coach.beside is not None else (),
    )
    return {
        "schema": SCHEMA,
        "config_id": coach.config.id,
        "engine": __version__,
        "record": record.as_dict(),
        "sources": _sources(coach),
        "belt": coach.belt.as_dict() if coach.belt is not None else None,
        "lifts": [chain.as_dict() for chain in record.lifts],
        "phases": kept.phases,
        "events": kept.events,
        "trace": measuring.trace() if measuring is not None else [],
        "ended": coach.ended,
        "pain": kept.pain,
        "effort": kept.effort,
        "stop_answers": kept.stop_answers,
        "corrections": dict(kept.corrections),
        "summary": summary_of(record, messages, told=None not in kept.corrections.values()),
    }


def _signal_info(coach: Coach, measuring: Measuring | None) -> SignalInfo:
    if measuring is None:
        return SignalInfo(Quantity.CLOCK, "clock", "s", math.nan, coach.now_s, 0)
    signal, statistics = measuring.signal, measuring.statistics
    return SignalInfo(
        signal.quantity, signal.feature, signal.unit, statistics.rate_hz, statistics.duration_s, statistics.gaps
    )


_RIGGED: Final[dict[Rigging, str]] = {
    "strand": "sensor in one strand of the loop, counted twice",
    "inline": "sensor inline between two cuffs",
}
"""How the load cell sat, as every report says it."""


def _source(coach: Coach) -> str:
    belt = f", {_RIGGED[coach.belt.rigging]}" if coach.belt is not None else ""
    return f"live: {coach.config.way.name}{belt}"


def _sources(coach: Coach) -> dict[str, str]:
    """What was measured, and by which sensor; empty with the clock alone."""
    way = coach.config.way
    sources = {str(way.quantity): way.name} if way.measured else {}
    return {**sources, **coach.beside.sources(way.name)} if coach.beside is not None else sources


def _warnings(coach: Coach, kept: Kept, measuring: Measuring | None) -> Iterator[str]:
    if measuring is not None and measuring.statistics.duration_s > 0:
        yield from measuring.statistics.warnings(measuring.signal)
    if coach.belt is not None and coach.belt.bad_packets:
        yield f"{coach.belt.bad_packets} packets of the belt's sensor could not be read, and were left out"
    if coach.config.way.measured and not coach.way.measured:
        yield f"{coach.config.way.name} could not measure to the end: the rest was paced by the clock"
    for side, held in kept.corrections.items():
        if held is None:
            yield f"{side} side: paced by the clock; nobody told how many were held in full"


def summary_of(record: SessionRecord, messages: Messages | None, *, told: bool = True) -> str:
    """One sentence on what went well, one on what to try. `told`: the person told of what nobody measured."""
    paced = [rep for side in record.sides for rep in side.reps if rep.provenance == "self-reported"]
    total = record.rep_count + len([reason for side in record.sides for reason in side.missed])
    if record.rep_count == 0:
        return translate(messages, NOTHING_YET)
    values = {
        "complete": number_in_words(record.complete_count, messages),
        "total": number_in_words(total, messages),
        "seconds": number_in_words(round(record.prescription.hold_s), messages),
    }
    counted = record.prescription.exercise.kind == "hold" and (told or not paced)
    sentence = sentence_case(translate(messages, HELD_WELL if counted else DID_WELL, **values))
    if len(paced) == record.rep_count:
        return f"{sentence} {translate(messages, PACED if told else TELL_US)}"
    text, say = advice_parts(record)
    try_this = translate(messages, text, say=translate(messages, say)) if say else translate(messages, text)
    return f"{sentence} {try_this}"


def compare_records(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Where two records of one session differ, in words. Sentences for the person are not compared."""
    found = list(_differences("", {**ours, "summary": None}, {**theirs, "summary": None}))
    more = len(found) - MOST_DIFFERENCES
    return [*found[:MOST_DIFFERENCES], f"and {more} more"] if more > 0 else found


def _differences(where: str, ours: Any, theirs: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for key in dict.fromkeys((*ours, *theirs)):
            place = f"{where}.{key}" if where else str(key)
            if key not in ours or key not in theirs:
                yield f"{place}: only in {'ours' if key in ours else 'theirs'}"
            else:
                yield from _differences(place, ours[key], theirs[key])
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{where}: {len(ours)} in ours, {len(theirs)} in theirs"
        for index, (our, their) in enumerate(zip(ours, theirs, strict=False)):
            yield from _differences(f"{where}[{index}]", our, their)
    elif not _same(ours, theirs):
        yield f"{where}: {ours!r} in ours, {theirs!r} in theirs"


def _same(ours: Any, theirs: Any) -> bool:  # noqa: ANN401 - any JSON value
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= TOLERANCE_S
    return bool(ours == theirs)
