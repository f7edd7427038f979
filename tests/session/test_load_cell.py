"""Packets into samples: nothing lost, nothing twice, time that goes forward, holds that keep their length."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.session.load_cell import CellClock, LoadCell, Rigging, net_force_n
from levelhip.session.progressor import Weight, battery_packet, low_power_packet, weight_packet

LAP = 2**32
STEP_US = 12_500

ANY_WEIGHT = st.builds(Weight, st.floats(-300, 300, width=32), st.integers(0, LAP - 1))

Samples = list[tuple[float, float]]


def weights(count: int, first_us: int = 0, step_us: int = STEP_US) -> list[Weight]:
    return [Weight(float(k % 64), (first_us + k * step_us) % LAP) for k in range(count)]


def packets(readings: list[Weight], sizes: list[int]) -> list[list[Weight]]:
    """The readings cut into packets of these sizes, over and over."""
    cut, at, turn = [], 0, 0
    while at < len(readings):
        size = sizes[turn % len(sizes)]
        cut.append(readings[at : at + size])
        at, turn = at + size, turn + 1
    return cut


def heard(cell: LoadCell, cut: list[list[Weight]], first_us: int, delays_s: list[float], began_s: float) -> Samples:
    """What a cell gives of packets, each sent when its last reading was taken, and on the way for one of the delays."""
    samples = []
    for turn, packet in enumerate(cut):
        sent_s = began_s + ((packet[-1].device_us - first_us) % LAP) / 1e6
        samples += cell.receive(weight_packet(tuple(packet)), sent_s + delays_s[turn % len(delays_s)])
    return samples


@given(
    st.lists(st.integers(1, 15), min_size=1, max_size=5),
    st.lists(st.integers(1, 15), min_size=1, max_size=5),
    st.integers(0, LAP - 1),
)
def test_any_cutting_into_packets_gives_equal_samples(one: list[int], other: list[int], first_us: int) -> None:
    readings = weights(300, first_us)
    first, second = (
        heard(LoadCell("inline"), packets(readings, sizes), first_us, [0.02], 5.0) for sizes in (one, other)
    )
    assert [force_n for _, force_n in first] == [force_n for _, force_n in second]
    assert [t_s for t_s, _ in first] == pytest.approx([t_s for t_s, _ in second], abs=1e-5)


@given(
    st.integers(0, LAP - 1),
    st.lists(st.integers(1, 15), min_size=1, max_size=4),
    st.lists(st.floats(0.0, 0.2), min_size=1, max_size=7),
)
def test_nothing_is_lost_doubled_or_out_of_order(first_us: int, sizes: list[int], delays_s: list[float]) -> None:
    readings = weights(400, first_us)
    samples = heard(LoadCell("inline"), packets(readings, sizes), first_us, delays_s, 0.0)
    assert [force_n for _, force_n in samples] == pytest.approx([net_force_n(each.kg, "inline") for each in readings])
    assert all(after > before for (before, _), (after, _) in pairwise(samples))
    assert all(-0.001 < t_s - k * STEP_US / 1e6 < 0.4 for k, (t_s, _) in enumerate(samples))


def test_a_hold_keeps_its_length_over_the_wrap_and_with_drifting_clocks() -> None:
    """80 Hz for 100 minutes; the device's clock runs 100 ppm fast; packets take 5 to 60 ms."""
    rng = random.Random(4)
    cell, times = LoadCell("inline"), []
    for first in range(0, 80 * 6000, 10):
        reading = [Weight(1.0, round(1.0001 * STEP_US * (first + k)) % LAP) for k in range(10)]
        sent_s = (first + 9) * STEP_US / 1e6
        times += [t_s for t_s, _ in cell.receive(weight_packet(tuple(reading)), sent_s + rng.uniform(0.005, 0.06))]
    assert len(times) == 80 * 6000
    off_s = [t_s - k * STEP_US / 1e6 for k, t_s in enumerate(times)]
    assert all(0.0 < each < 0.06 for each in off_s[800:])
    assert max(abs(off_s[k + 480] - off_s[k]) for k in range(800, len(off_s) - 480, 7)) < 0.02


def test_the_first_packet_was_late_and_is_found_out_soon() -> None:
    clock = CellClock()
    off_s = [
        clock.at(k * STEP_US, k * STEP_US / 1e6 + (0.4 if k < 5 else 0.01)) - k * STEP_US / 1e6 for k in range(200)
    ]
    assert off_s[0] == pytest.approx(0.4)
    assert off_s[100] == pytest.approx(0.01, abs=1e-6)


@pytest.mark.parametrize("first_us", [0, 1_000_000, LAP - 10])
def test_a_reconnect_leaves_a_gap_and_begins_anew(first_us: int) -> None:
    cell = LoadCell("inline")
    before = heard(cell, packets(weights(100, 777), [8]), 777, [0.02], 0.0)
    cell.reconnected(3.0)
    after = heard(cell, packets(weights(100, first_us), [8]), first_us, [0.02], 3.0)
    assert len(before) == len(after) == 100
    assert after[0][0] - before[-1][0] == pytest.approx(3.0 - 99 * STEP_US / 1e6, abs=0.03)
    assert after[-1][0] - after[0][0] == pytest.approx(99 * STEP_US / 1e6, abs=0.025)


def test_a_reconnect_before_anything_was_heard() -> None:
    cell = LoadCell("inline")
    cell.reconnected(2.0)
    assert cell.receive(weight_packet((Weight(1.0, 9),)), 1.0)[0][0] > 2.0


def test_a_device_that_began_anew_without_a_word_is_noticed() -> None:
    """Both ways: its clock back at nothing, and far ahead of the host's."""
    clock = CellClock()
    assert clock.at(500_000_000, 10.0) == 10.0
    assert clock.at(100, 10.5) == 10.5
    assert clock.at(3_000_000_000, 11.0) == 11.0


def test_what_comes_twice_or_too_late_is_dropped() -> None:
    cell = LoadCell("inline")
    packet = weight_packet(tuple(weights(10)))
    assert len(cell.receive(packet, 1.0)) == 10
    assert cell.receive(packet, 1.01) == []
    assert cell.receive(weight_packet(tuple(weights(9))), 1.02) == []
    assert cell.bad_packets == 0


def test_a_silence_of_more_than_a_lap_is_as_long_as_it_was() -> None:
    clock = CellClock()
    clock.at(0, 0.0)
    lap_s = LAP / 1e6
    assert clock.at(5_000_000, lap_s + 5.0) == pytest.approx(lap_s + 5.0)


@given(st.lists(st.tuples(st.binary(max_size=60), st.floats(-1e6, 1e6))), st.sampled_from(["strand", "inline"]))
def test_whatever_a_device_sends_time_goes_forward_and_nothing_raises(
    sent: list[tuple[bytes, float]], rigging: Rigging
) -> None:
    cell, last_s = LoadCell(rigging), -math.inf
    for packet, host_t_s in sent:
        for t_s, force_n in cell.receive(packet, host_t_s):
            assert last_s < t_s < math.inf
            assert math.isfinite(force_n)
            last_s = t_s


@given(st.lists(st.tuples(st.lists(ANY_WEIGHT, min_size=1, max_size=5), st.floats(0, 1e5))))
def test_any_stamps_give_times_that_go_forward(sent: list[tuple[list[Weight], float]]) -> None:
    cell, last_s = LoadCell("strand"), -math.inf
    for readings, host_t_s in sent:
        for t_s, _ in cell.receive(weight_packet(tuple(readings)), host_t_s):
            assert last_s < t_s < math.inf
            last_s = t_s


def test_what_is_no_packet_is_counted_and_what_a_device_tells_is_kept() -> None:
    cell = LoadCell("strand")
    assert (cell.battery_mv, cell.is_low, cell.rate_hz, cell.bad_packets) == (None, False, None, 0)
    for packet in (b"", battery_packet(3900), low_power_packet(), b"\x00\x00"):
        assert cell.receive(packet, 1.0) == []
    assert (cell.battery_mv, cell.is_low, cell.bad_packets) == (3900, True, 1)


def test_the_ankle_feels_both_strands_of_a_loop() -> None:
    assert net_force_n(1.0, "inline") == pytest.approx(9.80665)
    assert net_force_n(1.5, "strand", tare_kg=0.5) == pytest.approx(2 * 9.80665)


def test_a_tare_is_the_mean_of_the_last_second() -> None:
    cell = LoadCell("strand")
    assert not cell.tare()  # nothing was heard
    for k in range(200):
        cell.receive(weight_packet((Weight(5.0 if k < 100 else 0.2 + 0.1 * (k % 2), k * STEP_US),)), k * STEP_US / 1e6)
    assert cell.rate_hz == pytest.approx(80.0)
    assert cell.tare()
    assert cell.tare_kg == pytest.approx(0.25, abs=0.001)
    ((_, force_n),) = cell.receive(weight_packet((Weight(1.25, 200 * STEP_US),)), 2.5)
    assert force_n == pytest.approx(2 * 9.80665, rel=1e-3)
    cell.reconnected(9.0)
    assert cell.rate_hz is None
    assert cell.tare_kg == pytest.approx(0.25, abs=0.001)


def test_a_pulled_belt_is_no_zero() -> None:
    cell = LoadCell("inline")
    for k in range(100):
        cell.receive(weight_packet((Weight(k * 0.05, k * STEP_US),)), k * STEP_US / 1e6)
    assert not cell.tare()
    assert cell.tare_kg == 0.0


def test_a_scale_without_a_clock_is_heard_as_it_speaks() -> None:
    cell = LoadCell("inline")
    samples = [each for k in range(20) for each in cell.weigh(2.0, k / 8)]
    assert len(samples) == 20
    assert cell.weigh(2.0, 1.0) == cell.weigh(math.nan, 9.0) == []
    assert cell.rate_hz == pytest.approx(8.0)
