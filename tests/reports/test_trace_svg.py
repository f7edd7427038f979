from __future__ import annotations

import math
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.signals import Quantity
from levelhip.reports.trace_layout import broken_spans, lay_strips, runs, thin, ticks, value_range
from levelhip.reports.trace_panels import draw_panels
from levelhip.reports.trace_svg import render_trace_svg
from levelhip.session.measures import RepMeasures, SetMeasures
from levelhip.session.record import Rep, SessionRecord, SideRecord, Trace, TracePoint
from tests.reports.factories import (
    make_empty,
    make_measures,
    make_session,
    make_side,
    parse,
    unknown_measures,
    with_gap,
)

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = st.floats() | st.floats(-50, 400)


def words_of(svg: str) -> list[str]:
    return [element.text or "" for element in parse(svg).iter(f"{SVG}text")]


def of_class(svg: str, name: str) -> list[ET.Element]:
    return [element for element in parse(svg).iter() if element.get("class") == name]


def assert_sound(svg: str) -> None:
    parse(svg)
    numbers = " ".join(re.findall(r'\s(?:x|y|x1|x2|y1|y2|d|width|height)="([^"]*)"', svg))
    assert not re.search(r"nan|inf|e[+-]?\d", numbers, re.IGNORECASE)
    assert not re.search(r"\b(nan|inf|None)\b", " ".join(words_of(svg)))


def test_every_repetition_is_numbered_and_has_its_target() -> None:
    svg = render_trace_svg(*make_session())
    words = words_of(svg)
    assert [word for word in words if word in "1234567"] == list("12345671234567")
    assert "Left side · 7" in words
    assert "Right side · 7" in words
    assert len(of_class(svg, "lh-outline")) == 14 + 1  # one in the legend
    assert any("(N)" in word for word in words)


def test_the_target_is_filled_for_what_was_valid() -> None:
    record, trace = make_session(sides=("left",), per_side=1)
    side = make_side("left", [Rep("left", 1, make_measures(4.0, valid_s=3.0), ())], record.prescription)
    svg = render_trace_svg(replace(record, sides=(side,)), trace)
    outline, fill = of_class(svg, "lh-outline")[0], of_class(svg, "lh-accent")[0]
    assert float(fill.get("width", "")) == pytest.approx(0.5 * float(outline.get("width", "")), abs=0.2)


def test_phases_are_told_apart_by_pattern() -> None:
    svg = render_trace_svg(*make_session(per_side=10))
    for name in ("lift", "release", "broken"):
        assert f"url(#lh-{name})" in svg
        assert name in words_of(svg)


def test_a_gap_stays_open() -> None:
    record, trace = make_session()
    whole = len(of_class(render_trace_svg(record, trace), "lh-signal"))
    torn = render_trace_svg(*with_gap(record, trace, 100.0, 104.0))
    assert len(of_class(torn, "lh-signal")) == whole + 1
    assert "no signal" in words_of(torn)


def test_missing_numbers_are_a_gap_too() -> None:
    record, trace = make_session()
    holes = tuple(replace(p, low=math.nan) if 100 <= p.t_s < 104 else p for p in trace.segments[0])
    assert "no signal" in words_of(render_trace_svg(record, Trace((holes,))))


def test_segments_stand_side_by_side_with_a_break() -> None:
    record, trace = make_session(segments=2)
    strips = lay_strips(record, trace, 0.0, 900.0)
    assert [strip.number for strip in strips] == [1, 2]
    assert strips[0].x1 < strips[1].x0
    assert "clock restarts" in words_of(render_trace_svg(record, trace))


def test_many_repetitions_thin_their_labels() -> None:
    words = words_of(render_trace_svg(*make_session(per_side=50)))
    numbers = [word for word in words if re.fullmatch(r"\d+", word)]
    assert "50" in numbers
    assert "7" not in numbers


def test_an_hour_stays_small() -> None:
    svg = render_trace_svg(*make_session(per_side=180))
    assert len(svg) < 250_000


@pytest.mark.parametrize("points", [True, False])
def test_nothing_found_shows_what_would_count(*, points: bool) -> None:
    words = words_of(render_trace_svg(*make_empty(points=points)))
    assert any("at least 5" in word for word in words)
    assert points or any("No signal" in word for word in words)


def test_one_point_and_one_unknown_repetition() -> None:
    record, _ = make_session(per_side=1)
    assert_sound(render_trace_svg(record, Trace(((TracePoint(1.0, 2.0, 3.0),),))))
    side = make_side(None, [Rep(None, 1, unknown_measures(), ())], record.prescription)
    assert_sound(render_trace_svg(replace(record, sides=(side,)), Trace(())))


def test_a_lone_spike_does_not_flatten_the_rest() -> None:
    record, trace = make_session(faulty=False)
    spiked = (*trace.segments[0], TracePoint(trace.segments[0][-1].t_s + 0.1, 0.0, 5000.0))
    _, top, beyond = value_range(record, Trace((spiked,)))
    assert top < 100
    assert beyond == 5000.0
    assert any("5000" in word for word in words_of(render_trace_svg(record, Trace((spiked,)))))


def test_themes() -> None:
    record, trace = make_session(per_side=1)
    light, dark, auto = (render_trace_svg(record, trace, theme=theme) for theme in ("light", "dark", "auto"))
    assert light != dark
    assert "prefers-color-scheme:dark" in auto
    assert "@media" not in light + dark


def test_where_a_hold_was_broken() -> None:
    record, trace = make_session(sides=("left",), per_side=1)
    whole = record.sides[0].reps[0]
    rep = replace(whole, measures=replace(whole.measures, broken_s=1.4))
    side = make_side("left", [rep], record.prescription)
    strip = lay_strips(replace(record, sides=(side,)), trace, 0.0, 900.0)[0]
    assert broken_spans(rep, strip.points) == []  # this trace shows no break
    record, trace = make_session(sides=("left",), per_side=20)
    broken = next(rep for rep in record.sides[0].reps if rep.measures.broken_s > 0)
    ((start, end),) = broken_spans(broken, lay_strips(record, trace, 0.0, 900.0)[0].points)
    assert end - start == pytest.approx(1.4, abs=0.2)
    middle = (broken.measures.hold_start_s + broken.measures.hold_end_s) / 2
    assert start < middle < end


def test_panels_share_one_axis_and_have_ids_of_their_own() -> None:
    record, trace = make_session()
    panels = draw_panels(record, trace)
    assert len(panels) == 2
    ids = re.findall(r'\bid="([^"]*)"', "".join(panels))
    assert len(ids) == len(set(ids))
    assert sum("lift" in words_of(panel) for panel in panels) == 1  # the legend, once


@given(st.text(), st.text(), st.text())
def test_hostile_names(source: str, name: str, fault: str) -> None:
    record, trace = make_session(sides=("left",), per_side=2, source=source, name=name, step_s=1.0)
    reps = [replace(rep, faults=(fault,)) for rep in record.sides[0].reps]
    record = replace(record, sides=(make_side("left", reps, record.prescription),))
    record = replace(record, signal=replace(record.signal, unit=source))
    parse(render_trace_svg(record, trace))


@st.composite
def odd_sessions(draw: st.DrawFn) -> tuple[SessionRecord, Trace]:
    record, _ = make_session(sides=("left",), per_side=1, quantity=draw(st.sampled_from([*Quantity])))
    measures = st.builds(RepMeasures, *([NUMBERS] * 10))
    reps = st.builds(
        Rep,
        st.sampled_from(["left", "right", None]),
        st.integers(1, 10**6),
        measures,
        st.just(("too_hard",)),
        st.sampled_from(["measured", "self-reported"]),
        st.integers(1, 3),
    )
    totals = st.builds(SetMeasures, *([NUMBERS] * 5))
    sides = tuple(
        SideRecord(side, tuple(draw(st.lists(reps, max_size=4))), draw(st.integers(0, 4)), ("partial",), draw(totals))
        for side in ("left", None)
    )
    points = st.builds(TracePoint, NUMBERS, NUMBERS, NUMBERS)
    trace = Trace(tuple(tuple(part) for part in draw(st.lists(st.lists(points, max_size=8), max_size=3))))
    signal = replace(record.signal, rate_hz=draw(NUMBERS), duration_s=draw(NUMBERS))
    return replace(record, sides=sides, signal=signal), trace


@given(odd_sessions(), st.integers(100, 1500), st.integers(50, 600))
def test_odd_numbers(session: tuple[SessionRecord, Trace], width: int, height: int) -> None:
    assert_sound(render_trace_svg(*session, width=width, height=height))
    for panel in draw_panels(*session):
        assert_sound(panel)


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(-9, 9), st.floats(0, 5)), min_size=1, max_size=60))
def test_thinning_keeps_lowest_and_highest(raw: list[tuple[float, float, float]]) -> None:
    record, _ = make_session(per_side=1)
    points = tuple(TracePoint(t, low, low + more) for t, low, more in sorted(raw))
    strip = lay_strips(replace(record, sides=()), Trace((points,)), 0.0, 40.0)[0]
    thinned = thin(strip.points, strip)
    assert len(thinned) <= 41
    assert min(p.low for p in thinned) == min(p.low for p in points)
    assert max(p.high for p in thinned) == max(p.high for p in points)
    assert sum(len(run) for run in runs(strip.points)) == len(points)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(1, 8))
def test_ticks_are_round_and_inside(bottom: float, spread: float, count: int) -> None:
    found = ticks(bottom, bottom + spread, count)
    assert len(found) <= count + 2
    assert all(bottom - 1e-6 * spread - 1e-6 <= tick <= bottom + spread * (1 + 1e-6) + 1e-6 for tick in found)
