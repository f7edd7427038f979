"""The evidence as text: what there is, topic by topic, and one number with its sources; and for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from levelhip.exercise.evidence import STANDINGS, references
from levelhip.exercise.numbers import EFFECTS, Case, Number

_WIDTH: Final = 98
_FEW: Final = 4
"""Up to so many numbers are explained; more are listed."""


def evidence_text(numbers: Iterable[Number]) -> str:
    """The numbers for a person: explained where they are few, else one line each."""
    shown = list(numbers)
    return "\n\n".join(map(_explained, shown)) if len(shown) <= _FEW else "\n".join(_listed(shown))


def _listed(numbers: list[Number]) -> Iterator[str]:
    width = max(len(number.key) for number in numbers)
    for topic, those in groupby(numbers, key=lambda number: number.topic):
        yield f"{topic.title}:"
        for number in those:
            values = "; ".join(dict.fromkeys(_value(number, case) for case in number.cases))
            yield f"  {number.key:{width}}  {number.name}: {values}{' (unverified)' if _is_unverified(number) else ''}"
        yield ""
    yield "Explained, with its sources: levelhip evidence KEY"


def _is_unverified(number: Number) -> bool:
    return any(references()[key].confidence == "M" for key in number.evidence)


def _explained(number: Number) -> str:
    return "\n".join(_explanation(number))


def _explanation(number: Number) -> Iterator[str]:
    yield f"{number.name} ({number.key})"
    yield from _wrapped(number.decides, "  ")
    yield f"  It {_IT[number.effect]}. Last reviewed: {number.last_reviewed.isoformat()}."
    for case in number.cases:
        yield from _case(number, case, "")
    for case in number.conflicts:
        yield from _case(number, case, "other source: ")


_IT: Final = {**EFFECTS, "asks": "is what you are asked to do", "paces": "tells when something is said or done"}


def _case(number: Number, case: Case, before: str) -> Iterator[str]:
    says = f", {case.says}" if case.says else ""
    of = f": {', '.join(case.of)}" if case.of else ""
    yield from _wrapped(f"{before}{_value(number, case)}{says}{of}", "  ")
    for key in case.evidence:
        yield from _wrapped(f"- {references()[key]}", "    ")


def _value(number: Number, case: Case) -> str:
    return number.shown(case).replace("\N{NO-BREAK SPACE}", " ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")


def number_dict(number: Number) -> dict[str, Any]:
    """A number for programs, its sources in full."""
    return {
        "key": number.key,
        "topic": number.topic.key,
        "name": number.name,
        "unit": number.unit,
        "decides": number.decides,
        "effect": number.effect,
        "values": [_case_dict(case) for case in number.cases],
        "conflicts": [_case_dict(case) for case in number.conflicts],
        "last_reviewed": number.last_reviewed.isoformat(),
    }


def _case_dict(case: Case) -> dict[str, Any]:
    known = references()
    return {
        "value": case.values[0] if len(case.values) == 1 else list(case.values),
        "spread": case.spread,
        "of": list(case.of),
        "says": case.says or None,
        "evidence": [
            {"key": key, "source": str(known[key]), "standing": STANDINGS[known[key].confidence]}
            for key in case.evidence
        ],
    }
