"""The part of a session's report in which two sensors tell each repetition, and which of them tells what."""

from __future__ import annotations

import math
from typing import Final

from levelhip.exercise.wording import N_
from levelhip.reports.chain_svg import ChainWords, chain_picture, drawn_chain
from levelhip.reports.markup import Markup, el
from levelhip.reports.wording import Wording
from levelhip.reports.words import fault_words, side_name
from levelhip.session.chain import Chain
from levelhip.session.record import SessionRecord

SENSORS: Final = {
    "belt": N_("by the sensor in the belt"),
    "force_n": N_("by the sensor in the belt"),
    "strand_tension_n": N_("by the sensor in the belt"),
    "shin": N_("by the phone on the shin"),
    "acceleration_g": N_("by the sensor on the leg"),
    "camera": N_("by the camera"),
    "landmarks_px": N_("by the camera"),
    "abduction_deg": N_("by the angle in the file"),
}
"""What told something, by the name of a way of measuring, or of a file's columns."""
HEADS: Final = (N_("Lifted"), N_("Slack"), N_("Down in"), N_("Sank by"))


def sensor_words(source: str, wording: Wording) -> str:
    """Which sensor told something."""
    return wording.say(SENSORS[source]) if source in SENSORS else source


def seen_lifts(record: SessionRecord) -> list[Chain]:
    """The repetitions whose leg a second sensor saw."""
    return [chain for chain in record.lifts if chain.lift_deg is not None]


def from_lift_to_rest(record: SessionRecord, wording: Wording) -> Markup:
    """Lift, slack, tension, hold and lowering; nothing where no second sensor saw the leg."""
    seen = seen_lifts(record)
    sources = dict(record.lift_sources)
    if not seen or "lift_deg" not in sources or "tension_s" not in sources:
        return Markup("")
    leg, belt = sensor_words(sources["lift_deg"], wording), sensor_words(sources["tension_s"], wording)
    drawn = drawn_chain(seen)
    return el(
        "section",
        el("h2", wording.say(N_("From the lift to the leg at rest")), id="lifts"),
        el("div", picture_of(drawn, wording), class_="chain") if drawn else "",
        _table(seen, wording),
        el("p", _noted(seen, wording)),
        el(
            "p",
            wording.say(N_("How high, how far it sank and how long most of the way down took: {sensor}."), sensor=leg),
        ),
        el("p", wording.say(N_("The hold: {sensor}. The slack before it: by both sensors."), sensor=belt)),
        class_="lifts",
        aria_labelledby="lifts",
    )


def picture_of(chain: Chain, wording: Wording) -> Markup:
    """One repetition drawn."""
    title = N_("{side}, repetition {number}: the leg above, the belt below")
    words = ChainWords(
        wording.say(title, side=side_name(chain.side, wording), number=chain.number),
        wording.say(N_("Leg: lifted {height}"), height=wording.number(_known(chain.lift_deg), 0, "deg")),
        wording.say(N_("Belt: tight")),
    )
    return chain_picture(chain, words)


def _noted(chains: list[Chain], wording: Wording) -> str:
    """What was wrong, and when; on paper the table is left out."""
    found = [
        f"{_name(chain, wording)}: {', '.join(fault_words(fault, wording) for fault in chain.faults)}"
        for chain in chains
        if chain.faults
    ]
    return (
        wording.say(N_("To improve: {noted}."), noted="; ".join(found))
        if found
        else wording.say(N_("Nothing to note."))
    )


def _name(chain: Chain, wording: Wording) -> str:
    return f"{side_name(chain.side, wording)} {chain.number}"


def _table(chains: list[Chain], wording: Wording) -> Markup:
    head = el("tr", el("td", ""), *(el("th", wording.say(name), scope="col") for name in HEADS))
    return el(
        "table",
        el("caption", wording.say(N_("Each repetition by both sensors")), class_="spoken"),
        el("thead", head),
        el("tbody", *(_row(chain, wording) for chain in chains)),
        class_="lift-table",
    )


def _row(chain: Chain, wording: Wording) -> Markup:
    return el(
        "tr",
        el("th", _name(chain, wording), scope="row"),
        el("td", wording.number(_known(chain.lift_deg), 0, "deg")),
        el("td", wording.number(_known(chain.slack_s), 1, "s")),
        el("td", wording.number(_known(chain.lowering_s), 1, "s")),
        el("td", wording.number(_known(chain.sag_deg), 1, "deg")),
    )


def _known(value: float | None) -> float:
    return math.nan if value is None else value
