"""Where a number comes from, as a line a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from levelhip.exercise.evidence import Confidence, Reference, references
from levelhip.exercise.wording import N_
from levelhip.web.language import Language

STANDINGS: Final[dict[Confidence, str]] = {
    "H": N_("read in the source"),
    "M": N_("unverified"),
    "D": N_("derived or set by this project"),
}
OWN_TITLES: Final = {
    "levelhip_bursts": N_("Simulated bursts of muscle signals"),
    "levelhip_convention": N_("Conventions where nobody gives a number"),
    "levelhip_engine": N_("How the engine tells one repetition from another"),
    "levelhip_models": N_("Calculations with musculoskeletal models"),
    "levelhip_presses": N_("Simulated presses at several sampling rates"),
    "levelhip_unverified": N_("Precautions commonly taken"),
}
"""What we wrote ourselves is translated; the titles of others are theirs."""


def source_lines(keys: Iterable[str], words: Language) -> list[str]:
    """Each source once, in the order given."""
    known = references()
    return [source_line(known[key], words) for key in dict.fromkeys(keys)]


def source_line(reference: Reference, words: Language) -> str:
    """Brett Sears, Isometric Gluteus Medius Strengthening Exercise, Verywell Health (read in the source)."""
    who = " ".join(part for part in (reference.author, str(reference.year or "")) if part)
    title = words.say(OWN_TITLES[reference.key]) if reference.key in OWN_TITLES else reference.title
    doi = f"doi:{reference.doi}" if reference.doi else None
    known = ", ".join(part for part in (who, title, reference.where, doi) if part)
    return f"{known or reference.key} ({words.say(STANDINGS[reference.confidence])})"
