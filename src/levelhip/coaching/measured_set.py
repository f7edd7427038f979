"""One side, measured: the engine's events become what the coach says, and the coach's clock fills the silence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from levelhip.coaching.attempts import Attempts
from levelhip.coaching.commenting import Comments
from levelhip.coaching.cues import IN_FULL
from levelhip.coaching.hold_count import HoldCount
from levelhip.coaching.losing import Losing
from levelhip.coaching.sentences import A_LITTLE_HIGHER
from levelhip.coaching.voice import Voice
from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Side
from levelhip.session.events import (
    Event,
    HoldBroken,
    HoldResumed,
    HoldSecond,
    HoldStarted,
    PhaseChanged,
    SignalFound,
    SignalLost,
)
from levelhip.session.transitions import Phase

LIFTING_S: Final = 2.0
"""Given for lifting, after it was asked for (convention)."""
KEPT_DOWN_S: Final = 3.0
"""The leg kept down for so long in a hold's place pauses (convention)."""
UNSEEN_S: Final = 2.0
"""Added where only the press is measured: the leg may be well on its way before the belt is tight."""
ANOTHER_S: Final = 1.5
"""The least time between the end of an attempt and the next lift that is asked for."""
HARD_S: Final = 1.0
"""Above the gentle band for so long is too hard."""
BOUNCE_S: Final = 0.5
"""Left before so much was held, the band was not yet entered for good."""
FIRST_SECOND_S: Final = 1.2
"""Words said by so long after a hold began do not hide its first second."""
POLL_S: Final = 0.5
"""A lift that cannot be asked for now is tried again after this."""
LET_GO_S: Final = 2.0
"""A press that was let go is taken up again within this, or the leg is on its way down."""
HANGS_S: Final = 1.0
"""The leg seen up and the belt still loose for so long: the screen shows how far to lift (convention)."""
SLACK_S: Final = 3.0
"""The leg seen up and the belt still loose for so long: it is said how far to lift (convention)."""
STILL_UP_S: Final = 3.0
"""Not let down so long after it was asked for: asked again."""


class MeasuredSet:
    """The repetitions of `side`, from the first lift that is asked for. `watched`: a second sensor follows the leg."""

    def __init__(
        self, voice: Voice, prescription: Prescription, side: Side, unit: str, *, watched: bool = False
    ) -> None:
        self.side = side
        self.phase = Phase.SETTLING
        self.begun = False
        """Whether the first lift was asked for, or made."""
        self.kept_down = False
        """Whether the leg was kept down where a hold should be: lifting goes on."""
        self._voice = voice
        self._prescription = prescription
        self._held = prescription.exercise.kind == "hold"
        self._pressed = unit == "N" and prescription.press_band_n is not None
        self._gentle_n = (prescription.press_band_n or (0.0, math.inf))[1]
        self._count = HoldCount(voice, prescription.hold_s)
        checks = [check.key for check in prescription.exercise.form_checks]
        self._comments = Comments(voice, checks, watched=watched)
        self._attempts = Attempts(side)
        self._losing = Losing(voice, side)
        self._reached = False
        self._let_go_s = math.nan
        self._asked_down = False
        self._hard_since_s = math.nan
        self._said_hard = False
        self._lift_s = self._kept_down_s = self._down_s = self._slack_s = math.inf
        self._said_slack = False
        self._up_since_s = math.nan
        self._was_down = True
        self._hangs = False

    # -- what has been done ------------------------------------------------------------------------------------------

    @property
    def attempts(self) -> int:
        """Attempts so far, those that did not count included."""
        return self._attempts.done

    @property
    def over(self) -> bool:
        """Whether this side is done."""
        return self.attempts >= self._prescription.reps

    @property
    def is_slack(self) -> bool:
        """Whether the belt is loose, between two presses."""
        return self.phase in (Phase.REST, Phase.SETTLING)

    def leg_seen(self, now_s: float, *, up: bool) -> None:
        """What a second sensor sees of the leg. One that is up is not kept down, whatever the belt says."""
        if self.phase is not Phase.REST or self._losing.lost or not up:
            self._up_since_s, self._hangs = math.nan, False
            self._was_down = self._was_down or (self.phase is Phase.REST and not up)
            return
        if math.isnan(self._up_since_s):
            self._up_since_s = now_s
        self._hangs = self._was_down and self.begun and now_s - self._up_since_s >= HANGS_S
        self.kept_down = False
        self._voice.drop("lift", "paused")
        self._kept_down_s = now_s + self._patience_s if self.begun else math.inf
        if self._was_down and not math.isfinite(self._slack_s) and not self._said_slack:
            self._slack_s = now_s + SLACK_S

    def leg_is_down(self, faults: Sequence[str]) -> None:
        """The leg of the last repetition is down: what a second sensor saw of it."""
        if self.phase not in (Phase.LIFTING, Phase.HOLDING, Phase.BROKEN):
            self._comments.of_leg(faults)

    def leg_is_awaited(self, now_s: float, *, awaited: bool) -> None:
        """Whether the comment on the last repetition still waits for the leg."""
        if self.over or not awaited:
            self._comments.say_now(now_s)

    @property
    def lost_for_good(self) -> bool:
        """Whether the person has been lost for so long that everything must be set up again."""
        return self._losing.for_good

    @property
    def message(self) -> str | None:
        """What the screen should say meanwhile."""
        higher = self._voice.script.plain(A_LITTLE_HIGHER) if self._hangs and self.phase is Phase.REST else None
        return self._losing.message or higher

    def begin(self, first_lift_s: float) -> None:
        """Ask for the first lift at this time, unless the person lifts before."""
        self._lift_s = first_lift_s

    def interrupt(self) -> None:
        """The samples stop here for a while."""
        self._count.end()
        self._attempts.interrupted = self.phase in (Phase.LIFTING, Phase.HOLDING, Phase.BROKEN)
        self._losing.forget()
        self._comments.forget()
        self.kept_down = self._hangs = False
        self._lift_s = self._kept_down_s = self._down_s = self._slack_s = math.inf

    def close(self) -> None:
        """The signal has ended."""
        self._attempts.settle()

    # -- time --------------------------------------------------------------------------------------------------------

    def next_deadline_s(self) -> float | None:
        """When something is due whatever the sensor says."""
        dues_s = self._lift_s, self._kept_down_s, self._down_s, self._slack_s, self._losing.due_s, self._comments.due_s
        next_s = min(dues_s)
        return next_s if math.isfinite(next_s) else None

    def tick(self, now_s: float, trouble: str) -> None:
        """Something is due. `trouble`: why the person may be lost."""
        self._losing.tick(now_s, trouble)
        if now_s >= self._lift_s:
            self._ask_to_lift(now_s)
        if now_s >= self._kept_down_s:
            self._kept_down_s = math.inf
            self.kept_down = True
            self._voice.say(self._voice.script.paused(kept_down=True), now_s)
        if now_s >= self._slack_s:
            self._slack_s, self._said_slack = math.inf, True
            self._voice.say(self._voice.script.until_tight(), now_s)
        if now_s >= self._down_s:
            self._down_s = math.inf
            self._voice.say(self._voice.script.slowly_down(), now_s)
        if now_s >= self._comments.due_s:
            self._comments.say_now(now_s)

    def _ask_to_lift(self, now_s: float) -> None:
        self._lift_s = math.inf
        if self._losing.lost:
            self._lift_s = now_s + POLL_S
        elif self.phase is Phase.REST:
            self.begun = True
            self._voice.say(self._voice.script.lift(self.attempts + 1), now_s)
            self._kept_down_s = now_s + self._patience_s
        elif self.phase is Phase.SETTLING:
            self._lift_s = now_s + POLL_S

    @property
    def _patience_s(self) -> float:
        """From the asked lift to the pause, where nothing is lifted."""
        return LIFTING_S + KEPT_DOWN_S + (UNSEEN_S if self._pressed else 0.0)

    # -- the engine's events -----------------------------------------------------------------------------------------

    def take(self, events: Sequence[Event], now_s: float, level: float, phase: Phase) -> None:
        """What one sample made the engine say; `level`: how far above rest the signal is, `phase`: the engine's."""
        for event in events:
            self._attempts.take(event)
            self._take(event, now_s, level)
        self.phase = phase
        if self._pressed and self.phase is Phase.HOLDING:
            self._watch_press(now_s, level)

    def _take(self, event: Event, now_s: float, level: float) -> None:
        match event:
            case PhaseChanged():
                self._phase_changed(event, now_s)
            case SignalLost():
                self._lose(event, now_s)
            case SignalFound():
                self._find(event, now_s)
            case HoldStarted() if self._held:
                self._hold_started(event, now_s)
            case HoldSecond() if self._held:
                self._second(event, now_s)
            case HoldBroken() if self._held:
                self._broken(event, now_s, level)
            case HoldResumed() if self._held:
                self._voice.drop("press_on")
                self._down_s = math.inf
                self._count.resume(event)

    def _phase_changed(self, event: PhaseChanged, now_s: float) -> None:
        self.phase = event.phase
        match event.phase:
            case Phase.LIFTING:
                self._lifting()
            case Phase.HOLDING:
                self._reached = True
            case Phase.LOWERING:
                self._let_go(now_s)
            case Phase.REST:
                self._at_rest(event, now_s)

    def _lifting(self) -> None:
        self.begun = True
        self._slack_s, self._said_slack = math.inf, False
        self._comments.forget()
        self.kept_down = self._hangs = self._was_down = False
        self._lift_s = self._kept_down_s = math.inf
        self._reached = self._asked_down = self._said_hard = self._attempts.interrupted = False
        self._hard_since_s = math.nan
        self._voice.drop("lift", "paused")

    def _hold_started(self, event: HoldStarted, now_s: float) -> None:
        """The belt is tight. Later in the set the words must not cost the first second's count."""
        self._count.begin(event)
        cue = self._voice.script.press_gently()
        if self.attempts < IN_FULL or now_s + cue.speaking_s <= event.t_s + FIRST_SECOND_S:
            self._voice.say(cue, now_s)

    def _second(self, event: HoldSecond, now_s: float) -> None:
        if self._count.second(event, now_s):
            self._asked_down = True
            self._down_s = now_s + STILL_UP_S
            self._voice.say(self._voice.script.slowly_down(), now_s)

    def _broken(self, event: HoldBroken, now_s: float, level: float) -> None:
        self._count.wait(event)
        if self._pressed and level > 2 * self._gentle_n:
            self._said_hard = True
            self._voice.say(self._voice.script.too_hard(), now_s)
        elif event.valid_hold_s >= BOUNCE_S:
            self._voice.say(self._voice.script.broken(), now_s)

    def _watch_press(self, now_s: float, level: float) -> None:
        if not level > self._gentle_n or self._count.done:
            self._hard_since_s = math.nan
        elif math.isnan(self._hard_since_s):
            self._hard_since_s = now_s
        elif now_s - self._hard_since_s >= HARD_S and not self._said_hard:
            self._said_hard = True
            self._voice.say(self._voice.script.too_hard(), now_s)

    def _let_go(self, now_s: float) -> None:
        self._let_go_s = now_s
        self._down_s = math.inf
        self._count.end()
        if self._held and self._reached and not self._asked_down:
            told_to_go_on = now_s - self._voice.said.get("press_on", -math.inf) < LET_GO_S
            self._down_s = now_s + LET_GO_S if self._pressed or told_to_go_on else now_s

    # -- between two repetitions -------------------------------------------------------------------------------------

    def _at_rest(self, event: PhaseChanged, now_s: float) -> None:
        """The leg is down."""
        if event.previous is Phase.SETTLING:
            return
        faults = self._attempts.close(reached=self._reached)
        if faults is not None:
            self._comment(faults, now_s)
        self._reached, self._down_s = False, math.inf
        self._lift_s = math.inf if self.over else self._next_lift_s(now_s)

    def _comment(self, faults: Sequence[str], now_s: float) -> None:
        self._voice.drop("slowly_down", "press_on", "a_little_less")
        left = max(0, self._prescription.reps - self.attempts)
        self._comments.between(faults, self.attempts, left, now_s)

    def _next_lift_s(self, now_s: float) -> float:
        """The prescribed rest begins when the leg is down: a press is gone before the leg is."""
        down_s = now_s
        if self._pressed and not math.isnan(self._let_go_s):
            down_s = self._let_go_s + self._prescription.release_s
        return max(now_s + ANOTHER_S, down_s + self._prescription.rest_s)

    # -- the signal is lost, and found ---------------------------------------------------------------------------------

    def _lose(self, event: SignalLost, now_s: float) -> None:
        self._count.lose(event.t_s)
        self._losing.lose(event.t_s, now_s)
        self._kept_down_s = self._down_s = self._slack_s = math.inf

    def _find(self, event: SignalFound, now_s: float) -> None:
        self._losing.find(now_s)
        if self.phase is Phase.HOLDING and self._held:
            self._count.take_up(now_s)
        elif self.phase is Phase.REST and self.begun and not math.isfinite(self._lift_s):
            if event.gap_s > KEPT_DOWN_S:
                self._lift_s = now_s + self._prescription.rest_s
            else:
                self._kept_down_s = now_s + self._patience_s

    # -- for the screen ----------------------------------------------------------------------------------------------

    @property
    def clock_runs(self) -> bool:
        """Whether a hold is being counted."""
        return self._count.runs

    def held_s(self, now_s: float) -> float:
        """Seconds of the hold under way."""
        return self._count.held_s(now_s) if self.phase in (Phase.HOLDING, Phase.BROKEN) else 0.0
