"""From one number a sample (how far lifted, how hard pressed) to phases, holds and repetitions.

The tracker knows no rest and no range beforehand. Rest is where the signal stays still, and follows it down at once;
a lift is an excursion above it; how high a lift must go adapts to the person's own repetitions, above the floors of
the exercise. What is decided late (a start, a half-amplitude crossing) is backdated from the samples of the repetition.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.protocol import BREAK_LIMIT_S, LIFT_BAND_DEG, Kind, Prescription, RepSignal
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
from levelhip.session.filters import Stillness
from levelhip.session.measures import RepMeasures, median
from levelhip.session.repetition_shape import RepetitionShape, shape_of
from levelhip.session.transitions import TRANSITIONS, Phase, Trigger

GAP_S: Final = 0.5
"""An interval longer than this is a gap: nothing in it counts as held."""
SETTLED_S: Final = 0.8
"""Still for this long is rest, at the start of a held exercise lying down."""
REST_STILL_S: Final = 0.5
LOWER_REST_S: Final = 0.2
"""Below rest for this long, rest is lower than thought; a shorter dip is a jerk."""
STOP_STILL_S: Final = 0.3
"""Still for this long at height: the belt (or the person) has stopped the leg."""
AT_REST_AGAIN_S: Final = 0.35
FALLEN_SHARE: Final = 0.25
"""Below this share of its height a lift has been let down."""
OWN_RANGE_SHARE: Final[dict[Kind, float]] = {"hold": 0.5, "movement": 0.4}
"""A repetition reaches at least this share of the person's usual height."""
DOUBTFUL_SHARE: Final = 0.5
"""A first hold with a plateau shorter than this share of the prescribed waits for the second to be compared with."""
LEAVING_SHARE: Final = 0.5
"""Of the exercise's smallest repetition: from this height on a lift is looked at."""
PLATEAU_LEAST_S: Final = 0.8
PLATEAU_LEAST_SHARE: Final = 0.2
"""A hold stays near its own level for at least this long, and this share of the prescribed; less is a touch."""
BEGINNING_SHARE: Final = 1.5
"""Of the smallest repetition: a recording that begins this far above rest begins in mid-movement."""
PREROLL_S: Final = 2.5
PREROLL_STEP_S: Final = 0.008
LONGEST_REP_S: Final = 60.0
"""Beyond this and twice the prescribed hold nothing is one repetition any more."""
BREAK_DEBOUNCE_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class Task:
    """What the tracker needs to know: the signal's floors and the dose."""

    signal: RepSignal
    kind: Kind
    hold_s: float
    complete_hold_s: float
    band_n: tuple[float, float] | None
    settle: bool

    @staticmethod
    def of(prescription: Prescription, signal: RepSignal, band_n: tuple[float, float] | None) -> Task:
        """The task of `prescription` measured by `signal`; `band_n`: gentle press, N net, for a force."""
        exercise = prescription.exercise
        return Task(
            signal=signal,
            kind=exercise.kind,
            hold_s=prescription.hold_s,
            complete_hold_s=prescription.complete_hold_s,
            band_n=band_n if signal.unit == "N" else None,
            settle=exercise.kind == "hold" and exercise.position == "side_lying",
        )


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
    ) -> None:
        self.task = task
        self.side = side
        self.events: list[Event] = []
        self.shapes: list[RepetitionShape] = []
        self.phase = Phase.SETTLING if task.settle else Phase.REST
        self.next_number = number
        self._sign = -1.0 if upside_down else 1.0
        self._least, self._most, self._still = task.signal.least, task.signal.most, task.signal.still
        self._leaving = LEAVING_SHARE * self._least
        self._doubtful: tuple[RepetitionShape, RepMeasures] | None = None
        self._own_range: deque[float] = deque(maxlen=5)
        self._usual = math.nan
        self._calm = Stillness(self._still)
        self._history: deque[tuple[float, float]] = deque(maxlen=int(PREROLL_S / PREROLL_STEP_S))
        self._t = -math.inf
        self._x = math.nan
        self._rest = math.nan
        self._below_s = 0.0
        self.upside_down = upside_down
        self._at_beginning = knows_up and task.kind == "movement"
        self._fell_from = math.nan
        self._clear_candidate()

    # -- the candidate: a lift that may become a repetition ------------------------------------------------------

    def _clear_candidate(self) -> None:
        self._rep_t: list[float] = []
        self._rep_x: list[float] = []
        self._left_at_s = math.nan
        self._top = 0.0
        self._stop = 0.0
        self._band_low = math.inf
        self._band_high = math.inf
        self._valid_s = 0.0
        self._breaks: list[tuple[float, float]] = []
        self._out_since_s = math.nan
        self._over_s = 0.0
        self._was_in_band = False
        self._trough = math.inf
        self._gap_seen = False
        self._reached = False

    @property
    def rest(self) -> float:
        """The resting level, in the signal's unit (NaN: not known yet)."""
        return self._sign * self._rest

    @property
    def valid_hold_s(self) -> float:
        """Valid seconds of the hold under way."""
        return self._valid_s

    def height(self, x: float) -> float:
        """How far `x` is above rest."""
        return self._sign * x - self._rest

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
        still_s = self._calm.push(t_s, x)
        phase = self.phase
        if dt > GAP_S:
            self._after_gap(dt, x)
            phase = self.phase
        if phase is Phase.REST:
            self._rest_sample(t_s, x, dt, still_s)
        elif phase is Phase.SETTLING:
            if still_s >= SETTLED_S:
                self._rest = x
                self._go(Trigger.CAME_TO_REST, t_s - still_s)
        else:
            self._lifted_sample(t_s, x, dt, still_s)
        self._x = x

    def rezero(self) -> None:
        """The feature now calls the present level zero."""
        self._rest = 0.0
        self._x = 0.0
        self._calm.restart()
        self._history.clear()

    def _remember(self, t_s: float, x: float) -> None:
        history = self._history
        if not history or t_s - history[-1][0] >= PREROLL_STEP_S:
            history.append((t_s, x))

    def _rest_sample(self, t_s: float, x: float, dt: float, still_s: float) -> None:
        rest = self._rest
        self._remember(t_s, x)
        if rest != rest:  # noqa: PLR0124 - NaN: the first sample
            self._rest = self._fell_from = x
            return
        if x < rest:
            self._below_s += min(dt, GAP_S)
            if self._below_s >= LOWER_REST_S:
                self._rest = rest + (x - rest) * (dt / (0.05 + dt))
            if self._at_beginning and self._fell_from - x >= BEGINNING_SHARE * self._least:
                self._count_beginning(t_s)
        else:
            self._below_s = 0.0
        if still_s >= REST_STILL_S:
            self._rest = rest + (x - rest) * (dt / (0.3 + dt))
        if x - rest > self._leaving:
            self._leave_rest(t_s)

    def _count_beginning(self, t_s: float) -> None:
        """The recording began at height: a movement whose beginning is not in it, known only when it has come down."""
        self._at_beginning = False
        self._rep_t, self._rep_x = [t for t, _ in self._history], [x for _, x in self._history]
        self._top = self._fell_from - self._rest
        self._reached = True
        self._trough = self._rep_x[-1]
        for trigger in (Trigger.LEFT_REST, Trigger.FELL):
            self._go(trigger, t_s)

    def _leave_rest(self, t_s: float) -> None:
        self._clear_candidate()
        self._at_beginning = False
        self._left_at_s = t_s
        oldest = t_s - PREROLL_S
        for earlier_s, value in self._history:
            if earlier_s >= oldest:
                self._rep_t.append(earlier_s)
                self._rep_x.append(value)
        if self.task.band_n is not None:
            low, high = self.task.band_n
            self._band_low, self._band_high = max(0.5 * low, self._least), 2 * high
        elif self.task.kind == "movement":
            self._band_low = self._height_wanted()
        self._go(Trigger.LEFT_REST, t_s)
        self._reach(t_s, self._rep_x[-1] - self._rest)

    def _height_wanted(self) -> float:
        """The smallest height that is a repetition: the exercise's floor, or a share of the person's own range."""
        usual = self._usual
        return self._least if usual != usual else max(self._least, OWN_RANGE_SHARE[self.task.kind] * usual)  # noqa: PLR0124

    def _lifted_sample(self, t_s: float, x: float, dt: float, still_s: float) -> None:
        rep_t = self._rep_t
        if t_s - rep_t[-1] >= PREROLL_STEP_S:
            rep_t.append(t_s)
            self._rep_x.append(x)
        height = x - self._rest
        self._top = max(self._top, height)
        phase = self.phase
        fallen = height < self._fallen_below()
        if phase is Phase.LIFTING:
            if fallen:
                self._drop_attempt(t_s)
            else:
                self._reach(t_s, height, still_s)
            return
        self._run_clock(t_s, height, dt)
        if self.phase is Phase.LOWERING:
            self._lowering_sample(t_s, x, still_s)
        elif fallen:
            self._trough = x
            self._go(Trigger.FELL, t_s)
        elif t_s - rep_t[0] > LONGEST_REP_S + 2 * self.task.hold_s:
            self._give_up(t_s, "no_return")

    def _fallen_below(self) -> float:
        """Below this height the lift has been let down; a press, whose band is known, not before it has left it."""
        most_of_the_way = max(FALLEN_SHARE * self._top, 0.3 * self._least)
        return most_of_the_way if self.task.band_n is None else min(most_of_the_way, self._band_low)

    def _drop_attempt(self, t_s: float) -> None:
        """A lift that went back before it reached anything: told if it was more than a fidget."""
        usual = self._usual if math.isfinite(self._usual) else 0.0
        if self._top >= max(self._least, FALLEN_SHARE * usual):
            self.events.append(AttemptMissed(t_s, self.side, "partial", self._top))
        self._go(Trigger.FELL, t_s)
        self._go(Trigger.REGAINED_REST, t_s)
        self._clear_candidate()

    def _reach(self, t_s: float, height: float, still_s: float = 0.0) -> None:
        """From lifting to holding: at the band's edge where the band is known, else where the leg is stopped."""
        if self.task.band_n is None and self.task.kind == "hold":
            if still_s < STOP_STILL_S or height < self._height_wanted():
                return
            self._set_stop(height)
        elif height < self._band_low:
            return
        self._reached = True
        since_s = self._credit(t_s)
        self.events.append(HoldStarted(since_s, self.side))
        self._go(Trigger.ENTERED_BAND, since_s)

    def _set_stop(self, height: float) -> None:
        self._stop = height
        self._band_low = max(0.5 * height, height - LIFT_BAND_DEG)

    def _credit(self, t_s: float) -> float:
        """Count the seconds since the band was entered for good, which is known only now; gives that moment."""
        rep_t, rep_x, low = self._rep_t, self._rep_x, self._band_low + self._rest
        i = len(rep_t) - 1
        while i > 0 and rep_x[i - 1] >= low and rep_t[i] - rep_t[i - 1] <= GAP_S:
            i -= 1
        self._valid_s = max(0.0, t_s - rep_t[i])
        self._was_in_band = True
        return rep_t[i]

    def _run_clock(self, t_s: float, height: float, dt: float) -> None:
        """The hold clock: an interval counts only if both its ends are in the band and it is no gap."""
        in_band = self._band_low <= height <= self._band_high
        if in_band and self._was_in_band and dt <= GAP_S:
            before = int(self._valid_s)
            self._valid_s += dt
            if int(self._valid_s) > before:
                self.events.append(HoldSecond(t_s, int(self._valid_s)))
            if self._stop and height > self._stop:
                self._set_stop(self._stop + (height - self._stop) * (dt / (0.5 + dt)))
        elif in_band:
            self._regain(t_s)
        else:
            self._out_of_band(t_s, height, dt)
        self._was_in_band = in_band

    def _out_of_band(self, t_s: float, height: float, dt: float) -> None:
        if self._out_since_s != self._out_since_s:  # noqa: PLR0124 - NaN: just left
            self._out_since_s = t_s - dt if dt <= GAP_S else t_s
        if height > self._band_high:
            self._over_s += min(dt, GAP_S)
        if self.phase is Phase.HOLDING and t_s - self._out_since_s >= BREAK_DEBOUNCE_S:
            if self._valid_s >= self.task.complete_hold_s:
                self._trough = height + self._rest
                self._go(Trigger.FELL, self._out_since_s)
                return
            self.events.append(HoldBroken(self._out_since_s, self._valid_s))
            self._go(Trigger.LEFT_BAND, self._out_since_s)

    def _regain(self, t_s: float) -> None:
        if self._out_since_s == self._out_since_s:  # noqa: PLR0124 - not NaN: was out
            self._breaks.append((self._out_since_s, t_s))
        self._out_since_s = math.nan
        if self.phase is not Phase.HOLDING:
            self.events.append(HoldResumed(t_s, self._valid_s))
            self._go(Trigger.ENTERED_BAND, t_s)

    def _lowering_sample(self, t_s: float, x: float, still_s: float) -> None:
        """Wait for rest; a pressed hold let go too early may be taken up again within the break's limit."""
        self._trough = min(self._trough, x)
        unfinished = self.task.band_n is not None and self._valid_s < self.task.complete_hold_s
        if unfinished and not t_s - self._out_since_s >= BREAK_LIMIT_S:
            return
        turned_up = x - self._trough > max(self._still, 0.1 * self._top)
        if turned_up or still_s >= AT_REST_AGAIN_S or x < self._rest - self._leaving:
            self._finish_candidate(t_s, "")

    # -- the end of a candidate ------------------------------------------------------------------------------------

    def _finish_candidate(self, t_s: float, cut: str) -> None:
        """Judge the lift that is over: a repetition, or an attempt that did not count."""
        trough = self._trough if self._trough < math.inf else self._rest
        if self._reached:
            self._judge(trough, cut)
        self._rest = trough
        self._history.clear()
        self._history.append((t_s, self._x if self._x == self._x else trough))  # noqa: PLR0124
        if self.phase is not Phase.LOWERING:
            self._go(Trigger.FELL, t_s)
        self._go(Trigger.REGAINED_REST, t_s)
        self._clear_candidate()

    def _judge(self, trough: float, cut: str) -> None:
        shape = shape_of(self._rep_t, self._rep_x, self._rest, trough, self._still, held=self.task.kind == "hold")
        reason = self._why_not(shape)
        if reason:
            self.events.append(AttemptMissed(shape.start_s, self.side, reason, shape.amplitude))
            return
        within = (shape.hold_start_s, shape.hold_end_s)
        broken_s = math.fsum(max(0.0, min(b, within[1]) - max(a, within[0])) for a, b in self._breaks)
        measures = RepMeasures(
            start_s=shape.start_s,
            hold_start_s=shape.hold_start_s,
            hold_end_s=shape.hold_end_s,
            end_s=shape.end_s,
            valid_hold_s=self._valid_s,
            broken_s=broken_s,
            peak=shape.peak,
            mean_hold=shape.mean_hold,
            steadiness_cv=shape.steadiness_cv,
            release_s=math.nan if cut else shape.release_s,
            faults=self._faults(shape, broken_s, cut),
        )
        doubtful = math.isnan(self._usual) and shape.plateau_s < DOUBTFUL_SHARE * self.task.hold_s
        if doubtful and self._doubtful is None and not cut:
            self._doubtful = (shape, measures)
            return
        self._settle_doubt(shape.amplitude)
        self._count(shape, measures)

    def _settle_doubt(self, amplitude: float) -> None:
        """The first, short hold: a repetition, or a partial lift beside one that reached `amplitude`."""
        if self._doubtful is None:
            return
        shape, measures = self._doubtful
        self._doubtful = None
        if shape.amplitude >= OWN_RANGE_SHARE[self.task.kind] * amplitude:
            self._count(shape, measures)
        else:
            self.events.append(AttemptMissed(shape.start_s, self.side, "partial", shape.amplitude))

    def _count(self, shape: RepetitionShape, measures: RepMeasures) -> None:
        self.shapes.append(shape)
        self._own_range.append(shape.amplitude)
        self._usual = median(self._own_range)
        self.events.append(RepCompleted(shape.end_s, self.side, self.next_number, measures))
        self.next_number += 1

    def _why_not(self, shape: RepetitionShape) -> str:
        if shape.amplitude > self._most:
            return "too_large"
        if shape.amplitude < self._height_wanted():
            return "partial"
        if self.task.kind == "hold" and shape.plateau_s < max(PLATEAU_LEAST_S, PLATEAU_LEAST_SHARE * self.task.hold_s):
            return "touch"
        return ""

    def _faults(self, shape: RepetitionShape, broken_s: float, cut: str) -> tuple[str, ...]:
        task = self.task
        held = task.kind == "hold"
        found = {
            "short_hold": held and self._valid_s < task.complete_hold_s,
            "broken_hold": held and broken_s >= BREAK_DEBOUNCE_S,
            "sagged": held and task.band_n is None and shape.sag >= 2.0,
            "too_hard": self._over_s >= BREAK_DEBOUNCE_S,
            "fast_release": held and task.band_n is None and not cut and shape.release_s < 1.0,
            "signal_lost": self._gap_seen,
            cut: bool(cut),
        }
        return tuple(fault for fault, there in found.items() if there)

    # -- what else can happen --------------------------------------------------------------------------------------

    def _after_gap(self, gap_s: float, x: float) -> None:
        """The signal was silent: the clock waited. A gap that could hide another repetition ends this one."""
        self._calm.restart()
        self._calm.push(self._t, x)
        if self.phase in (Phase.REST, Phase.SETTLING):
            return
        self._gap_seen = True
        self._was_in_band = False
        if gap_s > max(BREAK_LIMIT_S, self.task.hold_s - self._valid_s + BREAK_LIMIT_S):
            self._finish_candidate(self._rep_t[-1], "signal_lost")

    def _give_up(self, t_s: float, reason: str) -> None:
        self.events.append(AttemptMissed(self._rep_t[0], self.side, reason, self._top))
        self._go(Trigger.GAVE_UP, t_s)
        self._calm.restart()
        self._history.clear()
        self._clear_candidate()

    def finish(self) -> None:
        """The signal has ended. A repetition under way counts if it reached its band; it is told as cut off."""
        if self.phase in (Phase.REST, Phase.SETTLING):
            self._settle_doubt(0.0)
            return
        cut = "" if self.phase is Phase.LOWERING else "cut_off"
        self._finish_candidate(self._rep_t[-1], cut)
        self._settle_doubt(0.0)

    def _go(self, trigger: Trigger, t_s: float) -> None:
        previous = self.phase
        self.phase = TRANSITIONS[previous, trigger]
        self.events.append(PhaseChanged(t_s, self.phase, previous))
