"""Thirty minutes on a virtual belt: the clock wraps, packets are lost, the connection breaks in mid-hold."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final

import pytest

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.ports import Chunk, Recording
from levelhip.services.measure import Run, choose_signal
from levelhip.session.engine import Profile
from levelhip.session.load_cell import GRAVITY_MS2, LoadCell
from levelhip.session.measures import RepMeasures
from levelhip.session.progressor import Weight, weight_packet
from levelhip.simulation.live import LivePatient, live_patient

REPS: Final = 14
SETS: Final = 9
BROKEN: Final = (2, 6, 11)
"""In these repetitions' holds the connection breaks."""
A_PACKET: Final = 8
"""Readings in a packet: 0.1 s."""
AWAY_S: Final = 1.2
"""How long a broken connection stays broken."""
WRAP_S: Final = 12.0
"""When the device's clock starts over for the first time: in the first hold."""
FAST: Final = 1.0001
"""The device's clock against the host's."""
LAP_S: Final = 2**32 / 1e6 / FAST

Sample = tuple[float, float]


@dataclass
class Air:
    """What goes through the air: packets some of which are late, lost, or in the time of a broken connection."""

    rng: random.Random
    breaks_s: list[float]
    cell: LoadCell = field(default_factory=lambda: LoadCell("inline"))
    sent_n: list[float] = field(default_factory=list)
    heard: list[Sample] = field(default_factory=list)
    arrived_s: float = 0.0
    dropped: bool = False
    began_s: float = WRAP_S - LAP_S  # when the device's clock was nothing

    def send(self, readings: list[Sample]) -> list[Sample]:
        """Send readings (s, N) in one packet; gives what comes out of it."""
        sent_s = readings[-1][0]
        if self.breaks_s and sent_s >= self.breaks_s[0]:
            if sent_s < self.breaks_s[0] + AWAY_S:
                return []
            self.breaks_s.pop(0)
            self.began_s = sent_s - self.rng.choice([0.3, LAP_S - 20.0])
            self.cell.reconnected(sent_s - 0.2)
        self.dropped = not self.dropped and self.rng.random() < 0.01
        if self.dropped:
            return []
        packet = weight_packet(
            tuple(Weight(n / GRAVITY_MS2, round((t - self.began_s) * FAST * 1e6) % 2**32) for t, n in readings)
        )
        self.arrived_s = max(self.arrived_s, sent_s + self.rng.uniform(0.005, 0.04))
        out = self.cell.receive(packet, self.arrived_s)
        if self.rng.random() < 0.01:
            assert self.cell.receive(packet, self.arrived_s) == []  # the same twice
        self.sent_n += [n for _, n in readings]
        self.heard += out
        return out


def run_of() -> Run:
    prescription = prescribe(load_exercise("isometric_hip_abduction"), reps=REPS)
    signal = choose_signal(prescription, ("t_s", "force_n"), "right")
    return Run("belt", prescription, Profile(driver=signal.quantity), signal, "right")


def measure(run: Run, samples: list[Sample]) -> None:
    numbers = {"force_n": [force_n for _, force_n in samples]}
    run.take(Chunk([t_s for t_s, _ in samples], numbers, ["right"] * len(samples)))


def reps_of(run: Run) -> list[RepMeasures]:
    (side,) = run.finish().measurement(Recording("belt", ("t_s", "force_n", "side"), iter(()))).record.sides
    return [rep.measures for rep in side.reps]


def begins(sets: list[LivePatient]) -> list[float]:
    """When each set begins: a second after the one before."""
    return [0.0, *accumulate(each.t_s[-1] + 1.0 for each in sets[:-1])]


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_and_holds_keep_their_length() -> None:
    """Each repetition against the same engine on the samples as they were taken, and against the simulator's truth."""
    sets = [live_patient(40 + k, "everyday", (), "right", reps=REPS) for k in range(SETS)]
    broken = [
        begin_s + (each.truth[number]["hold_start_s"] + each.truth[number]["hold_end_s"]) / 2
        for begin_s, each in zip(begins(sets), sets, strict=True)
        for number in BROKEN
    ]
    air = Air(random.Random(5), list(broken))
    for begin_s, patient in zip(begins(sets), sets, strict=True):
        ideal, live = run_of(), run_of()
        samples = [(begin_s + t_s, force_n) for t_s, force_n in zip(patient.t_s, patient.force_n, strict=True)]
        measure(ideal, samples)
        for at in range(0, len(samples), A_PACKET):
            measure(live, air.send(samples[at : at + A_PACKET]))
        wanted, got = reps_of(ideal), reps_of(live)
        assert len(wanted) == len(got) == REPS
        for number, (one, other, truth) in enumerate(zip(wanted, got, patient.truth, strict=True)):
            assert other.hold_start_s == pytest.approx(one.hold_start_s, abs=0.03)
            assert other.hold_end_s == pytest.approx(one.hold_end_s, abs=0.03)
            length_s = truth["hold_end_s"] - truth["hold_start_s"]
            assert other.hold_end_s - other.hold_start_s == pytest.approx(length_s, abs=0.05)
            away_s = one.valid_hold_s - other.valid_hold_s
            least_s, most_s = (AWAY_S - 0.1, AWAY_S + 0.3) if number in BROKEN else (-0.05, 0.05)
            assert least_s < away_s < most_s
    assert air.heard[-1][0] - air.heard[0][0] > 1800
    assert sets[0].truth[0]["hold_start_s"] < WRAP_S < sets[0].truth[0]["hold_end_s"]
    assert [n for _, n in air.heard] == pytest.approx(air.sent_n, rel=1e-6, abs=1e-6)
    assert all(after > before for (before, _), (after, _) in pairwise(air.heard))
