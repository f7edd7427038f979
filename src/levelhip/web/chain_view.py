"""From the lift to the leg at rest, as a session's page shows it: what two sensors told, and which told what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.reports.chain_section import picture_of, sensor_words
from levelhip.reports.chain_svg import drawn_chain
from levelhip.reports.markup import Markup
from levelhip.services.rebuilding import rebuilt_chains
from levelhip.session.chain import Chain
from levelhip.web.language import Language
from levelhip.web.page_words import SIDES, decimal, fault_words

_SAID: Final = (
    ("lift_deg", N_("Leg held at"), 0),
    ("slack_s", N_("Belt loose after the lift began"), 1),
    ("lowering_s", N_("Most of the way down took"), 1),
    ("sag_deg", N_("Deepest sinking in the hold"), 1),
)
_SPANS: Final = {
    "deg": (N_("{low} degrees"), N_("{low} to {high} degrees")),
    "s": (N_("{low} seconds"), N_("{low} to {high} seconds")),
}
"""One value, or the smallest and the largest."""
_BOTH: Final = N_("by both sensors")


@dataclass(frozen=True, slots=True)
class ChainPart:
    """`picture`: one repetition drawn, or None; `lines`: a quantity, its span and its sensor; `noted`: faults."""

    picture: Markup | None
    caption: str
    lines: list[tuple[str, str]]
    noted: list[str]


def chain_part(live: Json, words: Language) -> ChainPart | None:
    """The part of the page; None where no second sensor saw the leg."""
    chains, sources = rebuilt_chains(live)
    seen = [chain for chain in chains if chain.lift_deg is not None]
    if not seen:
        return None
    drawn = drawn_chain(seen)
    return ChainPart(
        picture=picture_of(drawn, words.wording) if drawn else None,
        caption=_name(drawn, words) if drawn else "",
        lines=[line for line in (_line(seen, sources, *said, words=words) for said in _SAID) if line],
        noted=[
            f"{_name(chain, words)}: {', '.join(fault_words(fault, words) for fault in chain.faults)}"
            for chain in seen
            if chain.faults
        ],
    )


def _name(chain: Chain, words: Language) -> str:
    side = words.say(SIDES.get(chain.side or "", N_("Side not known")))
    return words.say(N_("{side}, repetition {number}"), side=side, number=chain.number)


def _line(
    chains: Sequence[Chain], sources: dict[str, str], key: str, name: str, digits: int, *, words: Language
) -> tuple[str, str] | None:
    values = [value for chain in chains if (value := getattr(chain, key)) is not None]
    if not values:
        return None
    low, high = (decimal(value, digits, words) for value in (min(values), max(values)))
    by = words.say(_BOTH) if "," in sources.get(key, "") else sensor_words(sources.get(key, ""), words.wording)
    span = _SPANS[key.rpartition("_")[2]][low != high]
    return words.say(name), f"{words.say(span, low=low, high=high)}, {by}"
