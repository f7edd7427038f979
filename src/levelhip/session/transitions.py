"""The phases of a repetition and every way from one to another.

Two rules. First, a phase changes only by a row of `TRANSITIONS`; whatever has no row there cannot happen.
Second, the table knows no numbers: what "left rest" or "regained the band" means is decided in `repetitions.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Phase(StrEnum):
    """Where a person is in a repetition."""

    SETTLING = "settling"  # the resting level is not known yet
    REST = "rest"
    LIFTING = "lifting"
    HOLDING = "holding"
    BROKEN = "broken"  # out of the band in mid-hold: the clock waits
    LOWERING = "lowering"


class Trigger(StrEnum):
    """What the signal did."""

    CAME_TO_REST = "came to rest"
    LEFT_REST = "left rest"
    ENTERED_BAND = "entered the band"
    LEFT_BAND = "left the band"
    FELL = "fell most of the way"
    REGAINED_REST = "regained rest"
    GAVE_UP = "was given up"


TRANSITIONS: Final[dict[tuple[Phase, Trigger], Phase]] = {
    (Phase.SETTLING, Trigger.CAME_TO_REST): Phase.REST,
    (Phase.REST, Trigger.LEFT_REST): Phase.LIFTING,
    (Phase.LIFTING, Trigger.ENTERED_BAND): Phase.HOLDING,
    (Phase.LIFTING, Trigger.FELL): Phase.LOWERING,
    (Phase.HOLDING, Trigger.LEFT_BAND): Phase.BROKEN,
    (Phase.HOLDING, Trigger.FELL): Phase.LOWERING,
    (Phase.BROKEN, Trigger.ENTERED_BAND): Phase.HOLDING,
    (Phase.BROKEN, Trigger.FELL): Phase.LOWERING,
    (Phase.LOWERING, Trigger.ENTERED_BAND): Phase.HOLDING,
    (Phase.LOWERING, Trigger.REGAINED_REST): Phase.REST,
    **{
        (phase, Trigger.GAVE_UP): Phase.SETTLING
        for phase in (Phase.REST, Phase.LIFTING, Phase.HOLDING, Phase.BROKEN, Phase.LOWERING)
    },
}


def diagram() -> str:
    """The table as a Mermaid state diagram, as it stands in the documentation."""
    rows = [f"    {source} --> {target}: {trigger}" for (source, trigger), target in TRANSITIONS.items()]
    return "\n".join(["stateDiagram-v2", "    [*] --> settling", *rows])
