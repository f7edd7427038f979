"""The belt helper's answer in words, figures and a table, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.belt_load import WANTED_DEG, BeltLoad, Place
from levelhip.exercise.wording import N_
from levelhip.reports.belt_svg import FigureWords, belt_figure, load_bars
from levelhip.services.belt import SHOWN_ANGLES_DEG, BeltAnswer
from levelhip.web.language import Language
from levelhip.web.page_words import brief, decimal

PLACES: Final[dict[Place, str]] = {"ankles": N_("Belt round the ankles"), "knees": N_("Belt above the knees")}
_VERDICTS: Final = {
    "short": N_("That is lower than the {low}° to {high}° it should be: a longer loop would be better."),
    "good": N_("That is between {low}° and {high}°, where it should be."),
    "long": N_("That is higher than the {low}° to {high}° it should be: a shorter loop would be better."),
}
_FIGURE: Final = N_(
    "Both legs from behind, to scale: the top leg {angle} up, the ankles {apart} apart, the belt tight round both."
)
_OFF: Final = N_(
    "Measured so, it is off by less than {once}° two times in three, and seldom by more than {twice}°. "
    "Try it, and mend it: what you feel is right."
)
_MUSCLE: Final = N_(
    "From models, which differ; one that looked at the muscle's own signals (unverified) finds about half. "
    "It is not how hard the muscle is working."
)
_NBSP: Final = "\N{NO-BREAK SPACE}"
_TO: Final = N_("{low} to {high}")
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One quantity with the belt at each place."""

    name: str
    values: list[str]
    hint: str


@dataclass(frozen=True, slots=True)
class LoadPart:
    """What the press loads. `grid`: a press, then the hip's moment a kg at each angle."""

    line: str
    places: list[str]
    rows: list[LoadRow]
    bars: str
    error: str
    angles: list[str]
    grid: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """The loop, how far off it may be, the figure, and the load where the body mass is known."""

    headline: str
    lines: list[str]
    is_off: bool
    figure: str
    load: LoadPart | None


def with_point(typed: str, words: Language) -> str:
    """A number of the settings as the reader writes it."""
    return typed.replace(".", words.decimal_point)


def answer_part(found: BeltAnswer, words: Language) -> AnswerPart:
    """The answer as the page shows it."""
    fit, asked = found.fit, found.question
    angle, loop = f"{brief(round(fit.abduction_deg), words)}°", f"{decimal(fit.loop_m * 100, 0, words)}{_NBSP}cm"
    apart = f"{decimal(fit.apart_m * 100, 0, words)}{_NBSP}cm"
    if asked.loop_cm is None:
        headline = words.say(
            N_("A loop of {loop} all the way round is tight at about {angle}."), loop=loop, angle=angle
        )
    else:
        headline = words.say(N_("Your loop of {loop} is tight at about {angle}."), loop=loop, angle=angle)
    least, most = (brief(each, words) for each in WANTED_DEG)
    lines = [words.say(_VERDICTS[fit.verdict], low=least, high=most), _spread(found, words)]
    if asked.legs.hip_separation_m is None:
        usual = f"{decimal(asked.legs.hips_m * 100, 0, words)}{_NBSP}cm"
        lines.append(
            words.say(
                N_("Your hip width is not known: {usual} is taken, and it makes most of that error."), usual=usual
            )
        )
    title = words.say(_FIGURE, angle=angle, apart=apart)
    figure = belt_figure(asked.legs, fit, FigureWords(title, angle, apart))
    return AnswerPart(headline, lines, fit.verdict != "good", figure, _load_part(found, words))


def _spread(found: BeltAnswer, words: Language) -> str:
    sd_deg = found.fit.sd_deg
    once, twice = max(1, round(sd_deg)), max(2, round(2 * sd_deg))
    return words.say(_OFF, once=brief(once, words), twice=brief(twice, words))


def _load_part(found: BeltAnswer, words: Language) -> LoadPart | None:
    if not found.loads:
        return None
    first = found.loads[0]
    places = [words.say(PLACES[load.place]) for load in found.loads]
    hip = [_span(load.hip_nm, 0, words) for load in found.loads]
    bars = FigureWords(
        words.say(
            N_("What the top hip holds, with the belt at either place: the leg's own weight, and what the belt adds.")
        ),
        words.say(N_("the leg's own weight")),
        words.say(N_("what the belt adds")),
    )
    width = len(SHOWN_ANGLES_DEG)
    names = tuple(f"{place}: {value}{_NBSP}Nm" for place, value in zip(places, hip, strict=True))
    return LoadPart(
        line=words.say(
            N_("{force} on the ankle, with the leg {angle} up:"),
            force=f"{brief(first.net_force_n, words)}{_NBSP}N",
            angle=f"{brief(round(first.abduction_deg), words)}°",
        ),
        places=places,
        rows=list(_rows(found.loads, words)),
        bars=load_bars(found.loads, names, bars),
        error=words.say(
            N_("What the hip holds is computed, not measured: within about {usual} %, at worst {worst} %."),
            usual=brief(first.error_share * _PERCENT, words),
            worst=brief(first.worst_error_share * _PERCENT, words),
        ),
        angles=[f"{brief(angle, words)}°" for angle in SHOWN_ANGLES_DEG],
        grid=[_grid_row(found.table[start : start + width], words) for start in range(0, len(found.table), width)],
    )


def _grid_row(row: tuple[BeltLoad, ...], words: Language) -> tuple[str, list[str]]:
    values = [_span(load.hip_nm_per_kg, 2, words) for load in row]
    return f"{brief(row[0].net_force_n, words)}{_NBSP}N", values


def _rows(loads: tuple[BeltLoad, ...], words: Language) -> Iterable[LoadRow]:
    def row(name: str, values: list[str], hint: str = "") -> LoadRow:
        return LoadRow(words.say(name), values, words.say(hint))

    def each(spans: Iterable[tuple[float, float]], digits: int, unit: str) -> list[str]:
        return [f"{_span(span, digits, words)}{_NBSP}{unit}" for span in spans]

    yield row(N_("The top hip holds"), each((load.hip_nm for load in loads), 0, "Nm"))
    yield row(N_("For each kg of your body"), each((load.hip_nm_per_kg for load in loads), 2, "Nm/kg"))
    yield row(
        N_("Of it, the leg's own weight"),
        each((load.leg_alone_nm for load in loads), 0, "Nm"),
        N_("The leg alone is about half of what strong hips can hold."),
    )
    yield row(
        N_("The knee is bent sideways by"),
        each((load.knee_nm for load in loads), 0, "Nm"),
        N_("A sore knee? Above the knees the belt adds nothing to it."),
    )
    yield row(
        N_("The bottom leg lifts off from"),
        each((load.lift_off_n for load in loads), 0, "N"),
        N_(
            "From that press on the bottom hip works too, pressing down. So a loop never shows the strength of one hip."
        ),
    )
    unknown = words.say(N_("not known"))
    yield row(
        N_("Gluteus medius pulls with"),
        [unknown if load.muscle_n is None else f"{_hundreds(load.muscle_n, words)}{_NBSP}N" for load in loads],
        _MUSCLE,
    )


def _span(span: tuple[float, float], digits: int, words: Language) -> str:
    low, high = (decimal(value, digits, words) for value in span)
    return low if low == high else words.say(_TO, low=low, high=high)


def _hundreds(span: tuple[float, float], words: Language) -> str:
    """An interval as coarse as it is known."""
    low, high = (decimal(round(value, -1), 0, words) for value in span)
    return words.say(_TO, low=low, high=high)
