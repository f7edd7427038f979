"""A day of force at 80 Hz through one engine, in a process of its own: what it keeps from hour to hour.

Two figures. The process's peak is what the machine sees; Python asks for memory a megabyte at a time, so
less than that says nothing. The number of memory blocks Python has handed out tells of a single float that is kept: the
signal repeats every ten minutes, so every hour ends at the same place in it. The observer is called and keeps nothing;
the collector of the trace, which has a ceiling, would hide small growth under its own coming and going.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from bench.presses import DURATION_S, force_signal
from bench.streams import BLOCK, belt_exercise
from bench.table import Figure
from levelhip.exercise.signals import Channel, Quantity, SampleBlock
from levelhip.session.engine import Profile, SessionEngine
from levelhip.session.events import RepCompleted

RATE_HZ: Final = 80.0
HOURS: Final = 24
WARM_HOURS: Final = 2
"""By then what is made once has been made."""
ROUNDS_AN_HOUR: Final = round(3600 / DURATION_S)
ARENA_KB: Final = 1024.0
FEW_BLOCKS: Final = 500.0
"""Keeping the figures themselves takes six an hour; one float kept a repetition would be five thousand."""


def figures() -> list[Figure]:
    """Growth between the second and the last hour."""
    if importlib.util.find_spec("resource") is None:
        return [Figure("memory", None, note="this system does not tell a process's peak (no `resource`)")]
    done = subprocess.run([sys.executable, "-m", "bench.memory"], capture_output=True, text=True, check=True)
    hours = [Hour(**hour) for hour in json.loads(done.stdout)]
    warm, last = hours[WARM_HOURS - 1], hours[-1]
    return [
        Figure(
            f"growth of the peak, hour {WARM_HOURS} to {HOURS}",
            last.peak_kb - warm.peak_kb,
            "kB",
            at_most=ARENA_KB,
            note=f"{warm.peak_kb / 1024:.0f} MB after hour {WARM_HOURS}, most of it Python and the signal sent",
        ),
        Figure(
            f"growth of what is kept, hour {WARM_HOURS} to {HOURS}",
            float(last.kept_blocks - warm.kept_blocks),
            "memory blocks",
            at_most=FEW_BLOCKS,
            note=f"{last.samples} samples, {last.reps} repetitions",
        ),
    ]


class Hour:
    """What was in use at the end of an hour."""

    def __init__(self, peak_kb: float, kept_blocks: int, samples: int, reps: int) -> None:
        self.peak_kb = peak_kb
        self.kept_blocks = kept_blocks
        self.samples = samples
        self.reps = reps


def stream_hours() -> list[Hour]:
    """Play the same ten minutes again and again, with the time going on."""
    signal = force_signal(RATE_HZ, seed=1)
    channel = Channel("load cell", Quantity.FORCE, "right")
    starts = range(0, len(signal.t_s), BLOCK)
    pieces = [(signal.t_s[i : i + BLOCK], signal.force_n[i : i + BLOCK]) for i in starts]
    engine = SessionEngine(belt_exercise(), Profile(driver=Quantity.FORCE))
    engine.observer = _look_on
    samples = reps = 0
    hours: list[Hour] = []
    for number in range(1, HOURS * ROUNDS_AN_HOUR + 1):
        later_s = (number - 1) * DURATION_S
        for t_s, force_n in pieces:
            engine.receive(SampleBlock(channel, tuple([t + later_s for t in t_s]), force_n))
            while (event := engine.next_event()) is not None:
                reps += isinstance(event, RepCompleted)
        samples += len(signal.t_s)
        if number % ROUNDS_AN_HOUR == 0:
            gc.collect()
            hours.append(Hour(_peak_kb(), sys.getallocatedblocks(), samples, reps))
    return hours


def _look_on(_t_s: float, _x: float) -> None:
    """An observer that keeps nothing."""


def _peak_kb() -> float:
    """The peak of this program. Linux hands `ru_maxrss` on from the process that started it, so it is asked itself."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return float(peak.split()[1])
    import resource  # noqa: PLC0415 - not on every system

    kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kb / 1024 if sys.platform == "darwin" else float(kb)


if __name__ == "__main__":
    print(json.dumps([vars(hour) for hour in stream_hours()]))
