"""A kept record as the engine's own types again, so that the reports can draw it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.signals import Quantity
from levelhip.ports import Json
from levelhip.session.measures import RepMeasures, SetMeasures
from levelhip.session.record import Rep, SessionRecord, SideRecord, SignalInfo, Trace, TracePoint

NAN = math.nan


class NothingToDrawError(LookupError):
    """There is no record, or none that can be drawn. The message is one line."""


def rebuilt(live_record: Json) -> tuple[SessionRecord, Trace]:
    """The record and the trace of a live record. Raises NothingToDrawError where it is not one of ours."""
    try:
        record = _record(live_record["record"])
        points = tuple(TracePoint(*map(_number, point)) for point in live_record.get("trace") or ())
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise NothingToDrawError("this session's record cannot be drawn: it is of a form not known here") from error
    return record, Trace((points,) if points else ())


def _record(kept: Json) -> SessionRecord:
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
    )


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
