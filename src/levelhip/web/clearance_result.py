"""What came of the clearance questions, as a page says it: what to do now, then why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from levelhip.exercise.clearance import Assessment
from levelhip.exercise.clearance_rules import Outcome
from levelhip.exercise.clearance_stops import STOPPED_TODAY
from levelhip.exercise.wording import N_
from levelhip.services.person import DUE_EXERCISE
from levelhip.web.language import Language
from levelhip.web.page_words import full_day
from levelhip.web.reading import ZONE

Tone = Literal["good", "wait", "stop"]

_TITLES: Final[dict[Outcome, tuple[Tone, str]]] = {
    "cleared": ("good", N_("You may begin")),
    "redirected": ("wait", N_("Not this one, not like this")),
    "not_today": ("wait", N_("Not today")),
    "clinician": ("wait", N_("Ask first")),
    "blocked": ("wait", N_("Not before it is allowed")),
    "same_day": ("stop", N_("Speak with a doctor today")),
    "emergency": ("stop", N_("Get help now")),
}
_MOST_REASONS: Final = 6
EASIER: Final = "easier_start"
"""The programme for somebody who cannot lift the leg yet."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """A reason, and what to do about it where that is not said above."""

    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Result:
    """The card. `urgent`: it is read out at once."""

    tone: Tone
    urgent: bool
    title: str
    do_now: str
    reasons: list[Said]
    links: list[Link]
    opened: list[Said]
    """Whose release holds something open, until when, and what to heed."""


def result_address(exercise: str) -> str:
    """Where what came of the questions before an exercise stands."""
    return "/clearance/result" if exercise == DUE_EXERCISE else f"/clearance/result?exercise={exercise}"


def only_unanswered(assessment: Assessment) -> bool:
    """Say whether nothing but questions still to be answered stands in the way."""
    return bool(assessment.to_answer) and all(reason.ask_again for reason in assessment.reasons)


def result_of(assessment: Assessment, exercise: str, words: Language) -> Result:
    """The card for an assessment."""
    tone, title = _TITLES[assessment.outcome]
    found = [reason for reason in assessment.reasons if not reason.ask_again][:_MOST_REASONS]
    reasons = [
        Said(words.say(reason.text), words.say(reason.do) if reason.do != assessment.do_now else "") for reason in found
    ]
    return Result(
        tone=tone,
        urgent=tone == "stop",
        title=words.say(title),
        do_now=words.say(assessment.do_now),
        reasons=reasons,
        links=_links(assessment, exercise, words),
        opened=_opened(assessment, words),
    )


def _opened(assessment: Assessment, words: Language) -> list[Said]:
    said = {}
    for each in assessment.opened:
        last = (each.until - timedelta(microseconds=1)).astimezone(ZONE).date()
        line = words.say(N_("Allowed by {name} until the end of {day}."), name=each.by, day=full_day(last, words))
        said[line, each.mind] = Said(line, words.say(each.mind))
    return list(said.values())


def _links(assessment: Assessment, exercise: str, words: Language) -> list[Link]:
    about = "" if exercise == DUE_EXERCISE else f"exercise={exercise}"
    again = Link(
        "/clearance?" + "&".join(filter(None, (about, "again=1"))), words.say(N_("Answer the questions again"))
    )
    if assessment.may_start:
        return [Link("/", words.say(N_("Go to Start")))]
    if only_unanswered(assessment):
        return [Link(f"/clearance?{about}".rstrip("?"), words.say(N_("Answer the questions")))]
    if any(reason.key == STOPPED_TODAY for reason in assessment.reasons):
        return [Link(f"/exercises/{exercise}", words.say(N_("About this exercise")))]
    if assessment.outcome == "redirected":
        return [Link("/exercises", words.say(N_("See the other exercises"))), again]
    easier = [
        Link(f"/plan#offer-{EASIER}", words.say(N_("See “An easier start”")))
        for reason in assessment.reasons
        if reason.key == "cannot_lift" and reason.outcome == "clinician"
    ]
    if any(reason.released_by != "nobody" for reason in assessment.reasons):
        return [*easier, again, Link("/clinicians", words.say(N_("Bring in a clinician's release")))]
    return [again, Link(f"/exercises/{exercise}", words.say(N_("About this exercise")))]
