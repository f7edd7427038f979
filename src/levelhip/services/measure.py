"""Measure a recording: rows of a file -> blocks of the driving channel -> the engine -> the record and its trace."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from levelhip.exercise.protocol import Prescription, RepSignal
from levelhip.exercise.signals import COLUMNS, SIDES, Channel, Quantity, Sample, SampleBlock, Side
from levelhip.ports import Chunk, Recording, RecordingError
from levelhip.services.legs import PRESSED, Legs, samples_of, without_the_others
from levelhip.services.segments import Segment, SignalStatistics
from levelhip.session.engine import Profile
from levelhip.session.events import Event
from levelhip.session.leg_pose import BESIDE
from levelhip.session.load_cell import RIGGINGS, Rigging
from levelhip.session.record import SessionRecord, SignalInfo, Trace
from levelhip.session.replay import RecordBuilder

Progress = Callable[[float | None], None]
"""Called now and then with the fraction done, or None where it is unknown."""

NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "leg_leg_angle": ("hip", "ankle"),
    "thigh_leg_angle": ("hip", "knee"),
    "thigh_trunk_angle": ("shoulder", "hip", "knee"),
}
"""Landmarks a feature cannot do without, both sides."""
PELVIS: Final = ("LASI", "RASI", "LPSI", "RPSI")


@dataclass(frozen=True, slots=True)
class Measurement:
    """What came of a recording: the record, and the signal for a picture."""

    record: SessionRecord
    trace: Trace


def needed_columns(signal: RepSignal, side: Side | None) -> tuple[str, ...]:
    """The columns without which `signal` cannot be measured on `side`."""
    if signal.quantity is Quantity.LANDMARKS:
        names = [f"{s}_{name}" for s in ("left", "right") for name in NEEDED[signal.feature]]
        return tuple(f"{name}_{axis}_px" for name in names for axis in "xy")
    if signal.quantity is Quantity.MARKERS:
        letters = {"left": "L", "right": "R"}.get(side or "", "R")
        return tuple(f"{name}_{axis}_mm" for name in (*PELVIS, f"{letters}KNE") for axis in "xyz")
    return COLUMNS[signal.quantity]


def choose_signal(prescription: Prescription, columns: Sequence[str], side: Side | None) -> RepSignal:
    """The first signal of the exercise that the columns allow. Raises RecordingError: what is there, what is needed."""
    exercise = prescription.exercise
    for signal in exercise.signals:
        if set(needed_columns(signal, side)) <= set(columns):
            return signal
    if not exercise.signals:
        raise RecordingError(f"{exercise.key} cannot be measured from any recording: the clock alone paces it")
    wanted = "; or ".join(_in_words(signal, side) for signal in exercise.signals)
    found = ", ".join(columns) or "none"
    message = f"{exercise.key} cannot be measured from the columns found ({found}); it needs: {wanted}"
    raise RecordingError(message)


def signal_beside(prescription: Prescription, columns: Sequence[str], driver: RepSignal) -> RepSignal | None:
    """What in these columns shows the leg while the press drives the count; None where nothing does."""
    if driver.quantity not in PRESSED:
        return None
    found = (
        signal
        for signal in prescription.exercise.signals
        if signal.quantity in BESIDE and set(needed_columns(signal, None)) <= set(columns)
    )
    return next(found, None)


def _in_words(signal: RepSignal, side: Side | None) -> str:
    names = needed_columns(signal, side)
    return " ".join(names) if len(names) <= 3 else f"{' '.join(names[:2])} ... ({len(names)} columns)"  # noqa: PLR2004


def measure(
    recording: Recording,
    prescription: Prescription,
    *,
    side: Side | None = None,
    best_press_n: float | None = None,
    progress: Progress = lambda _: None,
) -> Measurement:
    """Measure an opened recording. `side`: which leg, where the file does not say.

    Raises RecordingError where nothing in it can be measured: no fitting columns, no usable value, no moving time.
    """
    signal = choose_signal(prescription, recording.columns, side)
    beside = signal_beside(prescription, recording.columns, signal)
    profile = Profile(driver=signal.quantity, best_press_n=best_press_n)
    sides = _legs_to_try(signal, side, recording)
    runs = [Run(recording.source, prescription, profile, signal, leg, beside=beside) for leg in sides]
    for chunk in recording.chunks:
        for run in runs:
            run.take(chunk)
        progress(recording.progress())
    best = max((run.finish() for run in runs), key=lambda run: run.movement)
    if len(runs) > 1 and best.side is not None:
        recording.warnings.append(f"no side was given: the {best.side} leg moved more and was measured (--side)")
    return best.measurement(recording)


def _legs_to_try(signal: RepSignal, side: Side | None, recording: Recording) -> tuple[Side | None, ...]:
    """Markers show both legs: where no side is told, both are measured and the one that moved is kept."""
    both = signal.quantity is Quantity.MARKERS and side is None and "side" not in recording.columns
    if both and set(needed_columns(signal, "left")) <= set(recording.columns):
        return ("left", "right")
    return (side,)


class Run:
    """One pass of a recording through the engine, segment by segment, for one leg. `builder`: where events go.

    `beside`: what shows the leg while the press is counted.
    """

    def __init__(
        self,
        source: str,
        prescription: Prescription,
        profile: Profile,
        signal: RepSignal,
        side: Side | None,
        builder: RecordBuilder | None = None,
        beside: RepSignal | None = None,
    ) -> None:
        self.side = side
        self._legs = Legs(beside, prescription) if beside else None
        self._source, self._prescription, self._profile, self._signal = source, prescription, profile, signal
        self._builder = builder or RecordBuilder(prescription)
        self._statistics = SignalStatistics()
        self._segment = self._new_segment(profile)
        self._traces: list[Segment] = []
        self._warnings: list[str] = []

    def take(self, chunk: Chunk) -> None:
        """Measure the rows of a chunk."""
        legs = self._legs
        ours = without_the_others(chunk, self._signal.quantity, legs.signal.quantity) if legs else chunk
        for channel, t_s, values in self._blocks(ours):
            self._statistics.count_values(values)
            start = 0
            for stop in self._statistics.restarts(t_s):
                self._receive(channel, t_s[start:stop], values[start:stop])
                self._next_segment(t_s[stop])
                start = stop
            self._receive(channel, t_s[start:], values[start:])
        if legs:
            legs.take(chunk)

    def _new_segment(self, profile: Profile) -> Segment:
        return Segment(self._prescription, profile, self._builder, self._hear)

    def _hear(self, event: Event) -> None:
        if self._legs:
            self._legs.happened(event, self._builder.segment)

    def _blocks(self, chunk: Chunk) -> Iterator[tuple[Channel, list[float], list[Sample]]]:
        """Runs of rows on one side. Rows without a side, in a file that has them, belong to no set."""
        values = samples_of(chunk, self._signal.quantity)
        if chunk.side is None:
            yield Channel(self._source, self._signal.quantity, self.side), chunk.t_s, values
            return
        start = 0
        for name, run in groupby(chunk.side):
            stop = start + sum(1 for _ in run)
            if name in SIDES:
                channel = Channel(self._source, self._signal.quantity, "left" if name == "left" else "right")
                yield channel, chunk.t_s[start:stop], values[start:stop]
            elif self._segment.is_fresh:  # who tells the side only now tells it of a person who lies ready
                self._segment = self._new_segment(replace(self._profile, starts_at_rest=True))
            start = stop

    def _receive(self, channel: Channel, t_s: Sequence[float], values: Sequence[Sample]) -> None:
        if t_s:
            self._segment.receive(SampleBlock(channel, tuple(t_s), tuple(values)))

    def _next_segment(self, t_s: float) -> None:
        self._close_segment()
        self._builder.segment += 1
        self._segment = self._new_segment(self._profile)
        if self._builder.segment == 2:  # noqa: PLR2004 - said once
            self._warnings.append(f"time jumps back to {t_s:g} s: each stretch is measured on its own, as a segment")

    def _close_segment(self) -> None:
        self._segment.finish()
        self._traces.append(self._segment)

    def finish(self) -> Run:
        """The file has ended."""
        self._close_segment()
        self._statistics.check(self._source, self._signal)
        return self

    @property
    def movement(self) -> float:
        """How much there is to show for this leg: the sum of the repetitions' peaks."""
        return math.fsum(rep.measures.peak for side in self._builder.sides() for rep in side.reps)

    def measurement(self, recording: Recording) -> Measurement:
        """The record and the trace."""
        statistics = self._statistics
        info = SignalInfo(
            quantity=self._signal.quantity,
            feature=self._signal.feature,
            unit=self._signal.unit,
            rate_hz=statistics.rate_hz,
            duration_s=statistics.duration_s,
            gaps=statistics.gaps,
            segments=self._builder.segment,
        )
        sides = self._builder.sides()
        said = [*recording.warnings, *self._warnings, *statistics.warnings(self._signal)]
        said.extend(dict.fromkeys(warning for segment in self._traces for warning in segment.warnings))
        if any(side.side is None for side in sides):
            said.append("nothing in the file tells the side (left or right); --side says it")
        record = SessionRecord(
            prescription=self._prescription,
            source=recording.source,
            signal=info,
            sides=sides,
            warnings=tuple(said),
            started_at=recording.started_at,
            rigging=_rigging(recording, self._signal),
            lifts=self._legs.chains() if self._legs else (),
            lift_sources=self._legs.sources(self._signal.quantity) if self._legs else (),
        )
        return Measurement(record, Trace(tuple(segment.trace() for segment in self._traces)))


def _rigging(recording: Recording, signal: RepSignal) -> Rigging | None:
    """How the load cell sat: a strand's tension tells it; of a net force the file or whoever gave it may."""
    if signal.quantity not in PRESSED:
        return None
    told = "strand" if signal.quantity is Quantity.STRAND_TENSION else recording.rigging
    return next((known for known in RIGGINGS if known == told), None)


def with_dose(prescription: Prescription, hold_s: float | None) -> Prescription:
    """The prescription with another hold, where one is given."""
    return prescription if hold_s is None else replace(prescription, hold_s=hold_s)
