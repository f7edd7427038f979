"""The numbers that stand in the library's own files: doses, limits, hours, scales. Read off what was loaded there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from levelhip.exercise.library import exercise_keys, load_clearance, load_exercise
from levelhip.exercise.library.numbers_parsing import Field, rests_on_unverified_alone
from levelhip.exercise.library.programme_files import load_programme, programme_keys
from levelhip.exercise.library.questionnaire_parsing import questionnaires
from levelhip.exercise.library.tables import LibraryError, suggestion
from levelhip.exercise.numbers import MAY_BE_UNVERIFIED, Case, Number
from levelhip.exercise.protocol import Exercise


@dataclass(frozen=True, slots=True)
class Found:
    """A number of the library: in which file or row (`key`), its name there, and that row's own evidence."""

    key: str
    name: str
    values: tuple[float, ...]
    evidence: tuple[str, ...]


def filled(field: Field, source: str) -> Number:
    """Return the field with its cases: equal values on equal evidence are one. Raises LibraryError."""
    key = field.about.key
    if key not in FIELDS:
        problem = f"is no field of the library{suggestion(key, tuple(FIELDS))}"
        raise LibraryError(source, key, problem, ", ".join(FIELDS))
    together: dict[tuple[tuple[float, ...], tuple[str, ...]], list[str]] = {}
    every = tuple(FIELDS[key]())
    if strange := sorted(set(field.own) - {found.key for found in every}):
        names = ", ".join(dict.fromkeys(found.key for found in every))
        raise LibraryError(source, key, f"its cases name {strange[0]}, which is not there", names)
    for found in every:
        evidence = field.own.get(found.key) or field.evidence or found.evidence
        if not evidence:
            raise LibraryError(source, key, f"{found.key} has no evidence", "evidence here or there")
        if field.about.effect not in MAY_BE_UNVERIFIED and rests_on_unverified_alone(evidence):
            problem = f"{field.about.effect} on unverified sources alone in {found.key}"
            raise LibraryError(source, key, problem, "a source with H or D beside them")
        together.setdefault((found.values, evidence), []).append(found.name)
    cases = (Case(values, evidence, tuple(dict.fromkeys(of))) for (values, evidence), of in together.items())
    return replace(field.about, cases=tuple(sorted(cases, key=lambda case: (case.values, case.evidence))))


def _exercises() -> Iterator[Exercise]:
    return map(load_exercise, exercise_keys())


def _dose(name: str) -> Callable[[], Iterator[Found]]:
    """A field of the dose; 0 s and "no press" are no number."""

    def find() -> Iterator[Found]:
        for exercise in _exercises():
            value = getattr(exercise.dose, name)
            if value:
                values = tuple(map(float, value)) if isinstance(value, tuple) else (float(value),)
                yield Found(exercise.key, exercise.name, values, exercise.dose.evidence)

    return find


def _signal(name: str, unit: str) -> Callable[[], Iterator[Found]]:
    def find() -> Iterator[Found]:
        for exercise in _exercises():
            for signal in exercise.signals:
                if signal.unit == unit:
                    yield Found(exercise.key, exercise.name, (getattr(signal, name),), exercise.evidence)

    return find


def _form_limits() -> Iterator[Found]:
    for exercise in _exercises():
        for check in exercise.form_checks:
            yield Found(exercise.key, exercise.name, (check.limit_deg,), exercise.evidence)


def _tiers() -> Iterator[Found]:
    for exercise in _exercises():
        if exercise.tier is not None:
            yield Found(exercise.key, exercise.name, (float(exercise.tier),), exercise.evidence)


def _rung(name: str) -> Callable[[], Iterator[Found]]:
    """A number of the programmes' ladders; a movement has no hold."""

    def find() -> Iterator[Found]:
        for programme in map(load_programme, programme_keys()):
            for stage in programme.stages:
                for item in (*stage.items, *stage.beside):
                    exercise = load_exercise(item.exercise)
                    for value in dict.fromkeys(getattr(rung, name) for rung in item.rungs):
                        if value:
                            yield Found(exercise.key, exercise.name, (float(value),), item.evidence)

    return find


def _hours() -> Iterator[Found]:
    for group in load_clearance().groups:
        yield Found(group.key, group.title, (group.valid_h,), ())


def _scale_limits() -> Iterator[Found]:
    for question in load_clearance().questions:
        for verdict in question.verdicts:
            if verdict.above is not None:
                yield Found(question.key, question.text, (verdict.above,), question.evidence)


def _questionnaire(name: str, *kinds: str) -> Callable[[], Iterator[Found]]:
    """A number of the questionnaires of these kinds."""

    def find() -> Iterator[Found]:
        for each in questionnaires().values():
            if each.kind in kinds:
                value = getattr(each, name)
                values = tuple(map(float, value)) if isinstance(value, tuple) else (float(value),)
                yield Found(each.key, each.name, values, each.evidence)

    return find


def _change_limit(name: str) -> Callable[[], Iterator[Found]]:
    def find() -> Iterator[Found]:
        for each in questionnaires().values():
            value = getattr(each.change, name, None)
            if each.change is not None and value is not None:
                yield Found(each.key, each.name, (value,), each.change.evidence)

    return find


_DOSES: Final = ("hold_s", "reps", "per_day", "rest_s", "side_change_s", "release_s", "press_band_n")
_RUNGS: Final = ("per_day", "days_a_week", "hold_s", "reps")
_UNITS: Final = ("deg", "N")
_LIMITS: Final = ("error", "important", "important_share", "much", "much_share")

FIELDS: Final[dict[str, Callable[[], Iterator[Found]]]] = {
    **{f"dose.{name}": _dose(name) for name in _DOSES},
    **{f"signal.{name}_{unit.lower()}": _signal(name, unit) for name in ("least", "most", "still") for unit in _UNITS},
    "form.limit_deg": _form_limits,
    "exercise.tier": _tiers,
    **{f"programme.{name}": _rung(name) for name in _RUNGS},
    "clearance.valid_h": _hours,
    "clearance.above": _scale_limits,
    "outcome.scale": _questionnaire("scale", "rating", "activities", "items"),
    "outcome.item_count": _questionnaire("item_count", "items"),
    "outcome.activity_count": _questionnaire("activity_count", "activities"),
    **{f"outcome.{name}": _change_limit(name) for name in _LIMITS},
}
"""Where the values of each field are found."""
