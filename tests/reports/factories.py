"""Synthetic sessions for the tests of the reports: drawn by hand, without the engine."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from levelhip.exercise.figure_pose import Figure
from levelhip.exercise.protocol import Dose, Exercise, Prescription, RepSignal, prescribe
from levelhip.exercise.signals import Quantity, Side
from levelhip.session.measures import NAN, RepMeasures, set_measures
from levelhip.session.record import Provenance, Rep, SessionRecord, SideRecord, SignalInfo, Trace, TracePoint

BAND = (10.0, 40.0)
UNITS = {Quantity.FORCE: "N", Quantity.STRAND_TENSION: "N"}


def make_exercise(kind: str = "hold", name: str = "Belt press, lying on the side") -> Exercise:
    """The belt press, or a movement that is measured alike."""
    hold_s = 6.0 if kind == "hold" else 0.0
    dose = Dose(hold_s, 7, ("left", "right"), (2, 3), 3.0, 30.0, 2.0, BAND, ())
    signals = (
        RepSignal(Quantity.FORCE, "press", "N", 5.0, 400.0, 2.0),
        RepSignal(Quantity.LANDMARKS, "lift", "deg", 6.0, 70.0, 2.0),
    )
    figure = Figure(0, 16, "ankles", ("mat",), "foot", ({}, {"working_hip_abduction": 16}))
    key = "belt_press" if kind == "hold" else "side_lying_abduction"
    return Exercise(
        key, name, "", "hold" if kind == "hold" else "movement", "side_lying", (), signals, (), dose, "", (), (), figure
    )


def make_prescription(kind: str = "hold", name: str = "Belt press, lying on the side") -> Prescription:
    """The exercise at its own dose."""
    return prescribe(make_exercise(kind, name))


def make_measures(start_s: float, *, valid_s: float = 6.0, broken_s: float = 0.0, level: float = 25.0) -> RepMeasures:
    """A repetition that begins at `start_s`: 1.2 s up, the hold, 2.2 s down."""
    hold_start = start_s + 1.2
    hold_end = hold_start + valid_s + broken_s
    return RepMeasures(start_s, hold_start, hold_end, hold_end + 2.2, valid_s, broken_s, 1.08 * level, level, 5.0, 2.2)


def make_side(
    side: Side | None, reps: Sequence[Rep], prescription: Prescription, missed: Sequence[str] = ()
) -> SideRecord:
    """The repetitions of a side with their totals."""
    complete = sum(rep.measures.valid_hold_s >= prescription.complete_hold_s for rep in reps)
    return SideRecord(side, tuple(reps), complete, tuple(missed), set_measures([rep.measures for rep in reps]))


def make_points(
    reps: Sequence[Rep], start_s: float, end_s: float, *, step_s: float = 0.1, seed: int = 1
) -> list[TracePoint]:
    """A believable signal: rest, lift, hold (with its break in the middle), release."""
    rng = random.Random(seed)
    points = []
    for i in range(int((end_s - start_s) / step_s)):
        t = start_s + i * step_s
        value = sum(_height(rep.measures, t) for rep in reps if rep.measures.start_s <= t <= rep.measures.end_s)
        value += rng.gauss(0.0, 0.3)
        points.append(TracePoint(t, value - rng.random(), value + rng.random()))
    return points


def _height(m: RepMeasures, t: float) -> float:
    level = m.mean_hold if math.isfinite(m.mean_hold) else m.peak
    if t < m.hold_start_s:
        return level * (t - m.start_s) / (m.hold_start_s - m.start_s)
    if t > m.hold_end_s:
        return level * (m.end_s - t) / (m.end_s - m.hold_end_s)
    middle = (m.hold_start_s + m.hold_end_s) / 2
    return 0.12 * level if abs(t - middle) < m.broken_s / 2 else level * (1 + 0.05 * math.sin(2.1 * t))


def make_session(
    *,
    sides: Sequence[Side | None] = ("left", "right"),
    per_side: int = 7,
    kind: str = "hold",
    quantity: Quantity = Quantity.FORCE,
    source: str = "monday_morning.csv",
    name: str = "Belt press, lying on the side",
    started_at: str | None = "2026-11-22T08:15:00+01:00",
    warnings: Sequence[str] = (),
    provenance: Provenance = "measured",
    faulty: bool = True,
    segments: int = 1,
    step_s: float = 0.1,
) -> tuple[SessionRecord, Trace]:
    """A session; with `faulty` some of its repetitions are short, broken or pressed too hard."""
    prescription = make_prescription(kind, name)
    rng = random.Random(7)
    now, sets, pieces = 4.0, [], []
    for index, side in enumerate(sides):
        reps: list[Rep] = []
        begun = 0.0 if index % segments == 0 or segments == 1 else now
        for number in range(1, per_side + 1):
            kinds = ((), ("short_hold",), ("broken_hold",), ("too_hard", "fast_release"))
            faults = kinds[rng.choice((0, 0, 0, 0, 1, 2, 3))] if faulty and kind == "hold" else ()
            valid = 3.8 if "short_hold" in faults else rng.uniform(5.7, 6.4) if kind == "hold" else 1.0
            level = 90.0 if "too_hard" in faults else rng.uniform(20, 30) - 3.0 * number / per_side
            measures = make_measures(now, valid_s=valid, broken_s=1.4 if "broken_hold" in faults else 0.0, level=level)
            segment = min(segments, index + 1)
            reps.append(Rep(side, number, measures, faults, provenance, segment))
            now = measures.end_s + 3.0
        sets.append(make_side(side, reps, prescription))
        pieces.append((reps, begun, now))
        now = 4.0 if segments > 1 else now + 22.0
    if segments > 1:
        trace = Trace(tuple(tuple(make_points(r, a, b, step_s=step_s)) for r, a, b in pieces))
    else:
        trace = Trace((tuple(make_points([r for reps, _, _ in pieces for r in reps], 0.0, now, step_s=step_s)),))
    unit = UNITS.get(quantity, "deg")
    duration = sum(part[-1].t_s for part in trace.segments if part)
    signal = SignalInfo(quantity, "press" if unit == "N" else "lift", unit, 50.0, duration, 0, segments)
    return SessionRecord(prescription, source, signal, tuple(sets), tuple(warnings), started_at), trace


def make_empty(*, quantity: Quantity = Quantity.FORCE, points: bool = True) -> tuple[SessionRecord, Trace]:
    """A session in which nothing counted."""
    record, _ = make_session(per_side=1, sides=(None,), quantity=quantity)
    side = make_side(None, (), record.prescription, ("partial", "partial", "touch"))
    reps = [Rep(None, i, make_measures(10.0 * i, level=2.8), ()) for i in range(1, 4)]
    trace = Trace((tuple(make_points(reps, 0.0, 50.0)),) if points else ())
    warnings = ("No column said which side this is.",)
    return replace(record, sides=(side,), warnings=warnings), trace


def with_gap(record: SessionRecord, trace: Trace, start_s: float, end_s: float) -> tuple[SessionRecord, Trace]:
    """The session with the signal lost between two times."""
    kept = tuple(tuple(p for p in part if not start_s <= p.t_s < end_s) for part in trace.segments)
    return replace(record, signal=replace(record.signal, gaps=record.signal.gaps + 1)), Trace(kept)


def unknown_measures() -> RepMeasures:
    """A repetition of which nothing is known."""
    return RepMeasures(NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN)


def parse(markup: str) -> ET.Element:
    """The root of a drawing or a page; fails where it is not well-formed."""
    return ET.fromstring(markup)  # noqa: S314 - we wrote it ourselves
