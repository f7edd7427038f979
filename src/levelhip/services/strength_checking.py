"""The strength check at home: whether it may begin, what a sensor or a scale told, and a stop for pain.

Pressing as hard as one can has a clearance of its own; without it nothing begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

from levelhip.exercise.clearance import Assessment, Reason
from levelhip.exercise.clearance_stops import worst_answers
from levelhip.exercise.hip_moment import Leg
from levelhip.exercise.leg_weight import GRAVITY_M_S2, Sex
from levelhip.exercise.signals import SIDES, Side
from levelhip.exercise.strength import Position
from levelhip.exercise.strength_check import RIGGINGS, Rigging, check_side
from levelhip.exercise.strength_record import StrengthCheck, forces_check, made_check
from levelhip.exercise.wording import N_
from levelhip.ports import Clock, Json, SessionStore
from levelhip.services.clearing import Clearing, after_stop
from levelhip.services.outcomes import Outcomes
from levelhip.services.person import DUE_EXERCISE, PersonSettings
from levelhip.services.planning import Planning
from levelhip.session.load_cell import LoadCell

ScaleUnit = Literal["N", "kg", "lb"]
NEWTONS: Final[dict[ScaleUnit, float]] = {"N": 1.0, "kg": GRAVITY_M_S2, "lb": 4.4482216152605}
"""What one unit of a scale is in newtons."""
POSITIONS: Final[tuple[Position, ...]] = get_args(Position)
SOURCE: Final = "strength check"
CM_PER_M: Final = 100
RESTS: Final = N_("Your plan rests today.")
RESTS_DO: Final = N_("Do not press as hard as you can today: your plan rests even from the gentle exercise.")


class CheckError(ValueError):
    """A check that cannot be read. The message is one line: what and where."""


class NotClearedError(Exception):
    """It may not begin now."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(assessment.do_now)
        self.assessment = assessment


class Packet(NamedTuple):
    """A notification of the sensor, and when it came, s."""

    t_s: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Sensed:
    """What a sensor sent while one side pressed."""

    side: Side
    packets: tuple[Packet, ...]


class StrengthChecking:
    """The use cases."""

    def __init__(
        self,
        store: SessionStore,
        clock: Clock,
        clearing: Clearing,
        person: PersonSettings,
        outcomes: Outcomes,
        planning: Planning,
    ) -> None:
        self._store, self._clock = store, clock
        self._clearing, self._person, self._outcomes = clearing, person, outcomes
        self._planning = planning

    def assessment(self) -> Assessment:
        """Whether one may press as hard as one can now: never while the plan rests from the gentle exercise."""
        cleared = self._clearing.assessment(DUE_EXERCISE, maximal=True)
        if cleared.may_start and self._planning.today(None).pauses:
            return Assessment("not_today", (Reason("plan_rests", "not_today", RESTS, RESTS_DO),), RESTS_DO)
        return cleared

    def must_be_cleared(self) -> None:
        """Raise NotClearedError unless it may begin now."""
        assessment = self.assessment()
        if not assessment.may_start:
            raise NotClearedError(assessment)

    def leg(self, lever_m: float | None = None, position: Position = "side_lying") -> Leg:
        """The person's leg as the settings tell it."""
        told = self._person.settings()
        length_m = None if told.leg_length_cm is None else told.leg_length_cm / CM_PER_M
        sex: Sex | None = "female" if told.sex == "female" else "male" if told.sex == "male" else None
        return Leg(length_m, told.mass_kg, sex, lever_m, position=position)

    def keep_sensed(self, sensed: Sequence[Sensed], loose: Sequence[Packet], rigging: str) -> Json:
        """Measure what a sensor sent, and keep it; gives the check. `loose`: packets of the cell hanging loose.

        Raises CheckError where nothing was pressed, or the rigging is none; NotClearedError: then nothing is kept.
        """
        self.must_be_cleared()
        if rigging not in RIGGINGS:
            raise CheckError(f"rigging: one of {', '.join(RIGGINGS)}")
        where: Rigging = next(each for each in RIGGINGS if each == rigging)
        cell = LoadCell("strand" if where == "strand" else "inline")
        for packet in loose:
            cell.receive(packet.data, packet.t_s)
        is_zeroed = cell.tare() if loose else False
        checks = {}
        for each in sensed:
            samples = [sample for packet in each.packets for sample in cell.receive(packet.data, packet.t_s)]
            times, forces = [t for t, _ in samples], [force for _, force in samples]
            checks[each.side] = check_side(times, forces, each.side, where, is_net=True)
        warnings = () if is_zeroed else ("the sensor was not zeroed: it was not heard hanging loose",)
        return self._kept(made_check(SOURCE, where, self.leg(), checks, warnings))

    def keep_scale(
        self, readings: Mapping[Side, float | None], unit: str, lever_cm: float | None, position: str
    ) -> Json:
        """Keep what a strap scale showed, to a fixed anchor: the best of three a side. Raises CheckError."""
        self.must_be_cleared()
        if unit not in get_args(ScaleUnit):
            raise CheckError(f"unit: one of {', '.join(get_args(ScaleUnit))}")
        where = next((each for each in POSITIONS if each == position), None)
        if where is None:
            raise CheckError(f"position: one of {', '.join(POSITIONS)}")
        times = next(newtons for name, newtons in NEWTONS.items() if name == unit)
        forces = {side: times * read for side in SIDES if (read := readings.get(side)) is not None}
        if not forces:
            raise CheckError("left, right: neither was told")
        try:
            leg = self.leg(None if lever_cm is None else lever_cm / CM_PER_M, where)
            check = forces_check(SOURCE, leg, forces)
        except ValueError as error:
            raise CheckError(str(error)) from None
        return self._kept(check)

    def keep_recorded(self, check: StrengthCheck) -> Json:
        """Keep what a recording showed. Raises NotClearedError; CheckError where nothing was pressed."""
        self.must_be_cleared()
        return self._kept(check)

    def stop(self) -> int:
        """It hurts: keep that, whatever else; gives the number of the stop."""
        return self._store.check_stops.add(self._clock.now())

    def answer_stop(self, number: int, answers: Mapping[str, object]) -> Assessment:
        """Keep what was answered after a stop, the worst where it was answered before; gives what to do now.

        Raises KeyError where there is no such stop.
        """
        given = dict(answers)
        kept: list[Json | None] = []

        def merge(before: Json | None) -> Json | None:
            kept.append(worst_answers(before, given))
            return kept[-1]

        if not self._store.check_stops.answer(number, merge):
            raise KeyError(number)
        return after_stop(kept[-1] or {})

    def _kept(self, check: StrengthCheck) -> Json:
        if all(side.mean_n is None for side in check.sides.values()):
            raise CheckError("no press was found")
        measure, answers, detail = check.outcome()
        entry = self._outcomes.keep(measure, answers, None, detail)
        return {"entry": entry, "measure": measure, "check": check.as_dict()}
