"""What is kept of a session, its JSON, and what is said of it in words."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from levelhip import __version__
from levelhip.exercise.signals import Quantity, Side
from levelhip.session.events import AttemptMissed, FormFault, RepCompleted
from levelhip.session.measures import RepMeasures, set_measures
from levelhip.session.record import Rep, SessionRecord, SideRecord, SignalInfo, advice, summarise
from levelhip.session.replay import RecordBuilder
from tests.session import people
from tests.session.people import MOVEMENT, Path, measured, task

REP = replace(people.REP, start_s=0.1234567891, steadiness_cv=math.nan, release_s=math.inf)
"""Not all of it is known."""


def side(name: Side | None, *faults: tuple[str, ...], complete: int = 0, measures: RepMeasures = REP) -> SideRecord:
    reps = tuple(Rep(name, i + 1, measures, each) for i, each in enumerate(faults))
    return SideRecord(name, reps, complete, (), set_measures([measures] * len(faults)))


def record(*sides: SideRecord, key: str | None = None) -> SessionRecord:
    prescription = task(key) if key else task()
    signal = SignalInfo(Quantity.FORCE, "press", "N", 50.0, 123.4, 0)
    return SessionRecord(prescription, "morning.csv", signal, sides, ())


# -- JSON -----------------------------------------------------------------------------------------------------------


def test_the_surface_has_the_keys_that_were_promised() -> None:
    data = record(side("right", ("short_hold",), ())).as_dict()
    assert list(data) == [
        "schema", "exercise", "source", "started_at", "signal", "engine", "prescription", "sides", "summary",
        "warnings",
    ]  # fmt: skip
    assert list(data["signal"]) == ["quantity", "feature", "unit", "rate_hz", "duration_s", "gaps", "segments"]
    assert list(data["prescription"]) == ["hold_s", "reps", "sides"]
    (one,) = data["sides"]
    assert list(one) == [
        "side", "rep_count", "complete_count", "missed", "valid_hold_total_s", "time_under_tension_s", "tempo_s",
        "range_median", "drop_off_percent", "reps",
    ]  # fmt: skip
    assert list(one["reps"][0]) == [
        "number", "start_s", "hold_start_s", "hold_end_s", "end_s", "valid_hold_s", "broken_s", "peak", "mean_hold",
        "steadiness_cv", "release_s", "faults", "provenance", "segment",
    ]  # fmt: skip
    assert (data["schema"], data["exercise"]) == ("levelhip.session/1", "isometric_hip_abduction")
    assert data["engine"] == __version__
    assert one["reps"][0]["faults"] == ["short_hold"]
    assert one["reps"][0]["provenance"] == "measured"


def test_what_is_not_known_is_null() -> None:
    data = record(side(None, ())).as_dict()
    rep = data["sides"][0]["reps"][0]
    assert rep["steadiness_cv"] is None
    assert rep["release_s"] is None
    assert data["sides"][0]["tempo_s"] is None
    assert data["sides"][0]["side"] is None
    assert rep["start_s"] == 0.123457


@pytest.mark.parametrize("seconds", [0, 1, 30])
def test_json_has_no_nan_and_survives(seconds: int) -> None:
    path = Path().stay(seconds)
    if seconds == 30:
        path.rep(15).stay(3).go(15, 1).stay(2)
    builder = RecordBuilder(task())
    for event in measured(path.block()):
        builder.take(event)
    data: dict[str, Any] = record(*builder.sides()).as_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_counts_of_all_sides() -> None:
    both = record(side("right", (), (), complete=2), side("left", (), complete=1))
    assert (both.rep_count, both.complete_count) == (3, 3)


# -- building -------------------------------------------------------------------------------------------------------


def test_a_record_is_built_from_events() -> None:
    builder = RecordBuilder(task(), segment=2)
    short = replace(REP, valid_hold_s=5.3, faults=("short_hold",))
    for event in (
        FormFault(1.0, "left", 1, "roll", 20.0),
        RepCompleted(1.0, "left", 1, REP),
        RepCompleted(2.0, "left", 2, short),
        AttemptMissed(3.0, "right", "touch", 9.0),
        RepCompleted(4.0, None, 1, replace(REP, valid_hold_s=5.4)),
    ):
        builder.take(event)
    right, left, unknown = builder.sides()
    assert (right.side, right.rep_count, right.missed) == ("right", 0, ("touch",))
    assert (left.side, left.rep_count, left.complete_count) == ("left", 2, 1)
    assert [rep.faults for rep in left.reps] == [("roll",), ("short_hold",)]
    assert [rep.segment for rep in left.reps] == [2, 2]
    assert (unknown.side, unknown.complete_count) == (None, 1)
    assert repr(left.totals) == repr(set_measures([REP, short]))  # NaN is not equal to itself


def test_a_second_segment_counts_on() -> None:
    builder = RecordBuilder(task())
    builder.take(RepCompleted(1.0, "right", 1, REP))
    builder.segment = 2
    builder.take(RepCompleted(1.0, "right", 1, REP))
    (right,) = builder.sides()
    assert [(rep.number, rep.segment) for rep in right.reps] == [(1, 1), (2, 2)]


# -- words ----------------------------------------------------------------------------------------------------------


def test_nothing_found() -> None:
    assert summarise(record()) == "No repetition of isometric hip abduction with a belt was found in 123 s of signal."


def test_a_hold_in_words() -> None:
    words = summarise(record(side("right", (), complete=1), side("left", (), (), complete=0)))
    assert words.startswith("Right side: 1 repetition, 1 of them held the full 6 s")
    assert "Left side: 2 repetitions, 0 of them held the full 6 s" in words
    assert words.endswith("Nothing stands out to correct: keep it like this.")


def test_a_side_without_repetitions_is_left_out() -> None:
    assert "Left" not in summarise(record(side("right", ()), side("left")))


def test_a_movement_in_words() -> None:
    words = summarise(record(side(None, (), ()), key=MOVEMENT))
    assert words.startswith("Side not known: 2 repetitions")
    assert "15 N" in words


def test_what_is_not_known_is_not_said() -> None:
    """Paced by the clock: no height, no NaN in a sentence."""
    unknown = replace(REP, peak=math.nan, mean_hold=math.nan, valid_hold_s=math.nan)
    for key in (None, MOVEMENT):
        assert "nan" not in summarise(record(side("right", (), measures=unknown), key=key))


@pytest.mark.parametrize(
    ("faults", "part"),
    [
        (("too_hard", "short_hold"), "more gently"),
        (("broken_hold", "fast_release"), "keep pressing"),
        (("short_hold", "roll"), "let go a little later"),
        (("sagged",), "against the belt"),
        (("roll", "fast_release"), "Do not roll"),
        (("bent_knee",), "Straighten your knee"),
        (("fast_release",), "more slowly"),
    ],
)
def test_one_thing_to_do_better(faults: tuple[str, ...], part: str) -> None:
    """The graver fault first; form before the speed of the release."""
    words = advice(record(side("right", faults, ())))
    assert words.startswith("Next time")
    assert part in words


def test_what_happened_once_in_many_is_no_habit() -> None:
    once = record(side("right", ("short_hold",), *[()] * 30))
    assert not advice(once).startswith("Next time")
    assert advice(record(side("right", (), ()))) == "Nothing stands out to correct: keep it like this."


def test_a_fault_without_advice_is_no_praise_either() -> None:
    assert not advice(record(side("right", ("signal_lost",)))).startswith("Next time")
