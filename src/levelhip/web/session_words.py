"""What a session's page says of it: what went well, what to try, how it was stopped, and whether the counts agree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.clearance import stop_questions
from levelhip.exercise.clearance_rules import Question
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.clearing import after_stop
from levelhip.web.language import Language
from levelhip.web.page_words import SIDES, decimal, duration
from levelhip.web.record_reading import count_of, list_of, number_of, object_of
from levelhip.web.session_reps import is_full, measured_reps

_TRY: Final = (
    ("too_hard", N_("Press more gently: just enough to feel the side of the hip work.")),
    ("broken_hold", N_("Keep pressing until the count is done.")),
    ("short_hold", N_("Let go a little later: the count tells you when.")),
    ("sagged", N_("Keep the leg against the belt all through the hold.")),
    ("hip_drift", N_("Take the leg back a little, in line with your body.")),
    ("roll", N_("Do not roll: keep one hip right above the other.")),
    ("bent_knee", N_("Straighten your knees.")),
    ("pelvis_tilt", N_("Keep the pelvis level.")),
    ("fast_release", N_("Let the leg down more slowly.")),
)
"""What to try, the most helpful first."""
_OFTEN: Final = 10
"""A fault in a tenth of the repetitions is worth a sentence."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A stop for pain: each question with its answer, and what was advised, the worst first."""

    answers: list[tuple[str, str]]
    do_now: str
    reasons: list[str]


def stopped_of(data: Json, words: Language) -> Stopped | None:
    """What was answered at a stop for pain, and what was advised; None where there was none."""
    if not is_stopped(data):
        return None
    answers = object_of(data.get("stop_answers"))
    assessment = after_stop(answers)
    reasons = dict.fromkeys(words.say(each.text) for each in assessment.reasons if not each.ask_again)
    return Stopped(list(_answered(answers, words)), words.say(assessment.do_now), list(reasons))


def is_stopped(data: Json) -> bool:
    """Say whether a session was stopped for pain."""
    return data.get("ended") == "pain" or data.get("stop_answers") is not None


def _answered(answers: Mapping[str, object], words: Language) -> Iterator[tuple[str, str]]:
    for question in stop_questions():
        if question.key in answers:
            yield words.say(question.text), _answer_words(question, answers[question.key], words)


def _answer_words(question: Question, answer: object, words: Language) -> str:
    if question.kind == "scale" and number_of(answer) is not None:
        return words.say(N_("{number} of 10"), number=answer)
    options = {"yes": N_("Yes"), "no": N_("No"), **{option.key: option.text for option in question.options}}
    return words.say(options.get(str(answer), N_("not known")))


def went_well(sides: Sequence[Json], hold_s: float, words: Language) -> str:
    """One sentence on what a sensor saw go well; there always is something true to say, or nothing is said."""
    reps = measured_reps(sides)
    held_s = math.fsum(number_of(rep.get("valid_hold_s")) or 0.0 for rep in reps)
    if not reps:
        return ""
    if hold_s and all(is_full(rep, hold_s) for rep in reps):
        return words.say(N_("Every hold was a full one: {held} held in all."), held=duration(held_s, words))
    if len(reps) >= _OFTEN and not any(list_of(rep.get("faults")) for rep in reps[len(reps) // 2 :]):
        return words.say(N_("The second half went without anything to correct."))
    if hold_s:
        return words.say(N_("You held {held} in all."), held=duration(held_s, words))
    return words.count("You did {number} repetition.", "You did {number} repetitions.", len(reps))


def to_try(sides: Sequence[Json], words: Language) -> str:
    """The one thing to do better next time, by what a sensor saw."""
    reps = measured_reps(sides)
    faults = Counter(str(fault) for rep in reps for fault in list_of(rep.get("faults")))
    often = (advice for fault, advice in _TRY if faults[fault] * _OFTEN >= max(1, len(reps)) and faults[fault])
    return words.say(next(often, N_("Nothing stands out to correct: keep it like this."))) if reps else ""


def compared(data: Json, words: Language) -> str:
    """What the server's own count of the same recording said."""
    return words.say(_compared(data, differs=bool(differing_counts(data, words))))


def _compared(data: Json, *, differs: bool) -> str:
    if data.get("state") == "open":
        return N_("Still arriving. It is counted again when the last part has come.")
    if data.get("agrees") is True:
        return N_("Counted again on the computer from the recording: the very same.")
    if data.get("agrees") is None:
        return N_("Not counted again on the computer: another version of Levelhip counted it, or it was not to begin.")
    if not data.get("counted_again"):
        return N_("It could not be counted again on the computer from the recording. What the browser counted is kept.")
    if differs:
        return N_("Counted again on the computer from the recording, something differs. Both are kept:")
    return N_("Counted again on the computer from the recording: the counts are the same. Not all of the rest is.")


def differing_counts(data: Json, words: Language) -> list[str]:
    """The counts that differ, in words; empty where it was not compared, or only the rest differs."""
    if data.get("agrees") is not False or data.get("state") == "open" or not data.get("counted_again"):
        return []
    ours, theirs = (_counts(object_of(data.get(key)), words) for key in ("record", "client_record"))
    line = N_("{what}: {ours} on the computer, {theirs} in the browser")
    nothing = words.say(N_("nothing"))
    return [
        words.say(line, what=what, ours=ours.get(what, nothing), theirs=theirs.get(what, nothing))
        for what in dict.fromkeys((*ours, *theirs))
        if ours.get(what) != theirs.get(what)
    ]


def _counts(live: Json, words: Language) -> dict[str, str]:
    """What was counted of each side, as it is read."""
    found: dict[str, str] = {}
    for side in map(object_of, list_of(object_of(live.get("record")).get("sides"))):
        name = words.say(SIDES.get(str(side.get("side")), N_("Side not known")))
        held_s = math.fsum(number_of(rep.get("valid_hold_s")) or 0.0 for rep in measured_reps([side]))
        found[words.say(N_("{side}, repetitions"), side=name)] = str(count_of(side.get("rep_count")))
        found[words.say(N_("{side}, full holds"), side=name)] = str(count_of(side.get("complete_count")))
        found[words.say(N_("{side}, seconds held"), side=name)] = decimal(held_s, 1, words)
    return found
