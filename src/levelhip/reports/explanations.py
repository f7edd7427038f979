"""What the sensors see and do not see, and what the numbers of a report mean, in plain words."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.protocol import COMPLETE_FRACTION, Prescription
from levelhip.exercise.signals import Quantity
from levelhip.exercise.wording import N_
from levelhip.reports.wording import Wording
from levelhip.reports.words import holds

_FORCE_SEES: Final = N_("how hard the leg presses, from when to when, and how steadily")
_FORCE_CANNOT: Final = N_(
    "the angle of the leg, the knees and the pelvis. Both hips work against the belt: "
    "this is a belt press, not the strength of one hip"
)
_LIFT_SEES: Final = N_("how far the leg is lifted and how long it stays there")
_POSTURE_CANNOT: Final = N_("force: a leg resting in the belt and one pressing into it look the same")
_QUANTITY_WORDS: Final[dict[Quantity, tuple[str, str, str]]] = {
    Quantity.FORCE: (
        N_("The press on the ankle, as a force sensor in the belt gives it: all of the force there (net)."),
        _FORCE_SEES,
        _FORCE_CANNOT,
    ),
    Quantity.STRAND_TENSION: (
        N_(
            "The tension in one strand of the belt loop, counted twice: "
            "the ankle feels that if both strands pull alike."
        ),
        _FORCE_SEES,
        _FORCE_CANNOT,
    ),
    Quantity.ABDUCTION: (
        N_("The angle of the leg to the side (hip abduction), as the file gives it."),
        _LIFT_SEES,
        _POSTURE_CANNOT,
    ),
    Quantity.ACCELERATION: (
        N_("The tilt of the leg, from a phone or sensor strapped to it."),
        _LIFT_SEES,
        N_("force, the knees and the pelvis: rolling the whole body looks like a lift"),
    ),
    Quantity.LANDMARKS: (
        N_("The posture of the body, from a camera."),
        N_("the lift and the hold, and the knees and pelvis as far as the picture shows them"),
        N_(
            "force: a leg resting in the belt and one pressing into it look the same. "
            "A camera that stands askew shifts angles by several degrees"
        ),
    ),
    Quantity.MARKERS: (
        N_("The position of optical markers on pelvis, knees and ankles."),
        N_("the angle of the leg, the hold and the posture"),
        _POSTURE_CANNOT,
    ),
    Quantity.CLOCK: (
        N_("Nothing: only a clock ran."),
        N_("nothing of the body; what stands here was told afterwards"),
        N_("the lift, the press, the hold and the posture"),
    ),
}
_OTHER_WORDS: Final = (
    N_("A signal that this report has no words for yet."),
    N_("when it rises and falls, and for how long"),
    N_("what it does not measure: see the description of the sensor"),
)


def sensor_words(quantity: Quantity, wording: Wording) -> tuple[str, str, str]:
    """What was measured; what this sensor sees; what it cannot see."""
    what, sees, cannot = _QUANTITY_WORDS.get(quantity, _OTHER_WORDS)
    return wording.say(what), wording.say(sees), wording.say(cannot)


def definitions(prescription: Prescription, wording: Wording) -> list[tuple[str, str]]:
    """The numbers of this report, each in one line."""
    say = wording.say
    return [
        (say(N_("Repetition")), say(N_("a lift that reached its band: the belt tight, or the leg up."))),
        *(_of_holds(prescription, wording) if holds(prescription) else ()),
        (say(N_("Above rest")), say(N_("the highest point of a repetition, from the rests around it."))),
        (say(N_("Middle")), say(N_("half of the repetitions are above it, half below (median)."))),
        (
            say(N_("Change in the set")),
            say(N_("the last third of the repetitions against the first third, by the level held.")),
        ),
        (
            say(N_("Came down fast")),
            say(N_("from the end of the hold to rest sooner than asked; 2 s or more is slow.")),
        ),
    ]


def _of_holds(prescription: Prescription, wording: Wording) -> list[tuple[str, str]]:
    say = wording.say
    full, asked = wording.number(COMPLETE_FRACTION * prescription.hold_s, 1), wording.short(prescription.hold_s)
    share = N_("at least {full} s valid, 90 % of the {asked} s asked for (a convention).")
    return [
        (say(N_("Valid hold")), _valid(prescription, wording)),
        (say(N_("Full hold")), say(share, full=full, asked=asked)),
        (say(N_("Lost")), say(N_("seconds outside the band in the middle of a hold; never counted as held."))),
    ]


def _valid(prescription: Prescription, wording: Wording) -> str:
    band = prescription.press_band_n
    if band is None:
        return wording.say(
            N_("seconds inside the band (with force: inside its band; without: the leg within 5° of where it stopped).")
        )
    return wording.say(
        N_(
            "seconds inside the band (with force: between half of {low} N and twice {high} N; "
            "without: the leg within 5° of where it stopped)."
        ),
        low=wording.short(band[0]),
        high=wording.short(band[1]),
    )
