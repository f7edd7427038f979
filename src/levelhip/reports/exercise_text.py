"""Exercises as text: the list, and one explained with where its numbers come from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from levelhip.exercise.evidence import references
from levelhip.exercise.protocol import Dose, Exercise


def overview(exercises: Iterable[Exercise]) -> str:
    """One line an exercise: key, name, dose."""
    shown = list(exercises)
    width = max(len(exercise.key) for exercise in shown)
    lines = [f"{exercise.key:{width}}  {exercise.name} ({dose_words(exercise)})" for exercise in shown]
    return "\n".join([*lines, "", "Explained: levelhip exercises KEY"])


def dose_words(exercise: Exercise) -> str:
    """How much, in a few words."""
    dose = exercise.dose
    hold = f" of {dose.hold_s:g} s" if exercise.kind == "hold" else ""
    what = "holds" if exercise.kind == "hold" else "times"
    return f"{dose.reps} {what}{hold}{_a_side(dose)}, {_per_day(dose)} a day"


def _a_side(dose: Dose) -> str:
    return " a side" if len(dose.sides) > 1 else ""


def _per_day(dose: Dose) -> str:
    least, most = dose.per_day
    return f"{least}" if least == most else f"{least}-{most}"


def explain(exercise: Exercise) -> str:
    """Everything about one exercise, for a person."""
    return "\n".join(_explanation(exercise))


def _explanation(exercise: Exercise) -> Iterator[str]:
    yield exercise.name
    yield "=" * len(exercise.name)
    yield from _wrapped(exercise.summary)
    yield f"\nHow much: {dose_words(exercise)}."
    yield f"Load: {exercise.load}"
    yield "\nHow:"
    names = [*(["ready"] if exercise.ready else []), *(phase.name for phase in exercise.phases)]
    for number, (name, step) in enumerate(zip(names, exercise.steps, strict=True), 1):
        yield from _wrapped(f"{number}. {name}: {step}", indent="   ")
    measured = "by, the first that a recording has:" if exercise.signals else "by nothing; the clock alone paces it."
    yield f"\nMeasured {measured}"
    for signal in exercise.signals:
        yield f"   {signal.quantity}: {signal.feature}, counted from {signal.least:g} {signal.unit} on"
    if exercise.form_checks:
        yield "\nForm, judged only where the sensor sees it:"
        for check in exercise.form_checks:
            seen_by = ", ".join(check.seen_by)
            yield from _wrapped(f"- {check.key} (over {check.limit_deg:g} deg; {seen_by}): {check.say}", indent="     ")
    if exercise.cautions:
        yield "\nMind:"
        for caution in exercise.cautions:
            yield from _wrapped(f"- {caution}", indent="     ")
    yield "\nSources:"
    known = references()
    for key in dict.fromkeys((*exercise.evidence, *exercise.dose.evidence)):
        yield from _wrapped(f"- {known[key]}", indent="     ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    first = indent[2:] if indent.startswith("     ") else indent
    return textwrap.wrap(text, 98, initial_indent=first, subsequent_indent=indent + "  " * (first == indent != ""))


def exercise_dict(exercise: Exercise) -> dict[str, Any]:
    """The exercise for programs."""
    return asdict(exercise)
