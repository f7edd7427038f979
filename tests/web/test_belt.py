"""The belt helper: the page as a browser without a script sees it, and the same numbers for programs."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.exercise import biomechanics as bio
from levelhip.services.belt import BeltError, answer, read_question
from tests.web.page_reading import Page, read
from tests.web.page_world import Browser, World, make_world

MEASURES: Final = {"leg_length_cm": "88", "ankle_girth_cm": "24", "hip_width_cm": "16"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def client(world: World) -> Browser:
    return Browser(world.app)


def page(client: Browser, status: int = 200, language: str = "en", /, **asked: str) -> Page:
    response = client.get(f"/belt?{urlencode(asked)}", language)
    assert response.status_code == status, response.text
    return read(response.text)


def api(client: Browser, status: int = 200, /, **asked: str) -> Any:  # noqa: ANN401 - JSON
    response = client.get(f"/api/belt?{urlencode(asked)}")
    assert response.status_code == status, response.text
    return response.json()


def typed(found: Page, name: str) -> str:
    """What stands in a field."""
    index = next(i for i, each in enumerate(found.attributes) if each == ("input", "id", name))
    return next(value for tag, key, value in found.attributes[index:] if (tag, key) == ("input", "value"))


# -- the page ----------------------------------------------------------------------------------------------------------


def test_of_whom_nothing_is_known_the_page_asks(client: Browser) -> None:
    found = page(client)
    assert "How long should the loop be?" in found.words
    assert "What the belt loads" not in found.words
    assert typed(found, "angle_deg") == "15"


def test_the_loop_for_an_angle_and_back(client: Browser) -> None:
    found = page(client, **MEASURES, find="loop", angle_deg="15")
    assert "A loop of 102 cm all the way round is tight at about 15°." in found.text
    assert "off by less than 2° two times in three" in found.text
    back = page(client, **MEASURES, find="angle", loop_cm="101,8", angle_deg="12")
    assert "is tight at about 15°." in back.text
    assert typed(back, "angle_deg") == "12", "what was typed before stays"


def test_measures_come_from_the_settings(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.services.person.change(
        {"leg_length_cm": 88.5, "ankle_girth_cm": 24, "belt_loop_cm": 100, "mass_kg": 70, "sex": "other"}
    )
    found = page(Browser(world.app))
    assert typed(found, "leg_length_cm") == "88.5"
    assert "Your loop of 100" in found.text
    assert "Your hip width is not known" in found.text
    assert "The top hip holds" in found.words
    assert typed(page(Browser(world.app), 200, "es"), "leg_length_cm") == "88,5"


def test_what_the_belt_loads_stands_with_its_error_and_its_words(client: Browser) -> None:
    found = page(client, **MEASURES, mass_kg="70", sex="male", force_n="25", rigging="strand")
    told = api(client, **MEASURES, mass_kg="70", sex="male", force_n="25", rigging="strand")
    low, high = (round(each, -1) for each in told["loads"][0]["gluteus_medius_force_n"])
    for words in (
        "50 N on the ankle",
        f"{low:.0f} to {high:.0f} N",
        "not known",
        "It is not how hard the muscle is working.",
        "within about 7 %, at worst 15 %",
        "A sore knee?",
        "So a loop never shows the strength of one hip.",
    ):
        assert words in found.text
    assert any("de Leva 1996" in each and "unverified" in each for each in found.words)
    assert "/evidence#mechanics" in found.links


def test_a_loop_that_is_never_tight_says_so(client: Browser) -> None:
    assert (
        "too short: with the leg level it needs 56 cm" in page(client, 422, **MEASURES, find="angle", loop_cm="50").text
    )
    assert "stays slack at every angle" in page(client, 422, **MEASURES, find="angle", loop_cm="390").text
    assert "a longer loop would be better" in page(client, **MEASURES, find="angle", loop_cm="60").text


def test_what_cannot_be_understood_is_told_beside_its_field(client: Browser) -> None:
    found = page(
        client, 422, leg_length_cm="long", ankle_girth_cm="", hip_width_cm="<b>", angle_deg="45", force_n="1e9"
    )
    assert found.text.count("Please write a number") == 4
    assert "This is needed." in found.words
    assert typed(found, "hip_width_cm") == "<b>"
    assert ("input", "aria-invalid", "true") in found.attributes


def test_the_figures_are_whole_and_to_scale(client: Browser) -> None:
    text = client.get(f"/belt?{urlencode({**MEASURES, 'mass_kg': '70'})}").text
    drawn = [f"<svg{each.partition('</svg>')[0]}</svg>" for each in text.split("<svg")[1:] if 'role="img"' in each]
    legs, bars = (ET.fromstring(each) for each in drawn)  # noqa: S314 - our own
    assert legs.findtext("title", "").startswith("Both legs from behind, to scale")
    assert bars.findtext("title", "").startswith("What the top hip holds")
    centres = [(float(each.get("cx", "")), float(each.get("cy", ""))) for each in legs.findall("circle")]
    low_hip, low_ankle, hip, ankle = centres
    assert math.dist(low_hip, low_ankle) == pytest.approx(88, abs=0.2)
    assert math.dist(hip, ankle) == pytest.approx(88, abs=0.2)
    assert math.dist(hip, low_hip) == pytest.approx(16, abs=0.2)
    assert math.dist(ankle, low_ankle) == pytest.approx(38.9, abs=0.2)


def test_the_page_is_found_where_a_belt_is_asked_for(client: Browser) -> None:
    for address in ("/settings", "/exercises/isometric_hip_abduction"):
        assert "/belt" in read(client.get(address).text).links
    assert "/belt" not in read(client.get("/exercises/clamshell").text).links


# -- for programs ------------------------------------------------------------------------------------------------------


def test_programs_get_the_numbers_of_the_mechanics(client: Browser) -> None:
    told = api(client, **MEASURES, angle_deg="15", mass_kg="70", sex="female", force_n="40")
    assert told["fit"]["loop_cm"] == pytest.approx(100 * bio.loop_length_m(15, 0.24, 0.88, 0.16))
    assert told["fit"]["abduction_sd_deg"] == pytest.approx(bio.belt_angle_sd_deg(15, 0.24, 0.88, 0.16))
    gravity = bio.leg_gravity_moment_nm(70, 0.88, "female")
    moment = bio.hip_abduction_moment_nm(40, 15, 0.88, 0.16, gravity)
    ankles, knees = told["loads"]
    assert ankles["hip_moment_nm"] == pytest.approx([moment, moment])
    assert ankles["gluteus_medius_force_n"] == pytest.approx(bio.gluteus_medius_force_n(moment, 15))
    assert knees["gluteus_medius_force_n"] is None
    assert len(told["table"]) == 9
    assert api(client, **MEASURES)["loads"] == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "leg_length_cm: This is needed."),
        ({**MEASURES, "loop_cm": "50"}, "loop_cm: This loop is too short"),
        ({**MEASURES, "loop_cm": "90", "angle_deg": "15"}, "not both"),
        ({**MEASURES, "sex": "x"}, "sex: One of: other, female, male."),
        ({**MEASURES, "rigging": "loop"}, "rigging: One of: strand, inline."),
        ({**MEASURES, "strange": "1"}, "strange"),
    ],
)
def test_programs_are_refused_in_one_line(client: Browser, asked: dict[str, str], said: str) -> None:
    error = api(client, 422, **asked)["error"]
    assert said in error
    assert "\n" not in error


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from([*MEASURES, "loop_cm", "angle_deg", "mass_kg", "force_n", "leg_scale_n", "sex", "rigging"]),
        st.text(max_size=5)
        | st.floats(0, 400).map(str)
        | st.sampled_from(["nan", "inf", "strand", "female", "15", "88"]),
    )
)
def test_whatever_is_typed_is_answered_or_refused(told: dict[str, str]) -> None:
    try:
        found = answer(read_question({**MEASURES, **told}))
    except BeltError as error:
        assert error.fields  # noqa: PT017 - it may also be right
    else:
        assert 0 <= found.fit.abduction_deg <= 90
