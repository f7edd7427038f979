"""A person's own error of measurement: how far two checks soon after one another lie apart.

In a fortnight nobody's strength changes much, so what changes then is the measurement. From all such pairs, of both
sides: the smallest real change, MDC = t * sqrt(2) * the standard deviation within the person, as a share of the value.
From few pairs it is large, and said to be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from levelhip.exercise.strength import ERROR_SHARE, StrengthResult, are_alike

RETEST_DAYS: Final = 14
"""Checks this near to one another tell the error of the measurement (convention)."""
LEAST_OWN_SHARE: Final = 0.069
"""Nobody's own error is taken to be smaller: the best limits of agreement we read (Widler 2009)."""
STUDENT_T: Final = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23)
"""Student's t, two-sided 95 %, for 1, 2, ... pairs,"""
STUDENT_T_MANY: Final = 2.23
"""and for more (the value for ten: a little too large)."""


class OwnError(NamedTuple):
    """The smallest real change as a share of the value, and from how many pairs it was told."""

    share: float
    pairs: int


def own_error(results: Iterable[StrengthResult]) -> OwnError | None:
    """Return the own error of these results, of both sides, in any order; None where there is no pair to tell it."""
    given = list(results)
    apart = [each for side in ("left", "right") for each in _apart([one for one in given if one.side == side])]
    if not apart:
        return None
    within = math.sqrt(math.fsum(each * each for each in apart) / (2 * len(apart)))
    t = STUDENT_T[len(apart) - 1] if len(apart) <= len(STUDENT_T) else STUDENT_T_MANY
    return OwnError(max(LEAST_OWN_SHARE, t * math.sqrt(2) * within), len(apart))


def error_bar_share(result: StrengthResult, own_share: float | None) -> float:
    """Return how far a single value may be off, either way, as a share of it.

    It is the smallest real change of two values / sqrt(2): of the measurement itself, the person's own, or the usual.
    """
    told = result.error / result.value if result.error is not None and result.value else None
    share = told if told is not None else ERROR_SHARE if own_share is None else own_share
    return share / math.sqrt(2)


def _apart(results: Sequence[StrengthResult]) -> Iterable[float]:
    """How far apart one side's checks that soon followed one another lie, as a share of their mean."""
    known = sorted((each for each in results if each.value), key=lambda each: each.measured_on)
    for before, after in pairwise(known):
        if after.measured_on - before.measured_on <= timedelta(days=RETEST_DAYS) and are_alike(before, after):
            first, second = before.value or 0.0, after.value or 0.0
            yield (second - first) / ((first + second) / 2)
