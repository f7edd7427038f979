"""The figures of docs/strength.md: `python -m tests.exercise.press_figures`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

from tests.exercise.press_people import EVERY_SHAPE, TROUBLES, TruePress, exponential, gentle_start, press
from tests.exercise.test_press import measured

FIRST: Final = 11000
COUNT: Final = 200


def main(count: int) -> None:
    """Print a row for each way to press."""
    seeds = range(FIRST, FIRST + count)
    for make in EVERY_SHAPE:
        row(make.__name__, (press(seed, make) for seed in seeds))
    for make in (exponential, gentle_start):
        for trouble in TROUBLES:
            row(f"{make.__name__} {trouble.__name__}", (trouble(press(seed, make), seed) for seed in seeds))


def row(name: str, presses: Iterable[TruePress]) -> None:
    """How far off the onsets are that are told, how many spans hold, and what is refused."""
    count, off_ms, spans, rates = 0, list[float](), list[bool](), list[bool]()
    for true in presses:
        found, count = measured(true), count + 1
        if found.onset is not None:
            spans.append(found.onset.low_s <= true.onset_s <= found.onset.high_s)
            if found.onset.is_told:
                off_ms.append(1000 * (found.onset.t_s - true.onset_s))
        told = [each for each in found.rfd if each.window_ms == 200]
        rates += [each.low_n_per_s <= true.rfd(200) <= each.high_n_per_s for each in told]
    beyond = sum(abs(each) > 20 for each in off_ms)
    mean_ms = sum(off_ms) / max(1, len(off_ms))
    print(f"{name:30} told {len(off_ms):3} of {count}, mean {mean_ms:+5.1f} ms, beyond 20 ms {beyond:2}", end="; ")
    print(f"spans {sum(spans):3} of {len(spans)}; RFD200 {sum(rates):3} of {len(rates)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
