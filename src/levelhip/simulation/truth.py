"""What is true of a simulated session: the data classes and their JSON form (schema "levelhip.truth/1")."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from levelhip.exercise.signals import Side

SCHEMA: Final = "levelhip.truth/1"


@dataclass(frozen=True, slots=True)
class SensorFacts:
    """Facts of one attempt in one sensor's noise-free signal, unit N, deg or uV; times in s of the recording.

    The amplitude is from `rest` (median of the second before) to the hold's median (to the peak where there is no
    hold). `start_s`/`end_s`: where the signal leaves, and is back within, 5 % of the amplitude (drift of the
    resting place taken linearly). `hold_start_s`/`hold_end_s`: first rise through, and last fall through, half the
    amplitude; `breaks`: stretches of more than 0.05 s below it in between. `sag_depth`: how far the signal falls
    below the hold's median between the intended start and end of the hold. `near_start_s`/`near_end_s` (angles):
    first and last moment within 5 deg of the hold's median. All None where the attempt cannot be seen
    (`visible` false: amplitude under 1 N, 0.5 N for a strand, 1 deg or 3 uV) or, for the hold's, where none was held.
    `covered`: share of start to end that lies in the recording and outside this sensor's dropouts.
    `complete_in_recording`: false where the recording's start or end cuts the attempt, or a dropout swallows it whole.
    """

    unit: str
    visible: bool
    rest: float
    peak: float
    amplitude: float
    start_s: float | None
    hold_start_s: float | None
    hold_end_s: float | None
    end_s: float | None
    hold_median: float | None
    sag_depth: float | None
    near_start_s: float | None
    near_end_s: float | None
    breaks: tuple[tuple[float, float], ...]
    covered: float
    complete_in_recording: bool

    @property
    def hold_s(self) -> float | None:
        """Length of the hold by half amplitude, breaks included, s."""
        if self.hold_start_s is None or self.hold_end_s is None:
            return None
        return self.hold_end_s - self.hold_start_s


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. `side` as announced, `side_done` the leg really on top, `number` from 1 in its set.

    `faults`: the planned faults of this attempt with the size asked for. Physical sizes: `lift_deg` (rest to hold,
    or to the peak), `press_n` (median net force in the hold), `peak_n`, `hold_s` (net force above half of its
    median, breaks left out; 0 without a press), `press_lost_s` and `sag_deg` (largest sinking of the leg in the
    hold), `release_s` (from the end of the hold to the rest), `knee_deg`, `roll_deg` (largest).
    """

    side: Side
    side_done: Side
    number: int
    faults: tuple[dict[str, Any], ...]
    start_s: float
    end_s: float
    lift_deg: float
    press_n: float
    peak_n: float
    hold_s: float
    press_lost_s: float
    break_start_s: float | None
    break_end_s: float | None
    sag_deg: float
    release_s: float
    knee_deg: float
    roll_deg: float
    complete_in_recording: bool
    sensors: dict[str, SensorFacts]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the faults of this attempt."""
        return tuple(fault["kind"] for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the recording: "settling", "set", "turning" or "end"; `side` as announced ("" in between)."""

    kind: str
    side: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Happening:
    """Beside the attempts: "fidget", "cough", "long_rest" or "dropout"; `size` in the fault's unit (s for a rest)."""

    kind: str
    side: str
    rep: int
    start_s: float
    end_s: float
    size: float
    sensor: str


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is true of a session. Times are seconds of the recording, which begins at 0."""

    seed: int
    person: dict[str, Any]
    plan: dict[str, Any]
    loop_length_m: float
    duration_s: float
    segments: tuple[Segment, ...]
    attempts: tuple[Attempt, ...]
    happenings: tuple[Happening, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything, ready for JSON, with the schema's name."""
        return {"schema": SCHEMA, **asdict(self)}

    def attempts_of(self, side: Side) -> tuple[Attempt, ...]:
        """Attempts announced for one side."""
        return tuple(attempt for attempt in self.attempts if attempt.side == side)
