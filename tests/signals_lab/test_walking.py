"""Gluteus medius of one person walking: a burst before each of six touchdowns, none in mid-swing (docs/emg.md)."""

from __future__ import annotations

import csv
import gzip
from itertools import pairwise
from typing import Final

import numpy as np
import pytest

from levelhip.signals_lab.emg_muscle import read_muscle
from levelhip.testing.real_recordings import SKIP_REASON, recordings_folder

BEFORE_S: Final = 0.25
"""An onset lies so long before a touchdown at most: what the swing has before that is mid-swing."""

Spans = list[tuple[float, float]]


@pytest.fixture(scope="module")
def walking() -> tuple[Spans, Spans]:
    """The bursts, and the stances from touchdown to lift-off; seconds of the recording."""
    folder = recordings_folder()
    if folder is None:
        pytest.skip(SKIP_REASON)
    with gzip.open(folder / "gmed_emg" / "ID0012_TW_01_emg.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (folder / "gmed_emg" / "ID0012_TW_01_cycles.csv").open(encoding="utf-8") as file:
        stances = [(float(row["touchdown_s"]), float(row["liftoff_s"])) for row in csv.DictReader(file)]
    t_s = np.array([float(row["time"]) for row in rows])
    found = read_muscle(t_s, np.array([float(row["ME"]) for row in rows]))
    assert found.quality.verdict == "good"
    end_s = float(t_s[-1])
    bursts = [
        (t_s[0] + (each.onset_s or 0.0), end_s if each.offset_s is None else t_s[0] + each.offset_s)
        for each in found.bursts.bursts
    ]
    return bursts, stances


def test_six_of_six_begin_within_a_quarter_of_a_second_before_touchdown(walking: tuple[Spans, Spans]) -> None:
    bursts, stances = walking
    assert len(stances) == 6
    for touchdown_s, _ in stances:
        (lead_s,) = [touchdown_s - on for on, off in bursts if on <= touchdown_s < off]
        assert 0 <= lead_s <= BEFORE_S


def test_none_in_mid_swing(walking: tuple[Spans, Spans]) -> None:
    """From lift-off until an onset may come nothing is on: not even the end of a burst, or a short one of its own."""
    bursts, stances = walking
    for (_, liftoff_s), (touchdown_s, _) in pairwise(stances):
        assert not [1 for on, off in bursts if on < touchdown_s - BEFORE_S and off > liftoff_s]
        assert len([1 for on, _ in bursts if liftoff_s <= on < touchdown_s]) == 1


def test_each_burst_is_over_by_the_end_of_its_stance(walking: tuple[Spans, Spans]) -> None:
    bursts, stances = walking
    for touchdown_s, liftoff_s in stances:
        (left_s,) = [liftoff_s - off for on, off in bursts if on <= touchdown_s < off]
        assert left_s > 0


def test_where_swing_is_half_over_two_of_five_have_just_begun(walking: tuple[Spans, Spans]) -> None:
    """The middle of a swing of 0.37 s lies 0.19 s before touchdown, where the row lets a burst begin."""
    bursts, stances = walking
    begun_s = []
    for (_, liftoff_s), (touchdown_s, _) in pairwise(stances):
        middle_s = (liftoff_s + touchdown_s) / 2
        assert touchdown_s - middle_s < BEFORE_S
        begun_s += [middle_s - on for on, off in bursts if on < middle_s < off]
    assert len(begun_s) <= 2
    assert all(each < 0.05 for each in begun_s)
