"""The range check: three lifts a side without the belt, measured by the engine as any movement; the best is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from levelhip.exercise.active_range import (
    CAMERA_TOO_MUCH_DEG,
    CAMERA_TURN_DEG,
    LIFTS,
    PELVIS_LIMIT_DEG,
    ROUTE_SD_DEG,
    ROUTES,
    RangePosition,
    Route,
    smallest_change_deg,
)
from levelhip.exercise.protocol import Exercise, FormCheck, Prescription, prescribe
from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.signals import Quantity, Side
from levelhip.exercise.wording import N_
from levelhip.session.record import Rep, SessionRecord, SideRecord

RANGE_EXERCISES: Final[dict[str, RangePosition]] = {
    "side_lying_hip_abduction": "side_lying",
    "standing_hip_abduction": "standing",
}
"""The movements that show the range, without a belt, and the position each is done in."""
PELVIS_MOVED: Final = "pelvis_moved"
_PELVIS: Final[dict[RangePosition, str]] = {"standing": "pelvic_obliquity_deg", "side_lying": "pelvis_roll_deg"}
"""What is watched of the pelvis: standing whether it hikes, lying whether it rolls (there a hike cannot be told)."""
RANGE_WAYS: Final[tuple[Route, ...]] = ("camera", "shin")
"""What can measure it live: the clock measures nothing, and the belt's sensor the press."""

KEEP_STILL: Final = N_("Keep the pelvis still.")
MOVED: Final = N_(
    "The pelvis moved by more than {limit}° in {count} of {lifts} lifts: keep it still, and measure again."
)
NOT_SEEN: Final = N_("This way of measuring does not see the pelvis: what it adds is in the number.")
FEW: Final = N_("Only {count} of {lifts} lifts were found.")
TURNED: Final = N_(
    "A camera turned away by {turn}° shows about {more}° too much: let it look straight at you each time."
)
MIND: Final = N_("In the lift that counts: {say}")
LIFT_SAY: Final[dict[RangePosition, str]] = {
    "side_lying": N_("Without rolling, lift slowly, as high as is comfortable."),
    "standing": N_("Staying upright, lift slowly, as high as is comfortable."),
}
"""Short: after it is asked for, a lift is waited for only so long."""
BODY_SAY: Final[dict[RangePosition, str]] = {
    "side_lying": N_("One hip right above the other, knees straight."),
    "standing": N_("Pelvis level, knees straight."),
}
BEST: Final = N_("{side}: {angle}° from rest, the best of {lifts}.")
OFF_BY: Final = N_("Measured {by}: off by less than {sd}° two times in three; a change under {change}° may be chance.")
OFF_UNKNOWN: Final = N_("Measured {by}: how far off that is, is not known.")
NO_LIFT: Final = N_("No lift was found.")
NO_SIDE: Final = N_("Side not known")
SIDE_NAMES: Final[dict[Side, str]] = {"left": N_("Left"), "right": N_("Right")}
BY_ROUTE: Final[dict[Route, str]] = {
    "camera": N_("by camera"),
    "shin": N_("by a phone or sensor on the leg"),
    "markers": N_("by optical markers"),
    "angle": N_("by another device"),
}


@dataclass(frozen=True, slots=True)
class SideRange:
    """One side. `angle_deg`: the best lift, from rest; `lifts_deg`: the first three, in order."""

    side: Side | None
    angle_deg: float
    lifts_deg: tuple[float, ...]
    notes: tuple[Sentence, ...]
    pelvis_stayed: bool | None = None
    """Whether the pelvis stayed where it was in the lift that counts; None: nothing saw it."""

    @property
    def line(self) -> Sentence:
        """The side in one sentence, in whole degrees."""
        name = SIDE_NAMES[self.side] if self.side else NO_SIDE
        lifts = ", ".join(f"{lift:.0f}°" for lift in self.lifts_deg)
        return sentence(BEST, side=Sentence(name), angle=round(self.angle_deg), lifts=lifts)


@dataclass(frozen=True, slots=True)
class RangeCheck:
    """What came of it. `sd_deg`, `smallest_change_deg`: of the route; None where nobody knows them."""

    position: RangePosition
    route: Route
    sides: tuple[SideRange, ...]

    @property
    def sd_deg(self) -> float | None:
        """Standard deviation of one check by this route."""
        return ROUTE_SD_DEG.get(self.route)

    @property
    def smallest_change_deg(self) -> float | None:
        """What two checks by this route must differ by."""
        return smallest_change_deg(self.route)

    @property
    def error_line(self) -> Sentence:
        """How far off it may be."""
        by, change_deg = Sentence(BY_ROUTE[self.route]), self.smallest_change_deg
        if self.sd_deg is None or change_deg is None:
            return sentence(OFF_UNKNOWN, by=by)
        return sentence(OFF_BY, by=by, sd=self.sd_deg, change=round(change_deg, 1))

    def as_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "schema": "levelhip.range/1",
            "position": self.position,
            "route": self.route,
            "sd_deg": self.sd_deg,
            "smallest_change_deg": self.smallest_change_deg,
            "sides": [
                {
                    "side": each.side,
                    "angle_deg": round(each.angle_deg, 2),
                    "lifts_deg": [round(lift, 2) for lift in each.lifts_deg],
                    "notes": [str(note) for note in each.notes],
                }
                for each in self.sides
            ],
        }


def range_prescription(exercise: Exercise) -> Prescription:
    """Prescribe the movement as a check: as high as is comfortable, the pelvis watched more closely.

    Raises ValueError for other exercises.
    """
    position = RANGE_EXERCISES.get(exercise.key)
    if position is None:
        raise ValueError(f"{exercise.key} does not show the range; these do: {', '.join(RANGE_EXERCISES)}")
    feature = _PELVIS[position]
    others = tuple(check for check in exercise.form_checks if check.feature != feature)
    watched = FormCheck(PELVIS_MOVED, feature, PELVIS_LIMIT_DEG, (Quantity.MARKERS,), KEEP_STILL)
    lift, *rest = exercise.phases
    phases = (replace(lift, say=LIFT_SAY[position]), *rest)
    checked = prescribe(replace(exercise, phases=phases, form_checks=(*others, watched)), reps=LIFTS)
    return replace(checked, mind=BODY_SAY[position])


def range_check(record: SessionRecord) -> RangeCheck:
    """Tell the range from a record that was measured with `range_prescription`. What only a clock paced is left out."""
    position = RANGE_EXERCISES[record.prescription.exercise.key]
    route = ROUTES[record.signal.quantity]
    found = (_side(side, record, route) for side in record.sides)
    return RangeCheck(position, route, tuple(each for each in found if each is not None))


def _side(side: SideRecord, record: SessionRecord, route: Route) -> SideRange | None:
    lifts = [rep for rep in side.reps if rep.provenance == "measured"][:LIFTS]
    if not lifts:
        return None
    says = {check.key: check.say for check in record.prescription.exercise.form_checks}

    def faults(rep: Rep) -> list[str]:
        return [fault for fault in rep.faults if fault in says]

    best = min(lifts, key=lambda rep: (len(faults(rep)), -rep.measures.peak))  # the best of those done best
    moved = sum(1 for rep in lifts if PELVIS_MOVED in rep.faults)
    notes = [*_about_route(route), *_about_lifts(len(lifts), moved)]
    notes += [sentence(MIND, say=Sentence(says[fault])) for fault in faults(best) if fault != PELVIS_MOVED]
    stayed = PELVIS_MOVED not in best.faults if route == "markers" else None
    return SideRange(side.side, best.measures.peak, tuple(rep.measures.peak for rep in lifts), tuple(notes), stayed)


def _about_lifts(found: int, moved: int) -> Iterator[Sentence]:
    if found < LIFTS:
        yield sentence(FEW, count=found, lifts=LIFTS)
    if moved:
        yield sentence(MOVED, limit=PELVIS_LIMIT_DEG, count=moved, lifts=found)


def _about_route(route: Route) -> Iterator[Sentence]:
    if route != "markers":
        yield sentence(NOT_SEEN)
    if route == "camera":
        yield sentence(TURNED, turn=CAMERA_TURN_DEG, more=CAMERA_TOO_MUCH_DEG)
