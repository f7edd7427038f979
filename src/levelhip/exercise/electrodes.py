"""Where surface electrodes go to hear gluteus medius, and what they can tell: for a page, and for its figure."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.wording import N_

PAIR_APART_M: Final = 0.02
"""From the middle of one electrode of a pair to the middle of the other, along the fibres."""
GMED_SHARE: Final = 0.5
"""Gluteus medius: so far down the line from the top of the iliac crest to the greater trochanter."""
TFL_SHARE: Final = 0.16667
"""Tensor fasciae latae: so far down the line from the front of the iliac crest to the outer side of the knee."""
REST_FIRST_S: Final = 5
"""So long a recording should begin, and end, at rest."""
MM_PER_M: Final = 1000

_APART_MM: Final = PAIR_APART_M * MM_PER_M

STEPS: Final[tuple[Sentence, ...]] = (
    sentence(
        N_(
            "Lie on the other side. Feel for the top of the iliac crest, and for the greater trochanter: the bone at "
            "the side of the hip that moves when the leg turns."
        )
    ),
    sentence(N_("The skin there must be clean, whole and dry: shave off hair, wipe with alcohol, let it dry.")),
    sentence(
        N_(
            "Gluteus medius: half-way between the two bones, press on two electrodes, {mm} mm from the middle of one "
            "to the middle of the other, along the line from bone to bone. The fibres there run along it."
        ),
        mm=_APART_MM,
    ),
    sentence(
        N_(
            "Tensor fasciae latae, if it is to be heard too: on the line from the front of the iliac crest to the "
            "outer side of the knee, in its upper sixth, again {mm} mm apart along the line."
        ),
        mm=_APART_MM,
    ),
    sentence(N_("The reference electrode goes over bone, away from both muscles: at the ankle, for instance.")),
    sentence(N_("Tape the cables down, so that they neither pull nor swing.")),
    sentence(
        N_(
            "Try it: press the leg up gently against a hand, and let go. The signal must rise at once, and fall at "
            "once. If it does not, look for the line between the bones again."
        )
    ),
    sentence(
        N_("Begin and end each recording with {seconds} s of rest: a burst is told from the rest around it."),
        seconds=REST_FIRST_S,
    ),
)
"""What to do, one after the other."""

NOT_WHEN: Final[tuple[Sentence, ...]] = (
    sentence(N_("Not on broken, sore or irritated skin, nor on a rash or a fresh scar.")),
    sentence(N_("Not if plasters have ever given you a rash. If the skin burns or itches, take them off at once.")),
    sentence(N_("With a pacemaker, or another device in the body, ask first whoever looks after it.")),
    sentence(N_("Only with an amplifier made for people, and only while it and the computer run on their batteries.")),
)
"""When no electrodes should be put on: commonly taken precautions, no source read."""

TELLS: Final[tuple[Sentence, ...]] = (
    sentence(N_("whether the muscle is on, from when to when, and whether its neighbour works along")),
    sentence(N_("how strongly, as a share of your own strongest press with the same electrodes on the same day")),
)
TELLS_NOT: Final[tuple[Sentence, ...]] = (
    sentence(N_("force, or how strong the muscle is")),
    sentence(N_("what lies deep, as gluteus minimus does; neighbours are heard through the skin as well")),
    sentence(N_("microvolts to compare between days, sides or people: every new placing changes them")),
    sentence(N_("what is wrong: it is no diagnosis")),
)

TITLE: Final = N_("Where the electrodes go, seen from the side of the hip, the front on the right")
CREST: Final = N_("top of the iliac crest")
PAIR: Final = sentence(N_("gluteus medius: half-way, {mm} mm apart along the line"), mm=_APART_MM)
TENSOR: Final = N_("tensor fasciae latae: upper sixth of the line to the knee")
TROCHANTER: Final = N_("greater trochanter")
REFERENCE: Final = N_("reference: over bone, away from both")
