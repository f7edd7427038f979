"""The course of a live session: set-up for each side, the repetitions, turning over, the end; and its time.

What is due happens first, each thing at its own time: however the samples are cut into inputs, the same is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from levelhip.coaching.belt import Belt
from levelhip.coaching.cues import Script
from levelhip.coaching.keeping import Kept
from levelhip.coaching.lift_beside import LiftBeside
from levelhip.coaching.live_config import LiveConfig
from levelhip.coaching.measured_set import MeasuredSet
from levelhip.coaching.measuring import WAYS, Measuring
from levelhip.coaching.pacing_a_side import PacedSet
from levelhip.coaching.set_up import Kind, SetUp
from levelhip.coaching.set_up_check import PictureCheck
from levelhip.coaching.speaking import Cue
from levelhip.coaching.voice import Voice
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import Messages
from levelhip.session.events import Event, SideCompleted
from levelhip.session.replay import RecordBuilder

BREATH_S: Final = 0.4
"""Between the words that start a set and the first lift."""
SLEPT_S: Final = 5.0
"""A clock that was not read for so long beyond what was due has slept: nobody was coached."""

Ended = Literal["unfinished", "done", "stopped", "pain"]


class Conversation:
    """Where a session stands, and how it goes on by itself. `paused`: by whom, "" while it is not."""

    def __init__(self, config: LiveConfig, messages: Messages | None) -> None:
        self.config = config
        self.prescription = config.prescription
        self.way = config.way
        self.now_s = 0.0
        self.begun = False
        self.ended: Ended = "unfinished"
        self.paused: Literal["", "asked", "hidden"] = ""
        self.script = Script(self.prescription, config.way.name, messages, config.language)
        self.voice = Voice(self.script)
        self.measuring = Measuring(self.prescription, config.way, config.signal) if config.signal else None
        self.kept = Kept(self.prescription, RecordBuilder(self.prescription))
        self.frame_px = config.frame_px
        self.belt = Belt(config.rigging) if config.rigging else None
        self.beside = (
            LiftBeside(config.beside, config.beside_signal, config.prescription)
            if config.beside and config.beside_signal
            else None
        )
        self.picture: PictureCheck | None = None
        """What the camera sees while a set is under way."""
        self._index = 0
        self._attempts = 0
        self.set: MeasuredSet | PacedSet | None = None
        self.set_up: SetUp | None = self._new_set_up("first")

    @property
    def side(self) -> Side:
        """The side under way, or the last one."""
        return self.prescription.sides[min(self._index, len(self.prescription.sides) - 1)]

    @property
    def next_side(self) -> Side | None:
        """The side after this one."""
        sides = self.prescription.sides
        return sides[self._index + 1] if self._index + 1 < len(sides) else None

    @property
    def goes_on(self) -> bool:
        """Whether anything happens by itself."""
        return self.ended == "unfinished" and not self.paused

    # -- time --------------------------------------------------------------------------------------------------------

    def next_deadline_s(self) -> float | None:
        """When something is due, whatever else happens."""
        parts = [self.voice.next_deadline_s()]
        if self.goes_on and self.set_up is not None:
            parts.append(self.set_up.next_deadline_s())
        elif self.goes_on and self.set is not None:
            parts.append(self.set.next_deadline_s())
            if isinstance(self.set, MeasuredSet) and self.measuring is not None:
                parts.append(self.measuring.next_deadline_s())
        return min((each for each in parts if each is not None), default=None)

    def until(self, to_s: float) -> None:
        """The clock was read at `to_s`: everything that is due by then happens."""
        self._wake(to_s)
        while (due_s := self.next_deadline_s()) is not None and due_s <= to_s:
            self.now_s = max(self.now_s, due_s)
            if self.goes_on:
                self._tick()
            self.voice.speak(self.now_s, to_s)
        self.now_s = max(self.now_s, to_s)

    def _tick(self) -> None:
        if self.set_up is not None:
            self.set_up.tick(self.now_s)
            if self.set_up.ready:
                self.start_set()
        elif isinstance(self.set, MeasuredSet):
            self._tick_measured(self.set)
        elif self.set is not None:
            self.paced(self.set.tick(self.now_s))
            if self.set.over:
                self.end_side()

    def _tick_measured(self, current: MeasuredSet) -> None:
        silent_s = self.measuring.next_deadline_s() if self.measuring is not None else None
        if self.measuring is not None and silent_s is not None and silent_s <= self.now_s:
            self.happened(self.measuring.advance(self.now_s))
        current.tick(self.now_s, self._trouble())
        if current.lost_for_good:
            self.set_up_again()

    def _trouble(self) -> str:
        """Why the camera may not see the person."""
        return self.picture.why_lost() if self.picture is not None and self.picture.seen(self.now_s) else ""

    def _wake(self, to_s: float) -> None:
        """The clock alone slept through a part of a repetition: that one is begun anew."""
        current = self.set
        if not isinstance(current, PacedSet) or self.set_up or not self.goes_on:
            return
        due_s = current.next_deadline_s()
        if due_s is not None and to_s - due_s > SLEPT_S:
            self.now_s = max(self.now_s, due_s)
            self.interrupt()
            self.now_s = to_s
            self.go_on_pacing(current)

    # -- what happens ------------------------------------------------------------------------------------------------

    def say(self, cue: Cue) -> float:
        """Ask for a cue; safety is said at once. Gives when it will have been said."""
        said_s = self.voice.say(cue, self.now_s)
        if cue.rank == "safety":
            self.voice.speak(self.now_s, self.now_s)
        return said_s

    def happened(self, events: Sequence[Event]) -> None:
        """The engine has said something of the set under way."""
        for event in events:
            self.voice.tell(event)
            self.kept.take(event)
            if self.beside is not None:
                self.beside.happened(event)
        if isinstance(self.set, MeasuredSet) and self.measuring is not None:
            self.set.take(events, self.now_s, self.measuring.level, self.measuring.phase)
            self.tell_of_the_leg(self.set)

    def tell_of_the_leg(self, current: MeasuredSet) -> None:
        """What a second sensor has seen of the leg is told with what the belt says of the repetition."""
        if self.beside is None:
            return
        for chain in self.beside.news():
            if chain.side == current.side:
                current.leg_is_down(chain.faults)
        current.leg_is_awaited(self.now_s, awaited=self.beside.awaited(self.now_s))

    def paced(self, events: Sequence[Event]) -> None:
        """The clock has paced something."""
        for event in events:
            self.voice.tell(event)
            self.kept.take(event, "self-reported")

    def interrupt(self) -> None:
        """What is under way stops here; nothing that was planned is said."""
        self.voice.quiet()
        if self.set_up is not None or self.set is None:
            return
        if isinstance(self.set, MeasuredSet):
            self.set.interrupt()
        else:
            self.paced(self.set.interrupt(self.now_s))

    # -- set-up and sets ---------------------------------------------------------------------------------------------

    def _new_set_up(self, kind: Kind) -> SetUp:
        signal = self.config.signal if self.way.measured else None
        return SetUp(self.voice, self.prescription, self.side, kind, signal, self.frame_px, self.belt)

    def set_up_again(self) -> None:
        """The set under way waits until the person is back in position."""
        self.interrupt()
        self.picture = None
        self.set_up = self._new_set_up("again")
        self.set_up.begin(self.now_s)

    def set_up_anew(self, before: SetUp) -> None:
        """A set-up that was interrupted begins anew."""
        self.set_up = self._new_set_up(before.kind)
        self.set_up.begin(self.now_s, before.not_before_s if before.kind == "turn" else self.now_s)

    def start_set(self) -> None:
        """The person is ready: the side begins, or goes on."""
        set_up = self.set_up
        assert set_up is not None  # noqa: S101 - only a set-up that is ready starts a set
        self.picture, self.set_up = set_up.picture, None
        if self.set is None:
            self.set = self._new_set(0)
        left = self.prescription.reps - self.set.attempts
        again = set_up.kind == "again" and self.set.begun
        said_s = self.say(self.script.going_on(left) if again else self.script.start(self.side, left))
        if isinstance(self.set, MeasuredSet):
            self.set.begin(said_s + BREATH_S)
        else:
            self.paced(self.set.go_on(self.now_s))

    def _new_set(self, attempts: int) -> MeasuredSet | PacedSet:
        if self.way.measured and self.config.signal is not None:
            watched = self.beside is not None
            return MeasuredSet(self.voice, self.prescription, self.side, self.config.signal.unit, watched=watched)
        return PacedSet(self.voice, self.prescription, self.side, attempts)

    def go_on_pacing(self, current: PacedSet) -> None:
        """The clock goes on with the repetition that was interrupted."""
        self.say(self.script.going_on(self.prescription.reps - current.attempts))
        self.paced(current.go_on(self.now_s))

    def end_side(self) -> None:
        """The side is done: turn over, or the end."""
        current = self.set
        assert current is not None  # noqa: S101 - only a set can be over
        self.voice.stop_count()
        self._attempts += current.attempts
        asks = isinstance(current, PacedSet) and self.prescription.exercise.kind == "hold"
        if isinstance(current, PacedSet):
            self.paced([self._side_completed(current.side)])
        if asks:
            self.kept.corrections[current.side] = None
        self.set = self.picture = None
        self._index += 1
        if self._index < len(self.prescription.sides):
            self.set_up = self._new_set_up("turn")
            self.set_up.begin(self.now_s, self.now_s + self.prescription.side_change_s)
        else:
            self._finish()
        if asks:
            self.say(self.script.how_many())

    def _side_completed(self, side: Side) -> SideCompleted:
        done = next(each for each in self.kept.builder.sides() if each.side == side)
        return SideCompleted(self.now_s, side, done.rep_count, done.complete_count)

    def _finish(self) -> None:
        if self.measuring is not None:
            self.happened(self.measuring.close())
        self.ended = "done"
        told = None not in self.kept.corrections.values()
        complete = len([side for side in self.kept.sides() for _ in range(side.complete_count)])
        self.say(self.script.done(complete if told else None, self._attempts))

    # -- the way of measuring fails ----------------------------------------------------------------------------------

    def go_on_by_the_clock(self) -> None:
        """What was measured stays measured; the rest is paced."""
        if not self.way.measured or self.ended != "unfinished" or self.measuring is None:
            return
        self.interrupt()
        self.happened(self.measuring.close())
        self.voice.quiet()
        self.way = WAYS["clock"]
        self.script.way = "clock"
        self.paused = ""
        self.picture = None
        self.say(self.script.clock_from_here())
        if isinstance(self.set, MeasuredSet):
            self._pace_the_rest(self.set)
        elif self.set_up is not None:
            before = self.set_up
            self.set_up = self._new_set_up("first")
            if self.begun:
                self.set_up.begin(self.now_s, before.not_before_s if before.kind == "turn" else self.now_s)

    def _pace_the_rest(self, before: MeasuredSet) -> None:
        before.close()
        self.set_up = None
        if before.over:
            self.end_side()
            return
        self.set = self._new_set(before.attempts)
        self.set.begun = before.begun
        self.set_up_again()
