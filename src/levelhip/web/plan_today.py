"""What the plan says on Today: the day's word, and what is due beside the next exercise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.sentence import read_sentence
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.web.language import Language
from levelhip.web.page_words import dose_line, nth_today, short_name

_MORNING_FIRST: Final = N_("First: how is the hip this morning?")
_TITLES: Final = {
    "rest": N_("Rest today"),
    "therapist": N_("Ask a doctor or physical therapist"),
    "lower": N_("A little less from today"),
    "raise": N_("A step on from today"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """What is said at the top. `calm`: nothing stands in the way. `waits`: until they have spoken with somebody."""

    title: str
    lines: list[str]
    calm: bool
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that is due. `address`: where it is started, or asked about; empty: neither is possible now."""

    name: str
    dose: str
    count: str
    do_now: str
    address: str
    words: str
    label: str


def said(sentences: Iterable[Json], words: Language) -> list[str]:
    """Sentences as they are kept, in the reader's language."""
    return [read_sentence(each).said(words.messages) for each in sentences]


def morning_first(data: Json) -> bool:
    """Say whether the morning's question comes before anything else: after much pain, until it is answered."""
    decision = data["plan"]["decision"]
    return decision is not None and decision["rule"] == "morning_not_told" and data["morning"] is None


def day_note(data: Json, words: Language) -> Note | None:
    """What the day's decision changes; None: it goes on as it was."""
    plan = data["plan"]
    decision, changed = plan["decision"], plan["changed_today"]
    if decision is not None and decision["verdict"] in {"rest", "therapist"}:
        reasons = list(decision["reasons"])
        if changed is not None and changed["reason"] not in reasons:
            reasons.append(changed["reason"])
        title = _MORNING_FIRST if morning_first(data) else _TITLES[decision["verdict"]]
        return Note(words.say(title), said(reasons, words), calm=False, waits=bool(plan["waits"]))
    if plan["told"]:  # the dose has changed since, what was said holds for the day
        return Note(words.say(_TITLES["therapist"]), said(plan["told"], words), calm=False)
    if changed is None:
        return None
    raised = changed["rule"] == "good_week"
    return Note(words.say(_TITLES["raise" if raised else "lower"]), said([changed["reason"]], words), calm=True)


def other_items(data: Json, words: Language) -> list[Other]:
    """What is due beside what the one big Start is about."""
    return [_other(each, words) for each in data["items"] if each["exercise"] != data["due"]["exercise"]]


def _other(item: Json, words: Language) -> Other:
    exercise = load_exercise(item["exercise"])
    name = short_name(exercise, words)
    is_open, is_left = bool(item["may_start"]), item["next"] is not None
    to_do = words.say(N_("Start")) if is_open else words.say(N_("See what to do"))
    where = f"/session?exercise={exercise.key}" if is_open else f"/clearance/result?exercise={exercise.key}"
    return Other(
        name=name,
        dose=dose_line(exercise, int(item["reps"]), float(item["hold_s"]), len(item["sides"]), words),
        count=nth_today(int(item["next"]), int(item["times_a_day"]), words)
        if is_left
        else words.count("Done for today", "All {number} done today", int(item["times_a_day"])),
        do_now="" if is_open else words.say(item["do_now"]),
        address=where if is_left else "",
        words=to_do,
        label=f"{to_do}: {name}",
    )
