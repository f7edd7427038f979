"""Muscle signals as they happen: over the Lab Streaming Layer on this machine, and from BrainFlow's synthetic board."""

from __future__ import annotations

import os
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.bursts import Shape, electromyogram
from levelhip.ports import SensorError
from levelhip.sensors.brainflow_board import BrainFlowMuscle
from levelhip.sensors.lsl import LslMuscle
from levelhip.signals_lab.emg_live import LiveBursts
from levelhip.signals_lab.emg_signal import EmgError

RATE_HZ = 1000.0


@pytest.fixture
def outlet() -> tuple[Any, str]:
    pylsl = pytest.importorskip("pylsl", reason="pylsl is not installed, or has no library for this system")
    name = f"levelhip test {os.getpid()}"
    info = pylsl.StreamInfo(name, "EMG", 2, RATE_HZ, "float32", name)
    channels = info.desc().append_child("channels")
    for label, unit in (("tfl", "millivolts"), ("gmed", "microvolts")):
        channel = channels.append_child("channel")
        channel.append_child_value("label", label)
        channel.append_child_value("unit", unit)
    return pylsl.StreamOutlet(info, chunk_size=40), name


@pytest.mark.slow
def test_a_stream_loses_nothing(outlet: tuple[Any, str]) -> None:
    out, name = outlet
    muscle = LslMuscle(name)
    assert (muscle.name, muscle.rate_hz) == (f"{name}: gmed", RATE_HZ)
    sent = np.random.default_rng(1).normal(0, 50, (3000, 2)).astype(np.float32)
    got: list[float] = muscle.read(0.2)  # nothing yet
    for start in range(0, 3000, 100):
        out.push_chunk(sent[start : start + 100].tolist())
        got += muscle.read(0.05)
    until = time.monotonic() + 5
    while len(got) < 3000 and time.monotonic() < until:
        got += muscle.read()
    muscle.close()
    assert got == pytest.approx(sent[:, 1].tolist())


@pytest.mark.slow
def test_a_channel_by_name_number_and_in_its_unit(outlet: tuple[Any, str]) -> None:
    out, name = outlet
    muscle = LslMuscle(name, "tfl")
    muscle.read(0.2)
    out.push_chunk([[0.25, 1.0]] * 40)
    got: list[float] = []
    until = time.monotonic() + 5
    while not got and time.monotonic() < until:
        got = muscle.read()
    muscle.close()
    assert got[0] == pytest.approx(250.0)
    with pytest.raises(SensorError, match="tfl, gmed"):
        LslMuscle(name, "3")


@pytest.mark.slow
def test_no_stream_is_one_line() -> None:
    pytest.importorskip("pylsl")
    with pytest.raises(SensorError, match="no LSL stream of the name nobody"):
        LslMuscle("nobody", wait_s=0.5)


@pytest.mark.slow
def test_the_synthetic_board_gives_samples() -> None:
    pytest.importorskip("brainflow")
    board = BrainFlowMuscle(None, "2")
    try:
        until = time.monotonic() + 5
        got: list[float] = []
        while len(got) < 200 and time.monotonic() < until:
            got += board.read()
    finally:
        board.close()
    board.close()
    assert len(got) >= 200
    assert all(np.isfinite(got))
    with pytest.raises(SensorError, match="closed"):
        board.read()


@pytest.mark.parametrize(
    ("board", "channel", "said"),
    [("nope", None, "no board"), ("synthetic", "99", "1 to 16"), ("cyton", None, "check the port")],
)
def test_a_board_that_cannot_be_had_is_one_line(board: str, channel: str | None, said: str) -> None:
    pytest.importorskip("brainflow")
    with pytest.raises(SensorError, match=said) as caught:
        BrainFlowMuscle(board, channel)
    assert str(caught.value).isprintable()


def test_bursts_are_told_as_they_come() -> None:
    drawn = electromyogram(1, Shape(length_s=(0.5, 2.0)), rate_hz=RATE_HZ, duration_s=60.0, count=8)
    values = np.concatenate((np.random.default_rng(1).normal(0, 5, 3000), drawn.values_uv))
    live = LiveBursts(RATE_HZ)
    events = [event for start in range(0, len(values), 50) for event in live.receive(values[start : start + 50])]
    on = [event.t_s - 3.0 for event in events if event.kind == "on"]
    off = [event.t_s - 3.0 for event in events if event.kind == "off"]
    assert on == pytest.approx([start for start, _ in drawn.bursts_s], abs=0.12)
    assert off == pytest.approx([end for _, end in drawn.bursts_s], abs=0.12)
    assert all(event.rms_uv == pytest.approx(50, rel=0.3) for event in events if event.kind == "off")


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 8000), max_size=12))
def test_how_the_stream_is_cut_changes_nothing(places: list[int]) -> None:
    drawn = electromyogram(2, Shape(length_s=(0.5, 1.0)), rate_hz=RATE_HZ, duration_s=8.0, count=4)
    whole = LiveBursts(RATE_HZ).receive(drawn.values_uv)
    cut = LiveBursts(RATE_HZ)
    found = [event for part in np.split(drawn.values_uv, sorted(places)) for event in cut.receive(part)]
    assert [(event.kind, event.t_s) for event in found] == [(event.kind, event.t_s) for event in whole]


def test_live_refuses_what_is_too_slow_and_bears_what_is_missing() -> None:
    with pytest.raises(EmgError, match="too few"):
        LiveBursts(100.0)
    live = LiveBursts(RATE_HZ)
    assert live.receive([]) == []
    assert live.receive([np.nan] * 5000) == []
    assert live.is_ready
