"""How hard each exercise is said to be, and by whom: bands, sources, tiers."""

from __future__ import annotations

import re
from typing import Final

import pytest

from levelhip.exercise.evidence import references
from levelhip.exercise.library import exercise_keys, load_exercise

KEYS: Final = exercise_keys()
TOPS: Final = {"low": 20.0, "moderate": 40.0, "high": 60.0, "very high": float("inf")}
"""The bands of Reiman 2012 and Ebert 2016: above the one before, up to this."""
NUMBER: Final = re.compile(r"(?P<more>more than )?(?P<percent>\d+(?:\.\d+)?)(?: ± [\d.]+)? %")


def band_and_why(key: str) -> tuple[str, str]:
    band, _, why = load_exercise(key).load.partition(": ")
    return band, why


def bottom(band: str) -> float:
    return {"low": 0.0, "moderate": 20.0, "high": 40.0, "very high": 60.0}[band]


@pytest.mark.parametrize("key", [key for key in KEYS if band_and_why(key)[0] in TOPS])
def test_the_band_is_that_of_the_first_number(key: str) -> None:
    """The first number is what decides; "more than" puts it into the band above that number."""
    band, why = band_and_why(key)
    found = NUMBER.search(why)
    assert found is not None, why
    percent = float(found["percent"])
    if found["more"]:
        assert bottom(band) <= percent < TOPS[band]
    else:
        assert bottom(band) < percent <= TOPS[band]


@pytest.mark.parametrize("key", [key for key in KEYS if band_and_why(key)[0] not in TOPS])
def test_what_is_not_known_says_whose_ignorance_it_is(key: str) -> None:
    band, why = band_and_why(key)
    assert why.startswith({"unknown": "we have read no value", "unmeasured": "nobody has published"}[band])


@pytest.mark.parametrize("key", KEYS)
def test_every_name_in_it_is_a_source_and_every_source_that_measures_is_named(key: str) -> None:
    exercise, known = load_exercise(key), references()
    for named, year in re.findall(r"(?:and )?([A-Z]\w+) \(?((?:19|20)\d\d)", exercise.load):
        sources = [known[each] for each in exercise.evidence]
        assert any(named in source.author and str(source.year) == year for source in sources), (named, year)


@pytest.mark.parametrize("key", KEYS)
def test_an_unverified_value_says_so_where_it_is_named(key: str) -> None:
    exercise, known = load_exercise(key), references()
    sources = [known[each] for each in exercise.evidence]
    for source in sources:
        first = source.author.split(" ")[0]
        if source.year is None or f"{first} " not in exercise.load:
            continue
        after = exercise.load[exercise.load.index(f"{first} ") :].split(str(source.year))[1].lstrip(", (")
        verified = [each for each in sources if each.author == source.author and each.confidence != "M"]
        assert after.startswith("unverified") == (not verified), exercise.load


def test_a_tier_is_computed_by_our_models_and_by_nothing_else() -> None:
    tiers = {key: load_exercise(key).tier for key in KEYS if load_exercise(key).tier is not None}
    assert tiers == {
        "clamshell": 1,
        "side_lying_hip_abduction": 2,
        "single_leg_squat": 2,
        "isometric_hip_abduction": 3,
        "pelvic_drop": 3,
        "weighted_side_lying_hip_abduction": 3,
    }
    for key in tiers:
        assert "levelhip_models" in load_exercise(key).evidence
