"""The range checks as the history shows them, beside the holds: a plot with error bars, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from levelhip.exercise.active_range import ROUTE_SD_DEG
from levelhip.exercise.signals import SIDES
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.reports.check_svg import CheckPoint, check_plot
from levelhip.services.outcomes import RANGE
from levelhip.web.outcome_words import reason_words
from levelhip.web.page_words import SIDES as SIDE_NAMES
from levelhip.web.page_words import brief, full_day, short_day
from levelhip.web.reading import Reader

_TITLE: Final = N_(
    "How far each leg was lifted without the belt, in degrees, with its error: left a dot, right a square."
)
_LINE: Final = N_("{side}: {angle}° on {day}.")
_TWO_SD: Final = 1.96


@dataclass(frozen=True, slots=True)
class RangePart:
    """The plot, and a line for each side: its last range and what became of it."""

    plot: str
    lines: list[str]


def range_part(history: Sequence[Json], since: date, reader: Reader) -> RangePart | None:
    """The checks of the days that the history shows; None where there are none."""
    kept: list[Json] = next((each["entries"] for each in history if each["measure"] == RANGE), [])
    shown = [entry for entry in kept if date.fromisoformat(entry["answers"]["measured_on"]) >= since]
    points = [point for entry in shown for point in _points(entry["answers"])]
    if not points:
        return None
    words, today = reader.words, reader.now.date()
    ends = (short_day(since, words), short_day(today, words))
    plot = check_plot(points, (since, max(today, since)), words.say(_TITLE), ends, "°")
    return RangePart(plot, _lines(shown, reader))


def _points(answers: Json) -> list[CheckPoint]:
    spread_deg = ROUTE_SD_DEG.get(answers["route"])
    half_deg = None if spread_deg is None else _TWO_SD * spread_deg
    day = date.fromisoformat(answers["measured_on"])
    return [CheckPoint(day, side, answers[side], half_deg) for side in SIDES if answers[side] is not None]


def _lines(shown: Sequence[Json], reader: Reader) -> list[str]:
    """The newest of either side."""
    words, lines = reader.words, []
    for side in SIDES:
        entry = next((each for each in shown if each["answers"][side] is not None), None)
        if entry is None:
            continue
        day = full_day(date.fromisoformat(entry["answers"]["measured_on"]), words)
        angle = brief(entry["answers"][side], words)
        change = entry["changes"][side]
        said = "" if change is None else f" {reason_words(change['reason'], words)}"
        lines.append(words.say(_LINE, side=words.say(SIDE_NAMES[side]), angle=angle, day=day) + said)
    return lines
