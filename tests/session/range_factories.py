"""Records of a range check, made up."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Quantity
from levelhip.session.measures import RepMeasures
from levelhip.session.record import Rep, SessionRecord, SignalInfo
from levelhip.session.replay import side_record

_LIFT: Final = RepMeasures(
    start_s=1.0,
    hold_start_s=1.5,
    hold_end_s=2.0,
    end_s=2.5,
    valid_hold_s=0.5,
    broken_s=0.0,
    peak=math.nan,
    mean_hold=math.nan,
    steadiness_cv=math.nan,
    release_s=math.nan,
)


def record_of(prescription: Prescription, lifts: list[tuple[float, tuple[str, ...]]]) -> SessionRecord:
    """A record of the left side by markers: each lift with its peak (deg) and its faults."""
    reps = [
        Rep("left", number, replace(_LIFT, peak=peak), faults) for number, (peak, faults) in enumerate(lifts, start=1)
    ]
    signal = SignalInfo(Quantity.MARKERS, "thigh_abduction", "deg", 100.0, 30.0, 0)
    return SessionRecord(prescription, "made up", signal, (side_record(prescription, "left", reps, ()),), ())
