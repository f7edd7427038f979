"""Before and after: whether a score changed by more than the measurement's own error, and by what people notice.

Nothing here raises a dose or clears anybody: it is said, with its source, and no more. Where nobody gives a number for
what a change means, that is said instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from levelhip.exercise.questionnaires import Answered, ChangeLimits, Questionnaire, score
from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.wording import N_

Verdict = Literal["unknown", "not_judged", "same", "within_error", "too_small", "better", "much_better", "worse"]
"""`not_judged`: nobody gives a number for this. `within_error`: not beyond the measurement's own error. `too_small`:
better, but by less than people notice. `worse`: beyond the measurement's own error."""

EXACTLY: Final = 1e-9
"""A change as large as the limit reaches it, whatever its last binary digit."""

NOT_KNOWN: Final = N_("Not compared: one of the two is not known.")
OTHER_ACTIVITIES: Final = N_("Not compared: these are other activities than before.")
SAME: Final = N_("The same as before.")
WITHIN_ERROR: Final = N_("No change beyond the measurement's own error of {error}.")
BETTER_UNJUDGED: Final = N_("Better by {points}. There is no agreed number here for what that means.")
WORSE_UNJUDGED: Final = N_("Worse by {points}. There is no agreed number here for what that means.")
TOO_SMALL: Final = N_("Better by {points}: less than people usually notice.")
BEYOND_ERROR: Final = N_("Better by {points}: beyond the measurement's own error of {error}.")
NOTICED: Final = N_("Better by {points}: as much as people notice as better.")
MUCH_BETTER: Final = N_("Better by {points}: as much as people call much better.")
NOTICED_BEYOND_ERROR: Final = N_(
    "Better by {points}: beyond the measurement's own error of {error}, and as much as people notice."
)
WORSE: Final = N_("Worse by {points}: beyond the measurement's own error of {error}.")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a score. `gain`: points towards better, None where not known. `evidence`: keys of its limits."""

    verdict: Verdict
    gain: float | None
    reason: Sentence
    evidence: tuple[str, ...] = ()


def change(asked: Questionnaire, before: float | None, after: float | None) -> Change:
    """Judge the change from one total to a later one of the same questionnaire; None is a total that is not known."""
    if before is None or after is None:
        return Change("unknown", None, sentence(NOT_KNOWN))
    gain = after - before if asked.better == "higher" else before - after
    limits = asked.change
    if limits is None:
        return _unjudged(gain)
    if limits.error is not None:
        return _beyond_error(gain, before, limits, limits.error)
    if gain <= EXACTLY:
        return _unjudged(gain)
    return _noticed(gain, before, limits)


def change_of(asked: Questionnaire, before: Answered, after: Answered) -> Change:
    """Judge the change between two sets of answers: of activities only where both times the same ones were named."""
    if {label.casefold() for label in before.labels} != {label.casefold() for label in after.labels}:
        return Change("unknown", None, sentence(OTHER_ACTIVITIES))
    return change(asked, score(asked, before), score(asked, after))


def _unjudged(gain: float) -> Change:
    if abs(gain) <= EXACTLY:
        return Change("same", 0.0, sentence(SAME))
    text = BETTER_UNJUDGED if gain > 0 else WORSE_UNJUDGED
    return Change("not_judged", gain, sentence(text, points=abs(gain)))


def _beyond_error(gain: float, before: float, limits: ChangeLimits, error: float) -> Change:
    if abs(gain) < error - EXACTLY:
        return Change("within_error", gain, sentence(WITHIN_ERROR, error=error), limits.evidence)
    values = {"points": abs(gain), "error": error}
    if gain < 0:
        return Change("worse", gain, sentence(WORSE, **values), limits.evidence)
    if limits.important is None or not _reaches(gain, before, limits.important, limits.important_share):
        return Change("better", gain, sentence(BEYOND_ERROR, **values), limits.evidence)
    if limits.much is not None and _reaches(gain, before, limits.much, limits.much_share):
        return Change("much_better", gain, sentence(MUCH_BETTER, points=gain), limits.evidence)
    return Change("better", gain, sentence(NOTICED_BEYOND_ERROR, **values), limits.evidence)


def _noticed(gain: float, before: float, limits: ChangeLimits) -> Change:
    """The words for a gain where the measurement's own error is not known."""
    if limits.important is None:
        return _unjudged(gain)
    if not _reaches(gain, before, limits.important, limits.important_share):
        return Change("too_small", gain, sentence(TOO_SMALL, points=gain), limits.evidence)
    if limits.much is not None and _reaches(gain, before, limits.much, limits.much_share):
        return Change("much_better", gain, sentence(MUCH_BETTER, points=gain), limits.evidence)
    return Change("better", gain, sentence(NOTICED, points=gain), limits.evidence)


def _reaches(gain: float, before: float, points: float, share: float | None) -> bool:
    """Whether a gain is as large as the points and, where a share is given, as that share of the score before.

    Sources give the two as "or", one for every height of the score; we ask for both, and so never say it too early
    (convention).
    """
    return gain >= points - EXACTLY and (share is None or gain >= share * before - EXACTLY)
