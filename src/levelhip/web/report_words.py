"""A session's report and picture in the reader's language. Both are made in English, by the reports."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from typing import Final

from levelhip.exercise.wording import N_
from levelhip.web.language import Language

_PICTURE: Final = (
    N_("Press above rest (N)"),
    N_("Lift above rest (degrees)"),
    N_("Left side"),
    N_("Right side"),
    N_("Side not known"),
    N_("lift"),
    N_("hold"),
    N_("top"),
    N_("release"),
    N_("broken"),
    N_("held, of {number} s"),
    N_("gentle, {low} to {high} N"),
    N_("to improve"),
    N_("no signal"),
    N_("clock restarts"),
    N_("a repetition rises at least {least}"),
    N_("No signal was kept: here the press or the lift would be seen"),
    N_("No signal was kept:"),
    N_("here the press or the lift would be seen"),
    N_("{exercise}: the session as measured"),
    N_("Press above rest in N over time, from {source}. {rest}"),
    N_("Lift above rest in degrees over time, from {source}. {rest}"),
)
_SAID: Final = (
    N_("Levelhip · session report"),
    N_("{exercise}, {date}: session report"),
    N_("What to do better next time"),
    N_("The session over time"),
    N_("No repetition was found in this recording."),
    N_("{sentence}, as you told it (not measured)"),
    N_("1 repetition, about {range} each"),
    N_("{count} repetitions, about {range} each"),
    N_("One hold, the full {target}"),
    N_("One hold, shorter than the {target}"),
    N_("All {count} holds lasted the full {target}"),
    N_("None of {count} holds lasted the full {target}"),
    N_("{complete} of {count} holds lasted the full {target}"),
    N_("{side}: all {number} done, {full} full"),
    N_("{side}: {done} of {asked} done, {full} full"),
    N_("{side}: {number} done, {full} full"),
    N_("{side}: all {number} done"),
    N_("{side}: {done} of {asked} done"),
    N_("{side}: {number} done"),
    N_("What would be seen here"),
    N_(
        "Each repetition would be shaded and numbered in the picture below, with a bar for its time against the "
        "time asked for, and the two sides beside each other."
    ),
    N_("What to check"),
    N_("A repetition rises at least {least} above rest. The highest point here is {highest}."),
    N_("{lifts} did not count: {reasons}."),
    N_("1 lift"),
    N_("{count} lifts"),
    N_("Is this the right exercise, and the right column of the file in the right unit?"),
    N_("Does the recording begin and end at rest, for a second or two?"),
    N_("Is the sensor where it belongs: in the belt, on the leg, or with the whole body in view?"),
)
_TABLES: Final = (
    N_("Each repetition against its target"),
    N_("Each repetition"),
    N_("Repetition"),
    N_("Held, of {number} s"),
    N_("Press above rest, N"),
    N_("Lift above rest, degrees"),
    N_("Note"),
    N_("full"),
    N_("{repetitions}, as you told it; no sensor saw them."),
    N_("{count} of them by the clock, as you told it; no sensor saw them."),
    N_("{side}: 1 repetition, {full} full"),
    N_("{side}: {count} repetitions, {full} full"),
    N_("{side}: 1 repetition"),
    N_("{side}: {count} repetitions"),
    N_("{side}: all {count} in numbers"),
    N_("{side}: the valid seconds of each repetition against {target}"),
    N_("{side}: the range of each repetition"),
    N_("To improve: {noted}."),
    N_("Nothing to note."),
    N_("{number} s lost"),
    N_("not the full time"),
    N_("pressed too hard"),
    N_("let go in between"),
    N_("let go early"),
    N_("leg sank"),
    N_("came down fast"),
    N_("signal lost"),
    N_("cut off by the recording"),
    N_("leg drifted forward"),
    N_("pelvis rolled"),
    N_("pelvis tilted"),
    N_("knee bent"),
    N_("The set in numbers"),
    N_("The two sides"),
    N_("The sides"),
    N_("The sides beside each other"),
    N_("A difference between the sides is no verdict: the sensor, the belt and the day differ too."),
    N_("Repetitions, of {number} asked"),
    N_("Full holds"),
    N_("Valid hold, middle"),
    N_("Valid hold, in all"),
    N_("Press above rest, middle"),
    N_("Lift above rest, middle"),
    N_("Change in the set"),
    N_("Did not count"),
    N_("none"),
    N_("({count} too low)"),
    N_("({count} too brief)"),
    N_("{count} too low"),
    N_("{count} too brief"),
    N_("{count} too large to be real"),
    N_("{count} never back at rest"),
    N_("{count} cut off"),
    N_("not known"),
    N_("needs 3 repetitions"),
    N_("as at the start"),
    N_("{number} % lower at the end"),
    N_("{number} % higher at the end"),
)
_FACTS: Final = (
    N_("What was measured, and what was not"),
    N_("Measured (N)"),
    N_("Measured (degrees)"),
    N_("It sees"),
    N_("It cannot see"),
    N_("Side"),
    N_("Nothing in the recording told which side was exercised."),
    N_("Told, not measured"),
    N_("All repetitions were reported by the person; no sensor saw them."),
    N_("{told} of {count} repetitions were reported by the person; no sensor saw them."),
    N_("The press on the ankle, as a force sensor in the belt gives it: all of the force there (net)."),
    N_("The tension in one strand of the belt loop, counted twice: the ankle feels that if both strands pull alike."),
    N_("how hard the leg presses, from when to when, and how steadily"),
    N_(
        "the angle of the leg, the knees and the pelvis. Both hips work against the belt: "
        "this is a belt press, not the strength of one hip"
    ),
    N_("The tilt of the leg, from a phone or sensor strapped to it."),
    N_("how far the leg is lifted and how long it stays there"),
    N_("force, the knees and the pelvis: rolling the whole body looks like a lift"),
    N_("The posture of the body, from a camera."),
    N_("the lift and the hold, and the knees and pelvis as far as the picture shows them"),
    N_(
        "force: a leg resting in the belt and one pressing into it look the same. "
        "A camera that stands askew shifts angles by several degrees"
    ),
    N_("Nothing: only a clock ran."),
    N_("nothing of the body; what stands here was told afterwards"),
    N_("the lift, the press, the hold and the posture"),
    N_("To know"),
    N_("and {number} more"),
    N_("What the numbers mean"),
    N_("a lift that reached its band: the belt tight, or the leg up."),
    N_("Valid hold"),
    N_(
        "seconds inside the band (with force: between half of {low} N and twice {high} N; without: the leg within "
        "5° of where it stopped)."
    ),
    N_("seconds inside the band (with force: inside its band; without: the leg within 5° of where it stopped)."),
    N_("Full hold"),
    N_("at least {full} s valid, 90 % of the {asked} s asked for (a convention)."),
    N_("Lost"),
    N_("seconds outside the band in the middle of a hold; never counted as held."),
    N_("Above rest"),
    N_("the highest point of a repetition, from the rests around it."),
    N_("Middle"),
    N_("half of the repetitions are above it, half below (median)."),
    N_("the last third of the repetitions against the first third, by the level held."),
    N_("Came down fast"),
    N_("from the end of the hold to rest sooner than asked; 2 s or more is slow."),
    N_("Where these numbers come from"),
    N_("File"),
    N_("Date"),
    N_("Exercise"),
    N_("Asked for"),
    N_("{hold} s hold, {repetitions} a side, {sides}, gentle press {low} to {high} N"),
    N_("{hold} s hold, {repetitions} a side, {sides}"),
    N_("{repetitions} a side, {sides}"),
    N_("1 repetition"),
    N_("{count} repetitions"),
    N_("right and left"),
    N_("left and right"),
    N_("right"),
    N_("left"),
    N_("Signal"),
    N_("{quantity}, {rate} samples a second, {length}"),
    N_("{quantity}, rate not known, {length}"),
    N_("Gaps"),
    N_("{number} longer than 0.5 s; {segments}"),
    N_("1 segment"),
    N_("{count} segments"),
    N_("Engine"),
    N_(
        "Levelhip is an exercise aid. It is not a medical device and not for diagnosis. "
        "Stop if it hurts, and ask your therapist or doctor."
    ),
    N_("date not recorded"),
    N_("{day} {month} {year}"),
)
_SENTENCES: Final = (*_PICTURE, *_SAID, *_TABLES, *_FACTS)
"""What may stand in a report. A number is a number in every language; a test draws reports and looks for the rest."""

_WORDS: Final = re.compile(r"(?s)(<style.*?</style>)|(?<=>)([^<>]+)(?=<)")
_NUMBER: Final = r"[\d.,:\u2212-]+"
_SECONDS: Final = r"[\d.]+\s(?:s|min.*)"
_NUMBERS: Final = frozenset(
    {"number", "count", "full", "done", "asked", "complete", "told", "hold", "low", "high", "rate", "day", "year"}
)
_LISTED: Final = " · "
_PARTED: Final = (". ", "; ", ", ", ": ")
_DEEPEST: Final = 6


def translated(markup: str, words: Language) -> str:
    """The picture or page with every text it is known to have in the reader's language."""
    if not words.messages:
        return markup

    def said(found: re.Match[str]) -> str:
        return found[0] if found[1] else escape(_said(unescape(found[2]), words), quote=False)

    return _WORDS.sub(said, markup).replace('<html lang="en">', f'<html lang="{words.code}">', 1)


def _said(text: str, words: Language, depth: int = 0) -> str:
    """A text as a whole, or by its sentence, or without its full stop, or part by part."""
    if depth > _DEEPEST or not any(letter.isalpha() for letter in text):
        return text
    if (whole := words.messages.get(text)) is not None:
        return whole
    if _LISTED in text:
        return _LISTED.join(_said(part, words, depth + 1) for part in text.split(_LISTED))
    return _by_sentence(text, words, depth) or _part_by_part(text, words, depth)


def _by_sentence(text: str, words: Language, depth: int) -> str:
    """The sentence that the text is, with what stands in its places said too; empty where it is none."""
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(text):
            values = {name: _said(value, words, depth + 1) for name, value in found.groupdict().items()}
            return words.say(sentence, **values)
    return ""


def _part_by_part(text: str, words: Language, depth: int) -> str:
    if text.endswith("."):
        return _said(text[:-1], words, depth + 1) + "."
    mark = next((each for each in _PARTED if each in text), None)
    return text if mark is None else mark.join(_said(part, words, depth + 1) for part in text.split(mark))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(sentence), sentence) for sentence in _SENTENCES if "{" in sentence)


def _pattern(sentence: str) -> re.Pattern[str]:
    def place(found: re.Match[str]) -> str:
        kind = _NUMBER if found[1] in _NUMBERS else _SECONDS if found[1] == "target" else ".+?"
        return f"(?P<{found[1]}>{kind})"

    return re.compile(re.sub(r"\\\{(\w+)\\\}", place, re.escape(sentence)))
