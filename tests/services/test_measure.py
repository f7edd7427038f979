"""Measure a recording: sides, segments, legs, missing values, warnings; and that neither chunks nor replay matter."""

from __future__ import annotations

import itertools
import math
import random
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.signals import COLUMNS, MARKERS, Channel, Quantity, SampleBlock, Side
from levelhip.ports import Chunk, Recording, RecordingError
from levelhip.services.measure import choose_signal, measure, needed_columns, with_dose
from levelhip.session.engine import Profile
from levelhip.session.record import SessionRecord
from levelhip.session.replay import RecordBuilder, replay
from tests.cli.conftest import press

BELT: Final = "isometric_hip_abduction"
NAN: Final = math.nan
Table = dict[str, list[float]]


def task(key: str = BELT) -> Prescription:
    return prescribe(load_exercise(key))


def presses(reps: int = 2, start_s: float = 0.0, level_n: float = 25.0) -> Table:
    rows = press(reps, start_s=start_s, level_n=level_n)
    return {"t_s": [t for t, _ in rows], "force_n": [n for _, n in rows]}


def joined(*tables: Table) -> Table:
    return {name: [value for table in tables for value in table[name]] for name in tables[0]}


def recording(
    table: Table, side: Sequence[str] | None = None, cuts: Sequence[int] = (), source: str = "made-up"
) -> Recording:
    """A table as a recording, cut into chunks at these rows."""
    rows = len(table["t_s"])
    edges = sorted({0, rows, *(cut for cut in cuts if 0 < cut < rows)})

    def chunks() -> Iterator[Chunk]:
        for start, stop in itertools.pairwise(edges):
            numbers = {name: values[start:stop] for name, values in table.items() if name != "t_s"}
            yield Chunk(table["t_s"][start:stop], numbers, None if side is None else list(side[start:stop]))

    return Recording(source, (*table, *(("side",) if side is not None else ())), chunks())


def counts(record: SessionRecord) -> list[tuple[Side | None, int]]:
    return [(side.side, side.rep_count) for side in record.sides]


def words(record: SessionRecord) -> dict[str, Any]:
    return record.as_dict()


# -- sides -------------------------------------------------------------------------------------------------------------


def test_sides_run_one_after_the_other() -> None:
    right, left = presses(2), presses(3, start_s=60.0)
    side = ["right"] * len(right["t_s"]) + ["left"] * len(left["t_s"])
    record = measure(recording(joined(right, left), side), task()).record
    assert counts(record) == [("right", 2), ("left", 3)]
    assert not record.warnings
    assert [rep.number for rep in record.sides[1].reps] == [1, 2, 3]


def test_a_side_taken_up_again_goes_on_counting() -> None:
    tables = [presses(2), presses(1, start_s=60.0), presses(1, start_s=120.0)]
    side = [
        name for name, table in zip(("right", "left", "right"), tables, strict=True) for _ in range(len(table["t_s"]))
    ]
    record = measure(recording(joined(*tables), side), task()).record
    assert counts(record) == [("right", 3), ("left", 1)]
    assert [rep.number for rep in record.sides[0].reps] == [1, 2, 3]


def test_rows_without_a_side_are_left_out() -> None:
    """Between the sides people turn over: what the sensor does there is nobody's repetition."""
    right, turning, left = presses(2), presses(2, start_s=40.0), presses(1, start_s=90.0)
    side = ["right"] * len(right["t_s"]) + [""] * len(turning["t_s"]) + ["left"] * len(left["t_s"])
    record = measure(recording(joined(right, turning, left), side), task()).record
    assert counts(record) == [("right", 2), ("left", 1)]


def test_no_side_anywhere_is_refused() -> None:
    table = presses(1)
    with pytest.raises(RecordingError, match="empty side"):
        measure(recording(table, [""] * len(table["t_s"])), task())


def test_the_side_that_is_told_is_for_files_that_do_not_say() -> None:
    table = presses(1)
    assert counts(measure(recording(table), task(), side="left").record) == [("left", 1)]
    unknown = measure(recording(table), task()).record
    assert counts(unknown) == [(None, 1)]
    assert any("--side" in warning for warning in unknown.warnings)
    assert counts(measure(recording(table, ["right"] * len(table["t_s"])), task(), side="left").record) == [
        ("right", 1)
    ]


# -- markers -----------------------------------------------------------------------------------------------------------


def standing(leg: Side, rate_hz: float = 50.0) -> Table:
    """A person of markers, standing, who lifts one straight leg out to the side three times."""
    place = {
        "LASI": (100.0, 120.0, 1000.0), "RASI": (100.0, -120.0, 1000.0), "LPSI": (-80.0, 50.0, 1000.0),
        "RPSI": (-80.0, -50.0, 1000.0), "LKNE": (20.0, 95.0, 520.0), "RKNE": (20.0, -95.0, 520.0),
        "LANK": (20.0, 95.0, 110.0), "RANK": (20.0, -95.0, 110.0),
    }  # fmt: skip
    table: Table = {"t_s": []}
    for name in MARKERS:
        for axis in "xyz":
            table[f"{name}_{axis}_mm"] = []
    for i in range(int(15 * rate_hz)):
        t = i / rate_hz
        table["t_s"].append(t)
        angle = math.radians(30.0) * max(0.0, math.sin(2 * math.pi * (t - 2) / 4)) if 2 <= t < 14 else 0.0
        for name, (x, y, z) in place.items():
            if name[0] == leg[0].upper() and name[1:] in ("KNE", "ANK"):
                length, outward = 930.0 - z, math.copysign(1.0, y)
                y, z = y + outward * length * math.sin(angle), 930.0 - length * math.cos(angle)  # noqa: PLW2901
            for axis, value in zip("xyz", (x, y, z), strict=True):
                table[f"{name}_{axis}_mm"].append(value)
    return table


@pytest.mark.parametrize("leg", ["left", "right"])
def test_markers_show_which_leg_moved(leg: Side) -> None:
    measured = measure(recording(standing(leg)), task("standing_hip_abduction"))
    assert counts(measured.record) == [(leg, 3)]
    assert any(f"the {leg} leg moved more" in warning for warning in measured.record.warnings)
    assert measured.record.sides[0].totals.range_median == pytest.approx(30.0, abs=4.0)


def test_the_leg_that_is_told_is_measured() -> None:
    table = standing("left")
    assert counts(measure(recording(table), task("standing_hip_abduction"), side="left").record) == [("left", 3)]
    assert not counts(measure(recording(table), task("standing_hip_abduction"), side="right").record)


def test_markers_of_one_leg_only() -> None:
    table = {name: values for name, values in standing("right").items() if not name.startswith(("LKNE", "LANK"))}
    assert counts(measure(recording(table), task("standing_hip_abduction")).record)[0][1] == 3


# -- missing values, segments, warnings --------------------------------------------------------------------------------


def test_columns_that_are_all_missing_are_refused() -> None:
    table = presses(1)
    table["force_n"] = [NAN] * len(table["t_s"])
    with pytest.raises(RecordingError, match="no usable value"):
        measure(recording(table), task())


def test_missing_samples_are_said_and_never_held() -> None:
    table = presses(2)
    for i, t in enumerate(table["t_s"]):
        if 6.0 <= t < 8.0:
            table["force_n"][i] = NAN
    record = measure(recording(table), task()).record
    assert counts(record) == [(None, 2)]
    first, second = (rep.measures for rep in record.sides[0].reps)
    assert first.valid_hold_s == pytest.approx(second.valid_hold_s - 2.0, abs=0.1)
    assert any("40 of" in warning and "missing" in warning for warning in record.warnings)
    assert "signal_lost" in record.sides[0].reps[0].faults


def test_single_missing_samples_change_little() -> None:
    whole = measure(recording(presses(2)), task()).record
    table = presses(2)
    for i in range(7, len(table["t_s"]), 9):
        table["force_n"][i] = NAN
    holey = measure(recording(table), task()).record
    assert counts(holey) == counts(whole)
    for ours, theirs in zip(holey.sides[0].reps, whole.sides[0].reps, strict=True):
        assert ours.measures.valid_hold_s == pytest.approx(theirs.measures.valid_hold_s, abs=0.2)


def test_every_jump_back_is_a_segment_and_is_said_once() -> None:
    record = measure(recording(joined(presses(2), presses(1), presses(1))), task()).record
    assert record.signal.segments == 3
    assert [(rep.number, rep.segment) for rep in record.sides[0].reps] == [(1, 1), (2, 1), (3, 2), (4, 3)]
    assert len([warning for warning in record.warnings if "jumps back" in warning]) == 1
    assert record.signal.duration_s == pytest.approx(28.0 + 2 * 15.5, abs=0.2)


def test_the_jump_may_lie_anywhere_in_a_chunk() -> None:
    table = joined(presses(1), presses(1))
    half = len(table["t_s"]) // 2
    found = [words(measure(recording(table, cuts=[cut]), task()).record) for cut in (half - 1, half, half + 1)]
    assert found[0] == found[1] == found[2]


def test_late_samples_are_left_out_and_said() -> None:
    """Less than a second back is no new beginning."""
    table = presses(1)
    for values in table.values():
        values[100], values[101] = values[101], values[100]
    record = measure(recording(table), task()).record
    assert record.signal.segments == 1
    assert counts(record) == [(None, 1)]
    assert any("left out" in warning for warning in record.warnings)


def test_late_samples_of_a_later_segment_are_said_too() -> None:
    first, second = presses(1), presses(1)
    for values in second.values():
        values[100], values[101] = values[101], values[100]
    record = measure(recording(joined(first, second)), task()).record
    assert any("left out" in warning for warning in record.warnings)


def test_time_that_stands_still_is_refused() -> None:
    table = presses(1)
    table["t_s"] = [4.0] * len(table["t_s"])
    with pytest.raises(RecordingError, match="time does not go forward"):
        measure(recording(table), task())


def test_gravity_in_metres_is_said() -> None:
    table = {"t_s": [i / 50 for i in range(1000)]}
    table |= {"ax_g": [0.0] * 1000, "ay_g": [0.0] * 1000, "az_g": [9.81] * 1000}
    warnings = measure(recording(table), task("clamshell")).record.warnings
    assert any("9.8" in warning and "m/s2" in warning for warning in warnings)
    table["az_g"] = [1.0] * 1000
    assert not measure(recording(table), task("clamshell")).record.warnings


def test_few_samples_a_second_are_said() -> None:
    table = {name: values[::8] for name, values in presses(2).items()}
    record = measure(recording(table), task()).record
    assert record.signal.rate_hz == pytest.approx(2.5)
    assert any("are few" in warning for warning in record.warnings)


def test_gaps_are_counted() -> None:
    table = presses(2)
    keep = [i for i, t in enumerate(table["t_s"]) if not (0.5 < t < 1.5 or 13.0 < t < 14.5)]
    record = measure(recording({name: [values[i] for i in keep] for name, values in table.items()}), task()).record
    assert record.signal.gaps == 2
    assert counts(record) == [(None, 2)]


# -- signals and columns -----------------------------------------------------------------------------------------------


def test_the_best_signal_there_is() -> None:
    task_ = task()
    everything = [name for quantity in Quantity for name in COLUMNS[quantity]]
    assert choose_signal(task_, everything, None).quantity is Quantity.FORCE
    without = [name for name in everything if name not in ("force_n", "strand_tension_n")]
    assert choose_signal(task_, without, None).quantity is Quantity.LANDMARKS
    assert choose_signal(task_, ["t_s", *COLUMNS[Quantity.ACCELERATION]], None).quantity is Quantity.ACCELERATION


def test_what_is_found_and_what_is_needed_is_said() -> None:
    with pytest.raises(RecordingError) as caught:
        choose_signal(task(), ["t_s", "ax_g", "ay_g"], None)
    message = str(caught.value)
    assert "t_s, ax_g, ay_g" in message
    assert "ax_g ay_g az_g" in message
    assert "\n" not in message


def test_what_nothing_can_measure_is_said_to_be_so() -> None:
    with pytest.raises(RecordingError, match="side_plank cannot be measured from any recording: the clock alone"):
        choose_signal(task("side_plank"), ["t_s", "ax_g", "ay_g", "az_g"], None)


def test_only_the_leg_that_is_measured_is_needed() -> None:
    signal = task("standing_hip_abduction").exercise.signals[0]
    assert "LKNE_x_mm" in needed_columns(signal, "left")
    assert "RKNE_x_mm" not in needed_columns(signal, "left")


def test_a_strand_is_half_the_press() -> None:
    table = presses(2)
    strand = {"t_s": table["t_s"], "strand_tension_n": [n / 2 for n in table["force_n"]]}
    one, other = (measure(recording(each), task()).record.sides[0] for each in (table, strand))
    assert one.totals.range_median == pytest.approx(other.totals.range_median)


def test_a_dose_of_ones_own() -> None:
    plain = task()
    assert with_dose(plain, None) is plain
    assert with_dose(plain, 10.0) == replace(plain, hold_s=10.0)
    with pytest.raises(ValueError, match="0-600"):
        with_dose(plain, -1.0)


# -- chunks, memory, replay --------------------------------------------------------------------------------------------


def two_sides() -> tuple[Table, list[str]]:
    """Both sides, noise, missing values, turning over, and a clock that begins anew."""
    dice = random.Random(4)
    right, turning, left, again = presses(2), presses(1, start_s=35.0), presses(2, start_s=55.0), presses(1)
    table = joined(right, turning, left, again)
    table["force_n"] = [NAN if dice.random() < 0.02 else n + dice.gauss(0.0, 0.2) for n in table["force_n"]]
    side = ["right"] * len(right["t_s"]) + [""] * len(turning["t_s"])
    return table, side + ["left"] * (len(left["t_s"]) + len(again["t_s"]))


TABLE, SIDE = two_sides()
WHOLE = words(measure(recording(TABLE, SIDE), task()).record)


@given(st.lists(st.integers(1, len(SIDE) - 1), max_size=40))
def test_chunks_do_not_matter(cuts: list[int]) -> None:
    measured = measure(recording(TABLE, SIDE, cuts), task())
    assert words(measured.record) == WHOLE


def test_row_by_row() -> None:
    assert words(measure(recording(TABLE, SIDE, range(len(SIDE))), task()).record) == WHOLE


def test_the_picture_does_not_depend_on_chunks_either() -> None:
    table = presses(3)
    everywhere: tuple[Sequence[int], ...] = ((), range(0, 900, 7))
    pictures = [measure(recording(table, cuts=cuts), task()).trace for cuts in everywhere]
    assert pictures[0] == pictures[1]


@given(st.lists(st.integers(1, 599), max_size=10))
def test_markers_in_chunks(cuts: list[int]) -> None:
    table = MOVED
    record = measure(recording(table, cuts=cuts), task("standing_hip_abduction")).record
    assert words(record) == MOVED_WHOLE


MOVED = standing("left", rate_hz=40.0)
MOVED_WHOLE = words(measure(recording(MOVED), task("standing_hip_abduction")).record)


@pytest.mark.parametrize("size", [1, 17, 1000])
def test_replayed_is_as_measured(size: int) -> None:
    """The same samples as blocks through `replay` give the same repetitions."""
    table = presses(3)
    channel = Channel("made-up", Quantity.FORCE, "right")
    t_s, force_n = tuple(table["t_s"]), tuple(table["force_n"])
    blocks = [SampleBlock(channel, t_s[i : i + size], force_n[i : i + size]) for i in range(0, len(t_s), size)]
    builder = RecordBuilder(task())
    for event in replay(task(), Profile(driver=Quantity.FORCE), blocks):
        builder.take(event)
    assert repr(builder.sides()) == repr(measure(recording(table), task(), side="right").record.sides)


def endless(reps: int) -> Recording:
    """A long recording that is made while it is read: no table of it exists."""
    one = presses(1)
    length_s = 15.5

    def chunks() -> Iterator[Chunk]:
        for k in range(reps):
            yield Chunk([t + k * length_s for t in one["t_s"]], {"force_n": list(one["force_n"])})

    return Recording("endless", ("t_s", "force_n"), chunks())


@pytest.mark.slow
def test_memory_does_not_grow_with_the_recording() -> None:
    """Eight times as long may cost what the repetitions themselves need, a few kilobytes each."""
    peaks = []
    for reps in (100, 800):
        tracemalloc.start()
        record = measure(endless(reps), task()).record
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert record.rep_count == reps
    assert peaks[1] - peaks[0] < 700 * 4000 + 1_000_000


def test_progress_is_told() -> None:
    told: list[float | None] = []
    measure(recording(presses(2), cuts=[100, 200]), task(), progress=told.append)
    assert len(told) == 3
