"""The yardstick: the One-Euro filter as its paper gives it, and the loop round it.

Casiez, Roussel and Vogel, "1 Euro Filter", CHI 2012, algorithm 1. Two spellings: `OneEuro` has all in one method, the
quickest that plain Python does; `OneEuroAsPrinted` has the functions of the paper's listing. The quicker one is the
yardstick.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol


class Filter(Protocol):
    def push(self, t_s: float, x: float) -> float: ...


class OneEuro:
    def __init__(self, min_cutoff: float = 1.0, beta: float = 0.1, d_cutoff: float = 1.0) -> None:
        self.min_cutoff = min_cutoff
        self.beta = beta
        self.d_cutoff = d_cutoff
        self.t: float | None = None
        self.x = 0.0
        self.dx = 0.0

    def push(self, t_s: float, x: float) -> float:
        if self.t is None:
            self.t = t_s
            self.x = x
            return x
        te = t_s - self.t
        r = 2 * math.pi * self.d_cutoff * te
        a = r / (r + 1)
        self.dx = a * (x - self.x) / te + (1 - a) * self.dx
        r = 2 * math.pi * (self.min_cutoff + self.beta * abs(self.dx)) * te
        a = r / (r + 1)
        self.x = a * x + (1 - a) * self.x
        self.t = t_s
        return self.x


def alpha(te: float, cutoff: float) -> float:
    tau = 1.0 / (2 * math.pi * cutoff)
    return 1.0 / (1.0 + tau / te)


class LowPass:
    def __init__(self) -> None:
        self.first = True
        self.y = 0.0

    def filter(self, x: float, a: float) -> float:
        if self.first:
            self.first = False
            self.y = x
        self.y = a * x + (1 - a) * self.y
        return self.y


class OneEuroAsPrinted:
    def __init__(self, min_cutoff: float = 1.0, beta: float = 0.1, d_cutoff: float = 1.0) -> None:
        self.min_cutoff = min_cutoff
        self.beta = beta
        self.d_cutoff = d_cutoff
        self.first = True
        self.t = 0.0
        self.x_filter = LowPass()
        self.dx_filter = LowPass()

    def push(self, t_s: float, x: float) -> float:
        te = t_s - self.t
        self.t = t_s
        if self.first:
            self.first = False
            dx, te = 0.0, 1.0
        else:
            dx = (x - self.x_filter.y) / te
        edx = self.dx_filter.filter(dx, alpha(te, self.d_cutoff))
        cutoff = self.min_cutoff + self.beta * abs(edx)
        return self.x_filter.filter(x, alpha(te, cutoff))


def loop(one_euro: Filter, t_s: Sequence[float], x: Sequence[float]) -> float:
    """Filter a signal; give the last value."""
    y = 0.0
    for t, value in zip(t_s, x, strict=True):
        y = one_euro.push(t, value)
    return y
