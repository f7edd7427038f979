"""What a recording of a strength check shows, in words and a table a side, as the command prints it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.hip_moment import HipMoment
from levelhip.exercise.press import PEAK_WINDOW_S, Press
from levelhip.exercise.press_rates import rfd_caveat
from levelhip.exercise.strength import HIDES
from levelhip.exercise.strength_check import Rigging, SideCheck
from levelhip.exercise.strength_record import StrengthCheck
from levelhip.exercise.wording import N_
from levelhip.web.language import Language
from levelhip.web.outcome_words import reason_words
from levelhip.web.page_words import SIDES, decimal

RIGGED: Final[dict[Rigging, str]] = {
    "inline": N_("Between one ankle and a fixed anchor"),
    "strand": N_("In one strand of a belt round both legs"),
    "belt-loop": N_("Between the cuffs of both legs"),
}
_WEIGHED: Final = {
    "segments": N_("with the leg's own weight, by body mass, sex and length"),
    "both sexes": N_("with the leg's own weight between that of both sexes, as none was told"),
    "weighed": N_("with the leg's own weight, as it was weighed"),
    "carried": N_("the leg carried by the bed"),
    "not known": N_("without the leg's own weight: body mass and leg length were not told"),
}
_MEASURES: Final = {
    "onset": N_("onset"),
    "steadiness": N_("steadiness"),
    "rfd_50": "RFD50",
    "rfd_100": "RFD100",
    "rfd_200": "RFD200",
}
_HEAD: Final = (
    N_("Press"), N_("Peak, N"), N_("Onset, s"), "RFD100, N/s", "RFD200, N/s", N_("Plateau, N"), N_("Steadiness, CV %"),
)  # fmt: skip
_BEST: Final = N_("Best {best} N, mean {mean} N (presses: {count})")
_ONE: Final = N_("Best {best} N")
_SPREAD: Final = N_("spread {spread} N ({percent} %)")
_RATE: Final = N_("{rate} samples a second")
_MOMENT: Final = N_("At the hip: mean {mean}, best {best}, {weight}.")
_OFF: Final = N_("It may be off by about {percent} %.")
_REFUSED: Final = N_("Not told of press {numbers}: {measure}, because: {reason}.")
_PEAK: Final = N_("Peak: the highest mean over {seconds} s.")
_PERCENT: Final = 100
_NONE: Final = "\N{EN DASH}"
_NBSP: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side: its name, one line, a row a press, what else is to be said."""

    name: str
    line: str
    rows: list[list[str]]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class StrengthShown:
    """The check. `name`: strength, or a belt press."""

    source: str
    name: str
    rigging: str
    head: list[str]
    sides: list[SideShown]
    notes: list[str]


def strength_shown(check: StrengthCheck, words: Language) -> StrengthShown:
    """The check as the page shows it."""
    is_strength = check.kind == "strength"
    name = N_("Strength of the hip, outwards") if is_strength else N_("Belt press, as hard as possible")
    return StrengthShown(
        source=check.source,
        name=words.say(name),
        rigging=words.say(RIGGED[check.rigging]),
        head=[words.say(each) for each in _HEAD],
        sides=[_side(check, found, words) for found in check.sides.values()],
        notes=[words.say(_PEAK, seconds=decimal(PEAK_WINDOW_S, 1, words)), words.say(HIDES), *check.warnings],
    )


def _side(check: StrengthCheck, found: SideCheck, words: Language) -> SideShown:
    moments = _moments(check.moments.get(found.side), check.best_moments.get(found.side), words)
    warnings = (reason_words(line.as_dict(), words) for line in found.warnings)
    return SideShown(
        name=words.say(SIDES[found.side]),
        line=_line(found, words),
        rows=[[str(number), *_row(press, words)] for number, press in enumerate(found.presses, 1)],
        notes=[*moments, *_refusals(found, words), *warnings],
    )


def _line(found: SideCheck, words: Language) -> str:
    if found.best_n is None or found.mean_n is None:
        return words.say(N_("No press was found."))
    best, mean = decimal(found.best_n, 0, words), decimal(found.mean_n, 0, words)
    count = len(found.presses)
    parts = [words.say(_BEST if count else _ONE, best=best, mean=mean, count=count)]
    if found.spread_n is not None and found.cv_percent is not None:
        spread, percent = decimal(found.spread_n, 0, words), decimal(found.cv_percent, 1, words)
        parts.append(words.say(_SPREAD, spread=spread, percent=percent))
    if math.isfinite(found.rate_hz):
        parts.append(words.say(_RATE, rate=decimal(found.rate_hz, 0, words)))
    return ", ".join(parts)


def _row(press: Press, words: Language) -> Iterator[str]:
    yield decimal(press.peak_n, 0, words)
    yield _NONE if press.onset is None else decimal(press.onset.t_s, 2, words)
    rates = {each.window_ms: each for each in press.rfd}
    for window_ms in (100, 200):
        rate = rates.get(window_ms)
        if rate is None:
            yield _NONE
        else:
            low, high = decimal(rate.low_n_per_s, 0, words), decimal(rate.high_n_per_s, 0, words)
            yield f"{decimal(rate.n_per_s, 0, words)} ({low}{_NONE}{high})"
    held = press.plateau
    yield _NONE if held is None else decimal(held.mean_n, 0, words)
    yield _NONE if held is None else decimal(held.cv_percent, 1, words)


def _moments(mean: HipMoment | None, best: HipMoment | None, words: Language) -> Iterator[str]:
    if mean is None or best is None:
        return
    weight = words.say(_WEIGHED[mean.weight])
    line = words.say(_MOMENT, mean=_moment(mean, words), best=_moment(best, words), weight=weight)
    if mean.error_share is None:
        yield line
    else:
        yield f"{line} {words.say(_OFF, percent=decimal(_PERCENT * mean.error_share, 1, words))}"


def _moment(moment: HipMoment, words: Language) -> str:
    newton_metres = f"{decimal(moment.nm, 0, words)}{_NBSP}Nm"
    if moment.nm_per_kg is None:
        return newton_metres
    return f"{newton_metres} ({decimal(moment.nm_per_kg, 2, words)}{_NBSP}Nm/kg)"


def _refusals(found: SideCheck, words: Language) -> Iterator[str]:
    """What to heed; and each refusal once, with the presses it is about."""
    for window_ms in sorted({each.window_ms for press in found.presses for each in press.rfd}):
        caveat = rfd_caveat(window_ms)
        if caveat is not None:
            yield f"RFD{window_ms}: {reason_words(caveat.as_dict(), words)}"
    told: dict[tuple[str, str], list[str]] = {}
    for number, press in enumerate(found.presses, 1):
        for each in press.refusals:
            told.setdefault((each.measure, reason_words(each.reason.as_dict(), words)), []).append(str(number))
    for (measure, reason), numbers in told.items():
        name = words.say(_MEASURES.get(measure, measure))
        yield words.say(_REFUSED, numbers=", ".join(numbers), measure=name, reason=reason)
