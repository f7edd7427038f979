"""What the person does: settle, lie still, repeat, turn over, repeat, get up; and what goes wrong on the way.

Everything here is intention and timing; what the leg and the belt make of it is computed in `leg.py`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.simulation.faults import Fault, sized
from levelhip.simulation.leg import STEP_S, Leg, Motion
from levelhip.simulation.noise import clipped, irregular, minimum_jerk
from levelhip.simulation.people import Person
from levelhip.simulation.plans import SessionPlan

_FELT_N: Final = 2.0
_BRACE_S: Final = (0.2, 0.4)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of the session: "settling", "set", "turning" or "end"; `side` announced, `done` really on top."""

    kind: str
    side: Side
    done: Side
    start_s: float
    end_s: float


@dataclass(slots=True)
class Marks:
    """Moments of one attempt as intended, s; `holds` are the intended stretches at the belt."""

    side: Side
    done: Side
    number: int
    faults: tuple[Fault, ...]
    begin_s: float
    lifted_s: float = 0.0
    release_s: float = 0.0
    down_s: float = 0.0
    next_s: float = 0.0
    holds: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """Something beside the attempts: "fidget", "cough", "long_rest", "dropout"; `size` as in `FAULT_SIZES`."""

    kind: str
    side: Side
    after_rep: int
    start_s: float
    end_s: float
    size: float
    sensor: str = "all"


@dataclass(slots=True)
class Act:
    """The whole session as it happened, before any sensor saw it."""

    motion: Motion
    spells: list[Spell] = field(default_factory=list)
    attempts: list[Marks] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def act(person: Person, plan: SessionPlan, rng: random.Random) -> Act:
    """Perform the plan and return what happened."""
    done = Act(Motion())
    faults = [sized(fault, rng) for fault in plan.faults]
    for index, side in enumerate(plan.sides):
        seconds = plan.settle_s if index == 0 else plan.turn_s
        own = [fault for fault in faults if fault.side == side]
        top: Side = side
        if any(fault.kind == "wrong_side" for fault in own):
            top = "left" if side == "right" else "right"
        start = done.motion.now_s
        _gross(done.motion, seconds, person, rng, tugs=index == 0 or rng.random() < 0.5)
        done.spells.append(Spell("turning" if index else "settling", side, top, start, done.motion.now_s))
        start = done.motion.now_s
        _SetOfRepetitions(person, plan, side, top, own, done, rng).perform()
        done.spells.append(Spell("set", side, top, start, done.motion.now_s))
    start = done.motion.now_s
    _gross(done.motion, plan.get_up_s, person, rng, tugs=True)
    last = done.spells[-1]
    done.spells.append(Spell("end", last.side, last.done, start, done.motion.now_s))
    return done


def _gross(motion: Motion, seconds: float, person: Person, rng: random.Random, *, tugs: bool) -> None:
    """Append large irregular movement: legs apart, belt tugged now and then (0-80 N), muscles at work."""
    steps = round(seconds / STEP_S)
    legs, pull, work = (irregular(rng, 0.15, 1.2) for _ in range(3))
    strongest = rng.uniform(10.0, 50.0) if tugs else 0.0
    rest = math.radians(person.rest_deg)
    for i in range(steps):
        t = i * STEP_S
        envelope = minimum_jerk(t / 0.7) * minimum_jerk((seconds - t) / 0.7)
        motion.theta.append(rest + envelope * math.radians(12.0) * abs(legs(t)))
        motion.omega.append(0.0)
        motion.alpha.append(0.0)
        motion.force.append(envelope * strongest * max(0.0, pull(t) - 0.6))
        motion.drive.append(envelope * min(1.0, 0.15 * abs(work(t))))
        motion.knee.append(envelope * 0.6 * abs(work(t)))
        motion.roll.append(0.0)
        motion.flexion.append(0.0)
        motion.shake.append(0.0)


class _SetOfRepetitions:
    """One side's set: lying still, the repetitions with their faults, lying still again."""

    def __init__(
        self,
        person: Person,
        plan: SessionPlan,
        side: Side,
        top: Side,
        faults: Sequence[Fault],
        done: Act,
        rng: random.Random,
    ) -> None:
        self._person, self._plan, self._side, self._top = person, plan, side, top
        self._faults, self._done, self._rng = faults, done, rng
        self._leg = Leg(person, top, plan.belt, done.motion, rng)
        self._sink = rng.uniform(-0.12, 0.12)  # slow drift of the resting position, deg a repetition
        most = 0.85 * person.largest_press_n(top)
        self._press_n = min(person.press_n * rng.uniform(0.92, 1.08), max(6.0, most))

    def perform(self) -> None:
        """Do the set."""
        leg, rng, plan = self._leg, self._rng, self._plan
        leg.move(plan.still_s)
        for number in range(1, plan.reps + 1):
            faults = {f.kind: f for f in self._faults if f.rep == number and f.kind != "wrong_side"}
            marks = self._repeat(number, faults)
            rest_from = self._now()
            if "fidget" in faults:
                self._fidget(number, faults["fidget"])
            long = number < plan.reps and rng.random() < plan.long_rest_share
            rest = clipped(rng, plan.rest_s * self._person.rest_s_factor, 0.5, 1.2, 9.0)
            leg.move(rng.uniform(20.0, 60.0) if long else rest)
            if long:
                self._note("long_rest", number, rest_from, self._now(), self._now() - rest_from)
            marks.next_s = self._now()
        leg.move(rng.uniform(0.5, 2.0))

    def _now(self) -> float:
        return self._done.motion.now_s

    def _note(self, kind: str, number: int, start: float, end: float, size: float, sensor: str = "all") -> None:
        self._done.events.append(Event(kind, self._side, number, start, end, size, sensor))

    def _repeat(self, number: int, faults: dict[str, Fault]) -> Marks:
        """Do one attempt."""
        leg, person, rng = self._leg, self._person, self._rng
        marks = Marks(self._side, self._top, number, tuple(faults.values()), self._now())
        self._done.attempts.append(marks)
        lift = clipped(rng, person.lift_s, 0.15 * person.lift_s, 0.4, 3.5) * (1.0 + 0.6 * leg.fatigue)
        if "cough" in faults:
            self._cough(number, faults["cough"], lift)
        leg.move(rng.uniform(*_BRACE_S), carry=1.0)
        press = self._press(faults)
        self._lift(faults, lift)
        marks.lifted_s = self._now()
        if "partial_lift" in faults:
            leg.move(rng.uniform(0.1, 0.6))
        else:
            self._hold(marks, faults, press)
        marks.release_s = self._now()
        self._lower(faults)
        marks.down_s = self._now()
        if "dropout" in faults:
            fault = faults["dropout"]
            size = fault.size or 0.0
            start = rng.uniform(marks.begin_s - 0.5 * min(size, 6.0), marks.release_s)
            self._note("dropout", number, start, start + size, size, fault.sensor)
        leg.move(0.3, carry=0.0)
        return marks

    def _press(self, faults: dict[str, Fault]) -> float:
        """Draw the press meant in this attempt, net N."""
        if "too_hard" in faults:
            return (faults["too_hard"].size or 0.0) * self._plan.band_n[1]
        scatter = self._person.press_scatter
        press = self._press_n * clipped(self._rng, 1.0, scatter, 1.0 - 2.0 * scatter, 1.0 + 2.0 * scatter)
        belt = self._leg.belt
        return max(press, belt.lax_force_n(belt.tight_m()) + 0.6 * press)  # an elastic loop pulls before the press

    def _lift(self, faults: dict[str, Fault], seconds: float) -> None:
        """Lift until the belt is felt (or as far as the fault goes); knee, roll and hip flexion go along."""
        leg, person, rng = self._leg, self._person, self._rng
        knee = faults["bent_knee"].size if "bent_knee" in faults else None
        roll = faults["roll"].size if "roll" in faults else None
        knee_rad = math.radians(max(0.0, rng.gauss(person.knee_deg, 1.0)) if knee is None else knee)
        roll_rad = math.radians(rng.gauss(person.roll_deg, 0.8) if roll is None else roll)
        flexion_rad = math.radians(rng.gauss(person.flexion_deg, 1.0))
        tight = leg.pressed_rad(0.0, knee_rad)
        goal = tight + math.radians(rng.uniform(0.2, 0.9))
        if "partial_lift" in faults:
            goal = leg.rest_rad + (faults["partial_lift"].size or 0.0) * (tight - leg.rest_rad)
            seconds *= 0.7
        elif "no_press" in faults:
            lax = leg.belt.lax_force_n(leg.belt.tight_m())
            goal = leg.pressed_rad(lax + (faults["no_press"].size or 0.0), knee_rad)
        felt_s: list[float] = []
        lax_n = leg.belt.lax_force_n(leg.belt.tight_m())

        def ready() -> bool:
            """Whether the belt was felt a reaction time ago."""
            if not felt_s and leg.motion.force[-1] > lax_n + _FELT_N:
                felt_s.append(self._now())
            return bool(felt_s) and self._now() >= felt_s[0] + person.reaction_s

        stop = None if "partial_lift" in faults or "no_press" in faults else ready
        leg.move(seconds, stop, theta=goal, knee=knee_rad, roll=roll_rad, flexion=flexion_rad)

    def _hold(self, marks: Marks, faults: dict[str, Fault], press: float) -> None:
        """Press and hold; with "broken" let go in the middle and take it up again."""
        leg, person, rng = self._leg, self._person, self._rng
        seconds = self._hold_seconds(faults)
        if "no_press" in faults:
            start = self._now()
            leg.move(seconds)
            marks.holds.append((start, self._now()))
            return
        rise = clipped(rng, person.press_rise_s, 0.12, 0.25, 1.4)
        half = self._now() + 0.5 * rise
        leg.move(rise, press=press, theta=leg.pressed_rad(press))
        if "broken" in faults:
            first = seconds * rng.uniform(0.3, 0.6)
            leg.move(max(0.3, first - 0.5 * rise))
            marks.holds.append((half, self._now()))
            half = self._let_go(faults["broken"], press, rise)
            seconds -= first
        leg.move(max(0.2, half + seconds - self._now()))
        marks.holds.append((half, self._now()))

    def _hold_seconds(self, faults: dict[str, Fault]) -> float:
        """Draw how long this attempt is held, s; unless let go early never under 0.95 of the prescription."""
        if "early_release" in faults:
            # The press is half gone a fifth of the release after the decision to let go.
            return max(0.5, (faults["early_release"].size or 0.0) - 0.2 * self._person.release_s)
        share = clipped(self._rng, self._person.tempo, self._person.tempo_scatter, 0.95, 1.15)
        return self._plan.hold_s * share

    def _let_go(self, fault: Fault, press: float, rise: float) -> float:
        """Lose the press for the fault's seconds, sink, and take it up again; return when half of it is back."""
        leg, rng = self._leg, self._rng
        drop = rng.uniform(0.2, 0.35)
        again = min(rise, 0.5)
        sunk = leg.theta - math.radians(fault.sag_deg or 0.0)
        leg.move(drop, press=0.0, theta=min(sunk, leg.pressed_rad(0.0) - math.radians(0.1)))
        leg.move(max(0.05, (fault.size or 0.0) - 0.7 * drop - 0.5 * again))
        half = self._now() + 0.5 * again
        leg.move(again, press=press, theta=leg.pressed_rad(press))
        return half

    def _lower(self, faults: dict[str, Fault]) -> None:
        """Let go of the press and lower the leg to a resting place a little different from the last."""
        leg, person, rng = self._leg, self._person, self._rng
        seconds = clipped(rng, person.release_s, 0.18 * person.release_s, 0.9, 5.0)
        if "fast_release" in faults:
            seconds = faults["fast_release"].size or 0.0
        elif "partial_lift" in faults:
            seconds *= 0.6
        scatter = clipped(rng, 0.0, person.rest_scatter_deg, -1.5, 1.5)
        place = person.rest_deg + scatter + self._sink * len(self._done.attempts)
        leg.rest_rad = math.radians(min(place, person.rest_deg + 2.5))
        leg.move(seconds, theta=leg.rest_rad, press=0.0, knee=0.0, roll=0.0, flexion=0.0)

    def _fidget(self, number: int, fault: Fault) -> None:
        """Shift the leg a little in the rest, up and back, the thigh a little forwards too."""
        leg, rng = self._leg, self._rng
        leg.move(rng.uniform(0.3, 1.2))
        start = self._now()
        rest, shift = leg.rest_rad, math.radians(fault.size or 0.0)
        leg.move(0.25, carry=1.0)
        leg.move(rng.uniform(0.3, 0.8), theta=rest + shift, flexion=math.radians(rng.uniform(-4.0, 6.0)))
        leg.move(rng.uniform(0.1, 0.8))
        leg.rest_rad = rest + 0.3 * shift * rng.uniform(-1.0, 1.0)
        leg.move(rng.uniform(0.3, 0.8), theta=leg.rest_rad, flexion=0.0)
        leg.move(0.25, carry=0.0)
        self._note("fidget", number, start, self._now(), fault.size or 0.0)

    def _cough(self, number: int, fault: Fault, lift: float) -> None:
        """Plan one to three jerks somewhere between 1 s from now and the middle of the hold."""
        rng = self._rng
        at = self._now() + rng.uniform(0.2, lift + 0.5 * self._plan.hold_s)
        start = at
        for _ in range(rng.randint(1, 3)):
            length = rng.uniform(0.15, 0.3)
            self._leg.jerks.append((at, length, fault.size or 0.0))
            at += length + rng.uniform(0.1, 0.4)
        self._note("cough", number, start, at, fault.size or 0.0)
