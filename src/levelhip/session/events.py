"""Everything the engine can say. Events are final: none is ever taken back; times are backdated to what they tell."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.exercise.signals import Quantity, Side
from levelhip.session.measures import RepMeasures
from levelhip.session.transitions import Phase


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `t_s` (session seconds)."""

    t_s: float


@dataclass(frozen=True, slots=True)
class DriverChanged(Event):
    """From here on this channel drives the repetitions."""

    source: str
    quantity: Quantity
    side: Side | None


@dataclass(frozen=True, slots=True)
class PhaseChanged(Event):
    """The person went from one phase of the repetition to another."""

    phase: Phase
    previous: Phase


@dataclass(frozen=True, slots=True)
class HoldStarted(Event):
    """The press or the lift is inside its band: the hold clock runs."""

    side: Side | None


@dataclass(frozen=True, slots=True)
class HoldSecond(Event):
    """The hold clock has reached another whole valid second."""

    second: int


@dataclass(frozen=True, slots=True)
class HoldBroken(Event):
    """The band was left in mid-hold: the clock waits."""

    valid_hold_s: float


@dataclass(frozen=True, slots=True)
class HoldResumed(Event):
    """The band was entered again: the clock goes on from where it was."""

    valid_hold_s: float


@dataclass(frozen=True, slots=True)
class RepCompleted(Event):
    """A repetition that reached its band is over."""

    side: Side | None
    number: int
    measures: RepMeasures


@dataclass(frozen=True, slots=True)
class AttemptMissed(Event):
    """A lift that did not count: `reason` is partial, touch, too_large, too_hard or no_return."""

    side: Side | None
    reason: str
    amplitude: float


@dataclass(frozen=True, slots=True)
class FormFault(Event):
    """A form signal went beyond its limit during a repetition."""

    side: Side | None
    number: int
    fault: str
    value_deg: float


@dataclass(frozen=True, slots=True)
class SignalLost(Event):
    """The driving channel has been silent, or NaN, since `t_s`."""


@dataclass(frozen=True, slots=True)
class SignalFound(Event):
    """The driving channel is back after `gap_s` seconds."""

    gap_s: float


@dataclass(frozen=True, slots=True)
class SampleRefused(Event):
    """Samples that came too late, or whose time does not go forward, were dropped."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class SideCompleted(Event):
    """The attempts of this side are done."""

    side: Side | None
    rep_count: int
    complete_count: int


@dataclass(frozen=True, slots=True)
class SessionCompleted(Event):
    """Nothing more will be said."""
