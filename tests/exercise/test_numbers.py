"""Every number a rule decides by, or a person reads, has its source: the code is held to `library/numbers/*.toml`."""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from fnmatch import fnmatchcase
from types import ModuleType
from typing import Final

import pytest

from levelhip.exercise.evidence import UnknownNumberError, find_numbers, numbers, references
from levelhip.exercise.evidence_fields import FIELDS
from levelhip.exercise.library import exercise_keys, load_clearance, load_exercise
from levelhip.exercise.library.numbers_parsing import number_files
from levelhip.exercise.numbers import EFFECTS, MAY_BE_UNVERIFIED, UNITS, Case, Number
from levelhip.exercise.progression import RULES, Rule
from levelhip.session.resting import TICK_S
from tests.exercise.number_details import DECISIVE, DETAILS
from tests.exercise.numbers_in_code import constants, loose_numbers, modules

EVERY: Final = numbers()
CONSTANT: Final = re.compile(r"[a-z_.]+\.[A-Z_]+")
"""A key that names a constant of the code."""
SENTENCE: Final = ("text.", "load.")
"""Keys of numbers that stand in sentences of the library."""
SERVICES: Final = ("today",)
"""Modules of the services whose numbers a person reads."""
CALLED: Final = {112.0, 911.0, 999.0}
"""Telephone numbers."""


def details(name: str) -> list[str]:
    return [pattern for pattern in DETAILS if fnmatchcase(name, pattern)]


MODULES: Final = {short: (dotted, source) for short, dotted, source in modules()}
CONSTANTS: Final = [f"{short}.{name}" for short, (_, source) in MODULES.items() for name in constants(source)]
LOOSE: Final = {short: list(loose_numbers(source)) for short, (_, source) in MODULES.items()}


# -- the code and the registry -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CONSTANTS)
def test_every_number_has_its_source(name: str) -> None:
    """New here? Give it a row in library/numbers/*.toml, or a line in number_details.py if it decides nothing."""
    assert name in EVERY or details(name), f"{name} has no evidence: see docs/evidence.md"


def test_names_are_told_apart() -> None:
    shorts = [short for short, _, source in modules() if list(constants(source))]
    assert len(shorts) == len(set(shorts)), "two modules of one name: their numbers cannot be told apart"


@pytest.mark.parametrize("pattern", DETAILS)
def test_every_detail_is_still_there(pattern: str) -> None:
    names = [*CONSTANTS, *(f"{short}.{function}" for short, found in LOOSE.items() for function, _ in found)]
    assert any(fnmatchcase(name, pattern) and name not in EVERY for name in names)


@pytest.mark.parametrize("short", [short for short, (dotted, _) in MODULES.items() if dotted.split(".")[1] in DECISIVE])
def test_no_number_stands_in_a_function_without_a_name(short: str) -> None:
    assert not [(name, number) for name, number in LOOSE[short] if not details(f"{short}.{name}")]


@pytest.mark.parametrize("key", [key for key in EVERY if CONSTANT.fullmatch(key)])
def test_the_registry_says_what_the_code_says(key: str) -> None:
    short, _, name = key.rpartition(".")
    number = EVERY[key]
    (case,) = number.cases
    said = list(values(getattr(module(short), name)))
    assert len(said) == len(case.values)
    assert all(same(number, asked, found) for asked, found in zip(case.values, said, strict=True)), (case.values, said)


@pytest.mark.parametrize("key", EVERY)
def test_every_key_leads_somewhere(key: str) -> None:
    assert CONSTANT.fullmatch(key) or key in FIELDS or key.startswith(SENTENCE)


def test_every_field_is_told_of() -> None:
    assert {field.about.key for file in number_files() for field in file.fields} == set(FIELDS)


def module(short: str) -> ModuleType:
    if short in SERVICES:
        return importlib.import_module(f"levelhip.services.{short}")
    return importlib.import_module(MODULES[short][0])


def values(runtime: object) -> Iterator[float]:
    """Give the numbers a constant is made of."""
    if isinstance(runtime, timedelta):
        yield runtime.total_seconds()
    elif isinstance(runtime, Mapping):
        yield from (each for value in runtime.values() for each in values(value))
    elif isinstance(runtime, tuple):
        yield from (each for value in runtime for each in values(value))
    else:
        assert isinstance(runtime, int | float)
        yield float(runtime)


SECONDS: Final = {"ms": 0.001, "s": 1, "min": 60, "h": 3600, "days": 86_400}


def same(number: Number, said: float, found: float) -> bool:
    """Whether the two are one: in seconds, in degrees or their tangent; limits of time are a tick short."""
    if math.isclose(said, found, rel_tol=1e-3):
        return True
    if number.unit == "deg":
        return math.isclose(math.tan(math.radians(said)), found)
    return number.unit in SECONDS and (
        math.isclose(said * SECONDS[number.unit], found) or math.isclose(said - TICK_S, found, abs_tol=1e-9)
    )


# -- sources -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", EVERY)
def test_every_value_has_a_source(key: str) -> None:
    number = EVERY[key]
    assert number.cases
    assert number.name and number.decides.endswith(".")  # noqa: PT018 - one sentence
    for case in (*number.cases, *number.conflicts):
        assert case.evidence
        assert set(case.evidence) <= set(references())
        assert case.values


@pytest.mark.parametrize("key", EVERY)
def test_what_nobody_read_again_may_lower_and_never_raise(key: str) -> None:
    """Unverified sources alone may block, lower, or be shown. They release, raise, ask for and count nothing."""
    number = EVERY[key]
    for case in number.cases:
        if all(references()[each].confidence == "M" for each in case.evidence):
            assert number.effect in MAY_BE_UNVERIFIED
            assert MAY_BE_UNVERIFIED == ("lowers", "shows")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_no_rule_raises_on_unverified_sources_alone(rule: Rule) -> None:
    unverified = [references()[key].confidence == "M" for key in rule.evidence]
    assert unverified
    assert rule.verdict != "raise" or not all(unverified)
    for name in re.findall(r"{([A-Z_]+)}", rule.when):
        number = EVERY[f"progression_numbers.{name}"]
        assert number.effect in {"raises", "lowers", "counts"}
        assert rule.verdict != "raise" or not all(references()[key].confidence == "M" for key in number.evidence)


def test_the_belt_exercise_has_its_dose_from_its_source_and_the_rest_from_us() -> None:
    belt = "Isometric hip abduction with a belt"

    def evidence(key: str) -> tuple[str, ...]:
        return next(case.evidence for case in EVERY[key].cases if belt in case.of)

    assert {evidence(f"dose.{each}") for each in ("hold_s", "reps", "per_day")} == {("sears_verywell",)}
    ours = {evidence(f"dose.{each}") for each in ("rest_s", "side_change_s", "release_s", "press_band_n")}
    assert ours == {("levelhip_convention",)}


@pytest.mark.parametrize("key", exercise_keys())
def test_a_source_of_a_dose_is_that_of_one_of_its_numbers(key: str) -> None:
    exercise = load_exercise(key)
    fields = [number for each, number in EVERY.items() if each.startswith("dose.")]
    rests_on = {
        source for number in fields for case in number.cases if exercise.name in case.of for source in case.evidence
    }
    assert rests_on == set(exercise.dose.evidence)


def test_sources_that_conflict_are_all_shown() -> None:
    number = EVERY["load.side_lying_hip_abduction"]
    assert [case.evidence for case in (*number.cases, *number.conflicts)] == [
        ("distefano_2009",), ("macaskill_2014",), ("bolgla_uhl_2005",),
    ]  # fmt: skip
    assert EVERY["strength.ERROR_SHARE"].conflicts


# -- sentences ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", exercise_keys())
def test_every_measured_load_has_its_source(key: str) -> None:
    """Each "81 ± 42 %" and "47 %" of the sentence is in the registry."""
    exercise = load_exercise(key)
    said = {float(each) for pair in re.findall(r"([\d.]+)(?: ± ([\d.]+))? %", exercise.load) for each in pair if each}
    known = {each for key, number in EVERY.items() if key.startswith("load.") for each in load_values(number)}
    assert said <= known
    own = EVERY.get(f"load.{key}")
    assert (own is None) == exercise.load.startswith(("unknown: ", "unmeasured: "))
    assert own is None or (own.name == exercise.name and said & load_values(own))


def load_values(number: Number) -> set[float]:
    cases: tuple[Case, ...] = (*number.cases, *number.conflicts)
    return {each for case in cases for each in (*case.values, case.spread) if each is not None}


def test_every_number_in_a_question_has_its_source() -> None:
    rules = load_clearance()
    findings = [verdict.finding for each in rules.questions for verdict in each.verdicts]
    findings += [each.finding for each in rules.together]
    findings += [each.finding for each in rules.requirements]
    texts = [text for each in rules.questions for text in (each.text, each.help)]
    texts += [text for each in findings for text in (each.why, each.do)]
    said = {float(each) for text in texts for each in re.findall(r"\d+(?:\.\d+)?", text)}
    known = {value for key in ("text.blood_pressure", "text.under_age", "clearance.above", "clearance_rules.SCALE_MOST")
             for case in EVERY[key].cases for value in case.values}  # fmt: skip
    assert said - CALLED - {0.0} <= known


def test_values_are_shown_with_their_unit() -> None:
    def shown(key: str) -> list[str]:
        return [EVERY[key].shown(case).replace("\N{NO-BREAK SPACE}", " ") for case in EVERY[key].cases]

    assert shown("protocol.COMPLETE_FRACTION") == ["90 %"]
    assert shown("engine.GENTLE_SHARE") == ["20 to 40 %"]
    assert shown("text.blood_pressure") == ["180/110 mmHg"]
    assert shown("load.side_lying_hip_abduction") == ["81 ± 42 % of the strongest contraction"]
    assert shown("protocol.LIFT_BAND_DEG") == ["5°"]
    assert shown("set_up_check.SPAN_LEAST") == ["33.3 %"]
    assert shown("own_range.REACHED_SHARE") == ["47, 40 %"]
    assert shown("clearance.valid_h") == ["24 h", "672 h"]
    assert "2 to 3 a day" in shown("dose.per_day")
    assert shown("progression_numbers.RISING_POINTS") == ["1 point"]
    assert shown("emg_quality.CLIPPED") == ["0.01, 1 %"]
    assert shown("emg_bursts.FAINTEST_UV") == ["0.05 µV"]
    assert EVERY["load.side_lying_hip_abduction"].conflicts[0].spread == 17
    number = EVERY["measured_set.ANOTHER_S"]
    assert number.shown(number.cases[0], str.upper, ",") == "1,5\N{NO-BREAK SPACE}S"


def test_one_is_never_several() -> None:
    several = re.compile(
        r"1\N{NO-BREAK SPACE}(points|repetitions|times|days|weeks|years|mornings|questions|activities)$"
    )
    shown = [number.shown(case) for number in EVERY.values() for case in (*number.cases, *number.conflicts)]
    assert not [each for each in shown if several.match(each)]


def test_every_unit_and_effect_is_used_or_gone() -> None:
    assert {number.effect for number in EVERY.values()} <= set(EFFECTS)
    assert {number.unit for number in EVERY.values()} == set(UNITS)


# -- finding -----------------------------------------------------------------------------------------------------------


def test_a_number_is_found_by_its_key_by_a_word_and_by_its_source() -> None:
    assert find_numbers("dose.hold_s") == (EVERY["dose.hold_s"],)
    assert EVERY["protocol.COMPLETE_FRACTION"] in find_numbers("FULL HOLD")
    assert EVERY["dose.hold_s"] in find_numbers("Brett Sears")
    assert EVERY["strength.ERROR_SHARE"] in find_numbers("widler")
    with pytest.raises(UnknownNumberError, match=r"nothing called 'dose.hold_z'.*did you mean 'dose.hold_s'"):
        find_numbers("dose.hold_z")
    with pytest.raises(UnknownNumberError):
        find_numbers("")
