"""What an exercise asks for: position, phases, the signals that show it, form checks, and the dose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from levelhip.exercise.figure_pose import Belt, Figure
from levelhip.exercise.signals import SIDES, Quantity, Side

Position = Literal["side_lying", "supine", "standing", "on_forearm"]
"""`side_lying`: the leg on top works. `on_forearm`, propped up on one side: the hip below works, and carries."""
Kind = Literal["hold", "movement"]
"""`hold`: there and stay, the seconds count. `movement`: there and back, the passages count."""

COMPLETE_FRACTION: Final = 0.9
"""A hold is complete with this share of its prescribed seconds (convention: 5.4 of 6 s)."""
LONGEST_HOLD_S: Final = 600
MOST_REPS: Final = 1000
BREAK_LIMIT_S: Final = 3.0
"""A hold broken for longer than this has ended (convention)."""
LIFT_BAND_DEG: Final = 5.0
"""Without force a hold is valid within this much of where the belt stopped the leg (convention)."""


@dataclass(frozen=True, slots=True)
class RepSignal:
    """A signal that can drive the count, in order of preference within an exercise.

    `feature` names how it is computed from `quantity` (see `levelhip.session.features`). `least` and `most` are the
    smallest and largest excursion from rest that can be a repetition, `still` the largest change within
    `STILL_WINDOW_S` that is still rest; all three in `unit`.
    """

    quantity: Quantity
    feature: str
    unit: Literal["deg", "N"]
    least: float
    most: float
    still: float


@dataclass(frozen=True, slots=True)
class FormCheck:
    """One fault of form: more than `limit_deg` of `feature`, judged only where one of `seen_by` is there."""

    key: str
    feature: str
    limit_deg: float
    seen_by: tuple[Quantity, ...]
    say: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of a repetition as a person is told it."""

    name: str
    say: str


@dataclass(frozen=True, slots=True)
class Dose:
    """How much: seconds of hold (0: a movement without one), repetitions a side, times a day, rests."""

    hold_s: float
    reps: int
    sides: tuple[Side, ...]
    per_day: tuple[int, int]
    rest_s: float
    side_change_s: float
    release_s: float
    press_band_n: tuple[float, float] | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise as its file in the library describes it."""

    key: str
    name: str
    summary: str
    kind: Kind
    position: Position
    phases: tuple[Phase, ...]
    signals: tuple[RepSignal, ...]
    form_checks: tuple[FormCheck, ...]
    dose: Dose
    load: str
    cautions: tuple[str, ...]
    evidence: tuple[str, ...]
    figure: Figure
    tier: int | None = None
    """How much force gluteus medius needs for it, by our own models (evidence `levelhip_models`): a tier needs no more
    than the next one, 1 least; inside a tier no order is known (docs/exercises.md). None: not computed."""
    ready: str | None = None
    """How to get ready, where the position's own sentence does not tell."""

    @property
    def both_legs(self) -> bool:
        """Whether both legs work in one set, so that no side need be told."""
        return len(self.dose.sides) == 1

    @property
    def steps(self) -> tuple[str, ...]:
        """What a person is told to do, one after the other."""
        return (*([self.ready] if self.ready else []), *(phase.say for phase in self.phases))

    @property
    def belt(self) -> Belt:
        """Round what a belt or band goes. The figure shows it, and that is the one place where it is said."""
        return self.figure.belt

    def signal_for(self, quantity: Quantity) -> RepSignal | None:
        """The signal that `quantity` can drive, or None where this exercise does not use it."""
        return next((signal for signal in self.signals if signal.quantity == quantity), None)


@dataclass(frozen=True, slots=True)
class Prescription:
    """What one person is asked to do: an exercise with its dose settled. Raises ValueError outside what is sane."""

    exercise: Exercise
    hold_s: float
    reps: int
    sides: tuple[Side, ...]
    rest_s: float
    side_change_s: float
    release_s: float
    press_band_n: tuple[float, float] | None = None
    mind: str | None = None
    """What to mind, said as a side begins; None: to keep breathing."""

    def __post_init__(self) -> None:
        if not 0 <= self.hold_s <= LONGEST_HOLD_S or not 1 <= self.reps <= MOST_REPS:
            message = f"hold_s must be 0-{LONGEST_HOLD_S} and reps 1-{MOST_REPS}, not {self.hold_s} and {self.reps}"
            raise ValueError(message)
        if not self.sides or any(side not in SIDES for side in self.sides):
            message = f"sides must be left, right or both, not {self.sides}"
            raise ValueError(message)

    @property
    def complete_hold_s(self) -> float:
        """Valid seconds from which a repetition is complete."""
        return COMPLETE_FRACTION * self.hold_s


def prescribe(exercise: Exercise, *, hold_s: float | None = None, reps: int | None = None) -> Prescription:
    """The exercise at its own dose, with the hold (s) or the repetitions a side changed where given."""
    dose = exercise.dose
    return Prescription(
        exercise=exercise,
        hold_s=dose.hold_s if hold_s is None else hold_s,
        reps=dose.reps if reps is None else reps,
        sides=dose.sides,
        rest_s=dose.rest_s,
        side_change_s=dose.side_change_s,
        release_s=dose.release_s,
        press_band_n=dose.press_band_n,
    )
