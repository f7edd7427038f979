"""The script: what the coach says at which moment, in the person's language, and how urgent it is.

How long a sentence takes is estimated from its English, so that a session runs the same whatever language it is said
in, with or without a catalogue: only the text differs.
"""

from __future__ import annotations

from typing import Final

from levelhip.coaching import sentences as say
from levelhip.coaching.speaking import Cue, Rank
from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import Messages, number_in_words, sentence_case, translate

WORDS_A_SECOND: Final = 2.6
"""How fast a calm voice speaks English (estimate)."""
SHORTEST_S: Final = 0.6
SLOWER: Final = {"es": 1.25}
"""How much longer the same takes in another language (estimate)."""
COUNT_LASTS_S: Final = 0.35
FIRST_LASTS_S: Final = 0.6
"""The first second may have to wait for "Press gently" to be said; without it people wonder where the count began."""
IN_FULL: Final = 2
"""So many times a set the lift is asked for in a whole sentence."""
OTHER: Final[dict[Side, Side]] = {"left": "right", "right": "left"}

_OF_HOLDS: Final = frozenset({"touch", "short_hold"})
"""What is not held cannot be held too short."""

Part = tuple[str, dict[str, int | str]]
"""A sentence and what fills its places; whole numbers are spoken as words."""


def speaking_s(text: str, language: str = "en") -> float:
    """How long it takes to say an English text, or what it becomes in another language (estimate)."""
    return max(SHORTEST_S, len(text.split()) / WORDS_A_SECOND) * SLOWER.get(language, 1.0)


class Script:
    """The coach's sentences for one prescription, measured one way."""

    def __init__(self, prescription: Prescription, way: str, messages: Messages | None, language: str = "en") -> None:
        self.way = way
        self._exercise = prescription.exercise
        self._prescription = prescription
        self._messages = messages
        self._language = language
        self._pressed = prescription.press_band_n is not None

    # -- before ------------------------------------------------------------------------------------------------------

    def hang_loose(self) -> Cue:
        """The belt's sensor is about to be zeroed."""
        return self._cue("hang_loose", "guide", (say.HANG_LOOSE, {}), lasts_s=10)

    def lie(self, side: Side, wait_s: float) -> Cue:
        """How to lie, or stand, with `side` to exercise, and when it will start."""
        parts = [self._exercise.ready or self._where(side)]
        if self._exercise.belt != "none":
            parts.append(say.BELT_ROUND[self._exercise.belt])
        if self.way == "shin":
            parts.append(say.STRAP_THE_PHONE[side])
        return self._cue("lie", "guide", *_plain(*parts), self._when(wait_s), lasts_s=10)

    def _where(self, side: Side) -> str:
        match self._exercise.position:
            case "side_lying":
                return say.LIE[OTHER[side]]
            case "on_forearm":
                return say.PROPPED[side]
            case position:
                return say.LIE[position]

    def lie_again(self, wait_s: float) -> Cue:
        """After an interruption: back into position."""
        if self.way == "clock":
            return self._cue("lie_again", "guide", (say.GO_ON_IN, {"number": round(wait_s)}), lasts_s=10)
        return self._cue("lie_again", "guide", (say.LIE_AS_BEFORE, {}), lasts_s=10)

    def _when(self, wait_s: float) -> Part:
        if self.way == "clock":
            return say.START_IN, {"number": round(wait_s)}
        if self.way == "belt":
            return say.START_WHEN_PULLED, {}
        return say.START_WHEN_STILL[self._exercise.position], {}

    def not_ready(self, trouble: str, side: Side) -> Cue:
        """The one thing that is still missing."""
        return self._cue("not_ready", "guide", (self.trouble(trouble, side), {}), lasts_s=2)

    def trouble(self, trouble: str, side: Side) -> str:
        """The sentence for what is missing, still in English."""
        specific = say.NOT_READY.get(f"{trouble}.{OTHER[side]}") or say.NOT_READY.get(
            f"{trouble}.{self._exercise.position}"
        )
        return specific or say.NOT_READY[trouble]

    def condition(self, key: str, side: Side) -> str:
        """A condition's name on the list, translated."""
        name = f"{key}.{OTHER[side]}" if key == "side" else key
        return translate(self._messages, say.CONDITIONS[name])

    def plain(self, text: str) -> str:
        """A sentence in the person's language."""
        return translate(self._messages, text)

    def start(self, side: Side, count: int) -> Cue:
        """It begins, with so many to do."""
        hip = [] if self._exercise.both_legs else [say.HIP[side]]
        each = say.PRESSES if self._pressed else say.HOLDS if self._exercise.kind == "hold" else say.REPETITIONS
        many: Part = (each[0], {}) if count == 1 else (each[1], {"number": count})
        mind = self._prescription.mind or say.KEEP_BREATHING
        return self._cue("start", "guide", *_plain(*hip), many, *_plain(mind), lasts_s=6)

    # -- a repetition ------------------------------------------------------------------------------------------------

    def lift(self, number: int) -> Cue:
        """Lift: in a whole sentence at first."""
        in_belt = say.LIFT if number > IN_FULL else say.LIFT_IN_FULL
        text = in_belt if self._pressed else self._exercise.phases[0].say
        return self._cue("lift", "guide", (text, {}), lasts_s=2, tone="lift", vibrate=(120,))

    def until_tight(self) -> Cue:
        """The leg is up, and the belt is still loose."""
        return self._cue("until_tight", "correction", (say.LIFT_IN_FULL, {}), lasts_s=2, tone="correction")

    def press_gently(self) -> Cue:
        """The belt is tight."""
        text = say.PRESS_GENTLY if self._pressed else say.HOLD_ON
        return self._cue("press_gently", "guide", (text, {}), lasts_s=0.5, tone="tight", in_count=True)

    def second(self, second: int) -> Cue:
        """One of the seconds of a hold. A late one is left out: the tick has told it. Only "one" may wait a little."""
        word = number_in_words(second, self._messages)
        lasts_s = FIRST_LASTS_S if second == 1 else COUNT_LASTS_S
        return Cue(f"count_{second}", word, "count", SHORTEST_S, lasts_s=lasts_s, tone="tick")

    def broken(self) -> Cue:
        """The hold was left: the count waits."""
        text = say.PRESS_ON if self._pressed else say.HOLD_ON
        return self._cue("press_on", "correction", (text, {}), lasts_s=0.8, tone="broken", in_count=True)

    def too_hard(self) -> Cue:
        """Pressed too hard."""
        text: Part = (say.A_LITTLE_LESS, {})
        return self._cue("a_little_less", "correction", text, lasts_s=0.8, tone="correction", in_count=True)

    def slowly_down(self) -> Cue:
        """Held long enough, or let go: what is held up comes down, all else ends as its last phase says."""
        last = self._exercise.phases[-1]
        text = say.SLOWLY_DOWN if self._exercise.kind == "hold" and last.name == "lower" else last.say
        return self._cue("slowly_down", "guide", (text, {}), lasts_s=1.2, tone="down", vibrate=(80, 80, 80))

    # -- between repetitions -----------------------------------------------------------------------------------------

    def to_go(self, left: int) -> Cue:
        """How many are left."""
        if left == 1:
            return self._cue("last_one", "guide", (say.LAST_ONE, {}), lasts_s=2.5)
        return self._cue("to_go", "guide", (say.TO_GO, {"number": left}), lasts_s=2.5)

    def correction(self, fault: str) -> Cue | None:
        """What to do about a fault; None: nothing that words would mend."""
        if self._exercise.kind == "movement" and fault in _OF_HOLDS:
            return None
        check = next((check for check in self._exercise.form_checks if check.key == fault), None)
        belt = say.CORRECTIONS.get(f"{fault}.belt") if self._pressed else None
        text = check.say if check else belt or say.CORRECTIONS.get(fault)
        return self._cue(f"fix_{fault}", "correction", (text, {}), lasts_s=2, tone="correction") if text else None

    def mended(self) -> Cue:
        """Praise: what was corrected is right now."""
        return self._cue("thats_it", "praise", (say.THATS_IT, {}), lasts_s=2)

    def breathe(self) -> Cue:
        """Against holding the breath."""
        return self._cue("keep_breathing", "praise", (say.KEEP_BREATHING, {}), lasts_s=2)

    # -- something comes between -------------------------------------------------------------------------------------

    def lost(self, trouble: str, side: Side) -> Cue:
        """The person is not measured any more; why, where that is known."""
        parts = [say.LOST.get(self.way, say.LOST["sensor"])]
        if trouble and trouble != "nobody":
            parts.append(self.trouble(trouble, side))
        return self._cue("lost", "guide", *_plain(*parts), lasts_s=4, tone="lost")

    def found(self) -> Cue:
        """Measured again."""
        return self._cue("found", "guide", (say.FOUND.get(self.way, say.FOUND["sensor"]), {}), lasts_s=2)

    def battery_low(self) -> Cue:
        """The belt's sensor may not last much longer. It can wait until nothing is counted."""
        return self._cue("battery_low", "guide", (say.BATTERY_LOW, {}), lasts_s=60)

    def paused(self, *, kept_down: bool) -> Cue:
        """Paused, by the leg that stays down or by command."""
        text = say.PAUSED_LIFT if kept_down else say.PAUSED
        return self._cue("paused", "guide", (text, {}), lasts_s=3, tone="paused")

    def hidden(self) -> Cue:
        """The page went to the background."""
        return self._cue("hidden", "safety", (say.HIDDEN, {}), lasts_s=5, tone="paused")

    def going_on(self, left: int) -> Cue:
        """After an interruption, with so many left."""
        many: Part = (say.LAST_ONE, {}) if left == 1 else (say.TO_GO, {"number": left})
        return self._cue("going_on", "guide", (say.GOING_ON, {}), many, lasts_s=4)

    def clock_from_here(self) -> Cue:
        """The way of measuring has failed."""
        return self._cue("clock_from_here", "safety", (say.CLOCK_FROM_HERE, {}), lasts_s=5)

    # -- the end of a side, and of it all ----------------------------------------------------------------------------

    def side_done(self, next_side: Side, wait_s: float) -> Cue:
        """Turn over, the belt first."""
        parts: list[str] = [say.WELL_DONE]
        if self._exercise.position != "side_lying":
            parts.append(say.OTHER_SIDE[next_side])
        elif self._exercise.belt == "ankles":
            parts.extend([say.TURN_FACING if self.way == "camera" else say.TURN, say.BELT_AGAIN[next_side]])
        else:
            turn = say.TURN_WITH_BAND if self._exercise.belt == "knees" else say.TURN_WITHOUT_BELT
            parts.append(turn[next_side])
        if self.way == "shin":
            parts.append(say.STRAP_THE_PHONE[next_side])
        return self._cue("side_done", "guide", *_plain(*parts), self._when(wait_s), lasts_s=10, tone="side_done")

    def how_many(self) -> Cue:
        """The clock saw nothing: it asks."""
        hold_s = round(self._prescription.hold_s)
        return self._cue("how_many", "guide", (say.HOW_MANY, {"number": hold_s}), lasts_s=20)

    def done(self, complete: int | None, total: int) -> Cue:
        """The end; `complete` of `total` were held in full (None: nobody knows)."""
        parts: list[Part] = [(say.DONE, {})]
        if complete is not None and total and self._exercise.kind == "hold":
            seconds = round(self._prescription.hold_s)
            counts: dict[str, int | str] = {"complete": complete, "total": total, "seconds": seconds}
            parts.append((say.ALL_HELD if complete == total else say.HELD_IN_FULL, counts))
        if self._exercise.belt != "none":
            standing = self._exercise.position == "standing"
            parts.append((say.BELT_OFF["standing" if standing else self._exercise.belt], {}))
        return self._cue("done", "guide", *parts, lasts_s=10, tone="done", vibrate=(200, 100, 200))

    def stopped(self, *, pain: bool) -> Cue:
        """Stop, at once, and get out of it."""
        is_in_place = self._exercise.phases[-1].name == "release"
        let_down = say.LET_DOWN["in_place" if is_in_place else self._exercise.position]
        asks = say.WHERE_DOES_IT_HURT if pain else say.SAY_IF_IT_HURTS
        return self._cue(
            "stopped", "safety", *_plain(say.STOPPED, let_down, asks), lasts_s=5, tone="stop", vibrate=(400,)
        )

    # -- how a cue is made -------------------------------------------------------------------------------------------

    def _cue(
        self,
        key: str,
        rank: Rank,
        *parts: Part,
        lasts_s: float,
        tone: str | None = None,
        vibrate: tuple[int, ...] = (),
        in_count: bool = False,
    ) -> Cue:
        english = " ".join(_fill(None, part) for part in parts)
        text = " ".join(_fill(self._messages, part) for part in parts)
        duration_s = speaking_s(english, self._language)
        return Cue(key, text, rank, duration_s, lasts_s, tone, vibrate, in_count)


def _plain(*texts: str) -> list[Part]:
    return [(text, {}) for text in texts]


def _fill(messages: Messages | None, part: Part) -> str:
    text, values = part
    words = {
        name: number_in_words(value, messages) if isinstance(value, int) else value for name, value in values.items()
    }
    return sentence_case(translate(messages, text, **words))
