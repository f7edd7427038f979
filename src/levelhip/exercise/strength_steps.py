"""The strength check step by step, as it is shown and spoken: warm up, three presses, rests, the other side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.signals import Side
from levelhip.exercise.strength_check import PRESS_S, PRESSES, REST_S, TURN_S, WARM_UP_PERCENT, WARM_UPS
from levelhip.exercise.wording import N_

Kind = Literal["prepare", "warm_up", "press", "rest", "turn", "end"]

LIE_DOWN: Final[dict[Side, str]] = {
    "left": N_(
        "Lie on your right side, the left leg on top, both knees straight. The strap round the left ankle goes "
        "straight down to its anchor. Tap when you are ready."
    ),
    "right": N_(
        "Lie on your left side, the right leg on top, both knees straight. The strap round the right ankle goes "
        "straight down to its anchor. Tap when you are ready."
    ),
}
WARM_UP: Final = N_("Warm up: press at about {percent} percent of what you can. Breathe on.")
PRESS: Final = N_("Press {number} of {count}: as hard and as fast as you can, and hold. Do not hold your breath.")
REST: Final = N_("Let go. Rest.")
TURN: Final = N_("This side is done. Loosen the strap before you turn over, and rest.")
END: Final = N_("Done. Take the strap off before you get up.")

MESSAGES: Final = (*LIE_DOWN.values(), WARM_UP, PRESS, REST, TURN, END)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `seconds` None: it waits for a tap. `side` None: no leg in particular."""

    kind: Kind
    side: Side | None
    seconds: float | None
    line: Sentence


def steps(sides: Sequence[Side]) -> tuple[Step, ...]:
    """Return the whole check for these sides, in their order."""
    return tuple(_steps(sides))


def _steps(sides: Sequence[Side]) -> Iterator[Step]:
    for place, side in enumerate(sides):
        if place:
            yield Step("turn", None, TURN_S, sentence(TURN))
        yield Step("prepare", side, None, sentence(LIE_DOWN[side]))
        for _ in range(WARM_UPS):
            yield Step("warm_up", side, PRESS_S, sentence(WARM_UP, percent=float(WARM_UP_PERCENT)))
            yield Step("rest", side, REST_S / 2, sentence(REST))
        for number in range(1, PRESSES + 1):
            yield Step("press", side, PRESS_S, sentence(PRESS, number=float(number), count=float(PRESSES)))
            if number < PRESSES:
                yield Step("rest", side, REST_S, sentence(REST))
    yield Step("end", None, None, sentence(END))
