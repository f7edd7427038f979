"""Signals of made-up people, written out by hand, and what the engine says of them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.signals import COLUMNS, LANDMARKS, MARKERS, Channel, Quantity, Sample, SampleBlock, Side
from levelhip.session.engine import Profile
from levelhip.session.events import AttemptMissed, Event, RepCompleted
from levelhip.session.measures import RepMeasures
from levelhip.session.replay import replay
from levelhip.testing.strategies import smooth_step

ISOMETRIC: Final = "isometric_hip_abduction"
MOVEMENT: Final = "side_lying_hip_abduction"

FORCE: Final = Quantity.FORCE
HELD_S: Final = 8.0
"""Half of a lift (1 s), 6.5 s, half of a release (2 s): what `Path.rep` holds by half height."""

Input = SampleBlock | float
"""A block to receive, or a time to advance to."""
E = TypeVar("E", bound=Event)
Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]


class Path:
    """A signal drawn by hand: `stay`, `go`, `skip` (no samples), `missing` (NaN). Times in s."""

    def __init__(self, level: float = 0.0, rate_hz: float = 50.0, *, start_s: float = 0.0) -> None:
        self.level = level
        self.now_s = start_s
        self._step_s = 1.0 / rate_hz
        self._start_s = start_s
        self._count = 0
        self.t_s: list[float] = []
        self.x: list[float] = []

    def _sample(self, seconds: float, value: Callable[[float], float]) -> Path:
        begin_s, self.now_s = self.now_s, self.now_s + seconds
        while (t := self._start_s + self._count * self._step_s) < self.now_s - 1e-9:
            self.t_s.append(t)
            self.x.append(value((t - begin_s) / seconds))
            self._count += 1
        return self

    def stay(self, seconds: float) -> Path:
        return self._sample(seconds, lambda _: self.level)

    def missing(self, seconds: float) -> Path:
        return self._sample(seconds, lambda _: math.nan)

    def go(self, level: float, seconds: float) -> Path:
        before, self.level = self.level, level
        return self._sample(seconds, lambda share: before + (level - before) * smooth_step(share))

    def skip(self, seconds: float) -> Path:
        kept = len(self.t_s)
        self.stay(seconds)
        del self.t_s[kept:], self.x[kept:]
        return self

    def rep(
        self, height: float, hold_s: float = 6.5, *, rest_s: float = 3.0, lift_s: float = 1.0, release_s: float = 2.0
    ) -> Path:
        """Rest, lift by `height`, hold, back to where it was."""
        level = self.level
        return self.stay(rest_s).go(level + height, lift_s).stay(hold_s).go(level, release_s)

    def plus(self, extra: Callable[[float], float]) -> Path:
        """Add something to all there is so far: tremor, drift."""
        self.x = [x + extra(t) for t, x in zip(self.t_s, self.x, strict=True)]
        return self

    def noisy(self, size: float, seed: int = 1) -> Path:
        dice = random.Random(seed)
        return self.plus(lambda _: dice.uniform(-size, size))

    def block(self, quantity: Quantity = Quantity.ABDUCTION, side: Side | None = "right") -> SampleBlock:
        return SampleBlock(Channel("test", quantity, side), tuple(self.t_s), tuple(self.x))


def three(level: float = 0.0, height: float = 15.0, rate_hz: float = 50.0) -> Path:
    """Three plain holds."""
    return Path(level, rate_hz).rep(height).rep(height).rep(height).stay(2.0)


# -- what the engine says -------------------------------------------------------------------------------------------


def task(key: str = ISOMETRIC, *, hold_s: float | None = None, reps: int | None = None) -> Prescription:
    return prescribe(load_exercise(key), hold_s=hold_s, reps=reps)


def play(inputs: Iterable[Input], profile: Profile, prescription: Prescription | None = None) -> list[Event]:
    """Everything a fresh engine says to these inputs, and at the end."""
    return list(replay(prescription or task(), profile, inputs))


def measured(block: SampleBlock, key: str = ISOMETRIC, *, best_press_n: float | None = None) -> list[Event]:
    """The events of one block from beginning to end, as a file is measured."""
    return play([block], Profile(block.channel.quantity, best_press_n=best_press_n), task(key))


def of(events: Iterable[Event], kind: type[E]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


def reps(events: Iterable[Event]) -> list[RepCompleted]:
    return of(events, RepCompleted)


def found(block: SampleBlock) -> list[RepMeasures]:
    """The repetitions in one block, measured."""
    return [event.measures for event in reps(measured(block))]


def held(measures: RepMeasures) -> float:
    return measures.hold_end_s - measures.hold_start_s


def wrong(measures: RepMeasures) -> set[str]:
    """The faults, but for the speed of the release, which has a test of its own."""
    return set(measures.faults) - {"fast_release"}


def missed(events: Iterable[Event]) -> list[str]:
    return [event.reason for event in of(events, AttemptMissed)]


def words(events: Iterable[Event]) -> list[str]:
    """Events as text, so that NaN equals NaN and every last digit counts."""
    return [repr(event) for event in events]


REP: Final = RepMeasures(
    start_s=0.0,
    hold_start_s=1.0,
    hold_end_s=8.0,
    end_s=9.0,
    valid_hold_s=6.5,
    broken_s=0.0,
    peak=15.0,
    mean_hold=14.0,
    steadiness_cv=2.0,
    release_s=2.0,
)
"""A repetition as it should be."""


# -- sensors --------------------------------------------------------------------------------------------------------


def turned(matrix: Matrix, v: Vector) -> Vector:
    a, b, c = ((row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) for row in matrix)
    return a, b, c


def any_rotation(a: float, b: float, c: float) -> Matrix:
    """A rotation from three numbers in [0, 1), even over all orientations (Shoemake 1992)."""
    w = math.sqrt(1 - a) * math.sin(math.tau * b)
    x = math.sqrt(1 - a) * math.cos(math.tau * b)
    y = math.sqrt(a) * math.sin(math.tau * c)
    z = math.sqrt(a) * math.cos(math.tau * c)
    return (
        (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
        (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
        (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
    )


STRAIGHT: Final[Matrix] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def acceleration(angle_deg: float, sensor: Matrix = STRAIGHT, axis_to_gravity_deg: float = 90.0) -> Vector:
    """What a still accelerometer reads on a limb turned by an angle about a horizontal axis."""
    angle = math.radians(angle_deg)
    tilt = math.radians(axis_to_gravity_deg)
    across = math.sin(tilt)
    return turned(sensor, (across * math.cos(angle), across * math.sin(angle), math.cos(tilt)))


def accelerometer_block(path: Path, sensor: Matrix = STRAIGHT, side: Side | None = "right") -> SampleBlock:
    values: list[Sample] = [acceleration(x, sensor) if math.isfinite(x) else (math.nan,) * 3 for x in path.x]
    return SampleBlock(Channel("phone", Quantity.ACCELERATION, side), tuple(path.t_s), tuple(values))


def landmark_row(points: dict[str, tuple[float, float]], unseen: Sequence[str] = ()) -> tuple[float, ...]:
    """One sample of landmarks: the named points (px) well visible, the others not there."""
    row: list[float] = []
    for name in LANDMARKS:
        x, y = points.get(name, (math.nan, math.nan))
        row.extend((x, y, 0.1 if name in unseen or name not in points else 0.9))
    return tuple(row)


def lying(
    angle_deg: float, *, top: Side = "left", mirrored: bool = False, unseen: Sequence[str] = ()
) -> tuple[float, ...]:
    """Somebody lying on the side, seen from the front, the top leg lifted."""
    bottom: Side = "right" if top == "left" else "left"
    way = -1.0 if mirrored else 1.0
    angle = math.radians(angle_deg)
    points: dict[str, tuple[float, float]] = {}
    for side, hip_y, lift in ((top, 300.0, angle), (bottom, 380.0, 0.0)):
        for name, length in (("hip", 0.0), ("knee", 200.0), ("ankle", 390.0)):
            points[f"{side}_{name}"] = (
                640.0 + way * length * math.cos(lift),
                hip_y - length * math.sin(lift),
            )
        points[f"{side}_shoulder"] = (640.0 - way * 250.0, hip_y)
    return landmark_row(points, unseen)


def landmark_block(path: Path, side: Side | None = "right", *, top: Side = "left") -> SampleBlock:
    nothing = (math.nan,) * len(COLUMNS[Quantity.LANDMARKS])
    values: list[Sample] = [lying(x, top=top) if math.isfinite(x) else nothing for x in path.x]
    return SampleBlock(Channel("camera", Quantity.LANDMARKS, side), tuple(path.t_s), tuple(values))


WIDTH_MM: Final = 240.0
DEPTH_MM: Final = 110.0


@lru_cache(maxsize=4096)  # at rest, and in a hold, it is the same again and again
def body(
    abduction_deg: float = 0.0,
    flexion_deg: float = 0.0,
    knee_deg: float = 0.0,
    *,
    pose: Matrix = STRAIGHT,
    side: Side = "right",
) -> tuple[float, ...]:
    """Markers of a pelvis (x forward, y left, z up, before `pose`) with both thighs, one of them moved."""
    forward = DEPTH_MM / 2
    points: dict[str, Vector] = {
        "LASI": (forward, WIDTH_MM / 2, 0.0),
        "RASI": (forward, -WIDTH_MM / 2, 0.0),
        "LPSI": (-forward, 50.0, 0.0),
        "RPSI": (-forward, -50.0, 0.0),
    }
    for letter, outward in (("L", 1.0), ("R", -1.0)):
        moved = letter.lower() == side[0]
        out, ahead = (math.radians(a if moved else 0.0) for a in (abduction_deg, flexion_deg))
        bent = ahead - math.radians(knee_deg if moved else 0.0)
        hip = (
            forward - 0.24 * DEPTH_MM - 9.9,
            outward * (0.33 * WIDTH_MM + 7.3),
            -0.30 * WIDTH_MM - 10.9,
        )
        thigh = (math.cos(out) * math.sin(ahead), outward * math.sin(out), -math.cos(out) * math.cos(ahead))
        shank = (math.cos(out) * math.sin(bent), outward * math.sin(out), -math.cos(out) * math.cos(bent))
        knee = (hip[0] + 400 * thigh[0], hip[1] + 400 * thigh[1], hip[2] + 400 * thigh[2])
        points[f"{letter}KNE"] = knee
        points[f"{letter}ANK"] = (knee[0] + 380 * shank[0], knee[1] + 380 * shank[1], knee[2] + 380 * shank[2])
    return tuple(number for name in MARKERS for number in turned(pose, points[name]))


def lying_on_the_side(roll_deg: float = 0.0, side: Side = "right") -> Matrix:
    """The pose of somebody lying with `side` on top: outward of that side points up, rolled forward by an angle."""
    up = -1.0 if side == "right" else 1.0
    roll = math.radians(roll_deg)
    c, s = math.cos(roll), math.sin(roll)
    # Columns: where the pelvis's forward, left and up point in the room (Z up); the long axis is horizontal.
    forward, left = (c, 0.0, -s), (up * s, 0.0, up * c)
    head = (
        forward[1] * left[2] - forward[2] * left[1],
        forward[2] * left[0] - forward[0] * left[2],
        forward[0] * left[1] - forward[1] * left[0],
    )
    return (
        (forward[0], left[0], head[0]),
        (forward[1], left[1], head[1]),
        (forward[2], left[2], head[2]),
    )


def marker_block(
    path: Path,
    *,
    drives: str = "abduction",
    side: Side = "right",
    source: str = "lab",
) -> SampleBlock:
    """Markers of somebody lying on the side; `drives` says what the path moves: abduction, flexion, knee or roll."""
    values: list[Sample] = []
    for x in path.x:
        if math.isnan(x):
            values.append((math.nan,) * len(COLUMNS[Quantity.MARKERS]))
            continue
        amounts = {name: x if name == drives else 0.0 for name in ("abduction", "flexion", "knee", "roll")}
        pose = lying_on_the_side(amounts["roll"], side)
        values.append(body(amounts["abduction"], amounts["flexion"], amounts["knee"], pose=pose, side=side))
    return SampleBlock(Channel(source, Quantity.MARKERS, side), tuple(path.t_s), tuple(values))
