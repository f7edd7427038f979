"""What the screen shows of a live session, whole, as plain data."""

from __future__ import annotations

import math
from typing import Any

from levelhip.coaching.coach import Coach
from levelhip.coaching.measured_set import MeasuredSet
from levelhip.coaching.measuring import STILL_S
from levelhip.session.transitions import Phase


def state_of(coach: Coach) -> dict[str, Any]:
    """The state of the screen."""
    current = coach.set if coach.set_up is None or coach.set_up.kind == "again" else None
    reps = coach.prescription.reps
    attempts = current.attempts if current else reps if coach.ended == "done" else 0
    active = current if coach.set_up is None and coach.ended == "unfinished" else None
    return {
        "stage": stage_of(coach),
        "side": coach.side,
        "next_side": coach.next_side,
        "number": min(attempts + 1, reps),
        "reps": reps,
        "attempts": attempts,
        "phase": str(active.phase if active else Phase.SETTLING),
        "held_s": round(active.held_s(coach.now_s), 1) if active else 0.0,
        "hold_s": coach.prescription.hold_s,
        "clock_runs": bool(active and active.clock_runs),
        "level": _level(coach),
        "unit": coach.config.signal.unit if coach.config.signal and coach.way.measured else "",
        "press_band_n": _press_band_n(coach),
        "lift_deg": _lift_deg(coach),
        "low_battery": coach.belt is not None and coach.belt.low_battery,
        "set_up": _set_up(coach),
        "patient": _patient(coach),
        "starts_at_s": coach.set_up.starts_at_s if coach.set_up else None,
        "asks": coach.asks,
        "asks_side": coach.asks_side,
        "way": coach.way.name,
        "provenance": "measured" if coach.way.measured else "self-reported",
        "message": _message(coach),
        "ended": coach.ended,
    }


def stage_of(coach: Coach) -> str:
    """The stage of the session."""
    if coach.ended != "unfinished":
        return "done" if coach.ended == "done" else "stopped"
    if coach.paused or (coach.set_up is None and isinstance(coach.set, MeasuredSet) and coach.set.kept_down):
        return "paused"
    if coach.set_up is not None:
        return "side_change" if coach.set_up.kind == "turn" else "set_up"
    return "exercise" if coach.set is not None and coach.set.begun else "ready"


def _patient(coach: Coach) -> dict[str, Any] | None:
    """From when on a simulated patient should lie still, and with which attempt it goes on from there."""
    set_up = coach.set_up
    waits = coach.way.name == "simulated" and coach.ended == "unfinished" and not coach.paused
    if set_up is None or not waits or not math.isfinite(set_up.not_before_s):
        return None
    from_s = max(0.0, set_up.not_before_s - STILL_S)
    return {"side": set_up.side, "from_s": round(from_s, 6), "from_attempt": coach.set.attempts + 1 if coach.set else 1}


def _level(coach: Coach) -> float | None:
    measures = isinstance(coach.set, MeasuredSet) and coach.set_up is None and coach.ended == "unfinished"
    if not measures or coach.measuring is None or not math.isfinite(coach.measuring.level):
        return None
    return round(coach.measuring.level, 1)


def _lift_deg(coach: Coach) -> float | None:
    """How high a second sensor sees the leg, in whole degrees."""
    height_deg = coach.beside.height_deg(coach.now_s) if coach.beside is not None and coach.set_up is None else math.nan
    return None if math.isnan(height_deg) else float(round(height_deg))


def _press_band_n(coach: Coach) -> list[float] | None:
    """The gentle press, where the press is measured."""
    band, signal = coach.prescription.press_band_n, coach.config.signal
    measured = coach.way.measured and signal is not None and signal.unit == "N"
    return list(band) if band and measured else None


def _set_up(coach: Coach) -> list[dict[str, Any]]:
    if coach.set_up is None or coach.ended != "unfinished":
        return []
    side = coach.set_up.side
    return [
        {"key": key, "text": coach.script.condition(key, side), "ok": holds}
        for key, holds in coach.set_up.conditions(coach.now_s)
    ]


def _message(coach: Coach) -> str | None:
    if coach.ended != "unfinished":
        return None
    if coach.set_up is not None:
        return coach.set_up.message
    return coach.set.message if coach.set else None
