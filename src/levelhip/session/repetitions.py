"""From one number a sample (how far lifted, how hard pressed) to phases, holds and repetitions.

The tracker knows no rest and no range beforehand. Rest is where the signal stays still (`resting.py`); a lift is an
excursion above it; seconds count inside a band (`hold_clock.py`). When a lift is over, it is judged (`judging.py`):
what is known only then (a start, a half-amplitude crossing) is backdated from the lift's samples.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from itertools import takewhile
from typing import Final

from levelhip.exercise.protocol import BREAK_LIMIT_S
from levelhip.exercise.signals import Side
from levelhip.session.events import Event, HoldBroken, HoldResumed, HoldSecond, HoldStarted, PhaseChanged
from levelhip.session.hold_clock import BREAK_LEAST_S, GAP_S, Tick
from levelhip.session.judging import Judge
from levelhip.session.lift import Lift
from levelhip.session.resting import SETTLED_S, TICK_S, RestingLevel
from levelhip.session.task import Task
from levelhip.session.transitions import TRANSITIONS, Phase, Trigger

LEAVING_SHARE: Final = 0.5
"""Of the exercise's smallest repetition: from this height on a lift is looked at."""
FALLEN_LEAST_SHARE: Final = 0.3
"""Of the same: below this a lift has been let down, however low it was."""
SUNK_SHARE: Final = 0.2
"""Of what is still: a leg that sinks by more than this is on its way down."""
STOPPED_S: Final = 0.3 - TICK_S
"""Still for this long at height: the belt (or the person) has stopped the leg."""
AT_REST_AGAIN_S: Final = 0.35 - TICK_S
"""Still for this long after having been let down: the leg is at rest again."""
BREAK_S: Final = BREAK_LIMIT_S - TICK_S
"""A hold let go for this long has ended."""
DOWN_LEAST_S: Final = 0.6 - TICK_S
"""Between two holds the leg is down for at least this long."""
NEW_REST_S: Final = 2.0 - TICK_S
"""Still for this long without having reached (hardly) anything: no lift; rest is higher, or the belt tighter, now."""
MUCH_LOWER: Final = 0.45
"""Still at less than this share of the height it had: what the signal came back to is rest."""
FAINT: Final = 1.5
"""A still press fainter than this many times the least that is valid, beside firmer ones, is the belt's own pull."""
BEGINNING_SHARE: Final = 1.5
"""Of the smallest repetition: a recording that begins this far above rest begins in mid-movement."""
PREROLL_S: Final = 2.5 - TICK_S
STEP_S: Final = 0.0075
"""Samples of a lift are kept no closer than this; the preroll is what is kept from before it was known to be one."""
LONGEST_REP_S: Final = 30.0
"""Beyond this and twice the prescribed hold nothing is one repetition any more."""


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
        self.judge = Judge(task, side, number, from_s)
        self.came_to_rest = False
        """Whether the last sample settled where rest is."""
        self.phase = Phase.SETTLING if task.settle else Phase.REST
        self._sign = -1.0 if upside_down else 1.0
        self._leaving = LEAVING_SHARE * task.signal.least
        self._wild = task.signal.most if task.settle else math.inf
        self._held, self._pressed = task.held, task.pressed
        self._resting = RestingLevel(task.signal.still)
        self._range = self.judge.range
        self._before: deque[tuple[float, float]] = deque(maxlen=int(PREROLL_S / STEP_S))
        self._lift: Lift | None = None
        self._t = -math.inf
        self._began_s = self._began_at = math.nan
        self._may_begin_in_movement = knows_up and not task.held

    @property
    def rest(self) -> float:
        """The resting level, in the signal's unit (NaN: not known yet)."""
        return self._sign * self._resting.level

    @property
    def next_number(self) -> int:
        """Number of the next repetition."""
        return self.judge.next_number

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
        self.events.extend(self.judge.finish())

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
        lift = self._begin_lift(self._since_rest(t_s - PREROLL_S), x - self._resting.level)
        if self.task.valid_n is not None:
            lift.clock.low, lift.clock.high = self.task.valid_n
        elif not self._held:
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
        lift = self._begin_lift(self._before, self._began_at - self._resting.level)
        lift.reached = True
        lift.began_before = True
        self._go(Trigger.LEFT_REST, t_s)
        self._let_down(lift, t_s, x)

    def _begin_lift(self, samples: Iterable[tuple[float, float]], height: float) -> Lift:
        signal = self.task.signal
        self._lift = Lift(samples, height, FALLEN_LEAST_SHARE * signal.least, SUNK_SHARE * signal.still)
        return self._lift

    def _lifted(self, t_s: float, x: float, dt: float, still_s: float) -> None:
        lift = self._lift
        assert lift is not None  # noqa: S101 - there is one in every phase but settling and rest
        if t_s - lift.t_s[-1] >= STEP_S:
            lift.t_s.append(t_s)
            lift.x.append(x)
        height = x - self._resting.level
        if height > lift.top:
            lift.rise_to(height)
        if height > self._wild and lift.stays_wild(dt):
            self._give_up(lift, "too_large")
        elif still_s >= NEW_REST_S and t_s - lift.left_s >= NEW_REST_S and self._too_low(lift):
            self._drop(lift, t_s, x)
        elif self.phase is Phase.LIFTING:
            if height < lift.let_down_below:
                self._drop(lift, t_s, x)
            else:
                self._try_to_reach(lift, height, still_s)
        else:
            self._in_hold(lift, t_s, x, dt, still_s)

    def _in_hold(self, lift: Lift, t_s: float, x: float, dt: float, still_s: float) -> None:
        """A sample after the band was reached: the clock, and the way down."""
        height = x - self._resting.level
        self._run_clock(lift, t_s, height, dt)
        if self.phase is Phase.LOWERING:
            self._lower(lift, t_s, x, still_s)
        elif height < lift.clock.low and self._broken_for_good(lift, t_s):
            self._end_lift(lift, t_s, "")
            if still_s >= NEW_REST_S:
                self._resting.set(x)
        elif still_s >= BREAK_S and self._came_back(lift, height):
            self._end_lift_at_new_rest(lift, t_s, x)
        elif height < lift.let_down_below and self._is_out(lift, t_s):
            self._let_down(lift, t_s, x)
        elif t_s - lift.t_s[0] > LONGEST_REP_S + 2 * self.task.hold_s:
            self._give_up(lift, "no_return")

    def _came_back(self, lift: Lift, height: float) -> bool:
        """Whether a signal that lies still lies where a belt put on had brought it before the press, not in a press."""
        return self._pressed and height < min(MUCH_LOWER * lift.top, 2 * lift.clock.low)

    def _broken_for_good(self, lift: Lift, t_s: float) -> bool:
        return self.phase is Phase.BROKEN and t_s - lift.clock.out_since_s > BREAK_S

    def _end_lift_at_new_rest(self, lift: Lift, t_s: float, x: float) -> None:
        """Rest is where the signal lies now: the belt was put on, or tightened, after rest had been found."""
        self._resting.set(x)
        lift.rest_was_lower = True
        self._end_lift(lift, t_s, "")

    def _is_out(self, lift: Lift, t_s: float) -> bool:
        """Whether a hold has been out of its band for longer than a jerk; a movement has no such patience."""
        return not self._held or t_s - lift.clock.out_since_s >= BREAK_LEAST_S

    def _too_low(self, lift: Lift) -> bool:
        """Whether a lift that stays where it is, is none: it reached nothing, or it is a belt put on, not a press."""
        if not lift.reached:
            return True
        return self._pressed and lift.top < FAINT * min(lift.clock.low, self._range.low)

    # -- from lifting to holding, and in the hold ------------------------------------------------------------------

    def _try_to_reach(self, lift: Lift, height: float, still_s: float) -> None:
        """The hold begins at the band's edge where the band is known, else where the leg is stopped."""
        if self._held and not self._pressed:
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

    def _run_clock(self, lift: Lift, t_s: float, height: float, dt: float) -> None:
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

    def _let_down(self, lift: Lift, t_s: float, x: float) -> None:
        lift.let_down(t_s, x)
        self._go(Trigger.FELL, t_s)

    def _lower(self, lift: Lift, t_s: float, x: float, still_s: float) -> None:
        """Wait for rest; a pressed hold let go too early may be taken up again within the break's limit."""
        lift.sink(t_s, x)
        if lift.began_before:
            self._resting.set(lift.lowest)
            lift.top = self._began_at - lift.lowest
        may_press_on = self._pressed and lift.clock.valid_s < self.task.complete_hold_s
        if may_press_on and not t_s - lift.clock.out_since_s >= BREAK_S:
            return
        turned_up = x - lift.lowest > max(self.task.signal.still, 0.1 * lift.top)
        if turned_up and self._held and t_s - lift.fell_s < DOWN_LEAST_S:
            return  # down and up at once: a hold broken, not another one
        is_back = x <= self._resting.level and not lift.began_before
        is_down = still_s >= AT_REST_AGAIN_S and (is_back or lift.has_sunk(t_s))
        if turned_up or is_down or x < self._resting.level - self._leaving:
            self._end_lift(lift, t_s, "")

    # -- the end of a lift -----------------------------------------------------------------------------------------

    def _drop(self, lift: Lift, t_s: float, x: float) -> None:
        """A lift that reached nothing is over. Where it stays still, there is rest now."""
        self.events.extend(self.judge.of_dropped(lift, t_s))
        self._resting.set(x if x > self._resting.level + lift.let_down_below else self._resting.level)
        if self.phase is not Phase.LOWERING:
            self._go(Trigger.FELL, t_s)
        self._go(Trigger.REGAINED_REST, t_s)
        self._lift = None

    def _end_lift(self, lift: Lift, t_s: float, cut: str) -> None:
        """A lift is over, by itself or cut short by what `cut` says. Rest is where it ended."""
        lowest = lift.lowest if lift.lowest < math.inf else self._resting.level
        if lift.reached:
            self.events.extend(self.judge.of_held(lift, self._resting.level, lowest, cut))
        self._resting.set(lowest)
        self._before.clear()
        self._before.append((t_s, lift.x[-1]))
        if self.phase is not Phase.LOWERING:
            self._go(Trigger.FELL, t_s)
        self._go(Trigger.REGAINED_REST, t_s)
        self._lift = None

    def _give_up(self, lift: Lift, reason: str) -> None:
        """No lift of this exercise: what looked like rest was not, or the person turns over or gets up."""
        self.events.extend(self.judge.of_given_up(lift, reason))
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
        if gap_s > BREAK_S + max(0.0, self.task.hold_s - lift.clock.valid_s):
            self._end_lift(lift, lift.t_s[-1], "signal_lost")

    def _go(self, trigger: Trigger, t_s: float) -> None:
        previous = self.phase
        self.phase = TRANSITIONS[previous, trigger]
        self.events.append(PhaseChanged(t_s, self.phase, previous))
