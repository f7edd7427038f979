"""Blocks of samples as a live sensor sends them, and the engine that takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Prescription, prescribe
from levelhip.exercise.signals import Channel, Sample, SampleBlock
from levelhip.session.engine import SessionEngine
from levelhip.session.events import Event

BLOCK: Final = 16
"""Samples in a packet of the load cell (12-18 in the simulator)."""


def belt_exercise() -> Prescription:
    """The exercise everything here is measured with."""
    return prescribe(load_exercise("isometric_hip_abduction"))


def blocks(channel: Channel, t_s: Sequence[float], values: Sequence[Sample], size: int = BLOCK) -> list[SampleBlock]:
    """Cut a signal into blocks."""
    return [
        SampleBlock(channel, tuple(t_s[i : i + size]), tuple(values[i : i + size])) for i in range(0, len(t_s), size)
    ]


def run(engine: SessionEngine, stream: Iterable[SampleBlock]) -> list[Event]:
    """Send all blocks, fetching what the engine has to say after each, to the end."""
    said = []
    for block in stream:
        engine.receive(block)
        while (event := engine.next_event()) is not None:
            said.append(event)
    engine.finish()
    while (event := engine.next_event()) is not None:
        said.append(event)
    return said
