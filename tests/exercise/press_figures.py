"""The figures of docs/strength.md: `python -m tests.exercise.press_figures`."""

from __future__ import annotations

from tests.exercise.press_people import CREEPING, SHAPES, press
from tests.exercise.test_press import measured

COUNT = 100


def main() -> None:
    """Print a row for each way to press."""
    for make in (*SHAPES, *CREEPING):
        off_ms, within, near = [], [], []
        for seed in range(5000, 5000 + COUNT):
            true = press(seed, make)
            found = measured(true)
            if found.onset is not None:
                off_ms.append(1000 * (found.onset.t_s - true.onset_s))
            for each in found.rfd:
                if each.window_ms == 200:
                    within.append(each.low_n_per_s <= true.rfd(200) <= each.high_n_per_s)
                    near.append(-2 <= 100 * (each.n_per_s / true.rfd(200) - 1) <= 4)
        mean_ms = sum(off_ms) / len(off_ms)
        beyond = sum(abs(each) > 20 for each in off_ms)
        print(f"{make.__name__:14} {mean_ms:+6.1f} ms, {beyond:3} beyond 20 ms of {len(off_ms)};", end=" ")
        print(f"RFD200 within its span {sum(within)} of {len(within)}, -2..+4 % {sum(near)}")


if __name__ == "__main__":
    main()
