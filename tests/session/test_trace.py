from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from levelhip.session.trace import MOST_POINTS, TraceCollector


@given(st.lists(st.tuples(st.floats(0.001, 0.05), st.floats(-100, 100)), min_size=1, max_size=300))
def test_a_trace_keeps_the_extremes_and_the_order(steps: list[tuple[float, float]]) -> None:
    collector = TraceCollector()
    now_s = 0.0
    for step_s, x in steps:
        now_s += step_s
        collector.take(now_s, x)
    points = collector.points(upside_down=False, zero=0.0)
    values = [x for _, x in steps]
    assert max(point.high for point in points) == max(values)
    assert min(point.low for point in points) == min(values)
    assert all(earlier.t_s < later.t_s for earlier, later in pairwise(points))
    assert all(point.low <= point.high for point in points)


def test_a_trace_of_any_length_is_bounded_and_loses_no_spike() -> None:
    collector = TraceCollector()
    spikes = {12_345, 25_000, 49_999}
    for i in range(50_000):
        collector.take(0.01 * i, 90.0 if i in spikes else -40.0 if i == 30_000 else 0.0)
    points = collector.points(upside_down=False, zero=0.0)
    assert len(points) <= MOST_POINTS
    assert [round(point.t_s) for point in points if point.high == 90.0] != []
    assert len([point for point in points if point.high == 90.0]) == len(spikes)
    assert min(point.low for point in points) == -40.0


def test_a_trace_is_told_from_rest_and_lifted_is_up() -> None:
    collector = TraceCollector()
    for i, x in enumerate((10.0, 10.0, 4.0)):
        collector.take(0.1 * i, x)
    up = collector.points(upside_down=False, zero=10.0)
    down = collector.points(upside_down=True, zero=10.0)
    assert [point.high for point in up] == [0.0, 0.0, -6.0]
    assert [point.low for point in down] == [0.0, 0.0, 6.0]


def test_a_trace_of_nothing_is_empty() -> None:
    assert TraceCollector().points(upside_down=False, zero=0.0) == ()
