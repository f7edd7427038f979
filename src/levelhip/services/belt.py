"""The belt helper: what was asked in words or numbers, checked, into a fit of the loop and what a press loads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final, cast, get_args

from levelhip.exercise.belt_load import (
    USUAL_NET_FORCE_N,
    WANTED_DEG,
    BeltFit,
    BeltLoad,
    Legs,
    Place,
    belt_load,
    fit_of_angle,
    fit_of_loop,
)
from levelhip.exercise.biomechanics import Rigging, Sex, loop_length_m, net_force_from_tension_n
from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.person import Person

LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "leg_length_cm": (50, 130),
    "ankle_girth_cm": (12, 50),
    "hip_width_cm": (8, 60),
    "loop_cm": (20, 400),
    "angle_deg": WANTED_DEG,
    "mass_kg": (20, 350),
    "force_n": (0, 500),
    "leg_scale_n": (0, 1000),
}
"""Numbers that can be told; those of the body as wide as in the settings."""
NEEDED: Final = ("leg_length_cm", "ankle_girth_cm")
SHOWN_FORCES_N: Final = (0.0, 20.0, 40.0)
SHOWN_ANGLES_DEG: Final = (10.0, 15.0, 20.0)
FIRST_ANGLE_DEG: Final = 15.0
"""What is looked for until something else is: the middle of the angles at which the belt should be tight."""
EVIDENCE: Final = ("levelhip_models", "de_leva_1996", "collings_2023", "sugimoto_2014", "levelhip_convention")
_CM: Final = 100.0

WRONG_NUMBER: Final = N_("Please write a number from {low} to {high}, or leave it empty.")
MISSING: Final = N_("This is needed.")
ONE_OF: Final = N_("One of: {choices}.")
TOO_SHORT: Final = N_(
    "This loop is too short: with the leg level it needs {least} cm, so at no angle is it just tight."
)
TOO_LONG: Final = N_("This loop is too long: it stays slack at every angle of the leg.")
BOTH: Final = N_("Tell either the loop or the angle, not both.")


class BeltError(ValueError):
    """Something that cannot be worked out. `fields`: what is wrong with which."""

    def __init__(self, fields: Mapping[str, Sentence]) -> None:
        super().__init__("; ".join(f"{name}: {said}" for name, said in fields.items()))
        self.fields = dict(fields)


@dataclass(frozen=True, slots=True)
class BeltQuestion:
    """What is asked. One of `loop_cm` and `angle_deg` is there. None: not told.

    `force_n`: what a sensor reads or shows; `rigging` says whether that is all of the force on the ankle.
    """

    leg_length_cm: float
    ankle_girth_cm: float
    hip_width_cm: float | None = None
    loop_cm: float | None = None
    angle_deg: float | None = None
    mass_kg: float | None = None
    sex: Sex | None = None
    force_n: float = USUAL_NET_FORCE_N
    rigging: Rigging = "inline"
    leg_scale_n: float | None = None

    @property
    def legs(self) -> Legs:
        """The legs in m."""
        hips_m = None if self.hip_width_cm is None else self.hip_width_cm / _CM
        return Legs(self.leg_length_cm / _CM, self.ankle_girth_cm / _CM, hips_m)

    @property
    def net_force_n(self) -> float:
        """On the ankle."""
        return net_force_from_tension_n(self.force_n, self.rigging)


@dataclass(frozen=True, slots=True)
class BeltAnswer:
    """The loop; what the press loads at either place of the belt, and in a table of presses and angles.

    Both are empty where the body mass is not told.
    """

    question: BeltQuestion
    fit: BeltFit
    loads: tuple[BeltLoad, ...]
    table: tuple[BeltLoad, ...]

    def as_dict(self) -> Json:
        """The numbers for programs, unrounded but for the last digits."""
        legs, fit = self.question.legs, self.fit
        return {
            "fit": {
                "loop_cm": _short(fit.loop_m * _CM),
                "abduction_deg": _short(fit.abduction_deg),
                "abduction_sd_deg": _short(fit.sd_deg),
                "ankles_apart_cm": _short(fit.apart_m * _CM),
                "hip_width_cm": _short(legs.hips_m * _CM),
                "is_hip_width_measured": legs.hip_separation_m is not None,
                "verdict": fit.verdict,
            },
            "loads": [_load_dict(each) for each in self.loads],
            "table": [_load_dict(each) for each in self.table],
            "evidence": list(EVIDENCE),
        }


def read_question(told: Mapping[str, str | None]) -> BeltQuestion:
    """Read what was typed; an empty text is not told. Raises BeltError with every field that is wrong."""
    wrong: dict[str, Sentence] = {}
    numbers = {name: _number(name, told.get(name), wrong) for name in LIMITS}
    wrong |= {name: sentence(MISSING) for name in NEEDED if numbers[name] is None and name not in wrong}
    sex = _choice("sex", told.get("sex"), ("", "other", *get_args(Sex)), wrong)
    rigging = _choice("rigging", told.get("rigging"), ("", *get_args(Rigging)), wrong)
    if numbers["loop_cm"] is not None and numbers["angle_deg"] is not None:
        wrong["angle_deg"] = sentence(BOTH)
    if wrong:
        raise BeltError(wrong)
    if numbers["loop_cm"] is None and numbers["angle_deg"] is None:
        numbers["angle_deg"] = FIRST_ANGLE_DEG
    if numbers["force_n"] is None:
        numbers["force_n"] = USUAL_NET_FORCE_N
    known = sex if sex in get_args(Sex) else None
    return BeltQuestion(**cast("dict[str, float]", numbers), sex=cast("Sex | None", known), rigging=_rigging(rigging))


def measures_of(person: Person) -> dict[str, str]:
    """What the settings know already, as it would be typed."""
    known = {
        "leg_length_cm": person.leg_length_cm,
        "ankle_girth_cm": person.ankle_girth_cm,
        "hip_width_cm": person.hip_width_cm,
        "loop_cm": person.belt_loop_cm,
        "mass_kg": person.mass_kg,
    }
    typed = {name: f"{value:g}" for name, value in known.items() if value is not None}
    return typed | ({"sex": person.sex} if person.sex else {})


def answer(question: BeltQuestion) -> BeltAnswer:
    """Work it out. Raises BeltError where the loop is tight at no angle."""
    legs = question.legs
    fit = _fit(question, legs)
    if question.mass_kg is None:
        return BeltAnswer(question, fit, (), ())
    mass_kg, sex = question.mass_kg, question.sex
    scale_n = question.leg_scale_n
    forces = dict.fromkeys(sorted((*SHOWN_FORCES_N, question.net_force_n)))
    places: tuple[Place, ...] = get_args(Place)
    return BeltAnswer(
        question,
        fit,
        tuple(
            belt_load(legs, mass_kg, sex, question.net_force_n, fit.abduction_deg, place, scale_n) for place in places
        ),
        tuple(
            belt_load(legs, mass_kg, sex, force_n, angle_deg, "ankles", scale_n)
            for force_n, angle_deg in product(forces, SHOWN_ANGLES_DEG)
        ),
    )


def _fit(question: BeltQuestion, legs: Legs) -> BeltFit:
    if question.loop_cm is None:
        return fit_of_angle(legs, FIRST_ANGLE_DEG if question.angle_deg is None else question.angle_deg)
    try:
        return fit_of_loop(legs, question.loop_cm / _CM)
    except ValueError:
        least_m = loop_length_m(0.0, legs.ankle_circumference_m, legs.leg_length_m, legs.hips_m)
        short = question.loop_cm < least_m * _CM
        said = sentence(TOO_SHORT, least=float(math.ceil(round(least_m * _CM, 6)))) if short else sentence(TOO_LONG)
        raise BeltError({"loop_cm": said}) from None


def _number(name: str, typed: str | None, wrong: dict[str, Sentence]) -> float | None:
    text = (typed or "").strip().replace(",", ".")
    if not text:
        return None
    low, high = LIMITS[name]
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        wrong[name] = sentence(WRONG_NUMBER, low=low, high=high)
        return None
    return value


def _choice(name: str, typed: str | None, choices: tuple[str, ...], wrong: dict[str, Sentence]) -> str:
    text = (typed or "").strip()
    if text not in choices:
        wrong[name] = sentence(ONE_OF, choices=", ".join(filter(None, choices)))
    return text


def _rigging(typed: str) -> Rigging:
    """Untold, the force is one on the ankle, as the page says beside the field."""
    return "strand" if typed == "strand" else "inline"


def _load_dict(load: BeltLoad) -> Json:
    return {
        "belt_at": load.place,
        "net_force_n": _short(load.net_force_n),
        "abduction_deg": _short(load.abduction_deg),
        "hip_moment_nm": _pair(load.hip_nm),
        "hip_moment_nm_per_kg": _pair(load.hip_nm_per_kg),
        "leg_alone_nm": _pair(load.leg_alone_nm),
        "knee_varus_moment_nm": _pair(load.knee_nm),
        "knee_varus_moment_nm_per_kg": _pair(load.knee_nm_per_kg),
        "bottom_leg_lift_off_n": _pair(load.lift_off_n),
        "gluteus_medius_force_n": None if load.muscle_n is None else _pair(load.muscle_n),
        "hip_moment_error_share": load.error_share,
        "hip_moment_worst_error_share": load.worst_error_share,
    }


def _pair(span: tuple[float, float]) -> list[float]:
    return [_short(each) for each in span]


def _short(value: float) -> float:
    return round(value, 6)
