"""Held seconds of a live session against the simulator's truth: by half amplitude, and by the band."""

from __future__ import annotations

import math

import pytest

from levelhip.exercise.library import load_exercise
from levelhip.simulation.live import live_patient, live_set
from tests.coaching.live_people import EXERCISE, play_patient, simulated_room

TOUCH_S = 0.25
"""What is shorter is the belt going tight, not a hold."""


@pytest.mark.parametrize("seed", [2, 9])
def test_held_seconds_are_the_simulators_truth(seed: int) -> None:
    """Within a tenth of a second, by half amplitude here and there; the hold let go early too."""
    faults = [["early_release", "right", 2, 3.0]]
    room = simulated_room(faults, seed=seed, reps=4, sides=["right"])
    play_patient(room)
    (side,) = room.live.record()["record"]["sides"]
    truth = live_patient(seed, "everyday", faults, "right", reps=4).truth
    for rep, true in zip(side["reps"], truth, strict=True):
        held_s = true["hold_end_s"] - true["hold_start_s"]
        assert rep["hold_end_s"] - rep["hold_start_s"] == pytest.approx(held_s, abs=0.1)


def in_band_s(times: list[float], press_n: list[float], band_n: tuple[float, float]) -> float:
    """Seconds in the band from the first stretch on that is no mere touch."""
    stretches: list[list[float]] = []
    inside = False
    for t_s, press in zip(times, press_n, strict=True):
        if band_n[0] <= press <= band_n[1]:
            stretches = stretches if inside else [*stretches, [t_s, t_s]]
            stretches[-1][1] = t_s
        inside = band_n[0] <= press <= band_n[1]
    while stretches and stretches[0][1] - stretches[0][0] < TOUCH_S:
        del stretches[0]
    return math.fsum(end - start for start, end in stretches)


@pytest.mark.parametrize("seed", [0, 1, 2, 4])
def test_valid_seconds_are_those_the_true_press_is_in_the_band(seed: int) -> None:
    """Within a tenth of a second: what "six" is counted by, from half the gentle band's lower end on."""
    room = simulated_room([], seed=seed, sides=["right"])
    play_patient(room)
    (side,) = room.live.record()["record"]["sides"]
    played = live_set(seed, "everyday", [], "right", hold_s=6, reps=7, rest_s=3)
    times, press_n = played.clean("force")
    lowest_n, highest_n = load_exercise(EXERCISE).dose.press_band_n or (0.0, math.inf)
    for rep, true in zip(side["reps"], played.truth.attempts, strict=True):
        around = [i for i, t_s in enumerate(times) if true.start_s - 0.5 <= t_s < true.end_s + 0.5]
        above_n = [press_n[i] - true.sensors["force"].rest for i in around]
        held_s = in_band_s([times[i] for i in around], above_n, (lowest_n / 2, highest_n * 2))
        assert rep["valid_hold_s"] == pytest.approx(held_s, abs=0.1)
