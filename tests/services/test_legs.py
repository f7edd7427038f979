"""A recording of the press in which something also shows the leg: the press counts, the leg adds what it shows."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from levelhip.exercise.signals import COLUMNS
from levelhip.ports import Chunk, Recording
from levelhip.reports.session_text import print_session
from levelhip.services.measure import measure
from levelhip.session.record import SessionRecord
from tests.session.two_sensors import BELT, QUANTITIES, rows, simulated

Table = dict[str, list[float]]
NAN = math.nan


@cache
def both(kind: str) -> tuple[Table, list[str]]:
    """Press and leg, each in rows of its own, by time."""
    session = simulated(3, reps=2)
    names = COLUMNS[QUANTITIES[kind]]
    start_s, end_s = next((each.start_s, each.end_s) for each in session.truth.segments if each.kind == "set")
    told = [(t_s, 0, (x, *[NAN] * len(names))) for t_s, x in rows(session, "force")]
    for t_s, sample in rows(session, kind):
        told.append((t_s, 1, (NAN, *(sample if isinstance(sample, tuple) else (sample,)))))
    told.sort(key=lambda row: row[:2])
    columns = zip(*(values for _, _, values in told), strict=True)
    table = {"t_s": [t_s for t_s, _, _ in told], **dict(zip(("force_n", *names), map(list, columns), strict=True))}
    sides = ["right" if start_s <= t_s < end_s and not which else "" for t_s, which, _ in told]
    return table, sides


def recording(table: Table, sides: list[str], cuts: tuple[int, ...] = ()) -> Recording:
    edges = sorted({0, len(sides), *(cut % len(sides) for cut in cuts)})

    def chunks() -> Iterator[Chunk]:
        for a, b in pairwise(edges):
            yield Chunk(table["t_s"][a:b], {n: v[a:b] for n, v in table.items() if n != "t_s"}, sides[a:b])

    return Recording("two sensors", (*table, "side"), chunks())


def measured(kind: str, *cuts: int) -> SessionRecord:
    return measure(recording(*both(kind), cuts), BELT).record


@pytest.mark.parametrize("kind", QUANTITIES)
def test_the_press_counts_as_it_does_alone_and_the_leg_adds(kind: str) -> None:
    table, sides = both(kind)
    kept = [i for i, force_n in enumerate(table["force_n"]) if not math.isnan(force_n)]
    alone = {name: [table[name][i] for i in kept] for name in ("t_s", "force_n")}
    pressed = measure(recording(alone, [sides[i] for i in kept]), BELT).record
    record = measured(kind)
    assert replace(record, lifts=(), lift_sources=()).as_dict() == pressed.as_dict()
    assert not {"lifts", "sources"} & set(pressed.as_dict())
    told = record.as_dict()
    assert [(lift["side"], lift["number"]) for lift in told["lifts"]] == [("right", 1), ("right", 2)]
    assert all(None not in lift.values() for lift in told["lifts"])
    assert told["sources"]["lift_deg"] == str(QUANTITIES[kind])
    assert told["sources"]["hold_start_s"] == "force_n"


@given(cuts=st.lists(st.integers(1, 10_000), max_size=4))
@settings(max_examples=5, deadline=None)
def test_how_a_file_is_cut_does_not_matter(cuts: list[int]) -> None:
    assert measured("shin", *cuts).lifts == measured("shin").lifts


def test_time_that_begins_anew_begins_a_stretch_for_both() -> None:
    table, sides = both("shin")
    twice = measure(recording({name: [*v, *v] for name, v in table.items()}, [*sides, *sides]), BELT).record
    assert twice.signal.segments == 2
    assert [lift.number for lift in twice.lifts] == [rep.number for side in twice.sides for rep in side.reps]
    once = measured("shin").lifts
    assert [replace(lift, number=lift.number - 2) for lift in twice.lifts[2:]] == list(once)


def test_the_table_has_a_column_for_it() -> None:
    def printed(record: SessionRecord) -> str:
        out = io.StringIO()
        print_session(record, Console(file=out, width=120))
        return out.getvalue()

    record = measured("shin")
    assert f"{record.lifts[0].lift_deg:.0f}°" in printed(record)
    assert " lift " in printed(record)
    assert " lift " not in printed(replace(record, lifts=(), lift_sources=()))
