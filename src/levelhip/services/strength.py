"""A strength check from a recording: its rows into presses of either side."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from levelhip.exercise.hip_moment import Leg
from levelhip.exercise.signals import SIDES, Side
from levelhip.exercise.strength_check import Rigging, check_side
from levelhip.exercise.strength_record import StrengthCheck, made_check
from levelhip.ports import Recording, RecordingError

FORCE: Final = "force_n"
TENSION: Final = "strand_tension_n"
MOST_SAMPLES: Final = 2_000_000

NET_TAKEN: Final = (
    "force_n is what acts on the ankle and is taken as it is; for what one strand reads: --column strand_tension_n=..."
)


def check_recording(
    recording: Recording,
    rigging: Rigging,
    leg: Leg,
    *,
    side: Side | None = None,
    progress: Callable[[float | None], None] = lambda _: None,
) -> StrengthCheck:
    """Measure the presses of an opened recording. `side`: which leg, where the file does not say.

    Raises RecordingError in one line: no force in it, no side told, a strand's tension where the cell is elsewhere.
    """
    try:
        column, is_net = _column(recording, rigging)
    except RecordingError:
        _let_go(recording)
        raise
    samples: dict[Side, tuple[list[float], list[float]]] = {}
    count = 0
    for chunk in recording.chunks:
        told = chunk.side or [side or ""] * len(chunk.t_s)
        count += len(told)
        if count > MOST_SAMPLES:
            raise RecordingError(f"{recording.source}: more than {MOST_SAMPLES} rows; a strength check is minutes long")
        for name, t, force in zip(told, chunk.t_s, chunk.numbers[column], strict=True):
            leg_side: Side | None = "left" if name == "left" else "right" if name == "right" else None
            if leg_side is not None:
                times, forces = samples.setdefault(leg_side, ([], []))
                times.append(t)
                forces.append(force)
        progress(recording.progress())
    if not samples:
        raise RecordingError(f"{recording.source}: nothing in the file tells the side; --side left or right says it")
    checks = {each: check_side(*samples[each], each, rigging, is_net=is_net) for each in SIDES if each in samples}
    heard = (each for each in recording.warnings if not each.startswith("--rigging"))  # here it is needed, always
    warnings = [*heard, *([NET_TAKEN] if is_net and rigging == "strand" else [])]
    return made_check(recording.source, rigging, leg, checks, warnings)


def _let_go(recording: Recording) -> None:
    """Read to its end what nobody is going to measure: its reader closes the file there."""
    with suppress(RecordingError):
        deque(recording.chunks, maxlen=0)


def _column(recording: Recording, rigging: Rigging) -> tuple[str, bool]:
    """Which column holds the force, and whether it is the ankle's already."""
    if TENSION in recording.columns:
        if rigging != "strand":
            raise RecordingError(f"{recording.source}: {TENSION} is of a cell in one strand: --rigging strand")
        return TENSION, False
    if FORCE in recording.columns:
        return FORCE, True
    found = ", ".join(recording.columns) or "none"
    raise RecordingError(f"{recording.source}: a strength check needs {FORCE} or {TENSION}; columns found: {found}")
