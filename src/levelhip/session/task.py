"""What is asked of the person, as the tracker needs it: the signal's floors and the dose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from levelhip.exercise.protocol import Kind, Prescription, RepSignal

VALID_SHARES: Final = (0.5, 2.0)
"""A press is valid from this share of the gentle band's lower end to this share of its upper end (convention)."""


@dataclass(frozen=True, slots=True)
class Task:
    """A dose, measured by one signal.

    `valid_n`: where a press is valid, N net; None where no press is measured. `settle`: the person first comes to rest.
    """

    signal: RepSignal
    kind: Kind
    hold_s: float
    complete_hold_s: float
    release_s: float
    valid_n: tuple[float, float] | None
    settle: bool

    @staticmethod
    def of(prescription: Prescription, signal: RepSignal, gentle_n: tuple[float, float] | None) -> Task:
        """The task of `prescription` measured by `signal`; `gentle_n`: the gentle press, N net."""
        exercise = prescription.exercise
        pressed = signal.unit == "N" and gentle_n is not None
        low, high = VALID_SHARES
        return Task(
            signal=signal,
            kind=exercise.kind,
            hold_s=prescription.hold_s,
            complete_hold_s=prescription.complete_hold_s,
            release_s=prescription.release_s,
            valid_n=(max(low * gentle_n[0], signal.least), high * gentle_n[1]) if pressed and gentle_n else None,
            settle=exercise.kind == "hold" and exercise.position == "side_lying",
        )

    @property
    def held(self) -> bool:
        """Whether a lift is held: a movement is not."""
        return self.kind == "hold"

    @property
    def pressed(self) -> bool:
        """Whether the belt's press is measured."""
        return self.valid_n is not None
