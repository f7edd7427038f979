"""Whatever a belt's sensor sends, and whenever: nothing breaks, and a replay agrees."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.coaching.live import compare_records, replay_live
from levelhip.coaching.live_table import as_table
from levelhip.session.progressor import Weight, weight_packet
from tests.coaching.belt_people import belt_room, connected, put_packet
from tests.coaching.live_people import Room, put_samples

WEIGHTS = st.builds(Weight, st.floats(width=32), st.integers(0, 2**32 - 1))
PACKETS = st.one_of(
    st.binary(min_size=1, max_size=40),
    st.lists(WEIGHTS, min_size=1, max_size=31).map(lambda weights: weight_packet(tuple(weights))),
)
STEPS = st.one_of(
    st.tuples(st.just("packet"), PACKETS),
    st.tuples(st.just("pull"), st.tuples(st.floats(-20, 20), st.floats(0.1, 8))),
    st.tuples(st.just("connected"), st.none()),
    st.tuples(st.just("shin"), st.lists(st.tuples(*3 * [st.floats(-2, 2)]), min_size=1, max_size=40)),
    st.tuples(st.just("wait"), st.floats(0, 40)),
    st.tuples(st.just("command"), st.sampled_from(("begin", "zero", "skip_wait", "pause", "resume", "stop", "hidden"))),
)


def do(room: Room, what: str, how: Any) -> None:  # noqa: ANN401 - whatever the step carries
    match what:
        case "packet":
            put_packet(room, how)
        case "connected":
            connected(room)
        case "wait":
            room.advance(room.now_s + how)
        case "command":
            room.command(how)
        case "shin":
            put_samples(room, "acceleration_g", [(room.now_s + i / 50, list(g)) for i, g in enumerate(how)])
        case _:
            kg, seconds = how
            for _ in range(round(10 * seconds)):
                room.now_s = round(room.now_s + 0.1, 6)
                us = round(room.now_s * 1e6)
                put_packet(room, weight_packet((Weight(kg, us - 50_000), Weight(kg, us))))


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=20))
def test_any_packets_at_any_time(steps: list[tuple[str, Any]]) -> None:
    room = belt_room(reps=2, hold_s=3, beside="shin")
    for what, how in steps:
        do(room, what, how)
    record = room.live.record()
    journal = json.loads(json.dumps(room.journal, allow_nan=False))
    json.dumps([room.outputs, record], allow_nan=False)
    assert compare_records(record, replay_live(room.config, journal)) == []
    table = as_table(room.config, journal)
    assert len({len(column) for column in table.values()}) == 1


@settings(max_examples=15)
@given(st.integers(1, 20), st.integers(0, 2**32 - 1))
def test_however_readings_are_packed_and_wherever_the_device_counts_from(in_packet: int, since_us: int) -> None:
    """A pull of known length before the set: zeroed, pulled and started all the same."""
    room = belt_room()
    forces = [0.5] * 80 * 14 + [2.5] * 80 + [0.5] * 80 * 5
    waiting: list[Weight] = []
    for n, kg in enumerate(forces, 1):
        waiting.append(Weight(kg, (since_us + n * 12_500) % 2**32))
        if len(waiting) == in_packet:
            put_packet(room, weight_packet(tuple(waiting)), round(n / 80, 6))
            waiting.clear()
    assert [key for key in room.keys if key != "not_ready"] == ["hang_loose", "lie", "start"]
