"""A simulated patient for a live session: one set, its truth, and going on from any attempt."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from levelhip.exercise.signals import Side
from levelhip.simulation.live import STILL_S, LivePatient, live_patient

SIDES: tuple[Side, Side] = ("left", "right")


@cache
def patient(side: Side = "right", **more: object) -> LivePatient:
    return live_patient(3, "everyday", (), side, **more)  # type: ignore[arg-type] # the options by name


@pytest.mark.parametrize("side", SIDES)
def test_lying_still_first_then_seven(side: Side) -> None:
    t_s, force_n, truth = patient(side)
    assert 0 <= t_s[0] < 0.1
    assert all(later > earlier for earlier, later in pairwise(t_s))
    assert [each["number"] for each in truth] == [1, 2, 3, 4, 5, 6, 7]
    still = [f for t, f in zip(t_s, force_n, strict=True) if t < STILL_S]
    assert max(still) - min(still) < 1.5
    assert truth[0]["start_s"] > STILL_S
    for each in truth:
        held = [f for t, f in zip(t_s, force_n, strict=True) if each["hold_start_s"] < t < each["hold_end_s"]]
        assert sum(held) / len(held) == pytest.approx(each["press_n"], abs=8.0)


def test_the_same_seed_is_the_same_patient() -> None:
    assert patient() == patient()
    assert patient().force_n != patient("left").force_n


def test_faults() -> None:
    planned = [["early_release", "right", 2, 2.0], ["broken", "right", 4, None], ["broken", "left", 1]]
    truth = live_patient(3, "everyday", planned, "right").truth
    assert [each["faults"] for each in truth] == [[], ["early_release"], [], ["broken"], [], [], []]
    assert truth[1]["hold_s"] < 3
    drawn = [live_patient(seed, "frail", None, "left").truth for seed in range(3)]
    assert any(each["faults"] for truth in drawn for each in truth)


def test_another_dose() -> None:
    truth = live_patient(3, "athletic", (), "left", hold_s=4.0, reps=2).truth
    assert len(truth) == 2
    assert truth[0]["hold_end_s"] - truth[0]["hold_start_s"] == pytest.approx(4.4, abs=0.8)


@pytest.mark.parametrize("number", [2, 5, 7])
def test_going_on_from_an_attempt(number: int) -> None:
    whole, rest = patient(), patient(from_attempt=number)
    assert [each["number"] for each in rest.truth] == list(range(number, 8))
    assert rest.truth[0]["start_s"] > STILL_S - 1.5
    assert all(later > earlier for earlier, later in pairwise(rest.t_s))
    shift = whole.truth[number - 1]["start_s"] - rest.truth[0]["start_s"]
    assert rest.truth[0]["end_s"] + shift == pytest.approx(whole.truth[number - 1]["end_s"])
    before = [f for t, f in zip(rest.t_s, rest.force_n, strict=True) if t < rest.truth[0]["start_s"] - 0.3]
    assert max(before) - min(before) < 2.5


def test_beyond_the_last_attempt_one_lies_still() -> None:
    rest = patient(from_attempt=8)
    assert rest.truth == []
    assert len(rest.t_s) > 300


def test_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="martians"):
        live_patient(1, "martians", (), "left")
    with pytest.raises(ValueError, match="hiccup"):
        live_patient(1, "everyday", [["hiccup", "left", 1]], "left")
