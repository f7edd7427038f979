"""Hypothesis strategies: people who lift and hold, as signals whose truth is known, and ways to cut and spoil them."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from hypothesis import strategies as st

from levelhip.exercise.signals import Channel, Quantity, Sample, SampleBlock, Side

RATES_HZ: Final = (5.0, 8.0, 10.0, 15.0, 25.0, 30.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
MOST_SAMPLES: Final = 4000
"""Quick sensors are given short sessions, so that an example stays quick."""
HEIGHTS: Final[dict[Quantity, tuple[float, float]]] = {Quantity.ABDUCTION: (6.0, 25.0), Quantity.FORCE: (12.0, 60.0)}
NOISE: Final[dict[Quantity, float]] = {Quantity.ABDUCTION: 0.15, Quantity.FORCE: 0.2}
"""The largest noise of a well-formed session: well under what the isometric exercise calls still."""
TAIL_S: Final = 2.5
"""Every session ends with this much rest."""


@dataclass(frozen=True, slots=True)
class Lift:
    """Rest, lift, hold, release, one after another (s), with minimum-jerk edges up to `height`."""

    rest_s: float
    lift_s: float
    hold_s: float
    release_s: float
    height: float

    @property
    def length_s(self) -> float:
        """From the beginning of its rest to the end of its release."""
        return self.rest_s + self.lift_s + self.hold_s + self.release_s

    def height_at(self, since_s: float) -> float:
        """Height above rest, `since_s` after the beginning of its rest."""
        if self.height == 0.0:
            return 0.0
        up = smooth_step((since_s - self.rest_s) / self.lift_s)
        down = smooth_step((since_s - self.rest_s - self.lift_s - self.hold_s) / self.release_s)
        return self.height * (up - down)


@dataclass(frozen=True)
class Session:
    """Some lifts as a sensor samples them. `jitter`: the largest shift of a sample's time, as a share of the step."""

    quantity: Quantity
    lifts: tuple[Lift, ...]
    rate_hz: float
    rest: float = 0.0
    noise: float = 0.0
    jitter: float = 0.0
    seed: int = 0

    @cached_property
    def holds(self) -> tuple[tuple[float, float], ...]:
        """The true holds: crossings of half the height of each lift."""
        found: list[tuple[float, float]] = []
        begin_s = 0.0
        for lift in self.lifts:
            up_s = begin_s + lift.rest_s
            begin_s += lift.length_s
            found.append((up_s + lift.lift_s / 2, begin_s - lift.release_s / 2))
        return tuple(found)

    @cached_property
    def samples(self) -> tuple[tuple[float, float], ...]:
        """Times and values."""
        dice = random.Random(self.seed)  # noqa: S311 - repeatable noise
        rows: list[tuple[float, float]] = []
        begin_s = 0.0
        for lift in (*self.lifts, Lift(TAIL_S, 0.0, 0.0, 0.0, 0.0)):
            end_s = begin_s + lift.length_s
            while (t := (len(rows) + self.jitter * dice.uniform(-1, 1)) / self.rate_hz) < end_s:
                rows.append((t, self.rest + lift.height_at(t - begin_s) + self.noise * dice.uniform(-1, 1)))
            begin_s = end_s
        return tuple(rows)

    @cached_property
    def t_s(self) -> tuple[float, ...]:
        """Times of the samples."""
        return tuple(t for t, _ in self.samples)

    @cached_property
    def x(self) -> tuple[float, ...]:
        """Values of the samples."""
        return tuple(x for _, x in self.samples)

    @property
    def longest_step_s(self) -> float:
        """The longest interval between two samples."""
        return max(later - earlier for earlier, later in pairwise(self.t_s))

    def block(self, side: Side | None = "right", *, later_s: float = 0.0, higher: float = 0.0) -> SampleBlock:
        """The whole session as one block, moved in time and level where told."""
        times, values = tuple(t + later_s for t in self.t_s), tuple(x + higher for x in self.x)
        return SampleBlock(Channel("test", self.quantity, side), times, values)


def smooth_step(share: float) -> float:
    """Minimum-jerk way from 0 to 1."""
    u = min(1.0, max(0.0, share))
    return u * u * u * (10.0 + u * (6.0 * u - 15.0))


def lifts(quantity: Quantity) -> st.SearchStrategy[Lift]:
    """Lifts as they are asked for: held for 6 to 8 s."""
    return st.builds(
        Lift,
        rest_s=st.floats(2.5, 8.0),
        lift_s=st.floats(0.6, 2.0),
        hold_s=st.floats(6.0, 8.0),
        release_s=st.floats(1.0, 3.0),
        height=st.floats(*HEIGHTS[quantity]),
    )


@st.composite
def sessions(
    draw: st.DrawFn,
    quantities: Sequence[Quantity] = (Quantity.FORCE, Quantity.ABDUCTION),
    rates_hz: Sequence[float] = RATES_HZ,
    jitters: tuple[float, float] = (0.0, 0.3),
) -> Session:
    """Well-formed sessions of one to three similar lifts: any resting level, rate, jitter and a little noise."""
    quantity = draw(st.sampled_from(quantities))
    rate_hz = draw(st.sampled_from(rates_hz))
    longest = 3 if rate_hz <= MOST_SAMPLES / 45 else 1
    several = draw(st.lists(lifts(quantity), min_size=1, max_size=longest))
    # One person's lifts are alike: none is less than two thirds of the highest.
    highest = max(lift.height for lift in several)
    alike = [
        Lift(each.rest_s, each.lift_s, each.hold_s, each.release_s, max(each.height, 0.67 * highest))
        for each in several
    ]
    return Session(
        quantity,
        tuple(alike),
        rate_hz,
        rest=draw(st.floats(-40.0, 40.0)),
        noise=draw(st.floats(0.0, NOISE[quantity])),
        jitter=draw(st.floats(*jitters)),
        seed=draw(st.integers(0, 2**16)),
    )


@st.composite
def cuts(draw: st.DrawFn, length: int) -> Sequence[int]:
    """Where to cut a block of this length: here and there, or after every sample or every seventh."""
    each = draw(st.sampled_from((0, 1, 7)))
    if each and length <= MOST_SAMPLES:
        return range(each, length, each)
    return sorted(draw(st.lists(st.integers(0, length), max_size=12)))


def cut(block: SampleBlock, places: Sequence[int]) -> list[SampleBlock]:
    """The same samples in more blocks; two equal places give an empty one."""
    return [
        SampleBlock(block.channel, block.t_s[start:stop], block.values[start:stop])
        for start, stop in pairwise((0, *places, len(block.t_s)))
    ]


WILD_NUMBERS: Final = st.one_of(
    st.floats(),
    st.floats(-100.0, 100.0),
    st.sampled_from((math.nan, math.inf, -math.inf, 1e308, -1e308, 1e200, -1e200, 5e-324, 0.0)),
)
"""What a broken sensor, or a broken file, may say."""


@st.composite
def wild_times(draw: st.DrawFn, length: int) -> list[float]:
    """Times that mostly go forward, but also stand, go back, leap, or are no numbers."""
    step = st.one_of(
        st.sampled_from((0.001, 0.02, 0.1, 0.2, 0.5, 0.6, 2.0, 20.0, 0.0, -0.02, -0.03, -0.04, -0.1, -5.0, 5e-324)),
        st.floats(0.001, 0.3),
    )
    times: list[float] = []
    now_s = draw(st.sampled_from((0.0, -3.0, 1e9)))
    for _ in range(length):
        now_s += draw(step)
        times.append(now_s)
    for place, time in draw(st.lists(st.tuples(st.integers(0, max(0, length - 1)), WILD_NUMBERS), max_size=3)):
        if length:
            times[place] = time
    return times


@st.composite
def garbage(draw: st.DrawFn, channel: Channel, width: int = 1) -> SampleBlock:
    """A block in which nothing need be sane. `width`: numbers a sample."""
    length = draw(st.integers(0, 40))
    numbers = st.lists(WILD_NUMBERS, min_size=width, max_size=width)
    values: list[Sample] = []
    for _ in range(length):
        row = draw(numbers)
        values.append(row[0] if width == 1 else tuple(row))
    return SampleBlock(channel, tuple(draw(wild_times(length))), tuple(values))


def wild_changes(length: int) -> st.SearchStrategy[list[tuple[int, float]]]:
    """A few places in a block of this length, and a wild number for each."""
    return st.lists(st.tuples(st.integers(0, length - 1), WILD_NUMBERS), max_size=6)


def spoil(
    block: SampleBlock, values: Sequence[tuple[int, float]], times: Sequence[tuple[int, float]] = ()
) -> SampleBlock:
    """The block with some of its values and times replaced; of a tuple the first number is."""
    new_values, new_times = list(block.values), list(block.t_s)
    for place, number in values:
        old = new_values[place]
        new_values[place] = (number, *old[1:]) if isinstance(old, tuple) else number
    for place, number in times:
        new_times[place] = number
    return SampleBlock(block.channel, tuple(new_times), tuple(new_values))


@st.composite
def holes(draw: st.DrawFn, length: int) -> list[tuple[int, int]]:
    """Stretches of samples, [start, stop), to be taken out or made NaN."""
    starts = draw(st.lists(st.integers(0, max(0, length - 1)), max_size=8))
    return [(start, min(length, start + draw(st.integers(1, max(1, length // 3))))) for start in starts]
