"""The coach: everything that is put into a live session, and what it does about it.

It is told everything that happens, with its time, and never looks at a clock.
"""

from __future__ import annotations

from collections.abc import Callable

from levelhip.coaching.asking import Questions
from levelhip.coaching.belt import Belt
from levelhip.coaching.conversation import Conversation
from levelhip.coaching.lift_beside import LiftBeside
from levelhip.coaching.live_config import LiveConfig
from levelhip.coaching.live_inputs import Advance, Afterwards, Command, Connected, Input, Look, Packet, Samples
from levelhip.coaching.measured_set import MeasuredSet
from levelhip.coaching.pacing_a_side import PacedSet
from levelhip.exercise.signals import Sample, Side
from levelhip.exercise.wording import Messages


class Coach(Conversation):
    """One session.

    `on_sample` is called with every sample and the side it was counted for (None: for none), `on_leg` with every sample
    of a second sensor that watches the leg.
    """

    def __init__(self, config: LiveConfig, messages: Messages | None) -> None:
        super().__init__(config, messages)
        self.on_sample: Callable[[float, Sample, Side | None], None] | None = None
        self.on_leg: Callable[[float, Sample], None] | None = None
        self._questions = Questions(self.kept)

    def take(self, given: Input) -> None:
        """One input. Raises ValueError, and changes nothing, where it makes no sense."""
        match given:
            case Samples():
                self._samples(given)
            case Packet():
                self._packet(given)
            case Connected():
                self._sensor_of_the_belt().connected(given)
                self.until(given.t_s)
            case Look():
                self.until(given.t_s)
                self._look(given)
            case Advance():
                self.until(given.t_s)
            case Command():
                self._questions.check(given)
                self.until(given.t_s)
                self._command(given)
            case Afterwards():
                self.until(given.t_s)
                self._questions.afterwards(given, asked_stop=self.asks == "stop_questions")
        self.voice.speak(self.now_s, self.now_s)

    # -- what is seen ------------------------------------------------------------------------------------------------

    def _samples(self, samples: Samples) -> None:
        if self.beside is not None and samples.quantity is self.beside.way.quantity:
            self._watch_beside(self.beside, samples)
            return
        if samples.quantity is not self.config.way.quantity:
            raise ValueError(f"this session is measured by {self.config.way.quantity}, not by {samples.quantity}")
        if self.belt is not None:
            raise ValueError("this session is measured by the belt's own packets, not by samples")
        for t_s, value in zip(samples.t_s, samples.values, strict=True):
            self._next_sample(t_s, value)

    def _watch_beside(self, beside: LiftBeside, samples: Samples) -> None:
        """What a second sensor sees of the leg, while the belt counts."""
        for t_s, value in zip(samples.t_s, samples.values, strict=True):
            self.until(t_s)
            current = self.set if self.set_up is None else None
            measured = current if isinstance(current, MeasuredSet) else None
            slack, settling = measured is None or measured.is_slack, measured is None or not measured.begun
            if beside.take(t_s, value, self.side, slack=slack, settling=settling) and self.on_leg:
                self.on_leg(t_s, value)
            if measured is not None and self.goes_on:
                measured.leg_seen(self.now_s, up=beside.is_lifted(t_s))
                self.tell_of_the_leg(measured)
                self.voice.speak(self.now_s, self.now_s)

    def _packet(self, packet: Packet) -> None:
        """What the belt's sensor has sent: samples, or something of itself."""
        belt = self._sensor_of_the_belt()
        for t_s, force_n in belt.receive(packet):
            self._next_sample(t_s, force_n)
        self.until(packet.t_s)
        if self.way.measured and self.goes_on and belt.low_battery_is_news():
            self.say(self.script.battery_low())

    def _sensor_of_the_belt(self) -> Belt:
        """The belt's sensor. Raises ValueError where the session has none."""
        if self.belt is None:
            raise ValueError("this session has no sensor in the belt")
        return self.belt

    def _next_sample(self, t_s: float, value: Sample) -> None:
        self.until(t_s)
        given = self._sample(t_s, value)
        if self.on_sample is not None:
            self.on_sample(t_s, value, given)
        self.voice.speak(self.now_s, self.now_s)

    def _sample(self, t_s: float, value: Sample) -> Side | None:
        """One sample of the driving channel; gives the side it was counted for."""
        if self.measuring is None or not self.way.measured or not self.goes_on:
            return None
        if self.set_up is not None:
            self.set_up.sample(t_s, value)
            if self.set_up.ready:
                self.start_set()
            return None
        current = self.set
        if not isinstance(current, MeasuredSet) or not self._may_measure(t_s, value):
            return None
        events = self.measuring.take(t_s, value, current.side)
        if events is None:
            return None
        self.happened(events)
        if current.over:
            self.end_side()
        return current.side

    def _may_measure(self, t_s: float, value: Sample) -> bool:
        """Whether the camera sees what it should; a raised arm stops."""
        if self.picture is None:
            return True
        self.picture.frame(t_s, value)
        if self.picture.arm_raised:
            self._stop(pain=False)
            return False
        return not self.picture.spoils()

    def _look(self, look: Look) -> None:
        self.frame_px = look.frame_px or self.frame_px
        for picture in (self.picture, self.set_up.picture if self.set_up else None):
            if picture is not None:
                picture.frame_px = self.frame_px
                picture.look(look.t_s, look.brightness, look.people)

    # -- what is wanted ----------------------------------------------------------------------------------------------

    def _command(self, command: Command) -> None:
        if command.side is not None:
            self.voice.drop("how_many")
            self._questions.correct(command.side, command.complete)
            return
        self.voice.cut(self.now_s)
        match command.command:
            case "begin":
                self._begin()
            case "skip_wait" if self.set_up is not None and not self.paused:
                self.voice.drop("how_many")
                self.set_up.skip_wait(self.now_s)
            case "zero" if self.set_up is not None and self.goes_on:
                self.set_up.zero_again(self.now_s)
            case "pause":
                self._pause()
            case "resume":
                self._resume()
            case "pain" | "stop":
                self._stop(pain=command.command == "pain")
            case "way":
                self.go_on_by_the_clock()
            case "hidden" | "visible":
                self._page(hidden=command.command == "hidden")

    def _begin(self) -> None:
        if not self.begun and self.ended == "unfinished" and self.set_up is not None:
            self.begun = True
            self.set_up.begin(self.now_s)

    def _pause(self) -> None:
        if self.begun and self.goes_on:
            self.interrupt()
            self.paused = "asked"
            self.say(self.script.paused(kept_down=False))

    def _page(self, *, hidden: bool) -> None:
        """The page went to the background, where neither camera nor phone can be read, or came back."""
        if self.paused == "hidden" and not hidden:
            self._resume()
        elif hidden and self.way.name in ("camera", "shin") and self.begun and self.goes_on:
            self.interrupt()
            self.paused = "hidden"
            self.say(self.script.hidden())

    def _resume(self) -> None:
        """Go on: after a pause, a stop without pain, or a page that was loaded again."""
        if self.ended in ("done", "pain"):
            return
        if not self.begun:
            self._begin()
            return
        was_paused = self.paused == "asked"
        self.interrupt()
        self.paused = ""
        self.ended = "unfinished"
        if self.set_up is not None:
            self.set_up_anew(self.set_up)
        elif isinstance(self.set, PacedSet) and was_paused:
            self.go_on_pacing(self.set)
        else:
            self.set_up_again()

    def _stop(self, *, pain: bool) -> None:
        if self.ended == "pain" or (self.ended != "unfinished" and not pain):
            return
        self.interrupt()
        self.paused = ""
        self.ended = "pain" if pain else "stopped"
        self._questions.stopped()
        if pain and self.measuring is not None:
            self.happened(self.measuring.close())
            self.voice.quiet()
        self.say(self.script.stopped(pain=pain))

    # -- what is asked -----------------------------------------------------------------------------------------------

    @property
    def asks(self) -> str | None:
        """What the screen should ask now."""
        return self._questions.open_question(ended=self.ended, between_sides=self.set is None)

    @property
    def asks_side(self) -> Side | None:
        """The side whose holds are asked about."""
        return self._questions.open_side if self.asks == "corrections" else None
