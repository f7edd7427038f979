"""What the sensors see and do not see, and what the numbers of a report mean, in plain words."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.protocol import COMPLETE_FRACTION, Prescription
from levelhip.exercise.signals import Quantity
from levelhip.reports.words import holds, short

_FORCE_CANNOT: Final = (
    "the angle of the leg, the knees and the pelvis. Both hips work against the belt: "
    "this is a belt press, not the strength of one hip"
)
_POSTURE_CANNOT: Final = "force: a leg resting in the belt and one pressing into it look the same"
_QUANTITY_WORDS: Final[dict[Quantity, tuple[str, str, str]]] = {
    Quantity.FORCE: (
        "The press on the ankle, as a force sensor in the belt gives it: all of the force there (net).",
        "how hard the leg presses, from when to when, and how steadily",
        _FORCE_CANNOT,
    ),
    Quantity.STRAND_TENSION: (
        "The tension in one strand of the belt loop, counted twice: the ankle feels that if both strands pull alike.",
        "how hard the leg presses, from when to when, and how steadily",
        _FORCE_CANNOT,
    ),
    Quantity.ABDUCTION: (
        "The angle of the leg to the side (hip abduction), as the file gives it.",
        "how far the leg is lifted and how long it stays there",
        _POSTURE_CANNOT,
    ),
    Quantity.ACCELERATION: (
        "The tilt of the leg, from a phone or sensor strapped to it.",
        "how far the leg is lifted and how long it stays there",
        "force, the knees and the pelvis: rolling the whole body looks like a lift",
    ),
    Quantity.LANDMARKS: (
        "The posture of the body, from a camera.",
        "the lift and the hold, and the knees and pelvis as far as the picture shows them",
        f"{_POSTURE_CANNOT}. A camera that stands askew shifts angles by several degrees",
    ),
    Quantity.MARKERS: (
        "The position of optical markers on pelvis, knees and ankles.",
        "the angle of the leg, the hold and the posture",
        _POSTURE_CANNOT,
    ),
    Quantity.CLOCK: (
        "Nothing: only a clock ran.",
        "nothing of the body; what stands here was told afterwards",
        "the lift, the press, the hold and the posture",
    ),
}
_OTHER_WORDS: Final = (
    "A signal that this report has no words for yet.",
    "when it rises and falls, and for how long",
    "what it does not measure: see the description of the sensor",
)


def sensor_words(quantity: Quantity) -> tuple[str, str, str]:
    """What was measured; what this sensor sees; what it cannot see."""
    return _QUANTITY_WORDS.get(quantity, _OTHER_WORDS)


def definitions(prescription: Prescription) -> list[tuple[str, str]]:
    """The numbers of this report, each in one line."""
    band = prescription.press_band_n
    valid = (
        f"with force: between half of {short(band[0])} N and twice {short(band[1])} N; without: "
        if band
        else "with force: inside its band; without: "
    )
    pairs = [("Repetition", "a lift that reached its band: the belt tight, or the leg up.")]
    if holds(prescription):
        full = f"{COMPLETE_FRACTION * prescription.hold_s:.1f} s"
        asked = f"{short(prescription.hold_s)} s"
        pairs += [
            ("Valid hold", f"seconds inside the band ({valid}the leg within 5° of where it stopped)."),
            ("Full hold", f"at least {full} valid, 90 % of the {asked} asked for (a convention)."),
            ("Lost", "seconds outside the band in the middle of a hold; never counted as held."),
        ]
    return [
        *pairs,
        ("Above rest", "the highest point of a repetition, from the rests around it."),
        ("Middle", "half of the repetitions are above it, half below (median)."),
        ("Change in the set", "the last third of the repetitions against the first third, by the level held."),
        ("Came down fast", "from the end of the hold to rest sooner than asked; 2 s or more is slow."),
    ]
