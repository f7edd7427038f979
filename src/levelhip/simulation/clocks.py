"""Time stamps of real sensors: clocks that are a little off, jitter, doubled intervals; and when a sensor is silent."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from levelhip.simulation.acting import Event, Spell

Stamps = list[float]


def jittered(rng: random.Random, start_s: float, end_s: float, rate_hz: float, jitter_s: float) -> Stamps:
    """Stamps about `rate_hz` (true rate off by up to 1 %), each off by SD `jitter_s` (at most a third of a step)."""
    step = 1.0 / (rate_hz * rng.uniform(0.99, 1.01))
    limit = step / 3.0
    t = start_s + rng.uniform(0.0, step)
    stamps: Stamps = []
    while t < end_s:
        stamps.append(t + min(limit, max(-limit, rng.gauss(0.0, jitter_s))))
        t += step
    return stamps


def packets(rng: random.Random, start_s: float, end_s: float, rate_hz: float) -> Stamps:
    """Device stamps of a load cell sent in packets of 12-18 samples over Bluetooth; one packet in 1000 is lost."""
    step = 1.0 / (rate_hz * rng.uniform(0.98, 1.02))
    t = start_s + rng.uniform(0.0, step)
    stamps: Stamps = []
    while t < end_s:
        size = rng.randint(12, 18)
        arrives = rng.random() >= 0.001
        for _ in range(size):
            if arrives and t < end_s:
                stamps.append(round(t + rng.uniform(-0.0004, 0.0004), 6))
            t += step
    return stamps


def frames(rng: random.Random, start_s: float, end_s: float, rate_hz: float) -> Stamps:
    """Camera frames: +-5 ms each, one interval in 70 doubled (a frame was skipped)."""
    step = 1.0 / rate_hz
    t = start_s + rng.uniform(0.0, step)
    stamps: Stamps = []
    while t < end_s:
        stamps.append(t + rng.uniform(-0.005, 0.005))
        t += step * (2.0 if rng.random() < 1.0 / 70.0 else 1.0)
    return stamps


def steady(rng: random.Random, start_s: float, end_s: float, rate_hz: float) -> Stamps:
    """A laboratory system: its own crystal (off by up to 20 ppm), no jitter, starting somewhere in a step."""
    step = (1.0 + rng.uniform(-2.0e-5, 2.0e-5)) / rate_hz
    first = start_s + rng.uniform(0.0, step)
    return [first + i * step for i in range(int((end_s - first) / step))]


def heard(stamps: Stamps, events: Sequence[Event], sensor: str) -> Stamps:
    """Leave out the stamps within this sensor's dropouts."""
    gaps = [(e.start_s, e.end_s) for e in events if e.kind == "dropout" and e.sensor in ("all", sensor)]
    for start, end in gaps:
        stamps = [t for t in stamps if not start <= t < end]
    return stamps


def spell_finder(spells: Sequence[Spell]) -> Callable[[float], Spell]:
    """Return a function from a time, asked in rising order, to the spell it is in."""
    place = 0

    def find(t_s: float) -> Spell:
        nonlocal place
        while place + 1 < len(spells) and t_s >= spells[place].end_s:
            place += 1
        return spells[place]

    return find


def side_column(stamps: Stamps, spells: Sequence[Spell]) -> list[str]:
    """The announced side from the moment of having settled on it until the set is over, else ""."""
    find = spell_finder(spells)
    found = [find(t) for t in stamps]
    return [spell.side if spell.kind == "set" else "" for spell in found]
