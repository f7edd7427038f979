"""The leg in a recording of the press: a second sensor's columns, followed beside it, stretch by stretch."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from levelhip.exercise.protocol import Prescription, RepSignal
from levelhip.exercise.signals import COLUMNS, Quantity, Sample, Side
from levelhip.ports import Chunk
from levelhip.session.chain import Chain, chain_sources
from levelhip.session.events import Event
from levelhip.session.leg_beside import LegBeside
from levelhip.session.signal_statistics import SignalStatistics

Value = TypeVar("Value")

PRESSED: Final = (Quantity.FORCE, Quantity.STRAND_TENSION)
"""Signals beside which the leg is worth following."""


class Legs:
    """Follows the leg by `signal` in each stretch of a recording whose time goes forward."""

    def __init__(self, signal: RepSignal, prescription: Prescription) -> None:
        self.signal = signal
        self._prescription = prescription
        self._stretches = [LegBeside(signal, prescription)]
        self._time = SignalStatistics()
        self._at = 0

    def take(self, chunk: Chunk) -> None:
        """The rows of a chunk in which this sensor says something."""
        rows = list(zip(chunk.t_s, samples_of(chunk, self.signal.quantity), strict=True))
        seen = [(t_s, sample) for t_s, sample in rows if says(sample)]
        restarts = set(self._time.restarts([t_s for t_s, _ in seen]))
        for i, (t_s, sample) in enumerate(seen):
            self._at += i in restarts
            self._stretch(self._at).take(t_s, sample)

    def happened(self, event: Event, segment: int) -> None:
        """The press has led to this, in that stretch, counted from 1."""
        self._stretch(segment - 1).happened(event)

    def _stretch(self, index: int) -> LegBeside:
        while len(self._stretches) <= index:
            self._stretches.append(LegBeside(self.signal, self._prescription))
        return self._stretches[index]

    def chains(self) -> tuple[Chain, ...]:
        """All repetitions, numbered as the record numbers them."""
        counted: Counter[Side | None] = Counter()
        found = []
        for chain in (chain for stretch in self._stretches for chain in stretch.so_far()):
            counted[chain.side] += 1
            found.append(replace(chain, number=counted[chain.side]))
        return tuple(found)

    def sources(self, press: Quantity) -> tuple[tuple[str, str], ...]:
        """Which columns each quantity is from."""
        return tuple(chain_sources(str(press), str(self.signal.quantity)).items())


def samples_of(chunk: Chunk, quantity: Quantity) -> list[Sample]:
    """The rows of a chunk as samples of `quantity`; columns the file does not have are NaN."""
    names = COLUMNS[quantity]
    missing = [math.nan] * len(chunk.t_s)
    columns: list[Sequence[float]] = [chunk.numbers.get(name, missing) for name in names]
    return list(columns[0]) if len(columns) == 1 else list(zip(*columns, strict=True))


def says(sample: Sample) -> bool:
    """Whether any number of a sample is known."""
    return any(value == value for value in sample) if isinstance(sample, tuple) else sample == sample  # noqa: PLR0124


def without_the_others(chunk: Chunk, driver: Quantity, other: Quantity) -> Chunk:
    """The rows but those in which only the other sensor says something: they are no silence of the driver."""
    keep = [
        says(ours) or not says(theirs)
        for ours, theirs in zip(samples_of(chunk, driver), samples_of(chunk, other), strict=True)
    ]
    if all(keep):
        return chunk
    names = [name for name in COLUMNS[driver] if name in chunk.numbers]
    return Chunk(
        _kept(chunk.t_s, keep),
        {name: _kept(chunk.numbers[name], keep) for name in names},
        None if chunk.side is None else _kept(chunk.side, keep),
    )


def _kept(values: Sequence[Value], keep: Sequence[bool]) -> list[Value]:
    return [value for value, kept in zip(values, keep, strict=True) if kept]
