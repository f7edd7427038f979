"""Virtual patients over months: how they turn up, tire, hurt, recover and answer. They know nothing of any rule.

What is asked of them comes as a demand (1: the whole strength of an untrained hip, as a share) and repetitions. All
numbers are assumptions, made so that each kind of person behaves as its name says; see docs/progression.md.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

RATING_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Habits:
    """One kind of person. Chances and shares are of 1, pain is of 10, days are counted from the first."""

    shows_up: float = 0.95  # does a session that is due
    answers: float = 0.97  # answers a question that is asked
    extra: float = 0.0  # does a session more than is due
    carelessness: float = 0.05  # a repetition with a fault
    ceiling: float = 2.3  # strength that training can reach; everybody begins near 1
    gain: float = 0.012  # share of what is missing to the ceiling that one day's training brings
    irritability: float = 0.6  # how much soreness a strained session leaves
    lingers: float = 0.35  # share of the soreness that is still there after a night
    ache: float = 0.0  # pain that is always there
    flare_every: float = 0.0  # days between flares, on average; 0: none
    flare_pain: float = 5.0
    patience: float = 7.0  # pain at which this person stops, more or less
    half_hearted: float = 0.0  # share of the repetitions that are left out or cut short
    worsens: tuple[int, int] = (0, 0)  # from this day to that one it aches more every day
    away: tuple[tuple[int, int], ...] = ()  # [first, end) of the days without any exercise


KINDS: Final[Mapping[str, Habits]] = {
    "adherent": Habits(),
    "forgetful": Habits(shows_up=0.62, answers=0.6),
    "flaring up": Habits(flare_every=45),
    "plateauing": Habits(ceiling=1.05),
    "gaining slowly": Habits(gain=0.004),
    "over-eager": Habits(shows_up=1.0, extra=0.8, irritability=1.2, lingers=0.65, carelessness=0.2),
    "returning": Habits(away=((60, 77), (165, 210))),
    "silent": Habits(answers=0.0),
    "careless": Habits(carelessness=0.45),
    "half-hearted": Habits(half_hearted=0.6),
    "soon stopped": Habits(patience=3.5, flare_every=60),
    "always sore": Habits(ache=3.5, irritability=1.2),
    "worsening": Habits(worsens=(80, 122)),
}
"""The kinds of people there are."""


@dataclass(frozen=True, slots=True)
class Exertion:
    """One session of one side as it went. Pain and effort are what the person felt, whether they say so or not."""

    attempted: int
    complete: int
    faulty: int
    pain: float
    effort: float
    stopped: bool


@dataclass(slots=True)
class Patient:
    """One person, day after day: `wake`, any number of `exert`, `sleep`. The same seed lives the same life."""

    habits: Habits
    rng: random.Random
    strength: float = field(init=False)
    soreness: float = field(init=False, default=0.0)
    flare: float = field(init=False, default=0.0)
    day: int = field(init=False, default=0)
    trained: bool = field(init=False, default=False)
    tolerance: float = field(init=False)

    def __post_init__(self) -> None:
        self.strength = 1.0 + 0.06 * self.rng.gauss(0.0, 1.0)
        self.tolerance = self.habits.patience + 1.5 * (self.rng.random() - 0.5)

    @property
    def pain(self) -> float:
        """What it hurts at rest."""
        first, end = self.habits.worsens
        worse = 0.12 * (self.day - first) if first <= self.day < end else 0.0
        return self.habits.ache + worse + self.flare + self.soreness

    def wake(self) -> float:
        """How the hip is this morning."""
        if self.habits.flare_every and self.rng.random() < 1.0 / self.habits.flare_every:
            self.flare = self.habits.flare_pain * (0.8 + 0.4 * self.rng.random())
        return max(0.0, self.pain + 0.4 * self.rng.gauss(0.0, 1.0))

    def turns_up(self) -> bool:
        """Whether a session that is due is done."""
        return not self._is_away() and self.rng.random() < self.habits.shows_up

    def wants_more(self) -> bool:
        """Whether a session is done that is not due."""
        return not self._is_away() and self.rng.random() < self.habits.extra

    def exert(self, demand: float, repetitions: int) -> Exertion:
        """Do one session of one side at `demand`, as far as it goes."""
        strain = demand / self.strength
        pain = max(
            0.0, self.pain + 4.0 * self.habits.irritability * max(0.0, strain - 0.75) + 0.5 * self.rng.gauss(0, 1)
        )
        stopped = pain > self.tolerance
        attempted = self.rng.randrange(repetitions) if stopped else repetitions
        completes = (1.0 - self.habits.half_hearted) * min(1.0, 1.0 - 0.8 * max(0.0, strain - 0.8))
        complete = sum(self.rng.random() < completes for _ in range(attempted))
        faulty = sum(self.rng.random() < self.habits.carelessness for _ in range(attempted))
        self.soreness += 1.2 * self.habits.irritability * strain**2
        self.trained = True
        effort = max(0.0, 7.5 * strain + 0.5 * self.rng.gauss(0.0, 1.0))
        return Exertion(attempted, complete, faulty, pain, effort, stopped)

    def sleep(self) -> None:
        """Recover, and grow stronger by what was done, or lose a little of what was not."""
        if self.trained:
            self.strength += self.habits.gain * max(0.0, self.habits.ceiling - self.strength)
        else:
            self.strength -= 0.001 * max(0.0, self.strength - 1.0)
        self.soreness *= self.habits.lingers
        self.flare *= 0.75 if self.flare > 0.5 else 0.0
        self.trained = False
        self.day += 1

    def rated(self, felt: float) -> int | None:
        """What is answered when it is asked: a whole number of 10, or nothing."""
        return min(RATING_MOST, round(felt)) if self.rng.random() < self.habits.answers else None

    def measured_strength(self, error: float) -> float:
        """A strength check, whose repetitions differ by `error` (SD, share)."""
        return self.strength * (1.0 + error * self.rng.gauss(0.0, 1.0))

    def _is_away(self) -> bool:
        return any(first <= self.day < end for first, end in self.habits.away)


def patient(kind: str, seed: int) -> Patient:
    """Somebody of this kind. Raises KeyError where there is none."""
    return Patient(KINDS[kind], random.Random(f"patients/{kind}/{seed}"))
