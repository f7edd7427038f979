"""One repetition told by two sensors: lift (leg) -> slack -> tension -> hold -> release (belt) -> lowered (leg).

The belt alone says what a repetition is. What the leg's sensor did not see is None, and changes nothing of that.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, Final

from levelhip.exercise.protocol import RepSignal
from levelhip.exercise.signals import Side
from levelhip.session.hold_clock import GAP_S
from levelhip.session.judging import SAG_LEAST_DEG, SMOOTH_S
from levelhip.session.leg_pose import Pose, Seen, away_deg, height_above, middle, still_poses
from levelhip.session.measures import RepMeasures, crossing_s, last_fall_s, median
from levelhip.session.repetition_shape import EDGE_S, RELEASE_SHARE, deepest_sag, smoothed
from levelhip.session.resting import TICK_S

STILL_S: Final = 1.0
"""Still for so long with the belt loose, a leg may be at rest (convention)."""
AS_FAR_SHARE: Final = 0.75
"""Of several places where it was still, rest is the last one that is this share as far from the hold as the farthest:
a leg may be held up while the belt is still loose (convention)."""
AT_REST_SHARE: Final = 0.15
"""Within this share of the lift of rest the leg has not left it yet, or has regained it (convention): nearer to it,
settling pelvis and knee look like the leg."""
NEW_REST_SHARE: Final = 0.05
"""A leg that comes to rest higher than it lay is down within this share of where it stays."""
FAST_SHARE: Final = 0.3
"""What is seen of a lowering, from 90 to 15 % of the height, is a little less than half of it (minimum jerk): below
this share of the time asked for it was let down in less than two thirds of that (convention)."""
DOWN_SHARE: Final = 0.25
"""Below this share of the lift the leg is on the ground, if it sinks no further."""
SUNK_SHARE: Final = 0.2
"""Of what is still: sinking by less is none."""
SUNK_S: Final = 0.4 - TICK_S
"""Not sunk any further for so long, the way down is over."""
NEAR_S: Final = 0.12
"""Surely near rest for so long it is over, too, wherever the leg comes to lie."""
LOWERED_WITHIN_S: Final = 6.0
"""So long after the belt is loose the leg is waited for; what it does later is not this repetition's (convention)."""
LIFTED_SHARE: Final = 0.5
"""Of the exercise's smallest lift: below it there are no moments to tell."""
FEWEST: Final = 3
"""Poses without which nothing is said of a hold."""

LEG_KEYS: Final = ("lift_start_s", "lift_deg", "sag_deg", "lowering_s", "lowered_s")
BELT_KEYS: Final = ("tension_s", "hold_start_s", "hold_end_s", "loose_s")
BOTH_KEYS: Final = ("slack_s",)


@dataclass(frozen=True, slots=True)
class Chain:
    """Moments in session seconds, lengths in s, heights in degrees from where the leg rested before; None: not seen.

    `lift_start_s`, `lowered_s`: the leg leaves rest, and has regained it. `tension_s` to `loose_s`: the belt is pulled,
    held from `hold_start_s` to `hold_end_s`. `slack_s`: from the lift to the pull. `lift_deg`: the median height in the
    hold. `sag_deg`: the deepest sinking in the hold that was taken up again. `lowering_s`: from 90 to 15 % of the
    height, about half of the way's time. `faults`: what the leg's sensor alone shows.
    """

    side: Side | None
    number: int
    tension_s: float
    hold_start_s: float
    hold_end_s: float
    loose_s: float
    lift_start_s: float | None = None
    slack_s: float | None = None
    lift_deg: float | None = None
    sag_deg: float | None = None
    lowering_s: float | None = None
    lowered_s: float | None = None
    faults: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data, rounded to a millionth."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def chain_sources(belt: str, leg: str) -> dict[str, str]:
    """Which sensor each quantity of a chain is from."""
    said = dict.fromkeys(BELT_KEYS, belt) | dict.fromkeys(LEG_KEYS, leg)
    return said | dict.fromkeys(BOTH_KEYS, f"{leg}, {belt}")


@dataclass(frozen=True, slots=True)
class LegTask:
    """What the leg's sensor brings, and how long letting the leg down should take (s); 0 where that is not asked."""

    signal: RepSignal
    release_s: float


@dataclass(frozen=True, slots=True)
class Told:
    """The chain of a repetition; `rest`: where the leg rested before; `is_whole`: the leg was seen to be down again."""

    chain: Chain
    rest: Pose | None
    is_whole: bool


def belt_chain(side: Side | None, number: int, told: RepMeasures) -> Chain:
    """What the belt says of a repetition."""
    return Chain(side, number, told.start_s, told.hold_start_s, told.hold_end_s, told.end_s)


def tell_chain(belt: Chain, seen: Sequence[Seen], rest: Pose | None, task: LegTask) -> Told:
    """Add what the leg's sensor has `seen` since the repetition before. `rest`: where the leg is known to have rested.

    What is seen later than it takes to know that the leg is down changes nothing.
    """
    held = _between(seen, belt.hold_start_s, belt.hold_end_s)
    if len(held) < FEWEST:
        return Told(belt, rest, is_whole=False)
    up = middle(pose for _, pose in held)
    rest = _rest(_between(seen, -math.inf, belt.tension_s), up, rest, task.signal.still)
    if rest is None or math.isnan(away_deg(rest, up)):
        return Told(belt, None, is_whole=False)
    if away_deg(rest, up) < LIFTED_SHARE * task.signal.least:
        return Told(replace(belt, lift_deg=away_deg(rest, up)), rest, is_whole=False)
    height = height_above(rest, up)
    lift_deg = median(height(pose) for _, pose in held)
    chain = replace(belt, lift_deg=lift_deg)
    t_s, x = [t for t, _ in seen], [height(pose) for _, pose in seen]
    down_s = _down_s(t_s, x, belt, lift_deg, SUNK_SHARE * task.signal.still)
    if down_s is not None:
        until = bisect_right(t_s, down_s)
        t_s, x = t_s[:until], x[:until]
    chain = _with_lift(chain, t_s, x, lift_deg)
    chain = replace(chain, sag_deg=_sag_deg(t_s, x, belt))
    if down_s is not None:
        chain = _with_lowering(chain, t_s, x, lift_deg)
    return Told(replace(chain, faults=_faults(chain, task)), rest, is_whole=down_s is not None)


def _between(seen: Sequence[Seen], start_s: float, end_s: float) -> Sequence[Seen]:
    return seen[bisect_left(seen, (start_s,)) : bisect_left(seen, (end_s,))]


def _rest(before: Sequence[Seen], up: Pose, known: Pose | None, still_deg: float) -> Pose | None:
    """Where the leg rested before it was lifted `up`."""
    places = [*([known] if known else []), *still_poses(before, still_deg, STILL_S)]
    if not places:
        return None
    farthest_deg = max(away_deg(place, up) for place in places)
    return next(place for place in reversed(places) if away_deg(place, up) >= AS_FAR_SHARE * farthest_deg)


def _with_lift(chain: Chain, t_s: Sequence[float], x: Sequence[float], lift_deg: float) -> Chain:
    """When the leg left rest for good, before the hold."""
    level = AT_REST_SHARE * lift_deg
    smooth = smoothed(t_s, x, SMOOTH_S)
    for i in range(bisect_left(t_s, chain.hold_start_s) - 1, -1, -1):
        if smooth[i] <= level:
            if i + 1 == len(t_s) or t_s[i + 1] - t_s[i] > GAP_S:
                return chain
            start_s = crossing_s(t_s[i], smooth[i], t_s[i + 1], smooth[i + 1], level)
            return replace(chain, lift_start_s=start_s, slack_s=max(0.0, chain.tension_s - start_s))
    return chain


def _sag_deg(t_s: Sequence[float], x: Sequence[float], belt: Chain) -> float | None:
    """How far the leg sank in the hold, and was lifted again; None where it was not seen all through."""
    start_s, end_s = belt.hold_start_s + EDGE_S, belt.hold_end_s - EDGE_S
    inside = [start_s, *t_s[bisect_left(t_s, start_s) : bisect_right(t_s, end_s)], end_s]
    if end_s <= start_s or any(later - earlier > GAP_S for earlier, later in pairwise(inside)):
        return None
    return deepest_sag(t_s, x, start_s, end_s)


def _down_s(t_s: Sequence[float], x: Sequence[float], belt: Chain, lift_deg: float, noticeable: float) -> float | None:
    """When it is known that the leg is down after the hold; None where it was not seen, or not yet."""
    sunk_to, sunk_s, near_s, before_s = math.inf, math.inf, math.inf, belt.hold_end_s
    near = (AT_REST_SHARE - NEW_REST_SHARE) * lift_deg
    for i in range(bisect_left(t_s, belt.hold_end_s), len(t_s)):
        t = t_s[i]
        if t - before_s > GAP_S or t > belt.loose_s + LOWERED_WITHIN_S:
            return None
        before_s = t
        if x[i] < sunk_to - noticeable:
            sunk_to, sunk_s = x[i], t
        near_s = min(near_s, t) if x[i] <= near else math.inf
        if t - near_s >= NEAR_S or (x[i] <= DOWN_SHARE * lift_deg and t - sunk_s >= SUNK_S):
            return t
    return None


def _with_lowering(chain: Chain, t_s: Sequence[float], x: Sequence[float], lift_deg: float) -> Chain:
    """How slowly the leg came down, and when it was. The last sample is the one by which that was known."""
    down = median(x[bisect_left(t_s, t_s[-1] - NEAR_S) :])
    smooth = smoothed(t_s, x, SMOOTH_S)
    first = bisect_left(t_s, chain.hold_end_s)
    level = max(AT_REST_SHARE * lift_deg, down + NEW_REST_SHARE * lift_deg)
    last = next((i for i in range(first, len(t_s)) if smooth[i] <= level), len(t_s) - 1)
    lowered_s = crossing_s(t_s[last - 1], smooth[last - 1], t_s[last], smooth[last], level) if last else t_s[0]
    begin = bisect_left(t_s, chain.hold_start_s)
    released_s = last_fall_s(t_s, smooth, RELEASE_SHARE * lift_deg, begin, last)
    return replace(chain, lowered_s=lowered_s, lowering_s=max(0.0, lowered_s - released_s))


def _faults(chain: Chain, task: LegTask) -> tuple[str, ...]:
    """A leg that sank, by the limit that holds where it is itself the signal; one that came down fast."""
    sagged = chain.sag_deg is not None and chain.sag_deg >= SAG_LEAST_DEG
    fast = chain.lowering_s is not None and chain.lowering_s < FAST_SHARE * task.release_s
    found = {"sagged": sagged, "fast_release": fast}
    return tuple(fault for fault, there in found.items() if there)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return list(value) if isinstance(value, tuple) else value
