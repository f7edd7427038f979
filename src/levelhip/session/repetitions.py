"""From one number a sample (how far lifted, how hard pressed) to phases, holds and repetitions.

The tracker knows no rest and no range beforehand. Rest is where the signal stays still (`resting.py`); a lift is an
excursion above it; how high a lift must go adapts to the person (`own_range.py`); seconds count inside a band
(`hold_clock.py`). What is known only late (a start, a half-amplitude crossing) is backdated from the lift's samples.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from levelhip.exercise.protocol import BREAK_LIMIT_S, Kind, Prescription, RepSignal
from levelhip.exercise.signals import Side
from levelhip.session.events import (
    AttemptMissed,
    Event,
    HoldBroken,
    HoldResumed,
    HoldSecond,
    HoldStarted,
    PhaseChanged,
    RepCompleted,
)
from levelhip.session.hold_clock import GAP_S, HoldClock, Tick
from levelhip.session.measures import RepMeasures
from levelhip.session.own_range import OwnRange
from levelhip.session.repetition_shape import RepetitionShape, shape_of
from levelhip.session.resting import SETTLED_S, TICK_S, RestingLevel
from levelhip.session.transitions import TRANSITIONS, Phase, Trigger

LEAVING_SHARE: Final = 0.5
"""Of the exercise's smallest repetition: from this height on a lift is looked at."""
FALLEN_SHARE: Final = 0.25
"""Below this share of its own height a lift has been let down."""
FALLEN_LEAST_SHARE: Final = 0.3
STOPPED_S: Final = 0.3 - TICK_S
"""Still for this long at height: the belt (or the person) has stopped the leg."""
AT_REST_AGAIN_S: Final = 0.35 - TICK_S
"""Still for this long after having been let down: the leg is at rest again."""
DOWN_LEAST_S: Final = 0.6 - TICK_S
"""Between two holds the leg is down for at least this long."""
NEW_REST_S: Final = 2.0 - TICK_S
"""Still for this long without having reached (hardly) anything: no lift; rest is higher, or the belt tighter, now."""
WILD_S: Final = 0.3 - TICK_S
"""Higher than any repetition for this long: not a lift any more."""
MUCH_LOWER: Final = 0.45
"""Still at less than this share of the height it had: what the signal came back to is rest."""
FAINT: Final = 1.5
"""A still press fainter than this many times the least that is valid, beside firmer ones, is the belt's own pull."""
BEGINNING_SHARE: Final = 1.5
"""Of the smallest repetition: a recording that begins this far above rest begins in mid-movement."""
PLATEAU_LEAST_S: Final = 0.8
PLATEAU_LEAST_SHARE: Final = 0.15
"""A hold stays near its own level for at least this long, and this share of the prescribed; less is a touch."""
UNSTEADY_CV: Final = 20.0
"""A brief hold less steady than this (percent) is no hold: somebody turns over, or gets up."""
DOUBTFUL_SHARE: Final = 0.5
"""A first hold with a plateau shorter than this share of the prescribed waits for the second to be compared with."""
BREAK_LEAST_S: Final = 0.2 - TICK_S
"""Out of the band for less than this is tremor, not a break."""
SAG_LEAST_DEG: Final = 2.0
"""A leg that sinks by this much in a hold and is lifted again has sagged, though it may still be in its band."""
RELEASE_SHARE: Final = 0.5
"""What is seen of a release (from 90 % of the height to rest) is about this share of all of it (minimum jerk)."""
SMOOTH_S: Final = 0.1
"""A leg moves slowly: its crossings are read off a mean over this much to either side."""
PREROLL_S: Final = 2.5
STEP_S: Final = 0.008
"""Samples of a lift are kept no closer than this; the preroll is what is kept from before it was known to be one."""
LONGEST_REP_S: Final = 30.0
"""Beyond this and twice the prescribed hold nothing is one repetition any more."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the tracker needs to know: the signal's floors and the dose. `band_n`: where a press is valid, N net."""

    signal: RepSignal
    kind: Kind
    hold_s: float
    complete_hold_s: float
    release_s: float
    valid_n: tuple[float, float] | None
    settle: bool

    @staticmethod
    def of(prescription: Prescription, signal: RepSignal, gentle_n: tuple[float, float] | None) -> Task:
        """The task of `prescription` measured by `signal`; `gentle_n`: the gentle press, N net.

        A press is valid from half of the gentle band's lower end to twice its upper end (convention).
        """
        exercise = prescription.exercise
        pressed = signal.unit == "N" and gentle_n is not None
        return Task(
            signal=signal,
            kind=exercise.kind,
            hold_s=prescription.hold_s,
            complete_hold_s=prescription.complete_hold_s,
            release_s=prescription.release_s,
            valid_n=(max(0.5 * gentle_n[0], signal.least), 2 * gentle_n[1]) if pressed and gentle_n else None,
            settle=exercise.kind == "hold" and exercise.position == "side_lying",
        )


class _Lift:
    """A lift under way: its samples, how high it went, how far it came down."""

    __slots__ = (
        "began_before",
        "clock",
        "fell_s",
        "left_s",
        "let_down_below",
        "lowest",
        "reached",
        "rest_was_lower",
        "signal_was_lost",
        "t_s",
        "top",
        "wild_s",
        "x",
    )

    def __init__(self, samples: Sequence[tuple[float, float]], top: float, let_down_below: float) -> None:
        self.t_s = [t for t, _ in samples]
        self.x = [x for _, x in samples]
        self.left_s = self.t_s[-1]
        self.top = top
        self.let_down_below = let_down_below
        self.lowest = math.inf
        self.fell_s = -math.inf
        self.reached = False
        self.began_before = False
        self.signal_was_lost = False
        self.wild_s = 0.0
        self.rest_was_lower = False
        self.clock = HoldClock()


class RepetitionTracker:
    """Follows one scalar signal; what it has to say is appended to `events`, in order."""

    def __init__(
        self,
        task: Task,
        side: Side | None = None,
        *,
        upside_down: bool = False,
        number: int = 1,
        knows_up: bool = True,
        from_s: float = -math.inf,
    ) -> None:
        self.task = task
        self.side = side
        self.upside_down = upside_down
        self.events: list[Event] = []
        self.shapes: list[RepetitionShape] | None = None
        """The repetitions' shapes, kept only where a list is put here."""
        self.came_to_rest = False
        """Whether the last sample settled where rest is."""
        self._from_s = from_s
        self.phase = Phase.SETTLING if task.settle else Phase.REST
        self.next_number = number
        self._sign = -1.0 if upside_down else 1.0
        self._leaving = LEAVING_SHARE * task.signal.least
        self._fallen_least = FALLEN_LEAST_SHARE * task.signal.least
        self._pressed = task.valid_n is not None
        self._held_long = task.kind == "hold"
        self._wild = task.signal.most if task.settle else math.inf
        self._resting = RestingLevel(task.signal.still)
        self._range = OwnRange(task.signal.least, task.kind, absolute=task.valid_n is not None)
        self._doubtful: tuple[RepetitionShape, RepMeasures] | None = None
        self._before: deque[tuple[float, float]] = deque(maxlen=int(PREROLL_S / STEP_S))
        self._lift: _Lift | None = None
        self._t = -math.inf
        self._began_s = self._began_at = math.nan
        self._may_begin_in_movement = knows_up and task.kind == "movement"

    @property
    def rest(self) -> float:
        """The resting level, in the signal's unit (NaN: not known yet)."""
        return self._sign * self._resting.level

    def take_events(self) -> list[Event]:
        """What there is to say by now."""
        events, self.events = self.events, []
        return events

    # -- samples ---------------------------------------------------------------------------------------------------

    def push(self, t_s: float, x: float) -> None:
        """Take one sample: time (s, later than the last) and value (not NaN)."""
        x *= self._sign
        dt = t_s - self._t
        self._t = t_s
        if dt > GAP_S:
            self._after_gap(dt)
        still_s = self._resting.push(t_s, x)
        phase = self.phase
        if phase is Phase.REST:
            self._at_rest(t_s, x, dt)
        elif phase is Phase.SETTLING:
            if still_s >= SETTLED_S:
                self._resting.set(x)
                self.came_to_rest = True
                self._go(Trigger.CAME_TO_REST, t_s - still_s)
        else:
            self._lifted(t_s, x, dt, still_s)

    def rezero(self, sign: float = 1.0) -> None:
        """The feature now calls the present level zero, and the next excursion up."""
        self._sign = sign
        self.came_to_rest = False
        self._resting.set(0.0)
        self._resting.restart()
        self._before.clear()

    def finish(self) -> None:
        """The signal has ended. A repetition under way counts if it reached its band; it is told as cut off."""
        if self._lift is not None:
            self._end_lift(self._lift, self._lift.t_s[-1], "" if self.phase is Phase.LOWERING else "cut_off")
        self._settle_doubt(0.0)

    def _at_rest(self, t_s: float, x: float, dt: float) -> None:
        resting, before = self._resting, self._before
        if not before or t_s - before[-1][0] >= STEP_S:
            before.append((t_s, x))
        if resting.level != resting.level:
            resting.set(x)
            self._began_s, self._began_at = t_s, x
            return
        resting.follow(x, dt)
        height = x - resting.level
        if height > self._leaving:
            self._leave_rest(t_s, x)
        elif height < -self._wild and resting.is_lower:
            self._settle_anew(t_s)
        elif self._may_begin_in_movement and self._began_at - x >= BEGINNING_SHARE * self.task.signal.least:
            if t_s - self._began_s <= LONGEST_REP_S:
                self._count_beginning(t_s, x)
            self._may_begin_in_movement = False  # or it was no more than drift

    def _leave_rest(self, t_s: float, x: float) -> None:
        self._may_begin_in_movement = False
        if self._before[-1][0] != t_s:
            self._before.append((t_s, x))
        lift = self._lift = _Lift(self._since_rest(t_s - PREROLL_S), x - self._resting.level, self._fallen_least)
        if self.task.valid_n is not None:
            lift.clock.low, lift.clock.high = self.task.valid_n
        elif self.task.kind == "movement":
            lift.clock.low = self._range.wanted
        self._go(Trigger.LEFT_REST, t_s)
        self._try_to_reach(lift, x - self._resting.level, 0.0)

    def _since_rest(self, from_s: float) -> list[tuple[float, float]]:
        """The samples kept from `from_s` on that belong to this lift: those at rest, not a descent before that."""
        newest, *earlier = reversed(self._before)
        ceiling = self._resting.level + self._leaving
        samples = [newest, *takewhile(lambda sample: sample[0] >= from_s and sample[1] <= ceiling, earlier)]
        return samples[::-1]

    def _count_beginning(self, t_s: float, x: float) -> None:
        """The recording began at height: a movement whose beginning is not in it, known only when it has come down."""
        lift = self._lift = _Lift(self._before, self._began_at - self._resting.level, self._fallen_least)
        lift.reached = True
        lift.began_before = True
        lift.lowest = x
        self._go(Trigger.LEFT_REST, t_s)
        self._go(Trigger.FELL, t_s)

    def _lifted(self, t_s: float, x: float, dt: float, still_s: float) -> None:
        lift = self._lift
        assert lift is not None  # noqa: S101 - there is one in every phase but settling and rest
        if t_s - lift.t_s[-1] >= STEP_S:
            lift.t_s.append(t_s)
            lift.x.append(x)
        height = x - self._resting.level
        if height > lift.top:
            lift.top = height
            lift.let_down_below = max(FALLEN_SHARE * height, self._fallen_least)
        if height > self._wild and self._stays_wild(lift, dt):
            self._give_up(lift, "too_large")
        elif still_s >= NEW_REST_S and t_s - lift.left_s >= NEW_REST_S and self._too_low(lift):
            self._drop(lift, t_s, x)
        elif self.phase is Phase.LIFTING:
            if height < lift.let_down_below:
                self._drop(lift, t_s, x)
            else:
                self._try_to_reach(lift, height, still_s)
        else:
            self._held(lift, t_s, x, dt, still_s)

    def _held(self, lift: _Lift, t_s: float, x: float, dt: float, still_s: float) -> None:
        """A sample after the band was reached: the clock, and the way down."""
        height = x - self._resting.level
        self._run_clock(lift, t_s, height, dt)
        if self.phase is Phase.LOWERING:
            self._lower(lift, t_s, x, still_s)
        elif height < lift.clock.low and self._broken_for_good(lift, t_s):
            self._end_lift(lift, t_s, "")
            if still_s >= NEW_REST_S:
                self._resting.set(x)
        elif still_s >= BREAK_LIMIT_S and self._came_back(lift, height):
            self._end_lift_at_new_rest(lift, t_s, x)
        elif height < lift.let_down_below and self._is_out(lift, t_s):
            self._let_down(lift, t_s, x)
        elif t_s - lift.t_s[0] > LONGEST_REP_S + 2 * self.task.hold_s:
            self._give_up(lift, "no_return")

    def _came_back(self, lift: _Lift, height: float) -> bool:
        """Whether a signal that lies still lies where a belt put on had brought it before the press, not in a press."""
        return self._pressed and height < min(MUCH_LOWER * lift.top, 2 * lift.clock.low)

    def _broken_for_good(self, lift: _Lift, t_s: float) -> bool:
        return self.phase is Phase.BROKEN and t_s - lift.clock.out_since_s > BREAK_LIMIT_S

    def _end_lift_at_new_rest(self, lift: _Lift, t_s: float, x: float) -> None:
        """Rest is where the signal lies now: the belt was put on, or tightened, after rest had been found."""
        self._resting.set(x)
        lift.rest_was_lower = True
        self._end_lift(lift, t_s, "")

    def _is_out(self, lift: _Lift, t_s: float) -> bool:
        """Whether a hold has been out of its band for longer than a jerk; a movement has no such patience."""
        return not self._held_long or t_s - lift.clock.out_since_s >= BREAK_LEAST_S

    def _stays_wild(self, lift: _Lift, dt: float) -> bool:
        """Whether this is no lift of this exercise but turning over or getting up; a knock is too brief for that."""
        lift.wild_s += min(dt, GAP_S)
        return lift.wild_s >= WILD_S

    def _too_low(self, lift: _Lift) -> bool:
        """Whether a lift that stays where it is, is none: it reached nothing, or it is a belt put on, not a press."""
        if not lift.reached:
            return True
        return self._pressed and lift.top < FAINT * min(lift.clock.low, self._range.low)

    # -- from lifting to holding, and in the hold ------------------------------------------------------------------

    def _try_to_reach(self, lift: _Lift, height: float, still_s: float) -> None:
        """The hold begins at the band's edge where the band is known, else where the leg is stopped."""
        if self.task.valid_n is None and self.task.kind == "hold":
            if still_s < STOPPED_S or height < self._range.wanted:
                return
            lift.clock.stop_at(height)
        elif not lift.clock.low <= height <= lift.clock.high:
            return
        lift.reached = True
        rest = self._resting.level
        since_s = lift.clock.start(lift.t_s, [x - rest for x in lift.x])
        self.events.append(HoldStarted(since_s, self.side))
        self._go(Trigger.ENTERED_BAND, since_s)
        self.events.extend(HoldSecond(since_s + s, s) for s in range(1, lift.clock.seconds + 1))

    def _run_clock(self, lift: _Lift, t_s: float, height: float, dt: float) -> None:
        clock = lift.clock
        tick = clock.take(t_s, height, dt)
        if tick is Tick.SECOND:
            self.events.append(HoldSecond(t_s, clock.seconds))
        elif tick is Tick.BACK:
            if self.phase is not Phase.HOLDING:
                self.events.append(HoldResumed(t_s, clock.valid_s))
                self._go(Trigger.ENTERED_BAND, t_s)
        elif tick is Tick.OUT and self.phase is Phase.HOLDING and t_s - clock.out_since_s >= BREAK_LEAST_S:
            if clock.valid_s >= self.task.complete_hold_s:
                self._let_down(lift, clock.out_since_s, height + self._resting.level)
            else:
                self.events.append(HoldBroken(clock.out_since_s, clock.valid_s))
                self._go(Trigger.LEFT_BAND, clock.out_since_s)

    def _let_down(self, lift: _Lift, t_s: float, x: float) -> None:
        lift.lowest = x
        lift.fell_s = t_s
        self._go(Trigger.FELL, t_s)

    def _lower(self, lift: _Lift, t_s: float, x: float, still_s: float) -> None:
        """Wait for rest; a pressed hold let go too early may be taken up again within the break's limit."""
        lift.lowest = min(lift.lowest, x)
        if lift.began_before:
            self._resting.set(lift.lowest)
            lift.top = self._began_at - lift.lowest
        may_press_on = self.task.valid_n is not None and lift.clock.valid_s < self.task.complete_hold_s
        if may_press_on and not t_s - lift.clock.out_since_s >= BREAK_LIMIT_S:
            return
        turned_up = x - lift.lowest > max(self.task.signal.still, 0.1 * lift.top)
        if turned_up and self._held_long and t_s - lift.fell_s < DOWN_LEAST_S:
            return  # down and up at once: a hold broken, not another one
        if turned_up or still_s >= AT_REST_AGAIN_S or x < self._resting.level - self._leaving:
            self._end_lift(lift, t_s, "")

    # -- the end of a lift -----------------------------------------------------------------------------------------

    def _drop(self, lift: _Lift, t_s: float, x: float) -> None:
        """A lift that reached nothing: told if it was more than a fidget. Where it stays still, there is rest now."""
        if lift.top >= max(self.task.signal.least, FALLEN_SHARE * self._range.usual):
            reason = "too_hard" if lift.top > lift.clock.high else "partial"
            self.events.append(AttemptMissed(t_s, self.side, reason, lift.top))
        self._resting.set(x if x > self._resting.level + lift.let_down_below else self._resting.level)
        if self.phase is not Phase.LOWERING:
            self._go(Trigger.FELL, t_s)
        self._go(Trigger.REGAINED_REST, t_s)
        self._lift = None

    def _end_lift(self, lift: _Lift, t_s: float, cut: str) -> None:
        """Judge a lift that is over: a repetition, or an attempt that did not count. Rest is where it ended."""
        lowest = lift.lowest if lift.lowest < math.inf else self._resting.level
        if lift.reached:
            self._judge(lift, lowest, cut)
        self._resting.set(lowest)
        self._before.clear()
        self._before.append((t_s, lift.x[-1]))
        if self.phase is not Phase.LOWERING:
            self._go(Trigger.FELL, t_s)
        self._go(Trigger.REGAINED_REST, t_s)
        self._lift = None

    def _give_up(self, lift: _Lift, reason: str) -> None:
        """No lift of this exercise: what looked like rest was not, or the person turns over or gets up."""
        self.events.append(AttemptMissed(lift.t_s[0], self.side, reason, lift.top))
        self._settle_anew(self._t)

    def _settle_anew(self, t_s: float) -> None:
        self._go(Trigger.GAVE_UP, t_s)
        self._resting.restart()
        self._before.clear()
        self._lift = None

    def _after_gap(self, gap_s: float) -> None:
        """The signal was silent: the clock waited. A gap that could hide another repetition ends this one."""
        self._resting.restart()
        lift = self._lift
        if lift is None:
            self._before.clear()
            return
        lift.signal_was_lost = True
        if gap_s > BREAK_LIMIT_S + max(0.0, self.task.hold_s - lift.clock.valid_s):
            self._end_lift(lift, lift.t_s[-1], "signal_lost")

    # -- judging ---------------------------------------------------------------------------------------------------

    def _judge(self, lift: _Lift, lowest: float, cut: str) -> None:
        held, signal = self.task.kind == "hold", self.task.signal
        smooth_s = SMOOTH_S if signal.unit == "deg" and held else 0.0
        shape = shape_of(lift.t_s, lift.x, self._resting.level, lowest, signal.still, held=held, smooth_s=smooth_s)
        reason = self._why_not(shape)
        if reason:
            self.events.append(AttemptMissed(shape.start_s, self.side, reason, shape.amplitude))
            return
        measures = self._measure(lift, shape, cut)
        doubtful = not self._range.is_known and shape.plateau_s < DOUBTFUL_SHARE * self.task.hold_s
        if doubtful and self._doubtful is None and not cut:
            self._doubtful = (shape, measures)
            return
        self._settle_doubt(shape.amplitude)
        self._count(shape, measures)

    def _why_not(self, shape: RepetitionShape) -> str:
        """Why a lift is no repetition; empty if it is one."""
        if shape.amplitude > self.task.signal.most:
            return "too_large"
        if shape.amplitude < self._range.wanted:
            return "partial"
        if self.task.kind == "movement":
            return ""
        if shape.plateau_s < max(PLATEAU_LEAST_S, PLATEAU_LEAST_SHARE * self.task.hold_s):
            return "touch"
        brief = shape.plateau_s < DOUBTFUL_SHARE * self.task.hold_s
        return "touch" if brief and shape.steadiness_cv > UNSTEADY_CV else ""

    def _measure(self, lift: _Lift, shape: RepetitionShape, cut: str) -> RepMeasures:
        broken_s = lift.clock.broken_s(shape.hold_start_s, shape.hold_end_s)
        longest_s = shape.end_s - shape.start_s
        if lift.rest_was_lower:  # then the clock ran at rest, too
            longest_s = shape.hold_end_s - shape.hold_start_s
        valid_s = min(lift.clock.valid_within(shape.start_s, shape.end_s), max(0.0, longest_s - broken_s))
        return RepMeasures(
            start_s=max(shape.start_s, self._from_s),
            hold_start_s=max(shape.hold_start_s, self._from_s),
            hold_end_s=shape.hold_end_s,
            end_s=shape.end_s,
            valid_hold_s=valid_s,
            broken_s=broken_s,
            peak=shape.peak,
            mean_hold=shape.mean_hold,
            steadiness_cv=shape.steadiness_cv,
            release_s=math.nan if cut else shape.release_s,
            faults=self._faults(lift, shape, valid_s, broken_s, cut),
        )

    def _faults(
        self, lift: _Lift, shape: RepetitionShape, valid_s: float, broken_s: float, cut: str
    ) -> tuple[str, ...]:
        task = self.task
        held = task.kind == "hold"
        seen_leg = held and task.signal.unit == "deg"
        found = {
            "short_hold": held and valid_s < task.complete_hold_s,
            "broken_hold": held and broken_s >= BREAK_LEAST_S,
            "sagged": seen_leg and shape.sag >= SAG_LEAST_DEG,
            "too_hard": lift.clock.over_s >= BREAK_LEAST_S,
            "fast_release": seen_leg and not cut and shape.release_s < RELEASE_SHARE * task.release_s,
            "signal_lost": lift.signal_was_lost or cut == "signal_lost",
            "cut_off": cut == "cut_off",
        }
        return tuple(fault for fault, there in found.items() if there)

    def _settle_doubt(self, beside: float) -> None:
        """The first, short hold: a repetition, or a partial lift beside one that reached `beside`."""
        if self._doubtful is None:
            return
        shape, measures = self._doubtful
        self._doubtful = None
        if self._range.fits(shape.amplitude, beside):
            self._count(shape, measures)
        else:
            self.events.append(AttemptMissed(shape.start_s, self.side, "partial", shape.amplitude))

    def _count(self, shape: RepetitionShape, measures: RepMeasures) -> None:
        if self.shapes is not None:
            self.shapes.append(shape)
        self._range.add(shape.amplitude)
        self.events.append(RepCompleted(shape.end_s, self.side, self.next_number, measures))
        self.next_number += 1

    def _go(self, trigger: Trigger, t_s: float) -> None:
        previous = self.phase
        self.phase = TRANSITIONS[previous, trigger]
        self.events.append(PhaseChanged(t_s, self.phase, previous))
