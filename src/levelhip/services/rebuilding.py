"""A kept record as the engine's own types again, so that the reports can draw it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.signals import SIDES, Quantity
from levelhip.ports import Json
from levelhip.session.chain import BOTH_KEYS, LEG_KEYS, Chain
from levelhip.session.load_cell import RIGGINGS, Rigging
from levelhip.session.measures import RepMeasures, SetMeasures
from levelhip.session.record import Rep, SessionRecord, SideRecord, SignalInfo, Trace, TracePoint

NAN = math.nan
MAY_BE_UNKNOWN = frozenset((*LEG_KEYS, *BOTH_KEYS))


class NothingToDrawError(LookupError):
    """There is no record, or none that can be drawn. The message is one line."""


def rebuilt(live_record: Json) -> tuple[SessionRecord, Trace]:
    """The record and the trace of a live record. Raises NothingToDrawError where it is not one of ours."""
    try:
        record = _record(live_record["record"], live_record.get("belt"))
        record = replace(record, **_of_the_leg(live_record))
        points = tuple(TracePoint(*map(_number, point)) for point in live_record.get("trace") or ())
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise NothingToDrawError("this session's record cannot be drawn: it is of a form not known here") from error
    return record, Trace((points,) if points else ())


def _record(kept: Json, belt: Json | None) -> SessionRecord:
    given = kept["signal"]
    return SessionRecord(
        prescription=_prescription(kept),
        source=str(kept["source"]),
        signal=SignalInfo(
            quantity=Quantity(given["quantity"]),
            feature=str(given["feature"]),
            unit=str(given["unit"]),
            rate_hz=_number(given["rate_hz"]),
            duration_s=_number(given["duration_s"]),
            gaps=int(given["gaps"]),
            segments=int(given["segments"]),
        ),
        sides=tuple(_side(side) for side in kept["sides"]),
        warnings=tuple(map(str, kept["warnings"])),
        started_at=kept["started_at"],
        engine=str(kept["engine"]),
        rigging=_rigging(kept, belt or {}),
    )


def _rigging(kept: Json, belt: Json) -> Rigging | None:
    """How the load cell sat; before the record had it, only the belt's own part told it."""
    told = kept.get("rigging", belt.get("rigging"))
    return next((known for known in RIGGINGS if known == told), None)


def rebuilt_chains(live_record: Json) -> tuple[tuple[Chain, ...], dict[str, str]]:
    """What a second sensor told of the leg, and which each quantity is from; nothing where its form is not known.

    Records of before had no more of it than how high the leg was.
    """
    try:
        told = [each for each in live_record.get("lifts") or () if "tension_s" in each]
        sources = {str(name): str(sensor) for name, sensor in live_record["sources"].items()} if told else {}
        return tuple(map(_chain, told)), sources
    except (AttributeError, LookupError, TypeError, ValueError):
        return (), {}


def _of_the_leg(kept: Json) -> dict[str, Any]:
    chains, sources = rebuilt_chains(kept)
    return {"lifts": chains, "lift_sources": tuple(sources.items())} if chains else {}


def _chain(kept: Json) -> Chain:
    side = next((side for side in SIDES if side == kept["side"]), None)
    known = ("side", "number", "faults")
    times = {each.name: _maybe(kept[each.name]) for each in fields(Chain) if each.name not in known}
    told: dict[str, Any] = {name: value for name, value in times.items() if value is not None or name in MAY_BE_UNKNOWN}
    return Chain(side=side, number=int(kept["number"]), faults=_words(kept["faults"]), **told)


def _maybe(kept: object) -> float | None:
    return None if kept is None else _number(kept)


def _prescription(kept: Json) -> Prescription:
    asked = kept["prescription"]
    usual = prescribe(load_exercise(kept["exercise"]), hold_s=float(asked["hold_s"]), reps=int(asked["reps"]))
    return Prescription(
        exercise=usual.exercise,
        hold_s=usual.hold_s,
        reps=usual.reps,
        sides=tuple(asked["sides"]),
        rest_s=usual.rest_s,
        side_change_s=usual.side_change_s,
        release_s=usual.release_s,
        press_band_n=usual.press_band_n,
    )


def _side(kept: Json) -> SideRecord:
    return SideRecord(
        side=kept["side"],
        reps=tuple(_rep(kept["side"], rep) for rep in kept["reps"]),
        complete_count=int(kept["complete_count"]),
        missed=tuple(map(str, kept["missed"])),
        totals=SetMeasures(**{field.name: _number(kept[field.name]) for field in fields(SetMeasures)}),
    )


def _rep(side: Any, kept: Json) -> Rep:  # noqa: ANN401 - "left", "right" or null, from JSON
    names = [field.name for field in fields(RepMeasures) if field.name != "faults"]
    measured: dict[str, Any] = {name: _number(kept[name]) for name in names}
    return Rep(
        side=side,
        number=int(kept["number"]),
        measures=RepMeasures(**measured),
        faults=_words(kept["faults"]),
        provenance=kept["provenance"],
        segment=int(kept["segment"]),
    )


def _words(kept: Sequence[object]) -> tuple[str, ...]:
    return tuple(map(str, kept))


def _number(kept: object) -> float:
    """A number; what is not known is null in JSON and NaN here."""
    return NAN if kept is None else float(kept)  # type: ignore[arg-type]  # TypeError says so
