"""What is kept of a session: the record, its JSON form, and the summary in plain words."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from levelhip import __version__
from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Quantity, Side
from levelhip.exercise.wording import N_
from levelhip.session.chain import Chain
from levelhip.session.load_cell import Rigging
from levelhip.session.measures import RepMeasures, SetMeasures

SCHEMA: Final = "levelhip.session/1"
Provenance = Literal["measured", "self-reported"]


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition that reached its band. `segment` counts from 1: a clock that jumps back starts another."""

    side: Side | None
    number: int
    measures: RepMeasures
    faults: tuple[str, ...]
    provenance: Provenance = "measured"
    segment: int = 1


@dataclass(frozen=True, slots=True)
class SideRecord:
    """The repetitions of one side (None: nothing told which), and the set in numbers."""

    side: Side | None
    reps: tuple[Rep, ...]
    complete_count: int
    missed: tuple[str, ...]
    """Lifts that did not count, one reason each."""
    totals: SetMeasures

    @property
    def rep_count(self) -> int:
        """Repetitions that reached the band."""
        return len(self.reps)


@dataclass(frozen=True, slots=True)
class SignalInfo:
    """The channel that drove the count. `gaps`: number of silences longer than 0.5 s."""

    quantity: Quantity
    feature: str
    unit: str
    rate_hz: float
    duration_s: float
    gaps: int
    segments: int = 1


@dataclass(frozen=True, slots=True)
class TracePoint:
    """A stretch of the driving signal, from rest, in its unit: from `t_s` on, between `low` and `high`."""

    t_s: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trace:
    """The driving signal, thinned to what a picture can show; `segments` are drawn one after another."""

    segments: tuple[tuple[TracePoint, ...], ...]


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A measured (or self-reported) session."""

    prescription: Prescription
    source: str
    signal: SignalInfo
    sides: tuple[SideRecord, ...]
    warnings: tuple[str, ...]
    started_at: str | None = None
    engine: str = __version__
    lifts: tuple[Chain, ...] = ()
    lift_sources: tuple[tuple[str, str], ...] = ()
    """Where a second sensor followed the leg: what it and the press tell of each repetition, and which tells what."""
    rigging: Rigging | None = None
    """How the load cell sat in the belt; None: none measured, or nothing tells it."""

    @property
    def rep_count(self) -> int:
        """Repetitions that reached the band, all sides."""
        return sum(side.rep_count for side in self.sides)

    @property
    def complete_count(self) -> int:
        """Complete repetitions, all sides."""
        return sum(side.complete_count for side in self.sides)

    def as_dict(self) -> dict[str, Any]:
        """The JSON surface `levelhip.session/1`. Numbers that are not known are null, never NaN."""
        exercise = self.prescription.exercise
        return {
            "schema": SCHEMA,
            "exercise": exercise.key,
            "source": self.source,
            "started_at": self.started_at,
            "signal": _plain(asdict(self.signal)),
            "engine": self.engine,
            "prescription": {
                "hold_s": self.prescription.hold_s,
                "reps": self.prescription.reps,
                "sides": list(self.prescription.sides),
            },
            "sides": [_side_dict(side) for side in self.sides],
            "summary": summarise(self),
            "warnings": list(self.warnings),
            **({} if self.rigging is None else {"rigging": self.rigging}),
            **self._of_the_leg(),
        }

    def _of_the_leg(self) -> dict[str, Any]:
        """Only where something watched it."""
        if not self.lift_sources:
            return {}
        return {"lifts": [chain.as_dict() for chain in self.lifts], "sources": dict(self.lift_sources)}


def _side_dict(side: SideRecord) -> dict[str, Any]:
    return {
        "side": side.side,
        "rep_count": side.rep_count,
        "complete_count": side.complete_count,
        "missed": list(side.missed),
        **_plain(asdict(side.totals)),
        "reps": [
            {
                "number": rep.number,
                **_plain(asdict(rep.measures)),
                "faults": list(rep.faults),
                "provenance": rep.provenance,
                "segment": rep.segment,
            }
            for rep in side.reps
        ],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Floats rounded to a millionth; what is not finite becomes None."""
    return {key: _plain_number(value) for key, value in values.items() if key != "faults"}


def _plain_number(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def summarise(record: SessionRecord) -> str:
    """One paragraph a person can read: what was done, and the one thing to try next."""
    exercise = record.prescription.exercise
    if record.rep_count == 0:
        return f"No repetition of {exercise.name.lower()} was found in {record.signal.duration_s:.0f} s of signal."
    sentences = [_side_sentence(record, side) for side in record.sides if side.rep_count]
    return " ".join([*sentences, advice(record)])


def _side_sentence(record: SessionRecord, side: SideRecord) -> str:
    name = f"{side.side.capitalize()} side" if side.side else "Side not known"
    count = f"{side.rep_count} repetition{'s' if side.rep_count != 1 else ''}"
    if record.prescription.exercise.kind == "movement":
        usual = side.totals.range_median
        height = f", {usual:.0f} {record.signal.unit} high as a rule" if math.isfinite(usual) else ""
        return f"{name}: {count}{height}."
    total_s = side.totals.valid_hold_total_s
    held = f"; {total_s:.0f} s held in all" if math.isfinite(total_s) else ""
    return f"{name}: {count}, {side.complete_count} of them held the full {record.prescription.hold_s:g} s{held}."


_ADVICE: Final[tuple[tuple[str, str], ...]] = (
    ("too_hard", N_("Next time press more gently: just enough to feel the side of the hip work.")),
    ("broken_hold", N_("Next time keep pressing until the count is done.")),
    ("short_hold", N_("Next time let go a little later: the count tells you when.")),
    ("sagged", N_("Next time keep the leg against the belt all through the hold.")),
    ("fast_release", N_("Next time let the leg down more slowly.")),
)
_NEXT_TIME: Final = N_("Next time: {say}")
_KEEP: Final = N_("Nothing stands out to correct: keep it like this.")
_KEEP_ALL_THE_SAME: Final = N_("What went wrong did so once or twice: keep it like this.")


def advice(record: SessionRecord) -> str:
    """The one thing to do better, chosen by what happened in at least a tenth of the repetitions."""
    text, say = advice_parts(record)
    return text.format(say=say) if say else text


def advice_parts(record: SessionRecord) -> tuple[str, str]:
    """The advice as a sentence to translate, and the exercise's own words for its `{say}`, or ""."""
    seen = [rep for side in record.sides for rep in side.reps if rep.provenance == "measured"]
    faults = [fault for rep in seen for fault in rep.faults]
    faults.extend(fault for chain in record.lifts for fault in chain.faults)
    if not faults:
        return _KEEP, ""
    checks = [(check.key, _NEXT_TIME, check.say) for check in record.prescription.exercise.form_checks]
    known = [(fault, text, "") for fault, text in _ADVICE]
    for fault, text, say in (*known[:-1], *checks, known[-1]):
        if fault in faults and faults.count(fault) * 10 >= len(seen):
            return text, say
    return _KEEP_ALL_THE_SAME, ""
