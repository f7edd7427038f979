"""One repetition as two sensors saw it: above, where the leg was; below, how the belt was pulled; one time for both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from levelhip.reports.markup import Markup, coordinate, el
from levelhip.session.chain import Chain

_WIDTH, _HEIGHT = 340.0, 196.0
_LEFT, _RIGHT = 8.0, 8.0
_FONT: Final = 18
_BAND: Final = 40.0
_LEG_Y, _BELT_Y, _AXIS_Y = 66.0, 140.0, 150.0
"""Where a leg at rest, a loose belt and the time are drawn."""
_MOST_TICKS: Final = 6
_STEPS_S: Final = (1, 2, 5, 10, 20, 60)


@dataclass(frozen=True, slots=True)
class ChainWords:
    """What stands in the picture: its title for who cannot see it, the leg's line, the belt's, the unit of time."""

    title: str
    leg: str
    belt: str
    seconds: str = "s"


def drawn_chain(chains: Sequence[Chain]) -> Chain | None:
    """The repetition to draw: the middle one of those that were seen from lift to rest; None where none was."""
    whole = [chain for chain in chains if chain.lift_start_s is not None and chain.lowered_s is not None]
    return whole[len(whole) // 2] if whole else None


def chain_picture(chain: Chain, words: ChainWords) -> Markup:
    """Draw a repetition that was seen from lift to rest, with straight lines between the moments."""
    start_s, end_s = min(chain.lift_start_s or 0.0, chain.tension_s), max(chain.lowered_s or 0.0, chain.loose_s)
    length_s = max(end_s - start_s, 0.1)

    def x(t_s: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (t_s - start_s) / length_s

    moments = sorted({start_s, chain.tension_s, chain.loose_s, end_s})
    return el(
        "svg",
        el("title", words.title),
        *(_moment(x(t_s)) for t_s in moments),
        _outline([(x(t_s), height) for t_s, height in _leg(chain)], _LEG_Y, 0.16),
        _outline([(x(t_s), height) for t_s, height in _belt(chain)], _BELT_Y, 0.42),
        _text(_LEFT, _LEG_Y - _BAND - 6, words.leg, "start"),
        _text(_LEFT, _BELT_Y - _BAND - 6, words.belt, "start"),
        *_ticks(length_s, lambda t_s: x(start_s + t_s), words.seconds),
        viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}",
        width="100%",
        height=220,
        role="img",
        preserveAspectRatio="xMinYMid meet",
        fill="none",
        stroke="currentColor",
    )


def _leg(chain: Chain) -> list[tuple[float, float]]:
    """Times and shares of the height."""
    lift_s, lowered_s = chain.lift_start_s or 0.0, chain.lowered_s or 0.0
    released_s = lowered_s - (chain.lowering_s or 0.0)
    return _forward([(lift_s, 0.0), (chain.tension_s, 1.0), (released_s, 1.0), (lowered_s, 0.0)])


def _belt(chain: Chain) -> list[tuple[float, float]]:
    """Times and shares of the press: a hold is told from half of it to half of it."""
    pressed_s = 2 * chain.hold_start_s - chain.tension_s
    let_go_s = max(pressed_s, 2 * chain.hold_end_s - chain.loose_s)
    return _forward([(chain.tension_s, 0.0), (pressed_s, 1.0), (let_go_s, 1.0), (chain.loose_s, 0.0)])


def _forward(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """No point before the one it follows: two clocks may differ a little."""
    for i, (before, after) in enumerate(pairwise(points), start=1):
        points[i] = max(before[0], after[0]), after[1]
    return points


def _outline(points: list[tuple[float, float]], base_y: float, opacity: float) -> Markup:
    places = (f"{coordinate(x)},{coordinate(base_y - _BAND * height)}" for x, height in points)
    d = f"M{' L'.join(places)} Z"
    return el("path", d=d, fill="currentColor", fill_opacity=opacity, stroke_width=2, stroke_linejoin="round")


def _moment(x: float) -> Markup:
    return el("line", x1=x, x2=x, y1=_LEG_Y - _BAND, y2=_AXIS_Y, stroke_width=0.8, stroke_opacity=0.5)


def _ticks(length_s: float, x: Callable[[float], float], seconds: str) -> list[Markup]:
    step_s = next((step for step in _STEPS_S if length_s / step <= _MOST_TICKS), _STEPS_S[-1])
    drawn = [el("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=_AXIS_Y, y2=_AXIS_Y, stroke_width=1)]
    for number in range(int(length_s / step_s) + 1):
        at = x(number * step_s)
        drawn.append(el("line", x1=at, x2=at, y1=_AXIS_Y, y2=_AXIS_Y + 5, stroke_width=1))
        words = f"{number * step_s:g} {seconds}" if number == 0 else f"{number * step_s:g}"
        anchor = "start" if number == 0 else "end" if at > _WIDTH - 20 else "middle"
        drawn.append(_text(at, _AXIS_Y + 24, words, anchor))
    return drawn


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return el("text", words, x=x, y=y, font_size=_FONT, text_anchor=anchor, fill="currentColor", stroke="none")
