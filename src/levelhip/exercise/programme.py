"""What a programme is: stages, in each a ladder of doses from easy to hard. Read from `library/programmes/*.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

DAYS_A_WEEK: Final = 7

Aim = Literal["gain", "keep"]
"""`gain`: the stage is there to get stronger. `keep`: to stay as strong; its way back ends at its own beginning."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One dose: times a day, days a week, seconds of hold (0: a movement without one), repetitions a side."""

    per_day: int
    days_a_week: int
    hold_s: float
    reps: int

    @property
    def weekly(self) -> float:
        """What it asks in a week and side: seconds held, or movements."""
        return self.per_day * self.days_a_week * self.reps * (self.hold_s or 1)


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise with its ladder of doses, easy to hard. `evidence`: where the doses come from."""

    exercise: str
    rungs: tuple[Rung, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Exercises worked on one after another, easy to hard; those in `beside` are only kept up meanwhile (one rung)."""

    key: str
    name: str
    why: str
    aim: Aim
    items: tuple[Item, ...]
    beside: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a programme: a rung (counted from 1) of an exercise in a stage."""

    stage: Stage
    item: Item
    rung: int

    @property
    def dose(self) -> Rung:
        """The dose of this step."""
        return self.item.rungs[self.rung - 1]

    @property
    def place(self) -> tuple[str, str, int]:
        """Stage, exercise and rung: what is kept of it."""
        return self.stage.key, self.item.exercise, self.rung


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme as its file describes it.

    `begins`: the place of its first dose. `alone_until`: the last stage that a person may prescribe themselves; None
    leaves every one to a therapist. `steps`: every rung of every exercise of every stage, in the order of progress.
    """

    key: str
    name: str
    summary: str
    begins: tuple[str, str, int]
    alone_until: str | None
    stages: tuple[Stage, ...]
    evidence: tuple[str, ...]
    steps: tuple[Step, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        steps = (
            Step(stage, item, number)
            for stage in self.stages
            for item in stage.items
            for number in range(1, len(item.rungs) + 1)
        )
        object.__setattr__(self, "steps", tuple(steps))

    def find(self, place: tuple[str, str, int]) -> int | None:
        """The number of the step at `place` (stage, exercise, rung); None where there is none."""
        return next((number for number, step in enumerate(self.steps) if step.place == place), None)

    @property
    def first_step(self) -> int:
        """The number of the step with which the programme begins."""
        return self.find(self.begins) or 0

    @property
    def last_step(self) -> int:
        """The number of the last step."""
        return len(self.steps) - 1

    @property
    def last_step_alone(self) -> int | None:
        """The number of the last step that a person may prescribe themselves; None: there is none."""
        alone = [number for number, step in enumerate(self.steps) if step.stage.key == self.alone_until]
        return max(alone, default=None)

    def stage_start(self, step: int) -> int:
        """The number of the first step of the stage in which `step` is."""
        stage = self.steps[step].stage.key
        return next(number for number, each in enumerate(self.steps) if each.stage.key == stage)
