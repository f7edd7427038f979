"""Days, times and numbers as the pages say them, in the reader's language."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Final

from levelhip.exercise.protocol import Dose, Exercise
from levelhip.exercise.wording import MONTHS, N_, day_in_words
from levelhip.web.language import Language

WEEKDAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
SHORT_WEEKDAYS: Final = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
_ORDINALS: Final = (N_("1st"), N_("2nd"), N_("3rd"), N_("4th"), N_("5th"), N_("6th"))
_SHORT_NAMES: Final = {"isometric_hip_abduction": N_("Belt press")}
"""What people say for an exercise whose full name is long."""

SIDES: Final = {"left": N_("Left"), "right": N_("Right")}
WAYS: Final = {
    "clock": N_("clock only"),
    "camera": N_("camera"),
    "shin": N_("phone on the shin"),
    "belt": N_("sensor in the belt"),
    "simulated": N_("simulated patient"),
}
RIGGINGS: Final = {
    "strand": N_("in one strand of the loop: what it reads counts twice"),
    "inline": N_("inline between two cuffs: what it reads counts once"),
}
FAULTS: Final = {
    "too_hard": N_("pressed too hard"),
    "broken_hold": N_("let go in between"),
    "short_hold": N_("let go early"),
    "sagged": N_("the leg sank"),
    "fast_release": N_("came down fast"),
    "signal_lost": N_("out of sight"),
    "cut_off": N_("cut off at the end"),
    "hip_drift": N_("the leg drifted forward"),
    "roll": N_("the pelvis rolled"),
    "pelvis_tilt": N_("the pelvis tilted"),
    "bent_knee": N_("the knee was bent"),
}

_FIRST_MORNING_HOUR: Final = 4
_NOON: Final = 12
_EVENING_HOUR: Final = 18
_MINUTE_S: Final = 60


def greeting(now: datetime, name: str, words: Language) -> str:
    """Good morning, Ana."""
    if _FIRST_MORNING_HOUR <= now.hour < _NOON:
        return words.say(N_("Good morning, {name}"), name=name) if name else words.say(N_("Good morning"))
    if _NOON <= now.hour < _EVENING_HOUR:
        return words.say(N_("Good afternoon, {name}"), name=name) if name else words.say(N_("Good afternoon"))
    return words.say(N_("Good evening, {name}"), name=name) if name else words.say(N_("Good evening"))


def long_day(day: date, words: Language) -> str:
    """Sunday 22 November."""
    return words.say(
        N_("{weekday} {day} {month}"),
        weekday=words.say(WEEKDAYS[day.weekday()]),
        day=day.day,
        month=words.say(MONTHS[day.month - 1]),
    )


def full_day(day: date, words: Language) -> str:
    """22 November 2026."""
    return day_in_words(day, words.messages)


def short_day(day: date, words: Language) -> str:
    """25 Aug: two of them fit under a plot."""
    return f"{day.day} {words.say(MONTHS[day.month - 1])[:3]}"


def clock_time(when: datetime) -> str:
    """14:05."""
    return f"{when.hour}:{when.minute:02d}"


def day_near(day: date, today: date, words: Language) -> str:
    """Today, Yesterday, else the day's name and date; with the year where it is another."""
    behind = (today - day).days
    if behind in (0, 1):
        return words.say(N_("Today") if behind == 0 else N_("Yesterday"))
    return long_day(day, words) if day.year == today.year else full_day(day, words)


def ordinal(number: int, words: Language) -> str:
    """2nd."""
    return words.say(_ORDINALS[number - 1]) if 1 <= number <= len(_ORDINALS) else f"{number}."


def nth_today(number: int, total: int, words: Language) -> str:
    """2nd of 2 today; nothing to say where there is but one."""
    if total == 1:
        return ""
    return words.say(N_("{nth} of {total} today"), nth=ordinal(number, words), total=total)


def short_name(exercise: Exercise, words: Language) -> str:
    """Belt press."""
    return words.say(_SHORT_NAMES.get(exercise.key, exercise.name))


def decimal(value: float, digits: int, words: Language) -> str:
    """5.4, in Spanish 5,4. "not known" where it is not."""
    if not math.isfinite(value):
        return words.say(N_("not known"))
    return f"{value:.{digits}f}".replace(".", words.decimal_point)


def brief(value: float, words: Language) -> str:
    """6, 5.5: a decimal only where there is one."""
    return decimal(value, 0 if abs(value - round(value)) < 0.05 else 1, words)  # noqa: PLR2004 - rounding


def seconds(value_s: float, words: Language) -> str:
    """6 s, kept on one line."""
    return f"{brief(value_s, words)}\u00a0s"


def duration(time_s: float, words: Language) -> str:
    """45 s, 3 min 20 s."""
    if not math.isfinite(time_s):
        return words.say(N_("not known"))
    minutes, rest = divmod(round(time_s), _MINUTE_S)
    if not minutes:
        return f"{rest}\u00a0s"
    return f"{minutes}\u00a0min" + (f" {rest}\u00a0s" if rest else "")


def dose_line(exercise: Exercise, reps: int, hold_s: float, sides: int, words: Language) -> str:
    """7 holds of 6 s, each side."""
    both = sides > 1
    if exercise.kind == "hold":
        sentence = N_("{reps} holds of {hold}, each side") if both else N_("{reps} holds of {hold}")
        return words.say(sentence, reps=reps, hold=seconds(hold_s, words))
    return words.say(N_("{reps} times, each side") if both else N_("{reps} times"), reps=reps)


def per_day_line(dose: Dose, words: Language) -> str:
    """2 to 3 times a day."""
    least, most = dose.per_day
    if least == most:
        return words.count("{number} time a day", "{number} times a day", most)
    return words.say(N_("{least} to {most} times a day"), least=least, most=most)


def fault_words(fault: str, words: Language) -> str:
    """A fault of one repetition in a few words."""
    return words.say(FAULTS[fault]) if fault in FAULTS else fault.replace("_", " ")
