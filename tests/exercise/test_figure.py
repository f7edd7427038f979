"""The coach's figure as people see it: both sides, still and moving, with its belt; and what its SVG may hold."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from levelhip.exercise.figure import (
    LOOKS,
    MOVEMENT_TOP_S,
    animated_svg,
    figure_svg,
    frame,
    scene_of,
    tempo,
    texts,
)
from levelhip.exercise.figure_arrow import arrows
from levelhip.exercise.figure_belt import hanging
from levelhip.exercise.figure_shape import Camera, flesh, short
from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.signals import SIDES, Side
from levelhip.exercise.vectors import distance

KEYS: Final = exercise_keys()
BELT: Final = "isometric_hip_abduction"
SVG: Final = "{http://www.w3.org/2000/svg}"
NUMBERS: Final = re.compile(r"-?\d+(?:\.\d+)?")


def elements(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter())  # noqa: S314 - we drew it ourselves


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("side", SIDES)
def test_every_exercise_has_a_figure_for_each_side(key: str, side: Side) -> None:
    exercise = load_exercise(key)
    for svg in (figure_svg(exercise, side), animated_svg(exercise, side)):
        root, title, desc, *_ = elements(svg)
        assert (root.tag, root.get("role"), title.tag, desc.tag) == (f"{SVG}svg", "img", f"{SVG}title", f"{SVG}desc")
        assert exercise.name in (title.text or "")
        assert exercise.summary in (desc.text or "")
        assert svg.count('class="lh-figure-working"') == (2 if exercise.both_legs else 1)
        assert ("lh-figure-belt" in svg) == (exercise.belt != "none")
        assert ("lh-figure-weight" in svg) == ("weight" in exercise.key)


@pytest.mark.parametrize("key", KEYS)
def test_nothing_in_it_needs_a_style_a_script_or_an_address(key: str) -> None:
    for svg in (figure_svg(load_exercise(key), "left"), animated_svg(load_exercise(key), "right")):
        for element in elements(svg):
            assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "path", "animate"}
            assert not {"style", "id", "href", "onload"} & set(element.keys())
            drawn = element.get("values") or element.get("d") or ""
            assert all(abs(float(number)) < 300 for number in NUMBERS.findall(drawn))
        assert "url(" not in svg
        assert "nan" not in svg


def seen_points(path: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in NUMBERS.findall(path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_left_is_right_in_a_mirror(key: str, share: float) -> None:
    exercise = load_exercise(key)
    right, left = scene_of(exercise, "right"), scene_of(exercise, "left")
    body = right.points(share)
    for point in body.values():
        x, y = right.camera.seen(point)
        assert left.camera.seen(point) == (-x, y)
    assert [part.name for part in right.parts(share)] == [part.name for part in left.parts(share)]
    (x0, top, width, height), (x1, *others) = frame(right), frame(left)
    assert others == pytest.approx([top, width, height])
    assert x1 == pytest.approx(-x0 - width)
    assert figure_svg(exercise, "left", share=share) != figure_svg(exercise, "right", share=share)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_all_of_the_body_is_in_the_picture(key: str, share: float) -> None:
    scene = scene_of(load_exercise(key), "right")
    left, top, width, height = frame(scene)
    for x, y in map(scene.camera.seen, scene.points(share).values()):
        assert left + 5 < x < left + width - 5
        assert top + 5 < y < top + height - 5


def test_the_head_lies_where_the_voice_says() -> None:
    """Right leg on top: on the left side, facing the viewer, head at their right. Turned over: the other way."""
    for side, sign in (("right", 1), ("left", -1)):
        scene = scene_of(load_exercise(BELT), "right" if side == "right" else "left")
        body = scene.points(1.0)
        head, pelvis = scene.camera.seen(body["head"]), scene.camera.seen(body["pelvis"])
        assert (head[0] - pelvis[0]) * sign > 40
        working, other = scene.camera.seen(body["working_ankle"]), scene.camera.seen(body["other_ankle"])
        assert working[1] < other[1] - 25


# --- the belt ---------------------------------------------------------------------------------------------------


def test_the_belt_is_tight_at_the_hold_and_nowhere_else() -> None:
    scene = scene_of(load_exercise(BELT), "right")
    assert scene.belt_slack_cm(1.0) == 0
    slacks = [scene.belt_slack_cm(step / 20) for step in range(21)]
    assert all(before > after for before, after in pairwise(slacks))
    assert slacks[-2] > 0.1


@pytest.mark.parametrize("key", [key for key in KEYS if load_exercise(key).belt == "knees"])
def test_a_band_above_the_knees_is_straight_all_the_way(key: str) -> None:
    scene = scene_of(load_exercise(key), "right")
    for share in (0.0, 0.5, 1.0):
        strand = next(part.path for part in scene.parts(share) if part.name == "belt")
        (x0, y0), *_, (x1, y1) = points = seen_points(strand)
        along = math.dist((x0, y0), (x1, y1))
        assert all(abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) <= 0.1 * along for x, y in points)


def test_the_belt_never_changes_its_length() -> None:
    for gap in (1.0, 5.0, 19.0, 30.0):
        strand = hanging((0.0, gap, 0.0), (0.0, 0.0, 0.0), 30.0)
        assert sum(distance(*pair) for pair in pairwise(strand)) == pytest.approx(30, abs=1e-6)
    assert all(point[0] == pytest.approx(0, abs=1e-4) for point in strand)


# --- the arrow --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_the_arrow_is_in_the_picture_and_long_enough_to_be_seen(key: str) -> None:
    scene = scene_of(load_exercise(key), "right")
    left, top, width, height = frame(scene)
    for *way, first, second in arrows(scene):
        assert math.dist(way[0], way[-1]) > 8
        assert all(left <= x <= left + width and top <= y <= top + height for x, y in (*way, first, second))


def test_where_both_legs_press_there_are_two_arrows() -> None:
    assert len(arrows(scene_of(load_exercise("supine_isometric_abduction"), "right"))) == 2
    assert len(arrows(scene_of(load_exercise("standing_isometric_abduction"), "right"))) == 1


# --- movement ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_the_tempo_is_that_of_the_dose(key: str) -> None:
    exercise = load_exercise(key)
    times_s, shares = tempo(exercise)
    assert times_s == sorted(times_s)
    assert (shares[0], shares[-1], max(shares)) == (0, 0, 1)
    top = [time_s for time_s, share in zip(times_s, shares, strict=True) if share == 1]
    assert top == pytest.approx([2, 2 + (exercise.dose.hold_s or MOVEMENT_TOP_S)])
    assert times_s[-1] == pytest.approx(top[1] + exercise.dose.release_s + exercise.dose.rest_s)


def test_the_belt_press_takes_thirteen_seconds() -> None:
    svg = animated_svg(load_exercise(BELT), "right")
    assert set(re.findall(r'dur="([^"]*)"', svg)) == {"13s"}
    assert 'repeatCount="indefinite"' in svg


@pytest.mark.parametrize("key", KEYS)
def test_every_picture_of_a_movement_has_the_same_commands(key: str) -> None:
    for animate in elements(animated_svg(load_exercise(key), "left")):
        if animate.tag == f"{SVG}animate":
            paths = (animate.get("values") or "").split(";")
            key_times = [float(time) for time in (animate.get("keyTimes") or "").split(";")]
            assert len(paths) == len(key_times)
            assert (key_times[0], key_times[-1]) == (0, 1)
            assert len({NUMBERS.sub("", path) for path in paths}) == 1
            arcs = [re.findall(r"A(\S+ \S+ \S+ \S+ \S+)", path) for path in paths]
            assert all(flags == arcs[0] for flags in arcs)


@pytest.mark.parametrize("key", KEYS)
def test_what_works_moves(key: str) -> None:
    legs = re.findall(r'<path class="lh-figure-working"[^>]*>(<animate)?', animated_svg(load_exercise(key), "left"))
    assert legs
    assert all(legs)


def test_what_does_not_move_is_not_animated() -> None:
    svg = animated_svg(load_exercise("side_lying_hip_abduction"), "right")
    assert svg.count("<animate") == 1


# --- words and looks --------------------------------------------------------------------------------------------


def test_title_and_description_are_translated() -> None:
    exercise = load_exercise(BELT)
    messages = {
        "{exercise}, left leg": "{exercise}: pierna izquierda",
        exercise.name: "Cinta & fuerza",
        exercise.summary: "Boca de lado.",
    }
    svg = figure_svg(exercise, "left", messages=messages)
    assert "<title>Cinta &amp; fuerza: pierna izquierda</title>" in svg
    assert "Boca de lado." in svg
    assert all(text in texts() for text in messages if text.startswith("{"))


def test_its_size_is_that_of_the_page_or_as_asked() -> None:
    exercise = load_exercise("bridge")
    assert "width=" not in figure_svg(exercise, "left").partition(">")[0]
    root = elements(figure_svg(exercise, "left", width_px=300))[0]
    *_, width, height = map(float, (root.get("viewBox") or "").split())
    assert float(root.get("width") or 0) == 300
    assert float(root.get("height") or 0) == pytest.approx(300 * height / width, abs=0.1)


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_working_leg_is_told_by_tone_and_outline() -> None:
    """Light against dark, so that it shows without any colour."""

    def look(name: str, attribute: str) -> str:
        return LOOKS[name].partition(f'{attribute}="')[2].partition('"')[0]

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for part in ("leg", "skin", "shirt", "mat"):
        assert contrast(look("working", "fill"), look(part, "fill")) > 3
        assert float(look("working", "stroke-width")) >= 1.7 * float(look("leg", "stroke-width"))
    assert contrast(look("belt-edge", "stroke"), look("mat", "fill")) > 3


def test_limbs_that_point_at_the_viewer_are_still_drawn() -> None:
    chain = (("a", 5.0), ("b", 3.0))
    for distance_cm in (0.0, 1.0, 2.0, 9.0):
        path = flesh({"a": (0.0, 0.0, 0.0), "b": (distance_cm, 0.0, 4.0)}, [chain], Camera(0, 0))
        assert len({*re.findall(r"[ML]([^LAZ]*)", path)}) == 3 or distance_cm == 0
        reversed_path = flesh({"a": (0.0, 0.0, 0.0), "b": (distance_cm, 0.0, 4.0)}, [chain[::-1]], Camera(0, 0))
        assert path.count("A") == reversed_path.count("A") == 2
    assert flesh({"a": (0.0, 0.0, 0.0), "b": (0.0, 0.0, 1.0)}, [(("a", 2.0), ("b", 2.0))], Camera(0, 0))


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (-0.001, "0"), (1.5, "1.5"), (10, "10"), (-3.14159, "-3.14")])
def test_numbers_are_short(number: float, text: str) -> None:
    assert short(number) == text
